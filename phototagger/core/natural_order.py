"""The order in which people expect names: case and accents ignored, numbers by their value."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_DIGITS = re.compile(r"\d+")
_NUMBER_WIDTH = 12


def fold(text: str) -> str:
    """Return *text* without case and accents, for comparing: "Řeka" and "reka" become equal."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return text.casefold()


def natural_key(name: str) -> str:
    """Return a text by which names sort naturally: "img2" before "IMG10"."""
    return _DIGITS.sub(lambda number: number[0].zfill(_NUMBER_WIDTH), fold(name))


def folder_key(folder: str) -> str:
    """Return a text by which folders sort naturally, each before those it holds."""
    return "\x03".join(natural_key(part) for part in Path(folder).parts)
