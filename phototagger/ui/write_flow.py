"""From "write" to written: preview, consent, progress, result, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from phototagger.core.events import (
    Level,
    Notice,
    Remedy,
    UndoWriteFinished,
    WriteFinished,
    WritePreviewReady,
)
from phototagger.core.photo import PhotoId
from phototagger.core.session import Session
from phototagger.ui import wording
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.write_history import WriteHistory
from phototagger.ui.write_preview import WritePreview


class WriteFlow(QObject):
    """Leads a write through its steps.

    Args:
        session: does the work.
        bridge: brings its events; takes ours.
        window: parent of the dialogs.
    """

    def __init__(self, session: Session, bridge: GuiBridge, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._bridge = bridge
        self._window = window
        self._history: WriteHistory | None = None
        bridge.write_preview_ready.connect(self._on_preview)
        bridge.write_finished.connect(self._on_written)
        bridge.undo_write_finished.connect(self._on_undone)

    def start(self, ids: Sequence[PhotoId]) -> None:
        """Show what a write of these photos would do; write at once where that is not wanted."""
        is_shown = self._session.settings.confirm_write
        begin = self._session.preview_write if is_shown else self._session.write
        if not begin(ids):
            self._tell(Level.INFO, "Nothing to write: the files hold what you decided.")

    def undo_last(self) -> None:
        """Restore the files of the latest batch that is not taken back."""
        batch = next((b for b in self._session.history() if not b.undone), None)
        if batch is None:
            self._tell(Level.INFO, "There is no write to take back.")
            return
        self._session.undo_write(batch.id)

    def show_history(self) -> None:
        """Open the write history."""
        self._history = WriteHistory(self._session, self._window)
        self._history.undo_wanted.connect(self._session.undo_write)
        self._history.finished.connect(self._forget_history)
        self._history.open()

    def _forget_history(self) -> None:
        if self._history is not None:
            self._history.deleteLater()
            self._history = None

    def _on_preview(self, preview: WritePreviewReady) -> None:
        dialog = WritePreview(preview, self._session, self._window)
        dialog.accepted.connect(lambda: self._session.write(dialog.ids))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_written(self, event: WriteFinished) -> None:
        if not event.reports and not event.failed:
            return  # stopped before the first photo; the reason is shown already
        names = {
            photo.id: photo.path.name
            for photo in self._session.photos(photo_id for photo_id, _ in event.failed)
        }
        changed = sum(report.changed for _, report in event.reports)
        notes = tuple(
            f"{report.path.name}: {note}" for _, report in event.reports for note in report.notes
        )
        failures = tuple(
            f"{names[photo_id]}: {reason}" for photo_id, reason in event.failed if photo_id in names
        )
        parts = []
        if changed or not event.failed:
            parts.append(f"Keywords of {wording.photos(changed)} written, read back and compared.")
        if event.failed:
            parts.append(f"{wording.photos(len(event.failed))} not written, files untouched.")
        if len(event.failed) == 1:
            parts.append(event.failed[0][1])
        text = " ".join(parts)
        level = Level.WARNING if event.failed else Level.SUCCESS
        remedy = Remedy.UNDO_WRITE if changed else Remedy.NONE
        self._bridge.announce(Notice(level, "written", text, remedy, failures + notes))

    def _on_undone(self, event: UndoWriteFinished) -> None:
        kept = [report for report in event.reports if not report.undone]
        done = len(event.reports) - len(kept)
        text = f"{wording.counted(done, 'file', 'files')} restored byte for byte."
        if kept:
            reason = kept[0].problem if len(kept) == 1 else "They were changed since."
            text = f"{text} {wording.counted(len(kept), 'file', 'files')} left as is. {reason}"
        details = tuple(f"{report.target.name}: {report.problem}" for report in kept)
        level = Level.WARNING if kept else Level.SUCCESS
        self._bridge.announce(Notice(level, "written", text, details=details))
        if self._history is not None:
            self._history.refresh()

    def _tell(self, level: Level, text: str) -> None:
        self._bridge.announce(Notice(level, "written", text))
