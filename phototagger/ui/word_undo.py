"""Undo and redo of gestures over words: they run in the background and tell when they are over."""

from __future__ import annotations

from collections.abc import Callable

from phototagger.core.everywhere import WordsChange
from phototagger.core.session import Session
from phototagger.core.word_proposals import Proposal
from phototagger.ui.language import said
from phototagger.ui.undo import Step

Apply = Callable[["EditWords", WordsChange], None]


class EditWords(Step):
    """A word that was renamed, merged or deleted on all photos; done before it is pushed.

    Args:
        change: what was done.
        apply: starts to apply a change of this command.
    """

    takes_time = True

    def __init__(self, change: WordsChange, apply: Apply) -> None:
        super().__init__(said(change.label))
        self._change = change
        self._apply = apply
        self._is_silent = True
        self.is_undone = False

    def redo(self) -> None:
        """Do it again; the first time it has been done."""
        self.is_undone = False
        self._start(self._change)

    def undo(self) -> None:
        """Take it back."""
        self.is_undone = True
        self._start(self._change.reversed())

    def be_silent_once(self) -> None:
        """Do nothing the next time: it was stopped, and the stack has to follow."""
        self._is_silent = True

    def _start(self, change: WordsChange) -> None:
        if self._is_silent:
            self._is_silent = False
        else:
            self._apply(self, change)


class DismissProposal(Step):
    """A proposal the user does not want.

    Args:
        session: remembers that.
        proposal: the proposal.
        label: short text for the undo menu.
    """

    def __init__(self, session: Session, proposal: Proposal, label: str) -> None:
        super().__init__(label)
        self._session = session
        self._proposal = proposal

    def redo(self) -> None:
        """Make it no more."""
        self._session.everywhere.dismiss(self._proposal, is_dismissed=True)

    def undo(self) -> None:
        """Make it again."""
        self._session.everywhere.dismiss(self._proposal, is_dismissed=False)
