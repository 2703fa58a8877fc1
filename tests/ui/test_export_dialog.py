"""The export dialog, and what comes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from phototagger.core.export import ExportFormat
from phototagger.ui.export_dialog import ExportDialog
from phototagger.ui.main_window import MainWindow

from .conftest import Program, button, open_windows

SCOPES = {"Selected photos": 2, "Whole library": 1234}


@pytest.fixture
def dialog(parent: QWidget, tmp_path: Path) -> ExportDialog:
    dialog = ExportDialog(SCOPES, tmp_path, ExportFormat.CSV, (), parent)
    dialog.open()
    return dialog


def combo(dialog: ExportDialog, number: int) -> QComboBox:
    return dialog.findChildren(QComboBox)[number]


def field(dialog: ExportDialog) -> QLineEdit:
    (found,) = dialog.findChildren(QLineEdit)
    return found


def note(dialog: ExportDialog) -> str:
    return " ".join(w.text() for w in dialog.findChildren(QLabel) if w.property("dim"))


def test_it_begins_with_the_likeliest(dialog: ExportDialog, tmp_path: Path) -> None:
    assert (dialog.scope, dialog.form) == ("Selected photos", ExportFormat.CSV)
    assert dialog.file == tmp_path / "keywords.csv"
    scopes = combo(dialog, 0)
    assert [scopes.itemText(n) for n in range(scopes.count())] == [
        "Selected photos (2 photos)",
        "Whole library (1,234 photos)",
    ]


def test_another_scope(dialog: ExportDialog) -> None:
    combo(dialog, 0).setCurrentIndex(1)
    assert dialog.scope == "Whole library"


@pytest.mark.parametrize("form", list(ExportFormat))
def test_the_ending_follows_the_form(dialog: ExportDialog, tmp_path: Path, form: str) -> None:
    combo(dialog, 1).setCurrentIndex(list(ExportFormat).index(ExportFormat(form)))
    assert dialog.form is form
    assert dialog.file.stem == "keywords"
    usual = {"csv": ".csv", "json": ".json", "xmp-sidecars": ""}
    assert dialog.file.suffix == usual.get(form, ".txt")


def test_an_existing_file_is_announced(dialog: ExportDialog, tmp_path: Path) -> None:
    assert note(dialog) == ""
    (tmp_path / "there.csv").touch()
    field(dialog).setText(str(tmp_path / "there.csv"))
    assert note(dialog) == "This file exists and will be replaced."


def test_a_folder_is_no_file_to_replace(dialog: ExportDialog, tmp_path: Path) -> None:
    field(dialog).setText(str(tmp_path))
    assert "will be replaced" not in note(dialog)
    assert not dialog.export_button.isEnabled()


@pytest.mark.parametrize("text", ["", "   "])
def test_without_a_file_nothing_can_be_exported(dialog: ExportDialog, text: str) -> None:
    field(dialog).setText(text)
    assert not dialog.export_button.isEnabled()


@pytest.mark.parametrize(
    "text",
    ["", "~", "~nobody-of-that-name/x.csv", "x" * 300, "/", ".", "a\0b"],
    ids=["nothing", "home", "nobody's home", "long", "root", "here", "nul"],
)
def test_no_text_of_the_field_breaks_the_dialog(dialog: ExportDialog, text: str) -> None:
    field(dialog).setText(text)
    combo(dialog, 1).setCurrentIndex(1)
    combo(dialog, 1).setCurrentIndex(0)
    assert dialog.isVisible()


def test_a_path_is_typed_letter_by_letter(dialog: ExportDialog) -> None:
    field(dialog).clear()
    QTest.keyClicks(field(dialog), "~nobody/keywords.csv")
    assert field(dialog).text() == "~nobody/keywords.csv"


def test_escape_cancels(dialog: ExportDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == 0
    assert not dialog.isVisible()


# In the window


def ask(window: MainWindow) -> ExportDialog:
    window.actions_by_id["export"].trigger()
    return open_windows(ExportDialog)[0]


def test_the_selected_photos_are_exported(
    program: Program, window: MainWindow, photos: list[Path], tmp_path: Path
) -> None:
    program.tag(program.open(*photos))
    window.browser.grid.select_row(1)
    window.desk.toggle(["beach"])
    dialog = ask(window)
    combo(dialog, 1).setCurrentIndex(list(ExportFormat).index(ExportFormat.JSON))
    out = tmp_path / "out" / "table.json"
    out.parent.mkdir()
    field(dialog).setText(str(out))
    dialog.export_button.click()
    program.settle()
    (photo,) = json.loads(out.read_text("utf-8"))["photos"]
    assert (photo["filename"], photo["keywords"]) == ("photo 2.jpg", ["beach"])
    assert window.browser.notices.texts() == ["Exported 1 photo to table.json."]
    again = ask(window)
    assert again.file.parent == out.parent
    assert again.form is ExportFormat.JSON
    again.reject()


def test_an_export_that_fails_is_told(
    program: Program, window: MainWindow, photos: list[Path], tmp_path: Path
) -> None:
    program.open(*photos)
    dialog = ask(window)
    field(dialog).setText(str(photos[0] / "below a file" / "x.csv"))
    dialog.export_button.click()
    program.settle()
    (text,) = window.browser.notices.texts()
    assert "does not exist; choose another one" in text


def test_an_empty_library_has_nothing_to_export(window: MainWindow) -> None:
    window.actions_by_id["export"].trigger()
    QApplication.processEvents()
    assert open_windows(ExportDialog) == []
    assert window.browser.notices.texts() == ["There are no photos to export yet."]


def test_the_cancel_button_exports_nothing(
    program: Program, window: MainWindow, photos: list[Path], tmp_path: Path
) -> None:
    program.open(*photos)
    dialog = ask(window)
    field(dialog).setText(str(tmp_path / "x.csv"))
    button(dialog, "Cancel").click()
    program.settle()
    assert not (tmp_path / "x.csv").exists()


def test_an_export_does_not_depend_on_remembering_its_folder(
    program: Program, window: MainWindow, photos: list[Path], tmp_path: Path
) -> None:
    program.open(*photos)
    program.paths.config.write_text("a file where the folder of the settings should be")
    dialog = ask(window)
    field(dialog).setText(str(tmp_path / "x.csv"))
    dialog.export_button.click()
    program.settle()
    assert (tmp_path / "x.csv").exists()


def test_columns_are_chosen_for_csv_only(dialog: ExportDialog) -> None:
    boxes = {box.text(): box for box in dialog.findChildren(QCheckBox)}
    assert all(box.isVisible() for box in boxes.values())
    boxes["Path"].click()
    assert dialog.columns == ("filename", "title", "description", "keywords", "keyword_count")
    for box in boxes.values():
        box.setChecked(False)
    assert not dialog.export_button.isEnabled()
    combo(dialog, 1).setCurrentIndex(list(ExportFormat).index(ExportFormat.JSON))
    assert not any(box.isVisible() for box in boxes.values())
    assert dialog.export_button.isEnabled()


def test_sidecars_go_into_a_new_folder(dialog: ExportDialog, tmp_path: Path) -> None:
    combo(dialog, 1).setCurrentIndex(list(ExportFormat).index(ExportFormat.SIDECARS))
    assert dialog.file == tmp_path / "keywords"
    assert dialog.export_button.isEnabled()
    assert "A new folder" in note(dialog)
    (tmp_path / "keywords").mkdir()
    field(dialog).setText(str(tmp_path / "keywords"))
    field(dialog).textChanged.emit(field(dialog).text())
    assert not dialog.export_button.isEnabled()
    assert "This name is taken" in note(dialog)
