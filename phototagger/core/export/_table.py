"""Writes an export to disk: one file, replaced as a whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from phototagger.core.atomic_file import replace_file
from phototagger.core.errors import ExportError
from phototagger.core.export._formats import LAYOUTS, Choices, ExportFormat, ExportRow
from phototagger.core.jobs import CancelToken


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written.

    Attributes:
        path: the file.
        photo_count: number of photos in it.
        keyword_count: number of keywords of all photos together.
    """

    path: Path
    photo_count: int
    keyword_count: int


def write(
    rows: Iterable[ExportRow],
    out: Path,
    form: ExportFormat,
    *,
    choices: Choices = Choices(),  # noqa: B008 - a frozen value
    progress: Callable[[int], None] | None = None,
    cancel: CancelToken | None = None,
) -> ExportReport:
    """Write a keyword table; an older file of that name is replaced only by a complete one.

    Args:
        rows: one per photo, in the order wanted.
        out: the file; its suffix must be one of the format's, so that no photo can be replaced.
        form: a format of `LAYOUTS`.
        choices: columns and guards of a CSV table.
        progress: called with the number of photos so far.
        cancel: checked for each photo.

    Raises:
        ExportError: the file cannot be written; the older one is untouched.
        Cancelled: *cancel* was set; the older file is untouched.
    """
    check_target(out, LAYOUTS[form].suffixes)
    photo_count = keyword_count = 0

    def counted() -> Iterator[ExportRow]:
        nonlocal photo_count, keyword_count
        for row in rows:
            if cancel is not None:
                cancel.check()
            yield row
            photo_count += 1
            keyword_count += len(row.review.keywords())
            if progress is not None:
                progress(photo_count)

    replace_or_explain(out, _encoded(counted(), form, choices))
    return ExportReport(out, photo_count, keyword_count)


def _encoded(rows: Iterable[ExportRow], form: ExportFormat, choices: Choices) -> Iterator[bytes]:
    layout = LAYOUTS[form]
    yield layout.head(choices).encode()
    joint = ""
    for row in rows:
        text = joint + layout.line(row, choices)
        yield text.encode("utf-8", "backslashreplace")
        joint = layout.joint
    yield layout.tail.encode()


def replace_or_explain(out: Path, content: Iterable[bytes]) -> None:
    """Replace a file as a whole.

    Raises:
        ExportError: the disk or the folder refused; the sentence says what to do.
    """
    try:
        replace_file(out, content)
    except OSError as error:
        raise ExportError(_sentence(out, error), detail=repr(error)) from error


def check_target(out: Path, suffixes: tuple[str, ...]) -> None:
    """Refuse a target that is no table file in an existing folder, with `ExportError`."""
    if out.suffix.lower() not in suffixes:
        raise ExportError(f"Choose a file name that ends in {suffixes[0]}.")
    if out.is_dir():
        raise ExportError(f"{out} is a folder; choose a file name.")
    if not out.parent.is_dir():
        raise ExportError(f"The folder {out.parent} does not exist; choose another one.")


def _sentence(out: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"There is no room for the export in {out.parent}; nothing was replaced."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"You are not allowed to write in {out.parent}; choose another folder."
    return f"The export could not be written to {out}; choose another place."
