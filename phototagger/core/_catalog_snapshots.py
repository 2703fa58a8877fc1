"""Copies of the catalog that were found whole: decisions not yet written exist nowhere else.

The three newest are kept beside the catalog. A copy is checked before it takes its place, and one
that broke since is not moved into the place of a whole one, so a catalog or a disk that breaks
unnoticed cannot push out the last good copy. Which is newest follows from their numbers, never
from the clock.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from phototagger.core.errors import LibraryError

log = logging.getLogger(__name__)

_KEPT = 3
_DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole copy of the catalog.

    Attributes:
        path: the file.
        made: when, as its file says.
        photo_count: photos in it.
    """

    path: Path
    made: datetime
    photo_count: int


def keep_snapshot(connection: sqlite3.Connection, file: Path) -> None:
    """Copy the open catalog *file*; a failure costs the snapshot only."""
    places = _places(file)
    copy = places[0].with_name(f"{places[0].name}.tmp")
    try:
        copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(copy)) as target:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        if not _is_whole(copy):
            return
        broken = (number for number, place in enumerate(places) if not _is_whole(place))
        for number in range(next(broken, _KEPT - 1), 0, -1):
            places[number - 1].replace(places[number])
        copy.replace(places[0])
    except (sqlite3.Error, OSError) as error:
        log.warning("no snapshot of the catalog: %s", error)


def is_snapshot_due(file: Path) -> bool:
    """Return whether the newest snapshot is a day old, or there is none."""
    try:
        age_s = time.time() - _places(file)[0].stat().st_mtime
    except OSError:
        return True
    return abs(age_s) >= _DAY_S  # the clock may have been put back


def snapshots(file: Path) -> list[Snapshot]:
    """Return the whole snapshots, the newest first."""
    found = []
    for path in _places(file):
        if _is_whole(path):
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            found.append(Snapshot(path, made, _count_photos(path)))
    return found


def restore_snapshot(file: Path, snapshot: Path | None = None) -> bool:
    """Put a snapshot in the place of a missing catalog.

    Args:
        file: the catalog.
        snapshot: one of `snapshots`; None takes the newest whole one.

    Returns:
        False when there is none, or when there is a catalog.

    Raises:
        LibraryError: it cannot be copied.
    """
    if file.exists():
        return False
    chosen = snapshot or next((path for path in _places(file) if _is_whole(path)), None)
    if chosen is None:
        return False
    copy = file.with_name(f"{file.name}.tmp")
    try:
        shutil.copyfile(chosen, copy)
        copy.replace(file)
    except OSError as error:
        raise LibraryError(
            f"The copy of the catalog {file} cannot be restored; its disk may be full.",
            detail=repr(error),
        ) from error
    return True


def _places(file: Path) -> tuple[Path, ...]:
    """Return the names of the snapshots, the newest first."""
    return tuple(Path(f"{file}.snapshot-{number}") for number in range(1, _KEPT + 1))


def _is_whole(file: Path) -> bool:
    try:
        with closing(_open(file)) as opened:
            return bool(opened.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _count_photos(file: Path) -> int:
    try:
        with closing(_open(file)) as opened:
            return int(opened.execute("SELECT COUNT(*) FROM photos").fetchone()[0])
    except sqlite3.Error:
        return 0


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
