"""The grid of a sweep: photos in order of probability, with a cut line that can be moved.

A tile's place follows from its row number and the cut, so ten thousand photos cost no more than
a screen of them. Above the line lies what will be accepted, below it what will be rejected.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from phototagger.ui import icons, theme, wording
from phototagger.ui.sweep_model import SweepModel
from phototagger.ui.sweep_sheet import GAP_PX, SweepSheet
from phototagger.ui.sweep_tile import PAD_PX, paint_tile, tile_size

_CALM_MS = 60
_GRAB_PX = 8
_HANDLE_PX = QSize(56, 16)
_WHEEL_STEP_PX = 16
EDGE_RANGE_PX = (96, 384)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
Index = QModelIndex | QPersistentModelIndex


class SweepGrid(QAbstractItemView):
    """Photos of one word as tiles.

    Signals:
        rows_visible(): other rows are on the screen, after everything came to rest.
        photo_opened(): the user wants to see the current photo larger.

    Args:
        model: the photos.
        parent: owner.
    """

    rows_visible = Signal()
    photo_opened = Signal()

    def __init__(self, model: SweepModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The base class asks for the geometry while it is set up, so what that needs comes first.
        self._photos = model
        self._edge_px = 150
        self._shown_edge_px = self._edge_px
        self._drag_px: int | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self.rows_visible)
        self.setAccessibleName(self.tr("Photos, the most probable first"))
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: a bar that comes and goes changes the columns, and these change the bar.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setModel(model)
        model.modelReset.connect(self._on_reset)
        model.sides_changed.connect(self._on_sides_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # Size

    @property
    def edge_px(self) -> int:
        """Longest side of a photo in a tile, logical pixels."""
        return self._edge_px

    @property
    def shown_edge_px(self) -> int:
        """Longest side as shown: the chosen one, grown to fill the row."""
        return self._shown_edge_px

    def set_edge(self, edge_px: int) -> None:
        """Make tiles larger or smaller."""
        self._edge_px = max(EDGE_RANGE_PX[0], min(EDGE_RANGE_PX[1], edge_px))
        self.updateGeometries()
        self.show_row(self.current_row)

    @property
    def sheet(self) -> SweepSheet:
        """Where tiles are now."""
        width = self.viewport().width() - GAP_PX
        columns = max(1, width // (tile_size(self._edge_px).width() + GAP_PX))
        self._shown_edge_px = max(self._edge_px, width // columns - GAP_PX - 2 * PAD_PX)
        tile = tile_size(self._shown_edge_px)
        head = QFontMetrics(QApplication.font()).height() + 22
        return SweepSheet(self._photos.rowCount(), self._photos.cut, columns, tile, head)

    # Current photo

    @property
    def current_row(self) -> int:
        """Row of the photo the keyboard acts on, -1 when there is none."""
        return self.currentIndex().row()

    def set_current(self, row: int) -> None:
        """Let the keyboard act on the photo of a row."""
        if 0 <= row < self._photos.rowCount():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._photos.index(row, 0), flag)
            self.show_row(row)
            self.viewport().update()

    def move_current(self, key: Qt.Key) -> None:
        """Go to the photo an arrow key leads to."""
        if self._photos.rowCount():
            row = self.current_row
            self.set_current(0 if row < 0 else self.sheet.neighbour(row, key))

    def show_row(self, row: int) -> None:
        """Scroll as little as needed to show a tile."""
        if row >= 0:
            rect = self.sheet.rect_of(row)
            self._show_heights(rect.top() - GAP_PX, rect.bottom() + GAP_PX)

    def show_cut(self) -> None:
        """Scroll as little as needed to show the cut line and a row above and below it."""
        sheet = self.sheet
        self._show_heights(sheet.cut_line - sheet.line_height, sheet.below + sheet.line_height)

    def cut_by_line(self, lines: int) -> int:
        """Return how many photos lie above a cut that is whole lines further up or down."""
        columns, cut = self.sheet.columns, self._photos.cut
        whole = -(-cut // columns) if lines < 0 else cut // columns
        return (whole + lines) * columns

    def _show_heights(self, top: int, bottom: int) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if bottom > bar.value() + height:
            bar.setValue(bottom - height)
        if top < bar.value():
            bar.setValue(top)

    # As a view of Qt

    def visualRect(self, index: Index) -> QRect:
        """Return where a tile is, in viewport coordinates."""
        if not index.isValid():
            return QRect()
        return self.sheet.rect_of(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the photo at a point of the viewport."""
        row = self.sheet.row_at(point + QPoint(0, self.verticalOffset()))
        return self._photos.index(row, 0) if row >= 0 else QModelIndex()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll as little as needed to show a tile."""
        if index.isValid():
            self.show_row(index.row())

    def horizontalOffset(self) -> int:
        """Return 0: the sheet is as wide as the window."""
        return 0

    def verticalOffset(self) -> int:
        """Return how far the sheet is scrolled."""
        return int(self.verticalScrollBar().value())

    def isIndexHidden(self, index: Index) -> bool:
        """Return False: every photo of the model is shown."""
        return False

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Stay: the window takes the keys."""
        return self.currentIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Do nothing: a photo is flipped, not selected."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return nothing: nothing is selected."""
        return QRegion()

    def updateGeometries(self) -> None:
        """Fit the scroll bar to the sheet."""
        sheet, bar = self.sheet, self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(sheet.line_height // 4)
        bar.setRange(0, max(0, sheet.height - self.viewport().height()))
        bar.setEnabled(bar.maximum() > 0)
        super().updateGeometries()
        self._calm.start()

    def _on_reset(self) -> None:
        """Begin at the cut of the new photos: what is certain needs no look."""
        self.verticalScrollBar().setValue(0)
        self.updateGeometries()
        self.set_current(max(0, self._photos.cut - 1))
        self.show_cut()
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font or style."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometries()

    def visible_rows(self) -> list[int]:
        """Return the rows on the screen, in order."""
        top = self.verticalOffset()
        return self.sheet.rows_between(top, top + self.viewport().height())

    def _on_sides_changed(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def _on_scrolled(self) -> None:
        self.viewport().update()
        self._calm.start()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles, the headings and the cut line."""
        painter = QPainter(self.viewport())
        painter.setFont(QApplication.font())
        painter.fillRect(event.rect(), theme.current().stage)
        photos, sheet, top = self._photos, self.sheet, self.verticalOffset()
        if not photos.rowCount():
            return
        rows = sheet.rows_between(top + event.rect().top(), top + event.rect().bottom())
        photos.read(rows)
        current = self.current_row if self.hasFocus() else -1
        for row in rows:
            photo_id = photos.id_at(row)
            paint_tile(
                painter,
                sheet.rect_of(row).translated(0, -top),
                photos.sweep.probabilities[row],
                photos.fate(row),
                photos.pictures.get(photo_id) if photo_id is not None else None,
                photos.problem(row),
                has_focus=row == current,
            )
        self._paint_heads(painter, sheet, top)

    def _paint_heads(self, painter: QPainter, sheet: SweepSheet, top: int) -> None:
        colors = theme.current()
        width = self.viewport().width()
        accepted = self.tr("Will be accepted · {}")
        above = QRect(0, -top, width, sheet.head)
        gone = sum(row < sheet.cut for row in self._photos.flipped_rows())
        number_above = self._share(sheet.cut - gone, sheet.cut)
        self._paint_head(painter, above, "check", accepted.format(number_above), colors.accepted)
        rejected, mark, color = self.tr("Will be rejected · {}"), "cross", colors.rejected
        if self._photos.leaves_rest_open:
            rejected, mark, color = self.tr("Stays open · {}"), "review", colors.dim
        gone = len(self._photos.flipped_rows()) - gone
        rest = sheet.count - sheet.cut
        below = QRect(0, sheet.below - sheet.head - top, width, sheet.head)
        self._paint_head(
            painter, below, mark, rejected.format(self._share(rest - gone, rest)), color
        )
        self._paint_cut(painter, QRect(0, sheet.cut_line - top, width, 0))

    def _share(self, part: int, whole: int) -> str:
        """Return a number, and of how many where some were flipped."""
        number = QLocale().toString
        if part == whole:
            return number(whole)
        return self.tr("{} of {}").format(number(part), number(whole))

    def _paint_head(
        self, painter: QPainter, box: QRect, mark: str, text: str, color: QColor
    ) -> None:
        if not box.intersects(self.viewport().rect()):
            return
        font = QFont(QApplication.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.current().text)
        glyph = QRect(GAP_PX + 4, box.center().y() - 7, 16, 16)
        painter.drawPixmap(glyph, icons.glyph(painter, mark, color, 16))
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(box.adjusted(glyph.right() + 8, 0, 0, 0), align, text)

    def _paint_cut(self, painter: QPainter, box: QRect) -> None:
        """Paint the cut line with its handle and the probability it stands for."""
        if not box.adjusted(0, -20, 0, 20).intersects(self.viewport().rect()):
            return
        colors, line = theme.current(), box.top()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.accent, 2.0))
        painter.drawLine(GAP_PX, line, box.width() - GAP_PX, line)
        text = self.tr("Cut at {}").format(wording.percent(self._photos.probability))
        painter.setFont(QApplication.font())
        width = max(_HANDLE_PX.width(), painter.fontMetrics().horizontalAdvance(text) + 44)
        height = painter.fontMetrics().height() + 8
        pill = QRectF(box.center().x() - width / 2, line - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.accent)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(colors.on_accent)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), f"▲  {text}  ▼")

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the cut line, or flip a photo; with Shift, cut behind it."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setFocus()
        point = event.position().toPoint()
        if self._is_on_cut(point):
            self._drag_px = self.sheet.cut_line - self.verticalOffset() - point.y()
            return
        row = self.indexAt(point).row()
        if row < 0:
            return
        self.set_current(row)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._photos.set_cut(row + 1)
        else:
            self._photos.flip(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the cut line that was taken."""
        point = event.position().toPoint()
        if self._drag_px is not None:
            height = point.y() + self._drag_px + self.verticalOffset()
            self._photos.set_cut(self.sheet.cut_near(height))
            return
        is_there = self._photos.rowCount() and self._is_on_cut(point)
        shape = Qt.CursorShape.SizeVerCursor if is_there else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the cut line go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag_px = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take back the flip of the first click, and show the photo larger."""
        row = self.indexAt(event.position().toPoint()).row()
        if event.button() is Qt.MouseButton.LeftButton and row >= 0:
            self._photos.flip(row)
            self.photo_opened.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change the size of the tiles."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            self.set_edge(self._edge_px + _WHEEL_STEP_PX * ((turned > 0) - (turned < 0)))
            event.accept()
            return
        super().wheelEvent(event)

    def _is_on_cut(self, point: QPoint) -> bool:
        line = self.sheet.cut_line - self.verticalOffset()
        grab = max(_GRAB_PX, (QFontMetrics(QApplication.font()).height() + 8) // 2)
        is_on_pill = abs(point.x() - self.viewport().width() // 2) < 80
        return abs(point.y() - line) <= (grab if is_on_pill else _GRAB_PX)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another photo; every other key is for the window."""
        key = Qt.Key(event.key())
        if key in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.move_current(key)
        else:
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Search nothing."""
