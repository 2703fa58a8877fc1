"""How one photo looks in a sweep: the picture, its probability, and what will become of it.

What will become of it is told by a filled circle with a tick or a cross, by the frame, and by how
clear the picture is; a flipped one has a dashed frame and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication

from phototagger.ui import icons, theme, wording
from phototagger.ui.pixmap_cache import TilePicture
from phototagger.ui.theme import Theme

PAD_PX = 8
_RADIUS_PX = 8
_MARK_PX = 18
_FADED = 0.5
"""How clear the picture of a photo is that will not be accepted."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What will become of a photo.

    Attributes:
        is_accepted: the word will be accepted on it.
        is_flipped: it goes another way than its side.
        stays_open: nothing is decided about it.
    """

    is_accepted: bool
    is_flipped: bool = False
    stays_open: bool = False


def tile_size(edge_px: int) -> QSize:
    """Return the size of a tile whose photo is at most *edge_px* long."""
    line = max(_MARK_PX, QFontMetrics(QApplication.font()).height())
    return QSize(edge_px + 2 * PAD_PX, edge_px + 3 * PAD_PX + line)


def paint_tile(
    painter: QPainter,
    rect: QRect,
    probability: float,
    fate: Fate,
    picture: TilePicture | None,
    problem: str,
    *,
    has_focus: bool,
) -> None:
    """Paint one tile.

    Args:
        painter: with the application's font.
        rect: where.
        probability: of the suggestion, 0…1.
        fate: what will become of the photo.
        picture: its picture, None while there is none.
        problem: why there is none, "" while it is on its way.
        has_focus: it is the one the keyboard acts on.
    """
    colors = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_frame(painter, rect, fate, colors, has_focus=has_focus)
    edge = rect.width() - 2 * PAD_PX
    area = QRect(rect.left() + PAD_PX, rect.top() + PAD_PX, edge, edge)
    if picture is not None:
        if not fate.is_accepted:
            painter.setOpacity(_FADED)
        _paint_picture(painter, area, picture)
        painter.setOpacity(1.0)
    else:
        painter.fillRect(area, colors.track)
        if problem:
            glyph = icons.glyph(painter, "broken", colors.dim, 36)
            painter.drawPixmap(area.center().x() - 18, area.center().y() - 18, 36, 36, glyph)
    line = QRect(area.left(), area.bottom() + PAD_PX, edge, rect.bottom() - area.bottom() - PAD_PX)
    _paint_line(painter, line.adjusted(0, 0, 0, -PAD_PX), probability, fate, colors)
    painter.restore()


def fate_color(fate: Fate, colors: Theme) -> QColor:
    """Return the colour of what will become of a photo."""
    if fate.is_accepted:
        return colors.accepted
    return colors.dim if fate.stays_open else colors.rejected


def _paint_frame(
    painter: QPainter, rect: QRect, fate: Fate, colors: Theme, *, has_focus: bool
) -> None:
    box = QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5)
    line = fate_color(fate, colors)
    pen = QPen(line if fate.is_accepted or fate.is_flipped else colors.line, 1.5)
    if fate.is_flipped:
        pen = QPen(line, 2.0, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(colors.raised)
    painter.drawRoundedRect(box, _RADIUS_PX, _RADIUS_PX)
    if has_focus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.accent, 3.0))
        outer = QRectF(rect).adjusted(-1.5, -1.5, 1.5, 1.5)
        painter.drawRoundedRect(outer, _RADIUS_PX + 3, _RADIUS_PX + 3)


def _paint_picture(painter: QPainter, area: QRect, picture: TilePicture) -> None:
    pixmap = picture.pixmap
    natural = pixmap.deviceIndependentSize().toSize()
    is_fitting = picture.is_sharp and max(natural.width(), natural.height()) <= area.width()
    size = (
        natural if is_fitting else natural.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    )
    target = QRect(0, 0, size.width(), size.height())
    target.moveCenter(area.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not is_fitting)
    painter.drawPixmap(target, pixmap)


def _paint_line(
    painter: QPainter, line: QRect, probability: float, fate: Fate, colors: Theme
) -> None:
    color = fate_color(fate, colors)
    mark = QRect(line.left(), line.center().y() - _MARK_PX // 2 + 1, _MARK_PX, _MARK_PX)
    if fate.stays_open and not fate.is_accepted:
        painter.setPen(QPen(color, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(mark).adjusted(1, 1, -1, -1))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(mark)
        inner = QRect(0, 0, 12, 12)
        inner.moveCenter(mark.center())
        name = "check" if fate.is_accepted else "cross"
        painter.drawPixmap(inner, icons.glyph(painter, name, colors.base, 12))
    text = line.adjusted(_MARK_PX + 6, 0, 0, 0)
    left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    font = QFont(QApplication.font())
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(colors.text)
    percent = wording.percent(probability)
    painter.drawText(text, left, percent)
    used = painter.fontMetrics().horizontalAdvance(percent) + 6
    if fate.is_flipped:
        painter.setFont(QApplication.font())
        painter.setPen(color)
        rest = text.adjusted(used, 0, 0, 0)
        flipped = QCoreApplication.translate("SweepTile", "flipped")
        fitted = painter.fontMetrics().elidedText(
            flipped, Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, right, fitted)
