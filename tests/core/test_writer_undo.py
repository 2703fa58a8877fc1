"""Undo, history and what a start finds after a crash."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from phototagger.core import _replace, _way_back
from phototagger.core._journal import EntryState
from phototagger.core._patch import Patch
from phototagger.core.errors import (
    MetadataWriteError,
    PhototaggerError,
    StorageFull,
    UnreadablePhoto,
)
from phototagger.core.metadata import read_photo
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import RecoveryOutcome, Writer

ROOT = Path(__file__).parents[2]


def add(*names):
    return KeywordChange(add=KeywordSet(names))


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "home" / "journal.sqlite"


@pytest.fixture
def writer(journal):
    found = Writer(journal)
    yield found
    found.close()


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "photos"
    path.mkdir()
    return path


def jpeg(path, colour=0):
    buffer = io.BytesIO()
    Image.new("L", (60, 40), colour).save(buffer, "JPEG")
    path.write_bytes(buffer.getvalue())
    return path


@pytest.fixture
def photo(folder):
    return jpeg(folder / "photo.jpg")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_undo_gives_the_exact_file_and_its_time_back(writer, photo):
    os.utime(photo, ns=(5, 1_234_567_890_123_456_789))
    before = digest(photo), photo.stat().st_mtime_ns
    writer.write(photo, add("a"), batch="one")
    assert [line.undone for line in writer.undo("one")] == [True]
    assert (digest(photo), photo.stat().st_mtime_ns) == before
    assert writer.history()[0].undone


def test_a_batch_is_taken_back_as_a_whole_also_after_a_restart(writer, journal, folder):
    """W23: undo gives back the SHA-256 of every original."""
    photos = [jpeg(folder / f"{n}.jpg", n) for n in range(3)]
    before = [digest(path) for path in photos]
    for path in photos:
        writer.write(path, add("a"), batch="one")
    writer.write(photos[0], add("b"), batch="one")
    writer.close()
    again = Writer(journal)
    (batch,) = again.history()
    assert (batch.id, batch.photos, batch.undone) == ("one", tuple(photos), False)
    assert all(line.undone for line in again.undo("one"))
    assert [digest(path) for path in photos] == before
    assert again.undo("one") == []
    again.close()


def test_history_lists_the_latest_batch_first(writer, photo):
    writer.write(photo, add("a"), batch="one")
    writer.write(photo, add("b"), batch="two")
    assert [batch.id for batch in writer.history()] == ["two", "one"]
    assert writer.history()[0].written_at >= writer.history()[1].written_at


def test_one_photo_can_be_taken_back(writer, folder):
    one, two = jpeg(folder / "1.jpg"), jpeg(folder / "2.jpg")
    before = digest(one)
    for path in (one, two):
        writer.write(path, add("a"), batch="both")
    assert [line.path for line in writer.undo_photos([one])] == [one]
    assert digest(one) == before
    assert read_photo(two).keywords.names == ("a",)
    assert writer.undo_photos([folder / "never.jpg"]) == []


def test_undo_is_refused_when_the_file_changed_since(writer, photo):
    """W24: undo after a foreign change is refused, nothing is lost."""
    writer.write(photo, add("a"), batch="one")
    with photo.open("ab") as file:
        file.write(b"theirs")
    changed = digest(photo)
    (line,) = writer.undo("one")
    assert line.problem == "photo.jpg was changed after it was saved; it stays as it is."
    assert digest(photo) == changed


def test_a_created_sidecar_is_deleted_only_while_it_is_ours(writer, folder):
    raw = folder / "photo.nef"
    raw.write_bytes(b"RAW")
    beside = folder / "photo.nef.xmp"
    writer.write(raw, add("a"), batch="one")
    assert [line.undone for line in writer.undo("one")] == [True]
    assert not beside.exists()
    writer.write(raw, add("a"), batch="two")
    beside.write_text(beside.read_text() + "\n")
    (line,) = writer.undo("two")
    assert not line.undone and beside.exists()


def test_undo_of_a_missing_file_is_a_sentence(writer, photo):
    writer.write(photo, add("a"), batch="one")
    photo.unlink()
    (line,) = writer.undo("one")
    assert "cannot be read" in line.problem
    assert not photo.exists()


def test_an_undo_that_failed_at_its_last_step_can_be_repeated(writer, photo, monkeypatch):
    before = digest(photo)
    writer.write(photo, add("a"), batch="one")

    def fail(folder):
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as patches:
        patches.setattr(_replace, "sync_folder", fail)
        with pytest.raises(StorageFull):
            writer.undo("one")
    assert digest(photo) == before
    assert [line.undone for line in writer.undo("one")] == [True]
    assert writer.history()[0].undone
    assert digest(photo) == before


def test_a_sidecar_that_cannot_be_read_does_not_count_as_taken_back(writer, folder, monkeypatch):
    raw = folder / "photo.nef"
    raw.write_bytes(b"RAW")
    writer.write(raw, add("a"), batch="one")

    def take(path):
        raise UnreadablePhoto(f"{path.name} cannot be read.")

    with monkeypatch.context() as patches:
        patches.setattr(_replace, "take", take)
        (line,) = writer.undo("one")
    assert "cannot be read" in line.problem
    assert (folder / "photo.nef.xmp").exists()
    assert [line.undone for line in writer.undo("one")] == [True]
    assert not (folder / "photo.nef.xmp").exists()


def test_a_damaged_undo_record_is_noticed(writer, journal, photo):
    writer.write(photo, add("a"), batch="one")
    connection = sqlite3.connect(journal)
    connection.execute("UPDATE undo_blobs SET patch = zeroblob(length(patch))")
    connection.commit()
    connection.close()
    written = digest(photo)
    (line,) = writer.undo("one")
    assert "stored original" in line.problem
    assert digest(photo) == written


def test_the_journal_keeps_the_head_and_not_the_picture(writer, journal, folder):
    photo = folder / "large.jpg"
    Image.frombytes("L", (1500, 1500), os.urandom(1500 * 1500)).save(photo, quality=95)
    writer.write(photo, add("a"), batch="one")
    assert photo.stat().st_size > 1_000_000
    assert journal.stat().st_size < 100_000


def test_a_journal_of_a_newer_program_is_left_alone(writer, journal, photo):
    writer.history()
    writer.close()
    connection = sqlite3.connect(journal)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = digest(journal)
    for _ in range(2):
        with pytest.raises(MetadataWriteError, match="newer"):
            writer.write(photo, add("a"), batch="one")
    assert digest(journal) == before


# -- after a crash ------------------------------------------------------------------------------


class Crash(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize(
    ("step", "after", "outcome"),
    [
        ("stage", False, RecoveryOutcome.NOT_STARTED),
        ("stage", True, RecoveryOutcome.NOT_STARTED),
        ("swap", False, RecoveryOutcome.NOT_STARTED),
        ("swap", True, RecoveryOutcome.FINISHED),
    ],
)
def test_an_unfinished_write_is_settled(journal, photo, monkeypatch, step, after, outcome):
    """W25: a temp file named in the journal is cleaned up, a foreign one is not."""
    before = digest(photo)
    crashed = Writer(journal)
    with monkeypatch.context() as patches:
        _arm(patches, step, after=after)
        with pytest.raises(Crash):
            crashed.write(photo, add("a"), batch="one")
    crashed.close()
    foreign = photo.with_name(".photo.jpg.tagtmp-12")
    foreign.write_bytes(b"theirs")
    writer = Writer(journal)
    (found,) = writer.recover()
    assert (found.path, found.outcome) == (photo, outcome)
    assert str(found).startswith("photo.jpg was ")
    assert sorted(path.name for path in photo.parent.iterdir()) == [foreign.name, "photo.jpg"]
    assert writer.recover() == []
    if outcome is RecoveryOutcome.FINISHED:
        assert [line.undone for line in writer.undo("one")] == [True]
    else:
        assert writer.history() == []
    assert digest(photo) == before
    writer.close()


@pytest.mark.parametrize(("after", "undone"), [(False, False), (True, True)])
def test_an_unfinished_undo_is_settled(journal, photo, monkeypatch, after, undone):
    writer = Writer(journal)
    writer.write(photo, add("a"), batch="one")
    with monkeypatch.context() as patches:
        _arm(patches, "swap", after=after)
        mark = writer._journal.mark

        def unless_over(entries, state):
            if state is EntryState.UNDOING:
                mark(entries, state)

        patches.setattr(writer._journal, "mark", unless_over)
        with pytest.raises(Crash):
            writer.undo("one")
    writer.recover()
    assert writer.history()[0].undone is undone
    assert bool(read_photo(photo).keywords) is not undone
    writer.close()


def test_a_file_changed_after_a_crash_is_a_conflict_and_stays(journal, photo, monkeypatch):
    writer = Writer(journal)
    with monkeypatch.context() as patches:
        _arm(patches, "swap", after=False)
        with pytest.raises(Crash):
            writer.write(photo, add("a"), batch="one")
    photo.write_bytes(b"theirs")
    (found,) = writer.recover()
    assert found.outcome is RecoveryOutcome.CONFLICT
    assert photo.read_bytes() == b"theirs"
    assert [path.name for path in photo.parent.iterdir()] == ["photo.jpg"]
    writer.close()


def test_a_folder_that_is_away_is_looked_at_again(journal, photo, monkeypatch):
    writer = Writer(journal)
    with monkeypatch.context() as patches:
        _arm(patches, "swap", after=False)
        with pytest.raises(Crash):
            writer.write(photo, add("a"), batch="one")
    away = photo.parent.rename(photo.parent.with_name("away"))
    assert [line.outcome for line in writer.recover()] == [RecoveryOutcome.OUT_OF_REACH]
    away.rename(photo.parent)
    assert [line.outcome for line in writer.recover()] == [RecoveryOutcome.NOT_STARTED]
    assert [path.name for path in photo.parent.iterdir()] == ["photo.jpg"]
    writer.close()


def _arm(patches, step, *, after):
    """Make *step* of the file protocol end the process as a kill would: nothing is cleaned up."""
    real = getattr(_replace, step)

    def crash(*args, **rules):
        if after:
            real(*args, **rules)
        patches.setattr(_replace, "discard", lambda temp: None)
        patches.setattr(_way_back, "abandon", lambda *args, **rules: None)
        raise Crash

    patches.setattr(_replace, step, crash)


# -- several at once ----------------------------------------------------------------------------


def test_threads_write_one_photo_as_if_in_turn(writer, photo):
    """W27: the result is the union of what all workers wanted."""
    words = [f"word {n}" for n in range(8)]
    failures = []

    def work(word):
        try:
            writer.write(photo, add(word, "all"), batch=word)
        except PhototaggerError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert read_photo(photo).keywords == KeywordSet((*words, "all"))


def test_processes_write_one_photo_as_if_in_turn(journal, photo):
    """W27: the same for processes."""
    program = (
        "import sys; from pathlib import Path; from phototagger.core.tags import *;"
        "from phototagger.core.writer import Writer;"
        "writer = Writer(Path(sys.argv[1]));"
        "change = KeywordChange(add=KeywordSet((sys.argv[3], 'all')));"
        "writer.write(Path(sys.argv[2]), change, batch='x'); writer.close()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, str(journal), str(photo)]
    running = [subprocess.Popen([*command, word], env=environment) for word in "abc"]
    assert [process.wait(30) for process in running] == [0, 0, 0]
    assert read_photo(photo).keywords == KeywordSet(("a", "b", "c", "all"))
    before = digest(photo)
    writer = Writer(journal)
    assert len(writer.undo("x")) == 3
    writer.close()
    assert digest(photo) != before
    assert not read_photo(photo).keywords


def test_the_history_can_be_read_while_a_photo_is_written(writer, photo, monkeypatch):
    stage = _replace.stage
    seen = []

    def look(*args):
        seen.append(len(writer.history()))
        return stage(*args)

    monkeypatch.setattr(_replace, "stage", look)
    writer.write(photo, add("a"), batch="one")
    assert seen == [1]


# -- full disks ---------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A mounted file system of 256 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(place):
    with (place / "filler").open("wb", 0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return


def test_a_full_disk_stops_with_one_sentence_and_room_lets_it_go_on(writer, small_disk):
    """W05: a disk that is really full."""
    photo = jpeg(small_disk / "photo.jpg")
    fill(small_disk)
    before = digest(photo)
    with pytest.raises(StorageFull, match=r"photo\.jpg could not be saved: the disk is full"):
        writer.write(photo, add("a"), batch="one")
    assert digest(photo) == before
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "photo.jpg"]
    (small_disk / "filler").unlink()
    assert writer.write(photo, add("a"), batch="one").changed


def test_a_read_only_disk_stops_with_one_sentence(writer, small_disk):
    """W07: a disk mounted read-only."""
    photo = jpeg(small_disk / "photo.jpg")
    raw = small_disk / "raw.nef"
    raw.write_bytes(b"RAW")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    before = digest(photo)
    for path in (photo, raw):
        with pytest.raises(StorageFull, match=f"{path.name}.*read-only"):
            writer.write(path, add("a"), batch="one")
    assert digest(photo) == before


def test_a_full_disk_under_the_journal_leaves_every_photo_alone(small_disk, photo):
    """W28: no photo is touched without a journal row."""
    writer = Writer(small_disk / "journal.sqlite")
    writer.history()
    fill(small_disk)
    before = digest(photo)
    with pytest.raises(StorageFull, match="no photo is touched"):
        writer.write(photo, add("a"), batch="one")
    assert digest(photo) == before
    (small_disk / "filler").unlink()
    assert writer.write(photo, add("a"), batch="one").changed
    writer.close()


# -- patches ------------------------------------------------------------------------------------


NOISE = random.Random(1).randbytes(1 << 20)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b""),
        (b"", b"new"),
        (b"old", b""),
        (b"same", b"same"),
        (b"head old tail", b"head longer tail"),
        (b"aaaa", b"aa"),
        (b"ab" * 100_000, b"ab" * 50_000 + b"x" + b"ab" * 50_000),
        pytest.param(NOISE, b"head" + NOISE[4:] + b"appended", id="pointer moved, data appended"),
        pytest.param(NOISE, NOISE[:99] + b"inserted" + NOISE[120:], id="head replaced"),
    ],
)
def test_a_patch_leads_back_and_is_small(old, new):
    packed = Patch.back(new, old).pack()
    assert Patch.unpack(packed).apply(new) == old
    assert len(packed) < 5_000


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_patch_leads_back(old, new):
    assert Patch.unpack(Patch.back(new, old).pack()).apply(new) == old


def test_bytes_that_are_no_patch_are_refused():
    with pytest.raises(ValueError, match="not a patch"):
        Patch.unpack(b"short")
