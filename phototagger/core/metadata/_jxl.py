"""JPEG XL in its container: the XMP packet in an ``xml`` box before the codestream.

All other boxes are copied. A bare codestream has no place for a packet, a compressed one (``brob``)
is not taken apart, a signed file (``jumb``) stays as it is: a sidecar takes their keywords.

Source: ISO/IEC 18181-2 section 9 (boxes of the container).
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.metadata import _boxes, _one_packet
from phototagger.core.metadata._boxes import Box
from phototagger.core.metadata._containers import CannotEmbed, Embedded, Found
from phototagger.core.tags import KeywordChange

SIGNATURE = b"\x00\x00\x00\x0cJXL \r\n\x87\n"

_XML = b"xml "
_COMPRESSED = b"brob"
_CODESTREAM = (b"jxlc", b"jxlp")


@dataclass(frozen=True, slots=True)
class _Parts:
    boxes: list[Box]
    packets: tuple[bytes, ...]
    hidden: bool

    @property
    def is_signed(self) -> bool:
        return any(box.kind == b"jumb" for box in self.boxes)


def read(file: BinaryIO) -> Found:
    """Read dc:subject; picture data is skipped."""
    return _one_packet.read(file, _take_apart, lambda parts: parts.packets, lambda parts: True)


def embed(data: bytes, change: KeywordChange) -> Embedded:
    """Return the file with *change* made in its XMP packet.

    Raises:
        CannotEmbed: this file wants a sidecar.
        MetadataReadError: the file is damaged.
    """
    old = _take_apart(BytesIO(data))
    if old.hidden:
        raise CannotEmbed("The XMP block of this photo is compressed.")
    packet = _one_packet.revised(old.packets, change, is_signed=old.is_signed)
    if packet is None:
        return Embedded(data)
    start, end = _place(old.boxes)
    new = _boxes.packed(_XML, packet)
    result = Embedded(data[:start] + new, rest=memoryview(data)[end:])
    _prove(old, _take_apart(result.open()), len(new) - (end - start))
    return result


def _take_apart(file: BinaryIO) -> _Parts:
    """Return what stands where.

    Raises:
        MetadataReadError: damaged, or no picture inside.
    """
    boxes = _boxes.walk(file)
    if not any(box.kind in _CODESTREAM for box in boxes):
        raise MetadataReadError("This photo holds no picture.")
    packets = tuple(
        _boxes.content(file, box, _one_packet.MAX_PACKET_BYTES) for box in boxes if box.kind == _XML
    )
    return _Parts(boxes, packets, any(_hides_packet(file, box) for box in boxes))


def _hides_packet(file: BinaryIO, box: Box) -> bool:
    file.seek(box.body)
    return box.kind == _COMPRESSED and file.read(4) == _XML


def _place(boxes: list[Box]) -> tuple[int, int]:
    """Return the span the new box takes: that of the old one, else before the codestream."""
    for box in boxes:
        if box.kind == _XML:
            return box.start, box.end
    first = next(box for box in boxes if box.kind in _CODESTREAM)
    return first.start, first.start


def _prove(old: _Parts, new: _Parts, growth: int) -> None:
    """Check that all other boxes stand as they did, moved at most.

    Their bytes are those of the old file itself.
    """
    before = [(box.kind, box.end - box.start) for box in old.boxes if box.kind != _XML]
    after = [(box.kind, box.end - box.start) for box in new.boxes if box.kind != _XML]
    if before != after or new.boxes[-1].end - old.boxes[-1].end != growth:
        raise MetadataWriteError("The new photo did not prove equal outside its keywords.")
