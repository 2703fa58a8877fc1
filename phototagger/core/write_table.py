"""A table of what writes will do, or did, for people and for spreadsheets.

CSV   one row per field of a file: photo, file, field, state, added, removed, kept, shortened,
      left out, conflict, reason. A photo that cannot be written is a row with its reason. UTF-8
      with a byte order mark; a cell that a spreadsheet would run gets a leading apostrophe.
TEXT  the same to read, photo by photo.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from phototagger.core.atomic_file import replace_file
from phototagger.core.errors import ExportError
from phototagger.core.writer import FieldPlan, FieldState, WritePlan, WriteReport

_COLUMNS = (
    "photo",
    "file",
    "field",
    "state",
    "added",
    "removed",
    "kept",
    "shortened",
    "left out",
    "conflict",
    "reason",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SUFFIXES = (".csv", ".txt")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One photo of the table.

    Attributes:
        path: the photo.
        result: what a write would do or did, None where it cannot be written.
        problem: why not, "" where it can.
    """

    path: Path
    result: WritePlan | WriteReport | None
    problem: str = ""


def check_target(out: Path) -> None:
    """Refuse a file name that the table must not or cannot have.

    Raises:
        ExportError: not a name for CSV or text, so that no photo can be replaced; or no place.
    """
    if out.suffix.lower() not in _SUFFIXES:
        raise ExportError(f"Choose a file name that ends in {' or '.join(_SUFFIXES)}.")
    if out.is_dir():
        raise ExportError(f"{out} is a folder; choose a file name.")
    if not out.parent.is_dir():
        raise ExportError(f"The folder {out.parent} does not exist; choose another one.")


def save(rows: Sequence[TableRow], out: Path, heading: str) -> None:
    """Write the table as CSV or text, by the suffix of *out*, whole or not at all.

    Args:
        rows: one per photo.
        out: a file that ends in .csv or .txt.
        heading: first line of the text.

    Raises:
        ExportError: the table cannot be written; an older file is untouched.
    """
    check_target(out)
    lines = _csv_lines(rows) if out.suffix.lower() == ".csv" else _text_lines(rows, heading)
    try:
        replace_file(out, (line.encode("utf-8", "backslashreplace") for line in lines))
    except OSError as error:
        raise ExportError(
            f"The report could not be written to {out}: {error.strerror}.", detail=repr(error)
        ) from error


# -- CSV ----------------------------------------------------------------------------------------


def _csv_lines(rows: Iterable[TableRow]) -> Iterator[str]:
    yield "\ufeff" + _csv_line(_COLUMNS)
    for row in rows:
        fields = row.result.fields if row.result else ()
        for plan in fields:
            yield _csv_line(_cells(row.path, plan))
        if not fields:
            state = "refused" if row.problem else "unchanged"
            blank = [""] * (len(_COLUMNS) - 5)
            yield _csv_line([str(row.path), "", "", state, *blank, row.problem])


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    guarded = [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells]
    csv.writer(buffer).writerow(guarded)
    return buffer.getvalue()


def _cells(path: Path, plan: FieldPlan) -> list[str]:
    shortened = (f"{whole} → {stored}" for whole, stored in plan.shortened)
    lists = (plan.added, plan.removed, plan.kept, shortened, plan.left_out)
    joined = ["; ".join(entries) for entries in lists]
    head = [str(path), str(plan.target), str(plan.field), str(plan.state)]
    return [*head, *joined, plan.conflict, plan.reason]


# -- text ---------------------------------------------------------------------------------------


def _text_lines(rows: Sequence[TableRow], heading: str) -> Iterator[str]:
    changed = sum(bool(row.result and row.result.targets) for row in rows)
    refused = sum(bool(row.problem) for row in rows)
    yield f"{heading}\n"
    photos = "1 photo" if len(rows) == 1 else f"{len(rows):,} photos"
    yield f"{photos}, {changed:,} with changes, {refused:,} refused\n"
    for row in rows:
        yield f"\n{row.path}\n"
        if row.problem:
            yield f"  refused: {row.problem}\n"
        if row.result is not None:
            yield from _result_lines(row.result)


def _result_lines(result: WritePlan | WriteReport) -> Iterator[str]:
    if not result.targets:
        yield "  nothing to change\n"
    left: dict[tuple[str, str, str], list[str]] = {}
    for plan in result.fields:
        if plan.state in (FieldState.SKIPPED, FieldState.REFUSED) and not plan.conflict:
            file = f" in {plan.target.name}" if plan.is_sidecar else ""
            left.setdefault((plan.state, file, plan.reason), []).append(plan.field.label)
        else:
            yield from _field_lines(result.path, plan)
    for (state, file, reason), labels in left.items():
        yield f"  {state}{file}: {', '.join(labels)}. {reason}\n"
    for note in result.notes:
        yield f"  note: {note}\n"


def _field_lines(photo: Path, plan: FieldPlan) -> Iterator[str]:
    beside = f" in {plan.target.name}" if plan.target != photo else ""
    changes = [*(f"+{entry}" for entry in plan.added), *(f"−{entry}" for entry in plan.removed)]
    kept = f"{len(plan.kept)} kept" if plan.kept else ""
    if plan.is_reordered:
        kept = f"{kept} in another order"
    told = "; ".join(_one_line(part) for part in (*changes, kept) if part)
    yield f"  {plan.field.label}{beside}: {plan.state}{f' ({told})' if told else ''}\n"
    for whole, stored in plan.shortened:
        yield f"    shortened: {_one_line(whole)} → {_one_line(stored)}\n"
    if plan.left_out:
        yield f"    left out: {'; '.join(plan.left_out)}\n"
    for label, text in (("before", plan.conflict), ("reason", plan.reason)):
        if text:
            yield f"    {label}: {_one_line(text)}\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
