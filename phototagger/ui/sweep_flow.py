"""From the wish to sweep a word to decisions on the undo stack."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QWidget

from phototagger.core.events import ReviewsChanged, ThumbnailReady
from phototagger.core.photo_query import PhotoIds
from phototagger.core.session import Session
from phototagger.core.sweep_events import SweepDecided, SweepPhotosReady, SweepWordsReady
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.browser import Browser
from phototagger.ui.sweep_parts import SweepScope
from phototagger.ui.sweep_window import SweepWindow
from phototagger.ui.tag_panel import TagPanel
from phototagger.ui.tile_delegate import tile_pixmap
from phototagger.ui.undo import ApplyReviewChange, History, Step
from phototagger.ui.undo_desk import UndoDesk

_CALM_MS = 250
_PICTURES_CALM_MS = 150
_SCREENS_AHEAD = 2


class SweepFlow(QObject):
    """Opens the sweep, does what it asks for, and tells what came of it.

    Args:
        session: finds words and photos, and makes gestures.
        bridge: brings events.
        stack: takes the gestures.
        undoing: takes them back.
        panel: knows the highlighted tag.
        browser: knows the photos in view and the selected ones.
        state: where the sweep keeps its size and its choices.
        window: what it belongs to.
    """

    def __init__(
        self,
        session: Session,
        bridge: GuiBridge,
        stack: History,
        undoing: UndoDesk,
        panel: TagPanel,
        browser: Browser,
        state: QSettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._stack = stack
        self._undoing = undoing
        self._panel = panel
        self._browser = browser
        self._state = state
        self._window = window
        self._edge_px = self._peek_px = 0
        self._swept: dict[int, str] = {}  # place on the undo stack → word
        self.dialog: SweepWindow | None = None
        self._calm = self._timer(_CALM_MS, self._on_calm)
        # The grid behind asks for its own pictures when states change, and forgets ours.
        self._pictures_calm = self._timer(_PICTURES_CALM_MS, self._want_pictures)
        bridge.sweep_words_ready.connect(self._on_words)
        bridge.sweep_photos_ready.connect(self._on_photos)
        bridge.sweep_decided.connect(self._on_decided)
        bridge.reviews_changed.connect(self._on_reviews_changed)
        bridge.photos_changed.connect(lambda event: self._pictures_calm.start())
        bridge.thumbnail_ready.connect(self._on_thumbnail)

    def _timer(self, calm_ms: int, verb: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(calm_ms)
        timer.timeout.connect(verb)
        return timer

    def start_highlighted(self) -> None:
        """Sweep the highlighted tag, or the word with most open suggestions."""
        names = self._panel.current_names()
        self.start(names[0] if len(names) == 1 else "")

    def start(self, name: str = "") -> None:
        """Open the sweep on a word; "" is the one with most open suggestions."""
        if self.dialog is not None or self._stack.refuses():
            return
        dialog = SweepWindow(self._session, self._state, self._window)
        self.dialog = dialog
        dialog.side.show_scopes(
            {
                SweepScope.VIEW: len(self._browser.model.ids),
                SweepScope.SELECTION: self._browser.selected_count(),
            }
        )
        dialog.word_wanted.connect(self._open_word)
        dialog.words_wanted.connect(self._list_words)
        dialog.decided.connect(self._session.sweeps.decide)
        dialog.undo_wanted.connect(self._undo)
        dialog.redo_wanted.connect(self._redo)
        dialog.pictures_wanted.connect(self._want_pictures)
        dialog.peek_wanted.connect(self._want_peek)
        dialog.finished.connect(self._on_closed)
        if name:
            dialog.want(name)
        self._list_words()
        dialog.open()

    # Asking

    def _scope(self) -> PhotoIds[int] | None:
        scope = self.dialog.side.chosen_scope if self.dialog is not None else SweepScope.LIBRARY
        if scope is SweepScope.VIEW:
            return array("q", self._browser.model.ids)
        if scope is SweepScope.SELECTION:
            return array("q", self._browser.selected_ids())
        return None

    def _list_words(self) -> None:
        self._session.sweeps.list_words(self._scope())

    def _open_word(self, name: str) -> None:
        self._session.sweeps.open(name, self._scope())

    def _want_pictures(self) -> None:
        if self.dialog is None:
            return
        grid, model = self.dialog.grid, self.dialog.model
        rows = grid.visible_rows()
        if not rows:
            return
        ahead = len(rows) * _SCREENS_AHEAD
        around = [*range(rows[-1] + 1, rows[-1] + 1 + ahead), *range(rows[0] - 1, -1, -1)[:ahead]]
        self._edge_px = round(grid.shown_edge_px * grid.devicePixelRatioF())
        model.pictures.make_room_for(2 * (len(rows) + 2 * ahead), self._edge_px)
        missing = model.missing_pictures([*rows, *around], self._edge_px)
        self._session.look_at(missing, self._edge_px)

    def _want_peek(self) -> None:
        if self.dialog is None:
            return
        photo_id = self.dialog.model.id_at(self.dialog.grid.current_row)
        if photo_id is not None:
            self._peek_px = self.dialog.peek.edge_px()
            self._session.look_closer([(photo_id, self._peek_px)])

    # Answers

    def _on_words(self, event: SweepWordsReady) -> None:
        if self.dialog is not None and event.scope == self._scope():
            self.dialog.show_words(event.words)

    def _on_photos(self, event: SweepPhotosReady) -> None:
        if self.dialog is not None and event.scope == self._scope():
            self.dialog.show_photos(event.photos)

    def _on_decided(self, event: SweepDecided) -> None:
        if self._session.mass.is_running:
            if self.dialog is not None:
                self.dialog.say(self.tr("Wait until the photos are changed, or stop that."))
                self._calm.start()  # the word comes back
        elif event.change.ids:
            self._stack.push(ApplyReviewChange(self._session, event.change))
            self._swept[self._stack.index()] = event.name

    def _on_reviews_changed(self, event: ReviewsChanged) -> None:
        if self.dialog is not None:
            self._calm.start()

    def _on_calm(self) -> None:
        """Count again, and look whether the photos of the word changed."""
        if self.dialog is None:
            return
        self._list_words()
        if name := self.dialog.model.sweep.name:
            self._open_word(name)

    def _on_thumbnail(self, event: ThumbnailReady) -> None:
        if self.dialog is None:
            return
        if event.edge_px == self._edge_px:
            ratio = self.dialog.devicePixelRatioF()
            found = event.thumbnail
            pixmap = tile_pixmap(found, ratio) if found is not None else None
            self.dialog.take_thumbnail(event, pixmap)
        current = self.dialog.model.id_at(self.dialog.grid.current_row)
        is_peek = event.edge_px == self._peek_px and event.id == current
        if is_peek and self.dialog.peek.isVisible():
            self.dialog.show_peek(event)

    # Undo

    def _undo(self) -> None:
        if self.dialog is None or not self._stack.canUndo() or self._undoing.is_busy:
            return
        if self._has_to_wait(self._stack.index() - 1):
            return
        name = self._swept.get(self._stack.index(), "")
        self.dialog.say(self.tr("Undone: {}").format(self._stack.undoText()))
        self._undoing.undo()
        if name:
            self.dialog.want(name)

    def _redo(self) -> None:
        if self.dialog is None or not self._stack.canRedo() or self._undoing.is_busy:
            return
        if self._has_to_wait(self._stack.index()):
            return
        self.dialog.say(self.tr("Done again: {}").format(self._stack.redoText()))
        self._undoing.redo()

    def _on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
            self._calm.stop()
            self._pictures_calm.stop()
            self._browser.grid.look_again()

    def _has_to_wait(self, place: int) -> bool:
        """Say that a step that takes its time, as a write does, is undone elsewhere."""
        if self._session.sweeps.is_deciding:  # what is on its way builds on the step
            return True
        step = self._stack.command(place)
        takes_time = isinstance(step, Step) and step.takes_time
        if takes_time and self.dialog is not None:
            self.dialog.say(self.tr("The next step takes its time; go back to the photos for it."))
        return takes_time
