"""What the catalog keeps, in rows: photos, folders, reviews. The only SQL that changes it.

Speaks rows, not photos: ids are integers, paths are bytes (file names need not be valid text),
states are their words. Every public method that writes is one transaction. Thread: any.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from phototagger.core._catalog_file import CatalogFile, Row
from phototagger.core._catalog_schema import TAG_COUNTS, folder_of
from phototagger.core.natural_order import fold

_TAGGING_AT_REST = (
    "CASE WHEN EXISTS (SELECT 1 FROM suggestions WHERE photo_id = photos.id) THEN 'tagged'"
    " WHEN problem <> '' THEN 'failed' ELSE 'untagged' END"
)
_CHOSEN = "IN (SELECT value FROM json_each(?))"

_ENOUGH_USES = 200
"""Counting how often a word is used stops here: beyond it the order no longer matters."""

_TAG_COLUMNS = {
    "suggestions": "probability, origin, given, evidence, hidden, said, is_shown, own",
    "decisions": "decision, origin, probability",
    "keywords": "",
}
"""The three tables of tags: beside photo, position and word, these columns."""


class Catalog:
    """One open catalog."""

    def __init__(self, file: Path) -> None:
        """Open *file*; see `CatalogFile`."""
        self.file = CatalogFile(file)
        self._word_ids: dict[str, int] = {}
        self._folder_ids: dict[bytes, int] = {}
        # The numbers of words that were new may be given to others now.
        self.file.rolled_back += [self._word_ids.clear, self._folder_ids.clear]
        try:
            self._rest_all()
        except BaseException:
            self.file.close()
            raise

    def close(self) -> None:
        """Close the file after keeping a snapshot."""
        self.file.close()

    # Photos

    def photo_rows(self, ids: Iterable[int]) -> list[Row]:
        """Return photos in any order.

        Returns:
            (id, path, size, mtime, tagging, saving, problem, is_reviewed, is_changed, has_sidecar,
            taken_s).
        """
        return self.file.rows(
            "SELECT id, path, size_bytes, mtime_ns, tagging, saving, problem, is_reviewed,"
            f" is_changed = 1, has_sidecar, taken_s FROM photos WHERE id {_CHOSEN}",
            [json.dumps(list(ids))],
        )

    def known_files(self, paths: Iterable[bytes]) -> dict[bytes, Row]:
        """Return path → (id, size, mtime, is_listed, is_unread) of the paths that are known."""
        sql = "SELECT id, size_bytes, mtime_ns, is_listed, is_unread FROM photos WHERE path = ?"
        found = ((path, self.file.row(sql, [path])) for path in paths)
        return {path: row for path, row in found if row is not None}

    def insert_photos(self, rows: Iterable[tuple[bytes, int, int]]) -> list[int]:
        """Add (path, size, mtime); return the new ids in the same order."""
        sql = (
            "INSERT INTO photos"
            " (path, size_bytes, mtime_ns, folder_id, name_key, folded_name)"
            " VALUES (?1, ?2, ?3, ?4, name_key_of(?1), folded_name_of(?1))"
        )
        with self._together() as writer:
            folder_id = self._folder_id
            done = (writer.execute(sql, (*row, folder_id(folder_of(row[0])))) for row in rows)
            return [cursor.lastrowid or 0 for cursor in done]

    def update_files(self, rows: Iterable[tuple[int, int, bool, int]]) -> None:
        """Set (size, mtime, is_unread) by id; list and try these photos again.

        One that was looked into and has another size now is noted: see `KnownFiles`.
        """
        self.file.write_all(
            "UPDATE photos SET size_bytes = ?1, mtime_ns = ?2, is_unread = ?3, is_listed = 1,"
            " problem = '', is_changed = CASE WHEN is_changed = 0 AND size_bytes <> ?1"
            " AND content_key <> x'' AND saving <> 'writing' THEN 2 ELSE is_changed END"
            " WHERE id = ?4",
            rows,
        )

    def set_columns(self, ids: Iterable[int], **columns: str | int) -> None:
        """Set *columns* of these photos, such as tagging, is_unread or is_reviewed."""
        assignments = ", ".join(f"{name} = ?" for name in columns)
        with self._together() as writer:
            writer.execute(
                f"UPDATE photos SET {assignments} WHERE id {_CHOSEN}",
                [*columns.values(), json.dumps(list(ids))],
            )

    def set_saving(self, ids: Sequence[int], saving: str) -> None:
        """Set the saving state of photos; the end of a write looks again at those in it."""
        if ids:
            with self._together() as writer:
                writer.execute(
                    f"UPDATE photos SET saving = ? WHERE saving <> 'writing' AND id {_CHOSEN}",
                    [saving, json.dumps(list(ids))],
                )

    def rest(self, ids: Iterable[int]) -> None:
        """Give photos that were not tagged after all the state they had before."""
        with self._together() as writer:
            writer.execute(
                f"UPDATE photos SET tagging = {_TAGGING_AT_REST} WHERE id {_CHOSEN}",
                [json.dumps(list(ids))],
            )

    def delete_photos(self, ids: Iterable[int]) -> None:
        """Forget these photos and everything about them."""
        with self._together() as writer:
            writer.execute(f"DELETE FROM photos WHERE id {_CHOSEN}", [json.dumps(list(ids))])

    def counts(self) -> list[Row]:
        """Return (tagging, saving, count) of the listed photos."""
        return self.file.rows(
            "SELECT tagging, saving, COUNT(*) FROM photos WHERE is_listed = 1"
            " GROUP BY tagging, saving",
            [],
        )

    # Roots

    def roots(self) -> list[bytes]:
        """Return the opened folders."""
        return [row[0] for row in self.file.rows("SELECT path FROM roots ORDER BY path", [])]

    def add_roots(self, paths: Iterable[bytes]) -> None:
        """Remember folders; known ones stay."""
        sql = "INSERT OR IGNORE INTO roots (path) VALUES (?)"
        self.file.write_all(sql, [(path,) for path in paths])

    def remove_root(self, path: bytes, kept: Iterable[bytes]) -> None:
        """Forget a folder and hide its photos; what is known of them stays.

        Args:
            path: the folder.
            kept: folders whose photos stay listed.
        """
        condition, values = under(path, "closed")
        for number, other in enumerate(kept):
            also, more = under(other, f"kept{number}")
            condition += f" AND NOT {also}"
            values |= more
        with self._together() as writer:
            writer.execute("DELETE FROM roots WHERE path = ?", [path])
            writer.execute(
                "UPDATE photos SET is_listed = 0 WHERE is_listed = 1 AND folder_id IN"
                f" (SELECT id FROM folders WHERE {condition})",
                values,
            )

    def files_in(self, folder: bytes) -> dict[bytes, Row]:
        """Return path → (id, size, mtime, is_unread) of the listed photos right in a folder."""
        rows = self.file.rows(
            "SELECT path, id, size_bytes, mtime_ns, is_unread FROM photos"
            " WHERE is_listed = 1 AND folder_id = (SELECT id FROM folders WHERE path = ?)",
            [folder],
        )
        return {path: rest for path, *rest in rows}  # type: ignore[misc]

    def folders_under(self, folder: bytes) -> list[bytes]:
        """Return the folders with listed photos, from *folder* down."""
        condition, values = under(folder, "folder")
        rows = self.file.rows(
            f"SELECT path FROM folders WHERE {condition} AND EXISTS"
            " (SELECT 1 FROM photos WHERE folder_id = folders.id AND is_listed = 1)",
            values,
        )
        return [row[0] for row in rows]

    def count_under(self, folder: bytes) -> int:
        """Count the listed photos from *folder* down."""
        condition, values = under(folder, "folder")
        row = self.file.row(
            "SELECT COUNT(*) FROM photos WHERE is_listed = 1"
            f" AND folder_id IN (SELECT id FROM folders WHERE {condition})",
            values,
        )
        return int(row[0]) if row else 0

    def unread(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Return (id, path) of listed photos not looked into, by id, from behind *after*."""
        rows = self.file.rows(
            "SELECT id, path FROM photos WHERE is_unread = 1 AND is_listed = 1 AND id > ?"
            " ORDER BY id LIMIT ?",
            [after, limit],
        )
        return [(number, path) for number, path in rows]

    # Reviews

    def review_rows(self, ids: Iterable[int]) -> dict[str, list[Row]]:
        """Return the rows of each table for these photos, in order of position.

        Returns:
            "models": (photo, model, tagged_s, language, is_reviewed); "orders": (photo, names);
            "suggestions": (photo, name, probability, origin, given, evidence, hidden, said,
            is_shown, own); "decisions": (photo, name, decision, origin, probability);
            "keywords": (photo, name).
        """
        chosen = [json.dumps(list(ids))]
        rows = {
            table: self.file.rows(
                f"SELECT {_listed('photo_id', 'name', columns)} FROM {table}"
                " JOIN words ON words.id = word_id"
                f" WHERE photo_id {_CHOSEN} ORDER BY photo_id, position",
                chosen,
            )
            for table, columns in _TAG_COLUMNS.items()
        }
        rows["models"] = self.file.rows(
            f"SELECT id, model, tagged_s, tag_language, is_reviewed FROM photos WHERE id {_CHOSEN}",
            chosen,
        )
        orders = f"SELECT photo_id, names FROM keyword_orders WHERE photo_id {_CHOSEN}"
        rows["orders"] = [
            (photo_id, tuple(json.loads(names)))
            for photo_id, names in self.file.rows(orders, chosen)
        ]
        return rows

    def replace_suggestions(
        self, photo_id: int, rows: Iterable[Row], run: tuple[str, int, str] | None = None
    ) -> None:
        """Replace the suggestions of a photo; an unknown one is ignored.

        Args:
            photo_id: the photo.
            rows: as of `review_rows`, without the photo.
            run: model, seconds since 1970 and language of the answer; None keeps what is known.
        """
        with self._together() as writer:
            if self._exists(photo_id):
                self._replace("suggestions", photo_id, rows)
                if run is not None:
                    writer.execute(
                        "UPDATE photos SET model = ?, tagged_s = ?, tag_language = ? WHERE id = ?",
                        [*run, photo_id],
                    )
                self._count_tags(photo_id)

    def replace_decisions(self, rows_by_photo: Iterable[tuple[int, Iterable[Row]]]) -> None:
        """Replace (name, decision, origin, probability) of photos; unknown ones are ignored."""
        with self._together():
            for photo_id, rows in rows_by_photo:
                if self._exists(photo_id):
                    self._replace("decisions", photo_id, rows)
                    self._count_tags(photo_id)

    def replace_orders(self, orders: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Replace the user's order of keywords of photos, () for none; unknown ones are ignored."""
        with self._together() as writer:
            for photo_id, names in orders:
                writer.execute("DELETE FROM keyword_orders WHERE photo_id = ?", [photo_id])
                if names and self._exists(photo_id):
                    writer.execute(
                        "INSERT INTO keyword_orders VALUES (?, ?)", [photo_id, json.dumps(names)]
                    )

    def set_file(self, photo_id: int, size_bytes: int, mtime_ns: int, content_key: bytes) -> None:
        """Store which version of the file was looked into, and its content."""
        with self._together() as writer:
            writer.execute(
                "UPDATE photos SET size_bytes = ?, mtime_ns = ?, content_key = ?, is_unread = 0"
                " WHERE id = ?",
                [size_bytes, mtime_ns, content_key, photo_id],
            )

    def set_taken(self, photo_id: int, taken_s: int) -> None:
        """Store when the photo was taken, seconds of the camera's clock since 1970."""
        self.file.write_all("UPDATE photos SET taken_s = ? WHERE id = ?", [(taken_s, photo_id)])

    def replace_tags(
        self, photo_id: int, keywords: Iterable[Row], decisions: Iterable[Row]
    ) -> None:
        """Replace the file's keywords and the decisions."""
        with self._together():
            self._replace("keywords", photo_id, keywords)
            self._replace("decisions", photo_id, decisions)
            self._count_tags(photo_id)

    def start_afresh(self, photo_id: int) -> None:
        """Forget suggestions, decisions and states: the path holds another photo now."""
        with self._together() as writer:
            for table in _TAG_COLUMNS:
                self._replace(table, photo_id, ())
            for table in ("texts", "keyword_orders"):
                writer.execute(f"DELETE FROM {table} WHERE photo_id = ?", [photo_id])
            writer.execute(
                "UPDATE photos SET model = '', tagged_s = 0, tag_language = '',"
                " tagging = 'untagged', saving = 'saved', problem = '', taken_s = 0,"
                " is_reviewed = 0, is_changed = 0 WHERE id = ?",
                [photo_id],
            )
            self._count_tags(photo_id)

    def file_state(self, photo_id: int) -> tuple[bytes, str, int] | None:
        """Return the stored content key (b"" when there is none), saving and is_changed."""
        sql = "SELECT content_key, saving, is_changed FROM photos WHERE id = ?"
        row = self.file.row(sql, [photo_id])
        return (bytes(row[0]), row[1], row[2]) if row else None

    def same_content(self, content_key: bytes) -> list[tuple[int, bytes]]:
        """Return (id, path) of the photos with this content key."""
        rows = self.file.rows(
            "SELECT id, path FROM photos WHERE content_key = ? AND content_key <> x'' ORDER BY id",
            [content_key],
        )
        return [(number, path) for number, path in rows]

    def copy_review(self, source: int, target: int) -> None:
        """Give *target* all that is known about *source* but its place."""
        with self._together() as writer:
            for table, columns in _TAG_COLUMNS.items():
                kept = _listed("position", "word_id", columns)
                writer.execute(f"DELETE FROM {table} WHERE photo_id = ?", [target])
                writer.execute(
                    f"INSERT INTO {table} (photo_id, {kept})"
                    f" SELECT ?, {kept} FROM {table} WHERE photo_id = ?",
                    [target, source],
                )
            writer.execute(
                "UPDATE photos SET (model, tagged_s, tag_language, tagging, saving, problem,"
                " content_key, is_reviewed) = (SELECT model, tagged_s, tag_language, tagging,"
                " saving, problem, content_key, is_reviewed FROM photos WHERE id = ?)"
                " WHERE id = ?",
                [source, target],
            )
            writer.execute("DELETE FROM texts WHERE photo_id = ?", [target])
            writer.execute(
                "INSERT INTO texts SELECT ?, title, description, file_title, file_description"
                " FROM texts WHERE photo_id = ?",
                [target, source],
            )
            writer.execute("DELETE FROM keyword_orders WHERE photo_id = ?", [target])
            writer.execute(
                "INSERT INTO keyword_orders SELECT ?, names FROM keyword_orders WHERE photo_id = ?",
                [target, source],
            )
            self._count_tags(target)

    def text_rows(self, ids: Iterable[int]) -> list[Row]:
        """Return (photo, title, description, file title, file description) where there are any."""
        return self.file.rows(
            "SELECT photo_id, title, description, file_title, file_description FROM texts"
            " WHERE photo_id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(ids))],
        )

    def replace_texts(self, rows: Sequence[Row]) -> None:
        """Replace rows of `text_rows`; empty ones are not kept, unknown photos are ignored."""
        with self._together() as writer:
            writer.executemany("DELETE FROM texts WHERE photo_id = ?", [row[:1] for row in rows])
            writer.executemany(
                "INSERT INTO texts SELECT ?, ?, ?, ?, ?"
                " WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?)",
                [(*row, row[0]) for row in rows if row[1:] != (None, None, "", "")],
            )

    def words_starting_with(self, prefix: str, limit: int) -> list[str]:
        """Return words whose folded name starts with *prefix*, the most used first."""
        rows = self.file.rows(
            "SELECT name FROM words WHERE folded >= ?1 AND folded < ?1 || char(1114111)"
            " ORDER BY (SELECT COUNT(*) FROM (SELECT 1 FROM decisions WHERE word_id = words.id"
            "  AND decision = 'accepted' LIMIT ?2))"
            " + (SELECT COUNT(*) FROM (SELECT 1 FROM keywords WHERE word_id = words.id LIMIT ?2))"
            " DESC, folded LIMIT ?3",
            [fold(prefix), _ENOUGH_USES, limit],
        )
        return [row[0] for row in rows]

    # For the modules that keep the SQL of one further subject

    def read(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query."""
        return self.file.rows(sql, values)

    def write(self, sql: str, rows: Iterable[Row]) -> None:
        """Carry out a statement for each row, all or none."""
        self.file.write_all(sql, rows)

    def word_id(self, name: str) -> int:
        """Return the number of a word; a new one is remembered."""
        with self._together():
            return self._word_id(name)

    # Private

    def _rest_all(self) -> None:
        """Undo the states of a run that died."""
        with self._together() as writer:
            writer.execute(
                f"UPDATE photos SET tagging = {_TAGGING_AT_REST}"
                " WHERE is_listed IN (0, 1) AND tagging IN ('queued', 'running')"
            )
            writer.execute(
                "UPDATE photos SET saving = 'unsaved' WHERE is_listed IN (0, 1) AND tagging IN"
                " ('untagged', 'queued', 'running', 'tagged', 'failed') AND saving = 'writing'"
            )

    def _exists(self, photo_id: int) -> bool:
        return self.file.row("SELECT 1 FROM photos WHERE id = ?", [photo_id]) is not None

    def _replace(self, table: str, photo_id: int, rows: Iterable[Row]) -> None:
        writer = self.file.writer
        writer.execute(f"DELETE FROM {table} WHERE photo_id = ?", [photo_id])
        values = [
            (photo_id, position, self._word_id(name), *rest)
            for position, (name, *rest) in enumerate(rows)
        ]
        if values:
            marks = ", ".join("?" * len(values[0]))
            writer.executemany(f"INSERT INTO {table} VALUES ({marks})", values)

    def _count_tags(self, photo_id: int) -> None:
        self.file.writer.execute(f"UPDATE photos SET {TAG_COUNTS} WHERE id = ?", [photo_id])

    def _word_id(self, name: str) -> int:
        known = self._word_ids.get(name)
        if known is None:
            row = self.file.row("SELECT id FROM words WHERE name = ?", [name])
            if row is None:
                cursor = self.file.writer.execute(
                    "INSERT INTO words (name, folded) VALUES (?, ?)", [name, fold(name)]
                )
                row = (cursor.lastrowid,)
            known = self._word_ids[name] = int(row[0])
        return known

    def _folder_id(self, path: bytes) -> int:
        known = self._folder_ids.get(path)
        if known is None:
            row = self.file.row("SELECT id FROM folders WHERE path = ?", [path])
            if row is None:
                cursor = self.file.writer.execute(
                    "INSERT INTO folders (path, sort_key, folded)"
                    " VALUES (?1, folder_key_of(?1), folded_path(?1))",
                    [path],
                )
                row = (cursor.lastrowid,)
            known = self._folder_ids[path] = int(row[0])
        return known

    @contextmanager
    def _together(self) -> Iterator[sqlite3.Connection]:
        try:
            with self.file.transaction() as writer:
                yield writer
        except BaseException:
            self._word_ids.clear()  # words and folders of this transaction are gone
            self._folder_ids.clear()
            raise


def _listed(*names: str) -> str:
    return ", ".join(name for name in names if name)


def under(folder: bytes, name: str) -> tuple[str, dict[str, object]]:
    """Return an SQL condition on ``path`` for a folder and all below it.

    Args:
        folder: the folder.
        name: begins the names of the values.

    Returns:
        The condition, and its values by name.
    """
    inside = folder.removesuffix(os.sep.encode()) + os.sep.encode()
    beyond = inside[:-1] + bytes([inside[-1] + 1])
    return (
        f"(path = :{name} OR (path >= :{name}_inside AND path < :{name}_beyond))",
        {name: folder, f"{name}_inside": inside, f"{name}_beyond": beyond},
    )
