"""One photo, as large as the place it is given, beside its tags."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from phototagger.ui import icons, theme

_MARGIN_PX = 8
_GLYPH_PX = 48


class PhotoView(QWidget):
    """Paints a pixmap centred, or the reason why there is none.

    Signals:
        double_clicked(): the user wants it large.
    """

    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 0)  # a small window needs the room for tags
        self.setAccessibleName(self.tr("Photo"))

    def show_pixmap(self, pixmap: QPixmap | None, text: str = "") -> None:
        """Show a photo, or *text* when there is none."""
        self._pixmap, self._text = pixmap, text
        self.update()

    def wanted_edge_px(self) -> int:
        """Return the longest side that can be shown, device pixels."""
        side = max(self.width(), self.height()) - 2 * _MARGIN_PX
        return max(256, round(side * self.devicePixelRatioF()))

    def sizeHint(self) -> QSize:
        """Return a size that leaves room for tags below."""
        return QSize(320, 230)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo on its stage."""
        colors = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.stage)
        area = self.rect().adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        if self._pixmap is not None:
            ratio = self.devicePixelRatioF()
            natural = QSize(
                round(self._pixmap.width() / ratio), round(self._pixmap.height() / ratio)
            )
            size = natural.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(area.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, self._pixmap)
        elif self._text:
            glyph = icons.glyph(painter, "broken", colors.dim, _GLYPH_PX)
            place = QRect(0, 0, _GLYPH_PX, _GLYPH_PX)
            place.moveCenter(area.center())
            place.translate(0, -_GLYPH_PX)
            painter.drawPixmap(place, glyph)
            painter.setPen(colors.dim)
            below = area.adjusted(12, area.height() // 2, -12, 0)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(below, int(flags | Qt.TextFlag.TextWordWrap), self._text)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the large view."""
        self.double_clicked.emit()
