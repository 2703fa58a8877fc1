"""What the user's own decisions propose about words: each with the counts that speak for it.

Pure functions over counts. A proposal is made only on enough evidence, and only where what it
proposes is not said already. One that was dismissed comes back when there is twice as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_use import Replacement, Verdicts, WordReport

LEAST_REJECTED = 15
"""Decisions a word needs before it is proposed never to be suggested again."""

LEAST_ABOVE = 20
"""Decisions, all of them acceptances, from which on a word may be accepted by itself."""

LEAST_BELOW = 15
"""Decisions below a threshold of its own before one is proposed."""

LEAST_REPLACED = 8
"""Photos where one word was rejected and another typed before a rename is proposed."""

_WRONG = 0.95
"""Share of rejections from which on a word counts as always wrong."""

_SAME_PHOTOS = 0.6
"""Share of the rejections that must go with the word that was typed."""

_TYPED_THERE = 0.3
"""Share of the uses of the typed word that must be such photos: else it is on many anyway."""

_LOWEST_CUT = 30
"""No word is accepted by itself below this percentage."""

_AGAIN = 2
"""A dismissed proposal comes back with this many times the evidence."""


class ProposalKind(StrEnum):
    """What is proposed."""

    NEVER = "never"
    ACCEPT_FROM = "accept from"
    SHOW_FROM = "show from"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal about one word.

    Attributes:
        kind: what is proposed.
        name: the word.
        evidence: decisions, or photos, it is made on.
        agreeing: how many of these speak for it.
        probability: the threshold proposed, 0…1; 0 where none is.
        into: the word it should become, "" where none is.
    """

    kind: ProposalKind
    name: str
    evidence: int
    agreeing: int
    probability: float = 0.0
    into: str = ""

    def word(self, word: Word) -> Word:
        """Return what is said about the word once the proposal is accepted; not for a rename."""
        if self.kind is ProposalKind.NEVER:
            return replace(word, is_never_suggested=True)
        if self.kind is ProposalKind.ACCEPT_FROM:
            return replace(word, accept_from=self.probability)
        return replace(word, show_from=self.probability)


def proposals(report: WordReport, vocabulary: Vocabulary) -> tuple[Proposal, ...]:
    """Return what the decisions propose, the best founded first."""
    best = _best(report.replacements)
    found: list[Proposal] = []
    for name, verdicts in report.verdicts.items():
        word = vocabulary.word(name)
        if vocabulary.main_word(name) != name or word.is_never_suggested:
            continue  # it is not suggested under this name any more
        if name in best:
            found.append(best[name])
        elif (never := _never(name, verdicts)) is not None:
            found.append(never)
        else:
            found += _thresholds(word, verdicts)
    wanted = [p for p in found if p.evidence >= _AGAIN * _dismissed(p, report)]
    return tuple(sorted(wanted, key=lambda p: (-p.agreeing, p.name, p.kind)))


def _dismissed(proposal: Proposal, report: WordReport) -> int:
    return report.dismissed.get((proposal.kind.value, proposal.name), 0)


def _best(replacements: Iterable[Replacement]) -> dict[str, Proposal]:
    """Return for each rejected word the word that is typed instead, where it is clear."""
    clear = [
        r
        for r in replacements
        if r.together >= max(LEAST_REPLACED, _SAME_PHOTOS * r.rejections)
        and r.together >= _TYPED_THERE * r.uses
    ]
    return {
        r.rejected: Proposal(
            ProposalKind.RENAME, r.rejected, r.rejections, r.together, into=r.typed
        )
        for r in sorted(clear, key=lambda r: (r.together, r.typed))
    }


def _never(name: str, verdicts: Verdicts) -> Proposal | None:
    rejected, total = sum(verdicts.rejected.values()), _total(verdicts)
    if total < LEAST_REJECTED or rejected < _WRONG * total:
        return None
    return Proposal(ProposalKind.NEVER, name, total, rejected)


def _thresholds(word: Word, verdicts: Verdicts) -> list[Proposal]:
    found = []
    cut = _accept_cut(verdicts)
    if cut is not None and (word.accept_from is None or word.accept_from > cut / 100):
        count = _from(verdicts.accepted, cut)
        found.append(Proposal(ProposalKind.ACCEPT_FROM, word.name, count, count, cut / 100))
    cut = _show_cut(verdicts)
    if cut is not None and (word.show_from is None or word.show_from < cut / 100):
        total, wrong = _total(verdicts, below=cut), _below(verdicts.rejected, cut)
        found.append(Proposal(ProposalKind.SHOW_FROM, word.name, total, wrong, cut / 100))
    return found


def _accept_cut(verdicts: Verdicts) -> int | None:
    """Return the lowest percentage from which on everything was accepted, often enough."""
    highest_no = max((percent for percent, n in verdicts.rejected.items() if n), default=-1)
    cut = max(_LOWEST_CUT, highest_no + 1)
    yes = [percent for percent, n in verdicts.accepted.items() if n and percent >= cut]
    # The lowest acceptance, not the bound: nothing is known about what lies between them.
    if not yes or _from(verdicts.accepted, cut) < LEAST_ABOVE:
        return None
    return min(yes)


def _show_cut(verdicts: Verdicts) -> int | None:
    """Return the highest percentage below which nearly everything was rejected, often enough."""
    best = None
    for cut in range(5, 100, 5):
        total = _total(verdicts, below=cut)
        if total >= LEAST_BELOW and _below(verdicts.rejected, cut) >= _WRONG * total:
            best = cut
    return best


def _total(verdicts: Verdicts, below: int = 101) -> int:
    return _below(verdicts.accepted, below) + _below(verdicts.rejected, below)


def _below(counts: Mapping[int, int], cut: int) -> int:
    return sum(number for percent, number in counts.items() if percent < cut)


def _from(counts: Mapping[int, int], cut: int) -> int:
    return sum(number for percent, number in counts.items() if percent >= cut)
