"""WebP: the XMP chunk and its flag; simple files become extended ones."""

from __future__ import annotations

import io
import struct

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


def webp(mode="RGB", **save):
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((21, 13)).convert(mode).save(buffer, "WEBP", **save)
    return buffer.getvalue()


def with_chunk(data, kind, body):
    chunk = kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return data[:4] + struct.pack("<I", len(data) + len(chunk) - 8) + data[8:] + chunk


def held(data):
    return KeywordSet.of(metadata.read_bytes(data).values.get(Container.XMP, ()))


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.mode, image.size, image.tobytes(), image.info.get("xmp", b"")


@pytest.mark.parametrize(
    ("mode", "save"),
    [
        ("RGB", {}),
        ("RGB", {"lossless": True}),
        ("RGBA", {"lossless": True}),
        ("RGBA", {}),
        ("RGB", {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"}),
    ],
)
def test_keywords_go_in_and_the_picture_stays(mode, save):
    data = webp(mode, **save)
    new = metadata.embed(data, ADD).data
    assert held(new) == WORDS
    assert pixels(new)[:3] == pixels(data)[:3]
    assert "kočka".encode() in pixels(new)[3]
    assert int.from_bytes(new[4:8], "little") == len(new) - 8
    assert new[12:16] == b"VP8X" and new[20] & 0x04
    assert metadata.embed(new, ADD).data is new
    assert not held(metadata.embed(new, KeywordChange(remove=WORDS)).data)


def test_an_animation_keeps_its_frames():
    frames = [Image.new("RGB", (8, 8), (n * 60, 0, 0)) for n in range(3)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], duration=70)
    with Image.open(io.BytesIO(metadata.embed(buffer.getvalue(), ADD).data)) as image:
        assert image.n_frames == 3


def test_bytes_behind_the_container_stay():
    data = webp() + b"behind the end"
    assert metadata.embed(data, ADD).data.endswith(b"behind the end")


def test_a_packet_that_is_there_is_edited(build):
    data = webp(xmp=build.packet(build.subject("old")))
    new = metadata.embed(data, ADD).data
    assert held(new) == WORDS.union(["old"])
    assert new.count(b"XMP ") == 1


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda b: with_chunk(webp(), b"C2PA", b"signed"), id="C2PA"),
        pytest.param(
            lambda b: with_chunk(webp(xmp=b.packet()), b"XMP ", b.packet()), id="two packets"
        ),
        pytest.param(lambda b: webp()[:-20], id="cut off"),
        pytest.param(lambda b: webp()[:12], id="no picture"),
        pytest.param(lambda b: webp(xmp=b"<x>"), id="damaged packet"),
        pytest.param(lambda b: webp().replace(b"\x9d\x01\x2a", b"\0\0\0"), id="damaged picture"),
    ],
)
def test_what_cannot_be_changed_is_refused(build, make):
    with pytest.raises(CannotEmbed, match=r"\.$"):
        metadata.embed(make(build), ADD)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_bytes_are_embedded_or_refused(data):
    photo = bytearray(webp(xmp=b"<x/>"))
    for _ in range(data.draw(st.integers(1, 5))):
        photo[data.draw(st.integers(12, len(photo) - 1))] = data.draw(st.integers(0, 255))
    metadata.read_bytes(bytes(photo))
    try:
        new = metadata.embed(bytes(photo), KeywordChange(add=KeywordSet(("x",)))).data
    except MetadataError as error:
        assert str(error).endswith(".")
    else:
        assert "x" in held(new)
