"""Holds the user back while all photos of a word change, and shows how far that is.

The first moments need no window: most runs are over then. What is typed or clicked meanwhile is
dropped, because a decision made in the middle would be neither before nor after the gesture.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from phototagger.ui import wording

_QUIET_MS = 300
_INPUT = (
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.Shortcut,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Drop,
)


class EverywhereRun(QObject):
    """One run at a time.

    Signals:
        stop_wanted(): the user wants everything as it was.

    Args:
        window: parent of the dialog.
    """

    stop_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._title = ""
        self._done = self._total = 0
        self.dialog: _Progress | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._show)

    @property
    def is_running(self) -> bool:
        """True between `begin` and `end`."""
        return self._quiet.isActive() or self.dialog is not None

    def begin(self, title: str, parent: QWidget) -> None:
        """Hold the user back."""
        self._title, self._window = title, parent
        self._done = self._total = 0
        self._quiet.start()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def step(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._done, self._total = done, total
        if self.dialog is not None:
            self.dialog.step(done, total)

    def end(self) -> None:
        """Let the user go on."""
        self._quiet.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        if self.dialog is not None:
            self.dialog.done(QDialog.DialogCode.Accepted)
            self.dialog.deleteLater()
            self.dialog = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drop what is typed and clicked before the dialog is there."""
        return event.type() in _INPUT

    def _show(self) -> None:
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.dialog = _Progress(self._title, self._window)
        self.dialog.rejected.connect(self.stop_wanted)
        self.dialog.step(self._done, self._total)
        self.dialog.open()


class _Progress(QDialog):
    """Closes only when the run has ended."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self._text = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self._text)
        layout.addWidget(self.bar)
        layout.addLayout(line)

    def step(self, done: int, total: int) -> None:
        """Show how far it is; 0 of 0 is going back."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if total:
            text = self.tr("{} of {}").format(wording.number(done), wording.photos(total))
        elif self.cancel.isEnabled():
            text = self.tr("Looking for the photos…")
        else:
            text = self.tr("Everything becomes as it was…")
        self._text.setText(text)

    def reject(self) -> None:
        """Ask for an end; the run tells when it has come."""
        if self.cancel.isEnabled():
            self.cancel.setEnabled(False)
            self.rejected.emit()
