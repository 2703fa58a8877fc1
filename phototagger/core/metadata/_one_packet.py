"""What the formats share that keep keywords in one XMP packet and nowhere else.

Owns the rules: a signed file stays as it is, and so does one with several packets, because readers
disagree on which of them counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO, TypeVar

from phototagger.core.errors import MetadataReadError
from phototagger.core.metadata import _xmp
from phototagger.core.metadata._containers import CannotEmbed, Fields, Found, found_by, joined
from phototagger.core.tags import KeywordChange

MAX_PACKET_BYTES = 16 << 20
"""Larger packets are damage or an attack."""

Parts = TypeVar("Parts")


def read(
    file: BinaryIO,
    take_apart: Callable[[BinaryIO], Parts],
    packets: Callable[[Parts], Sequence[bytes]],
    is_locked: Callable[[Parts], bool],
) -> Found:
    """Read the fields of all packets; a file that cannot be taken apart is locked.

    Args:
        file: the photo.
        take_apart: reads what stands where; picture data is skipped.
        packets: returns the XMP packets among the parts.
        is_locked: whether the file is never changed by us.
    """
    try:
        parts = take_apart(file)
    except MetadataReadError as error:
        return Found(locked=True, notes=(str(error),))

    def fields(parts: Parts) -> Fields:
        return joined(_xmp.read(packet) for packet in packets(parts))

    return found_by((fields,), parts, locked=is_locked(parts))


def revised(packets: Sequence[bytes], change: KeywordChange, *, is_signed: bool) -> bytes | None:
    """Return the packet a file shall have, None where it shall stay as it is.

    Raises:
        CannotEmbed: this file wants a sidecar.
        MetadataReadError: the packet cannot be edited without guessing.
    """
    if is_signed:
        raise CannotEmbed("This photo is signed (C2PA); any change would break its signature.")
    if len(packets) > 1:
        raise CannotEmbed("This photo has more than one XMP block.")
    if packets:
        new = _xmp.edit(packets[0], change)
        return None if new is packets[0] else new
    return _xmp.create(change) or None
