"""How one photo looks in the grid: the picture, its name, and what is left to do with it.

A screen has sixty tiles and a frame sixteen milliseconds, so the card below a picture is painted
once per size and state, pictures arrive with their corners rounded, and texts are fitted once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication

from phototagger.core.photo import Photo, SavingState, TaggingState
from phototagger.core.thumbnails import Thumbnail
from phototagger.ui import icons, language, theme, wording
from phototagger.ui.photo_model import Tile, TileSummary, image_of
from phototagger.ui.pixmap_cache import TilePicture
from phototagger.ui.theme import Theme

_PAD_PX = 8
_RADIUS_PX = 8
_PICTURE_RADIUS_PX = 4
_GLYPH_PX = 14
_TEXTS_KEPT = 2000
_ROOMY_PX = 140
"""In smaller tiles numbers stand without words."""

Badge = tuple[str, QColor, str, str]

_tr = language.Texts("tiles")


@dataclass(frozen=True, slots=True)
class TileLook:
    """How a tile stands in the grid."""

    is_selected: bool = False
    has_focus: bool = False


class TileDelegate:
    """Paints tiles; every measure follows from the font and the tile's edge."""

    def __init__(self) -> None:
        self._metrics = QFontMetrics(QApplication.font())
        self._cards: dict[tuple[object, ...], QPixmap] = {}
        self._names: dict[tuple[str, int], str] = {}

    def font_changed(self) -> None:
        """Measure anew: the user chose another font."""
        self._metrics = QFontMetrics(QApplication.font())
        self._names.clear()

    def tile_size(self, edge_px: int) -> QSize:
        """Return the size of a tile whose photo is at most *edge_px* long."""
        line = self._metrics.height()
        return QSize(edge_px + 2 * _PAD_PX, edge_px + 3 * _PAD_PX + 2 * line)

    def edge_in(self, width_px: int) -> int:
        """Return how long a photo may be in a tile of this width."""
        return width_px - 2 * _PAD_PX

    def picture_area(self, rect: QRect) -> QRect:
        """Return where the picture is in a tile."""
        edge = rect.width() - 2 * _PAD_PX
        return QRect(rect.left() + _PAD_PX, rect.top() + _PAD_PX, edge, edge)

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        tile: Tile | None,
        picture: TilePicture | None,
        problem: str,
        look: TileLook,
    ) -> None:
        """Paint one tile.

        Args:
            painter: with the application's font.
            rect: where.
            tile: what is known of the photo, None while nothing is.
            picture: its picture, None while there is none.
            problem: why there is none, "" while it is on its way.
            look: how it stands in the grid.
        """
        colors = theme.current()
        painter.drawPixmap(rect.topLeft(), self._card(painter, rect.size(), look, colors))
        area = self.picture_area(rect)
        edge = area.width()
        if picture is not None:
            _paint_picture(painter, area, picture)
        else:
            painter.fillRect(area, colors.track)
            if problem:
                _paint_problem(painter, area, problem, colors)
        if tile is not None:
            text = QRect(area.left(), area.bottom() + 1 + _PAD_PX, edge, 2 * self._metrics.height())
            self._paint_text(painter, text, tile, colors)

    def _card(self, painter: QPainter, size: QSize, look: TileLook, colors: Theme) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        key = (size.width(), size.height(), ratio, look, id(colors))
        card = self._cards.get(key)
        if card is None:
            if len(self._cards) > 16:  # another size of tile makes all of them useless
                self._cards.clear()
            card = self._cards[key] = _draw_card(size, ratio, look, colors)
        return card

    def _paint_text(self, painter: QPainter, area: QRect, tile: Tile, colors: Theme) -> None:
        metrics, line = self._metrics, self._metrics.height()
        painter.setPen(colors.text)
        name = self._fitted(tile.photo.path.name, area.width())
        painter.drawText(QPoint(area.left(), area.top() + metrics.ascent()), name)
        y = area.top() + line
        top = y + (line - _GLYPH_PX) // 2
        right = area.right() + 1
        for glyph, color in _marks(tile.photo, colors):
            right -= _GLYPH_PX
            pixmap = icons.glyph(painter, glyph, color, _GLYPH_PX)
            painter.drawPixmap(right, top, _GLYPH_PX, _GLYPH_PX, pixmap)
            right -= 4
        x = area.left()
        is_roomy = area.width() >= _ROOMY_PX
        for glyph, color, number, text in _badges(tile.photo, tile.summary, colors):
            if x > right - _GLYPH_PX:
                break
            pixmap = icons.glyph(painter, glyph, color, _GLYPH_PX)
            painter.drawPixmap(x, top, _GLYPH_PX, _GLYPH_PX, pixmap)
            x += _GLYPH_PX + 3
            said = text if is_roomy or not number else number
            if said:
                painter.setPen(color)
                fitted = self._fitted(said, max(0, right - x), is_name=False)
                painter.drawText(x, y + metrics.ascent(), fitted)
                x += metrics.horizontalAdvance(fitted)
            x += 8

    def _fitted(self, text: str, width_px: int, *, is_name: bool = True) -> str:
        key = (text, width_px)
        fitted = self._names.get(key)
        if fitted is None:
            if len(self._names) > _TEXTS_KEPT:
                self._names.clear()
            mode = Qt.TextElideMode.ElideMiddle if is_name else Qt.TextElideMode.ElideRight
            fitted = self._names[key] = self._metrics.elidedText(text, mode, width_px)
        return fitted


