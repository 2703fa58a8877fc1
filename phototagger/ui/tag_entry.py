"""The field where words are typed, with completion from the user's own words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

from phototagger.core.tags import parse_names


class TagEntry(QLineEdit):
    """Comma or Enter adds; Tab takes the completion; Esc leaves the field.

    Signals:
        names_entered(tuple[str, ...]): clean words the user typed.
        left(): the user pressed Esc.

    Args:
        known_tags: returns words for a prefix, most used first.
        parent: owner.
    """

    names_entered = Signal(object)
    left = Signal()

    def __init__(
        self, known_tags: Callable[[str], list[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known_tags = known_tags
        self.name_key(QKeySequence("T"))
        self.setAccessibleName(self.tr("Add a keyword"))
        self.setClearButtonEnabled(True)
        self._words = QStringListModel(self)
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
            self.setText(self.completer().completionModel().index(row, 0).data())
            popup.hide()
            return True
        return super().focusNextPrevChild(forward)

    def _popup(self) -> QAbstractItemView:
        popup = self.completer().popup()
        assert popup is not None  # the completion mode makes one
        return popup

    def _on_edited(self, text: str) -> None:
        self._words.setStringList(self._known_tags(text.strip()) if text.strip() else [])

    def _on_completed(self, text: str) -> None:
        self.setText(text)
        self._enter()

    def _enter(self) -> None:
        names = parse_names(self.text())
        self.clear()
        self._words.setStringList([])
        if names:
            self.names_entered.emit(names)
