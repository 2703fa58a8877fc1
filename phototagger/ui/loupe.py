"""One photo, large: fitted or zoomed, moved by hand; the place stays when photos are stepped."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from phototagger.core.thumbnails import Thumbnail
from phototagger.ui import icons, theme, wording
from phototagger.ui.photo_model import image_of

_MARGIN_PX = 8
_GLYPH_PX = 48
_STEP = 1.25
_MOST_ZOOM = 8.0
_GUESSED_EDGE_PX = 6000
_EDGE_STEP_PX = 64
"""Views of nearly the same size share pictures."""


class Loupe(QWidget):
    """Paints a photo fitted into the view, or as large as wanted.

    Signals:
        stepped(int): the user wants the next (1) or previous (-1) photo.
        tag_stepped(int): the user wants the next (1) or previous (-1) tag.
        zoomed(): the zoom changed; perhaps more pixels are needed (see `needs_whole`).
        resized(): the view has another size.
    """

    stepped = Signal(int)
    tag_stepped = Signal(int)
    zoomed = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._whole: QImage | None = None
        self._bytes: Thumbnail | None = None
        self._text = ""
        self._natural = QSize()
        self._zoom: float | None = None
        self._center = QPointF(0.5, 0.5)
        self._dragged_from: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 90)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photo"))

    # What is shown

    def show_photo(
        self,
        pixmap: QPixmap | None,
        text: str = "",
        *,
        whole: Thumbnail | None = None,
        is_all: bool = False,
    ) -> None:
        """Show a photo; zoom and place stay as they are.

        Args:
            pixmap: a picture of it, at best one that fills the view.
            text: what to say where there is none.
            whole: all its pixels, when they are here.
            is_all: whether *pixmap* has all of them already.
        """
        self._pixmap, self._text = pixmap, text
        self._bytes = whole  # the image lives as long as they do
        self._whole = image_of(whole) if whole is not None else None
        if self._whole is not None:
            self._natural = self._whole.size()
        elif pixmap is not None and is_all:
            self._natural = pixmap.size()
            self._whole = pixmap.toImage() if self._zoom is not None else None
        elif pixmap is not None:
            self._natural = self._guess(pixmap.size())
        self.setAccessibleDescription(self._zoom_text())
        self.update()

    def _guess(self, shown: QSize) -> QSize:
        """Return how large a photo probably is: as the one before, if it has the same shape."""
        known = self._natural
        if not known.isEmpty():
            ratio = (shown.width() * known.height()) / max(1, shown.height() * known.width())
            if abs(ratio - 1) < 0.02:
                return known
        edge = QSize(_GUESSED_EDGE_PX, _GUESSED_EDGE_PX)
        return shown.scaled(edge, Qt.AspectRatioMode.KeepAspectRatio)

    def wanted_edge_px(self) -> int:
        """Return the longest side that can be shown without zoom, device pixels."""
        side = max(self.width(), self.height()) - 2 * _MARGIN_PX
        edge_px = max(256, round(side * self.devicePixelRatioF()))
        return -(-edge_px // _EDGE_STEP_PX) * _EDGE_STEP_PX

    @property
    def has_picture(self) -> bool:
        """Whether a photo is shown, sharp or not."""
        return self._pixmap is not None or self._whole is not None

    @property
    def zoom(self) -> float | None:
        """Device pixels per pixel of the photo, None while it is fitted."""
        return self._zoom

    @property
    def needs_whole(self) -> bool:
        """Whether what is shown needs more pixels than fill the view."""
        return self._zoom is not None

    # Zooming

    def toggle_zoom(self, at: QPointF | None = None) -> None:
        """Show one pixel to a pixel, or fit the photo again.

        Args:
            at: the place that stays where it is; None for the place that was last looked at.
        """
        if self._zoom is not None:
            self._zoom = None
            self._after_zoom()
        else:
            self._zoom_to(1.0, at)

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in (steps > 0) or out; out of the fitted size there is nothing smaller."""
        if not self.has_picture:
            return
        zoom = (self._zoom or self._fit_zoom()) * _STEP**steps
        if zoom <= self._fit_zoom() * 1.001:
            self._zoom = None
            self._after_zoom()
        else:
            self._zoom_to(min(zoom, _MOST_ZOOM), at)

    def _zoom_to(self, zoom: float, at: QPointF | None) -> None:
        if not self.has_picture:
            return
        if at is not None:
            before = self._place()
            x = (at.x() - before.x()) / max(1.0, before.width())
            y = (at.y() - before.y()) / max(1.0, before.height())
            size = self._size_at(zoom)
            self._center = QPointF(
                min(1.0, max(0.0, x)) + (self.width() / 2 - at.x()) / size.width(),
                min(1.0, max(0.0, y)) + (self.height() / 2 - at.y()) / size.height(),
            )
        self._zoom = zoom
        self._after_zoom()

    def _after_zoom(self) -> None:
        self._settle_center()
        is_larger = self._zoom is not None and not self.rect().contains(self._place().toRect())
        cursor = Qt.CursorShape.OpenHandCursor if is_larger else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)
        self.setAccessibleDescription(self._zoom_text())
        self.update()
        self.zoomed.emit()

    def _fit_zoom(self) -> float:
        area = self._area()
        ratio = self.devicePixelRatioF()
        return min(
            area.width() * ratio / max(1, self._natural.width()),
            area.height() * ratio / max(1, self._natural.height()),
        )

    def _size_at(self, zoom: float) -> QSizeF:
        return QSizeF(self._natural) * (zoom / self.devicePixelRatioF())

    def _area(self) -> QRectF:
        margin = _MARGIN_PX
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def _place(self) -> QRectF:
        """Return where the photo lies."""
        if self._zoom is None:
            shown = self._pixmap.size() if self._pixmap is not None else self._natural
            size = QSizeF(shown).scaled(self._area().size(), Qt.AspectRatioMode.KeepAspectRatio)
            center = QPointF(0.5, 0.5)
        else:
            size, center = self._size_at(self._zoom), self._center
        place = QRectF(QPointF(), size)
        place.moveTopLeft(
            QPointF(
                self.width() / 2 - center.x() * size.width(),
                self.height() / 2 - center.y() * size.height(),
            )
        )
        return place

    def _settle_center(self) -> None:
        """Keep the photo in the view: where it is smaller than the view it is centred."""
        if self._zoom is None:
            return
        size = self._size_at(self._zoom)
        self._center = QPointF(
            _within(self._center.x(), self.width(), size.width()),
            _within(self._center.y(), self.height(), size.height()),
        )

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo on its stage."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().stage)
        if not self.has_picture:
            self._paint_text(painter)
            return
        self._settle_center()
        place = self._place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom != 1.0)
        if self._zoom is not None:
            ratio = self.devicePixelRatioF()  # whole device pixels stay sharp
            place.moveTo(round(place.x() * ratio) / ratio, round(place.y() * ratio) / ratio)
        if self._whole is not None and (self._pixmap is None or self._needs_more_than_pixmap()):
            seen = place.intersected(QRectF(self.rect()))
            scale = self._whole.width() / place.width()
            source = QRectF((seen.topLeft() - place.topLeft()) * scale, seen.size() * scale)
            painter.drawImage(seen, self._whole, source)
        elif self._pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))
        if self._zoom is not None:
            self._paint_zoom(painter)

    def _needs_more_than_pixmap(self) -> bool:
        assert self._pixmap is not None
        return self._place().width() * self.devicePixelRatioF() > self._pixmap.width() * 1.01

    def _paint_text(self, painter: QPainter) -> None:
        if not self._text:
            return
        colors = theme.current()
        area = self._area().toRect()
        glyph = icons.glyph(painter, "broken", colors.dim, _GLYPH_PX)
        left = area.center().x() - _GLYPH_PX // 2
        painter.drawPixmap(left, area.center().y() - 3 * _GLYPH_PX // 2, glyph)
        painter.setPen(colors.dim)
        below = area.adjusted(12, area.height() // 2, -12, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, int(flags | Qt.TextFlag.TextWordWrap), self._text)

    def _paint_zoom(self, painter: QPainter) -> None:
        """Paint how large the photo is shown, on a plate that can be read over any photo."""
        colors = theme.current()
        text = self._zoom_text()
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(text) + 20
        plate = QRectF(12, self.height() - metrics.height() - 20, width, metrics.height() + 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.raised)
        painter.drawRoundedRect(plate, 6, 6)
        painter.setPen(colors.text)
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), text)

    def _zoom_text(self) -> str:
        if self._zoom is None:
            return self.tr("Fitted")
        told = wording.percent(self._zoom)
        return told if self._whole is not None else self.tr("{} · loading…").format(told)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another photo or tag with the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        tag_steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        elif key in tag_steps:
            self.tag_stepped.emit(tag_steps[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom_by(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom to the place, or fit again."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.toggle_zoom(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the photo."""
        if event.button() is Qt.MouseButton.LeftButton and self._zoom is not None:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the photo."""
        if self._dragged_from is None or self._zoom is None:
            return
        moved = event.position() - self._dragged_from
        self._dragged_from = event.position()
        size = self._size_at(self._zoom)
        self._center -= QPointF(moved.x() / size.width(), moved.y() / size.height())
        self._settle_center()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the photo."""
        if self._dragged_from is not None:
            self._dragged_from = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that another size fills the view."""
        super().resizeEvent(event)
        self.resized.emit()


def _within(center: float, view: float, photo: float) -> float:
    if photo <= view:
        return 0.5
    half = view / 2 / photo
    return min(1 - half, max(half, center))
