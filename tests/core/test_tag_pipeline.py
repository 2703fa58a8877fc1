"""From what was said to what is shown: every step, and why something is hidden."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from phototagger.core.tag_pipeline import (
    HiddenBy,
    TagPipeline,
    WordRules,
    as_said,
    bears_on_suggestions,
    look_alikes,
    why_hidden,
)
from phototagger.core.tags import TagOrigin, TagSuggestion, clean_name
from phototagger.core.vocabulary import Vocabulary, Word

ALL = WordRules(drop_junk=True, most=4)


def vocabulary(*words: Word) -> Vocabulary:
    return Vocabulary({word.name: word for word in words})


def said(**tags: float) -> list[TagSuggestion]:
    return [TagSuggestion(name, probability) for name, probability in tags.items()]


def shown(pipeline: TagPipeline, suggestions: Sequence[TagSuggestion]) -> dict[str, str]:
    return {row.name: row.hidden for row in pipeline.refine(suggestions)}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("2024", "number"),
        ("1,000.5", "number"),
        ("50 %", "number"),
        ("x", "letter"),
        ("Ž", "letter"),
        ("2024-05-03", "date"),
        ("3. 5. 2024", "date"),
        ("2024:05:03 12:30:00", "date"),
        ("50.0875, 14.4213", "coordinates"),
        ("50°5′N 14°25′E", "coordinates"),
        ("犬", ""),
        ("1990s", ""),
        ("4x4", ""),
        ("route 66", ""),
        ("beach", ""),
        ("🐕", ""),
    ],
)
def test_junk_is_hidden_and_words_are_not(name: str, reason: str) -> None:
    assert shown(TagPipeline(rules=ALL), [TagSuggestion(name, 0.9)]) == {name: reason}
    assert shown(TagPipeline(), [TagSuggestion(name, 0.9)]) == {name: ""}, "by the settings only"


def test_a_word_something_was_said_about_is_no_junk() -> None:
    pipeline = TagPipeline(
        vocabulary(Word("911", parent="car"), Word("seven", synonyms=("7",))), ALL
    )
    assert shown(pipeline, [TagSuggestion("911", 0.9), TagSuggestion("7", 0.8)]) == {
        "911": "",
        "seven": "",
    }


def test_names_are_cleaned_and_the_same_word_said_twice_is_one() -> None:
    twice = [TagSuggestion("cafe\u0301 ", 0.5), TagSuggestion("café", 0.8), TagSuggestion(" ", 0.9)]
    assert TagPipeline().refine(twice) == (TagSuggestion("café", 0.8),)


def test_a_synonym_becomes_its_word_and_tells_what_was_said() -> None:
    pipeline = TagPipeline(vocabulary(Word("car", synonyms=("auto", "motorcar"))))
    (row,) = pipeline.refine(said(auto=0.7))
    assert (row.name, row.said, row.probability, row.hidden) == ("car", "auto", 0.7, "")


def test_synonyms_beside_their_word_are_hidden_and_lend_it_their_probability() -> None:
    pipeline = TagPipeline(vocabulary(Word("car", synonyms=("auto", "motorcar"))))
    rows = {row.name: row for row in pipeline.refine(said(car=0.5, auto=0.9, motorcar=0.3))}
    assert (rows["car"].probability, rows["car"].own, rows["car"].said) == (0.9, 0.5, "")
    assert rows["auto"].hidden == rows["motorcar"].hidden == "synonym:car"
    assert why_hidden("synonym:car") == (HiddenBy.SYNONYM, "car")


def test_words_that_are_never_to_be_suggested_are_hidden() -> None:
    pipeline = TagPipeline(vocabulary(Word("sky", is_never_suggested=True)))
    assert shown(pipeline, said(sky=0.99, sea=0.2)) == {"sky": "never", "sea": ""}


def test_a_words_own_threshold_goes_before_the_global_one() -> None:
    pipeline = TagPipeline(vocabulary(Word("dog", show_from=0.6), Word("otter", show_from=0.1)))
    rows = {row.name: row for row in pipeline.refine(said(dog=0.59, otter=0.1, sea=0.4))}
    assert rows["dog"].hidden == "below:0.6"
    assert why_hidden(rows["dog"].hidden) == (HiddenBy.BELOW, "0.6")
    assert not rows["dog"].is_visible(0.0)
    assert rows["otter"].is_visible(0.5), "it reaches its own threshold"
    assert not rows["sea"].is_visible(0.5)


def test_the_cap_counts_only_what_is_not_hidden() -> None:
    words = vocabulary(Word("sky", is_never_suggested=True), Word("low", show_from=0.01))
    pipeline = TagPipeline(words, WordRules(most=2))
    rows = shown(pipeline, said(sky=0.99, a1=0.9, b1=0.8, c1=0.7, low=0.1))
    assert rows == {"sky": "never", "a1": "", "b1": "", "c1": "cap:2", "low": "cap:2"}


def test_the_rule_that_accepts_is_the_words_own_else_the_global_one() -> None:
    words = vocabulary(
        Word("dog", accept_from=0.5), Word("sky", is_never_suggested=True, accept_from=0.1)
    )
    pipeline = TagPipeline(words)
    rows = {row.name: row for row in pipeline.refine(said(dog=0.5, sky=0.9, sea=0.8))}
    assert [pipeline.accepts(rows[name], 0.0) for name in ("dog", "sky", "sea")] == [
        True,
        False,
        False,
    ]
    assert pipeline.accepts(rows["sea"], 0.8)
    assert not pipeline.accepts(rows["sea"], 0.81)


def test_words_that_differ_by_case_or_plural_are_said_to_be_alike_not_merged() -> None:
    names = ["Dog", "dogs", "city", "cities", "boxes", "box", "glass", "bus", "dóg"]
    assert look_alikes(names) == {
        "dogs": "Dog",
        "cities": "city",
        "box": "boxes",
        "dóg": "Dog",
    }
    assert set(shown(TagPipeline(rules=ALL), said(Dog=0.9, dogs=0.8))) == {"Dog", "dogs"}


def test_what_bears_on_suggestions() -> None:
    dog = Word("dog", parent="animal", is_private=True)
    assert not bears_on_suggestions(None, dog)
    assert bears_on_suggestions(dog, Word("dog", is_never_suggested=True))
    assert bears_on_suggestions(None, Word("911", parent="car")), "it is no junk any more"


NAMES = ("dog", "Dog", "dogs", "hound", "sky", "auto", "car", "2024", "x", "sea", "wagon", " sea ")


def any_vocabulary(chance: random.Random) -> Vocabulary:
    words = [
        Word(
            clean_name(name),
            synonyms=tuple(
                sorted(set(chance.sample(NAMES, chance.randint(0, 3))) - {name, " sea "})
            ),
            is_never_suggested=chance.random() < 0.2,
            show_from=chance.choice((None, 0.2, 0.6)),
        )
        for name in chance.sample(NAMES, chance.randint(0, 5))
    ]
    return vocabulary(*words)


def any_suggestions(chance: random.Random) -> list[TagSuggestion]:
    return [
        TagSuggestion(
            chance.choice(NAMES),
            round(chance.random(), 2),
            chance.choice((TagOrigin.SERVICE, TagOrigin.LEARNED)),
            chance.choice((None, 0.5)),
        )
        for _ in range(chance.randint(0, 12))
    ]


@pytest.mark.parametrize("seed", range(150))
def test_what_holds_for_every_answer_and_every_vocabulary(seed: int) -> None:
    chance = random.Random(seed)
    raw = any_suggestions(chance)
    first, second = any_vocabulary(chance), any_vocabulary(chance)
    rules = WordRules(drop_junk=chance.random() < 0.5, most=chance.choice((0, 1, 3)))
    pipeline = TagPipeline(first, rules)
    rows = pipeline.refine(raw)

    shuffled = chance.sample(raw, len(raw))
    assert pipeline.refine(shuffled) == rows, "the order of an answer is irrelevant"
    assert pipeline.refine(rows) == rows, "done twice is done once"
    assert len({row.name for row in rows}) == len(rows), "each word once"
    was_said = {clean_name(entry.name) for entry in raw}
    meant = {first.main_word(name) for name in was_said}
    assert {row.name for row in rows} <= was_said | meant, "no word is invented"
    assert {entry.name for entry in as_said(rows)} == was_said, "and none is lost"
    another = TagPipeline(second, WordRules())
    assert another.refine(rows) == another.refine(raw), "all of it can be done again"
    assert all(why_hidden(row.hidden) is not None for row in rows if row.hidden)
    if rules.most:
        assert sum(not row.hidden for row in rows) <= rules.most
