"""Words with numbers, in one place until translations bring their own plural forms."""

from __future__ import annotations

import html
from collections.abc import Sequence


def counted(count: int, one: str, many: str) -> str:
    """Return "1 photo" or "1,234 photos"."""
    return f"1 {one}" if count == 1 else f"{count:,} {many}"


def photos(count: int) -> str:
    """Return *count* photos in words."""
    return counted(count, "photo", "photos")


def keywords(count: int) -> str:
    """Return *count* keywords in words."""
    return counted(count, "keyword", "keywords")


def quoted(words: Sequence[str], shown: int = 5) -> str:
    """Return words in quotation marks, the last of many counted only."""
    named = ", ".join(f"“{word}”" for word in words[:shown])
    more = len(words) - shown
    return f"{named} and {more:,} more" if more > 0 else named


def duration(seconds: float) -> str:
    """Return a duration rounded to what a person wants to know, for example "2 min"."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if seconds < 3600:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


def plain(text: str) -> str:
    """Return *text* so that a tool tip shows it letter by letter, whatever a file or a service
    put into a name."""
    lines = html.escape(text, quote=False).replace("\n", "<br>")
    return f"<qt style='white-space: pre'>{lines}</qt>"
