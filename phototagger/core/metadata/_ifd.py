"""Image file directories of the TIFF structure, as EXIF blocks and TIFF files share it.

Changes fields of the first directory by *append-IFD*: a new copy of the directory goes behind the
end, only the offset in the header moves. No old byte changes its place, so every offset in the
block stays true, also those in maker notes that nobody knows. A marker before the copy lets the
next change replace it instead of growing, and lets the last removal bring back the original.

Source: TIFF 6.0 sections 2 and "Image File Directory".
"""

from __future__ import annotations

import struct
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from phototagger.core.errors import MetadataReadError
from phototagger.core.metadata._containers import CannotEmbed

BYTE = 1
LONG = 4
UNDEFINED = 7

_MARKER = b"PhTagIFD"
_LEAD = struct.Struct("6x8s4s2x")
"""Six zero bytes first: a damaged pointer to the old end then finds an empty directory."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_INTEGERS = {3: "H", LONG: "I"}
_SUB_DIRECTORIES = (0x8769, 0x8825, 0xA005, 0x014A)
_PICTURES = ((0x0201, 0x0202), (0x0111, 0x0117), (0x0144, 0x0145))
"""Where thumbnails, strips and tiles start, and their sizes."""
_MAX_DIRECTORIES = 64
_MAX_FIELD_BYTES = 16 << 20
_MAX_OFFSET = 0xFFFFFFFF


class Field(NamedTuple):
    """A field to store: type code and value bytes."""

    kind: int
    value: bytes


@dataclass(frozen=True, slots=True)
class _Entry:
    tag: int
    kind: int
    count: int
    cell: bytes

    @property
    def size_bytes(self) -> int:
        return _SIZES.get(self.kind, 1) * self.count


@dataclass(frozen=True, slots=True)
class Directory:
    """The first directory of a block.

    Attributes:
        block: all bytes from the TIFF header on.
        order: "<" or ">" for `struct`.
        offset: where the directory stands.
        entries: its entries in order.
        following: the four bytes that point to the next directory.
    """

    block: bytes
    order: str
    offset: int
    entries: tuple[_Entry, ...]
    following: bytes

    def value(self, tag: int) -> bytes | None:
        """Return the bytes of a field, None where the directory lacks it."""
        entry = next((found for found in self.entries if found.tag == tag), None)
        if entry is None:
            return None
        if entry.size_bytes <= 4:
            return entry.cell[: entry.size_bytes]
        start = self.target(entry)
        return self.block[start : start + entry.size_bytes]

    def kind(self, tag: int) -> int:
        """Return the type code of a field, BYTE where there is none or an unknown one."""
        kind = next((found.kind for found in self.entries if found.tag == tag), BYTE)
        return kind if kind in _SIZES else BYTE

    def integers(self, tag: int) -> tuple[int, ...]:
        """Return a field of type SHORT or LONG as numbers, () where there is no such field."""
        kind, value = self.kind(tag), self.value(tag) or b""
        if kind not in _INTEGERS or len(value) % _SIZES[kind]:
            return ()
        return struct.unpack(f"{self.order}{len(value) // _SIZES[kind]}{_INTEGERS[kind]}", value)

    def target(self, entry: _Entry) -> int:
        """Return the offset an entry's cell holds."""
        return int(struct.unpack(self.order + "I", entry.cell)[0])


def parse(block: bytes) -> Directory:
    """Read the header and the first directory.

    Raises:
        MetadataReadError: no TIFF header, or the directory runs past the end.
    """
    order, offset = _header(block[:8])
    return _directory(block, order, offset)


def _header(head: bytes) -> tuple[str, int]:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])
    if order is None or len(head) < 8:
        raise MetadataReadError("The EXIF block of this photo is damaged.")
    return order, struct.unpack_from(order + "I", head, 4)[0]


def _directory(block: bytes, order: str, offset: int) -> Directory:
    try:
        (count,) = struct.unpack_from(order + "H", block, offset)
        entries = tuple(
            _Entry(*struct.unpack_from(order + "HHI4s", block, offset + 2 + 12 * nth))
            for nth in range(count)
        )
    except struct.error as error:
        raise MetadataReadError("The EXIF block of this photo is damaged.") from error
    end = offset + 2 + 12 * count
    return Directory(block, order, offset, entries, block[end : end + 4].ljust(4, b"\0"))


def read_fields(file: BinaryIO, tags: Container[int]) -> dict[int, bytes]:
    """Return fields of the first directory of a file; nothing else of it is read.

    Raises:
        MetadataReadError: no TIFF header, or the directory runs past the end.
    """
    order, offset = _header(file.read(8))
    file.seek(offset)
    count = file.read(2)
    if len(count) < 2:
        raise MetadataReadError("The directory of this photo is damaged.")
    entries_size = 12 * struct.unpack(order + "H", count)[0]
    directory = _directory(count + file.read(entries_size + 4), order, 0)
    fields = {}
    for entry in directory.entries:
        if entry.tag in tags:
            value = entry.cell[: entry.size_bytes]
            if entry.size_bytes > 4:
                file.seek(directory.target(entry))
                value = file.read(min(entry.size_bytes, _MAX_FIELD_BYTES))
            fields[entry.tag] = value
    return fields


