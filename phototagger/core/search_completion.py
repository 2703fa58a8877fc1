"""What may stand at the end of a search that is being typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from phototagger.core.natural_order import fold
from phototagger.core.search import Field, State

_LAST_PIECE = re.compile(r'-?((?:[A-Za-z]+:)?(?:"[^"]*|[^\s"]*))$')
_TAKES_WORDS = (Field.TAG, Field.SUGGESTED, Field.PROBABILITY)
_FIELDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Completion:
    """Words for one place in a search text.

    Attributes:
        start: where the piece begins that a word replaces.
        words: what may stand there, best first.
    """

    start: int
    words: tuple[str, ...] = ()

    def apply(self, text: str, cursor: int, word: str) -> tuple[str, int]:
        """Return the text with *word* in its place, and where the cursor goes."""
        blank = "" if word.endswith(":") else " "
        before = f"{text[: self.start]}{word}{blank}"
        return before + text[cursor:].lstrip(), len(before)


def complete(text: str, cursor: int, known_tags: Callable[[str], list[str]]) -> Completion:
    """Return what may stand before the cursor.

    Args:
        text: the whole search.
        cursor: position of the cursor in it.
        known_tags: returns words for a prefix, most used first.
    """
    found = _LAST_PIECE.search(text[:cursor])
    piece = found[1] if found else ""
    if found is None or not piece:
        return Completion(cursor)
    start = found.start(1)
    name, mark, value = piece.partition(":")
    if not mark:
        typed = fold(piece.strip('"'))
        fields = [f"{field}:" for field in Field if field and field.startswith(typed)]
        return Completion(start, (*fields[:_FIELDS_SHOWN], *_quoted(known_tags(typed))))
    field = next((field for field in Field if field and field == name.lower()), None)
    if field is Field.STATE:
        states = [state for state in State if state.startswith(fold(value))]
        return Completion(start, tuple(f"{field}:{state}" for state in states))
    if field in _TAKES_WORDS and value.strip('"'):
        words = _quoted(known_tags(value.strip('"')))
        return Completion(start, tuple(f"{field}:{word}" for word in words))
    return Completion(start)


def _quoted(words: list[str]) -> list[str]:
    return [f'"{word}"' if re.search(r"[\s:<>=*]", word) else word for word in words]
