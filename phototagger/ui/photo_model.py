"""The photos as a list model: ids in order, rows fetched when they are looked at.

Pixmaps exist here only, on the GUI thread, for about the last screens looked at.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QImage, QPixmap

from phototagger.core.events import ThumbnailReady
from phototagger.core.photo import Fingerprint, Photo, PhotoId, TaggingState
from phototagger.core.review import Review, TagState
from phototagger.core.session import Session
from phototagger.core.thumbnails import Thumbnail
from phototagger.ui import wording

_PIXMAPS_KEPT = 600
_NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class PhotoRole(IntEnum):
    """What a tile asks for."""

    PHOTO = Qt.ItemDataRole.UserRole
    PIXMAP = PHOTO + 1
    PROBLEM = PHOTO + 2
    SUMMARY = PHOTO + 3


@dataclass(frozen=True, slots=True)
class TileSummary:
    """Counts a tile shows.

    Attributes:
        keywords: keywords the photo has or will have.
        to_review: pending suggestions that are not hidden.
        unwritten: keywords to be added to the file or removed from it.
        best: the most probable suggestions, for the tool tip.
    """

    keywords: int
    to_review: int
    unwritten: int
    best: tuple[str, ...]


class PhotoModel(QAbstractListModel):
    """Photos in order; one row per photo.

    Args:
        session: tells about photos.
        parent: owner.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: list[PhotoId] = []
        self._rows: dict[PhotoId, int] = {}
        self._pixmaps: OrderedDict[PhotoId, QPixmap] = OrderedDict()
        self._outdated: set[PhotoId] = set()
        self._rendered: dict[PhotoId, Fingerprint] = {}
        self._problems: dict[PhotoId, str] = {}
        self._summaries: dict[PhotoId, TileSummary] = {}

    @property
    def ids(self) -> Sequence[PhotoId]:
        """The photos, in row order."""
        return self._ids

    def set_ids(self, listed: Iterable[int]) -> None:
        """Show these photos. Appended ones are inserted, so that selection and scroll stay."""
        ids = [PhotoId(number) for number in listed]
        if ids == self._ids:
            return
        known = len(self._ids)
        if known and ids[:known] == self._ids:
            self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
            self._take(ids)
            self.endInsertRows()
            return
        self.beginResetModel()
        self._take(ids)
        self.endResetModel()

    def _take(self, ids: list[PhotoId]) -> None:
        self._ids = ids
        self._rows = {photo_id: row for row, photo_id in enumerate(ids)}

    def row_of(self, photo_id: PhotoId) -> int | None:
        """Return the row of a photo, None when it is not shown."""
        return self._rows.get(photo_id)

    def missing_pixmaps(self, rows: Iterable[int]) -> list[PhotoId]:
        """Return the photos of these rows that have neither a pixmap nor a known problem."""
        ids = (self._ids[row] for row in rows if 0 <= row < len(self._ids))
        return [
            i
            for i in ids
            if (i not in self._pixmaps or i in self._outdated) and i not in self._problems
        ]

    def take_thumbnail(self, event: ThumbnailReady) -> None:
        """Keep the pixels that came for a photo."""
        if event.thumbnail is None:
            self._problems[event.id] = event.problem
            self._pixmaps.pop(event.id, None)  # an embedded preview does not make it whole
        else:
            self._outdated.discard(event.id)
            self._rendered[event.id] = self._session.photo(event.id).fingerprint
            self._pixmaps[event.id] = pixmap_of(event.thumbnail)
            self._pixmaps.move_to_end(event.id)
            while len(self._pixmaps) > _PIXMAPS_KEPT:
                dropped, _ = self._pixmaps.popitem(last=False)
                self._outdated.discard(dropped)
                self._rendered.pop(dropped, None)
        self._touch([event.id])

    def outdate_pixmaps(self) -> None:
        """Tiles have another size now: what is here is painted until sharper pixels come."""
        self._outdated |= self._pixmaps.keys()

    def photos_changed(self, ids: Iterable[PhotoId]) -> None:
        """Files or states changed: the tiles are painted again, a broken one is tried again."""
        changed = list(ids)
        for photo_id in changed:
            self._problems.pop(photo_id, None)
            rendered = self._rendered.get(photo_id)
            if rendered and rendered != self._session.photo(photo_id).fingerprint:
                self._outdated.add(photo_id)
        self._touch(changed)

    def reviews_changed(self, ids: Iterable[PhotoId]) -> None:
        """Decisions or suggestions changed."""
        changed = list(ids)
        for photo_id in changed:
            self._summaries.pop(photo_id, None)
        self._touch(changed)

    def forget_summaries(self) -> None:
        """Count again, because another probability hides suggestions now."""
        self._summaries.clear()

    def pixmap(self, photo_id: PhotoId) -> QPixmap | None:
        """Return the pixels of a photo when they are here."""
        found = self._pixmaps.get(photo_id)
        if found is not None:
            self._pixmaps.move_to_end(photo_id)
        return found

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of photos."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what *role* asks for; see `PhotoRole`."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        photo_id = self._ids[index.row()]
        if role == PhotoRole.PIXMAP:
            return self.pixmap(photo_id)
        if role == PhotoRole.PROBLEM:
            return self.problem(photo_id)
        if role == PhotoRole.SUMMARY:
            return self._summary(photo_id)
        photo = self._session.photo(photo_id)
        if role == PhotoRole.PHOTO:
            return photo
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.path.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(photo)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(photo)
        return None

    def _touch(self, ids: Iterable[PhotoId]) -> None:
        rows = [self._rows[photo_id] for photo_id in ids if photo_id in self._rows]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def problem(self, photo_id: PhotoId) -> str:
        """Return why a photo cannot be shown, tagged or written, "" when it can."""
        return self._problems.get(photo_id) or self._session.photo(photo_id).problem

    def _summary(self, photo_id: PhotoId) -> TileSummary:
        found = self._summaries.get(photo_id)
        if found is None:
            if len(self._summaries) > 4 * _PIXMAPS_KEPT:
                self._summaries.clear()
            review = self._session.reviews([photo_id])[photo_id]
            found = _summarise(review, self._session.settings.hide_below)
            self._summaries[photo_id] = found
        return found

    def _tool_tip(self, photo: Photo) -> str:
        summary = self._summary(photo.id)
        lines = [photo.path.name, *summary.best]
        if problem := self.problem(photo.id):
            lines.append(problem)
        return wording.plain("\n".join(lines))

    def _spoken(self, photo: Photo) -> str:
        summary = self._summary(photo.id)
        parts = [photo.path.name, wording.keywords(summary.keywords)]
        if summary.to_review:
            parts.append(f"{summary.to_review} to review")
        if summary.unwritten:
            parts.append(f"{summary.unwritten} not written yet")
        if photo.tagging in (TaggingState.QUEUED, TaggingState.RUNNING):
            parts.append("being tagged")
        if problem := self.problem(photo.id):
            parts.append(problem)
        return ", ".join(parts)


def pixmap_of(thumbnail: Thumbnail) -> QPixmap:
    """Return the pixels of a thumbnail as a pixmap; the bytes may go afterwards."""
    image = QImage(
        thumbnail.rgbx,
        thumbnail.width_px,
        thumbnail.height_px,
        thumbnail.width_px * 4,
        QImage.Format.Format_RGBX8888,
    )
    return QPixmap.fromImage(image)


def _summarise(review: Review, hide_below: float) -> TileSummary:
    rows = review.rows()
    pending = [row for row in rows if row.state is TagState.SUGGESTED]
    shown = [row for row in pending if (row.probability or 0.0) >= hide_below]
    best = [f"{row.name}  {row.probability:.0%}" for row in shown[:5]]
    change = review.wanted_change()
    unwritten = len(change.add) + len(change.remove)
    return TileSummary(len(review.keywords()), len(shown), unwritten, tuple(best))
