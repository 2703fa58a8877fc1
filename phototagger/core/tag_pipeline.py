"""From what a service or the learner suggested to what is shown: every step, and why.

In this order: names are cleaned; junk is hidden; synonyms become the word they mean; words that
are never to be suggested are hidden; the same word said twice is one; a word's own threshold
decides where it has one; and what is beyond the most that shall be shown is hidden. Nothing is
thrown away: a hidden suggestion stays with the reason, and `as_said` gives back what was said, so
that all of it can be done again when the vocabulary or a setting changes.

The global threshold is not applied here: it is a matter of what is looked at. Parents are no
suggestions either; they are added when a photo is written. Values only; knows no decision and no
file, so it can touch neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from phototagger.core.natural_order import fold
from phototagger.core.tags import TagSuggestion, clean_name
from phototagger.core.vocabulary import Vocabulary, Word

Suggestions = tuple[TagSuggestion, ...]


class HiddenBy(StrEnum):
    """Why a suggestion is hidden whatever its probability; `TagSuggestion.hidden` begins so."""

    NUMBER = "number"
    LETTER = "letter"
    DATE = "date"
    COORDINATES = "coordinates"
    NEVER = "never"
    SYNONYM = "synonym"
    BELOW = "below"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class WordRules:
    """What the settings say about words.

    Attributes:
        drop_junk: numbers, single letters, dates and coordinates are hidden.
        most: the most suggestions of a photo that are not hidden; 0 for no limit.
        with_parents: the words above an accepted word are written along with it.
    """

    drop_junk: bool = False
    most: int = 0
    with_parents: bool = True


def why_hidden(hidden: str) -> tuple[HiddenBy, str] | None:
    """Take `TagSuggestion.hidden` apart.

    Returns:
        The reason and what belongs to it: the word of a synonym, the threshold 0…1, the most
        suggestions, else "". None where nothing is hidden.
    """
    if not hidden:
        return None
    key, _, detail = hidden.partition(":")
    return HiddenBy(key), detail


class TagPipeline:
    """The steps, for one vocabulary and one set of rules.

    Attributes:
        has_accept_rules: some words are accepted by themselves.

    Args:
        vocabulary: what the user said about words.
        rules: what the settings say.
    """

    def __init__(
        self,
        vocabulary: Vocabulary = Vocabulary(),  # noqa: B008 - a frozen value
        rules: WordRules = WordRules(),
    ) -> None:
        self.vocabulary = vocabulary
        self.rules = rules
        self.has_accept_rules = any(w.accept_from is not None for w in vocabulary.words.values())

    def refine(self, suggestions: Iterable[TagSuggestion]) -> Suggestions:
        """Return suggestions as they are kept, the most probable first.

        Args:
            suggestions: as they were said or as they were refined before, in any order.
        """
        said: dict[str, TagSuggestion] = {}
        for entry in as_said(suggestions):
            known = said.get(entry.name)
            if known is None or _rank(entry) < _rank(known):
                said[entry.name] = entry
        groups: dict[str, list[TagSuggestion]] = {}
        for entry in said.values():
            groups.setdefault(self.vocabulary.main_word(entry.name), []).append(entry)
        refined = [row for name, entries in groups.items() for row in self._merged(name, entries)]
        return self._capped(sorted(refined, key=_rank))

    def standing(self, name: str, probability: float) -> tuple[str, bool]:
        """Return why a word is hidden, "" where it is not, and whether it is always shown.

        Args:
            name: a word that is no synonym of another.
            probability: 0…1.
        """
        word = self.vocabulary.words.get(name)
        if word is None:
            return (_junk(name) if self.rules.drop_junk else ""), False
        if word.is_never_suggested:
            return HiddenBy.NEVER.value, False
        if word.show_from is None:
            return "", False
        if probability < word.show_from:
            return f"{HiddenBy.BELOW}:{word.show_from:g}", False
        return "", True

    def accepts(self, suggestion: TagSuggestion, accept_from: float) -> bool:
        """Whether a suggestion is accepted by itself.

        Args:
            suggestion: a refined one.
            accept_from: the global rule, 0…1; 0 for none. A word's own goes before it.
        """
        own = self.vocabulary.word(suggestion.name).accept_from
        least = (accept_from or None) if own is None else own
        return not suggestion.hidden and least is not None and suggestion.probability >= least

    def _merged(self, name: str, entries: list[TagSuggestion]) -> list[TagSuggestion]:
        """Return the row of a word, and hidden ones for the synonyms that were said beside it."""
        entries.sort(key=_rank)
        best = entries[0]
        itself = next((entry for entry in entries if entry.name == name), None)
        if itself is None:
            row, rest = replace(best, name=name, said=best.name), entries[1:]
        else:
            own = itself.probability if best.probability > itself.probability else None
            row = replace(itself, probability=best.probability, own=own)
            rest = [entry for entry in entries if entry is not itself]
        hidden, is_shown = self.standing(name, row.probability)
        if hidden or is_shown:
            row = replace(row, hidden=hidden, is_shown=is_shown)
        return [row, *(replace(entry, hidden=f"{HiddenBy.SYNONYM}:{name}") for entry in rest)]

    def _capped(self, refined: list[TagSuggestion]) -> Suggestions:
        most, seen = self.rules.most, 0
        if not most:
            return tuple(refined)
        for place, row in enumerate(refined):
            seen += not row.hidden
            if seen > most and not row.hidden:
                refined[place] = replace(row, hidden=f"{HiddenBy.CAP}:{most}", is_shown=False)
        return tuple(refined)


def as_said(suggestions: Iterable[TagSuggestion]) -> list[TagSuggestion]:
    """Return suggestions as the service and the learner said them, names cleaned.

    Args:
        suggestions: refined or not.
    """
    return [entry for row in suggestions if (entry := _as_said(row)).name]


def _as_said(row: TagSuggestion) -> TagSuggestion:
    name = clean_name(row.said or row.name)
    is_plain = not row.hidden and not row.is_shown and row.own is None and name == row.name
    if is_plain and not row.said:
        return row
    probability = row.probability if row.own is None else row.own
    return replace(
        row, name=name, probability=probability, hidden="", said="", is_shown=False, own=None
    )


def bears_on_suggestions(before: Word | None, after: Word | None) -> bool:
    """Whether a changed entry makes other suggestions of the same answers."""

    name = before.name if before else after.name if after else ""
    old, new = before or Word(name), after or Word(name)
    if (before is None) != (after is None) and _junk(name):
        return True  # a word that something was said about is no junk
    return (old.synonyms, old.is_never_suggested, old.show_from) != (
        new.synonyms,
        new.is_never_suggested,
        new.show_from,
    )


def look_alikes(names: Iterable[str]) -> Mapping[str, str]:
    """Return the words that differ from an earlier one by case, accents or the plural only.

    Args:
        names: the most probable first.

    Returns:
        The earlier word by the later one.
    """
    first: dict[str, str] = {}
    alike = {}
    for name in names:
        known = first.setdefault(_singular(fold(name)), name)
        if known != name:
            alike[name] = known
    return alike


def _singular(folded: str) -> str:
    """Return an English word without its plural; rough, because it only says that two are alike."""
    if len(folded) > 4 and folded.endswith("ies"):
        return f"{folded[:-3]}y"
    if len(folded) > 4 and re.search(r"(?:s|x|z|ch|sh)es$", folded):
        return folded[:-2]
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss"):
        return folded[:-1]
    return folded


def _rank(entry: TagSuggestion) -> tuple[object, ...]:
    # Everything that tells two apart, so that the order of an answer never matters.
    given = -1.0 if entry.given is None else entry.given
    return -entry.probability, entry.name, entry.origin.value, given, entry.evidence


_NUMBER = re.compile(r"[\d\s.,:/+#%×*()-]*\d[\d\s.,:/+#%×*()-]*")
_DATE = re.compile(
    r"\d{4}[-:./ ]\d{1,2}[-:./ ]\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}[-./] ?\d{1,2}[-./] ?\d{4}"
)
_DEGREES = (
    r"[NSEW]?\s*[+-]?\d{1,3}(?:[.,]\d+)?\s*°"
    r"(?:\s*\d[\d.,]*\s*[′'])?(?:\s*\d[\d.,]*\s*[″\"])?"
)
_COORDINATES = re.compile(
    rf"{_DEGREES}\s*[NSEW]?(?:[\s,;]+{_DEGREES}\s*[NSEW]?)?"
    r"|[+-]?\d{1,3}\.\d{3,}\s*[,; ]\s*[+-]?\d{1,3}\.\d{3,}"
    r"|[NS]\s?\d{1,2}\.\d+[\s,;]+[EW]\s?\d{1,3}\.\d+",
    re.IGNORECASE,
)


def _junk(name: str) -> str:
    """Return what makes a word junk, "" where it is none."""
    if len(name) == 1 and unicodedata.category(name) in ("Lu", "Ll"):  # 犬 is a word, x is not
        return HiddenBy.LETTER.value
    if not any(char.isdigit() for char in name):
        return ""
    if _DATE.fullmatch(name):
        return HiddenBy.DATE.value
    if _COORDINATES.fullmatch(name):
        return HiddenBy.COORDINATES.value
    return HiddenBy.NUMBER.value if _NUMBER.fullmatch(name) else ""
