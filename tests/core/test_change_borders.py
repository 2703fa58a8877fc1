"""Where gestures, large changes, mass changes, rules and words meet, nothing decided is lost."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phototagger.core import review_changes
from phototagger.core._accept_rule import AcceptRule
from phototagger.core._decision_run import DecisionRun
from phototagger.core.events import Event, RuleApplied
from phototagger.core.jobs import Lane
from phototagger.core.library import FoundPhoto, Library
from phototagger.core.mass_changes import MassChanges
from phototagger.core.photo import Fingerprint
from phototagger.core.review import ReviewChange
from phototagger.core.tags import TagSuggestion
from phototagger.core.vocabulary import Word

COUNT = 400


class Place:
    """A library and those who change it."""

    def __init__(self, folder: Path) -> None:
        self.home: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.library = Library.open(folder / "catalog.sqlite")
        found = [FoundPhoto(Path(f"/p/{n:04}.jpg"), Fingerprint(1, n)) for n in range(COUNT)]
        self.ids = self.library.add_photos(found).new
        self.lanes = [Lane(name, 1, self.home.put) for name in ("queries", "edits", "tagging")]
        self.events: list[Event] = []
        self.deciding = DecisionRun(
            self.library, self.lanes[1], self.events.append, lambda count: None
        )
        self.mass = MassChanges(
            self.library,
            self.lanes[0],
            [self.lanes[2]],
            self.deciding.when_kept,
            self.events.append,
            lambda key, error: None,
        )
        self.rule = AcceptRule(
            self.library,
            lambda: 0.5,
            self.deciding.reviews,
            self.deciding.apply,
            self.events.append,
        )

    def add(self, name: str) -> ReviewChange:
        change = review_changes.add(self.deciding.reviews(self.ids), [name])
        self.deciding.apply(change)
        return change

    def finish(self) -> None:
        while self.deciding.is_running or self.mass.is_running or not self.home.empty():
            self.home.get(timeout=10)()

    def keywords(self) -> set[tuple[str, ...]]:
        found = self.library.reviews(self.ids)
        return {review.keywords().names for review in found.values()}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    for lane in made.lanes:
        lane.close()
    made.library.close()


def test_a_rule_builds_on_a_gesture_that_is_still_being_kept(place: Place) -> None:
    place.add("trip")
    assert place.deciding.is_running
    for photo_id in place.ids:
        place.library.save_suggestions(photo_id, [TagSuggestion("sea", 0.9)], "m")
    place.rule.take(place.ids[:3])
    place.rule.take(place.ids[-3:])
    place.rule.end()
    place.finish()
    assert place.keywords() == {("trip", "sea"), ("trip",)}
    (told,) = [event for event in place.events if isinstance(event, RuleApplied)]
    place.deciding.apply(told.change.reversed())
    assert place.keywords() == {("trip",)}


def test_a_mass_change_waits_for_the_gestures_before_it(place: Place) -> None:
    place.add("trip")
    assert place.deciding.is_running
    made: list[ReviewChange | None] = []
    place.mass.start(
        place.ids, None, lambda reviews: review_changes.add(reviews, ["sea"]), made.append
    )
    place.finish()
    assert place.keywords() == {("trip", "sea")}
    assert made[0] is not None


def test_undo_of_a_gesture_that_is_still_being_kept(place: Place) -> None:
    change = place.add("trip")
    place.deciding.apply(change.reversed())
    place.add("sea")
    place.deciding.apply(review_changes.add(place.deciding.reviews(place.ids[:1]), ["one"]))
    place.finish()
    assert place.keywords() == {("sea",), ("sea", "one")}


def test_words_change_while_another_thread_stores_what_files_hold(place: Place) -> None:
    """Who stores reads also asks for the words; neither may wait for the other for ever."""
    rows = place.library.vocabulary
    inside, go_on = threading.Event(), threading.Event()

    def store() -> None:
        with place.library.mass.together():
            inside.set()
            go_on.wait(5.0)
            rows.outgoing()

    storing = threading.Thread(target=store, daemon=True)
    storing.start()
    assert inside.wait(5.0)
    words = {"dog": Word("dog", parent="animal")}
    saving = threading.Thread(target=rows.save, args=(words,), daemon=True)
    saving.start()
    saving.join(0.2)  # it waits for the catalog now
    go_on.set()
    storing.join(5.0)
    saving.join(5.0)
    assert not storing.is_alive()
    assert not saving.is_alive()
    assert rows.load().word("dog").parent == "animal"
