"""What a write respects beside the keywords: owners, access lists, locks, disks, sidecar names."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core import _replace
from phototagger.core.errors import (
    MetadataWriteError,
    PhototaggerError,
    StorageFull,
    UnreadablePhoto,
)
from phototagger.core.metadata import Container, read_photo
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import RecoveryOutcome, Rules, WriteMode, Writer

WORDS = KeywordSet(("kočka", "R&B <live>"))
ADD = KeywordChange(add=WORDS)
NOBODY = 65534


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "photos"
    path.mkdir()
    return path


@pytest.fixture
def writer(tmp_path):
    found = Writer(tmp_path / "home" / "journal.sqlite")
    yield found
    found.close()


def jpeg(path, size=(60, 40)):
    Image.linear_gradient("L").resize(size).save(path)
    return path


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ran(*command):
    """Run a command of the system; False where it is missing or refused."""
    if not shutil.which(command[0]):
        return False
    return not subprocess.run(command, check=False, capture_output=True).returncode


@pytest.fixture
def open_folder():
    """A folder that any user may write to, whatever the rights of the folders above tmp_path."""
    place = Path(tempfile.mkdtemp(prefix="phototagger-test-"))
    place.chmod(0o777)
    yield place
    for path in place.rglob("*"):
        path.chmod(0o700)
    shutil.rmtree(place)


@pytest.fixture
def as_nobody():
    """Run the test as a user without rights."""
    if not hasattr(os, "seteuid") or os.geteuid():
        pytest.skip("only root can become another user")
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


# -- owners, access lists, locks ----------------------------------------------------------------


def test_w19_an_access_list_is_kept(writer, folder):
    """W19: an ACL is the same afterwards."""
    photo = jpeg(folder / "photo.jpg")
    if not ran("setfacl", "-m", f"u:{NOBODY}:rw,g:{NOBODY}:r", str(photo)):
        pytest.skip("no access lists here")
    before = os.getxattr(photo, "system.posix_acl_access"), photo.stat().st_mode
    writer.write(photo, ADD, batch="one")
    assert (os.getxattr(photo, "system.posix_acl_access"), photo.stat().st_mode) == before
    assert all(line.undone for line in writer.undo("one"))
    assert (os.getxattr(photo, "system.posix_acl_access"), photo.stat().st_mode) == before


def test_w19_a_photo_of_another_user_does_not_change_hands(open_folder, request):
    """W19: where the owner cannot be kept, nothing is written."""
    photo = jpeg(open_folder / "photo.jpg")
    photo.chmod(0o666)
    before = digest(photo)
    request.getfixturevalue("as_nobody")
    writer = Writer(open_folder / "home" / "journal.sqlite")
    with pytest.raises(MetadataWriteError, match="belongs to another user"):
        writer.write(photo, ADD, batch="one")
    writer.close()
    assert digest(photo) == before
    assert sorted(path.name for path in open_folder.iterdir()) == ["home", "photo.jpg"]


def test_w08_a_folder_that_takes_no_files_is_told_and_never_written_in_place(open_folder, request):
    """W08: the folder is not writable, the photo is."""
    inside = open_folder / "inside"
    inside.mkdir()
    photo = jpeg(inside / "photo.jpg")
    os.chown(photo, NOBODY, NOBODY)
    inside.chmod(0o555)
    before = digest(photo), photo.stat().st_ino
    request.getfixturevalue("as_nobody")
    writer = Writer(open_folder / "home" / "journal.sqlite")
    with pytest.raises(PhototaggerError, match=r"folder|permission") as refused:
        writer.write(photo, ADD, batch="one")
    assert "photo" in str(refused.value)
    writer.close()
    assert (digest(photo), photo.stat().st_ino) == before


def test_an_immutable_photo_is_a_sentence(writer, folder):
    photo = jpeg(folder / "photo.jpg")
    before = digest(photo)
    if not ran("chattr", "+i", str(photo)):
        pytest.skip("no immutable files here")
    try:
        with pytest.raises(PhototaggerError, match=r"photo\.jpg"):
            writer.write(photo, ADD, batch="one")
        assert digest(photo) == before
        assert [path.name for path in folder.iterdir()] == ["photo.jpg"]
    finally:
        ran("chattr", "-i", str(photo))
    assert writer.write(photo, ADD, batch="one").changed


def test_a_sidecar_of_a_write_protected_raw_file_takes_further_changes(writer, folder):
    raw = folder / "photo.nef"
    raw.write_bytes(b"RAW")
    raw.chmod(0o444)
    writer.write(raw, KeywordChange(add=KeywordSet(("one",))), batch="one")
    writer.write(raw, KeywordChange(add=KeywordSet(("two",))), batch="two")
    assert read_photo(raw).keywords.names == ("one", "two")


# -- disks --------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path):
    """Mounts a small file system; returns its place."""
    places = []

    def mount(*options):
        place = tmp_path / f"disk {len(places)}"
        place.mkdir()
        if os.geteuid() or not ran("mount", *options, str(place)):
            pytest.skip("only root can mount a small disk")
        places.append(place)
        return place

    yield mount
    for place in places:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_w06_a_disk_without_inodes_is_a_full_disk(writer, disk):
    """W06: no room for one more file, though there is room for bytes."""
    place = disk("-t", "tmpfs", "-o", "size=1m,nr_inodes=3", "tmpfs")
    photo, filler = jpeg(place / "photo.jpg"), place / "filler"
    filler.touch()
    before = digest(photo)
    with pytest.raises(StorageFull, match="full"):
        writer.write(photo, ADD, batch="one")
    assert digest(photo) == before
    filler.unlink()
    assert writer.write(photo, ADD, batch="one").changed


@pytest.mark.parametrize("code", [errno.EDQUOT, errno.EIO])
def test_w13_an_error_at_close_is_a_failed_write(writer, folder, monkeypatch, code):
    """W13: a quota on a network share is told when the file is closed."""
    photo = jpeg(folder / "photo.jpg")
    before = digest(photo)
    real = os.close

    def close(descriptor):
        name = Path(f"/proc/self/fd/{descriptor}")
        is_temp = name.is_symlink() and "tagtmp" in str(name.readlink())
        real(descriptor)
        if is_temp:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(_replace.os, "close", close)
    with pytest.raises(StorageFull):
        writer.write(photo, ADD, batch="one")
    assert digest(photo) == before
    assert [path.name for path in folder.iterdir()] == ["photo.jpg"]


def test_w10_a_disk_that_cannot_read_back_is_a_failed_write(writer, folder, monkeypatch):
    """W10: EIO while the temp file is read back; the enumeration of calls does it for real."""
    photo = jpeg(folder / "photo.jpg")
    before = digest(photo)

    def read(descriptor, count):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(_replace.os, "read", read)
    with pytest.raises(StorageFull, match="reports an error"):
        writer.write(photo, ADD, batch="one")
    monkeypatch.undo()
    assert digest(photo) == before
    assert [path.name for path in folder.iterdir()] == ["photo.jpg"]


def test_w12_a_slow_disk_can_be_stopped(writer, folder, monkeypatch):
    """W12: with every sync taking its time, a stop ends the run within the groups under way."""
    photos = [jpeg(folder / f"{n}.jpg") for n in range(60)]
    real = os.fsync

    def fsync(descriptor):
        time.sleep(0.05)
        real(descriptor)

    monkeypatch.setattr(_replace.os, "fsync", fsync)
    stopped_at = time.monotonic() + 0.2
    tasks = [(photo, ADD) for photo in photos]
    outcomes = list(
        writer.write_many(tasks, batch="one", stopped=lambda: time.monotonic() > stopped_at)
    )
    assert 0 < len(outcomes) < 60
    assert all(outcome.report for outcome in outcomes)


@pytest.mark.slow
def test_w11_a_power_cut_leaves_every_photo_old_or_new(tmp_path, disk):
    """W11: what the disk holds at ten moments of a run, taken by copying a mounted file system."""
    image = tmp_path / "disk.img"
    image.write_bytes(b"")
    os.truncate(image, 16 << 20)
    if not ran("mkfs.ext4", "-q", "-m", "0", str(image)):
        pytest.skip("no ext4 here")
    place = disk("-o", "loop", str(image))
    photos = [jpeg(place / f"{n}.jpg", (200, 200)) for n in range(30)]
    old = [digest(photo) for photo in photos]
    os.sync()
    writer = Writer(tmp_path / "journal.sqlite")
    snapshots, told = [], 0
    for outcome in writer.write_many([(photo, ADD) for photo in photos], batch="one"):
        told += bool(outcome.report)
        if outcome.number % 3 == 0:
            cut = tmp_path / f"cut {outcome.number}.img"
            shutil.copyfile(image, cut)
            snapshots.append((cut, told))
    writer.close()
    new = [digest(photo) for photo in photos]
    assert len(snapshots) == 10
    for cut, saved in snapshots:
        there = disk("-o", "loop", str(cut))
        now = [digest(there / photo.name) for photo in photos]
        assert all(d in (o, n) for d, o, n in zip(now, old, new, strict=True))
        assert now[:saved] == new[:saved], "a photo that was told to be saved is not"


# -- which file takes the keywords --------------------------------------------------------------


@pytest.mark.parametrize("data", [b"Dear diary", b"", b"%PDF-1.7", b"PK\x03\x04", bytes(100)])
def test_what_is_no_photo_is_refused_and_gets_no_sidecar(writer, folder, data):
    path = folder / "text.jpg"
    path.write_bytes(data)
    with pytest.raises(UnreadablePhoto, match=r"text\.jpg is not a photo"):
        writer.write(path, ADD, batch="one")
    assert [path.name for path in folder.iterdir()] == ["text.jpg"]


def test_the_short_sidecar_name_is_taken_on_request(tmp_path, folder):
    writer = Writer(tmp_path / "journal.sqlite", Rules(short_sidecars=True))
    raw = folder / "photo.NEF"
    raw.write_bytes(b"RAW")
    report = writer.write(raw, ADD, batch="one")
    assert report.targets == (folder / "photo.xmp",)
    assert writer.write(raw, KeywordChange(add=KeywordSet(("b",))), batch="two").targets == (
        folder / "photo.xmp",
    )
    writer.close()


def test_a_short_name_that_two_photos_share_is_told_and_not_taken(tmp_path, folder):
    writer = Writer(tmp_path / "journal.sqlite", Rules(short_sidecars=True))
    raw, photo = folder / "photo.nef", jpeg(folder / "photo.JPG")
    raw.write_bytes(b"RAW")
    plan = writer.preview(raw, ADD)
    assert plan.targets == (folder / "photo.nef.xmp",)
    assert any("photo.xmp could be taken for that of photo.JPG" in note for note in plan.notes)
    writer.write(raw, ADD, batch="one")
    writer.write(photo, ADD, batch="one")
    assert sorted(path.name for path in folder.iterdir()) == [
        "photo.JPG",
        "photo.nef",
        "photo.nef.xmp",
    ]
    writer.close()


def test_heif_gets_a_sidecar_unless_embedding_is_asked_for(tmp_path, folder):
    photo = folder / "photo.avif"
    try:
        Image.linear_gradient("L").resize((32, 24)).save(photo)
    except (KeyError, OSError):
        pytest.skip("this Pillow cannot write AVIF")
    before = digest(photo)
    writer = Writer(tmp_path / "journal.sqlite")
    assert writer.write(photo, ADD, batch="one").mode is WriteMode.SIDECAR
    assert digest(photo) == before
    assert all(line.undone for line in writer.undo("one"))
    writer.follow(Rules(embed_everywhere=True))
    report = writer.write(photo, ADD, batch="two")
    assert (report.mode, report.targets) == (WriteMode.EMBEDDED, (photo,))
    assert read_photo(photo).by_container[Container.XMP] == WORDS
    assert not writer.write(photo, ADD, batch="three").changed
    assert all(line.undone for line in writer.undo("two"))
    assert digest(photo) == before
    writer.close()


def test_recovery_names_files_whose_drive_is_away(tmp_path, folder, monkeypatch):
    class Crash(BaseException):
        pass

    def crash(*args, **rules):
        raise Crash

    photo = jpeg(folder / "photo.jpg")
    journal = tmp_path / "home" / "journal.sqlite"
    with monkeypatch.context() as patches:
        patches.setattr(_replace, "swap", crash)
        patches.setattr("phototagger.core._way_back.abandon", lambda *args, **rules: None)
        patches.setattr(_replace, "discard", lambda temp: None)
        crashed = Writer(journal)
        with pytest.raises(Crash):
            crashed.write(photo, ADD, batch="one")
        crashed.close()
    away = folder.rename(tmp_path / "away")
    writer = Writer(journal)
    assert [line.outcome for line in writer.recover()] == [RecoveryOutcome.OUT_OF_REACH]
    away.rename(folder)
    assert [line.outcome for line in writer.recover()] == [RecoveryOutcome.NOT_STARTED]
    writer.close()
