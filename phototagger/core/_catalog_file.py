"""One catalog file and the connections to it: a single writer, and readers of their own threads.

Writing goes through one connection, whichever thread it comes from: SQLite before 3.51.3 can
damage a file in WAL mode when two connections commit and checkpoint at once. Each thread reads
through a read-only connection of its own, so a screen of photos never waits for a writer and a
long list is made while the window goes on. A second program is kept out by a lock on a small
file beside the catalog that dies with the process.

Every transaction is short. With the write-ahead log in NORMAL mode a commit survives the death
of the program; a power cut may take the last moments, never the file.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from phototagger.core._catalog_schema import MIGRATIONS, SQL_FUNCTIONS
from phototagger.core._catalog_snapshots import is_snapshot_due, keep_snapshot
from phototagger.core.errors import CatalogDamaged, LibraryError

APPLICATION_ID = 0x50485447  # "PHTG"; SQLite file format, section 1.3.15

SCHEMA = len(MIGRATIONS)

Values = Sequence[object] | Mapping[str, object]
Row = tuple[Any, ...]

_LOCK_WAIT_S = 1.0
_WRITER_CACHE_KIB = 16_000
_READER_CACHE_KIB = 8_000
_CHECKED_AT_ONCE_BYTES = 32_000_000
"""Files up to here are checked before they are opened (0.1 s), larger ones by `check`."""


class CatalogFile:
    """An open catalog file. Thread: any, unless said otherwise.

    Attributes:
        rolled_back: called when a transaction was taken back, before another one begins.
    """

    def __init__(self, file: Path) -> None:
        """Open, check and migrate *file*; a missing or empty one becomes a new catalog.

        A file larger than 32 MB is checked only before a migration: `check` does it later.

        Raises:
            CatalogDamaged: not a catalog, or a broken one; nothing was changed.
            LibraryError: in use, not writable, or written by a newer program.
        """
        self.file = file
        self._lock = threading.RLock()
        self._opening = threading.Lock()  # its own: who opens a reader may hold other locks
        self.rolled_back: list[Callable[[], None]] = []
        self._writing_thread: int | None = None
        self._readers = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._is_open = True
        self._is_checked = False
        check_header(file)
        with self.errors():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._owner = _own(file)
        try:
            with self.errors():
                self.writer = _connect(file.absolute().as_uri(), _WRITER_CACHE_KIB)
        except LibraryError:
            self._owner.close()
            raise
        try:
            with self.errors():
                self._prepare()
        except LibraryError:
            self.writer.close()
            self._owner.close()
            raise
        self._changes_at_start = self.writer.total_changes

    def close(self) -> None:
        """Keep a snapshot if anything changed, fold the log into the file and let go of it."""
        if not self._is_open:
            return
        self._is_open = False
        with self._lock:
            for reader in self._opened:
                reader.close()
            if self._wants_snapshot():
                keep_snapshot(self.writer, self.file)
            with self.errors():
                self.writer.close()
            self._owner.close()

    def check(self) -> None:
        """Look through a file that was too large for it when it was opened; keep a daily snapshot.

        Takes seconds for a million photos; nothing waits for it.

        Raises:
            CatalogDamaged: it is broken; it is looked through first when it is opened next.
        """
        if self._is_checked:
            return
        checked = self.row("PRAGMA quick_check(1)", [])
        if checked != ("ok",):
            with suppress(OSError):
                self._doubt.touch()
            raise damaged(self.file, str(checked))
        self._is_checked = True
        if is_snapshot_due(self.file):
            with self.errors():
                keep_snapshot(self._reader(), self.file)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing through the connection that is given."""
        with self._lock, self.errors():
            if self._writing_thread is not None:  # a part of a larger one
                yield self.writer
                return
            self.writer.execute("BEGIN IMMEDIATE")
            self._writing_thread = threading.get_ident()
            try:
                yield self.writer
                self.writer.execute("COMMIT")
            except BaseException:
                if self.writer.in_transaction:
                    self.writer.execute("ROLLBACK")
                for forget in self.rolled_back:
                    forget()
                raise
            finally:
                self._writing_thread = None

    @property
    def change_count(self) -> int:
        """How many rows were written since it was opened: the same number means the same rows."""
        return self.writer.total_changes

    def write_all(self, sql: str, rows: Iterable[Row]) -> None:
        """Run one statement for each of *rows*, all or nothing."""
        with self.transaction() as writer:
            writer.executemany(sql, rows)

    def row(self, sql: str, values: Values) -> Row | None:
        """Return the first row of a query; inside a transaction it sees what was written."""
        with self.errors():
            row: Row | None = self._reader().execute(sql, values).fetchone()
            return row

    def rows(self, sql: str, values: Values) -> list[Row]:
        """Return the rows of a query; inside a transaction it sees what was written."""
        with self.errors():
            return self._reader().execute(sql, values).fetchall()

    @contextmanager
    def temporary_ids(self, ids: str) -> Iterator[None]:
        """Let this thread's queries read photo ids from a table ``chosen``.

        Args:
            ids: numbers as JSON.
        """
        with self.errors():
            reader = self._reader()
            reader.execute("PRAGMA temp_store = MEMORY")
            reader.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
            try:
                sql = "INSERT INTO chosen SELECT DISTINCT value FROM json_each(?)"
                reader.execute(sql, [ids])
                yield
            finally:
                reader.execute("DROP TABLE temp.chosen")

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn errors of the disk into `LibraryError`."""
        try:
            yield
        except sqlite3.ProgrammingError:  # a mistake of ours, not of the disk
            raise
        except (sqlite3.Error, OSError) as error:
            raise library_error(self.file, error) from error

    def _reader(self) -> sqlite3.Connection:
        if self._writing_thread == threading.get_ident():
            return self.writer
        reader: sqlite3.Connection | None = getattr(self._readers, "connection", None)
        if reader is None:
            uri = f"{self.file.absolute().as_uri()}?mode=ro"
            reader = self._readers.connection = _connect(uri, _READER_CACHE_KIB)
            with self._opening:
                self._opened.append(reader)
        return reader

    def _prepare(self) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            self.writer.execute(f"PRAGMA {pragma}")
        size = self.file.stat().st_size
        row = self.writer.execute("PRAGMA user_version").fetchone()
        version = int(row[0])
        if version > SCHEMA:
            raise newer(self.file)
        if version < SCHEMA or size <= _CHECKED_AT_ONCE_BYTES or self._doubt.exists():
            checked = self.writer.execute("PRAGMA quick_check(1)").fetchone()
            if checked != ("ok",):
                raise damaged(self.file, str(checked))
            self._doubt.unlink(missing_ok=True)
            self._is_checked = True
        self._migrate(version)

    def _migrate(self, version: int) -> None:
        if version == 0 and self.writer.execute("SELECT 1 FROM sqlite_schema").fetchone():
            raise damaged(self.file, "tables of another program")
        for name, function in SQL_FUNCTIONS.items():
            self.writer.create_function(name, 1, function, deterministic=True)
        for number in range(version, SCHEMA):
            with self.transaction() as writer:
                for statement in MIGRATIONS[number]:
                    writer.execute(statement)
                writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                writer.execute(f"PRAGMA user_version = {number + 1}")

    def _wants_snapshot(self) -> bool:
        """A small catalog after every change, a large one once a day: it takes a while."""
        if self.writer.total_changes == self._changes_at_start:
            return False
        try:
            is_small = self.file.stat().st_size <= _CHECKED_AT_ONCE_BYTES
        except OSError:
            return False
        return is_small or is_snapshot_due(self.file)

    @property
    def _doubt(self) -> Path:
        return Path(f"{self.file}.doubt")


def check_header(file: Path) -> None:
    """Refuse a foreign, damaged or newer file before SQLite touches it.

    Raises:
        CatalogDamaged: no catalog of this program.
        LibraryError: written by a newer program, or not readable.

    Source: SQLite database file format, section 1.3.
    """
    try:
        with file.open("rb") as stream:
            header = stream.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise library_error(file, error) from error
    if not header:
        return
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise damaged(file, "no SQLite header")
    version = int.from_bytes(header[60:64], "big")
    application = int.from_bytes(header[68:72], "big")
    if application == APPLICATION_ID and version > SCHEMA:
        raise newer(file)
    if application not in (APPLICATION_ID, 0) or (application == 0) != (version == 0):
        raise damaged(file, f"application {application:#x}, version {version}")


def newer(file: Path) -> LibraryError:
    """Return the error for a catalog of a newer program."""
    return LibraryError(
        f"The catalog {file} was written by a newer PhotoTagger; update this one to open it."
    )


def damaged(file: Path, detail: str) -> CatalogDamaged:
    """Return the error for a broken catalog."""
    return CatalogDamaged(
        f"The catalog {file} is damaged; a fresh one can be started and the damaged file is kept.",
        detail=detail,
    )


def library_error(file: Path, error: Exception) -> LibraryError:
    """Return one sentence for an error of SQLite or the disk."""
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LibraryError(
            f"The catalog {file} is in use by another program; close that and try again.",
            detail=repr(error),
        )
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return damaged(file, repr(error))
    return LibraryError(
        f"The catalog {file} cannot be used; its disk may be full or read-only.",
        detail=f"{code} {error!r}",
    )


def _connect(uri: str, cache_kib: int) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=_LOCK_WAIT_S, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA cache_size = -{cache_kib}")
    return connection


def _own(file: Path) -> sqlite3.Connection:
    """Lock the catalog for this process; SQLite's locks work on every system and die with us."""
    owner = sqlite3.connect(
        f"{file}-owner", timeout=0.0, isolation_level=None, check_same_thread=False
    )
    try:
        owner.execute("BEGIN EXCLUSIVE")
    except BaseException:
        owner.close()
        raise
    return owner
