"""The tables of the catalog, version by version.

A step that was released never changes; the next version is a further tuple of statements.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from phototagger.core.natural_order import fold, folder_key, natural_key


def folder_of(path: bytes) -> bytes:
    """Return the folder of a path."""
    return os.path.dirname(path)  # noqa: PTH120 - bytes are no Path


def _folder_key_of(path: bytes) -> str:
    return _storable(folder_key(os.fsdecode(path)))


def _folded_path(path: bytes) -> str:
    return _storable(fold(os.fsdecode(path)))


def _folded_name_of(path: bytes) -> str:
    return _storable(fold(_name_of(path)))


def _name_key_of(path: bytes) -> str:
    return _storable(natural_key(_name_of(path)))


def _name_of(path: bytes) -> str:
    return os.fsdecode(os.path.basename(path))  # noqa: PTH119 - bytes are no Path


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()  # file names may hold what is no text


SQL_FUNCTIONS: dict[str, Callable[[bytes], str | bytes]] = {
    "folder_of": folder_of,
    "folder_key_of": _folder_key_of,
    "folded_path": _folded_path,
    "folded_name_of": _folded_name_of,
    "name_key_of": _name_key_of,
}
"""What the statements below call, with one path each."""

_KEYWORD_COUNT = """
    keyword_count = (
        SELECT COUNT(*) FROM (
            SELECT word_id FROM keywords WHERE photo_id = photos.id
            UNION SELECT word_id FROM decisions
            WHERE photo_id = photos.id AND decision = 'accepted')
        WHERE word_id NOT IN (SELECT word_id FROM decisions
            WHERE photo_id = photos.id AND decision = 'rejected'))"""

_UNDECIDED = """
        AND NOT EXISTS (SELECT 1 FROM decisions AS d
            WHERE d.photo_id = s.photo_id AND +d.word_id = s.word_id)
        AND NOT EXISTS (SELECT 1 FROM keywords AS k
            WHERE k.photo_id = s.photo_id AND +k.word_id = s.word_id)"""

TAG_COUNTS = f"""{_KEYWORD_COUNT},
    best_pending = coalesce((
        SELECT MAX(CASE WHEN is_shown THEN 2 ELSE probability END) FROM suggestions AS s
        WHERE photo_id = photos.id AND hidden = '' {_UNDECIDED}), -1)"""
"""Sets what a photo's tags come to: number of its keywords, its best undecided suggestion.

