"""A row of small photos below the large one: where it stands among its neighbours.

Painted around the current photo, so that it costs the same among ten photos or 100,000.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from phototagger.core.photo import PhotoId
from phototagger.ui import icons, theme
from phototagger.ui.photo_model import PhotoModel

_HEIGHT_PX = 84
_TILE_PX = 92
_PAD_PX = 6
_GLYPH_PX = 14


class FilmStrip(QWidget):
    """The photos before and after the current one.

    Signals:
        chosen(int): the row of a photo that was clicked.
        stepped(int): the wheel wants the next (1) or previous (-1) photo.
        rows_visible(int, int): the first and last row that are shown now.

    Args:
        model: the photos.
    """

    chosen = Signal(int)
    stepped = Signal(int)
    rows_visible = Signal(int, int)

    def __init__(self, model: PhotoModel) -> None:
        super().__init__()
        self._model = model
        self._row = -1
        self._said = (0, -1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT_PX)
        self.setAccessibleName(self.tr("Photos before and after this one"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        model.dataChanged.connect(self._on_changed)
        model.modelReset.connect(self.update)

    def show_row(self, row: int) -> None:
        """Put a photo into the middle."""
        self._row = row
        self.update()
        if self.isVisible():
            self.say_visible()

    def say_visible(self) -> None:
        """Say which rows are shown."""
        shown = self.visible_rows()
        if shown:
            self._model.set_window(shown[0], shown[-1])
            self.rows_visible.emit(shown[0], shown[-1])

    def visible_rows(self) -> range:
        """Return the rows that are shown at least in part."""
        if self._row < 0:
            return range(0)
        beside = self.width() // 2 // _TILE_PX + 1
        count = self._model.rowCount()
        return range(max(0, self._row - beside), min(count, self._row + beside + 1))

    def sizeHint(self) -> QSize:
        """Return room for some photos."""
        return QSize(6 * _TILE_PX, _HEIGHT_PX)

    def rect_of(self, row: int) -> QRect:
        """Return where a row stands."""
        left = self.width() // 2 - _TILE_PX // 2 + (row - self._row) * _TILE_PX
        return QRect(left, 0, _TILE_PX, self.height())

    def row_at(self, x: int) -> int | None:
        """Return the row at a place, None where there is none."""
        return next((row for row in self.visible_rows() if self._has(row, x)), None)

    def _has(self, row: int, x: int) -> bool:
        box = self.rect_of(row)
        return box.left() <= x <= box.right()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photos, the current one framed, reviewed ones ticked."""
        colors = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.stage)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows = self.visible_rows()
        if not rows:
            return
        tiles = self._model.tiles(rows[0], rows[-1])
        for row, tile in zip(rows, tiles, strict=True):
            box = self.rect_of(row).adjusted(_PAD_PX, _PAD_PX, -_PAD_PX, -_PAD_PX)
            photo_id = self._model.id_at(row)
            self._paint_picture(painter, box, photo_id)
            if tile is not None and tile.photo.is_reviewed:
                place = QRectF(box.right() - _GLYPH_PX - 1, box.top() + 1, _GLYPH_PX, _GLYPH_PX)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colors.accepted)
                painter.drawEllipse(place)
                tick = icons.glyph(painter, "check", colors.base, _GLYPH_PX - 4)
                painter.drawPixmap(place.toRect().topLeft().x() + 2, int(place.top()) + 2, tick)
            if row == self._row:
                painter.setPen(QPen(colors.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(box).adjusted(-3, -3, 3, 3), 4, 4)

    def _paint_picture(self, painter: QPainter, box: QRect, photo_id: PhotoId | None) -> None:
        pixmap = self._model.pixmap(photo_id) if photo_id is not None else None
        if pixmap is None:
            painter.fillRect(box, theme.current().track)
            return
        size = pixmap.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(box.center())
        painter.drawPixmap(place, pixmap)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the photo that is clicked."""
        row = self.row_at(event.position().toPoint().x())
        if event.button() is Qt.MouseButton.LeftButton and row is not None:
            self.chosen.emit(row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step through the photos."""
        self.stepped.emit(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Tell the name of the photo under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.row_at(event.pos().x())
            name = self._model.index(row).data() if row is not None else ""
            QToolTip.showText(event.globalPos(), str(name or ""), self)
            return True
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self.say_visible()
        return super().event(event)

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        rows = self.visible_rows()
        if rows and first.row() <= rows[-1] and last.row() >= rows[0]:
            self.update()
