"""Keywords, titles and descriptions inside files: bytes in, bytes out.

Owns which file format keeps them where, and what a photo says when several places disagree. Never
writes a file: that is `phototagger.core.writer`'s alone.

A format is one row of `FORMATS` and one module; a row without ``embed`` is read only, and a sidecar
takes its keywords.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError, UnreadablePhoto
from phototagger.core.fields import FLAT, STOCK, Container, Field, Kind, Policies
from phototagger.core.metadata import (
    _heif,
    _jpeg,
    _jpeg_segments,
    _jxl,
    _packets,
    _png,
    _tiff,
    _webp,
    _xmp,
    sidecar,
)
from phototagger.core.metadata._containers import (
    CannotEmbed,
    Edit,
    Embedded,
    Fields,
    Found,
    cut_to_bytes,
)
from phototagger.core.metadata._reading import (
    Choice,
    Conflict,
    FieldValues,
    Reading,
    combine,
    is_structured,
)
from phototagger.core.tags import KeywordChange, clean_name, clean_text

__all__ = [
    "CannotEmbed",
    "Choice",
    "Conflict",
    "Container",
    "Edit",
    "Embedded",
    "Field",
    "FieldValues",
    "Fields",
    "Format",
    "Found",
    "Kind",
    "Policies",
    "Reading",
    "combine",
    "cut_to_bytes",
    "edit_sidecar",
    "embed",
    "format_of",
    "new_sidecar",
    "read_bytes",
    "read_file",
    "read_photo",
    "sidecar_fields",
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
        read: finds the fields in an open file.
        embed: makes the bytes of the changed file, None where the file is never changed.
        is_picture: whether a file that starts with these bytes is one for certain.
        on_request: embedded only where the user asks for it; few programs look there.
        containers: places for fields that files of this format have.
    """

    name: str
    matches: Callable[[bytes], bool]
    read: Callable[[BinaryIO], Found]
    embed: Callable[[bytes, KeywordChange], Embedded] | None = None
    containers: tuple[Container, ...] = (Container.XMP,)
    on_request: bool = False
    is_picture: Callable[[bytes], bool] = lambda _head: True


def _read_packet(file: BinaryIO) -> Found:
    try:
        return Found(_xmp.read(file.read()))
    except MetadataReadError as error:
        return Found(locked=True, notes=(str(error),))


def _embed_packet(data: bytes, change: KeywordChange) -> Embedded:
    return Embedded(_xmp.edit(data, change))


_ALL = (Container.XMP, Container.IPTC, Container.EXIF)

FORMATS = (
    Format(
        "JPEG",
        lambda head: head.startswith(_jpeg_segments.SIGNATURE),
        _jpeg.read,
        _jpeg.embed,
        _ALL,
    ),
    Format("PNG", lambda head: head.startswith(_png.SIGNATURE), _png.read, _png.embed),
    Format("TIFF", lambda head: head.startswith(_tiff.SIGNATURES), _tiff.read, _tiff.embed, _ALL),
    Format("WebP", _webp.is_webp, _webp.read, _webp.embed),
    Format("HEIF", _heif.is_heif, _heif.read, _heif.embed, on_request=True),
    Format(
        "JPEG XL",
        lambda head: head.startswith(_jxl.SIGNATURE),
        _jxl.read,
        _jxl.embed,
        on_request=True,
    ),
    Format(
        "XMP",
        lambda head: head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_XML_STARTS),
        _read_packet,
        _embed_packet,
    ),
    Format("other", lambda _head: True, _packets.read, is_picture=_packets.is_picture),
)


def format_of(head: bytes) -> Format:
    """Return the format of a file by its first `HEAD_BYTES` bytes."""
    return next(row for row in FORMATS if row.matches(head))


