"""Every key of the keyboard map is there, can be changed, and leaves text fields alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from phototagger.core.photo import PhotoId
from phototagger.core.review import TagState
from phototagger.core.settings import SettingsFile
from phototagger.ui import actions
from phototagger.ui.keyboard_page import KeyboardDialog, KeyboardPage
from phototagger.ui.keymap import Keymap, is_reserved, key_of, portable
from phototagger.ui.main_window import MainWindow

from .conftest import Program, button, open_windows, sent_by

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

KEYBOARD_MAP = {
    "next": ("PgDown", "Alt+Right"),
    "previous": ("PgUp", "Alt+Left"),
    "accept": ("Space", "A"),
    "reject": ("X", "Delete"),
    "accept_all": ("Return", "Enter"),
    "mark_reviewed": ("Shift+Return", "Shift+Enter"),
    "accept_shown": ("Ctrl+Return", "Ctrl+Enter"),
    **{f"suggestion_{number}": (str(number % 10),) for number in range(1, 11)},
    "threshold_down": ("[",),
    "threshold_up": ("]",),
    "threshold_down_fine": ("{",),  # what Shift+[ types
    "threshold_up_fine": ("}",),
    "add": ("T", "/"),
    "rename": ("F2",),
    "rename_everywhere": ("Shift+F2",),
    "move_up": ("Alt+Up",),
    "move_down": ("Alt+Down",),
    "move_top": ("Alt+Home",),
    "never": ("B",),
    "sweep": ("S",),
    "grid": ("G",),
    "large": ("R",),
    "vocabulary": ("V",),
    "tag_selected": ("Ctrl+T",),
    "write_selected": ("Ctrl+S",),
    "export": ("Ctrl+E",),
    "next_untagged": ("U",),
    "next_to_review": ("N",),
    "next_problem": ("E",),
    "copy_tags": ("Ctrl+C",),
    "paste_tags": ("Ctrl+V",),
    "paste_replace": ("Ctrl+Shift+V",),
    **{f"favourite_{number}": (f"Ctrl+Alt+{number}",) for number in range(1, 10)},
    "undo": ("Ctrl+Z",),
    "redo": ("Ctrl+Shift+Z",),
    "select_all": ("Ctrl+A",),
    "invert": ("Ctrl+I",),
    "select_none": ("Ctrl+D",),
    "zoom_fit": ("Z",),
    "zoom_in": ("+",),
    "zoom_out": ("-",),
    "full_screen": ("F",),
    "find": ("Ctrl+F",),
    "palette": ("Ctrl+K",),
    "keys": ("?",),
}
"""The keyboard map of the review, but the arrows, which belong to the lists."""


@pytest.mark.parametrize("action_id", KEYBOARD_MAP)
def test_the_keyboard_map_is_there(action_id: str) -> None:
    keymap = Keymap()
    missing = {portable(key) for key in KEYBOARD_MAP[action_id]} - set(keymap.keys(action_id))
    assert missing == set()


def test_every_key_has_one_action() -> None:
    keys = [portable(key) for row in actions.rows() for key in row.keys]
    assert len(keys) == len(set(keys))


def test_ids_are_unique() -> None:
    ids = [row.id for row in actions.rows()]
    assert len(ids) == len(set(ids))


# The map


def test_a_changed_key_is_taken_from_its_owner() -> None:
    keymap = Keymap()
    told = sent_by(keymap.changed)
    keymap.assign("sweep", ["S", "Ctrl+S"])
    assert keymap.keys("sweep") == ("S", "Ctrl+S")
    assert keymap.keys("write_selected") == ()
    assert keymap.owner("ctrl+s") == "sweep"
    assert len(told) == 1


def test_only_differences_are_stored() -> None:
    keymap = Keymap()
    assert keymap.stored() == ""
    keymap.assign("sweep", ["Ctrl+S"])
    assert keymap.stored() == '{"sweep": ["Ctrl+S"], "write_selected": []}'
    again = Keymap(keymap.stored())
    assert again.keys("sweep") == ("Ctrl+S",)
    assert again.keys("write_selected") == ()
    again.reset("write_selected")
    assert again.keys("write_selected") == ("Ctrl+S",)
    assert again.keys("sweep") == ()
    again.reset("sweep")
    assert again.stored() == ""


def test_all_keys_come_back() -> None:
    keymap = Keymap()
    keymap.assign("accept", ["Q"])
    keymap.assign("reject", [])
    keymap.reset_all()
    assert keymap.stored() == ""
    assert keymap.keys("reject") == ("X", "Del")


def test_the_users_key_goes_before_a_usual_one() -> None:
    keymap = Keymap('{"sweep": ["V"]}')
    assert keymap.owner("V") == "sweep"
    assert keymap.keys("vocabulary") == ()


@pytest.mark.parametrize("stored", ["{", "[]", "3", '{"accept": 3}', '{"accept": [3]}', "null"])
def test_nonsense_in_the_settings_means_usual_keys(stored: str) -> None:
    assert Keymap(stored).keys("accept") == ("A", "Space")


def test_keys_of_a_newer_version_are_kept() -> None:
    keymap = Keymap('{"teleport": ["Q"]}')
    keymap.assign("accept", ["Q"])
    assert "teleport" in keymap.stored()
    assert keymap.keys("accept") == ("Q",)


@pytest.mark.parametrize(
    ("code", "held", "text", "key"),
    [
        (Qt.Key.Key_Q, NONE, "q", "Q"),
        (Qt.Key.Key_Q, SHIFT, "Q", "Shift+Q"),
        (Qt.Key.Key_Question, SHIFT, "?", "?"),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier, "+", "+"),
        (Qt.Key.Key_F5, CONTROL | ALT, "", "Ctrl+Alt+F5"),
        (Qt.Key.Key_Space, SHIFT, " ", "Shift+Space"),
        (Qt.Key.Key_Control, CONTROL, "", ""),
        (Qt.Key.Key_Shift, SHIFT, "", ""),
    ],
)
def test_a_press_is_named(code: Qt.Key, held: Qt.KeyboardModifier, text: str, key: str) -> None:
    assert key_of(code, held, text) == key


@pytest.mark.parametrize("key", ["Left", "Tab", "Alt+F", "F10", "Shift+Down"])
def test_some_keys_stay_what_they_are(key: str) -> None:
    assert is_reserved(key)


@pytest.mark.parametrize("key", ["Alt+Left", "Alt+F1", "Q", "Alt+1", "Ctrl+Alt+Q"])
def test_other_keys_can_be_given_away(key: str) -> None:
    assert not is_reserved(key)


# The page


@pytest.fixture
def page(program: Program, window: MainWindow) -> KeyboardPage:
    """Return the open page over the window's keys."""
    window.actions_by_id["keys"].trigger()
    (dialog,) = open_windows(KeyboardDialog)
    return dialog.page


