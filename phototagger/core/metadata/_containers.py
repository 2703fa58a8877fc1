"""The places for keywords in a file, and when a stored value is the same word as a keyword.

Owns the values every format and container of this package speaks in. Knows no byte format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.tags import KeywordChange, KeywordSet, clean_name

IPTC_MAX_BYTES = 64
"""Length limit of one keyword record. Source: IPTC-IIM 4.2, dataset 2:25."""

NOTHING = memoryview(b"")

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Source = TypeVar("Source")


class Container(StrEnum):
    """A place for keywords, in the order in which merged keywords are listed."""

    XMP = "xmp"
    IPTC = "iptc"
    EXIF = "exif"
    SIDECAR = "sidecar"


class CannotEmbed(MetadataWriteError):
    """This file must not or cannot take keywords itself; a sidecar can hold them."""


class NoRoom(CannotEmbed):
    """A block of the file is as large as its format allows."""


@dataclass(frozen=True, slots=True)
class Found:
    """Keywords as they stand in one file, its sidecars apart.

    Attributes:
        values: raw values of each container that the file has; an empty tuple means an empty list.
        locked: the file is never changed by us, so a sidecar speaks for it.
        notes: sentences about containers that could not be read.
    """

    values: Mapping[Container, tuple[str, ...]] = field(default_factory=dict)
    locked: bool = False
    notes: tuple[str, ...] = ()


class _TwoParts(RawIOBase):
    """Reads two byte strings as if they were one file."""

    def __init__(self, start: bytes, rest: memoryview) -> None:
        self._parts = (memoryview(start), rest)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        size = sum(len(part) for part in self._parts)
        self._at = max(0, offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: size}[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        start, rest = self._parts
        at = self._at
        part = start[at:] if at < len(start) else rest[at - len(start) :]
        target = memoryview(buffer).cast("B")
        count = min(len(part), len(target))
        target[:count] = part[:count]
        self._at += count
        return count


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file with other keywords.

    Attributes:
        start: the first bytes of the new file, all of them unless there is a *rest*; the very
            object that was passed in when nothing changes.
        notes: sentences about what a container could not take whole.
        rest: the last bytes, those of the old file: a large picture is not copied in memory.
    """

    start: bytes
    notes: tuple[str, ...] = ()
    rest: memoryview = NOTHING

    @property
    def data(self) -> bytes:
        """All bytes of the new file; a copy where there is a *rest*."""
        return b"".join((self.start, self.rest)) if self.rest else self.start

    def open(self) -> BinaryIO:
        """Return the new file as one to read from."""
        return BufferedReader(_TwoParts(self.start, self.rest))


def found_by(
    readers: Mapping[Container, Callable[[Source], tuple[str, ...] | None]],
    source: Source,
    *,
    locked: bool,
) -> Found:
    """Ask each container's reader; one that fails becomes a note and hides no other.

    Args:
        readers: returns the values in *source*, None where the container is missing.
        source: a file taken apart.
        locked: see `Found`.
    """
    values: dict[Container, tuple[str, ...]] = {}
    notes = []
    for container, reader in readers.items():
        try:
            names = reader(source)
        except MetadataReadError as error:
            notes.append(str(error))
            continue
        if names is not None:
            values[container] = names
    return Found(values, locked, tuple(notes))


def joined(lists: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    """Return all values of several lists, None where there is no list."""
    there = [names for names in lists if names is not None]
    return tuple(name for names in there for name in names) if there else None


def cut_to_bytes(name: str, limit: int = IPTC_MAX_BYTES) -> str:
    """Return the longest start of *name* that takes at most *limit* bytes of UTF-8."""
    return name.encode()[:limit].decode(errors="ignore").rstrip()


@dataclass(frozen=True, slots=True)
class Revision:
    """What a change means for one list of stored values.

    Attributes:
        dropped: positions of the values to take out.
        added: values to put behind the others.
    """

    dropped: frozenset[int]
    added: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.dropped or self.added)


def revise(
    values: Sequence[str], change: KeywordChange, stored_as: Callable[[str], str] = str
) -> Revision:
    """Work out what *change* does to *values*.

    Args:
        values: what the container holds, as stored.
        change: keywords to have and keywords not to have afterwards.
        stored_as: the form a keyword takes in this container. A keyword that is removed takes
            its stored form along unless another wanted keyword shares it.
    """
    wanted = {
        clean_name(stored_as(name)): stored_as(name) for name in change.add.minus(change.remove)
    }
    unwanted = {clean_name(stored_as(name)) for name in change.remove} - wanted.keys()
    words = [clean_name(stored_as(value)) for value in values]
    return Revision(
        dropped=frozenset(at for at, word in enumerate(words) if word in unwanted),
        added=tuple(value for word, value in wanted.items() if word not in set(words)),
    )


def merge(values: Mapping[Container, Iterable[str]]) -> KeywordSet:
    """Return the union of all containers, XMP first.

    An IPTC value that is only the cut form of a longer keyword found elsewhere is left out.

    Source: Metadata Working Group, Guidelines 2.0, section 5 (reconciling keywords).
    """
    others = [
        name
        for container, names in values.items()
        if container is not Container.IPTC
        for name in names
    ]
    cut = {clean_name(cut_to_bytes(name)) for name in others if len(name.encode()) > IPTC_MAX_BYTES}
    merged: list[str] = []
    for container in Container:
        names = values.get(container, ())
        if container is Container.IPTC:
            names = [name for name in names if clean_name(name) not in cut]
        merged.extend(names)
    return KeywordSet.of(merged)
