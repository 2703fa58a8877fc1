"""Writing keywords into photos: what changes on disk, what never does."""

from __future__ import annotations

import io
import os
import shutil
import struct
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core import _replace
from phototagger.core.errors import (
    MetadataError,
    MetadataWriteError,
    PhotoChanged,
    PhotoError,
    StorageFull,
    UnreadablePhoto,
)
from phototagger.core.metadata import Container, read_photo
from phototagger.core.photo import Fingerprint
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import Rules, WriteMode, Writer

CATS = KeywordSet(("kočka", "日本語"))
ADD = KeywordChange(add=CATS)
SIDECAR = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" crs:Exposure2012="+0.50">
<dc:subject><rdf:Bag><rdf:li>beside</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


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


def jpeg(path, trailer=b""):
    buffer = io.BytesIO()
    Image.linear_gradient("L").save(buffer, "JPEG")
    path.write_bytes(buffer.getvalue() + trailer)
    return path


@pytest.fixture
def photo(folder):
    return jpeg(folder / "photo.jpg")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def snapshot(path):
    status = path.stat()
    return path.read_bytes(), status.st_mtime_ns, status.st_ino


def test_a_write_is_reported_and_can_be_read_back(writer, photo):
    report = writer.write(photo, ADD, batch="one")
    assert report.changed and report.mode is WriteMode.EMBEDDED
    assert report.targets == (photo,)
    assert report.added == report.keywords == CATS
    assert set(report.containers) == {Container.XMP, Container.IPTC, Container.EXIF}
    assert read_photo(photo).keywords == CATS
    assert names(photo.parent) == ["photo.jpg"]


def test_the_fingerprint_is_that_of_the_file(writer, photo):
    report = writer.write(photo, ADD, batch="one")
    status = photo.stat()
    assert report.fingerprint == Fingerprint(status.st_size, status.st_mtime_ns)


def test_a_preview_tells_the_same_and_touches_nothing(writer, photo, tmp_path):
    before = snapshot(photo)
    plan = writer.preview(photo, ADD)
    assert (plan.added, plan.kept, plan.mode) == (CATS, KeywordSet(), WriteMode.EMBEDDED)
    assert plan.changes_anything and plan.target == photo
    assert snapshot(photo) == before
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "change", [ADD, KeywordChange(remove=KeywordSet(("pes",))), KeywordChange()]
)
def test_nothing_to_do_touches_nothing(writer, photo, change):
    """W20: bytes, time and inode stay."""
    writer.write(photo, ADD, batch="one")
    before = snapshot(photo)
    report = writer.write(photo, change, batch="two")
    assert not report.changed and not report.targets
    assert snapshot(photo) == before
    assert [batch.id for batch in writer.history()] == ["one"]


def test_words_another_program_wrote_meanwhile_survive(writer, photo):
    writer.write(photo, KeywordChange(add=KeywordSet(("theirs",))), batch="other program")
    report = writer.write(photo, ADD, batch="one")
    assert report.keywords == CATS.union(["theirs"])
    report = writer.write(photo, KeywordChange(remove=CATS), batch="two")
    assert report.removed == CATS
    assert read_photo(photo).keywords.names == ("theirs",)


@pytest.mark.parametrize("preserve", [True, False])
def test_the_modification_time_is_kept_when_asked_for(folder, tmp_path, preserve):
    writer = Writer(tmp_path / "journal.sqlite", Rules(preserve_mtime=preserve))
    photo = jpeg(folder / "photo.jpg")
    os.utime(photo, ns=(1_000_000_000, 1_000_000_000))
    writer.write(photo, ADD, batch="one")
    assert (photo.stat().st_mtime_ns == 1_000_000_000) is preserve
    writer.close()


def test_mode_owner_and_attributes_are_kept(writer, photo):
    """W19: mode, owner and extended attributes are equal afterwards."""
    photo.chmod(0o640)
    attributes = True
    try:
        os.setxattr(photo, "user.rating", b"5")
    except OSError:
        attributes = False
    if os.geteuid() == 0:
        os.chown(photo, 1234, 1234)
    before = photo.stat()
    writer.write(photo, ADD, batch="one")
    after = photo.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert not attributes or os.getxattr(photo, "user.rating") == b"5"


