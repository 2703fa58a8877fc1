"""Where the fields of the current photo disagree: one line, and a window that names them all."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.fields import Kind
from phototagger.core.metadata import Conflict, Reading
from phototagger.ui import icons, language, theme, wording
from phototagger.ui.language import said

_tr = language.Texts("conflict_line")

_ICON_PX = 16


class ConflictLine(QWidget):
    """The first conflict of a photo and how many there are; hidden where the fields agree.

    Signals:
        text_chosen(Kind, str): the user wants this title or description instead.
    """

    text_chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: Reading | None = None
        self._sentence = ""
        self._icon = QLabel()
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setProperty("warning", True)
        # A long sentence must not push the whole panel wider.
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.more = QToolButton()
        self.more.setText(self.tr("Show…"))
        self.more.clicked.connect(self._open)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.more)
        self.hide()

    def show_reading(self, reading: Reading | None) -> None:
        """Show the conflicts of what was read, or none."""
        self._reading = reading
        conflicts = reading.conflicts if reading is not None else ()
        self.setVisible(bool(conflicts))
        if not conflicts:
            return
        counted = wording.counted(len(conflicts), "conflict", "conflicts")
        self._sentence = f"{counted}: {said(str(conflicts[0]))}"
        told = "\n".join(said(str(conflict)) for conflict in conflicts)
        self._label.setToolTip(wording.plain(told))
        self._label.setAccessibleName(told)
        self.more.setAccessibleName(self.tr("Show {}").format(counted))
        color = theme.current().warning
        self._icon.setPixmap(icons.icon("problem", color).pixmap(QSize(_ICON_PX, _ICON_PX)))
        self._say()

    @property
    def text(self) -> str:
        """What the line says, unshortened; "" while it is hidden."""
        return "" if self.isHidden() else self._sentence

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the sentence to the width there is."""
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        elide = Qt.TextElideMode.ElideRight
        metrics = self._label.fontMetrics()
        self._label.setText(metrics.elidedText(self._sentence, elide, self._label.width()))

    def _open(self) -> None:
        if self._reading is None:
            return
        dialog = ConflictDialog(self._reading, self.window())
        dialog.text_chosen.connect(self.text_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class ConflictDialog(QDialog):
    """Every conflict of a photo, which field is believed and why, and what may be taken instead.

    Signals:
        text_chosen(Kind, str): the user wants this title or description instead.

    Args:
        reading: what the fields of the photo hold.
        parent: owner.
    """

    text_chosen = Signal(object, str)

    def __init__(self, reading: Reading, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Conflicts"))
        self.resize(560, 380)
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.setSpacing(8)
        for kind in Kind:
            conflicts = [conflict for conflict in reading.conflicts if conflict.kind is kind]
            if not conflicts:
                continue
            heading = QLabel(f"<b>{said(str(kind)).capitalize()}</b>")
            lines.addWidget(heading)
            lines.addWidget(_dim(_belief(reading, kind)))
            for conflict in conflicts:
                lines.addLayout(self._line(conflict))
        lines.addStretch()
        scrolled = QScrollArea()
        scrolled.setWidget(page)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QScrollArea.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(scrolled, 1)
        layout.addWidget(buttons)

    def _line(self, conflict: Conflict) -> QHBoxLayout:
        label = QLabel(said(str(conflict)))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(label, 1)
        if conflict.kind is not Kind.KEYWORDS:
            line.addWidget(self._use(conflict), 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _use(self, conflict: Conflict) -> QPushButton:
        other = conflict.extra[0]
        button = QPushButton(self.tr("Use This"))
        button.setAutoDefault(False)
        button.setToolTip(
            wording.plain(self.tr("Make “{}” the {}").format(other, said(str(conflict.kind))))
        )
        button.setAccessibleName(self.tr("Use the {} “{}”").format(said(str(conflict.kind)), other))

        def use() -> None:
            self.text_chosen.emit(conflict.kind, other)
            self.accept()

        button.clicked.connect(use)
        return button


def _belief(reading: Reading, kind: Kind) -> str:
    """Return which field counts, why, and what a write does about the others."""
    if kind is Kind.KEYWORDS:
        then = _tr(
            "The keywords of XMP, IPTC and the Windows field are taken together; "
            "writing keywords brings the fields in step."
        )
    else:
        then = _tr("Change it, or use another one: a write then brings all fields in step.")
    return f"{said(reading.choices[kind].why)} {then}"


def _dim(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("dim", True)
    label.setWordWrap(True)
    return label
