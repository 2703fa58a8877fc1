"""Formats that need an extra: HEIC through ``pi-heif``.

Without the extra the suffixes are unknown here and such files are counted as unsupported by the
scan. ``pi-heif`` is the decode-only build: its libraries are under the LGPL and hold no encoder
under the GPL.
"""

from __future__ import annotations

ALL_HEIF = (".heic", ".heif", ".hif")

try:
    import pi_heif
except ImportError:
    HEIF_SUFFIXES: dict[str, tuple[str, ...]] = {}
else:
    pi_heif.register_heif_opener(thumbnails=False)
    HEIF_SUFFIXES = {"HEIF": ALL_HEIF}
