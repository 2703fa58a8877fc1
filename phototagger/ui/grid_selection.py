"""Which rows of the grid are selected, and what mouse and keyboard do to that.

Rows are kept as `RowRanges`; gestures mean what they mean in every file manager. Qt's own
selection model is told as long as the selection has few ranges, so that screen readers know it.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Qt, Signal

from phototagger.ui.row_ranges import RowRanges, Run

_MOST_MIRRORED_RUNS = 100
"""Qt compares every range of a selection with every other."""

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


class GridSelection(QObject):
    """The selected rows.

    Signals:
        changed(): other rows are selected.

    Attributes:
        anchor: where a range that is made with Shift begins.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows = RowRanges()
        self.anchor = 0
        self._before_band = RowRanges()
        self._mirror: QItemSelectionModel | None = None
        self._is_mirroring = False

    def mirror_to(self, mirror: QItemSelectionModel) -> None:
        """Keep Qt's selection model like this one, and follow what others do to it."""
        self._mirror = mirror
        mirror.selectionChanged.connect(self._on_mirror_changed)

    # Gestures

    def choose(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        """Click on a row, or go there with a key."""
        is_adding = bool(modifiers & _CONTROL)
        if modifiers & _SHIFT:
            low, high = min(self.anchor, row), max(self.anchor, row)
            rows = self.rows.copy() if is_adding else RowRanges()
            rows.add(low, high + 1)
        elif is_adding:
            rows = self.rows.copy()
            rows.toggle(row, row + 1)
            self.anchor = row
        else:
            rows = RowRanges([(row, row + 1)])
            self.anchor = row
        self.set_rows(rows)

    def choose_for_menu(self, row: int) -> None:
        """Right click on a row: a menu is for the whole selection if the row is part of it."""
        if row not in self.rows:
            self.choose(row, Qt.KeyboardModifier.NoModifier)

    def begin_band(self, modifiers: Qt.KeyboardModifier) -> None:
        """Start a rubber band; with Ctrl or Shift it adds to what is selected."""
        is_adding = modifiers & (_CONTROL | _SHIFT)
        self._before_band = self.rows.copy() if is_adding else RowRanges()

    def stretch_band(self, runs: Iterable[Run]) -> None:
        """The rubber band touches these rows now."""
        rows = self._before_band.copy()
        for start, end in runs:
            rows.add(start, end)
        self.set_rows(rows)

    def select_all(self, row_count: int) -> None:
        """Select every row."""
        self.set_rows(RowRanges([(0, row_count)]))

    def clear(self) -> None:
        """Select nothing."""
        self.set_rows(RowRanges())

    def invert(self, row_count: int) -> None:
        """Select what was not selected."""
        rows = self.rows.copy()
        rows.toggle(0, row_count)
        self.set_rows(rows)

    def set_rows(self, rows: RowRanges) -> None:
        """Select these rows; *rows* is kept."""
        if rows == self.rows:
            return
        self.rows = rows
        self._tell_mirror()
        self.changed.emit()

    # Changes of the list

    def rows_inserted(self, first: int, count: int) -> None:
        """Rows came; what was selected stays so."""
        self.rows.insert_gap(first, count)
        self.anchor += count * (first <= self.anchor)
        self._tell_mirror()

    def rows_going(self) -> None:
        """Rows are about to go: Qt's selection model loses them first, which is no wish."""
        self._is_mirroring = True

    def rows_removed(self, first: int, count: int) -> bool:
        """Rows went; returns whether a selected one was among them."""
        before = self.rows.count()
        self.rows.close_gap(first, count)
        if first <= self.anchor:
            self.anchor = max(first, self.anchor - count)
        self._tell_mirror()
        return self.rows.count() != before

    # Qt's own selection model

    def _tell_mirror(self) -> None:
        if self._mirror is None:
            return
        selection = QItemSelection()
        if self.rows.run_count <= _MOST_MIRRORED_RUNS:
            model = self._mirror.model()
            for start, end in self.rows:
                selection.select(model.index(start, 0), model.index(end - 1, 0))
        self._is_mirroring = True
        self._mirror.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_mirroring = False

    def _on_mirror_changed(self) -> None:
        """Follow a screen reader, which selects in Qt's own model."""
        if self._is_mirroring or self._mirror is None:
            return
        selection = self._mirror.selection()
        chosen = (selection.at(number) for number in range(selection.count()))
        self.set_rows(RowRanges((span.top(), span.bottom() + 1) for span in chosen))
