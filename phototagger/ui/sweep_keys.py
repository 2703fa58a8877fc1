"""The keyboard of a sweep: which gesture a key means."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_MODIFIERS = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class Gesture(Enum):
    """What the keyboard can do in a sweep."""

    APPLY = auto()
    APPLY_ACCEPTED = auto()
    FLIP = auto()
    ACCEPT = auto()
    REJECT = auto()
    CUT_LOWER = auto()
    CUT_HIGHER = auto()
    CUT_LOWER_FINE = auto()
    CUT_HIGHER_FINE = auto()
    CUT_ROW_UP = auto()
    CUT_ROW_DOWN = auto()
    CUT_AT_TOP = auto()
    CUT_AT_END = auto()
    CUT_HERE = auto()
    PEEK = auto()
    NEXT_WORD = auto()
    PREVIOUS_WORD = auto()
    LEAVE_OPEN = auto()
    LARGER = auto()
    SMALLER = auto()
    UNDO = auto()
    REDO = auto()


ON_PHOTOS = frozenset(
    {
        Gesture.APPLY,
        Gesture.APPLY_ACCEPTED,
        Gesture.FLIP,
        Gesture.ACCEPT,
        Gesture.REJECT,
    }
)
"""What decides about photos: only while the focus is on them or on the words."""

_BY_TEXT = {
    "[": Gesture.CUT_LOWER,
    "]": Gesture.CUT_HIGHER,
    "{": Gesture.CUT_LOWER_FINE,
    "}": Gesture.CUT_HIGHER_FINE,
    "+": Gesture.LARGER,
    "=": Gesture.LARGER,
    "-": Gesture.SMALLER,
}
_BY_KEY = {
    (Qt.Key.Key_Return, _NONE): Gesture.APPLY,
    (Qt.Key.Key_Enter, _NONE): Gesture.APPLY,
    (Qt.Key.Key_Return, _SHIFT): Gesture.APPLY_ACCEPTED,
    (Qt.Key.Key_Enter, _SHIFT): Gesture.APPLY_ACCEPTED,
    (Qt.Key.Key_Space, _NONE): Gesture.FLIP,
    (Qt.Key.Key_A, _NONE): Gesture.ACCEPT,
    (Qt.Key.Key_X, _NONE): Gesture.REJECT,
    (Qt.Key.Key_Delete, _NONE): Gesture.REJECT,
    (Qt.Key.Key_PageUp, _NONE): Gesture.CUT_ROW_UP,
    (Qt.Key.Key_PageDown, _NONE): Gesture.CUT_ROW_DOWN,
    (Qt.Key.Key_Home, _NONE): Gesture.CUT_AT_TOP,
    (Qt.Key.Key_End, _NONE): Gesture.CUT_AT_END,
    (Qt.Key.Key_C, _NONE): Gesture.CUT_HERE,
    (Qt.Key.Key_R, _NONE): Gesture.PEEK,
    (Qt.Key.Key_O, _NONE): Gesture.LEAVE_OPEN,
    (Qt.Key.Key_Down, _CTRL): Gesture.NEXT_WORD,
    (Qt.Key.Key_Up, _CTRL): Gesture.PREVIOUS_WORD,
    (Qt.Key.Key_Z, _CTRL): Gesture.UNDO,
    (Qt.Key.Key_Z, _CTRL | _SHIFT): Gesture.REDO,
    (Qt.Key.Key_Y, _CTRL): Gesture.REDO,
}


def gesture_of(event: QKeyEvent) -> Gesture | None:
    """Return what a key means, None when it means nothing here."""
    modifiers = event.modifiers() & _MODIFIERS
    if not modifiers & ~_SHIFT and (gesture := _BY_TEXT.get(event.text())):
        return gesture
    return _BY_KEY.get((Qt.Key(event.key()), modifiers))
