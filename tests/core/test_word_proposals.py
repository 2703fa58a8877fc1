"""Proposals from decisions: on enough evidence, with its counts, never twice in vain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_proposals import (
    LEAST_ABOVE,
    LEAST_BELOW,
    LEAST_REJECTED,
    LEAST_REPLACED,
    Proposal,
    ProposalKind,
    proposals,
)
from phototagger.core.word_use import Replacement, Verdicts, WordReport

NOTHING = Vocabulary()


def report(accepted: dict[int, int], rejected: dict[int, int]) -> WordReport:
    return WordReport(verdicts={"indoor": Verdicts(accepted, rejected)})


def test_a_word_that_is_nearly_always_wrong() -> None:
    found = proposals(report({40: 1}, {30: 14, 60: 10}), NOTHING)
    assert found == (Proposal(ProposalKind.NEVER, "indoor", 25, 24),)
    assert found[0].word(Word("indoor")) == Word("indoor", is_never_suggested=True)


@pytest.mark.parametrize(
    ("accepted", "rejected"),
    [
        ({}, {50: LEAST_REJECTED - 1}),
        ({50: 3}, {50: 22}),
    ],
)
def test_too_little_or_too_mixed_says_nothing(
    accepted: dict[int, int], rejected: dict[int, int]
) -> None:
    assert proposals(report(accepted, rejected), NOTHING) == ()


def test_everything_from_a_probability_on_was_accepted() -> None:
    found = proposals(report({72: 11, 80: 12, 95: 8, 20: 2}, {71: 3, 40: 2}), NOTHING)
    assert found == (Proposal(ProposalKind.ACCEPT_FROM, "indoor", 31, 31, 0.72),)
    assert found[0].word(Word("indoor")) == Word("indoor", accept_from=0.72)
    known = Vocabulary({"indoor": Word("indoor", accept_from=0.7)})
    assert proposals(report({72: 31}, {}), known) == (), "it is accepted from lower already"


def test_one_rejection_high_up_takes_the_ground_from_under_it() -> None:
    assert proposals(report({72: 31}, {90: 1}), NOTHING) == ()
    assert proposals(report({72: LEAST_ABOVE - 1}, {}), NOTHING) == ()


def test_nothing_is_accepted_by_itself_from_a_low_probability_on() -> None:
    assert proposals(report({10: 40}, {}), NOTHING) == ()


def test_what_is_wrong_below_a_probability_is_not_shown() -> None:
    counts = report({60: 4, 80: 5}, {20: 9, 50: 9, 90: 2})
    found = proposals(counts, NOTHING)
    assert found == (Proposal(ProposalKind.SHOW_FROM, "indoor", 18, 18, 0.6),)
    assert found[0].word(Word("indoor")) == Word("indoor", show_from=0.6)
    assert proposals(counts, Vocabulary({"indoor": Word("indoor", show_from=0.65)})) == ()
    assert proposals(report({60: 4}, {20: LEAST_BELOW - 1, 90: 2}), NOTHING) == ()


def replaced(together: int, rejections: int, uses: int) -> WordReport:
    told = Verdicts({}, {60: rejections})
    return WordReport(
        verdicts={"auto": told},
        replacements=(Replacement("auto", "car", together, rejections, uses),),
    )


def test_a_word_that_is_typed_instead() -> None:
    assert proposals(replaced(12, 14, 20), NOTHING) == (
        Proposal(ProposalKind.RENAME, "auto", 14, 12, into="car"),
    )


@pytest.mark.parametrize(
    ("together", "rejections", "uses"),
    [(LEAST_REPLACED - 1, 8, 8), (8, 14, 10), (12, 14, 100)],
)
def test_a_word_that_is_typed_there_by_chance_is_not_proposed(
    together: int, rejections: int, uses: int
) -> None:
    found = proposals(replaced(together, rejections, uses), NOTHING)
    assert all(p.kind is not ProposalKind.RENAME for p in found)


def test_the_clearest_of_two_words_is_proposed() -> None:
    counts = replace(
        replaced(12, 14, 20),
        replacements=(
            Replacement("auto", "car", 12, 14, 20),
            Replacement("auto", "vehicle", 9, 14, 9),
        ),
    )
    assert [p.into for p in proposals(counts, NOTHING)] == ["car"]


def test_what_is_said_already_is_not_proposed() -> None:
    counts = report({}, {50: 40})
    assert proposals(counts, NOTHING)
    never = Word("indoor", is_never_suggested=True)
    assert proposals(counts, Vocabulary({"indoor": never})) == ()
    synonym = Word("inside", synonyms=("indoor",))
    assert proposals(counts, Vocabulary({"inside": synonym})) == ()


def test_a_dismissed_proposal_comes_back_with_twice_the_evidence() -> None:
    once = replace(report({}, {50: 20}), dismissed={("never", "indoor"): 20})
    assert proposals(once, NOTHING) == ()
    much = replace(report({}, {50: 40}), dismissed={("never", "indoor"): 20})
    assert [p.kind for p in proposals(much, NOTHING)] == [ProposalKind.NEVER]


def test_the_best_founded_come_first() -> None:
    counts = WordReport(
        verdicts={"a": Verdicts({}, {50: 20}), "b": Verdicts({}, {50: 30}), "c": Verdicts({60: 25})}
    )
    assert [p.name for p in proposals(counts, NOTHING)] == ["b", "c", "a"]
