"""The Windows keyword field of EXIF, XPKeywords (0x9C9E): one string of words joined by ``;``.

An EXIF block that a photo has stays as it is but for that field: rebuilding it, as piexif would,
loses maker notes. piexif only makes the block for photos that have none.

Source: Exif 2.32 (CIPA DC-008) section 4.6; Microsoft, "Photo Metadata Policies",
System.Keywords: XPKeywords is UTF-16LE, type BYTE, ended by a zero character.
"""

from __future__ import annotations

import piexif

from phototagger.core.metadata import _ifd
from phototagger.core.metadata._containers import revise
from phototagger.core.tags import KeywordChange, KeywordSet

XP_KEYWORDS = 0x9C9E

_PER_INCH = 2
_CENTRED = 1
_UNCALIBRATED = 0xFFFF


def keywords(block: bytes) -> tuple[str, ...] | None:
    """Return the keywords of a TIFF block, None where it lacks the field.

    Args:
        block: EXIF without its JPEG prefix, or a TIFF file.

    Raises:
        MetadataReadError: the block is damaged.
    """
    value = _ifd.parse(block).value(XP_KEYWORDS)
    return None if value is None else words(value)


def words(value: bytes) -> tuple[str, ...]:
    """Return the keywords in the bytes of the field."""
    text = value[: len(value) & ~1].decode("utf-16-le", "replace").rstrip("\0")
    return tuple(word.strip() for word in text.split(";") if word.strip())


def edit(block: bytes, change: KeywordChange) -> bytes:
    """Return *block* with *change* made; the same object when nothing changes.

    Raises:
        MetadataReadError: the block is damaged.
        CannotEmbed: appending would change what the block says.
    """
    old = _ifd.parse(block).value(XP_KEYWORDS) or b""
    new = edit_value(old, change)
    if new is old:
        return block
    return _ifd.change(block, {XP_KEYWORDS: _ifd.Field(_ifd.BYTE, new) if new else None})


def edit_value(value: bytes, change: KeywordChange) -> bytes:
    """Return the bytes of the field with *change* made; the same object when nothing changes.

    Keywords with a ``;`` are left out: they would come back as two.

    Args:
        value: the field as it is, b"" where there is none.
        change: keywords to have and not to have.
    """
    current = words(value)
    possible = KeywordSet(tuple(name for name in change.add if ";" not in name))
    revision = revise(current, KeywordChange(possible, change.remove))
    if not revision:
        return value
    kept = [word for at, word in enumerate(current) if at not in revision.dropped]
    text = ";".join([*kept, *revision.added])
    return f"{text}\0".encode("utf-16-le", "surrogatepass") if text else b""


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
