"""TIFF: a new directory at the end; no strip, page or private value moves."""

from __future__ import annotations

import hashlib
import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from phototagger.core import metadata
from phototagger.core.errors import MetadataError
from phototagger.core.metadata import CannotEmbed, Container, _iptc
from phototagger.core.tags import KeywordChange, KeywordSet

WORDS = KeywordSet.of(["kočka", "R&B <live>"])
ADD = KeywordChange(add=WORDS)
ALL = (Container.XMP, Container.IPTC, Container.EXIF)


def tiff(pages=1, **save):
    frames = [Image.linear_gradient("L").resize((24, 16 + n)) for n in range(pages)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:], **save)
    return buffer.getvalue()


def held(data):
    found = metadata.read_bytes(data).values
    return {place: KeywordSet.of(names) for place, names in found.items()}


def pictures(data):
    with Image.open(io.BytesIO(data)) as image:
        return [frame.tobytes() for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "jpeg"])
def test_keywords_go_to_all_places_and_only_the_pointer_moves(compression):
    data = tiff(pages=3, compression=compression)
    new = metadata.embed(data, ADD).data
    assert held(new) == dict.fromkeys(ALL, WORDS)
    assert new[:4] + new[8 : len(data)] == data[:4] + data[8:]
    assert pictures(new) == pictures(data)
    assert metadata.embed(new, ADD).data is new


def test_later_changes_replace_the_end_and_removal_leaves_no_word():
    data = tiff()
    once = metadata.embed(data, ADD).data
    change = KeywordChange(KeywordSet(("mouse",)), WORDS)
    twice = metadata.embed(once, change).data
    assert held(twice) == dict.fromkeys(ALL, KeywordSet(("mouse",)))
    assert len(twice) < len(once)
    assert "kočka".encode() not in twice and "kočka".encode("utf-16-le") not in twice
    only_xmp = metadata.embed(once, KeywordChange(add=WORDS.union(["a;b"]))).data
    assert held(only_xmp)[Container.XMP] == WORDS.union(["a;b"])
    assert held(only_xmp)[Container.EXIF] == WORDS


def test_what_is_there_is_edited_in_its_own_type(build):
    packet = build.packet(build.subject("old"))
    iim = build.dataset(2, 25, b"older")
    data = tiff(tiffinfo={700: packet, 33723: iim})
    assert held(data) == {
        Container.XMP: KeywordSet(("old",)),
        Container.IPTC: KeywordSet(("older",)),
    }
    new = metadata.embed(data, KeywordChange(add=WORDS.union(["old", "older"]))).data
    assert held(new)[Container.IPTC] == WORDS.union(["older", "old"])


@pytest.mark.parametrize("inside", [True, False])
def test_iptc_in_the_photoshop_block_is_kept_up_with_its_digest(build, inside):
    iim = build.dataset(2, 25, b"old")
    block = build.resource(0x0425, hashlib.md5(iim).digest())
    other = build.resource(0x03ED, b"resolution")
    info = {34377: other + block}
    if inside:
        info[34377] += build.resource(0x0404, iim)
    else:
        info[33723] = iim
    new = metadata.embed(tiff(tiffinfo=info), KeywordChange(add=WORDS.union(["old"]))).data
    assert held(new)[Container.IPTC] == WORDS.union(["old"])
    with Image.open(io.BytesIO(new)) as image:
        resources, _ = _iptc.split_resources(image.tag_v2[34377])
        records = image.tag_v2.get(33723, b"")
    values = {found.number: found.value for found in resources}
    assert values[0x03ED] == b"resolution"
    if isinstance(records, tuple):
        records = struct.pack(f"<{len(records)}I", *records)
    assert values[0x0425] == hashlib.md5(values.get(0x0404) or records).digest()


def cut_strip():
    data = tiff(compression="raw")
    with Image.open(io.BytesIO(data)) as image:
        at = data.index(struct.pack("<HHII", 273, 4, 1, image.tag_v2[273][0]))
    return data[: at + 8] + struct.pack("<I", len(data) - 10) + data[at + 12 :]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(tiff(tiffinfo={50706: b"\1\4\0\0"}), id="DNG"),
        pytest.param(tiff(tiffinfo={52545: b"signed"}), id="C2PA"),
        pytest.param(tiff()[:40], id="cut in the directory"),
        pytest.param(cut_strip(), id="strip runs over the end"),
        pytest.param(tiff(tiffinfo={700: b"<x>"}), id="damaged packet"),
        pytest.param(tiff(tiffinfo={33723: b"junk!"}), id="damaged IPTC"),
        pytest.param(tiff(big_tiff=True), id="BigTIFF"),
    ],
)
def test_what_cannot_be_changed_is_refused(data):
    with pytest.raises(CannotEmbed, match=r"\.$"):
        metadata.embed(data, ADD)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_are_embedded_or_refused(data):
    photo = bytearray(_RICH)
    for _ in range(data.draw(st.integers(1, 6))):
        photo[data.draw(st.integers(4, len(photo) - 1))] = data.draw(st.integers(0, 255))
    metadata.read_bytes(bytes(photo))
    try:
        new = metadata.embed(bytes(photo), KeywordChange(add=KeywordSet(("x",)))).data
    except MetadataError as error:
        assert str(error).endswith(".")
    else:
        assert all("x" in names for names in held(new).values())


_RICH = metadata.embed(tiff(), ADD).data
