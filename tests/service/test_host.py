"""The real child process: started, replaced when it dies, and never left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from phototagger.core.errors import ServiceUnavailable
from phototagger.core.jobs import CancelToken
from phototagger.core.tagging import TagReply
from phototagger.core.tagging.client import TaggingClient
from phototagger.service import host as host_module
from phototagger.service.host import ServiceHost

REPOSITORY = Path(__file__).resolve().parents[2]

SILENT = (sys.executable, "-c", "import sys; sys.stdin.read()")
DIES_AT_ONCE = (sys.executable, "-c", "import sys; sys.exit('no luck today')")
DEAF = (
    sys.executable,
    "-c",
    "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); "
    "print('{\"port\": %d}' % s.getsockname()[1], flush=True); sys.stdin.read()",
)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[ServiceHost]:
    host = ServiceHost(tmp_path / "logs" / "service.log")
    yield host
    host.stop()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with contextlib.suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def ends_within(pid: int, timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
    return True


def tagged(client: TaggingClient, jpeg: bytes) -> list[str]:
    reply = client.tag([("1", jpeg)], "en", CancelToken())["1"]
    assert isinstance(reply, TagReply)
    return [suggestion.name for suggestion in reply.suggestions]


def test_starts_tags_and_leaves_nothing_behind(host: ServiceHost, meadow_jpeg: bytes) -> None:
    started = time.monotonic()
    endpoint = host.start()
    client = TaggingClient(host.endpoint)
    assert "PhotoTagger" in client.ping()
    assert time.monotonic() - started < 5
    assert "outdoor" in tagged(client, meadow_jpeg)
    assert host.endpoint() == endpoint

    pid = host.child_pid
    assert pid is not None
    assert os.getpriority(os.PRIO_PROCESS, pid) >= 10
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    assert endpoint.token.encode() not in command

    host.stop()
    host.stop()
    assert host.child_pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)  # not even a zombie
    with pytest.raises(ServiceUnavailable, match="was stopped"):
        host.endpoint()


def test_killed_five_times_the_batch_still_completes(
    host: ServiceHost, meadow_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host_module, "_FIRST_PAUSE_S", 0.01)
    client = TaggingClient(host.endpoint, failed=host.failed, first_wait_s=0.05)
    pids = set()
    for _ in range(5):
        assert "outdoor" in tagged(client, meadow_jpeg)
        pid = host.child_pid
        assert pid is not None
        pids.add(pid)
        os.kill(pid, signal.SIGKILL)

    assert "outdoor" in tagged(client, meadow_jpeg)
    assert len(pids) == 5
    assert not any(is_running(pid) for pid in pids)


def test_a_restarted_service_has_a_new_token(host: ServiceHost) -> None:
    before = host.start()
    assert host.child_pid is not None
    os.kill(host.child_pid, signal.SIGKILL)
    host.failed(before)

    after = host.endpoint()

    assert after.token != before.token


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_child_ends_with_its_parent(how: signal.Signals) -> None:
    program = (
        "import sys\n"
        "from phototagger.service.host import ServiceHost\n"
        "host = ServiceHost()\n"
        "host.start()\n"
        "print(host.child_pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        (sys.executable, "-c", program),
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(how)
        parent.wait()

    assert ends_within(child, 5)


def test_a_folder_full_of_traps_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "numpy.py", "phototagger.py"):
        (tmp_path / name).write_text("raise SystemExit('trapped')")
    monkeypatch.chdir(tmp_path)
    host = ServiceHost()

    assert host.start().base_url.startswith("http://127.0.0.1:")

    host.stop()


def test_a_child_that_dies_at_once_is_given_up_in_time(tmp_path: Path) -> None:
    log_file = tmp_path / "service.log"
    host = ServiceHost(log_file, command=DIES_AT_ONCE, max_crashes=3)

    for _ in range(3):
        with pytest.raises(ServiceUnavailable, match="did not start; its log file says more"):
            host.start()
    with pytest.raises(ServiceUnavailable, match="keeps stopping; wait a minute"):
        host.endpoint()

    assert log_file.read_text().count("no luck today") == 3
    host.stop()


def test_a_program_that_is_missing_says_so(tmp_path: Path) -> None:
    host = ServiceHost(command=(str(tmp_path / "nothing"),))

    with pytest.raises(ServiceUnavailable, match="cannot be started; install"):
        host.start()
    host.stop()


def test_a_child_that_reports_a_reason_is_quoted() -> None:
    report = '{"error": "The tagging model is damaged."}'
    host = ServiceHost(command=(sys.executable, "-c", f"print({report!r})"))

    with pytest.raises(ServiceUnavailable, match=r"^The tagging model is damaged\.$"):
        host.start()
    host.stop()


def test_a_child_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "_PING_TIMEOUT_S", 0.3)
    host = ServiceHost(command=DEAF)
    endpoint = host.start()
    first = host.child_pid
    assert first is not None

    host.failed(endpoint)

    assert not is_running(first)
    assert host.endpoint().base_url != ""
    assert host.child_pid not in (None, first)
    host.stop()


def test_a_child_that_answers_is_left_alone(host: ServiceHost) -> None:
    endpoint = host.start()
    pid = host.child_pid

    host.failed(endpoint)

    assert host.child_pid == pid


def test_stopping_does_not_wait_for_a_silent_start() -> None:
    host = ServiceHost(command=SILENT)
    failures: list[str] = []

    def start() -> None:
        try:
            host.start()
        except ServiceUnavailable as error:
            failures.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    while host.child_pid is None:
        pass
    started = time.monotonic()
    host.stop()
    thread.join()

    assert time.monotonic() - started < 2
    assert failures == ["The built-in tagging service was stopped."]


def test_a_long_log_is_begun_anew(tmp_path: Path) -> None:
    log_file = tmp_path / "service.log"
    log_file.write_bytes(b"x" * 2_000_000)
    host = ServiceHost(log_file, command=DIES_AT_ONCE)

    with pytest.raises(ServiceUnavailable):
        host.start()

    assert log_file.stat().st_size < 1000
    host.stop()
