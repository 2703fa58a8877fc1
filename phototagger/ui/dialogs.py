"""The questions the window asks: folders, files, consent, settings, export, keys, about."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import PySide6
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMessageBox,
    QWidget,
)

from phototagger import __version__
from phototagger.app import App
from phototagger.core import samples
from phototagger.core.credentials import Token, TokenPlace
from phototagger.core.errors import PhototaggerError, SettingsError
from phototagger.core.events import Level, Notice
from phototagger.core.export import Choices, ExportFormat
from phototagger.core.models.store import BUILT_IN
from phototagger.core.photo import PhotoId
from phototagger.core.settings import EMBEDDED, Value
from phototagger.core.tagging.endpoint import is_loopback
from phototagger.ui import dialog_memory, language, wording
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.export_dialog import ExportDialog
from phototagger.ui.keyboard_page import KeyboardDialog, KeyboardPage
from phototagger.ui.keymap import Keymap
from phototagger.ui.models_page import ModelsPage
from phototagger.ui.request_table import RequestTable
from phototagger.ui.send_sheet import SendSheet
from phototagger.ui.settings_dialog import PAGES, ServicePage, SettingsDialog
from phototagger.ui.welcome import Welcome

_tr = language.Texts("Dialogs")


class Dialogs:
    """Asks the user; does what was answered through the session.

    Args:
        app: the program.
        bridge: takes notices; brings answers of other threads home.
        keymap: the keys in force.
        state: where the folder used last is kept.
        window: parent of every dialog.
    """

    def __init__(
        self, app: App, bridge: GuiBridge, keymap: Keymap, state: QSettings, window: QWidget
    ) -> None:
        self._app = app
        self._bridge = bridge
        self._keymap = keymap
        keymap.changed.connect(lambda: self.keep(own_keys=keymap.stored()))
        self._state = state
        self._window = window
        self._agreed_hosts: set[str] = set()
        self._credits: dict[str, str] = {}
        self.has_samples = samples.are_available()

    @property
    def qt_app(self) -> QApplication:
        """The Qt application."""
        found = QApplication.instance()
        assert isinstance(found, QApplication)
        return found

    # Opening

    def open_folder(self) -> list[Path]:
        """Ask for a folder and add it; return what was chosen."""
        start = str(dialog_memory.start_folder(self._state))
        name = QFileDialog.getExistingDirectory(self._window, _tr("Open folder"), start)
        paths = [Path(name)] if name else []
        if paths:
            dialog_memory.keep_folder(self._state, paths[0].parent)
            self._app.session.open(paths)
        return paths

    def open_files(self) -> None:
        """Ask for photos and add them."""
        start = str(dialog_memory.start_folder(self._state))
        names, _ = QFileDialog.getOpenFileNames(self._window, _tr("Add photos"), start)
        if names:
            dialog_memory.keep_folder(self._state, Path(names[0]).parent)
            self._app.session.open([Path(name) for name in names])

    def open_samples(self) -> list[Path]:
        """Copy the sample photos into the user's pictures and open them; return where."""
        folder = samples.default_folder()
        try:
            samples.copy_samples(folder)
        except (OSError, PhototaggerError):
            self._tell(
                Level.ERROR,
                "samples",
                _tr("The sample photos cannot be copied to {}.").format(folder),
            )
            return []
        self._app.session.open([folder])
        return [folder]

    # Consent

    def may_send(self, count: int) -> bool:
        """Ask once per address whether photos may leave this computer."""
        settings = self._app.settings_file.settings
        parts = urlsplit(settings.endpoint)
        host = parts.netloc
        is_here = settings.endpoint == EMBEDDED or is_loopback(parts.hostname or "")
        if is_here or host in self._agreed_hosts | set(settings.agreed_hosts.split()):
            return True
        sheet = SendSheet(
            host,
            count,
            settings,
            self._window,
            bytes_per_photo=self._bytes_per_photo(),
            credits=self._credits.get(host, ""),
        )
        agreed = sheet.exec() == QDialog.DialogCode.Accepted
        if agreed:
            self._agreed_hosts.add(host)
            if sheet.remember.isChecked():
                self.keep(agreed_hosts=f"{settings.agreed_hosts} {host}".strip())
        sheet.deleteLater()
        return agreed

    def _bytes_per_photo(self) -> float:
        records = self._app.request_log.records()
        photos = sum(record.photo_count for record in records)
        return sum(record.sent_bytes for record in records) / photos if photos else 0.0

    def known_credits(self, host: str) -> str:
        """Return what the account at a host was last known to have, "" when nobody asked."""
        return self._credits.get(host, "")

    def show_requests(self) -> None:
        """List what was sent where in this run."""
        dialog = RequestTable(self._app.request_log, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def may_stop_writing(self) -> bool:
        """Ask whether the program may close while photos are being written."""
        return self.confirm(
            _tr("Photos are being written. They are finished before PhotoTagger closes."),
            _tr("Finish and Close"),
        )

    def confirm(self, question: str, yes: str) -> bool:
        """Ask a question whose safe answer is the default."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("PhotoTagger")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is agree

    # Settings

    def service_line(self) -> str:
        """Return where photos are tagged, for the status bar."""
        address = self._app.settings_file.settings.endpoint
        if address == EMBEDDED:
            return _tr("Tagging on this computer")
        return _tr("Tagging at {}").format(urlsplit(address).netloc)

    def edit_settings(
        self, changed: Callable[[tuple[str, ...]], None], page: str = PAGES[0]
    ) -> None:
        """Open the settings; *changed* gets the names of those that differ afterwards."""
        dialog = SettingsDialog(self._app.settings_file.settings, self._token_of, self._window)
        dialog.service.consent_revoked.connect(self._ask_again)
        dialog.service.test_wanted.connect(
            lambda address, token: self._test(dialog, dialog.service, address, token)
        )
        models = ModelsPage(
            self._app.models, self._app.settings_file.settings.tagging_model, self._state
        )
        models.removed.connect(self._on_model_removed)
        dialog.add_page(models, _tr("Models"))
        keys = Keymap(self._keymap.stored(), dialog)
        dialog.add_page(KeyboardPage(keys), _tr("Keyboard"))
        dialog.show_page(page)
        dialog.accepted.connect(lambda: self._keymap.take(keys))
        dialog.accepted.connect(lambda: self._keep(dialog, models, changed))
        dialog.finished.connect(self._watch_models)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def welcome(self) -> Welcome:
        """Make the first steps, with a test of the service that works."""
        settings = self._app.settings_file.settings
        dialog = Welcome(
            settings, self._token_of, has_samples=self.has_samples, parent=self._window
        )
        dialog.service.consent_revoked.connect(self._ask_again)
        dialog.service.test_wanted.connect(
            lambda address, token: self._test(dialog, dialog.service, address, token)
        )
        return dialog

    def _token_of(self, address: str) -> str:
        return self._app.credentials.find(address).reveal() if "://" in address else ""

    def _watch_models(self) -> None:
        """Tell how an installation ends while nobody looks at it."""
        self._app.models.watch = self._tell_installation

    def _tell_installation(self) -> None:
        now = self._app.models.current
        if now is None or now.is_running:
            return
        if now.problem:
            self._tell(Level.ERROR, "models", now.problem)
        elif now.model is not None:
            self._tell(
                Level.INFO, "models", _tr("The model {} is installed.").format(now.model.name)
            )

    def _on_model_removed(self, model_id: str) -> None:
        if self._app.settings_file.settings.tagging_model == model_id:
            self.keep(tagging_model=BUILT_IN)

    def _ask_again(self) -> None:
        self._agreed_hosts.clear()
        self.keep(agreed_hosts="")

    def _keep(
        self,
        dialog: SettingsDialog,
        models: ModelsPage,
        changed: Callable[[tuple[str, ...]], None],
    ) -> None:
        try:
            names = self._app.settings_file.update(**dialog.changes(), **models.changes())
        except SettingsError as error:
            self._tell(Level.ERROR, "settings", str(error))
            return
        self.keep_token(dialog.service)
        changed(names)

    def keep_token(self, service: ServicePage) -> None:
        """Store the token that was typed for a service, or forget it."""
        if service.endpoint != EMBEDDED and not service.token:
            self._app.credentials.forget(service.endpoint)
        elif service.endpoint != EMBEDDED:
            place = self._app.credentials.store(service.endpoint, Token(service.token))
            if place is TokenPlace.MEMORY:
                self._tell(
                    Level.INFO,
                    "token",
                    _tr("The token is kept until PhotoTagger closes, not stored."),
                )

    def keep(self, **values: Value) -> None:
        """Remember settings; where that fails they hold for this run, and the user is told."""
        try:
            self._app.settings_file.update(**values)
        except SettingsError as error:
            self._app.settings_file.override(**values)
            self._tell(Level.WARNING, "settings", str(error))

    def _test(self, dialog: QDialog, page: ServicePage, address: str, token: str) -> None:
        is_open = True

        def close() -> None:
            nonlocal is_open
            is_open = False

        def show(text: str) -> None:
            if is_open:  # else the page is deleted
                page.show_answer(text)

        def ask() -> None:
            try:
                answer, credits = self._app.ask(address, token)
                text = _tr("It answers. {}").format(answer).strip()
                if credits is not None and address != EMBEDDED:
                    counted = _tr("{} of {} credits").format(
                        *map(wording.number, (credits.counter, credits.limit))
                    )
                    self._credits[urlsplit(address).netloc] = counted
                    text = f"{text} {counted}."
            except PhototaggerError as error:
                text = str(error)
            self._bridge.post(lambda: show(text))

        dialog.finished.connect(close)

        threading.Thread(target=ask, name="test-connection", daemon=True).start()

    # Export

    def export(self, selected: list[PhotoId], shown: list[PhotoId]) -> None:
        """Ask what to export, and where to; then do it."""
        self._app.session.use_all_ids(lambda ids: self._ask_export(selected, shown, ids))

    def _ask_export(
        self, selected: list[PhotoId], shown: list[PhotoId], everything: list[PhotoId]
    ) -> None:
        if not everything:
            self._tell(Level.INFO, "export", _tr("There are no photos to export yet."))
            return
        scopes = {
            _tr("Selected photos"): selected,
            _tr("Shown photos"): shown,
            _tr("Whole library"): everything,
        }
        settings = self._app.settings_file.settings
        dialog = ExportDialog(
            {name: len(ids) for name, ids in scopes.items() if ids},
            Path(settings.last_export_folder or dialog_memory.first_folder()),
            ExportFormat(settings.last_export_format),
            settings.last_export_columns.split(","),
            self._window,
        )
        dialog.accepted.connect(lambda: self._export(dialog, scopes[dialog.scope]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export(self, dialog: ExportDialog, ids: list[PhotoId]) -> None:
        choices = Choices(columns=dialog.columns)
        self._app.exports.table(ids, dialog.file, dialog.form, choices)
        self.keep(
            last_export_format=str(dialog.form),
            last_export_folder=str(dialog.file.parent),
            last_export_columns=",".join(dialog.columns),
        )

    # Help

    def show_keys(self) -> None:
        """List every action with its keys, and let them be changed."""
        dialog = KeyboardDialog(self._keymap, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_about(self) -> None:
        """Say what this is and whose work it stands on."""
        QMessageBox.about(
            self._window,
            _tr("About PhotoTagger"),
            _tr(
                "<h3>PhotoTagger {}</h3>"
                "<p>Tags photos on this computer, lets you review the tags, "
                "and writes them safely into the files.</p>"
                "<p>Apache License 2.0. Uses Qt through PySide6 {} (LGPL-3.0), Pillow, piexif, "
                "requests, Starlette, Uvicorn, ONNX Runtime and NumPy. The tagging model builds "
                "on EfficientNet-Lite0 weights (Apache-2.0).</p>"
            ).format(__version__, PySide6.__version__),
        )

    def _tell(self, level: Level, key: str, text: str) -> None:
        self._bridge.announce(Notice(level, key, text))
