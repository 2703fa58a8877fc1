"""HEIF and AVIF: the XMP item that describes the primary picture, right behind the item tables.

The new packet gets a media box of its own behind ``meta``; what follows moves as a whole, and every
place that is written down, in the item tables and in the tracks of a sequence, moves along. Coded
pictures, gain maps, depth maps, EXIF and trailers are copied.

Refuses what may hold places this module does not know: fragments, media data in other boxes, tables
of unusual versions, signed files.

Source: ISO/IEC 23008-12 (HEIF), AV1 Image File Format 1.1, ISO/IEC 14496-12 sections 8.7.5 (stco,
co64) and 8.8 (fragments); C2PA 2.1 section A.5 for the box of a signature.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.metadata import _boxes, _heif_items, _one_packet
from phototagger.core.metadata._boxes import Box
from phototagger.core.metadata._containers import CannotEmbed, Embedded, Found
from phototagger.core.metadata._heif_items import Items
from phototagger.core.tags import KeywordChange

_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
_C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_MAX_META_BYTES = 16 << 20
_PLACES = {b"stco": 4, b"co64": 8}
_PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_KNOWN_LAST = (b"mdat", b"free", b"skip", b"uuid", b"mpvd", b"sefd", b"moov", b"ftyp", b"meta")
_HOLDS_PLACES = (b"saio", b"iloc", b"tfra")
"""Boxes inside a track that hold further places in the file."""


@dataclass(frozen=True, slots=True)
class _Parts:
    boxes: list[Box]
    meta: Box
    items: Items
    packets: tuple[bytes, ...]
    is_signed: bool


def is_heif(head: bytes) -> bool:
    """Whether a file that starts with *head* is a HEIF or AVIF picture."""
    if head[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(head[:4]), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    return any(brand in _BRANDS or brand in _AVIF_BRANDS for brand in brands)


def read(file: BinaryIO) -> Found:
    """Read dc:subject; picture data is skipped."""
    return _one_packet.read(file, _take_apart, lambda parts: parts.packets, lambda parts: True)


def embed(data: bytes, change: KeywordChange) -> Embedded:
    """Return the file with *change* made in its XMP item.

    Raises:
        CannotEmbed: this file wants a sidecar.
        MetadataReadError: the file is damaged.
        MetadataWriteError: the result did not prove right.
    """
    file = BytesIO(data)
    old = _take_apart(file)
    packet = _one_packet.revised(old.packets, change, is_signed=old.is_signed)
    if packet is None:
        return Embedded(data)
    _refuse(file, old)
    items, number = old.items.ready()
    end = _end_of_own_media(old, number)
    media = _boxes.packed(b"mdat", packet)
    # no field of the tables changes its size with its value, so this is the size they will have
    meta_size = len(items.packed())
    media_at = old.meta.start + meta_size
    growth = media_at + len(media) - end

    def move(position: int) -> int:
        if position >= end:
            return position + growth
        if position >= old.meta.start:
            raise CannotEmbed("The item table of this photo points into itself.")
        return position

    items = items.moved(move, number, media_at + len(media) - len(packet), len(packet))
    edits = _edits(file, data, old, number, end, move)
    changed_until = max([end, *(at + len(new) for at, new in edits)])
    start = b"".join(
        (
            _edited(data, 0, old.meta.start, edits),
            items.packed(),
            media,
            _edited(data, end, changed_until, edits),
        )
    )
    result = Embedded(start, rest=memoryview(data)[changed_until:])
    _prove(data, old, result, number, move)
    return result


def _take_apart(file: BinaryIO) -> _Parts:
    """Return what stands where.

    Raises:
        MetadataReadError: damaged, or no picture inside.
    """
    boxes = _boxes.walk(file)
    metas = [box for box in boxes if box.kind == b"meta"]
    if len(metas) != 1:
        raise MetadataReadError("The structure of this photo is damaged.")
    items = _heif_items.parse(_boxes.content(file, metas[0], _MAX_META_BYTES))
    packets = tuple(_packet(file, items, number) for number in items.packets)
    return _Parts(boxes, metas[0], items, packets, any(_is_signature(file, box) for box in boxes))


def _packet(file: BinaryIO, items: Items, number: int) -> bytes:
    row = items.location(number)
    if not row.is_in_file or len(row.extents) != 1:
        raise MetadataReadError("The XMP block of this photo is stored in an unusual way.")
    ((start, end),) = row.spans()
    if end - start > _one_packet.MAX_PACKET_BYTES:
        raise MetadataReadError("The XMP packet is damaged.")
    file.seek(start)
    packet = file.read(end - start)
    if len(packet) < end - start:
        raise MetadataReadError("The picture in this photo is cut off.")
    return packet


def _is_signature(file: BinaryIO, box: Box) -> bool:
    file.seek(box.body)
    return box.kind == b"jumb" or (box.kind == b"uuid" and file.read(16) == _C2PA)


def _refuse(file: BinaryIO, old: _Parts) -> None:
    """Refuse a file with places that are not in the tables we know.

    Raises:
        CannotEmbed: there may be some.
    """
    old.items.refuse_unknown_sizes()
    strange = [box.kind for box in old.boxes if box.kind not in _KNOWN_LAST]
    nested = [box.kind for box in _inside_tracks(file, old.boxes)]
    if strange or any(kind in _HOLDS_PLACES or kind == b"meta" for kind in nested):
        raise CannotEmbed("This photo has parts whose places in the file are not known.")
    for row in old.items.locations:
        if row.is_in_file and any(not extent.length for extent in row.extents):
            raise CannotEmbed("The item table of this photo has an unusual form.")


def _inside_tracks(file: BinaryIO, boxes: list[Box]) -> list[Box]:
    """Return all boxes inside the movie of a sequence, however deep."""
    found: list[Box] = []
    waiting = [box for box in boxes if box.kind == b"moov"]
    while waiting:
        inside = _boxes.walk(file, waiting[0].body, waiting[0].end, inside=True)
        found += inside
        waiting = waiting[1:] + [box for box in inside if box.kind in _PARENTS]
    return found


def _end_of_own_media(old: _Parts, number: int) -> int:
    """Return where what is replaced ends: behind meta, or behind a media box of just the packet."""
    end = old.meta.end
    following = next((box for box in old.boxes if box.start == end), None)
    if following and following.kind == b"mdat" and number in old.items.packets:
        ((start, stop),) = old.items.location(number).spans()
        if (start, stop) == (following.body, following.end):
            return following.end
    return end


def _edits(
    file: BinaryIO,
    data: bytes,
    old: _Parts,
    number: int,
    end: int,
    move: Callable[[int], int],
) -> list[tuple[int, bytes]]:
    """Return what changes outside meta: position before the edit, new bytes of the same length."""
    edits = [
        (box.body, _moved_places(data, box, move))
        for box in _inside_tracks(file, old.boxes)
        if box.kind in _PLACES
    ]
    if number in old.items.packets:
        ((start, stop),) = old.items.location(number).spans()
        replaced = old.meta.start <= start < end
        if not replaced and _is_alone(old, number):
            # a program that searches for packets shall not find the old one
            edits.append((start, b" " * (stop - start)))
    return edits


def _edited(data: bytes, start: int, end: int, edits: list[tuple[int, bytes]]) -> bytes:
    """Return a part of the file with the edits that lie in it."""
    part = bytearray(data[start:end])
    for at, new in edits:
        if start <= at < end:
            part[at - start : at - start + len(new)] = new
    return bytes(part)


def _is_alone(old: _Parts, number: int) -> bool:
    """Whether the old packet lies in media data and shares its bytes with no other item."""
    ((start, end),) = old.items.location(number).spans()
    others = _heif_items.all_spans(old.items.locations, without=number)
    media = any(box.kind == b"mdat" and box.body <= start <= end <= box.end for box in old.boxes)
    return media and not any(one < end and start < two for one, two in others)


def _moved_places(data: bytes, box: Box, move: Callable[[int], int]) -> bytes:
    """Return the body of a table of chunks with every place mapped.

    Raises:
        CannotEmbed: a place does not fit its field any more.
        MetadataReadError: the table is damaged.
    """
    size = _PLACES[box.kind]
    body = data[box.body : box.end]
    count = int.from_bytes(body[4:8])
    if len(body) < 8 + count * size:
        raise MetadataReadError("The structure of this photo is damaged.")
    end = 8 + count * size
    try:
        moved = b"".join(
            move(int.from_bytes(body[at : at + size])).to_bytes(size) for at in range(8, end, size)
        )
    except OverflowError as error:
        raise CannotEmbed("This photo is as large as its format allows.") from error
    return body[:8] + moved + body[end:]


def _prove(
    data: bytes, old: _Parts, result: Embedded, number: int, move: Callable[[int], int]
) -> None:
    """Check that every other item has its bytes, and that all other boxes stand as they did.

    Raises:
        MetadataWriteError: something else changed.
    """
    new_data = result.data
    new = _take_apart(BytesIO(new_data))
    same = [row.item for row in new.items.locations if row.item != number] == [
        row.item for row in old.items.locations if row.item != number
    ]
    for row in old.items.locations:
        if row.item == number or not same:
            continue
        moved = new.items.location(row.item)
        if not row.is_in_file:
            same = moved == row
            continue
        pairs = list(zip(row.spans(), moved.spans(), strict=True))
        same = all(
            move(one[0]) == two[0] and data[slice(*one)] == new_data[slice(*two)]
            for one, two in pairs
        )
    kinds = [box.kind for box in old.boxes if box.start >= _end_of_own_media(old, number)]
    left = [box.kind for box in new.boxes][-len(kinds) :] if kinds else []
    if not same or left != kinds or number not in new.items.packets:
        raise MetadataWriteError("The new photo did not prove equal outside its keywords.")