def test_a_link_stays_a_link_and_its_target_is_written(writer, folder, photo):
    """W17: the link stays a link, the real file is updated once."""
    link = folder / "link.jpg"
    link.symlink_to("photo.jpg")
    report = writer.write(link, ADD, batch="one")
    assert link.is_symlink()
    assert report.targets == (photo,)
    assert read_photo(photo).keywords == CATS
    assert report.fingerprint.size_bytes == photo.stat().st_size


def test_hard_links_are_refused_unless_allowed(writer, folder, photo, tmp_path):
    """W18: the policy for hard links is applied and told."""
    twin = folder / "twin.jpg"
    twin.hardlink_to(photo)
    before = snapshot(photo)
    with pytest.raises(PhotoError, match="hard link"):
        writer.write(photo, ADD, batch="one")
    assert snapshot(photo) == snapshot(twin) == before
    allowed = Writer(tmp_path / "other.sqlite", Rules(split_hard_links=True))
    report = allowed.write(photo, ADD, batch="one")
    allowed.close()
    assert "photo.jpg has further names (hard links); they keep the file as it was." in report.notes
    assert read_photo(photo).keywords == CATS
    assert twin.read_bytes() == before[0]


def test_a_write_protected_photo_is_refused_with_a_hint(writer, photo):
    """W09: a photo that may not be written is refused with a hint, in the preview already."""
    photo.chmod(0o444)
    with pytest.raises(PhotoError, match="write-protected; allow"):
        writer.preview(photo, ADD)
    with pytest.raises(PhotoError, match="write-protected; allow"):
        writer.write(photo, ADD, batch="one")


@pytest.mark.parametrize(
    "name",
    [
        "háček ěšč 日本.jpg",
        "-leading dash.jpg",
        "two.dots.in.name.JPG",
        "quote'and\"double.jpg",
        "percent %d {x}.jpg",
        "new\nline.jpg",
        "x" * 240 + ".jpg",
        "ž" * 120 + ".jpg",
        os.fsdecode(b"latin-\xe9.jpg"),
    ],
)
def test_any_name_can_be_written_and_undone(writer, folder, name):
    photo = jpeg(folder / name)
    original = photo.read_bytes()
    writer.write(photo, ADD, batch="one")
    assert read_photo(photo).keywords == CATS
    assert [line.undone for line in writer.undo("one")] == [True]
    assert photo.read_bytes() == original
    assert names(folder) == [name]


@pytest.mark.parametrize("make", [lambda p: None, Path.mkdir, os.mkfifo])
def test_what_is_no_readable_file_is_a_sentence(writer, folder, make):
    path = folder / "odd.jpg"
    make(path)
    with pytest.raises(UnreadablePhoto, match=r"odd\.jpg"):
        writer.write(path, ADD, batch="one")


# -- sidecars -----------------------------------------------------------------------------------


def test_a_raw_file_gets_a_sidecar_and_stays_untouched(writer, folder):
    raw = folder / "photo.nef"
    raw.write_bytes(b"RAW" + SIDECAR.encode().replace(b"beside", b"inside"))
    raw.chmod(0o440)
    before = snapshot(raw)
    report = writer.write(raw, ADD, batch="one")
    assert snapshot(raw) == before
    assert report.mode is WriteMode.SIDECAR
    assert report.targets == (folder / "photo.nef.xmp",)
    assert report.keywords == CATS.union(["inside"])
    assert read_photo(raw).by_container[Container.SIDECAR] == CATS.union(["inside"])
    assert report.fingerprint == Fingerprint(len(before[0]), before[1])
    assert (folder / "photo.nef.xmp").stat().st_mode & 0o777 == 0o640


