"""Upright, scaled pixels of a photo for the screen, remembered on disk.

A thumbnail is looked for where it costs least: by the version of the file that is known, then by
the picture inside the file (so that moved, renamed and re-tagged photos are not decoded again),
then among those of the desktop, and only then it is made from the photo. Two sizes are kept; any
other is scaled from the next larger one.

Decoding is the dear part, so one decoding serves twice where both results are wanted: preparing a
photo for the tagging service leaves its thumbnail behind, and making the thumbnail of a photo that
waits to be tagged leaves the upload. Making uploads of photos nobody tags would cost a tenth to a
third of every thumbnail (measured with 24 and 12 megapixels).
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from phototagger.core import _shared_thumbnails, pixels
from phototagger.core._exif_glance import glance_at_jpeg
from phototagger.core._shared_thumbnails import shared_folder
from phototagger.core._thumbnail_store import ThumbnailStore
from phototagger.core.content_key import content_key
from phototagger.core.errors import UnreadablePhoto
from phototagger.core.jobs import CancelToken
from phototagger.core.photo import Fingerprint
from phototagger.core.photo_reader import PhotoReader
from phototagger.core.tagging.prepare import encode_picture

__all__ = ["KEPT_EDGES_PX", "Thumbnail", "Thumbnails", "shared_folder"]

KEPT_EDGES_PX = (256, 512)
"""Sizes on disk. Larger pictures are for looking closely at one photo and push others out."""

_QUALITY = 85
_UPLOADS_BYTES = 32 * 1024 * 1024
_FILE_NAME = "thumbnails.sqlite"
_PICTURE_KEY_BYTES = 16


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
        reader: decodes photos.
        shared_dir: thumbnails of the desktop, None for none.
    """

    def __init__(
        self,
        cache_dir: Path,
        cap_mb: int,
        reader: PhotoReader,
        shared_dir: Path | None = None,
    ) -> None:
        self._store = ThumbnailStore(cache_dir / _FILE_NAME, cap_mb * 1024 * 1024)
        self._reader = reader
        self._shared_dir = shared_dir
        self._uploads: OrderedDict[tuple[Path, Fingerprint, int], bytes] = OrderedDict()
        self._uploads_lock = threading.Lock()

    def render(
        self,
        path: Path,
        fingerprint: Fingerprint,
        edge_px: int,
        cancel: CancelToken,
        *,
        upload_edge_px: int = 0,
    ) -> Thumbnail:
        """Return a photo's pixels, from the cache or from the file.

        Args:
            path: the photo.
            fingerprint: the version of the file that is meant.
            edge_px: longest side at most, in device pixels; a smaller photo is not enlarged.
            cancel: checked before the photo is decoded and before the result is stored.
            upload_edge_px: size of the upload, if that will be wanted soon; 0 when not.

        Raises:
            UnreadablePhoto: damaged, gone or too large.
            UnsupportedFormat: no photo, or no decoder for it here.
            Cancelled: *cancel* was set.
        """
        cancel.check()
        kept_px = _kept_edge(edge_px)
        if kept_px is None:
            return _thumbnail(self._reader.read(path, [edge_px])[0])
        version = _version(path, fingerprint)
        image = _decoded(self._store.find(version, kept_px), edge_px)
        if image is None:
            picture = _picture(path, fingerprint)
            image = self._by_picture(version, picture, kept_px, edge_px)
        if image is None:
            cancel.check()
            whole = self._make(path, fingerprint, kept_px, upload_edge_px)
            cancel.check()
            self._store.keep(version, picture, kept_px, pixels.encode_jpeg(whole, _QUALITY))
            image = pixels.resized(whole, edge_px)
        return _thumbnail(image)

    def is_stored(self, path: Path, fingerprint: Fingerprint, edge_px: int) -> bool:
        """True when `render` would find the photo in the cache without a look at its file."""
        kept_px = _kept_edge(edge_px)
        return kept_px is not None and self._store.knows(_version(path, fingerprint), kept_px)

    def preview(self, path: Path, edge_px: int) -> Thumbnail | None:
        """Return the small picture the camera embedded, for a first quick paint.

        Returns:
            None when there is none; never raises.
        """
        image = pixels.embedded_preview(path, edge_px)
        return None if image is None else _thumbnail(image)

    def upload(self, path: Path, edge_px: int) -> bytes:
        """Return the JPEG that is sent for a photo, and leave its thumbnail in the cache.

        Args:
            path: the photo.
            edge_px: longest side at most, in pixels; smaller photos are not enlarged.

        Raises:
            UnreadablePhoto: the photo is damaged or gone.
            UnsupportedFormat: no decoder for it here.
        """
        try:
            status = path.stat()
        except (OSError, ValueError):
            return encode_picture(self._reader.read(path, [edge_px])[0])  # it says what is wrong
        fingerprint = Fingerprint(status.st_size, status.st_mtime_ns)
        with self._uploads_lock:
            ready = self._uploads.pop((path, fingerprint, edge_px), None)
        if ready is not None:
            return ready
        kept_px = KEPT_EDGES_PX[0]
        version = _version(path, fingerprint)
        if edge_px < kept_px or self._store.knows(version, kept_px):
            return encode_picture(self._reader.read(path, [edge_px])[0])
        image, small = self._reader.read(path, [edge_px, kept_px])
        picture = _picture(path, fingerprint)
        self._store.keep(version, picture, kept_px, pixels.encode_jpeg(small, _QUALITY))
        return encode_picture(image)

    def stop(self) -> None:
        """End the reader's processes: a photo that takes long does not hold up the end."""
        self._reader.close()

    def close(self) -> None:
        """Let go of the cache; the last call, after all workers ended."""
        self._reader.close()
        self._store.close()

    def _by_picture(
        self, version: bytes, picture: bytes, kept_px: int, edge_px: int
    ) -> pixels.Picture | None:
        image = _decoded(self._store.find_picture(picture, kept_px), edge_px)
        if image is not None:
            self._store.link(version, picture)
        return image

    def _make(
        self, path: Path, fingerprint: Fingerprint, kept_px: int, upload_edge_px: int
    ) -> pixels.Picture:
        if upload_edge_px:
            image, large = self._reader.read(path, [kept_px, upload_edge_px])
            self._keep_upload((path, fingerprint, upload_edge_px), encode_picture(large))
            return image
        shared = _shared_thumbnails.find(self._shared_dir, path, fingerprint, kept_px)
        return shared or self._reader.read(path, [kept_px])[0]

    def _keep_upload(self, key: tuple[Path, Fingerprint, int], jpeg: bytes) -> None:
        with self._uploads_lock:
            self._uploads[key] = jpeg
            while sum(map(len, self._uploads.values())) > _UPLOADS_BYTES:
                self._uploads.popitem(last=False)


