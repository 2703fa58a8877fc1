"""What a write did: each container of each photo, and what was cut or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import WriteFinished
from phototagger.core.fields import Container
from phototagger.core.session import Session
from phototagger.core.writer import ContainerOutcome, OutcomeState, WriteReport
from phototagger.ui import language, wording
from phototagger.ui.details_pane import DetailsPane
from phototagger.ui.dialog_memory import remember
from phototagger.ui.language import mark, said
from phototagger.ui.row_table import Cell, RowModel, RowTable

_tr = language.Texts("write_report")

_PLACES = {
    Container.XMP: "XMP",
    Container.IPTC: "IPTC",
    Container.EXIF: "EXIF",
    Container.SIDECAR: mark("write_report", "Sidecar"),
}
_TINTS = {
    OutcomeState.WRITTEN: "accepted",
    OutcomeState.SHORTENED: "warning",
    OutcomeState.UNCHANGED: "dim",
    OutcomeState.REFUSED: "error",
}
_STATES = {
    OutcomeState.WRITTEN: mark("write_report", "written"),
    OutcomeState.SHORTENED: mark("write_report", "shortened"),
    OutcomeState.UNCHANGED: mark("write_report", "unchanged"),
    OutcomeState.REFUSED: mark("write_report", "refused"),
}
_TROUBLE = (OutcomeState.SHORTENED, OutcomeState.REFUSED)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One container of one photo, or a photo that was not written at all.

    Attributes:
        path: the photo.
        report: what was done, None where nothing was.
        outcome: of the container, None where nothing was done to the photo.
        reason: why nothing was done.
    """

    path: Path
    report: WriteReport | None
    outcome: ContainerOutcome | None
    reason: str = ""

    @property
    def is_trouble(self) -> bool:
        """Whether something was shortened, refused or failed."""
        return bool(self.reason) or (self.outcome is not None and self.outcome.state in _TROUBLE)


def rows_of(event: WriteFinished, session: Session) -> list[ReportRow]:
    """Return the rows of a batch, photos that were not written first."""
    reasons = dict(event.failed)
    rows = [
        ReportRow(photo.path, None, None, reasons[photo.id]) for photo in session.photos(reasons)
    ]
    for _, report in event.reports:
        outcomes = report.outcomes
        rows += [ReportRow(report.path, report, outcome) for outcome in outcomes]
        if not outcomes:
            rows.append(ReportRow(report.path, report, None))
    return rows


def cells(row: ReportRow) -> tuple[Cell, ...]:
    """Return photo, place, file, outcome and reason."""
    name = Cell(row.path.name, tip=str(row.path))
    if row.reason:
        return (
            name,
            Cell(""),
            Cell(""),
            Cell(_tr("not written"), "error"),
            Cell(said(row.reason), "error"),
        )
    if row.outcome is None:
        return (
            name,
            Cell(""),
            Cell(""),
            Cell(_tr("unchanged"), "dim"),
            Cell(_tr("Nothing had to change.")),
        )
    outcome = row.outcome
    tint = _TINTS[outcome.state]
    file = _tr("in the photo") if outcome.target == row.path else outcome.target.name
    why = Cell(said(outcome.reason), tint if row.is_trouble else "")
    place, state = _tr(_PLACES[outcome.container]), _tr(_STATES[outcome.state])
    return name, Cell(place), Cell(file), Cell(state, tint), why


class WriteReportDialog(QDialog):
    """The report of one batch of writes.

    Args:
        event: the batch.
        session: tells where photos are that were not written.
        state: where size and columns are kept.
        parent: the window.
    """

    def __init__(
        self, event: WriteFinished, session: Session, state: QSettings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Write report"))
        self.resize(980, 640)
        self._rows = rows_of(event, session)
        widths = {
            self.tr("Photo"): 210,
            self.tr("Place"): 110,
            self.tr("File"): 170,
            self.tr("Outcome"): 110,
            self.tr("Why"): 0,
        }
        self.model: RowModel[ReportRow] = RowModel(tuple(widths), cells)
        self.table = RowTable(self.tr("What was written"), self.model, widths)
        self.details = DetailsPane(self.tr("What Changed"))
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Rows listed"))
        self._build(_summary(event))
        self.table.current_changed.connect(self._show_details)
        trouble = sum(row.is_trouble for row in self._rows)
        self.choice.addItem(self.tr("Everything ({})").format(wording.number(len(self._rows))))
        if trouble:
            self.choice.addItem(
                self.tr("Shortened or refused ({})").format(wording.number(trouble))
            )
        self.choice.currentIndexChanged.connect(self._list)
        self._list()
        remember(state, "write report", self, self.table.horizontalHeader(), self._splitter)
        self.table.setFocus()

    def _build(self, summary: str) -> None:
        heading = QLabel(summary)
        heading.setProperty("heading", True)
        heading.setWordWrap(True)
        label = QLabel(self.tr("&List"))
        label.setBuddy(self.choice)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self.choice)
        line.addStretch()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.details)
        self._splitter.setSizes([270, 220])
        self._splitter.setHandleWidth(9)
        self._splitter.setChildrenCollapsible(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addLayout(line)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(buttons)

    def _list(self) -> None:
        chosen: Sequence[ReportRow] = self._rows
        if self.choice.currentIndex() == 1:
            chosen = [row for row in self._rows if row.is_trouble]
        self.model.show_items(chosen)
        if chosen:
            self.table.selectRow(0)

    def _show_details(self, number: int) -> None:
        if not 0 <= number < len(self.model.items):
            return
        row = self.model.items[number]
        if row.report is None:
            self.details.show_refusal(row.path, row.reason)
        else:
            self.details.show_result(row.report)


def _summary(event: WriteFinished) -> str:
    changed = sum(report.changed for _, report in event.reports)
    same = len(event.reports) - changed
    parts = [wording.counted(changed, "{} photo written", "{} photos written")]
    if same:
        parts.append(_tr("{} held everything already").format(wording.number(same)))
    if event.failed:
        failed = wording.number(len(event.failed))
        parts.append(_tr("{} not written, files untouched").format(failed))
    return ", ".join(parts)