def read_photo(path: Path) -> Reading:
    """Read what a photo says, from the file and its sidecars.

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
    beside: list[tuple[str, Fields]] = []
    notes = list(found.notes)
    for name in sidecar.find(path):
        try:
            beside.append((name.name, sidecar.read(name)))
        except MetadataReadError as error:
            notes.append(f"{name.name}: {error}")
    locked = found.locked or sidecar.is_raw(path)
    return combine(replace(found, locked=locked, notes=tuple(notes)), beside)


def embed(data: bytes, change: KeywordChange, policies: Policies = STOCK) -> Embedded:
    """Return a file with *change* made in every field its format has and *policies* allow.

    Args:
        data: all bytes of the file.
        change: all keywords the file shall have, those it shall not have, and its texts.
        policies: when each field is written; an `Edit` brings its own.

    Raises:
        CannotEmbed: the file itself must stay as it is; a sidecar can hold the keywords.
        MetadataWriteError: the result did not prove right.
    """
    row = format_of(data[:HEAD_BYTES])
    if row.embed is None:
        raise CannotEmbed("Files of this format are left as they are.")
    edit = Edit.of(change, policies)
    try:
        result = row.embed(data, edit)
    except MetadataReadError as error:
        raise CannotEmbed(str(error), detail=error.detail) from error
    if result.start is data:
        return result
    found = read_file(result.open())
    _prove(found, edit)
    return replace(result, notes=result.notes + _shortened(found, edit), found=found)


def read_file(file: BinaryIO) -> Found:
    """Return the fields in an open file, its sidecars apart.

    A file too damaged to take apart is searched for an XMP packet.
    """
    row = format_of(file.read(HEAD_BYTES))
    file.seek(0)
    found = row.read(file)
    if found.locked and not found.fields:
        file.seek(0)
        found = replace(_packets.read(file), notes=found.notes)
    return found


def read_bytes(data: bytes) -> Found:
    """Return the fields in all bytes of a file, its sidecars apart."""
    return read_file(BytesIO(data))


def sidecar_fields(data: bytes) -> Fields:
    """Return the fields of a sidecar as stored.

    Raises:
        MetadataReadError: it is not well-formed.
    """
    return _xmp.read(data)


def edit_sidecar(data: bytes, edit: Edit) -> bytes:
    """Return an existing sidecar with *edit* made and all else as it was.

    Raises:
        MetadataReadError: it cannot be edited without guessing.
    """
    return _xmp.edit(data, edit)


def new_sidecar(edit: Edit) -> bytes:
    """Return the bytes of a sidecar that holds what *edit* wants and nothing else.

    One without keywords lists none, so that it speaks for a file that has some.
    """
    return _xmp.create(edit, lists_keywords=edit.changes_keywords)


def _prove(found: Found, edit: Edit) -> None:
    """Check that every field reads back as wanted.

    Raises:
        MetadataWriteError: a field lacks a keyword, still has one that was removed, or another
            text than the wanted one.
    """
    wanted = edit.add.minus(edit.remove)
    for name, values in found.fields.items():
        if name in FLAT:
            stored_as = cut_to_bytes if name is Field.IPTC_KEYWORDS else str
            have = {clean_name(stored_as(value)) for value in values}
            need = {
                clean_name(stored_as(word))
                for word in wanted
                if name is not Field.XP_KEYWORDS or ";" not in word
            }
            gone = {clean_name(stored_as(word)) for word in edit.remove} - need
            is_right = not gone & have and (need <= have or not edit.adds_to(name))
        else:
            text = None if name.kind is Kind.KEYWORDS else edit.text(name.kind)
            is_right = text is None or _is_text(name, values, clean_text(text))
        if not is_right:
            raise MetadataWriteError("The new photo did not read back with the wanted keywords.")


def _is_text(name: Field, values: tuple[str, ...], text: str) -> bool:
    have = [clean_text(value) for value in values if clean_text(value)]
    stored = clean_text(cut_to_bytes(text, name.max_bytes)) if name.max_bytes else text
    is_data = name is Field.IMAGE_DESCRIPTION and any(map(is_structured, have))
    return is_data or have == ([stored] if stored else [])


def _shortened(found: Found, edit: Edit) -> tuple[str, ...]:
    notes = []
    limit = Field.IPTC_KEYWORDS.max_bytes
    if edit.adds_to(Field.IPTC_KEYWORDS) and Field.IPTC_KEYWORDS in found.fields:
        count = sum(len(name.encode()) > limit for name in edit.add)
        if count:
            words = "1 keyword" if count == 1 else f"{count} keywords"
            notes.append(f"{words} cut at {limit} bytes in IPTC.")
    for name in (Field.IPTC_TITLE, Field.IPTC_CAPTION):
        text = clean_text(edit.text(name.kind) or "")
        if name in found.fields and len(text.encode()) > name.max_bytes:
            notes.append(f"The {name.kind} cut at {name.max_bytes:,} bytes in IPTC.")
    return tuple(notes)
