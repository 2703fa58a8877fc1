"""Gestures on very many photos: made in the background, one step to undo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from phototagger.core import review_changes
from phototagger.core.mass_changes import MOST_AT_ONCE, Gesture, Rows, again
from phototagger.core.photo import PhotoId
from phototagger.core.review import ReviewChange
from phototagger.core.session import Session
from phototagger.ui.language import said
from phototagger.ui.undo import Step

__all__ = ["MOST_AT_ONCE", "MassDesk"]


class MassDesk(QObject):
    """Starts changes of very many photos and puts them on the undo stack when they are made.

    Args:
        session: makes them.
        stack: remembers them.
        parent: owner.
    """

    def __init__(self, session: Session, stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._mass = session.mass
        self._stack = stack

    @property
    def is_running(self) -> bool:
        """True while a change is being made; no other gesture may begin then."""
        return self._mass.is_running

    def make(
        self,
        ids: Sequence[PhotoId],
        *,
        choose: Callable[[Rows], Gesture] | None = None,
        gesture: Gesture | None = None,
    ) -> None:
        """Change photos; see `MassChanges.start`."""
        self._mass.start(ids, choose, gesture, self._on_made)

    def make_again(self, change: ReviewChange, done: Callable[[bool], None]) -> None:
        """Make a known change, to undo or redo it; *done* says whether it was made."""
        ids = sorted(change.ids)
        self._mass.start(ids, None, again(change), lambda made: done(made is not None))

    def _on_made(self, change: ReviewChange | None) -> None:
        if change is not None:
            self._stack.push(_MassChange(self, self._stack, change))


class _MassChange(Step):
    """A change of very many photos that was made already when it is pushed.

    Undo and redo begin in the background. One that is stopped or fails has changed nothing; then
    the stack goes back to where it was, which must not begin another.
    """

    takes_time = True

    def __init__(self, desk: MassDesk, stack: QUndoStack, change: ReviewChange) -> None:
        super().__init__(said(change.label))
        self._desk = desk
        self._stack = stack
        self._change = change
        self._is_told_only = True

    @property
    def ids(self) -> frozenset[PhotoId]:
        """The photos it changes."""
        return self._change.ids

    def forget(self, ids: Collection[PhotoId]) -> None:
        """Leave out photos that are no longer in the library."""
        self._change = review_changes.without(self._change, ids)
        self.setObsolete(not self._change.ids)

    def redo(self) -> None:
        """Make the change again."""
        self._begin(self._change, self._stack.undo)

    def undo(self) -> None:
        """Make it not have been."""
        self._begin(self._change.reversed(), self._stack.redo)

    def _begin(self, change: ReviewChange, take_back: Callable[[], None]) -> None:
        if self._is_told_only:
            self._is_told_only = False
            return

        def done(is_made: bool) -> None:
            if not is_made:
                self._is_told_only = True
                take_back()

        self._desk.make_again(change, done)
