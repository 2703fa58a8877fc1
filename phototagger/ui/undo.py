"""Undo and redo of review gestures: one command class over `ReviewChange`."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from phototagger.core.review import ReviewChange
from phototagger.core.session import Session


class ApplyReviewChange(QUndoCommand):
    """Applies a gesture when pushed, takes it back when undone."""

    def __init__(self, session: Session, change: ReviewChange) -> None:
        super().__init__(change.label)
        self._session = session
        self._change = change

    def redo(self) -> None:
        """Apply the decisions after the gesture."""
        self._session.apply(self._change)

    def undo(self) -> None:
        """Apply the decisions before it."""
        self._session.apply(self._change.reversed())
