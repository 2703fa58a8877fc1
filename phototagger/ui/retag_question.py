"""Photos to tag, some of which have suggestions already: only the others, or all again?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from phototagger.ui import wording


class RetagChoice(QWidget):
    """The two ways, the smaller one chosen.

    Signals:
        changed(): the other way was chosen.

    Args:
        count: all photos.
        fresh: those without suggestions.
    """

    changed = Signal()

    def __init__(self, count: int, fresh: int) -> None:
        super().__init__()
        self._count, self._fresh = count, fresh
        known = QLabel(
            self.tr("{} of {} have suggestions already.").format(
                wording.number(count - fresh), wording.photos(count)
            )
        )
        known.setWordWrap(True)
        only = self.tr("Only those without suggestions ({})").format(wording.number(fresh))
        again = self.tr("All of them, with fresh suggestions ({})").format(wording.number(count))
        self.only = QRadioButton(only)
        self.again = QRadioButton(again)
        self.only.setChecked(True)
        self.only.toggled.connect(lambda is_on: self.changed.emit())
        safe = QLabel(self.tr("What you accepted, rejected or typed stays in either case."))
        safe.setProperty("dim", True)
        safe.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (known, self.only, self.again, safe):
            layout.addWidget(part)

    @property
    def is_all(self) -> bool:
        """Whether all photos are tagged again."""
        return self.again.isChecked()

    @property
    def count(self) -> int:
        """How many photos are tagged."""
        return self._count if self.is_all else self._fresh


class RetagQuestion(QDialog):
    """Asks before photos are tagged where nothing else is asked.

    Args:
        count: all photos.
        fresh: those without suggestions.
        parent: the window.
    """

    def __init__(self, count: int, fresh: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tag photos"))
        self.setMinimumWidth(420)
        heading = QLabel(self.tr("Which photos shall be tagged?"))
        heading.setProperty("heading", True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        self.choice = RetagChoice(count, fresh)
        self.remember = QCheckBox(self.tr("Don't ask again"))
        self.remember.setToolTip(self.tr("The settings have the answer, and take it back"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.tag_button = buttons.addButton(self.tr("Tag"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.tag_button.setProperty("primary", True)
        self.tag_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for part in (heading, self.choice, self.remember, buttons):
            layout.addWidget(part)
        self.choice.only.setFocus()
