"""The left side of the window: which photos are shown, by state and by folder, with counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

from phototagger.core.photo import PhotoFilter
from phototagger.ui import icons, theme, wording

Choice = PhotoFilter | Path

_LOOKS = {
    PhotoFilter.ALL: ("All photos", "photos"),
    PhotoFilter.UNTAGGED: ("Untagged", "untagged"),
    PhotoFilter.TO_REVIEW: ("To review", "review"),
    PhotoFilter.UNSAVED: ("Unwritten", "unsaved"),
    PhotoFilter.PROBLEMS: ("Problems", "problem"),
}
_ICON_PX = 18


class Sidebar(QListWidget):
    """Filters and folders.

    Signals:
        chosen(PhotoFilter | Path): show these photos.
        folder_menu_wanted(Path, QPoint): right click on a folder, global position.
    """

    chosen = Signal(object)
    folder_menu_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Filters and folders"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.setMinimumWidth(150)
        self._folders: list[Path] = []
        self._online: list[bool] = []
        self._choices: list[Choice | None] = []
        self._add_heading(self.tr("LIBRARY"))
        for choice, (text, icon_name) in _LOOKS.items():
            self._add(choice, text, icon_name, text)
        self.setCurrentRow(1)
        self.currentItemChanged.connect(self._on_current_changed)

    @property
    def choice(self) -> Choice:
        """What is shown now."""
        row = self.currentRow()
        found = self._choices[row] if 0 <= row < len(self._choices) else None
        return found or PhotoFilter.ALL

    def choose(self, choice: Choice) -> None:
        """Show these photos, as if the user had clicked."""
        if choice in self._choices:
            self.setCurrentRow(self._choices.index(choice))

    def show_counts(self, counts: Mapping[PhotoFilter, int]) -> None:
        """Say how many photos each filter has."""
        for row, choice in enumerate(self._choices):
            if isinstance(choice, PhotoFilter):
                self.item(row).setText(f"{_LOOKS[choice][0]}   {counts.get(choice, 0):,}")

    def show_folders(self, folders: Sequence[Path]) -> None:
        """List the folders of the library; the choice stays where it still exists."""
        online = [folder.is_dir() for folder in folders]
        if (list(folders), online) == (self._folders, self._online):
            return
        kept = self.choice
        first_folder_row = len(PhotoFilter) + 1
        self.blockSignals(True)
        while self.count() > first_folder_row:
            self.takeItem(first_folder_row)
        del self._choices[first_folder_row:]
        self._folders, self._online = list(folders), online
        if folders:
            self._add_heading(self.tr("FOLDERS"))
        for folder, is_online in zip(folders, online, strict=True):
            name = folder.name or str(folder)
            text = name if is_online else self.tr("{} (offline)").format(name)
            self._add(folder, text, _folder_icon(is_online), wording.plain(str(folder)))
        if kept in self._choices:
            self.choose(kept)
            self.blockSignals(False)
        else:
            self.blockSignals(False)
            self.choose(PhotoFilter.ALL)

    def tint_icons(self) -> None:
        """Take the icons again after the theme changed."""
        for row, choice in enumerate(self._choices):
            if choice is not None:
                name = (
                    _LOOKS[choice][1]
                    if isinstance(choice, PhotoFilter)
                    else _folder_icon(self._online[self._folders.index(choice)])
                )
                self.item(row).setIcon(icons.icon(name, theme.current().dim))

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * 0.82)
        font.setWeight(QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        item.setFont(font)
        item.setSizeHint(QSize(100, 34))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.addItem(item)
        self._choices.append(None)

    def _add(self, choice: Choice, text: str, icon_name: str, tool_tip: str) -> None:
        item = QListWidgetItem(icons.icon(icon_name, theme.current().dim), text)
        self._choices.append(choice)
        item.setToolTip(tool_tip)
        item.setSizeHint(QSize(100, 30))
        self.addItem(item)

    def _on_current_changed(self) -> None:
        self.chosen.emit(self.choice)

    def _on_menu(self, point: object) -> None:
        item = self.itemAt(point)  # type: ignore[call-overload]
        choice = self._choices[self.row(item)] if item is not None else None
        if isinstance(choice, Path):
            self.folder_menu_wanted.emit(choice, self.viewport().mapToGlobal(point))  # type: ignore[call-overload]


def _folder_icon(is_online: bool) -> str:
    return "folder" if is_online else "problem"
