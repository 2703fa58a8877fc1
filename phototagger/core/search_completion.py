"""What may stand at the end of a search that is being typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from phototagger.core.natural_order import fold
from phototagger.core.search import Field, State

_LAST_PIECE = re.compile(r'-?((?:[A-Za-z]+:)?(?:"[^"]*|[^\s"]*))$')
_TAKES_WORDS = (Field.TAG, Field.SUGGESTED, Field.OWN, Field.REJECTED, Field.PROBABILITY)
_COUNTED = (Field.ANY, Field.TAG)
"""Fields whose words are offered with the number of photos that have them as a keyword."""

_FIELDS_SHOWN = 3
_OFFERED = 12
_HIDDEN_STATES = (State.PROBLEM,)
"""States that mean the same as another one."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may stand in a search.

    Attributes:
        text: how it is written there.
        count: number of photos, None where that is not known or means nothing.
    """

    text: str
    count: int | None = None


def _no_counts(words: Sequence[str]) -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Known:
    """What can be offered.

    Attributes:
        tags: returns words for a prefix, most used first.
        counts: returns on how many photos some words are keywords.
        states: photos of each state.
        folders: photos from each folder down, by its name.
        extensions: photos of each file type, the most frequent first.
    """

    tags: Callable[[str], Sequence[str]]
    counts: Callable[[Sequence[str]], Mapping[str, int]] = _no_counts
    states: Mapping[State, int] = field(default_factory=dict)
    folders: Mapping[str, int] = field(default_factory=dict)
    extensions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completion:
    """Words for one place in a search text.

    Attributes:
        start: where the piece begins that a word replaces.
        offers: what may stand there, best first.
    """

    start: int
    offers: tuple[Offer, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The texts that are offered."""
        return tuple(offer.text for offer in self.offers)

    def apply(self, text: str, cursor: int, word: str) -> tuple[str, int]:
        """Return the text with *word* in its place, and where the cursor goes."""
        blank = "" if word.endswith(":") else " "
        before = f"{text[: self.start]}{word}{blank}"
        return before + text[cursor:].lstrip(), len(before)


def complete(text: str, cursor: int, known: Known) -> Completion:
    """Return what may stand before the cursor.

    Args:
        text: the whole search.
        cursor: position of the cursor in it.
        known: what can be offered.
    """
    found = _LAST_PIECE.search(text[:cursor])
    piece = found[1] if found else ""
    if found is None or not piece:
        return Completion(cursor)
    start = found.start(1)
    name, mark, value = piece.partition(":")
    if not mark:
        typed = fold(piece.strip('"'))
        fields = [Offer(f"{field}:") for field in Field if field and field.startswith(typed)]
        return Completion(start, (*fields[:_FIELDS_SHOWN], *_tags(known, Field.ANY, typed)))
    field = next((field for field in Field if field and field == name.lower()), None)
    return Completion(start, tuple(_values(known, field, value.strip('"'))))


def _values(known: Known, field: Field | None, typed: str) -> Iterable[Offer]:
    """Return what may follow a field."""
    beginning = fold(typed)
    if field in (Field.STATE, Field.IS):
        states = (state for state in State if state not in _HIDDEN_STATES)
        return (
            Offer(f"{field}:{state}", known.states.get(state))
            for state in states
            if state.startswith(beginning)
        )
    if field is Field.EXTENSION:
        return _named(field, known.extensions, lambda name: fold(name).startswith(beginning))
    if field is Field.FOLDER:
        return _named(field, known.folders, lambda name: beginning in fold(name))
    return _tags(known, field, typed) if field in _TAKES_WORDS and typed else ()


def _named(field: Field, counts: Mapping[str, int], fits: Callable[[str], bool]) -> list[Offer]:
    best = sorted((-count, name) for name, count in counts.items() if fits(name))
    return [Offer(f"{field}:{_quoted(name)}", -count) for count, name in best[:_OFFERED]]


def _tags(known: Known, field: Field, typed: str) -> list[Offer]:
    words = known.tags(typed)
    counts = known.counts(words) if field in _COUNTED else {}
    before = f"{field}:" if field else ""
    return [Offer(f"{before}{_quoted(word)}", counts.get(word)) for word in words]


def _quoted(word: str) -> str:
    return f'"{word}"' if re.search(r"[\s:<>=*]", word) or word == "or" else word
