"""What a write would do, file by file and field by field, before anything is touched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import WritePreviewReady
from phototagger.core.photo import PhotoId
from phototagger.core.session import Session
from phototagger.ui import preview_row, wording
from phototagger.ui.details_pane import DetailsPane
from phototagger.ui.dialog_memory import keep_folder, remember, start_folder
from phototagger.ui.preview_row import Choice, PreviewRow
from phototagger.ui.row_table import RowModel, RowTable

_WIDTHS_PX = (190, 280, 130, 90, 150, 0)


class WritePreview(QDialog):
    """A table of plans, the fields of the current one, and one button to carry them out.

    Signals:
        save_wanted(Path): write the plans to this file; no photo is touched.

    Args:
        preview: the plans.
        session: tells where refused photos are.
        state: where size and columns are kept.
        parent: the window.
    """

    save_wanted = Signal(object)

    def __init__(
        self, preview: WritePreviewReady, session: Session, state: QSettings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Write"))
        self.resize(1080, 700)
        self._state = state
        self._rows = _rows(preview, session)
        self.model: RowModel[PreviewRow] = RowModel(preview_row.titles(), preview_row.cells)
        widths = dict(zip(preview_row.titles(), _WIDTHS_PX, strict=True))
        self.table = RowTable(self.tr("Planned changes"), self.model, widths)
        self.details = DetailsPane(self.tr("What Changes"))
        self.choice = QComboBox()
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.hide()
        self._build(*preview_row.summary(self._rows))
        self.table.current_changed.connect(self._show_details)
        self._fill_choices()
        self.choice.currentIndexChanged.connect(self._list)
        self._list()
        remember(state, "write preview", self, self.table.horizontalHeader(), self._splitter)
        self.table.setFocus()

    def _build(self, what: str, counts: str) -> None:
        heading = QLabel(what)
        heading.setProperty("heading", True)
        heading.setWordWrap(True)
        promise = QLabel(
            self.tr(
                "{}\nPicture data and camera data stay byte for byte; "
                "“Undo write” brings the files back exactly."
            ).format(counts)
        )
        promise.setProperty("dim", True)
        promise.setWordWrap(True)
        self.choice.setAccessibleName(self.tr("Photos listed"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        label = QLabel(self.tr("&List"))
        label.setBuddy(self.choice)
        choice_line = QHBoxLayout()
        choice_line.addWidget(label)
        choice_line.addWidget(self.choice)
        choice_line.addStretch()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.details)
        self._splitter.setSizes([280, 250])
        self._splitter.setHandleWidth(9)
        self._splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addWidget(promise)
        layout.addLayout(choice_line)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._said)
        layout.addWidget(self._build_buttons())

    def _build_buttons(self) -> QDialogButtonBox:
        count = len(self.ids)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        simulate = buttons.addButton(
            self.tr("Simulate &Only…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        simulate.setToolTip(self.tr("Save this plan as a table; no photo is touched"))
        simulate.setAutoDefault(False)
        simulate.clicked.connect(self._simulate)
        self.write_button = buttons.addButton(
            self.tr("&Write {}").format(wording.photos(count)),
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.write_button.setProperty("primary", True)
        self.write_button.setEnabled(count > 0)
        self.write_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def say(self, text: str) -> None:
        """Tell what became of a saved plan, since the window behind is out of reach."""
        self._said.setText(text)
        self._said.show()

    @property
    def ids(self) -> list[PhotoId]:
        """The photos that would be written."""
        return [row.id for row in self._rows if row.plan is not None]

    def _fill_choices(self) -> None:
        """Offer the choices that list something."""
        for choice in Choice:
            count = sum(row.is_in(choice) for row in self._rows)
            if count or choice is Choice.ALL:
                self.choice.addItem(f"{choice.text} ({wording.number(count)})", choice.value)

    def _list(self) -> None:
        choice = Choice(str(self.choice.currentData()))
        self.model.show_items([row for row in self._rows if row.is_in(choice)])
        self.table.setColumnHidden(2, not any(map(preview_row.removes, self._rows)))
        if self.model.items:
            self.table.selectRow(0)
        else:
            self.details.clear_pages()

    def _show_details(self, number: int) -> None:
        if not 0 <= number < len(self.model.items):
            return
        row = self.model.items[number]
        if row.plan is None:
            self.details.show_refusal(row.path, row.reason)
        else:
            self.details.show_result(row.plan)

    def _simulate(self) -> None:
        start = str(start_folder(self._state))
        dialog = QFileDialog(self, self.tr("Simulate only: save the plan"), start)
        reports = {self.tr("Table (*.csv)"): "csv", self.tr("Text (*.txt)"): "txt"}
        dialog.setNameFilters(list(reports))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(reports[kind]))
        dialog.selectFile("write plan.csv")
        if dialog.exec() == QDialog.DialogCode.Accepted:
            out = Path(dialog.selectedFiles()[0])
            keep_folder(self._state, out.parent)
            self.save_wanted.emit(out)
        dialog.deleteLater()


def _rows(preview: WritePreviewReady, session: Session) -> Sequence[PreviewRow]:
    """Return the refused photos first: they are what the user has to know."""
    reasons = dict(preview.refused)
    rows = [
        preview_row.refused(photo.id, photo.path, reasons[photo.id])
        for photo in session.photos(reasons)
    ]
    return rows + [preview_row.planned(photo_id, plan) for photo_id, plan in preview.plans]
