"""What the mouse does in the grid: choosing, the rubber band, dragging, dropping, the wheel.

A photo is dragged by its picture; the rubber band starts between pictures, on the names as well.
Pressing on one of several selected photos keeps them selected, because they may be dragged; letting
go without a drag chooses that photo alone.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from phototagger.ui import theme
from phototagger.ui.grid_geometry import Sheet
from phototagger.ui.grid_selection import GridSelection
from phototagger.ui.rubber_band import RubberBand
from phototagger.ui.tag_mime import TAGS_MIME, names_in

_NONE = Qt.KeyboardModifier.NoModifier
_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_NOTCH = 120.0
_GROWTH_PER_NOTCH = 1.1
"""Tiles grow by a tenth with each notch of the wheel; a touch pad turns it in small parts."""
_TARGET = 0.22
"""How much of the accent colour lies over a photo that tags would be dropped on."""


class Grid(Protocol):
    """What is needed of the grid."""

    selection: GridSelection

    @property
    def sheet(self) -> Sheet:
        """Where tiles are now."""

    @property
    def edge_px(self) -> int:
        """Longest side of a photo in a tile."""

    def row_at(self, point: QPoint) -> int:
        """Return the row at a point of the viewport, -1 between tiles."""

    def row_rect(self, row: int) -> QRect:
        """Return where a tile is."""

    def picture_rect(self, row: int) -> QRect:
        """Return where the picture in a tile is."""

    def visible_rows(self) -> tuple[int, int]:
        """Return the first and last row on the screen."""

    def go_to(self, row: int, modifiers: Qt.KeyboardModifier, *, is_scrolling: bool = True) -> None:
        """Choose a row as a click does."""

    def choose_for_menu(self, row: int) -> None:
        """Choose a row for a menu."""

    def set_current(self, row: int, *, is_scrolling: bool = True) -> None:
        """Give a row the focus frame."""

    def zoom(self, edge_px: int, point: QPoint) -> None:
        """Take another size of tiles; what is at a point stays there."""


class GridMouse(QObject):
    """The mouse over the grid.

    Signals:
        drag_wanted(): the selected photos are being dragged.
        tags_dropped(tuple[str, ...], list[int]): tags fell on the photos of these rows.

    Attributes:
        band: the rubber band.

    Args:
        grid: the grid.
        area: the same, as the area that scrolls.
    """

    drag_wanted = Signal()
    tags_dropped = Signal(object, object)

    def __init__(self, grid: Grid, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._grid = grid
        self._viewport: QWidget = area.viewport()
        self.band = RubberBand(area)
        self._pressed: QPoint | None = None
        self._late_row = -1
        self._target = -1
        self._zoomed_px = 0.0
        self.band.stretched.connect(self._on_stretched)
        self._viewport.setAcceptDrops(True)
        self._viewport.installEventFilter(self)

    # Pressing

    def press(self, event: QMouseEvent) -> None:
        """Choose a photo, or start a rubber band or a drag."""
        grid, point = self._grid, event.position().toPoint()
        row = grid.row_at(point)
        self._pressed, self._late_row = None, -1
        if event.button() is Qt.MouseButton.RightButton:
            if row >= 0:
                grid.choose_for_menu(row)
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if row >= 0 and grid.picture_rect(row).contains(point):
            self._pressed = point
            if row in grid.selection.rows and not event.modifiers() & _ADDING:
                self._late_row = row
                grid.set_current(row, is_scrolling=False)
            else:
                grid.go_to(row, event.modifiers(), is_scrolling=False)
            return
        self.band.press(point)
        if row >= 0:
            grid.go_to(row, event.modifiers(), is_scrolling=False)
        elif not event.modifiers() & _ADDING:
            grid.selection.clear()
        grid.selection.begin_band(event.modifiers())

    def move(self, event: QMouseEvent) -> None:
        """Stretch the rubber band, or begin to drag."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if self._pressed is None:
            self.band.move(event.position().toPoint())
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if moved >= QApplication.startDragDistance():
            row = self._grid.row_at(self._pressed)
            self._pressed, self._late_row = None, -1
            if row in self._grid.selection.rows:
                self.drag_wanted.emit()

    def release(self, event: QMouseEvent) -> None:
        """End what began with the press."""
        if event.button() is Qt.MouseButton.LeftButton:
            if self._late_row >= 0:
                self._grid.go_to(self._late_row, _NONE, is_scrolling=False)
            self._pressed, self._late_row = None, -1
            self.band.release()

    def _on_stretched(self) -> None:
        self._grid.selection.stretch_band(self._grid.sheet.runs_in(self.band.rect))
        self._viewport.update()

    # Size

    def wheel(self, event: QWheelEvent) -> bool:
        """With Ctrl, change the size of the tiles; returns whether that was meant."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        notches = event.angleDelta().y() / _NOTCH
        self._zoom(_GROWTH_PER_NOTCH**notches, event.position().toPoint())
        event.accept()
        return True

    def _zoom(self, factor: float, point: QPoint) -> None:
        edge_px = self._grid.edge_px
        if round(self._zoomed_px) != edge_px:  # it was changed by other means
            self._zoomed_px = edge_px
        self._zoomed_px *= factor
        self._grid.zoom(round(self._zoomed_px), point)
        if abs(self._zoomed_px - self._grid.edge_px) > 1:  # as small or as large as it gets
            self._zoomed_px = self._grid.edge_px

    # Dropping

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take tags that are dropped, and two fingers that spread."""
        kind = event.type()
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(1.0 + event.value(), event.position().toPoint())
                return True
            return False
        if kind is QEvent.Type.DragLeave:
            self._aim(-1)
            return False
        if not isinstance(event, QDropEvent):  # enter and move are drops too
            return False
        if not event.mimeData().hasFormat(TAGS_MIME):
            event.ignore()  # files are for the window
            return True
        row = self._grid.row_at(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            self._aim(row)
            # A drag that was ignored on entering never comes back.
            event.setAccepted(row >= 0 or kind is QEvent.Type.DragEnter)
            return True
        self._aim(-1)
        if row >= 0:
            event.accept()
            self.tags_dropped.emit(names_in(event.mimeData()), self._rows_meant(row))
        return True

    def _aim(self, row: int) -> None:
        if row != self._target:
            self._target = row
            self._viewport.update()

    def _rows_meant(self, row: int) -> list[int]:
        """Return the selected rows when *row* is one of them, else that row alone."""
        rows = self._grid.selection.rows
        if row not in rows:
            return [row]
        return [each for start, end in rows for each in range(start, end)]

    def paint(self, painter: QPainter) -> None:
        """Paint the rubber band, and mark the photos that tags would fall on."""
        self.band.paint(painter)
        if self._target < 0:
            return
        rows, color = self._grid.selection.rows, theme.current().accent
        first, last = self._grid.visible_rows()
        fill = QColor(color)
        fill.setAlphaF(_TARGET)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, 3.0))
        painter.setBrush(fill)
        is_many = self._target in rows
        for row in range(first, last + 1) if is_many else (self._target,):
            if row == self._target or row in rows:
                rect = QRectF(self._grid.row_rect(row)).adjusted(2, 2, -2, -2)
                painter.drawRoundedRect(rect, 8, 8)
        painter.restore()
