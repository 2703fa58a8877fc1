"""Sharp pictures of the photo that is looked at and of its neighbours, ready before their turn.

Two sizes are kept: one that fills the view, and the whole photo for one pixel to a pixel. The last
ones looked at stay, up to a size in bytes. The whole photo stays as the bytes that came: making a
pixmap of 24 megapixels would hold up the window.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from phototagger.core.events import PhotosChanged, ThumbnailReady
from phototagger.core.photo import Fingerprint, PhotoId
from phototagger.core.session import Session
from phototagger.core.thumbnails import Thumbnail
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.photo_model import pixmap_of

WHOLE_EDGE_PX = 10_000
"""Larger photos are shown at this size: 67 megapixels take 270 MB."""

CAP_BYTES = 256 * 1024 * 1024
_BYTES_PER_PX = 4


@dataclass(frozen=True, slots=True)
class Closeup:
    """One sharp picture.

    Attributes:
        fingerprint: the version of the file it shows.
        edge_px: the size that was asked for, device pixels.
        thumbnail: the pixels, None where the photo cannot be shown.
        pixmap: the same to be painted quickly, None for a whole photo.
        problem: why it cannot be shown, "" when it can.
    """

    fingerprint: Fingerprint
    edge_px: int
    thumbnail: Thumbnail | None
    pixmap: QPixmap | None
    problem: str

    @property
    def bytes(self) -> int:
        """Memory it takes."""
        if self.thumbnail is None:
            return 0
        return self.thumbnail.width_px * self.thumbnail.height_px * _BYTES_PER_PX

    @property
    def is_all(self) -> bool:
        """Whether the photo has no more pixels than this."""
        if self.thumbnail is None:
            return False
        return max(self.thumbnail.width_px, self.thumbnail.height_px) < self.edge_px


class Closeups(QObject):
    """Asks for sharp pictures and keeps them. Thread: GUI.

    Signals:
        came(int, bool): a picture of this photo came; whether it is the whole photo.

    Args:
        session: renders them.
        bridge: brings them.
        parent: owner.
    """

    came = Signal(int, bool)

    def __init__(self, session: Session, bridge: GuiBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._kept: OrderedDict[tuple[PhotoId, bool], Closeup] = OrderedDict()
        self._wanted: set[tuple[PhotoId, int]] = set()
        self._bytes = 0
        bridge.thumbnail_ready.connect(self._take)
        bridge.photos_changed.connect(self._on_photos_changed)

    @property
    def bytes(self) -> int:
        """Memory of all pictures."""
        return self._bytes

    def find(self, photo_id: PhotoId, *, whole: bool = False) -> Closeup | None:
        """Return what is here of a photo; it counts as seen now."""
        found = self._kept.get((photo_id, whole))
        if found is not None:
            self._kept.move_to_end((photo_id, whole))
        return found

    def look(self, ids: Sequence[PhotoId], edge_px: int, *, whole: bool = False) -> None:
        """Ask for pictures, the first photo's first; what was asked for before is forgotten.

        Args:
            ids: the photo that is looked at, then its neighbours in the order they are likely.
            edge_px: longest side that can be shown, device pixels.
            whole: also the whole photo, of the first two.
        """
        wishes = []
        for place, photo_id in enumerate(ids):
            known = self.find(photo_id)
            if known is None or known.edge_px < edge_px:
                wishes.append((photo_id, edge_px))
            needs_whole = whole and place < 2 and not (known is not None and known.is_all)
            if needs_whole and self.find(photo_id, whole=True) is None:
                wishes.append((photo_id, WHOLE_EDGE_PX))
        if ids:
            self.find(ids[0])  # the last one to go
        self._wanted = set(wishes)
        self._session.look_closer(wishes)

    def _take(self, event: ThumbnailReady) -> None:
        if (event.id, event.edge_px) not in self._wanted or not event.is_sharp:
            return
        self._wanted.discard((event.id, event.edge_px))
        whole = event.edge_px == WHOLE_EDGE_PX
        pixmap = None if whole or event.thumbnail is None else pixmap_of(event.thumbnail)
        self._put(
            (event.id, whole),
            Closeup(event.fingerprint, event.edge_px, event.thumbnail, pixmap, event.problem),
        )
        self.came.emit(event.id, whole)

    def _put(self, key: tuple[PhotoId, bool], closeup: Closeup) -> None:
        self._drop([key])
        self._kept[key] = closeup
        self._bytes += closeup.bytes
        while self._bytes > CAP_BYTES and len(self._kept) > 1:
            self._drop([next(iter(self._kept))])

    def _drop(self, keys: Iterable[tuple[PhotoId, bool]]) -> None:
        for key in keys:
            if (known := self._kept.pop(key, None)) is not None:
                self._bytes -= known.bytes

    def _on_photos_changed(self, event: PhotosChanged) -> None:
        """Forget the pictures of files that are others now."""
        known = [key for key in self._kept if key[0] in event.ids]
        if not known:
            return
        photos = self._session.photos({photo_id for photo_id, _ in known})
        versions = {photo.id: photo.fingerprint for photo in photos}
        self._drop(
            [
                key
                for key in known
                if versions.get(key[0]) != self._kept[key].fingerprint or self._kept[key].problem
            ]
        )
