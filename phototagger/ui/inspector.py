"""The right side of the window: the current photo, what it is, and its tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from phototagger.core.merged_tags import MergedTags
from phototagger.core.photo import Photo, TaggingState
from phototagger.core.review import Review, SelectionRow
from phototagger.ui import wording
from phototagger.ui.conflict_line import ConflictLine
from phototagger.ui.favourites import Favourites
from phototagger.ui.language import said
from phototagger.ui.photo_view import PhotoView
from phototagger.ui.tag_panel import TagPanel
from phototagger.ui.text_fields import TextFields


class Inspector(QWidget):
    """Photo above, tags below.

    Args:
        known_tags: returns words for a prefix.
        favourites: the user's sets and recent words; None for none yet.
    """

    def __init__(
        self, known_tags: Callable[[str], list[str]], favourites: Favourites | None = None
    ) -> None:
        super().__init__()
        self._shown: list[Path] = []
        self._tag_key = ""
        self.view = PhotoView()
        self.panel = TagPanel(known_tags, favourites)
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setContentsMargins(12, 8, 6, 0)
        self._state = QLabel()
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setContentsMargins(0, 8, 12, 0)
        self._state.setProperty("dim", True)
        self._line = QLabel()
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setProperty("dim", True)
        self._line.setContentsMargins(12, 0, 12, 4)
        self._line.setWordWrap(True)
        self.conflicts = ConflictLine()
        self.texts = TextFields()
        lower = QWidget()
        lower_layout = QVBoxLayout(lower)
        lower_layout.setContentsMargins(0, 0, 0, 0)
        lower_layout.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        lower_layout.addLayout(head)
        for part in (self._line, self.conflicts):
            lower_layout.addWidget(part)
        self._lower = lower_layout
        lower_layout.addWidget(self.texts)
        self.put_panel()
        # In a small window the open fields need the room.
        self.texts.folded.connect(self.panel.quick.setVisible)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.view)
        splitter.addWidget(lower)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([240, 480])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def put_panel(self) -> None:
        """Put the tags into their place above the texts, wherever they were lent to."""
        self._lower.insertWidget(self._lower.count() - 1, self.panel, 1)

    def show_photo(
        self, photo: Photo | None, count: int, picture: QPixmap | None, problem: str
    ) -> None:
        """Show the current photo of a selection.

        Args:
            photo: the current photo, None when nothing is selected.
            count: number of selected photos.
            picture: what is known of it.
            problem: why it cannot be shown, tagged or written, "" when it can.
        """
        problem = said(problem)
        self.view.show_pixmap(picture, problem if picture is None else "")
        if photo is None:
            self._title.setText("")
            self._line.setText("")
            return
        name = (
            photo.path.name if count == 1 else self.tr("{} selected").format(wording.photos(count))
        )
        metrics = self._title.fontMetrics()
        width = max(120, self.width() - 24 - self._state.sizeHint().width())
        self._title.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width))
        self._title.setToolTip(str(photo.path))
        size = QLocale().formattedDataSize(photo.fingerprint.size_bytes, 1)
        place = f"{photo.path.parent.name} · {size}" if count == 1 else photo.path.name
        self._line.setText(problem or place)

    def say_tagged(self, review: Review | None) -> None:
        """Say by whom, when and in which language the photo was tagged.

        Args:
            review: of the only selected photo, None where there is no such photo.
        """
        text = ""
        if review is not None and review.model:
            text = self.tr("Tagged by {}").format(review.model)
            if review.tagged_s:
                when = wording.day(review.tagged_s)
                spoken = self._language(review.language)
                text = self.tr("Tagged {} by {}, {}").format(when, review.model, spoken)
        self._line.setToolTip(wording.plain(text) if text else "")
        self._line.setAccessibleDescription(text)

    def _language(self, code: str) -> str:
        names = {"en": self.tr("English"), "cs": self.tr("Czech")}
        return names.get(code, code)

    def show_tags(self, rows: Sequence[SelectionRow], photos: Sequence[Photo]) -> None:
        """Show the merged tags of the selected photos."""
        self._say_state(rows, photos)
        states = {photo.tagging for photo in photos}
        paths = [photo.path for photo in photos]
        is_other = paths != self._shown
        self._shown = paths
        if is_other:
            self.panel.model.renumber()
        self.panel.show_rows(rows, len(photos), self._why_empty(states))
        if is_other:
            self.panel.start_over()

    def _say_state(self, rows: Sequence[SelectionRow], photos: Sequence[Photo]) -> None:
        """Say how far the review of the selected photos is, by shape and words."""
        reviewed = sum(photo.is_reviewed for photo in photos)
        self._state.setText("")
        if len(photos) > 1:
            if reviewed:
                told = self.tr("✓ {} of {} reviewed").format(reviewed, len(photos))
                self._state.setText(told)
            return
        best = max((p for row in rows for p in row.pending), default=-1.0)
        if reviewed:
            self._state.setText(self.tr("✓ reviewed"))
        elif best >= self.panel.threshold.hide_below or any(row.is_shown for row in rows):
            self._state.setText(self.tr("○ to review"))

    def show_merging(self, count: int) -> None:
        """Say that the tags of very many photos are on their way."""
        self._state.setText("")
        self._shown = []
        self.panel.model.renumber()
        text = self.tr("Collecting the tags of {}…").format(wording.photos(count))
        self.panel.show_rows((), count, text)

    def show_merged(self, tags: MergedTags, count: int) -> None:
        """Show the merged tags of very many photos."""
        self.panel.show_rows(tags.rows, count, self._why_empty(tags.tagging), tags)

    def name_key(self, key: QKeySequence) -> None:
        """Say which key asks for suggestions."""
        self._tag_key = key.toString(QKeySequence.SequenceFormat.NativeText)

    def _why_empty(self, states: AbstractSet[TaggingState]) -> str:
        if not states:
            return self.tr("Select a photo to see its tags.")
        if states & {TaggingState.QUEUED, TaggingState.RUNNING}:
            return self.tr("Suggestions are on their way…")
        if states == {TaggingState.TAGGED}:
            return self.tr("The service had no suggestion. Add keywords below.")
        if TaggingState.FAILED in states:
            return self.tr("This photo could not be tagged. Try again, or add keywords below.")
        if not self._tag_key:
            return self.tr("No tags yet. Ask for suggestions, or add keywords below.")
        text = self.tr("No tags yet. Press {} for suggestions, or add keywords below.")
        return text.format(self._tag_key)
