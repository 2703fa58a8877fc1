"""The words of a sweep, with the number of their open suggestions and how probable these are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from phototagger.core.sweep import SweepWord
from phototagger.ui import theme, wording
from phototagger.ui.tag_delegate import paint_bar

_NO_INDEX = QModelIndex()
_WORD = int(Qt.ItemDataRole.UserRole)
_PAD_PX = 10
_BAR_HEIGHT_PX = 6
Index = QModelIndex | QPersistentModelIndex


class WordModel(QAbstractListModel):
    """Words in order; one row per word."""

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[SweepWord, ...] = ()

    @property
    def words(self) -> Sequence[SweepWord]:
        """The words, in row order."""
        return self._words

    def show_words(self, words: tuple[SweepWord, ...]) -> None:
        """Replace all words."""
        self.beginResetModel()
        self._words = words
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """Return the row of a word, -1 when it is not there."""
        return next((row for row, word in enumerate(self._words) if word.name == name), -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of words."""
        return 0 if parent.isValid() else len(self._words)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the word, or what is said of it."""
        if not index.isValid():
            return None
        word = self._words[index.row()]
        if role == _WORD:
            return word
        if role == Qt.ItemDataRole.DisplayRole:
            return word.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{}, {}, mean {}").format(
                word.name, wording.photos(word.count), wording.spoken_percent(word.mean)
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.plain(word.name)
        return None


class WordDelegate(QStyledItemDelegate):
    """Paints a word: name and count, and below them the mean probability as a bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; the list gives the width."""
        return QSize(160, QFontMetrics(QApplication.font()).height() + 26)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one word."""
        word = index.data(_WORD)
        if not isinstance(word, SweepWord):
            return
        colors = theme.current()
        rect, state = QRect(option.rect), QStyle.StateFlag(option.state)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_selected or is_hovered:
            fill = QColor(colors.accent)
            fill.setAlphaF(0.16 if is_selected else 0.07)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(rect).adjusted(4, 1, -4, -1), 5, 5)
        font = QFont(QApplication.font())
        font.setWeight(QFont.Weight.DemiBold if is_selected else QFont.Weight.Normal)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        line = QRect(rect.left() + _PAD_PX, rect.top() + 5, rect.width() - 2 * _PAD_PX, 0)
        line.setHeight(metrics.height())
        count = QLocale().toString(word.count)
        count_px = metrics.horizontalAdvance(count)
        painter.setPen(colors.text)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight), count)
        room = line.width() - count_px - 10
        name = metrics.elidedText(word.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), name)
        self._paint_mean(painter, rect, line, word.mean)
        painter.restore()

    def _paint_mean(self, painter: QPainter, rect: QRect, line: QRect, mean: float) -> None:
        colors = theme.current()
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * 0.82)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        number_px = metrics.horizontalAdvance(wording.percent(1))
        below = QRect(line.left(), line.bottom() + 1, line.width(), rect.bottom() - line.bottom())
        middle = line.bottom() + 1 + 8
        bar = QRectF(line.left(), middle - _BAR_HEIGHT_PX / 2, line.width() - number_px - 8, 0)
        bar.setHeight(_BAR_HEIGHT_PX)
        paint_bar(painter, bar, mean, colors.accent, colors.track)
        number = QRect(below.right() - number_px, middle - 8, number_px + 1, 16)
        painter.setPen(colors.dim)
        align = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(number, align, wording.percent(mean))


class WordList(QListView):
    """The words; letters look for a word, other keys are left to the window.

    Signals:
        word_chosen(str): another word is current, because the user went to it.
    """

    word_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.words = WordModel()
        self.words.setParent(self)
        self.setModel(self.words)
        self.setItemDelegate(WordDelegate(self))
        self.setAccessibleName(self.tr("Words with open suggestions"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._is_quiet = False
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_words(self, words: tuple[SweepWord, ...], name: str) -> None:
        """Show words and make *name* the current one, silently."""
        self._is_quiet = True
        self.words.show_words(words)
        self._is_quiet = False
        self.show_current(name)

    def show_current(self, name: str) -> None:
        """Make a word the current one, silently."""
        self._is_quiet = True
        self.setCurrentIndex(self.words.index(self.words.row_of(name), 0))
        self._is_quiet = False

    @property
    def current_name(self) -> str:
        """The current word, "" for none."""
        return str(self.currentIndex().data() or "")

    def step(self, rows: int) -> None:
        """Go to another word."""
        row = self.currentIndex().row() + rows
        if 0 <= row < self.words.rowCount():
            self.setCurrentIndex(self.words.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or look for a word by its beginning."""
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Down)
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if is_plain and (event.key() in keys or event.text().isalpha()):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._is_quiet and current.isValid():
            self.word_chosen.emit(str(current.data()))
