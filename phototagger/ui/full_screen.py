"""The whole screen for one photo, with its tags over it; all keys of the review go on working."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QVBoxLayout, QWidget

from phototagger.ui import theme
from phototagger.ui.browser import Browser
from phototagger.ui.inspector import Inspector

_WIDTH_PX = 360
_MARGIN_PX = 20
_OPACITY = 0.94
"""Text stays readable over any photo."""


class _Overlay(QFrame):
    """The plate that carries the tags."""

    def paintEvent(self, event: QPaintEvent) -> None:
        color = QColor(theme.current().window)
        color.setAlphaF(_OPACITY)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(self.rect(), 8, 8)


class FullScreen(QObject):
    """Enters and leaves the full screen.

    Signals:
        changed(bool): it was entered, or left.

    Args:
        window: the window that fills the screen.
        browser: shows the photo.
        inspector: lends the list of tags.
        around: parts of the window that are hidden meanwhile.
    """

    changed = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        browser: Browser,
        inspector: Inspector,
        around: Callable[[], Sequence[QWidget]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._browser = browser
        self._inspector = inspector
        self._around = around
        self._hidden: list[QWidget] = []
        self._state = Qt.WindowState.WindowNoState
        self._was_large = False
        self.is_on = False
        self.overlay = _Overlay(browser.large)
        self.overlay.setAccessibleName(self.tr("Tags over the photo"))
        layout = QVBoxLayout(self.overlay)
        layout.setContentsMargins(4, 6, 4, 4)
        self.overlay.hide()
        browser.large.resized.connect(self._place)

    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """Return what the actions do, by their ids."""
        browser = self._browser
        loupe = browser.large
        return {
            "large": browser.show_large,
            "grid": self.back,
            "full_screen": self.toggle,
            "tag_overlay": self.toggle_tags,
            "zoom_fit": loupe.toggle_zoom,
            "zoom_in": lambda: loupe.zoom_by(1),
            "zoom_out": lambda: loupe.zoom_by(-1),
        }

    def toggle(self) -> None:
        """Enter the full screen, or leave it."""
        if self.is_on:
            self.leave()
        elif self._browser.current_id is not None:
            self._enter()

    def back(self) -> None:
        """Leave the full screen; without it, show all photos."""
        if self.is_on:
            self.leave()
        else:
            self._browser.show_grid()

    def toggle_tags(self) -> None:
        """Show the tags over the photo, or the photo alone."""
        if self.is_on:
            self.overlay.setVisible(not self.overlay.isVisible())
            self._browser.large.setFocus()

    def leave(self) -> None:
        """Show the window as it was."""
        if not self.is_on:
            return
        self.is_on = False
        self.changed.emit(False)
        self.overlay.hide()
        self._inspector.put_panel()
        for part in self._hidden:
            part.show()
        self._browser.set_bare(False)
        self._window.setWindowState(self._state)
        if not self._was_large:
            self._browser.show_grid()

    def _enter(self) -> None:
        self.is_on = True
        self.changed.emit(True)
        self._was_large = self._browser.is_large
        self._state = self._window.windowState()
        self._hidden = [part for part in self._around() if part.isVisible()]
        for part in self._hidden:
            part.hide()
        self._browser.set_bare(True)
        self._browser.show_large()
        layout = self.overlay.layout()
        assert layout is not None
        layout.addWidget(self._inspector.panel)
        self._window.showFullScreen()
        self._place()
        self.overlay.show()
        self._browser.large.setFocus()

    def _place(self) -> None:
        view = self._browser.large
        width = min(_WIDTH_PX, view.width() // 2)
        height = view.height() - 2 * _MARGIN_PX
        self.overlay.setGeometry(view.width() - width - _MARGIN_PX, _MARGIN_PX, width, height)
