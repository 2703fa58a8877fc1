"""Undo and redo: one command class over each kind of change."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from phototagger.core import review_changes
from phototagger.core.photo import PhotoId
from phototagger.core.review import ReviewChange
from phototagger.core.session import Session
from phototagger.core.vocabulary import VocabularyChange
from phototagger.ui.language import said

_MERGES = 1


class History(QUndoStack):
    """The steps of the user, back and forth; closed while very many photos are changed.

    A mass change moves the place in the history when it begins, and moves it back when it is
    stopped: nothing may come between.

    Signals:
        refused(): a step was not taken.

    Args:
        session: knows whether very many photos are being changed.
        parent: owner.
    """

    refused = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def refuses(self) -> bool:
        """True, and told, while no step is taken."""
        if self._session.mass.is_running:
            self.refused.emit()
        return self._session.mass.is_running

    def push(self, command: QUndoCommand) -> None:
        """Do a step, unless very many photos are being changed."""
        if not self.refuses():
            super().push(command)


class Step(QUndoCommand):
    """One step of the history.

    Attributes:
        takes_time: it is done and undone in the background.
    """

    takes_time = False

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

    takes_time = True

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
