"""Writing from the window: preview, consent, files, notices, undo."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from phototagger.core.metadata import read_photo
from phototagger.core.photo import PhotoId, SavingState
from phototagger.ui.main_window import MainWindow
from phototagger.ui.write_history import WriteHistory
from phototagger.ui.write_preview import WritePreview

from .conftest import Program, button, open_windows


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three tagged photos, all selected."""
    ids = program.open(*photos)
    program.tag(ids)
    window.browser.grid.selectAll()
    return ids


def accept(window: MainWindow, *names: str) -> None:
    for name in names:
        window.desk.toggle([name])


def preview(program: Program) -> WritePreview:
    """Press “Write Selected…” and return the preview that opens."""
    assert program.window is not None
    program.window.actions_by_id["write_selected"].trigger()
    program.qtbot.waitUntil(lambda: bool(open_windows(WritePreview)))
    return open_windows(WritePreview)[0]


def write(program: Program) -> None:
    preview(program).write_button.click()
    program.settle()


def in_file(path: Path) -> list[str]:
    return list(read_photo(path).keywords)


def notices(window: MainWindow) -> list[str]:
    return window.browser.notices.texts()


def test_nothing_is_written_before_the_preview_is_accepted(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    before = [path.read_bytes() for path in photos]
    accept(window, "beach")
    preview(program).reject()
    program.settle()
    assert [path.read_bytes() for path in photos] == before
    assert program.session.unsaved() == ids
    assert notices(window) == []


def test_keywords_are_written_and_the_user_is_told(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach", "sea")
    write(program)
    assert [in_file(path) for path in photos] == [["beach", "sea"]] * 3
    assert notices(window) == ["3 photos written, read back and compared."]
    assert program.session.unsaved() == []


def test_only_the_selected_photos_are_written(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    window.browser.grid.select_row(1)
    write(program)
    assert [in_file(path) for path in photos] == [[], ["beach"], []]


def test_write_all_takes_every_unwritten_photo(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    window.browser.grid.clearSelection()
    window.actions_by_id["write_all"].trigger()
    program.qtbot.waitUntil(lambda: bool(open_windows(WritePreview)))
    open_windows(WritePreview)[0].write_button.click()
    program.settle()
    assert [in_file(path) for path in photos] == [["beach"]] * 3


def test_undo_write_restores_the_files_byte_for_byte(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    before = [path.read_bytes() for path in photos]
    accept(window, "beach")
    write(program)
    button(window.browser.notices, "Undo write").click()
    program.settle()
    assert [path.read_bytes() for path in photos] == before
    assert notices(window) == ["3 files restored byte for byte."]
    assert program.session.unsaved() == ids, "the decisions are still there"


def test_undo_takes_back_one_batch_after_the_other(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    write(program)
    accept(window, "sea")
    write(program)
    for expected in (["beach"], []):
        window.actions_by_id["undo_write"].trigger()
        program.settle()
        assert in_file(photos[0]) == expected
    window.actions_by_id["undo_write"].trigger()
    program.settle()
    assert notices(window) == ["There is no write to take back."]


def test_a_file_changed_since_is_left_alone_by_undo(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    write(program)
    photos[1].write_bytes(photos[1].read_bytes() + b"another program")
    window.actions_by_id["undo_write"].trigger()
    program.settle()
    assert notices(window)[0].startswith("2 files restored byte for byte. 1 file left as is.")
    assert photos[1].read_bytes().endswith(b"another program")


def test_when_there_is_nothing_to_write_the_user_is_told(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.actions_by_id["write_selected"].trigger()
    program.settle()
    assert notices(window) == ["Nothing to write: the files hold what you decided."]
    assert open_windows(WritePreview) == []


def test_a_photo_that_vanished_fails_alone_and_is_named(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    dialog = preview(program)
    photos[0].unlink()
    dialog.write_button.click()
    program.settle()
    assert [in_file(path) for path in photos[1:]] == [["beach"]] * 2
    (text,) = notices(window)
    assert "2 photos written" in text
    assert "1 photo not written, files untouched." in text
    assert program.session.photo(ids[0]).saving is SavingState.FAILED


def test_if_no_photo_was_written_the_notice_does_not_say_so(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    dialog = preview(program)
    for path in photos:
        path.unlink()
    dialog.write_button.click()
    program.settle()
    (text,) = notices(window)
    assert text.startswith("3 photos not written"), "nothing was written, read back or compared"


def test_the_review_says_in_file_after_the_write(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    accept(window, "beach")
    write(program)
    model = window.inspector.panel.model
    tip = str(model.index(model.row_of("beach") or 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert tip.startswith("beach, in file")


def test_without_confirmation_it_writes_at_once(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    program.app.settings_file.update(confirm_write=False)
    program.session.settings = program.app.settings_file.settings
    accept(window, "beach")
    window.actions_by_id["write_selected"].trigger()
    program.settle()
    QApplication.processEvents()
    assert open_windows(WritePreview) == [], "the setting says: no preview"
    assert in_file(photos[0]) == ["beach"]


@pytest.mark.parametrize("keep", [True, False])
def test_the_setting_about_modification_times_holds_from_the_next_write_on(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path], keep: bool
) -> None:
    os.utime(photos[0], (1_000_000_000, 1_000_000_000))
    window.actions_by_id["rescan"].trigger()
    program.open(photos[0])
    window.actions_by_id["settings"].trigger()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    box = button(dialog, "Keep a photo's modification time when keywords are written")
    box.setChecked(keep)
    button(dialog, "OK").click()
    accept(window, "beach")
    write(program)
    assert (photos[0].stat().st_mtime == 1_000_000_000) is keep


# History


def history(program: Program) -> WriteHistory:
    assert program.window is not None
    program.window.actions_by_id["history"].trigger()
    return open_windows(WriteHistory)[0]


def test_an_empty_history_says_so(window: MainWindow, program: Program) -> None:
    dialog = history(program)
    assert not dialog.table.isVisible()
    dialog.reject()


def test_the_history_lists_batches_newest_first_and_takes_one_back(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    write(program)
    window.browser.grid.select_row(0)
    accept(window, "sea")
    write(program)
    dialog = history(program)
    texts = [dialog.table.item(row, 1) for row in range(dialog.table.rowCount())]
    assert [item.text() for item in texts if item is not None] == ["1 photo", "3 photos"]
    undo = dialog.table.cellWidget(0, 2)
    assert isinstance(undo, QPushButton)
    undo.click()
    program.settle()
    assert in_file(photos[0]) == ["beach"]
    taken_back = dialog.table.item(0, 2)
    assert dialog.table.cellWidget(0, 2) is None
    assert taken_back is not None and taken_back.text() == "taken back"
    assert dialog.table.cellWidget(1, 2) is not None
    dialog.reject()


def test_the_history_closes_with_escape(program: Program, window: MainWindow) -> None:
    dialog = history(program)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert open_windows(WriteHistory) == []