def _kept_edge(edge_px: int) -> int | None:
    return next((kept_px for kept_px in KEPT_EDGES_PX if kept_px >= edge_px), None)


def _version(path: Path, fingerprint: Fingerprint) -> bytes:
    """Return a name for one state of one file."""
    state = f"{fingerprint.size_bytes} {fingerprint.mtime_ns} ".encode()
    return hashlib.blake2b(state + os.fsencode(path), digest_size=16).digest()


def _picture(path: Path, fingerprint: Fingerprint) -> bytes:
    """Return a name for what the photo looks like, wherever it lies.

    Raises:
        UnreadablePhoto: the file is gone or cannot be read.
    """
    pixels.check_regular_file(path)
    key = content_key(path)[:_PICTURE_KEY_BYTES]
    with suppress(OSError), path.open("rb") as file:
        glance = glance_at_jpeg(file)
        if glance.size is not None:
            # Metadata of a JPEG may change, but for what decides how it is painted.
            look = bytes([glance.orientation]) + glance.profile
            return hashlib.blake2b(key + look, digest_size=16).digest()
    state = f"{fingerprint.size_bytes} {fingerprint.mtime_ns}".encode()
    return hashlib.blake2b(key + state, digest_size=16).digest()


def _decoded(jpeg: bytes | None, edge_px: int) -> pixels.Picture | None:
    if jpeg is None:
        return None
    try:
        return pixels.decode_jpeg(jpeg, edge_px)
    except UnreadablePhoto:
        return None


def _thumbnail(image: pixels.Picture) -> Thumbnail:
    return Thumbnail(image.width, image.height, image.convert("RGBA").tobytes())
