"""XPKeywords by appending a directory: no old byte of the EXIF block changes its place."""

from __future__ import annotations

import struct

import piexif
import pytest

from phototagger.core.errors import MetadataReadError
from phototagger.core.fields import Field
from phototagger.core.metadata import _exif, _ifd
from phototagger.core.metadata._containers import CannotEmbed
from phototagger.core.tags import KeywordChange, KeywordSet


def keywords(block):
    return _exif.read_block(block).get(Field.XP_KEYWORDS)


def add(*names):
    return KeywordChange(add=KeywordSet(names))


def remove(*names):
    return KeywordChange(remove=KeywordSet(names))


@pytest.mark.parametrize("order", ["<", ">"])
def test_only_the_pointer_in_the_header_changes(build, order):
    block = build.camera_block(order)
    edited = _exif.edit(block, add("kočka", "日本語 🎉"))
    assert edited[:4] + edited[8 : len(block)] == block[:4] + block[8:]
    assert keywords(edited) == ("kočka", "日本語 🎉")
    old, new = _ifd.parse(block), _ifd.parse(edited)
    for entry in old.entries:
        assert new.value(entry.tag) == old.value(entry.tag)


def test_removing_all_gives_the_original_block_back(build):
    block = build.camera_block()
    edited = _exif.edit(_exif.edit(block, add("a")), add("a", "b"))
    assert _exif.edit(edited, remove("a", "b")) == block


def test_the_next_change_replaces_the_appended_directory(build):
    block = build.camera_block()
    once = _exif.edit(block, add("aa"))
    assert len(_exif.edit(once, KeywordChange(KeywordSet(("bb",)), KeywordSet(("aa",))))) == len(
        once
    )


def test_words_that_were_there_are_kept(build):
    field = "staré; slovo\0".encode("utf-16-le")
    block = build.tiff_block([(0x9C9E, 1, len(field), field)])
    assert keywords(_exif.edit(block, add("new"))) == ("staré", "slovo", "new")
    assert keywords(_exif.edit(block, remove("staré"))) == ("slovo",)
    assert keywords(_exif.edit(block, remove("staré", "slovo"))) is None


def test_a_keyword_with_a_semicolon_is_left_out(build):
    assert keywords(_exif.edit(build.camera_block(), add("a;b", "c"))) == ("c",)


def test_a_change_by_another_program_in_our_directory_survives(build):
    edited = bytearray(_exif.edit(build.camera_block(), add("a")))
    directory = _ifd.parse(bytes(edited))
    orientation = next(at for at, entry in enumerate(directory.entries) if entry.tag == 0x0112)
    struct.pack_into("<H", edited, directory.offset + 2 + 12 * orientation + 8, 3)
    final = _exif.edit(bytes(edited), remove("a"))
    assert _ifd.parse(final).value(0x0112) == b"\x03\x00"
    assert keywords(final) is None


def test_data_another_program_put_behind_ours_stays(build):
    edited = _exif.edit(build.camera_block(), add("a")) + b"their data"
    assert b"their data" in _exif.edit(edited, add("b"))


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([(0x010F, 2, 900, b"\x10\x00\x00\x00")], id="value"),
        pytest.param([(0x8769, 4, 1, b"\xff\x00\x00\x00")], id="directory"),
        pytest.param([(0x8769, 4, 1, b"\x08\x00\x00\x00")], id="itself"),
        pytest.param([(0x014A, 4, 100, b"\x10\x00\x00\x00")], id="list of directories"),
        pytest.param(
            [(0x0201, 4, 1, b"\x10\0\0\0"), (0x0202, 4, 1, b"\xff\0\0\0")], id="thumbnail"
        ),
    ],
)
def test_a_block_that_points_outside_itself_or_back_is_refused(build, entries):
    with pytest.raises(CannotEmbed):
        _exif.edit(build.tiff_block(entries), add("a"))


@pytest.mark.parametrize("block", [b"", b"II*\0", b"II*\0\xff\xff\0\0", b"XX*\0\x08\0\0\0\0\0"])
def test_damage_is_refused(block):
    with pytest.raises(MetadataReadError):
        _exif.edit(block, add("a"))


def test_a_new_block_has_the_mandatory_fields():
    block = _exif.edit(_exif.create((4000, 3000), (300, 300)), add("a"))
    found = piexif.load(b"Exif\0\0" + block)
    assert found["Exif"][piexif.ExifIFD.ExifVersion] == b"0232"
    assert found["Exif"][piexif.ExifIFD.FlashpixVersion] == b"0100"
    assert found["Exif"][piexif.ExifIFD.ColorSpace] == 0xFFFF
    assert found["Exif"][piexif.ExifIFD.PixelXDimension] == 4000
    assert found["0th"][piexif.ImageIFD.XResolution] == (300, 1)
    assert bytes(found["0th"][piexif.ImageIFD.XPKeywords]).decode("utf-16-le") == "a\0"
