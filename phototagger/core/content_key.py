"""Tells whether a file still holds the same photo, whatever happened to its metadata.

A photo keeps its suggestions and decisions when another program rewrites its keywords or crops
it, and must not keep them when another photo takes its name. Size, time and name cannot tell
these apart. The compressed picture can, and where it was edited, the moment the camera took it.
The picture is sampled, not read whole: this runs for every photo of a library.

Not understood are the pictures inside AVIF, HEIC, GIF and BMP: there the key covers the file, and
any rewrite looks like another photo.

Source: JPEG: ITU-T T.81, annex B. PNG: W3C PNG, section 5. WebP: RFC 9649, section 2.3.
TIFF 6.0, section 2.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from phototagger.core._exif_glance import taken_by_camera
from phototagger.core.errors import UnreadablePhoto

_SAMPLE_BYTES = 16 * 1024
PICTURE_KEY_BYTES = 16
"""The part of a key that names the picture alone; what follows names the moment."""

_MAX_PARTS = 100_000
_TIFF_OFFSETS = (0x0111, 0x0144)  # StripOffsets, TileOffsets
_TIFF_LENGTHS = (0x0117, 0x0145)  # StripByteCounts, TileByteCounts

Span = tuple[int, int]
"""Start and end of picture data in a file."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a photo is, apart from its name and its keywords.

    Attributes:
        key: short key to be compared with `is_same_photo`.
        taken_s: when it was taken, seconds of the camera's clock since 1970; 0 when the file
            does not say.
    """

    key: bytes
    taken_s: int


def content(path: Path) -> Content:
    """Look what photo a file holds.

    Thread: any.

    Raises:
        UnreadablePhoto: the file is gone or cannot be read.
    """
    try:
        with path.open("rb") as file:
            taken = taken_by_camera(file)
            key = _picture_key(file) + (_digest(taken, 8) if taken else b"")
            return Content(key, _seconds(taken))
    except OSError as error:
        raise UnreadablePhoto("The photo cannot be read.", detail=repr(error)) from error


def content_key(path: Path) -> bytes:
    """Return the key of `content` alone."""
    return content(path).key


def _seconds(taken: bytes) -> int:
    """Return a moment like ``2024:05:03 16:20:00`` in seconds, 0 when it is none."""
    try:
        moment = datetime.strptime(taken[:19].decode("ascii"), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return 0
    return int(moment.replace(tzinfo=UTC).timestamp())


def is_same_photo(old: bytes, new: bytes) -> bool:
    """Tell whether two keys mean the same photo: same picture, or taken at the same moment."""
    if old[:PICTURE_KEY_BYTES] == new[:PICTURE_KEY_BYTES]:
        return True
    taken = old[PICTURE_KEY_BYTES:]
    return bool(taken) and taken == new[PICTURE_KEY_BYTES:]


def _digest(data: bytes, size: int) -> bytes:
    return hashlib.blake2b(data, digest_size=size).digest()


def _picture_key(file: IO[bytes]) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _digest(b"".join(_png_checksums(file)), PICTURE_KEY_BYTES)
    start, end = _picture_span(file, head, size)
    parts = [struct.pack(">Q", end - start)]
    for position in (start, max(start, end - _SAMPLE_BYTES)):
        file.seek(position)
        parts.append(file.read(min(_SAMPLE_BYTES, end - position)))
    return _digest(b"".join(parts), PICTURE_KEY_BYTES)


def _picture_span(file: IO[bytes], head: bytes, size: int) -> Span:
    span: Span | None = None
    if head.startswith(b"\xff\xd8"):
        span = _jpeg_span(file, size)
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        span = _webp_span(file)
    elif head[:4] in (b"II*\0", b"MM\0*"):
        span = _tiff_span(file, "<" if head.startswith(b"II") else ">")
    if span is None or not 0 <= span[0] < span[1] <= size:
        return 0, size
    return span


def _jpeg_span(file: IO[bytes], size: int) -> Span | None:
    """From the first scan to the end: metadata stands before it, trailers are left alone."""
    position = 2
    for _ in range(_MAX_PARTS):
        file.seek(position)
        header = file.read(4)
        if len(header) < 4 or header[0] != 0xFF:
            return None
        if header[1] == 0xDA:
            return position, size
        if header[1] == 0xFF:
            position += 1
        else:
            position += 2 + int.from_bytes(header[2:4], "big")
    return None


def _png_checksums(file: IO[bytes]) -> Iterator[bytes]:
    """Header, palette and the length and CRC of each picture chunk: a checksum of everything."""
    file.seek(8)
    for _ in range(_MAX_PARTS):
        header = file.read(8)
        if len(header) < 8:
            return
        length = int.from_bytes(header[:4], "big")
        if header[4:] in (b"IHDR", b"PLTE", b"IDAT"):
            file.seek(length, os.SEEK_CUR)
            yield header + file.read(4)
        else:
            file.seek(length + 4, os.SEEK_CUR)


def _webp_span(file: IO[bytes]) -> Span | None:
    position = 12
    for _ in range(_MAX_PARTS):
        file.seek(position)
        header = file.read(8)
        if len(header) < 8:
            return None
        length = int.from_bytes(header[4:], "little")
        if header[:4] in (b"VP8 ", b"VP8L", b"ANMF"):
            return position + 8, position + 8 + length
        position += 8 + length + (length & 1)
    return None


def _tiff_span(file: IO[bytes], order: str) -> Span | None:
    """The first strip or tile of the first directory."""
    start = length = 0
    try:
        file.seek(4)
        file.seek(*struct.unpack(order + "I", file.read(4)))
        (count,) = struct.unpack(order + "H", file.read(2))
        for entry in struct.iter_unpack(order + "HHII", file.read(12 * count)):
            if entry[0] in _TIFF_OFFSETS:
                start = _first_number(file, order, *entry[1:])
            elif entry[0] in _TIFF_LENGTHS:
                length = _first_number(file, order, *entry[1:])
    except struct.error:
        return None
    return (start, start + length) if start and length else None


def _first_number(file: IO[bytes], order: str, kind: int, number: int, value: int) -> int:
    layout = order + ("H" if kind == 3 else "I")
    width = struct.calcsize(layout)
    if number * width <= 4:
        return int(struct.unpack_from(layout, struct.pack(order + "I", value))[0])
    file.seek(value)
    return int(struct.unpack(layout, file.read(width))[0])
