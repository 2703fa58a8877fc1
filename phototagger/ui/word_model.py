"""The words of the library as a tree or a list; texts are made when a row is painted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from phototagger.core.natural_order import fold, natural_key
from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_proposals import Proposal
from phototagger.core.word_use import WordReport, WordUse
from phototagger.ui import theme, wording

COLUMNS = (
    QT_TRANSLATE_NOOP("WordModel", "Word"),
    QT_TRANSLATE_NOOP("WordModel", "Photos"),
    QT_TRANSLATE_NOOP("WordModel", "Suggested"),
    QT_TRANSLATE_NOOP("WordModel", "Accepted / rejected"),
    QT_TRANSLATE_NOOP("WordModel", "Rules"),
)
NAME_ROLE = Qt.ItemDataRole.UserRole
_MIME = "application/x-phototagger-words"
_TOP_LEVEL = QModelIndex()
_NUMBERS = (1, 2, 3)

Index = QModelIndex | QPersistentModelIndex


class Shape(Enum):
    """Which words are shown, and how."""

    TREE = "tree"
    FLAT = "flat"
    PROPOSED = "proposed"


class WordModel(QAbstractItemModel):
    """Words with what is said about them and how they are used.

    Signals:
        moved(list[str], str): the user dragged words below another one, "" for the top.
    """

    moved = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._vocabulary = Vocabulary()
        self._report = WordReport()
        self._proposed: Mapping[str, Sequence[Proposal]] = {}
        self._shape = Shape.TREE
        self._wanted = ""
        self._order = (0, Qt.SortOrder.AscendingOrder)
        self._keys: dict[str, str] = {}
        self._names: list[str] = []
        self._ids: dict[str, int] = {}
        self._above: list[int] = []
        self._rows: list[int] = []
        self._below: dict[int, list[int]] = {-1: []}

    # What is shown

    def show_words(
        self,
        vocabulary: Vocabulary,
        report: WordReport,
        proposed: Mapping[str, Sequence[Proposal]],
    ) -> None:
        """Show other words, or other numbers."""
        self._vocabulary, self._report, self._proposed = vocabulary, report, proposed
        self._build()

    def set_shape(self, shape: Shape) -> None:
        """Show a tree, all words, or those with a proposal."""
        self._shape = shape
        self._build()

    def search(self, text: str) -> None:
        """Show words that have *text* in their name, a synonym or a translation."""
        self._wanted = fold(text.strip())
        self._build()

    @property
    def is_searched(self) -> bool:
        """True while a search leaves words out."""
        return bool(self._wanted)

    @property
    def word_count(self) -> int:
        """Number of words that are shown, those above a word that was searched for included."""
        return len(self._names)

    @property
    def known_count(self) -> int:
        """Number of words that are used somewhere, shown or not."""
        return len(self._report.uses)

    def name_of(self, index: Index) -> str:
        """Return the word of a row, "" for none."""
        return self._names[index.internalId()] if index.isValid() else ""

    def index_of(self, name: str) -> QModelIndex:
        """Return the row of a word; no valid one where it is not shown."""
        number = self._ids.get(name)
        return QModelIndex() if number is None else self.createIndex(self._rows[number], 0, number)

    def use(self, name: str) -> WordUse:
        """Return how a word is used."""
        return self._report.uses.get(name) or WordUse(name)

    # Qt

    def index(self, row: int, column: int, parent: Index = _TOP_LEVEL) -> QModelIndex:
        """Return the index of a row below *parent*."""
        below = self._below.get(parent.internalId() if parent.isValid() else -1, [])
        if not 0 <= row < len(below) or not 0 <= column < len(COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: Index = _TOP_LEVEL) -> QModelIndex:  # type: ignore[override]
        """Return the row above."""
        above = self._above[index.internalId()] if index.isValid() else -1
        return QModelIndex() if above < 0 else self.createIndex(self._rows[above], 0, above)

    def rowCount(self, parent: Index = _TOP_LEVEL) -> int:
        """Return the number of words below one."""
        if parent.isValid() and parent.column():
            return 0
        return len(self._below.get(parent.internalId() if parent.isValid() else -1, ()))

    def columnCount(self, parent: Index = _TOP_LEVEL) -> int:
        """Return the number of columns."""
        return len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr(str(COLUMNS[section]))
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, colour, tool tip and spoken text of a cell."""
        if not index.isValid():
            return None
        name, column = self.name_of(index), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(name, column)
        if role == NAME_ROLE:
            return name
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and column == len(COLUMNS) - 1:
            return theme.current().dim
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self._text(name, column)
            return wording.plain(text) if text else None
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0:
            return self.spoken(name)
        return None

    def spoken(self, name: str) -> str:
        """Return what a screen reader says of a word."""
        use = self.use(name)
        parts = [name, self.tr("on {}").format(wording.photos(use.photos))]
        if use.suggested:
            parts.append(self.tr("suggested on {}").format(wording.photos(use.suggested)))
        if rules := self._rules(self._vocabulary.word(name)):
            parts.append(rules)
        return ", ".join(parts)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the words below each word."""
        self._order = (column, order)
        self._build()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let words be dragged below others while they are a tree."""
        flags = super().flags(index)
        if self._shape is not Shape.TREE or self._wanted:
            return flags
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Words move, they are not copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one kind of data that is taken."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged words."""
        names = list(dict.fromkeys(self.name_of(index) for index in indexes))
        data = QMimeData()
        data.setData(_MIME, json.dumps(names).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Tell where the words shall stand; they move when the vocabulary changed."""
        if not data.hasFormat(_MIME) or action is not Qt.DropAction.MoveAction:
            return False
        names = json.loads(bytes(data.data(_MIME).data()))
        self.moved.emit(names, self.name_of(parent))
        return False  # nothing is taken out here: the words come anew

    # Private

    def _text(self, name: str, column: int) -> str:
        use = self.use(name)
        if column == 0:
            return name
        if column == 1:
            return wording.number(use.photos) if use.photos else ""
        if column == 2:
            return wording.number(use.suggested) if use.suggested else ""
        if column == 3:
            pair = (wording.number(use.accepted), wording.number(use.rejected))
            return "{} / {}".format(*pair) if use.accepted or use.rejected else ""
        return self._rules(self._vocabulary.word(name))

    def _rules(self, word: Word) -> str:
        rules = []
        if word.is_private:
            rules.append(self.tr("private"))
        if word.is_never_suggested:
            rules.append(self.tr("never suggested"))
        if word.show_from is not None:
            rules.append(self.tr("shown from {}").format(wording.percent(word.show_from)))
        if word.accept_from is not None:
            rules.append(self.tr("accepted from {}").format(wording.percent(word.accept_from)))
        return " · ".join(rules)

    def _build(self) -> None:
        self.beginResetModel()
        is_tree = self._shape is Shape.TREE
        wanted = [name for name in self._chosen() if self._matches(name)]
        above = self._vocabulary.parents
        if is_tree and self._wanted:
            wanted = list(dict.fromkeys(n for name in wanted for n in (name, *above(name))))
        self._names = sorted(wanted, key=self._key, reverse=self._is_descending)
        self._ids = {name: number for number, name in enumerate(self._names)}
        self._above = [self._number_above(name) if is_tree else -1 for name in self._names]
        self._cut_circles()
        self._rows = [0] * len(self._names)
        self._below = {-1: []}
        for number, upper in enumerate(self._above):
            siblings = self._below.setdefault(upper, [])
            self._rows[number] = len(siblings)
            siblings.append(number)
        self.endResetModel()

    def _chosen(self) -> Iterable[str]:
        if self._shape is Shape.PROPOSED:
            return self._proposed
        words, uses = self._vocabulary.words, self._report.uses
        parents = {word.parent for word in words.values() if word.parent}
        if self._shape is Shape.FLAT:
            return {*words, *parents, *uses}
        return {*words, *parents, *(name for name, use in uses.items() if use.photos)}

    def _matches(self, name: str) -> bool:
        if not self._wanted:
            return True
        word = self._vocabulary.words.get(name)
        texts = (name,) if word is None else (name, *word.synonyms, *word.translations.values())
        return any(self._wanted in fold(text) for text in texts)

    def _number_above(self, name: str) -> int:
        word = self._vocabulary.words.get(name)
        return self._ids.get(word.parent, -1) if word is not None and word.parent else -1

    def _cut_circles(self) -> None:
        """Let a word that stands below itself stand at the top: it must be seen to be mended."""
        is_safe = bytearray(len(self._above))
        for start in range(len(self._above)):
            trail: list[int] = []
            number = start
            while number >= 0 and not is_safe[number]:
                if number in trail:
                    self._above[number] = -1
                    break
                trail.append(number)
                number = self._above[number]
            for passed in trail:
                is_safe[passed] = 1

    @property
    def _is_descending(self) -> bool:
        return self._order[1] is Qt.SortOrder.DescendingOrder

    def _key(self, name: str) -> tuple[object, ...]:
        column = self._order[0]
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = natural_key(name)
        if column == 0:
            return (key, name)
        use = self.use(name)
        if column == 4:
            return (self._rules(self._vocabulary.word(name)), key, name)
        number = (use.photos, use.suggested, use.accepted + use.rejected)[column - 1]
        # Names stay in their order below equal numbers, whichever way the numbers go.
        return (number, *(() if self._is_descending else (key,)), name)
