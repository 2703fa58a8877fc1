"""What is said about a photo under the pointer: name, date, its five most important tags."""

from __future__ import annotations

import html
from datetime import UTC, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from phototagger.core.photo import Photo
from phototagger.core.review import Review, TagRow, TagState
from phototagger.ui import language, theme, wording

_tr = language.Texts("tips")

_TAGS_SHOWN = 5
_GLYPHS = {
    TagState.ACCEPTED: "✓",
    TagState.OWN: "✎",
    TagState.IN_FILE: "●",
    TagState.SUGGESTED: "○",
    TagState.REJECTED: "✕",
}


def shown(photo: Photo, review: Review, hide_below: float, problem: str) -> str:
    """Return the tool tip of a photo, as rich text; nothing in a name is taken for markup."""
    colors = theme.current()
    lines = [f"<b>{_plain(photo.path.name)}</b>"]
    notes = [text for text in (_date(photo), *_notes(photo)) if text]
    if notes:
        dim = colors.dim.name()
        lines.append(f"<span style='color:{dim}'>{_plain(' · '.join(notes))}</span>")
    rows, more = _best(review, hide_below)
    cells = []
    for row in rows:
        color = colors.of_state(row.state).name()
        probability = wording.percent(row.probability) if row.probability is not None else ""
        cells.append(
            f"<tr><td style='color:{color}'>{_GLYPHS[row.state]}</td>"
            f"<td style='padding-left:6px'>{_plain(row.name)}</td>"
            f"<td align='right' style='padding-left:14px'>{probability}</td>"
            f"<td style='padding-left:10px; color:{color}'>{_plain(_state(row))}</td></tr>"
        )
    table = f"<table cellspacing='0'>{''.join(cells)}</table>" if cells else ""
    below = [_tr("and {} more").format(wording.number(more))] if more > 0 else []
    if problem:
        below.append(problem)
    text = "<br>".join(lines) + table + "<br>".join(_plain(line) for line in below)
    return f"<qt style='white-space: pre'>{text}</qt>"


def spoken(photo: Photo, review: Review, hide_below: float, problem: str) -> str:
    """Return the same in words, for a screen reader."""
    rows, _ = _best(review, hide_below)
    parts = [text for text in (_date(photo), *_notes(photo)) if text]
    for row in rows:
        said = [row.name]
        if row.probability is not None:
            said.append(wording.percent(row.probability))
        parts.append(" ".join([*said, _state(row)]))
    return ", ".join([*parts, problem] if problem else parts)


def _best(review: Review, hide_below: float) -> tuple[list[TagRow], int]:
    """Return the first tags, keywords before suggestions, and how many are left."""
    rows = [
        row
        for row in review.rows()
        if row.state is not TagState.REJECTED
        and (row.state is not TagState.SUGGESTED or (row.probability or 0.0) >= hide_below)
    ]
    rows.sort(key=lambda row: (row.state is TagState.SUGGESTED, -(row.probability or 1.0)))
    return rows[:_TAGS_SHOWN], len(rows) - _TAGS_SHOWN


def _date(photo: Photo) -> str:
    if not photo.taken_s:
        return ""
    moment = datetime.fromtimestamp(photo.taken_s, UTC)  # of the camera's clock, as it was
    when = QDateTime(
        QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute)
    )
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def _notes(photo: Photo) -> list[str]:
    notes = []
    if photo.is_reviewed:
        notes.append(_tr("reviewed"))
    if photo.is_changed:
        notes.append(_tr("changed by another program"))
    if photo.has_sidecar:
        notes.append(_tr("with a sidecar"))
    return notes


def _state(row: TagRow) -> str:
    names = {
        TagState.ACCEPTED: _tr("accepted"),
        TagState.OWN: _tr("own"),
        TagState.IN_FILE: _tr("in file"),
        TagState.SUGGESTED: _tr("suggested"),
        TagState.REJECTED: _tr("rejected"),
    }
    return names[row.state]


def _plain(text: str) -> str:
    return html.escape(text, quote=False)
