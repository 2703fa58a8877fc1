"""Features of photos, kept by content: a photo that was tagged once is never decoded for it again.

One SQLite file in the cache folder. A row is found by the picture part of the content key and by
the model that made it, so it survives a move, a new name and new keywords, and the features of
another model never pass for it. The file is a cache: it is written without waiting for the disk,
a row that does not match its checksum is none, and a damaged file is deleted and begun anew.
Nothing here raises because of the disk.

Every call opens the file and closes it again (a third of a millisecond), so any thread may call,
the process that learns included, and there is nothing to close.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from phototagger.core.learning.values import KEY_BYTES

log = logging.getLogger(__name__)

T = TypeVar("T")

_VERSION = 1
_BUSY_S = 5.0
_DAY_S = 86_400
_EVICT_DOWN_TO = 0.8
_LOOK_EVERY = 256
"""Rows stored between two looks at the size."""

_SCHEMA = (
    """CREATE TABLE features (
        id INTEGER PRIMARY KEY,
        key BLOB NOT NULL,
        space TEXT NOT NULL,
        used INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        data BLOB NOT NULL)""",
    "CREATE UNIQUE INDEX by_key ON features (key, space)",
    "CREATE INDEX by_use ON features (used)",
    f"PRAGMA user_version = {_VERSION}",
)


class FeatureCache:
    """Features by picture. Thread: any.

    Args:
        file: the cache; made when something is stored.
        cap_mb: size on disk; the longest unused rows go first.
    """

    def __init__(self, file: Path, cap_mb: int) -> None:
        self._file = file
        self._cap_bytes = cap_mb * 1024 * 1024
        self._until_look = 1

    @property
    def file(self) -> Path:
        """Where it lies."""
        return self._file

    def get(self, keys: Iterable[bytes], space: str) -> dict[bytes, bytes]:
        """Return the features there are, float16 little endian, by key.

        Args:
            keys: content keys; only their picture part counts, and it is what comes back.
            space: which model made them.
        """
        wanted = list(dict.fromkeys(_picture(key) for key in keys if len(key) >= KEY_BYTES))

        def read(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            found, today = {}, int(time.time() // _DAY_S)
            stale: list[tuple[int, int]] = []
            for key in wanted:
                row = connection.execute(
                    "SELECT id, used, checksum, data FROM features WHERE key = ? AND space = ?",
                    (key, space),
                ).fetchone()
                if row is None or zlib.crc32(row[3]) != row[2]:
                    continue
                found[key] = bytes(row[3])
                if row[1] < today:
                    stale.append((today, row[0]))
            if stale:
                connection.executemany("UPDATE features SET used = ? WHERE id = ?", stale)
                connection.commit()
            return found

        return self._with(read, {}) if wanted and self._file.exists() else {}

    def main_space(self) -> str:
        """Return the model that made the features stored last, "" when there are none."""

        def read(connection: sqlite3.Connection) -> str:
            row = connection.execute("SELECT space FROM features ORDER BY id DESC").fetchone()
            return "" if row is None else str(row[0])

        return self._with(read, "") if self._file.exists() else ""

    def fullest_space(self) -> str:
        """Return the model that made most of the features, the later one of two; "" without any.

        After a change of model the few photos it has seen must not replace what was learned from
        all the others.
        """

        def read(connection: sqlite3.Connection) -> str:
            row = connection.execute(
                "SELECT space FROM features GROUP BY space ORDER BY COUNT(*) DESC, MAX(id) DESC"
            ).fetchone()
            return "" if row is None else str(row[0])

        return self._with(read, "") if self._file.exists() else ""

    def put(self, rows: Sequence[tuple[bytes, str, bytes]]) -> None:
        """Store (content key, model, features); what is there already is replaced."""
        today = int(time.time() // _DAY_S)
        values = [
            (_picture(key), space, today, zlib.crc32(data), data)
            for key, space, data in rows
            if len(key) >= KEY_BYTES
        ]
        if not values:
            return

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany(
                "INSERT OR REPLACE INTO features (key, space, used, checksum, data)"
                " VALUES (?, ?, ?, ?, ?)",
                values,
            )
            connection.commit()

        self._with(write, None)
        self._until_look -= len(values)
        if self._until_look <= 0:
            self._until_look = _LOOK_EVERY
            self._with(self._evict, None)

    def forget(self, keys: Iterable[bytes]) -> None:
        """Drop the features of these pictures."""
        gone = [(_picture(key),) for key in keys]

        def delete(connection: sqlite3.Connection) -> None:
            connection.executemany("DELETE FROM features WHERE key = ?", gone)
            connection.commit()
            connection.executescript("PRAGMA incremental_vacuum")

        if gone and self._file.exists():
            self._with(delete, None)

    def keep_only(self, keys: Collection[bytes]) -> None:
        """Drop the features of all other pictures: photos that left the library."""
        kept = json.dumps([_picture(key).hex() for key in keys])

        def delete(connection: sqlite3.Connection) -> None:
            connection.execute(
                "DELETE FROM features WHERE lower(hex(key)) NOT IN"
                " (SELECT value FROM json_each(?))",
                (kept,),
            )
            connection.commit()
            connection.executescript("PRAGMA incremental_vacuum")

        if self._file.exists():
            self._with(delete, None)

    def count(self) -> int:
        """Return how many rows there are."""

        def read(connection: sqlite3.Connection) -> int:
            return int(connection.execute("SELECT COUNT(*) FROM features").fetchone()[0])

        return self._with(read, 0) if self._file.exists() else 0

    def _evict(self, connection: sqlite3.Connection) -> None:
        pages, page = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "page_size")
        )
        total = pages * page
        if total <= self._cap_bytes:
            return
        rows = int(connection.execute("SELECT COUNT(*) FROM features").fetchone()[0])
        drop = round(rows * (1 - _EVICT_DOWN_TO * self._cap_bytes / total))
        connection.execute(
            "DELETE FROM features WHERE id IN (SELECT id FROM features ORDER BY used, id LIMIT ?)",
            (drop,),
        )
        connection.commit()
        connection.executescript("PRAGMA incremental_vacuum")

    def _with(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=_BUSY_S)) as connection:
                connection.execute("PRAGMA synchronous = OFF")
                _prepare(connection)
                return work(connection)
        except sqlite3.OperationalError as error:  # busy, full or read-only: the cache sits out
            log.debug("feature cache not used: %s", error)
        except sqlite3.DatabaseError as error:
            log.info("the feature cache is damaged and begun anew: %s", error)
            for ending in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    Path(f"{self._file}{ending}").unlink(missing_ok=True)
        except OSError as error:
            log.debug("feature cache not used: %s", error)
        return otherwise


def _prepare(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == _VERSION:
        return
    # Both hold from the first table on. Six rows fit a page; the usual size holds one.
    connection.execute("PRAGMA page_size = 16384")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == _VERSION:  # another thread or process was faster
        connection.rollback()
        return
    if version or connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
        raise sqlite3.DatabaseError(f"version {version}")
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.commit()


def _picture(key: bytes) -> bytes:
    return bytes(key[:KEY_BYTES])
