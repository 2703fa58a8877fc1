"""The SQLite file behind `Library`; the only home of sqlite3 besides the writer's journal.

Speaks rows, not photos: ids are integers, paths are bytes (file names need not be valid text),
states are their words. One connection, owned by one thread, holding the file exclusively: a
second program on the same catalog is refused instead of corrupting it, and no shared memory file
is needed, so a catalog on a network drive works too.

Every public method that writes is one transaction. With the write-ahead log in NORMAL mode a
commit survives the death of the program; a power cut may take the last moments, never the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from phototagger.core._catalog_schema import MIGRATIONS
from phototagger.core._catalog_snapshots import keep_snapshot
from phototagger.core.errors import CatalogDamaged, LibraryError
from phototagger.core.natural_order import fold
from phototagger.core.photo import PhotoFilter

APPLICATION_ID = 0x50485447  # "PHTG"; SQLite file format, section 1.3.15

SCHEMA = len(MIGRATIONS)

Values = Sequence[object] | Mapping[str, object]

_TAGGING_AT_REST = (
    "CASE WHEN id IN (SELECT photo_id FROM suggestions) THEN 'tagged'"
    " WHEN problem <> '' THEN 'failed' ELSE 'untagged' END"
)

_FILTERS = {
    PhotoFilter.ALL: "1",
    PhotoFilter.UNTAGGED: "tagging <> 'tagged'",
    PhotoFilter.TO_REVIEW: (
        "id IN (SELECT s.photo_id FROM suggestions AS s WHERE s.probability >= :hide_below"
        " AND NOT EXISTS (SELECT 1 FROM decisions AS d"
        " WHERE d.photo_id = s.photo_id AND d.word_id = s.word_id)"
        " AND NOT EXISTS (SELECT 1 FROM keywords AS k"
        " WHERE k.photo_id = s.photo_id AND k.word_id = s.word_id))"
    ),
    PhotoFilter.UNSAVED: "saving IN ('unsaved', 'writing', 'failed')",
    PhotoFilter.PROBLEMS: "problem <> ''",
}

_LOCK_WAIT_S = 1.0
_ENOUGH_USES = 1000
"""Counting how often a word is used stops here: beyond it the order no longer matters."""

_TAG_COLUMNS = {
    "suggestions": "probability, origin, given, evidence",
    "decisions": "decision, origin, probability",
    "keywords": "",
}
"""The three tables of tags: beside photo, position and word, these columns."""

Row = tuple[Any, ...]


class Catalog:
    """One open catalog file. Thread: the one that opened it."""

    def __init__(self, file: Path) -> None:
        """Open, check and migrate *file*; a missing or empty one becomes a new catalog.

        Raises:
            CatalogDamaged: not a catalog, or a broken one; nothing was changed.
            LibraryError: in use, not writable, or written by a newer program.
        """
        self._file = file
        self._word_ids: dict[str, int] = {}
        _check_header(file)
        with self._errors():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(file, timeout=_LOCK_WAIT_S, isolation_level=None)
        try:
            with self._errors():
                self._prepare()
        except LibraryError:
            self._connection.close()
            raise
        self._changes_at_start = self._connection.total_changes
        self._is_open = True

    def close(self) -> None:
        """Keep a snapshot if anything changed, fold the log into the file and let go of it."""
        if not self._is_open:
            return
        self._is_open = False
        if self._connection.total_changes != self._changes_at_start:
            keep_snapshot(self._connection, self._file)
        with self._errors():
            self._connection.close()

    # Photos

    def photo_ids(self, tagging: Sequence[str] | None, saving: Sequence[str] | None) -> list[int]:
        """Return listed photos in order, of these states where given."""
        conditions, values = ["is_listed = 1"], []
        for column, states in (("tagging", tagging), ("saving", saving)):
            if states is not None:
                conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(list(states)))
        sql = f"SELECT id FROM photos WHERE {' AND '.join(conditions)} ORDER BY sort_key"
        return [row[0] for row in self._rows(sql, values)]

    def photo_ids_where(self, name: PhotoFilter, hide_below: float) -> list[int]:
        """Return listed photos of a filter, in order."""
        sql = f"SELECT id FROM photos WHERE is_listed = 1 AND {_FILTERS[name]} ORDER BY sort_key"
        return [row[0] for row in self._rows(sql, {"hide_below": hide_below})]

    def photo_ids_under(self, folder: bytes) -> list[int]:
        """Return listed photos whose path starts with *folder*, which ends in a separator."""
        sql = (
            "SELECT id FROM photos WHERE is_listed = 1 AND path >= ? AND path < ? ORDER BY sort_key"
        )
        return [row[0] for row in self._rows(sql, [folder, folder[:-1] + bytes([folder[-1] + 1])])]

    def filter_counts(self, hide_below: float) -> dict[PhotoFilter, int]:
        """Count the listed photos of each filter."""
        sums = ", ".join(f"coalesce(sum({condition}), 0)" for condition in _FILTERS.values())
        values = {"hide_below": hide_below}
        row = self._row(f"SELECT {sums} FROM photos WHERE is_listed = 1", values)
        return dict(zip(_FILTERS, row or (), strict=True))

    def photo_rows(self, ids: Iterable[int]) -> list[Row]:
        """Return (id, path, size, mtime, tagging, saving, problem) in any order."""
        return self._rows(
            "SELECT id, path, size_bytes, mtime_ns, tagging, saving, problem FROM photos"
            " WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(ids))],
        )

    def known_files(self, paths: Iterable[bytes]) -> dict[bytes, Row]:
        """Return path → (id, size, mtime, is_listed, is_unread) of the paths that are known."""
        sql = "SELECT id, size_bytes, mtime_ns, is_listed, is_unread FROM photos WHERE path = ?"
        found = ((path, self._row(sql, [path])) for path in paths)
        return {path: row for path, row in found if row is not None}

    def insert_photos(self, rows: Iterable[tuple[bytes, str, int, int]]) -> list[int]:
        """Add (path, sort key, size, mtime); return the new ids in the same order."""
        sql = "INSERT INTO photos (path, sort_key, size_bytes, mtime_ns) VALUES (?, ?, ?, ?)"
        with self._transaction():
            return [int(self._connection.execute(sql, row).lastrowid or 0) for row in rows]

    def update_files(self, rows: Iterable[tuple[int, int, bool, int]]) -> None:
        """Set (size, mtime, is_unread) by id, and list these photos again."""
        self._write_all(
            "UPDATE photos SET size_bytes = ?, mtime_ns = ?, is_unread = ?, is_listed = 1"
            " WHERE id = ?",
            rows,
        )

    def set_columns(self, ids: Iterable[int], **columns: str) -> None:
        """Set *columns* (tagging, saving, problem) of these photos to the same values."""
        assignments = ", ".join(f"{name} = ?" for name in columns)
        self._write_all(
            f"UPDATE photos SET {assignments} WHERE id = ?",
            [(*columns.values(), photo_id) for photo_id in ids],
        )

    def rest(self, ids: Iterable[int]) -> None:
        """Give photos that were not tagged after all the state they had before."""
        sql = f"UPDATE photos SET tagging = {_TAGGING_AT_REST} WHERE id = ?"
        self._write_all(sql, ((photo_id,) for photo_id in ids))

    def delete_photos(self, ids: Iterable[int]) -> None:
        """Forget these photos and everything about them."""
        self._write_all("DELETE FROM photos WHERE id = ?", [(photo_id,) for photo_id in ids])

    def counts(self) -> list[Row]:
        """Return (tagging, saving, count) of the listed photos."""
        return self._rows(
            "SELECT tagging, saving, COUNT(*) FROM photos WHERE is_listed = 1"
            " GROUP BY tagging, saving",
            [],
        )

    # Roots

    def roots(self) -> list[bytes]:
        """Return the opened folders."""
        return [row[0] for row in self._rows("SELECT path FROM roots ORDER BY path", [])]

    def add_root(self, path: bytes) -> None:
        """Remember a folder; known ones stay."""
        self._write_all("INSERT OR IGNORE INTO roots (path) VALUES (?)", [(path,)])

    def remove_root(self, path: bytes, unlisted: Iterable[int]) -> None:
        """Forget a folder and hide photos; what is known of them is kept."""
        with self._transaction():
            self._connection.execute("DELETE FROM roots WHERE path = ?", [path])
            self._connection.executemany(
                "UPDATE photos SET is_listed = 0 WHERE id = ?", [(i,) for i in unlisted]
            )

    def listed_paths(self) -> list[tuple[int, bytes]]:
        """Return (id, path) of all listed photos."""
        sql = "SELECT id, path FROM photos WHERE is_listed = 1"
        return [(i, path) for i, path in self._rows(sql, [])]

    # Reviews

    def review_rows(self, ids: Iterable[int]) -> dict[str, list[Row]]:
        """Return the rows of each table for these photos, in order of position.

        Returns:
            "models": (photo, model); "suggestions": (photo, name, probability, origin, given,
            evidence); "decisions": (photo, name, decision, origin, probability); "keywords":
            (photo, name).
        """
        chosen = [json.dumps(list(ids))]
        rows = {
            table: self._rows(
                f"SELECT {_listed('photo_id', 'name', columns)} FROM {table}"
                " JOIN words ON words.id = word_id"
                " WHERE photo_id IN (SELECT value FROM json_each(?)) ORDER BY photo_id, position",
                chosen,
            )
            for table, columns in _TAG_COLUMNS.items()
        }
        rows["models"] = self._rows(
            "SELECT id, model FROM photos WHERE id IN (SELECT value FROM json_each(?))", chosen
        )
        return rows

    def replace_suggestions(self, photo_id: int, rows: Iterable[Row], model: str) -> None:
        """Replace (name, probability, origin, given, evidence) and the model.

        An unknown photo is ignored.
        """
        with self._transaction():
            if self._exists(photo_id):
                self._replace("suggestions", photo_id, rows)
                self._connection.execute(
                    "UPDATE photos SET model = ? WHERE id = ?", [model, photo_id]
                )

    def replace_decisions(self, rows_by_photo: Iterable[tuple[int, Iterable[Row]]]) -> None:
        """Replace (name, decision, origin, probability) of photos; unknown ones are ignored."""
        with self._transaction():
            for photo_id, rows in rows_by_photo:
                if self._exists(photo_id):
                    self._replace("decisions", photo_id, rows)

    def replace_file_state(
        self,
        photo_id: int,
        size_bytes: int,
        mtime_ns: int,
        content_key: bytes,
        keywords: Iterable[Row],
        decisions: Iterable[Row],
        *,
        is_other_photo: bool,
    ) -> None:
        """Store what a look into the file told: version, content, keywords and what follows."""
        with self._transaction():
            if not self._exists(photo_id):
                return
            self._connection.execute(
                "UPDATE photos SET size_bytes = ?, mtime_ns = ?, content_key = ?, is_unread = 0"
                " WHERE id = ?",
                [size_bytes, mtime_ns, content_key, photo_id],
            )
            self._replace("keywords", photo_id, keywords)
            self._replace("decisions", photo_id, decisions)
            if is_other_photo:
                self._replace("suggestions", photo_id, ())
                self._connection.execute(
                    "UPDATE photos SET model = '', tagging = 'untagged', saving = 'saved',"
                    " problem = '' WHERE id = ?",
                    [photo_id],
                )

    def content_key(self, photo_id: int) -> bytes:
        """Return the stored content key, b"" when there is none."""
        row = self._row("SELECT content_key FROM photos WHERE id = ?", [photo_id])
        return bytes(row[0]) if row else b""

    def same_content(self, photo_id: int, content_key: bytes) -> list[tuple[int, bytes]]:
        """Return (id, path) of other photos with this content key."""
        return [
            (other, path)
            for other, path in self._rows(
                "SELECT id, path FROM photos WHERE content_key = ? AND content_key <> x''"
                " AND id <> ? ORDER BY id",
                [content_key, photo_id],
            )
        ]

    def copy_review(self, source: int, target: int) -> None:
        """Give *target* all that is known about *source* but its place."""
        with self._transaction():
            for table, columns in _TAG_COLUMNS.items():
                kept = _listed("position", "word_id", columns)
                self._connection.execute(f"DELETE FROM {table} WHERE photo_id = ?", [target])
                self._connection.execute(
                    f"INSERT INTO {table} (photo_id, {kept})"
                    f" SELECT ?, {kept} FROM {table} WHERE photo_id = ?",
                    [target, source],
                )
            self._connection.execute(
                "UPDATE photos SET (model, tagging, saving, problem, content_key) ="
                " (SELECT model, tagging, saving, problem, content_key FROM photos WHERE id = ?)"
                " WHERE id = ?",
                [source, target],
            )

    def words_starting_with(self, prefix: str, limit: int) -> list[str]:
        """Return words whose folded name starts with *prefix*, the most used first."""
        rows = self._rows(
            "SELECT name FROM words WHERE folded >= ?1 AND folded < ?1 || char(1114111)"
            " ORDER BY (SELECT COUNT(*) FROM (SELECT 1 FROM decisions WHERE word_id = words.id"
            "  AND decision = 'accepted' LIMIT ?2))"
            " + (SELECT COUNT(*) FROM (SELECT 1 FROM keywords WHERE word_id = words.id LIMIT ?2))"
            " DESC, folded LIMIT ?3",
            [fold(prefix), _ENOUGH_USES, limit],
        )
        return [row[0] for row in rows]

    # For the modules that keep the SQL of one further subject

    def read(self, sql: str, values: Values = ()) -> list[Row]:
        """Return the rows of a query."""
        return self._rows(sql, values)

    def write(self, sql: str, rows: Iterable[Row]) -> None:
        """Carry out a statement for each row, all or none."""
        self._write_all(sql, rows)

    def word_id(self, name: str) -> int:
        """Return the number of a word; a new one is remembered."""
        with self._transaction():
            return self._word_id(name)

    # Private

    def _prepare(self) -> None:
        for pragma in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "cache_size = -32000",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        checked = self._row("PRAGMA quick_check(1)", [])
        if checked != ("ok",):
            raise _damaged(self._file, str(checked))
        self._migrate()
        with self._transaction():  # states of a run that died
            self._connection.execute(
                f"UPDATE photos SET tagging = {_TAGGING_AT_REST}"
                " WHERE tagging IN ('queued', 'running')"
            )
            self._connection.execute(
                "UPDATE photos SET saving = 'unsaved' WHERE saving = 'writing'"
            )

    def _migrate(self) -> None:
        row = self._row("PRAGMA user_version", [])
        version = int(row[0]) if row else 0
        if version > SCHEMA:
            raise _newer(self._file)
        if version == 0 and self._row("SELECT 1 FROM sqlite_schema", []):
            raise _damaged(self._file, "tables of another program")
        for number in range(version, SCHEMA):
            with self._transaction():
                for statement in MIGRATIONS[number]:
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._connection.execute(f"PRAGMA user_version = {number + 1}")

    def _exists(self, photo_id: int) -> bool:
        return self._row("SELECT 1 FROM photos WHERE id = ?", [photo_id]) is not None

    def _replace(self, table: str, photo_id: int, rows: Iterable[Row]) -> None:
        self._connection.execute(f"DELETE FROM {table} WHERE photo_id = ?", [photo_id])
        values = [
            (photo_id, position, self._word_id(name), *rest)
            for position, (name, *rest) in enumerate(rows)
        ]
        if values:
            marks = ", ".join("?" * len(values[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)

    def _word_id(self, name: str) -> int:
        known = self._word_ids.get(name)
        if known is None:
            row = self._row("SELECT id FROM words WHERE name = ?", [name])
            if row is None:
                cursor = self._connection.execute(
                    "INSERT INTO words (name, folded) VALUES (?, ?)", [name, fold(name)]
                )
                row = (cursor.lastrowid,)
            known = self._word_ids[name] = int(row[0])
        return known

    def _row(self, sql: str, values: Values) -> Row | None:
        with self._errors():
            row: Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def _rows(self, sql: str, values: Values) -> list[Row]:
        with self._errors():
            return self._connection.execute(sql, values).fetchall()

    def _write_all(self, sql: str, rows: Iterable[Row]) -> None:
        with self._transaction():
            self._connection.executemany(sql, rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._word_ids.clear()  # words of this transaction are gone
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:  # a mistake of ours, not of the disk
            raise
        except (sqlite3.Error, OSError) as error:
            raise _library_error(self._file, error) from error


def _listed(*names: str) -> str:
    return ", ".join(name for name in names if name)


def _check_header(file: Path) -> None:
    """Refuse a foreign, damaged or newer file before SQLite touches it.

    Source: SQLite database file format, section 1.3.
    """
    try:
        with file.open("rb") as stream:
            header = stream.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _library_error(file, error) from error
    if not header:
        return
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise _damaged(file, "no SQLite header")
    version = int.from_bytes(header[60:64], "big")
    application = int.from_bytes(header[68:72], "big")
    if application == APPLICATION_ID and version > SCHEMA:
        raise _newer(file)
    if application not in (APPLICATION_ID, 0) or (application == 0) != (version == 0):
        raise _damaged(file, f"application {application:#x}, version {version}")


def _newer(file: Path) -> LibraryError:
    return LibraryError(
        f"The catalog {file} was written by a newer PhotoTagger; update this one to open it."
    )


def _damaged(file: Path, detail: str) -> CatalogDamaged:
    return CatalogDamaged(
        f"The catalog {file} is damaged; a fresh one can be started and the damaged file is kept.",
        detail=detail,
    )


def _library_error(file: Path, error: Exception) -> LibraryError:
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LibraryError(
            f"The catalog {file} is in use by another program; close that and try again.",
            detail=repr(error),
        )
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return _damaged(file, repr(error))
    return LibraryError(
        f"The catalog {file} cannot be used; its disk may be full or read-only.",
        detail=f"{code} {error!r}",
    )
