"""A migration is done or not done, whenever the program dies; what was known is known after it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from phototagger.core import _catalog_file
from phototagger.core._catalog_schema import MIGRATIONS
from phototagger.core.library import Library
from phototagger.core.photo import PhotoFilter
from phototagger.core.photo_query import PhotoQuery

CURRENT = len(MIGRATIONS)


@pytest.fixture
def oldest(tmp_path: Path) -> Path:
    """Return a catalog of the first version with photos, tags and decisions."""
    file = tmp_path / "catalog.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        for number, path in enumerate((b"/p/b/img10.jpg", b"/p/b/img9.jpg", b"/p/caf\xe9.jpg"), 1):
            connection.execute(
                "INSERT INTO photos (id, path, sort_key, size_bytes, mtime_ns, is_unread, tagging)"
                " VALUES (?, ?, 'old', 1, 2, 0, 'tagged')",
                [number, path],
            )
        connection.execute("INSERT INTO roots VALUES (?)", [b"/p"])
        connection.executemany(
            "INSERT INTO words VALUES (?, ?, ?)",
            [(1, "Sea", "sea"), (2, "dog", "dog"), (3, "sky", "sky")],
        )
        connection.executemany(
            "INSERT INTO suggestions VALUES (?, ?, ?, ?)",
            [(1, 0, 1, 0.9), (1, 1, 2, 0.5), (2, 0, 1, 0.8), (3, 0, 3, 0.7)],
        )
        connection.execute("INSERT INTO decisions VALUES (1, 0, 1, 'accepted', 'service', 0.9)")
        connection.execute("INSERT INTO decisions VALUES (2, 0, 1, 'rejected', 'service', 0.8)")
        connection.execute("INSERT INTO keywords VALUES (1, 0, 3)")
        connection.execute(f"PRAGMA application_id = {_catalog_file.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    return file


def check_content(file: Path) -> None:
    library = Library.open(file)
    names = [photo.path.name for photo in library.photos(library.ids())]
    assert [os.fsencode(name) for name in names] == [b"caf\xe9.jpg", b"img9.jpg", b"img10.jpg"]
    assert set(library.review(library.ids()[2]).keywords()) == {"sky", "Sea"}
    assert library.ids_where(PhotoFilter.TO_REVIEW, 0.15) == [3, 1]
    assert list(library.lists.ids(PhotoQuery(Path("/p/b")))) == [2, 1]
    counts = library._catalog.file.rows("SELECT id, keyword_count FROM photos ORDER BY id", [])
    assert counts == [(1, 2), (2, 0), (3, 0)]
    library.close()


def test_a_catalog_of_the_first_version_is_taken_along(oldest: Path) -> None:
    check_content(oldest)
    with closing(sqlite3.connect(oldest)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (CURRENT,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def killed_at(file: Path, number: int) -> bool:
    """Open *file* in a process that dies before its *number*-th statement; tell whether it did."""
    child = os.fork()
    if child == 0:
        connect, seen = sqlite3.connect, 0

        def count(statement: str) -> None:
            nonlocal seen
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

        def watched(*args: object, **options: object) -> sqlite3.Connection:
            connection = connect(*args, **options)  # type: ignore[call-overload]
            connection.set_trace_callback(count)
            return connection  # type: ignore[no-any-return]

        sqlite3.connect = watched  # type: ignore[assignment]
        try:
            Library.open(file)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_killed_before_any_statement_it_is_the_old_or_the_new_catalog(
    oldest: Path, tmp_path: Path
) -> None:
    """Statement C09: the program dies before each statement of opening in turn."""
    versions = set()
    number = 0
    while True:
        number += 1
        place = tmp_path / f"run {number}"
        place.mkdir()
        file = place / "catalog.sqlite"
        shutil.copy(oldest, file)
        was_killed = killed_at(file, number)
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            columns = {row[1] for row in connection.execute("PRAGMA table_info(photos)")}
            assert ("sort_key" in columns) == (version == 1)
            assert ("keyword_count" in columns) == (version > 1)
        versions.add(version)
        check_content(file)
        if not was_killed:
            break
    assert number > sum(len(step) for step in MIGRATIONS[1:])
    assert versions == set(range(1, CURRENT + 1))
