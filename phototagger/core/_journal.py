"""The journal: what is about to be written, and how to take it back.

A database of its own, beside the catalog, so that a window and a command line can share it. Its
rows are committed before a photo is touched (``synchronous=FULL``); a row left open tells the next
start what was under way. A second, empty database serves as the lock between processes: SQLite's
locks go away with their process on every system.

Paths are stored as bytes: names need not be Unicode.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.errors import MetadataWriteError, StorageFull

_WAIT_S = 30.0
_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    batch TEXT NOT NULL,
    written_at REAL NOT NULL,
    state TEXT NOT NULL,
    photo BLOB NOT NULL,
    target BLOB NOT NULL,
    old_sha256 BLOB,
    new_sha256 BLOB NOT NULL,
    tail_bytes INTEGER NOT NULL,
    old_mtime_ns INTEGER
);
CREATE INDEX IF NOT EXISTS entries_of_photo ON entries (photo);
CREATE TABLE IF NOT EXISTS undo_blobs (
    number INTEGER PRIMARY KEY REFERENCES entries,
    patch BLOB NOT NULL,
    sha256 BLOB NOT NULL
);
"""
_COLUMNS = (
    "number, batch, written_at, state, photo, target, old_sha256, new_sha256, tail_bytes,"
    " old_mtime_ns"
)
_DISK_ERRORS = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}


