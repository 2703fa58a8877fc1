"""One line below the keyword field: favourite sets, and the words that were used last."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QInputDialog,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from phototagger.ui import wording
from phototagger.ui.favourites import Favourites, FavouriteSet
from phototagger.ui.tag_mime import names_in_text

_GAP_PX = 4
_MOST_PX = 120
"""A long word is shortened, so that others find room beside it."""


class QuickWords(QWidget):
    """Buttons that add words; as many recent ones as find room.

    Signals:
        word_chosen(str): a recent word was clicked.
        set_chosen(int): a favourite set was chosen, by its place.
        said(str): a sentence for the status bar.

    Args:
        favourites: the sets and recent words.
        keywords: returns the keywords of the selection, to be saved as a set.
    """

    word_chosen = Signal(str)
    set_chosen = Signal(int)
    said = Signal(str)

    def __init__(self, favourites: Favourites, keywords: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._favourites = favourites
        self._keywords = keywords
        self.sets_button = QToolButton(self)
        self.sets_button.setObjectName("sets")
        self.sets_button.setText(f"{self.tr('Sets')} ▾")
        self.sets_button.setAccessibleName(self.tr("Favourite sets"))
        self.sets_button.setToolTip(self.tr("Keywords that you add together (Ctrl+Alt+1 to 9)"))
        self.sets_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.sets_button.setMenu(self.menu)
        self.buttons: list[QToolButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        favourites.changed.connect(self._refresh)
        self._refresh()

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(200, self.sets_button.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same; the width is what there is."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many words as find room."""
        super().resizeEvent(event)
        self._arrange()

    def _refresh(self) -> None:
        recent = self._favourites.recent
        while len(self.buttons) < len(recent):
            button = QToolButton(self)
            button.setAutoRaise(True)
            button.clicked.connect(
                lambda _=False, b=button: self.word_chosen.emit(b.property("word"))
            )
            self.buttons.append(button)
        for button, word in zip(self.buttons, recent, strict=False):
            button.setProperty("word", word)
            shown = button.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, _MOST_PX)
            button.setText(shown.replace("&", "&&"))
            button.setAccessibleName(self.tr("Add {}").format(word))
            button.setToolTip(wording.plain(self.tr("Add “{}”").format(word)))
        self._arrange()

    def _arrange(self) -> None:
        height = self.sets_button.sizeHint().height()
        self.sets_button.setGeometry(0, 0, self.sets_button.sizeHint().width(), height)
        left = self.sets_button.width() + _GAP_PX
        has_room = True
        for place, button in enumerate(self.buttons):
            width = button.sizeHint().width()
            has_room = (
                has_room and place < len(self._favourites.recent) and left + width <= self.width()
            )
            button.setVisible(has_room)
            button.setGeometry(left, 0, width, height)
            left += width + _GAP_PX

    # The menu of sets

    def fill_menu(self) -> None:
        """Offer what can be done with the sets now."""
        self.menu.clear()
        sets = self._favourites.sets
        for place, found in sets.items():
            action = self._add(self.menu, _titled(place, found), self.set_chosen.emit, place)
            action.setToolTip("; ".join(found.words))
        if sets:
            self.menu.addSeparator()
        words = self._keywords()
        save = self._add(self.menu, self.tr("Save These as Set…"), self._save)
        save.setEnabled(bool(words) and self._favourites.free_place is not None)
        for place, found in sets.items():
            change = self.menu.addMenu(self.tr("Change {}").format(_titled(place, found)))
            self._add(change, self.tr("Rename…"), self._rename, place)
            self._add(change, self.tr("Edit Keywords…"), self._edit, place)
            self._add(change, self.tr("Delete"), self._delete, place)

    def _add(self, menu: QMenu, text: str, verb: Callable[..., object], *values: object) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _=False: verb(*values))
        return action

    def _save(self) -> None:
        words, place = list(self._keywords()), self._favourites.free_place
        if place is None:
            return
        question = self.tr("Name for these {}:").format(wording.keywords(len(words)))
        if name := self._ask(self.tr("Save as Set"), question, ""):
            self._favourites.put(place, name, words)
            told = self.tr("Saved “{}”; Ctrl+Alt+{} adds it.")
            self.said.emit(told.format(name, place))

    def _rename(self, place: int) -> None:
        found = self._favourites.sets[place]
        if name := self._ask(self.tr("Rename Set"), self.tr("New name:"), found.name):
            self._favourites.put(place, name, found.words)

    def _edit(self, place: int) -> None:
        found = self._favourites.sets[place]
        question = self.tr("Keywords of “{}”:").format(found.name)
        text = self._ask(self.tr("Edit Set"), question, "; ".join(found.words))
        if words := names_in_text(text):
            self._favourites.put(place, found.name, words)

    def _delete(self, place: int) -> None:
        name = self._favourites.sets[place].name
        self._favourites.remove(place)
        self.said.emit(self.tr("Deleted the set “{}”.").format(name))

    def _ask(self, title: str, question: str, text: str) -> str:
        normal = QLineEdit.EchoMode.Normal
        answer, is_confirmed = QInputDialog.getText(self, title, question, normal, text)
        return answer.strip() if is_confirmed else ""


def _titled(place: int, found: FavouriteSet) -> str:
    name = found.name.replace("&", "&&")
    return f"&{place}  {name}  ({len(found.words)})"
