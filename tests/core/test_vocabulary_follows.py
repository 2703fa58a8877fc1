"""Suggestions, states and what leaves the catalog follow the vocabulary; decisions never move."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from phototagger.core.library import Library
from phototagger.core.photo import Fingerprint, PhotoFilter, PhotoId, SavingState
from phototagger.core.photo_query import PhotoQuery
from phototagger.core.review import Decision, Review, SelectionRow, TagDecision, selection_rows
from phototagger.core.scan import FoundPhoto
from phototagger.core.search import parse
from phototagger.core.tag_pipeline import WordRules
from phototagger.core.tags import KeywordSet, TagOrigin, TagSuggestion
from phototagger.core.vocabulary import Outgoing, Vocabulary, Word, outgoing

HIDE_BELOW = 0.5
WORDS = ("dog", "hound", "sky", "sea", "otter", "2024")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "catalog.sqlite")
    found = [FoundPhoto(Path(f"/photos/{n}.jpg"), Fingerprint(1, 1)) for n in range(1, 9)]
    library.add_photos(found)
    yield library
    library.close()


def suggest(library: Library, photo_id: int, **tags: float) -> None:
    entries = [TagSuggestion(name, probability) for name, probability in tags.items()]
    library.save_suggestions(PhotoId(photo_id), entries, "fake/1", "en")


def say(library: Library, *words: Word) -> None:
    library.vocabulary.save({word.name: word for word in words})
    library.refreshed_all()


def follow_all(library: Library) -> None:
    library.suggestions.follow(library.ids())
    library.refreshed_all()


def hidden(library: Library, photo_id: int) -> dict[str, str]:
    return {s.name: s.hidden for s in library.review(PhotoId(photo_id)).suggestions}


def found(library: Library, text: str) -> list[int]:
    return list(library.lists.ids(PhotoQuery(), parse(text), HIDE_BELOW))


def to_review(library: Library) -> list[int]:
    return list(library.ids_where(PhotoFilter.TO_REVIEW, HIDE_BELOW))


def test_a_hidden_suggestion_waits_for_nobody_and_a_shown_one_does(library: Library) -> None:
    say(library, Word("sky", is_never_suggested=True), Word("otter", show_from=0.2))
    suggest(library, 1, sky=0.9)
    suggest(library, 2, otter=0.3)
    suggest(library, 3, otter=0.1, sea=0.3)
    suggest(library, 4, sea=0.9)
    assert to_review(library) == [2, 4]
    assert (
        found(library, "suggested:sky")
        == found(library, "p:sky>0.5")
        == found(library, "sky")
        == []
    )
    assert found(library, "suggested:otter") == found(library, "otter") == [2]
    assert library.lists.filter_counts(HIDE_BELOW)[PhotoFilter.TO_REVIEW] == 2


def test_what_is_said_later_is_followed_both_ways(library: Library) -> None:
    suggest(library, 1, dog=0.6, hound=0.9, sky=0.8)
    before = library.review(PhotoId(1))
    say(library, Word("dog", synonyms=("hound",)), Word("sky", show_from=0.85))
    follow_all(library)
    assert hidden(library, 1) == {"dog": "", "hound": "synonym:dog", "sky": "below:0.85"}
    assert to_review(library) == [1]
    library.vocabulary.save({"dog": None, "sky": None})
    follow_all(library)
    assert library.review(PhotoId(1)).suggestions == before.suggestions


@pytest.mark.parametrize(
    "word",
    [
        Word("sky", is_never_suggested=True),
        Word("sky", show_from=0.4),
        Word("sky", show_from=0.7),
        Word("sky", is_never_suggested=True, show_from=0.1),
        Word("2024", parent="year"),
        Word("2024", is_never_suggested=True),
        Word("dog", show_from=0.3),
    ],
)
def test_the_fast_way_for_one_word_does_what_the_whole_one_does(
    library: Library, word: Word
) -> None:
    """The whole way would read 100,000 photos for one word that is never suggested again."""
    library.vocabulary.follow(WordRules(drop_junk=True))
    say(library, Word("dog", synonyms=("hound",)))
    chance = random.Random(1)
    for number in range(1, 9):
        suggest(library, number, **{name: round(chance.random(), 2) for name in WORDS})
    kept = Word("dog", synonyms=("hound",), show_from=0.3) if word.name == "dog" else word
    say(library, kept)
    followed = library.suggestions.follow_flags(word.name, library.ids())
    library.refreshed_all()
    counted = to_review(library)
    assert not library.suggestions.follow(library.ids()).refined, "nothing was left to do"
    assert counted == to_review(library)
    assert followed.refined, "and something was done"
    library.vocabulary.save({word.name: None})
    library.suggestions.follow_flags(word.name, library.ids())
    if word.name != "dog":
        assert not library.suggestions.follow(library.ids()).refined


def test_many_photos_merge_as_a_few_do_with_rules(library: Library) -> None:
    say(library, Word("sky", is_never_suggested=True), Word("otter", show_from=0.3))
    chance = random.Random(2)
    for number in range(1, 9):
        names = chance.sample(WORDS, 4)
        suggest(library, number, **{name: round(chance.random(), 2) for name in names})
    decided = {PhotoId(1): (TagDecision("sky", Decision.ACCEPTED, TagOrigin.SERVICE, 0.5),)}
    library.save_decisions(decided)
    for ids in (library.ids(), library.ids()[:2]):
        rows = {row.name: row for row in selection_rows(library.reviews(ids).values())}
        merged = library.lists.merged_tags(ids)
        for row in merged.rows:
            assert _told(row) == _told(rows[row.name]), row.name
        assert sum(merged.pending.values()) == sum(len(row.pending) for row in rows.values())
        assert sum(merged.always.values()) == sum(len(row.always) for row in rows.values())
        assert merged.hidden == sum(row.hidden_count for row in rows.values())


def _told(row: SelectionRow) -> tuple[object, ...]:
    kind = row.hidden.partition(":")[0]
    return kind, row.hidden_count, row.is_shown, row.suggested_count, row.is_visible(HIDE_BELOW)


# What leaves the catalog


def accepted(*names: str, **more: object) -> Review:
    decisions = tuple(TagDecision(name, Decision.ACCEPTED, TagOrigin.USER) for name in names)
    return Review(decisions=decisions, **more)  # type: ignore[arg-type]


TREE = Vocabulary(
    {
        "poodle": Word("poodle", parent="dog"),
        "dog": Word("dog", parent="work"),
        "work": Word("work", parent="animal", is_private=True),
        "diary": Word("diary", parent="animal", is_private=True),
    }
)
OUT = outgoing(TREE, with_parents=True)


def test_parents_go_along_when_a_photo_is_written_but_for_private_ones() -> None:
    change = accepted("poodle", "sea", outgoing=OUT).wanted_change()
    assert change.add.names == ("poodle", "sea", "dog", "animal")
    assert change.paths == (("animal", "dog", "poodle"),)
    assert accepted(
        "poodle", outgoing=outgoing(TREE, with_parents=False)
    ).wanted_change().add.names == ("poodle",)


def test_a_rejected_parent_stays_away() -> None:
    review = accepted("poodle", outgoing=OUT).decide("animal", Decision.REJECTED)
    assert review.wanted_change().add.names == ("poodle", "dog")
    assert review.wanted_change().paths == (("dog", "poodle"),)
    assert "animal" not in review.told().keywords()


def test_private_words_are_never_written_and_nothing_is_left_to_save() -> None:
    review = accepted("diary", outgoing=OUT)
    assert review.is_saved
    assert not review.wanted_change()
    assert review.keywords().names == ("diary",), "the user still sees it"
    assert review.told().keywords().names == ()


def test_a_private_word_in_a_file_is_not_taken_out_but_not_exported_either() -> None:
    review = Review(in_file=KeywordSet(("diary", "sea")), outgoing=OUT)
    assert not review.wanted_change().remove
    assert review.told().keywords().names == ("sea",)
    assert review.decide("diary", Decision.REJECTED).wanted_change().remove.names == ("diary",)


def test_the_saving_state_follows_the_vocabulary(library: Library) -> None:
    photo_id = PhotoId(1)
    library.save_decisions({photo_id: accepted("diary").decisions})
    library.set_state([photo_id], saving=SavingState.UNSAVED)
    say(library, Word("diary", is_private=True))
    assert library.suggestions.photos_with(["diary"]) == [photo_id]
    assert library.suggestions.follow([photo_id]).resaved == {photo_id}
    library.refreshed_all()
    assert library.photo(photo_id).saving is SavingState.SAVED
    ((_, row),) = library.stock.rows([photo_id])
    assert row.review.keywords().names == ()
    library.vocabulary.save({"diary": None})
    library.suggestions.follow([photo_id])
    library.refreshed_all()
    assert library.photo(photo_id).saving is SavingState.UNSAVED


# A re-run touches suggestions only


@pytest.mark.parametrize("seed", range(25))
def test_a_rerun_touches_suggestions_only(library: Library, seed: int) -> None:
    chance = random.Random(seed)
    photo_id = PhotoId(1)

    def answer() -> None:
        names = chance.sample(WORDS, chance.randint(0, len(WORDS)))
        suggest(library, 1, **{name: round(chance.random(), 2) for name in names})

    answer()
    library.set_file_keywords(
        photo_id, KeywordSet(tuple(chance.sample(WORDS, 2))), Fingerprint(1, 1)
    )
    review = library.review(photo_id)
    for name in chance.sample(WORDS, chance.randint(0, 4)):
        review = review.decide(name, chance.choice((Decision.ACCEPTED, Decision.REJECTED)))
    library.save_decisions({photo_id: review.decisions})
    order = tuple(chance.sample(WORDS, 3))
    library.save_orders({photo_id: order})
    before = library.review(photo_id)
    for _ in range(3):
        if chance.random() < 0.5:
            say(
                library,
                Word(
                    chance.choice(WORDS),
                    is_never_suggested=chance.random() < 0.5,
                    synonyms=("hound",) if chance.random() < 0.5 else (),
                    show_from=chance.choice((None, 0.4)),
                ),
            )
            follow_all(library)
        else:
            answer()
        after = library.review(photo_id)
        assert after.decisions == before.decisions
        assert after.in_file.names == before.in_file.names
        assert after.order == before.order
        assert after.texts == before.texts
        assert after.keywords().names == before.keywords().names


def test_what_is_not_followed_yet_is_known_after_a_crash(library: Library) -> None:
    library.vocabulary.save({"sky": Word("sky", is_private=True)}, unrefined=("sky",))
    assert library.vocabulary.unrefined() == {"sky"}
    library.vocabulary.all_refined()
    assert library.vocabulary.unrefined() == frozenset()
    library.vocabulary.set_refined_by("these")
    library.vocabulary.set_refined_by("those")
    assert library.vocabulary.refined_by() == "those"


def test_an_answer_keeps_when_and_in_which_language_it_came(library: Library) -> None:
    suggest(library, 1, sea=0.5)
    review = library.review(PhotoId(1))
    assert (review.model, review.language) == ("fake/1", "en")
    assert review.tagged_s > 1_600_000_000
    library.save_suggestions(PhotoId(1), [TagSuggestion("sky", 0.4)])
    assert library.review(PhotoId(1)).tagged_s == review.tagged_s, "nobody was asked again"


def test_nothing_is_private_where_nothing_is_said() -> None:
    assert outgoing(Vocabulary(), with_parents=True) == Outgoing()
