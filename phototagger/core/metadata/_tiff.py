"""TIFF: XMP, IPTC and the Windows field in the first directory, by append-IFD at the end.

Strips, tiles, further pages and private data keep their places. Raw files that are TIFF inside,
signed and truncated files are refused.

Source: TIFF 6.0; XMP Specification Part 3, section 3.2.3 (tag 700); Adobe TIFF Technical Notes for
0x83BB (IPTC) and 0x8649 (Photoshop); DNG 1.7 for 0xC612; C2PA 2.1 section A.3.4 for 0xCD41.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.fields import Container
from phototagger.core.metadata import _exif, _ifd, _iptc, _xmp
from phototagger.core.metadata._containers import (
    CannotEmbed,
    Edit,
    Embedded,
    Fields,
    Found,
    found_by,
    joined,
)
from phototagger.core.tags import KeywordChange

SIGNATURES = (b"II*\0", b"MM\0*")

_XMP = 700
_IPTC = 0x83BB
_PHOTOSHOP = 0x8649
_DNG_VERSION = 0xC612
_C2PA = 0xCD41
_SUB_FILE_TYPE, _SUB_DIRECTORIES = 0x00FE, 0x014A
_REDUCED = 1
_WANTED = (_XMP, _IPTC, _PHOTOSHOP, *_exif.TAGS, _DNG_VERSION, _C2PA)


def read(file: BinaryIO) -> Found:
    """Read the keywords of a TIFF; picture data is skipped."""
    try:
        fields = _ifd.read_fields(file, _WANTED)
    except MetadataReadError as error:
        return Found(locked=True, notes=(str(error),))
    locked = _DNG_VERSION in fields or _C2PA in fields
    found = found_by(_READERS, fields, locked=locked)
    with suppress(MetadataReadError):  # the reader of IPTC told of it
        stale = _iptc.is_stale(fields.get(_PHOTOSHOP, b""), fields.get(_IPTC))
        return replace(found, stale_digest=stale)
    return found


def embed(data: bytes, change: KeywordChange) -> Embedded:
    """Return the file with *change* made in all three containers.

    Raises:
        CannotEmbed: this file wants a sidecar.
        MetadataReadError: the file is damaged.
        MetadataWriteError: the result did not prove right.
    """
    old = _ifd.parse(data)
    _refuse(old)
    fields: dict[int, _ifd.Field | None] = {}
    _edit_xmp(old, change, fields)
    _edit_iptc(old, change, fields)
    fields |= _exif.changed(old, change)
    if not fields:
        return Embedded(data)
    result = _ifd.change(data, fields)
    _prove(old, _ifd.parse(result), fields)
    return Embedded(result)


def _xmp_fields(fields: dict[int, bytes]) -> Fields:
    return _xmp.read(fields[_XMP]) if _XMP in fields else {}


def _iptc_fields(fields: dict[int, bytes]) -> Fields:
    own = _iptc.read_iim(fields[_IPTC]) if _IPTC in fields else {}
    return joined([own, _iptc.read(fields.get(_PHOTOSHOP, b""))])


_READERS = (_xmp_fields, _iptc_fields, _exif.read)


def _refuse(directory: _ifd.Directory) -> None:
    tags = {entry.tag for entry in directory.entries}
    if _C2PA in tags:
        raise CannotEmbed("This photo is signed (C2PA); any change would break its signature.")
    # a raw file starts with a small preview and keeps its picture in sub-directories
    is_preview = directory.integers(_SUB_FILE_TYPE) == (_REDUCED,)
    if _DNG_VERSION in tags or (is_preview and _SUB_DIRECTORIES in tags):
        raise CannotEmbed("Raw files are left as they are.")


def _edit_xmp(
    old: _ifd.Directory, change: KeywordChange, fields: dict[int, _ifd.Field | None]
) -> None:
    packet = old.value(_XMP)
    if packet is None:
        if created := _xmp.create(change):
            fields[_XMP] = _ifd.Field(_ifd.BYTE, created)
        return
    new = _xmp.edit(packet, change)
    if new is not packet:
        fields[_XMP] = _ifd.Field(old.kind(_XMP), new)


def _edit_iptc(
    old: _ifd.Directory, change: KeywordChange, fields: dict[int, _ifd.Field | None]
) -> None:
    """Change both places IPTC can have; a new block goes to the tag that TIFF has for it."""
    photoshop = old.value(_PHOTOSHOP) or b""
    block, iim = photoshop, old.value(_IPTC)
    in_photoshop = bool(_iptc.read(photoshop))
    if in_photoshop:
        block = _iptc.edit(photoshop, change)
    if iim is not None or not in_photoshop:
        is_wanted = iim is not None or Edit.of(change).creates(Container.IPTC)
        new = _iptc.edit_iim(iim or b"", change) if is_wanted else b""
        if new != (iim or b""):
            kind = _ifd.LONG if iim is None else old.kind(_IPTC)
            new += b"\0" * (-len(new) % 4)
            fields[_IPTC] = _ifd.Field(kind, new)
            if not in_photoshop:
                block = _iptc.with_digest(photoshop, iim or b"", new)
    if block != photoshop:
        fields[_PHOTOSHOP] = _ifd.Field(old.kind(_PHOTOSHOP), block)


def _prove(old: _ifd.Directory, new: _ifd.Directory, fields: dict[int, _ifd.Field | None]) -> None:
    """Check that every other field of the first directory reads the same."""
    tags = [entry.tag for entry in old.entries if entry.tag not in fields]
    left = [entry.tag for entry in new.entries if entry.tag not in fields]
    if tags != left or any(old.value(tag) != new.value(tag) for tag in tags):
        raise MetadataWriteError("The new photo did not prove equal outside its keywords.")