def choose(page: KeyboardPage, action_id: str) -> None:
    page.tree.setCurrentItem(page._items[action_id])


def test_a_key_is_pressed_and_holds_at_once(
    program: Program, window: MainWindow, page: KeyboardPage
) -> None:
    choose(page, "sweep")
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert page.field.hasFocus()
    QTest.keyClick(page.field, Qt.Key.Key_Q)
    assert window.actions_by_id["sweep"].shortcuts() == [QKeySequence("S"), QKeySequence("Q")]
    stored = SettingsFile(program.paths.settings_file).settings.own_keys
    assert stored == '{"sweep": ["S", "Q"]}'


def test_a_conflict_is_named_and_solved(window: MainWindow, page: KeyboardPage) -> None:
    choose(page, "sweep")
    QTest.keyClick(page.field, Qt.Key.Key_S, CONTROL)
    assert page._said.text() == "Ctrl+S is “Write Selected”; take it from there?"
    assert window.actions_by_id["write_selected"].shortcut() == QKeySequence("Ctrl+S")
    page.take.click()
    assert window.actions_by_id["write_selected"].shortcuts() == []
    assert QKeySequence("Ctrl+S") in window.actions_by_id["sweep"].shortcuts()
    assert not page.take.isVisible()


def test_a_reserved_key_is_refused(window: MainWindow, page: KeyboardPage) -> None:
    choose(page, "sweep")
    QTest.keyClick(page.field, Qt.Key.Key_Left)
    assert "stays as it is" in page._said.text()
    assert window.actions_by_id["sweep"].shortcuts() == [QKeySequence("S")]


def test_a_key_is_removed_and_comes_back(window: MainWindow, page: KeyboardPage) -> None:
    choose(page, "accept")
    button(page, "Remove the key A").click()
    assert window.actions_by_id["accept"].shortcuts() == [QKeySequence("Space")]
    page.reset.click()
    assert [k.toString() for k in window.actions_by_id["accept"].shortcuts()] == ["A", "Space"]
    assert not page.reset.isEnabled()


def test_the_search_finds_actions_menus_and_keys(page: KeyboardPage) -> None:
    for text, action_id in (("sweep", "sweep"), ("ctrl+alt+3", "favourite_3"), ("Žádná", "")):
        page.search.setText(text)
        assert page.current == action_id or not action_id
    assert page._pages.currentWidget() is page._nothing
    page.search.setText("")
    assert page._pages.currentWidget() is page.tree


