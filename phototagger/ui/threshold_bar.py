"""The live threshold: where suggestions are hidden, and from where "accept all" takes them.

A track from 0 to 100 % with one tick per suggestion and two handles. Dragging says at once how
many suggestions fall on each side.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from phototagger.ui import theme

_MARGIN_PX = 12
_TRACK_PX = 6
_HANDLE_PX = 8
_STEP = 0.05


class ThresholdBar(QWidget):
    """Two handles over the probabilities of the shown suggestions.

    Signals:
        moved(float, float): *hide_below* and *accept_from* while a handle moves, 0…1.
        settled(float, float): the same when it was let go.
    """

    moved = Signal(float, float)
    settled = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hide_below = 0.3
        self._accept_from = 0.6
        self._probabilities: Sequence[float] = ()
        self._dragged: str = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probability from which suggestions are accepted"))
        self.setToolTip(
            self.tr(
                "Left handle: suggestions below it are hidden.\n"
                "Right handle: “Accept” takes all from here on.  Keys: [ and ]"
            )
        )

    @property
    def hide_below(self) -> float:
        """Suggestions below this probability are hidden."""
        return self._hide_below

    @property
    def accept_from(self) -> float:
        """Suggestions from this probability on are taken by "accept all"."""
        return self._accept_from

    def set_values(self, hide_below: float, accept_from: float) -> None:
        """Place both handles without telling anybody."""
        self._hide_below, self._accept_from = hide_below, max(hide_below, accept_from)
        self.update()

    def show_probabilities(self, probabilities: Sequence[float]) -> None:
        """Draw one tick per suggestion."""
        self._probabilities = probabilities
        self.update()

    def nudge(self, by: float, handle: str = "accept") -> None:
        """Move a handle by *by* and settle there."""
        value = self._accept_from if handle == "accept" else self._hide_below
        self._move(handle, round(value + by, 2))
        self.settled.emit(self._hide_below, self._accept_from)

    def sizeHint(self) -> QSize:
        """Return a height for ticks, track and handles."""
        return QSize(240, 38)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ticks, the three zones and the handles."""
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ticks(painter, colors.suggested, colors.accent)
        track_y = self.height() - 14
        zones = (
            (0.0, self._hide_below, colors.track),
            (self._hide_below, self._accept_from, colors.suggested),
            (self._accept_from, 1.0, colors.accent),
        )
        for low, high, color in zones:
            left, right = self._x(low), self._x(high)
            painter.fillRect(QRectF(left, track_y - _TRACK_PX / 2, right - left, _TRACK_PX), color)
        hide_x, accept_x = self._x(self._hide_below), self._x(self._accept_from)
        if self._handles_meet():  # side by side, so that each can still be taken
            hide_x, accept_x = accept_x - _HANDLE_PX, accept_x + _HANDLE_PX / 2
        for x, color in ((hide_x, colors.suggested), (accept_x, colors.accent)):
            focused = self.hasFocus() and color is colors.accent
            painter.setPen(QPen(colors.text if focused else colors.base, 2))
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x, track_y), _HANDLE_PX, _HANDLE_PX)

    def _paint_ticks(self, painter: QPainter, below: QColor, above: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for probability in self._probabilities:
            color = QColor(above if probability >= self._accept_from else below)
            color.setAlphaF(0.35 if probability < self._hide_below else 0.9)
            painter.setBrush(color)
            painter.drawRoundedRect(QRectF(self._x(probability) - 1, 2, 2.5, 11), 1, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer handle; the accept handle when both are as near."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        to_hide = abs(x - self._x(self._hide_below))
        to_accept = abs(x - self._x(self._accept_from))
        is_left = x < self._x(self._accept_from)
        is_hide = is_left if self._handles_meet() else to_hide < to_accept
        self._dragged = "hide" if is_hide else "accept"
        self._move(self._dragged, self._value_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the taken handle."""
        if self._dragged:
            self._move(self._dragged, self._value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the handle go."""
        if self._dragged:
            self._dragged = ""
            self.settled.emit(self._hide_below, self._accept_from)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the accept handle with the arrow keys, the other one with Shift."""
        step = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.nudge(step, "hide" if shifted else "accept")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which handle the keys move."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus mark."""
        self.update()

    def _handles_meet(self) -> bool:
        return self._x(self._accept_from) - self._x(self._hide_below) < _HANDLE_PX

    def _move(self, handle: str, value: float) -> None:
        value = max(0.0, min(1.0, value))
        if handle == "hide":
            self._hide_below = value
            self._accept_from = max(value, self._accept_from)
        else:
            self._accept_from = value
            self._hide_below = min(value, self._hide_below)
        self.update()
        self.moved.emit(self._hide_below, self._accept_from)

    def _x(self, value: float) -> float:
        return _MARGIN_PX + value * (self.width() - 2 * _MARGIN_PX)

    def _value_at(self, x: float) -> float:
        share = (x - _MARGIN_PX) / max(1, self.width() - 2 * _MARGIN_PX)
        return round(max(0.0, min(1.0, share)), 2)
