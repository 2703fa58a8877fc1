"""Fills the command palette, and does what is chosen in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from phototagger.core.photo_query import Choice
from phototagger.ui import actions
from phototagger.ui.palette import CommandPalette
from phototagger.ui.palette_entries import Entry, ranked
from phototagger.ui.settings_dialog import PAGES

_RECENT = "recent_commands"
_RECENT_KEPT, _TAGS_SHOWN, _TAG_LETTERS = 8, 6, 2
_WHY_NOT = {
    "undo": str(QT_TRANSLATE_NOOP("PaletteDesk", "Nothing to undo")),
    "redo": str(QT_TRANSLATE_NOOP("PaletteDesk", "Nothing to do again")),
    "stop_tagging": str(QT_TRANSLATE_NOOP("PaletteDesk", "Nothing is being tagged")),
}


class PaletteDesk(QObject):
    """Opens the palette.

    Args:
        actions_by_id: what the window can do.
        choices: returns filters and folders by name.
        choose: shows the photos of one.
        known_tags: returns words for a prefix, most used first.
        search: shows the photos that a search finds.
        edit_settings: opens a page of the settings.
        state: where recent commands are kept.
        window: parent of the palette.
    """

    def __init__(
        self,
        actions_by_id: Mapping[str, QAction],
        choices: Callable[[], Sequence[tuple[str, Choice]]],
        choose: Callable[[Choice], object],
        known_tags: Callable[[str], list[str]],
        search: Callable[[str], object],
        edit_settings: Callable[[str], object],
        state: QSettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._actions = actions_by_id
        self._choices = choices
        self._choose = choose
        self._known_tags = known_tags
        self._search = search
        self._edit_settings = edit_settings
        self._state = state
        self._window = window
        self.dialog: CommandPalette | None = None

    def open(self) -> None:
        """Let the user type what to do."""
        if self.dialog is not None:
            return
        dialog = CommandPalette(list(self._commands()), self._further, self._recent(), self._window)
        dialog.finished.connect(self._on_closed)
        self.dialog = dialog
        dialog.show()

    def _on_closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        dialog.deleteLater()
        if dialog.chosen is not None:
            self._remember(dialog.chosen.id)
            dialog.chosen.run()

    # What there is

    def _commands(self) -> Iterator[Entry]:
        for menu, row in actions.with_menus():
            action = self._actions[row.id]
            if not action.isVisible() or row.id == "palette":
                continue
            yield Entry(
                row.id,
                action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…"),
                action.trigger,
                menu,
                ", ".join(map(actions.native, (key.toString() for key in action.shortcuts()))),
                row.text.replace("&", ""),
                "" if action.isEnabled() else self._why_not(row.id),
            )

    def _why_not(self, action_id: str) -> str:
        reason = _WHY_NOT.get(action_id)
        return self.tr(reason) if reason else self.tr("Select photos first")

    def _further(self, typed: str) -> list[Entry]:
        """Return places, pages of the settings and tags; none before anything is typed."""
        if not typed:
            return []
        places = [
            Entry(
                f"go to {choice}",
                self.tr("Go to {}").format(name),
                partial(self._choose, choice),
                str(choice.parent) if isinstance(choice, Path) else self.tr("Filter"),
                english=f"go to {name}",
            )
            for name, choice in self._choices()
        ]
        pages = [
            Entry(
                f"settings {page}",
                self.tr("Settings: {}").format(QCoreApplication.translate("SettingsDialog", page)),
                partial(self._edit_settings, page),
                english=f"settings {page}",
            )
            for page in PAGES
        ]
        return [*ranked([*places, *pages], typed, ()), *self._tags(typed)]

    def _tags(self, typed: str) -> list[Entry]:
        if len(typed) < _TAG_LETTERS:
            return []
        return [
            Entry(
                "",
                self.tr("Show photos with “{}”").format(name),
                partial(self._search, f'tag:"{name}"'),
                self.tr("Tag"),
            )
            for name in self._known_tags(typed)[:_TAGS_SHOWN]
        ]

    # What was done last

    def _recent(self) -> list[str]:
        return [entry for entry in str(self._state.value(_RECENT, "")).split("\n") if entry]

    def _remember(self, entry_id: str) -> None:
        if entry_id:
            others = [other for other in self._recent() if other != entry_id]
            self._state.setValue(_RECENT, "\n".join([entry_id, *others][:_RECENT_KEPT]))