def test_escape_closes_from_anywhere(page: KeyboardPage) -> None:
    for part in (page.field, page.tree, page.search):
        page.window().show()
        part.setFocus()
        QTest.keyClick(part, Qt.Key.Key_Escape)
        assert not page.window().isVisible()


def test_the_sheet_is_copied(page: KeyboardPage) -> None:
    QApplication.clipboard().clear()
    button(page.window(), "Copy as Text").click()
    sheet = QApplication.clipboard().text()
    assert "Ctrl+S" in sheet
    assert "Write Selected" in sheet
    assert "Right, Left" in sheet


def test_tool_tips_and_hints_show_the_keys_in_force(window: MainWindow) -> None:
    window.keymap.assign("tag_selected", ["Ctrl+J"])
    window.keymap.assign("find", ["Ctrl+L"])
    assert window.actions_by_id["tag_selected"].toolTip().startswith("Tag Selected  (Ctrl+J)")
    assert window.browser.find_bar.field.placeholderText() == "Search  (Ctrl+L)"
    window.keymap.assign("add", ["K"])
    assert window.inspector.panel.entry.placeholderText() == "Add a keyword…  (K)"
    window.keymap.assign("find", [])
    assert window.browser.find_bar.field.placeholderText() == "Search"


def test_keys_are_there_after_a_new_start(own_home: Path, program: Program) -> None:
    program.app.settings_file.update(own_keys='{"accept": ["Q"]}')
    window = program.show()
    assert window.actions_by_id["accept"].shortcuts() == [QKeySequence("Q")]


def test_the_settings_change_keys_when_they_are_accepted(
    program: Program, window: MainWindow
) -> None:
    for is_accepted, keys in ((False, ["S"]), (True, ["S", "Q"])):
        window.actions_by_id["settings"].trigger()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        (page,) = dialog.findChildren(KeyboardPage)
        choose(page, "sweep")
        QTest.keyClick(page.field, Qt.Key.Key_Q)
        (dialog.accept if is_accepted else dialog.reject)()  # type: ignore[attr-defined]
        assert [k.toString() for k in window.actions_by_id["sweep"].shortcuts()] == keys


# Keys and text


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three tagged photos; the first one is shown."""
    ids = program.open(*photos)
    program.tag(ids)
    window.browser.grid.select_row(0)
    return ids


def single_letters() -> str:
    return "".join(key for row in actions.rows() for key in row.keys if len(key) == 1)


def text_fields(window: MainWindow) -> list[QWidget]:
    window.inspector.texts.set_folded(False)
    return [
        field
        for field in (*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit))
        if field.isVisible() and not field.isReadOnly()
    ]


def test_single_letters_type_in_every_text_field(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    letters = single_letters()
    assert {"A", "S", "1", "/", "?", "+", "["} <= set(letters)
    triggered: list[str] = []
    for action_id, action in window.actions_by_id.items():
        action.triggered.connect(lambda _c=False, i=action_id: triggered.append(i))
    fields = text_fields(window)
    assert len(fields) >= 4
    before = program.review(ids[0]).decisions
    for field in fields:
        field.setFocus()
        QTest.keyClicks(field, letters.lower())
        text = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()  # type: ignore[attr-defined]
        assert text == letters.lower()
        field.clear()  # type: ignore[attr-defined]
        window.browser.grid.setFocus()
    assert triggered == []
    assert program.review(ids[0]).decisions == before


def test_a_changed_letter_types_in_a_field_and_acts_outside(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.keymap.assign("accept", ["Q"])
    entry = window.inspector.panel.entry
    entry.setFocus()
    QTest.keyClicks(entry, "q")
    assert entry.text() == "q"
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    window.inspector.panel.list.setFocus()
    row = window.inspector.panel.model.row_of("beach")
    window.inspector.panel.list.setCurrentIndex(window.inspector.panel.model.index(row or 0))
    QTest.keyClick(window.inspector.panel.list, Qt.Key.Key_Q)
    states = {row.name: row.state for row in program.review(ids[0]).rows()}
    assert states["beach"] is TagState.ACCEPTED


@pytest.mark.parametrize(
    ("key", "held"),
    [(Qt.Key.Key_PageDown, NONE), (Qt.Key.Key_Right, ALT)],
)
def test_the_next_photo_can_be_reached_from_every_text_field(
    window: MainWindow, ids: list[PhotoId], key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    for field in text_fields(window):
        window.browser.grid.select_row(0)
        field.setFocus()
        QTest.keyClick(field, key, held)
        assert window.browser.current_id == ids[1], field.accessibleName()
