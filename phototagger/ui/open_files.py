"""Files the system asks the program to open: dropped on its icon, or "open with" (macOS).

Elsewhere a second start brings them, see `one_instance`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

Take = Callable[[list[Path]], None]


class OpenFiles(QObject):
    """Keeps what the system asks for until somebody listens.

    Args:
        app: the application, which gets the events.
    """

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__()
        self._app = app
        self._waiting: list[Path] = []
        self._take: Take | None = None
        app.installEventFilter(self)

    def listen(self, take: Take | None) -> None:
        """Give files to *take* from now on, and those that waited; None lets them wait."""
        self._take = take
        if take is not None and self._waiting:
            waiting, self._waiting = self._waiting, []
            take(waiting)

    def remove(self) -> None:
        """Take no more events."""
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the wish to open a file."""
        if not isinstance(event, QFileOpenEvent):
            return False
        if event.url().isLocalFile():
            self._waiting.append(Path(event.url().toLocalFile()))
            self.listen(self._take)
        return True
