"""What happened, in words: the cells of the activity window, and its report as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale

from phototagger.core.activity_log import Entry, EntryKind, Sent
from phototagger.core.problems import PhotoProblem, ProblemGroup, ProblemKind
from phototagger.ui import language, wording
from phototagger.ui.row_table import Cell

_tr = language.Texts("activity_texts")


def entry_cells(entry: Entry) -> tuple[Cell, ...]:
    """Return when, what, how many, how it ended, and where."""
    names = {
        EntryKind.TAGGING: _tr("Tagging"),
        EntryKind.WRITE: _tr("Write"),
        EntryKind.EXPORT: _tr("Export"),
    }
    count = entry.total or entry.done + entry.failed
    where, tip = entry.where, str(entry.path or "")
    if entry.batch is not None:
        folders = list(dict.fromkeys(path.parent for path in entry.batch.photos))
        where = folders[0].name or str(folders[0]) if folders else ""
        if len(folders) > 1:
            where = wording.and_more(where, len(folders) - 1)
        tip = "\n".join(str(path) for path in folders[:20])
    return (
        Cell(
            wording.moment(entry.when_s),
            tip=wording.moment(entry.when_s, QLocale.FormatType.LongFormat),
        ),
        Cell(names[entry.kind]),
        Cell(wording.number(count)),
        _outcome(entry),
        Cell(where, tip=tip),
    )


def _outcome(entry: Entry) -> Cell:
    batch = entry.batch
    if entry.is_running:
        return Cell(_tr("… running, {} done").format(wording.number(entry.done)), "accent")
    if batch is not None and batch.undone:
        return Cell(_tr("↶ taken back"), "dim")
    parts = []
    if batch is not None and batch.taken_back:
        back = wording.number(len(batch.taken_back))
        parts.append(_tr("↶ {} taken back").format(back))
    if entry.failed:
        failed = wording.number(entry.failed)
        text = _tr("{} left out") if entry.kind is EntryKind.EXPORT else _tr("{} failed")
        parts.append(text.format(failed))
    if entry.left:
        parts.append(_tr("{} stopped").format(wording.number(entry.left)))
    if not parts:
        return Cell(_tr("✓ done"), "accepted")
    text = ", ".join([_tr("{} done").format(wording.number(entry.done)), *parts])
    return Cell(f"! {text}", "warning")


def group_cells(group: ProblemGroup) -> tuple[Cell, ...]:
    """Return how many, what failed, and why."""
    names = {
        ProblemKind.TAGGING: _tr("Tagging"),
        ProblemKind.WRITING: _tr("Writing"),
        ProblemKind.READING: _tr("Reading"),
    }
    return (
        Cell(wording.number(len(group.photos))),
        Cell(f"✕ {names[group.kind]}", "error"),
        Cell(language.said(group.reason)),
    )


def photo_cells(problem: PhotoProblem) -> tuple[Cell, ...]:
    """Return the name and the folder of a photo."""
    tip = f"{problem.path}\n{language.said(problem.sentence)}"
    return Cell(problem.path.name, tip=tip), Cell(str(problem.path.parent), "dim")


def sent_line(sent: Sent) -> str:
    """Return what was sent to one service, on one line."""
    size = QLocale().formattedDataSize(sent.sent_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    parts = [
        wording.counted(sent.requests, "request", "requests"),
        wording.photos(sent.photos),
        size,
    ]
    if sent.failed:
        parts.append(_tr("{} failed").format(wording.number(sent.failed)))
    return _tr("{}: {} sent").format(language.said(sent.service), ", ".join(parts))


def report(
    entries: Sequence[Entry], requests: Sequence[str], groups: Sequence[ProblemGroup]
) -> str:
    """Return everything as plain text, for a mail or a file."""
    lines = [_tr("What happened")]
    lines += ["  " + "  ".join(filter(None, (c.text for c in entry_cells(e)))) for e in entries]
    lines += ["", _tr("Requests"), *(f"  {line}" for line in requests)]
    lines += ["", _tr("Photos with problems")]
    for group in groups:
        lines.append("  " + "  ".join(cell.text for cell in group_cells(group)))
        lines += [f"    {problem.path}" for problem in group.photos]
    if not groups:
        lines.append("  " + _tr("No photo has a problem."))
    return "\n".join(lines) + "\n"
