"""The keys that finish a photo, order its keywords, and copy tags, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from phototagger.core.photo import PhotoFilter, PhotoId
from phototagger.core.review import TagState
from phototagger.core.tags import TagSuggestion
from phototagger.ui.main_window import MainWindow
from phototagger.ui.tag_mime import TAGS_MIME, mime_of, names_in
from phototagger.ui.tag_model import Divider

from .conftest import Program

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
Modifier = Qt.KeyboardModifier


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three tagged photos; the first one is shown."""
    ids = program.open(*photos)
    program.tag(ids)
    window.browser.grid.select_row(0)
    window.browser.grid.setFocus()
    return ids


def keywords(program: Program, photo_id: PhotoId) -> tuple[str, ...]:
    return program.review(photo_id).keywords().names


def highlight(window: MainWindow, name: str) -> None:
    panel = window.inspector.panel
    row = panel.model.row_of(name)
    assert row is not None, name
    panel.list.setCurrentIndex(panel.model.index(row))


def press(target: QWidget, key: Qt.Key, modifier: Modifier = NONE) -> None:
    QTest.keyClick(target, key, modifier)


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize(
    ("modifier", "expected", "rejected"),
    [
        (NONE, ("beach", "sea"), 0),
        (SHIFT, (), 0),
        (CONTROL, ("beach", "sea", "dog"), 0),
        (ALT, (), 3),
    ],
    ids=["enter", "shift", "ctrl", "alt"],
)
def test_enter_and_its_sisters_finish_a_photo_and_go_on(
    program: Program,
    window: MainWindow,
    ids: list[PhotoId],
    key: Qt.Key,
    modifier: Modifier,
    expected: tuple[str, ...],
    rejected: int,
) -> None:
    press(window.browser.grid, key, modifier)
    review = program.review(ids[0])
    assert review.is_reviewed
    assert review.keywords().names == expected
    assert [row.state for row in review.rows()].count(TagState.REJECTED) == rejected
    assert window.browser.current_id == ids[1]
    assert not program.review(ids[1]).is_reviewed
    press(window.browser.grid, Qt.Key.Key_Z, CONTROL)
    assert not program.review(ids[0]).is_reviewed
    assert keywords(program, ids[0]) == ()


def test_several_photos_are_finished_together(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.grid, Qt.Key.Key_A, CONTROL)
    press(window.browser.grid, Qt.Key.Key_Return, SHIFT)
    assert all(program.review(photo_id).is_reviewed for photo_id in ids)
    assert window.browser.selected_ids() == ids
    assert window.undo_stack.undoText() == "mark reviewed on 3 photos"


def test_a_reviewed_photo_waits_for_nothing_and_stays_reviewed_when_tagged_again(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.grid, Qt.Key.Key_Return, SHIFT)
    program.tagger.suggestions = (TagSuggestion("new", 0.95),)
    program.tag(ids[:1])
    review = program.review(ids[0])
    assert review.is_reviewed
    assert [entry.name for entry in review.suggestions] == ["new"]
    assert PhotoFilter.TO_REVIEW in program.session.count_by_filter()


