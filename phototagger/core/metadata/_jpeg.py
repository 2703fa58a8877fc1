"""JPEG: three segments are ours to change, everything else is copied.

Keywords go to XMP, IPTC and EXIF. From the start of the scan on, nothing is looked at but where
the picture ends: further images, motion video and other trailers come along as they are.

Refuses, in favour of a sidecar, what cannot be changed without harm: C2PA-signed files, damaged or
truncated ones, several EXIF or XMP segments, segments that would pass 64 KiB.

Source: Exif 2.32 section 4.7.2 and XMP Specification Part 3, section 1.1.3 for the order of
segments; `_jpeg_segments` for the segments themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.fields import Container
from phototagger.core.metadata import _exif, _iptc, _mpf, _xmp
from phototagger.core.metadata._containers import (
    CannotEmbed,
    Edit,
    Embedded,
    Fields,
    Found,
    NoRoom,
    found_by,
    joined,
)
from phototagger.core.metadata._jpeg_segments import (
    APP1,
    APP13,
    END,
    EXIF_PREFIX,
    EXTENDED_XMP_PREFIX,
    MAX_BODY_BYTES,
    PHOTOSHOP_PREFIX,
    XMP_PREFIX,
    Kind,
    Segment,
    bodies,
    end_of_picture,
    place,
    read_head,
    resolution_dpi,
    size_px,
    start_of_body,
)
from phototagger.core.tags import KeywordChange

_REMOTE_MANIFEST = re.compile(rb"dcterms:provenance\s*(?:=\s*[\"']|>)\s*https?:")
"""A signature kept elsewhere; "self#..." without APP11 is one that was lost before."""

_SCAN_BYTES = 16
"""How much of the scan stands with the head, so that the head alone can be read back."""

_OURS = (Kind.EXIF, Kind.XMP, Kind.PHOTOSHOP)
_FIRST = (Kind.JFIF, Kind.EXIF, Kind.XMP, Kind.PHOTOSHOP)
"""Order in which new segments join the head; behind the last of those before them."""


def read(file: BinaryIO) -> Found:
    """Read the keywords of a JPEG; nothing behind the start of the scan is read."""
    try:
        head = read_head(file)
    except MetadataReadError as error:
        return Found(locked=True, notes=(str(error),))
    found = found_by(_READERS, head, locked=_is_signed(head))
    with suppress(MetadataReadError):  # the reader of IPTC told of it
        return replace(found, stale_digest=_iptc.is_stale(_photoshop(head)))
    return found


def embed(data: bytes, change: KeywordChange) -> Embedded:
    """Return the file with *change* made in all three containers.

    Raises:
        CannotEmbed: this file wants a sidecar.
        MetadataReadError: the file is damaged.
        MetadataWriteError: the result did not prove right.
    """
    file = BytesIO(data)
    old = read_head(file)
    scan_at = file.tell()
    indexed = place(old, Kind.INDEX) is not None
    end = 0
    if indexed or not data.endswith(END):  # looking through a whole picture takes its time
        end = end_of_picture(data, scan_at)
    _refuse(old, change)
    new = list(old)
    notes: tuple[str, ...] = ()
    refused: dict[Container, str] = {}
    _edit_xmp(new, change)
    _edit_iptc(new, change)
    try:
        _edit_exif(new, change)
    except NoRoom as error:
        if any(Edit.of(change).touches(name.kind) for name in _exif_fields(old)):
            raise
        notes = (f"{error} Its keyword field for Windows was left out.",)
        refused = {Container.EXIF: str(error)}
    if new == old:
        return Embedded(data, notes, refused=refused)
    _move_index(old, new, end)
    rest_at = scan_at + _SCAN_BYTES
    head = b"".join(segment.raw for segment in new)
    start = data[:2] + head + data[scan_at:rest_at]
    _prove(old, start, data[scan_at:rest_at])
    return Embedded(start, notes, memoryview(data)[rest_at:], refused)


# -- reading ------------------------------------------------------------------------------------


def _xmp_fields(head: Sequence[Segment]) -> Fields:
    packets = bodies(head, Kind.XMP, XMP_PREFIX)
    if extended := _extended_xmp(head):
        packets.append(extended)
    return joined(_xmp.read(packet) for packet in packets)


def _extended_xmp(head: Sequence[Segment]) -> bytes:
    """Return the packet that is spread over extended XMP segments, b"" where there is none."""
    parts = sorted(
        (int.from_bytes(body[36:40]), body[40:])
        for body in bodies(head, Kind.EXTENDED_XMP, EXTENDED_XMP_PREFIX)
    )
    return b"".join(part for _, part in parts)


def _photoshop(head: Sequence[Segment]) -> bytes:
    return b"".join(bodies(head, Kind.PHOTOSHOP, PHOTOSHOP_PREFIX))


def _iptc_fields(head: Sequence[Segment]) -> Fields:
    return _iptc.read(_photoshop(head))


def _exif_fields(head: Sequence[Segment]) -> Fields:
    blocks = bodies(head, Kind.EXIF, EXIF_PREFIX + b"\0")
    return _exif.read_block(blocks[0]) if blocks else {}


_READERS = (_xmp_fields, _iptc_fields, _exif_fields)


# -- refusing -----------------------------------------------------------------------------------


def _is_signed(head: Sequence[Segment]) -> bool:
    return any(
        segment.kind is Kind.SIGNED
        or (segment.kind is Kind.XMP and _REMOTE_MANIFEST.search(segment.body))
        for segment in head
    )


def _refuse(head: Sequence[Segment], change: KeywordChange) -> None:
    if _is_signed(head):
        raise CannotEmbed("This photo is signed (C2PA); any change would break its signature.")
    for kind in (Kind.EXIF, Kind.XMP):
        if sum(segment.kind is kind for segment in head) > 1:
            raise CannotEmbed(f"This photo has more than one {kind.value} block.")
    extended = _extended_xmp(head)
    if extended and any(Edit.of(change).touches(name.kind) for name in _xmp.read(extended)):
        raise CannotEmbed("This photo keeps its keywords or texts in an extended XMP block.")


# -- editing ------------------------------------------------------------------------------------


def _edit_xmp(head: list[Segment], change: KeywordChange) -> None:
    at = place(head, Kind.XMP)
    if at is not None:
        old = head[at].body[len(XMP_PREFIX) :]
        packet = _xmp.edit(old, change)
        if packet is not old:
            excess = len(XMP_PREFIX) + len(packet) - MAX_BODY_BYTES
            if excess > 0:
                packet = _xmp.trim_padding(packet, excess)
            head[at] = _segment(Kind.XMP, XMP_PREFIX + packet, head[at])
    elif packet := _xmp.create(change):
        _insert(head, _segment(Kind.XMP, XMP_PREFIX + packet))


def _edit_iptc(head: list[Segment], change: KeywordChange) -> None:
    places = [at for at, segment in enumerate(head) if segment.kind is Kind.PHOTOSHOP]
    old = _photoshop(head)
    block = _iptc.edit(old, change)
    if block is old:
        return
    room = MAX_BODY_BYTES - len(PHOTOSHOP_PREFIX)
    new = [
        _segment(Kind.PHOTOSHOP, PHOTOSHOP_PREFIX + block[start : start + room])
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
    at = place(head, Kind.EXIF)
    prefix = head[at].body[:6] if at is not None else EXIF_PREFIX + b"\0"
    if at is not None:
        old = head[at].body[6:]
        block = _exif.edit(old, change)
        if block is not old:
            head[at] = _segment(Kind.EXIF, prefix + block, head[at])
    elif Edit.of(change).creates(Container.EXIF):
        block = _exif.edit(_exif.create(size_px(head), resolution_dpi(head)), change)
        _insert(head, _segment(Kind.EXIF, prefix + block))


def _segment(kind: Kind, body: bytes, old: Segment | None = None) -> Segment:
    if len(body) > MAX_BODY_BYTES:
        raise NoRoom(f"The {kind.value} block of this photo is full.")
    marker = {Kind.EXIF: APP1, Kind.XMP: APP1, Kind.PHOTOSHOP: APP13}[kind]
    return Segment(kind, old.lead if old else bytes((0xFF, marker)), body)


def _insert(head: list[Segment], new: Segment) -> None:
    """Put a new segment behind those that come before it by custom, but before the index."""
    limit = place(head, Kind.INDEX)
    limit = len(head) if limit is None else limit
    before = _FIRST[: _FIRST.index(new.kind) + 1]
    places = [at for at, segment in enumerate(head[:limit]) if segment.kind in before]
    head.insert(places[-1] + 1 if places else 0, new)


def _move_index(old: Sequence[Segment], new: list[Segment], old_end: int) -> None:
    """Make the multi-picture index true again, where there is one."""
    at = place(new, Kind.INDEX)
    if at is None:
        return
    old_at = start_of_body(old, place(old, Kind.INDEX) or 0)
    new_at = start_of_body(new, at)
    growth = sum(len(part.raw) for part in new) - sum(len(part.raw) for part in old)
    try:
        body = _mpf.moved(new[at].body, old_at, new_at, old_end, lambda position: position + growth)
    except MetadataReadError:
        return  # nobody can follow a damaged index, before or after
    new[at] = Segment(Kind.INDEX, new[at].lead, body)


def _prove(old: Sequence[Segment], start: bytes, scan: bytes) -> None:
    """Check that all but our segments and the index stand unchanged, in their order.

    Raises:
        MetadataWriteError: something else changed.
    """
    file = BytesIO(start)
    new = read_head(file)
    same = [
        [part.raw for part in head if part.kind not in (*_OURS, Kind.INDEX)] for head in (old, new)
    ]
    if same[0] != same[1] or start[file.tell() :] != scan:
        raise MetadataWriteError("The new photo did not prove equal outside its keywords.")
    for kind in _OURS[:2]:
        if sum(part.kind is kind for part in new) > 1:
            raise MetadataWriteError(f"The new photo would have two {kind.value} blocks.")
