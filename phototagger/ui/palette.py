"""The command palette: type a few letters of what to do, Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.ui import theme, wording
from phototagger.ui.palette_entries import Entry, ranked

_WIDTH_PX, _ROWS_SHOWN, _PADDING_PX = 600, 11, 12
_TOP_LEVEL = QModelIndex()
_MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP_LEVEL) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (entry.title, entry.where, entry.keys, entry.why_not)
            return ", ".join(filter(None, parts))
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.plain(entry.title)
        return None


class _Delegate(QStyledItemDelegate):
    """Name on the left, menu beside it, key on the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, option.fontMetrics.height() + 14)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, _Model)
        entry, colors = model.entries[index.row()], theme.current()
        rect: QRect = option.rect
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(rect, colors.accent)
        strong = colors.on_accent if is_chosen else colors.dim if entry.why_not else colors.text
        weak = colors.on_accent if is_chosen else colors.dim
        metrics = painter.fontMetrics()
        inner = rect.adjusted(_PADDING_PX, 0, -_PADDING_PX, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        right = entry.why_not or entry.keys
        painter.setPen(weak)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, right)
        inner.setRight(inner.right() - metrics.horizontalAdvance(right) - 2 * _PADDING_PX)
        painter.setPen(strong)
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, title)
        inner.setLeft(inner.left() + metrics.horizontalAdvance(title) + _PADDING_PX)
        painter.setPen(weak)
        where = metrics.elidedText(entry.where, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, where)
        painter.restore()


class CommandPalette(QDialog):
    """A field over a list that follows it.

    Args:
        entries: what can always be chosen.
        more: returns further entries for what was typed.
        recent: ids of what was done last, the latest first.
        parent: the window.

    Attributes:
        chosen: the entry that Enter or a click took, None while there is none.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        more: Callable[[str], Sequence[Entry]],
        recent: Sequence[str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(self.tr("Command palette"))
        self.chosen: Entry | None = None
        self._was_active = False
        self._entries, self._more, self._recent = entries, more, recent
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type a command, a folder or a tag"))
        self.field.setAccessibleName(self.tr("Command"))
        self.field.setFrame(False)
        self.model = _Model()
        self.model.setParent(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = QLabel(self.tr("Nothing is called that."))
        self._nothing.setProperty("dim", True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        for page in (self.list, self._nothing):
            self._pages.addWidget(page)
        frame = QFrame()
        frame.setObjectName("palette")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(4, 6, 4, 4)
        inner.addWidget(self.field)
        inner.addWidget(self._pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.field.textChanged.connect(self._filter)
        self.list.clicked.connect(self._take)
        self._filter("")
        self._place(parent)

    def _place(self, parent: QWidget) -> None:
        row_px = self.fontMetrics().height() + 14
        width = min(_WIDTH_PX, parent.width() - 40)
        height = min(_ROWS_SHOWN * row_px + 60, parent.height() - 60)
        self.resize(width, height)
        left = (parent.width() - width) // 2
        self.move(parent.mapToGlobal(QPoint(left, max(20, parent.height() // 8))))

    def _filter(self, typed: str) -> None:
        found = [*ranked(self._entries, typed, self._recent), *self._more(typed.strip())]
        self.model.show(found)
        self._pages.setCurrentWidget(self.list if found else self._nothing)
        self.list.setCurrentIndex(self.model.index(0))

    def changeEvent(self, event: QEvent) -> None:
        """Go when the user turns to another window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            if self._was_active and not self.isActiveWindow():
                self.reject()
            self._was_active = self.isActiveWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list and choose from it, while the field keeps the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
        elif event.key() in _MOVING:
            self._move(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    def _move(self, key: Qt.Key) -> None:
        rows = self.model.rowCount()
        if not rows:
            return
        page = _ROWS_SHOWN - 1
        steps = {_MOVING[0]: -1, _MOVING[1]: 1, _MOVING[2]: -page, _MOVING[3]: page}
        row = self.list.currentIndex().row() + steps[key]
        is_step = abs(steps[key]) == 1
        row = row % rows if is_step else max(0, min(rows - 1, row))
        self.list.setCurrentIndex(self.model.index(row))

    def _take(self, index: QModelIndex) -> None:
        if not index.isValid() or self.model.entries[index.row()].why_not:
            return
        self.chosen = self.model.entries[index.row()]
        self.accept()
