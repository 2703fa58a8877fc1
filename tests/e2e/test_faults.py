"""What goes wrong ends in one clear sentence, and every photo is intact."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from phototagger.app import start_log
from phototagger.core.credentials import Token
from phototagger.core.photo import PhotoFilter, SavingState, TaggingState

from .conftest import Program


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def opened(start: Callable[[], Program], *paths: Path) -> Program:
    program = start()
    program.session.open(list(paths))
    program.wait(lambda: bool(program.session.ids()))
    program.settle()
    return program


def states(program: Program) -> list[TaggingState]:
    return [photo.tagging for photo in program.session.photos(program.session.ids())]


def test_a_killed_service_is_started_again_and_the_run_completes(
    start: Callable[[], Program], photos: Path
) -> None:
    program = opened(start, photos)
    program.session.tag(program.session.ids())
    program.wait(lambda: TaggingState.TAGGED in states(program))
    child = program.app.host.child_pid
    assert child is not None
    os.kill(child, signal.SIGKILL)
    program.settle()
    assert set(states(program)) == {TaggingState.TAGGED}
    assert program.notices() == []
    assert program.app.host.child_pid != child
    program.quit()


def test_broken_files_fail_alone_and_say_why(start: Callable[[], Program], photos: Path) -> None:
    whole = (photos / "photo 1.jpg").read_bytes()
    (photos / "truncated.jpg").write_bytes(whole[: len(whole) // 3])
    (photos / "text.jpg").write_text("this is no photo")
    (photos / "empty.jpg").touch()
    program = opened(start, photos)
    program.session.tag(program.session.ids())
    program.settle()
    assert states(program).count(TaggingState.TAGGED) == 8
    assert states(program).count(TaggingState.FAILED) == 3
    assert program.notices() == ["3 photos could not be tagged."]
    problems = program.session.photos(program.session.ids_where(PhotoFilter.PROBLEMS))
    assert {photo.path.name for photo in problems} == {"truncated.jpg", "text.jpg", "empty.jpg"}
    assert all(photo.problem.endswith(".") for photo in problems)
    program.quit()


def test_a_folder_that_goes_away_loses_nothing(start: Callable[[], Program], photos: Path) -> None:
    program = opened(start, photos)
    ids = program.session.ids()
    program.window.browser.grid.selectAll()
    program.window.desk.add(["beach"])
    away = photos.rename(photos.with_name("away"))
    before = {path: digest(path) for path in away.rglob("*.jpg")}
    program.session.tag(ids)
    program.session.write(ids)
    program.settle()
    assert program.session.ids() == ids, "a missing folder is not a deleted one"
    assert program.notices()[0] == "8 photos could not be tagged."
    assert "8 photos not written" in program.notices()[1]
    away.rename(photos)
    program.session.write(ids)
    program.wait(lambda: any("8 photos written" in text for text in program.notices()))
    assert before.keys() == {away / path.relative_to(photos) for path in photos.rglob("*.jpg")}
    program.quit()


class NotAService(BaseHTTPRequestHandler):
    """Answers everything with a web page."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b"<html><title>Welcome</title></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def web_page() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), NotAService)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_wrong_address_ends_in_one_sentence(
    start: Callable[[], Program], photos: Path, web_page: str
) -> None:
    program = opened(start, photos)
    program.app.settings_file.update(endpoint=web_page)
    program.session.tag(program.session.ids())
    program.settle()
    stopped = [text for text in program.notices() if "still untagged" in text]
    assert len(stopped) == 1
    assert web_page.removeprefix("http://") in stopped[0]
    assert TaggingState.TAGGED not in states(program)
    program.quit()


class TalkativeService(NotAService):
    """Refuses every request and repeats the token it was sent."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"detail": f"unknown: {self.headers['Authorization']}"}).encode()
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def test_a_token_shows_up_nowhere(
    start: Callable[[], Program], photos: Path, own_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = ThreadingHTTPServer(("127.0.0.1", 0), TalkativeService)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address, secret = f"http://127.0.0.1:{server.server_port}", "s3cret-t0ken-of-mine"
    program = opened(start, photos)
    start_log(own_home / "state" / "phototagger.log")
    program.app.settings_file.update(endpoint=address)
    program.app.credentials.store(address, Token(secret))
    program.session.tag(program.session.ids())
    program.settle()
    texts = " ".join(program.notices())
    records = repr(program.app.request_log.records())
    program.quit()
    server.shutdown()
    server.server_close()
    thread.join()
    assert "did not accept the token" in texts
    for text in (texts, records, caplog.text):
        assert secret not in text
    for path in own_home.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_a_service_that_is_not_there_ends_in_one_sentence(
    start: Callable[[], Program], photos: Path
) -> None:
    program = opened(start, photos)
    program.app.settings_file.update(endpoint="http://127.0.0.1:9")
    program.session.tag(program.session.ids())
    program.settle()
    (text,) = program.notices()
    assert "127.0.0.1:9" in text
    assert "8 photos still untagged" in text
    assert set(states(program)) == {TaggingState.UNTAGGED}
    program.quit()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "tiny"
    place.mkdir()
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only root can mount a tiny disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let a tiny disk be mounted")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_stops_the_batch_with_one_sentence(
    start: Callable[[], Program], photos: Path, tiny_disk: Path
) -> None:
    for path in sorted(photos.glob("*.jpg"))[:4]:
        shutil.copy(path, tiny_disk)
    free = os.statvfs(tiny_disk)
    (tiny_disk / "filler").write_bytes(b"x" * (free.f_bavail * free.f_frsize - 4096))
    before = {path: digest(path) for path in tiny_disk.iterdir()}
    program = opened(start, tiny_disk)
    program.window.browser.grid.selectAll()
    program.window.desk.add(["beach"])
    program.session.write(program.session.ids())
    program.settle()
    assert {path: digest(path) for path in tiny_disk.iterdir()} == before
    (stopped,) = program.notices()
    assert "disk is full" in stopped
    assert "4 photos keep their unwritten keywords" in stopped
    saving = [photo.saving for photo in program.session.photos(program.session.ids())]
    assert SavingState.SAVED not in saving
    (tiny_disk / "filler").unlink()
    program.session.write(program.session.unsaved())
    program.wait(lambda: program.session.count_by_filter()[PhotoFilter.UNSAVED] == 0)
    program.quit()


def test_closing_while_tagging_ends_in_time(start: Callable[[], Program], photos: Path) -> None:
    program = opened(start, photos)
    program.session.tag(program.session.ids())
    program.quit()
    assert program.app.host.child_pid is None
    again = start()
    again.settle()
    assert not {TaggingState.QUEUED, TaggingState.RUNNING} & set(states(again))
    again.quit()
