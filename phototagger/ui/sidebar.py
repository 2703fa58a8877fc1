"""The left side of the window: which photos are shown, by state and by folder, with counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from phototagger.core.folder_tree import FolderTree
from phototagger.core.photo import PhotoFilter
from phototagger.core.photo_query import Choice, SavedSearch
from phototagger.ui import wording
from phototagger.ui.sidebar_rows import Row, RowDelegate, heading

_LOOKS = {
    PhotoFilter.ALL: (QT_TRANSLATE_NOOP("Sidebar", "All photos"), "photos"),
    PhotoFilter.UNTAGGED: (QT_TRANSLATE_NOOP("Sidebar", "Untagged"), "untagged"),
    PhotoFilter.TO_REVIEW: (QT_TRANSLATE_NOOP("Sidebar", "To review"), "review"),
    PhotoFilter.REVIEWED: (QT_TRANSLATE_NOOP("Sidebar", "Ready to write"), "done"),
    PhotoFilter.UNSAVED: (QT_TRANSLATE_NOOP("Sidebar", "Unwritten"), "unsaved"),
    PhotoFilter.PROBLEMS: (QT_TRANSLATE_NOOP("Sidebar", "Problems"), "problem"),
    PhotoFilter.CHANGED: (QT_TRANSLATE_NOOP("Sidebar", "Changed on disk"), "changed"),
}
_TIPS = {
    PhotoFilter.REVIEWED: QT_TRANSLATE_NOOP(
        "Sidebar", "You are done with them; their files do not have your keywords yet"
    ),
    PhotoFilter.CHANGED: QT_TRANSLATE_NOOP(
        "Sidebar", "Another program changed these files after you decided about them"
    ),
}
_ICON_PX = 18


class Sidebar(QTreeWidget):
    """Filters, saved searches, and folders with their sub-folders.

    A sub-folder gets its row when the one above is opened: a library may have thousands.

    Signals:
        chosen(PhotoFilter | Path | SavedSearch): show these photos.
        folder_menu_wanted(Path, QPoint): right click on an opened folder, global position.
        search_menu_wanted(SavedSearch, QPoint): the same on a saved search.
    """

    chosen = Signal(object)
    folder_menu_wanted = Signal(object, object)
    search_menu_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Filters and folders"))
        self.setItemDelegate(RowDelegate(self))
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
        self._rows: dict[Choice, Row] = {}
        self._searches: tuple[SavedSearch, ...] = ()
        self._awaited: Path | None = None
        self.addTopLevelItem(heading(self.tr("LIBRARY")))
        for choice, (text, icon_name) in _LOOKS.items():
            row = self._rows[choice] = Row(self.tr(str(text)), choice, icon_name)
            row.setToolTip(0, self.tr(str(_TIPS.get(choice, text))))
            self.addTopLevelItem(row)
        self.setCurrentItem(self._rows[PhotoFilter.ALL])
        self.currentItemChanged.connect(self._on_current_changed)
        self.itemExpanded.connect(self._on_expanded)

    @property
    def choice(self) -> Choice:
        """What is shown now."""
        row = self.currentItem()
        return (row.choice if isinstance(row, Row) else None) or PhotoFilter.ALL

    def choose(self, choice: Choice) -> None:
        """Show these photos, as if the user had clicked."""
        is_elsewhere, self._awaited = self._awaited is not None, None
        was = self.currentItem()
        self._go_to(choice)
        if is_elsewhere and self.currentItem() is was:
            self.chosen.emit(self.choice)  # the row was right, but not what is shown

    def recall(self, choice: Choice) -> None:
        """Go to the row of what is shown already; that of a sub-folder when its folder is known."""
        with self._quiet():
            self._go_to(choice)
        self._awaited = choice if isinstance(choice, Path) and self.choice != choice else None

    def _go_to(self, choice: Choice) -> None:
        if isinstance(choice, Path):
            for above in reversed(choice.parents):
                if above in self._rows:
                    self._fill(self._rows[above])
        if choice in self._rows:
            self.setCurrentItem(self._rows[choice])

    def texts(self) -> list[str]:
        """Return what the rows say, from top to bottom; those of closed folders too."""
        return [row.text(0) for row in self._walk()]

    def choices(self) -> list[tuple[str, Choice]]:
        """Return what can be chosen, by name, from top to bottom; folders in closed ones too."""
        named: list[tuple[str, Choice]] = [
            (self.tr(str(text)), choice) for choice, (text, _) in _LOOKS.items()
        ]
        named += [(search.name, search) for search in self._searches]
        waiting = list(reversed(self._folders))
        while waiting:
            folder = waiting.pop()
            named.append((folder.name or str(folder), folder))
            waiting += reversed(self._tree.children.get(folder, ()))
        return named

    def show_counts(self, counts: Mapping[PhotoFilter, int]) -> None:
        """Say how many photos each filter has."""
        for choice, number in counts.items():
            self._rows[choice].say(self.tr(str(_LOOKS[choice][0])), number)

    def show_searches(
        self, searches: Sequence[SavedSearch], counts: Mapping[SavedSearch, int]
    ) -> None:
        """List the saved searches; one that is new is not chosen, one that went is left."""
        if tuple(searches) != self._searches:
            kept, was = self.choice, self._searches
            with self._quiet():
                for search in was:
                    del self._rows[search]
                first = len(_LOOKS) + 1
                for _ in range(len(was) + bool(was)):
                    self.takeTopLevelItem(first)
                self._searches = tuple(searches)
                if searches:
                    self.insertTopLevelItem(first, heading(self.tr("SAVED SEARCHES")))
                for place, search in enumerate(searches, start=first + 1):
                    row = self._rows[search] = Row(search.name, search, "search")
                    row.setToolTip(0, wording.plain(search.text))
                    self.insertTopLevelItem(place, row)
                self._choose_again(self._same(kept, was))
            if self.choice != kept:
                self.chosen.emit(self.choice)
        for search, number in counts.items():
            if search in self._rows:
                self._rows[search].say(search.name, number)

    def _same(self, kept: Choice, was: Sequence[SavedSearch]) -> Choice:
        """Return what stands for a saved search now that was renamed or changed."""
        if not isinstance(kept, SavedSearch) or kept in self._rows:
            return kept
        place = list(was).index(kept) if kept in was else -1
        is_edit = place >= 0 and len(was) == len(self._searches)
        return self._searches[place] if is_edit else PhotoFilter.ALL

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
        with self._quiet():
            for folder in [choice for choice in self._rows if isinstance(choice, Path)]:
                del self._rows[folder]
            above = len(_LOOKS) + 1 + len(self._searches) + bool(self._searches)
            while self.topLevelItemCount() > above:
                self.takeTopLevelItem(self.topLevelItemCount() - 1)
            self._folders, self._offline = list(folders), frozenset(offline)
            if folders:
                self.addTopLevelItem(heading(self.tr("FOLDERS")))
            for folder in folders:
                row = self._add_folder(folder)
                self.addTopLevelItem(row)
                self._let_open(row)
            self._choose_again(kept)
        if self.choice != kept:
            self.chosen.emit(self.choice)

    def show_tree(self, tree: FolderTree) -> None:
        """Say how many photos each folder has, and which folders it holds."""
        is_same = tree.children == self._tree.children
        self._tree = tree
        for choice, row in list(self._rows.items()):
            if isinstance(choice, Path):
                row.say(*self._looks_of(choice))
                if not is_same:
                    self._let_open(row)
                    if row.isExpanded():
                        self._fill(row)
        if (awaited := self._awaited) is not None:
            self.recall(awaited)
            if self._awaited is not None:  # it is gone
                self.choose(PhotoFilter.ALL)

    def tint_icons(self) -> None:
        """Take the icons again after the theme changed."""
        for row in self._rows.values():
            row.tint()

    def _walk(self) -> Iterator[Row]:
        waiting = [self.topLevelItem(n) for n in reversed(range(self.topLevelItemCount()))]
        while waiting:
            row = waiting.pop()
            if isinstance(row, Row):
                yield row
                waiting += [row.child(n) for n in reversed(range(row.childCount()))]

    def _add_folder(self, folder: Path) -> Row:
        is_offline = folder in self._offline
        row = Row("", folder, "problem" if is_offline else "folder")
        row.say(*self._looks_of(folder))
        row.setToolTip(0, wording.plain(str(folder)))
        self._rows[folder] = row
        return row

    def _looks_of(self, folder: Path) -> tuple[str, int | None]:
        name = folder.name or str(folder)
        if folder in self._offline:
            name = self.tr("{} (offline)").format(name)
        return name, self._tree.counts.get(folder)

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """Change rows without telling that others are chosen meanwhile."""
        self.blockSignals(True)
        try:
            yield
        finally:
            self.blockSignals(False)

    def _choose_again(self, kept: Choice) -> None:
        self._go_to(kept)
        if self.choice != kept:
            self.setCurrentItem(self._rows[PhotoFilter.ALL])

    def _let_open(self, row: Row) -> None:
        holds = isinstance(row.choice, Path) and row.choice in self._tree.children
        policy = QTreeWidgetItem.ChildIndicatorPolicy
        row.setChildIndicatorPolicy(policy.ShowIndicator if holds else policy.DontShowIndicator)

    def _fill(self, row: Row) -> None:
        """Give a folder the rows of its sub-folders, and take away those that are gone."""
        assert isinstance(row.choice, Path)
        wanted = self._tree.children.get(row.choice, ())
        below_now = [row.child(n) for n in range(row.childCount())]
        kept = {below.choice for below in below_now if isinstance(below, Row) and below.choice}
        for choice in kept - set(wanted):
            row.removeChild(self._rows.pop(choice))
        for number, folder in enumerate(wanted):
            if folder not in kept and folder not in self._rows:
                below = self._add_folder(folder)
                row.insertChild(number, below)
                self._let_open(below)

    def _on_expanded(self, row: QTreeWidgetItem) -> None:
        if isinstance(row, Row):
            self._fill(row)

    def _on_current_changed(self) -> None:
        self._awaited = None
        self.chosen.emit(self.choice)

    def _on_menu(self, point: QPoint) -> None:
        row = self.itemAt(point)
        choice = row.choice if isinstance(row, Row) else None
        if choice in self._folders:
            self.folder_menu_wanted.emit(choice, self.viewport().mapToGlobal(point))
        elif isinstance(choice, SavedSearch):
            self.search_menu_wanted.emit(choice, self.viewport().mapToGlobal(point))
