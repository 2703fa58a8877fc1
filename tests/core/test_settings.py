"""The settings table, its file, and the program's folders."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest

from phototagger.core.errors import SettingsError
from phototagger.core.settings import (
    SETTINGS,
    AppPaths,
    SettingRow,
    Settings,
    SettingsFile,
    check_value,
    describe,
    parse_value,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")


def test_defaults_are_those_of_the_design() -> None:
    defaults = asdict(Settings())
    assert defaults["endpoint"] == "embedded"
    assert (defaults["tagging_workers"], defaults["batch_size"]) == (2, 1)
    assert defaults["upload_edge_px"] == 600
    assert (defaults["hide_below"], defaults["accept_from"]) == (0.30, 0.60)
    assert defaults["preserve_mtime"] is True
    assert defaults["confirm_write"] is True
    assert [row.name for row in SETTINGS] == list(defaults)


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_every_row_is_usable(row: SettingRow) -> None:
    assert check_value(row.name, row.default) == row.default
    text = ("on" if row.default else "off") if row.kind is bool else str(row.default)
    assert parse_value(row.name, text) == row.default
    assert row.help.endswith(".")
    assert describe(row)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tagging_workers", 0),
        ("tagging_workers", 17),
        ("tagging_workers", True),
        ("tagging_workers", "2"),
        ("hide_below", 1.5),
        ("hide_below", float("nan")),
        ("theme", "pink"),
        ("preserve_mtime", 1),
        ("endpoint", "api.example.com"),
        ("endpoint", "ftp://example.com"),
        ("endpoint", "https://user:secret@example.com"),
        ("endpoint", "https://[broken"),
    ],
)
def test_wrong_value_is_refused_with_what_is_right(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=f"“{name}” cannot be .*; it must be "):
        check_value(name, value)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("tagging_workers", " 4 ", 4),
        ("hide_below", "0.5", 0.5),
        ("preserve_mtime", "Off", False),
        ("confirm_write", "yes", True),
        ("endpoint", "http://localhost:8080", "http://localhost:8080"),
    ],
)
def test_typed_value(name: str, text: str, value: object) -> None:
    assert parse_value(name, text) == value


@pytest.mark.parametrize(("name", "text"), [("batch_size", "many"), ("preserve_mtime", "maybe")])
def test_typed_nonsense_is_refused(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        parse_value(name, text)


def test_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(SettingsError, match="did you mean “tagging_workers”"):
        parse_value("taging_worker", "2")


def test_missing_file_means_defaults(file: Path) -> None:
    loaded = SettingsFile(file)
    assert loaded.settings == Settings()
    assert loaded.notices == []
    assert not file.exists()


def test_update_is_remembered_and_only_differences_are_stored(file: Path) -> None:
    first = SettingsFile(file)
    assert first.update(theme="dark", batch_size=1) == ("theme",)
    assert json.loads(file.read_text()) == {"theme": "dark"}
    assert SettingsFile(file).settings.theme == "dark"
    assert first.update(theme="system") == ("theme",)
    assert json.loads(file.read_text()) == {}


def test_update_that_changes_nothing_writes_nothing(file: Path) -> None:
    assert SettingsFile(file).update(theme="system") == ()
    assert not file.exists()


def test_wrong_update_changes_nothing(file: Path) -> None:
    loaded = SettingsFile(file)
    with pytest.raises(SettingsError):
        loaded.update(theme="dark", batch_size=99)
    assert loaded.settings == Settings()
    assert not file.exists()


def test_wrong_value_costs_only_itself(file: Path) -> None:
    write(file, '{"theme": "dark", "batch_size": "lots", "tagging_worker": 3}')
    loaded = SettingsFile(file)
    assert loaded.settings == Settings(theme="dark")
    assert len(loaded.notices) == 2
    assert "batch_size" in loaded.notices[0]
    assert "“tagging_workers”" in loaded.notices[1]


def test_keys_of_a_newer_version_are_kept_without_a_word(file: Path) -> None:
    write(file, '{"face_recognition": {"on": true}}')
    loaded = SettingsFile(file)
    assert loaded.notices == []
    loaded.update(theme="light")
    assert json.loads(file.read_text())["face_recognition"] == {"on": True}


@pytest.mark.parametrize("text", ["", "{", "[1]", "\ufeff{}", "[" * 100_000])
def test_broken_file_is_kept_and_defaults_are_used(file: Path, text: str) -> None:
    write(file, text)
    loaded = SettingsFile(file)
    assert loaded.settings == Settings()
    kept = file.with_name("settings.json.broken")
    assert kept.read_text("utf-8") == text
    assert str(kept) in loaded.notices[0]


def test_failed_save_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    loaded = SettingsFile(tmp_path / "config" / "settings.json")
    with pytest.raises(SettingsError, match="cannot be saved"):
        loaded.update(theme="dark")
    assert loaded.settings.theme == "system"


def test_folder_with_an_odd_name_is_remembered(file: Path) -> None:
    folder = os.fsdecode(b"/photos/caf\xe9")
    SettingsFile(file).update(last_export_folder=folder)
    assert SettingsFile(file).settings.last_export_folder == folder


def test_everything_lies_inside_the_chosen_home(tmp_path: Path) -> None:
    paths = AppPaths.find(tmp_path / "home", {})
    for place in (paths.settings_file, paths.catalog_file, paths.thumbnails, paths.log_file):
        assert place.is_relative_to(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_home_can_come_from_the_environment(tmp_path: Path) -> None:
    environ = {"PHOTOTAGGER_HOME": str(tmp_path)}
    assert AppPaths.find(None, environ) == AppPaths.at(tmp_path)
    assert AppPaths.find(tmp_path / "other", environ) == AppPaths.at(tmp_path / "other")


def test_without_a_home_the_platforms_folders_are_used() -> None:
    paths = AppPaths.find(None, {})
    assert "phototagger" in paths.catalog_file.parts
    assert paths.cache != paths.data
