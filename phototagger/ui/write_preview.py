"""What a write would do, file by file, before anything is touched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import WritePreviewReady
from phototagger.core.photo import PhotoId
from phototagger.core.session import Session
from phototagger.core.writer import WritePlan
from phototagger.ui import theme, wording
from phototagger.ui.plain_table import PlainTable

_WRAPPED_ROWS = 300
"""Tables up to here wrap long cells; measuring more rows would be felt."""

_WIDTHS = {"Photo": 170, "Added": 0, "Removed": 150, "Kept": 60, "Where": 130, "Remarks": 220}


class WritePreview(QDialog):
    """A table of plans with one button to carry them out.

    Args:
        preview: the plans.
        session: tells the names of refused photos.
        parent: the window.
    """

    def __init__(self, preview: WritePreviewReady, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Write keywords"))
        self.resize(900, 520)
        self._plans = preview.plans
        heading = QLabel(_summary([plan for _, plan in preview.plans]))
        heading.setProperty("heading", True)
        promise = QLabel(
            self.tr(
                "Only keywords change; picture data and camera data stay byte for byte. "
                "“Undo write” brings the files back exactly."
            )
        )
        promise.setProperty("dim", True)
        promise.setWordWrap(True)
        self.table = self._table(preview, session)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.write_button = self.buttons.addButton(
            self.tr("Write {}").format(wording.photos(len(self._plans))),
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.write_button.setProperty("primary", True)
        self.write_button.setEnabled(bool(self._plans))
        self.write_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        for part in (heading, promise):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)

    @property
    def ids(self) -> list[PhotoId]:
        """The photos that would be written."""
        return [photo_id for photo_id, _ in self._plans]

    def _table(self, preview: WritePreviewReady, session: Session) -> QTableWidget:
        rows = len(preview.refused) + len(preview.plans)
        table = PlainTable(self.tr("Planned changes"), _WIDTHS, rows)
        table.setAlternatingRowColors(True)
        colors = theme.current()
        names = {p.id: p.path.name for p in session.photos(i for i, _ in preview.refused)}
        for row, (photo_id, reason) in enumerate(preview.refused):
            name = names.get(photo_id, "")
            _fill(table, row, [name, "", "", "", "not written", reason], {5: colors.error})
        for row, (_, plan) in enumerate(preview.plans, start=len(preview.refused)):
            _fill(table, row, _cells(plan), {1: colors.accepted, 2: colors.rejected})
        plans = [plan for _, plan in preview.plans]
        table.setColumnHidden(2, not any(plan.removed for plan in plans))
        table.setColumnHidden(5, not preview.refused and not any(plan.notes for plan in plans))
        if table.rowCount() <= _WRAPPED_ROWS:
            table.setWordWrap(True)
            table.horizontalHeader().sectionResized.connect(table.resizeRowsToContents)
        table.setCurrentIndex(QModelIndex())
        return table


def _cells(plan: WritePlan) -> list[str]:
    return [
        plan.path.name,
        ", ".join(f"+{name}" for name in plan.added),
        ", ".join(f"−{name}" for name in plan.removed),
        str(len(plan.kept)),
        _where(plan.path, plan.targets),
        "; ".join(plan.notes),
    ]


def _where(path: Path, targets: Iterable[Path]) -> str:
    names = ["in the photo" if target == path else target.name for target in targets]
    return ", ".join(names)


def _fill(table: QTableWidget, row: int, cells: list[str], tints: dict[int, QColor]) -> None:
    for column, text in enumerate(cells):
        item = QTableWidgetItem(text)
        item.setToolTip(wording.plain(text))
        if column in tints:
            item.setForeground(tints[column])
        table.setItem(row, column, item)


def _summary(plans: list[WritePlan]) -> str:
    added = sum(len(plan.added) for plan in plans)
    removed = sum(len(plan.removed) for plan in plans)
    text = f"{wording.keywords(added)} to add in {wording.photos(len(plans))}"
    return f"{text}, {removed:,} to remove" if removed else text
