"""From the wish to export for agencies to the files, and from an edited table to the photos."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QUndoStack
from PySide6.QtWidgets import QWidget

from phototagger.app import App
from phototagger.core.errors import ExportError, SettingsError
from phototagger.core.events import (
    AgencyExportFinished,
    Level,
    Notice,
    Remedy,
    SheetsReady,
    TableCompared,
)
from phototagger.core.export.sheet import AgencyReport, AgencyTexts
from phototagger.core.exports import Exports
from phototagger.core.photo import PhotoId
from phototagger.ui import language, wording
from phototagger.ui.agency_export import AgencyExport
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.dialog_memory import first_folder
from phototagger.ui.table_import import TableImport
from phototagger.ui.undo import ApplyReviewChange, Step

_tr = language.Texts("agency_flow")


class SetAgencyTexts(Step):
    """Gives photos texts for one agency when pushed, takes them back when undone."""

    def __init__(
        self,
        exports: Exports,
        agency: str,
        before: Mapping[PhotoId, AgencyTexts],
        after: Mapping[PhotoId, AgencyTexts],
    ) -> None:
        super().__init__(_tr("texts for {}").format(exports.profiles[agency].name))
        self._exports = exports
        self._agency = agency
        self._before = before
        self._after = after

    @property
    def ids(self) -> frozenset[PhotoId]:
        """The photos whose texts it changes."""
        return frozenset(self._after)

    def forget(self, ids: Collection[PhotoId]) -> None:
        """Leave out photos; a step without any goes."""
        self._before = {i: texts for i, texts in self._before.items() if i not in ids}
        self._after = {i: texts for i, texts in self._after.items() if i not in ids}
        self.setObsolete(not self._after)

    def redo(self) -> None:
        """Keep the new texts."""
        self._exports.set_texts(self._agency, self._after)

    def undo(self) -> None:
        """Keep the old texts."""
        self._exports.set_texts(self._agency, self._before)


class AgencyFlow(QObject):
    """Opens the window, does what it asks for, and tells what came of it.

    Signals:
        photo_wanted(object): the user wants to see this photo.
        closed(): the dialog was closed; other agencies may have been chosen.
    """

    photo_wanted = Signal(object)
    closed = Signal()

    def __init__(self, app: App, bridge: GuiBridge, stack: QUndoStack, window: QWidget) -> None:
        super().__init__(window)
        self._app = app
        self._bridge = bridge
        self._stack = stack
        self._window = window
        self.dialog: AgencyExport | None = None
        self.table_import: TableImport | None = None
        bridge.sheets_ready.connect(self._on_sheets)
        bridge.agency_export_finished.connect(self._on_finished)
        bridge.table_compared.connect(self._on_compared)

    def open(self, selected: list[PhotoId], shown: list[PhotoId]) -> None:
        """Ask which agencies and which photos."""
        self._app.session.use_all_ids(lambda ids: self._ask(selected, shown, ids))

    def _ask(
        self, selected: list[PhotoId], shown: list[PhotoId], everything: list[PhotoId]
    ) -> None:
        if not everything:
            self._tell(Level.INFO, self.tr("There are no photos to export yet."))
            return
        scopes = {
            self.tr("Selected photos"): selected,
            self.tr("Shown photos"): shown,
            self.tr("Whole library"): everything,
        }
        if len(selected) <= 1 < len(shown):  # one photo is always selected: no choice of the user's
            scopes = {self.tr("Shown photos"): shown, **scopes}
        settings = self._app.settings_file.settings
        exports = self._app.exports
        dialog = AgencyExport(
            exports.profiles,
            {name: ids for name, ids in scopes.items() if ids},
            tuple(filter(None, settings.last_agencies.split(","))),
            Path(settings.last_export_folder or first_folder()),
            self._window,
        )
        dialog.sheets_wanted.connect(exports.make_sheets)
        dialog.texts_edited.connect(self._on_texts)
        dialog.export_wanted.connect(self._on_export)
        dialog.import_wanted.connect(lambda file: exports.compare_table(file, dialog.ids))
        dialog.photo_wanted.connect(self.photo_wanted)
        dialog.photo_wanted.connect(dialog.reject)
        dialog.rules_wanted.connect(self._on_rules)
        dialog.finished.connect(self._on_closed)
        self.dialog = dialog
        for problem in exports.problems:
            self._tell(Level.WARNING, problem)
        dialog.want_sheets()
        dialog.open()

    def _on_closed(self) -> None:
        if self.dialog is not None:
            self._remember(last_agencies=",".join(self.dialog.ticked))
            self.dialog.deleteLater()
            self.dialog = None
            self.closed.emit()

    def _on_sheets(self, event: SheetsReady) -> None:
        if self.dialog is not None:
            self.dialog.take(event)

    def _on_texts(
        self,
        agency: str,
        before: dict[PhotoId, AgencyTexts],
        after: dict[PhotoId, AgencyTexts],
    ) -> None:
        self._stack.push(SetAgencyTexts(self._app.exports, agency, before, after))
        if self.dialog is not None:
            self._app.exports.make_sheets(self.dialog.ids, [agency])

    def _on_rules(self, agency: str) -> None:
        try:
            own = self._app.exports.own_profile(agency)
        except ExportError as error:
            self._tell(Level.ERROR, str(error))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(own)))
        text = self.tr("Your own rules are in {}; they count from the next start.").format(own)
        self._tell(Level.INFO, text)

    def _on_export(self, agencies: list[str], folder: Path, only_new: bool) -> None:
        if self.dialog is None:
            return
        self._remember(last_export_folder=str(folder))
        self._app.exports.export(self.dialog.ids, agencies, folder, only_new=only_new)
        self.dialog.accept()

    def _on_finished(self, event: AgencyExportFinished) -> None:
        written = [report for report in event.reports if report.files]
        left_out = sum(report.refused_count for report in event.reports)
        lines = tuple(_line(report) for report in event.reports)
        if not written:
            text = self.tr("Nothing was exported; every photo would be refused or is unchanged.")
            self._tell(Level.WARNING, text, details=lines)
            return
        names = ", ".join(report.profile.name for report in written)
        text = self.tr("Exported for {}.").format(names)
        if left_out:
            parts = ", ".join(
                self.tr("{} for {}").format(
                    wording.number(report.refused_count), report.profile.name
                )
                for report in event.reports
                if report.refused_count
            )
            text += " " + self.tr("Left out, because they would be refused: {}.").format(parts)
        self._tell(
            Level.WARNING if left_out else Level.SUCCESS,
            text,
            details=lines,
            remedy=Remedy.SHOW_FILE,
            path=written[0].files[0],
        )

    def _on_compared(self, event: TableCompared) -> None:
        dialog = TableImport(event, self._window)
        dialog.accepted.connect(lambda: self._import(event))
        dialog.finished.connect(dialog.deleteLater)
        self.table_import = dialog
        dialog.open()

    def _import(self, event: TableCompared) -> None:
        change = self._app.exports.change_from(event)
        if change.ids:
            self._stack.push(ApplyReviewChange(self._app.session, change))
        if self.dialog is not None:
            self.dialog.want_sheets()

    def _remember(self, **values: str) -> None:
        try:
            self._app.settings_file.update(**values)
        except SettingsError as error:
            self._app.settings_file.override(**values)
            self._tell(Level.WARNING, str(error))

    def _tell(
        self,
        level: Level,
        text: str,
        *,
        details: tuple[str, ...] = (),
        remedy: Remedy = Remedy.NONE,
        path: Path | None = None,
    ) -> None:
        notice = Notice(level, "export", text, remedy, path=path, details=details)
        self._bridge.noticed.emit(notice)


def _line(report: AgencyReport) -> str:
    names = ", ".join(dict.fromkeys(_shown(path, report) for path in report.files)) or _tr(
        "nothing"
    )
    text = _tr("{}: {}, into {}").format(
        report.profile.name, wording.photos(report.photo_count), names
    )
    if report.refused_count:
        text = _tr("{}; {} left out").format(text, wording.number(report.refused_count))
    return text


def _shown(path: Path, report: AgencyReport) -> str:
    return str(path) if report.profile.table is not None else str(path.parent)
