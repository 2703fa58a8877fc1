"""What an edited table would change, before anything does."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import TableCompared
from phototagger.core.export.round_trip import Difference
from phototagger.ui import language, theme, wording
from phototagger.ui.language import said
from phototagger.ui.plain_table import PlainTable

_tr = language.Texts("table_import")

_MAX_ROWS = 2_000
"""More rows than anybody reads; the heading counts all."""


class TableImport(QDialog):
    """A table of differences with one button to take them over.

    Args:
        compared: the differences.
        parent: the window.
    """

    def __init__(self, compared: TableCompared, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import {}").format(compared.file.name))
        self.resize(860, 480)
        found = compared.comparison
        heading = QLabel(
            self.tr("{} would change; {} are as the table says.").format(
                wording.photos(len(found.differences)), wording.number(found.same_count)
            )
        )
        heading.setProperty("heading", True)
        promise = QLabel(
            self.tr(
                "The changes go into the library as one step that can be undone; files change "
                "only when you write."
            )
        )
        promise.setProperty("dim", True)
        promise.setWordWrap(True)
        shown = found.differences[:_MAX_ROWS]
        widths = {
            self.tr("Photo"): 170,
            self.tr("Added"): 190,
            self.tr("Removed"): 190,
            self.tr("Title and description"): 0,
        }
        self.table = PlainTable(self.tr("Changes"), widths, len(found.problems) + len(shown))
        self.table.setAlternatingRowColors(True)
        colors = theme.current()
        for row, sentence in enumerate(map(said, found.problems)):
            item = QTableWidgetItem(sentence)
            item.setForeground(colors.error)
            item.setToolTip(wording.plain(sentence))
            self.table.setItem(row, 0, item)
            self.table.setSpan(row, 0, 1, len(widths))
        for row, entry in enumerate(shown, start=len(found.problems)):
            tints = (None, colors.accepted, colors.rejected, None)
            for column, (text, tint) in enumerate(zip(_cells(entry), tints, strict=True)):
                item = QTableWidgetItem(text)
                item.setToolTip(wording.plain(text))
                if tint is not None:
                    item.setForeground(tint)
                self.table.setItem(row, column, item)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.import_button = self.buttons.addButton(
            self.tr("Change {}").format(wording.photos(len(found.differences))),
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.import_button.setProperty("primary", True)
        self.import_button.setEnabled(bool(found.differences))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        for part in (heading, promise):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)


def _cells(entry: Difference) -> list[str]:
    texts = [
        f"{name}: {pair[0] or _tr('none')} → {pair[1] or _tr('none')}"
        for name, pair in ((_tr("title"), entry.title), (_tr("description"), entry.description))
        if pair is not None
    ]
    return [
        entry.path.name,
        ", ".join(f"+{word}" for word in entry.added),
        ", ".join(f"−{word}" for word in entry.removed),
        "; ".join(texts),
    ]
