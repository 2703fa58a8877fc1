"""The settings dialog: made from the table, accepted as a whole, honest about the service."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

import phototagger
from phototagger.core.fields import PRESETS, Field
from phototagger.core.metadata import read_photo
from phototagger.core.settings import EMBEDDED, FIELD_SETTINGS, SETTINGS, SettingRow, Settings
from phototagger.ui import theme
from phototagger.ui.main_window import MainWindow
from phototagger.ui.settings_dialog import XIMILAR, SettingsDialog

from .conftest import Program, button, open_windows, sent_by

SHOWN = [row for row in SETTINGS if row.group and row.name != "endpoint"]
OWN_POLICIES = set(FIELD_SETTINGS.values())
TOKENS = {XIMILAR: "ximilar-token", "https://tags.example.org": "other-token"}


def make(parent: QWidget, settings: Settings | None = None) -> SettingsDialog:
    dialog = SettingsDialog(settings or Settings(), lambda address: TOKENS.get(address, ""), parent)
    dialog.open()
    return dialog


@pytest.fixture
def dialog(parent: QWidget) -> SettingsDialog:
    return make(parent)


def part(dialog: QWidget, row: SettingRow) -> QWidget:
    words = row.help.rstrip(".")
    (found,) = [w for w in dialog.findChildren(QWidget) if w.accessibleName() == words]
    return found


def line(dialog: QWidget, name: str) -> QLineEdit:
    (found,) = [w for w in dialog.findChildren(QLineEdit) if w.accessibleName() == name]
    return found


def said(dialog: QWidget) -> list[str]:
    return [w.text() for w in dialog.findChildren(QLabel) if w.isVisible() and w.text()]


# The form


@pytest.mark.parametrize(
    "row", [row for row in SHOWN if row.name not in OWN_POLICIES], ids=lambda row: row.name
)
def test_every_setting_has_its_field_with_its_limits(
    dialog: SettingsDialog, row: SettingRow
) -> None:
    widget = part(dialog, row)
    if row.kind is bool:
        assert isinstance(widget, QCheckBox) and widget.isChecked() is row.default
    elif row.choices:
        assert isinstance(widget, QComboBox)
        assert [widget.itemData(n) for n in range(widget.count())] == list(row.choices)
        assert widget.currentData() == row.default
    else:
        assert isinstance(widget, QSpinBox | QDoubleSpinBox)
        assert (widget.minimum(), widget.maximum()) == (row.low, row.high)
        assert widget.value() == row.default
        assert widget.suffix().strip() == row.unit


def test_untouched_it_changes_nothing(dialog: SettingsDialog) -> None:
    assert all(getattr(Settings(), name) == v for name, v in dialog.changes().items())


def test_what_is_entered_is_returned(dialog: SettingsDialog) -> None:
    by_name = {row.name: part(dialog, row) for row in SHOWN}
    workers, timeout, mtime, theme_box = (
        by_name[name] for name in ("tagging_workers", "read_timeout_s", "preserve_mtime", "theme")
    )
    assert isinstance(workers, QSpinBox) and isinstance(timeout, QDoubleSpinBox)
    assert isinstance(mtime, QCheckBox) and isinstance(theme_box, QComboBox)
    workers.setValue(7)
    timeout.setValue(12.5)
    mtime.setChecked(False)
    theme_box.setCurrentText("Dark")
    changes = dialog.changes()
    assert changes["tagging_workers"] == 7
    assert changes["read_timeout_s"] == 12.5
    assert changes["preserve_mtime"] is False
    assert changes["theme"] == "dark"


def test_the_dialog_fits_on_a_small_screen(dialog: SettingsDialog) -> None:
    QApplication.processEvents()
    assert dialog.minimumSizeHint().height() <= 720, "1366 × 768, less panel and title bar"


# Writing


def combo(dialog: QWidget, name: str) -> QComboBox:
    found = part(dialog, next(row for row in SHOWN if row.name == name))
    assert isinstance(found, QComboBox)
    return found


def choose(box: QComboBox, value: str) -> None:
    """Choose as a user does, who can only choose what is enabled."""
    assert box.isEnabled()
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize("preset", ["stock", "home"])
def test_a_preset_shows_what_it_means_and_cannot_be_changed(
    dialog: SettingsDialog, preset: str
) -> None:
    choose(combo(dialog, "field_preset"), preset)
    for field, name in FIELD_SETTINGS.items():
        assert combo(dialog, name).currentData() == PRESETS[preset].of(field)
        assert not combo(dialog, name).isEnabled()


def test_own_policies_come_back_after_a_look_at_the_presets(dialog: SettingsDialog) -> None:
    preset = combo(dialog, "field_preset")
    choose(preset, "custom")
    choose(combo(dialog, "field_iptc_keywords"), "never")
    for name in ("stock", "home", "custom"):
        choose(preset, name)
    assert combo(dialog, "field_iptc_keywords").currentData() == "never"
    assert dialog.changes()["field_iptc_keywords"] == "never"


def test_looking_at_a_preset_does_not_change_the_own_policies(dialog: SettingsDialog) -> None:
    choose(combo(dialog, "field_preset"), "home")
    assert dialog.changes()["field_preset"] == "home"
    assert all(dialog.changes()[name] == "if present" for name in OWN_POLICIES)


def test_the_chosen_fields_are_written(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    dialog = ask(window)
    choose(combo(dialog, "field_preset"), "custom")
    choose(combo(dialog, "field_iptc_keywords"), "never")
    choose(combo(dialog, "field_windows_keywords"), "always")
    button(dialog, "OK").click()
    window.browser.grid.select_row(0)
    window.desk.add(["sea"])
    program.session.write(ids[:1])
    program.settle()
    fields = {place.field for place in read_photo(photos[0]).fields}
    assert fields == {Field.SUBJECT, Field.XP_KEYWORDS}


# The service


def test_on_this_computer_needs_neither_address_nor_token(dialog: SettingsDialog) -> None:
    assert dialog.service.endpoint == EMBEDDED
    assert not line(dialog, "Token").isVisible()
    assert not line(dialog, "Address of the service").isVisible()
    assert "Photos never leave this computer." in said(dialog)


def test_the_cloud_needs_a_token_and_says_what_is_sent(dialog: SettingsDialog) -> None:
    button(dialog, "Ximilar cloud (needs a token)").click()
    assert dialog.service.endpoint == XIMILAR
    assert dialog.service.token == "ximilar-token", "the one that is kept"
    assert line(dialog, "Token").isVisible()
    assert not line(dialog, "Address of the service").isVisible()
    assert any("sent to this address" in text for text in said(dialog))


def test_a_token_is_not_shown(dialog: SettingsDialog) -> None:
    button(dialog, "Ximilar cloud (needs a token)").click()
    assert "ximilar" not in line(dialog, "Token").displayText()


def test_another_address_can_be_typed(dialog: SettingsDialog) -> None:
    button(dialog, "Other address").click()
    QTest.keyClicks(line(dialog, "Address of the service"), " https://tags.example.org ")
    assert dialog.service.endpoint == "https://tags.example.org"


def test_a_token_is_never_carried_to_another_address(dialog: SettingsDialog) -> None:
    button(dialog, "Ximilar cloud (needs a token)").click()
    button(dialog, "Other address").click()
    assert dialog.service.token == ""


def test_settings_in_force_are_shown(parent: QWidget) -> None:
    dialog = make(parent, Settings(endpoint="https://tags.example.org"))
    assert button(dialog, "Other address").isChecked()
    assert line(dialog, "Address of the service").text() == "https://tags.example.org"
    assert dialog.service.token == "other-token"


@pytest.mark.parametrize("address", ["", "tags.example.org", "ftp://x", "http://[", "http://a@b"])
def test_a_wrong_address_keeps_the_dialog_open_and_says_why(
    dialog: SettingsDialog, address: str
) -> None:
    button(dialog, "Other address").click()
    line(dialog, "Address of the service").setText(address)
    button(dialog, "OK").click()
    assert dialog.isVisible()
    assert any("must be" in text for text in said(dialog))


def test_a_corrected_address_is_accepted(dialog: SettingsDialog) -> None:
    button(dialog, "Other address").click()
    button(dialog, "OK").click()
    line(dialog, "Address of the service").setText("https://tags.example.org")
    button(dialog, "OK").click()
    assert not dialog.isVisible()


def test_the_test_button_asks_for_what_is_entered(dialog: SettingsDialog) -> None:
    wanted = sent_by(dialog.service.test_wanted)
    button(dialog, "Ximilar cloud (needs a token)").click()
    line(dialog, "Token").setText(" abc ")
    button(dialog, "Test Connection").click()
    assert wanted == [(XIMILAR, "abc")]
    assert "Asking…" in said(dialog)
    dialog.service.show_answer("It answers.")
    assert "It answers." in said(dialog)


def test_an_answer_is_never_taken_for_markup(dialog: SettingsDialog) -> None:
    dialog.service.show_answer("It answers. <img src=x>")
    (label,) = [w for w in dialog.findChildren(QLabel) if "img" in w.text()]
    assert label.textFormat() is Qt.TextFormat.PlainText


# In the window


def ask(window: MainWindow) -> SettingsDialog:
    window.actions_by_id["settings"].trigger()
    return open_windows(SettingsDialog)[-1]


def test_accepted_settings_are_stored_and_in_force(program: Program, window: MainWindow) -> None:
    dialog = ask(window)
    hide = part(dialog, next(row for row in SHOWN if row.name == "hide_below"))
    assert isinstance(hide, QDoubleSpinBox)
    hide.setValue(0.55)
    button(dialog, "OK").click()
    assert program.session.settings.hide_below == 0.55
    assert window.inspector.panel.threshold.hide_below == 0.55
    assert '"hide_below": 0.55' in program.paths.settings_file.read_text("utf-8")


def test_cancelled_settings_are_forgotten(program: Program, window: MainWindow) -> None:
    dialog = ask(window)
    dialog.findChildren(QSpinBox)[0].setValue(9)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert program.app.settings_file.settings == Settings()


def test_the_theme_changes_at_once(
    program: Program, window: MainWindow, light_again: QApplication
) -> None:
    dialog = ask(window)
    box = part(dialog, next(row for row in SHOWN if row.name == "theme"))
    assert isinstance(box, QComboBox)
    box.setCurrentText("Dark")
    button(dialog, "OK").click()
    assert theme.current() is theme.DARK


def test_changing_the_theme_does_not_leave_the_large_photo(
    program: Program, window: MainWindow, photos: list[Path], light_again: QApplication
) -> None:
    program.open(*photos)
    window.browser.show_large()
    dialog = ask(window)
    box = part(dialog, next(row for row in SHOWN if row.name == "theme"))
    assert isinstance(box, QComboBox)
    box.setCurrentText("Dark")
    button(dialog, "OK").click()
    assert window.browser.is_large


@pytest.mark.parametrize(
    "row", [row for row in SHOWN if row.group != "Fields"], ids=lambda row: row.name
)
def test_every_setting_is_used_somewhere(row: SettingRow) -> None:
    package = Path(phototagger.__file__).parent
    name = "policies" if row.group == "Fields" else row.name  # the fields speak together
    readers = [
        path
        for path in package.rglob("*.py")
        if path.name != "settings.py" and f"ettings.{name}" in path.read_text("utf-8")
    ]
    assert readers, "a setting that does nothing is a promise not kept"


def test_a_settings_file_that_cannot_be_written_is_told(
    program: Program, window: MainWindow
) -> None:
    block_settings(program)
    dialog = ask(window)
    dialog.findChildren(QSpinBox)[0].setValue(9)
    button(dialog, "OK").click()
    (text,) = window.browser.notices.texts()
    assert text.startswith("The settings cannot be saved")


def test_a_threshold_that_cannot_be_stored_is_told_and_still_moves(
    program: Program, window: MainWindow
) -> None:
    block_settings(program)
    window.inspector.panel.threshold.nudge(0.1)
    assert window.inspector.panel.threshold.accept_from == 0.7
    (text,) = window.browser.notices.texts()
    assert text.startswith("The settings cannot be saved")


def block_settings(program: Program) -> None:
    """Put a file where the folder of the settings should be."""
    assert not program.paths.config.exists()
    program.paths.config.write_text("in the way")


def test_settings_do_not_take_stop_away_while_photos_are_tagged(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    program.tagger.hold()
    program.session.tag(ids)
    stop = window.actions_by_id["stop_tagging"]
    assert stop.isEnabled()
    button(ask(window), "OK").click()
    assert stop.isEnabled()
    stop.trigger()
    program.settle()
    assert program.session.untagged() == ids


def test_a_token_typed_in_is_kept_for_its_address(program: Program, window: MainWindow) -> None:
    dialog = ask(window)
    button(dialog, "Ximilar cloud (needs a token)").click()
    line(dialog, "Token").setText("secret")
    button(dialog, "OK").click()
    assert program.app.credentials.find(XIMILAR).reveal() == "secret"
    assert "secret" not in program.paths.settings_file.read_text("utf-8")
    assert ask(window).service.token == "secret"
    open_windows(SettingsDialog)[-1].reject()


def test_a_token_that_is_wiped_out_is_forgotten(program: Program, window: MainWindow) -> None:
    test_a_token_typed_in_is_kept_for_its_address(program, window)
    dialog = ask(window)
    line(dialog, "Token").clear()
    button(dialog, "OK").click()
    assert program.app.credentials.find(XIMILAR).reveal() == ""


def test_an_answer_that_comes_after_the_dialog_is_closed_does_no_harm(
    program: Program, window: MainWindow
) -> None:
    dialog = ask(window)
    button(dialog, "Other address").click()
    line(dialog, "Address of the service").setText("http://127.0.0.1:9")
    button(dialog, "Test Connection").click()
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for thread in threading.enumerate():
        if thread.name == "test-connection":
            thread.join(timeout=10)
    program.settle()
    assert open_windows(SettingsDialog) == []


@pytest.mark.parametrize("address", ["", "nonsense", "http://[", "http://127.0.0.1:9"])
def test_every_address_gets_an_answer_in_words(
    program: Program, window: MainWindow, address: str
) -> None:
    dialog = ask(window)
    button(dialog, "Other address").click()
    line(dialog, "Address of the service").setText(address)
    button(dialog, "Test Connection").click()
    program.qtbot.waitUntil(lambda: "Asking…" not in said(dialog), timeout=10_000)
    assert any(len(text) > 20 and text.endswith(".") for text in said(dialog)[-1:])
    dialog.reject()
