"""Undo and redo: one command class over each kind of change."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtGui import QUndoCommand

from phototagger.core import review_changes
from phototagger.core.photo import PhotoId
from phototagger.core.review import ReviewChange
from phototagger.core.session import Session
from phototagger.core.vocabulary import VocabularyChange
from phototagger.ui.language import said

_MERGES = 1


class Step(QUndoCommand):
    """One step of the history."""

    @property
    def ids(self) -> frozenset[PhotoId]:
        """The photos it changes; none where it changes something else."""
        return frozenset()

    def forget(self, ids: Collection[PhotoId]) -> None:
        """Leave out photos that are no longer in the library: their numbers may come again."""


class ApplyReviewChange(Step):
    """Applies a gesture when pushed, takes it back when undone.

    Args:
        session: applies it.
        change: the gesture.
        visit: gestures that follow each other with the same value are undone as one; None stands
            for itself.
        is_applied: it was applied already, by a rule of the user's.
    """

    def __init__(
        self,
        session: Session,
        change: ReviewChange,
        visit: object = None,
        *,
        is_applied: bool = False,
    ) -> None:
        super().__init__(said(change.label))
        self._session = session
        self._change = change
        self._visit = visit
        self._is_applied = is_applied

    def redo(self) -> None:
        """Apply the decisions after the gesture."""
        if not self._is_applied:
            self._session.apply(self._change)
        self._is_applied = False

    def undo(self) -> None:
        """Apply the decisions before it."""
        self._session.apply(self._change.reversed())

    @property
    def ids(self) -> frozenset[PhotoId]:
        """The photos it changes."""
        return self._change.ids

    def forget(self, ids: Collection[PhotoId]) -> None:
        """Leave out photos; a step without any goes."""
        if not self.ids.isdisjoint(ids):
            self._change = review_changes.without(self._change, ids)
            self.setObsolete(not self._change.ids)

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


class ApplyVocabularyChange(Step):
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


class WriteStep(Step):
    """A finished write.

    Files take their time, so `UndoDesk` changes them first and then moves the stack over this
    step, which does nothing by itself.

    Args:
        text: what is written.
        batch: its name in the write history.
        ids: the photos that were written.
    """

    def __init__(self, text: str, batch: str, ids: frozenset[PhotoId]) -> None:
        super().__init__(text)
        self.batch = batch
        self._ids = ids

    @property
    def ids(self) -> frozenset[PhotoId]:
        """The photos that were written."""
        return self._ids

    def written_again(self, batch: str, ids: frozenset[PhotoId]) -> None:
        """Stand for another write of the same photos."""
        self.batch, self._ids = batch, ids

    def forget(self, ids: Collection[PhotoId]) -> None:
        """Leave out photos; a step without any goes."""
        self._ids -= frozenset(ids)
        self.setObsolete(not self._ids)


class CloseFolder(Step):
    """Takes a folder out of the library when pushed, opens it again when undone.

    Args:
        text: what it is called.
        session: does it.
        folder: the folder; its reviews wait for its return.
    """

    def __init__(self, text: str, session: Session, folder: Path) -> None:
        super().__init__(text)
        self._session = session
        self._folder = folder

    def redo(self) -> None:
        """Close the folder."""
        self._session.close_folder(self._folder)

    def undo(self) -> None:
        """Open it again."""
        self._session.open([self._folder])
