"""From "write" to written: preview, consent, progress, result, report, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from phototagger.core.events import (
    HistoryRead,
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
from phototagger.ui.language import said
from phototagger.ui.write_history import WriteHistory, undone_text
from phototagger.ui.write_preview import WritePreview
from phototagger.ui.write_report import WriteReportDialog

_REPORTS_KEPT = 5
"""A report of ten thousand photos takes tens of megabytes."""


class WriteFlow(QObject):
    """Leads a write through its steps.

    Args:
        session: does the work.
        bridge: brings its events; takes ours.
        state: where the sizes of dialogs are kept.
        window: parent of the dialogs.
    """

    def __init__(
        self, session: Session, bridge: GuiBridge, state: QSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._bridge = bridge
        self._state = state
        self._window = window
        self._history: WriteHistory | None = None
        self._preview: WritePreview | None = None
        self._reports: dict[str, WriteFinished] = {}
        bridge.write_preview_ready.connect(self._on_preview)
        bridge.write_finished.connect(self._on_written)
        bridge.undo_write_finished.connect(self._on_undone)
        bridge.history_read.connect(self._on_history)
        bridge.noticed.connect(self._on_notice)

    def start(self, ids: Sequence[PhotoId]) -> None:
        """Show what a write of these photos would do; write at once where that is not wanted."""
        is_shown = self._session.settings.confirm_write
        begin = self._session.preview_write if is_shown else self._session.write
        if not begin(ids):
            self._tell(Level.INFO, self.tr("Nothing to write: the files hold what you decided."))

    def undo_last(self) -> None:
        """Restore the files of the latest batch that is not taken back."""
        self._session.undo_last_write()

    def show_history(self) -> None:
        """Open the write history."""
        self._history = WriteHistory(self._state, self._window, self._reports)
        self._history.undo_wanted.connect(self._session.undo_write)
        self._history.report_wanted.connect(self.show_report)
        self._history.finished.connect(self._forget_history)
        self._history.open()
        self._session.read_history()

    def has_report(self, batch: str) -> bool:
        """Return whether the report of a batch can be shown."""
        return batch in self._reports

    def show_report(self, batch: str) -> None:
        """Open the report of a batch of this run."""
        event = self._reports.get(batch)
        if event is None:
            self._tell(Level.INFO, self.tr("Reports are kept until PhotoTagger is closed."))
            return
        parent = self._history or self._window
        dialog = WriteReportDialog(event, self._session, self._state, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget_history(self) -> None:
        if self._history is not None:
            self._history.deleteLater()
            self._history = None

    def _on_preview(self, preview: WritePreviewReady) -> None:
        dialog = WritePreview(preview, self._session, self._state, self._window)
        dialog.accepted.connect(lambda: self._session.write(dialog.ids))
        dialog.save_wanted.connect(lambda out: self._session.save_plan(preview, out))
        dialog.finished.connect(self._forget_preview)
        self._preview = dialog
        dialog.open()

    def _forget_preview(self) -> None:
        if self._preview is not None:
            self._preview.deleteLater()
            self._preview = None

    def _on_notice(self, notice: Notice) -> None:
        """Say what concerns an open dialog in the dialog too."""
        if notice.key == "plan" and self._preview is not None:
            self._preview.say(self.tr("{} No photo was touched.").format(said(notice.text)))
        elif notice.key == "undo-write" and self._history is not None:
            self._history.say(said(notice.text))

    def _on_written(self, event: WriteFinished) -> None:
        if not event.reports and not event.failed:
            return  # stopped before the first photo; the reason is shown already
        self._reports[event.batch] = event
        while len(self._reports) > _REPORTS_KEPT:
            del self._reports[next(iter(self._reports))]
        changed = sum(report.changed for _, report in event.reports)
        noted = sum(bool(report.notes) for _, report in event.reports)
        parts = []
        if changed or not event.failed:
            parts.append(
                wording.counted(
                    changed,
                    "{} photo written, read back and compared.",
                    "{} photos written, read back and compared.",
                )
            )
        if noted:
            parts.append(
                wording.counted(
                    noted,
                    "The report has notes about {} photo.",
                    "The report has notes about {} photos.",
                )
            )
        if event.failed:
            parts.append(
                wording.counted(
                    len(event.failed),
                    "{} photo not written, files untouched.",
                    "{} photos not written, files untouched.",
                )
            )
        if len(event.failed) == 1:
            parts.append(said(event.failed[0][1]))
        level = Level.WARNING if event.failed else Level.SUCCESS
        remedy = Remedy.UNDO_WRITE if changed else Remedy.NONE
        self._bridge.announce(Notice(level, "written", " ".join(parts), remedy, batch=event.batch))

    def _on_undone(self, event: UndoWriteFinished) -> None:
        kept = [report for report in event.reports if not report.undone]
        done = len(event.reports) - len(kept)
        if event.reports:
            text = undone_text(done, len(kept), kept[0].problem if kept else "")
        else:
            text = self.tr("There is no write to take back.")
        details = tuple(f"{report.target.name}: {said(report.problem)}" for report in kept)
        level = Level.WARNING if kept else Level.SUCCESS if done else Level.INFO
        self._bridge.announce(Notice(level, "written", text, details=details))
        if self._history is not None:
            self._history.say(text)
            self._session.read_history()

    def _on_history(self, event: HistoryRead) -> None:
        if self._history is not None:
            self._history.take(event)

    def _tell(self, level: Level, text: str) -> None:
        self._bridge.announce(Notice(level, "written", text))
