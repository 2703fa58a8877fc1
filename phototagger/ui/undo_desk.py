"""Undo and redo over everything: edits at once, writes through the write lane.

A finished write is a step of the history like any other. Taking it back restores the files byte for
byte, which takes its time and may fail for some of them; so the files are changed first, and the
history moves over the step when that is known. Until then nothing else is undone or done again.

Steps that come from the background, a finished write or what the user's rules accepted, wait while
other work has the place in the history: they must not come between its begin and its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction

from phototagger.core.events import (
    Notice,
    Progress,
    RuleApplied,
    UndoWriteFinished,
    Work,
    WriteFinished,
)
from phototagger.core.photo import PhotoId
from phototagger.core.session import Session
from phototagger.ui import language, wording
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.browser import Browser
from phototagger.ui.undo import ApplyReviewChange, CloseFolder, History, Step, WriteStep


class UndoDesk(QObject):
    """Goes back and forth in the history.

    Signals:
        said(str): what was undone or done again, for the status bar.
        moved(): the history or the place in it changed.

    Args:
        session: writes files and takes that back.
        bridge: brings the end of both.
        stack: the history.
        browser: shows what changed.
        confirm: asks a question; gets it and the text of the button that agrees.
        parent: owner.
    """

    said = Signal(str)
    moved = Signal()

    def __init__(
        self,
        session: Session,
        bridge: GuiBridge,
        stack: History,
        browser: Browser,
        confirm: Callable[[str, str], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._stack = stack
        self._browser = browser
        self._confirm = confirm
        self._undo_action: QAction | None = None
        self._redo_action: QAction | None = None
        self._undoing: WriteStep | None = None
        self._redoing: WriteStep | None = None
        self._waiting: list[Step] = []
        stack.setParent(self)  # it clears itself as it goes, and must find nobody who listens
        stack.indexChanged.connect(self._refresh)
        bridge.write_finished.connect(self._on_written)
        bridge.undo_write_finished.connect(self._on_undone)
        bridge.noticed.connect(self._on_notice)
        bridge.rule_applied.connect(self._on_rule_applied)
        bridge.progressed.connect(self._on_progress)
        bridge.words_edited.connect(lambda event: QTimer.singleShot(0, self, self._push_waiting))

    def take_actions(self, undo: QAction, redo: QAction) -> None:
        """Keep the two actions up to what they would do."""
        self._undo_action, self._redo_action = undo, redo
        self._refresh()

    @property
    def is_busy(self) -> bool:
        """True while a write is taken back or done again, or many photos are changed."""
        is_writing = self._undoing is not None or self._redoing is not None
        return is_writing or self._is_moving

    @property
    def _is_moving(self) -> bool:
        return self._session.mass.is_running or self._session.everywhere.is_running

    def undo(self) -> None:
        """Take the last step back; a write after asking, in the background."""
        while (step := self._step(-1)) is not None and step.isObsolete():
            self._stack.undo()  # which does nothing but let it go
        if self.is_busy or step is None:
            return
        if isinstance(step, WriteStep):
            self._take_back(step)
            return
        self._stack.undo()
        self._tell(self.tr("Undone: {}"), step)

    def redo(self) -> None:
        """Do the step again that was taken back last; a write after asking."""
        while (step := self._step(0)) is not None and step.isObsolete():
            self._stack.redo()
        if self.is_busy or step is None:
            return
        if isinstance(step, WriteStep):
            self._write_again(step)
            return
        self._stack.redo()
        self._tell(self.tr("Done again: {}"), step)

    def close_folder(self, folder: Path) -> None:
        """Take a folder out of the library."""
        text = self.tr("close the folder “{}”").format(folder.name or str(folder))
        self._stack.push(CloseFolder(text, self._session, folder))

    def forget(self, ids: Iterable[PhotoId]) -> None:
        """Remove single photos from the library, and from the history."""
        if self._stack.refuses():  # the change would meet other photos with their numbers
            return
        chosen = list(ids)
        self._session.forget(chosen)
        gone = set(chosen) - {photo.id for photo in self._session.photos(chosen)}
        for number in range(self._stack.count()):
            step = self._stack.command(number)
            if isinstance(step, Step):
                step.forget(gone)
        while (last := self._step(-1)) is not None and last.isObsolete():
            self._stack.undo()
        self._refresh()

    # Writes

    def _take_back(self, step: WriteStep) -> None:
        question = self.tr(
            "Take back the write of {}? The files become what they were before, byte for byte."
        ).format(wording.photos(len(step.ids)))
        if self._may(question, self.tr("Undo the Write")):
            self._undoing = step
            self._refresh()
            self._session.undo_write(step.batch)

    def _write_again(self, step: WriteStep) -> None:
        question = self.tr("Write {} again?").format(wording.photos(len(step.ids)))
        if not self._may(question, self.tr("Write Again")):
            return
        self._redoing = step
        self._refresh()
        if not self._session.write(step.ids):  # the files hold it already
            self._redoing = None
            self._stack.redo()
            self._tell(self.tr("Done again: {}"), step)

    def _may(self, question: str, yes: str) -> bool:
        """Ask before files change, unless the user wants writes without a question."""
        if self._session.is_writing:
            self.said.emit(self.tr("Photos are being written; this has to wait."))
            return False
        return not self._session.settings.confirm_write or self._confirm(question, yes)

    def _on_written(self, event: WriteFinished) -> None:
        ids = frozenset(photo_id for photo_id, report in event.reports if report.changed)
        step, self._redoing = self._redoing, None
        if step is not None and step is self._step(0):
            if ids:
                step.written_again(event.batch, ids)
                self._stack.redo()
                self._tell(self.tr("Done again: {}"), step)
        elif ids:
            text = self.tr("write {}").format(wording.photos(len(ids)))
            self._push(WriteStep(text, event.batch, ids))
        self._refresh()

    def _on_rule_applied(self, event: RuleApplied) -> None:
        self._push(ApplyReviewChange(self._session, event.change, is_applied=True))

    def _on_progress(self, progress: Progress) -> None:
        if progress.work is Work.CHANGING and not progress.is_running:
            QTimer.singleShot(0, self, self._push_waiting)  # the change itself comes first

    def _push(self, step: Step) -> None:
        self._waiting.append(step)
        self._push_waiting()

    def _push_waiting(self) -> None:
        if not self._is_moving:
            waiting, self._waiting = self._waiting, []
            for step in waiting:
                self._stack.push(step)
        self._refresh()

    def _on_undone(self, event: UndoWriteFinished) -> None:
        step = self._undoing
        if step is None or event.batch != step.batch:
            return
        self._undoing = None
        is_top = step is self._step(-1)
        if is_top and not event.is_stopped:
            is_lost = bool(event.reports) and not any(report.undone for report in event.reports)
            step.setObsolete(is_lost)  # its files were changed since: there is no way back
            self._stack.undo()
            if not is_lost:
                self._tell(self.tr("Undone: {}"), step)
        self._refresh()

    def _on_notice(self, notice: Notice) -> None:
        if notice.key == "undo-write":  # the disk or the write history failed: it stays written
            self._undoing = None
            self._refresh()

    # What is shown

    def _step(self, offset: int) -> Step | None:
        """Return a step by its distance from the place in the history."""
        place = self._stack.index() + offset
        step = self._stack.command(place) if 0 <= place < self._stack.count() else None
        return step if isinstance(step, Step) else None

    def _tell(self, pattern: str, step: Step) -> None:
        self.said.emit(pattern.format(language.said(step.text())))
        changed = step.ids
        if changed and changed.isdisjoint(self._browser.selected_ids()):
            for photo_id in self._browser.model.ids:
                if photo_id in changed:
                    self._browser.go_to(PhotoId(photo_id))
                    break

    def _refresh(self) -> None:
        actions = (
            (self._undo_action, self._step(-1), self.tr("&Undo"), self.tr("&Undo {}")),
            (self._redo_action, self._step(0), self.tr("&Redo"), self.tr("&Redo {}")),
        )
        for action, step, plain, naming in actions:
            if action is not None:
                said = language.said(step.text()).replace("&", "&&") if step else ""
                action.setText(naming.format(said) if said else plain)
                action.setEnabled(step is not None and not self.is_busy)
        self.moved.emit()
