"""Words over all photos of a real catalog: counted, changed in lots, taken back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from phototagger.core._catalog_words import LEAST_TOGETHER
from phototagger.core._words_everywhere import WordsEverywhere
from phototagger.core.errors import LibraryError
from phototagger.core.events import (
    Event,
    KeywordsCounted,
    Notice,
    WordsCounted,
    WordsEdited,
    WordsEditing,
)
from phototagger.core.everywhere import delete, merge, rename
from phototagger.core.jobs import CancelToken, Lane
from phototagger.core.library import FoundPhoto, Library
from phototagger.core.photo import Fingerprint, PhotoId, SavingState
from phototagger.core.review import Decision, Decisions, Review, TagDecision
from phototagger.core.tags import KeywordSet, TagOrigin, TagSuggestion
from phototagger.core.vocabulary import Word, changed

YES, NO = Decision.ACCEPTED, Decision.REJECTED
PHOTOS = 450
"""More than two lots."""


class Desk:
    """The verbs over a library whose lanes are worked off when asked."""

    def __init__(self, folder: Path) -> None:
        self.library = Library.open(folder / "catalog.sqlite")
        self.events: list[Event] = []
        self.home: list[object] = []
        self.lanes = [Lane(name, 1, self.home.append) for name in ("queries", "edits")]  # type: ignore[arg-type]
        self.words = WordsEverywhere(
            self.library,
            *self.lanes,
            lambda: 0.15,
            lambda change: self.library.vocabulary.save(change.after),
            lambda go_on: go_on(),
            (),
            self.events.append,
        )
        found = [
            FoundPhoto(folder / f"{number}.jpg", Fingerprint(1, number)) for number in range(PHOTOS)
        ]
        self.ids = list(self.library.add_photos(found).new)

    def settle(self) -> None:
        """Run the lanes dry."""
        wait = CancelToken()
        while not all(lane.is_idle for lane in self.lanes) or self.home:
            while self.home:
                self.home.pop(0)()  # type: ignore[operator]
            wait.wait(0.001)

    def told(self, kind: type) -> list[Event]:
        """Return the events of a kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def edited(self) -> WordsEdited:
        """Return how the last run ended."""
        self.settle()
        event = self.told(WordsEdited)[-1]
        assert isinstance(event, WordsEdited)
        return event

    def reviews(self) -> dict[PhotoId, Review]:
        """Return all reviews as the catalog has them."""
        self.library.refreshed_all()
        return self.library.reviews(self.ids)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    for lane in desk.lanes:
        lane.close()
    desk.library.close()


def fill(desk: Desk, seed: int = 1) -> None:
    """Give the photos all kinds of reviews."""
    chance = random.Random(seed)
    for photo_id in desk.ids:
        names = ["auto", "car", "road"]
        chance.shuffle(names)
        held = KeywordSet(tuple(name for name in names if chance.random() < 0.3))
        desk.library.set_file_keywords(photo_id, held, Fingerprint(1, 1), b"k%d" % photo_id)
        suggestions = [TagSuggestion(n, chance.random()) for n in names if chance.random() < 0.7]
        desk.library.save_suggestions(photo_id, suggestions, "fake/1")
        known = {s.name: s.probability for s in suggestions}
        decisions = tuple(
            TagDecision(
                name,
                chance.choice((YES, NO)),
                TagOrigin.SERVICE if name in known else TagOrigin.USER,
                known.get(name, 0.0),
            )
            for name in names
            if chance.random() < 0.5
        )
        desk.library.save_decisions({photo_id: decisions})
        if chance.random() < 0.3:
            desk.library.save_orders({photo_id: tuple(names)})


def test_the_counts_are_those_of_the_reviews(desk: Desk) -> None:
    fill(desk)
    desk.words.count()
    desk.settle()
    quick, whole = desk.told(WordsCounted)
    assert isinstance(quick, WordsCounted)
    assert isinstance(whole, WordsCounted)
    assert (quick.is_whole, whole.is_whole) == (False, True)
    reviews = desk.reviews().values()
    for name in ("auto", "car", "road"):
        use = whole.report.uses[name]
        assert use.photos == sum(name in review.keywords() for review in reviews)
        assert use.suggested == sum(
            s.name == name and s.probability >= 0.15
            for review in reviews
            for s in review.suggestions
            if review.decision(name) is None and name not in review.in_file
        )
        decided = [
            d
            for review in reviews
            for d in review.decisions
            if d.name == name and d.origin is TagOrigin.SERVICE
        ]
        assert use.accepted == sum(d.decision is YES for d in decided)
        assert use.rejected == sum(d.decision is NO for d in decided)
        told = whole.report.verdicts[name]
        assert sum(told.accepted.values()) == use.accepted
        assert sum(told.rejected.values()) == use.rejected


def test_closed_folders_are_counted_only_where_their_photos_change_too(desk: Desk) -> None:
    fill(desk)
    desk.library.files.unlist([bytes(photo.path) for photo in desk.library.photos(desk.ids[:50])])
    reviews = desk.reviews()
    open_ids = set(desk.library.ids())
    desk.words.count()
    desk.words.ask(["auto"])
    desk.settle()
    report = desk.told(WordsCounted)[-1].report  # type: ignore[attr-defined]
    having = {photo_id for photo_id, review in reviews.items() if "auto" in review.keywords()}
    assert report.uses["auto"].photos == len(having & open_ids)
    assert desk.told(KeywordsCounted) == [
        KeywordsCounted(("auto",), len(having), len(having - open_ids))
    ]


