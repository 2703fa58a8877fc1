"""Why a suggestion is hidden, and what the vocabulary made of it, in words."""

from __future__ import annotations

from phototagger.core.review import SelectionRow
from phototagger.core.tag_pipeline import HiddenBy, why_hidden
from phototagger.ui import language, wording

_tr = language.Texts("tag_reasons")


def why(row: SelectionRow, hide_below: float) -> str:
    """Return why a tag is hidden, "" where it is not.

    Args:
        row: a pending suggestion.
        hide_below: the global threshold, 0…1.
    """
    found = why_hidden(row.hidden)
    if found is None:
        if row.is_visible(hide_below):
            return ""
        return _tr("below the threshold of {}").format(wording.percent(hide_below))
    reason, detail = found
    if reason is HiddenBy.BELOW:
        text = _tr("below your threshold for “{}” ({})")
        return text.format(row.name, wording.percent(float(detail)))
    if reason is HiddenBy.SYNONYM:
        return _tr("a synonym of “{}”").format(detail)
    if reason is HiddenBy.CAP:
        return _tr("beyond the {} most likely").format(wording.number(int(detail)))
    return {
        HiddenBy.NUMBER: _tr("only digits"),
        HiddenBy.LETTER: _tr("only a letter"),
        HiddenBy.DATE: _tr("a date"),
        HiddenBy.COORDINATES: _tr("coordinates"),
        HiddenBy.NEVER: _tr("never suggested"),
    }[reason]


def note(row: SelectionRow) -> str:
    """Return what else there is to say about where a tag came from, "" for nothing."""
    if row.said and row.said != row.name:
        return _tr("suggested as “{}”").format(row.said)
    return _tr("like “{}”").format(row.alike) if row.alike else ""
