"""What a write does to one photo, field by field, and what other programs show of it, as pages.

Pure: values in, rich text out. Whatever a file or a user put into a word is shown letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PySide6.QtGui import QColor

from phototagger.core.metadata.readers import ReaderView
from phototagger.core.writer import FieldPlan, FieldState, WritePlan, WriteReport
from phototagger.ui import language, wording
from phototagger.ui.language import said
from phototagger.ui.theme import Theme

_tr = language.Texts("field_pages")

_SPEAKS = (FieldState.CHANGED, FieldState.UNCHANGED)


def fields_page(result: WritePlan | WriteReport, colors: Theme) -> str:
    """Return a table of every field: where, before, after, and what to know about it."""
    rows = [_head((_tr("Field"), _tr("Before"), _tr("After"), _tr("To know")), colors)]
    for target in dict.fromkeys(plan.target for plan in result.fields):
        plans = [plan for plan in result.fields if plan.target == target]
        rows.append(_band(_place(target, plans), colors))
        spoken = [plan for plan in plans if plan.state in _SPEAKS or plan.conflict or plan.kept]
        rows += [_field_row(plan, colors) for plan in spoken]
        rows += _left_alone([plan for plan in plans if plan not in spoken], colors)
    notes = "".join(f"<p>{escape(said(note))}</p>" for note in result.notes)
    return _page(_title(result.path, colors), _table(rows), notes)


def readers_page(path: Path, views: Sequence[ReaderView], wanted: int, colors: Theme) -> str:
    """Return a table of what each program will show.

    Args:
        path: the photo.
        views: one per program.
        wanted: how many keywords the photo has.
        colors: the theme.
    """
    titles = (
        _tr("Program"),
        _tr("Keywords ({} in the photo)").format(wording.number(wanted)),
        _tr("Title and description"),
        _tr("To know"),
    )
    rows = [_head(titles, colors), *(_reader_row(view, colors) for view in views)]
    return _page(_title(path, colors), _table(rows), "")


def refused_page(path: Path, reason: str, colors: Theme) -> str:
    """Return why nothing can be written for a photo."""
    told = _tinted(escape(said(reason)), colors.error)
    untouched = _tr("No file is touched.")
    return _page(_title(path, colors), f"<p>{told}</p><p>{untouched}</p>", "")


# -- fields ---------------------------------------------------------------------------------------


def _place(target: Path, plans: Sequence[FieldPlan]) -> str:
    if plans[0].is_sidecar:
        return _tr("In the sidecar {}").format(target.name)
    return _tr("In the photo")


def _field_row(plan: FieldPlan, colors: Theme) -> str:
    kept = [escape(entry) for entry in plan.kept]
    removed = [_tinted(f"<s>{escape(entry)}</s>", colors.rejected) for entry in plan.removed]
    added = [_tinted(f"<b>{escape(entry)}</b>", colors.accepted) for entry in plan.added]
    name = (
        f"<b>{escape(said(plan.field.label))}</b><br>{_tinted(escape(str(plan.field)), colors.dim)}"
    )
    before, after = _list(kept + removed, colors), _list(kept + added, colors)
    return _row((name, before, after, _know(plan, colors)))


def _know(plan: FieldPlan, colors: Theme) -> str:
    lines = []
    if plan.state is FieldState.REFUSED:
        lines.append(_tinted(_not_written(plan), colors.error))
    elif plan.state is FieldState.SKIPPED:
        lines.append(_tinted(_not_written(plan), colors.dim))
    elif plan.state is FieldState.UNCHANGED:
        lines.append(_tinted(_tr("Stays as it is."), colors.dim))
    elif not plan.added and not plan.removed:
        lines.append(_tinted(_tr("Same words, put in order."), colors.dim))
    if plan.conflict:
        lines.append(
            _tinted(escape(_tr("Conflict: {}").format(said(plan.conflict))), colors.warning)
        )
    for _, stored in plan.shortened:
        told = _tr("Cut at {} bytes: {}").format(
            wording.number(plan.field.max_bytes), wording.quoted((stored,))
        )
        lines.append(_tinted(escape(told), colors.warning))
    if plan.left_out:
        told = _tr("Left out, cannot be stored here: {}").format(wording.quoted(plan.left_out))
        lines.append(_tinted(escape(told), colors.warning))
    return "<br>".join(lines)


def _not_written(plan: FieldPlan) -> str:
    return escape(_tr("Not written. {}").format(said(plan.reason)))


def _left_alone(plans: Iterable[FieldPlan], colors: Theme) -> list[str]:
    """Return a line for each reason why fields that are not there are not made."""
    labels: dict[tuple[str, FieldState], list[str]] = {}
    for plan in plans:
        labels.setdefault((plan.reason, plan.state), []).append(said(plan.field.label))
    rows = []
    for (why, state), names in labels.items():
        color = colors.error if state is FieldState.REFUSED else colors.dim
        told = _tinted(
            escape(_tr("Not written: {}. {}").format(", ".join(names), said(why))), color
        )
        rows.append(f"<tr><td colspan='4'>{told}</td></tr>")
    return rows


def _list(entries: Sequence[str], colors: Theme) -> str:
    return ", ".join(entries) or _tinted(_tr("nothing"), colors.dim)


# -- readers --------------------------------------------------------------------------------------


def _reader_row(view: ReaderView, colors: Theme) -> str:
    words = ", ".join(escape(word) for word in view.keywords)
    texts = [f"<b>{escape(view.title)}</b>" if view.title else "", escape(view.description)]
    lines = []
    if view.missing:
        told = _tr("Will not show {}.").format(wording.quoted(view.missing))
        lines.append(_tinted(escape(told), colors.warning))
    lines += [escape(said(note)) for note in view.notes]
    return _row(
        (
            f"<b>{escape(said(view.reader))}</b>",
            words or _tinted(_tr("none"), colors.dim),
            "<br>".join(filter(None, texts)) or _tinted(_tr("none"), colors.dim),
            "<br>".join(lines),
        )
    )


# -- rich text ------------------------------------------------------------------------------------


def _page(title: str, table: str, notes: str) -> str:
    return f"{title}{table}{notes}"


def _title(path: Path, colors: Theme) -> str:
    folder = _tinted(escape(str(path.parent)), colors.dim)
    return f"<p><b>{escape(path.name)}</b> &nbsp; {folder}</p>"


def _table(rows: Iterable[str]) -> str:
    return f"<table width='100%' cellspacing='0' cellpadding='5'>{''.join(rows)}</table>"


def _head(titles: Sequence[str], colors: Theme) -> str:
    widths = ("19%", "24%", "24%", "33%")
    cells = (
        f"<td width='{width}'>{_tinted(escape(title), colors.dim)}</td>"
        for width, title in zip(widths, titles, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _band(text: str, colors: Theme) -> str:
    ground = colors.window.name()
    return f"<tr><td colspan='4' bgcolor='{ground}'><b>{escape(text)}</b></td></tr>"


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _tinted(html: str, color: QColor) -> str:
    return f"<span style='color:{color.name()}'>{html}</span>"
