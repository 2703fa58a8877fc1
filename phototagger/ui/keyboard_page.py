"""All keys: looked up, changed, and copied as a sheet."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.natural_order import fold
from phototagger.ui import actions
from phototagger.ui.actions import ActionRow
from phototagger.ui.key_field import KeyField
from phototagger.ui.keymap import Keymap

_ACTION = Qt.ItemDataRole.UserRole
_KEYS_PX, _NAME_PX = 170, 235
_FIXED: tuple[tuple[str, str], ...] = (
    (
        str(QT_TRANSLATE_NOOP("KeyboardPage", "Right, Left")),
        str(QT_TRANSLATE_NOOP("KeyboardPage", "Next and previous photo")),
    ),
    (
        str(QT_TRANSLATE_NOOP("KeyboardPage", "Down, Up")),
        str(QT_TRANSLATE_NOOP("KeyboardPage", "Next and previous tag or row of photos")),
    ),
    (
        str(QT_TRANSLATE_NOOP("KeyboardPage", "Tab")),
        str(
            QT_TRANSLATE_NOOP(
                "KeyboardPage", "Next part of the window; takes a completion in a field"
            )
        ),
    ),
    (
        str(QT_TRANSLATE_NOOP("KeyboardPage", "Esc")),
        str(QT_TRANSLATE_NOOP("KeyboardPage", "Leaves a field, closes a dialog")),
    ),
)
"""Keys that lists and fields take before any action."""


class _Tree(QTreeWidget):
    """Groups of rows; Escape is left to the dialog, letters to the search."""

    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to change the row with Enter."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class KeyboardPage(QWidget):
    """Every action with its keys, grouped by menu; the chosen one can be given others.

    Args:
        keymap: changed at once.
    """

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._rows = {row.id: (menu, row) for menu, row in actions.with_menus()}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._wanted = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search actions and keys"))
        self.search.setAccessibleName(self.tr("Search actions and keys"))
        self.search.setClearButtonEnabled(True)
        self.tree = _Tree()
        self.tree.setAccessibleName(self.tr("Keyboard"))
        self.field = KeyField()
        self.reset = QPushButton(self.tr("&Reset"))
        self.take = QPushButton(self.tr("&Take It from There"))
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing = QLabel(self.tr("No action and no key is called that."))
        self._nothing.setProperty("dim", True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._fill()
        self._build()
        self.search.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(self._show_current)
        self.tree.chosen.connect(self.field.setFocus)
        self.tree.itemDoubleClicked.connect(self.field.setFocus)
        self.field.pressed.connect(self._on_pressed)
        self.field.refused.connect(self._on_refused)
        self.reset.clicked.connect(self._on_reset)
        self.take.clicked.connect(lambda: self._add(self._wanted))
        keymap.changed.connect(self._refresh)
        self._refresh()
        self._choose(next(iter(self._items)))

    # Building

    def _fill(self) -> None:
        self.tree.setObjectName("plain-tree")
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("What it does")])
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(14)
        header = self.tree.header()
        header.resizeSection(0, _NAME_PX)
        header.resizeSection(1, _KEYS_PX)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        groups: dict[str, QTreeWidgetItem] = {}
        for action_id, (menu, row) in self._rows.items():
            if menu not in groups:
                groups[menu] = self._group(menu)
            item = QTreeWidgetItem([actions.title_of(row), "", actions.translated(row.help)])
            item.setData(0, _ACTION, action_id)
            item.setToolTip(2, item.text(2))
            groups[menu].addChild(item)
            self._items[action_id] = item
        fixed = self._group(self.tr("Always"))
        for keys, what in _FIXED:
            fixed.addChild(QTreeWidgetItem([self.tr(what), self.tr(keys), ""]))
        self.tree.expandAll()

    def _group(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = self.tree.font()
        font.setBold(True)
        item.setFont(0, font)
        item.setFirstColumnSpanned(True)
        self.tree.addTopLevelItem(item)
        return item

    def _build(self) -> None:
        for page in (self.tree, self._nothing):
            self._pages.addWidget(page)
        self.take.hide()
        self.field.setFixedWidth(190)
        editor = QHBoxLayout()
        editor.setSpacing(8)
        editor.addWidget(self._name)
        editor.addLayout(self._chips)
        editor.addStretch()
        editor.addWidget(self.field)
        editor.addWidget(self.reset)
        said = QHBoxLayout()
        said.addWidget(self._said, 1)
        said.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self._pages, 1)
        layout.addLayout(editor)
        layout.addLayout(said)
        self._said.setMinimumHeight(self.take.sizeHint().height())

    # What is shown

    @property
    def current(self) -> str:
        """The chosen action, "" for none."""
        item = self.tree.currentItem()
        return str(item.data(0, _ACTION) or "") if item is not None else ""

    def sheet(self) -> str:
        """Return all keys as text, to print or to keep."""
        lines: list[str] = []
        last = ""
        for action_id, (menu, row) in self._rows.items():
            keys = self._named(action_id)
            if not keys:
                continue
            if menu != last:
                lines += ["", menu] if lines else [menu]
                last = menu
            lines.append(f"  {keys:<24} {actions.title_of(row)}")
        lines += ["", self.tr("Always")]
        lines += [f"  {self.tr(keys):<24} {self.tr(what)}" for keys, what in _FIXED]
        return "\n".join(lines) + "\n"

    def reset_all(self) -> None:
        """Give every action its usual keys."""
        self._keymap.reset_all()
        self._say(self.tr("Every action has its usual keys."))

    def _named(self, action_id: str) -> str:
        return ", ".join(map(actions.native, self._keymap.keys(action_id)))

    def _refresh(self) -> None:
        for action_id, item in self._items.items():
            item.setText(1, self._named(action_id))
            font = self.tree.font()
            font.setBold(not self._keymap.is_usual(action_id))
            item.setFont(1, font)
        self._show_current()

    def _show_current(self) -> None:
        row = self._row()
        while (chip := self._chips.takeAt(0)) is not None:
            if widget := chip.widget():
                widget.hide()
                widget.deleteLater()
        self._name.setText(actions.title_of(row) if row else "")
        for key in self._keymap.keys(row.id) if row else ():
            self._chips.addWidget(self._chip(key))
        self.field.clear()
        self.field.setEnabled(row is not None)
        self.reset.setEnabled(row is not None and not self._keymap.is_usual(row.id))
        self._say("")

    def _chip(self, key: str) -> QToolButton:
        chip = QToolButton()
        chip.setText(f"{actions.native(key).replace('&', '&&')}  ✕")
        chip.setAccessibleName(self.tr("Remove the key {}").format(actions.native(key)))
        chip.setToolTip(chip.accessibleName())
        chip.clicked.connect(lambda: self._remove(key))
        return chip

    def _row(self) -> ActionRow | None:
        entry = self._rows.get(self.current)
        return entry[1] if entry else None

    def _choose(self, action_id: str) -> None:
        self.tree.setCurrentItem(self._items[action_id])

    def _filter(self, text: str) -> None:
        words = fold(text).split()
        first = None
        for number in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(number)
            if group is None:
                continue
            shown = 0
            for place in range(group.childCount()):
                item = group.child(place)
                assert item is not None
                texts = fold(" ".join([group.text(0), *(item.text(c) for c in range(3))]))
                item.setHidden(not all(word in texts for word in words))
                if not item.isHidden():
                    shown += 1
                    first = first or item
            group.setHidden(not shown)
        self._pages.setCurrentWidget(self.tree if first else self._nothing)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _say(self, text: str, *, takes: str = "") -> None:
        self._said.setText(text)
        self._wanted = takes
        self.take.setVisible(bool(takes))

    # Changing

    def _on_pressed(self, key: str) -> None:
        owner = self._keymap.owner(key)
        if owner is None:
            self._add(key)
            return
        if owner == self.current:
            self._say(self.tr("{} does that already.").format(actions.native(key)))
            return
        text = self.tr("{} is “{}”; take it from there?")
        name = actions.title_of(self._rows[owner][1])
        self._say(text.format(actions.native(key), name), takes=key)

    def _on_refused(self, key: str) -> None:
        text = self.tr("{} moves in lists and fields or opens a menu, so it stays as it is.")
        self._say(text.format(actions.native(key)))

    def _add(self, key: str) -> None:
        if self.current and key:
            name = self._name.text()
            self._keymap.assign(self.current, (*self._keymap.keys(self.current), key))
            self._say(self.tr("{} is “{}” now.").format(actions.native(key), name))
            self.field.setFocus()

    def _remove(self, key: str) -> None:
        left = [other for other in self._keymap.keys(self.current) if other != key]
        self._keymap.assign(self.current, left)
        self.field.setFocus()

    def _on_reset(self) -> None:
        if self.current:
            self._keymap.reset(self.current)
            self.field.setFocus()


class KeyboardDialog(QDialog):
    """The keys in a window of their own; every change holds at once.

    Args:
        keymap: the keys in force.
        parent: the window.
    """

    def __init__(self, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard"))
        self.resize(QSize(820, 640).boundedTo(self.screen().availableSize() * 0.94))
        self.page = KeyboardPage(keymap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.copy = buttons.addButton(self.tr("&Copy as Text"), role)
        everything = buttons.addButton(self.tr("Reset &All"), role)
        for button in buttons.buttons():
            button.setProperty("autoDefault", False)
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.page.sheet()))
        everything.clicked.connect(self.page.reset_all)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 12)
        layout.addWidget(self.page, 1)
        layout.addWidget(buttons)
        buttons.setContentsMargins(12, 0, 12, 0)
        self.page.search.setFocus()
