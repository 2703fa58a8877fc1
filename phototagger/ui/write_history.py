"""The batches of writes, newest first, each with its way back."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.session import Session
from phototagger.core.writer import Batch
from phototagger.ui import wording
from phototagger.ui.plain_table import PlainTable


class WriteHistory(QDialog):
    """Lists what was written and lets the user take a batch back.

    Signals:
        undo_wanted(str): restore the files of this batch.
    """

    undo_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("Write history"))
        self.resize(620, 420)
        self._empty = QLabel(self.tr("Nothing has been written yet."))
        self._empty.setProperty("dim", True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        widths = {self.tr("When"): 190, self.tr("What"): 0, "": 130}
        self.table = PlainTable(self.tr("Write history"), widths, 0)
        self.table.setSelectionMode(PlainTable.SelectionMode.NoSelection)
        self.table.verticalHeader().setDefaultSectionSize(42)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(buttons)
        self.refresh()

    def refresh(self) -> None:
        """Read the history again."""
        batches = self._session.history()
        self.table.setRowCount(len(batches))
        for row, batch in enumerate(batches):
            self._fill(row, batch)
        self.table.setVisible(bool(batches))
        self._empty.setVisible(not batches)

    def _fill(self, row: int, batch: Batch) -> None:
        moment = QDateTime.fromSecsSinceEpoch(int(batch.written_at))
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        self.table.setItem(row, 0, QTableWidgetItem(when))
        text = wording.photos(len(batch.photos))
        self.table.setItem(row, 1, QTableWidgetItem(text))
        if batch.undone:
            self.table.removeCellWidget(row, 2)
            self.table.setItem(row, 2, QTableWidgetItem(self.tr("taken back")))
            return
        undo = QPushButton(self.tr("Undo write"))
        undo.setAccessibleName(self.tr("Undo write of {}").format(when))
        undo.clicked.connect(lambda: self.undo_wanted.emit(batch.id))
        self.table.setCellWidget(row, 2, undo)
