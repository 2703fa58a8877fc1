"""How a dialog was left: its size, its columns and handles, and the folder that was used last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QDialog, QHeaderView, QSplitter

from phototagger.core.app_paths import pictures_folder

_FOLDER = "last folder"


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


def start_folder(state: QSettings) -> Path:
    """Return where a file dialog begins: the folder used last, else the user's pictures."""
    last = Path(str(state.value(_FOLDER, "")))
    if last.is_absolute() and last.is_dir():
        return last
    return first_folder()


def first_folder() -> Path:
    """Return where files go before the user chose a folder: that of pictures, if there is one."""
    pictures = pictures_folder()
    return pictures if pictures.is_dir() else Path.home()


def keep_folder(state: QSettings, folder: Path) -> None:
    """Let the next file dialog begin here."""
    state.setValue(_FOLDER, str(folder))