def change(block: bytes, fields: Mapping[int, Field | None]) -> bytes:
    """Return *block* with fields of its first directory set, or removed where None.

    Raises:
        MetadataReadError: the block is damaged.
        CannotEmbed: it points outside itself, so that appending would change what it says.
    """
    old = parse(block)
    tail = _own_tail(old)
    moving = {} if tail is None else _in_tail(old, tail, fields)
    body = block if tail is None else block[:tail]
    first = old.offset if tail is None else _before_tail(old, tail).offset
    _refuse_dangling(old, len(body), {*fields, *moving}, {old.offset, first})
    wanted = moving | {tag: found for tag, found in fields.items() if found is not None}
    kept = tuple(
        entry for entry in old.entries if entry.tag not in fields and entry.tag not in moving
    )
    if tail is not None and not wanted:
        original = _before_tail(old, tail)
        if original.entries == kept and original.following == old.following:
            return original.block
    body += b"\0" * (len(body) % 2)
    lead = _LEAD.pack(_MARKER, struct.pack(old.order + "I", first))
    offset = len(body) + len(lead)
    directory = _build(old, kept, wanted, offset)
    if offset + len(directory) > _MAX_OFFSET:
        raise CannotEmbed("This photo is as large as its format allows.")
    header = body[:4] + struct.pack(old.order + "I", offset)
    return header + body[8:] + lead + directory


def _build(old: Directory, kept: tuple[_Entry, ...], wanted: Mapping[int, Field], at: int) -> bytes:
    """Return a directory for position *at*, followed by the values of the *wanted* fields."""
    values_at = at + 2 + 12 * (len(kept) + len(wanted)) + 4
    values = b""
    entries = list(kept)
    for tag, found in wanted.items():
        cell = found.value.ljust(4, b"\0")
        if len(found.value) > 4:
            cell = struct.pack(old.order + "I", values_at + len(values))
            values += found.value + b"\0" * (len(found.value) % 2)
        entries.append(_Entry(tag, found.kind, len(found.value) // _SIZES[found.kind], cell))
    entries.sort(key=lambda entry: entry.tag)
    packed = b"".join(
        struct.pack(old.order + "HHI4s", entry.tag, entry.kind, entry.count, entry.cell)
        for entry in entries
    )
    return struct.pack(old.order + "H", len(entries)) + packed + old.following + values


def _own_tail(old: Directory) -> int | None:
    """Return where the tail of an earlier change starts, None where there is none to replace.

    A tail that other directories live in, or that other data follow, is not ours alone any more.
    """
    start = old.offset - _LEAD.size
    if start < 8 or old.block[start + 6 : start + 14] != _MARKER:
        return None
    end = old.offset + 2 + 12 * len(old.entries) + 4
    pointers = [*struct.unpack(old.order + "I", old.following)]
    for entry in old.entries:
        if entry.tag in _SUB_DIRECTORIES:
            pointers += _pointers(old, entry)
        elif entry.size_bytes > 4 and old.target(entry) >= start:
            end = max(end, old.target(entry) + entry.size_bytes)
    if max(pointers) >= start or end + end % 2 < len(old.block):
        return None
    return start


def _in_tail(old: Directory, tail: int, fields: Mapping[int, Field | None]) -> dict[int, Field]:
    """Return the fields that are not to change but whose values the tail holds."""
    return {
        entry.tag: Field(entry.kind, old.value(entry.tag) or b"")
        for entry in old.entries
        if entry.tag not in fields and entry.size_bytes > 4 and old.target(entry) >= tail
    }


def _before_tail(old: Directory, tail: int) -> Directory:
    """Return the directory that stood before the tail was written."""
    pointer = old.block[old.offset - 6 : old.offset - 2]
    return parse(old.block[:4] + pointer + old.block[8:tail])


def _refuse_dangling(
    first: Directory, size: int, skipped: Container[int], moved: Container[int]
) -> None:
    """Refuse a block with a pointer to what changes its meaning.

    Behind the end there will be new bytes, and the place of the directory that moves is dead.
    """
    waiting, seen = [first], set[int]()
    while waiting and len(seen) < _MAX_DIRECTORIES:
        directory = waiting.pop()
        seen.add(directory.offset)
        targets: list[int] = []
        for entry in directory.entries:
            if directory is first and entry.tag in skipped:
                continue
            if entry.size_bytes > 4 and directory.target(entry) + entry.size_bytes > size:
                raise CannotEmbed("The EXIF block of this photo points outside itself.")
            if entry.tag in _SUB_DIRECTORIES:
                targets += _pointers(directory, entry)
        targets += struct.unpack(directory.order + "I", directory.following)
        if max([*targets, *_picture_ends(directory)]) > size:
            raise CannotEmbed("The EXIF block of this photo points outside itself.")
        for target in targets:
            if target in moved:
                raise CannotEmbed("The EXIF block of this photo refers to itself.")
            if 8 <= target < size - 2 and target not in seen:
                waiting.append(_directory(first.block, first.order, target))


def _picture_ends(directory: Directory) -> list[int]:
    """Return where the strips, tiles and thumbnails of a directory end."""
    ends = []
    for start, size in _PICTURES:
        starts, sizes = directory.integers(start), directory.integers(size)
        ends += [at + length for at, length in zip(starts, sizes, strict=False)]
    return ends


def _pointers(directory: Directory, entry: _Entry) -> tuple[int, ...]:
    value = entry.cell
    if entry.size_bytes > 4:
        value = directory.value(entry.tag) or b""
    count = min(len(value) // 4, _MAX_DIRECTORIES)
    return struct.unpack(f"{directory.order}{count}I", value[: 4 * count])
