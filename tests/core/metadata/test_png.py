"""PNG: one XMP packet in its text chunk, everything else as it was."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from phototagger.core import metadata
from phototagger.core.errors import MetadataError
from phototagger.core.metadata import CannotEmbed, Container
from phototagger.core.tags import KeywordChange, KeywordSet

WORDS = KeywordSet.of(["kočka", "R&B <live>"])
ADD = KeywordChange(add=WORDS)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*before_picture, trailer=b"", **save):
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((20, 20)).save(buffer, "PNG", **save)
    data = buffer.getvalue()
    at = data.index(b"IDAT") - 4
    return data[:at] + b"".join(before_picture) + data[at:] + trailer


def text_chunk(packet, flag=0):
    text = zlib.compress(packet) if flag else packet
    return chunk(b"iTXt", b"XML:com.adobe.xmp\0" + bytes((flag, 0)) + b"\0\0" + text)


def raw_profile(packet, packed):
    text = b"\nxmp\n%8d\n" % len(packet) + packet.hex().encode() + b"\n"
    if packed:
        return chunk(b"zTXt", b"Raw profile type xmp\0\0" + zlib.compress(text))
    return chunk(b"tEXt", b"Raw profile type xmp\0" + text)


def held(data):
    return KeywordSet.of(metadata.read_bytes(data).values.get(Container.XMP, ()))


def test_a_plain_picture_takes_keywords_before_its_picture():
    data = png(trailer=b"behind the end")
    new = metadata.embed(data, ADD).data
    assert held(new) == WORDS
    assert new.index(b"iTXt") < new.index(b"IDAT")
    assert new.endswith(data[data.index(b"IDAT") :])
    with Image.open(io.BytesIO(new)) as image:
        image.load()
        assert "kočka".encode() in image.info["xmp"]
    assert metadata.embed(new, ADD).data is new
    assert not held(metadata.embed(new, KeywordChange(remove=WORDS)).data)


def test_an_animation_keeps_its_frames():
    frames = [Image.new("L", (8, 8), n * 60) for n in range(4)]
    data = png(save_all=True, append_images=frames)
    with Image.open(io.BytesIO(metadata.embed(data, ADD).data)) as image:
        assert image.n_frames == 5


@pytest.mark.parametrize("flag", [0, 1])
def test_a_packet_that_is_there_is_edited(build, flag):
    data = png(chunk(b"tEXt", b"Title\0x"), text_chunk(build.packet(build.subject("old")), flag))
    new = metadata.embed(data, ADD).data
    assert held(new) == WORDS.union(["old"])
    assert new.count(b"XML:com.adobe.xmp") == 1
    assert chunk(b"tEXt", b"Title\0x") in new


def test_a_packet_behind_the_picture_is_found(build):
    data = png()
    at = data.index(b"IEND") - 4
    data = data[:at] + text_chunk(build.packet(build.subject("late"))) + data[at:]
    assert held(data).names == ("late",)
    assert held(metadata.embed(data, ADD).data) == WORDS.union(["late"])


@pytest.mark.parametrize("packed", [False, True])
def test_the_older_form_is_taken_over(build, packed):
    new = metadata.embed(png(raw_profile(build.packet(build.subject("old")), packed)), ADD).data
    assert held(new) == WORDS.union(["old"])
    assert b"Raw profile" not in new


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda b: png(chunk(b"caBX", b"c2pa")), id="C2PA"),
        pytest.param(lambda b: png(*[text_chunk(b.packet())] * 2), id="two packets"),
        pytest.param(lambda b: png()[:-8], id="cut off"),
        pytest.param(lambda b: png()[:60], id="cut in the head"),
        pytest.param(lambda b: b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), id="no picture"),
        pytest.param(lambda b: png(text_chunk(b"<x>")), id="damaged packet"),
        pytest.param(
            lambda b: png(raw_profile(b.packet(), False).replace(b"3c", b"zz", 1)), id="hex"
        ),
    ],
)
def test_what_cannot_be_changed_is_refused(build, make):
    with pytest.raises(CannotEmbed, match=r"\.$"):
        metadata.embed(make(build), ADD)


def test_a_text_that_inflates_without_end_is_refused():
    bomb = zlib.compress(bytes(64 << 20))
    data = png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb))
    assert metadata.read_bytes(data).notes
    with pytest.raises(CannotEmbed):
        metadata.embed(data, ADD)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_bytes_are_embedded_or_refused(data):
    photo = bytearray(metadata.embed(png(), ADD).data)
    for _ in range(data.draw(st.integers(1, 5))):
        photo[data.draw(st.integers(8, len(photo) - 1))] = data.draw(st.integers(0, 255))
    metadata.read_bytes(bytes(photo))
    try:
        new = metadata.embed(bytes(photo), KeywordChange(add=KeywordSet(("x",)))).data
    except MetadataError as error:
        assert str(error).endswith(".")
    else:
        assert "x" in held(new)
