"""From the wish to tag photos to the run: which of them, and whether they may be sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from phototagger.core.photo import PhotoFilter, PhotoId
from phototagger.core.session import Session
from phototagger.core.settings import Retag
from phototagger.ui.dialogs import Dialogs
from phototagger.ui.retag_question import RetagQuestion


class TagRunFlow(QObject):
    """Asks what has to be asked, and tags.

    Args:
        session: does it.
        dialogs: knows the settings, and asks for consent.
        window: parent of the question.
    """

    def __init__(self, session: Session, dialogs: Dialogs, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._dialogs = dialogs
        self._window = window

    def choose(self, ids: Sequence[PhotoId]) -> None:
        """Tag the photos the user chose; where only some have suggestions, ask about those."""
        untagged = self._session.matching(ids, PhotoFilter.UNTAGGED)
        fresh = [photo_id for photo_id in ids if photo_id in untagged]
        if not 0 < len(fresh) < len(ids):
            self.tag(ids)
            return
        retag = self._dialogs.settings.retag
        if retag != Retag.ASK:
            self.tag(fresh if retag == Retag.SKIP else ids)
        elif self._dialogs.needs_consent:
            self._begin(self._dialogs.ask_to_send(ids, fresh))
        else:
            self._begin(self._ask(ids, fresh))

    def tag(self, ids: Sequence[PhotoId]) -> None:
        """Tag photos whether or not they have suggestions; ask only whether they may be sent."""
        if ids and self._dialogs.needs_consent:
            ids = self._dialogs.ask_to_send(ids)
        self._begin(ids)

    def _ask(self, ids: Sequence[PhotoId], fresh: Sequence[PhotoId]) -> Sequence[PhotoId]:
        question = RetagQuestion(len(ids), len(fresh), self._window)
        is_sure = question.exec() == QDialog.DialogCode.Accepted
        is_all = question.choice.is_all
        if is_sure and question.remember.isChecked():
            self._dialogs.keep(retag=(Retag.REFRESH if is_all else Retag.SKIP).value)
        question.deleteLater()
        if not is_sure:
            return ()
        return ids if is_all else fresh

    def _begin(self, ids: Sequence[PhotoId]) -> None:
        if ids:
            self._session.tag(ids)
