"""Asks what to do about a damaged catalog: go on with one of its copies, afresh, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.library import Snapshot
from phototagger.ui import language, wording
from phototagger.ui.language import said

_tr = language.Texts("restore_dialog")


class RestoreDialog(QDialog):
    """Offers the copies of the catalog, the newest first, and a fresh start.

    Accepted means that `chosen` is to be used.

    Args:
        problem: one sentence that names the damaged file.
        snapshots: whole copies.
        parent: owner.
    """

    def __init__(
        self, problem: str, snapshots: Sequence[Snapshot], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._snapshots = list(snapshots)
        self.setWindowTitle("PhotoTagger")
        heading = QLabel(said(problem))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("heading", True)
        text = QLabel(
            self.tr(
                "Your photos and the keywords in them are not affected. Choose what to go on "
                "with; the damaged file is kept beside it."
            )
        )
        for label in (heading, text):
            label.setWordWrap(True)
        self.list = QListWidget()
        # The list would take the key for the beginning of a row.
        QShortcut(QKeySequence.StandardKey.Cancel, self, self.reject)
        self.list.setAccessibleName(self.tr("Copies of the catalog"))
        for snapshot in self._snapshots:
            self.list.addItem(QListWidgetItem(_text_of(snapshot)))
        self.list.addItem(QListWidgetItem(self.tr("An empty catalog")))
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(self.accept)
        buttons = QDialogButtonBox()
        use = buttons.addButton(self.tr("Use This"), QDialogButtonBox.ButtonRole.AcceptRole)
        stop = buttons.addButton(self.tr("Quit"), QDialogButtonBox.ButtonRole.RejectRole)
        stop.setDefault(True)
        use.setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        for part in (heading, text, self.list, buttons):
            layout.addWidget(part)
        self.resize(520, 320)

    @property
    def chosen(self) -> Snapshot | None:
        """The copy to go on with, None for an empty catalog."""
        row = self.list.currentRow()
        return self._snapshots[row] if 0 <= row < len(self._snapshots) else None


def _text_of(snapshot: Snapshot) -> str:
    made = wording.moment(snapshot.made.timestamp())
    return _tr("Copy of {}, {}").format(made, wording.photos(snapshot.photo_count))
