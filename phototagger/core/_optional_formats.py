"""Formats that need an extra: HEIC through ``pi-heif``, RAW previews through ``rawpy``.

Without the extra the suffixes are unknown here and such files are counted as unsupported by the
scan. Of a RAW file only the JPEG that the camera embedded is taken; developing it would cost
seconds and look different from what the photographer saw.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from phototagger.core.errors import UnsupportedFormat

ALL_HEIF = (".heic", ".heif", ".hif")

try:
    import pi_heif
except ImportError:
    HEIF_SUFFIXES: dict[str, tuple[str, ...]] = {}
else:
    pi_heif.register_heif_opener(thumbnails=False)
    HEIF_SUFFIXES = {"HEIF": ALL_HEIF}

ALL_RAW = (
    ".arw",
    ".cr2",
    ".cr3",
    ".dng",
    ".nef",
    ".nrw",
    ".orf",
    ".pef",
    ".raf",
    ".rw2",
    ".srw",
)
RAW_SUFFIXES: tuple[str, ...] = ALL_RAW if importlib.util.find_spec("rawpy") else ()

_NO_PREVIEW = "This RAW file holds no preview that can be shown."

_ORIENTATION_OF_FLIP = {3: 3, 5: 8, 6: 6}
"""LibRaw's ``flip`` (libraw_image_sizes_t) as EXIF orientation."""


def raw_preview(path: Path) -> tuple[bytes, int]:
    """Return the JPEG that the camera embedded in a RAW file.

    Returns:
        JPEG bytes, and the EXIF orientation to use when the JPEG does not say its own.

    Raises:
        UnsupportedFormat: no RAW file that LibRaw knows, or none with a JPEG preview.
    """
    import rawpy  # noqa: PLC0415 - an optional extra that takes long to import

    try:
        with rawpy.imread(str(path)) as raw:
            preview = raw.extract_thumb()
            turned = _ORIENTATION_OF_FLIP.get(raw.sizes.flip, 1)
    except rawpy.LibRawError as error:
        raise UnsupportedFormat(_NO_PREVIEW, detail=str(error)) from error
    if preview.format != rawpy.ThumbFormat.JPEG:
        raise UnsupportedFormat(_NO_PREVIEW, detail=str(preview.format))
    return bytes(preview.data), turned
