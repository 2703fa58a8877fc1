"""The lower half of the preview and of the report: one photo, field by field, and its readers."""

from __future__ import annotations

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

    def show_result(self, result: WritePlan | WriteReport) -> None:
        """Show what is, or was, done to a photo."""
        colors = theme.current()
        views = readers.views(result.after, result.path)
        keywords = len(result.after.keywords)
        self.fields.setHtml(field_pages.fields_page(result, colors))
        self.readers.setHtml(field_pages.readers_page(result.path, views, keywords, colors))

    def show_refusal(self, path: Path, reason: str) -> None:
        """Show why nothing is done for a photo."""
        page = field_pages.refused_page(path, reason, theme.current())
        self.fields.setHtml(page)
        self.readers.setHtml(page)

    def clear_pages(self) -> None:
        """Show nothing."""
        self.fields.clear()
        self.readers.clear()


def _page(name: str) -> QTextBrowser:
    page = QTextBrowser()
    page.setAccessibleName(name)
    page.setOpenLinks(False)
    page.setTabChangesFocus(True)
    page.setFrameShape(QTextBrowser.Shape.NoFrame)
    page.document().setDocumentMargin(10)
    return page
