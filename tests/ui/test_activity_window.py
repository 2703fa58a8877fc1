"""The activity window: what happened, its way back, and the photos with problems."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from phototagger.core import review_changes
from phototagger.core.errors import RequestRejected
from phototagger.core.photo import PhotoId, TaggingState
from phototagger.core.tagging.request_log import RequestRecord
from phototagger.ui.activity_window import ActivityWindow
from phototagger.ui.main_window import MainWindow
from phototagger.ui.row_table import RowTable

from .conftest import MakePhoto, Program


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three photos."""
    return program.open(*photos)


def opened(program: Program, window: MainWindow) -> ActivityWindow:
    window.actions_by_id["activity"].trigger()
    program.settle()
    dialog = window.happened.dialog
    assert dialog is not None
    return dialog


def rows(table: RowTable) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def labels(dialog: ActivityWindow) -> str:
    return " | ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def refreshed(program: Program, window: MainWindow) -> None:
    program.qtbot.waitUntil(lambda: not window.happened._calm.isActive())
    program.settle()


def test_it_says_that_nothing_happened_yet(program: Program, window: MainWindow) -> None:
    dialog = opened(program, window)
    text = labels(dialog)
    assert "Nothing has been tagged, written or exported yet." in text
    assert "No photo has a problem." in text
    assert "No request has been sent" in text
    for button in (dialog.undo, dialog.report, dialog.show_file, dialog.retry, dialog.go):
        assert not button.isEnabled()
    assert not dialog.isModal()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.happened.dialog is None


def test_runs_and_writes_are_listed_and_a_write_is_taken_back(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tag(ids)
    session = program.session
    session.apply(review_changes.add(session.reviews(ids[:2]), ["sea"]))
    before = session.photo(ids[0]).path.read_bytes()
    session.write(ids[:2])
    program.settle()
    assert session.photo(ids[0]).path.read_bytes() != before
    dialog = opened(program, window)
    found = rows(dialog.table)
    assert sorted(row[1:4] for row in found) == [
        ["Tagging", "3", "✓ done"],
        ["Write", "2", "✓ done"],
    ]
    dialog.table.selectRow([row[1] for row in found].index("Tagging"))
    assert not dialog.undo.isEnabled()
    dialog.table.selectRow([row[1] for row in found].index("Write"))
    assert dialog.undo.isEnabled() and dialog.report.isEnabled()
    dialog.undo.click()
    assert not dialog.undo.isEnabled(), "once is enough"
    program.settle()
    refreshed(program, window)
    assert session.photo(ids[0]).path.read_bytes() == before
    assert "2 files restored" in labels(dialog)
    assert "↶ taken back" in [row[3] for row in rows(dialog.table)]
    assert not dialog.undo.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert window.happened.dialog is None


def test_photos_with_problems_are_grouped_gone_to_and_tried_again(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tagger.error = RequestRejected("The service refused this photo.")
    program.tag(ids[1:])
    dialog = opened(program, window)
    assert rows(dialog.group_table) == [["2", "✕ Tagging", "The service refused this photo."]]
    assert len(rows(dialog.photo_table)) == 2
    assert rows(dialog.table)[0][3] == "! 0 done, 2 failed"
    dialog.photo_table.selectRow(1)
    dialog.go.click()
    program.settle()
    assert window.browser.current_id == ids[2]
    program.tagger.error = None
    dialog.retry.click()
    program.settle()
    refreshed(program, window)
    states = {photo.tagging for photo in program.session.photos(ids[1:])}
    assert states == {TaggingState.TAGGED}
    assert "No photo has a problem." in labels(dialog)
    assert [row[3] for row in rows(dialog.table)] == ["✓ done", "! 0 done, 2 failed"]


def test_the_report_is_copied_as_plain_text(
    program: Program, window: MainWindow, make_photo: MakePhoto
) -> None:
    broken = make_photo("broken.jpg")
    broken.write_bytes(b"\xff\xd8\xff no photo at all")
    program.tag(program.open(broken))
    program.app.request_log.add(RequestRecord(0.0, "tags.example.org", 10, 600_000, 1.0, "OK"))
    dialog = opened(program, window)
    dialog.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "tags.example.org: 1 request, 10 photos, 600.0 kB sent" in text
    assert str(broken) in text
    assert "Tagging" in text
    assert "on the clipboard" in labels(dialog)


def test_it_comes_up_once_and_as_it_was_left(program: Program, window: MainWindow) -> None:
    dialog = opened(program, window)
    assert opened(program, window) is dialog
    dialog.resize(760, 620)
    dialog.close()
    assert window.happened.dialog is None
    again = opened(program, window)
    assert again is not dialog
    assert again.size().toTuple() == (760, 620)
    assert {table.accessibleName() for table in again.findChildren(RowTable)} == {
        "What happened",
        "Reasons",
        "Photos with this problem",
    }
