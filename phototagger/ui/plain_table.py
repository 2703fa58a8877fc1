"""A table to read: no editing, no grid, columns that fit, one look for all dialogs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget


class PlainTable(QTableWidget):
    """A read-only table.

    Args:
        name: what a screen reader calls it.
        widths: title and width of each column, logical pixels; 0 takes the rest.
        rows: number of rows.
    """

    def __init__(self, name: str, widths: Mapping[str, int], rows: int) -> None:
        super().__init__(rows, len(widths))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(widths))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(widths.values()):
            if width:
                header.resizeSection(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape to the dialog; the table would take it for the beginning of a row."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
