"""Dragging and dropping: photos out of the window, files into it, tags onto photos."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from phototagger.core.events import Level, Notice, RootsSeen
from phototagger.core.photo import PhotoFilter, PhotoId
from phototagger.core.session import Session
from phototagger.ui import dragging, wording
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.browser import Browser
from phototagger.ui.review_desk import ReviewDesk
from phototagger.ui.sidebar import Sidebar

MOST_DRAGGED = 5_000
"""File managers take seconds for more, and so do we to look whether the files are there."""

_KEY = "drag"


class DragDesk(QObject):
    """What is dragged and dropped.

    Args:
        session: knows the photos, and opens files.
        bridge: takes notices; brings which folders are offline.
        browser: has the photos.
        sidebar: shows all photos after files came.
        desk: gives tags to photos.
        window: parent.
    """

    def __init__(
        self,
        session: Session,
        bridge: GuiBridge,
        browser: Browser,
        sidebar: Sidebar,
        desk: ReviewDesk,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._bridge = bridge
        self._browser = browser
        self._sidebar = sidebar
        self._desk = desk
        self._offline: frozenset[Path] = frozenset()
        browser.grid.drag_wanted.connect(self.drag_out)
        browser.grid.tags_dropped.connect(self._on_tags_dropped)
        bridge.roots_seen.connect(self._on_roots)

    # In

    def enter(self, event: QDragEnterEvent) -> None:
        """Welcome files and folders, and what can only be refused with a sentence."""
        if dragging.has_something(event.mimeData()):
            dragging.take_copy(event)

    def drop(self, event: QDropEvent) -> None:
        """Open what was dropped, or say why that cannot be."""
        if not dragging.has_something(event.mimeData()):
            return
        dragging.take_copy(event)
        found = dragging.dropped(event.mimeData())
        if found.problem:
            self._say(Level.WARNING, found.problem)
        if found.paths:
            self.open(found.paths)

    def open(self, paths: Sequence[Path]) -> None:
        """Add files and folders to the library and show all photos; no search hides them."""
        self._sidebar.choose(PhotoFilter.ALL)
        if self._browser.find_bar.text:
            self._browser.find_bar.search("")
        self._browser.grid.setFocus()
        self._session.open(paths)

    # Out

    def drag_out(self) -> None:
        """Let the user carry the selected photos to another program, as copies."""
        ids = self._browser.selected_ids()
        if len(ids) > MOST_DRAGGED:
            text = self.tr("At most {} photos can be dragged at once.")
            self._say(Level.INFO, text.format(wording.number(MOST_DRAGGED)))
            return
        photos = self._session.photos(ids)
        there = [photo for photo in photos if self._is_there(photo.path)]
        if len(there) < len(photos):
            known = {photo.id for photo in there}
            missing = [photo.path.name for photo in photos if photo.id not in known]
            self._say(Level.WARNING, dragging.missing_sentence(missing, len(photos)))
        if not there:
            return
        grid = self._browser.grid
        drag = QDrag(grid)
        drag.setMimeData(dragging.photos_mime(photo.path for photo in there))
        pictures = [self._browser.model.pixmap(photo.id) for photo in there[:3]]
        shown = [picture for picture in pictures if picture is not None]
        drag.setPixmap(dragging.drag_pixmap(shown, len(there), grid.devicePixelRatioF()))
        drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)

    def _is_there(self, path: Path) -> bool:
        # A folder that is offline may be a network drive that takes its time to say so.
        if any(path.is_relative_to(folder) for folder in self._offline):
            return False
        return os.path.isfile(path)  # noqa: PTH113 - thousands of times

    # Tags

    def _on_tags_dropped(self, names: tuple[str, ...], ids: list[PhotoId]) -> None:
        if names:
            self._desk.add_to(ids, names)

    def _on_roots(self, event: RootsSeen) -> None:
        self._offline = event.offline

    def _say(self, level: Level, text: str) -> None:
        self._bridge.announce(Notice(level, _KEY, text))
