"""W21: every kind of JPEG that cameras and phones make, generated, by name.

Judged by this file alone: the scan and all behind it, and every segment that is not ours, are
byte for byte what they were; the picture decodes to the same pixels; further pictures are found
where the index says.
"""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from phototagger.core import metadata
from phototagger.core.metadata import Container
from phototagger.core.tags import KeywordChange, KeywordSet

WORDS = KeywordSet(("kočka", "R&B <live>"))
ADD = KeywordChange(add=WORDS)
GUID = b"0123456789ABCDEF0123456789ABCDEF"
VIDEO = struct.pack(">I", 24) + b"ftypmp42\0\0\0\0isommp42" + b"moving pictures" * 40
CONTAINER = (
    ' xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1"'
    ' xmlns:Container="http://ns.google.com/photos/1.0/container/"'
    ' xmlns:Item="http://ns.google.com/photos/1.0/container/item/"'
)


def saved(mode="RGB", **options):
    buffer = io.BytesIO()
    image = Image.linear_gradient("L").resize((64, 48)).convert(mode)
    image.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def behind_app0(data, *segments):
    at = 4 + int.from_bytes(data[4:6]) if data[2:4] in (b"\xff\xe0", b"\xff\xee") else 2
    return data[:at] + b"".join(segments) + data[at:]


def split(data):
    """Return the segments before the scan with their fill bytes, and all from the scan on."""
    segments, at = [], 2
    while True:
        mark = at + 1
        while data[mark] == 0xFF:
            mark += 1
        if data[mark] == 0xDA:
            return segments, data[at:]
        end = mark + 1 + int.from_bytes(data[mark + 1 : mark + 3])
        segments.append(data[at:end])
        at = end


def is_ours(segment):
    segment = b"\xff" + segment.lstrip(b"\xff")
    kinds = (b"\xff\xe1", b"Exif\0"), (b"\xff\xe1", b"http://ns.adobe.com/xap/1.0/\0")
    kinds += ((b"\xff\xed", b"Photoshop 3.0\0"), (b"\xff\xe2", b"MPF\0"))
    return any(segment.startswith(mark) and segment[4:].startswith(name) for mark, name in kinds)


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.mode, image.size, image.tobytes()


def mpo():
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (40, 30), (n * 80, 0, 0)) for n in range(3)]
    frames[0].save(buffer, "MPO", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def gain_map(build):
    packet = build.packet("", ' hdrgm:Version="1.0" hdrgm:GainMapMax="2.5"')
    second = behind_app0(saved("L"), build.xmp(packet))
    return build.multi_picture([build.exif(build.camera_block()), build.xmp(packet)], second)


def motion(build):
    entry = f"<Item:Mime>video/mp4</Item:Mime><Item:Length>{len(VIDEO)}</Item:Length>"
    return build.jpeg(build.xmp(build.packet(entry, CONTAINER)), trailer=VIDEO)


def samsung(build):
    entries = struct.pack("<HHII", 0, 0x0A30, len(VIDEO) + 24, len(VIDEO))
    directory = b"SEFH" + struct.pack("<II", 107, 1) + entries
    trailer = VIDEO + directory + struct.pack("<I", len(directory)) + b"SEFT"
    return build.jpeg(build.exif(build.camera_block()), trailer=trailer)


def extended(build):
    packet = build.packet(
        "", f' xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="{GUID.decode()}"'
    )
    part = GUID + struct.pack(">II", 4, 0) + b"<a/>"
    name = b"http://ns.adobe.com/xmp/extension/\0"
    return build.jpeg(build.xmp(packet), build.segment(0xE1, name + part))


def large_exif(build):
    return build.jpeg(build.exif(build.tiff_block([(0xC634, 7, 60_000, bytes(60_000))])))


def colour_profile(build):
    parts = [build.segment(0xE2, b"ICC_PROFILE\0" + bytes((n, 2)) + b"p" * 50) for n in (2, 7)]
    return build.jpeg(*parts)


def several_photoshop(build):
    parts = [build.photoshop(build.resource(n, b"resource")) for n in (0x03ED, 0x0425 + 9)]
    return build.jpeg(*parts)


KINDS = {
    "grey": lambda build: saved("L"),
    "CMYK": lambda build: saved("CMYK"),
    "progressive": lambda build: saved(progressive=True),
    "restart markers": lambda build: saved(restart_marker_blocks=1),
    "optimised, 4:4:4": lambda build: saved(optimize=True, subsampling=0),
    "without JFIF": lambda build: saved()[:2] + saved()[20:],
    "MPO": lambda build: mpo(),
    "Ultra HDR gain map": gain_map,
    "motion photo": motion,
    "Samsung trailer": samsung,
    "bytes behind the end": lambda build: build.jpeg(trailer=b"\0" * 100 + b"free text"),
    "second JPEG behind the end": lambda build: build.jpeg(trailer=saved("L")),
    "XMP before EXIF": lambda build: build.jpeg(
        build.xmp(build.packet()), build.exif(build.camera_block(">"))
    ),
    "extended XMP": extended,
    "fill bytes": lambda build: build.jpeg(
        build.segment(0xFE, b"one", fill=1), build.segment(0xE5, b"two", fill=40)
    ),
    "60 KB EXIF": large_exif,
    "ICC with wrong numbers": colour_profile,
    "several Photoshop blocks": several_photoshop,
    "comments": lambda build: build.jpeg(build.segment(0xFE, b"A"), build.segment(0xFE, b"B\0")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_w21_only_our_segments_change(build, kind):
    """W21: see the names of the kinds."""
    data = KINDS[kind](build)
    new = metadata.embed(data, ADD).data
    (before, scan), (after, new_scan) = split(data), split(new)
    assert new_scan == scan
    assert [s for s in after if not is_ours(s)] == [s for s in before if not is_ours(s)]
    assert pixels(new) == pixels(data)
    reading = metadata.combine(metadata.read_bytes(new), [])
    for container in (Container.XMP, Container.IPTC, Container.EXIF):
        assert reading.by_container[container] == WORDS, container
    assert metadata.embed(new, ADD).start is new
    gone = metadata.embed(new, KeywordChange(remove=WORDS)).data
    assert not metadata.combine(metadata.read_bytes(gone), []).keywords
    assert split(gone)[1] == scan


def test_w21_an_mpo_of_pillow_keeps_all_its_pictures():
    """W21: the index of further pictures is true after the first one grew."""
    data = mpo()
    new = metadata.embed(data, ADD).data
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(new)) as after:
        assert after.n_frames == before.n_frames == 3
        for number in range(3):
            before.seek(number)
            after.seek(number)
            assert after.tobytes() == before.tobytes()


def test_w21_a_gain_map_is_found_where_the_index_says(build):
    """W21: Ultra HDR; the literal spelling that readers look for is kept too."""
    data = gain_map(build)
    new = metadata.embed(data, ADD).data
    size, second = build.second_picture(new)
    assert second == build.second_picture(data)[1]
    assert new[:size].endswith(b"\xff\xd9")
    assert b' hdrgm:Version="1.0" hdrgm:GainMapMax="2.5"' in new[:size]


def test_w21_the_video_of_a_motion_photo_ends_the_file(build):
    """W21: its length in XMP counts from the end, so it stays true."""
    new = metadata.embed(motion(build), ADD).data
    assert new.endswith(VIDEO)
    assert f"<Item:Length>{len(VIDEO)}</Item:Length>".encode() in new
