"""Photos that are only read: their XMP packet is found by its text.

Raw files, HEIC and others are never changed here; a sidecar takes their keywords. Most writers keep
the packet uncompressed near the start or the end of the file, which is all that is looked at.

Source: XMP Specification Part 3, section 1.2 (packet scanning).
"""

from __future__ import annotations

import re
from io import SEEK_END
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError
from phototagger.core.fields import Field
from phototagger.core.metadata import _xmp
from phototagger.core.metadata._containers import Fields, Found

_WINDOW_BYTES = 1 << 20
_STARTS = (
    b"\xff\xd8",  # JPEG, damaged right behind its first marker
    b"\xff\x0a",  # JPEG XL without container
    b"\xff\x4f\xff\x51",  # JPEG 2000 without container
    b"\x00\x00\x00\x0cjP",  # JPEG 2000
    b"GIF8",
    b"8BPS",  # Photoshop
    b"BM",  # Windows bitmap
    b"qoif",
    b"#?RADIANCE",
    b"v/1\x01",  # OpenEXR
    b"\xff\x01Exiv2",
    b"II",  # TIFF and its relatives: BigTIFF, raw files of many cameras
    b"MM",
    b"FUJIFILM",
    b"FOVb",  # Sigma
    b"\x00MRM",  # Minolta
)
_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)


def is_picture(head: bytes) -> bool:
    """Whether a file that starts with *head* is a picture of a format that is only read."""
    return head.startswith(_STARTS) or head[4:8] == b"ftyp"


def read(file: BinaryIO) -> Found:
    """Read the fields of the first packet that has some, one with keywords before others."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    text = file.read(_WINDOW_BYTES)
    if size > _WINDOW_BYTES:
        file.seek(max(_WINDOW_BYTES, size - _WINDOW_BYTES))
        text += file.read()
    packets: list[Fields] = []
    for packet in _PACKET.findall(text):
        try:
            packets.append(_xmp.read(packet))
        except MetadataReadError as error:
            return Found(locked=True, notes=(str(error),))
    packets.sort(key=lambda fields: Field.SUBJECT not in fields)
    return Found(next((fields for fields in packets if fields), {}), locked=True)
