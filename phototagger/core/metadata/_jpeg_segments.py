"""JPEG marker segments up to the first scan, and what they are to us.

Source: ITU-T T.81 annex B; JFIF 1.02; Exif 2.32 section 4.7; XMP Specification Part 3, section
1.1.3; Adobe Photoshop File Formats for APP13; C2PA 2.1 section A.3 for APP11.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from io import SEEK_CUR
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError

SIGNATURE = b"\xff\xd8\xff"
END = b"\xff\xd9"
APP1, APP13 = 0xE1, 0xED

EXIF_PREFIX = b"Exif\0"
XMP_PREFIX = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_XMP_PREFIX = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP_PREFIX = b"Photoshop 3.0\0"
INDEX_PREFIX = b"MPF\0"
MAX_BODY_BYTES = 65533

_EOI, _SOS, _APP0, _APP2, _APP11 = 0xD9, 0xDA, 0xE0, 0xE2, 0xEB
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_NO_LENGTH = {0x00, 0x01, *range(0xD0, 0xDA), 0xFF}
_MAX_FILL = 4096
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class Kind(Enum):
    """What a segment before the scan is to us."""

    EXIF = "EXIF"
    XMP = "XMP"
    EXTENDED_XMP = "extended XMP"
    PHOTOSHOP = "Photoshop"
    INDEX = "multi-picture index"
    SIGNED = "C2PA"
    JFIF = "JFIF"
    FRAME = "frame"
    OTHER = "other"


_APPLICATION_KINDS = (
    (_APP0, b"JF", Kind.JFIF),
    (APP1, EXIF_PREFIX, Kind.EXIF),
    (APP1, XMP_PREFIX, Kind.XMP),
    (APP1, EXTENDED_XMP_PREFIX, Kind.EXTENDED_XMP),
    (_APP2, INDEX_PREFIX, Kind.INDEX),
    (APP13, PHOTOSHOP_PREFIX, Kind.PHOTOSHOP),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One marker segment before the scan.

    Attributes:
        kind: what it is to us.
        lead: fill bytes and marker.
        body: payload behind the length.
    """

    kind: Kind
    lead: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        """All its bytes as they stand in the file."""
        return self.lead + struct.pack(">H", len(self.body) + 2) + self.body


def read_head(file: BinaryIO) -> list[Segment]:
    """Return all segments before the first scan; the file then stands at that scan.

    Raises:
        MetadataReadError: damaged before the scan.
    """
    if file.read(2) != SIGNATURE[:2]:
        raise MetadataReadError("This file is not a JPEG.")
    segments: list[Segment] = []
    while True:
        lead = _read_marker(file)
        if lead[-1] == _SOS:
            file.seek(-len(lead), SEEK_CUR)
            return segments
        size = int.from_bytes(file.read(2))
        body = file.read(max(size - 2, 0))
        if size < 2 or len(body) != size - 2:
            raise MetadataReadError("This photo is cut off before its picture starts.")
        segments.append(Segment(_kind(lead[-1], body), lead, body))


def _read_marker(file: BinaryIO) -> bytes:
    """Read fill bytes and a marker that a length follows. Source: T.81, B.1.1.2 and B.1.1.3."""
    lead = file.read(2)
    while lead.endswith(b"\xff") and len(lead) < _MAX_FILL and (more := file.read(1)):
        lead += more
    if len(lead) < 2 or not lead.startswith(b"\xff") or lead[-1] in _NO_LENGTH:
        raise MetadataReadError("This photo is damaged before its picture starts.")
    return lead


def _kind(marker: int, body: bytes) -> Kind:
    if marker in _FRAMES:
        return Kind.FRAME
    if marker == _APP11 and body.startswith(b"JP") and b"c2pa" in body:
        return Kind.SIGNED
    return next(
        (
            kind
            for number, prefix, kind in _APPLICATION_KINDS
            if marker == number and body.startswith(prefix)
        ),
        Kind.OTHER,
    )


def bodies(head: Sequence[Segment], kind: Kind, prefix: bytes) -> list[bytes]:
    """Return the payloads of all segments of a kind, without *prefix*."""
    return [segment.body[len(prefix) :] for segment in head if segment.kind is kind]


def end_of_picture(data: bytes, scan_at: int) -> int:
    """Return the position behind the end marker of the first image.

    Raises:
        MetadataReadError: there is none, the picture is cut off.
    """
    at = scan_at
    while True:
        size = int.from_bytes(data[at + 2 : at + 4])
        found = _NEXT_MARKER.search(data, at + 2 + size)
        if found is None or size < 2:
            raise MetadataReadError("The picture in this photo is cut off.")
        if data[found.start() + 1] == _EOI:
            return found.end()
        at = found.start()


def place(head: Sequence[Segment], kind: Kind) -> int | None:
    """Return where the first segment of a kind stands in *head*, None where there is none."""
    return next((at for at, segment in enumerate(head) if segment.kind is kind), None)


def size_px(head: Sequence[Segment]) -> tuple[int, int]:
    """Return width and height of the picture, 0 where unknown. Source: T.81, B.2.2."""
    at = place(head, Kind.FRAME)
    if at is None or len(head[at].body) < 5:
        return 0, 0
    height, width = struct.unpack_from(">HH", head[at].body, 1)
    return width, height


def resolution_dpi(head: Sequence[Segment]) -> tuple[int, int]:
    """Return the resolution JFIF gives, else 72. Source: JFIF 1.02, "units" and densities."""
    at = place(head, Kind.JFIF)
    if at is not None and head[at].body.startswith(b"JFIF\0") and len(head[at].body) >= 12:
        unit, across, down = struct.unpack_from(">BHH", head[at].body, 7)
        if unit == 1 and across and down:
            return across, down
    return 72, 72


def start_of_body(head: Sequence[Segment], at: int) -> int:
    """Return the file position of the payload of a segment."""
    return 2 + sum(len(segment.raw) for segment in head[:at]) + len(head[at].lead) + 2
