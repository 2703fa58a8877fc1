"""The grid of photos: a view with computed geometry, so that a hundred thousand tiles cost nothing.

Qt's own icon view lays out every item; here a tile's place follows from its row number. The
selection is kept as ranges. Says which rows are visible after a short calm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from phototagger.core.photo import PhotoId
from phototagger.ui import theme
from phototagger.ui.photo_model import PhotoModel
from phototagger.ui.tile_delegate import TileDelegate

_GAP_PX = 8
_CALM_MS = 40
EDGE_RANGE_PX = (96, 384)
Index = QModelIndex | QPersistentModelIndex


class PhotoGrid(QAbstractItemView):
    """Photos as tiles.

    Signals:
        rows_visible(first, last): rows on the screen, after scrolling came to rest.
        photo_opened(PhotoId): double click.
        edge_changed(int): another tile size, logical pixels.
    """

    rows_visible = Signal(int, int)
    photo_opened = Signal(object)
    edge_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The base class asks for the geometry while it is set up, so what that needs comes first.
        self._edge_px = 160
        self._rubber: QRect | None = None
        self._rubber_start = QPoint()
        self._tile_delegate = TileDelegate(self)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._say_visible)
        self.setAccessibleName(self.tr("Photos"))
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: a bar that comes and goes changes the columns, and these change the bar.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.setItemDelegate(self._tile_delegate)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.doubleClicked.connect(self._on_double_clicked)

    # Size

    @property
    def edge_px(self) -> int:
        """Longest side of a photo in a tile, logical pixels."""
        return self._edge_px

    def set_edge(self, edge_px: int) -> None:
        """Make tiles larger or smaller; the current photo stays in sight."""
        low, high = EDGE_RANGE_PX
        edge_px = max(low, min(high, edge_px))
        if edge_px == self._edge_px:
            return
        self._edge_px = edge_px
        self.updateGeometries()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.viewport().update()
        self.edge_changed.emit(edge_px)
        self._calm.start()

    # Selection, as ranges

    def selected_ids(self) -> list[PhotoId]:
        """Return the selected photos in row order."""
        model = self.model()
        if not isinstance(model, PhotoModel):
            return []
        ranges = sorted((r.top(), r.bottom()) for r in _ranges(self.selectionModel().selection()))
        return [photo_id for top, bottom in ranges for photo_id in model.ids[top : bottom + 1]]

    def select_row(self, row: int) -> None:
        """Make one photo the current and only selected one."""
        index = self.model().index(row, 0)
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
            self.scrollTo(index)

    def restore(self, current: PhotoId | None, selected: list[PhotoId]) -> None:
        """Select photos again after the list was made anew; those that are gone are left out."""
        model = self.model()
        if not isinstance(model, PhotoModel) or self.selectionModel().hasSelection():
            return
        rows = sorted(row for i in selected if (row := model.row_of(i)) is not None)
        selection = QItemSelection()
        for first, last in _runs(rows):
            selection.select(model.index(first), model.index(last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect)
        row = model.row_of(current) if current is not None else None
        if row is not None:
            self.selectionModel().setCurrentIndex(model.index(row), flags.NoUpdate)

    def step(self, rows: int) -> None:
        """Go *rows* photos forward or back from the current one."""
        row = self.currentIndex().row() + rows if self.currentIndex().isValid() else 0
        if 0 <= row < self.model().rowCount():
            self.select_row(row)

    # Geometry: everything follows from the row number

    def _columns(self) -> int:
        least = self._tile_delegate.tile_size(self._edge_px).width() + _GAP_PX
        return max(1, (self.viewport().width() - _GAP_PX) // least)

    def _tile(self) -> QSize:
        return self._tile_delegate.tile_size(self.shown_edge_px)

    @property
    def shown_edge_px(self) -> int:
        """Longest side of a photo as shown: the chosen one, grown to fill the row."""
        columns = self._columns()
        width = (self.viewport().width() - _GAP_PX) // columns - _GAP_PX
        return max(self._edge_px, self._tile_delegate.edge_in(width))

    def _row_height(self) -> int:
        return self._tile().height() + _GAP_PX

    def _row_count(self) -> int:
        return self.model().rowCount() if self.model() is not None else 0

    def _rows_between(self, top: int, bottom: int) -> tuple[int, int]:
        """Return first and last row with a tile between two heights of the whole sheet."""
        columns = self._columns()
        first = max(0, (top - _GAP_PX) // self._row_height()) * columns
        last = (max(0, bottom - _GAP_PX) // self._row_height() + 1) * columns - 1
        return first, min(last, self._row_count() - 1)

    def visible_rows(self) -> tuple[int, int]:
        """Return first and last row on the screen; last < first when there are none."""
        top = self.verticalOffset()
        return self._rows_between(top, top + self.viewport().height())

    def visualRect(self, index: Index) -> QRect:
        """Return where a tile is, in viewport coordinates."""
        if not index.isValid():
            return QRect()
        line, column = divmod(index.row(), self._columns())
        x = _GAP_PX + column * (self._tile().width() + _GAP_PX)
        y = _GAP_PX + line * self._row_height() - self.verticalOffset()
        return QRect(QPoint(x, y), self._tile())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the photo at a point of the viewport."""
        column = (point.x() - _GAP_PX) // (self._tile().width() + _GAP_PX)
        line = (point.y() + self.verticalOffset() - _GAP_PX) // self._row_height()
        row = line * self._columns() + column
        if not (0 <= column < self._columns() and line >= 0 and row < self._row_count()):
            return QModelIndex()
        index = self.model().index(row, 0)
        return index if self.visualRect(index).contains(point) else QModelIndex()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll as little as needed to show a tile."""
        rect = self.visualRect(index)
        bar = self.verticalScrollBar()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - self.viewport().height() // 2)
        elif rect.top() < _GAP_PX:
            bar.setValue(bar.value() + rect.top() - _GAP_PX)
        elif rect.bottom() > self.viewport().height() - _GAP_PX:
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + _GAP_PX)

    def horizontalOffset(self) -> int:
        """Return 0: the sheet is as wide as the window."""
        return 0

    def verticalOffset(self) -> int:
        """Return how far the sheet is scrolled."""
        return int(self.verticalScrollBar().value())

    def isIndexHidden(self, index: Index) -> bool:
        """Return False: every photo of the model is shown."""
        return False

    def updateGeometries(self) -> None:
        """Fit the scroll bar to the sheet."""
        lines = -(-self._row_count() // self._columns())
        height = lines * self._row_height() + _GAP_PX
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._row_height() // 4)
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setEnabled(bar.maximum() > 0)
        super().updateGeometries()
        self._calm.start()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return the photo that a cursor key leads to."""
        count = self._row_count()
        if not count:
            return QModelIndex()
        row = max(0, self.currentIndex().row())
        columns = self._columns()
        page = max(1, self.viewport().height() // self._row_height()) * columns
        moves = QAbstractItemView.CursorAction
        target = {
            moves.MoveLeft: row - 1,
            moves.MovePrevious: row - 1,
            moves.MoveRight: row + 1,
            moves.MoveNext: row + 1,
            moves.MoveUp: row - columns if row >= columns else row,
            moves.MoveDown: row + columns if row + columns < count else row,
            moves.MovePageUp: row - page,
            moves.MovePageDown: row + page,
            moves.MoveHome: 0,
            moves.MoveEnd: count - 1,
        }[action]
        return self.model().index(max(0, min(count - 1, target)), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what a rubber band touches, or everything from one photo to another."""
        selection = QItemSelection()
        for first, last in _runs(self._rows_in(rect)):
            selection.select(self.model().index(first, 0), self.model().index(last, 0))
        self.selectionModel().select(selection, command)

    def _rows_in(self, rect: QRect) -> Iterable[int]:
        if self.state() is not QAbstractItemView.State.DragSelectingState:
            # A click or a key: the base class gives the two ends, in reading order or against it.
            ends = [self.indexAt(rect.topLeft()).row(), self.indexAt(rect.bottomRight()).row()]
            return range(min(ends), max(ends) + 1) if min(ends) >= 0 else ()
        rect = rect.normalized()
        sheet = rect.translated(0, self.verticalOffset())
        first, last = self._rows_between(sheet.top(), sheet.bottom())
        return [
            row
            for row in range(first, last + 1)
            if self.visualRect(self.model().index(row, 0)).intersects(rect)
        ]

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return the visible area to repaint when a selection changes."""
        first, last = self.visible_rows()
        region = QRegion()
        for chosen in _ranges(selection):
            for row in range(max(first, chosen.top()), min(last, chosen.bottom()) + 1):
                region += self.visualRect(self.model().index(row, 0))
        return region

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles that are on the screen."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.current().stage)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        first, last = self.visible_rows()
        for row in range(first, last + 1):
            index = self.model().index(row, 0)
            rect = self.visualRect(index)
            if not rect.intersects(event.rect()):
                continue
            option.rect = rect
            option.state = self._tile_state(index)
            self._tile_delegate.paint(painter, option, index)
        if self._rubber is not None:
            self._paint_rubber(painter, self._rubber)

    def _tile_state(self, index: QModelIndex) -> QStyle.StateFlag:
        state = QStyle.StateFlag.State_Enabled
        if self.selectionModel().isSelected(index):
            state |= QStyle.StateFlag.State_Selected
        if index == self.currentIndex() and self.hasFocus():
            state |= QStyle.StateFlag.State_HasFocus
        return state

    def _paint_rubber(self, painter: QPainter, rect: QRect) -> None:
        color = theme.current().accent
        painter.setPen(color)
        color = theme.current().accent.lighter(100)
        color.setAlphaF(0.15)
        painter.setBrush(color)
        painter.drawRect(rect)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a rubber band on empty ground."""
        self._rubber_start = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the rubber band while the base class selects what it touches."""
        super().mouseMoveEvent(event)
        if self.state() is QAbstractItemView.State.DragSelectingState:
            self._rubber = QRect(self._rubber_start, event.position().toPoint()).normalized()
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the rubber band."""
        super().mouseReleaseEvent(event)
        if self._rubber is not None:
            self._rubber = None
            self.viewport().update()

    def look_again(self) -> None:
        """Say soon which rows are visible: what is known of them may be outdated."""
        self._calm.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change the size of the tiles."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            self.set_edge(self._edge_px + 16 * ((turned > 0) - (turned < 0)))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the window's actions; everything else is the view's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Search nothing: letters are shortcuts, and a search reads the name of every photo."""

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Make room for more photos."""
        super().rowsInserted(parent, start, end)
        self.updateGeometries()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        model = self.model()
        if isinstance(model, PhotoModel):
            self.photo_opened.emit(model.ids[index.row()])

    def _on_scrolled(self, value: int) -> None:
        self._calm.start()

    def _say_visible(self) -> None:
        first, last = self.visible_rows()
        if last >= first:
            self.rows_visible.emit(first, last)


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of neighbours in ascending *rows*."""
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        members = [row for _, row in run]
        yield members[0], members[-1]


def _ranges(selection: QItemSelection) -> list[QItemSelectionRange]:
    return [selection.at(number) for number in range(selection.count())]