def test_a_rename_changes_all_photos_and_undo_restores_them_exactly(desk: Desk) -> None:
    fill(desk)
    desk.library.vocabulary.save(
        {"auto": Word("auto", parent="vehicle"), "cab": Word("cab", "auto")}
    )
    before, entries = desk.reviews(), desk.library.vocabulary.load()
    desk.words.edit(rename("auto", "limousine", keeps_synonym=True))
    change = desk.edited().change
    assert change is not None
    after = desk.reviews()
    for photo_id, review in before.items():
        wanted = {"limousine" if n == "auto" else n for n in review.keywords()}
        assert set(after[photo_id].keywords()) == wanted
        assert after[photo_id].in_file == review.in_file
        if "auto" in review.keywords():
            moved = tuple("limousine" if n == "auto" else n for n in review.order)
            assert after[photo_id].order == moved
    words = desk.library.vocabulary.load()
    assert words.word("limousine") == Word("limousine", parent="vehicle", synonyms=("auto",))
    assert words.word("cab").parent == "limousine"
    desk.words.put(change.reversed())
    assert desk.edited().change is not None
    assert desk.reviews() == before
    assert desk.library.vocabulary.load() == entries
    desk.words.put(change)
    assert desk.edited().change is not None
    assert desk.reviews() == after


def test_photos_whose_file_has_the_word_become_unwritten(desk: Desk) -> None:
    photo_id, other = desk.ids[:2]
    desk.library.set_file_keywords(photo_id, KeywordSet(("auto",)), Fingerprint(1, 1), b"a")
    desk.library.set_file_keywords(other, KeywordSet(("road",)), Fingerprint(1, 1), b"b")
    desk.words.edit(rename("auto", "car", keeps_synonym=False))
    change = desk.edited().change
    assert change is not None
    assert [p.saving for p in desk.library.photos([photo_id, other])] == [
        SavingState.UNSAVED,
        SavingState.SAVED,
    ]
    desk.words.put(change.reversed())
    desk.settle()
    assert desk.library.photo(photo_id).saving is SavingState.SAVED


def test_words_are_merged_and_deleted(desk: Desk) -> None:
    fill(desk)
    before = desk.reviews()
    desk.words.edit(merge(["auto", "car"], "vehicle", keeps_synonym=True))
    assert desk.edited().change is not None
    for photo_id, review in desk.reviews().items():
        had = {"auto", "car"} & set(before[photo_id].keywords())
        assert ("vehicle" in review.keywords()) is bool(had)
        assert not {"auto", "car"} & set(review.keywords())
    desk.words.edit(delete(["vehicle"], is_never_suggested=True))
    assert desk.edited().change is not None
    assert not any("vehicle" in review.keywords() for review in desk.reviews().values())
    assert desk.library.vocabulary.load().word("vehicle") == Word(
        "vehicle", is_never_suggested=True
    )


def test_a_stopped_run_leaves_everything_as_it_was(desk: Desk) -> None:
    fill(desk)
    before = desk.reviews()
    desk.words.edit(rename("auto", "limousine", keeps_synonym=True))
    desk.words.stop()
    assert desk.edited().change is None
    assert desk.reviews() == before
    assert not desk.library.vocabulary.load().words


def test_a_failing_disk_takes_back_what_was_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk)
    before = desk.reviews()
    edit, calls = desk.library.words.edit, []

    def failing(*args: object) -> object:
        calls.append(args)
        if len(calls) == 2:
            raise LibraryError("The disk is full.")
        return edit(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.library.words, "edit", failing)
    desk.words.edit(rename("auto", "limousine", keeps_synonym=True))
    assert desk.edited().change is None
    assert [n.text for n in desk.told(Notice)] == ["The disk is full."]  # type: ignore[attr-defined]
    assert desk.reviews() == before


def test_progress_reaches_the_end(desk: Desk) -> None:
    fill(desk)
    desk.words.edit(rename("auto", "limousine", keeps_synonym=True))
    desk.settle()
    steps = [(e.done, e.total) for e in desk.told(WordsEditing)]  # type: ignore[attr-defined]
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1] > 200


def test_what_is_typed_in_place_of_a_suggestion_is_found(desk: Desk) -> None:
    def decided(*pairs: tuple[str, Decision, float]) -> Decisions:
        return tuple(
            TagDecision(name, decision, TagOrigin.SERVICE if p else TagOrigin.USER, p)
            for name, decision, p in pairs
        )

    for photo_id in desk.ids[:LEAST_TOGETHER]:
        desk.library.save_decisions({photo_id: decided(("auto", NO, 0.6), ("car", YES, 0.0))})
    for photo_id in desk.ids[10 : 9 + LEAST_TOGETHER]:
        desk.library.save_decisions({photo_id: decided(("boat", NO, 0.6), ("ship", YES, 0.0))})
    found = desk.library.words.replacements()
    assert [(r.rejected, r.typed, r.together) for r in found] == [("auto", "car", LEAST_TOGETHER)]


def test_dismissed_proposals_are_remembered(desk: Desk) -> None:
    desk.library.words.dismiss("never", "auto", 25)
    assert desk.library.words.report(0.15).dismissed == {("never", "auto"): 25}
    desk.library.words.dismiss("never", "auto", None)
    assert desk.library.words.dismissed() == {}


def test_the_vocabulary_changes_by_gestures(desk: Desk) -> None:
    change = changed(desk.library.vocabulary.load(), [Word("fox").kept()], "add")
    desk.library.vocabulary.save(change.after)
    assert desk.library.vocabulary.load().words == {"fox": Word("fox", is_kept=True)}
