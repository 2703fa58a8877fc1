"""Keeps the record of what happened, opens the activity window and does what it asks for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QSettings, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from phototagger.app import App
from phototagger.core.activity_log import ActivityLog, summary
from phototagger.core.events import HistoryRead, Notice, Progress, UndoWriteFinished, Work
from phototagger.core.lookup_events import ProblemsRead
from phototagger.core.models.store import BUILT_IN
from phototagger.core.problems import ProblemGroup, ProblemKind
from phototagger.core.settings import EMBEDDED
from phototagger.ui.activity_window import ActivityWindow
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.dialogs import Dialogs
from phototagger.ui.write_flow import WriteFlow
from phototagger.ui.write_history import undone_text

_CALM_MS = 250
"""Between two looks at what changed, while photos are tagged or written by the dozen."""


class ActivityFlow(QObject):
    """Everything about what happened.

    Signals:
        photo_wanted(PhotoId): show this photo.
        tagging_wanted(list[PhotoId]): tag these photos again.

    Args:
        app: the program.
        bridge: brings events.
        dialogs: knows the credits; lists the requests.
        writing: writes again, and shows reports.
        state: where geometry is kept.
        window: the main window.
    """

    photo_wanted = Signal(object)
    tagging_wanted = Signal(object)

    def __init__(
        self,
        app: App,
        bridge: GuiBridge,
        dialogs: Dialogs,
        writing: WriteFlow,
        state: QSettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._app = app
        self._session = app.session
        self._dialogs = dialogs
        self._writing = writing
        self._state = state
        self._window = window
        self.dialog: ActivityWindow | None = None
        self.log = ActivityLog(self._service)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._refresh)
        bridge.progressed.connect(self._on_progress)
        bridge.write_finished.connect(self.log.written)
        bridge.export_finished.connect(self.log.exported)
        bridge.agency_export_finished.connect(self.log.exported_for_agencies)
        bridge.history_read.connect(self._on_history)
        bridge.problems_read.connect(self._on_problems)
        bridge.undo_write_finished.connect(self._on_undone)
        bridge.noticed.connect(self._on_notice)
        for signal in (
            bridge.write_finished,
            bridge.export_finished,
            bridge.agency_export_finished,
            bridge.photos_changed,
            bridge.library_changed,
        ):
            signal.connect(self._refresh_soon)

    def open(self) -> None:
        """Show what happened, or bring it to the front."""
        if self.dialog is None:
            dialog = ActivityWindow(self._state, self._writing.has_report, self._window)
            self.dialog = dialog
            dialog.undo_wanted.connect(self._session.undo_write)
            dialog.report_wanted.connect(self._writing.show_report)
            dialog.file_wanted.connect(_show_folder)
            dialog.retry_wanted.connect(self._retry)
            dialog.photo_wanted.connect(self._go)
            dialog.requests_wanted.connect(self._dialogs.show_requests)
            dialog.finished.connect(self._on_closed)
            self._refresh()
            dialog.show()
            dialog.table.setFocus()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _on_closed(self) -> None:
        self._calm.stop()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    # What is shown

    def _refresh_soon(self, event: object) -> None:
        if self.dialog is not None and not self._calm.isActive():
            self._calm.start()

    def _refresh(self) -> None:
        if self.dialog is None:
            return
        address = self._app.settings_file.settings.endpoint
        credits = self._dialogs.known_credits(urlsplit(address).netloc)
        self.dialog.show_requests(summary(self._app.request_log.records()), credits)
        self._session.read_history()  # the entries are shown when it comes
        self._session.read_problems()

    def _on_progress(self, progress: Progress) -> None:
        self.log.progress(progress)
        if progress.work is Work.TAGGING:
            self._refresh_soon(progress)

    def _on_history(self, event: HistoryRead) -> None:
        self.log.history(event)
        if self.dialog is not None:
            self.dialog.show_entries(self.log.entries(), self.log.history_problem)

    def _on_problems(self, event: ProblemsRead) -> None:
        if self.dialog is not None:
            self.dialog.show_problems(event.groups)

    def _on_undone(self, event: UndoWriteFinished) -> None:
        if self.dialog is None:
            return
        if event.reports:
            kept = [report for report in event.reports if not report.undone]
            done = len(event.reports) - len(kept)
            self.dialog.say(undone_text(done, len(kept), kept[0].problem if kept else ""))
        self._refresh_soon(event)

    def _on_notice(self, notice: Notice) -> None:
        if notice.key == "undo-write" and self.dialog is not None:
            self.dialog.say(notice.text)

    def _service(self) -> str:
        settings = self._app.settings_file.settings
        if settings.endpoint != EMBEDDED:
            return urlsplit(settings.endpoint).netloc
        if settings.tagging_model == BUILT_IN:
            return self.tr("this computer, built-in model")
        return self.tr("this computer, model {}").format(settings.tagging_model)

    # What is wanted

    def _retry(self, group: ProblemGroup) -> None:
        if group.kind is ProblemKind.WRITING:
            self._writing.start(group.ids)
        elif group.kind is ProblemKind.TAGGING:
            self.tagging_wanted.emit(list(group.ids))
        else:
            self._session.rescan()

    def _go(self, photo_id: object) -> None:
        self.photo_wanted.emit(photo_id)
        self._window.activateWindow()
        self._window.raise_()


def _show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
