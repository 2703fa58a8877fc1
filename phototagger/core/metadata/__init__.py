"""Keywords inside files: bytes in, bytes out.

Owns which file format keeps keywords where, and what the keywords of a photo are when several
places disagree. Never writes a file: that is `phototagger.core.writer`'s alone.

A format is one row of `FORMATS` and one module; a row without ``embed`` is read only, and a sidecar
takes its keywords.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError, UnreadablePhoto
from phototagger.core.metadata import (
    _iptc,
    _jpeg,
    _jpeg_segments,
    _packets,
    _png,
    _tiff,
    _webp,
    _xmp,
    sidecar,
)
from phototagger.core.metadata._containers import (
    CannotEmbed,
    Container,
    Embedded,
    Found,
    cut_to_bytes,
    merge,
)
from phototagger.core.tags import KeywordChange, KeywordSet, clean_name

__all__ = [
    "CannotEmbed",
    "Container",
    "Embedded",
    "FileKeywords",
    "Format",
    "Found",
    "combine",
    "edit_sidecar",
    "embed",
    "format_of",
    "new_sidecar",
    "read_bytes",
    "read_file",
    "read_keywords",
    "sidecar_keywords",
]

HEAD_BYTES = 64
"""How many first bytes tell the format."""

_XML_STARTS = (b"<?xpacket", b"<x:xmp", b"<?xml", b"<rdf")


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table of formats.

    Attributes:
        name: what the user calls it.
        matches: whether a file that starts with these bytes is one; names of files may lie.
        read: finds the keywords in an open file.
        embed: makes the bytes of the changed file, None where the file is never changed.
    """

    name: str
    matches: Callable[[bytes], bool]
    read: Callable[[BinaryIO], Found]
    embed: Callable[[bytes, KeywordChange], Embedded] | None = None


@dataclass(frozen=True, slots=True)
class FileKeywords:
    """The keywords of a photo.

    Attributes:
        keywords: all of them, once.
        by_container: what each place holds; places the photo lacks are missing.
        notes: sentences about places that could not be read.
    """

    keywords: KeywordSet
    by_container: Mapping[Container, KeywordSet]
    notes: tuple[str, ...] = ()


def _read_packet(file: BinaryIO) -> Found:
    try:
        names = _xmp.subject(file.read())
    except MetadataReadError as error:
        return Found(locked=True, notes=(str(error),))
    return Found({} if names is None else {Container.XMP: names})


def _embed_packet(data: bytes, change: KeywordChange) -> Embedded:
    return Embedded(_xmp.edit(data, change))


FORMATS = (
    Format("JPEG", lambda head: head.startswith(_jpeg_segments.SIGNATURE), _jpeg.read, _jpeg.embed),
    Format("PNG", lambda head: head.startswith(_png.SIGNATURE), _png.read, _png.embed),
    Format("TIFF", lambda head: head.startswith(_tiff.SIGNATURES), _tiff.read, _tiff.embed),
    Format("WebP", _webp.is_webp, _webp.read, _webp.embed),
    Format(
        "XMP",
        lambda head: head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_XML_STARTS),
        _read_packet,
        _embed_packet,
    ),
    Format("other", lambda _head: True, _packets.read),
)


def format_of(head: bytes) -> Format:
    """Return the format of a file by its first `HEAD_BYTES` bytes."""
    return next(row for row in FORMATS if row.matches(head))


def read_keywords(path: Path) -> FileKeywords:
    """Read the keywords of a photo from the file and its sidecars.

    Raises:
        UnreadablePhoto: the file is gone or may not be read.
    """
    try:
        with path.open("rb") as file:
            found = read_file(file)
    except OSError as error:
        raise UnreadablePhoto(
            f"{path.name} cannot be read: {error.strerror}.", detail=str(error)
        ) from error
    names: list[tuple[str, ...] | None] = []
    notes = list(found.notes)
    for beside in sidecar.find(path):
        try:
            names.append(sidecar.read(beside))
        except MetadataReadError as error:
            notes.append(f"{beside.name}: {error}")
    locked = found.locked or sidecar.is_raw(path)
    return combine(Found(found.values, locked, tuple(notes)), names)


