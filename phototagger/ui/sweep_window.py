"""The sweep: one word at a time, all photos where it is suggested, and a cut between yes and no.

Shows and asks; what a gesture means is decided by who listens to its signals.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QElapsedTimer,
    QLocale,
    QSettings,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import ThumbnailReady
from phototagger.core.photo import PhotoId
from phototagger.core.session import Session
from phototagger.core.sweep import SweepPhotos, SweepWord
from phototagger.ui import wording
from phototagger.ui.dialog_memory import remember
from phototagger.ui.photo_model import pixmap_of
from phototagger.ui.sweep_grid import SweepGrid
from phototagger.ui.sweep_keys import ON_PHOTOS, Gesture, gesture_of
from phototagger.ui.sweep_model import SweepModel
from phototagger.ui.sweep_parts import SweepEmpty, SweepScope, SweepSide
from phototagger.ui.sweep_peek import SweepPeek

_SIDE_PX = 250


_HOLD_MS = 350
_TILE_STEP_PX = 24


class SweepWindow(QDialog):
    """Words on the left, the photos of one of them on the right.

    Signals:
        word_wanted(str): show the photos of a word.
        words_wanted(): list the words again, other photos count now.
        decided(str, list, list): the word, the photos to accept and those to reject.
        undo_wanted(): take the last gesture back.
        redo_wanted(): do it again.
        pictures_wanted(): other photos are on the screen.
        peek_wanted(): the current photo is to be shown larger.

    Args:
        session: tells about photos.
        state: where the size, the order and the scope are kept.
        parent: the window it belongs to.
    """

    word_wanted = Signal(str)
    words_wanted = Signal()
    decided = Signal(str, object, object)
    undo_wanted = Signal()
    redo_wanted = Signal()
    pictures_wanted = Signal()
    peek_wanted = Signal()

    def __init__(self, session: Session, state: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._is_listed = False
        self._wanted = ""
        self._peeked = QElapsedTimer()
        self.setWindowTitle(self.tr("Sweep"))
        self.model = SweepModel(session, self)
        self.grid = SweepGrid(self.model)
        self.peek = SweepPeek(self.grid)
        self.side = SweepSide(state)
        self.list = self.side.list
        self.empty = SweepEmpty()
        self._build_page()
        self._build_layout(parent)
        self._connect()
        self._verbs = self._make_verbs()
        self._say_sides()
        self.grid.setFocus()

    # Building

    def _build_page(self) -> None:
        self._title = QLabel()
        self._title.setProperty("heading", True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._advice = QLabel()
        self._advice.setProperty("dim", True)
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._sides = QLabel()
        self._sides.setAccessibleName(self.tr("What will be done"))
        self.leave_open = QCheckBox(self.tr("Leave the rest &open"))
        self.leave_open.setToolTip(self.tr("Reject nothing: what lies below the cut stays open"))
        self.accept_button = QPushButton(self.tr("Accept Only"))
        self.accept_button.setToolTip(
            self.tr("Accept what lies above, reject nothing (Shift+Enter)")
        )
        self.apply_button = QPushButton(self.tr("Apply and Go On"))
        self.apply_button.setProperty("primary", True)
        self.apply_button.setToolTip(
            self.tr("Accept what lies above, reject what lies below, next word (Enter)")
        )
        for button in (self.accept_button, self.apply_button):
            button.setAutoDefault(False)
        head = QVBoxLayout()
        head.setContentsMargins(14, 10, 14, 8)
        head.setSpacing(3)
        head.addWidget(self._title)
        line = QHBoxLayout()
        line.addWidget(self._advice, 1)
        line.addWidget(self._said, 1)
        head.addLayout(line)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 4)
        foot.addWidget(self._sides, 1)
        foot.addWidget(self.leave_open)
        foot.addSpacing(8)
        foot.addWidget(self.accept_button)
        foot.addSpacing(8)
        foot.addWidget(self.apply_button)
        hints = QLabel(
            self.tr(
                "[ ] cut by 5 %  ·  { } by 1 %  ·  PgUp PgDn by a row  ·  Home End all or none"
                "  ·  C cut here  ·  Arrows photo  ·  Space flip  ·  R larger  ·  Ctrl+Down word"
            )
        )
        hints.setProperty("dim", True)
        hints.setContentsMargins(14, 0, 14, 8)
        # Longer texts must not push the window wider.
        for label in (self._title, self._advice, self._said, self._sides, hints):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        hints.setWordWrap(True)
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(self.grid, 1)
        page.addLayout(foot)
        page.addWidget(hints)

    def _build_layout(self, parent: QWidget) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._page)
        self._stack.addWidget(self.empty)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.side)
        self._splitter.addWidget(self._stack)
        self._splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self.resize(parent.size().expandedTo(QSize(760, 520)))
        self._splitter.setSizes([_SIDE_PX, self.width() - _SIDE_PX])
        tile_px = str(self._state.value("sweep/tile_edge_px", ""))
        if tile_px.isdecimal():
            self.grid.set_edge(int(tile_px))
        remember(self._state, "sweep", self, self._splitter)
        for before, after in (
            (self.grid, self.leave_open),
            (self.leave_open, self.accept_button),
            (self.accept_button, self.apply_button),
            (self.apply_button, self.side.scope),
            (self.side.scope, self.side.order),
            (self.side.order, self.list),
        ):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.side.scope_chosen.connect(self._on_scope)
        self.empty.everything.clicked.connect(self.side.choose_library)
        self.empty.leave.clicked.connect(self.accept)
        self.leave_open.toggled.connect(self._on_leave_open)
        self.accept_button.clicked.connect(self.apply_accepted)
        self.apply_button.clicked.connect(self.apply)
        self.list.word_chosen.connect(self.want)
        self.list.clicked.connect(lambda index: self.grid.setFocus())
        self.model.sides_changed.connect(self._say_sides)
        self.grid.rows_visible.connect(self.pictures_wanted)
        self.grid.photo_opened.connect(self.toggle_peek)
        self.grid.selectionModel().currentChanged.connect(self._on_current_changed)
        self.peek.closed.connect(self.close_peek)

    # What is swept

    def want(self, name: str) -> None:
        """Go to a word; its photos are asked for."""
        self._wanted = name
        self.close_peek()
        if name != self.model.sweep.name:
            self.model.clear()
        self.list.show_current(name)
        self.word_wanted.emit(name)

    def show_words(self, words: tuple[SweepWord, ...]) -> None:
        """Show the words with open suggestions; the one that is swept stays the current one."""
        is_known = any(word.name == self._wanted for word in words)
        if self._wanted and not is_known and not self._is_listed:
            self.say(self.tr("“{}” is not suggested on any of these photos.").format(self._wanted))
        self._is_listed = True
        self.side.show_words(words, self._wanted)
        listed = self.side.words or ()
        name = self._wanted if is_known else next((word.name for word in listed), "")
        self._settle()
        if not name:
            self._wanted = ""
            self.model.clear()
        elif name != self._wanted or not self.model.sweep.name:
            self.want(name)

    def show_photos(self, photos: SweepPhotos) -> None:
        """Show the photos of the word that is wanted."""
        if photos.name != self._wanted:
            return  # another one is wanted meanwhile
        is_same = photos.ids == self.model.sweep.ids and photos.name == self.model.sweep.name
        if not is_same:
            self.model.show_photos(photos)
        self._say_title()

    def take_thumbnail(self, event: ThumbnailReady, pixmap: QPixmap | None) -> None:
        """Show the pixels that came for a tile."""
        self.model.take_thumbnail(event, pixmap)
        self.grid.viewport().update()

    def say(self, text: str) -> None:
        """Say what was just done."""
        self._said.setText(text)
        self._said.setToolTip(wording.plain(text))

    # Gestures

    def apply(self) -> None:
        """Accept what lies above the cut, reject what lies below, and go to the next word."""
        if self.model.leaves_rest_open:
            self.apply_accepted()
        else:
            self._decide(*self.model.sides())

    def apply_accepted(self) -> None:
        """Accept what lies above the cut, leave the rest, and go to the next word."""
        self._decide(self.model.sides()[0], [])

    def _decide(self, accepted: list[PhotoId], rejected: list[PhotoId]) -> None:
        name = self.model.sweep.name
        if not name or not self.model.rowCount():
            return  # still on its way
        left = self.model.rowCount() - len(accepted) - len(rejected)
        self.decided.emit(name, accepted, rejected)
        self._wanted = self.side.take_word(name, left)
        self.model.clear()
        self._settle()
        if self._wanted:
            self.want(self._wanted)
        self.say(
            self.tr("“{}”: {} accepted, {} rejected. Ctrl+Z takes that back.").format(
                name, QLocale().toString(len(accepted)), QLocale().toString(len(rejected))
            )
        )

    def toggle_peek(self) -> None:
        """Show the current photo larger, or no more."""
        if self.peek.isVisible():
            self.close_peek()
        elif self.grid.current_row >= 0:
            self._peeked.start()
            self.show_peek(None)
            self.peek_wanted.emit()

    def close_peek(self) -> None:
        """Show the grid again."""
        self.peek.hide()

    def show_peek(self, event: ThumbnailReady | None) -> None:
        """Show the current photo larger, with the pixels that came or those of its tile."""
        row = self.grid.current_row
        photo_id = self.model.id_at(row)
        if photo_id is None:
            return
        known = self.model.pictures.get(photo_id)
        pixmap = known.pixmap if known is not None else None
        problem = self.model.problem(row)
        if event is not None:
            pixmap = pixmap_of(event.thumbnail) if event.thumbnail is not None else None
            problem = event.problem
        self.peek.show_photo(pixmap, self.model.spoken(row), self.model.fate(row), problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Carry out what a key means; Escape leaves the larger photo first, then the sweep."""
        gesture, focused = gesture_of(event), QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape and self.peek.isVisible():
            self.close_peek()
        elif gesture is Gesture.APPLY and isinstance(focused, QAbstractButton):
            focused.click()
        elif gesture in ON_PHOTOS and focused not in (self.grid, self.list):
            event.ignore()
        elif gesture is Gesture.PEEK and event.isAutoRepeat():
            event.accept()  # the key is being held
        elif gesture is not None:
            self._verbs[gesture]()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the larger photo when its key was held."""
        is_peek = event.key() == Qt.Key.Key_R and not event.isAutoRepeat()
        if is_peek and self.peek.isVisible() and self._peeked.hasExpired(_HOLD_MS):
            self.close_peek()
        else:
            super().keyReleaseEvent(event)

    def _make_verbs(self) -> dict[Gesture, Callable[[], object]]:
        model, grid = self.model, self.grid
        return {
            Gesture.APPLY: self.apply,
            Gesture.APPLY_ACCEPTED: self.apply_accepted,
            Gesture.FLIP: lambda: model.flip(grid.current_row),
            Gesture.ACCEPT: lambda: model.choose(grid.current_row, is_accepted=True),
            Gesture.REJECT: lambda: model.choose(grid.current_row, is_accepted=False),
            Gesture.CUT_LOWER: lambda: self._cut(lambda: model.step_probability(-0.05)),
            Gesture.CUT_HIGHER: lambda: self._cut(lambda: model.step_probability(0.05)),
            Gesture.CUT_LOWER_FINE: lambda: self._cut(lambda: model.step_probability(-0.01)),
            Gesture.CUT_HIGHER_FINE: lambda: self._cut(lambda: model.step_probability(0.01)),
            Gesture.CUT_ROW_UP: lambda: self._cut(lambda: model.set_cut(grid.cut_by_line(-1))),
            Gesture.CUT_ROW_DOWN: lambda: self._cut(lambda: model.set_cut(grid.cut_by_line(1))),
            Gesture.CUT_AT_TOP: lambda: self._cut(lambda: model.set_cut(0)),
            Gesture.CUT_AT_END: lambda: self._cut(lambda: model.set_cut(model.rowCount())),
            Gesture.CUT_HERE: lambda: self._cut(lambda: model.set_cut(grid.current_row + 1)),
            Gesture.PEEK: self.toggle_peek,
            Gesture.NEXT_WORD: lambda: self.list.step(1),
            Gesture.PREVIOUS_WORD: lambda: self.list.step(-1),
            Gesture.LEAVE_OPEN: self.leave_open.toggle,
            Gesture.LARGER: lambda: grid.set_edge(grid.edge_px + _TILE_STEP_PX),
            Gesture.SMALLER: lambda: grid.set_edge(grid.edge_px - _TILE_STEP_PX),
            Gesture.UNDO: self.undo_wanted.emit,
            Gesture.REDO: self.redo_wanted.emit,
        }

    def _cut(self, move: Callable[[], None]) -> None:
        move()
        self.grid.show_cut()

    def done(self, result: int) -> None:
        """Keep the size of the tiles, however the window is left."""
        self._state.setValue("sweep/tile_edge_px", self.grid.edge_px)
        super().done(result)

    # Private

    def _on_scope(self) -> None:
        self._is_listed = False
        self.model.clear()
        self._settle()
        self.words_wanted.emit()

    def _on_leave_open(self, is_on: bool) -> None:
        self.model.leaves_rest_open = is_on
        self.model.sides_changed.emit()
        self.grid.setFocus()

    def _on_current_changed(self) -> None:
        if self.peek.isVisible():
            self.show_peek(None)
            self.peek_wanted.emit()

    def _settle(self) -> None:
        """Show photos, or why there are none."""
        is_empty = self.side.words == ()
        self._stack.setCurrentWidget(self.empty if is_empty else self._page)
        if is_empty:
            self.empty.say(is_library=self.side.chosen_scope is SweepScope.LIBRARY)
            self.empty.leave.setFocus()
        elif QApplication.focusWidget() in (None, self.empty.leave, self.empty.everything):
            self.grid.setFocus()

    def _say_title(self) -> None:
        sweep = self.model.sweep
        self._title.setText(
            self.tr("“{}” on {}").format(sweep.name, wording.photos(len(sweep.ids)))
        )
        percent = wording.percent(sweep.cut.probability)
        if sweep.cut.decisions:
            earlier = wording.counted(sweep.cut.decisions, "earlier decision", "earlier decisions")
            self._advice.setText(
                self.tr("Suggested cut {}, from {} about this word").format(percent, earlier)
            )
        else:
            self._advice.setText(
                self.tr("Suggested cut {}, as for every word without earlier decisions").format(
                    percent
                )
            )

    def _say_sides(self) -> None:
        accepted, rejected, flipped = self.model.counts()
        number = QLocale().toString
        if self.model.leaves_rest_open:
            rest = self.tr("{} stay open").format(number(rejected))
        else:
            rest = self.tr("{} rejected").format(number(rejected))
        text = self.tr("{} will be accepted, {}").format(number(accepted), rest)
        if flipped:
            text = self.tr("{}, {} flipped").format(text, number(flipped))
        self._sides.setText(text if self.model.rowCount() else "")
        self.accept_button.setEnabled(accepted > 0)
        self.apply_button.setEnabled(self.model.rowCount() > 0)
        self.apply_button.setText(
            self.tr("Accept and Go On")
            if self.model.leaves_rest_open
            else self.tr("Apply and Go On")
        )
        if self.peek.isVisible():
            self.show_peek(None)
            self.peek_wanted.emit()
