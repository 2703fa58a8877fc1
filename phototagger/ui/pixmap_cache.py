"""The pictures of tiles that are kept in memory: the last ones looked at, up to a size in bytes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from phototagger.core.photo import Fingerprint, PhotoId

LEAST_BYTES = 48 * 1024 * 1024
_BYTES_PER_PX = 4


@dataclass(frozen=True, slots=True)
class TilePicture:
    """One picture.

    Attributes:
        pixmap: the pixels.
        edge_px: the size that was asked for, device pixels.
        fingerprint: the version of the file it shows.
        is_sharp: False for an embedded preview that a sharp picture follows.
    """

    pixmap: QPixmap
    edge_px: int
    fingerprint: Fingerprint
    is_sharp: bool = True

    @property
    def bytes(self) -> int:
        """Memory it takes."""
        return self.pixmap.width() * self.pixmap.height() * _BYTES_PER_PX


class PixmapCache:
    """Pictures by photo; the longest unseen ones go first. Thread: GUI."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[PhotoId, TilePicture] = OrderedDict()
        self._bytes = 0
        self._cap_bytes = LEAST_BYTES

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def bytes(self) -> int:
        """Memory of all pictures."""
        return self._bytes

    def make_room_for(self, count: int, edge_px: int) -> None:
        """Let at least *count* pictures of *edge_px* stay: a large screen needs more."""
        self._cap_bytes = max(LEAST_BYTES, count * edge_px * edge_px * _BYTES_PER_PX)
        self._shrink()

    def get(self, photo_id: PhotoId) -> TilePicture | None:
        """Return the picture of a photo; it counts as seen now."""
        found = self._pictures.get(photo_id)
        if found is not None:
            self._pictures.move_to_end(photo_id)
        return found

    def put(self, photo_id: PhotoId, picture: TilePicture) -> None:
        """Keep a picture instead of an earlier one."""
        self.drop(photo_id)
        self._pictures[photo_id] = picture
        self._bytes += picture.bytes
        self._shrink()

    def drop(self, photo_id: PhotoId) -> None:
        """Forget the picture of a photo."""
        if (known := self._pictures.pop(photo_id, None)) is not None:
            self._bytes -= known.bytes

    def _shrink(self) -> None:
        while self._bytes > self._cap_bytes and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._bytes -= dropped.bytes
