"""Keeps the badges of the agencies at the current photo, a moment after it came to rest."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from phototagger.app import App
from phototagger.core.lookup_events import AgenciesChecked
from phototagger.core.photo import PhotoId
from phototagger.ui.agency_badges import AgencyBadges
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.browser import Browser

_CALM_MS = 200


class BadgeDesk(QObject):
    """Has the current photo fitted to the agencies of the last export, and shows how that went.

    Args:
        app: fits photos, and knows the agencies.
        bridge: brings events.
        browser: knows the current photo.
        badges: shows them.
        parent: owner.
    """

    def __init__(
        self,
        app: App,
        bridge: GuiBridge,
        browser: Browser,
        badges: AgencyBadges,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._browser = browser
        self._badges = badges
        self._asked: PhotoId | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._check)
        browser.selection_changed.connect(self.refresh)
        for signal in (bridge.reviews_changed, bridge.photos_changed):
            signal.connect(self._on_changed)
        for signal in (bridge.sheets_ready, bridge.agency_export_finished):
            signal.connect(lambda event: self.refresh())
        bridge.vocabulary_changed.connect(lambda event: self.refresh())
        bridge.agencies_checked.connect(self._on_checked)

    def refresh(self) -> None:
        """Look again, when what changes has come to rest."""
        self._calm.start()

    def _current(self) -> PhotoId | None:
        return self._browser.current_id if self._browser.selected_count() else None

    def _on_changed(self, event: object) -> None:
        if self._asked in getattr(event, "ids", ()):
            self.refresh()

    def _check(self) -> None:
        agencies = tuple(filter(None, self._app.settings_file.settings.last_agencies.split(",")))
        self._asked = self._current() if agencies else None
        if self._asked is None:
            self._badges.show_fitted(())
        else:
            self._app.exports.check(self._asked, agencies)

    def _on_checked(self, event: AgenciesChecked) -> None:
        if event.id == self._asked:
            self._badges.show_fitted(event.fitted)
