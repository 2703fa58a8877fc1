"""The rows at the side of the window, and how they are painted: name left, number right."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidgetItem,
)

from phototagger.core.photo_query import Choice
from phototagger.ui import icons, theme, wording

_ROW_PX = 30
_HEADING_PX = 34
_ICON_PX = 18
_RADIUS_PX = 6
_NUMBER_ROLE = Qt.ItemDataRole.UserRole
_HOVER = 0.14
"""How much of the accent colour lies over the row under the pointer."""


class Row(QTreeWidgetItem):
    """A row that can be chosen, or a heading.

    Attributes:
        choice: what it shows, None for a heading.
        icon_name: its drawing.
    """

    def __init__(self, text: str, choice: Choice | None, icon_name: str = "") -> None:
        super().__init__([text])
        self.name = text
        self.choice = choice
        self.icon_name = icon_name
        self.setSizeHint(0, QSize(100, _ROW_PX if choice else _HEADING_PX))
        self.tint()

    def say(self, name: str, number: int | None) -> None:
        """Take another name and number of photos, None while that is not known."""
        self.name = name
        shown = "" if number is None else wording.number(number)
        self.setData(0, _NUMBER_ROLE, shown)
        self.setText(0, f"{name}   {shown}" if shown else name)

    def tint(self) -> None:
        """Take the drawing in the colours in force."""
        if self.icon_name:
            self.setIcon(0, icons.icon(self.icon_name, theme.current().dim))


def heading(text: str) -> Row:
    """Return a row that only says what those below it are."""
    row = Row(text, None)
    row.setFlags(Qt.ItemFlag.NoItemFlags)
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * 0.82)
    font.setWeight(QFont.Weight.DemiBold)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
    row.setFont(0, font)
    row.setTextAlignment(0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    return row


class RowDelegate(QStyledItemDelegate):
    """Paints rows with a rounded ground; the names line up, and so do the numbers."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row; headings are left to the style."""
        if not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            super().paint(painter, option, index)
            return
        colors = theme.current()
        state, rect = option.state, QRect(option.rect)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(rect.adjusted(0, 1, 0, -1))
        painter.setPen(Qt.PenStyle.NoPen)
        if is_chosen:
            painter.setBrush(colors.accent)
            painter.drawRoundedRect(ground, _RADIUS_PX, _RADIUS_PX)
        elif state & QStyle.StateFlag.State_MouseOver:
            hover = QColor(colors.accent)
            hover.setAlphaF(_HOVER)
            painter.setBrush(hover)
            painter.drawRoundedRect(ground, _RADIUS_PX, _RADIUS_PX)
        ink = colors.on_accent if is_chosen else colors.text
        x = rect.left() + 6
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if icon is not None:
            mode = icon.Mode.Selected if is_chosen else icon.Mode.Normal
            place = QRect(x, rect.center().y() - _ICON_PX // 2 + 1, _ICON_PX, _ICON_PX)
            icon.paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
            x += _ICON_PX + 8
        number = str(index.data(_NUMBER_ROLE) or "")
        metrics = option.fontMetrics
        painter.setFont(option.font)
        right = rect.right() - 7
        if number:
            painter.setPen(colors.on_accent if is_chosen else colors.dim)
            width = metrics.horizontalAdvance(number)
            area = QRect(right - width, rect.top(), width + 1, rect.height())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), number)
            right -= width + 8
        painter.setPen(ink)
        name = str(index.data()).removesuffix(f"   {number}") if number else str(index.data())
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(0, right - x))
        area = QRect(x, rect.top(), max(0, right - x) + 1, rect.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
