"""The sweep: keys, the cut line, flips, both sides at once, undo, and nothing left to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from phototagger.core.photo import PhotoId
from phototagger.core.review import Decision
from phototagger.core.tags import TagSuggestion
from phototagger.ui import theme
from phototagger.ui.sweep_parts import SweepScope
from phototagger.ui.sweep_sheet import SweepSheet
from phototagger.ui.sweep_window import SweepWindow
from tests.ui.conftest import TO_READ, Program, button, click, contrast, drag

COUNT = 12

TO_SEE = 3.0
"""Least contrast of a drawing, WCAG 2.2, 1.4.11."""
MakePhoto = Callable[..., Path]


@pytest.fixture
def ids(program: Program, make_photo: MakePhoto) -> list[PhotoId]:
    """Twelve photos: "beach" on all, the later the less probable; "sea" on four, "dog" on one."""
    paths = [make_photo(f"{n:02}.jpg", color=f"hsl({n * 30}, 60%, 50%)") for n in range(COUNT)]
    program.show()
    ids = program.open(*paths)
    for number, photo_id in enumerate(ids):
        entries = [TagSuggestion("beach", 0.95 - 0.05 * number)]
        entries += [TagSuggestion("sea", 0.9)] if number < 4 else []
        entries += [TagSuggestion("dog", 0.6)] if number == 5 else []
        program.session._library.save_suggestions(photo_id, entries, "fake/1")
    return ids


def open_sweep(program: Program, name: str = "") -> SweepWindow:
    assert program.window is not None
    flow = program.window.sweep
    flow.start(name)
    assert flow.dialog is not None
    flow.dialog.resize(900, 640)
    program.qtbot.waitUntil(flow.dialog.isActiveWindow)
    program.settle()
    return flow.dialog


def press(
    dialog: SweepWindow,
    key: Qt.Key | str,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    if isinstance(key, str):
        QTest.keyClicks(dialog.grid, key)
    else:
        QTest.keyClick(dialog.grid, key, modifier)


def decisions(program: Program, ids: list[PhotoId], name: str) -> list[Decision | None]:
    entries = [program.review(photo_id).decision(name) for photo_id in ids]
    return [entry.decision if entry is not None else None for entry in entries]


def settled_calm(program: Program, dialog: SweepWindow) -> None:
    """Wait until the words were counted again after a change."""
    assert program.window is not None
    program.settle()
    program.qtbot.waitUntil(lambda: not program.window.sweep._calm.isActive())  # type: ignore[union-attr]
    program.settle()


def test_without_a_tag_the_most_frequent_word_is_swept(
    program: Program, ids: list[PhotoId]
) -> None:
    dialog = open_sweep(program)
    assert [word.name for word in dialog.list.words.words] == ["beach", "sea", "dog"]
    assert dialog.model.sweep.name == "beach"
    assert list(dialog.model.sweep.ids) == ids
    assert dialog.model.cut == 8  # the usual 60 %
    dialog.close()


def test_s_sweeps_the_highlighted_tag(program: Program, ids: list[PhotoId]) -> None:
    window = program.window
    assert window is not None
    window.browser.grid.select_row(5)
    program.settle()
    panel = window.inspector.panel
    row = panel.model.row_of("dog")
    assert row is not None
    panel.list.setCurrentIndex(panel.model.index(row, 0))
    QTest.keyClick(window.browser.grid, Qt.Key.Key_S)
    program.settle()
    dialog = window.sweep.dialog
    assert dialog is not None
    assert dialog.model.sweep.name == "dog"
    assert dialog.list.current_name == "dog"
    dialog.close()


def test_words_are_sorted_and_the_order_is_remembered(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program)
    dialog.side.order.setCurrentIndex(1)
    dialog.side.order.activated.emit(1)
    assert [word.name for word in dialog.list.words.words] == ["sea", "beach", "dog"]
    assert dialog.model.sweep.name == "beach"  # the one that is swept stays
    dialog.close()
    program.settle()
    again = open_sweep(program)
    assert again.side.order.currentIndex() == 1
    assert again.model.sweep.name == "sea"
    again.close()


@pytest.mark.parametrize(
    ("keys", "cut"),
    [
        ("[", 9),
        ("[[", 10),
        ("]", 7),
        ("{", 8),
        ("{" * 5, 9),
        ("}", 7),
        ("[]", 8),
    ],
)
def test_brackets_move_the_cut(program: Program, ids: list[PhotoId], keys: str, cut: int) -> None:
    dialog = open_sweep(program, "beach")
    press(dialog, keys)
    assert dialog.model.cut == cut
    dialog.close()


def test_the_cut_moves_by_rows_to_the_ends_and_here(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    columns = dialog.grid.sheet.columns
    press(dialog, Qt.Key.Key_Home)
    assert dialog.model.cut == 0
    press(dialog, Qt.Key.Key_PageDown)
    assert dialog.model.cut == columns
    press(dialog, Qt.Key.Key_PageUp)
    assert dialog.model.cut == 0
    press(dialog, Qt.Key.Key_End)
    assert dialog.model.cut == COUNT
    dialog.grid.set_current(6)
    press(dialog, "c")
    assert dialog.model.cut == 7
    dialog.close()


def test_the_cut_line_is_dragged(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    press(dialog, Qt.Key.Key_Home)
    grid = dialog.grid
    grid.verticalScrollBar().setValue(0)
    start = QPoint(grid.viewport().width() // 4, grid.sheet.cut_line)
    drag(grid.viewport(), start, start + QPoint(0, grid.sheet.line_height))
    assert dialog.model.cut == grid.sheet.columns
    dialog.close()


def test_a_click_flips_a_photo_and_shift_cuts_behind_it(
    program: Program, ids: list[PhotoId]
) -> None:
    dialog = open_sweep(program, "beach")
    grid = dialog.grid
    grid.verticalScrollBar().setValue(0)
    click(grid.viewport(), grid.sheet.rect_of(1).center())
    assert dialog.model.flipped_rows() == {1}
    assert "1 flipped" in dialog._sides.text()
    click(grid.viewport(), grid.sheet.rect_of(1).center())
    assert dialog.model.flipped_rows() == set()
    click(grid.viewport(), grid.sheet.rect_of(1).center(), Qt.KeyboardModifier.ShiftModifier)
    assert dialog.model.cut == 2
    dialog.close()


def test_space_flips_and_a_and_x_choose(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    dialog.grid.set_current(0)
    press(dialog, Qt.Key.Key_Space)
    assert not dialog.model.is_accepted(0)
    press(dialog, Qt.Key.Key_Space)
    assert dialog.model.is_accepted(0)
    dialog.grid.set_current(9)
    press(dialog, "a")
    assert dialog.model.is_accepted(9)
    press(dialog, "x")
    assert not dialog.model.is_accepted(9)
    assert dialog.model.flipped_rows() == set()
    dialog.close()


def test_a_flipped_photo_keeps_its_way_when_the_cut_passes_it(
    program: Program, ids: list[PhotoId]
) -> None:
    dialog = open_sweep(program, "beach")
    dialog.model.flip(9)
    press(dialog, Qt.Key.Key_End)
    assert dialog.model.is_accepted(9)
    assert dialog.model.flipped_rows() == set()
    dialog.close()


def test_enter_applies_both_sides_and_goes_on(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    dialog.model.flip(1)
    dialog.model.flip(10)
    press(dialog, Qt.Key.Key_Return)
    program.settle()
    accepted = {*range(8), 10} - {1}
    wanted = [Decision.ACCEPTED if n in accepted else Decision.REJECTED for n in range(COUNT)]
    assert decisions(program, ids, "beach") == wanted
    assert dialog.model.sweep.name == "sea"
    assert decisions(program, ids, "sea") == [None] * COUNT
    settled_calm(program, dialog)
    assert [word.name for word in dialog.list.words.words] == ["sea", "dog"]
    dialog.close()


def test_shift_enter_accepts_and_leaves_the_rest(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    settled_calm(program, dialog)
    assert decisions(program, ids, "beach") == [Decision.ACCEPTED] * 8 + [None] * 4
    words = {word.name: word.count for word in dialog.list.words.words}
    assert words == {"beach": 4, "sea": 4, "dog": 1}
    dialog.close()


def test_the_rest_may_be_left_open(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    press(dialog, "o")
    assert dialog.leave_open.isChecked()
    assert "4 stay open" in dialog._sides.text()
    assert dialog.model.spoken(8).endswith("stays open")
    press(dialog, Qt.Key.Key_Return)
    program.settle()
    assert decisions(program, ids, "beach") == [Decision.ACCEPTED] * 8 + [None] * 4
    dialog.close()


def test_undo_takes_a_sweep_back_in_one_step(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    press(dialog, Qt.Key.Key_Return)
    program.settle()
    press(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled_calm(program, dialog)
    assert decisions(program, ids, "beach") == [None] * COUNT
    assert dialog.model.sweep.name == "beach"
    assert list(dialog.model.sweep.ids) == ids
    redo = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(dialog, Qt.Key.Key_Z, redo)
    settled_calm(program, dialog)
    assert None not in decisions(program, ids, "beach")
    dialog.close()


def test_a_sweep_waits_for_very_many_photos_that_are_changed(
    program: Program, ids: list[PhotoId]
) -> None:
    dialog = open_sweep(program, "beach")
    program.session.mass.is_running = True
    press(dialog, Qt.Key.Key_Return)
    settled_calm(program, dialog)
    program.session.mass.is_running = False
    assert decisions(program, ids, "beach") == [None] * COUNT
    assert "Wait" in dialog._said.text()
    assert "beach" in [word.name for word in dialog.list.words.words]
    dialog.close()


def test_what_was_decided_meanwhile_is_left_alone(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    review = program.review(ids[0]).decide("beach", Decision.REJECTED)
    program.session._library.save_decisions({ids[0]: review.decisions})
    press(dialog, Qt.Key.Key_Return)
    program.settle()
    assert decisions(program, ids, "beach")[:2] == [Decision.REJECTED, Decision.ACCEPTED]
    dialog.close()


def test_earlier_decisions_suggest_the_cut_and_it_says_so(
    program: Program, ids: list[PhotoId]
) -> None:
    dialog = open_sweep(program, "beach")
    press(dialog, Qt.Key.Key_End)
    press(dialog, Qt.Key.Key_Return)
    program.settle()
    for photo_id in ids[:2]:
        program.session._library.save_decisions({photo_id: ()})
    program.settle()
    dialog.want("beach")
    program.settle()
    assert dialog.model.sweep.cut.decisions == COUNT - 2
    assert dialog.model.sweep.cut.probability < 0.7
    assert "from 10 earlier decisions" in dialog._advice.text()
    dialog.close()


def test_when_everything_is_swept_it_says_so(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program)
    for _ in range(3):
        press(dialog, Qt.Key.Key_Return)
        program.settle()
    settled_calm(program, dialog)
    leave = button(dialog, "Back to the Photos")
    assert leave.isVisible()
    assert leave.hasFocus()
    QTest.keyClick(leave, Qt.Key.Key_Return)
    assert program.window is not None
    assert program.window.sweep.dialog is None


def test_a_library_without_suggestions_says_so(program: Program) -> None:
    program.show()
    dialog = open_sweep(program)
    assert button(dialog, "Back to the Photos").isVisible()
    assert not button(dialog, "Sweep the Whole Library").isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_scope_is_the_library_the_view_or_the_selection(
    program: Program, ids: list[PhotoId]
) -> None:
    assert program.window is not None
    program.window.browser.grid.select_row(5)
    dialog = open_sweep(program, "beach")
    box = dialog.side.scope
    box.setCurrentIndex(box.findData(SweepScope.SELECTION.value))
    box.activated.emit(box.currentIndex())
    program.settle()
    assert {word.name: word.count for word in dialog.list.words.words} == {"beach": 1, "dog": 1}
    assert list(dialog.model.sweep.ids) == [ids[5]]
    dialog.close()
    program.settle()
    again = open_sweep(program)
    assert again.side.chosen_scope is SweepScope.SELECTION
    again.close()


def test_the_photo_is_shown_larger_while_wanted(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    press(dialog, "r")
    program.settle()
    assert dialog.peek.isVisible()
    assert "beach" in dialog.peek.accessibleDescription()
    press(dialog, Qt.Key.Key_Right)
    program.settle()
    assert dialog.peek.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.peek.isVisible()
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_letters_in_the_list_look_for_a_word(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    dialog.list.setFocus()
    QTest.keyClicks(dialog.list, "s")
    program.settle()
    assert dialog.model.sweep.name == "sea"
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    program.settle()
    assert decisions(program, ids, "sea")[:4] == [Decision.ACCEPTED] * 4
    dialog.close()


def test_enter_on_another_button_decides_nothing(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    dialog.leave_open.setFocus()
    QTest.keyClick(dialog.leave_open, Qt.Key.Key_Return)
    program.settle()
    assert dialog.leave_open.isChecked()
    assert decisions(program, ids, "beach") == [None] * COUNT
    dialog.side.scope.setFocus()
    QTest.keyClick(dialog.side.scope, Qt.Key.Key_Return)
    program.settle()
    assert decisions(program, ids, "beach") == [None] * COUNT
    dialog.close()


def test_every_photo_says_what_will_become_of_it(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    said = [
        dialog.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(COUNT)
    ]
    assert said[0] == "00.jpg, beach 95 percent, will be accepted"
    assert said[11] == "11.jpg, beach 40 percent, will be rejected"
    dialog.model.flip(0)
    assert dialog.model.spoken(0) == "00.jpg, beach 95 percent, will be rejected, flipped"
    words = dialog.list.words
    spoken = words.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "beach, 12 photos, mean 68 percent"
    dialog.close()


def test_thumbnails_come_for_what_is_on_the_screen(program: Program, ids: list[PhotoId]) -> None:
    dialog = open_sweep(program, "beach")
    shown = [dialog.model.id_at(row) for row in dialog.grid.visible_rows()]

    def all_here() -> bool:
        return all(i is not None and dialog.model.pictures.get(i) is not None for i in shown)

    program.qtbot.waitUntil(all_here)
    dialog.close()


def test_a_large_sweep_is_applied_bit_by_bit_and_counts_at_once(
    program: Program, make_photo: MakePhoto, qtbot: QtBot
) -> None:
    program.show()
    ids = program.open(*(make_photo(f"{n:03}.jpg", size=(8, 8)) for n in range(200)))
    for photo_id in ids:
        program.session._library.save_suggestions(photo_id, [TagSuggestion("sky", 0.9)], "fake/1")
    dialog = open_sweep(program, "sky")
    waiting = []
    program.bridge.sweep_decided.connect(
        lambda event: waiting.append(program.session._deciding.is_running)
    )
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(waiting))
    assert decisions(program, ids, "sky") == [Decision.ACCEPTED] * 200
    program.settle()
    kept = program.session._library.reviews(ids)
    assert all(kept[i].decision("sky") is not None for i in ids)
    assert waiting == [True]
    press(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    program.settle()
    assert decisions(program, ids, "sky") == [None] * 200
    dialog.close()


@pytest.mark.parametrize("cut", [0, 1, 4, 5, 12, 17])
def test_every_tile_has_its_own_place(cut: int) -> None:
    sheet = SweepSheet(17, cut, 4, QSize(100, 120), 40)
    rects = [sheet.rect_of(row) for row in range(17)]
    for row, rect in enumerate(rects):
        assert sheet.row_at(rect.center()) == row
        assert not any(rect.intersects(other) for other in rects[row + 1 :])
        assert (rect.bottom() < sheet.cut_line) == (row < cut)
    assert sheet.rows_between(0, sheet.height) == list(range(17))
    assert max(rect.bottom() for rect in rects) < sheet.height
    for row in range(17):
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            assert 0 <= sheet.neighbour(row, key) < 17


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_texts_of_the_sweep_are_readable(colors: theme.Theme) -> None:
    for color in (colors.accepted, colors.rejected, colors.dim):
        assert contrast(color, colors.raised) >= TO_READ
        assert contrast(color, colors.stage) >= TO_SEE
    assert contrast(colors.text, colors.stage) >= TO_READ
    assert contrast(colors.on_accent, colors.accent) >= TO_READ
