"""The item tables of a HEIF file: which items there are, what they describe, where their bytes lie.

Reads the three tables that an XMP item needs a row in, and writes them with one more item or with
other places. What it does not know for certain it refuses.

Source: ISO/IEC 14496-12 sections 8.11.1 (meta), 8.11.3 (iloc), 8.11.4 (pitm), 8.11.6 (iinf, infe),
8.11.12 (iref); ISO/IEC 23008-12 annex A.3 (XMP as a ``mime`` item with a ``cdsc`` reference).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from phototagger.core.errors import MetadataReadError
from phototagger.core.metadata import _boxes
from phototagger.core.metadata._containers import CannotEmbed, NoRoom

IN_FILE = 0
"""Construction method of items whose bytes lie in the file."""

_XMP_TYPE = b"application/rdf+xml"
_DESCRIBES = b"cdsc"
_NO_FLAGS = b"\0\0\0"
_OURS = (b"iinf", b"iref", b"iloc")


@dataclass(frozen=True, slots=True)
class Extent:
    """A run of bytes of an item; *index* is kept as it is."""

    index: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Location:
    """A row of iloc.

    Attributes:
        item: number of the item.
        method: 0 for bytes in the file; others count from elsewhere and never move.
        source: 0 for this file.
        base: added to all offsets.
        extents: the runs of bytes, in order.
    """

    item: int
    method: int
    source: int
    base: int
    extents: tuple[Extent, ...]

    @property
    def is_in_file(self) -> bool:
        """Whether its offsets are positions in this file."""
        return self.method == IN_FILE and self.source == 0

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield start and end of each run in the file."""
        for extent in self.extents:
            start = self.base + extent.offset
            yield start, start + extent.length


@dataclass(frozen=True, slots=True)
class Items:
    """The tables of a meta box.

    Attributes:
        head: version and flags of the meta box.
        parts: its boxes in order: kind, and content of the three tables or else the whole box.
        primary: number of the primary item.
        locations: the rows of iloc.
        packets: numbers of the XMP items that describe the primary item.
        numbers: numbers of all items.
    """

    head: bytes
    parts: tuple[tuple[bytes, bytes], ...]
    primary: int
    locations: tuple[Location, ...]
    packets: tuple[int, ...]
    numbers: frozenset[int]
    _sizes: tuple[int, int, int, int, int] = field(default=(0, 4, 4, 0, 0))

    def location(self, item: int) -> Location:
        """Return the row of an item.

        Raises:
            MetadataReadError: it has none.
        """
        for row in self.locations:
            if row.item == item:
                return row
        raise MetadataReadError("The structure of this photo is damaged.")

    def ready(self) -> tuple[Items, int]:
        """Return tables with an XMP item, and its number; a new one has no place yet.

        Raises:
            CannotEmbed: the numbers of this file leave no room for one.
        """
        if self.packets:
            return self, self.packets[0]
        number = max(self.numbers) + 1
        if number > 0xFFFF:
            raise NoRoom("The item table of this photo is full.")
        entry = b"\x02" + _NO_FLAGS + struct.pack(">HH", number, 0) + b"mime\0" + _XMP_TYPE + b"\0"
        tables = {kind: raw for kind, raw in self.parts if kind in _OURS}
        tables[b"iinf"] = _one_more(tables[b"iinf"]) + _boxes.packed(b"infe", entry)
        references = tables.get(b"iref", b"\0" + _NO_FLAGS)
        code = ">IHI" if references[0] else ">HHH"
        reference = struct.pack(code, number, 1, self.primary)
        tables[b"iref"] = references + _boxes.packed(_DESCRIBES, reference)
        parts = [(kind, tables.pop(kind, raw)) for kind, raw in self.parts]
        parts += tables.items()
        row = Location(number, IN_FILE, 0, 0, (Extent(0, 0, 0),))
        return (
            replace(
                self,
                parts=tuple(parts),
                locations=(*self.locations, row),
                packets=(number,),
                numbers=self.numbers | {number},
            ),
            number,
        )

    def moved(self, move: Callable[[int], int], packet: int, start: int, length: int) -> Items:
        """Return the tables with every place mapped by *move*, and that of *packet* set.

        Raises:
            CannotEmbed: a number does not fit its field.
        """
        rows = []
        for row in self.locations:
            if row.item == packet:
                base, offset = (0, start) if self._sizes[1] else (start, 0)
                rows.append(replace(row, base=base, extents=(Extent(0, offset, length),)))
            elif row.is_in_file and self._sizes[1]:
                extents = tuple(
                    replace(extent, offset=move(row.base + extent.offset) - row.base)
                    for extent in row.extents
                )
                rows.append(replace(row, extents=extents))
            elif row.is_in_file:
                rows.append(replace(row, base=move(row.base)))
            else:
                rows.append(row)
        return replace(self, locations=tuple(rows))

    def packed(self) -> bytes:
        """Return the meta box."""
        body = self.head
        for kind, raw in self.parts:
            content = self._packed_locations() if kind == b"iloc" else raw
            body += _boxes.packed(kind, content) if kind in _OURS else raw
        return _boxes.packed(b"meta", body)

    def _packed_locations(self) -> bytes:
        version, offset, length, base, index = self._sizes
        packed = bytes((version,)) + _NO_FLAGS + bytes((offset << 4 | length, base << 4 | index))
        packed += len(self.locations).to_bytes(4 if version == 2 else 2)
        try:
            for row in self.locations:
                packed += row.item.to_bytes(4 if version == 2 else 2)
                packed += row.method.to_bytes(2) if version else b""
                packed += row.source.to_bytes(2) + row.base.to_bytes(base)
                packed += len(row.extents).to_bytes(2)
                for extent in row.extents:
                    packed += extent.index.to_bytes(index) if version else b""
                    packed += extent.offset.to_bytes(offset) + extent.length.to_bytes(length)
        except OverflowError as error:
            raise CannotEmbed(
                "The places in this photo leave no room to move its picture."
            ) from error
        return packed

    def refuse_unknown_sizes(self) -> None:
        """Refuse tables in which no packet of its own can be placed.

        Raises:
            CannotEmbed: their fields for places are missing or odd.
        """
        _, offset, length, base, _ = self._sizes
        if not length or not (offset or base):
            raise CannotEmbed("The item table of this photo has an unusual form.")


