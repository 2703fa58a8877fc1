"""One photo of a sweep, shown larger over the grid for a moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from phototagger.ui import icons, theme
from phototagger.ui.sweep_tile import Fate, fate_color

_MARGIN_PX = 16
_CAPTION_PX = 34


class SweepPeek(QWidget):
    """Lies over a widget, as large as that, while it is visible.

    Signals:
        closed(): a click sent it away.

    Args:
        place: the widget it lies over.
    """

    closed = Signal()

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self._pixmap: QPixmap | None = None
        self._problem = ""
        self._caption = ""
        self._fate = Fate(is_accepted=True)
        self.setAccessibleName(self.tr("Photo, larger"))
        place.installEventFilter(self)
        self.hide()

    def edge_px(self) -> int:
        """Return the longest side that can be shown, device pixels."""
        side = max(self._place.width(), self._place.height()) - 2 * _MARGIN_PX
        return max(256, round(side * self.devicePixelRatioF()))

    def show_photo(
        self, pixmap: QPixmap | None, caption: str, fate: Fate, problem: str = ""
    ) -> None:
        """Show a photo.

        Args:
            pixmap: the best there is of it, None while there is nothing.
            caption: what is said of it.
            fate: what will become of it.
            problem: why it cannot be shown, "" when it can.
        """
        self._pixmap, self._caption, self._fate = pixmap, caption, fate
        self._problem = problem
        self.setAccessibleDescription(caption)
        self.setGeometry(self._place.rect())
        self.show()
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the place."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._place.rect())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go away."""
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo on its stage, and what will become of it below."""
        colors = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.stage)
        area = self.rect().adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX - _CAPTION_PX)
        if self._pixmap is not None:
            natural = self._pixmap.size() / self.devicePixelRatioF()
            size = natural.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(area.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, self._pixmap)
        elif self._problem:
            painter.setPen(colors.dim)
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(area, flags, self._problem)
        font = QFont(QApplication.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        color = fate_color(self._fate, colors)
        width = painter.fontMetrics().horizontalAdvance(self._caption) + 24
        box = QRect(0, self.height() - _CAPTION_PX - _MARGIN_PX // 2, width, _CAPTION_PX)
        box.moveLeft(max(_MARGIN_PX, (self.width() - width) // 2))
        mark = "check" if self._fate.is_accepted else "cross"
        painter.drawPixmap(
            QRect(box.left(), box.center().y() - 7, 16, 16), icons.glyph(painter, mark, color, 16)
        )
        painter.setPen(colors.text)
        text = box.adjusted(24, 0, 0, 0)
        fitted = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideMiddle, self.width() - text.left() - _MARGIN_PX
        )
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(text, align, fitted)
