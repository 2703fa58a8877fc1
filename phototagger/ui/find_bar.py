"""The line above the photos: what is searched for, and the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.photo_query import PhotoSort
from phototagger.core.search import is_understood, is_unfinished
from phototagger.ui import icons, theme
from phototagger.ui.search_field import SearchField
from phototagger.ui.search_help import SearchHelp

_CALM_MS = 150
_SORTS = {
    PhotoSort.FOLDER: QT_TRANSLATE_NOOP("FindBar", "Folder"),
    PhotoSort.NAME: QT_TRANSLATE_NOOP("FindBar", "Name"),
    PhotoSort.TAKEN: QT_TRANSLATE_NOOP("FindBar", "Date taken"),
    PhotoSort.MODIFIED: QT_TRANSLATE_NOOP("FindBar", "Date changed"),
    PhotoSort.KEYWORDS: QT_TRANSLATE_NOOP("FindBar", "Number of keywords"),
    PhotoSort.SIZE: QT_TRANSLATE_NOOP("FindBar", "File size"),
}


class FindBar(QWidget):
    """Search field and order.

    Signals:
        changed(): another search or another order.
        left(): the keyboard goes back to the photos.
        save_wanted(): give what is shown a name.

    Args:
        known_tags: returns words for a prefix, most used first.
        use_counts: returns on how many photos some words are keywords, up to a number.
    """

    changed = Signal()
    left = Signal()
    save_wanted = Signal()

    def __init__(
        self,
        known_tags: Callable[[str], list[str]],
        use_counts: Callable[[Sequence[str], int], Mapping[str, int]],
    ) -> None:
        super().__init__()
        self.field = SearchField(known_tags, use_counts)
        self._problem = QLabel()
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._held = ""
        self._glass = QAction(self)
        self.field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._save = QToolButton()
        self._save.setToolTip(self.tr("Save this search…"))
        self._save.setAccessibleName(self.tr("Save this search"))
        self._save.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._save.clicked.connect(self.save_wanted)
        self._ask = QToolButton()
        self._ask.setToolTip(self.tr("What can be searched for"))
        self._ask.setAccessibleName(self.tr("What can be searched for"))
        self._ask.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._ask.clicked.connect(self.show_help)
        self._help = SearchHelp(self)
        self._help.chosen.connect(self._on_example)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self.changed)
        self.order = QToolButton()
        self.order.setObjectName("order")
        self._build_order()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.field, 1)
        line.addWidget(self._ask)
        line.addWidget(self._save)
        line.addWidget(self.order)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        layout.setSpacing(3)
        layout.addLayout(line)
        layout.addWidget(self._problem)
        self.field.textChanged.connect(self._on_text)
        self.field.left.connect(self._on_left)
        self.field.editingFinished.connect(self._say_held)
        self.tint()

    def _build_order(self) -> None:
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.order.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.order.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        menu = QMenu(self.order)
        self._sorts = QActionGroup(menu)
        for sort, text in _SORTS.items():
            action = menu.addAction(self.tr(str(text)))
            action.setCheckable(True)
            action.setData(sort.value)
            self._sorts.addAction(action)
        menu.addSeparator()
        self._descending = menu.addAction(self.tr("Descending"))
        self._descending.setCheckable(True)
        self.order.setMenu(menu)
        self._sorts.actions()[0].setChecked(True)
        self._say_order()
        self._sorts.triggered.connect(self._on_order)
        self._descending.triggered.connect(self._on_order)

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.field.text().strip()

    @property
    def sort(self) -> PhotoSort:
        """What photos are sorted by."""
        checked = self._sorts.checkedAction()
        return PhotoSort(checked.data()) if checked else PhotoSort.FOLDER

    @property
    def is_descending(self) -> bool:
        """The order is turned round."""
        return self._descending.isChecked()

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return self.field, self._ask, self._save, self.order

    def show_help(self) -> None:
        """Say what can be searched for."""
        self.field.close_words()
        self._help.show_below(self.field)

    def _on_example(self, text: str) -> None:
        self.search(text)
        self.field.setFocus()

    def save(self, state: QSettings) -> None:
        """Remember search and order; not a search that finds nothing for being half typed."""
        state.setValue("search", self.text if is_understood(self.text) else "")
        state.setValue("sort", self.sort.value)
        state.setValue("is_descending", int(self.is_descending))

    def restore(self, state: QSettings) -> None:
        """Take the search and the order that were remembered; nobody is told."""
        self.blockSignals(True)
        sort = str(state.value("sort", ""))
        for action in self._sorts.actions():
            action.setChecked(action.data() == (sort if sort in list(PhotoSort) else "folder"))
        self._descending.setChecked(str(state.value("is_descending", "0")) == "1")
        self._say_order()
        self.search(str(state.value("search", "")))
        self.blockSignals(False)

    def search(self, text: str) -> None:
        """Search for *text* at once."""
        self.field.setText(text)
        self._calm.stop()
        self.changed.emit()

    def name_key(self, key: QKeySequence) -> None:
        """Say which key leads here."""
        named = key.toString(QKeySequence.SequenceFormat.NativeText)
        text = self.tr("Search")
        self.field.setPlaceholderText(f"{text}  ({named})" if named else text)

    def begin(self) -> None:
        """Let the user type."""
        self.field.setFocus()
        self.field.selectAll()

    def show_problem(self, text: str) -> None:
        """Say why the search cannot be understood, "" when it can.

        While the last term is still being typed nothing is said: of course it is not complete.
        """
        field = self.field
        is_typing = field.hasFocus() and field.cursorPosition() == len(field.text())
        self._held = text if is_typing and is_unfinished(field.text()) else ""
        shown = "" if self._held else text
        self._problem.setText(shown)
        self._problem.setVisible(bool(shown))

    def _say_held(self) -> None:
        if self._held:
            self.show_problem(self._held)

    def tint(self) -> None:
        """Take colours and icon again after the theme changed."""
        self._glass.setIcon(icons.icon("search", theme.current().dim))
        self._save.setIcon(icons.icon("bookmark", theme.current().dim))
        self._ask.setIcon(icons.icon("help", theme.current().dim))
        palette = self._problem.palette()
        palette.setColor(self._problem.foregroundRole(), theme.current().error)
        self._problem.setPalette(palette)

    def _say_order(self) -> None:
        arrow = "↓" if self._descending.isChecked() else "↑"
        sort = self.tr(str(_SORTS[self.sort]))
        self.order.setText(f"{sort} {arrow}")
        name = self.tr("Order: {}").format(sort)
        self.order.setAccessibleName(name)
        self.order.setToolTip(name)

    def _on_order(self) -> None:
        self._say_order()
        self.changed.emit()

    def _on_text(self, text: str) -> None:
        self._calm.start()

    def _on_left(self) -> None:
        if self._calm.isActive():
            self._calm.stop()
            self.changed.emit()
        self.left.emit()