def parse(body: bytes) -> Items:
    """Read the content of a meta box.

    Raises:
        MetadataReadError: damaged, or of a version that is not known.
    """
    file = BytesIO(body)
    parts = [
        (box.kind, body[box.body if box.kind in _OURS else box.start : box.end])
        for box in _boxes.walk(file, 4, inside=True)
    ]
    kinds = [kind for kind, _ in parts]
    if any(kinds.count(kind) > 1 for kind in (*_OURS, b"pitm")) or b"pitm" not in kinds:
        raise MetadataReadError("The structure of this photo is damaged.")
    found = dict(parts)
    try:
        pitm, infos = found[b"pitm"], _infos(found[b"iinf"])
        primary = int.from_bytes(pitm[12 : 16 if pitm[8] else 14])
        sizes, locations = _locations(found[b"iloc"])
        described = set(_described(found[b"iref"], primary)) if b"iref" in found else set()
    except (KeyError, IndexError, struct.error) as error:
        raise MetadataReadError("The structure of this photo is damaged.") from error
    packets = tuple(
        number
        for number, kind, rest in infos
        if kind == b"mime" and number in described and rest.split(b"\0")[1:2] == [_XMP_TYPE]
    )
    numbers = [row.item for row in locations]
    if len(set(numbers)) < len(numbers):
        raise MetadataReadError("The structure of this photo is damaged.")
    return Items(
        head=body[:4],
        parts=tuple(parts),
        primary=primary,
        locations=tuple(locations),
        packets=packets,
        numbers=frozenset({number for number, _, _ in infos}.union(numbers)),
        _sizes=sizes,
    )


def _infos(table: bytes) -> list[tuple[int, bytes, bytes]]:
    """Return number, type and the rest of every entry of iinf."""
    infos = []
    for box in _boxes.walk(BytesIO(table), 4 + (4 if table[0] else 2), inside=True):
        entry = table[box.body : box.end]
        wide = entry[0] == 3
        if box.kind != b"infe" or entry[0] not in (2, 3):
            raise MetadataReadError("The item table of this photo has an unusual form.")
        at = 8 if wide else 6
        infos.append((int.from_bytes(entry[4:at]), entry[at + 2 : at + 6], entry[at + 6 :]))
    return infos


def _one_more(table: bytes) -> bytes:
    """Return iinf with its count raised by one."""
    size = 4 if table[0] else 2
    count = int.from_bytes(table[4 : 4 + size]) + 1
    return table[:4] + count.to_bytes(size) + table[4 + size :]


def _described(table: bytes, primary: int) -> Iterator[int]:
    """Yield the items that describe the primary one."""
    size = 4 if table[0] else 2
    for box in _boxes.walk(BytesIO(table), 4, inside=True):
        row = table[box.body : box.end]
        (count,) = struct.unpack_from(">H", row, size)
        ends = range(size + 2 + size, size + 2 + size * (count + 1), size)
        if box.kind == _DESCRIBES and primary in (int.from_bytes(row[e - size : e]) for e in ends):
            yield int.from_bytes(row[:size])


def _locations(table: bytes) -> tuple[tuple[int, int, int, int, int], list[Location]]:
    """Return version and field sizes of iloc, and its rows."""
    version = table[0]
    offset, length, base, index = table[4] >> 4, table[4] & 15, table[5] >> 4, table[5] & 15
    if version > 2 or not {offset, length, base, index} <= {0, 4, 8}:
        raise MetadataReadError("The item table of this photo has an unusual form.")
    file = BytesIO(table[6:])

    def number(size: int) -> int:
        raw = file.read(size)
        if len(raw) < size:
            raise MetadataReadError("The structure of this photo is damaged.")
        return int.from_bytes(raw)

    rows = []
    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) if version else IN_FILE
        source, start, count = number(2), number(base), number(2)
        extents = []
        for _ in range(count):
            place = number(index) if version else 0
            extents.append(Extent(place, number(offset), number(length)))
        rows.append(Location(item, method, source, start, tuple(extents)))
    return (version, offset, length, base, index if version else 0), rows


def all_spans(rows: Sequence[Location], *, without: int) -> list[tuple[int, int]]:
    """Return where the bytes of all items but one lie in the file."""
    return [span for row in rows if row.is_in_file and row.item != without for span in row.spans()]
