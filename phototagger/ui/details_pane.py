"""The lower half of the preview and of the report: one photo, field by field, and its readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QTabWidget, QTextBrowser, QWidget

from phototagger.core.metadata import readers
from phototagger.core.writer import WritePlan, WriteReport
from phototagger.ui import field_pages, theme


class DetailsPane(QTabWidget):
    """Two pages about one photo: its fields, and what other programs will show.

    Args:
        fields_title: title of the first page.
        parent: owner.
    """

    def __init__(self, fields_title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.fields = _page(fields_title)
        readers_title = self.tr("What Other Programs Will Show")
        self.readers = _page(readers_title)
        self.addTab(self.fields, fields_title)
        self.addTab(self.readers, readers_title)
        self._unmade: dict[QTextBrowser, Callable[[], str]] = {}
        self.currentChanged.connect(self._make)

    def show_result(self, result: WritePlan | WriteReport) -> None:
        """Show what is, or was, done to a photo."""
        colors = theme.current()

        def seen() -> str:
            views = readers.views(result.after, result.path)
            count = len(result.after.keywords)
            return field_pages.readers_page(result.path, views, count, colors)

        self._show(lambda: field_pages.fields_page(result, colors), seen)

    def show_refusal(self, path: Path, reason: str) -> None:
        """Show why nothing is done for a photo."""
        page = field_pages.refused_page(path, reason, theme.current())
        self._show(lambda: page, lambda: page)

    def clear_pages(self) -> None:
        """Show nothing."""
        self._show(str, str)

    def _show(self, fields: Callable[[], str], seen: Callable[[], str]) -> None:
        """Take new pages; the one behind is made when it is looked at."""
        self._unmade = {self.fields: fields, self.readers: seen}
        self._make()

    def _make(self) -> None:
        page = self.fields if self.currentWidget() is self.fields else self.readers
        if make := self._unmade.pop(page, None):
            page.setHtml(make())


def _page(name: str) -> QTextBrowser:
    page = QTextBrowser()
    page.setAccessibleName(name)
    page.setOpenLinks(False)
    page.setTabChangesFocus(True)
    page.setFrameShape(QTextBrowser.Shape.NoFrame)
    page.document().setDocumentMargin(10)
    return page
