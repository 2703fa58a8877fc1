"""The batches of writes, newest first, each with its way back, whole or photo by photo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import HistoryRead
from phototagger.core.writer import Batch
from phototagger.ui import language, wording
from phototagger.ui.dialog_memory import remember
from phototagger.ui.language import said
from phototagger.ui.row_table import Cell, RowModel, RowTable

_tr = language.Texts("write_history")

_NAMED = 3


class WriteHistory(QDialog):
    """Lists what was written and lets the user take it back.

    Signals:
        undo_wanted(str, list[Path]): restore these photos of this batch, all where none is named.
        report_wanted(str): show the report of this batch.

    Args:
        state: where size and columns are kept.
        parent: the window.
        reported: batches whose report can be shown.
    """

    undo_wanted = Signal(str, object)
    report_wanted = Signal(str)

    def __init__(self, state: QSettings, parent: QWidget, reported: Collection[str] = ()) -> None:
        super().__init__(parent)
        self._reported = reported
        self.setWindowTitle(self.tr("Write history"))
        self.resize(820, 560)
        widths = {
            self.tr("When"): 160,
            self.tr("Photos"): 70,
            self.tr("First of them"): 240,
            self.tr("Folder"): 150,
            self.tr("State"): 0,
        }
        photo_widths = {self.tr("Photo"): 260, self.tr("Folder"): 380, self.tr("State"): 0}
        self.batches: RowModel[Batch] = RowModel(tuple(widths), _batch_cells)
        self.photos: RowModel[tuple[Batch, Path]] = RowModel(tuple(photo_widths), _photo_cells)
        self.table = RowTable(self.tr("Writes"), self.batches, widths)
        self.photo_table = RowTable(self.tr("Photos of the write"), self.photos, photo_widths)
        self.photo_table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._message = QLabel(self.tr("Reading the history…"))
        self._message.setProperty("dim", True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.hide()
        self._is_busy = False
        self._build()
        self.table.current_changed.connect(self._show_photos)
        self.photo_table.selectionModel().selectionChanged.connect(self._refresh_buttons)
        headers = (self.table.horizontalHeader(), self.photo_table.horizontalHeader())
        remember(state, "write history", self, *headers, self._splitter)
        self._refresh_buttons()

    def _build(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        for part in (self.table, self.photo_table):
            self._splitter.addWidget(part)
        self._splitter.setSizes([240, 190])
        self._splitter.setHandleWidth(9)
        self._splitter.setChildrenCollapsible(False)
        self._pages = QStackedWidget()
        for page in (self._message, self._splitter):
            self._pages.addWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.undo_batch = buttons.addButton(self.tr("&Undo This Write"), role)
        self.undo_photos = buttons.addButton(self.tr("Undo &Selected Photos"), role)
        self.report = buttons.addButton(self.tr("&Report…"), role)
        for button in (self.undo_batch, self.undo_photos, self.report):
            button.setAutoDefault(False)
        self.undo_batch.clicked.connect(lambda: self._undo(()))
        self.undo_photos.clicked.connect(lambda: self._undo(self._chosen_photos()))
        self.report.clicked.connect(self._want_report)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._said)
        layout.addWidget(buttons)

    def take(self, event: HistoryRead) -> None:
        """Show the history that was read."""
        kept = self._batch()
        self._is_busy = False
        self.batches.show_items(event.batches)
        if event.batches:
            ids = [batch.id for batch in event.batches]
            row = ids.index(kept.id) if kept is not None and kept.id in ids else 0
            self._pages.setCurrentWidget(self._splitter)
            self.table.selectRow(row)
            self._show_photos(row)
        else:
            self._message.setText(said(event.problem) or self.tr("Nothing has been written yet."))
            self._pages.setCurrentWidget(self._message)
            self.photos.show_items(())
        self._refresh_buttons()

    def say(self, text: str) -> None:
        """Tell what became of an undo, since the window behind is out of reach."""
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self._is_busy = False
        self._refresh_buttons()

    def _batch(self) -> Batch | None:
        row = self.table.currentIndex().row()
        return self.batches.items[row] if 0 <= row < len(self.batches.items) else None

    def _chosen_photos(self) -> list[Path]:
        return [self.photos.items[row][1] for row in self.photo_table.selected_rows()]

    def _show_photos(self, row: int) -> None:
        if 0 <= row < len(self.batches.items):
            batch = self.batches.items[row]
            self.photos.show_items([(batch, path) for path in batch.photos])
            self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        batch = self._batch()
        can_undo = batch is not None and not batch.undone and not self._is_busy
        chosen = self._chosen_photos() if batch else []
        self.undo_batch.setEnabled(can_undo)
        left = batch is not None and any(path not in batch.taken_back for path in chosen)
        self.undo_photos.setEnabled(can_undo and left)
        has_report = batch is not None and batch.id in self._reported
        self.report.setEnabled(has_report)
        self.report.setToolTip(
            "" if has_report else self.tr("Reports are kept until PhotoTagger is closed")
        )

    def _undo(self, photos: Sequence[Path]) -> None:
        batch = self._batch()
        if batch is None:
            return
        self._is_busy = True
        self._said.setText(self.tr("Restoring…"))
        self._said.show()
        self._refresh_buttons()
        self.undo_wanted.emit(batch.id, list(photos))

    def _want_report(self) -> None:
        batch = self._batch()
        if batch is not None:
            self.report_wanted.emit(batch.id)


def _batch_cells(batch: Batch) -> tuple[Cell, ...]:
    names = [path.name for path in batch.photos[:_NAMED]]
    more = len(batch.photos) - len(names)
    folders = list(dict.fromkeys(path.parent for path in batch.photos))
    folder = folders[0].name or str(folders[0])
    if len(folders) > 1:
        folder = wording.and_more(folder, len(folders) - 1)
    named = ", ".join(names)
    return (
        Cell(
            wording.moment(batch.written_at),
            tip=wording.moment(batch.written_at, QLocale.FormatType.LongFormat),
        ),
        Cell(wording.number(len(batch.photos))),
        Cell(wording.and_more(named, more) if more else named),
        Cell(folder, tip="\n".join(str(path) for path in folders[:20])),
        _state(batch),
    )


def _state(batch: Batch) -> Cell:
    if batch.undone:
        return Cell(_tr("taken back"), "dim")
    if batch.taken_back:
        taken, total = wording.number(len(batch.taken_back)), wording.number(len(batch.photos))
        return Cell(_tr("{} of {} taken back").format(taken, total), "warning")
    return Cell(_tr("written"), "accepted")


def _photo_cells(item: tuple[Batch, Path]) -> tuple[Cell, ...]:
    batch, path = item
    is_back = path in batch.taken_back
    state = Cell(_tr("taken back"), "dim") if is_back else Cell(_tr("written"), "accepted")
    return Cell(path.name, tip=str(path)), Cell(str(path.parent), "dim"), state


def undone_text(done: int, kept: int, reason: str) -> str:
    """Return what an undo came to.

    Args:
        done: files restored.
        kept: files left as they are.
        reason: why, when it is one file.
    """
    text = wording.counted(
        done, "{} file restored byte for byte.", "{} files restored byte for byte."
    )
    if kept:
        why = said(reason) if kept == 1 else _tr("They were changed since.")
        left = wording.counted(kept, "{} file left as is.", "{} files left as is.")
        text = f"{text} {left} {why}"
    return text
