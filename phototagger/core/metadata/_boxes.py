"""Boxes of the ISO base media file format, as HEIF, AVIF and the JPEG XL container share it.

Source: ISO/IEC 14496-12 section 4.2 (boxes, sizes of 32 and 64 bits, size 0 for "to the end").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError

_MAX_BOXES = 4096


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box stands.

    Attributes:
        kind: its four letters.
        start: file position of its header.
        body: file position behind the header.
        end: file position behind it.
    """

    kind: bytes
    start: int
    body: int
    end: int


def walk(
    file: BinaryIO, start: int = 0, end: int | None = None, *, inside: bool = False
) -> list[Box]:
    """Return the boxes between two positions; bodies are skipped.

    Args:
        file: the file.
        start: where the first box stands.
        end: where the last one ends, the end of the file when None.
        inside: whether they stand in another box, where none may be open-ended.

    Raises:
        MetadataReadError: boxes do not fill the space.
    """
    limit = file.seek(0, SEEK_END) if end is None else end
    boxes: list[Box] = []
    at = start
    while at < limit:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8 or len(boxes) == _MAX_BOXES:
            raise MetadataReadError("The structure of this photo is damaged.")
        size, kind = struct.unpack(">I4s", head)
        body = at + 8
        if size == 1:
            size = int.from_bytes(file.read(8))
            body += 8
        elif size == 0 and not inside:
            size = limit - at
        if at + size > limit or at + size < body:
            raise MetadataReadError("The picture in this photo is cut off.")
        boxes.append(Box(kind, at, body, at + size))
        at += size
    return boxes


def content(file: BinaryIO, box: Box, limit_bytes: int) -> bytes:
    """Return the bytes inside a box.

    Raises:
        MetadataReadError: larger than *limit_bytes*.
    """
    if box.end - box.body > limit_bytes:
        raise MetadataReadError("The structure of this photo is damaged.")
    file.seek(box.body)
    return file.read(box.end - box.body)


def packed(kind: bytes, body: bytes) -> bytes:
    """Return a box."""
    return struct.pack(">I4s", len(body) + 8, kind) + body
