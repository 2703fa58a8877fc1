"""The fields of EXIF: Windows' keywords and title, and the description.

An EXIF block that a photo has stays as it is but for these fields: rebuilding it, as piexif would,
loses maker notes. piexif only makes the block for photos that have none.

Source: Exif 2.32 (CIPA DC-008) section 4.6; Microsoft, "Photo Metadata Policies",
System.Keywords: XPKeywords is UTF-16LE, type BYTE, ended by a zero character, words joined by
``;``. Metadata Working Group, Guidelines 2.0, section 5: ImageDescription may hold UTF-8.
"""

from __future__ import annotations

from collections.abc import Mapping

import piexif

from phototagger.core.fields import Field
from phototagger.core.metadata import _ifd
from phototagger.core.metadata._containers import Edit, Fields, revise
from phototagger.core.metadata._reading import is_structured
from phototagger.core.tags import NO_KEYWORDS, KeywordChange, KeywordSet, clean_text

_XP_KEYWORDS = 0x9C9E
_XP_TITLE = 0x9C9B
_IMAGE_DESCRIPTION = 0x010E
TAGS = (_XP_KEYWORDS, _XP_TITLE, _IMAGE_DESCRIPTION)
"""The fields of the first directory that are read and written here."""

_ASCII = 2
_PER_INCH = 2
_CENTRED = 1
_UNCALIBRATED = 0xFFFF

Changes = dict[int, _ifd.Field | None]
"""Fields to set, or None to remove, by tag."""


def read(values: Mapping[int, bytes]) -> Fields:
    """Return the fields in the first directory of a TIFF block.

    Args:
        values: value bytes by tag.
    """
    fields: dict[Field, tuple[str, ...]] = {}
    if _XP_KEYWORDS in values:
        fields[Field.XP_KEYWORDS] = words(values[_XP_KEYWORDS])
    if _XP_TITLE in values:
        fields[Field.XP_TITLE] = (_wide_text(values[_XP_TITLE]),)
    if _IMAGE_DESCRIPTION in values:
        fields[Field.IMAGE_DESCRIPTION] = (_narrow_text(values[_IMAGE_DESCRIPTION]),)
    return fields


def read_block(block: bytes) -> Fields:
    """Return the fields of a TIFF block.

    Args:
        block: EXIF without its JPEG prefix, or a TIFF file.

    Raises:
        MetadataReadError: the block is damaged.
    """
    return read(_values(_ifd.parse(block)))


def words(value: bytes) -> tuple[str, ...]:
    """Return the keywords in the bytes of the Windows keyword field."""
    return tuple(word.strip() for word in _wide_text(value).split(";") if word.strip())


def edit(block: bytes, change: KeywordChange) -> bytes:
    """Return *block* with *change* made; the same object when nothing changes.

    Raises:
        MetadataReadError: the block is damaged.
        CannotEmbed: appending would change what the block says.
    """
    changes = changed(_ifd.parse(block), change)
    return _ifd.change(block, changes) if changes else block


def changed(directory: _ifd.Directory, change: KeywordChange) -> Changes:
    """Return the fields of the first directory that *change* sets or removes."""
    wanted = Edit.of(change)
    values = _values(directory)
    changes: Changes = {}
    old = values.get(_XP_KEYWORDS, b"")
    if _XP_KEYWORDS in values or wanted.makes(Field.XP_KEYWORDS):
        new = edit_words(old, wanted)
        if new is not old:
            changes[_XP_KEYWORDS] = _ifd.Field(_ifd.BYTE, new) if new else None
    for tag, name in ((_XP_TITLE, Field.XP_TITLE), (_IMAGE_DESCRIPTION, Field.IMAGE_DESCRIPTION)):
        text = wanted.text(name.kind)
        if text is None or (tag not in values and not wanted.makes(name)):
            continue
        have = clean_text("".join(read({tag: values[tag]})[name])) if tag in values else ""
        text = clean_text(text)
        if text == have or (name is Field.IMAGE_DESCRIPTION and is_structured(have)):
            continue
        changes[tag] = _text_field(name, text) if text and wanted.adds_to(name) else None
    return changes


def edit_words(value: bytes, change: KeywordChange) -> bytes:
    """Return the bytes of the keyword field with *change* made; the same object when nothing is.

    Keywords with a ``;`` are left out: they would come back as two.

    Args:
        value: the field as it is, b"" where there is none.
        change: keywords to have and not to have.
    """
    wanted = Edit.of(change)
    current = words(value)
    possible = KeywordSet(tuple(name for name in wanted.add if ";" not in name))
    revision = revise(current, KeywordChange(possible, wanted.remove, order=wanted.order))
    if not wanted.adds_to(Field.XP_KEYWORDS):
        revision = revise(current, KeywordChange(NO_KEYWORDS, wanted.remove.minus(wanted.add)))
    if not revision:
        return value
    text = ";".join(revision.result(current, revision.added))
    return _wide(text) if text else b""


def create(size_px: tuple[int, int], resolution_dpi: tuple[int, int]) -> bytes:
    """Return an EXIF block with the fields that the standard demands and no keywords.

    Args:
        size_px: width and height of the picture, 0 where unknown.
        resolution_dpi: horizontal and vertical resolution.
    """
    width, height = size_px
    return bytes(
        piexif.dump(
            {
                "0th": {
                    piexif.ImageIFD.XResolution: (resolution_dpi[0], 1),
                    piexif.ImageIFD.YResolution: (resolution_dpi[1], 1),
                    piexif.ImageIFD.ResolutionUnit: _PER_INCH,
                    piexif.ImageIFD.YCbCrPositioning: _CENTRED,
                },
                "Exif": {
                    piexif.ExifIFD.ExifVersion: b"0232",
                    piexif.ExifIFD.ComponentsConfiguration: b"\1\2\3\0",
                    piexif.ExifIFD.FlashpixVersion: b"0100",
                    piexif.ExifIFD.ColorSpace: _UNCALIBRATED,
                    piexif.ExifIFD.PixelXDimension: width,
                    piexif.ExifIFD.PixelYDimension: height,
                },
            }
        )
    ).removeprefix(b"Exif\0\0")


def _values(directory: _ifd.Directory) -> dict[int, bytes]:
    found = ((tag, directory.value(tag)) for tag in TAGS)
    return {tag: value for tag, value in found if value is not None}


def _text_field(name: Field, text: str) -> _ifd.Field:
    if name is Field.XP_TITLE:
        return _ifd.Field(_ifd.BYTE, _wide(text))
    return _ifd.Field(_ASCII, text.encode() + b"\0")


def _wide(text: str) -> bytes:
    return f"{text}\0".encode("utf-16-le", "surrogatepass")


def _wide_text(value: bytes) -> str:
    return value[: len(value) & ~1].decode("utf-16-le", "replace").rstrip("\0")


def _narrow_text(value: bytes) -> str:
    """Decode ImageDescription: ASCII by the standard, UTF-8 or the Windows code page in fact."""
    value = value.split(b"\0", 1)[0]
    for codec in ("utf-8", "cp1252"):
        try:
            return value.decode(codec)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")
