"""The multi-picture index of a JPEG: offsets that count from its own place, so edits move them.

HDR gain maps, depth maps and stereo pairs are further images behind the first one. Growth of the
first image's metadata has to be added to their offsets and to the first image's size.

Source: CIPA DC-007 (Multi-Picture Format), section 5.2.3, MP Entry (tag 0xB002).
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from phototagger.core.errors import MetadataReadError
from phototagger.core.metadata import _ifd
from phototagger.core.metadata._jpeg_segments import INDEX_PREFIX

_MP_ENTRY = 0xB002
_ENTRY_SIZE = 16
_SIZE_AT = 4
_OFFSET_AT = 8


def moved(body: bytes, old_at: int, new_at: int, old_end: int, move: Callable[[int], int]) -> bytes:
    """Return the index for a file whose bytes have moved.

    Args:
        body: payload of the MPF segment, from "MPF" on.
        old_at: file position of *body* before the edit.
        new_at: its position after the edit.
        old_end: file position behind the first image before the edit.
        move: maps a file position before the edit to that after it.

    Raises:
        MetadataReadError: the index is damaged.
    """
    directory = _ifd.parse(body[len(INDEX_PREFIX) :])
    entry = next((found for found in directory.entries if found.tag == _MP_ENTRY), None)
    if entry is None:
        return body
    start = len(INDEX_PREFIX) + directory.target(entry)
    if start + entry.count > len(body):
        raise MetadataReadError("The list of further pictures in this photo is damaged.")
    result = bytearray(body)
    old_base, new_base = old_at + len(INDEX_PREFIX), new_at + len(INDEX_PREFIX)
    for at in range(start, start + entry.count - _ENTRY_SIZE + 1, _ENTRY_SIZE):
        size, offset = struct.unpack_from(directory.order + "II", body, at + _SIZE_AT)
        if offset:
            new_offset = move(old_base + offset) - new_base
            struct.pack_into(directory.order + "I", result, at + _OFFSET_AT, new_offset)
        elif size == old_end:
            struct.pack_into(directory.order + "I", result, at + _SIZE_AT, move(old_end))
    return bytes(result)
