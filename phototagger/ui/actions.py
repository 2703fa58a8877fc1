"""Every action of the window as a row: id, text, keys, icon, help.

Menus, tool bar, command palette and the keyboard help are made from this table; the main window
connects verbs, and `keymap` says which keys are in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from phototagger.ui import icons


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action.

    Attributes:
        id: name in code and in the settings; never changed once released.
        text: text in menus.
        keys: usual shortcuts in portable form; single letters act only outside text fields.
        icon: drawing, "" for none.
        help: what it does, for the tool tip and the keyboard help.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Submenu:
    """Actions under one entry of a menu.

    Attributes:
        title: text of the entry.
        rows: the actions.
    """

    title: str
    rows: tuple[ActionRow, ...]


MENUS: tuple[tuple[str, tuple[ActionRow | Submenu | None, ...]], ...] = (
    (
        "&File",
        (
            ActionRow("open_folder", "&Open Folder…", ("Ctrl+O",), "open", "Add a folder"),
            ActionRow("open_files", "Add &Files…", ("Ctrl+Shift+O",), "", "Add single photos"),
            ActionRow("seen", "Changes Seen", (), "", "No longer show as changed on disk"),
            ActionRow("rescan", "&Look Again", ("F5",), "", "Look for new and changed photos"),
            ActionRow("forget", "&Remove from Library", (), "", "Files stay where they are"),
            None,
            ActionRow("export", "&Export Keywords…", ("Ctrl+E",), "export", "Save a table"),
            ActionRow(
                "agencies",
                "Export for &Agencies…",
                ("Ctrl+Shift+E",),
                "",
                "Tables and copies for stock agencies",
            ),
            None,
            ActionRow("quit", "&Quit", ("Ctrl+Q",)),
        ),
    ),
    (
        "&Edit",
        (
            ActionRow("undo", "&Undo", ("Ctrl+Z",), "undo"),
            ActionRow("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
            None,
            ActionRow("copy_tags", "&Copy Tags", ("Ctrl+C",), "", "The keywords of the photo"),
            ActionRow("paste_tags", "&Paste Tags", ("Ctrl+V",), "", "Add the copied keywords"),
            ActionRow(
                "paste_replace", "Paste and Replac&e", ("Ctrl+Shift+V",), "", "In place of its own"
            ),
            None,
            ActionRow("find", "&Find…", ("Ctrl+F",), "search", "By words, tags, states, dates"),
            ActionRow("save_search", "Save Searc&h…", ("Ctrl+Alt+F",), "", "Keep it at the side"),
            ActionRow("search_help", "Search Help", (), "", "What can be searched for"),
            ActionRow("palette", "Co&mmand Palette…", ("Ctrl+K",), "", "Any command by its name"),
            None,
            ActionRow("select_all", "Select &All", ("Ctrl+A",)),
            ActionRow("select_none", "Select &None", ("Ctrl+D",)),
            ActionRow("invert", "&Invert Selection", ("Ctrl+I",)),
            None,
            ActionRow("settings", "&Settings…", ("Ctrl+,",), "settings", "Service, upload, theme"),
        ),
    ),
    (
        "&Tags",
        (
            ActionRow("tag_selected", "&Tag Selected", ("Ctrl+T",), "tag", "Ask for suggestions"),
            ActionRow("tag_untagged", "Tag All &Untagged", ("Ctrl+Shift+T",), "", "Tag the rest"),
            ActionRow("stop_tagging", "&Stop Tagging", ("Ctrl+.",), "stop", "Answers so far stay"),
            None,
            ActionRow("accept", "&Accept or Undecide", ("A", "Space"), "check", "Highlighted tag"),
            ActionRow("reject", "&Reject", ("X", "Delete"), "cross", "Highlighted tag"),
            ActionRow("never", "Never Suggest A&gain", ("B",), "", "Highlighted tag"),
            ActionRow("rename", "Re&name…", ("F2",), "", "Replace the highlighted tag"),
            ActionRow(
                "rename_everywhere", "Rename Everywhere…", ("Shift+F2",), "", "On all photos"
            ),
            ActionRow("show_tagged", "Show All Photos", (), "", "That have the highlighted tag"),
            ActionRow("move_up", "Move Up", ("Alt+Up",), "", "Highlighted keyword"),
            ActionRow("move_down", "Move Down", ("Alt+Down",), "", "Highlighted keyword"),
            ActionRow("move_top", "Move to the Top", ("Alt+Home",), "", "Highlighted keyword"),
            ActionRow("make_common", "Make &Common", (), "", "Give all what some have"),
            ActionRow("copy_first", "Copy from the &First", (), "", "To the other selected photos"),
            ActionRow("add", "A&dd Keyword", ("T", "/"), "", "Go to the keyword field"),
            ActionRow("texts", "T&itle and Description", ("D",), "", "Go to the title field"),
            None,
            ActionRow(
                "accept_all",
                "Accept All Likely and Go &On",
                ("Return", "Enter"),
                "",
                "Accept all from the threshold on, next photo",
            ),
            ActionRow(
                "mark_reviewed",
                "Mark Reviewed and Go On",
                ("Shift+Return", "Shift+Enter"),
                "",
                "Accept no more, next photo",
            ),
            ActionRow(
                "accept_shown",
                "Accept All S&hown and Go On",
                ("Ctrl+Return", "Ctrl+Enter"),
                "",
                "Accept every suggestion that is not hidden, next photo",
            ),
            ActionRow(
                "reject_rest",
                "Reject the Rest and Go On",
                ("Alt+Return", "Alt+Enter"),
                "",
                "Reject what is still suggested, next photo",
            ),
            ActionRow("threshold_down", "&Lower Threshold", ("[",), "", "By 5 %"),
            ActionRow("threshold_up", "Rais&e Threshold", ("]",), "", "By 5 %"),
            ActionRow("threshold_down_fine", "Lower by 1 %", ("{",), "", "By 1 %"),
            ActionRow("threshold_up_fine", "Raise by 1 %", ("}",), "", "By 1 %"),
            None,
            Submenu(
                "Accept by Num&ber",
                tuple(
                    ActionRow(
                        f"suggestion_{number}",
                        f"Suggestion {number}",
                        (str(number % 10),),
                        "",
                        "Accept or undecide the suggestion with this number",
                    )
                    for number in range(1, 11)
                ),
            ),
            Submenu(
                "A&pply Favourite Set",
                tuple(
                    ActionRow(
                        f"favourite_{number}",
                        f"Favourite Set &{number}",
                        (f"Ctrl+Alt+{number}",),
                        "",
                        "Add the keywords of this set",
                    )
                    for number in range(1, 10)
                ),
            ),
            None,
            ActionRow("sweep", "S&weep…", ("S",), "", "One tag, all photos where it is suggested"),
            ActionRow("vocabulary", "&Vocabulary…", ("V",), "", "All your words"),
            ActionRow("words", "&My Words…", ("W",), "", "What is learned from your keywords"),
        ),
    ),
    (
        "&Write",
        (
            ActionRow("write_selected", "Write &Selected…", ("Ctrl+S",), "write", "Preview first"),
            ActionRow("write_all", "Write &All…", ("Ctrl+Shift+S",), "", "All unwritten photos"),
            None,
            ActionRow("undo_write", "&Undo Last Write", ("Ctrl+Alt+Z",), "", "Restore the files"),
            ActionRow("undo_selected", "Undo Write of Selected &Photos", (), "", "Each one's last"),
            ActionRow("history", "Write &History…", ("Ctrl+H",), "history"),
        ),
    ),
    (
        "&View",
        (
            ActionRow("next", "&Next Photo", ("PgDown", "Alt+Right")),
            ActionRow("previous", "&Previous Photo", ("PgUp", "Alt+Left")),
            ActionRow("next_untagged", "Next &Untagged", ("U",)),
            ActionRow("next_to_review", "Next to &Review", ("N",)),
            ActionRow("next_problem", "Next with a Pro&blem", ("E",)),
            None,
            ActionRow("large", "&Large Photo", ("R",), "large", "One photo instead of the grid"),
            ActionRow("grid", "&Grid", ("G", "Esc"), "grid", "Back to all photos"),
            ActionRow("zoom_fit", "&Fit Photo", ("Z",), "", "Again: one pixel to a pixel"),
            ActionRow("zoom_in", "Zoom &In", ("+", "=")),
            ActionRow("zoom_out", "Zoom &Out", ("-",)),
            ActionRow("full_screen", "Full Screen", ("F",), "", "The photo with its tags over it"),
            ActionRow("tag_overlay", "Tags over the Photo", ("O",), "", "In full screen"),
            None,
            ActionRow("activity", "A&ctivity…", ("Ctrl+J",), "", "What happened, and problems"),
            ActionRow("requests", "Re&quests…", (), "", "What was sent where"),
            None,
            ActionRow("larger", "Larger &Tiles", ("Ctrl++", "Ctrl+=")),
            ActionRow("smaller", "&Smaller Tiles", ("Ctrl+-",)),
        ),
    ),
    (
        "&Help",
        (
            ActionRow("keys", "&Keyboard…", ("?", "F1"), "", "All keys, and how to change them"),
            ActionRow("welcome", "&Welcome…", (), "", "The first steps again"),
            ActionRow("about", "&About PhotoTagger"),
        ),
    ),
)

TOOL_BAR = ("open_folder", None, "tag_selected", "write_selected", "export", None, "undo", "redo")


def build(window: QWidget) -> dict[str, QAction]:
    """Make the actions of *window* by id, tinted for the theme in force; they have no keys yet."""
    actions = {}
    for row in rows():
        action = QAction(translated(row.text), window)
        window.addAction(action)
        actions[row.id] = action
    tint(actions)
    return actions


def connect(
    actions: Mapping[str, QAction],
    verbs: Mapping[str, Callable[[], object]],
    first: Callable[[], object],
) -> None:
    """Let actions do something; one without a verb is neither seen nor enabled.

    Args:
        actions: all of them, by id.
        verbs: what they do.
        first: called before each verb.
    """
    for action_id, action in actions.items():
        verb = verbs.get(action_id)
        action.setVisible(verb is not None)
        action.setEnabled(verb is not None)
        if verb is not None:
            action.triggered.connect(lambda _checked=False: first())
            action.triggered.connect(lambda _checked=False, v=verb: v())


def give_keys(actions: Mapping[str, QAction], keys_of: Callable[[str], tuple[str, ...]]) -> None:
    """Give actions the keys in force, and name them in the tool tips."""
    for row in rows():
        action, keys = actions[row.id], keys_of(row.id)
        action.setShortcuts([QKeySequence(key) for key in keys])
        named = f"{title_of(row)}  ({native(keys[0])})" if keys else title_of(row)
        action.setToolTip("\n".join(filter(None, (named, translated(row.help)))))


def tint(actions: Mapping[str, QAction]) -> None:
    """Take the icons in the colours of the theme in force."""
    for row in rows():
        if row.icon:
            actions[row.id].setIcon(icons.icon(row.icon))


def rows() -> list[ActionRow]:
    """Return every action row."""
    return [row for _, row in with_menus()]


def with_menus() -> Iterator[tuple[str, ActionRow]]:
    """Yield every action row after the title of its menu, without the letter mark."""
    for title, menu in MENUS:
        for entry in menu:
            if isinstance(entry, Submenu):
                yield from ((plain(title), row) for row in entry.rows)
            elif entry is not None:
                yield plain(title), entry


def translated(text: str) -> str:
    """Return a text of the table in the language in force."""
    return QCoreApplication.translate("Actions", text) if text else ""


def title_of(row: ActionRow) -> str:
    """Return what an action is called, in the language in force."""
    return plain(row.text)


def plain(text: str) -> str:
    """Return a text of a menu, translated, without its letter mark and dots."""
    return translated(text).replace("&", "").rstrip("…")


def native(key: str) -> str:
    """Return how a key is written on this system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
