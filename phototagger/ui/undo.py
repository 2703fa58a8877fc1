"""Undo and redo: one command class over each kind of change."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from phototagger.core.review import ReviewChange
from phototagger.core.session import Session
from phototagger.core.vocabulary import VocabularyChange
from phototagger.ui.language import said

_MERGES = 1


class ApplyReviewChange(QUndoCommand):
    """Applies a gesture when pushed, takes it back when undone.

    Args:
        session: applies it.
        change: the gesture.
        visit: gestures that follow each other with the same value are undone as one; None stands
            for itself.
    """

    def __init__(self, session: Session, change: ReviewChange, visit: object = None) -> None:
        super().__init__(said(change.label))
        self._session = session
        self._change = change
        self._visit = visit

    def redo(self) -> None:
        """Apply the decisions after the gesture."""
        self._session.apply(self._change)

    def undo(self) -> None:
        """Apply the decisions before it."""
        self._session.apply(self._change.reversed())

    def id(self) -> int:
        """Return whether Qt may ask for a merge."""
        return -1 if self._visit is None else _MERGES

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the next gesture into this one."""
        if not isinstance(other, ApplyReviewChange) or other._visit != self._visit:
            return False
        self._change = self._change.then(other._change)
        self.setObsolete(not self._change.ids)
        return True


class ApplyVocabularyChange(QUndoCommand):
    """Applies what the user says about words when pushed, takes it back when undone.

    Args:
        session: applies it.
        change: the gesture.
    """

    def __init__(self, session: Session, change: VocabularyChange) -> None:
        super().__init__(said(change.label))
        self._session = session
        self._change = change

    def redo(self) -> None:
        """Apply the entries after the gesture."""
        self._session.vocabulary.apply(self._change)

    def undo(self) -> None:
        """Apply the entries before it."""
        self._session.vocabulary.apply(self._change.reversed())
