"""The JPEG that a camera embedded in a RAW file, found without reading the RAW picture itself.

Developing a RAW file takes seconds and looks different from what the photographer saw; the
embedded JPEG is the camera's own picture. Nearly all RAW formats are TIFF structures whose
directories lead to it; Fujifilm's and Canon's newest have a short table of their own.

Everything is bounded: so many directories, so many entries, no offset outside the file, and only
what begins like a JPEG that ordinary decoders take counts as a preview.

Source: TIFF 6.0, section 2; TIFF/EP (ISO 12234-2); DNG 1.7, chapter 4; Exif 3.0, section 4.6;
ISO/IEC 14496-12, section 4.2 (boxes of CR3). Tags of makers: documentation of ExifTool's tag names.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SUFFIXES = (".arw", ".cr2", ".cr3", ".dng", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".srw")
"""Lower-case suffixes of the formats understood here."""

MAX_PREVIEW_BYTES = 64 * 1024 * 1024
_MAX_DIRECTORIES = 32
_MAX_ENTRIES = 512
_MAX_VALUES = 64
_MAX_SEGMENTS = 200
_MAX_BOXES = 200
_LEAST_EDGE_PX = 200
"""Smaller previews are those of 160 px with black bars."""

_SUBFILE_TYPE, _COMPRESSION, _ORIENTATION = 0x00FE, 0x0103, 0x0112
_STRIP_OFFSETS, _STRIP_LENGTHS = 0x0111, 0x0117
_SUB_DIRECTORIES, _EXIF_DIRECTORY, _MAKER_NOTE = 0x014A, 0x8769, 0x927C
_JPEG_OFFSET, _JPEG_LENGTH = 0x0201, 0x0202
_PANASONIC_JPEG = 0x002E
_OLYMPUS_SETTINGS, _OLYMPUS_OFFSET, _OLYMPUS_LENGTH = 0x2020, 0x0101, 0x0102
_OLYMPUS_MARKS = {b"OLYMPUS\0": 12, b"OM SYSTEM\0": 16}
"""How the maker note begins, and how long its own head is; offsets count from its start."""

_TIFF_MARKS = (b"\x2a\0", b"\0\x2a", b"RO", b"OR", b"RS", b"\x55\0")
_JPEG_COMPRESSIONS = (6, 7)
_TYPE_LAYOUTS = {1: "B", 2: "B", 3: "H", 4: "I", 7: "B", 13: "I"}
_DECODABLE_FRAMES = (0xC0, 0xC1, 0xC2)  # not the lossless ones in which RAW data is stored
_RAF_MARK = b"FUJIFILMCCD-RAW "
_RAF_TABLE = 84
_CANON_UUID = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_CANON_PREVIEW_UUID = bytes.fromhex("eaf42b5e1c984b88b9fbb7dc406e4d16")

Span = tuple[int, int]
"""Offset and length in a file."""


@dataclass(frozen=True, slots=True)
class RawGlance:
    """What the directories of a RAW file tell.

    Attributes:
        previews: where JPEGs that can be decoded lie, with their longest sides in pixels.
        orientation: EXIF orientation 1…8 for previews that do not say their own.
        starts_small: the first directory is a reduced picture, not the RAW data.
    """

    previews: tuple[tuple[int, Span], ...] = ()
    orientation: int = 1
    starts_small: bool = False

    def best_for(self, edge_px: int) -> Span | None:
        """Return the smallest preview that is large enough, else the largest, None without any."""
        wanted = max(edge_px, _LEAST_EDGE_PX)
        enough = [entry for entry in self.previews if entry[0] >= wanted]
        return min(enough)[1] if enough else max(self.previews)[1] if self.previews else None


def is_raw(path: Path) -> bool:
    """True for the suffixes of RAW formats."""
    return path.suffix.lower() in SUFFIXES


def glance_at_raw(file: IO[bytes]) -> RawGlance:
    """Look for previews in an open RAW file; anything else gives an empty glance.

    Raises:
        OSError: the file cannot be read.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(16)
    try:
        if head == _RAF_MARK:
            file.seek(_RAF_TABLE)
            found = _Found([(_number(file, ">I"), _number(file, ">I"))])
        elif head[4:8] == b"ftyp":
            found = _search_boxes(file, size)
        elif head[:2] in (b"II", b"MM") and head[2:4] in _TIFF_MARKS:
            found = _search_directories(file, 0, "<" if head.startswith(b"II") else ">")
        else:
            return RawGlance()
    except struct.error:  # a number that the end of the file cuts off
        return RawGlance()
    previews = {
        (edge_px, (start, length))
        for start, length in found.spans
        if 0 < length <= MAX_PREVIEW_BYTES
        and start + length <= size
        and (edge_px := _jpeg_edge_px(file, start, length))
    }
    return RawGlance(tuple(sorted(previews)), found.orientation, found.starts_small)


