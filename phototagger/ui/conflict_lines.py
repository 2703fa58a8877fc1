"""Where the fields of the current photo disagree, by name, with what may be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from phototagger.core.fields import Kind
from phototagger.core.metadata import Conflict
from phototagger.ui import wording

_SHOWN = 2


class ConflictLines(QWidget):
    """A line for each of the first conflicts; hidden where the fields agree.

    Signals:
        text_chosen(Kind, str): the user wants this title or description instead.
    """

    text_chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 2, 12, 4)
        self._layout.setSpacing(4)
        self.hide()

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Show these conflicts."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for conflict in conflicts[:_SHOWN]:
            self._layout.addWidget(self._line(conflict))
        if (more := len(conflicts) - _SHOWN) > 0:
            rest = "\n".join(str(conflict) for conflict in conflicts[_SHOWN:])
            label = _label(self.tr("{:,} more; the write preview lists all.").format(more))
            label.setToolTip(wording.plain(rest))
            self._layout.addWidget(label)
        self.setVisible(bool(conflicts))

    def texts(self) -> list[str]:
        """Return what is shown, line by line."""
        return [label.text() for label in self.findChildren(QLabel) if not label.isHidden()]

    def _line(self, conflict: Conflict) -> QWidget:
        label = _label(f"Conflict: {conflict}")
        if conflict.kind is Kind.KEYWORDS or not conflict.extra:
            return label
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label, 1)
        other = conflict.extra[0]
        use = QPushButton(self.tr("Use it"))
        use.setToolTip(wording.plain(f"Make “{other}” the {conflict.kind} of this photo"))
        use.setAccessibleName(self.tr("Use the {} “{}”").format(conflict.kind, other))
        use.clicked.connect(lambda: self.text_chosen.emit(conflict.kind, other))
        layout.addWidget(use, 0, Qt.AlignmentFlag.AlignTop)
        return line


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("warning", True)
    return label
