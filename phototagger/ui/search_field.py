"""The line a search is typed into, with what may be typed next and how many photos that means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from phototagger.core.events import CountsReady
from phototagger.core.search import FILTERS, State
from phototagger.core.search_completion import Completion, Known, Offer, complete
from phototagger.ui import theme, wording

MOST_COUNTED = 1000
"""Photos of one word are counted up to here while the user types."""

_COUNT_ROLE = Qt.ItemDataRole.UserRole
_INSET_PX = 8


class SearchField(QLineEdit):
    """A line of search with completion; Esc empties it, then leaves it.

    Signals:
        left(): the user is done here: Enter, Down, or Esc in an empty field.

    Args:
        known_tags: returns words for a prefix, most used first.
        use_counts: returns on how many photos some words are keywords, up to `MOST_COUNTED`.
    """

    left = Signal()

    def __init__(
        self,
        known_tags: Callable[[str], list[str]],
        use_counts: Callable[[Sequence[str], int], Mapping[str, int]],
    ) -> None:
        super().__init__()
        self._known_tags = known_tags
        self._use_counts = use_counts
        self._known = Known(known_tags, self._count)
        self._completion = Completion(0)
        self._offers = QStandardItemModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        popup = QListView()
        popup.setObjectName("completions")
        popup.setAccessibleName(self.tr("What can be searched for"))
        popup.setItemDelegate(_OfferDelegate(popup))
        self._completer.setPopup(popup)
        popup.setItemDelegate(_OfferDelegate(popup))  # the completer put its own there
        self._completer.activated.connect(self._on_chosen)
        self.setPlaceholderText(self.tr("Search"))
        self.setAccessibleName(self.tr("Search photos"))
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._on_edited)

    def take_counts(self, counts: CountsReady) -> None:
        """Offer states, folders and file types with these numbers of photos."""
        folders: dict[str, int] = {}
        for folder, number in counts.tree.counts.items():
            name = folder.name or str(Path(folder))
            folders[name] = folders.get(name, 0) + number
        states: dict[State, int] = {
            state: counts.by_filter[choice]
            for state, choice in FILTERS.items()
            if state is not State.PROBLEM and choice in counts.by_filter
        }
        self._known = Known(self._known_tags, self._count, states, folders, counts.by_extension)

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Esc from the window's shortcuts while the search is typed."""
        kept = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.key() in kept:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a completion with Tab, leave with Enter, Down or Esc."""
        popup = self._completer.popup()
        is_open = popup is not None and popup.isVisible()
        if event.key() == Qt.Key.Key_Escape and not is_open and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) or (
            event.key() == Qt.Key.Key_Down and not is_open
        ):
            self.close_words()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab take the first word that is offered."""
        popup = self._completer.popup()
        if forward and popup is not None and popup.isVisible() and self._offers.rowCount():
            row = popup.currentIndex().row() if popup.currentIndex().isValid() else 0
            self.close_words()
            self._on_chosen(self._offers.item(row).text())
            return True
        return super().focusNextPrevChild(forward)

    def close_words(self) -> None:
        """Offer no words any more."""
        if popup := self._completer.popup():
            popup.hide()

    def _count(self, words: Sequence[str]) -> Mapping[str, int]:
        return self._use_counts(words, MOST_COUNTED)

    def _on_edited(self, text: str) -> None:
        self._completion = complete(text, self.cursorPosition(), self._known)
        self._offers.clear()
        for offer in self._completion.offers:
            self._offers.appendRow(self._item(offer))
        if self._completion.offers:
            self._completer.complete()
        else:
            self.close_words()

    def _item(self, offer: Offer) -> QStandardItem:
        item = QStandardItem(offer.text)
        if offer.count is not None:
            count = wording.number(offer.count)
            count += "+" if offer.count == MOST_COUNTED else ""
            item.setData(count, _COUNT_ROLE)
            spoken = self.tr("{}, photos: {}").format(offer.text, count)
            item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
        return item

    def _on_chosen(self, word: str) -> None:
        text, cursor = self._completion.apply(self.text(), self.cursorPosition(), word)
        self.setText(text)
        self.setCursorPosition(cursor)


class _OfferDelegate(QStyledItemDelegate):
    """Paints a word, and the number of its photos at the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        super().paint(painter, option, index)
        count = index.data(_COUNT_ROLE)
        if not count:
            return
        colors = theme.current()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(colors.on_accent if is_chosen else colors.dim)
        rect = QRect(option.rect).adjusted(0, 0, -_INSET_PX, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(flags), count)
