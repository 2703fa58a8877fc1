"""Which keys are in force: the usual ones of the action table, and what the user changed.

Only differences are stored, by action id, so that a later version's new keys reach everybody. A
key belongs to one action; the user's choice goes before a usual key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from phototagger.ui import actions

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_OF_LISTS = (
    *("Left", "Right", "Up", "Down", "Home", "End", "Tab", "Backspace"),
    *("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down", "Shift+Home", "Shift+End"),
    *("Shift+Tab", "Ctrl+Tab", "Ctrl+Shift+Tab", "Alt+F4", "Menu", "Shift+F10", "F10"),
)


class Keymap(QObject):
    """The keys of all actions.

    Signals:
        changed(): an action has other keys than before.

    Args:
        stored: what `stored` returned in an earlier run; what cannot be understood is left out.
        parent: owner.
    """

    changed = Signal()

    def __init__(self, stored: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._usual = {row.id: tuple(map(portable, row.keys)) for row in actions.rows()}
        self._own = _parsed(stored)
        self._in_force: dict[str, tuple[str, ...]] = {}
        self._work_out()

    def keys(self, action_id: str) -> tuple[str, ...]:
        """Return the keys of an action in portable form, the one to show first."""
        return self._in_force[action_id]

    def owner(self, key: str) -> str | None:
        """Return the action that a key belongs to."""
        wanted = portable(key)
        return next((id_ for id_, keys in self._in_force.items() if wanted in keys), None)

    def is_usual(self, action_id: str) -> bool:
        """True while an action has the keys it came with."""
        return self._in_force[action_id] == self._usual[action_id]

    def assign(self, action_id: str, keys: Iterable[str]) -> None:
        """Give an action these keys and no others; actions that had them lose them."""
        chosen = tuple(dict.fromkeys(map(portable, keys)))
        for other, others in self._in_force.items():
            if other != action_id and set(others) & set(chosen):
                self._keep(other, tuple(key for key in others if key not in chosen))
        self._keep(action_id, chosen)
        self._work_out()
        self.changed.emit()

    def reset(self, action_id: str) -> None:
        """Give an action its usual keys back; actions that had them lose them."""
        self.assign(action_id, self._usual[action_id])

    def reset_all(self) -> None:
        """Give every action its usual keys back."""
        self._own.clear()
        self._work_out()
        self.changed.emit()

    def stored(self) -> str:
        """Return what differs from the usual keys, "" where nothing does."""
        return json.dumps(self._own, ensure_ascii=False, sort_keys=True) if self._own else ""

    def take(self, other: Keymap) -> None:
        """Use the keys of another map."""
        if self._own != other._own:
            self._own = dict(other._own)
            self._work_out()
            self.changed.emit()

    def _keep(self, action_id: str, keys: tuple[str, ...]) -> None:
        self._own[action_id] = keys
        if keys == self._usual[action_id]:
            del self._own[action_id]

    def _work_out(self) -> None:
        taken: set[str] = set()
        chosen: dict[str, tuple[str, ...]] = {}
        for action_id in sorted(self._usual, key=lambda id_: id_ not in self._own):
            wanted = self._own.get(action_id, self._usual[action_id])
            chosen[action_id] = tuple(key for key in wanted if key not in taken)
            taken.update(chosen[action_id])
        self._in_force = {action_id: chosen[action_id] for action_id in self._usual}


def portable(key: str) -> str:
    """Return a key in the one form it is compared and stored in."""
    return QKeySequence(key).toString(_PORTABLE)


def key_of(code: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> str:
    """Return what was pressed as a shortcut, "" for a modifier on its own.

    A sign that needs Shift is named by itself: "?" and not "Shift+?", which another keyboard
    would not have.

    Args:
        code: the key.
        modifiers: what was held meanwhile.
        text: what it types.
    """
    if code in _MODIFIERS:
        return ""
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    is_sign = len(text) == 1 and text.isprintable() and not text.isalnum() and text != " "
    if is_sign and held == Qt.KeyboardModifier.ShiftModifier:
        held = Qt.KeyboardModifier.NoModifier
    return QKeySequence(held.value | code.value).toString(_PORTABLE)


def is_reserved(key: str) -> bool:
    """True for keys that move in lists and fields, or open the menus."""
    last = key.removeprefix("Alt+")
    opens_menu = last != key and len(last) == 1 and last.isalpha()
    return portable(key) in _OF_LISTS or opens_menu


_MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
)


def _parsed(stored: str) -> dict[str, tuple[str, ...]]:
    """Return the user's keys; ids of a newer version are kept for it, nonsense is not."""
    try:
        data = json.loads(stored or "{}")
    except ValueError:
        return {}
    if not isinstance(data, dict):
        return {}
    return {
        action_id: tuple(key for key in map(portable, keys) if key)
        for action_id, keys in data.items()
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    }
