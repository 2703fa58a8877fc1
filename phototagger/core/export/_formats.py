"""What a keyword table looks like in each format.

CSV   RFC 4180: path, filename, keywords, keyword_count; UTF-8 with a byte order mark, because
      spreadsheets take a file without one for their local code page. Keywords are joined by
      ``"; "``. A cell that a spreadsheet would run as a formula gets a leading apostrophe.
JSON  {"version": 1, "photos": […]}, one photo a line: path, filename, keywords, model, and each
      tag with its state, its probability (null: never suggested) and whether the file holds it.
      Exact: nothing is joined, rounded or guarded.
TEXT  one line a photo: file name, a TAB, keywords joined by ``"; "``. Control characters in file
      names become spaces, so that a line stays a line.

A file name that is no valid text keeps its odd bytes as ``\\udcXX``.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.review import Review

_JOINT = "; "
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ExportFormat(StrEnum):
    """The forms of a keyword table."""

    CSV = "csv"
    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One photo to be exported.

    Attributes:
        path: the photo.
        review: its tags.
    """

    path: Path
    review: Review


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is put together.

    Attributes:
        suffixes: file suffixes; the first is the usual one.
        line: text of one row; the flag says whether to guard formulas.
        head: text before the first row.
        joint: text between two rows.
        tail: text after the last row.
    """

    suffixes: tuple[str, ...]
    line: Callable[[ExportRow, bool], str]
    head: str = ""
    joint: str = ""
    tail: str = ""


def _csv_cells(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _csv_line(row: ExportRow, guard_formulas: bool) -> str:
    keywords = row.review.keywords()
    cells = [str(row.path), row.path.name, _JOINT.join(keywords), str(len(keywords))]
    if guard_formulas:
        cells = [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells]
    return _csv_cells(cells)


def _json_line(row: ExportRow, _guard_formulas: bool) -> str:
    record = {
        "path": str(row.path),
        "filename": row.path.name,
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


def _text_line(row: ExportRow, _guard_formulas: bool) -> str:
    name = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in row.path.name
    )
    return f"{name}\t{_JOINT.join(row.review.keywords())}\n"


LAYOUTS = {
    ExportFormat.CSV: Layout(
        (".csv",),
        _csv_line,
        "\ufeff" + _csv_cells(["path", "filename", "keywords", "keyword_count"]),
    ),
    ExportFormat.JSON: Layout(
        (".json",), _json_line, '{"version": 1, "photos": [\n', ",\n", "\n]}\n"
    ),
    ExportFormat.TEXT: Layout((".txt", ".text"), _text_line),
}
"""One row per format."""
