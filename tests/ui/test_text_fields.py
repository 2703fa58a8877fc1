"""Title and description as the user meets them: typed, kept, undone, shared, in conflict."""

from __future__ import annotations

import time
from pathlib import Path

import piexif
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from phototagger.core.fields import Field, Kind, Policies, Policy
from phototagger.core.metadata import read_photo
from phototagger.core.photo import PhotoId
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import Rules, Writer
from phototagger.ui.conflict_line import ConflictDialog
from phototagger.ui.main_window import MainWindow
from phototagger.ui.text_fields import TextFields

from .conftest import Program, button, open_windows

UNDO = QKeySequence.StandardKey.Undo


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three photos; the first one is selected and its fields are unfolded."""
    ids = program.open(*photos)
    window.actions_by_id["texts"].trigger()
    return ids


@pytest.fixture
def fields(window: MainWindow, ids: list[PhotoId]) -> TextFields:
    return window.inspector.texts


def titles(program: Program) -> list[str]:
    return [program.review(photo_id).title for photo_id in program.session.ids()]


def press_undo(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def labels(fields: TextFields) -> list[str]:
    return [label.text() for label in fields.findChildren(QLabel) if label.text()]


# Typing


def test_what_is_typed_is_kept_within_a_second(program: Program, fields: TextFields) -> None:
    started = time.monotonic()
    QTest.keyClicks(fields.title, "Dusk")
    program.qtbot.waitUntil(lambda: titles(program)[0] == "Dusk", timeout=3000)
    assert time.monotonic() - started < 1.5, "0.7 s, and what a busy machine adds"


def test_it_is_kept_at_once_when_the_field_is_left(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.description, "By the sea")
    window.browser.grid.setFocus()
    assert program.review(program.session.ids()[0]).description == "By the sea"


def test_it_belongs_to_the_photo_it_was_typed_for(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.title, "Dusk")
    window.browser.grid.select_row(1)
    assert titles(program) == ["Dusk", "", ""]
    assert fields.title.text() == ""


def test_it_is_not_lost_when_the_program_is_closed(
    program: Program, fields: TextFields, own_home: Path, qtbot: QtBot
) -> None:
    QTest.keyClicks(fields.title, "Dusk")
    program.close()
    again = Program(own_home, qtbot)
    assert titles(again)[0] == "Dusk"
    program.app, program.session, program.window = again.app, again.session, None


def test_what_was_just_typed_is_in_the_write(
    program: Program, window: MainWindow, fields: TextFields, photos: list[Path]
) -> None:
    program.session.settings = program.app.settings_file.settings
    program.app.settings_file.update(confirm_write=False)
    program.session.settings = program.app.settings_file.settings
    QTest.keyClicks(fields.title, "Dusk")
    window.actions_by_id["write_selected"].trigger()
    program.settle()
    assert read_photo(photos[0]).title == "Dusk"


def test_new_lines_belong_to_descriptions_only(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.description, "One")
    QTest.keyClick(fields.description, Qt.Key.Key_Return)
    QTest.keyClicks(fields.description, "two")
    QTest.keyClicks(fields.title, "Dusk")
    QTest.keyClick(fields.title, Qt.Key.Key_Return)
    review = program.review(program.session.ids()[0])
    assert (review.title, review.description) == ("Dusk", "One\ntwo")
    assert window.browser.current_id == program.session.ids()[0], "Enter went no further"


def test_letters_are_letters_while_a_title_is_typed(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.title, "grand art x 1")
    window.browser.grid.setFocus()
    assert titles(program)[0] == "grand art x 1"


def test_the_counter_says_what_iptc_has_no_room_for(fields: TextFields) -> None:
    fields.title.setText("")
    QTest.keyClicks(fields.title, "x" * 64)
    assert "64 characters" in labels(fields)
    QTest.keyClicks(fields.title, "y")
    assert "65 characters · IPTC keeps the first 64 bytes" in labels(fields)


def test_escape_goes_back_to_the_tags_and_keeps_the_title(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    program.tag(program.session.ids())
    fields.edit()
    QTest.keyClicks(fields.title, "Dusk")
    QTest.keyClick(fields.title, Qt.Key.Key_Escape)
    assert window.inspector.panel.list.hasFocus()
    assert titles(program)[0] == "Dusk"


def test_a_blank_at_the_end_does_not_jump_while_one_types(
    program: Program, fields: TextFields
) -> None:
    QTest.keyClicks(fields.title, "Dusk ")
    fields.keep()
    QTest.keyClicks(fields.title, "here")
    fields.keep()
    assert titles(program)[0] == "Dusk here"


# Undo


def test_one_undo_takes_a_whole_edit_back(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.title, "Dusk")
    fields.keep()
    QTest.keyClicks(fields.title, " at sea")
    press_undo(fields.title)
    assert titles(program)[0] == "" and fields.title.text() == ""
    window.actions_by_id["redo"].trigger()
    assert titles(program)[0] == "Dusk at sea" == fields.title.text()


def test_edits_of_two_visits_are_undone_one_by_one(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.title, "Dusk")
    window.browser.grid.setFocus()
    fields.title.setFocus()
    QTest.keyClicks(fields.title, " at sea")
    press_undo(fields.title)
    assert titles(program)[0] == "Dusk"
    press_undo(fields.title)
    assert titles(program)[0] == ""


def test_an_edit_that_ends_where_it_began_is_none(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.title, "Dusk")
    window.browser.grid.setFocus()
    fields.title.setFocus()
    QTest.keyClicks(fields.title, "x")
    fields.keep()
    QTest.keyClick(fields.title, Qt.Key.Key_Backspace)
    fields.keep()
    press_undo(fields.title)
    assert titles(program)[0] == "", "one step, that of typing “Dusk”"


def test_the_menu_says_what_would_be_undone(window: MainWindow, fields: TextFields) -> None:
    QTest.keyClicks(fields.title, "Dusk")
    fields.keep()
    assert window.actions_by_id["undo"].text() == "&Undo change the title"


# Several photos


def test_different_titles_say_so_and_typing_sets_all(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.title, "Dusk")
    window.browser.grid.selectAll()
    assert fields.title.text() == "" and fields.title.placeholderText() == "(different)"
    assert fields.description.placeholderText() == "Add a description", "none has one"
    window.browser.grid.setFocus()
    assert titles(program) == ["Dusk", "", ""], "looking changes nothing"
    fields.title.setFocus()
    QTest.keyClicks(fields.title, "Trip")
    fields.keep()
    assert titles(program) == ["Trip"] * 3
    press_undo(fields.title)
    assert titles(program) == ["Dusk", "", ""]
    assert fields.title.placeholderText() == "(different)"


def test_equal_titles_are_shown_and_can_be_wiped_out(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    window.browser.grid.selectAll()
    QTest.keyClicks(fields.title, "Trip")
    fields.keep()
    fields.title.selectAll()
    QTest.keyClick(fields.title, Qt.Key.Key_Delete)
    fields.keep()
    assert titles(program) == ["", "", ""]


def test_without_a_selection_nothing_can_be_typed(window: MainWindow, fields: TextFields) -> None:
    window.browser.grid.clearSelection()
    assert not fields.isEnabled()


# Folded away


def test_folded_away_the_heading_still_shows_the_title(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    QTest.keyClicks(fields.title, "Dusk & dawn")
    fields.head.click()
    assert not fields.title.isVisible()
    assert fields.head.text() == "Title and description: Dusk && dawn"


def test_it_is_remembered_whether_the_fields_are_folded(
    program: Program, window: MainWindow, fields: TextFields
) -> None:
    assert not fields.is_folded
    window.close()
    again = program.show()
    assert not again.inspector.texts.is_folded
    window.deleteLater()


# Conflicts


@pytest.fixture
def in_conflict(photos: list[Path], tmp_path: Path) -> Path:
    """Return the second photo: its IPTC keywords and EXIF description are not those of XMP."""
    none = dict.fromkeys(Field, Policy.NEVER)
    with_iptc = {**none, Field.IPTC_KEYWORDS: Policy.ALWAYS}
    journal = tmp_path / "journal.sqlite"
    for policies, change in (
        (with_iptc, KeywordChange(KeywordSet(("sea",)), description="New")),
        (none, KeywordChange(KeywordSet(("tree",)))),
    ):
        writer = Writer(journal, Rules(policies=Policies(policies)))
        writer.write(photos[1], change, batch="other program")
        writer.close()
    exif = piexif.dump({"0th": {piexif.ImageIFD.ImageDescription: b"Old"}})
    piexif.insert(exif, str(photos[1]))
    assert len(read_photo(photos[1]).conflicts) == 2
    return photos[1]


@pytest.fixture
def conflicting(program: Program, in_conflict: Path, fields: TextFields) -> MainWindow:
    """Return the window with that photo selected."""
    window = program.window
    assert window is not None
    window.actions_by_id["rescan"].trigger()
    program.open(in_conflict)
    window.browser.grid.select_row(1)
    line = window.inspector.conflicts
    program.qtbot.waitUntil(lambda: bool(line.text), timeout=5000)
    return window


def test_conflicts_of_the_current_photo_are_named(conflicting: MainWindow) -> None:
    line = conflicting.inspector.conflicts
    assert line.text.startswith("2 conflicts: ")
    assert line.isVisible()


def test_a_photo_without_conflict_shows_no_line(program: Program, conflicting: MainWindow) -> None:
    conflicting.browser.grid.select_row(0)
    program.settle()
    QTest.qWait(200)
    program.settle()
    assert not conflicting.inspector.conflicts.isVisible()


def dialog_of(conflicting: MainWindow) -> ConflictDialog:
    conflicting.inspector.conflicts.more.click()
    (dialog,) = open_windows(ConflictDialog)
    return dialog


def test_all_conflicts_are_listed_with_what_is_believed(conflicting: MainWindow) -> None:
    dialog = dialog_of(conflicting)
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "IPTC keywords lack “tree”, XMP keywords do not." in told
    assert "XMP description is “New”, EXIF description is “Old”." in told
    assert "EXIF is believed before XMP and IPTC." in told
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert open_windows(ConflictDialog) == []


def test_the_other_description_can_be_taken_and_written(
    program: Program, conflicting: MainWindow, in_conflict: Path
) -> None:
    button(dialog_of(conflicting), "Use the description “New”").click()
    assert conflicting.inspector.texts.description.toPlainText() == "New"
    program.session.write(program.session.unsaved())
    program.settle()
    found = read_photo(in_conflict)
    assert found.description == "New"
    assert [str(c) for c in found.conflicts if c.kind is Kind.DESCRIPTION] == []


def test_the_line_goes_when_the_conflict_does(
    program: Program, conflicting: MainWindow, in_conflict: Path
) -> None:
    button(dialog_of(conflicting), "Use the description “New”").click()
    conflicting.desk.add(["sand"])
    program.session.write(program.session.unsaved())
    program.settle()
    line = conflicting.inspector.conflicts
    program.qtbot.waitUntil(lambda: not line.text, timeout=5000)
