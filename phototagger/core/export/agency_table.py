"""Writes an agency's table exactly as its profile says, split where it would be too large.

Source of the quoting rules: RFC 4180, section 2, with the profile's separator and line end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from phototagger.core.errors import ExportError
from phototagger.core.export._table import check_target, replace_or_explain
from phototagger.core.export.fitting import Fitted, shown_values
from phototagger.core.export.profiles import Profile, TableForm, Value
from phototagger.core.jobs import CancelToken


@dataclass(frozen=True, slots=True)
class TableReport:
    """What was written.

    Attributes:
        files: the tables; several where the agency limits rows or size.
        row_count: photos in them.
    """

    files: tuple[Path, ...]
    row_count: int


def header(profile: Profile) -> tuple[str, ...]:
    """Return the headers of the table; empty for embedded delivery."""
    return tuple(column.header for column in profile.table.columns) if profile.table else ()


def cells(fitted: Fitted, profile: Profile) -> tuple[str, ...]:
    """Return one row as it will stand in the table, before quoting."""
    if profile.table is None:
        return ()
    values = shown_values(fitted, profile)
    return tuple(
        column.text if column.value is Value.CONSTANT else values[column.value]
        for column in profile.table.columns
    )


def same_names(photos: Iterable[Fitted]) -> dict[str, list[Path]]:
    """Return the file names that occur more than once, with the photos that have them.

    Agencies match rows to uploads by name alone, and most file systems ignore case.
    """
    found: dict[str, list[Path]] = {}
    for fitted in photos:
        found.setdefault(fitted.filename.casefold(), []).append(fitted.photo.path)
    return {paths[0].name: paths for paths in found.values() if len(paths) > 1}


def write_table(
    photos: Sequence[Fitted],
    out: Path,
    profile: Profile,
    *,
    progress: Callable[[int], None] | None = None,
    cancel: CancelToken | None = None,
) -> TableReport:
    """Write the table of one agency; older files are replaced only by complete ones.

    Args:
        photos: what `fit` made, in the order wanted; refused ones are the caller's decision.
        out: the file. Where the agency's limits ask for several files, they are called
            ``NAME-1.csv``, ``NAME-2.csv`` and so on.
        profile: an agency that takes a table.
        progress: called with the number of rows so far.
        cancel: checked for each row.

    Raises:
        ExportError: two photos of one name, a row larger than the agency takes, or the file
            cannot be written; nothing was replaced by an incomplete file.
        Cancelled: *cancel* was set.
    """
    form = profile.table
    if form is None:
        raise ExportError(f"{profile.name} takes no table, but photos with everything inside.")
    check_target(out, (".csv",))
    if form.name_without_spaces and " " in out.name:
        raise ExportError(
            f"{profile.name} takes no table with spaces in its name; call it "
            f"{out.name.replace(' ', '-')}."
        )
    if twins := same_names(photos):
        name, paths = next(iter(twins.items()))
        raise ExportError(
            f"{len(paths)} photos are called {name}; {profile.name} tells photos apart by name "
            "only. Rename one or export them separately.",
            detail=", ".join(map(str, paths)),
        )
    start = _start(form)
    parts = _split(_lines(photos, profile, form, cancel, progress), start, form, profile.name)
    names = [out] if len(parts) == 1 else [_numbered(out, n + 1) for n in range(len(parts))]
    for path, part in zip(names, parts, strict=True):
        replace_or_explain(path, [start, *part])
    return TableReport(tuple(names), len(photos))


def _numbered(out: Path, number: int) -> Path:
    return out.with_name(f"{out.stem}-{number}{out.suffix}")


def _start(form: TableForm) -> bytes:
    mark = "\ufeff" if form.byte_order_mark else ""
    line = _line([column.header for column in form.columns], form, quote_all=form.quote_header)
    return (mark + line).encode()


def _lines(
    photos: Sequence[Fitted],
    profile: Profile,
    form: TableForm,
    cancel: CancelToken | None,
    progress: Callable[[int], None] | None,
) -> Iterator[bytes]:
    for number, fitted in enumerate(photos, 1):
        if cancel is not None:
            cancel.check()
        line = _line(cells(fitted, profile), form, quote_all=form.quote_all)
        # A file name that is no valid text keeps its odd bytes visible.
        yield line.encode("utf-8", "backslashreplace")
        if progress is not None:
            progress(number)


def _line(row: Iterable[str], form: TableForm, *, quote_all: bool) -> str:
    needs_quotes = form.separator + '"\r\n'
    return form.separator.join(
        '"' + cell.replace('"', '""') + '"'
        if quote_all or any(char in cell for char in needs_quotes)
        else cell
        for cell in row
    ) + ("\r\n" if form.crlf else "\n")


def _split(lines: Iterable[bytes], start: bytes, form: TableForm, agency: str) -> list[list[bytes]]:
    parts: list[list[bytes]] = [[]]
    size = len(start)
    for line in lines:
        too_many = form.max_rows and len(parts[-1]) >= form.max_rows
        if parts[-1] and (too_many or (form.max_bytes and size + len(line) > form.max_bytes)):
            parts.append([])
            size = len(start)
        if form.max_bytes and size + len(line) > form.max_bytes:
            raise ExportError(f"One photo's row is larger than {agency} takes; shorten its texts.")
        parts[-1].append(line)
        size += len(line)
    return parts
