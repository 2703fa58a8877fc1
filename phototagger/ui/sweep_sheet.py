"""Where the tiles of a sweep are: those above the cut, the cut line, and those below it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt

GAP_PX = 8
LINE_PX = 12
"""The cut line lies so far below the tiles above it, and as far above what is below it."""


@dataclass(frozen=True, slots=True)
class SweepSheet:
    """All tiles, in coordinates of the whole sheet.

    Attributes:
        count: number of photos.
        cut: so many of them lie above the cut.
        columns: tiles beside each other.
        tile: size of a tile.
        head: height of the first heading; the second one has the cut line on top of it.
    """

    count: int
    cut: int
    columns: int
    tile: QSize
    head: int

    @property
    def line_height(self) -> int:
        """Distance from a tile to the one below it."""
        return self.tile.height() + GAP_PX

    @property
    def cut_line(self) -> int:
        """Where the cut line is."""
        return self.head + _lines(self.cut, self.columns) * self.line_height + LINE_PX

    @property
    def below(self) -> int:
        """Where the tiles below the cut begin."""
        return self.cut_line + LINE_PX + self.head

    @property
    def height(self) -> int:
        """Height of the whole sheet."""
        lines = _lines(self.count - self.cut, self.columns)
        return self.below + lines * self.line_height + GAP_PX

    def rect_of(self, row: int) -> QRect:
        """Return where the tile of a row is."""
        if row < self.cut:
            top, place = self.head, row
        else:
            top, place = self.below, row - self.cut
        line, column = divmod(place, self.columns)
        left = GAP_PX + column * (self.tile.width() + GAP_PX)
        return QRect(QPoint(left, top + line * self.line_height), self.tile)

    def row_at(self, point: QPoint) -> int:
        """Return the row at a point, -1 where there is no tile."""
        row = self._row_near(point)
        return row if row >= 0 and self.rect_of(row).contains(point) else -1

    def rows_between(self, top: int, bottom: int) -> list[int]:
        """Return the rows with a tile between two heights, in order."""
        rows: list[int] = []
        for start, end, first in (
            (0, self.cut, self.head),
            (self.cut, self.count, self.below),
        ):
            low = max(0, (top - first) // self.line_height)
            high = max(-1, (bottom - first) // self.line_height)
            begin = start + low * self.columns
            rows += range(begin, min(end, start + (high + 1) * self.columns))
        return rows

    def cut_near(self, height: int) -> int:
        """Return how many photos lie above a cut line that is dragged to a height."""
        lines = round((height - self.head - LINE_PX) / self.line_height)
        return max(0, min(self.count, lines * self.columns))

    def neighbour(self, row: int, key: Qt.Key) -> int:
        """Return the row that an arrow key leads to; the cut line is no obstacle."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is not None:
            return max(0, min(self.count - 1, row + step))
        rect = self.rect_of(row)
        way = -1 if key is Qt.Key.Key_Up else 1
        start, end = (0, self.cut) if row < self.cut else (self.cut, self.count)
        beside = row + way * self.columns
        if start <= beside < end:
            return beside
        line = (row - start) // self.columns
        last_line = (end - 1 - start) // self.columns
        if way > 0 and line < last_line:
            return end - 1  # the last line is not full
        if way > 0 and end < self.count:
            return min(self.count - 1, end + self._column(rect))
        if way < 0 and start > 0:
            line_start = (start - 1) // self.columns * self.columns
            return min(start - 1, line_start + self._column(rect))
        return row

    def _column(self, rect: QRect) -> int:
        return (rect.left() - GAP_PX) // (self.tile.width() + GAP_PX)

    def _row_near(self, point: QPoint) -> int:
        column = (point.x() - GAP_PX) // (self.tile.width() + GAP_PX)
        if not 0 <= column < self.columns:
            return -1
        if point.y() < self.cut_line:
            start, end, first = 0, self.cut, self.head
        else:
            start, end, first = self.cut, self.count, self.below
        row = start + (point.y() - first) // self.line_height * self.columns + column
        return row if start <= row < end else -1


def _lines(count: int, columns: int) -> int:
    return -(-count // columns)