def tile_pixmap(thumbnail: Thumbnail, device_pixel_ratio: float) -> QPixmap:
    """Return the pixels of a thumbnail as tiles show them: with round corners."""
    image = image_of(thumbnail).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    radius = round(_PICTURE_RADIUS_PX * device_pixel_ratio)
    size = min(2 * radius, image.width(), image.height())
    if size >= 2:
        mask = _round_mask(size)
        half = size // 2
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        right, bottom = image.width() - half, image.height() - half
        for x, y, part in (
            (0, 0, QRect(0, 0, half, half)),
            (right, 0, QRect(size - half, 0, half, half)),
            (0, bottom, QRect(0, size - half, half, half)),
            (right, bottom, QRect(size - half, size - half, half, half)),
        ):
            painter.drawImage(QPoint(x, y), mask, part)
        painter.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(device_pixel_ratio)
    return pixmap


@lru_cache(maxsize=8)
def _round_mask(size_px: int) -> QImage:
    mask = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    mask.fill(Qt.GlobalColor.transparent)
    painter = QPainter(mask)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawEllipse(QRectF(0, 0, size_px, size_px))
    painter.end()
    return mask


def _draw_card(size: QSize, ratio: float, look: TileLook, colors: Theme) -> QPixmap:
    card = QPixmap(size * ratio)
    card.setDevicePixelRatio(ratio)
    card.fill(colors.stage)
    painter = QPainter(card)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = _blend(colors.raised, colors.accent, 0.08) if look.is_selected else colors.raised
    line = colors.accent if look.is_selected else colors.line
    if look.has_focus and not look.is_selected:
        line = colors.text
    is_marked = look.is_selected or look.has_focus
    painter.setPen(QPen(line, 2.0 if is_marked else 1.0))
    painter.setBrush(fill)
    rect = QRectF(QPoint(0, 0), size).adjusted(1, 1, -1, -1)
    painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
    if look.is_selected and look.has_focus:  # which of many the large picture shows
        painter.setPen(QPen(colors.accent, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = rect.adjusted(3.5, 3.5, -3.5, -3.5)
        painter.drawRoundedRect(inner, _RADIUS_PX - 3, _RADIUS_PX - 3)
    painter.end()
    return card


def _paint_picture(painter: QPainter, area: QRect, picture: TilePicture) -> None:
    pixmap = picture.pixmap
    wanted_px = round(area.width() * painter.device().devicePixelRatioF())
    if picture.is_sharp and picture.edge_px == wanted_px:
        shown = pixmap.deviceIndependentSize()
        x = area.left() + round((area.width() - shown.width()) / 2)
        y = area.top() + round((area.height() - shown.height()) / 2)
        painter.drawPixmap(x, y, pixmap)
        return
    # A preview, or made for another size of tile: the one that fits is on its way.
    size = pixmap.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(QPoint(0, 0), size)
    target.moveCenter(area.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(target, pixmap)


def _paint_problem(painter: QPainter, area: QRect, text: str, colors: Theme) -> None:
    painter.save()
    glyph = icons.glyph(painter, "broken", colors.dim, 36)
    painter.drawPixmap(area.center().x() - 18, area.top() + area.height() // 5, 36, 36, glyph)
    painter.setPen(colors.dim)
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.88)
    painter.setFont(font)
    below = area.adjusted(8, area.height() // 5 + 42, -8, -6)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.drawText(below, int(flags | Qt.TextFlag.TextWordWrap), text)
    painter.restore()


def _badges(photo: Photo, summary: TileSummary, colors: Theme) -> list[Badge]:
    """Return what is worth knowing, most urgent first: glyph, colour, number, and in words."""
    busy = {
        TaggingState.QUEUED: _tr("queued"),
        TaggingState.RUNNING: _tr("being tagged"),
    }
    if photo.saving is SavingState.WRITING:
        return [("write", colors.accent, "", _tr("being written"))]
    if photo.tagging in busy:
        return [("tag", colors.accent, "", busy[photo.tagging])]
    badges: list[Badge] = []
    if TaggingState.FAILED is photo.tagging or SavingState.FAILED is photo.saving:
        badges.append(("problem", colors.error, "", ""))
    if photo.is_reviewed:
        badges.append(("reviewed", colors.accepted, "", ""))
    if summary.unwritten:
        number = wording.number(summary.unwritten)
        badges.append(("unsaved", colors.warning, number, _tr("{} unwritten").format(number)))
    elif summary.keywords:
        number = wording.number(summary.keywords)
        badges.append(("done", colors.in_file, number, number))
    if summary.to_review and not photo.is_reviewed:
        number = wording.number(summary.to_review)
        words = number if badges else _tr("{} to review").format(number)
        badges.append(("review", colors.dim, number, words))
    if not badges and photo.tagging is TaggingState.UNTAGGED:
        badges.append(("untagged", colors.dim, "", _tr("untagged")))
    if not badges and photo.tagging is TaggingState.TAGGED:
        badges.append(("review", colors.dim, "", _tr("nothing likely")))
    return badges


def _marks(photo: Photo, colors: Theme) -> list[tuple[str, QColor]]:
    """Return the drawings at the right end, the rightmost first."""
    marks = []
    if photo.is_changed:
        marks.append(("changed", colors.warning))
    if photo.has_sidecar:
        marks.append(("sidecar", colors.dim))
    return marks


def _blend(low: QColor, high: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        low.redF() + (high.redF() - low.redF()) * share,
        low.greenF() + (high.greenF() - low.greenF()) * share,
        low.blueF() + (high.blueF() - low.blueF()) * share,
    )
