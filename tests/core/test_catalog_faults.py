"""What happens to the catalog when something breaks: the program dies, the disk lies or fills."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core import _catalog_file, _catalog_snapshots
from phototagger.core._catalog_schema import MIGRATIONS
from phototagger.core.content_key import content_key
from phototagger.core.errors import CatalogDamaged, LibraryError
from phototagger.core.library import FileRead, FoundPhoto, Library
from phototagger.core.photo import Fingerprint, TaggingState
from phototagger.core.tags import KeywordSet, TagSuggestion

ADDS_UNTIL_KILLED = """
import sys
from pathlib import Path
from phototagger.core.library import FoundPhoto, Library
from phototagger.core.photo import Fingerprint
from phototagger.core.tags import TagSuggestion
library = Library.open(Path(sys.argv[1]))
for number in range(100_000):
    (new,) = library.add_photos([FoundPhoto(Path(f"/p/{number}.jpg"), Fingerprint(1, 1))]).new
    library.save_suggestions(new, [TagSuggestion(f"word{number}-{n}", 0.5) for n in range(20)], "m")
    print(new, flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalog.sqlite"


def fill(file: Path, count: int = 300) -> None:
    library = Library.open(file)
    library.add_photos(
        [FoundPhoto(Path(f"/p/{number}.jpg"), Fingerprint(1, 1)) for number in range(count)]
    )
    library.close()


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_killed_program_loses_nothing_it_acknowledged(file: Path) -> None:
    """Statement C01, fast form: killed at several moments of writing, on one catalog."""
    acknowledged = set()
    for round_number in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", ADDS_UNTIL_KILLED.replace("/p/", f"/p{round_number}/"), file],
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            for _ in range(5 + 37 * round_number):
                acknowledged.add(int(child.stdout.readline()))
            os.kill(child.pid, signal.SIGKILL)
            acknowledged |= {int(line) for line in child.stdout.read().split("\n")[:-1] if line}
        library = Library.open(file)
        ids = library.ids()
        assert acknowledged <= set(ids)
        reviews = library.reviews(sorted(acknowledged))  # type: ignore[arg-type]
        assert all(len(review.suggestions) == 20 for review in reviews.values())
        library.close()
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("offset", [0, 30, 100, 4096 * 3 + 2])
def test_damage_is_noticed_and_the_file_is_kept(file: Path, offset: int) -> None:
    """Statement C02."""
    fill(file)
    data = bytearray(file.read_bytes())
    data[offset : offset + 64] = b"\xa5" * 64
    file.write_bytes(data)
    with pytest.raises(CatalogDamaged, match=str(file)):
        Library.open(file)
    assert file.read_bytes() == bytes(data)
    kept = Library.set_aside(file)
    assert kept.name == "catalog.sqlite.broken-1"
    assert kept.read_bytes() == bytes(data)
    fresh = Library.open(file)
    assert fresh.ids() == []
    fresh.close()


@pytest.mark.parametrize(
    "content", [b"x", b"not a database " * 100, b"SQLite format 3\0" + b"\0" * 99]
)
def test_other_files_are_no_catalogs(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(CatalogDamaged):
        Library.open(file)
    assert file.read_bytes() == content


def test_database_of_another_program_is_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(CatalogDamaged):
        Library.open(file)
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema").fetchall()
    assert tables == [("bookmarks",)]


def test_empty_file_becomes_a_catalog(file: Path) -> None:
    file.touch()
    fill(file, 1)
    library = Library.open(file)
    assert len(library.ids()) == 1
    library.close()


def test_several_broken_catalogs_are_kept_with_their_logs(file: Path) -> None:
    """Statement C04: a fresh catalog never meets the log of an older one."""
    for number in (1, 2):
        file.write_bytes(b"broken %d" % number)
        Path(f"{file}-wal").write_bytes(b"log %d" % number)
        kept = Library.set_aside(file)
        assert kept.name.endswith(f"broken-{number}")
        assert Path(f"{kept}-wal").read_bytes() == b"log %d" % number
        assert not file.exists()
        assert not Path(f"{file}-wal").exists()


def test_catalog_without_its_log_is_older_but_whole(file: Path, tmp_path: Path) -> None:
    """Statement C04: only the file is copied while the program runs."""
    fill(file, 100)
    library = Library.open(file)
    library.add_photos([FoundPhoto(Path("/p/new.jpg"), Fingerprint(1, 1))])
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(file.read_bytes())
    library.close()
    again = Library.open(copy)
    assert len(again.ids()) in (100, 101)
    again.close()


def photo_count(file: Path) -> int:
    library = Library.open(file)
    try:
        return len(library.ids())
    finally:
        library.close()


def test_damaged_catalog_comes_back_from_its_snapshot(file: Path) -> None:
    fill(file, 5)
    file.write_bytes(b"damaged")
    with pytest.raises(CatalogDamaged):
        Library.open(file)
    Library.set_aside(file)
    assert Library.restore(file)
    assert photo_count(file) == 5


def test_damaged_snapshot_is_passed_over(file: Path) -> None:
    """Statement C10."""
    fill(file, 5)
    fill(file, 7)
    Path(f"{file}.snapshot-1").write_bytes(b"damaged")
    Library.set_aside(file)
    assert Library.restore(file)
    assert photo_count(file) == 5


def test_a_broken_snapshot_does_not_push_out_a_whole_one(file: Path) -> None:
    """Statement C10: three generations are kept, and only whole ones grow older."""
    for count in (5, 7, 9):
        fill(file, count)
    newest = Path(f"{file}.snapshot-1")
    newest.write_bytes(b"damaged")
    fill(file, 11)
    found = Library.snapshots(file)
    assert [snapshot.photo_count for snapshot in found] == [11, 7, 5]
    assert [snapshot.path.name[-1] for snapshot in found] == ["1", "2", "3"]
    Library.set_aside(file)
    assert Library.restore(file, found[1].path)
    assert photo_count(file) == 7


def test_snapshots_are_ordered_by_number_whatever_the_clock_says(file: Path) -> None:
    """Statement C11: the clock was a day ahead when the older copy was made."""
    fill(file, 5)
    older = Path(f"{file}.snapshot-1")
    ahead_s = older.stat().st_mtime + 2 * 24 * 60 * 60
    os.utime(older, (ahead_s, ahead_s))
    assert _catalog_snapshots.is_snapshot_due(file), "a copy from the future is no fresh copy"
    fill(file, 7)
    assert [snapshot.photo_count for snapshot in Library.snapshots(file)] == [7, 5]
    assert not _catalog_snapshots.is_snapshot_due(file)


def test_a_file_whose_time_jumped_keeps_its_suggestions(file: Path, tmp_path: Path) -> None:
    """Statement C11: times one day back and decades ahead re-tag nothing."""
    photo = tmp_path / "a.jpg"
    Image.new("RGB", (8, 8), "teal").save(photo)
    library = Library.open(file)
    (photo_id,) = library.add_photos([FoundPhoto(photo, Fingerprint(1, 10**18))]).new
    read = FileRead(photo_id, KeywordSet(), Fingerprint(1, 10**18), content_key(photo))
    library.files.store_reads([read])
    library.save_suggestions(photo_id, [TagSuggestion("sea", 0.9)], "m")
    library.set_state([photo_id], tagging=TaggingState.TAGGED)
    for mtime_ns in (10**18 - 86_400 * 10**9, 4 * 10**18, -(10**18)):
        version = Fingerprint(1, mtime_ns)
        assert library.add_photos([FoundPhoto(photo, version)]).changed == [photo_id]
        library.files.store_reads([FileRead(photo_id, KeywordSet(), version, content_key(photo))])
        library.refreshed([photo_id])
        assert library.photo(photo_id).tagging is TaggingState.TAGGED
        assert [s.name for s in library.review(photo_id).suggestions] == ["sea"]
    library.close()


def test_a_restored_catalog_never_meets_an_old_log(file: Path) -> None:
    """Statement C04: the log of a lost catalog lies beside the copy that takes its place."""
    fill(file, 5)
    library = Library.open(file)
    library.add_photos([FoundPhoto(Path("/p/late.jpg"), Fingerprint(1, 1))])
    log = Path(f"{file}-wal").read_bytes()
    library.close()
    file.unlink()
    Path(f"{file}-wal").write_bytes(log)
    restored_count = Library.snapshots(file)[0].photo_count
    assert Library.restore(file)
    assert photo_count(file) == restored_count


def test_a_large_catalog_is_checked_later_and_first_thing_next_time(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statement C02: damage inside a file that is too large to be checked at once."""
    fill(file, 3000)
    monkeypatch.setattr(_catalog_file, "_CHECKED_AT_ONCE_BYTES", 0)
    with closing(sqlite3.connect(file)) as connection:
        page, size = connection.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema"
            " WHERE name = 'photos_by_size'"
        ).fetchone()
    with file.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xa5" * 64)
    library = Library.open(file)
    assert len(library.ids()) == 3000
    with pytest.raises(CatalogDamaged, match=str(file)):
        library.check()
    library.close()
    with pytest.raises(CatalogDamaged):
        Library.open(file)


def test_a_whole_large_catalog_gets_its_daily_snapshot(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(file, 5)
    monkeypatch.setattr(_catalog_file, "_CHECKED_AT_ONCE_BYTES", 0)
    os.utime(f"{file}.snapshot-1", (1, 1))
    library = Library.open(file)
    library.add_photos([FoundPhoto(Path("/p/late.jpg"), Fingerprint(1, 1))])
    library.check()
    assert [snapshot.photo_count for snapshot in Library.snapshots(file)] == [6, 5]
    library.close()


def test_without_a_snapshot_nothing_is_restored(file: Path) -> None:
    assert not Library.restore(file)
    assert not file.exists()
    fill(file, 3)
    assert not Library.restore(file), "a catalog that is there is never replaced"


def test_run_without_changes_keeps_older_snapshots(file: Path) -> None:
    fill(file, 5)
    before = {path: digest(path) for path in file.parent.glob("*.snapshot-*")}
    for _ in range(3):
        Library.open(file).close()
    assert {path: digest(path) for path in file.parent.glob("*.snapshot-*")} == before
    assert len(before) == 1


def test_snapshot_that_cannot_be_kept_does_not_hinder_the_end(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Path(f"{file}.snapshot-1.tmp").mkdir()
    fill(file, 5)
    assert photo_count(file) == 5
    assert "no snapshot" in caplog.text


def test_place_that_cannot_hold_a_catalog_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder.sqlite").mkdir()
    for place in (tmp_path / "file" / "catalog.sqlite", tmp_path / "folder.sqlite"):
        with pytest.raises(LibraryError, match="cannot be used"):
            Library.open(place)


FILLS_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from phototagger.core.errors import LibraryError
from phototagger.core.library import FoundPhoto, Library
from phototagger.core.photo import Fingerprint
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
library = Library.open(Path(sys.argv[1]))
limit = 2_000_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
kept = 0
try:
    for number in range(100_000):
        kept += len(library.add_photos(
            [FoundPhoto(Path(f"/p/{number}.jpg"), Fingerprint(1, 1))]).new)
except LibraryError as error:
    assert library.ids_in() and len(library.ids()) == kept
    print(kept, error)
"""


def test_full_disk_stops_the_work_and_keeps_what_was_stored(file: Path) -> None:
    """Statement C05."""
    done = subprocess.run(
        [sys.executable, "-c", FILLS_THE_DISK, file], capture_output=True, text=True, check=True
    )
    kept, sentence = done.stdout.split(" ", 1)
    assert "disk may be full" in sentence
    library = Library.open(file)
    assert len(library.ids()) == int(kept) > 10
    library.close()


OPENS_AS_NOBODY = """
import os, sys
from pathlib import Path
from phototagger.core.errors import LibraryError
from phototagger.core.library import Library
if os.geteuid() == 0:
    os.setuid(65534)
try:
    Library.open(Path(sys.argv[1]))
except LibraryError as error:
    print(error)
"""


def test_read_only_catalog_is_told(file: Path) -> None:
    """Statement C05."""
    fill(file)
    before = digest(file)
    file.chmod(0o444)
    for folder in (file.parent, *file.parent.parents[:-2]):
        folder.chmod(0o755)
    file.parent.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", OPENS_AS_NOBODY, file], capture_output=True, text=True, check=True
    )
    file.parent.chmod(0o755)
    assert "read-only" in done.stdout
    assert digest(file) == before


def test_second_program_on_the_same_catalog_is_refused(file: Path) -> None:
    """Statement C06, the part of the catalog: two writers never meet."""
    library = Library.open(file)
    with pytest.raises(LibraryError, match="in use by another program"):
        Library.open(file)
    library.close()
    Library.open(file).close()


def test_catalog_locked_by_a_foreign_program_can_be_tried_again(file: Path) -> None:
    """Statement C07."""
    fill(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as foreign:
        foreign.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryError, match="in use by another program"):
            Library.open(file)
        foreign.execute("ROLLBACK")
    library = Library.open(file)
    assert len(library.ids()) == 300
    library.close()


def test_newer_catalog_is_refused_untouched(file: Path) -> None:
    """Statement C08."""
    fill(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {_catalog_file.SCHEMA + 1}")
        connection.commit()
    before, listing = digest(file), sorted(file.parent.iterdir())
    with pytest.raises(LibraryError, match="newer PhotoTagger") as caught:
        Library.open(file)
    assert not isinstance(caught.value, CatalogDamaged)
    assert digest(file) == before
    assert sorted(file.parent.iterdir()) == listing


def test_migration_that_fails_leaves_the_old_catalog(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statement C09, fast form: each statement of a migration fails in turn."""
    fill(file, 3)
    step = ("ALTER TABLE photos ADD COLUMN rating INTEGER", "CREATE TABLE extra (x)")
    monkeypatch.setattr(_catalog_file, "SCHEMA", len(MIGRATIONS) + 1)
    for length in range(3):
        broken = (*step[:length], "nonsense")
        monkeypatch.setattr(_catalog_file, "MIGRATIONS", (*MIGRATIONS, broken))
        with pytest.raises(LibraryError):
            Library.open(file)
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
            names = connection.execute("SELECT name FROM sqlite_schema").fetchall()
        assert ("extra",) not in names
    monkeypatch.setattr(_catalog_file, "MIGRATIONS", (*MIGRATIONS, step))
    library = Library.open(file)
    assert len(library.ids()) == 3
    library.close()


def test_failed_change_leaves_no_half(file: Path) -> None:
    library = Library.open(file)
    entry = FoundPhoto(Path("/p/a.jpg"), Fingerprint(1, 1))
    too_large = FoundPhoto(Path("/p/b.jpg"), Fingerprint(2**70, 1))
    with pytest.raises(OverflowError):
        library.add_photos([entry, too_large])
    assert library.ids() == []
    (photo_id,) = library.add_photos([entry]).new
    assert library.photo(photo_id).tagging is TaggingState.UNTAGGED
    library.close()
