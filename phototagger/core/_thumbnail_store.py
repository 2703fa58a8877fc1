"""The file in which thumbnails are kept: one SQLite database of small JPEG files.

One file instead of ten thousand: written four times and read as fast as files of their own
(``python -m benchmarks.thumbnail_speed`` measures both), and a cap that is kept exactly.

A thumbnail belongs to a *picture*, not to a path, so it survives that a photo is moved, renamed
or gets other keywords. Beside it stands which *version* of a file (path, size, time) holds which
picture, so a known version is found without touching the photo: a drive that is away still shows
its photos.

Nothing here is precious. A database that is damaged, or of another kind, is thrown away and begun
anew; a disk that is full or read-only costs the cache, never the picture.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

log = logging.getLogger(__name__)

_FORMAT = 1
_DAY_S = 24 * 60 * 60
_LOCK_WAIT_S = 0.2
_EVICT_DOWN_TO = 0.8
_TOO_LARGE = 1.25
_COMPANIONS = ("", "-wal", "-shm", "-journal")
_SCHEMA = (
    # The number of the row is what both indexes lead to; large values stay out of them.
    """CREATE TABLE pictures (
        picture BLOB NOT NULL,
        edge_px INTEGER NOT NULL,
        seen_day INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        jpeg BLOB NOT NULL)""",
    "CREATE UNIQUE INDEX pictures_by_key ON pictures (picture, edge_px)",
    "CREATE INDEX pictures_by_age ON pictures (seen_day, bytes)",
    "CREATE TABLE versions (version BLOB PRIMARY KEY, picture BLOB NOT NULL) WITHOUT ROWID",
    f"PRAGMA user_version = {_FORMAT}",
)
_COLUMNS = "SELECT p.rowid, p.seen_day, p.checksum, p.jpeg"

Result = TypeVar("Result")


class ThumbnailStore:
    """Small JPEG files by picture and size. Thread: any; several programs may share one file.

    Args:
        file: the database; made when the first thumbnail is kept.
        cap_bytes: size of all JPEG files together; the longest unseen ones go first.
    """

    def __init__(self, file: Path, cap_bytes: int) -> None:
        self._file = file
        self._cap_bytes = cap_bytes
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._is_given_up = False
        self._total_bytes = 0

    def find(self, version: bytes, edge_px: int) -> bytes | None:
        """Return the thumbnail of a known version of a file, None when there is none."""
        sql = (
            f"{_COLUMNS} FROM versions AS v JOIN pictures AS p ON p.picture = v.picture"
            " WHERE v.version = ? AND p.edge_px = ?"
        )
        return self._find(sql, (version, edge_px))

    def find_picture(self, picture: bytes, edge_px: int) -> bytes | None:
        """Return the thumbnail of a picture, None when there is none."""
        sql = f"{_COLUMNS} FROM pictures AS p WHERE p.picture = ? AND p.edge_px = ?"
        return self._find(sql, (picture, edge_px))

    def knows(self, version: bytes, edge_px: int) -> bool:
        """True when `find` would find something."""
        sql = (
            "SELECT 1 FROM versions AS v JOIN pictures AS p ON p.picture = v.picture"
            " WHERE v.version = ? AND p.edge_px = ?"
        )
        return bool(self._run(sql, (version, edge_px)))

    def link(self, version: bytes, picture: bytes) -> None:
        """Remember that this version of a file holds this picture."""
        self._run("INSERT OR REPLACE INTO versions VALUES (?, ?)", (version, picture))

    def keep(self, version: bytes, picture: bytes, edge_px: int, jpeg: bytes) -> None:
        """Keep a thumbnail, and make room when there is too little."""
        self.link(version, picture)
        self._run(
            "INSERT OR REPLACE INTO pictures"
            " (picture, edge_px, seen_day, bytes, checksum, jpeg) VALUES (?, ?, ?, ?, ?, ?)",
            (picture, edge_px, _today(), len(jpeg), zlib.crc32(jpeg), jpeg),
        )
        self._total_bytes += len(jpeg)
        if self._total_bytes > self._cap_bytes:
            self._evict()

    def close(self) -> None:
        """Let go of the file. Called last, after all workers ended."""
        with self._lock:
            self._drop_connection()
            self._is_given_up = True

    def _find(self, sql: str, values: Sequence[object]) -> bytes | None:
        rows = self._run(sql, values)
        if not rows:
            return None
        row, seen_day, checksum, jpeg = rows[0]
        if not isinstance(jpeg, bytes) or zlib.crc32(jpeg) != checksum:
            self._run("DELETE FROM pictures WHERE rowid = ?", (row,))
            return None
        if seen_day != _today():  # at most one write per thumbnail and day
            self._run("UPDATE pictures SET seen_day = ? WHERE rowid = ?", (_today(), row))
        return jpeg

    def _evict(self) -> None:
        """Drop the longest unseen thumbnails until the cache is well below its cap."""
        wanted = self._sum() - self._cap_bytes * _EVICT_DOWN_TO
        # The running sum walks one index from its old end; ties fall in the order of rows.
        self._run(
            "DELETE FROM pictures WHERE rowid IN (SELECT rowid FROM (SELECT rowid, bytes,"
            " SUM(bytes) OVER (ORDER BY seen_day, rowid ROWS UNBOUNDED PRECEDING) AS running"
            " FROM pictures) WHERE running - bytes < ?)",
            (wanted,),
        )
        self._run(
            "DELETE FROM versions WHERE NOT EXISTS"
            " (SELECT 1 FROM pictures AS p WHERE p.picture = versions.picture)",
            (),
        )
        self._total_bytes = self._sum()
        self._give_back_space()

    def _give_back_space(self) -> None:
        """Shorten a file that is far larger than what it may hold: the user lowered the cap."""
        with suppress(OSError):
            if self._file.stat().st_size <= _TOO_LARGE * self._cap_bytes:
                return
        # Each freed page is a step without a row, which only a script goes on with.
        self._try(lambda connection: connection.executescript("PRAGMA incremental_vacuum"))

    def _sum(self) -> int:
        rows = self._run("SELECT coalesce(sum(bytes), 0) FROM pictures", ())
        return int(rows[0][0]) if rows else 0

    def _run(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """Run one statement, which is a transaction of its own; a failure is an empty answer."""
        rows = self._try(lambda connection: connection.execute(sql, values).fetchall())
        return rows or []

    def _try(self, work: Callable[[sqlite3.Connection], Result]) -> Result | None:
        with self._lock:
            try:
                return work(self._open())
            except sqlite3.OperationalError as error:  # busy, full, read-only or unreadable
                log.debug("thumbnail cache: %s", error)
            except (sqlite3.Error, OSError) as error:
                log.debug("thumbnail cache thrown away: %s", error)
                self._throw_away()
            return None

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        if self._is_given_up:
            raise sqlite3.OperationalError("closed")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._file, timeout=_LOCK_WAIT_S, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        # A power cut may cost the cache: in exchange nothing ever waits for the disk.
        for pragma in (
            "auto_vacuum = INCREMENTAL",  # must come first
            "journal_mode = WAL",
            "synchronous = OFF",
            "cache_size = -4000",
        ):
            connection.execute(f"PRAGMA {pragma}")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            with closing(connection.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                for statement in _SCHEMA:
                    cursor.execute(statement)
                cursor.execute("COMMIT")
        elif version != _FORMAT:
            raise sqlite3.DatabaseError(f"format {version}")
        (total,) = connection.execute("SELECT coalesce(sum(bytes), 0) FROM pictures").fetchone()
        self._total_bytes = total

    def _throw_away(self) -> None:
        self._drop_connection()
        self._total_bytes = 0
        for ending in _COMPANIONS:
            with suppress(OSError):
                Path(f"{self._file}{ending}").unlink(missing_ok=True)
        self._is_given_up = self._file.exists()

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()


def _today() -> int:
    return int(time.time()) // _DAY_S
