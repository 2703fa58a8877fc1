"""Where tiles are: everything follows from the number of a row."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from phototagger.ui.row_ranges import Run

GAP_PX = 8
"""Between tiles, and between them and the edge of the sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All tiles of a grid, in coordinates of the whole sheet.

    Attributes:
        count: number of photos.
        columns: tiles beside each other.
        tile: size of a tile.
    """

    count: int
    columns: int
    tile: QSize

    @property
    def _step_x(self) -> int:
        return self.tile.width() + GAP_PX

    @property
    def line_height(self) -> int:
        """Distance from a tile to the one below it."""
        return self.tile.height() + GAP_PX

    @property
    def height(self) -> int:
        """Height of the whole sheet."""
        return -(-self.count // self.columns) * self.line_height + GAP_PX

    def rect_of(self, row: int) -> QRect:
        """Return where the tile of a row is."""
        line, column = divmod(row, self.columns)
        left = GAP_PX + column * self._step_x
        return QRect(QPoint(left, GAP_PX + line * self.line_height), self.tile)

    def row_at(self, point: QPoint) -> int:
        """Return the row at a point, -1 between tiles."""
        column = (point.x() - GAP_PX) // self._step_x
        row = (point.y() - GAP_PX) // self.line_height * self.columns + column
        if not 0 <= column < self.columns or not 0 <= row < self.count:
            return -1
        return row if self.rect_of(row).contains(point) else -1

    def rows_between(self, top: int, bottom: int) -> tuple[int, int]:
        """Return first and last row with a tile between two heights; last < first for none."""
        first = max(0, (top - GAP_PX) // self.line_height) * self.columns
        last = (max(0, bottom - GAP_PX) // self.line_height + 1) * self.columns - 1
        return first, min(last, self.count - 1)

    def runs_in(self, rect: QRect) -> list[Run]:
        """Return the rows whose tiles a rectangle touches."""
        left = max(0, (rect.left() - GAP_PX - self.tile.width()) // self._step_x + 1)
        right = min(self.columns - 1, (rect.right() - GAP_PX) // self._step_x)
        top = max(0, (rect.top() - GAP_PX - self.tile.height()) // self.line_height + 1)
        bottom = (rect.bottom() - GAP_PX) // self.line_height
        bottom = min(bottom, (self.count - 1) // self.columns)
        if left > right or top > bottom:
            return []
        if right - left + 1 == self.columns:
            return [(top * self.columns, min(self.count, (bottom + 1) * self.columns))]
        lines = range(top * self.columns, (bottom + 1) * self.columns, self.columns)
        runs = ((line + left, min(self.count, line + right + 1)) for line in lines)
        return [(start, end) for start, end in runs if start < end]
