"""The menu bar, the tool bar and the menu of a photo, made from the table of actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton, QWidget

from phototagger.ui import actions, language
from phototagger.ui.actions import Submenu

_tr = language.Texts("menus")
_PHOTO_MENU = ("tag_selected", "write_selected", "export", None, "large", "forget")
_BUTTON_MENUS = {
    "tag_selected": ("tag_selected", "tag_untagged", "stop_tagging"),
    "write_selected": ("write_selected", "write_all", "undo_write", "history"),
}

Actions = Mapping[str, QAction]


def fill_menu_bar(window: QMainWindow, actions_by_id: Actions) -> None:
    """Give *window* its menus."""
    for title, rows in actions.MENUS:
        menu = window.menuBar().addMenu(actions.translated(title))
        for row in rows:
            if isinstance(row, Submenu):
                below = menu.addMenu(actions.translated(row.title))
                _fill(below, [entry.id for entry in row.rows], actions_by_id)
            else:
                _fill(menu, [row.id if row else None], actions_by_id)


def hide_empty(window: QMainWindow) -> None:
    """Hide the sub-menus of *window* that have nothing to choose."""
    for menu in window.menuBar().findChildren(QMenu):
        menu.menuAction().setVisible(not menu.isEmpty())


def tool_bar(window: QMainWindow, actions_by_id: Actions) -> QToolBar:
    """Make the tool bar of *window*."""
    bar = QToolBar(_tr("Main actions"))
    bar.setObjectName("main-tool-bar")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for action_id in actions.TOOL_BAR:
        if action_id is None:
            bar.addSeparator()
            continue
        bar.addAction(actions_by_id[action_id])
        button = bar.widgetForAction(actions_by_id[action_id])
        if action_id in ("undo", "redo") and isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        if action_id in _BUTTON_MENUS and isinstance(button, QToolButton):
            menu = QMenu(button)
            _fill(menu, _BUTTON_MENUS[action_id], actions_by_id)
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    return bar


def give_photo_menu(grid: QWidget, actions_by_id: Actions) -> None:
    """Give the photos their context menu."""
    grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    for action_id in _PHOTO_MENU:
        if action_id is not None:
            grid.addAction(actions_by_id[action_id])
            continue
        separator = QAction(grid)
        separator.setSeparator(True)
        grid.addAction(separator)


def _fill(menu: QMenu, ids: Iterable[str | None], actions_by_id: Actions) -> None:
    for action_id in ids:
        if action_id is None:
            menu.addSeparator()
        else:
            menu.addAction(actions_by_id[action_id])
