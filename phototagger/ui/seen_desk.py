"""Tells the program that the user has seen what another one changed; can be undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from phototagger.core.photo import PhotoId
from phototagger.core.session import Session
from phototagger.ui.undo import Step


class SeenDesk(QObject):
    """Clears the mark of photos that were changed on disk.

    Args:
        session: keeps the mark.
        stack: remembers what was cleared.
        parent: owner.
    """

    def __init__(self, session: Session, stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._stack = stack

    def acknowledge(self, ids: Iterable[PhotoId]) -> None:
        """Clear the mark of these photos."""
        marked = [photo.id for photo in self._session.photos(ids) if photo.is_changed]
        if marked:
            self._stack.push(_Seen(self._session, self.tr("changes seen"), marked))


class _Seen(Step):
    """Photos whose changes the user has seen."""

    def __init__(self, session: Session, label: str, ids: Collection[PhotoId]) -> None:
        super().__init__(label)
        self._session = session
        self._ids = frozenset(ids)

    @property
    def ids(self) -> frozenset[PhotoId]:
        """The photos."""
        return self._ids

    def forget(self, ids: Collection[PhotoId]) -> None:
        """Leave out photos that are no longer in the library."""
        self._ids = self._ids.difference(ids)
        self.setObsolete(not self._ids)

    def redo(self) -> None:
        """Clear the mark."""
        self._session.set_changed(self._ids, is_changed=False)

    def undo(self) -> None:
        """Set it again."""
        self._session.set_changed(self._ids, is_changed=True)
