"""The vocabulary: all words with their numbers, and what is said about the chosen ones.

A window beside the main one, which stays usable. It shows and asks; `VocabularyFlow` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QSettings, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.tags import clean_name
from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_lists import FORMS
from phototagger.core.word_proposals import Proposal
from phototagger.core.word_use import WordReport
from phototagger.ui import wording
from phototagger.ui.dialog_memory import keep_folder, start_folder
from phototagger.ui.everywhere_dialog import Verb
from phototagger.ui.word_details import WordDetails
from phototagger.ui.word_model import Shape, WordModel
from phototagger.ui.word_tree import WordTree

_MARGIN_PX = 14
_CALM_MS = 120
_STATE = "vocabulary"


class VocabularyWindow(QDialog):
    """Shows words and tells what the user wants.

    Signals:
        said(list[Word], str): this shall be said about words; the label of the gesture.
        everywhere_wanted(Verb, list[str]): ask about words on all photos.
        photos_wanted(str): show the photos of a word.
        sweep_wanted(str): sweep a word.
        proposal_accepted(Proposal), proposal_dismissed(Proposal).
        import_wanted(Path), export_wanted(Path).

    Args:
        state: where geometry is kept.
        undo, redo: the actions of the main window, which work here too.
        parent: the main window.
    """

    said = Signal(object, str)
    everywhere_wanted = Signal(object, object)
    photos_wanted = Signal(str)
    sweep_wanted = Signal(str)
    proposal_accepted = Signal(object)
    proposal_dismissed = Signal(object)
    import_wanted = Signal(object)
    export_wanted = Signal(object)

    def __init__(
        self,
        state: QSettings,
        undo: QAction,
        redo: QAction,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._vocabulary = Vocabulary()
        self._proposed: Mapping[str, Sequence[Proposal]] = {}
        self._is_counted = False
        self.setWindowTitle(self.tr("Vocabulary"))
        self.resize(1020, 660)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search words, synonyms, translations"))
        self.search.setAccessibleName(self.tr("Search words"))
        self.search.setClearButtonEnabled(True)
        self.shape = QComboBox()
        self.shape.setAccessibleName(self.tr("Which words"))
        self.shape.addItem(self.tr("Tree"), Shape.TREE)
        self.shape.addItem(self.tr("All Words"), Shape.FLAT)
        self.shape.addItem(self.tr("Proposals"), Shape.PROPOSED)
        self.model = WordModel()
        self.tree = WordTree(self.model)
        self.details = WordDetails()
        self.empty = QLabel()
        self.empty.setProperty("dim", True)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(48, 0, 48, 48)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.counts = QLabel()
        self.counts.setProperty("dim", True)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self.verbs = self._make_verbs()
        self._build_layout()
        for action in (undo, redo):
            self.addAction(action)
        self._connect()
        self._restore()
        self._refresh_chosen()

    # Building

    def _make_verbs(self) -> dict[str, QAction]:
        rows = (
            ("rename", self.tr("&Rename Everywhere…"), "Shift+F2", self._ask(Verb.RENAME)),
            ("merge", self.tr("&Merge Into…"), "Ctrl+M", self._ask(Verb.MERGE)),
            ("delete", self.tr("&Delete Everywhere…"), "Ctrl+Delete", self._ask(Verb.DELETE)),
            ("photos", self.tr("Show &Photos"), "Ctrl+P", self._show_photos),
            ("sweep", self.tr("S&weep"), "Ctrl+W", self._sweep),
            ("new", self.tr("&New Word…"), "Ctrl+N", self._new_word),
            ("import", self.tr("&Import…"), "Ctrl+I", self._import),
            ("export", self.tr("&Export…"), "Ctrl+E", self._export),
            ("find", self.tr("&Find"), "Ctrl+F", self._find),
        )
        verbs = {}
        for name, text, keys, verb in rows:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, v=verb: v())
            self.addAction(action)
            verbs[name] = action
        return verbs

    def _build_layout(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.shape)
        left = QWidget()
        left_layout = QVBoxLayout(left)
        left_layout.setContentsMargins(0, 0, 0, 0)
        left_layout.setSpacing(8)
        left_layout.addLayout(top)
        left_layout.addWidget(self.tree, 1)
        left_layout.addWidget(self.empty, 1)
        right = QWidget()
        right_layout = QVBoxLayout(right)
        right_layout.setContentsMargins(0, 0, 0, 0)
        right_layout.addWidget(self.details, 1)
        for pair in (("photos", "sweep"), ("rename", "merge"), ("delete",)):
            line = QHBoxLayout()
            line.setContentsMargins(16, 0, 4, 0)
            for name in pair:
                line.addWidget(self._button(name))
            right_layout.addLayout(line)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([660, 340])
        self.splitter.setChildrenCollapsible(False)
        bottom = QHBoxLayout()
        for name in ("new", "import", "export"):
            bottom.addWidget(self._button(name))
        bottom.addSpacing(8)
        bottom.addWidget(self.counts, 1)
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.setSpacing(10)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(bottom)

    def _button(self, name: str) -> QPushButton:
        action = self.verbs[name]
        button = QPushButton(action.text())
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{action.text().replace('&', '').rstrip('…')}  ({keys})")
        button.setAutoDefault(False)  # Enter in a field belongs to the field
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        return button

    def _connect(self) -> None:
        self.search.textChanged.connect(self._calm.start)
        self._calm.timeout.connect(lambda: self._on_search(self.search.text()))
        self.shape.currentIndexChanged.connect(lambda _row: self._on_shape())
        self.tree.chosen.connect(self._refresh_chosen)
        self.tree.deleted.connect(self.verbs["delete"].trigger)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.model.moved.connect(self._on_moved)
        self.details.edited.connect(
            lambda word: self.said.emit([word], self.tr("describe “{}”").format(word.name))
        )
        self.details.flagged.connect(self._on_flagged)
        self.details.proposal_accepted.connect(self.proposal_accepted)
        self.details.proposal_dismissed.connect(self.proposal_dismissed)

    # What is shown

    def show_words(
        self, vocabulary: Vocabulary, report: WordReport | None, proposals: Iterable[Proposal]
    ) -> None:
        """Show words and their numbers; None while they are being counted."""
        self._vocabulary = vocabulary
        self._is_counted = report is not None
        proposed: dict[str, list[Proposal]] = {}
        for proposal in proposals:
            proposed.setdefault(proposal.name, []).append(proposal)
        self._proposed = proposed
        self.shape.setItemText(2, self.tr("Proposals ({})").format(wording.number(len(proposed))))
        self.model.show_words(vocabulary, report or WordReport(), proposed)
        parents = {word.parent for word in vocabulary.words.values() if word.parent}
        self.details.show_names(sorted({*vocabulary.words, *parents}, key=str.casefold))
        self._refresh_counts()

    def choose(self, name: str) -> None:
        """Show and select a word, in whichever list has it."""
        if not self.tree.choose(name):
            self.search.clear()
            self._on_search("")
            if not self.tree.choose(name):
                self.shape.setCurrentIndex(1)
                self.tree.choose(name)

    def _refresh_counts(self) -> None:
        count = self.model.word_count
        self.tree.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        self.empty.setText(self._why_empty())
        text = wording.counted(count, "word", "words")
        self.counts.setText(text if self._is_counted else self.tr("{} · counting…").format(text))

    def _why_empty(self) -> str:
        if self.model.is_searched:
            return self.tr("No word has this in its name, its synonyms or its translations.")
        if self.shape.currentData() is Shape.PROPOSED:
            return self.tr(
                "There is nothing to propose yet. After some twenty decisions about a word, "
                "rules that fit them are proposed here."
            )
        if self.shape.currentData() is Shape.TREE and (waiting := self.model.known_count):
            text = self.tr("No photo has a keyword yet. {} in All Words.")
            return text.format(wording.counted(waiting, "word is suggested", "words are suggested"))
        return self.tr(
            "There are no words yet.\n\nThey come by themselves when you accept suggestions or add "
            "keywords. Or make one with New Word, or import a keyword list."
        )

    def _refresh_chosen(self, _names: object = None) -> None:
        names = self.tree.selected_names()
        if len(names) == 1:
            word = self._vocabulary.word(names[0])
            self.details.show_word(word, self.model.use(names[0]), self._vocabulary)
            self.details.show_proposals(self._proposed.get(names[0], ()))
        elif names:
            self.details.show_words([self._vocabulary.word(name) for name in names])
        else:
            self.details.show_nothing(self.tr("Choose a word to see what is said about it."))
        for name in ("merge", "delete"):
            self.verbs[name].setEnabled(bool(names))
        for name in ("rename", "photos", "sweep"):
            self.verbs[name].setEnabled(len(names) == 1)

    # What the user does

    def _on_search(self, text: str) -> None:
        self._calm.stop()
        self.model.search(text)
        self._refresh_counts()

    def _on_shape(self) -> None:
        self.model.set_shape(self.shape.currentData())
        self._refresh_counts()

    def _on_flagged(self, name: str, is_on: bool) -> None:
        words = [self._vocabulary.word(chosen) for chosen in self.tree.selected_names()]
        changed = [replace(word, **{name: is_on}) for word in words]  # type: ignore[arg-type]
        texts = {
            ("is_private", True): self.tr("make {} private"),
            ("is_private", False): self.tr("make {} public"),
            ("is_never_suggested", True): self.tr("never suggest {}"),
            ("is_never_suggested", False): self.tr("suggest {} again"),
        }
        self.said.emit(changed, texts[name, is_on].format(_named(words)))

    def _on_moved(self, names: list[str], parent: str) -> None:
        above = (parent, *self._vocabulary.parents(parent))
        words = [self._vocabulary.word(name) for name in names if name not in above]
        moved = [replace(word, parent=parent) for word in words]
        if not words:
            return
        if parent:
            self.tree.opened.add(parent)
        text = self.tr("move {} below “{}”") if parent else self.tr("move {} to the top")
        self.said.emit(moved, text.format(_named(words), parent))

    def _ask(self, verb: Verb) -> object:
        def ask() -> None:
            if names := self.tree.selected_names():
                self.everywhere_wanted.emit(verb, names)

        return ask

    def _show_photos(self) -> None:
        self.photos_wanted.emit(self.tree.selected_names()[0])

    def _sweep(self) -> None:
        self.sweep_wanted.emit(self.tree.selected_names()[0])

    def _new_word(self) -> None:
        chosen = self.tree.selected_names()
        text, is_sure = QInputDialog.getText(self, self.tr("New Word"), self.tr("The new word:"))
        name = clean_name(text)
        if not is_sure or not name:
            return
        if name not in self._vocabulary.words:
            is_below = len(chosen) == 1 and self.shape.currentData() is Shape.TREE
            word = Word(name, parent=chosen[0] if is_below and chosen[0] != name else "")
            if is_below:
                self.tree.opened.add(chosen[0])
            self.said.emit([word.kept()], self.tr("add “{}”").format(name))
        self.choose(name)

    def _import(self) -> None:
        endings = " ".join(f"*{suffix}" for suffix in (*FORMS, ".tsv"))
        kinds = self.tr("Lists of words ({})").format(endings)
        start = str(start_folder(self._state))
        file, _ = QFileDialog.getOpenFileName(self, self.tr("Import Words"), start, kinds)
        if file:
            keep_folder(self._state, Path(file).parent)
            self.import_wanted.emit(Path(file))

    def _export(self) -> None:
        texts = {
            ".txt": self.tr("Keyword list, indented"),
            ".csv": self.tr("Table"),
            ".json": self.tr("JSON"),
        }
        kinds = [f"{texts[suffix]} (*{suffix})" for suffix in FORMS]
        start = str(start_folder(self._state) / (self.tr("vocabulary") + next(iter(FORMS))))
        file, kind = QFileDialog.getSaveFileName(
            self, self.tr("Export Words"), start, ";;".join(kinds)
        )
        if file:
            out = Path(file)
            keep_folder(self._state, out.parent)
            suffix = next(s for s, text in zip(FORMS, kinds, strict=True) if text == (kind or text))
            self.export_wanted.emit(out if out.suffix.lower() in FORMS else Path(file + suffix))

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for name in ("photos", "sweep", "", "rename", "merge", "delete", "", "new"):
            if name:
                menu.addAction(self.verbs[name])
            else:
                menu.addSeparator()
        menu.exec(self.tree.viewport().mapToGlobal(at))
        menu.deleteLater()

    # Keys, closing, remembering

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the search to the words with Down; end a search with Escape before the window."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self._on_search("")
            return
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.model.word_count:
            self.tree.setFocus()
            if not self.tree.selected_names():
                self.tree.setCurrentIndex(self.model.index(0, 0))
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Close with Escape, as with any other way."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window was left."""
        self._state.setValue(f"{_STATE}/geometry", self.saveGeometry())
        self._state.setValue(f"{_STATE}/splitter", self.splitter.saveState())
        self._state.setValue(f"{_STATE}/columns", self.tree.header().saveState())
        self._state.setValue(f"{_STATE}/opened", sorted(self.tree.opened))
        self._state.setValue(f"{_STATE}/shape", self.shape.currentIndex())
        event.accept()  # Qt's own would ask `reject` again, and stay open
        self.finished.emit(0)

    def _restore(self) -> None:
        for key, put in (
            ("geometry", self.restoreGeometry),
            ("splitter", self.splitter.restoreState),
            ("columns", self.tree.header().restoreState),
        ):
            if isinstance(value := self._state.value(f"{_STATE}/{key}"), QByteArray):
                put(value)
        opened = self._state.value(f"{_STATE}/opened") or []
        self.tree.opened = {opened} if isinstance(opened, str) else set(opened)
        shape = str(self._state.value(f"{_STATE}/shape", 0))
        if shape in ("0", "1"):  # proposals come and go; nobody wants to begin with none
            with QSignalBlocker(self.shape):
                self.shape.setCurrentIndex(int(shape))
            self.model.set_shape(self.shape.currentData())


def _named(words: Sequence[Word]) -> str:
    if len(words) == 1:
        return wording.quoted([words[0].name])
    return wording.counted(len(words), "word", "words")
