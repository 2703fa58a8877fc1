"""JPEG XL in its container: the packet stands before the codestream, all other boxes are copied."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phototagger.core import metadata
from phototagger.core.errors import PhototaggerError
from phototagger.core.metadata import CannotEmbed
from phototagger.core.tags import KeywordChange, KeywordSet

WORDS = KeywordSet(("kočka", "R&B <live>"))
ADD = KeywordChange(add=WORDS)


def box(kind, body, size=None):
    return struct.pack(">I4s", len(body) + 8 if size is None else size, kind) + body


START = box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl \0\0\0\0jxl ")
EXIF = box(b"Exif", b"\0\0\0\0II*\0")
PICTURE = box(b"jxlc", b"\xff\x0a codestream")
PARTS = box(b"jxlp", b"\0\0\0\0one") + box(b"jxlp", b"\x80\0\0\1two")
OPEN_END = box(b"jxlc", b"\xff\x0a to the end", size=0)


def keywords(data):
    return metadata.combine(metadata.read_bytes(data), []).keywords


@pytest.mark.parametrize("picture", [PICTURE, PARTS, OPEN_END, EXIF + PICTURE, PICTURE + EXIF])
def test_the_packet_stands_before_the_codestream(picture):
    data = START + picture
    new = metadata.embed(data, ADD).data
    at = new.index(b"xml ") - 4
    size = int.from_bytes(new[at : at + 4])
    assert new[:at] + new[at + size :] == data
    assert at < new.index(b"jxl", len(START))
    assert keywords(new) == WORDS
    assert metadata.embed(new, ADD).data is new
    gone = metadata.embed(new, KeywordChange(remove=WORDS)).data
    assert not keywords(gone)


@pytest.mark.parametrize("last", [False, True])
def test_a_packet_that_is_there_is_edited_in_its_place(build, last):
    packet = build.packet(build.subject("old"))
    data = START + PICTURE + box(b"xml ", packet, size=0 if last else None)
    data += b"" if last else EXIF
    new = metadata.embed(data, KeywordChange(add=WORDS.union(["old"]))).data
    assert new.startswith(START + PICTURE)
    assert last or new.endswith(EXIF)
    assert set(keywords(new)) == {*WORDS, "old"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (START + box(b"brob", b"xml \x8b") + PICTURE, "compressed"),
        (START + box(b"jumb", b"c2pa") + PICTURE, "signed"),
        (START + box(b"xml ", b"<a/>") * 2 + PICTURE, "more than one"),
        (START + EXIF, "no picture"),
        (START + PICTURE[:-4], "cut off"),
        (b"\xff\x0a codestream", "left as they are"),
    ],
)
def test_what_cannot_be_changed_is_refused(data, reason):
    with pytest.raises(CannotEmbed, match=reason):
        metadata.embed(data, ADD)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_w22_any_bytes_are_embedded_or_refused(data):
    """W22: damage anywhere ends in the program's own error or in a file with its words."""
    photo = bytearray(START + EXIF + PARTS)
    for _ in range(data.draw(st.integers(1, 4))):
        photo[data.draw(st.integers(0, len(photo) - 1))] = data.draw(st.integers(0, 255))
    try:
        new = metadata.embed(bytes(photo), ADD).data
    except PhototaggerError:
        return
    assert set(WORDS) <= set(keywords(new))
