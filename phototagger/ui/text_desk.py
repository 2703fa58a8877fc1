"""Titles, descriptions and conflicts of the selection: between the inspector and the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSettings, QTimer

from phototagger.core.events import FieldsRead, PhotosChanged
from phototagger.core.fields import Kind
from phototagger.core.photo import PhotoId
from phototagger.core.review import Review
from phototagger.core.session import Session
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.inspector import Inspector
from phototagger.ui.review_desk import ReviewDesk

_CALM_MS = 120
"""A photo that is only passed by is not opened."""

_FOLDED = "texts_folded"


class TextDesk(QObject):
    """Shows the texts of the selection and the conflicts of the current photo; takes edits.

    Args:
        session: reads fields.
        bridge: brings what was read.
        inspector: shows it.
        desk: makes edits undoable.
        state: where it is kept whether the fields are folded away.
        parent: owner.
    """

    def __init__(
        self,
        session: Session,
        bridge: GuiBridge,
        inspector: Inspector,
        desk: ReviewDesk,
        state: QSettings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._fields = inspector.texts
        self._conflicts = inspector.conflicts
        self._desk = desk
        self._id: PhotoId | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CALM_MS)
        self._timer.timeout.connect(self._ask)
        self._fields.set_folded(str(state.value(_FOLDED, 1)) != "0")
        self._fields.folded.connect(lambda folded: state.setValue(_FOLDED, int(folded)))
        self._fields.edited.connect(desk.set_text)
        self._fields.left.connect(inspector.panel.list.setFocus)
        self._conflicts.text_chosen.connect(self._use)
        bridge.fields_read.connect(self._take)
        bridge.photos_changed.connect(self._on_photos_changed)

    def keep(self) -> None:
        """Keep what was typed, at once."""
        self._fields.keep()

    def edit(self) -> None:
        """Let the user type a title."""
        self._fields.edit()

    def show_texts(self, ids: Sequence[PhotoId], reviews: Mapping[PhotoId, Review]) -> None:
        """Show the texts of the selected photos."""
        self._fields.show_texts(ids, reviews)

    def look(self, photo_id: PhotoId | None) -> None:
        """Show the conflicts of this photo soon; of none when it is None."""
        if photo_id == self._id:
            return
        self._id = photo_id
        self._conflicts.show_reading(None)
        if photo_id is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _ask(self) -> None:
        if self._id is not None and self._session.photos([self._id]):
            self._session.read_fields(self._id)

    def _take(self, event: FieldsRead) -> None:
        if event.id == self._id:
            self._conflicts.show_reading(event.reading)

    def _on_photos_changed(self, event: PhotosChanged) -> None:
        if self._id in event.ids:  # written, restored, or changed by another program
            self._timer.start()

    def _use(self, kind: Kind, text: str) -> None:
        if self._id is not None:
            self._fields.set_folded(False)
            self._desk.set_text([self._id], kind, text)
