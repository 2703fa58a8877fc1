"""The photos of one word in a sweep: on which side of the cut each lies, and which were flipped."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPixmap

from phototagger.core.events import ThumbnailReady
from phototagger.core.photo import Photo, PhotoId
from phototagger.core.session import Session
from phototagger.core.sweep import SuggestedCut, SweepPhotos, stepped
from phototagger.ui import wording
from phototagger.ui.pixmap_cache import PixmapCache, TilePicture
from phototagger.ui.sweep_tile import Fate

_PHOTOS_KEPT = 2000
_NO_INDEX = QModelIndex()
NOTHING = SweepPhotos("", array("q"), array("d"), SuggestedCut(0.0))
Index = QModelIndex | QPersistentModelIndex


class SweepModel(QAbstractListModel):
    """Photos in order of probability; one row per photo.

    Signals:
        sides_changed(): the cut moved, or a photo was flipped.

    Attributes:
        pictures: the thumbnails that are here.
        leaves_rest_open: what lies below the cut is not rejected but left as it is.

    Args:
        session: tells about photos.
        parent: owner.
    """

    sides_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sweep = NOTHING
        self._cut = 0
        self._probability = 0.0
        self._own: dict[PhotoId, bool] = {}
        self._flipped: set[int] | None = None
        self._photos: OrderedDict[PhotoId, Photo] = OrderedDict()
        self._problems: dict[PhotoId, str] = {}
        self.pictures = PixmapCache()
        self.leaves_rest_open = False

    # What is swept

    @property
    def sweep(self) -> SweepPhotos:
        """The word and its photos."""
        return self._sweep

    def show_photos(self, sweep: SweepPhotos) -> None:
        """Sweep these photos; of the word that is shown already, cut and flips stay."""
        is_same = sweep.name == self._sweep.name
        probability = self._probability if is_same else sweep.cut.probability
        self.beginResetModel()
        self._sweep = sweep
        if not is_same:
            self._own = {}
        self._probability = probability
        self._cut = sweep.count_from(probability)
        self._flipped = None
        self.endResetModel()
        self.sides_changed.emit()

    def clear(self) -> None:
        """Sweep nothing."""
        self.show_photos(NOTHING)

    # Sides

    @property
    def cut(self) -> int:
        """So many photos lie above the cut."""
        return self._cut

    @property
    def probability(self) -> float:
        """Photos from this probability on lie above the cut, 0…1."""
        return min(1.0, self._probability)

    def set_probability(self, probability: float) -> None:
        """Cut at a probability."""
        self._move(self._sweep.count_from(probability), probability)

    def step_probability(self, step: float) -> None:
        """Cut at the next round probability."""
        self.set_probability(stepped(self.probability, step))

    def set_cut(self, count: int) -> None:
        """Cut below the first *count* photos."""
        count = max(0, min(len(self._sweep.ids), count))
        self._move(count, self._sweep.probability_at(count))

    def _move(self, count: int, probability: float) -> None:
        self._cut, self._probability, self._flipped = count, probability, None
        self.sides_changed.emit()

    def is_accepted(self, row: int) -> bool:
        """True when the photo of a row will be accepted."""
        return self._own.get(PhotoId(self._sweep.ids[row]), row < self._cut)

    def is_flipped(self, row: int) -> bool:
        """True when the photo of a row goes another way than its side."""
        return self.is_accepted(row) != (row < self._cut)

    def fate(self, row: int) -> Fate:
        """Return what will become of the photo of a row."""
        return Fate(self.is_accepted(row), self.is_flipped(row), self.leaves_rest_open)

    def flip(self, row: int) -> None:
        """Let the photo of a row go the other way."""
        if 0 <= row < len(self._sweep.ids):
            self.choose(row, is_accepted=not self.is_accepted(row))

    def choose(self, row: int, *, is_accepted: bool) -> None:
        """Accept or reject the photo of a row, wherever the cut is."""
        if not 0 <= row < len(self._sweep.ids):
            return
        photo_id = PhotoId(self._sweep.ids[row])
        if is_accepted == (row < self._cut):
            self._own.pop(photo_id, None)
        else:
            self._own[photo_id] = is_accepted
        self._flipped = None
        self.dataChanged.emit(self.index(row), self.index(row))
        self.sides_changed.emit()

    def flipped_rows(self) -> set[int]:
        """Return the rows that go another way than their side. Not to be changed."""
        if self._flipped is None:
            places = enumerate(self._sweep.ids) if self._own else ()
            own, cut = self._own, self._cut
            self._flipped = {
                row for row, i in places if own.get(PhotoId(i), row < cut) != (row < cut)
            }
        return self._flipped

    def sides(self) -> tuple[list[PhotoId], list[PhotoId]]:
        """Return the photos to accept and those to reject."""
        return self._sweep.sides(self._cut, self.flipped_rows())

    def counts(self) -> tuple[int, int, int]:
        """Return how many will be accepted, how many rejected, and how many are flipped."""
        flipped = self.flipped_rows()
        accepted = self._cut
        for row in flipped:
            accepted += 1 if row >= self._cut else -1
        return accepted, len(self._sweep.ids) - accepted, len(flipped)

    # Photos

    def id_at(self, row: int) -> PhotoId | None:
        """Return the photo of a row, None when there is no such row."""
        ids = self._sweep.ids
        return PhotoId(ids[row]) if 0 <= row < len(ids) else None

    def photo_at(self, row: int) -> Photo | None:
        """Return what is known of the photo of a row; it may have left the library."""
        photo_id = self.id_at(row)
        if photo_id is None:
            return None
        if photo_id not in self._photos:
            self.read([row])
        return self._photos.get(photo_id)

    def read(self, rows: Iterable[int]) -> None:
        """Read what is shown of these rows, in one question for all of them."""
        ids = [PhotoId(self._sweep.ids[row]) for row in rows]
        missing = [photo_id for photo_id in ids if photo_id not in self._photos]
        for photo in self._session.photos(missing):
            self._photos[photo.id] = photo
        while len(self._photos) > _PHOTOS_KEPT:
            self._photos.popitem(last=False)

    def problem(self, row: int) -> str:
        """Return why the photo of a row cannot be shown, "" when it can."""
        photo_id = self.id_at(row)
        return self._problems.get(photo_id, "") if photo_id is not None else ""

    def missing_pictures(self, rows: Iterable[int], edge_px: int) -> list[PhotoId]:
        """Return the photos of these rows that have no sharp picture of this size."""
        ids = (PhotoId(self._sweep.ids[row]) for row in rows if 0 <= row < len(self._sweep.ids))
        return [i for i in ids if i not in self._problems and not self._is_right(i, edge_px)]

    def take_thumbnail(self, event: ThumbnailReady, pixmap: QPixmap | None) -> None:
        """Keep the pixels that came for a photo, or the reason why there are none."""
        if pixmap is None:
            self._problems[event.id] = event.problem
        else:
            picture = TilePicture(pixmap, event.edge_px, event.fingerprint, event.is_sharp)
            self.pictures.put(event.id, picture)

    def _is_right(self, photo_id: PhotoId, edge_px: int) -> bool:
        known = self.pictures.get(photo_id)
        return known is not None and known.is_sharp and known.edge_px == edge_px

    # As a model of Qt

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of photos."""
        return 0 if parent.isValid() else len(self._sweep.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the file name, or what is said of a photo."""
        photo = self.photo_at(index.row()) if index.isValid() else None
        if photo is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.path.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.plain(self.spoken(index.row()))
        return None

    def spoken(self, row: int) -> str:
        """Return a row in words: "IMG_1.jpg, beach 83 percent, will be accepted"."""
        photo = self.photo_at(row)
        name = photo.path.name if photo is not None else ""
        percent = wording.spoken_percent(self._sweep.probabilities[row])
        if self.is_accepted(row):
            fate = self.tr("will be accepted")
        elif self.leaves_rest_open:
            fate = self.tr("stays open")
        else:
            fate = self.tr("will be rejected")
        text = self.tr("{}, {} {}, {}").format(name, self._sweep.name, percent, fate)
        return self.tr("{}, flipped").format(text) if self.is_flipped(row) else text