def test_the_inspector_says_how_far_the_review_is(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    state = window.inspector._state
    assert state.text() == "○ to review"
    press(window.browser.grid, Qt.Key.Key_Return, SHIFT)
    press(window.browser.grid, Qt.Key.Key_PageUp)
    assert state.text() == "✓ reviewed"
    press(window.browser.grid, Qt.Key.Key_A, CONTROL)
    assert state.text() == "✓ 1 of 3 reviewed"


@pytest.mark.parametrize(
    ("key", "name", "expected"),
    [
        (Qt.Key.Key_Up, "dog", ("beach", "dog", "sea")),
        (Qt.Key.Key_Down, "beach", ("sea", "beach", "dog")),
        (Qt.Key.Key_Home, "dog", ("dog", "beach", "sea")),
    ],
)
def test_alt_and_arrows_move_a_keyword(
    program: Program,
    window: MainWindow,
    ids: list[PhotoId],
    key: Qt.Key,
    name: str,
    expected: tuple[str, ...],
) -> None:
    press(window.browser.grid, Qt.Key.Key_Return, CONTROL)
    press(window.browser.grid, Qt.Key.Key_PageUp)
    highlight(window, name)
    press(window.inspector.panel.list, key, ALT)
    assert keywords(program, ids[0]) == expected
    assert window.inspector.panel.current_names() == [name], "it stays highlighted"
    shown = [window.inspector.panel.model.name_at(row) for row in (1, 2, 3)]
    assert tuple(shown) == expected
    press(window.browser.grid, Qt.Key.Key_Z, CONTROL)
    assert keywords(program, ids[0]) == ("beach", "sea", "dog")


def test_a_keyword_can_be_dragged_and_a_suggestion_dropped_among_keywords(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.grid, Qt.Key.Key_Return)
    press(window.browser.grid, Qt.Key.Key_PageUp)
    model = window.inspector.panel.model
    dragged = model.mimeData([model.index(model.row_of("sea") or 0)])
    assert dragged.text() == "sea"
    first = model.row_of("beach")
    assert first is not None
    none = model.index(-1)
    move = Qt.DropAction.MoveAction
    assert model.canDropMimeData(dragged, move, first, 0, none)
    assert not model.canDropMimeData(dragged, move, model.rowCount(), 0, none)
    model.dropMimeData(dragged, move, first, 0, none)
    assert keywords(program, ids[0]) == ("sea", "beach")
    dropped = model.mimeData([model.index(model.row_of("dog") or 0)])
    model.dropMimeData(dropped, move, (model.row_of("beach") or 0) + 1, 0, none)
    assert keywords(program, ids[0]) == ("sea", "beach", "dog")


def test_lines_stand_behind_the_tenth_and_the_last_that_agencies_take(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    names = [f"word {number:02}" for number in range(52)]
    window.desk.add(names[:10])
    model = window.inspector.panel.model
    assert not any(isinstance(model.entry(row), Divider) for row in range(model.rowCount()))
    window.desk.add(names[10:])
    entries = [model.entry(row) for row in range(model.rowCount())]
    places = [
        (entry.above, model.name_at(row - 1))
        for row, entry in enumerate(entries)
        if isinstance(entry, Divider)
    ]
    assert places == [(10, "word 09"), (49, "word 48"), (50, "word 49")]
    row = next(row for row, entry in enumerate(entries) if isinstance(entry, Divider))
    assert model.flags(model.index(row)) is Qt.ItemFlag.NoItemFlags
    assert model.index(row).data() == "the first 10 count most at Adobe Stock"


def test_tags_are_copied_and_pasted(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.grid, Qt.Key.Key_Return)
    press(window.browser.grid, Qt.Key.Key_PageUp)
    press(window.browser.grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "beach; sea"
    window.browser.grid.select_row(1)
    window.desk.add(["own"])
    press(window.browser.grid, Qt.Key.Key_V, CONTROL)
    assert keywords(program, ids[1]) == ("own", "beach", "sea")
    assert window.undo_stack.undoText() == "paste 2 tags"
    window.browser.grid.select_row(2)
    window.desk.add(["own"])
    press(window.browser.grid, Qt.Key.Key_V, CONTROL | SHIFT)
    assert keywords(program, ids[2]) == ("beach", "sea")
    press(window.browser.grid, Qt.Key.Key_Z, CONTROL)
    assert keywords(program, ids[2]) == ("own",)


def test_text_of_other_programs_is_pasted_onto_all_selected(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    copy("Brno; Czech Republic, castle\nnight")
    press(window.browser.grid, Qt.Key.Key_A, CONTROL)
    press(window.browser.grid, Qt.Key.Key_V, CONTROL)
    for photo_id in ids:
        assert keywords(program, photo_id) == ("Brno", "Czech Republic", "castle", "night")
    assert window.undo_stack.undoText() == "paste 4 tags on 3 photos"


def test_in_a_text_field_the_same_keys_copy_and_paste_text(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    entry = window.inspector.panel.entry
    entry.setFocus()
    copy("abc")
    press(entry, Qt.Key.Key_V, CONTROL)
    press(entry, Qt.Key.Key_V, CONTROL | SHIFT)
    assert entry.text() == "abcabc"
    entry.selectAll()
    press(entry, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "abcabc"
    assert keywords(program, ids[0]) == ()


def test_nothing_to_copy_or_paste_is_said(window: MainWindow, ids: list[PhotoId]) -> None:
    copy("")
    press(window.browser.grid, Qt.Key.Key_C, CONTROL)
    assert window.statusBar().currentMessage() == "There are no keywords to copy."
    press(window.browser.grid, Qt.Key.Key_V, CONTROL)
    assert window.statusBar().currentMessage() == "There are no copied tags."
    assert window.undo_stack.count() == 0


def test_keywords_are_made_common_and_copied_from_the_first(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.add(["first"])
    window.browser.grid.select_row(1)
    window.desk.add(["second"])
    press(window.browser.grid, Qt.Key.Key_A, CONTROL)
    window.actions_by_id["make_common"].trigger()
    assert [set(keywords(program, i)) for i in ids] == [{"first", "second"}] * 3
    assert window.undo_stack.undoText() == "make 2 keywords common on 3 photos"
    window.undo_stack.undo()
    assert keywords(program, ids[2]) == ()
    current = window.browser.current_id
    assert current is not None
    own = keywords(program, current)
    window.actions_by_id["copy_first"].trigger()
    assert all(set(own) <= set(keywords(program, i)) for i in ids)


def test_braces_move_the_threshold_by_one_percent(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    before = program.app.settings_file.settings.accept_from
    press(window.browser.grid, Qt.Key.Key_BraceRight)
    assert program.app.settings_file.settings.accept_from == pytest.approx(before + 0.01)
    press(window.browser.grid, Qt.Key.Key_BraceLeft)
    assert program.app.settings_file.settings.accept_from == pytest.approx(before)


def test_text_fields_are_left_for_another_photo_by_pages_and_alt_arrows(
    window: MainWindow, ids: list[PhotoId]
) -> None:
    window.inspector.texts.edit()
    texts = window.inspector.texts
    for field in (window.inspector.panel.entry, texts.title, texts.description):
        field.setFocus()
        press(field, Qt.Key.Key_PageDown)
        assert window.browser.current_id == ids[1]
        press(field, Qt.Key.Key_Right, ALT)
        assert window.browser.current_id == ids[2]
        press(field, Qt.Key.Key_Left, ALT)
        press(field, Qt.Key.Key_PageUp)
        assert window.browser.current_id == ids[0]


def test_dragged_tags_are_known_by_name_and_as_text(qapp: object) -> None:
    data = mime_of(["Prague, Czech Republic", "sea"])
    assert data.hasFormat(TAGS_MIME)
    assert names_in(data) == ("Prague, Czech Republic", "sea")
    text = QMimeData()
    text.setText("a\tb\r\nc")
    assert names_in(text) == ("a", "b", "c")
