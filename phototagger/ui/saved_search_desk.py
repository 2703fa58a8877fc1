"""Saves, renames, changes, moves and deletes the searches at the side; every step can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.errors import LibraryError, SearchError
from phototagger.core.events import CountsReady, Level, Notice, SearchesCounted
from phototagger.core.photo_query import SavedSearch
from phototagger.core.saved_searches import SavedSearches
from phototagger.core.search import as_text, parse
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.find_bar import FindBar
from phototagger.ui.sidebar import Sidebar
from phototagger.ui.undo import Step


class SavedSearchDesk(QObject):
    """What the user does to saved searches.

    Args:
        searches: keeps them.
        bridge: brings their counts.
        sidebar: shows them.
        find_bar: has the search that is saved.
        stack: remembers what was done.
        window: parent of dialogs.
    """

    def __init__(
        self,
        searches: SavedSearches,
        bridge: GuiBridge,
        sidebar: Sidebar,
        find_bar: FindBar,
        stack: QUndoStack,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._searches = searches
        self._bridge = bridge
        self._sidebar = sidebar
        self._find_bar = find_bar
        self._stack = stack
        self._window = window
        find_bar.save_wanted.connect(self.save)
        sidebar.search_menu_wanted.connect(self._on_menu)
        bridge.searches_counted.connect(self._on_counted)
        bridge.counts_ready.connect(self._on_counts)
        sidebar.show_searches(searches.all(), {})

    def save(self) -> None:
        """Ask for a name for what is shown now, and keep it."""
        text = as_text(self._sidebar.choice, self._find_bar.text)
        taken = [search.name for search in self._searches.all()]
        dialog = SearchDialog(SavedSearch("", text), taken, self._window)
        dialog.setWindowTitle(self.tr("Save Search"))
        dialog.accepted.connect(lambda: self._add(dialog.search))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _add(self, search: SavedSearch) -> None:
        self._change(self.tr("save search “{}”").format(search.name), [*self._all(), search])

    def edit(self, search: SavedSearch) -> None:
        """Let the user change name and text of a search."""
        taken = [other.name for other in self._all() if other != search]
        dialog = SearchDialog(search, taken, self._window)
        dialog.setWindowTitle(self.tr("Change Search"))
        dialog.accepted.connect(lambda: self._replace(search, dialog.search))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _replace(self, old: SavedSearch, new: SavedSearch) -> None:
        if old != new:
            changed = [new if search == old else search for search in self._all()]
            self._change(self.tr("change search “{}”").format(old.name), changed)

    def delete(self, search: SavedSearch) -> None:
        """Forget a search; the photos stay."""
        left = [other for other in self._all() if other != search]
        self._change(self.tr("delete search “{}”").format(search.name), left)

    def move(self, search: SavedSearch, rows: int) -> None:
        """Move a search up or down among the others."""
        order = self._all()
        place = order.index(search)
        order.insert(max(0, place + rows), order.pop(place))
        self._change(self.tr("move search “{}”").format(search.name), order)

    def _all(self) -> list[SavedSearch]:
        return list(self._searches.all())

    def _change(self, label: str, after: Sequence[SavedSearch]) -> None:
        if tuple(after) != self._searches.all():
            self._stack.push(_KeepSearches(self._keep, label, self._all(), after))

    def _keep(self, searches: Sequence[SavedSearch]) -> None:
        try:
            self._searches.keep(searches)
        except (SearchError, LibraryError) as error:
            self._bridge.announce(Notice(Level.ERROR, "searches", str(error)))

    def _on_counted(self, event: SearchesCounted) -> None:
        self._sidebar.show_searches(event.searches, event.counts)

    def _on_counts(self, event: CountsReady) -> None:
        self._find_bar.field.take_counts(event)

    def _on_menu(self, search: SavedSearch, point: QPoint) -> None:
        menu = QMenu(self._sidebar)
        order = self._all()
        place = order.index(search)
        edit = menu.addAction(self.tr("Change Name or Search…"))
        up = menu.addAction(self.tr("Move Up"))
        up.setEnabled(place > 0)
        down = menu.addAction(self.tr("Move Down"))
        down.setEnabled(place < len(order) - 1)
        menu.addSeparator()
        delete = menu.addAction(self.tr("Delete"))
        chosen = menu.exec(point)
        if chosen is edit:
            self.edit(search)
        elif chosen is delete:
            self.delete(search)
        elif chosen in (up, down):
            self.move(search, -1 if chosen is up else 1)
        menu.deleteLater()


class _KeepSearches(Step):
    """Keeps searches as they were before or after a step of the user."""

    def __init__(
        self,
        keep: Callable[[Sequence[SavedSearch]], None],
        label: str,
        before: Sequence[SavedSearch],
        after: Sequence[SavedSearch],
    ) -> None:
        super().__init__(label)
        self._keep = keep
        self._before = tuple(before)
        self._after = tuple(after)

    def redo(self) -> None:
        """Keep what is after the step."""
        self._keep(self._after)

    def undo(self) -> None:
        """Keep what was before it."""
        self._keep(self._before)


class SearchDialog(QDialog):
    """Asks for the name and the text of a search; says what is wrong while they are typed.

    Args:
        search: what stands there first.
        taken: names of other searches.
        parent: owner.
    """

    def __init__(self, search: SavedSearch, taken: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._taken = {name.casefold() for name in taken}
        self.name = QLineEdit(search.name)
        self.name.setPlaceholderText(self.tr("For example: Beach, not written"))
        self.text = QLineEdit(search.text)
        self._problem = QLabel()
        self._problem.setProperty("warning", True)
        self._problem.setWordWrap(True)
        kinds = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(kinds.Save | kinds.Cancel)
        self._buttons.button(kinds.Save).setProperty("primary", True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("&Search"), self.text)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)
        self.name.textChanged.connect(self._look)
        self.text.textChanged.connect(self._look)
        self.resize(460, self.sizeHint().height())
        self._look()

    @property
    def search(self) -> SavedSearch:
        """What the user typed."""
        return SavedSearch(" ".join(self.name.text().split()), self.text.text().strip())

    def _look(self) -> None:
        problem = self._problem_of(self.search)
        self._problem.setText(problem)
        is_good = not problem and bool(self.search.name)
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(is_good)

    def _problem_of(self, search: SavedSearch) -> str:
        if search.name.casefold() in self._taken:
            return self.tr("Another saved search has this name.")
        try:
            parse(search.text)
        except SearchError as error:
            return str(error)
        return ""
