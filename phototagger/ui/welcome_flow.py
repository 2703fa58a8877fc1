"""Shows the first steps once, to those who have no photos yet, and does what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from phototagger.core.session import Session
from phototagger.core.settings import Value
from phototagger.ui.dialogs import Dialogs
from phototagger.ui.settings_dialog import ServicePage
from phototagger.ui.welcome import Welcome

_SEEN = "is_welcomed"


class WelcomeFlow(QObject):
    """Leads through the first steps.

    Args:
        session: opens photos.
        dialogs: asks for folders, tests and keeps what was chosen.
        changed: gets the names of settings that changed.
        state: where it is kept that they were shown.
        window: parent of the dialog.
    """

    def __init__(
        self,
        session: Session,
        dialogs: Dialogs,
        changed: Callable[[tuple[str, ...]], None],
        state: QSettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._dialogs = dialogs
        self._changed = changed
        self._state = state
        self._window = window
        self.dialog: Welcome | None = None

    def begin(self) -> None:
        """Show the steps unless they were shown, or there is a library already."""
        was_shown = str(self._state.value(_SEEN, "0")) == "1"
        if not was_shown and not self._session.roots() and not self._session.ids():
            self.show()

    def show(self) -> None:
        """Show the steps."""
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        self.dialog = dialog = self._dialogs.welcome()
        dialog.photos.folder_wanted.connect(self._on_folder)
        dialog.photos.samples_wanted.connect(self._on_samples)
        dialog.paths_given.connect(self._open)
        dialog.service_chosen.connect(self._on_service)
        dialog.values_chosen.connect(self._keep)
        dialog.finished.connect(self._on_closed)
        dialog.show()  # not modal: photos can be dropped onto the window meanwhile
        dialog.raise_()
        dialog.activateWindow()

    def _on_closed(self) -> None:
        self._state.setValue(_SEEN, 1)
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _open(self, paths: list[Path]) -> None:
        self._session.open(paths)
        self._say_chosen(paths)

    def _on_folder(self) -> None:
        self._say_chosen(self._dialogs.open_folder())

    def _on_samples(self) -> None:
        self._say_chosen(self._dialogs.open_samples())

    def _say_chosen(self, paths: list[Path]) -> None:
        if self.dialog is not None and paths:
            self.dialog.photos.show_chosen(paths)

    def _on_service(self, page: ServicePage) -> None:
        self._keep({"endpoint": page.endpoint})
        self._dialogs.keep_token(page)

    def _keep(self, values: dict[str, Value]) -> None:
        self._dialogs.keep(**values)
        self._changed(tuple(values))
