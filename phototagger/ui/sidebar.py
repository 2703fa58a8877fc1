"""The left side of the window: which photos are shown, by state and by folder, with counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QTreeWidget, QTreeWidgetItem, QWidget

from phototagger.core.folder_tree import FolderTree
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
_ROW_PX = 30
_HEADING_PX = 34


class _Row(QTreeWidgetItem):
    """A row that can be chosen, or a heading.

    Attributes:
        choice: what it shows, None for a heading.
        icon_name: its drawing.
    """

    def __init__(self, text: str, choice: Choice | None, icon_name: str = "") -> None:
        super().__init__([text])
        self.choice = choice
        self.icon_name = icon_name
        self.setSizeHint(0, QSize(100, _ROW_PX if choice else _HEADING_PX))
        self.tint()

    def tint(self) -> None:
        """Take the drawing in the colours in force."""
        if self.icon_name:
            self.setIcon(0, icons.icon(self.icon_name, theme.current().dim))


class Sidebar(QTreeWidget):
    """Filters, and folders with their sub-folders.

    A sub-folder gets its row when the one above is opened: a library may have thousands.

    Signals:
        chosen(PhotoFilter | Path): show these photos.
        folder_menu_wanted(Path, QPoint): right click on an opened folder, global position.
    """

    chosen = Signal(object)
    folder_menu_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Filters and folders"))
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setIndentation(14)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setExpandsOnDoubleClick(True)
        self.customContextMenuRequested.connect(self._on_menu)
        self.setMinimumWidth(150)
        self._folders: list[Path] = []
        self._offline: frozenset[Path] = frozenset()
        self._tree = FolderTree()
        self._rows: dict[Choice, _Row] = {}
        self.addTopLevelItem(_heading(self.tr("LIBRARY")))
        for choice, (text, icon_name) in _LOOKS.items():
            row = self._rows[choice] = _Row(text, choice, icon_name)
            row.setToolTip(0, text)
            self.addTopLevelItem(row)
        self.setCurrentItem(self._rows[PhotoFilter.ALL])
        self.currentItemChanged.connect(self._on_current_changed)
        self.itemExpanded.connect(self._on_expanded)

    @property
    def choice(self) -> Choice:
        """What is shown now."""
        row = self.currentItem()
        return (row.choice if isinstance(row, _Row) else None) or PhotoFilter.ALL

    def choose(self, choice: Choice) -> None:
        """Show these photos, as if the user had clicked."""
        if isinstance(choice, Path):
            for above in reversed(choice.parents):
                if above in self._rows:
                    self._fill(self._rows[above])
        if choice in self._rows:
            self.setCurrentItem(self._rows[choice])

    def texts(self) -> list[str]:
        """Return what the rows say, from top to bottom; those of closed folders too."""
        return [row.text(0) for row in self._walk()]

    def choices(self) -> list[tuple[str, PhotoFilter | Path]]:
        """Return what can be chosen, by name, from top to bottom; folders in closed ones too."""
        named: list[tuple[str, PhotoFilter | Path]] = [
            (_LOOKS[choice][0], choice) for choice in self._rows if isinstance(choice, PhotoFilter)
        ]
        waiting = list(reversed(self._folders))
        while waiting:
            folder = waiting.pop()
            named.append((folder.name or str(folder), folder))
            waiting += reversed(self._tree.children.get(folder, ()))
        return named

    def show_counts(self, counts: Mapping[PhotoFilter, int]) -> None:
        """Say how many photos each filter has."""
        for choice, number in counts.items():
            self._rows[choice].setText(0, f"{_LOOKS[choice][0]}   {number:,}")

    def show_folders(
        self, folders: Sequence[Path], offline: Collection[Path] = frozenset()
    ) -> None:
        """List the folders of the library; the choice stays where it still exists.

        Args:
            folders: the opened folders.
            offline: those that are out of reach.
        """
        if (list(folders), frozenset(offline)) == (self._folders, self._offline):
            return
        kept = self.choice
        self.blockSignals(True)
        for folder in [choice for choice in self._rows if isinstance(choice, Path)]:
            del self._rows[folder]
        while self.topLevelItemCount() > len(PhotoFilter) + 1:
            self.takeTopLevelItem(self.topLevelItemCount() - 1)
        self._folders, self._offline = list(folders), frozenset(offline)
        if folders:
            self.addTopLevelItem(_heading(self.tr("FOLDERS")))
        for folder in folders:
            row = self._add_folder(folder)
            self.addTopLevelItem(row)
            self._let_open(row)
        self.choose(kept)
        is_kept = self.choice == kept
        if not is_kept:
            self.setCurrentItem(self._rows[PhotoFilter.ALL])
        self.blockSignals(False)
        if not is_kept:
            self.chosen.emit(self.choice)

    def show_tree(self, tree: FolderTree) -> None:
        """Say how many photos each folder has, and which folders it holds."""
        is_same = tree.children == self._tree.children
        self._tree = tree
        for choice, row in list(self._rows.items()):
            if isinstance(choice, Path):
                row.setText(0, self._text_of(choice))
                if not is_same:
                    self._let_open(row)
                    if row.isExpanded():
                        self._fill(row)

    def tint_icons(self) -> None:
        """Take the icons again after the theme changed."""
        for row in self._rows.values():
            row.tint()

    def _walk(self) -> Iterator[_Row]:
        waiting = [self.topLevelItem(n) for n in reversed(range(self.topLevelItemCount()))]
        while waiting:
            row = waiting.pop()
            if isinstance(row, _Row):
                yield row
                waiting += [row.child(n) for n in reversed(range(row.childCount()))]

    def _add_folder(self, folder: Path) -> _Row:
        is_offline = folder in self._offline
        row = _Row(self._text_of(folder), folder, "problem" if is_offline else "folder")
        row.setToolTip(0, wording.plain(str(folder)))
        self._rows[folder] = row
        return row

    def _text_of(self, folder: Path) -> str:
        name = folder.name or str(folder)
        if folder in self._offline:
            name = self.tr("{} (offline)").format(name)
        number = self._tree.counts.get(folder)
        return name if number is None else f"{name}   {number:,}"

    def _let_open(self, row: _Row) -> None:
        holds = isinstance(row.choice, Path) and row.choice in self._tree.children
        policy = QTreeWidgetItem.ChildIndicatorPolicy
        row.setChildIndicatorPolicy(policy.ShowIndicator if holds else policy.DontShowIndicator)

    def _fill(self, row: _Row) -> None:
        """Give a folder the rows of its sub-folders, and take away those that are gone."""
        assert isinstance(row.choice, Path)
        wanted = self._tree.children.get(row.choice, ())
        below_now = [row.child(n) for n in range(row.childCount())]
        kept = {below.choice for below in below_now if isinstance(below, _Row) and below.choice}
        for choice in kept - set(wanted):
            row.removeChild(self._rows.pop(choice))
        for number, folder in enumerate(wanted):
            if folder not in kept and folder not in self._rows:
                below = self._add_folder(folder)
                row.insertChild(number, below)
                self._let_open(below)

    def _on_expanded(self, row: QTreeWidgetItem) -> None:
        if isinstance(row, _Row):
            self._fill(row)

    def _on_current_changed(self) -> None:
        self.chosen.emit(self.choice)

    def _on_menu(self, point: QPoint) -> None:
        row = self.itemAt(point)
        choice = row.choice if isinstance(row, _Row) else None
        if choice in self._folders:
            self.folder_menu_wanted.emit(choice, self.viewport().mapToGlobal(point))


def _heading(text: str) -> _Row:
    row = _Row(text, None)
    row.setFlags(Qt.ItemFlag.NoItemFlags)
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * 0.82)
    font.setWeight(QFont.Weight.DemiBold)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
    row.setFont(0, font)
    row.setTextAlignment(0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    return row
