"""Upright, scaled pixels of a photo for the screen, remembered on disk.

The cache is a folder of small JPEG files. That is not the densest store, but it needs no lock, no
index to load at start and no repair: a file is written beside its place and renamed into it, a
damaged one is noticed by its checksum and made again, and deleting the folder is always safe.
A cached thumbnail is found by path, size and time alone, so photos on a drive that is away still
have their picture, and a slow share is not touched.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from phototagger.core import pixels
from phototagger.core.errors import UnreadablePhoto
from phototagger.core.jobs import CancelToken
from phototagger.core.photo import Fingerprint

log = logging.getLogger(__name__)

MAX_CACHED_EDGE_PX = 512
"""Larger pictures are for looking closely at one photo; keeping them would push the others out."""

_SUFFIX = ".thumb"
_MARK = b"PTT1"
_QUALITY = 85
_EVICT_EVERY_BYTES = 32 * 1024 * 1024
_EVICT_DOWN_TO = 0.8
_FRESH_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Pixels ready to be painted.

    Attributes:
        width_px: width.
        height_px: height.
        rgbx: red, green, blue and 255 for each pixel, row by row, width × height × 4 bytes
            (`QImage.Format_RGBX8888`).
    """

    width_px: int
    height_px: int
    rgbx: bytes


class Thumbnails:
    """Renders thumbnails and remembers them. Thread: any; several workers may share one.

    Args:
        cache_dir: folder of our own; made when the first thumbnail is stored.
        cap_mb: size of the cache on disk; the longest unseen thumbnails go first.
    """

    def __init__(self, cache_dir: Path, cap_mb: int) -> None:
        self._cache_dir = cache_dir
        self._cap_bytes = cap_mb * 1024 * 1024
        # Workers may add to this at once and lose a count; it only says when to look for room.
        self._evict_every_bytes = min(_EVICT_EVERY_BYTES, self._cap_bytes // 8)
        self._stored_bytes = self._evict_every_bytes
        self._serial = itertools.count()

    def render(
        self, path: Path, fingerprint: Fingerprint, edge_px: int, cancel: CancelToken
    ) -> Thumbnail:
        """Return a photo's pixels, from the cache or from the file.

        Args:
            path: the photo.
            fingerprint: the version of the file that is meant.
            edge_px: longest side at most, in device pixels; a smaller photo is not enlarged.
            cancel: checked before the photo is decoded and before the result is stored.

        Raises:
            UnreadablePhoto: damaged, gone or too large.
            UnsupportedFormat: no photo, or no decoder for it here.
            Cancelled: *cancel* was set.
        """
        cancel.check()
        place = self._place(path, fingerprint, edge_px)
        if edge_px > MAX_CACHED_EDGE_PX:
            return _thumbnail(pixels.read(path, edge_px))
        image = self._recall(place)
        if image is None:
            image = pixels.read(path, edge_px)
            cancel.check()
            self._remember(place, image)
        return _thumbnail(image)

    def is_stored(self, path: Path, fingerprint: Fingerprint, edge_px: int) -> bool:
        """True when `render` would find the photo in the cache."""
        return self._place(path, fingerprint, edge_px).exists()

    def preview(self, path: Path, edge_px: int) -> Thumbnail | None:
        """Return the small picture the camera embedded, for a first quick paint.

        Returns:
            None when there is none; never raises.
        """
        image = pixels.embedded_preview(path, edge_px)
        return None if image is None else _thumbnail(image)

    def _place(self, path: Path, fingerprint: Fingerprint, edge_px: int) -> Path:
        version = f"{fingerprint.size_bytes} {fingerprint.mtime_ns} {edge_px} "
        key = hashlib.blake2b(version.encode() + os.fsencode(path), digest_size=16).hexdigest()
        return self._cache_dir / key[:2] / f"{key[2:]}{_SUFFIX}"

    def _recall(self, place: Path) -> pixels.Picture | None:
        try:
            with place.open("rb") as file:
                data = file.read()
                age_s = time.time() - os.fstat(file.fileno()).st_mtime
            if data[:4] != _MARK or zlib.crc32(data[8:]) != int.from_bytes(data[4:8], "big"):
                return None
            if age_s > _FRESH_S:
                os.utime(place)  # the time of the last look decides what is dropped
            return pixels.decode_jpeg(data[8:])
        except (OSError, UnreadablePhoto):
            return None

    def _remember(self, place: Path, image: pixels.Picture) -> None:
        payload = pixels.encode_jpeg(image, _QUALITY)
        data = _MARK + zlib.crc32(payload).to_bytes(4, "big") + payload
        serial = f"{os.getpid()}-{threading.get_native_id()}-{next(self._serial)}"
        temporary = place.with_name(f"{serial}.tmp")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
            temporary.replace(place)
        except OSError as error:  # a full disk must not cost the user the picture
            log.debug("thumbnail not stored: %s", error)
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            return
        self._stored_bytes += len(data)
        if self._stored_bytes > self._evict_every_bytes:
            self._stored_bytes = 0
            self._evict()

    def _evict(self) -> None:
        """Drop the longest unseen files until the cache is well below its cap."""
        files = sorted(self._cached_files())
        total = sum(size for _, size, _ in files)
        if total <= self._cap_bytes:
            return
        for _, size, place in files:
            if total <= self._cap_bytes * _EVICT_DOWN_TO:
                return
            with suppress(OSError):
                Path(place).unlink()
                total -= size

    def _cached_files(self) -> list[tuple[float, int, str]]:
        found = []
        with suppress(OSError):
            for folder in os.scandir(self._cache_dir):
                with suppress(OSError):
                    for entry in os.scandir(folder.path):
                        status = entry.stat()
                        if entry.name.endswith((_SUFFIX, ".tmp")):
                            found.append((status.st_mtime, status.st_size, entry.path))
        return found


def _thumbnail(image: pixels.Picture) -> Thumbnail:
    return Thumbnail(image.width, image.height, image.convert("RGBA").tobytes())
