"""How a dialog was left: its size, the widths of its columns, the place of its handles."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QDialog, QHeaderView, QSplitter


def remember(state: QSettings, name: str, dialog: QDialog, *parts: QHeaderView | QSplitter) -> None:
    """Make a dialog come up as it was left the last time.

    Args:
        state: where geometry is kept.
        name: of the dialog there.
        dialog: takes its size now and leaves it behind when it is finished.
        parts: the headers and handles in it, always in this order.
    """
    if isinstance(geometry := state.value(f"{name}/geometry"), QByteArray):
        dialog.restoreGeometry(geometry)
    for number, part in enumerate(parts):
        if isinstance(left := state.value(f"{name}/part {number}"), QByteArray):
            part.restoreState(left)

    def keep() -> None:
        state.setValue(f"{name}/geometry", dialog.saveGeometry())
        for number, part in enumerate(parts):
            state.setValue(f"{name}/part {number}", part.saveState())

    dialog.finished.connect(keep)
