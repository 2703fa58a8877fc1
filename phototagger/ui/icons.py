"""Icons of the window: one set of line drawings, tinted from the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from phototagger.resource_files import resource_path
from phototagger.ui import theme

_SIZES_PX = (16, 20, 24, 32, 48)


def icon(name: str, color: QColor | None = None) -> QIcon:
    """Return the drawing *name* in *color* (default: text), dimmed where disabled."""
    colors = theme.current()
    result = QIcon()
    for size in _SIZES_PX:
        result.addPixmap(drawing(name, size, color or colors.text))
        faded = QColor(colors.dim)
        faded.setAlphaF(0.45)
        result.addPixmap(drawing(name, size, faded), QIcon.Mode.Disabled)
        result.addPixmap(drawing(name, size, colors.on_accent), QIcon.Mode.Selected)
    return result


def drawing(name: str, size_px: int, color: QColor) -> QPixmap:
    """Return the drawing *name* as a pixmap of *size_px* device pixels."""
    key = f"{name}:{size_px}:{color.name(QColor.NameFormat.HexArgb)}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    source = resource_path("icons", f"{name}.svg").read_bytes()
    tinted = source.replace(b"currentColor", color.name().encode("ascii"))
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(color.alphaF())
    QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    pixmap = QPixmap.fromImage(image)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def glyph(painter: QPainter, name: str, color: QColor, size_px: int) -> QPixmap:
    """Return the drawing *name* for *painter*, sharp at *size_px* logical pixels."""
    return drawing(name, round(size_px * painter.device().devicePixelRatioF()), color)


def application_icon() -> QIcon:
    """Return the icon of the program."""
    return QIcon(str(resource_path("icons", "phototagger.svg")))
