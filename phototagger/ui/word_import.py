"""What a list of words would change, before anything does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from phototagger.core.events import WordsRead
from phototagger.core.vocabulary import Word
from phototagger.ui import language, wording
from phototagger.ui.row_table import Cell, RowModel, RowTable

_WIDTHS_PX = (110, 220, 300)


@dataclass(frozen=True, slots=True)
class _Row:
    """A problem, or a word before and after."""

    problem: str = ""
    before: Word | None = None
    after: Word | None = None


class WordImport(QDialog):
    """The differences, with one button to take them over.

    Args:
        event: the file and what it would change.
        parent: the window.
    """

    def __init__(self, event: WordsRead, parent: QWidget) -> None:
        super().__init__(parent)
        plan = event.plan
        self.setWindowTitle(self.tr("Import from {}").format(event.file.name))
        self.resize(760, 500)
        heading = QLabel(
            self.tr("{} new, {} changed, {} unchanged").format(
                wording.number(len(plan.new)),
                wording.number(len(plan.changed)),
                wording.number(plan.same_count),
            )
        )
        heading.setProperty("heading", True)
        promise = QLabel(
            self.tr("Words that are not in the file stay. The import can be undone as one step.")
        )
        promise.setProperty("dim", True)
        promise.setWordWrap(True)
        rows = [
            *(_Row(problem=sentence) for sentence in plan.problems),
            *(_Row(after=word) for word in plan.new),
            *(_Row(before=before, after=after) for before, after in plan.changed),
        ]
        titles = (self.tr("What"), self.tr("Word"), self.tr("Said about it"))
        model: RowModel[_Row] = RowModel(titles, self._cells)
        model.show_items(rows)
        widths = dict(zip(titles, _WIDTHS_PX, strict=True))
        self.table = RowTable(self.tr("Words of the file"), model, widths)
        self.table.setVisible(bool(rows))
        empty = QLabel(self.tr("All words of the file are there as it says; nothing would change."))
        empty.setProperty("dim", True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setWordWrap(True)
        empty.setVisible(not rows)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        count = len(plan.change.after)
        self.import_button = self.buttons.addButton(
            self.tr("Import {}").format(wording.counted(count, "word", "words")),
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.import_button.setProperty("primary", True)
        self.import_button.setEnabled(count > 0)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        for part in (heading, promise):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addWidget(empty, 1)
        layout.addWidget(self.buttons)

    def _cells(self, row: _Row) -> Sequence[Cell]:
        if row.after is None:
            text = language.said(row.problem)
            return Cell(self.tr("Problem"), "error"), Cell(text, "error"), Cell("")
        if row.before is None:
            return (
                Cell(self.tr("New"), "accepted"),
                Cell(row.after.name),
                Cell(" · ".join(self._said(row.after))),
            )
        before, after = self._said(row.before), self._said(row.after)
        lines = [f"+ {part}" for part in after if part not in before]
        lines += [f"− {part}" for part in before if part not in after]
        return Cell(self.tr("Changed"), "warning"), Cell(row.after.name), Cell(" · ".join(lines))

    def _said(self, word: Word) -> list[str]:
        parts = []
        if word.parent:
            parts.append(self.tr("below “{}”").format(word.parent))
        if word.synonyms:
            parts.append(self.tr("synonyms: {}").format(", ".join(word.synonyms)))
        parts += [f"{code}: {text}" for code, text in word.translations.items()]
        if word.is_private:
            parts.append(self.tr("private"))
        if word.is_never_suggested:
            parts.append(self.tr("never suggested"))
        if word.show_from is not None:
            parts.append(self.tr("shown from {}").format(wording.percent(word.show_from)))
        if word.accept_from is not None:
            parts.append(self.tr("accepted from {}").format(wording.percent(word.accept_from)))
        return parts
