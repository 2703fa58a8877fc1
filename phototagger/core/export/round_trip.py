"""Reads a table that was edited in a spreadsheet and says what it would change.

Spreadsheets save what they like: another separator, another encoding, quotes where they please.
Columns are found by their headers, photos by their path or else by their name. Nothing is changed
here: the differences are shown first, and applied by the caller as one step that can be undone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from phototagger.core.errors import ExportError
from phototagger.core.export.fitting import StockPhoto
from phototagger.core.tags import KeywordSet

MAX_BYTES = 256 * 1024 * 1024
"""Larger files are no keyword tables; 1,000,000 photos with 30 keywords have about 200 MB."""

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "path": ("path",),
    "name": (
        "filename",
        "file name",
        "oldfilename",
        "originalfilename",
    ),
    "title": ("title", "image name"),
    "description": ("description", "caption"),
    "keywords": ("keywords", "tags"),
}
"""Headers, folded, under which the agencies' tables and our own have a field."""

_SEPARATORS = (",", ";", "\t")
_GUARDS = ("'=", "'+", "'-", "'@", "''")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table; None where the table has no such column.

    Attributes:
        line: its line in the file, from 1, for messages.
        path: path as text, "" where there is none.
        name: file name, "" where there is none.
        title: title.
        description: description.
        keywords: keywords in order.
    """

    line: int
    path: str
    name: str
    title: str | None
    description: str | None
    keywords: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What one row would change on one photo; unchanged fields are None.

    Attributes:
        path: the photo.
        title: before and after.
        description: before and after.
        added: keywords that the table has and the photo has not.
        removed: keywords that the photo has and the table has not.
    """

    path: Path
    title: tuple[str, str] | None = None
    description: tuple[str, str] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table against the photos.

    Attributes:
        differences: photos that would change, in the order of the table.
        same_count: photos that are as the table says.
        problems: one sentence for each row that cannot be used.
    """

    differences: tuple[Difference, ...]
    same_count: int
    problems: tuple[str, ...]


def read_table(file: Path) -> tuple[TableRow, ...]:
    """Read a table of keywords.

    Args:
        file: CSV or TSV in UTF-8, UTF-16 (as Excel's "Unicode Text") or, where it is neither,
            Windows-1250, which Czech Excel uses for CSV.

    Raises:
        ExportError: not readable, or no column names the photos, or none has words.
    """
    text = _decode(file)
    separator = max(_SEPARATORS, key=text.split("\n", 1)[0].count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        head = next(lines, [])
        columns = _columns(head)
        if "path" not in columns and "name" not in columns:
            raise ExportError(f"{file.name} has no column named Filename or path; add one.")
        if not {"title", "description", "keywords"} & set(columns):
            raise ExportError(f"{file.name} has no column named Keywords, Title or Description.")
        body = [(lines.line_num, cells) for cells in lines if any(map(str.strip, cells))]
        joint = _keyword_separator(head, columns.get("keywords"), [cells for _, cells in body])
        return tuple(_row(cells, columns, line, joint) for line, cells in body)
    except csv.Error as error:
        raise ExportError(
            f"{file.name} is no table that can be read; save it as CSV and try again.",
            detail=str(error),
        ) from error


def compare(rows: Iterable[TableRow], photos: Sequence[StockPhoto]) -> Comparison:
    """Find out what a table would change.

    Args:
        rows: what `read_table` gave.
        photos: the photos they can belong to, as they are now.

    Returns:
        The differences. A row whose name belongs to several photos, to none, or to one that
        another row had already, is a problem and changes nothing.
    """
    by_path = {str(photo.path): photo for photo in photos}
    by_name: dict[str, list[StockPhoto]] = {}
    for photo in photos:
        by_name.setdefault(photo.path.name, []).append(photo)
    differences, problems = [], []
    seen: set[Path] = set()
    for row in rows:
        named = by_name.get(row.name or PurePath(row.path).name, [])
        found = [by_path[row.path]] if row.path in by_path else named
        shown = row.name or row.path
        if len(found) != 1:
            problems.append(
                f"Line {row.line}: {len(found)} photos are called {shown}; add a column named path."
                if found
                else f"Line {row.line}: there is no photo {shown} here."
            )
        elif found[0].path in seen:
            problems.append(f"Line {row.line}: {shown} occurs twice; this row is left out.")
        else:
            seen.add(found[0].path)
            differences.append(_difference(row, found[0]))
    changed = tuple(entry for entry in differences if entry != Difference(entry.path))
    return Comparison(changed, len(differences) - len(changed), tuple(problems))


def _decode(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ExportError(f"{file} cannot be read; choose another.", detail=repr(error)) from error
    if len(data) > MAX_BYTES:
        raise ExportError(f"{file.name} is too large for a table of keywords.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1250"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ExportError(f"{file.name} is no text; save it as CSV in UTF-8 and try again.")


def _columns(head: Sequence[str]) -> dict[str, int]:
    folded = [cell.strip().casefold() for cell in head]
    found = {}
    for name, headers in _HEADERS.items():
        positions = [folded.index(header) for header in headers if header in folded]
        if positions:
            found[name] = positions[0]
    return found


def _keyword_separator(
    head: Sequence[str], column: int | None, body: Iterable[Sequence[str]]
) -> str:
    """Our own table parts keywords by semicolons, so they may have commas; agencies' do not."""
    if column is None or "keyword_count" in head:
        return ";"
    return ";" if any(";" in cells[column] for cells in body if column < len(cells)) else ","


def _row(
    cells: Sequence[str], columns: Mapping[str, int], line: int, keyword_separator: str
) -> TableRow:
    def text(name: str) -> str | None:
        position = columns.get(name)
        if position is None:
            return None
        cell = cells[position] if position < len(cells) else ""
        # The apostrophe is our own guard against formulas; see `_formats`.
        return cell[1:] if cell.startswith(_GUARDS) else cell

    keywords = text("keywords")
    return TableRow(
        line,
        text("path") or "",
        text("name") or "",
        text("title"),
        text("description"),
        None if keywords is None else KeywordSet.of(keywords.split(keyword_separator)).names,
    )


def _difference(row: TableRow, photo: StockPhoto) -> Difference:
    has = KeywordSet.of(photo.keywords)
    wanted = has if row.keywords is None else KeywordSet(row.keywords)
    return Difference(
        photo.path,
        _changed(photo.title, row.title),
        _changed(photo.description, row.description),
        tuple(word for word in wanted if word not in has),
        tuple(word for word in has if word not in wanted),
    )


def _changed(before: str, after: str | None) -> tuple[str, str] | None:
    # Tables hold one line; a description of several lines is not a change of the user's.
    if after is None or after.split() == before.split():
        return None
    return before, after.strip()
