"""The tables of the catalog, version by version.

A step that was released never changes; the next version is a further tuple of statements.
"""

from __future__ import annotations

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
    (  # learned words: who suggested, what the service said before it was corrected, and why
        "ALTER TABLE suggestions ADD COLUMN origin TEXT NOT NULL DEFAULT 'service'",
        "ALTER TABLE suggestions ADD COLUMN given REAL",
        "ALTER TABLE suggestions ADD COLUMN evidence BLOB NOT NULL DEFAULT x''",
        "CREATE INDEX suggestions_learned ON suggestions (word_id) WHERE origin = 'learned'",
        """CREATE TABLE word_choices (
            word_id INTEGER PRIMARY KEY REFERENCES words (id),
            choice TEXT NOT NULL) WITHOUT ROWID""",
    ),
)
