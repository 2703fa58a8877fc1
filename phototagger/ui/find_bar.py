"""The line above the photos: what is searched for, and the order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSettings, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCompleter,
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
from phototagger.core.search_completion import Completion, complete
from phototagger.ui import icons, theme

_CALM_MS = 150
_HELP = (
    'beach "golden retriever" -cat\n'
    "tag:dog   suggested:dog   p:beach>0.6\n"
    "state:review   kw<7   ext:nef\n"
    "name:img   in:Trip   date:2024-05..2024-08"
)
_SORTS = {
    PhotoSort.FOLDER: "Folder",
    PhotoSort.NAME: "Name",
    PhotoSort.TAKEN: "Date taken",
    PhotoSort.MODIFIED: "Date changed",
    PhotoSort.KEYWORDS: "Number of keywords",
    PhotoSort.SIZE: "File size",
}


class SearchField(QLineEdit):
    """A line of search with completion; Esc empties it, then leaves it.

    Signals:
        left(): the user is done here: Enter, Down, or Esc in an empty field.

    Args:
        known_tags: returns words for a prefix, most used first.
    """

    left = Signal()

    def __init__(self, known_tags: Callable[[str], list[str]]) -> None:
        super().__init__()
        self._known_tags = known_tags
        self._completion = Completion(0)
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._on_chosen)
        self.setPlaceholderText(self.tr("Search"))
        self.setAccessibleName(self.tr("Search photos"))
        self.setToolTip(_HELP)
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._on_edited)

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Esc from the window's shortcuts while the search is typed."""
        kept = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.key() in kept:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a completion with Tab, leave with Enter, Down or Esc."""
        popup = self._completer.popup()
        is_open = popup is not None and popup.isVisible()
        if event.key() == Qt.Key.Key_Escape and not is_open and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) or (
            event.key() == Qt.Key.Key_Down and not is_open
        ):
            self.close_words()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab take the first word that is offered."""
        popup = self._completer.popup()
        if forward and popup is not None and popup.isVisible() and self._words.rowCount():
            row = popup.currentIndex().row() if popup.currentIndex().isValid() else 0
            self.close_words()
            self._on_chosen(self._words.stringList()[row])
            return True
        return super().focusNextPrevChild(forward)

    def close_words(self) -> None:
        """Offer no words any more."""
        if popup := self._completer.popup():
            popup.hide()

    def _on_edited(self, text: str) -> None:
        self._completion = complete(text, self.cursorPosition(), self._known_tags)
        self._words.setStringList(list(self._completion.words))
        if self._completion.words:
            self._completer.complete()
        else:
            self.close_words()

    def _on_chosen(self, word: str) -> None:
        text, cursor = self._completion.apply(self.text(), self.cursorPosition(), word)
        self.setText(text)
        self.setCursorPosition(cursor)


class FindBar(QWidget):
    """Search field and order.

    Signals:
        changed(): another search or another order.
        left(): the keyboard goes back to the photos.

    Args:
        known_tags: returns words for a prefix, most used first.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, known_tags: Callable[[str], list[str]]) -> None:
        super().__init__()
        self.field = SearchField(known_tags)
        self._problem = QLabel()
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._glass = QAction(self)
        self.field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self.changed)
        self.order = QToolButton()
        self.order.setObjectName("order")
        self._build_order()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.field, 1)
        line.addWidget(self.order)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        layout.setSpacing(3)
        layout.addLayout(line)
        layout.addWidget(self._problem)
        self.field.textChanged.connect(self._on_text)
        self.field.left.connect(self._on_left)
        self.tint()

    def _build_order(self) -> None:
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.order.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.order.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        menu = QMenu(self.order)
        self._sorts = QActionGroup(menu)
        for sort, text in _SORTS.items():
            action = menu.addAction(text)
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

    def stops(self) -> tuple[QWidget, QWidget]:
        """Return where Tab stops, in order."""
        return self.field, self.order

    def save(self, state: QSettings) -> None:
        """Remember search and order."""
        state.setValue("search", self.text)
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
        """Say why the search cannot be understood, "" when it can."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def tint(self) -> None:
        """Take colours and icon again after the theme changed."""
        self._glass.setIcon(icons.icon("search", theme.current().dim))
        palette = self._problem.palette()
        palette.setColor(self._problem.foregroundRole(), theme.current().error)
        self._problem.setPalette(palette)

    def _say_order(self) -> None:
        arrow = "↓" if self._descending.isChecked() else "↑"
        self.order.setText(f"{_SORTS[self.sort]} {arrow}")
        name = self.tr("Order: {}").format(_SORTS[self.sort])
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
