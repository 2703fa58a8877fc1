"""RAW files: the camera's own picture is found, the right one is taken, nothing else is read."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from phototagger.core import _raw_preview, pixels
from phototagger.core.errors import PhotoError, UnsupportedFormat

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "photos" / "metadata" / "raw"
SMALL, MIDDLE, LARGE = (160, 120), (640, 480), (1600, 1200)
COLOURS = {SMALL: "red", MIDDLE: "lime", LARGE: "blue"}
LONG, SHORT, BYTES = 4, 3, 7


def jpeg(size: tuple[int, int], **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, COLOURS[size]).save(buffer, "JPEG", **options)
    return buffer.getvalue()


class Tiff:
    """Puts a TIFF structure together: data first, directories after it."""

    def __init__(self, order: str = "<", mark: bytes = b"\x2a\0") -> None:
        self.order = order
        self.data = bytearray((b"II" if order == "<" else b"MM") + mark + b"\0\0\0\0")

    def add(self, content: bytes) -> int:
        offset = len(self.data)
        self.data += content
        return offset

    def directory(self, entries: list[tuple[int, int, int, int]], following: int = 0) -> int:
        """Add a directory of (tag, type, count, value or offset)."""
        packed = struct.pack(self.order + "H", len(entries))
        for tag, kind, count, value in entries:
            layout = "HxxI"[:1] + "xx" if kind == SHORT and count == 1 else "I"
            packed += struct.pack(f"{self.order}HHI{layout}", tag, kind, count, value)
        return self.add(packed + struct.pack(self.order + "I", following))

    def finish(self, first: int) -> bytes:
        struct.pack_into(self.order + "I", self.data, 4, first)
        return bytes(self.data)


def span(tiff: Tiff, size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    data = jpeg(size)
    return [(0x0201, LONG, 1, tiff.add(data)), (0x0202, LONG, 1, len(data))]


def strip(tiff: Tiff, data: bytes, compression: int = 7) -> list[tuple[int, int, int, int]]:
    return [
        (0x0103, SHORT, 1, compression),
        (0x0111, LONG, 1, tiff.add(data)),
        (0x0117, LONG, 1, len(data)),
    ]


def nikon(order: str = "<") -> bytes:
    """A small picture in the chain, the large ones below the first directory."""
    tiff = Tiff(order, b"\x2a\0" if order == "<" else b"\0\x2a")
    below = [tiff.directory(span(tiff, size)) for size in (LARGE, MIDDLE)]
    pair = tiff.add(struct.pack(order + "II", *below))
    second = tiff.directory(span(tiff, SMALL))
    entries = [(0x0112, SHORT, 1, 8), (0x014A, LONG, 2, pair)]
    return tiff.finish(tiff.directory(entries, second))


def adobe() -> bytes:
    """DNG: a JPEG strip of a reduced picture; the RAW data is a lossless JPEG."""
    tiff = Tiff()
    lossless = jpeg(LARGE).replace(b"\xff\xc0", b"\xff\xc3", 1)
    below = tiff.directory([(0x00FE, LONG, 1, 0), *strip(tiff, lossless)])
    first = [(0x00FE, LONG, 1, 1), *strip(tiff, jpeg(MIDDLE)), (0x014A, LONG, 1, below)]
    return tiff.finish(tiff.directory(first))


def panasonic() -> bytes:
    tiff = Tiff(mark=b"\x55\0")
    data = jpeg(LARGE)
    return tiff.finish(tiff.directory([(0x002E, BYTES, len(data), tiff.add(data))]))


def olympus() -> bytes:
    tiff = Tiff(mark=b"RO")
    data = jpeg(MIDDLE)
    # The offsets in the note count from its own start.
    head = b"OLYMPUS\0II\x03\0" + struct.pack("<HHHIII", 1, 0x2020, 13, 1, 30, 0)
    body = struct.pack("<HHHIIHHIII", 2, 0x0101, LONG, 1, 60, 0x0102, LONG, 1, len(data), 0)
    assert (len(head), len(body)) == (30, 30)
    content = head + body + data
    offset = tiff.add(content)
    exif = tiff.directory([(0x927C, BYTES, len(content), offset)])
    return tiff.finish(tiff.directory([(0x8769, LONG, 1, exif)]))


def fuji() -> bytes:
    data = jpeg(LARGE)
    head = (b"FUJIFILMCCD-RAW 0201FF389501" + b"X-T1").ljust(84, b"\0")
    return head + struct.pack(">II", 200, len(data)) + b"\0" * 108 + data


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def canon() -> bytes:
    tiff = Tiff()
    taken = tiff.finish(tiff.directory([(0x0112, SHORT, 1, 6)]))
    data = jpeg(LARGE)
    preview = struct.pack(">IHHHHI", 0, 1, *LARGE, 1, len(data)) + data
    return (
        box(b"ftyp", b"crx \0\0\0\1crx isom")
        + box(b"moov", box(b"uuid", _raw_preview._CANON_UUID + box(b"CMT1", taken)))
        + box(b"uuid", _raw_preview._CANON_PREVIEW_UUID + b"\0" * 8 + box(b"PRVW", preview))
        + box(b"mdat", b"\0" * 100)
    )


FILES = {
    "a.nef": (nikon(), [SMALL, MIDDLE, LARGE]),
    "big endian.nef": (nikon(">"), [SMALL, MIDDLE, LARGE]),
    "a.dng": (adobe(), [MIDDLE]),
    "a.rw2": (panasonic(), [LARGE]),
    "a.orf": (olympus(), [MIDDLE]),
    "a.raf": (fuji(), [LARGE]),
    "a.cr3": (canon(), [LARGE]),
}


@pytest.mark.parametrize("name", FILES)
def test_every_preview_is_found(name: str) -> None:
    content, sizes = FILES[name]
    glance = _raw_preview.glance_at_raw(io.BytesIO(content))
    assert [edge_px for edge_px, _ in glance.previews] == [width for width, _ in sizes]


@pytest.mark.parametrize("name", FILES)
def test_raw_files_are_shown(tmp_path: Path, name: str) -> None:
    content, sizes = FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    image = pixels.read(path, 256)
    assert max(image.size) == 256
    chosen = MIDDLE if MIDDLE in sizes else LARGE
    wanted = Image.new("RGB", (1, 1), COLOURS[chosen]).getpixel((0, 0))
    found = image.getpixel((9, 9))
    assert all(abs(a - b) < 9 for a, b in zip(found, wanted, strict=True)), "the smallest enough"  # type: ignore[arg-type]
    assert path.suffix in pixels.SUPPORTED_SUFFIXES


@pytest.mark.parametrize(("edge_px", "size"), [(100, MIDDLE), (500, MIDDLE), (700, LARGE)])
def test_the_smallest_preview_that_is_large_enough_is_taken(
    edge_px: int, size: tuple[int, int]
) -> None:
    glance = _raw_preview.glance_at_raw(io.BytesIO(nikon()))
    by_edge = dict(glance.previews)
    assert glance.best_for(edge_px) == by_edge[size[0]]
    assert glance.best_for(9999) == by_edge[LARGE[0]]


@pytest.mark.parametrize(("name", "sideways"), [("a.nef", True), ("a.cr3", True), ("a.raf", False)])
def test_a_preview_is_turned_as_the_raw_file_says(
    tmp_path: Path, name: str, sideways: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name][0])
    width, height = pixels.read(path, 256).size
    assert (height > width) is sideways


def test_a_small_uncompressed_picture_is_better_than_none(tmp_path: Path) -> None:
    path = tmp_path / "a.nef"
    buffer = io.BytesIO()
    Image.new("RGB", (120, 80), "teal").save(buffer, "TIFF", tiffinfo={0x00FE: 1})
    path.write_bytes(buffer.getvalue())
    assert pixels.read(path, 256).size == (120, 80)
    assert pixels.needs_own_process(path)


@pytest.mark.parametrize(
    "content", [b"II*\0" + b"\0" * 500, b"no raw file", b"FUJIFILMCCD-RAW " + b"\0" * 9]
)
def test_a_raw_file_without_a_preview_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.nef"
    path.write_bytes(content)
    with pytest.raises(UnsupportedFormat, match="no preview"):
        pixels.read(path, 256)


def test_the_sensor_data_is_never_shown_as_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "photo.dng"
    buffer = io.BytesIO()
    Image.new("L", (300, 200), 90).save(buffer, "TIFF")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(UnsupportedFormat, match="no preview"):
        pixels.read(path, 256)


def test_directories_in_a_circle_end() -> None:
    tiff = Tiff()
    first = tiff.directory([(0x014A, LONG, 1, 8)], following=8)
    assert first == 8
    assert _raw_preview.glance_at_raw(io.BytesIO(tiff.finish(first))).previews == ()


@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_damaged_files_give_a_preview_or_none(name: str, data: st.DataObject) -> None:
    content = bytearray(FILES[name][0])
    # Directories stand at the end of what `Tiff` makes, tables of the others at the beginning.
    for _ in range(data.draw(st.integers(1, 6))):
        end = data.draw(st.booleans())
        near = data.draw(st.integers(0, 250))
        content[-1 - near if end else near] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    glance = _raw_preview.glance_at_raw(io.BytesIO(bytes(content[:cut])))
    for edge_px, (start, length) in glance.previews:
        assert edge_px > 0
        assert content[start : start + 2] == b"\xff\xd8"
        assert start + length <= cut


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs the sample photos")
def test_files_of_real_cameras_open_or_say_why_not(tmp_path: Path) -> None:
    shown = {}
    for path in SAMPLES.iterdir():
        if pixels.is_raw(path):
            try:
                shown[path.name] = pixels.read(path, 256).size
            except PhotoError as error:
                assert str(error).endswith(".")
    # The samples are cut short; what they still hold is a small preview each.
    assert {"imagemeta__j_lstravatnet.pef", "imagemeta__sample.arw"} <= shown.keys()
