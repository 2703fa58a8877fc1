"""Keeps the side of the window and the library up with the disk."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu

from phototagger.core.events import CountsReady, RootsSeen
from phototagger.core.session import Session
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.sidebar import Sidebar

_SWEEP_MS = 2000
_LOOK_AGAIN_S = 15.0
"""Coming back to the window looks at every file again, but no more often than this."""


class LibraryWatch(QObject):
    """Shows folders and counts, and has changes on the disk noticed.

    Every two seconds the folders are asked whether names came or went; when the user comes back
    to the window, all files are looked at, because a file written in place changes no folder.

    Signals:
        close_wanted(Path): the user wants a folder out of the library.

    Args:
        session: does the work.
        bridge: brings its events.
        sidebar: shows folders and counts.
        parent: owner.
    """

    close_wanted = Signal(object)

    def __init__(
        self, session: Session, bridge: GuiBridge, sidebar: Sidebar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._sidebar = sidebar
        self._looked_s = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_SWEEP_MS)
        self._timer.timeout.connect(session.notice_changes)
        self._timer.start()
        sidebar.folder_menu_wanted.connect(self._on_menu)
        bridge.counts_ready.connect(self._on_counts)
        bridge.roots_seen.connect(self._on_roots)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)

    def begin(self) -> None:
        """Show what is known without looking at the disk."""
        self._sidebar.show_folders(self._session.roots())
        self._session.count()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        is_due = time.monotonic() - self._looked_s > _LOOK_AGAIN_S
        if state is Qt.ApplicationState.ApplicationActive and is_due:
            self._looked_s = time.monotonic()
            self._session.look_again()

    def _on_counts(self, event: CountsReady) -> None:
        self._sidebar.show_counts(event.by_filter)
        self._sidebar.show_tree(event.tree)

    def _on_roots(self, event: RootsSeen) -> None:
        self._sidebar.show_folders(event.roots, event.offline)

    def _on_menu(self, folder: Path, point: QPoint) -> None:
        menu = QMenu(self._sidebar)
        close = menu.addAction(self.tr("Close this folder"))
        show = menu.addAction(self.tr("Show in file manager"))
        chosen = menu.exec(point)
        if chosen is close:
            self.close_wanted.emit(folder)
        elif chosen is show:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
