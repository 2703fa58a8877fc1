"""Copies of the catalog that were found whole: decisions not yet written exist nowhere else.

The two newest are kept beside the catalog. A copy is checked before it takes the place of an
older one, so a catalog that breaks unnoticed cannot push out the last good copy.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from phototagger.core.errors import LibraryError

log = logging.getLogger(__name__)


def keep_snapshot(connection: sqlite3.Connection, file: Path) -> None:
    """Copy the open catalog *file*; a failure costs the snapshot only."""
    newest, older = _snapshots(file)
    copy = newest.with_name(f"{newest.name}.tmp")
    try:
        copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(copy)) as target:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        if not _is_whole(copy):
            return
        if newest.exists():
            newest.replace(older)
        copy.replace(newest)
    except (sqlite3.Error, OSError) as error:
        log.warning("no snapshot of the catalog: %s", error)


def restore_snapshot(file: Path) -> bool:
    """Put the newest whole snapshot in the place of a missing catalog.

    Returns:
        False when there is none, or when there is a catalog.

    Raises:
        LibraryError: it cannot be copied.
    """
    whole = [] if file.exists() else [path for path in _snapshots(file) if _is_whole(path)]
    if not whole:
        return False
    copy = file.with_name(f"{file.name}.tmp")
    try:
        shutil.copyfile(whole[0], copy)
        copy.replace(file)
    except OSError as error:
        raise LibraryError(
            f"The copy of the catalog {file} cannot be restored; its disk may be full.",
            detail=repr(error),
        ) from error
    return True


def _snapshots(file: Path) -> tuple[Path, Path]:
    """Return the names of the newest snapshot and the one before."""
    return Path(f"{file}.snapshot-1"), Path(f"{file}.snapshot-2")


def _is_whole(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            return bool(opened.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
