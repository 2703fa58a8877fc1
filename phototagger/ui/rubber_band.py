"""A rubber band over a sheet that scrolls: where it is, and scrolling when it leaves the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from phototagger.ui import theme

_TICK_MS = 16
_MARGIN_PX = 12
"""This close to the edge of the screen the sheet starts to move."""


class RubberBand(QObject):
    """The band that is being drawn, in coordinates of the sheet.

    Signals:
        stretched(): it covers something else now.

    Args:
        area: what is drawn on; its vertical scroll bar moves the sheet.
    """

    stretched = Signal()

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._start: QPoint | None = None
        self._pointer = QPoint()
        self._end: QPoint | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._scroll)

    @property
    def is_drawn(self) -> bool:
        """True once the mouse moved far enough to mean a band."""
        return self._end is not None

    @property
    def rect(self) -> QRect:
        """What it covers, in coordinates of the sheet; empty while there is none."""
        if self._start is None or self._end is None:
            return QRect()
        return QRect(self._start, self._end).normalized()

    def press(self, point: QPoint) -> None:
        """The left button went down at a point of the viewport."""
        self._start = self._on_sheet(point)
        self._end = None

    def move(self, point: QPoint) -> bool:
        """The mouse is at a point of the viewport; returns False while nothing is pressed."""
        if self._start is None:
            return False
        self._pointer = point
        here = self._on_sheet(point)
        moved = (here - self._start).manhattanLength()
        if self._end is None and moved < QApplication.startDragDistance():
            return False
        self._end = here
        if self._speed_px():
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
        self.stretched.emit()
        return True

    def release(self) -> None:
        """The button went up: the band goes away."""
        self._timer.stop()
        was_drawn = self.is_drawn
        self._start = self._end = None
        if was_drawn:
            self._area.viewport().update()

    def paint(self, painter: QPainter) -> None:
        """Paint the band over the tiles."""
        if not self.is_drawn:
            return
        rect = self.rect.translated(0, -self._area.verticalScrollBar().value())
        color = theme.current().accent
        painter.setPen(color)
        fill = color.lighter(100)
        fill.setAlphaF(0.15)
        painter.fillRect(rect, fill)
        painter.drawRect(rect)

    def _on_sheet(self, point: QPoint) -> QPoint:
        return point + QPoint(0, self._area.verticalScrollBar().value())

    def _speed_px(self) -> int:
        """Return how far to scroll per tick: the farther outside, the faster."""
        y, height = self._pointer.y(), self._area.viewport().height()
        if y < _MARGIN_PX:
            return (y - _MARGIN_PX) // 2
        return max(0, y - (height - _MARGIN_PX)) // 2

    def _scroll(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + self._speed_px())
        self._end = self._on_sheet(self._pointer)
        self.stretched.emit()
