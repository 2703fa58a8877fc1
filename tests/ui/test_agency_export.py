"""Exporting for agencies in the window: what each gets, what is wrong, and what lands on disk."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from phototagger.core import review_changes
from phototagger.core.events import Work
from phototagger.core.export.profiles import read_profile
from phototagger.core.export.sheet import AgencyTexts
from phototagger.core.metadata import read_photo
from phototagger.core.photo import PhotoId
from phototagger.core.settings import AppPaths
from phototagger.ui.agency_export import AgencyExport
from phototagger.ui.main_window import MainWindow
from phototagger.ui.table_import import TableImport

from .conftest import Program

WORDS = ("sea", "sky", "beach", "summer", "water", "travel", "sand", "=1+1")
USER_ROLE = Qt.ItemDataRole.UserRole


@pytest.fixture
def ids(program: Program, photos: list[Path]) -> list[PhotoId]:
    """Return three photos; the first two have keywords."""
    ids = program.open(*photos)
    reviews = program.session.reviews(ids[:2])
    program.session.apply(review_changes.add(reviews, WORDS))
    program.settle()
    return ids


def opened(program: Program, window: MainWindow) -> AgencyExport:
    window.actions_by_id["agencies"].trigger()
    program.settle()
    dialog = window.agencies.dialog
    assert dialog is not None
    return dialog


def tick(program: Program, dialog: AgencyExport, *names: str) -> None:
    for number in range(dialog.agencies.count()):
        item = dialog.agencies.item(number)
        if item.data(USER_ROLE) in names:
            item.setCheckState(Qt.CheckState.Checked)
            dialog.agencies.setCurrentItem(item)
    program.settle()


def shown(dialog: AgencyExport) -> list[list[str]]:
    model = dialog.model
    return [
        [str(model.index(row, column).data() or "") for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    ]


def problems(dialog: AgencyExport) -> list[str]:
    return [dialog.problems.item(n).text() for n in range(dialog.problems.count())]


def test_the_table_is_shown_as_it_will_be(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    dialog = opened(program, window)
    tick(program, dialog, "picfair")
    assert shown(dialog)[0] == [
        "photo 1.jpg",
        "",
        "",
        "sea,sky,beach,summer,water,travel,sand,=1+1",
    ]
    assert "photo 1.jpg: Picfair wants a title; enter one." in problems(dialog)
    assert "photo 3.jpg: Picfair wants at least 1 keyword; there are none." in problems(dialog)
    item = dialog.agencies.currentItem()
    assert item.text() == "Picfair  (3)"
    assert "2 incomplete" in item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 would be refused" in item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert dialog.export_button.text() == "Export for Picfair"
    assert dialog.summary.text() == "2 rows; 1 left out (would be refused)"
    facts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "some of them not confirmed by it" in facts


def test_texts_of_one_agency_go_to_that_agency_only(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    dialog = opened(program, window)
    tick(program, dialog, "picfair")
    dialog.table.selectRow(1)
    dialog.editor.title_field.setText("A quiet beach")
    dialog.editor.title_field.textEdited.emit("A quiet beach")
    dialog.editor.finish()
    program.settle()
    assert shown(dialog)[1][1] == "A quiet beach"
    assert program.app.exports.profiles["picfair"].name in dialog.editor.heading.text()
    tick(program, dialog, "adobe-stock")
    assert shown(dialog)[1][1] == ""
    window.undo_stack.undo()
    stock = program.session._library.stock
    assert stock.texts("picfair", ids) == {}
    window.undo_stack.redo()
    assert stock.texts("picfair", ids) == {ids[1]: AgencyTexts(title="A quiet beach")}


def test_a_category_for_many_photos_at_once(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    dialog = opened(program, window)
    tick(program, dialog, "adobe-stock")
    dialog.table.selectAll()
    assert not dialog.editor.title_field.isEnabled()
    (box,) = dialog.editor.category_fields
    box.setCurrentText("Travel")
    dialog.editor.finish()
    program.settle()
    assert [row[3] for row in shown(dialog)] == ["21", "21", "21"]


def test_files_for_many_agencies_at_once(
    program: Program, window: MainWindow, ids: list[PhotoId], tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    dialog = opened(program, window)
    tick(program, dialog, "picfair", "alamy")
    dialog.folder_field.setText(str(target))
    assert dialog.export_button.text() == "Export for 2 Agencies"
    dialog.export_button.click()
    program.settle()
    (table,) = target.glob("picfair-*.csv")
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[0] for row in rows] == ["Filename", "photo 1.jpg", "photo 2.jpg"]
    (copies,) = target.glob("alamy-*")
    names = sorted(path.name for path in copies.iterdir())
    assert names == ["photo 1.jpg", "photo 2.jpg"]
    assert set(read_photo(copies / "photo 1.jpg").keywords) == set(WORDS)
    assert "Exported for Alamy, Picfair." in " ".join(window.browser.notices.texts())
    assert "Left out, because they would be refused: 1 for Alamy, 1 for Picfair." in " ".join(
        window.browser.notices.texts()
    )
    # Nothing is new now: a second export has nothing to do.
    dialog = opened(program, window)
    assert dialog.ticked == ["alamy", "picfair"]
    dialog.only_new.setChecked(True)
    assert not dialog.export_button.isEnabled()
    program.session.apply(review_changes.add(program.session.reviews([ids[0]]), ("evening",)))
    dialog.want_sheets()
    program.settle()
    assert dialog.summary.text() == "2 rows; 4 left out (refused or unchanged)"
    dialog.reject()


def test_a_problem_leads_to_its_photo(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    dialog = opened(program, window)
    tick(program, dialog, "picfair")
    item = next(
        i
        for n in range(dialog.problems.count())
        if "photo 3" in (i := dialog.problems.item(n)).text()
    )
    dialog.problems.itemClicked.emit(item)
    dialog.go_button.click()
    program.settle()
    assert window.browser.current_id == ids[2]
    assert window.agencies.dialog is None


def test_the_table_can_be_copied(program: Program, window: MainWindow, ids: list[PhotoId]) -> None:
    dialog = opened(program, window)
    tick(program, dialog, "picfair")
    dialog.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Filename\tTitle\tCaption\tTags"
    assert len(lines) == 4
    tick(program, dialog, "alamy")
    assert not dialog.copy_button.isEnabled()


def compared(
    program: Program, window: MainWindow, dialog: AgencyExport, text: str, tmp_path: Path
) -> TableImport:
    file = tmp_path / "edited.csv"
    file.write_text(text, "utf-8")
    dialog.import_wanted.emit(file)
    program.settle()
    table_import = window.agencies.table_import
    assert table_import is not None
    return table_import


def test_an_edited_table_comes_back_as_one_step(
    program: Program, window: MainWindow, ids: list[PhotoId], tmp_path: Path
) -> None:
    dialog = opened(program, window)
    dialog.scope.setCurrentIndex(dialog.scope.count() - 1)
    text = "Filename;Title;Keywords\nphoto 1.jpg;Bay;sea, rock\nnone.jpg;x;y\n"
    found = compared(program, window, dialog, text, tmp_path)
    assert found.import_button.text() == "Change 1 photo"
    assert found.table.item(0, 0).text() == "Line 3: there is no photo none.jpg here."
    assert found.table.item(1, 1).text() == "+rock"
    assert "−sky" in found.table.item(1, 2).text()
    assert found.table.item(1, 3).text() == "title: none → Bay"
    before = program.review(ids[0])
    found.import_button.click()
    program.settle()
    review = program.review(ids[0])
    assert set(review.keywords()) == {"sea", "rock"}
    assert review.title == "Bay"
    window.undo_stack.undo()
    assert program.review(ids[0]) == before
    dialog.reject()


def test_a_table_without_keywords_is_refused_in_one_sentence(
    program: Program, window: MainWindow, ids: list[PhotoId], tmp_path: Path
) -> None:
    dialog = opened(program, window)
    file = tmp_path / "edited.csv"
    file.write_text("a,b\n1,2\n")
    dialog.import_wanted.emit(file)
    program.settle()
    assert "no column named Filename or path" in " ".join(window.browser.notices.texts())
    dialog.reject()


def test_without_photos_there_is_nothing_to_export(window: MainWindow) -> None:
    window.actions_by_id["agencies"].trigger()
    assert window.agencies.dialog is None
    assert "no photos to export" in " ".join(window.browser.notices.texts())


def test_an_own_profile_that_is_wrong_is_told(
    own_home: Path, photos: list[Path], qtbot: QtBot, dressed: QApplication
) -> None:
    folder = AppPaths.at(own_home).agencies
    folder.mkdir(parents=True)
    (folder / "picfair.json").write_text("{}")
    program = Program(own_home, qtbot)
    try:
        program.open(*photos)
        window = program.show()
        opened(program, window).reject()
        told = " ".join(window.browser.notices.texts())
        assert "The agency profile picfair.json is wrong" in told
    finally:
        program.close()


def test_the_order_of_keywords_can_be_one_agencys_own(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    dialog = opened(program, window)
    tick(program, dialog, "picfair")
    dialog.table.selectAll()
    dialog.editor.first_field.setText("travel, sand")
    dialog.editor.first_field.textEdited.emit("travel, sand")
    dialog.editor.finish()
    program.settle()
    assert shown(dialog)[0][3] == "travel,sand,sea,sky,beach,summer,water,=1+1"
    assert program.review(ids[0]).keywords().names == WORDS
    dialog.reject()


def test_rules_are_edited_in_a_copy_of_the_users_own(
    program: Program, window: MainWindow, ids: list[PhotoId], monkeypatch: pytest.MonkeyPatch
) -> None:
    urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()))
    dialog = opened(program, window)
    tick(program, dialog, "pond5")
    dialog.rules_wanted.emit("pond5")
    own = program.paths.agencies / "pond5.json"
    assert urls == [str(own)]
    assert read_profile(own) == program.app.exports.profiles["pond5"]
    assert "they count from the next start" in " ".join(window.browser.notices.texts())
    dialog.reject()


def test_escape_closes_it_from_any_list(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    for name in ("agencies", "table", "problems"):
        dialog = opened(program, window)
        part = getattr(dialog, name)
        part.setFocus()
        QTest.keyClick(part, Qt.Key.Key_Escape)
        assert window.agencies.dialog is None


def test_every_field_has_a_name_for_screen_readers(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    dialog = opened(program, window)
    tick(program, dialog, "dreamstime")
    for box in dialog.editor.category_fields:
        assert box.accessibleName()
    for part in (dialog.table, dialog.agencies, dialog.problems, dialog.folder_field, dialog.scope):
        assert part.accessibleName()
    assert isinstance(dialog.scope, QComboBox)
    dialog.reject()


def test_an_export_can_be_stopped_and_leaves_no_bar(
    program: Program, window: MainWindow, ids: list[PhotoId], tmp_path: Path
) -> None:
    running: list[bool] = []
    program.bridge.progressed.connect(lambda progress: running.append(progress.is_running))
    program.app.exports.export(ids, ["picfair"], tmp_path, only_new=False)
    window.activity.stop_wanted.emit(Work.EXPORT)
    program.settle()
    assert running[0] is True
    assert running[-1] is False
    assert not [path for path in tmp_path.iterdir() if "tagtmp" in path.name]
