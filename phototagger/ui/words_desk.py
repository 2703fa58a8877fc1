"""Learned words in the window: explains the highlighted one, and opens My Words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from phototagger.core.events import Progress, ThumbnailReady, Work
from phototagger.core.session import Session
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.browser import Browser
from phototagger.ui.evidence_strip import MOST, PICTURE_PX
from phototagger.ui.photo_model import pixmap_of
from phototagger.ui.tag_panel import TagPanel
from phototagger.ui.words_dialog import WordsDialog


class WordsDesk(QObject):
    """Wires what was learned into the window.

    Args:
        session: tells what was learned.
        bridge: brings events.
        panel: the list of tags, with the strip that explains.
        browser: knows the photo that the tags belong to, and goes to others.
        switch: switches learning on or off, in the settings.
        window: parent of the dialog.
    """

    def __init__(
        self,
        session: Session,
        bridge: GuiBridge,
        panel: TagPanel,
        browser: Browser,
        switch: Callable[[bool], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._panel = panel
        self._browser = browser
        self._switch = switch
        self._window = window
        self._edge_px = 0
        self._built_in: frozenset[str] | None = None
        self._progress: Progress | None = None
        self.dialog: WordsDialog | None = None
        panel.highlighted.connect(self.explain)
        panel.evidence.photo_wanted.connect(browser.show_photo)
        bridge.thumbnail_ready.connect(self._on_thumbnail)
        bridge.words_learned.connect(self._on_learned)
        bridge.progressed.connect(self._on_progress)
        panel.is_own = self._is_own

    def explain(self, name: str) -> None:
        """Show what a tag of the current photo is learned from; nothing where it is not."""
        photo_id = self._browser.current_id if self._browser.selected_ids() else None
        is_learned = bool(name) and self._panel.is_learned(name)
        ids = self._session.words.photos_like(photo_id, name) if photo_id and is_learned else []
        if not ids:
            self._panel.evidence.clear()
            return
        photos = self._session.photos(ids[:MOST])
        self._panel.evidence.show_photos(name, photos)
        self._edge_px = round(PICTURE_PX * self._panel.devicePixelRatioF())
        self._session.look_aside([photo.id for photo in photos], self._edge_px)

    def show_words(self) -> None:
        """Open My Words."""
        dialog = WordsDialog(self._window)
        self.dialog = dialog
        words = self._session.words
        dialog.learn_wanted.connect(words.start)
        dialog.stop_wanted.connect(words.stop)
        dialog.chosen.connect(words.choose)
        dialog.switched.connect(self._on_switched)
        dialog.finished.connect(self._on_closed)
        self._refresh_dialog()
        dialog.take_progress(self._progress)
        dialog.open()

    def _on_learned(self) -> None:
        self._built_in = None
        self._refresh_dialog()

    def _is_own(self, name: str) -> bool:
        return name not in self._of_the_service()

    def _of_the_service(self) -> frozenset[str]:
        """Return the learned words that the service suggests as well: not the user's own."""
        if self._built_in is None:
            names = [word.name for word in self._session.words.summary().words]
            self._built_in = self._session.everywhere.of_the_service(names)
        return self._built_in

    def _refresh_dialog(self) -> None:
        if self.dialog is not None:
            words = self._session.words
            is_on = self._session.settings.learn_words
            self.dialog.show_words(
                words.summary(), words.choices(), is_on=is_on, built_in=self._of_the_service()
            )

    def _on_switched(self, is_on: bool) -> None:
        self._switch(is_on)
        self._refresh_dialog()

    def _on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _on_progress(self, progress: Progress) -> None:
        if progress.work is Work.LEARNING:
            self._progress = progress
            if self.dialog is not None:
                self.dialog.take_progress(progress)

    def _on_thumbnail(self, event: ThumbnailReady) -> None:
        if event.edge_px == self._edge_px and event.thumbnail is not None:
            self._panel.evidence.take_picture(event.id, pixmap_of(event.thumbnail))
