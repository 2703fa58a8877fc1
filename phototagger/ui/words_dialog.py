"""My Words: what was learned from the user, how good it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import Progress
from phototagger.core.learning.values import Footing, LearnedWord, Summary, WordChoice
from phototagger.ui import language, theme, wording
from phototagger.ui.plain_table import PlainTable

_tr = language.Texts("words_dialog")

_NAME_ROLE = Qt.ItemDataRole.UserRole
_MARGIN_PX = 16


class WordsDialog(QDialog):
    """Lists the learned words.

    Signals:
        learn_wanted(): learn now.
        stop_wanted(): stop learning.
        chosen(str, WordChoice | None): the user decided about one word.
        switched(bool): learning as a whole was switched on or off.
    """

    learn_wanted = Signal()
    stop_wanted = Signal()
    chosen = Signal(str, object)
    switched = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("My Words"))
        self.resize(720, 520)
        self._is_filling = False
        self.switch = QCheckBox(self.tr("Learn my words"))
        self.switch.setToolTip(self.tr("Off: nothing is learned, and no learned tag is suggested."))
        self._about = QLabel(
            self.tr(
                "Give some photos a keyword of your own, and PhotoTagger finds more photos like "
                "them. It learns on this computer; nothing about your words leaves it."
            )
        )
        self._about.setProperty("dim", True)
        self._about.setWordWrap(True)
        self.table = PlainTable(
            self.tr("Learned words"),
            {
                self.tr("Word"): 210,
                self.tr("Examples"): 110,
                self.tr("On your own photos"): 0,
            },
            0,
        )
        self.table.setAlternatingRowColors(True)
        self._empty = QLabel()
        self._empty.setProperty("dim", True)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.state = QLabel()
        self.state.setProperty("dim", True)
        self.state.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Learning your words"))
        self.learn = QPushButton(self.tr("Learn Now"))
        self.learn.setProperty("primary", True)
        self.forget = QPushButton(self.tr("Forget"))
        self.forget.setToolTip(
            self.tr("Forget what was learned about this word. Your keywords stay.")
        )
        self.close_button = QPushButton(self.tr("Close"))
        self._is_running = False
        self._build_layout()
        self._connect()
        self.take_progress(None)

    def _build_layout(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.forget)
        line.addStretch(1)
        line.addWidget(self.learn)
        line.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.setSpacing(10)
        for part in (self.switch, self._about):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.state)
        layout.addWidget(self._bar)
        layout.addLayout(line)

    def _connect(self) -> None:
        self.switch.toggled.connect(self.switched)
        self.learn.clicked.connect(self._on_learn)
        self.forget.clicked.connect(self._on_forget)
        self.close_button.clicked.connect(self.accept)
        self.table.itemChanged.connect(self._on_item_changed)
        self.table.itemSelectionChanged.connect(self._refresh_buttons)

    def show_words(
        self,
        summary: Summary,
        choices: Mapping[str, WordChoice],
        *,
        is_on: bool,
        built_in: AbstractSet[str] = frozenset(),
    ) -> None:
        """Show what was learned and what the user decided about it.

        Args:
            summary: what was learned.
            choices: what the user decided about single words.
            is_on: words are learned at all.
            built_in: words that the service suggests as well; they come last.
        """
        kept = self._selected()
        with QSignalBlocker(self.switch):
            self.switch.setChecked(is_on)
        forgotten = sorted(n for n, c in choices.items() if c is WordChoice.FORGOTTEN)
        own = [word for word in _best_first(summary.words) if word.name not in built_in]
        others = [word for word in _best_first(summary.words) if word.name in built_in]
        with QSignalBlocker(self.table):
            self.table.clearSpans()
            self.table.setRowCount(len(summary.words) + len(forgotten) + bool(others))
            for row, word in enumerate(own):
                self._fill(row, word.name, _examples(word), describe(word), choices.get(word.name))
            for row, name in enumerate(forgotten, start=len(own)):
                self._fill(row, name, "", self.tr("forgotten"), WordChoice.FORGOTTEN)
            start = len(own) + len(forgotten) + 1
            if others:
                self._fill_heading(start - 1)
            for row, word in enumerate(others, start=start):
                self._fill(row, word.name, _examples(word), describe(word), choices.get(word.name))
        for row in range(self.table.rowCount()):
            if kept and self._name_at(row) == kept:
                self.table.selectRow(row)
        self.table.setVisible(self.table.rowCount() > 0)
        self._empty.setVisible(self.table.rowCount() == 0)
        self._empty.setText(_why_empty(summary))
        self.table.setEnabled(is_on)
        self._say(summary)
        self._refresh_buttons()

    def take_progress(self, progress: Progress | None) -> None:
        """Show how far learning is; None is not running."""
        self._is_running = progress is not None and progress.is_running
        self._bar.setVisible(self._is_running)
        if progress is not None and progress.is_running:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
        self.learn.setText(self.tr("Stop") if self._is_running else self.tr("Learn Now"))
        self._refresh_buttons()

    def _fill(
        self, row: int, name: str, examples: str, told: str, choice: WordChoice | None
    ) -> None:
        first = QTableWidgetItem(name)
        first.setData(_NAME_ROLE, name)
        first.setToolTip(wording.plain(name))
        first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        first.setCheckState(Qt.CheckState.Checked if choice is None else Qt.CheckState.Unchecked)
        self.table.setItem(row, 0, first)
        if choice is WordChoice.OFF:
            told = self.tr("switched off · {}").format(told)
        for column, text in ((1, examples), (2, told)):
            item = QTableWidgetItem(text)
            item.setToolTip(wording.plain(text))
            self.table.setItem(row, column, item)

    def _fill_heading(self, row: int) -> None:
        """Part the user's own words from those the service has as well."""
        heading = QTableWidgetItem(self.tr("Built-in words you accepted"))
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setForeground(theme.current().dim)
        self.table.setItem(row, 0, heading)
        for column in (1, 2):
            self.table.setItem(row, column, QTableWidgetItem())
        self.table.setSpan(row, 0, 1, 3)

    def _say(self, summary: Summary) -> None:
        if not summary.trained_at:
            self.state.setText("")
            return
        when = wording.moment(summary.trained_at)
        said = self.tr("Learned from your words on {}, {}.").format(
            wording.photos(summary.reviewed), when
        )
        if summary.corrections:
            said += " " + wording.counted(
                len(summary.corrections),
                "Your decisions correct {} built-in tag.",
                "Your decisions correct {} built-in tags.",
            )
        self.state.setText(said)

    def _selected(self) -> str:
        return self._name_at(self.table.currentRow())

    def _name_at(self, row: int) -> str:
        item = self.table.item(row, 0)
        return "" if item is None else str(item.data(_NAME_ROLE) or "")

    def _refresh_buttons(self) -> None:
        examples = self.table.item(self.table.currentRow(), 1)
        has_word = examples is not None and bool(self.table.selectedItems())
        is_known = has_word and examples is not None and examples.text() != ""
        is_on = self.switch.isChecked()
        self.learn.setEnabled(is_on)
        self.forget.setEnabled(is_on and is_known and not self._is_running)

    def _on_learn(self) -> None:
        (self.stop_wanted if self._is_running else self.learn_wanted).emit()

    def _on_forget(self) -> None:
        self.chosen.emit(self._selected(), WordChoice.FORGOTTEN)

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            is_wanted = item.checkState() is Qt.CheckState.Checked
            self.chosen.emit(str(item.data(_NAME_ROLE)), None if is_wanted else WordChoice.OFF)


