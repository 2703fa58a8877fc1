"""Writing from the window: preview, consent, files, notices, undo."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from phototagger.core.errors import MetadataWriteError
from phototagger.core.metadata import read_photo
from phototagger.core.photo import PhotoId, SavingState
from phototagger.core.writer import Batch
from phototagger.ui.main_window import MainWindow
from phototagger.ui.write_history import WriteHistory
from phototagger.ui.write_preview import WritePreview
from phototagger.ui.write_report import WriteReportDialog

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
    assert tip.startswith("beach, ") and "in file" in tip


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


# The plan as a file


def test_simulate_only_writes_a_table_and_no_photo(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path], tmp_path: Path
) -> None:
    before = [path.read_bytes() for path in photos]
    accept(window, "beach")
    dialog = preview(program)
    dialog.save_wanted.emit(tmp_path / "plan.csv")
    program.settle()
    told = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "The plan is in plan.csv. No photo was touched." in told
    assert dialog.isVisible(), "the user may still write"
    dialog.reject()
    assert (tmp_path / "plan.csv").read_text("utf-8-sig").count("beach") == 3 * 3
    assert [path.read_bytes() for path in photos] == before


def test_a_plan_that_cannot_be_saved_is_told_where_the_user_looks(
    program: Program, window: MainWindow, ids: list[PhotoId], tmp_path: Path
) -> None:
    accept(window, "beach")
    dialog = preview(program)
    dialog.save_wanted.emit(tmp_path / "nowhere" / "plan.csv")
    program.settle()
    told = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    assert "does not exist; choose another one." in told
    dialog.reject()


# Report


def report_cells(dialog: WriteReportDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_report_says_what_became_of_each_container(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    window.browser.grid.select_row(0)
    window.desk.add(["x" * 70])
    write(program)
    button(window.browser.notices, "Report…").click()
    (dialog,) = open_windows(WriteReportDialog)
    assert report_cells(dialog) == [
        ["photo 1.jpg", "XMP", "in the photo", "written", ""],
        ["photo 1.jpg", "IPTC", "in the photo", "shortened", f"Cut at 64 bytes: “{'x' * 64}”."],
        ["photo 1.jpg", "EXIF", "in the photo", "written", ""],
    ]
    assert "x" * 70 in dialog.details.fields.toPlainText()
    dialog.choice.setCurrentIndex(1)
    assert dialog.choice.currentText() == "Shortened or refused (1)"
    assert [line[1] for line in report_cells(dialog)] == ["IPTC"]
    dialog.reject()
    assert window.browser.notices.texts(), "the way back stays on the screen"


def test_the_report_names_what_was_refused(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    dialog = preview(program)
    photos[0].unlink()
    dialog.write_button.click()
    program.settle()
    button(window.browser.notices, "Report…").click()
    (report,) = open_windows(WriteReportDialog)
    first = report_cells(report)[0]
    assert first[0] == "photo 1.jpg" and first[3] == "not written" and first[4]
    assert first[4] in report.details.fields.toPlainText()
    report.reject()


def test_a_report_with_everything_in_order_offers_no_other_list(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    accept(window, "beach")
    write(program)
    button(window.browser.notices, "Report…").click()
    (dialog,) = open_windows(WriteReportDialog)
    assert dialog.choice.count() == 1
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert open_windows(WriteReportDialog) == []


# History


def history(program: Program) -> WriteHistory:
    assert program.window is not None
    program.window.actions_by_id["history"].trigger()
    program.settle()
    return open_windows(WriteHistory)[0]


def states(dialog: WriteHistory) -> list[str]:
    model = dialog.batches
    return [str(model.index(row, 4).data()) for row in range(model.rowCount())]


def said(dialog: WriteHistory) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_an_empty_history_says_so(window: MainWindow, program: Program) -> None:
    dialog = history(program)
    assert not dialog.table.isVisible()
    assert said(dialog) == ["Nothing has been written yet."]
    for way in (dialog.undo_batch, dialog.undo_photos, dialog.report):
        assert not way.isEnabled()
    dialog.reject()


def test_the_history_is_read_beside_the_window(
    window: MainWindow, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = []

    def read() -> list[Batch]:
        readers.append(threading.current_thread())
        return []

    monkeypatch.setattr(program.app.writer, "history", read)
    history(program).reject()
    window.actions_by_id["undo_write"].trigger()
    program.settle()
    assert len(readers) == 2 and threading.main_thread() not in readers


def test_a_history_that_cannot_be_read_says_why(
    window: MainWindow, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> list[Batch]:
        raise MetadataWriteError("The write history cannot be used.")

    monkeypatch.setattr(program.app.writer, "history", read)
    dialog = history(program)
    assert said(dialog) == ["The write history cannot be used."]
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
    model = dialog.batches
    rows = [[model.index(row, c).data() for c in (1, 2, 3)] for row in range(2)]
    assert rows == [
        ["1", "photo 1.jpg", "photos"],
        ["3", "photo 1.jpg, photo 2.jpg, photo 3.jpg", "photos"],
    ]
    dialog.undo_batch.click()
    assert not dialog.undo_batch.isEnabled(), "not twice"
    program.settle()
    assert in_file(photos[0]) == ["beach"]
    assert states(dialog) == ["taken back", "written"]
    assert "1 file restored byte for byte." in said(dialog)
    assert not dialog.undo_batch.isEnabled()
    dialog.reject()


def test_single_photos_of_a_write_are_taken_back(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    before = [path.read_bytes() for path in photos]
    accept(window, "beach")
    write(program)
    dialog = history(program)
    assert not dialog.undo_photos.isEnabled(), "none is selected"
    dialog.photo_table.selectRow(1)
    dialog.undo_photos.click()
    program.settle()
    assert photos[1].read_bytes() == before[1]
    assert in_file(photos[0]) == in_file(photos[2]) == ["beach"]
    assert states(dialog) == ["1 of 3 taken back"]
    model = dialog.photos
    assert [model.index(row, 2).data() for row in range(3)] == ["written", "taken back", "written"]
    assert program.session.unsaved() == ids[1:2], "its decision is there to be written again"
    dialog.undo_batch.click()
    program.settle()
    assert [path.read_bytes() for path in photos] == before
    assert states(dialog) == ["taken back"]
    dialog.reject()


def test_a_photo_changed_since_keeps_its_place_in_the_history(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    write(program)
    photos[1].write_bytes(photos[1].read_bytes() + b"another program")
    dialog = history(program)
    dialog.undo_batch.click()
    program.settle()
    (text,) = [text for text in said(dialog) if "restored" in text]
    assert text.startswith("2 files restored byte for byte. 1 file left as is. photo 2.jpg")
    assert states(dialog) == ["2 of 3 taken back"]
    dialog.reject()


def test_a_write_is_taken_back_after_a_restart(
    program: Program,
    window: MainWindow,
    ids: list[PhotoId],
    photos: list[Path],
    own_home: Path,
    qtbot: QtBot,
) -> None:
    before = [path.read_bytes() for path in photos]
    accept(window, "beach")
    write(program)
    program.close()
    again = Program(own_home, qtbot)
    again.show()
    dialog = history(again)
    assert not dialog.report.isEnabled(), "it went with the program that wrote"
    dialog.undo_batch.click()
    again.settle()
    assert [path.read_bytes() for path in photos] == before
    dialog.reject()
    again.close()
    program.app, program.session, program.window = again.app, again.session, None


def test_an_interrupted_write_is_settled_and_told_at_the_next_start(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    write(program)
    program.app.writer.close()
    with closing(sqlite3.connect(program.paths.journal_file)) as journal, journal:
        journal.execute("UPDATE entries SET state = 'writing'")
    program.session.recover()
    program.settle()
    (text,) = [text for text in notices(window) if "interrupted" in text]
    assert "finished 3 writes; every photo is whole." in text
    assert [in_file(path) for path in photos] == [["beach"]] * 3


def test_the_report_is_a_button_away_from_the_history(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    accept(window, "beach")
    write(program)
    dialog = history(program)
    dialog.report.click()
    (report,) = open_windows(WriteReportDialog)
    report.reject()
    dialog.reject()


def test_the_last_write_of_the_selected_photos_is_taken_back(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    accept(window, "beach")
    write(program)
    window.browser.grid.select_row(2)
    window.actions_by_id["undo_selected"].trigger()
    program.settle()
    assert [in_file(path) for path in photos] == [["beach"], ["beach"], []]
    assert notices(window) == ["1 file restored byte for byte."]


def test_the_history_closes_with_escape(program: Program, window: MainWindow) -> None:
    dialog = history(program)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert open_windows(WriteHistory) == []
