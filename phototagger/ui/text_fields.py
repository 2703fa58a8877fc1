"""Title and description of the selected photos: typed here, kept within a second.

Shows and asks; what an edit means is decided by who listens. An edit is told for the photos it was
typed for, whatever is selected by then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.fields import Field, Kind
from phototagger.core.photo import PhotoId
from phototagger.core.review import Review
from phototagger.core.tags import clean_text
from phototagger.ui import language, wording

_tr = language.Texts("text_fields")

_CALM_MS = 700
"""Typing is kept at latest this long after its first letter."""

_LINES = 3
_LIMITS = {Kind.TITLE: Field.IPTC_TITLE, Kind.DESCRIPTION: Field.IPTC_CAPTION}
_KEPT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class TextFields(QWidget):
    """Two fields under a heading that folds them away.

    Signals:
        edited(list[PhotoId], Kind, str, object): these photos get this title or description; edits
            with the same last value are one step to undo.
        left(): the user pressed Esc.
        folded(bool): the fields were folded away, or unfolded.
    """

    edited = Signal(object, object, str, object)
    left = Signal()
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: list[PhotoId] = []
        self._shown: dict[Kind, str | None] = {}
        self._visit = object()
        self.head = QToolButton()
        self.title = QLineEdit()
        self.description = QPlainTextEdit()
        self._counters = {kind: QLabel() for kind in _LIMITS}
        self._body = QWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CALM_MS)
        self._timer.timeout.connect(self.keep)
        self._build()
        self._connect()
        self.set_folded(True)
        self.show_texts([], {})

    def _build(self) -> None:
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setCheckable(True)
        self.head.setAccessibleName(self.tr("Title and description"))
        # A long title must not push the whole panel wider.
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.title.setAccessibleName(self.tr("Title"))
        self.description.setAccessibleName(self.tr("Description"))
        self.description.setTabChangesFocus(True)
        self.description.setUndoRedoEnabled(False)
        height = self.description.fontMetrics().lineSpacing() * _LINES + 16
        self.description.setFixedHeight(height)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 2, 0, 0)
        body.setSpacing(3)
        names = {Kind.TITLE: self.tr("Title"), Kind.DESCRIPTION: self.tr("Description")}
        for kind, part in ((Kind.TITLE, self.title), (Kind.DESCRIPTION, self.description)):
            name = QLabel(names[kind])
            name.setBuddy(part)
            counter = self._counters[kind]
            counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            counter.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            line = QHBoxLayout()
            line.addWidget(name)
            line.addWidget(counter, 1)
            body.addLayout(line)
            body.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 10, 10)
        layout.setSpacing(2)
        layout.addWidget(self.head)
        layout.addWidget(self._body)

    def _connect(self) -> None:
        self.head.toggled.connect(self._on_head)
        self.title.textEdited.connect(self._on_typed)
        self.description.textChanged.connect(self._on_typed)
        self.title.returnPressed.connect(self.keep)
        for part in (self.title, self.description):
            part.installEventFilter(self)

    # What is shown

    def show_texts(self, ids: Sequence[PhotoId], reviews: Mapping[PhotoId, Review]) -> None:
        """Show the texts of these photos; where they differ, a field says so and stays empty.

        Args:
            ids: the photos.
            reviews: theirs; none where they are too many to look at, which is told as different.
        """
        if list(ids) != self._ids:
            self.keep()
            self._ids = list(ids)
            self._visit = object()
            self._shown = {}
        titles = {review.title for review in reviews.values()}
        descriptions = {review.description for review in reviews.values()}
        for kind, found in ((Kind.TITLE, titles), (Kind.DESCRIPTION, descriptions)):
            text = next(iter(found)) if len(found) == 1 else None if ids else ""
            if kind not in self._shown or not self._is_typed(kind):
                self._show(kind, text)
        self._say()
        self.setEnabled(bool(self._ids))

    def _show(self, kind: Kind, text: str | None) -> None:
        is_same = kind in self._shown and _clean(self._text(kind), kind) == (text or "")
        self._shown[kind] = text
        hints = {Kind.TITLE: self.tr("Add a title"), Kind.DESCRIPTION: self.tr("Add a description")}
        hint = self.tr("(different)") if text is None else hints[kind]
        part = self.title if kind is Kind.TITLE else self.description
        part.setPlaceholderText(hint)
        if is_same:
            return  # the cursor stays, and a blank that was just typed
        if kind is Kind.TITLE:
            self.title.setText(text or "")
        else:
            self.description.blockSignals(True)
            self.description.setPlainText(text or "")
            self.description.blockSignals(False)

    def set_folded(self, folded: bool) -> None:
        """Fold the fields away, or unfold them."""
        self.head.setChecked(not folded)
        self._on_head(not folded)

    @property
    def is_folded(self) -> bool:
        """Whether only the heading is shown."""
        return not self.head.isChecked()

    def edit(self) -> None:
        """Unfold, and let the user type a title."""
        self.set_folded(False)
        self.title.setFocus()
        self.title.selectAll()

    # What is typed

    def keep(self) -> None:
        """Tell what was typed and not told yet."""
        self._timer.stop()
        for kind in (Kind.TITLE, Kind.DESCRIPTION):
            if self._is_typed(kind):
                text = _clean(self._text(kind), kind)
                self._shown[kind] = text
                self.edited.emit(list(self._ids), kind, text, (self._visit, kind))

    def _text(self, kind: Kind) -> str:
        return self.title.text() if kind is Kind.TITLE else self.description.toPlainText()

    def _is_typed(self, kind: Kind) -> bool:
        shown = self._shown.get(kind, "")
        text = _clean(self._text(kind), kind)
        return bool(self._ids) and text != (shown or "")

    def _on_typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
        self._say()

    def _on_head(self, unfolded: bool) -> None:
        self._body.setVisible(unfolded)
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self.head.setArrowType(arrow)
        self._say()
        self.folded.emit(not unfolded)

    def _say(self) -> None:
        for kind, field in _LIMITS.items():
            text = _clean(self._text(kind), kind)
            told, is_long = _count(text, field)
            counter = self._counters[kind]
            counter.setText(told)
            _mark(counter, "warning" if is_long else "dim")
        head = self.tr("Title and description")
        shown = self._text(Kind.TITLE) or " ".join(self._text(Kind.DESCRIPTION).split())
        if self.is_folded and shown:
            head = f"{head}: {shown}"
        width = max(120, self.width() - 60)
        elided = self.head.fontMetrics().elidedText(head, Qt.TextElideMode.ElideRight, width)
        self.head.setText(elided.replace("&", "&&"))
        self.head.setToolTip(wording.plain(shown) if shown else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the heading to the width there is."""
        super().resizeEvent(event)
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what was typed when a field is left; undo whole edits, not letters."""
        if event.type() is QEvent.Type.FocusOut:
            self.keep()
            self._visit = object()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(step) for step in steps):
                self.keep()  # so that the window's undo takes this edit back first
                self._visit = object()
                event.ignore()
                return True
            if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                event.ignore()  # to another photo, as everywhere
                return True
            if event.key() in _KEPT_KEYS:
                event.accept()
                return True
        elif (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.keep()
            self.left.emit()
            return True
        return False


def _clean(text: str, kind: Kind) -> str:
    """Return a text as it will be stored."""
    cleaned = clean_text(text)
    return " ".join(cleaned.split()) if kind is Kind.TITLE else cleaned


def _count(text: str, field: Field) -> tuple[str, bool]:
    """Return how long a text is, in words, and whether IPTC has no room for all of it."""
    if not text:
        return "", False
    told = wording.counted(len(text), "character", "characters")
    is_long = len(text.encode()) > field.max_bytes
    if is_long:
        told = _tr("{} · IPTC keeps the first {} bytes").format(
            told, wording.number(field.max_bytes)
        )
    return told, is_long


def _mark(label: QLabel, name: str) -> None:
    """Give a label a colour of the style sheet by property."""
    if label.property(name):
        return
    for other in ("dim", "warning"):
        label.setProperty(other, other == name)
    label.style().unpolish(label)
    label.style().polish(label)