def test_a_word_removed_from_a_raw_file_stays_removed(writer, folder):
    raw = folder / "photo.nef"
    raw.write_bytes(SIDECAR.encode().replace(b"<?xpacket", b"RAW<?xpacket", 1))
    report = writer.write(raw, KeywordChange(remove=KeywordSet(("beside",))), batch="one")
    assert not report.keywords
    assert not read_photo(raw).keywords
    report = writer.write(raw, ADD, batch="two")
    assert read_photo(raw).keywords == report.keywords == CATS


@pytest.mark.parametrize("damage", [lambda data: data[:-2], lambda data: data[:200]])
def test_a_damaged_photo_gets_a_sidecar_and_the_reason_is_told(writer, photo, damage):
    photo.write_bytes(damage(photo.read_bytes()))
    before = snapshot(photo)
    report = writer.write(photo, ADD, batch="one")
    assert report.mode is WriteMode.SIDECAR
    assert any("cut off" in note and "sidecar" in note for note in report.notes)
    assert snapshot(photo) == before
    assert read_photo(photo).keywords == CATS


def test_existing_sidecars_of_both_names_are_kept_up_and_keep_foreign_content(writer, photo):
    beside = [photo.with_name("photo.jpg.xmp"), photo.with_name("photo.xmp")]
    for path in beside:
        path.write_text(SIDECAR)
    report = writer.write(photo, ADD, batch="one")
    assert report.targets == (photo, *beside)
    for path in beside:
        text = path.read_text()
        added = "".join(f"<rdf:li>{name}</rdf:li>" for name in CATS)
        assert text.replace(added, "") == SIDECAR
    found = read_photo(photo)
    assert found.keywords == CATS.union(["beside"])
    assert found.by_container[Container.XMP] == CATS
    writer.write(photo, KeywordChange(remove=CATS.union(["beside"])), batch="two")
    assert not read_photo(photo).keywords


def test_an_unreadable_sidecar_is_left_alone_and_told(writer, photo):
    beside = photo.with_name("photo.jpg.xmp")
    beside.write_bytes(b"<subject")
    report = writer.write(photo, ADD, batch="one")
    assert report.targets == (photo,)
    assert any("photo.jpg.xmp was left alone" in note for note in report.notes)
    assert beside.read_bytes() == b"<subject"


def test_an_unreadable_sidecar_that_is_the_only_place_is_an_error(writer, folder):
    raw = folder / "photo.nef"
    raw.write_bytes(b"RAW")
    beside = folder / "photo.xmp"
    beside.write_bytes(b"<!DOCTYPE x>" + SIDECAR.encode())
    with pytest.raises(MetadataWriteError, match=r"photo\.xmp was left alone"):
        writer.write(raw, ADD, batch="one")
    assert names(folder) == ["photo.nef", "photo.xmp"]


def test_nothing_new_makes_no_sidecar(writer, folder):
    raw = folder / "photo.nef"
    raw.write_bytes(b"RAW" + SIDECAR.encode())
    report = writer.write(raw, KeywordChange(add=KeywordSet(("beside",))), batch="one")
    assert not report.changed
    assert names(folder) == ["photo.nef"]


# -- other programs and failing disks -----------------------------------------------------------


def before_confirming(monkeypatch, act):
    """Let *act* happen between the writing of the temp file and the last look at the original."""
    confirm = _replace.confirm

    def act_first(new, **rules):
        act()
        return confirm(new, **rules)

    monkeypatch.setattr(_replace, "confirm", act_first)


def append(photo):
    with photo.open("ab") as file:
        file.write(b"theirs")


def swap_for_link(photo):
    other = photo.with_name("elsewhere.jpg")
    shutil.copyfile(photo, other)
    photo.unlink()
    photo.symlink_to(other)


@pytest.mark.parametrize("act", [append, Path.unlink, swap_for_link])
def test_a_photo_changed_meanwhile_is_not_replaced(writer, photo, monkeypatch, act):
    """W14, W15, W16: changed, deleted or replaced by a link meanwhile; theirs survives."""
    states = []

    def change():
        act(photo)
        states.append({path.name: path.lstat().st_size for path in photo.parent.glob("[!.]*")})

    before_confirming(monkeypatch, change)
    with pytest.raises(PhotoChanged, match=r"photo\.jpg was changed by another program"):
        writer.write(photo, ADD, batch="one")
    assert {path.name: path.lstat().st_size for path in photo.parent.iterdir()} == states[0]
    assert writer.history() == []


