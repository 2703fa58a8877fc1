"""What the user says about a highlighted tag in general: its menu, and the rules for its word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from phototagger.core.session import Session
from phototagger.core.vocabulary import changed
from phototagger.ui import wording
from phototagger.ui.tag_panel import TagPanel
from phototagger.ui.undo import ApplyVocabularyChange, History

_MENU = (
    *("accept", "reject", "rename", None),
    *("never", "rename_everywhere", None),
    *("show_tagged", "sweep"),
)


class TagFlow(QObject):
    """Wires the menu of a tag and "never suggest again" into the window.

    Signals:
        said(str): a sentence for the status bar.

    Args:
        session: keeps the vocabulary.
        stack: remembers what can be undone.
        panel: the tags of the selection.
        search: looks for photos.
        parent: owner.
    """

    said = Signal(str)

    def __init__(
        self,
        session: Session,
        stack: History,
        panel: TagPanel,
        search: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._stack = stack
        self._panel = panel
        self._search = search
        panel.never_wanted.connect(self.never_suggest)

    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """Return what the actions about a tag do, by their ids."""
        return {"never": self._panel.never_current, "show_tagged": self.show_tagged}

    def give_menu(self, actions: Mapping[str, QAction]) -> None:
        """Let a tag in the list have a menu, for the mouse and the menu key."""
        tags = self._panel.list
        self._menu = QMenu(tags)
        for action_id in _MENU:
            if action_id is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(actions[action_id])
        tags.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tags.customContextMenuRequested.connect(self._show_menu)

    def never_suggest(self, names: Sequence[str]) -> None:
        """Never suggest words again; where they all are such already, suggest them again."""
        vocabulary = self._session.vocabulary.current()
        words = [vocabulary.word(name) for name in names]
        is_never = not all(word.is_never_suggested for word in words)
        said = names[0] if len(names) == 1 else ""
        label = self.tr("never suggest {}") if is_never else self.tr("suggest {} again")
        what = wording.quoted([said]) if said else wording.counted(len(names), "word", "words")
        after = [replace(word, is_never_suggested=is_never) for word in words]
        change = changed(vocabulary, after, label.format(what))
        if not change.after or self._stack.refuses():
            return
        self._stack.push(ApplyVocabularyChange(self._session, change))
        told = self.tr("{} is suggested again.")
        if is_never:
            told = self.tr("{} will not be suggested again; undo takes that back.")
        self.said.emit(told.format(what))

    def show_tagged(self) -> None:
        """Show all photos that have the highlighted tags."""
        names = self._panel.current_names()
        if names:
            self._search(" ".join(f'tag:"{name.replace(chr(34), " ")}"' for name in names))

    def _show_menu(self, place: QPoint) -> None:
        tags = self._panel.list
        index = tags.indexAt(place)
        if not index.isValid():  # the menu key
            index = tags.currentIndex()
            place = tags.visualRect(index).bottomLeft()
        if self._panel.model.name_at(index.row()) is None:
            return
        self._menu.popup(tags.viewport().mapToGlobal(place))
