"""Keeps the right side of the window at the selection: the current photo and the merged tags."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from phototagger.core.events import PhotosChanged, TagsMerged
from phototagger.core.photo import Photo, PhotoId
from phototagger.core.review import selection_rows
from phototagger.core.session import Session
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.browser import Browser
from phototagger.ui.inspector import Inspector
from phototagger.ui.text_desk import TextDesk

_TAGS_CALM_MS = 100
_MERGED_AT_ONCE = 50
"""Selections up to here are merged at every change; larger ones when changes come to rest."""
_MERGED_HERE = 300
"""Selections up to here are merged in this thread (20 ms); larger ones in the background."""


class SelectionDesk(QObject):
    """Shows what is selected.

    Signals:
        refreshed(int): so many photos are selected now, and shown.

    Args:
        session: tells about photos.
        bridge: brings events.
        browser: knows what is selected.
        inspector: shows it.
        texts: shows titles and descriptions.
        parent: owner.
    """

    refreshed = Signal(int)

    def __init__(
        self,
        session: Session,
        bridge: GuiBridge,
        browser: Browser,
        inspector: Inspector,
        texts: TextDesk,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._browser = browser
        self._inspector = inspector
        self._texts = texts
        self._merging: list[PhotoId] = []
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_TAGS_CALM_MS)
        self._calm.timeout.connect(self._refresh_tags)
        browser.selection_changed.connect(self.refresh)
        bridge.reviews_changed.connect(self._on_reviews_changed)
        bridge.photos_changed.connect(self._on_reviews_changed)
        bridge.photos_changed.connect(self._on_photos_changed)
        bridge.tags_merged.connect(self._on_tags_merged)

    def refresh(self) -> None:
        """Show the selection anew."""
        self._texts.keep()  # for the photos selected before
        count = self._browser.selected_count()
        if self._show_current() is not None and not self._browser.is_large:
            self._browser.want_closeup(self._inspector.view.wanted_edge_px())
        self._texts.look(self._browser.current_id if count else None)
        if count > _MERGED_HERE:
            self._inspector.show_merging(count)
        self._refresh_tags()
        self._inspector.panel.highlight_first_suggestion()
        self.refreshed.emit(count)

    def _show_current(self) -> Photo | None:
        count = self._browser.selected_count()
        current = self._browser.current_id if count else None
        photo = next(iter(self._session.photos([current])), None) if current is not None else None
        picture = self._browser.quick_picture() if photo else None
        problem = self._browser.current_problem() if photo else ""
        self._inspector.show_photo(photo, count, picture, problem)
        return photo

    def _on_photos_changed(self, event: PhotosChanged) -> None:
        if self._browser.current_id in event.ids:
            self._show_current()

    def _refresh_tags(self) -> None:
        self._merging = ids = self._browser.selected_ids()
        if len(ids) > _MERGED_HERE:
            self._session.merge_tags(ids)
            self._inspector.say_tagged(None)
            self._texts.show_texts(ids, {})
            return
        reviews = self._session.reviews(ids)
        self._inspector.say_tagged(reviews[ids[0]] if len(ids) == 1 and ids[0] in reviews else None)
        self._inspector.show_tags(selection_rows(reviews.values()), self._session.photos(ids))
        self._texts.show_texts(ids, reviews)

    def _on_tags_merged(self, event: TagsMerged) -> None:
        if event.ids is self._merging:
            self._inspector.show_merged(event.tags, len(event.ids))

    def _on_reviews_changed(self, event: object) -> None:
        if self._browser.selected_count() > _MERGED_AT_ONCE:
            self._calm.start()
        elif not set(getattr(event, "ids", ())).isdisjoint(self._browser.selected_ids()):
            self._refresh_tags()
