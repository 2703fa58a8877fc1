"""The field where words are typed, with completion from the user's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

from phototagger.core.tags import parse_names
from phototagger.core.word_completion import MOST_PHOTOS, KnownWord
from phototagger.ui import wording


class TagEntry(QLineEdit):
    """Comma or Enter adds; Tab takes the completion; Esc leaves the field; Down offers words.

    Signals:
        names_entered(tuple[str, ...]): clean words the user typed.
        left(): the user pressed Esc.

    Args:
        known_tags: returns words for a prefix, most used first.
        recent: returns the words used last, offered by Down in the empty field.
        parent: owner.
    """

    names_entered = Signal(object)
    left = Signal()

    def __init__(
        self,
        known_tags: Callable[[str], list[str]],
        recent: Callable[[], Sequence[str]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._known_tags = known_tags
        self._recent = recent
        self.name_key(QKeySequence("T"))
        self.setAccessibleName(self.tr("Add a keyword"))
        self.setClearButtonEnabled(True)
        self.complete: Callable[[str], Sequence[KnownWord]] | None = None
        self._words = _Words(self)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.activated.connect(self._on_completed, Qt.ConnectionType.QueuedConnection)
        self.setCompleter(completer)
        self.textEdited.connect(self._on_edited)

    def name_key(self, key: QKeySequence) -> None:
        """Say which key leads here."""
        named = key.toString(QKeySequence.SequenceFormat.NativeText)
        text = self.tr("Add a keyword…")
        self.setPlaceholderText(f"{text}  ({named})" if named else text)

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Esc from the window's shortcuts while words are typed."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            kept = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
            if event.key() in kept:
                event.accept()
                return True
            steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if not self.text() and any(event.matches(step) for step in steps):
                return False  # an empty field undoes the last keyword, not the typing of it
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle comma and Esc; the rest is a line edit's."""
        if event.key() == Qt.Key.Key_Escape and not self._popup().isVisible():
            self.clear()
            self.left.emit()
            return
        if event.key() == Qt.Key.Key_Down and not self.text() and (recent := self._recent()):
            self._words.setStringList(list(recent))
            self.completer().setCompletionPrefix("")
            self.completer().complete()
            return
        if event.text() in (",", ";"):
            self._enter()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Accepted here: an ignored Enter goes on to the completer, which would complete the
            # prefix typed before and add that as well.
            self._popup().hide()
            self._enter()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab take the completion while there is one."""
        popup = self._popup()
        if forward and popup.isVisible() and self._words.rowCount():
            chosen = popup.currentIndex()
            row = chosen.row() if chosen.isValid() else 0
            text = self.completer().completionModel().index(row, 0).data(Qt.ItemDataRole.EditRole)
            self.setText(self._words.meant(text))
            popup.hide()
            return True
        return super().focusNextPrevChild(forward)

    def _popup(self) -> QAbstractItemView:
        popup = self.completer().popup()
        assert popup is not None  # the completion mode makes one
        return popup

    def _on_edited(self, text: str) -> None:
        typed = text.strip()
        if not typed or self.complete is None:
            self._words.setStringList(self._known_tags(typed) if typed else [])
        else:
            self._words.show_words(self.complete(typed))

    def _on_completed(self, text: str) -> None:
        self.setText(self._words.meant(text))
        self._enter()

    def _enter(self) -> None:
        names = parse_names(self.text())
        self._popup().hide()
        self.clear()
        self._words.setStringList([])
        if names:
            self.names_entered.emit(names)


class _Words(QStringListModel):
    """Texts to complete with; shows the word a synonym means, and on how many photos it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._known: dict[str, KnownWord] = {}

    def show_words(self, words: Sequence[KnownWord]) -> None:
        """Offer other words."""
        self._known = {word.text: word for word in words}
        self.setStringList(list(self._known))

    def meant(self, text: str) -> str:
        """Return the word that a text stands for."""
        known = self._known.get(text)
        return text if known is None else known.name

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a text to complete with, or as it is shown: "auto → car    312"."""
        text = super().data(index, Qt.ItemDataRole.EditRole)
        if role != Qt.ItemDataRole.DisplayRole or text not in self._known:
            return super().data(index, role)
        known = self._known[text]
        shown = text if known.name == text else f"{text} → {known.name}"
        if not known.photos:
            return shown
        more = "+" if known.photos >= MOST_PHOTOS else ""
        return f"{shown}    {wording.number(known.photos)}{more}"
