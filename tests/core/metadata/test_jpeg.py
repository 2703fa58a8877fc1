"""JPEG: three segments change, all other bytes stay, and what cannot be changed is refused."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from phototagger.core import metadata
from phototagger.core.errors import MetadataError
from phototagger.core.metadata import CannotEmbed, Container, _jpeg_segments
from phototagger.core.metadata._jpeg_segments import Kind
from phototagger.core.tags import KeywordChange, KeywordSet

WORDS = KeywordSet.of(["kočka", "R&B <live>", "Smith, John", "日本語"])
ADD = KeywordChange(add=WORDS)


def held(data):
    return {
        place: KeywordSet.of(names) for place, names in metadata.read_bytes(data).values.items()
    }


def foreign(data):
    """Everything in a JPEG that is not ours, in order."""
    file = io.BytesIO(data)
    head = _jpeg_segments.read_head(file)
    ours = (Kind.EXIF, Kind.XMP, Kind.PHOTOSHOP, Kind.INDEX)
    return [part.raw for part in head if part.kind not in ours] + [file.read()]


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.tobytes()


def test_a_plain_photo_takes_keywords_in_all_three_places(build):
    """W21: a generated photo, always."""
    data = build.jpeg()
    new = metadata.embed(data, ADD).data
    assert held(new) == dict.fromkeys((Container.XMP, Container.IPTC, Container.EXIF), WORDS)
    assert foreign(new) == foreign(data)
    assert pixels(new) == pixels(data)
    assert (
        new.index(b"JFIF")
        < new.index(b"Exif\0\0")
        < new.index(b"ns.adobe.com")
        < new.index(b"8BIM")
    )


def test_writing_again_changes_nothing(build):
    new = metadata.embed(build.jpeg(), ADD).data
    assert metadata.embed(new, ADD).data is new


def test_removal_really_removes_from_all_places(build):
    new = metadata.embed(build.jpeg(), ADD).data
    gone = metadata.embed(new, KeywordChange(remove=WORDS)).data
    assert not any(len(names) for names in held(gone).values())
    assert "kočka".encode() not in gone
    assert "kočka".encode("utf-16-le") not in gone


def test_removing_from_a_photo_without_keywords_makes_no_blocks(build):
    data = build.jpeg()
    assert metadata.embed(data, KeywordChange(remove=WORDS)).data is data


def test_the_cameras_exif_keeps_every_byte_but_the_pointer(build):
    """W21: the EXIF block of the camera."""
    block = build.camera_block(">")
    data = build.jpeg(build.exif(block))
    new = metadata.embed(data, ADD).data
    at = new.index(b"Exif\0\0") + 6
    assert new[at : at + 4] == block[:4]
    assert new[at + 8 : at + len(block)] == block[8:]


@pytest.mark.parametrize(
    "trailer", [b"\0" * 512 + b"\xff\xd8\xff\xd9 video", struct.pack(">I4s", 8, b"ftyp")]
)
def test_bytes_behind_the_picture_stay(build, trailer):
    """W21: trailers."""
    new = metadata.embed(build.jpeg(trailer=trailer), ADD).data
    assert new.endswith(b"\xff\xd9" + trailer)


@pytest.mark.parametrize("index_last", [True, False])
def test_further_pictures_are_found_where_the_index_says(build, index_last):
    """W21: MPF and gain maps."""
    second = build.jpeg(size=(16, 16))
    first = [build.xmp(build.packet()), build.exif(build.camera_block())]
    data = build.multi_picture(first, second, index_last)
    new = metadata.embed(data, ADD).data
    assert build.second_picture(new) == (len(new) - len(second), second)


def test_new_segments_come_before_the_index(build):
    data = build.multi_picture([], build.jpeg(size=(16, 16)))
    new = metadata.embed(data, ADD).data
    assert max(new.index(b"Exif"), new.index(b"xap/1.0"), new.index(b"8BIM")) < new.index(b"MPF\0")


def test_xmp_before_exif_stays_before_exif(build):
    """W21: the order of GoPro."""
    data = build.jpeg(build.xmp(build.packet()), build.exif(build.camera_block()))
    new = metadata.embed(data, ADD).data
    assert new.index(b"xap/1.0") < new.index(b"Exif\0\0")
    assert new.count(b"Exif\0\0") == new.count(b"xap/1.0/\0") == 1


def test_fill_bytes_before_markers_stay(build):
    """W21: fill bytes."""
    comment = build.segment(0xFE, b"comment", fill=3)
    exif = build.segment(0xE1, b"Exif\0\0" + build.camera_block(), fill=2)
    new = metadata.embed(build.jpeg(exif, comment), ADD).data
    assert comment in new
    assert b"\xff\xff\xff\xe1" in new


def test_foreign_segments_stay_in_their_order(build):
    parts = [
        build.segment(0xE2, b"ICC_PROFILE\0\x01\x01" + bytes(300)),
        build.segment(0xFE, b"comment"),
        build.segment(
            0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + bytes(8) + b"<x/>"
        ),
        build.segment(0xEE, b"Adobe\0d\0\0\0\0\0"),
        build.segment(0xE5, b"unknown"),
    ]
    data = build.jpeg(*parts)
    new = metadata.embed(data, ADD).data
    assert foreign(new) == foreign(data)
    assert all(part in new for part in parts)


def test_a_photoshop_block_over_several_segments_is_one_block(build):
    block = build.resource(0x03ED, b"\x01" * 70_000) + build.resource(
        0x0404, build.dataset(2, 25, b"old")
    )
    data = build.jpeg(build.photoshop(block[:60_000]), build.photoshop(block[60_000:]))
    new = metadata.embed(data, ADD).data
    assert held(new)[Container.IPTC] == WORDS.union(["old"])
    assert new.count(b"\x01" * 5_000) == data.count(b"\x01" * 5_000)


def test_the_resolution_of_jfif_goes_into_a_new_exif_block(build):
    data = bytearray(build.jpeg())
    struct.pack_into(">BHH", data, 13, 1, 300, 300)
    new = metadata.embed(bytes(data), ADD).data
    with Image.open(io.BytesIO(new)) as image:
        assert image.getexif()[0x011A] == 300


@pytest.mark.parametrize("size", [65_519, 65_300])
def test_a_full_exif_block_leaves_the_windows_field_out_and_says_so(build, size):
    block = build.tiff_block([(0x010F, 2, 4, b"abc\0")])
    data = build.jpeg(build.exif(block.ljust(size, b"\x07")))
    result = metadata.embed(data, KeywordChange(KeywordSet(("word " * 30,))))
    assert Container.EXIF not in held(result.data)
    assert Container.XMP in held(result.data)
    assert any("Windows" in note for note in result.notes)


def test_a_full_xmp_block_uses_its_padding(build):
    filler = f"<hdrgm:Version>{'y' * 64_000}</hdrgm:Version>"
    packet = build.packet(filler, padding=65_300 - len(build.packet(filler)))
    new = metadata.embed(build.jpeg(build.xmp(packet)), ADD).data
    assert held(new)[Container.XMP] == WORDS


def test_two_keywords_cut_in_iptc_are_told(build):
    change = KeywordChange(KeywordSet(("x" * 70, "y" * 70, "short")))
    assert metadata.embed(build.jpeg(), change).notes == ("2 keywords cut at 64 bytes in IPTC.",)


def signed(build):
    return build.jpeg(build.segment(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x20jumb\0\0\0\x18jumdc2pa"))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(signed, id="C2PA"),
        pytest.param(
            lambda b: b.jpeg(
                b.xmp(b.packet(attributes=' xmlns:dcterms="t" dcterms:provenance="https://u"'))
            ),
            id="C2PA elsewhere",
        ),
        pytest.param(lambda b: b.jpeg()[:-2], id="no end of picture"),
        pytest.param(lambda b: b.jpeg()[:300], id="cut in the head"),
        pytest.param(lambda b: b.jpeg(b"junk"), id="junk between segments"),
        pytest.param(lambda b: b.jpeg(*[b.xmp(b.packet())] * 2), id="two XMP"),
        pytest.param(lambda b: b.jpeg(*[b.exif(b.camera_block())] * 2), id="two EXIF"),
        pytest.param(lambda b: b.jpeg(b.xmp(b"<x:xmpmeta>")), id="damaged XMP"),
        pytest.param(lambda b: b.jpeg(b.xmp(b"<!DOCTYPE x>" + b.packet())), id="document type"),
        pytest.param(lambda b: b.jpeg(b.exif(b"II*\0")), id="damaged EXIF"),
        pytest.param(lambda b: b.jpeg(b.photoshop(b"8BIM\x04\x04\0\0\0\0\xff\xff")), id="bad IPTC"),
        pytest.param(
            lambda b: b.jpeg(b.xmp(b.packet(f"<hdrgm:Version>{'y' * 64_900}</hdrgm:Version>"))),
            id="full XMP",
        ),
        pytest.param(
            lambda b: b.jpeg(
                b.segment(
                    0xE1,
                    b"http://ns.adobe.com/xmp/extension/\0"
                    + b"A" * 32
                    + bytes(8)
                    + b.packet(b.subject("far"))[41:],
                )
            ),
            id="keywords in extended XMP",
        ),
    ],
)
def test_what_cannot_be_changed_without_harm_is_refused_with_a_sentence(build, make):
    with pytest.raises(CannotEmbed) as refusal:
        metadata.embed(make(build), ADD)
    assert str(refusal.value).endswith(".")


def test_a_signed_photo_is_known_when_it_is_read(build):
    assert metadata.read_bytes(signed(build)).locked


def test_a_damaged_index_is_left_as_it_is(build):
    index = build.segment(0xE2, b"MPF\0nonsense")
    assert index in metadata.embed(build.jpeg(index), ADD).data


_WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=90)
_PIECE = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [
            b"\xff\xd8",
            b"\xff\xe1\x00\x10Exif\0\0II*\0\x08\0\0\0",
            b"\xff\xe1\x00\x22http://ns.adobe.com/xap/1.0/\0<x/>",
            b"\xff\xed\x00\x1cPhotoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\0",
            b"\xff\xe2\x00\x10MPF\0II*\0\x08\0\0\0\0\0",
            b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00",
            b"\xff\xd9",
            b"\xff\xff\xff",
        ]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECE, max_size=12).map(b"".join), st.lists(_WORD, max_size=4))
def test_any_bytes_are_embedded_or_refused(data, words):
    """W22: any bytes."""
    data = b"\xff\xd8\xff" + data
    metadata.read_bytes(data)
    try:
        new = metadata.embed(data, KeywordChange(KeywordSet.of(words))).data
    except MetadataError as error:
        assert str(error).endswith(".")
    else:
        assert foreign(new) == foreign(data)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_photo_with_flipped_bytes_is_embedded_or_refused(data):
    """W22: flipped bytes."""
    photo = bytearray(_RICH)
    for _ in range(data.draw(st.integers(1, 6))):
        photo[data.draw(st.integers(2, len(_RICH) - 1))] = data.draw(st.integers(0, 255))
    metadata.read_bytes(bytes(photo))
    try:
        new = metadata.embed(bytes(photo), ADD).data
    except MetadataError as error:
        assert str(error).endswith(".")
    else:
        assert foreign(new) == foreign(bytes(photo))


def _rich_photo():
    buffer = io.BytesIO()
    Image.new("RGB", (32, 32)).save(buffer, "JPEG")
    return metadata.embed(buffer.getvalue(), KeywordChange(KeywordSet(("one", "two")))).data


_RICH = _rich_photo()
