"""JPEG: three segments are ours to change, everything else is copied.

Keywords go to XMP, IPTC and EXIF. From the start of the scan on, nothing is looked at but where
the picture ends: further images, motion video and other trailers come along as they are.

Refuses, in favour of a sidecar, what cannot be changed without harm: C2PA-signed files, damaged or
truncated ones, several EXIF or XMP segments, segments that would pass 64 KiB.

Source: ITU-T T.81 annex B; Exif 2.32 section 4.7; XMP Specification Part 3, section 1.1.3;
Adobe Photoshop File Formats for APP13; C2PA 2.1 section A.3 for APP11.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from io import SEEK_CUR, BytesIO
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.metadata import _exif, _iptc, _mpf, _xmp
from phototagger.core.metadata._containers import (
    CannotEmbed,
    Container,
    Embedded,
    Found,
    NoRoom,
    same_ends,
)
from phototagger.core.tags import KeywordChange

SIGNATURE = b"\xff\xd8\xff"

_EXIF = b"Exif\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_MAX_BODY = 65533
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP11, _APP13 = (
    0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEB, 0xED,
)  # fmt: skip
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_NO_LENGTH = {0x00, 0x01, *range(0xD0, 0xDA), 0xFF}
_MAX_FILL = 4096
_REMOTE_MANIFEST = re.compile(rb"dcterms:provenance\s*(?:=\s*[\"']|>)\s*https?:")
"""A signature kept elsewhere; "self#..." without APP11 is one that was lost before."""
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
    (_APP1, _EXIF, Kind.EXIF),
    (_APP1, _XMP, Kind.XMP),
    (_APP1, _EXTENDED_XMP, Kind.EXTENDED_XMP),
    (_APP2, _mpf.PREFIX, Kind.INDEX),
    (_APP13, _PHOTOSHOP, Kind.PHOTOSHOP),
)
_OURS = (Kind.EXIF, Kind.XMP, Kind.PHOTOSHOP)
_FIRST = (Kind.JFIF, Kind.EXIF, Kind.XMP, Kind.PHOTOSHOP)
"""Order in which new segments join the head; behind the last of those before them."""


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


def read(file: BinaryIO) -> Found:
    """Read the keywords of a JPEG; nothing behind the start of the scan is read."""
    try:
        head = _read_head(file)
    except MetadataReadError as error:
        return Found(locked=True, notes=(str(error),))
    values: dict[Container, tuple[str, ...]] = {}
    notes = []
    for container, reader in _READERS.items():
        try:
            found = reader(head)
        except MetadataReadError as error:
            notes.append(str(error))
            continue
        if found is not None:
            values[container] = found
    return Found(values, locked=_is_signed(head), notes=tuple(notes))


def embed(data: bytes, change: KeywordChange) -> Embedded:
    """Return the file with *change* made in all three containers.

    Raises:
        CannotEmbed: this file wants a sidecar.
        MetadataReadError: the file is damaged.
        MetadataWriteError: the result did not prove right.
    """
    file = BytesIO(data)
    old = _read_head(file)
    scan_at = file.tell()
    end = _end_of_picture(data, scan_at)
    _refuse(old)
    new, notes = list(old), []
    _edit_xmp(new, change)
    _edit_iptc(new, change)
    try:
        _edit_exif(new, change)
    except NoRoom as error:
        if _exif_keywords(old):
            raise
        notes.append(f"{error} Its keyword field for Windows was left out.")
    if new == old:
        return Embedded(data, tuple(notes))
    _move_index(old, new, end)
    head = b"".join(segment.raw for segment in new)
    result = b"".join((data[:2], head, memoryview(data)[scan_at:]))
    _prove(old, data, scan_at, result)
    return Embedded(result, tuple(notes))


# -- reading ------------------------------------------------------------------------------------


def _read_head(file: BinaryIO) -> list[Segment]:
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


def _bodies(head: Sequence[Segment], kind: Kind, prefix: bytes) -> list[bytes]:
    return [segment.body[len(prefix) :] for segment in head if segment.kind is kind]


def _xmp_keywords(head: Sequence[Segment]) -> tuple[str, ...] | None:
    packets = _bodies(head, Kind.XMP, _XMP)
    if extended := _extended_xmp(head):
        packets.append(extended)
    lists = [found for packet in packets if (found := _xmp.subject(packet)) is not None]
    return tuple(name for names in lists for name in names) if lists else None


def _extended_xmp(head: Sequence[Segment]) -> bytes:
    """Return the packet that is spread over extended XMP segments, b"" where there is none."""
    parts = sorted(
        (int.from_bytes(body[36:40]), body[40:])
        for body in _bodies(head, Kind.EXTENDED_XMP, _EXTENDED_XMP)
    )
    return b"".join(part for _, part in parts)


def _iptc_keywords(head: Sequence[Segment]) -> tuple[str, ...] | None:
    return _iptc.keywords(b"".join(_bodies(head, Kind.PHOTOSHOP, _PHOTOSHOP)))


def _exif_keywords(head: Sequence[Segment]) -> tuple[str, ...] | None:
    blocks = _bodies(head, Kind.EXIF, _EXIF + b"\0")
    return _exif.keywords(blocks[0]) if blocks else None


_READERS: dict[Container, Callable[[Sequence[Segment]], tuple[str, ...] | None]] = {
    Container.XMP: _xmp_keywords,
    Container.IPTC: _iptc_keywords,
    Container.EXIF: _exif_keywords,
}


# -- refusing -----------------------------------------------------------------------------------


def _is_signed(head: Sequence[Segment]) -> bool:
    return any(
        segment.kind is Kind.SIGNED
        or (segment.kind is Kind.XMP and _REMOTE_MANIFEST.search(segment.body))
        for segment in head
    )


def _refuse(head: Sequence[Segment]) -> None:
    if _is_signed(head):
        raise CannotEmbed("This photo is signed (C2PA); any change would break its signature.")
    for kind in (Kind.EXIF, Kind.XMP):
        if sum(segment.kind is kind for segment in head) > 1:
            raise CannotEmbed(f"This photo has more than one {kind.value} block.")
    extended = _extended_xmp(head)
    if extended and _xmp.subject(extended) is not None:
        raise CannotEmbed("This photo keeps its keywords in an extended XMP block.")


def _end_of_picture(data: bytes, scan_at: int) -> int:
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


# -- editing ------------------------------------------------------------------------------------


def _edit_xmp(head: list[Segment], change: KeywordChange) -> None:
    at = _place(head, Kind.XMP)
    if at is not None:
        old = head[at].body[len(_XMP) :]
        packet = _xmp.edit(old, change)
        if packet is not old:
            excess = len(_XMP) + len(packet) - _MAX_BODY
            if excess > 0:
                packet = _xmp.trim_padding(packet, excess)
            head[at] = _segment(Kind.XMP, _XMP + packet, head[at])
    elif names := change.add.minus(change.remove):
        _insert(head, _segment(Kind.XMP, _XMP + _xmp.create(names)))


def _edit_iptc(head: list[Segment], change: KeywordChange) -> None:
    places = [at for at, segment in enumerate(head) if segment.kind is Kind.PHOTOSHOP]
    old = b"".join(_bodies(head, Kind.PHOTOSHOP, _PHOTOSHOP))
    block = _iptc.edit(old, change)
    if block is old:
        return
    room = _MAX_BODY - len(_PHOTOSHOP)
    new = [
        _segment(Kind.PHOTOSHOP, _PHOTOSHOP + block[start : start + room])
        for start in range(0, len(block), room)
    ]
    if not places:
        for segment in new:
            _insert(head, segment)
        return
    for at in reversed(places):
        del head[at]
    head[places[0] : places[0]] = new


def _edit_exif(head: list[Segment], change: KeywordChange) -> None:
    at = _place(head, Kind.EXIF)
    prefix = head[at].body[:6] if at is not None else _EXIF + b"\0"
    if at is not None:
        old = head[at].body[6:]
        block = _exif.edit(old, change)
        if block is not old:
            head[at] = _segment(Kind.EXIF, prefix + block, head[at])
    elif change.add.minus(change.remove):
        block = _exif.edit(_exif.create(_size_px(head), _resolution_dpi(head)), change)
        _insert(head, _segment(Kind.EXIF, prefix + block))


def _place(head: Sequence[Segment], kind: Kind) -> int | None:
    return next((at for at, segment in enumerate(head) if segment.kind is kind), None)


def _segment(kind: Kind, body: bytes, old: Segment | None = None) -> Segment:
    if len(body) > _MAX_BODY:
        raise NoRoom(f"The {kind.value} block of this photo is full.")
    marker = {Kind.EXIF: _APP1, Kind.XMP: _APP1, Kind.PHOTOSHOP: _APP13}[kind]
    return Segment(kind, old.lead if old else bytes((0xFF, marker)), body)


def _insert(head: list[Segment], new: Segment) -> None:
    """Put a new segment behind those that come before it by custom, but before the index."""
    limit = _place(head, Kind.INDEX)
    limit = len(head) if limit is None else limit
    before = _FIRST[: _FIRST.index(new.kind) + 1]
    places = [at for at, segment in enumerate(head[:limit]) if segment.kind in before]
    head.insert(places[-1] + 1 if places else 0, new)


def _size_px(head: Sequence[Segment]) -> tuple[int, int]:
    at = _place(head, Kind.FRAME)
    if at is None or len(head[at].body) < 5:
        return 0, 0
    height, width = struct.unpack_from(">HH", head[at].body, 1)
    return width, height


def _resolution_dpi(head: Sequence[Segment]) -> tuple[int, int]:
    """Return the resolution JFIF gives, else 72. Source: JFIF 1.02, "units" and densities."""
    at = _place(head, Kind.JFIF)
    if at is not None and head[at].body.startswith(b"JFIF\0") and len(head[at].body) >= 12:
        unit, across, down = struct.unpack_from(">BHH", head[at].body, 7)
        if unit == 1 and across and down:
            return across, down
    return 72, 72


def _move_index(old: Sequence[Segment], new: list[Segment], old_end: int) -> None:
    """Make the multi-picture index true again, where there is one."""
    at = _place(new, Kind.INDEX)
    if at is None:
        return
    old_at = _start_of_body(old, _place(old, Kind.INDEX) or 0)
    new_at = _start_of_body(new, at)
    growth = sum(len(part.raw) for part in new) - sum(len(part.raw) for part in old)
    try:
        body = _mpf.moved(new[at].body, old_at, new_at, old_end, lambda position: position + growth)
    except MetadataReadError:
        return  # nobody can follow a damaged index, before or after
    new[at] = Segment(Kind.INDEX, new[at].lead, body)


def _start_of_body(head: Sequence[Segment], at: int) -> int:
    return 2 + sum(len(segment.raw) for segment in head[:at]) + len(head[at].lead) + 2


def _prove(old: Sequence[Segment], data: bytes, scan_at: int, result: bytes) -> None:
    """Check that all but our segments and the index stand unchanged, in their order.

    Raises:
        MetadataWriteError: something else changed.
    """
    file = BytesIO(result)
    new = _read_head(file)
    same = [
        [part.raw for part in head if part.kind not in (*_OURS, Kind.INDEX)] for head in (old, new)
    ]
    if same[0] != same[1] or not same_ends(data, scan_at, result, file.tell()):
        raise MetadataWriteError("The new photo did not prove equal outside its keywords.")
    for kind in _OURS[:2]:
        if sum(part.kind is kind for part in new) > 1:
            raise MetadataWriteError(f"The new photo would have two {kind.value} blocks.")
