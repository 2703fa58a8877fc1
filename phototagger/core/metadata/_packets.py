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
_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)


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