def describe(word: LearnedWord) -> str:
    """Return how good a word is, for example "right 9 of 10 times · finds 9 of 12"."""
    if word.footing is Footing.UNSURE:
        return _tr("not sure enough to suggest yet; more examples help")
    if word.footing is Footing.NEIGHBOURS:
        return _tr("few examples: suggested only for photos very much like one of them")
    return _tr("right {} of {} times · finds {} of {}").format(
        *map(wording.number, (word.right, word.shown, word.right, word.examples))
    )


def _best_first(words: tuple[LearnedWord, ...]) -> list[LearnedWord]:
    order = (Footing.HEAD, Footing.NEIGHBOURS, Footing.UNSURE)
    return sorted(words, key=lambda word: (order.index(word.footing), -word.right, word.name))


def _examples(word: LearnedWord) -> str:
    return wording.photos(word.examples)


def _why_empty(summary: Summary) -> str:
    if summary.trained_at:
        return _tr(
            "Nothing was learned yet: no keyword is on two photos that were tagged on this "
            "computer.\n\nTag your photos, give at least two of them the same keyword, "
            "five for a start, and learn again."
        )
    return _tr(
        "Nothing was learned yet.\n\nTag your photos, then give a keyword of your own, "
        "such as a place, a person or a client, to a few of them. After 25 new keywords or "
        "decisions PhotoTagger learns by itself, or press Learn Now."
    )