def read_preview(path: Path, edge_px: int) -> tuple[bytes, RawGlance]:
    """Return the JPEG to show in *edge_px* pixels, b"" when there is none, and the glance.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        glance = glance_at_raw(file)
        span = glance.best_for(edge_px)
        if span is None:
            return b"", glance
        file.seek(span[0])
        return file.read(span[1]), glance


@dataclass(slots=True)
class _Found:
    spans: list[Span]
    orientation: int = 1
    starts_small: bool = False


def _search_directories(file: IO[bytes], base: int, order: str) -> _Found:
    """Follow the directories of a TIFF structure whose offsets count from *base*."""
    found = _Found([])
    file.seek(base + 4)
    waiting = [_number(file, order + "I")]
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_DIRECTORIES:
        offset = waiting.pop(0)
        if offset < 8 or offset in seen:
            continue
        entries, following = _directory(file, base, offset, order)
        if not seen:
            orientation = next(iter(entries.get(_ORIENTATION, ())), 1)
            found.orientation = orientation if 1 <= orientation <= 8 else 1
            found.starts_small = entries.get(_SUBFILE_TYPE, [0])[:1] == [1]
        seen.add(offset)
        found.spans += [(base + start, length) for start, length in _spans_of(entries)]
        waiting += [*entries.get(_SUB_DIRECTORIES, ()), *entries.get(_EXIF_DIRECTORY, ())]
        waiting.append(following)
        if note := entries.get(_MAKER_NOTE):
            found.spans += _search_olympus(file, base + note[0], order)
    return found


def _spans_of(entries: dict[int, list[int]]) -> Iterator[Span]:
    """Yield where a directory says that a JPEG lies."""
    for start_tag, length_tag in ((_JPEG_OFFSET, _JPEG_LENGTH), (_STRIP_OFFSETS, _STRIP_LENGTHS)):
        starts, lengths = entries.get(start_tag, ()), entries.get(length_tag, ())
        is_jpeg = start_tag == _JPEG_OFFSET or entries.get(_COMPRESSION, [0])[0] in (
            _JPEG_COMPRESSIONS
        )
        if is_jpeg and len(starts) == len(lengths) == 1:
            yield starts[0], lengths[0]
    if panasonic := entries.get(_PANASONIC_JPEG):
        yield panasonic[0], panasonic[1]


def _search_olympus(file: IO[bytes], start: int, order: str) -> list[Span]:
    file.seek(start)
    head = file.read(16)
    for mark, length in _OLYMPUS_MARKS.items():
        if head.startswith(mark):
            note, _ = _directory(file, start, length, order)
            settings = note.get(_OLYMPUS_SETTINGS, ())
            for offset in settings[:1]:
                entries, _ = _directory(file, start, offset, order)
                starts, lengths = entries.get(_OLYMPUS_OFFSET), entries.get(_OLYMPUS_LENGTH)
                if starts and lengths:
                    return [(start + starts[0], lengths[0])]
    return []


def _directory(
    file: IO[bytes], base: int, offset: int, order: str
) -> tuple[dict[int, list[int]], int]:
    """Return the numbers of a directory by tag, and the next one's offset.

    Of a long block of bytes (a maker note, an embedded JPEG) its offset and length are returned.
    """
    file.seek(base + offset)
    count = _number(file, order + "H")
    if count > _MAX_ENTRIES:
        return {}, 0
    table = file.read(12 * count + 4)
    entries: dict[int, list[int]] = {}
    for position in range(0, 12 * count, 12):
        tag, kind, number = struct.unpack_from(order + "HHI", table, position)
        layout = _TYPE_LAYOUTS.get(kind)
        if layout is None or number == 0:
            continue
        width = struct.calcsize(order + layout)
        (value,) = struct.unpack_from(order + "I", table, position + 8)
        if number * width <= 4:
            entries[tag] = list(struct.unpack_from(f"{order}{number}{layout}", table, position + 8))
        elif layout == "B" or tag == _OLYMPUS_SETTINGS:
            entries[tag] = [value, number * width]
        elif number <= _MAX_VALUES:
            file.seek(base + value)
            packed = file.read(number * width)
            entries[tag] = list(struct.unpack(f"{order}{number}{layout}", packed))
    following = struct.unpack_from(order + "I", table, 12 * count)[0]
    return entries, int(following)


def _search_boxes(file: IO[bytes], size: int) -> _Found:
    """Find Canon's preview, and how the photo is turned, among the boxes of a CR3 file."""
    found = _Found([])
    for kind, start, end in _boxes(file, 0, size):
        if kind == b"uuid" + _CANON_PREVIEW_UUID:
            for inner, inner_start, _ in _boxes(file, start + 8, end):
                if inner == b"PRVW":
                    file.seek(inner_start + 12)
                    found.spans.append((inner_start + 16, _number(file, ">I")))
        elif kind == b"moov":
            for inner, inner_start, inner_end in _boxes(file, start, end):
                if inner == b"uuid" + _CANON_UUID:
                    found.orientation = _canon_orientation(file, inner_start, inner_end)
    return found


def _canon_orientation(file: IO[bytes], start: int, end: int) -> int:
    for kind, tiff, _ in _boxes(file, start, end):
        if kind == b"CMT1":
            file.seek(tiff)
            order = "<" if file.read(2) == b"II" else ">"
            return _search_directories(file, tiff, order).orientation
    return 1


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of the content of each box; a uuid is part of its kind."""
    for _ in range(_MAX_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(8))
        content = start + 8
        if length == 1:
            length = _number(file, ">Q")
            content += 8
        if kind == b"uuid":
            kind += file.read(16)
            content += 16
        if length < content - start:
            return
        yield kind, content, min(end, start + length)
        start += length


def _number(file: IO[bytes], layout: str) -> int:
    return int(struct.unpack(layout, file.read(struct.calcsize(layout)))[0])


def _jpeg_edge_px(file: IO[bytes], start: int, length: int) -> int:
    """Return the longest side of the JPEG at *start*, 0 when no usual decoder takes it."""
    file.seek(start)
    if file.read(2) != b"\xff\xd8":
        return 0
    position = start + 2
    for _ in range(_MAX_SEGMENTS):
        file.seek(position)
        head = file.read(9)
        if len(head) < 9 or head[0] != 0xFF or position > start + length:
            return 0
        marker = head[1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[5:9])
            return max(width, height) if marker in _DECODABLE_FRAMES else 0
        if marker == 0xDA:
            return 0
        position += 1 if marker == 0xFF else 2 + int.from_bytes(head[2:4], "big")
    return 0
