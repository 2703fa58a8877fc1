"""Words with numbers, as the language of the window says and writes them."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale

from phototagger.ui import language

_tr = language.Texts("wording")


def number(value: float, places: int = 0) -> str:
    """Return "1,234" or "0.5", with the separators of the language."""
    return QLocale().toString(float(value), "f", places)


def percent(share: float) -> str:
    """Return a share of 0…1 as "83%"."""
    return _tr("{}%").format(number(round(share * 100)))


def spoken_percent(share: float) -> str:
    """Return a share of 0…1 as a screen reader says it: "83 percent"."""
    return counted(round(share * 100), "{} percent", "{} percent")


def counted(count: int, one: str, many: str) -> str:
    """Return "1 photo" or "1,234 photos".

    Args:
        count: how many.
        one: English, for one; a literal, with "{}" where the number does not come first.
        many: the same for more; it is the text that is translated, with plural forms.
    """
    pattern = many if "{}" in many else f"{{}} {many}"
    if language.is_english():
        one = one if "{}" in one else f"{{}} {one}"
        return (one if count == 1 else pattern).replace("{}", number(count), 1)
    return _tr(pattern.replace("{}", "%Ln", 1), count)


def photos(count: int) -> str:
    """Return *count* photos in words."""
    return counted(count, "photo", "photos")


def keywords(count: int) -> str:
    """Return *count* keywords in words."""
    return counted(count, "keyword", "keywords")


def quoted(words: Sequence[str], shown: int = 5) -> str:
    """Return words in quotation marks, the last of many counted only."""
    named = ", ".join(_tr("“{}”").format(word) for word in words[:shown])
    more = len(words) - shown
    return and_more(named, more) if more > 0 else named


def and_more(named: str, more: int) -> str:
    """Return "a, b and 3 more"."""
    return _tr("{} and {} more").format(named, number(more))


def duration(seconds: float) -> str:
    """Return a duration rounded to what a person wants to know, for example "2 min"."""
    if seconds < 60:
        return _tr("{} s").format(number(max(1, round(seconds))))
    if seconds < 3600:
        return _tr("{} min").format(number(round(seconds / 60)))
    return _tr("{} h").format(number(seconds / 3600, 1))


def moment(seconds: float, form: QLocale.FormatType = QLocale.FormatType.ShortFormat) -> str:
    """Return date and time of a moment, seconds since the epoch."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), form)


def day(seconds: float) -> str:
    """Return the date of a moment, seconds since the epoch, for example "24 Nov 2026"."""
    date = QDateTime.fromSecsSinceEpoch(int(seconds)).date()
    return QLocale().toString(date, QLocale().dateFormat(QLocale.FormatType.ShortFormat))


def plain(text: str) -> str:
    """Return *text* so that a tool tip shows it letter by letter, whatever a file or a service
    put into a name."""
    lines = html.escape(text, quote=False).replace("\n", "<br>")
    return f"<qt style='white-space: pre'>{lines}</qt>"
