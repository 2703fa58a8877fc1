"""``phototagger serve`` as a user starts it from a shell."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from phototagger.core.errors import NotAuthorized
from phototagger.core.jobs import CancelToken
from phototagger.core.tagging import Endpoint
from phototagger.core.tagging.client import TaggingClient
from phototagger.service.__main__ import main

REPOSITORY = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the service; yields the process and the first lines it prints."""
    process = subprocess.Popen(
        (sys.executable, "-m", "phototagger.service", "--port", "0", *arguments),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        lines = ""
        while "Ctrl+C" not in lines:
            line = process.stdout.readline()
            assert line, "it ended"
            lines += line
        try:
            yield process, lines
        finally:
            process.kill()


def address(lines: str) -> str:
    found = re.search(r"Serving on (http://\S+)", lines)
    assert found
    return found[1]


def ping(url: str, token: str = "") -> str:
    return TaggingClient(lambda: Endpoint(url, token), attempts=1).ping()


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err


def test_serves_on_this_machine_with_a_token_of_its_own() -> None:
    with serving() as (process, lines):
        url = address(lines)
        assert "PhotoTagger" in ping(url)
        port = url.rpartition(":")[2]
        assert "PhotoTagger" in ping(f"http://127.0.0.1:{port}")
        token = re.search(r"Token: (\S+)", lines)
        assert token and len(token[1]) >= 30

        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


def test_a_token_file_is_used_and_not_printed(tmp_path: Path, meadow_jpeg: bytes) -> None:
    (tmp_path / "token").write_text("correct horse\n")
    with serving("--host", "127.0.0.1", "--token-file", str(tmp_path / "token")) as (
        process,
        lines,
    ):
        assert "correct horse" not in lines
        photo = [("1", meadow_jpeg)]
        good = TaggingClient(lambda: Endpoint(address(lines), "correct horse"))
        assert good.tag(photo, "en", CancelToken())["1"]
        wrong = TaggingClient(lambda: Endpoint(address(lines), "wrong"))
        with pytest.raises(NotAuthorized):
            wrong.tag(photo, "en", CancelToken())

        process.terminate()
        assert process.wait(10) == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_other_machines_need_a_token(capsys, host: str) -> None:
    assert "so a token is needed" in refusal(capsys, "--host", host)


@pytest.mark.parametrize("text", ["", "short", "two\nlines of token", "ěščřžýáíé"])
def test_a_bad_token_file_is_refused(capsys, tmp_path: Path, text: str) -> None:
    (tmp_path / "token").write_text(text, encoding="utf-8")

    assert "at least 8 ASCII characters" in refusal(capsys, "--token-file", str(tmp_path / "token"))


def test_a_missing_token_file_is_named(capsys, tmp_path: Path) -> None:
    assert "cannot be read" in refusal(capsys, "--token-file", str(tmp_path / "none"))


def test_a_taken_port_is_named(capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(capsys, "--host", "127.0.0.1", "--port", str(port))

    assert f"cannot listen on 127.0.0.1 port {port}" in said


def test_a_child_without_token_is_refused(capsys) -> None:
    assert "needs its token" in refusal(capsys, "--child")


def test_only_loopback_is_listened_on() -> None:
    with serving() as (process, _):
        listening = _listening_addresses(process.pid)

    assert listening
    assert listening <= {"0100007F", "00000000000000000000000001000000"}


def _listening_addresses(pid: int) -> set[str]:
    """Return the local addresses, in hex, of the listening sockets of a process (Linux)."""
    opened = [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
    inodes = {name[8:-1] for name in opened if name.startswith("socket:")}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == "0A" and columns[9] in inodes:
                found.add(columns[1].partition(":")[0])
    return found
