"""``phototagger serve`` as a user starts it from a shell."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

import pytest

from phototagger.core.errors import NotAuthorized
from phototagger.core.jobs import CancelToken
from phototagger.core.tagging import Endpoint
from phototagger.core.tagging.client import TaggingClient
from phototagger.service.__main__ import main


def ping(url: str, token: str = "") -> str:
    return TaggingClient(lambda: Endpoint(url, token), attempts=1).ping()


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("port", ["99999", "-5", "http"])
def test_a_port_that_cannot_be_one_is_refused(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", port])
    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_serves_on_this_machine_with_a_token_of_its_own(serving) -> None:
    with serving() as service:
        assert "PhotoTagger" in ping(f"http://localhost:{service.port}")
        assert "PhotoTagger" in ping(service.address)
        assert len(service.token) >= 30

        service.process.send_signal(signal.SIGINT)
        assert service.process.wait(10) == 0


def test_a_token_file_is_used_and_not_printed(serving, tmp_path: Path, meadow_jpeg: bytes) -> None:
    (tmp_path / "token").write_text("correct horse\n")
    with serving("--host", "127.0.0.1", "--token-file", str(tmp_path / "token")) as service:
        assert "correct horse" not in service.said
        photo = [("1", meadow_jpeg)]
        good = TaggingClient(lambda: Endpoint(service.address, "correct horse"))
        assert good.tag(photo, "en", CancelToken())["1"]
        wrong = TaggingClient(lambda: Endpoint(service.address, "wrong"))
        with pytest.raises(NotAuthorized):
            wrong.tag(photo, "en", CancelToken())

        service.process.terminate()
        assert service.process.wait(10) == 0


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


@pytest.mark.parametrize("workers", ["0", "33", "many"])
def test_a_strange_number_of_workers_is_refused(capsys, workers: str) -> None:
    with pytest.raises(SystemExit):
        main(["--workers", workers])
    assert "--workers" in capsys.readouterr().err


def test_the_model_can_be_checked_without_serving(capsys) -> None:
    assert main(["--check"]) == 0

    said = capsys.readouterr().out
    assert "within the tolerance" in said
    assert "tags" in said


def test_workers_are_processes(serving) -> None:
    with serving("--workers", "3") as service:
        assert len(service.pids()) == 1 + 3


def test_a_request_under_way_is_answered_before_the_end(serving, picture: str) -> None:
    body = json.dumps({"records": [{"_base64": picture}] * 10}).encode()
    with serving() as service, socket.create_connection(("127.0.0.1", service.port)) as peer:
        peer.sendall(
            b"POST /photo/tags/v2/tags HTTP/1.1\r\nHost: localhost\r\n"
            + f"Authorization: Token {service.token}\r\nContent-Length: {len(body)}\r\n".encode()
            + b"Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n"
        )
        assert peer.recv(100).startswith(b"HTTP/1.1 100 ")  # it is on it
        service.process.terminate()
        peer.sendall(body)

        assert b" 200 OK" in peer.recv(100)
        assert service.process.wait(10) == 0


def test_only_loopback_is_listened_on(serving) -> None:
    with serving() as service:
        listening = _listening_addresses(service.process.pid)

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
