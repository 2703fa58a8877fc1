"""The left side of the sweep, and what stands on its right while nothing is open."""

from __future__ import annotations

from enum import StrEnum
from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale, QSettings, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from phototagger.core.sweep import SweepOrder, SweepWord, in_order
from phototagger.ui import wording
from phototagger.ui.sweep_words import WordList


class SweepScope(StrEnum):
    """Which photos are swept."""

    LIBRARY = "library"
    VIEW = "view"
    SELECTION = "selection"


_SCOPES = {
    SweepScope.LIBRARY: QT_TRANSLATE_NOOP("SweepSide", "Whole library"),
    SweepScope.VIEW: QT_TRANSLATE_NOOP("SweepSide", "Photos in view"),
    SweepScope.SELECTION: QT_TRANSLATE_NOOP("SweepSide", "Selected photos"),
}
_ORDERS = {
    SweepOrder.COUNT: QT_TRANSLATE_NOOP("SweepSide", "Most photos first"),
    SweepOrder.MEAN: QT_TRANSLATE_NOOP("SweepSide", "Most probable first"),
    SweepOrder.NAME: QT_TRANSLATE_NOOP("SweepSide", "By name"),
}


class SweepSide(QWidget):
    """Which photos are swept, and the words with open suggestions.

    Signals:
        scope_chosen(): other photos are to be swept.

    Attributes:
        scope, order: the boxes.
        list: the words.

    Args:
        state: where scope and order are kept.
    """

    scope_chosen = Signal()

    def __init__(self, state: QSettings) -> None:
        super().__init__()
        self._state = state
        self._words: tuple[SweepWord, ...] | None = None
        self.list = WordList()
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("Photos that are swept"))
        for scope, text in _SCOPES.items():
            self.scope.addItem(self.tr(cast(str, text)), scope.value)
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("Order of the words"))
        for order, text in _ORDERS.items():
            self.order.addItem(self.tr(cast(str, text)), order.value)
        for box, name in ((self.scope, "sweep/scope"), (self.order, "sweep/order")):
            box.setCurrentIndex(max(0, box.findData(str(state.value(name, "")))))
            # Longer texts must not push the side wider.
            box.setMinimumContentsLength(12)
        self._total = QLabel()
        self._total.setProperty("dim", True)
        self._total.setWordWrap(True)
        self._total.setContentsMargins(12, 0, 12, 4)
        boxes = QVBoxLayout()
        boxes.setContentsMargins(10, 0, 10, 4)
        boxes.addWidget(self.scope)
        boxes.addWidget(self.order)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.addLayout(boxes)
        layout.addWidget(self._total)
        layout.addWidget(self.list, 1)
        self.scope.activated.connect(self._on_scope)
        self.order.activated.connect(self._on_order)
        self.show_words(None, "")

    @property
    def chosen_scope(self) -> SweepScope:
        """Which photos are swept."""
        return SweepScope(str(self.scope.currentData()))

    @property
    def words(self) -> tuple[SweepWord, ...] | None:
        """The words in order, None while they are counted."""
        return self._words

    def show_scopes(self, counts: dict[SweepScope, int]) -> None:
        """Say how many photos a scope has."""
        for scope, count in counts.items():
            text = self.tr(cast(str, _SCOPES[scope]))
            text = self.tr("{} · {}").format(text, QLocale().toString(count))
            self.scope.setItemText(self.scope.findData(scope.value), text)

    def choose_library(self) -> None:
        """Sweep the whole library."""
        self.scope.setCurrentIndex(self.scope.findData(SweepScope.LIBRARY.value))
        self._on_scope()

    def show_words(self, words: tuple[SweepWord, ...] | None, name: str) -> None:
        """Show words in the chosen order, *name* as the current one.

        Args:
            words: the words; None while they are counted.
            name: the word that is swept.
        """
        self._words = None if words is None else in_order(words, self._chosen_order)
        self.list.show_words(self._words or (), name)
        if self._words is None:
            self._total.setText(self.tr("Counting…"))
            return
        number = wording.counted(len(self._words), "word", "words")
        total = sum(word.count for word in self._words)
        suggestions = wording.counted(total, "open suggestion", "open suggestions")
        self._total.setText(self.tr("{}, {}").format(number, suggestions))

    def take_word(self, name: str, left: int) -> str:
        """Take a swept word off the list, or leave it with what is still open.

        Returns:
            The word that follows, "" for none.
        """
        words = self._words or ()
        row = self.list.words.row_of(name)
        following = words[row + 1 :] or words[: max(0, row)]
        kept = tuple(
            SweepWord(word.name, left, word.mean) if word.name == name else word
            for word in words
            if word.name != name or left
        )
        wanted = following[0].name if following else ""
        self.show_words(kept, wanted)
        return wanted

    @property
    def _chosen_order(self) -> SweepOrder:
        return SweepOrder(str(self.order.currentData()))

    def _on_scope(self) -> None:
        self._state.setValue("sweep/scope", self.chosen_scope.value)
        self.show_words(None, "")
        self.scope_chosen.emit()

    def _on_order(self) -> None:
        self._state.setValue("sweep/order", self._chosen_order.value)
        self.show_words(self._words, self.list.current_name)


class SweepEmpty(QWidget):
    """Says that no suggestion waits.

    Attributes:
        everything, leave: the buttons.
    """

    def __init__(self) -> None:
        super().__init__()
        title = QLabel(self.tr("No suggestion waits"))
        title.setProperty("heading", True)
        self._text = QLabel()
        self._text.setProperty("dim", True)
        self.everything = QPushButton(self.tr("Sweep the Whole Library"))
        self.leave = QPushButton(self.tr("Back to the Photos"))
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.everything, self.leave):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for label in (title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        layout.addStretch(3)

    def say(self, *, is_library: bool) -> None:
        """Say why: for the whole library, or for a part of it."""
        self._text.setText(
            self.tr("Every suggestion in the library is decided or hidden.")
            if is_library
            else self.tr("Every suggestion on these photos is decided or hidden.")
        )
        self.everything.setVisible(not is_library)
