"""How one photo looks in the grid: the picture, its name, and what is left to do with it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from phototagger.core.photo import Photo, SavingState, TaggingState
from phototagger.ui import icons, theme
from phototagger.ui.photo_model import PhotoRole, TileSummary
from phototagger.ui.theme import Theme

_PAD_PX = 8
_RADIUS_PX = 8
_GLYPH_PX = 14
Index = QModelIndex | QPersistentModelIndex


class TileDelegate(QStyledItemDelegate):
    """Paints tiles; every measure follows from the font and the tile's edge."""

    def tile_size(self, edge_px: int) -> QSize:
        """Return the size of a tile whose photo is at most *edge_px* long."""
        line = QFontMetrics(QApplication.font()).height()
        return QSize(edge_px + 2 * _PAD_PX, edge_px + 3 * _PAD_PX + 2 * line)

    def edge_in(self, width_px: int) -> int:
        """Return how long a photo may be in a tile of this width."""
        return width_px - 2 * _PAD_PX

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a tile as it was asked for."""
        return QSize(option.rect.size())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one tile."""
        colors = theme.current()
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, rect, QStyle.StateFlag(option.state), colors)
        picture = rect.adjusted(_PAD_PX, _PAD_PX, -_PAD_PX, 0)
        picture.setHeight(picture.width())
        self._paint_picture(painter, picture, index, colors)
        text = QRect(picture.left(), picture.bottom() + _PAD_PX, picture.width(), 0)
        text.setBottom(rect.bottom() - _PAD_PX + 2)
        self._paint_text(painter, text, index, colors)
        painter.restore()

    def _paint_card(
        self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, colors: Theme
    ) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        fill = QColor(colors.raised)
        if selected:
            fill = _blend(colors.raised, colors.accent, 0.08)
        line = colors.accent if selected else colors.line
        if focused and not selected:
            line = colors.text
        painter.setPen(QPen(line, 2.0 if selected or focused else 1.0))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), _RADIUS_PX, _RADIUS_PX)

    def _paint_picture(self, painter: QPainter, area: QRect, index: Index, colors: Theme) -> None:
        pixmap = index.data(PhotoRole.PIXMAP)
        if isinstance(pixmap, QPixmap):
            size = pixmap.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            natural = pixmap.size() / pixmap.devicePixelRatio()
            if natural.width() < size.width() and natural.height() < size.height():
                size = natural
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(area.center())
            clip = QPainterPath()
            clip.addRoundedRect(QRectF(target), 4, 4)
            painter.setClipPath(clip)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, pixmap)
            painter.setClipping(False)
            return
        problem = str(index.data(PhotoRole.PROBLEM) or "")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.track)
        painter.drawRoundedRect(area, 4, 4)
        if problem:
            self._paint_problem(painter, area, problem, colors)

    def _paint_problem(self, painter: QPainter, area: QRect, text: str, colors: Theme) -> None:
        glyph = icons.glyph(painter, "broken", colors.dim, 36)
        painter.drawPixmap(area.center().x() - 18, area.top() + area.height() // 5, 36, 36, glyph)
        painter.setPen(colors.dim)
        font = QFont(painter.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        below = area.adjusted(8, area.height() // 5 + 42, -8, -6)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, int(flags | Qt.TextFlag.TextWordWrap), text)

    def _paint_text(self, painter: QPainter, area: QRect, index: Index, colors: Theme) -> None:
        photo, summary = index.data(PhotoRole.PHOTO), index.data(PhotoRole.SUMMARY)
        if not isinstance(photo, Photo) or not isinstance(summary, TileSummary):
            return
        painter.setFont(QApplication.font())
        metrics = painter.fontMetrics()
        line = metrics.height()
        painter.setPen(colors.text)
        name = metrics.elidedText(photo.path.name, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(QRect(area.left(), area.top(), area.width(), line), 0, name)
        x, y = area.left(), area.top() + line
        for glyph, color, text in _badges(photo, summary, colors):
            pixmap = icons.glyph(painter, glyph, color, _GLYPH_PX)
            top = y + (line - _GLYPH_PX) // 2
            painter.drawPixmap(x, top, _GLYPH_PX, _GLYPH_PX, pixmap)
            x += _GLYPH_PX + 4
            painter.setPen(color)
            fitted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.right() - x))
            painter.drawText(x, y + metrics.ascent(), fitted)
            x += metrics.horizontalAdvance(fitted) + 10
            if x > area.right() - 2 * _GLYPH_PX:
                break


def _badges(photo: Photo, summary: TileSummary, colors: Theme) -> list[tuple[str, QColor, str]]:
    """Return glyph, colour and text of what is worth knowing, most urgent first."""
    busy = {
        TaggingState.QUEUED: "queued",
        TaggingState.RUNNING: "being tagged",
    }
    if photo.saving is SavingState.WRITING:
        return [("write", colors.accent, "being written")]
    if photo.tagging in busy:
        return [("tag", colors.accent, busy[photo.tagging])]
    badges = []
    if TaggingState.FAILED is photo.tagging or SavingState.FAILED is photo.saving:
        badges.append(("problem", colors.error, ""))
    if summary.unwritten:
        badges.append(("unsaved", colors.warning, f"{summary.unwritten} unwritten"))
    elif summary.keywords:
        badges.append(("done", colors.in_file, str(summary.keywords)))
    if summary.to_review:
        words = str(summary.to_review) if badges else f"{summary.to_review} to review"
        badges.append(("review", colors.dim, words))
    if not badges and photo.tagging is TaggingState.UNTAGGED:
        badges.append(("untagged", colors.dim, "untagged"))
    if not badges and photo.tagging is TaggingState.TAGGED:
        badges.append(("review", colors.dim, "nothing likely"))
    return badges


def _blend(low: QColor, high: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        low.redF() + (high.redF() - low.redF()) * share,
        low.greenF() + (high.greenF() - low.greenF()) * share,
        low.blueF() + (high.blueF() - low.blueF()) * share,
    )
