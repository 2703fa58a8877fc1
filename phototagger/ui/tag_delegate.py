"""How one tag looks: state, name, probability bar, and what a click on it does.

A state is told by shape, colour and words: a hollow ring (suggested), a filled tick (accepted),
a pencil (own), a page (in the file), a struck-out cross (rejected).
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from phototagger.core.review import Coverage, SelectionRow, TagState
from phototagger.ui import icons, tag_reasons, theme, wording
from phototagger.ui.language import said
from phototagger.ui.tag_model import Divider, SectionHead, TagEntry, TagRole
from phototagger.ui.theme import Theme

_PAD_PX = 10
_GLYPH_PX = 18
_BUTTON_PX = 26
_BAR_PX = 84
_BAR_HEIGHT_PX = 8
Index = QModelIndex | QPersistentModelIndex


class Gesture(Enum):
    """What a click asks for."""

    TOGGLE = "toggle"
    REJECT = "reject"


class TagDelegate(QStyledItemDelegate):
    """Paints tags and headings.

    Signals:
        clicked(str, Gesture): a click on the state or on the cross of a tag.
        section_clicked(Section): a click on a heading.
        name_double_clicked(str): a double click on the name of a tag.
    """

    clicked = Signal(str, object)
    section_clicked = Signal(object)
    name_double_clicked = Signal(str)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; the list gives the width."""
        height = QFontMetrics(QApplication.font()).height()
        entry = index.data(TagRole.ENTRY)
        if isinstance(entry, Divider):
            return QSize(200, height)
        return QSize(200, height + (14 if isinstance(entry, SectionHead) else 13))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a heading or a tag."""
        entry = index.data(TagRole.ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, SectionHead):
            self._paint_head(painter, QRect(option.rect), entry, theme.current())
        elif isinstance(entry, Divider):
            text = str(index.data(Qt.ItemDataRole.DisplayRole))
            self._paint_divider(painter, QRect(option.rect), text, theme.current())
        elif isinstance(entry, TagEntry):
            self._paint_tag(painter, option, entry, theme.current())
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Turn clicks into gestures."""
        if not isinstance(event, QMouseEvent) or event.button() is not Qt.MouseButton.LeftButton:
            return False
        entry = index.data(TagRole.ENTRY)
        if event.type() is QEvent.Type.MouseButtonDblClick and isinstance(entry, TagEntry):
            if self._gesture_at(QRect(option.rect), event.position().toPoint()) is None:
                self.name_double_clicked.emit(entry.row.name)
            return False
        if event.type() is not QEvent.Type.MouseButtonRelease:
            return False
        if isinstance(entry, SectionHead):
            self.section_clicked.emit(entry.section)
            return True
        gesture = self._gesture_at(QRect(option.rect), event.position().toPoint())
        if gesture is None or not isinstance(entry, TagEntry):
            return False
        self.clicked.emit(entry.row.name, gesture)
        return True

    def _gesture_at(self, rect: QRect, point: QPoint) -> Gesture | None:
        if point.x() < rect.left() + _PAD_PX + _GLYPH_PX + 6:
            return Gesture.TOGGLE
        if self._cross_rect(rect).contains(point):
            return Gesture.REJECT
        return None

    def _cross_rect(self, rect: QRect) -> QRect:
        return QRect(rect.right() - _BUTTON_PX - 4, rect.top(), _BUTTON_PX, rect.height())

    def _paint_head(self, painter: QPainter, rect: QRect, head: SectionHead, colors: Theme) -> None:
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * 0.92)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colors.dim)
        arrow = "▾" if head.is_open else "▸"
        text = f"{arrow}  {head.section.text}  ·  {wording.number(head.count)}"
        box = rect.adjusted(_PAD_PX, 4, -_PAD_PX, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def _paint_divider(self, painter: QPainter, rect: QRect, text: str, colors: Theme) -> None:
        """Paint a thin line with its reason at the right."""
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        box = rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setPen(colors.dim)
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(box, align, text)
        end = box.right() - painter.fontMetrics().horizontalAdvance(text) - 8
        painter.setPen(QPen(colors.line, 1))
        painter.drawLine(box.left(), box.center().y(), end, box.center().y())

    def _paint_tag(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: TagEntry, colors: Theme
    ) -> None:
        rect, row = QRect(option.rect), entry.row
        state = QStyle.StateFlag(option.state)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            fill = QColor(colors.accent)
            fill.setAlphaF(0.16 if selected else 0.07)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(rect).adjusted(4, 1, -4, -1), 5, 5)
        glyph = QRect(rect.left() + _PAD_PX, rect.center().y() - _GLYPH_PX // 2 + 1, _GLYPH_PX, 0)
        glyph.setHeight(_GLYPH_PX)
        self._paint_state(painter, glyph, entry, colors)
        right = self._paint_measure(painter, rect, entry, colors)
        if (selected or hovered) and row.state is not TagState.REJECTED:
            cross = QRect(0, 0, 14, 14)
            cross.moveCenter(self._cross_rect(rect).center())
            painter.drawPixmap(cross, icons.glyph(painter, "cross", colors.rejected, 14))
        name = QRect(glyph.right() + 9, rect.top(), right - glyph.right() - 16, rect.height())
        self._paint_name(painter, name, entry, colors)

    def _paint_name(self, painter: QPainter, box: QRect, entry: TagEntry, colors: Theme) -> None:
        row = entry.row
        font = QFont(QApplication.font())
        if row.state in (TagState.ACCEPTED, TagState.OWN, TagState.IN_FILE):
            font.setWeight(QFont.Weight.Medium)
        font.setStrikeOut(row.state is TagState.REJECTED)
        painter.setFont(font)
        dim = row.state is TagState.REJECTED or (
            row.state is TagState.SUGGESTED and not entry.above_threshold
        )
        painter.setPen(colors.dim if dim else colors.text)
        metrics = painter.fontMetrics()
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        badge = self._badge_width(metrics) if row.is_learned else 0
        text = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, box.width() - badge)
        painter.drawText(box, align, text)
        if badge:
            place = box.adjusted(metrics.horizontalAdvance(text) + 8, 0, 0, 0)
            self._paint_badge(painter, place, colors)
            box = box.adjusted(badge, 0, 0, 0)
            painter.setFont(font)
        extra = self._extra(entry)
        used = metrics.horizontalAdvance(text) + 10
        if extra and used < box.width():
            font.setStrikeOut(False)
            font.setWeight(QFont.Weight.Normal)
            font.setPointSizeF(font.pointSizeF() * 0.88)
            painter.setFont(font)
            painter.setPen(colors.rejected if row.will_be_removed else colors.dim)
            rest = box.adjusted(used, 0, 0, 0)
            fitted = painter.fontMetrics().elidedText(
                extra, Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.drawText(rest, align, fitted)

    def _badge_width(self, metrics: QFontMetrics) -> int:
        return 8 + metrics.horizontalAdvance(self.tr("learned"))

    def _paint_badge(self, painter: QPainter, place: QRect, colors: Theme) -> None:
        """Paint "learned" in a frame: this tag is the user's own teaching, not the service's."""
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(self.tr("learned")) + 10, metrics.height() + 2
        frame = QRectF(place.left(), place.center().y() - height / 2 + 1, width, height)
        painter.setPen(QPen(colors.own, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), self.tr("learned"))

    def _extra(self, entry: TagEntry) -> str:
        row = entry.row
        if row.will_be_removed:
            return self.tr("will be removed")
        if entry.why_hidden:
            return entry.why_hidden
        if entry.photo_count > 1 and row.coverage is not Coverage.FULL:
            on = row.keyword_count or row.suggested_count or row.rejected_count
            return self.tr("{} of {}").format(wording.number(on), wording.number(entry.photo_count))
        return tag_reasons.note(row)

    def _paint_state(self, painter: QPainter, box: QRect, entry: TagEntry, colors: Theme) -> None:
        row = entry.row
        color = colors.of_state(row.state)
        circle = QRectF(box).adjusted(1, 1, -1, -1)
        if row.state is TagState.SUGGESTED:
            painter.setPen(QPen(color, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
            if entry.shortcut:
                font = QFont(QApplication.font())
                font.setPointSizeF(font.pointSizeF() * 0.72)
                painter.setFont(font)
                painter.setPen(colors.dim)
                painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), entry.shortcut)
            return
        if row.coverage is Coverage.PARTIAL:
            painter.setPen(QPen(color, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
            dash = circle.adjusted(4, 7, -4, -7)
            painter.fillRect(dash, color)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(circle)
        name = {
            TagState.ACCEPTED: "check",
            TagState.OWN: "pencil",
            TagState.IN_FILE: "page",
            TagState.REJECTED: "cross",
        }[row.state]
        inner = QRect(0, 0, 12, 12)
        inner.moveCenter(box.center())
        painter.drawPixmap(inner, icons.glyph(painter, name, colors.base, 12))

    def _paint_measure(self, painter: QPainter, rect: QRect, entry: TagEntry, colors: Theme) -> int:
        """Paint bar and number; return where the name must end."""
        row = entry.row
        right = rect.right() - _BUTTON_PX - 6
        if row.probability is None:
            return self._paint_word(painter, rect, right, row, colors)
        painter.setFont(QApplication.font())
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(wording.percent(1))
        number = QRect(right - width, rect.top(), width, rect.height())
        bar = QRectF(number.left() - 8 - _BAR_PX, 0, _BAR_PX, _BAR_HEIGHT_PX)
        bar.moveTop(rect.center().y() - _BAR_HEIGHT_PX / 2 + 1)
        if not entry.why_hidden:  # its place is needed for the reason
            paint_bar(painter, bar, row.probability, self._bar_color(entry, colors), colors.track)
        painter.setPen(colors.dim if row.state is TagState.REJECTED else colors.text)
        align = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(number, align, wording.percent(row.probability))
        return (number.left() if entry.why_hidden else int(bar.left())) - 4

    def _paint_word(
        self, painter: QPainter, rect: QRect, right: int, row: SelectionRow, colors: Theme
    ) -> int:
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.setPen(colors.of_state(row.state))
        word = said(str(row.state))
        width = painter.fontMetrics().horizontalAdvance(word)
        box = QRect(right - width, rect.top(), width, rect.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), word)
        return box.left() - 4

    def _bar_color(self, entry: TagEntry, colors: Theme) -> QColor:
        if entry.row.state is TagState.SUGGESTED and entry.above_threshold:
            return colors.accent
        return colors.of_state(entry.row.state)


def paint_bar(
    painter: QPainter, box: QRectF, probability: float, fill: QColor, track: QColor
) -> None:
    """Paint a probability bar.

    Args:
        painter: where.
        box: the whole bar; the filled part is *probability* of its width.
        probability: 0…1.
        fill: colour of the filled part.
        track: colour of the rest.
    """
    radius = box.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(track)
    painter.drawRoundedRect(box, radius, radius)
    part = QRectF(box)
    part.setWidth(max(box.height(), box.width() * min(1.0, max(0.0, probability))))
    painter.setBrush(fill)
    painter.drawRoundedRect(part, radius, radius)
