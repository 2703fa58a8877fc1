"""A field that takes the next key as it is pressed, for giving a key to an action."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from phototagger.ui import actions
from phototagger.ui.keymap import is_reserved, key_of

_LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class KeyField(QLineEdit):
    """Shows and tells what is pressed; Tab and Esc do what they do elsewhere.

    Signals:
        pressed(str): this key was pressed, in portable form.
        refused(str): this key does something in lists, fields or menus and cannot be given away.
    """

    pressed = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(self.tr("Press a new key here"))
        self.setAccessibleName(self.tr("New key"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window and the buttons of the dialog."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in _LEAVING:
                return super().event(event)
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell what was pressed."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        event.accept()
        key = key_of(Qt.Key(event.key()), event.modifiers(), event.text())
        if not key:
            return
        self.setText(actions.native(key))
        if is_reserved(key):
            self.refused.emit(key)
        else:
            self.pressed.emit(key)