def test_a_photo_that_was_only_touched_meanwhile_is_written(writer, photo, monkeypatch):
    before_confirming(monkeypatch, lambda: os.utime(photo))
    assert writer.write(photo, ADD, batch="one").changed


def test_a_sidecar_that_appears_meanwhile_is_not_replaced(writer, folder, monkeypatch):
    raw = folder / "photo.nef"
    raw.write_bytes(b"RAW")
    before_confirming(monkeypatch, lambda: (folder / "photo.nef.xmp").write_text("theirs"))
    with pytest.raises(PhotoChanged):
        writer.write(raw, ADD, batch="one")
    assert (folder / "photo.nef.xmp").read_text() == "theirs"


def test_a_failure_at_the_sidecar_takes_the_photo_back(writer, photo, monkeypatch):
    beside = photo.with_name("photo.jpg.xmp")
    beside.write_text(SIDECAR)
    before = [snapshot(path)[:2] for path in (photo, beside)]
    swap = _replace.swap

    def fail_at_sidecar(new, temp):
        if new.path == beside:
            raise StorageFull("The disk is full.")
        swap(new, temp)

    monkeypatch.setattr(_replace, "swap", fail_at_sidecar)
    with pytest.raises(StorageFull):
        writer.write(photo, ADD, batch="one")
    assert [snapshot(path)[:2] for path in (photo, beside)] == before
    assert names(photo.parent) == ["photo.jpg", "photo.jpg.xmp"]
    assert writer.history() == []


def test_without_a_journal_no_photo_is_touched(photo, tmp_path):
    (tmp_path / "file").write_text("in the way")
    writer = Writer(tmp_path / "file" / "journal.sqlite")
    before = snapshot(photo)
    with pytest.raises(MetadataWriteError, match="write history"):
        writer.write(photo, ADD, batch="one")
    assert snapshot(photo) == before


def test_a_damaged_journal_is_a_sentence_and_no_photo_is_touched(photo, tmp_path):
    journal = tmp_path / "journal.sqlite"
    journal.write_bytes(b"not a database" * 1000)
    writer = Writer(journal)
    before = snapshot(photo)
    with pytest.raises(MetadataWriteError, match="no photo is touched"):
        writer.write(photo, ADD, batch="one")
    with pytest.raises(MetadataWriteError):
        writer.history()
    writer.close()
    assert snapshot(photo) == before


def test_a_foreign_temp_file_of_that_name_is_not_touched(writer, photo):
    """W25: a foreign file with the name of a temp file stays."""
    writer.history()
    number = _next_number(writer)
    foreign = _replace.temp_path(photo, number)
    foreign.write_bytes(b"theirs")
    with pytest.raises(MetadataWriteError):
        writer.write(photo, ADD, batch="one")
    assert foreign.read_bytes() == b"theirs"


def _next_number(writer):
    row = writer._journal._open().execute("SELECT seq FROM sqlite_sequence").fetchone()
    return row[0] + 1


def test_every_refusal_is_one_sentence(writer, folder):
    for name, data in (("empty.jpg", b""), ("stub.jpg", b"\xff\xd8\xff"), ("t.png", b"\x89PNG")):
        path = folder / name
        path.write_bytes(data)
        try:
            report = writer.write(path, ADD, batch="one")
        except (PhotoError, MetadataError) as error:
            assert str(error).endswith(".")
        else:
            assert report.mode is WriteMode.SIDECAR
        assert path.read_bytes() == data


def test_a_motion_video_behind_the_picture_stays_at_the_end(writer, folder):
    video = struct.pack(">I4s4sI", 16, b"ftyp", b"mp42", 0) + bytes(range(256)) * 8
    photo = jpeg(folder / "motion.jpg", trailer=video)
    writer.write(photo, ADD, batch="one")
    assert photo.read_bytes().endswith(b"\xff\xd9" + video)