def combine(found: Found, sidecars: list[tuple[str, ...] | None]) -> FileKeywords:
    """Merge what a file and its sidecars hold.

    A sidecar speaks alone for a file that is never changed: a keyword removed there could not be
    removed from the file.

    Args:
        found: the file's own keywords.
        sidecars: values of each sidecar, None for one without a keyword list.
    """
    lists = [names for names in sidecars if names is not None]
    values = dict(found.values)
    if lists:
        values[Container.SIDECAR] = tuple(name for names in lists for name in names)
    speaking = values
    if lists and found.locked:
        speaking = {Container.SIDECAR: values[Container.SIDECAR]}
    by_container = {container: KeywordSet.of(names) for container, names in values.items()}
    return FileKeywords(merge(speaking), by_container, found.notes)


def embed(data: bytes, change: KeywordChange) -> Embedded:
    """Return a file with *change* made in every container its format has.

    Args:
        data: all bytes of the file.
        change: all keywords the file shall have, and those it shall not have.

    Raises:
        CannotEmbed: the file itself must stay as it is; a sidecar can hold the keywords.
        MetadataWriteError: the result did not prove right.
    """
    row = format_of(data[:HEAD_BYTES])
    if row.embed is None:
        raise CannotEmbed("Files of this format are left as they are.")
    try:
        result = row.embed(data, change)
    except MetadataReadError as error:
        raise CannotEmbed(str(error), detail=error.detail) from error
    if result.start is data:
        return result
    found = read_file(result.open())
    _prove(found, change)
    return replace(result, notes=result.notes + _shortened(found, change))


def read_file(file: BinaryIO) -> Found:
    """Return the keywords in an open file, its sidecars apart.

    A file too damaged to take apart is searched for an XMP packet.
    """
    row = format_of(file.read(HEAD_BYTES))
    file.seek(0)
    found = row.read(file)
    if found.locked and not found.values:
        file.seek(0)
        found = replace(_packets.read(file), notes=found.notes)
    return found


def read_bytes(data: bytes) -> Found:
    """Return the keywords in all bytes of a file, its sidecars apart."""
    return read_file(BytesIO(data))


def sidecar_keywords(data: bytes) -> tuple[str, ...] | None:
    """Return the values of dc:subject in a sidecar as stored, None where it has no such list.

    Raises:
        MetadataReadError: it is not well-formed.
    """
    return _xmp.subject(data)


def edit_sidecar(data: bytes, change: KeywordChange) -> bytes:
    """Return an existing sidecar with *change* made and all else as it was.

    Raises:
        MetadataReadError: it cannot be edited without guessing.
    """
    return _xmp.edit(data, change)


def new_sidecar(keywords: KeywordSet) -> bytes:
    """Return the bytes of a sidecar that holds *keywords* and nothing else."""
    return _xmp.create(keywords)


def _prove(found: Found, change: KeywordChange) -> None:
    """Check that every container reads back as wanted.

    Raises:
        MetadataWriteError: a container lacks a keyword or still has one that was removed.
    """
    wanted = change.add.minus(change.remove)
    for container, values in found.values.items():
        stored_as = cut_to_bytes if container is Container.IPTC else str
        have = {clean_name(stored_as(value)) for value in values}
        need = {
            clean_name(stored_as(name))
            for name in wanted
            if container is not Container.EXIF or ";" not in name
        }
        gone = {clean_name(stored_as(name)) for name in change.remove} - need
        if not need <= have or gone & have:
            raise MetadataWriteError("The new photo did not read back with the wanted keywords.")


def _shortened(found: Found, change: KeywordChange) -> tuple[str, ...]:
    count = _iptc.shortened(change) if Container.IPTC in found.values else 0
    if not count:
        return ()
    words = "1 keyword" if count == 1 else f"{count} keywords"
    return (f"{words} cut at 64 bytes in IPTC.",)
