"""Tells the desktop that long work ended while the user is in another window."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from phototagger.core.events import Progress, Work
from phototagger.core.session import Session
from phototagger.ui import icons, wording
from phototagger.ui.bridge import GuiBridge

_LONG_S = 10.0
_SHOWN_MS = 10_000
_TOLD: dict[Work, str] = {
    Work.SCAN: str(QT_TRANSLATE_NOOP("Notifier", "Looking for photos is done: {}.")),
    Work.TAGGING: str(QT_TRANSLATE_NOOP("Notifier", "Tagging is done: {}.")),
    Work.WRITING: str(QT_TRANSLATE_NOOP("Notifier", "Writing keywords is done: {}.")),
    Work.EXPORT: str(QT_TRANSLATE_NOOP("Notifier", "The export is done: {}.")),
}


class Notifier(QObject):
    """Watches how long work takes, and tells of its end.

    Args:
        session: its settings say whether anything is told.
        bridge: brings progress.
        window: whose user is told.
        clock: returns seconds.
        show: shows a text outside the window; the system's notifications when None.
    """

    def __init__(
        self,
        session: Session,
        bridge: GuiBridge,
        window: QWidget,
        clock: Callable[[], float] = time.monotonic,
        show: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._clock = clock
        self._show = show or self._show_by_system
        self._begun_s: dict[Work, float] = {}
        self._tray: QSystemTrayIcon | None = None
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(_SHOWN_MS)
        self._end.timeout.connect(self._hide)
        bridge.progressed.connect(self._on_progress)

    def _on_progress(self, progress: Progress) -> None:
        if progress.work not in _TOLD:
            return
        if progress.is_running:
            self._begun_s.setdefault(progress.work, self._clock())
            return
        begun_s = self._begun_s.pop(progress.work, None)
        if begun_s is None or self._clock() - begun_s < _LONG_S:
            return
        if self._session.settings.notify_when_done and not self._window.isActiveWindow():
            self._show(self._text(progress))

    def _text(self, progress: Progress) -> str:
        text = self.tr(_TOLD[progress.work]).format(wording.photos(progress.done))
        if progress.failed:
            failed = self.tr("{} could not be done.").format(wording.photos(progress.failed))
            text = f"{text} {failed}"
        return text

    def _show_by_system(self, text: str) -> None:
        QApplication.alert(self._window)
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icons.application_icon(), self)
            self._tray.messageClicked.connect(self._come_back)
            self._tray.activated.connect(self._come_back)
        self._tray.show()
        self._tray.showMessage("PhotoTagger", text, icons.application_icon(), _SHOWN_MS)
        self._end.start()

    def _come_back(self) -> None:
        self._hide()
        self._window.raise_()
        self._window.activateWindow()

    def _hide(self) -> None:
        if self._tray is not None:
            self._tray.hide()
