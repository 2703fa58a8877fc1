"""Typing the beginning of a file name to go there.

Single letters are shortcuts of the window. So a search begins with a letter or digit that is no
shortcut, or with any letter typed with Shift; what is typed right after it belongs to the search.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

_PAUSE_MS = 1200
_MARGINS_PX = (10, 6, 10, 6)
_GAP_PX = 12


class TypeAhead(QObject):
    """Collects what is typed.

    Signals:
        wanted(str): go to the next name that begins so; "" when the search is over.
    """

    wanted = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.end)

    @property
    def is_running(self) -> bool:
        """True while more letters belong to the search."""
        return bool(self._text)

    def claims(self, event: QKeyEvent) -> bool:
        """True when a key is for the search although it may be a shortcut."""
        if self.is_running and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            return True
        if not _is_text(event):
            return False
        is_shifted_letter = (
            event.modifiers() == Qt.KeyboardModifier.ShiftModifier and event.text().isalpha()
        )
        return self.is_running or is_shifted_letter

    def take(self, event: QKeyEvent) -> bool:
        """Take a key; returns False when it is none for a search."""
        if self.is_running and event.key() == Qt.Key.Key_Backspace:
            self._text = self._text[:-1]
        elif _is_text(event) and (self.is_running or not event.text().isspace()):
            self._text += event.text()
        else:
            return False
        if self._text:
            self._pause.start()
        self.wanted.emit(self._text)
        return True

    def end(self) -> None:
        """Forget what was typed."""
        if self._text:
            self._text = ""
            self.wanted.emit("")


class TypedName(QLabel):
    """Shows what was typed, over the lower left corner of the grid."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = parent
        self.setObjectName("typed-name")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAutoFillBackground(True)
        self.setFrameShape(QLabel.Shape.StyledPanel)
        self.setContentsMargins(*_MARGINS_PX)
        self.hide()

    def say(self, text: str, *, is_found: bool) -> None:
        """Show *text*, or nothing when it is empty."""
        self.setVisible(bool(text))
        shown = self.tr("Name: {}") if is_found else self.tr("Name: {}  (none here)")
        self.setText(shown.format(text))
        self.adjustSize()
        self.move(_GAP_PX, self._grid.height() - self.height() - _GAP_PX)


def _is_text(event: QKeyEvent) -> bool:
    others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    others |= Qt.KeyboardModifier.MetaModifier
    # AltGr, with which many letters are typed, comes as Ctrl+Alt on Windows.
    is_combined = bool(event.modifiers() & others) and event.modifiers() & others != (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    return bool(event.text()) and event.text().isprintable() and not is_combined
