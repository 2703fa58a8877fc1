"""The right side of the window: the photo, the threshold, its tags, and a field to add some.

Shows and asks; what a gesture means is decided by who listens to its signals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.merged_tags import MergedTags
from phototagger.core.review import Coverage, SelectionRow, TagState
from phototagger.core.tags import clean_name
from phototagger.ui import wording
from phototagger.ui.evidence_strip import EvidenceStrip
from phototagger.ui.favourites import Favourites
from phototagger.ui.quick_words import QuickWords
from phototagger.ui.tag_delegate import Gesture, TagDelegate
from phototagger.ui.tag_entry import TagEntry
from phototagger.ui.tag_model import Section, SectionHead, TagModel
from phototagger.ui.tag_model import TagEntry as TagEntryRow
from phototagger.ui.threshold_bar import ThresholdBar

_LEAST_ROWS = 6
"""So many tags can be seen at once in the smallest window, whatever else is open."""

_ADD = QItemSelectionModel.SelectionFlag.Select
_CURRENT_ONLY = QItemSelectionModel.SelectionFlag.NoUpdate


class TagPanel(QWidget):
    """Tags of the selection.

    Signals:
        toggled(list[str]): accept these tags, or take that back.
        rejected(list[str]): reject these tags.
        renamed(str, str): replace a word by another.
        moved(list[str], int | None): move keywords up (-1), down (1) or to the top (None).
        placed(list[str], str): put keywords before this one, "" for behind the last.
        never_wanted(list[str]): never suggest these tags again, or take that back.
        added(tuple[str, ...]): words the user typed.
        accept_all(): accept everything from the threshold on.
        thresholds_changed(float, float): *hide_below* and *accept_from* were settled.
        photo_stepped(int): the user wants the next (1) or previous (-1) photo.
        highlighted(str): another tag is highlighted, or what is known about it changed; "" when
            it is none or more than one.

    Args:
        known_tags: returns words for a prefix.
        favourites: the user's sets and recent words; None for none yet.
        parent: owner.
    """

    toggled = Signal(object)
    rejected = Signal(object)
    renamed = Signal(str, str)
    moved = Signal(object, object)
    placed = Signal(object, str)
    never_wanted = Signal(object)
    added = Signal(object)
    accept_all = Signal()
    thresholds_changed = Signal(float, float)
    photo_stepped = Signal(int)
    highlighted = Signal(str)

    def __init__(
        self,
        known_tags: Callable[[str], list[str]],
        favourites: Favourites | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_own: Callable[[str], bool] = lambda _name: True
        self._rows: Sequence[SelectionRow] = ()
        self._photo_count = 0
        self._merged: MergedTags | None = None
        self._empty_text = ""
        self.model = TagModel(self)
        self.list = QListView()
        self.threshold = ThresholdBar()
        self._live_text = QLabel()
        self._accept_button = QPushButton()
        self.evidence = EvidenceStrip()
        self.entry = TagEntry(known_tags, lambda: self.favourites.recent)
        self.favourites = favourites or Favourites(parent=self)
        self.quick = QuickWords(self.favourites, self.keywords)
        self._hint = QLabel()
        self._build_list()
        self._build_layout()
        self._connect()
        self.show_rows((), 0, "")

    def _build_list(self) -> None:
        delegate = TagDelegate(self.list)
        delegate.clicked.connect(self._on_clicked)
        delegate.section_clicked.connect(self._toggle_section)
        self.list.setModel(self.model)
        self.list.setItemDelegate(delegate)
        self.list.setAccessibleName(self.tr("Tags of the selected photos"))
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.list.setMinimumHeight(_LEAST_ROWS * (self.list.fontMetrics().height() + 13))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setDragDropOverwriteMode(False)
        delegate.name_double_clicked.connect(self._on_name_double_clicked)
        self.list.installEventFilter(self)

    def _build_layout(self) -> None:
        self._live_text.setProperty("dim", True)
        self._live_text.setWordWrap(True)
        # Longer counts must not push the whole panel wider.
        self._live_text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._accept_button.setProperty("primary", True)
        self._hint.setProperty("dim", True)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = QHBoxLayout()
        line.addWidget(self._live_text, 1)
        line.addWidget(self._accept_button)
        self._controls = QWidget()
        controls = QVBoxLayout(self._controls)
        controls.setContentsMargins(10, 6, 10, 8)
        controls.setSpacing(4)
        controls.addWidget(self.threshold)
        controls.addLayout(line)
        entry_line = QVBoxLayout()
        entry_line.setContentsMargins(10, 8, 10, 10)
        entry_line.addWidget(self.entry)
        entry_line.addWidget(self.quick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._controls)
        layout.addWidget(self._hint, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.evidence)
        layout.addLayout(entry_line)

    def _connect(self) -> None:
        self.threshold.moved.connect(self._on_threshold_moved)
        self.threshold.settled.connect(self.thresholds_changed)
        self._accept_button.clicked.connect(self.accept_all)
        self.list.selectionModel().selectionChanged.connect(self._say_highlighted)
        self.model.placed.connect(self.placed)
        self.entry.names_entered.connect(self.added)
        self.entry.left.connect(self.list.setFocus)

    def show_rows(
        self,
        rows: Sequence[SelectionRow],
        photo_count: int,
        empty_text: str,
        merged: MergedTags | None = None,
    ) -> None:
        """Show the tags of the selection.

        Args:
            rows: merged tags.
            photo_count: number of selected photos.
            empty_text: what to say when there is no tag.
            merged: what *rows* come from, where they lack the single probabilities.
        """
        was_empty = not self._rows
        # What the service says as well needs no mark, whoever was surer of it.
        rows = [
            replace(row, is_learned=self.is_own(row.name)) if row.is_learned else row
            for row in rows
        ]
        self._rows, self._photo_count, self._empty_text = rows, photo_count, empty_text
        self._merged = merged
        self._refresh()
        if was_empty:
            self.highlight_first_suggestion()
        self._say_highlighted()

    def set_thresholds(self, hide_below: float, accept_from: float) -> None:
        """Place the handles as the settings say."""
        self.threshold.set_values(hide_below, accept_from)
        self._refresh()

    def keywords(self) -> list[str]:
        """Return the keywords of the selection, those that some photos have included."""
        return [row.name for row in self._rows if row.coverage is not Coverage.NONE]

    @property
    def rows(self) -> Sequence[SelectionRow]:
        """The tags of the selection, shown or not."""
        return self._rows

    def current_names(self) -> list[str]:
        """Return the tags highlighted in the list."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [name for row in rows if (name := self.model.name_at(row)) is not None]

    def is_learned(self, name: str) -> bool:
        """True when what was learned suggests a tag of the selection."""
        return any(row.is_learned for row in self._rows if row.name == name)

    def toggle_current(self) -> None:
        """Accept the highlighted tags, or take that back, and go to the next one."""
        self._act(self.toggled)

    def reject_current(self) -> None:
        """Reject the highlighted tags and go to the next one."""
        self._act(self.rejected)

    def never_current(self) -> None:
        """Ask for the highlighted tags never to be suggested again; go to the next one."""
        if self.current_names():
            self._act(self.never_wanted)

    def step(self, rows: int) -> None:
        """Highlight the next (1) or previous (-1) tag."""
        row = self.list.currentIndex().row() + rows
        while 0 <= row < self.model.rowCount() and self.model.name_at(row) is None:
            row += rows
        if 0 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row, 0))

    def move_current(self, step: int | None) -> None:
        """Ask for the highlighted keywords to be moved: -1 up, 1 down, None to the top."""
        if names := self.current_names():
            self.moved.emit(names, step)

    def toggle_numbered(self, digit: str) -> None:
        """Toggle the suggestion with that number."""
        if name := self.model.name_of_shortcut(digit):
            self.toggled.emit([name])

    def rename_current(self) -> None:
        """Ask for another word for the highlighted tag."""
        names = self.current_names()
        if len(names) != 1:
            return
        text, confirmed = QInputDialog.getText(
            self, self.tr("Rename"), self.tr("Replace “{}” by:").format(names[0]), text=names[0]
        )
        new_name = clean_name(text)
        if confirmed and new_name and new_name != names[0]:
            self.renamed.emit(names[0], new_name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and Right in the list go to another photo."""
        if watched is self.list and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None and event.type() is QEvent.Type.KeyPress:
                self.photo_stepped.emit(step)
                return True
        return False

    def _act(self, signal: SignalInstance) -> None:
        names = self.current_names()
        head = self.model.entry(self.list.currentIndex().row())
        if not names and isinstance(head, SectionHead):
            self._toggle_section(head.section)
            return
        if not names:
            self._highlight(self._first_tag_row())
            return
        row = self.list.currentIndex().row()
        following = self.model.name_at(row + 1)
        signal.emit(names)
        stay = self.model.row_of(following) if following else None
        self._highlight(row if stay is None else stay)

    def _toggle_section(self, section: Section) -> None:
        kept, row = self.current_names(), self.list.currentIndex().row()
        self.model.toggle_section(section)
        self._restore(kept)
        if not kept:  # the keyboard stays on the heading
            index = self.model.index(row, 0)
            self.list.selectionModel().setCurrentIndex(index, _CURRENT_ONLY)

    def _highlight(self, row: int) -> None:
        row = min(row, self.model.rowCount() - 1)
        while row >= 0 and self.model.name_at(row) is None:
            row -= 1
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)

    def highlight_first_suggestion(self) -> None:
        """Highlight what is next to decide, unless something is; so A and X act at once."""
        if self.current_names():
            return
        for row in range(self.model.rowCount()):
            entry = self.model.entry(row)
            if isinstance(entry, TagEntryRow) and entry.row.state is TagState.SUGGESTED:
                self.list.setCurrentIndex(self.model.index(row, 0))
                return

    def start_over(self) -> None:
        """Highlight what is first to decide: other photos are shown."""
        self.list.clearSelection()
        self.highlight_first_suggestion()

    def _first_tag_row(self) -> int:
        rows = range(self.model.rowCount())
        return next((row for row in rows if self.model.name_at(row) is not None), 0)

    def _refresh(self) -> None:
        kept = self.current_names()
        bar = self.threshold
        self.model.show(self._rows, self._photo_count, bar.hide_below, bar.accept_from)
        self._restore(kept)
        self._say()
        self._hint.setText(self._empty_text)
        self._hint.setVisible(not self._rows)
        self.list.setVisible(bool(self._rows))
        self._controls.setVisible(bool(self._rows))
        self.entry.setEnabled(self._photo_count > 0)
        self.quick.setEnabled(self._photo_count > 0)

    def _say_highlighted(self) -> None:
        names = self.current_names()
        self.highlighted.emit(names[0] if len(names) == 1 else "")

    def _restore(self, names: list[str]) -> None:
        rows = [row for name in names if (row := self.model.row_of(name)) is not None]
        if rows and not self.current_names():
            self.list.setCurrentIndex(self.model.index(rows[0], 0))
            for row in rows[1:]:
                self.list.selectionModel().select(self.model.index(row, 0), _ADD)

    def _say(self) -> None:
        bar, merged = self.threshold, self._merged
        pending: Mapping[float, int] = Counter(self.model.pending())
        always: Mapping[float, int] = Counter(self.model.always())
        hidden = self.model.hidden_count()
        if merged is not None:
            pending, always, hidden = merged.pending, merged.always, merged.hidden
        bar.show_probabilities([*pending, *always])
        below = sum(n for probability, n in pending.items() if probability < bar.hide_below)
        likely = sum(
            number
            for counts in (pending, always)
            for probability, number in counts.items()
            if probability >= bar.accept_from
        )
        maybe = sum(pending.values()) + sum(always.values()) - likely - below
        hidden += below
        self._live_text.setText(
            self.tr("{} to accept · {} maybe · {} hidden").format(
                *map(wording.number, (likely, maybe, hidden))
            )
        )
        self._accept_button.setText(
            self.tr("Accept {} from {}").format(
                wording.number(likely), wording.percent(bar.accept_from)
            )
        )
        self._accept_button.setToolTip(
            self.tr("Accept {} and go to the next photo (Enter)").format(
                wording.counted(likely, "suggestion", "suggestions")
            )
        )
        self._accept_button.setEnabled(likely > 0)

    def _on_threshold_moved(self, hide_below: float, accept_from: float) -> None:
        self._refresh()

    def _on_clicked(self, name: str, gesture: Gesture) -> None:
        names = self.current_names()
        names = names if name in names else [name]
        (self.toggled if gesture is Gesture.TOGGLE else self.rejected).emit(names)

    def _on_name_double_clicked(self, name: str) -> None:
        self.rename_current()
