"""The .xmp file beside a photo.

Two names are in use: ``photo.ext.xmp`` (darktable, digiKam) and ``photo.xmp`` (Adobe). Whatever is
there is kept up; a new one gets the name the user chose, but never one that may belong to two
photos: of a raw file and the JPEG shot with it, ``photo.xmp`` describes the raw file.
"""

from __future__ import annotations

from pathlib import Path

from phototagger.core.errors import MetadataReadError, UnreadablePhoto
from phototagger.core.metadata import _xmp
from phototagger.core.metadata._containers import Fields

MAX_BYTES = 16 << 20
"""Larger files are no sidecars; they are left alone."""

_SUFFIXES = (".xmp", ".XMP")
_RAW = (  # noqa: SIM905 - a list of 30 strings would fill a screen
    "3fr arw cr2 cr3 crw dcr dng erf iiq k25 kdc mef mos mrw nef nrw orf pef ptx raf raw rw2 rwl"
    " sr2 srf srw x3f"
).split()
_PHOTOS = (*_RAW, "jpg", "jpeg", "heic", "heif", "hif", "avif", "jxl", "png", "tif", "tiff", "webp")


def default(photo: Path, *, short: bool = False) -> Path:
    """Return the name a new sidecar of *photo* gets.

    Args:
        photo: the photo.
        short: whether ``photo.xmp`` is wanted; not taken where another photo shares it.
    """
    if short and not namesakes(photo):
        return photo.with_suffix(_SUFFIXES[0])
    return photo.with_name(photo.name + _SUFFIXES[0])


def namesakes(photo: Path) -> tuple[Path, ...]:
    """Return the other photos that ``photo.xmp`` may be taken to describe."""
    spellings = [spelling for suffix in _PHOTOS for spelling in (suffix, suffix.upper())]
    others = [photo.with_suffix(f".{spelling}") for spelling in spellings]
    return tuple(other for other in others if other != photo and _is_file(other))


def find(photo: Path) -> tuple[Path, ...]:
    """Return the sidecars that *photo* has, at most one of each of the two names.

    Raises:
        UnreadablePhoto: the disk cannot tell.
    """
    own = _existing([photo.with_name(photo.name + suffix) for suffix in _SUFFIXES])
    shared = _existing([photo.with_suffix(suffix) for suffix in _SUFFIXES])
    if shared and (shared[0] == photo or _belongs_to_raw(photo)):
        shared = shared[:0]
    return own + shared


def read(path: Path) -> Fields:
    """Return the fields of a sidecar as stored.

    Raises:
        MetadataReadError: not a readable XMP file.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise MetadataReadError(f"The sidecar {path.name} is too large to be one.")
        return _xmp.read(path.read_bytes())
    except OSError as error:
        raise MetadataReadError(
            f"The sidecar {path.name} cannot be read: {error.strerror}.", detail=str(error)
        ) from error


def is_raw(photo: Path) -> bool:
    """Whether the name is that of a raw file, many of which look like TIFF inside."""
    return photo.suffix.lower().removeprefix(".") in _RAW


def _existing(names: list[Path]) -> tuple[Path, ...]:
    return tuple(name for name in names if _is_file(name))[:1]


def _is_file(path: Path) -> bool:
    """Whether a file is there; a disk that cannot tell must not pass for a folder without it."""
    try:
        return path.is_file()
    except OSError as error:
        raise UnreadablePhoto(
            f"{path.name} cannot be looked for: {error.strerror}.", detail=str(error)
        ) from error


def _belongs_to_raw(photo: Path) -> bool:
    """Whether ``photo.xmp`` describes the raw file that was shot together with this photo."""
    if is_raw(photo):
        return False
    spellings = [spelling for suffix in _RAW for spelling in (suffix, suffix.upper())]
    return any(_is_file(photo.with_suffix(f".{spelling}")) for spelling in spellings)
