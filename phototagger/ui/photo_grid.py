"""The grid of photos: a view with computed geometry, so that a million tiles cost nothing.

Qt's own icon view lays out every item; here a tile's place follows from its row number. Scrolling
moves what is painted already, so a frame paints the rows that came into sight. Says which rows are
visible after a short calm.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
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
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from phototagger.core.photo import PhotoId
from phototagger.core.photo_query import PhotoIds
from phototagger.ui import theme
from phototagger.ui.grid_changes import Kept
from phototagger.ui.grid_geometry import GAP_PX, Sheet
from phototagger.ui.grid_keys import target_row
from phototagger.ui.grid_mouse import GridMouse
from phototagger.ui.grid_selection import GridSelection
from phototagger.ui.photo_model import PhotoModel
from phototagger.ui.tile_delegate import TileDelegate, TileLook
from phototagger.ui.type_ahead import TypeAhead, TypedName

_CALM_MS = 40
EDGE_RANGE_PX = (96, 384)
_NONE = Qt.KeyboardModifier.NoModifier
Index = QModelIndex | QPersistentModelIndex


class PhotoGrid(QAbstractItemView):
    """Photos as tiles.

    Signals:
        rows_visible(first, last): rows on the screen, after scrolling came to rest.
        photo_opened(PhotoId): double click.
        edge_changed(int): another tile size, logical pixels.
        choice_changed(): other rows are selected, or another one is current.
        name_typed(str): go to the next photo whose name begins so; "" when that is over.
        drag_wanted(): the selected photos are being dragged out.
        tags_dropped(tuple[str, ...], list[PhotoId]): tags fell on these photos.

    Attributes:
        selection: the selected rows.
    """

    rows_visible = Signal(int, int)
    photo_opened = Signal(object)
    edge_changed = Signal(int)
    choice_changed = Signal()
    name_typed = Signal(str)
    drag_wanted = Signal()
    tags_dropped = Signal(object, object)

    def __init__(self, model: PhotoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The base class asks for the geometry while it is set up, so what that needs comes first.
        self._edge_px = 160
        self._photos = model
        self._tile_delegate = TileDelegate()
        self.selection = GridSelection(self)
        self._type_ahead = TypeAhead(self)
        self._typed_name = TypedName(self)
        self._sheet = Sheet(0, 1, QSize(1, 1))
        self._sheet_key: tuple[int, int, int] | None = None
        self._shown_edge_px = self._edge_px
        self._kept: Kept | None = None
        self._is_current_going = False
        self._changes_held = 0
        self._has_changed = False
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
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._mouse = GridMouse(self, self)
        self.setModel(model)
        self.selection.mirror_to(self.selectionModel())
        self.selection.changed.connect(self._on_choice_changed)
        self.selectionModel().currentChanged.connect(self._on_choice_changed)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._bring_back)
        self._type_ahead.wanted.connect(self.name_typed)
        self._mouse.drag_wanted.connect(self.drag_wanted)
        self._mouse.tags_dropped.connect(self._on_tags_dropped)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # Size

    @property
    def edge_px(self) -> int:
        """Longest side of a photo in a tile, logical pixels."""
        return self._edge_px

    def set_edge(self, edge_px: int) -> None:
        """Make tiles larger or smaller; the current photo stays in sight."""
        edge_px = max(EDGE_RANGE_PX[0], min(EDGE_RANGE_PX[1], edge_px))
        if edge_px == self._edge_px:
            return
        anchor = self.anchor_row()
        self._edge_px = edge_px
        self.updateGeometries()
        self._show_row(anchor)
        self.viewport().update()
        self.edge_changed.emit(edge_px)

    def zoom(self, edge_px: int, point: QPoint) -> None:
        """Make tiles larger or smaller; the photo at a point of the viewport stays there."""
        row = self.row_at(point)
        row = row if row >= 0 else self.anchor_row()
        share = (point.y() - self.row_rect(row).top()) / max(1, self.row_rect(row).height())
        self.set_edge(edge_px)
        if self.sheet.count:
            self.put_row(row, point.y() - round(share * self.row_rect(row).height()))

    # Selection

    def selected_ids(self) -> PhotoIds[int]:
        """Return the selected photos in row order."""
        return self.selection.rows.take(self._photos.ids)

    def selected_count(self) -> int:
        """Return how many photos are selected."""
        return self.selection.rows.count()

    @property
    def current_row(self) -> int:
        """Row of the photo with the focus frame, -1 when there is none."""
        return self.currentIndex().row()

    def select_row(self, row: int) -> None:
        """Make one photo the current and only selected one."""
        if 0 <= row < self.sheet.count:
            self.go_to(row, _NONE)

    def step(self, rows: int) -> None:
        """Go *rows* photos forward or back from the current one."""
        self.select_row(self.current_row + rows if self.current_row >= 0 else 0)

    def selectAll(self) -> None:
        """Select every photo."""
        self.selection.select_all(self.sheet.count)

    def clearSelection(self) -> None:
        """Select no photo."""
        self.selection.clear()

    def invert_selection(self) -> None:
        """Select the photos that are not selected."""
        self.selection.invert(self.sheet.count)

    # Geometry

    @property
    def sheet(self) -> Sheet:
        """Where tiles are now; remade when the window, the list or the tiles change."""
        width, count = self.viewport().width() - GAP_PX, self._photos.rowCount()
        key = (width, count, self._edge_px)
        if key != self._sheet_key:
            self._sheet_key = key
            delegate = self._tile_delegate
            columns = max(1, width // (delegate.tile_size(self._edge_px).width() + GAP_PX))
            self._shown_edge_px = max(self._edge_px, delegate.edge_in(width // columns - GAP_PX))
            self._sheet = Sheet(count, columns, delegate.tile_size(self._shown_edge_px))
        return self._sheet

    @property
    def shown_edge_px(self) -> int:
        """Longest side of a photo as shown: the chosen one, grown to fill the row."""
        return self._shown_edge_px if self.sheet.count else self._edge_px

    def visible_rows(self) -> tuple[int, int]:
        """Return first and last row on the screen; last < first when there are none."""
        top = self.verticalOffset()
        return self.sheet.rows_between(top, top + self.viewport().height())

    def row_rect(self, row: int) -> QRect:
        """Return where the tile of a row is, in viewport coordinates."""
        return self.sheet.rect_of(row).translated(0, -self.verticalOffset())

    def picture_rect(self, row: int) -> QRect:
        """Return where the picture in a tile is, in viewport coordinates."""
        return self._tile_delegate.picture_area(self.row_rect(row))

    def row_at(self, point: QPoint) -> int:
        """Return the row at a point of the viewport, -1 between tiles."""
        return self.sheet.row_at(point + QPoint(0, self.verticalOffset()))

    def visualRect(self, index: Index) -> QRect:
        """Return where a tile is, in viewport coordinates."""
        return self.row_rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the photo at a point of the viewport."""
        row = self.row_at(point)
        return self._photos.index(row, 0) if row >= 0 else QModelIndex()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll as little as needed to show a tile."""
        if index.isValid():
            self._show_row(index.row())

    def _show_row(self, row: int) -> None:
        rect, bar = self.row_rect(row), self.verticalScrollBar()
        if rect.top() < GAP_PX:
            bar.setValue(bar.value() + rect.top() - GAP_PX)
        elif rect.bottom() > self.viewport().height() - GAP_PX:
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + GAP_PX)

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
        sheet, bar = self.sheet, self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(sheet.line_height // 4)
        bar.setRange(0, max(0, sheet.height - self.viewport().height()))
        bar.setEnabled(bar.maximum() > 0)
        super().updateGeometries()
        self.look_again()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Stay: keys are taken in `keyPressEvent`."""
        return self.currentIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Do nothing: the mouse is taken in `mousePressEvent` and what follows it."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return nothing: `GridSelection` repaints."""
        return QRegion()

    # The list changes

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Make room for more photos; what is on the screen stays there."""
        super().rowsInserted(parent, start, end)
        count = end - start + 1
        anchor, top = self.anchor_row(), self.anchor_top()
        self.selection.rows_inserted(start, count)
        self.updateGeometries()
        if start <= anchor and self.verticalOffset() > 0:
            self.put_row(anchor + count, top)
        self.viewport().update()

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Note whether the current photo goes, before Qt makes another one current."""
        self._is_current_going = start <= self.current_row <= end
        self.selection.rows_going()
        super().rowsAboutToBeRemoved(parent, start, end)

    def _on_rows_removed(self, parent: Index, start: int, end: int) -> None:
        count = end - start + 1
        anchor, top = self.anchor_row(), self.anchor_top()
        is_chosen_gone = self.selection.rows_removed(start, count)
        self.updateGeometries()
        if start <= anchor:
            self.put_row(max(start, anchor - count), top)
        with self.one_change():
            if self._is_current_going and self.sheet.count:
                self.set_current(min(start, self.sheet.count - 1), is_scrolling=False)
                if is_chosen_gone and not self.selection.rows:  # the next one takes its place
                    self.select_row(self.current_row)
            if is_chosen_gone:
                self._on_choice_changed()
        self.viewport().update()

    def _remember(self) -> None:
        self._kept = Kept.of(self, self._photos)

    def _bring_back(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            with self.one_change():
                kept.bring_back(self, self._photos)
        self.viewport().update()

    def anchor_row(self) -> int:
        """Return the row that stays where it is when tiles change around it."""
        first, last = self.visible_rows()
        return self.current_row if first <= self.current_row <= last else max(0, first)

    def anchor_top(self) -> int:
        """Return where its tile begins, in viewport coordinates."""
        return self.row_rect(self.anchor_row()).top()

    def put_row(self, row: int, top: int) -> None:
        """Scroll so that the tile of a row begins at this height of the viewport."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.row_rect(row).top() - top)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles in the part of the screen that is asked for."""
        painter = QPainter(self.viewport())
        painter.setFont(QApplication.font())
        area = event.rect()
        painter.fillRect(area, theme.current().stage)
        offset = self.verticalOffset()
        first, last = self.sheet.rows_between(area.top() + offset, area.bottom() + offset)
        photos, current = self._photos, self.current_row if self.hasFocus() else -1
        for row, tile in enumerate(photos.tiles(first, last), first):
            rect = self.row_rect(row)
            if not rect.intersects(area):
                continue
            photo_id = PhotoId(photos.ids[row])
            picture = photos.picture(photo_id)
            problem = photos.problem(photo_id) if picture is None else ""
            look = TileLook(row in self.selection.rows, row == current)
            self._tile_delegate.paint(painter, rect, tile, picture, problem, look)
        self._mouse.paint(painter)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted; only what comes into sight is painted anew."""
        if self._mouse.band.is_drawn:  # it is painted over the tiles and must not move with them
            self.viewport().update()
        else:
            self.viewport().scroll(dx, dy)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font or style."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._tile_delegate.font_changed()
            self._sheet_key = None
            self.updateGeometries()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a photo, or start a rubber band or a drag."""
        self._type_ahead.end()
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch the rubber band, or begin to drag."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what began with the press."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a photo."""
        row = self.row_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and row >= 0:
            self.photo_opened.emit(self._photos.id_at(row))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change the size of the tiles."""
        if not self._mouse.wheel(event):
            super().wheelEvent(event)

    def choose_for_menu(self, row: int) -> None:
        """Choose a row for a menu, unless it is one of those selected."""
        with self.one_change():
            self.set_current(row)
            self.selection.choose_for_menu(row)

    def _on_tags_dropped(self, names: tuple[str, ...], rows: list[int]) -> None:
        self.tags_dropped.emit(names, [PhotoId(self._photos.ids[row]) for row in rows])

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim letters that belong to a name being typed from the window's shortcuts."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._type_ahead.claims(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, choose, or search for a name; everything else is for the window's actions."""
        key = Qt.Key(event.key())
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.sheet.count and (row := self._target(key)) is not None:
            self._type_ahead.end()
            is_walking = is_control and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.set_current(row) if is_walking else self.go_to(row, event.modifiers())
        elif key == Qt.Key.Key_Space and is_control and self.current_row >= 0:
            self.selection.choose(self.current_row, Qt.KeyboardModifier.ControlModifier)
        elif key == Qt.Key.Key_Escape and self._type_ahead.is_running:
            self._type_ahead.end()
        elif not self._type_ahead.take(event):
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Search nothing: `TypeAhead` does, without reading every name."""

    def _target(self, key: Qt.Key) -> int | None:
        sheet, row = self.sheet, self.current_row
        page = self.viewport().height() // sheet.line_height * sheet.columns
        return target_row(key, row, count=sheet.count, columns=sheet.columns, rows_per_page=page)

    def say_typed(self, name: str, *, is_found: bool = True) -> None:
        """Show the beginning of a name that is being typed; "" for none."""
        self._typed_name.say(name, is_found=is_found)

    # What follows from it

    def go_to(self, row: int, modifiers: Qt.KeyboardModifier, *, is_scrolling: bool = True) -> None:
        """Choose a row as a click or a key does."""
        with self.one_change():
            self.set_current(row, is_scrolling=is_scrolling)
            self.selection.choose(row, modifiers)

    def set_current(self, row: int, *, is_scrolling: bool = True) -> None:
        """Give a row the focus frame; the selection stays."""
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(self._photos.index(row, 0), flag)
        if is_scrolling:
            self._show_row(row)
        self.viewport().update()

    @contextmanager
    def one_change(self) -> Iterator[None]:
        """Say once that the choice changed, however many parts of it did."""
        self._changes_held += 1
        try:
            yield
        finally:
            self._changes_held -= 1
        if not self._changes_held and self._has_changed:
            self._has_changed = False
            self.choice_changed.emit()

    def _on_choice_changed(self) -> None:
        self.viewport().update()
        if self._changes_held:
            self._has_changed = True
        else:
            self.choice_changed.emit()

    def look_again(self) -> None:
        """Say soon which rows are visible: what is known of them may be outdated."""
        self._calm.start()

    def _on_scrolled(self) -> None:
        self._photos.set_window(*self.visible_rows())
        self._calm.start()

    def _say_visible(self) -> None:
        first, last = self.visible_rows()
        self._photos.set_window(first, last)
        if last >= first:
            self.rows_visible.emit(first, last)