A suggestion that is shown whatever the threshold says counts as 2, above every threshold. A plus
keeps SQLite from the index by word: a photo has few words, a word may have 100,000 photos.
"""

_FIRST_TAG_COUNTS = f"""{_KEYWORD_COUNT},
    best_pending = coalesce((
        SELECT MAX(probability) FROM suggestions AS s
        WHERE photo_id = photos.id {_UNDECIDED}), -1)"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE roots (path BLOB PRIMARY KEY) WITHOUT ROWID",
        """CREATE TABLE photos (
            id INTEGER PRIMARY KEY,
            path BLOB NOT NULL UNIQUE,
            sort_key TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            is_listed INTEGER NOT NULL DEFAULT 1,
            is_unread INTEGER NOT NULL DEFAULT 1,
            content_key BLOB NOT NULL DEFAULT x'',
            tagging TEXT NOT NULL DEFAULT 'untagged',
            saving TEXT NOT NULL DEFAULT 'saved',
            problem TEXT NOT NULL DEFAULT '',
            model TEXT NOT NULL DEFAULT '')""",
        "CREATE INDEX photos_in_order ON photos (is_listed, sort_key, tagging, saving)",
        "CREATE INDEX photos_by_content ON photos (content_key) WHERE content_key <> x''",
        "CREATE TABLE words (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT)",
        "CREATE INDEX words_folded ON words (folded)",
        """CREATE TABLE suggestions (
            photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            word_id INTEGER NOT NULL REFERENCES words (id),
            probability REAL NOT NULL,
            PRIMARY KEY (photo_id, position)) WITHOUT ROWID""",
        """CREATE TABLE decisions (
            photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            word_id INTEGER NOT NULL REFERENCES words (id),
            decision TEXT NOT NULL,
            origin TEXT NOT NULL,
            probability REAL NOT NULL,
            PRIMARY KEY (photo_id, position)) WITHOUT ROWID""",
        "CREATE INDEX decisions_by_word ON decisions (word_id, decision)",
        """CREATE TABLE keywords (
            photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            word_id INTEGER NOT NULL REFERENCES words (id),
            PRIMARY KEY (photo_id, position)) WITHOUT ROWID""",
        "CREATE INDEX keywords_by_word ON keywords (word_id)",
    ),
    # Lists of 100,000 photos: each order and filter has an index that covers it. The counts of a
    # photo's own tags are kept beside it, because counting them anew takes longer than sorting.
    (
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE,"
        " sort_key TEXT NOT NULL, folded TEXT NOT NULL)",
        "CREATE INDEX folders_in_order ON folders (sort_key)",
        "INSERT INTO folders (path, sort_key, folded) SELECT path, folder_key_of(path),"
        " folded_path(path) FROM (SELECT DISTINCT folder_of(path) AS path FROM photos)",
        "DROP INDEX photos_in_order",
        "ALTER TABLE photos DROP COLUMN sort_key",
        "ALTER TABLE photos ADD COLUMN folder_id INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE photos ADD COLUMN name_key TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE photos ADD COLUMN folded_name TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE photos ADD COLUMN taken_s INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE photos ADD COLUMN keyword_count INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE photos ADD COLUMN best_pending REAL NOT NULL DEFAULT -1",
        "UPDATE photos SET name_key = name_key_of(path), is_unread = 1,"
        " folded_name = folded_name_of(path),"
        " folder_id = (SELECT id FROM folders WHERE folders.path = folder_of(photos.path))",
        f"UPDATE photos SET {_FIRST_TAG_COUNTS}",
        "CREATE INDEX photos_in_folder ON photos (folder_id, is_listed, name_key, folded_name,"
        " tagging, saving, best_pending, taken_s, keyword_count)",
        "CREATE INDEX photos_by_state ON photos (is_listed, tagging, saving, best_pending,"
        " taken_s, keyword_count, mtime_ns, size_bytes, folder_id)",
        "CREATE INDEX photos_by_name ON photos (is_listed, name_key)",
        "CREATE INDEX photos_by_taken ON photos (is_listed, taken_s)",
        "CREATE INDEX photos_by_mtime ON photos (is_listed, mtime_ns)",
        "CREATE INDEX photos_by_keywords ON photos (is_listed, keyword_count)",
        "CREATE INDEX photos_by_size ON photos (is_listed, size_bytes)",
        "CREATE INDEX photos_with_problem ON photos (is_listed) WHERE problem <> ''",
        "CREATE INDEX photos_unread ON photos (id) WHERE is_unread = 1 AND is_listed = 1",
        "CREATE INDEX suggestions_by_word ON suggestions (word_id, photo_id, probability)",
    ),
    # Titles and descriptions: apart from the photos, because few have one and lists need none.
    # Every file is read again, for what it says of them was not kept before.
    (
        """CREATE TABLE texts (
            photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
            title TEXT,
            description TEXT,
            file_title TEXT NOT NULL,
            file_description TEXT NOT NULL)""",
        "UPDATE photos SET is_unread = 1",
    ),
    # What photos have for one stock agency only, and what was exported for it.
    (
        """CREATE TABLE agency_texts (
            photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
            agency TEXT NOT NULL,
            texts TEXT NOT NULL,
            PRIMARY KEY (photo_id, agency)) WITHOUT ROWID""",
        """CREATE TABLE agency_exports (
            photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
            agency TEXT NOT NULL,
            digest BLOB NOT NULL,
            exported_s INTEGER NOT NULL,
            PRIMARY KEY (photo_id, agency)) WITHOUT ROWID""",
    ),
    (  # learned words: who suggested, what the service said before it was corrected, and why
        "ALTER TABLE suggestions ADD COLUMN origin TEXT NOT NULL DEFAULT 'service'",
        "ALTER TABLE suggestions ADD COLUMN given REAL",
        "ALTER TABLE suggestions ADD COLUMN evidence BLOB NOT NULL DEFAULT x''",
        "CREATE INDEX suggestions_learned ON suggestions (word_id) WHERE origin = 'learned'",
        """CREATE TABLE word_choices (
            word_id INTEGER PRIMARY KEY REFERENCES words (id),
            choice TEXT NOT NULL) WITHOUT ROWID""",
    ),
    # Review: whether the user is done with a photo, in which order its keywords stand, when and in
    # which language it was tagged; and why a suggestion is hidden whatever its probability.
    (
        "ALTER TABLE photos ADD COLUMN is_reviewed INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE photos ADD COLUMN is_changed INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE photos ADD COLUMN has_sidecar INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE photos ADD COLUMN tagged_s INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE photos ADD COLUMN tag_language TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE keyword_orders (
            photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
            names TEXT NOT NULL)""",
        "ALTER TABLE suggestions ADD COLUMN hidden TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE suggestions ADD COLUMN said TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE suggestions ADD COLUMN is_shown INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE suggestions ADD COLUMN own REAL",
        "DROP INDEX suggestions_by_word",
        "CREATE INDEX suggestions_by_word ON suggestions"
        " (word_id, photo_id, probability, hidden, is_shown)",
        "CREATE TABLE vocabulary (name TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID",
        # What a file says that is read anew after an update is no change by another program.
        "UPDATE photos SET is_changed = 3 WHERE is_unread = 1",
        "DROP INDEX photos_in_folder",
        "CREATE INDEX photos_in_folder ON photos (folder_id, is_listed, name_key, folded_name,"
        " tagging, saving, best_pending, taken_s, keyword_count, is_reviewed, is_changed)",
        "DROP INDEX photos_by_state",
        "CREATE INDEX photos_by_state ON photos (is_listed, tagging, saving, best_pending,"
        " taken_s, keyword_count, mtime_ns, size_bytes, folder_id, is_reviewed, is_changed)",
        "CREATE TABLE saved_searches (position INTEGER PRIMARY KEY, name TEXT NOT NULL,"
        " text TEXT NOT NULL)",
        # What suggestions still have to follow: words whose entries changed, and the rules.
        "CREATE TABLE unrefined (name TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE refined_by (rules TEXT NOT NULL)",
        "CREATE TABLE dismissed_proposals (kind TEXT NOT NULL, name TEXT NOT NULL,"
        " evidence INTEGER NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID",
    ),
)
