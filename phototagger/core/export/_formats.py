"""What a keyword table looks like in each format.

CSV   RFC 4180: the chosen ones of `COLUMNS`; UTF-8 with a byte order mark, because spreadsheets
      take a file without one for their local code page. Keywords are joined by ``"; "``. A cell
      that a spreadsheet would run as a formula gets a leading apostrophe.
JSON  {"version": 1, "photos": […]}, one photo a line: path, filename, title, description,
      keywords, model, and each tag with its state, its probability (null: never suggested) and
      whether the file holds it. Exact: nothing is joined, rounded or guarded.
TEXT  one line a photo: file name, a TAB, keywords joined by ``"; "``. Control characters in file
      names become spaces, so that a line stays a line.

A file name that is no valid text keeps its odd bytes as ``\\udcXX``.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.review import Review

_JOINT = "; "
_GUARDED_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
"""An apostrophe of the user's own gets another one, so that a guard can be told and taken away."""


class ExportFormat(StrEnum):
    """The forms of a keyword table."""

    CSV = "csv"
    JSON = "json"
    TEXT = "text"
    KEYWORD_LIST = "keyword-list"
    SIDECARS = "xmp-sidecars"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One photo to be exported.

    Attributes:
        path: the photo.
        review: its tags.
    """

    path: Path
    review: Review


COLUMNS: Mapping[str, Callable[[ExportRow], str]] = {
    "path": lambda row: str(row.path),
    "filename": lambda row: row.path.name,
    "title": lambda row: row.review.title,
    "description": lambda row: row.review.description,
    "keywords": lambda row: _JOINT.join(row.review.keywords()),
    "keyword_count": lambda row: str(len(row.review.keywords())),
}
"""The columns a CSV table may have, in their usual order."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen about a table.

    Attributes:
        guard_formulas: keep spreadsheets from running a cell that looks like a formula.
        columns: of `COLUMNS`, from left to right.
    """

    guard_formulas: bool = True
    columns: Sequence[str] = tuple(COLUMNS)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is put together.

    Attributes:
        suffixes: file suffixes; the first is the usual one.
        line: text of one row.
        head: text before the first row.
        joint: text between two rows.
        tail: text after the last row.
    """

    suffixes: tuple[str, ...]
    line: Callable[[ExportRow, Choices], str]
    head: Callable[[Choices], str] = lambda _choices: ""
    joint: str = ""
    tail: str = ""


def _csv_cells(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _csv_line(row: ExportRow, choices: Choices) -> str:
    cells = [COLUMNS[column](row) for column in choices.columns]
    if choices.guard_formulas:
        cells = [f"'{cell}" if cell.startswith(_GUARDED_STARTS) else cell for cell in cells]
    return _csv_cells(cells)


def _json_line(row: ExportRow, _choices: Choices) -> str:
    record = {
        "path": str(row.path),
        "filename": row.path.name,
        "title": row.review.title,
        "description": row.review.description,
        "keywords": list(row.review.keywords()),
        "model": row.review.model,
        "tags": [
            {
                "name": tag.name,
                "state": tag.state.value,
                "probability": tag.probability,
                "in_file": tag.in_file,
            }
            for tag in row.review.rows()
        ],
    }
    return json.dumps(record, ensure_ascii=False)


def _text_line(row: ExportRow, _choices: Choices) -> str:
    name = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in row.path.name
    )
    return f"{name}\t{_JOINT.join(row.review.keywords())}\n"


LAYOUTS = {
    ExportFormat.CSV: Layout(
        (".csv",),
        _csv_line,
        lambda choices: "\ufeff" + _csv_cells(list(choices.columns)),
    ),
    ExportFormat.JSON: Layout(
        (".json",), _json_line, lambda _: '{"version": 1, "photos": [\n', ",\n", "\n]}\n"
    ),
    ExportFormat.TEXT: Layout((".txt", ".text"), _text_line),
}
"""One row per format that has one line per photo."""
