"""Thumbnails that other programs of the desktop made, read and never written.

They are taken when they say of themselves that they belong to this version of this file, and only
where the desktop keeps them by its own convention (not on Windows and macOS). We keep none there:
that folder is for everyone, and photos of encrypted or removable folders do not belong in it.

Source: Thumbnail Managing Standard (freedesktop.org), version 0.9.0.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from phototagger.core import pixels
from phototagger.core.photo import Fingerprint

_FOLDERS = {256: "large", 512: "x-large"}
"""Folder by longest side of the thumbnails in it."""

_SAFE = "/!$&'()*+,;=:@~"
"""Characters that GLib leaves as they are when it makes the address of a file."""


def shared_folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the desktop's folder of thumbnails, None where there is no such convention."""
    if sys.platform in ("win32", "darwin"):
        return None
    cache = environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(cache) / "thumbnails"


def find(
    folder: Path | None, path: Path, fingerprint: Fingerprint, edge_px: int
) -> pixels.Picture | None:
    """Return the thumbnail of a file, *edge_px* long, None when there is none that is valid.

    A smaller one than asked for is not taken, since it may have been made of a preview. Thread:
    any.
    """
    if folder is None or edge_px not in _FOLDERS:
        return None
    address = f"file://{quote(os.fsencode(path), safe=_SAFE)}"
    name = hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()
    place = folder / _FOLDERS[edge_px] / f"{name}.png"
    if not place.exists():  # the usual case, and cheaper than a failure
        return None
    found = pixels.read_labelled_png(place)
    if found is None:
        return None
    picture, texts = found
    is_ours = texts.get("Thumb::URI") == address
    is_current = texts.get("Thumb::MTime", "").partition(".")[0] == str(
        fingerprint.mtime_ns // 1_000_000_000
    )
    return picture if is_ours and is_current and max(picture.size) == edge_px else None
