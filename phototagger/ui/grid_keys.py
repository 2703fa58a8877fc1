"""Where a cursor key leads in a grid that is filled row by row."""

from __future__ import annotations

from PySide6.QtCore import Qt


def target_row(
    key: Qt.Key, row: int, *, count: int, columns: int, rows_per_page: int
) -> int | None:
    """Return the row that a key leads to, None for keys that lead nowhere.

    Args:
        key: the key.
        row: where the focus is, -1 for nowhere.
        count: number of photos, at least 1.
        columns: photos beside each other.
        rows_per_page: photos on a screen.
    """
    if row < 0 and key in _KEYS:
        return count - 1 if key == Qt.Key.Key_End else 0
    last = count - 1
    page = max(columns, rows_per_page)
    if key == Qt.Key.Key_Up:
        return row - columns if row >= columns else row
    if key == Qt.Key.Key_Down:
        # From above a last line that is not full, the nearest photo in it is meant.
        is_last_line = row // columns == last // columns
        return row if is_last_line else min(row + columns, last)
    if key == Qt.Key.Key_PageUp:
        return row - page if row >= page else row % columns
    if key == Qt.Key.Key_PageDown:
        return min(row + page, last)
    targets = {
        Qt.Key.Key_Left: max(0, row - 1),
        Qt.Key.Key_Right: min(last, row + 1),
        Qt.Key.Key_Home: 0,
        Qt.Key.Key_End: last,
    }
    return targets.get(key)


_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
