"""The places for keywords in a file, and when a stored value is the same word as a keyword.

Owns the values every format and container of this package speaks in. Knows no byte format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.fields import STOCK, Container, Field, Kind, Policies, Policy
from phototagger.core.tags import KeywordChange, clean_name

NOTHING = memoryview(b"")

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Source = TypeVar("Source")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Edit(KeywordChange):
    """A change together with where it may be written.

    Attributes:
        policies: when each field is written.
    """

    policies: Policies = STOCK

    @classmethod
    def of(cls, change: KeywordChange, policies: Policies = STOCK) -> Edit:
        """Return *change* as an edit; one that is an edit already keeps its own policies."""
        if isinstance(change, cls):
            return change
        return cls(
            change.add,
            change.remove,
            change.title,
            change.description,
            change.paths,
            change.order,
            policies,
        )

    def text(self, kind: Kind) -> str | None:
        """Return the wanted title or description, None to leave it."""
        return {Kind.TITLE: self.title, Kind.DESCRIPTION: self.description}[kind]

    def touches(self, kind: Kind) -> bool:
        """Whether anything changes in the fields of a kind."""
        return self.changes_keywords if kind is Kind.KEYWORDS else self.text(kind) is not None

    def fills(self, name: Field) -> bool:
        """Whether there is something to put into a field."""
        if name.kind is Kind.KEYWORDS:
            return bool(self.add.minus(self.remove))
        return bool(self.text(name.kind))

    def makes(self, name: Field) -> bool:
        """Whether a field has to be made where it is missing."""
        return self.policies.of(name) is Policy.ALWAYS and self.fills(name)

    def adds_to(self, name: Field) -> bool:
        """Whether something may be put into a field that is there."""
        return self.policies.of(name) is not Policy.NEVER

    def creates(self, container: Container) -> bool:
        """Whether a container has to be made in a photo that lacks it."""
        return any(self.makes(name) for name in Field if name.container is container)


class CannotEmbed(MetadataWriteError):
    """This file must not or cannot take keywords itself; a sidecar can hold them."""


class NoRoom(CannotEmbed):
    """A block of the file is as large as its format allows."""


Fields = Mapping[Field, tuple[str, ...]]
"""Values of fields as stored; an empty tuple is a list without items."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one file, its sidecars apart.

    Attributes:
        fields: raw values of each field that the file has.
        locked: the file is never changed by us, so a sidecar speaks for it.
        notes: sentences about containers that could not be read.
        stale_digest: IPTC was changed after a program last matched it with XMP.
    """

    fields: Fields = field(default_factory=dict)
    locked: bool = False
    notes: tuple[str, ...] = ()
    stale_digest: bool = False

    @property
    def values(self) -> Mapping[Container, tuple[str, ...]]:
        """The flat keywords by container."""
        flat = (Field.SUBJECT, Field.IPTC_KEYWORDS, Field.XP_KEYWORDS)
        return {name.container: self.fields[name] for name in flat if name in self.fields}


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


@dataclass(frozen=True)
class Embedded:
    """A file with other keywords.

    Attributes:
        start: the first bytes of the new file, all of them unless there is a *rest*; the very
            object that was passed in when nothing changes.
        notes: sentences about what a container could not take whole.
        rest: the last bytes, those of the old file: a large picture is not copied in memory.
        refused: containers that could not take the change, with the reason.
        found: what stands in the new file, None where it was not read back.
    """

    start: bytes
    notes: tuple[str, ...] = ()
    rest: memoryview = NOTHING
    refused: Mapping[Container, str] = field(default_factory=dict)
    found: Found | None = None

    @cached_property
    def data(self) -> bytes:
        """All bytes of the new file; a copy where there is a *rest*."""
        return b"".join((self.start, self.rest)) if self.rest else self.start

    def open(self) -> BinaryIO:
        """Return the new file as one to read from."""
        return BufferedReader(_TwoParts(self.start, self.rest))


def found_by(
    readers: Iterable[Callable[[Source], Fields]], source: Source, *, locked: bool
) -> Found:
    """Ask each container's reader; one that fails becomes a note and hides no other.

    Args:
        readers: return the fields of their container in *source*, none where it is missing.
        source: a file taken apart.
        locked: see `Found`.
    """
    fields: dict[Field, tuple[str, ...]] = {}
    notes = []
    for reader in readers:
        try:
            fields.update(reader(source))
        except MetadataReadError as error:
            notes.append(str(error))
    return Found(fields, locked, tuple(notes))


def joined(parts: Iterable[Fields]) -> Fields:
    """Return the fields of several blocks of one container, their values together."""
    fields: dict[Field, tuple[str, ...]] = {}
    for part in parts:
        for name, values in part.items():
            fields[name] = fields.get(name, ()) + values
    return fields


def cut_to_bytes(name: str, limit: int = Field.IPTC_KEYWORDS.max_bytes) -> str:
    """Return the longest start of *name* that takes at most *limit* bytes of UTF-8."""
    return name.encode()[:limit].decode(errors="ignore").rstrip()


@dataclass(frozen=True, slots=True)
class Revision:
    """What a change means for one list of stored values.

    Attributes:
        dropped: positions of the values to take out.
        added: values to put behind the others.
        order: positions among the values that stay and those that are added, in the order they
            shall have; () where that is how they stand.
    """

    dropped: frozenset[int]
    added: tuple[str, ...]
    order: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dropped or self.added or self.order)

    def result(self, values: Sequence[Item], added: Sequence[Item]) -> list[Item]:
        """Return what *values* become, *added* being the form of the new ones."""
        changed = [value for at, value in enumerate(values) if at not in self.dropped]
        changed += added
        return [changed[at] for at in self.order] if self.order else changed


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
    revision = Revision(
        dropped=frozenset(at for at, word in enumerate(words) if word in unwanted),
        added=tuple(value for word, value in wanted.items() if word not in set(words)),
    )
    changed = revision.result(words, [clean_name(word) for word in revision.added])
    order = places_of(changed, change.order, stored_as)
    return replace(revision, order=order if order != tuple(range(len(order))) else ())


def places_of(
    words: Sequence[str], order: Iterable[str], stored_as: Callable[[str], str] = str
) -> tuple[int, ...]:
    """Return the positions of *words* in the order they shall have; unknown ones come last."""
    ranks: dict[str, int] = {}
    for rank, name in enumerate(order):
        ranks.setdefault(clean_name(stored_as(name)), rank)
    return tuple(sorted(range(len(words)), key=lambda at: ranks.get(words[at], len(ranks))))
