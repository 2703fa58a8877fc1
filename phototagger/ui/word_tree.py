"""The view of the words: a tree that keeps its place when the words change, and takes drags."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView

from phototagger.ui.word_model import WordModel

_WIDTHS_PX = (200, 66, 88, 138)


class WordTree(QTreeView):
    """Words with their numbers.

    Signals:
        chosen(list[str]): other words are selected, the current one first.
        deleted(): the user pressed Delete.

    Args:
        model: the words.
    """

    chosen = Signal(object)
    deleted = Signal()

    def __init__(self, model: WordModel) -> None:
        super().__init__()
        model.setParent(self)
        self.words = model
        self.opened: set[str] = set()
        self._kept: list[str] = []
        self._is_filling = False
        self.setObjectName("words")
        self.setAccessibleName(self.tr("Words"))
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSortingEnabled(True)
        self.setIndentation(18)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate(_WIDTHS_PX):
            header.resizeSection(column, width)
        self.expanded.connect(lambda index: self._on_expanded(index, is_open=True))
        self.collapsed.connect(lambda index: self._on_expanded(index, is_open=False))
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.selectionModel().currentChanged.connect(self._on_selected)

    def selected_names(self) -> list[str]:
        """Return the selected words, the current one first."""
        names = [self.words.name_of(index) for index in self.selectionModel().selectedRows()]
        current = self.words.name_of(self.currentIndex())
        return sorted(names, key=lambda name: name != current)

    def choose(self, name: str) -> bool:
        """Select a word and show it; False where it is not among the words that are shown."""
        index = self.words.index_of(name)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape to the window; Delete asks to delete."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    def _on_expanded(self, index: QModelIndex, *, is_open: bool) -> None:
        if not self._is_filling:
            (self.opened.add if is_open else self.opened.discard)(self.words.name_of(index))

    def _keep(self) -> None:
        if not self._is_filling:
            self._kept = self.selected_names()
        self._is_filling = True

    def _restore(self) -> None:
        if self.words.is_searched:
            self.expandAll()
        else:
            for index in self._open_rows():
                self.setExpanded(index, True)
        shown = [index for name in self._kept if (index := self.words.index_of(name)).isValid()]
        if shown:
            selection = self.selectionModel()
            self.setCurrentIndex(shown[0])
            flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
            for index in shown[1:]:
                selection.select(index, flags)
            self.scrollTo(shown[0])
        self._is_filling = False
        self._on_selected()

    def _open_rows(self) -> Iterator[QModelIndex]:
        found = (self.words.index_of(name) for name in self.opened)
        return (index for index in found if index.isValid())

    def _on_selected(self) -> None:
        if not self._is_filling:
            self.chosen.emit(self.selected_names())
