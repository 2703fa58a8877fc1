"""Many photos written in groups: each old or new for itself, as if written one after the other."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import subprocess

import pytest
from PIL import Image

from phototagger.core import _replace, _way_back, metadata
from phototagger.core._write_group import Attempt
from phototagger.core.errors import MetadataWriteError, PhotoChanged, StorageFull, UnreadablePhoto
from phototagger.core.metadata import read_photo
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import RecoveryOutcome, Writer, recovery_sentence


def add(*names):
    return KeywordChange(add=KeywordSet(names))


@pytest.fixture
def writer(tmp_path):
    found = Writer(tmp_path / "home" / "journal.sqlite")
    yield found
    found.close()


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "photos"
    path.mkdir()
    return path


def image(path, colour=0, kind="JPEG", size=(60, 40)):
    buffer = io.BytesIO()
    Image.new("L", size, colour).save(buffer, kind)
    path.write_bytes(buffer.getvalue())
    return path


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(writer, photos, *names):
    return list(writer.write_many([(photo, add(*names)) for photo in photos], batch="many"))


def test_every_photo_is_told_in_order_and_can_be_taken_back(writer, folder):
    photos = [image(folder / f"{n}.jpg", n) for n in range(40)]
    before = [digest(photo) for photo in photos]
    outcomes = run(writer, photos, "a")
    assert [outcome.number for outcome in outcomes] == list(range(40))
    for photo, outcome in zip(photos, outcomes, strict=True):
        assert outcome.report.path == photo
        status = photo.stat()
        assert outcome.report.fingerprint.size_bytes == status.st_size
        assert outcome.report.fingerprint.mtime_ns == status.st_mtime_ns
        assert read_photo(photo).keywords.names == ("a",)
    assert sorted(folder.iterdir()) == sorted(photos)
    assert not any(outcome.report.changed for outcome in run(writer, photos, "a"))
    assert all(line.undone for line in writer.undo("many"))
    assert [digest(photo) for photo in photos] == before


def test_a_photo_that_fails_takes_no_other_along(writer, folder):
    photos = [image(folder / f"{n}.jpg", n) for n in range(5)]
    photos[1].unlink()
    photos[3].chmod(0o444)
    outcomes = run(writer, photos, "a")
    assert [bool(outcome.report) for outcome in outcomes] == [True, False, True, False, True]
    assert isinstance(outcomes[1].error, UnreadablePhoto)
    assert "write-protected" in str(outcomes[3].error)
    assert not read_photo(photos[3]).keywords


def test_a_photo_that_breaks_its_editor_takes_no_other_along(writer, folder, monkeypatch, caplog):
    photos = [image(folder / f"{n:02}.jpg", n) for n in range(20)]
    real = metadata.embed

    def embed(data, change):
        if data == photos[17].read_bytes():
            raise KeyError("forgotten check")
        return real(data, change)

    monkeypatch.setattr(metadata, "embed", embed)
    outcomes = run(writer, photos, "a")
    assert [outcome.number for outcome in outcomes if outcome.error] == [17]
    assert "structure this program does not know" in str(outcomes[17].error)
    assert "a photo broke its editor" in caplog.text
    caplog.clear()


def test_photos_that_share_a_sidecar_are_written_in_turn(writer, folder):
    jpeg, png = image(folder / "photo.jpg"), image(folder / "photo.png", kind="PNG")
    shared = folder / "photo.xmp"
    raw = folder / "seed.nef"
    raw.write_bytes(b"RAW")
    writer.write(raw, add("seed"), batch="seed")
    (folder / "seed.nef.xmp").rename(shared)
    tasks = [(jpeg, add("one")), (png, add("two"))]
    assert all(outcome.report for outcome in writer.write_many(tasks, batch="many"))
    assert read_photo(jpeg).keywords == KeywordSet(("one", "seed", "two"))
    assert all(line.undone for line in writer.undo("many"))


def test_a_photo_named_twice_gets_both_changes(writer, folder):
    photo = image(folder / "photo.jpg")
    link = folder / "link.jpg"
    link.symlink_to(photo)
    tasks = [(photo, add("a")), (link, add("b")), (photo, add("c"))]
    assert all(outcome.report for outcome in writer.write_many(tasks, batch="many"))
    assert read_photo(photo).keywords.names == ("a", "b", "c")
    assert link.is_symlink()


def test_a_run_can_be_stopped_between_groups(writer, folder):
    photos = [image(folder / f"{n}.jpg", n) for n in range(40)]
    answers = iter([False, True])
    tasks = [(photo, add("a")) for photo in photos]
    outcomes = list(writer.write_many(tasks, batch="many", stopped=lambda: next(answers, True)))
    assert 0 < len(outcomes) < 40
    done = [bool(read_photo(photo).keywords) for photo in photos]
    assert done == [n < len(outcomes) for n in range(40)]


def test_a_photo_changed_between_reading_and_renaming_is_left_alone(writer, folder, monkeypatch):
    photos = [image(folder / f"{n}.jpg", n) for n in range(3)]
    real = _replace.confirm

    def confirm(new, **rules):
        if new.path == photos[1]:
            photos[1].write_bytes(b"theirs")
        real(new, **rules)

    monkeypatch.setattr(_replace, "confirm", confirm)
    outcomes = run(writer, photos, "a")
    assert isinstance(outcomes[1].error, PhotoChanged)
    assert photos[1].read_bytes() == b"theirs"
    assert outcomes[0].report and outcomes[2].report
    assert sorted(folder.iterdir()) == photos


def test_a_folder_that_cannot_be_made_durable_takes_its_photos_back(writer, folder, monkeypatch):
    photos = [image(folder / f"{n}.jpg", n) for n in range(3)]
    before = [digest(photo) for photo in photos]
    failures = iter([OSError(errno.EPERM, "no"), OSError(errno.EINVAL, "no")])
    real = _replace.sync_folder

    def sync(path):
        if path == folder and (failure := next(failures, None)):
            raise failure
        real(path)

    monkeypatch.setattr(_replace, "sync_folder", sync)
    outcomes = run(writer, photos, "a")
    assert all(isinstance(outcome.error, MetadataWriteError) for outcome in outcomes)
    assert [digest(photo) for photo in photos[:2]] == before[:2]


@pytest.mark.parametrize("killed_at", range(4))
def test_a_group_killed_between_renames_is_settled_photo_by_photo(
    tmp_path, folder, monkeypatch, killed_at
):
    class Crash(BaseException):
        pass

    photos = [image(folder / f"{n}.jpg", n) for n in range(4)]
    before = [digest(photo) for photo in photos]
    crashed = Writer(tmp_path / "home" / "journal.sqlite")
    real = Attempt.swap

    def swap(self, rules):
        if self.number == killed_at:
            raise Crash
        real(self, rules)

    with monkeypatch.context() as patches:
        patches.setattr(Attempt, "swap", swap)
        patches.setattr(_replace, "discard", lambda temp: None)
        patches.setattr(_way_back, "abandon", lambda *args, **rules: None)
        with pytest.raises(Crash):
            run(crashed, photos, "a")
    crashed.close()
    writer = Writer(tmp_path / "home" / "journal.sqlite")
    found = writer.recover()
    expected = [RecoveryOutcome.FINISHED] * killed_at
    assert [line.outcome for line in found] == expected + [RecoveryOutcome.NOT_STARTED] * (
        4 - killed_at
    )
    assert "every photo is whole" in recovery_sentence(found)
    assert sorted(folder.iterdir()) == photos
    assert all(outcome.report for outcome in run(writer, photos, "a"))
    assert all(line.undone for line in writer.undo("many"))
    assert [digest(photo) for photo in photos] == before
    writer.close()


@pytest.fixture
def small_disk(tmp_path):
    """A mounted file system of 1 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def large(path):
    """A photo of about 130 KB."""
    Image.frombytes("L", (360, 360), os.urandom(360 * 360)).save(path, quality=95)
    return path


def test_w05_room_for_one_temp_file_is_room_for_all_photos(writer, small_disk):
    """W05: temp files of a group that fill the disk do not end the run."""
    photos = [large(small_disk / f"{n}.jpg") for n in range(6)]
    assert os.statvfs(small_disk).f_bavail * 4096 < 2 * photos[0].stat().st_size * 2
    outcomes = run(writer, photos, "a")
    assert [outcome.number for outcome in outcomes] == list(range(6))
    assert all(outcome.report for outcome in outcomes)
    assert sorted(small_disk.iterdir()) == photos


def test_w05_a_disk_without_room_ends_the_run_at_the_first_photo(writer, small_disk):
    """W05: one message, and no photo behind it is touched."""
    photos = [large(small_disk / f"{n}.jpg") for n in range(4)]
    with (small_disk / "filler").open("wb", 0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    before = [digest(photo) for photo in photos]
    outcomes = run(writer, photos, "a")
    assert [type(outcome.error) for outcome in outcomes] == [StorageFull]
    assert [digest(photo) for photo in photos] == before
    (small_disk / "filler").unlink()
    assert all(outcome.report for outcome in run(writer, photos, "a"))
