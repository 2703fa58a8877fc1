"""A table to read over any number of rows: texts are made when a row is painted, not before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from phototagger.ui import theme, wording

T = TypeVar("T")
_TOP_LEVEL = QModelIndex()
_SELECTED = 0.06
"""How much of the accent colour lies over a selected row."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: what it says.
        tint: name of a colour of the theme, "" for that of text.
        tip: its tool tip, the text itself when "".
    """

    text: str
    tint: str = ""
    tip: str = ""


class RowModel(QAbstractTableModel, Generic[T]):
    """Rows made from items, one by one when they are looked at.

    Args:
        titles: of the columns.
        cells: returns the cells of an item, one per column.
    """

    def __init__(self, titles: Sequence[str], cells: Callable[[T], Sequence[Cell]]) -> None:
        super().__init__()
        self._titles = titles
        self._cells = cells
        self._items: Sequence[T] = ()
        self._made: dict[int, Sequence[Cell]] = {}

    def show_items(self, items: Sequence[T]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._items = items
        self._made = {}
        self.endResetModel()

    @property
    def items(self) -> Sequence[T]:
        """What the rows are made of."""
        return self._items

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP_LEVEL) -> int:
        """Return the number of items."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP_LEVEL) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._titles[section] if is_title else None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return text, colour and tool tip of a cell."""
        if not index.isValid():
            return None
        cell = self._row(index.row())[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ForegroundRole and cell.tint:
            return getattr(theme.current(), cell.tint)
        if role == Qt.ItemDataRole.ToolTipRole and (cell.tip or cell.text):
            return wording.plain(cell.tip or cell.text)
        return None

    def _row(self, row: int) -> Sequence[Cell]:
        if row not in self._made:
            self._made[row] = self._cells(self._items[row])
        return self._made[row]


class RowTable(QTableView):
    """A read-only table over a `RowModel`.

    Signals:
        current_changed(int): another row is current, -1 for none.

    Args:
        name: what a screen reader calls it.
        model: the rows.
        widths: width of each titled column, logical pixels; the last one takes the rest.
    """

    current_changed = Signal(int)

    def __init__(self, name: str, model: RowModel[T], widths: Mapping[str, int]) -> None:
        super().__init__()
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for column, width in enumerate(widths.values()):
            header.resizeSection(column, width)
        self.setPalette(_calm_selection(self.palette()))
        self.selectionModel().currentRowChanged.connect(
            lambda current, previous: self.current_changed.emit(current.row())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first and last row with Home and End; columns are nothing to go to."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # else it would be looked for as the beginning of a row; see the dialog
            return
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}
        row = ends.get(Qt.Key(event.key()))
        if row is None or event.modifiers() or row < 0:
            super().keyPressEvent(event)
        else:
            self.selectRow(row)

    def selected_rows(self) -> list[int]:
        """Return the selected rows, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())


def _calm_selection(palette: QPalette) -> QPalette:
    """Return a palette whose selection leaves tinted text readable."""
    colors = theme.current()
    accent = QColor(colors.accent)
    accent.setAlphaF(_SELECTED)
    calm = QPalette(palette)
    calm.setColor(QPalette.ColorRole.Highlight, accent)
    calm.setColor(QPalette.ColorRole.HighlightedText, colors.text)
    return calm
