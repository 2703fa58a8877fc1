"""The page of models: what is here, what is chosen, and installations that are watched."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QProgressBar,
    QWidget,
)
from tiny_bundle import make_bundle, zipped

from phototagger.core.models.store import BUILT_IN
from phototagger.ui.main_window import MainWindow
from phototagger.ui.models_page import ModelsPage
from phototagger.ui.settings_dialog import SettingsDialog

from .conftest import Program, answering, button, open_windows


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    large = {"LICENSE.txt": random.Random(1).randbytes(2_000_000)}
    return zipped(make_bundle(tmp_path / "made", parts=large), tmp_path / "made.zip")


@pytest.fixture
def page(program: Program, window: MainWindow) -> Iterator[ModelsPage]:
    yield open_page(window)
    for dialog in open_windows(SettingsDialog):
        dialog.reject()
    program.app.models.cancel()


def open_page(window: MainWindow) -> ModelsPage:
    window.actions_by_id["settings"].trigger()
    (dialog,) = open_windows(SettingsDialog)
    (page,) = dialog.findChildren(ModelsPage)
    return page


def dialog_of(page: ModelsPage) -> SettingsDialog:
    found = page.window()
    assert isinstance(found, SettingsDialog)
    return found


def cells(page: ModelsPage, row: int) -> list[str]:
    items = [page.table.item(row, column) for column in range(page.table.columnCount())]
    return [item.text() for item in items if item is not None]


def names(page: ModelsPage) -> list[str]:
    return [cells(page, row)[0] for row in range(page.table.rowCount())]


def states(page: ModelsPage) -> dict[str, str]:
    return {cells(page, row)[0]: cells(page, row)[-1] for row in range(page.table.rowCount())}


def choose(page: ModelsPage, name: str) -> None:
    page.table.selectRow(names(page).index(name))


def said(page: QWidget) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel))


def finish(program: Program) -> None:
    """Wait until the installation has ended and the page knows."""
    models = program.app.models
    program.qtbot.waitUntil(
        lambda: models.current is not None and not models.current.is_running, timeout=20_000
    )
    QApplication.processEvents()


def install(program: Program, page: ModelsPage, source: object) -> None:
    page._begin(str(source))
    finish(program)


def test_the_list_shows_what_is_here_and_what_could_be(page: ModelsPage) -> None:
    assert names(page)[0] == "Built-in" and "SigLIP base" in names(page)
    assert states(page)["Built-in"] == "In use"
    assert states(page)["SigLIP base"] == "Not available yet"
    size, tags = cells(page, 0)[2:4]
    assert size == "6 MB" and int(tags) > 200

    choose(page, "SigLIP base")
    assert "revision and digest are missing" in said(page)
    for words in ("Use", "Remove"):
        assert not button(page, words).isEnabled()
    assert not button(page, "Install").isVisibleTo(page)


def test_a_file_is_installed_and_chosen_with_ok(
    program: Program, page: ModelsPage, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bundle), ""))
    button(page, "From File…").click()
    assert not button(page, "From Folder…").isEnabled()
    finish(program)

    assert "Installed tiny. Choose Use to tag with it." in said(page)
    assert button(page, "From Folder…").isEnabled()
    assert page._row().id == "tiny"
    button(page, "Use").click()
    assert states(page)["tiny"] == "In use" and states(page)["Built-in"] == ""
    assert "tiny tags photos once you choose OK" in said(page)
    assert program.app.settings_file.settings.tagging_model == BUILT_IN

    button(dialog_of(page), "OK").click()
    assert program.app.settings_file.settings.tagging_model == "tiny"
    assert program.app.host.endpoint().knows_features


def test_cancelling_the_dialog_changes_no_choice(
    program: Program, page: ModelsPage, bundle: Path
) -> None:
    install(program, page, bundle)
    button(page, "Use").click()
    button(dialog_of(page), "Cancel").click()

    assert program.app.settings_file.settings.tagging_model == BUILT_IN


def test_a_folder_is_installed(
    program: Program, page: ModelsPage, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bundle.with_name("made")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    button(page, "From Folder…").click()
    finish(program)

    assert "tiny" in names(page)


def test_a_closed_file_dialog_starts_nothing(
    program: Program, page: ModelsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    button(page, "From File…").click()

    assert program.app.models.current is None


class _Slow(BaseHTTPRequestHandler):
    """Sends half of a file and then waits."""

    data = b""
    go_on = threading.Event()

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        half = len(self.data) // 2
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.data)))
        self.end_headers()
        try:
            self.wfile.write(self.data[:half])
            self.wfile.flush()
            self.go_on.wait(20)
            self.wfile.write(self.data[half:])
        except OSError:
            self.close_connection = True


@pytest.fixture
def slow(bundle: Path) -> Iterator[str]:
    """Address of a server that stops in the middle until `_Slow.go_on` is set."""
    _Slow.data, _Slow.go_on = bundle.read_bytes(), threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/made.zip"
    _Slow.go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


def type_address(page: ModelsPage, text: str) -> None:
    def fill(dialog: QInputDialog) -> None:
        dialog.setTextValue(text)
        dialog.accept()

    with answering(fill):
        button(page, "From Address…").click()


def test_a_download_is_watched_and_can_be_cancelled(
    program: Program, page: ModelsPage, slow: str
) -> None:
    (bar,) = page.findChildren(QProgressBar)
    type_address(page, slow)
    program.qtbot.waitUntil(lambda: "Downloading: 1 MB of 2 MB" in said(page), timeout=10_000)
    assert bar.isVisibleTo(page) and 0 < bar.value() < bar.maximum()

    button(page, "Cancel Installation").click()
    QApplication.processEvents()

    assert not bar.isVisibleTo(page)
    assert "Cancelled; a download goes on where it stopped." in said(page)
    assert "tiny" not in names(page)


def test_an_installation_goes_on_when_the_dialog_is_closed(
    program: Program, window: MainWindow, page: ModelsPage, slow: str
) -> None:
    type_address(page, slow)
    program.qtbot.waitUntil(lambda: "Downloading" in said(page), timeout=10_000)
    dialog_of(page).reject()
    QApplication.processEvents()

    again = open_page(window)
    assert "Downloading" in said(again)
    dialog_of(again).reject()
    _Slow.go_on.set()
    finish(program)

    program.qtbot.waitUntil(lambda: "The model tiny is installed." in said(window))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("127.0.0.1:1/x.zip", "cannot be reached"),
        ("http://example.org/x.zip", "anybody on the way could change the model"),
        ("ftp://example.org/x.zip", "is no file, no folder, no address"),
        ("https://example.org/x.zip#sha256=1", "64 digits"),
    ],
)
def test_a_failure_is_told_in_one_sentence(
    program: Program, page: ModelsPage, address: str, sentence: str
) -> None:
    program.app.models.store.downloader._pause_s = 0
    type_address(page, address)
    finish(program)

    assert sentence in said(page)
    assert button(page, "From File…").isEnabled()


def test_a_model_that_fails_its_trial_is_told(
    program: Program, page: ModelsPage, tmp_path: Path
) -> None:
    install(program, page, make_bundle(tmp_path / "bad", parts={"network.onnx": b"x"}))

    assert "cannot be loaded on this machine" in said(page)
    assert "tiny" not in names(page)


def test_removing_asks_first_and_falls_back_to_the_built_in_one(
    program: Program, page: ModelsPage, bundle: Path
) -> None:
    install(program, page, bundle)
    button(page, "Use").click()
    button(dialog_of(page), "OK").click()
    again = open_page(program.window)
    assert again._row().id == "tiny"

    questions: list[str] = []

    def refuse(box: QMessageBox) -> None:
        questions.append(box.text())
        button(box, "Cancel").click()

    with answering(refuse):
        button(again, "Remove").click()
    assert questions == ["Remove the model “tiny” from this computer?"]
    assert "tiny" in names(again)

    with answering(lambda box: button(box, "Remove").click()):
        button(again, "Remove").click()
    assert "tiny" not in names(again) and states(again)["Built-in"] == "In use"
    assert program.app.settings_file.settings.tagging_model == BUILT_IN


def test_a_name_is_shown_letter_by_letter(
    program: Program, page: ModelsPage, tmp_path: Path
) -> None:
    name = "<img src='http://127.0.0.1:1/x'><b>bold</b>"
    folder = make_bundle(tmp_path / "odd", change=lambda manifest: manifest.update(name=name))
    install(program, page, folder)
    formats: list[Qt.TextFormat] = []

    def refuse(box: QMessageBox) -> None:
        formats.append(box.textFormat())
        button(box, "Cancel").click()

    with answering(refuse):
        button(page, "Remove").click()
    assert formats == [Qt.TextFormat.PlainText]
    assert names(page)[1] == name and f"Installed {name}" in said(page)
    assert "&lt;b&gt;" in page.table.item(1, 0).toolTip()


def test_the_built_in_model_cannot_be_removed(page: ModelsPage) -> None:
    assert not button(page, "Remove").isEnabled()


def test_damaged_and_missing_models_are_shown_as_such(
    program: Program, window: MainWindow, bundle: Path
) -> None:
    page = open_page(window)
    install(program, page, bundle)
    dialog_of(page).reject()
    (program.paths.models / "tiny" / "labels.csv").write_text("tag\n")
    program.app.settings_file.update(tagging_model="lost")

    again = open_page(window)
    assert states(again)["tiny"] == "Damaged" and states(again)["lost"] == "Missing"
    assert "is not here; the built-in model is used instead" in said(again)
    choose(again, "tiny")
    assert not button(again, "Use").isEnabled() and button(again, "Remove").isEnabled()
    assert "damaged (labels.csv was changed)" in said(again)
    dialog_of(again).reject()


def test_a_model_that_cannot_start_is_told_in_the_window(
    program: Program, window: MainWindow
) -> None:
    program.app.settings_file.update(tagging_model="lost")

    program.app.host.endpoint()

    program.qtbot.waitUntil(lambda: "The built-in model is used instead." in said(window))
    settings = json.loads(program.paths.settings_file.read_text("utf-8"))
    assert settings["tagging_model"] == "lost"