class EntryState(StrEnum):
    """How far an entry is."""

    WRITING = "writing"
    WRITTEN = "written"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that was or is being replaced.

    Attributes:
        number: names the entry and its temp file.
        batch: which writes belong together.
        written_at: seconds since the epoch.
        state: how far it is.
        photo: the photo it was done for.
        target: the replaced file, the photo itself or a sidecar.
        old_sha256: `phototagger.core._patch.digest` of the file before, None when it was created.
        new_sha256: the same of the file after.
        tail_bytes: length of the second part of both digests.
        old_mtime_ns: modification time before, None when it was created.
    """

    number: int
    batch: str
    written_at: float
    state: EntryState
    photo: Path
    target: Path
    old_sha256: bytes | None
    new_sha256: bytes
    tail_bytes: int
    old_mtime_ns: int | None


@dataclass(frozen=True, slots=True)
class Intent:
    """What an entry is made of, before it has a number."""

    photo: Path
    target: Path
    old_sha256: bytes | None
    new_sha256: bytes
    tail_bytes: int
    old_mtime_ns: int | None
    patch: bytes | None


class Journal:
    """The journal file. One process-wide user at a time: take `exclusive` around any change."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._turn = threading.Lock()
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._gate: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close the files. A later call opens them again."""
        with self._lock:
            for connection in (self._connection, self._gate):
                if connection is not None:
                    connection.close()
            self._connection = self._gate = None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep every other thread and process from writing photos.

        Raises:
            MetadataWriteError: another process does not finish, or there is no journal.
            StorageFull: the disk of the journal is full or read-only.
        """
        with self._turn:
            with self._lock, self._sentences():
                self._open()
                gate = self._gate
                assert gate is not None
            with self._sentences():
                gate.execute("BEGIN EXCLUSIVE")
            try:
                yield
            finally:
                with suppress(sqlite3.Error):
                    gate.rollback()

    def begin(
        self, batch: str, intents: Sequence[Intent], written: Iterable[Entry] = ()
    ) -> list[Entry]:
        """Record what is about to be written, durably.

        Args:
            batch: what the writes belong to.
            intents: one for each file.
            written: entries that are done, marked in the same commit.

        Raises:
            MetadataWriteError, StorageFull: it could not be recorded; nothing may be written.
        """
        now = time.time()
        entries = []
        with self._transaction() as connection:
            _set_state(connection, written, EntryState.WRITTEN)
            for intent in intents:
                values = (
                    batch, now, EntryState.WRITING, os.fsencode(intent.photo),
                    os.fsencode(intent.target), intent.old_sha256, intent.new_sha256,
                    intent.tail_bytes, intent.old_mtime_ns,
                )  # fmt: skip
                number = connection.execute(
                    "INSERT INTO entries (batch, written_at, state, photo, target, old_sha256,"
                    " new_sha256, tail_bytes, old_mtime_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values,
                ).lastrowid
                assert number is not None
                if intent.patch is not None:
                    connection.execute(
                        "INSERT INTO undo_blobs VALUES (?, ?, ?)",
                        (number, intent.patch, hashlib.sha256(intent.patch).digest()),
                    )
                entries.append(_entry((number, *values)))
        return entries

    def mark(self, entries: Iterable[Entry], state: EntryState) -> None:
        """Move entries to another state, durably."""
        with self._transaction() as connection:
            _set_state(connection, entries, state)

    def drop(self, entries: Iterable[Entry]) -> None:
        """Forget entries whose file was never replaced."""
        numbers = [(entry.number,) for entry in entries]
        with self._transaction() as connection:
            connection.executemany("DELETE FROM undo_blobs WHERE number = ?", numbers)
            connection.executemany("DELETE FROM entries WHERE number = ?", numbers)

    def entries(
        self, *states: EntryState, batch: str | None = None, photo: Path | None = None
    ) -> list[Entry]:
        """Return entries in the order they were made; of all states when none is named."""
        wanted = states or tuple(EntryState)
        marks = ", ".join("?" * len(wanted))
        query = f"SELECT {_COLUMNS} FROM entries WHERE state IN ({marks})"
        values: list[object] = [*wanted]
        if batch is not None:
            query += " AND batch = ?"
            values.append(batch)
        if photo is not None:
            query += " AND photo = ?"
            values.append(os.fsencode(photo))
        with self._lock, self._sentences():
            rows = self._open().execute(f"{query} ORDER BY number", values).fetchall()
        return [_entry(row) for row in rows]

    def patch(self, entry: Entry) -> bytes | None:
        """Return the undo blob of an entry, None when it has none or the blob is damaged."""
        with self._lock, self._sentences():
            row = (
                self._open()
                .execute("SELECT patch, sha256 FROM undo_blobs WHERE number = ?", (entry.number,))
                .fetchone()
            )
        if row is None or hashlib.sha256(row[0]).digest() != row[1]:
            return None
        return bytes(row[0])

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            connection = _connect(self.file)
            try:
                self._prepare(connection)
                self._gate = _connect(self.file.with_suffix(".lock"))
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise MetadataWriteError(
                f"The write history {self.file} was made by a newer PhotoTagger; use that one."
            )
        if version == _VERSION:
            return
        # temp files of two journals shall not meet in one folder: numbers start anywhere
        connection.executescript(
            f"BEGIN IMMEDIATE; {_SCHEMA}"
            f"INSERT INTO sqlite_sequence SELECT 'entries', {secrets.randbits(40)}"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence);"
            f"PRAGMA user_version = {_VERSION}; COMMIT;"
        )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._sentences():
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.rollback()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn database errors into the program's own."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _DISK_ERRORS:
                raise StorageFull(
                    "The write history cannot be saved because its disk is full or read-only,"
                    " so no photo is touched.",
                    detail=f"{self.file}: {error}",
                ) from error
            if code == sqlite3.SQLITE_BUSY:
                raise MetadataWriteError(
                    "Another PhotoTagger is still writing photos; try again when it has finished.",
                    detail=str(error),
                ) from error
            raise MetadataWriteError(
                f"The write history {self.file} cannot be used, so no photo is touched.",
                detail=str(error),
            ) from error
        except OSError as error:
            raise MetadataWriteError(
                f"The folder of the write history {self.file} cannot be made.", detail=str(error)
            ) from error


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)


def _set_state(connection: sqlite3.Connection, entries: Iterable[Entry], state: EntryState) -> None:
    connection.executemany(
        "UPDATE entries SET state = ? WHERE number = ?",
        [(state, entry.number) for entry in entries],
    )


def _entry(row: Sequence[object]) -> Entry:
    number, batch, written_at, state, photo, target, *rest = row
    return Entry(
        number,  # type: ignore[arg-type]  # sqlite3 rows have no types
        batch,  # type: ignore[arg-type]
        written_at,  # type: ignore[arg-type]
        EntryState(state),  # type: ignore[arg-type]
        Path(os.fsdecode(photo)),  # type: ignore[arg-type]
        Path(os.fsdecode(target)),  # type: ignore[arg-type]
        *rest,  # type: ignore[arg-type]
    )
