"""A word becomes another one on all photos: what becomes of each review, and of the words."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from phototagger.core.everywhere import delete, deleted, merge, rename, renamed
from phototagger.core.review import Decision, Review, TagDecision, TagState
from phototagger.core.tags import KeywordSet, TagOrigin, TagSuggestion
from phototagger.core.vocabulary import Vocabulary, Word

YES, NO = Decision.ACCEPTED, Decision.REJECTED


def said(name: str, decision: Decision, probability: float = 0.0) -> TagDecision:
    origin = TagOrigin.SERVICE if probability else TagOrigin.USER
    return TagDecision(name, decision, origin, probability)


def keywords(review: Review) -> set[str]:
    return set(review.keywords())


def test_an_accepted_suggestion_keeps_its_place_and_its_probability() -> None:
    review = Review(decisions=(said("auto", YES, 0.8), said("road", YES)))
    after = renamed(review, "auto", "car")
    assert after.decisions == (said("car", YES, 0.8), said("road", YES))


def test_a_keyword_of_the_file_is_taken_out_by_the_next_write_only() -> None:
    review = Review(in_file=KeywordSet(("auto", "road")))
    after = renamed(review, "auto", "car")
    assert after.in_file == review.in_file
    assert keywords(after) == {"car", "road"}
    change = after.wanted_change()
    assert (change.add.names, change.remove.names) == (("car",), ("auto",))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (YES, NO, YES),
        (NO, YES, YES),
        (YES, YES, YES),
        (NO, NO, NO),
        (YES, None, YES),
        (NO, None, NO),
        (None, YES, YES),
        (None, NO, NO),
    ],
)
def test_the_better_of_two_decisions_wins(
    one: Decision | None, other: Decision | None, wanted: Decision
) -> None:
    decisions = [
        said(name, decision, 0.5)
        for name, decision in (("auto", one), ("car", other))
        if decision is not None
    ]
    suggestions = (TagSuggestion("auto", 0.5), TagSuggestion("car", 0.5))
    after = renamed(Review(suggestions, tuple(decisions)), "auto", "car")
    found = after.decision("car")
    assert found is not None
    assert found.decision is wanted
    assert after.decision("auto") is None


def test_a_rejected_word_does_not_take_the_other_out_of_the_file() -> None:
    review = Review(decisions=(said("auto", NO, 0.4),), in_file=KeywordSet(("car",)))
    assert keywords(renamed(review, "auto", "car")) == {"car"}


def test_a_suggestion_nobody_decided_stays_open() -> None:
    review = Review((TagSuggestion("auto", 0.5),))
    assert renamed(review, "auto", "car") == review


def random_review(chance: random.Random) -> Review:
    names = ["auto", "car", "road", "sky"]
    chance.shuffle(names)
    decisions = tuple(
        said(name, chance.choice((YES, NO)), chance.choice((0.0, 0.7)))
        for name in names
        if chance.random() < 0.6
    )
    in_file = KeywordSet(tuple(n for n in names if chance.random() < 0.4))
    suggestions = tuple(TagSuggestion(n, chance.random()) for n in names if chance.random() < 0.5)
    return Review(suggestions, decisions, in_file)


@pytest.mark.parametrize("seed", range(300))
def test_laws_of_renaming(seed: int) -> None:
    review = random_review(random.Random(seed))
    after = renamed(review, "auto", "car")
    before = keywords(review)
    assert keywords(after) == {"car" if name == "auto" else name for name in before}
    assert after.suggestions == review.suggestions
    assert after.in_file == review.in_file
    assert len({entry.name for entry in after.decisions}) == len(after.decisions)
    kept = [d for d in review.decisions if d.name not in ("auto", "car")]
    assert [d for d in after.decisions if d.name not in ("auto", "car")] == kept, "others stay"
    assert renamed(after, "auto", "car") == after, "twice is once"


@pytest.mark.parametrize("seed", range(100))
def test_a_new_name_and_back_is_the_same_review(seed: int) -> None:
    review = random_review(random.Random(seed))
    review = replace(
        review,
        decisions=tuple(d for d in review.decisions if d.name != "car"),
        in_file=review.in_file.minus(("auto", "car")),
    )
    assert renamed(renamed(review, "auto", "car"), "car", "auto") == review


@pytest.mark.parametrize("seed", range(100))
def test_a_deleted_word_is_no_keyword(seed: int) -> None:
    review = random_review(random.Random(seed))
    after = deleted(review, "auto")
    assert keywords(after) == keywords(review) - {"auto"}
    shown = {row.name: row.state for row in after.rows()}
    if "auto" in keywords(review) and "auto" in review.in_file:
        assert shown["auto"] is TagState.REJECTED


# What is said about words

ANIMAL = Word("animal", translations={"cs": "zvíře"})
DOG = Word("dog", parent="animal", synonyms=("hound",), show_from=0.2)
PUG = Word("pug", parent="dog")
WORDS = Vocabulary({word.name: word for word in (ANIMAL, DOG, PUG)})


def after_change(gesture: object) -> dict[str, Word | None]:
    return dict(gesture.entries(WORDS).after)  # type: ignore[attr-defined]


def test_what_is_said_moves_along_and_children_follow() -> None:
    assert after_change(rename("dog", "canine", keeps_synonym=True)) == {
        "dog": None,
        "canine": replace(DOG, name="canine", synonyms=("hound", "dog")),
        "pug": Word("pug", parent="canine"),
    }
    assert after_change(rename("dog", "canine", keeps_synonym=False))["canine"] == replace(
        DOG, name="canine"
    )


def test_a_word_nobody_described_becomes_a_synonym_of_its_new_name() -> None:
    change = rename("automobile", "car", keeps_synonym=True).entries(WORDS)
    assert change.after == {"car": Word("car", synonyms=("automobile",))}
    assert rename("automobile", "car", keeps_synonym=False).entries(WORDS).after == {}


def test_merging_joins_what_is_said() -> None:
    words = Vocabulary(
        {
            "car": Word("car", parent="vehicle", translations={"cs": "auto"}),
            "automobile": Word(
                "automobile", synonyms=("motorcar",), translations={"cs": "vůz"}, is_private=True
            ),
        }
    )
    change = merge(["automobile", "car"], "car", keeps_synonym=True).entries(words)
    assert change.after == {
        "automobile": None,
        "car": Word(
            "car",
            parent="vehicle",
            synonyms=("motorcar", "automobile"),
            translations={"cs": "auto"},
            is_private=True,
        ),
    }


def test_a_parent_merged_into_its_child_leaves_no_circle() -> None:
    change = merge(["dog"], "pug", keeps_synonym=True).entries(WORDS)
    after = {**WORDS.words, **change.after}
    words = Vocabulary({name: word for name, word in after.items() if word is not None})
    assert words.word("pug").parent == "animal"
    assert words.parents("pug") == ("animal",)


def test_children_of_a_deleted_word_move_up() -> None:
    assert after_change(delete(["dog"], is_never_suggested=False)) == {
        "dog": None,
        "pug": Word("pug", parent="animal"),
    }
    assert after_change(delete(["dog"], is_never_suggested=True))["dog"] == Word(
        "dog", is_never_suggested=True
    )
    assert after_change(delete(["animal"], is_never_suggested=False))["dog"] == replace(
        DOG, parent=""
    )


def test_a_child_that_loses_its_parent_and_says_nothing_else_stays() -> None:
    words = Vocabulary({"pug": Word("pug", parent="dog")})
    change = delete(["dog"], is_never_suggested=False).entries(words)
    assert change.after == {"pug": Word("pug", is_kept=True)}


@pytest.mark.parametrize("seed", range(50))
def test_a_change_of_the_words_is_taken_back_exactly(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"w{n}" for n in range(8)]
    words = {
        name: Word(
            name, parent=chance.choice([*names[:number], ""]), is_private=chance.random() < 0.2
        )
        for number, name in enumerate(names)
    }
    before = {name: word for name, word in words.items() if not word.is_plain}
    old, new = chance.sample(names, 2)
    change = merge([old], new, keeps_synonym=True).entries(Vocabulary(before))
    after: dict[str, Word | None] = {**before, **change.after}
    for name, word in change.reversed().after.items():
        after[name] = word
    assert {name: word for name, word in after.items() if word is not None} == before
