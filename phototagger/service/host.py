"""Starts, watches and stops the tagging service as a child process of the program.

The child gets a random token through its environment, reports its port on standard output, and
ends when its standard input closes: even a program that was killed leaves no child behind. A child
that died is replaced on the next request; one that dies again and again is given up for a while.
Where the chosen model does not start, the built-in one does, and the user is told.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

from phototagger.core.errors import ServiceUnavailable
from phototagger.core.tagging.endpoint import Endpoint
from phototagger.interpreter import module_command, module_environment

log = logging.getLogger(__name__)

TOKEN_VARIABLE = "PHOTOTAGGER_SERVICE_TOKEN"
"""Environment variable through which the child gets its token; a command line is public."""

_NAME = "The built-in tagging service"
_START_TIMEOUT_S = 30.0
_CHOSEN_START_TIMEOUT_S = 180.0
"""A large model takes its time; where it takes longer, the built-in one is used."""

_STOP_TIMEOUT_S = 5.0
_PING_TIMEOUT_S = 2.0
_POLL_S = 0.05
_MAX_LOG_BYTES = 1024 * 1024

_CRASH_WINDOW_S = 60.0
_FIRST_PAUSE_S = 0.1
_MAX_PAUSE_S = 2.0

_COMMAND = module_command("phototagger.service", "--child")


class ServiceHost:
    """Keeps one embedded service running. Thread: any.

    Args:
        log_file: gets what the child has to say; None throws it away.
        model: returns the folder of the chosen model, None for the built-in one; asked before every
            request, so a choice takes effect with the next photo.
        tell: takes a sentence for the user. Thread: any.
        command: starts the child.
        max_crashes: a child that died so often within a minute is not started again until that
            minute has passed.
    """

    def __init__(
        self,
        log_file: Path | None = None,
        *,
        model: Callable[[], Path | None] = lambda: None,
        tell: Callable[[str], None] = log.warning,
        command: tuple[str, ...] = _COMMAND,
        max_crashes: int = 8,
    ) -> None:
        self._log_file = log_file
        self._model = model
        self._tell = tell
        self._command = command
        self._chosen: Path | None = None
        self._unfit: Path | None = None
        self._is_stale = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._current: Endpoint | None = None
        self._crashes: deque[float] = deque(maxlen=max_crashes)
        self._stopped = threading.Event()

    @property
    def child_pid(self) -> int | None:
        """Process id of the running child, or None."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> Endpoint:
        """Start the service, also after `stop`.

        Returns:
            Where it answers; the address of a running one when there is one.

        Raises:
            ServiceUnavailable: it cannot be started; the sentence says why.
        """
        self._stopped.clear()
        return self.endpoint()

    def endpoint(self) -> Endpoint:
        """Return where the service answers; start it first when it does not run.

        Raises:
            ServiceUnavailable: it cannot be started, keeps dying, or `stop` was called.
        """
        with self._lock:
            self._check_not_stopped()
            if self._child is not None and self._child.poll() is not None:
                self._bury()
            if self._is_stale.is_set():
                self._is_stale.clear()
                self._unfit = None
                self._end_child()
            if self._current is not None and self._model() != self._chosen:
                self._end_child()
            if self._current is None:
                self._current = self._launch_chosen()
            return self._current

    def failed(self, endpoint: Endpoint) -> None:
        """Take note that *endpoint* gave no answer: a child that hangs is ended.

        The next `endpoint` starts another one.
        """
        with self._lock:
            if endpoint is not self._current or self._child is None:
                return
            if self._child.poll() is None and not _answers(endpoint):
                log.warning("the tagging service does not answer and is ended")
                self._child.kill()
                self._child.wait()

    def stop(self) -> None:
        """End the service and wait until it is gone. Safe to call again."""
        self._stopped.set()
        with self._lock:
            self._end_child()

    def reload(self) -> None:
        """Take note that models changed: the next request starts the service anew.

        Returns at once, also while the service is being started.
        """
        self._is_stale.set()

    def _end_child(self) -> None:
        if self._child is not None:
            _end(self._child)
        self._child = None
        self._current = None

    def _launch_chosen(self) -> Endpoint:
        self._chosen = self._model()
        if self._chosen is None or self._chosen == self._unfit:
            return self._launch()
        try:
            return self._launch("--model", str(self._chosen))
        except ServiceUnavailable as error:
            self._check_not_stopped()
            self._unfit = self._chosen
            log.warning("the chosen model does not start: %s", error.detail)
            self._tell(f"{error} The built-in model is used instead.")
            return self._launch()

    def _launch(self, *arguments: str) -> Endpoint:
        self._pause_after_crashes()
        token = secrets.token_urlsafe(24)
        self._child = self._spawn(token, arguments)
        patience_s = _CHOSEN_START_TIMEOUT_S if arguments else _START_TIMEOUT_S
        report = _first_line(self._child, self._stopped, patience_s)
        port = report.get("port")
        if not isinstance(port, int):
            self._bury()
            self._check_not_stopped()
            reason = report.get("error")
            raise ServiceUnavailable(
                str(reason) if reason else f"{_NAME} did not start; its log file says more."
            )
        log.info("the tagging service runs as process %d", self._child.pid)
        return Endpoint(f"http://127.0.0.1:{port}", token, _NAME, knows_features=True)

    def _spawn(self, token: str, arguments: tuple[str, ...]) -> subprocess.Popen[str]:
        with _open_log(self._log_file) as errors:
            try:
                return subprocess.Popen(
                    (*self._command, *arguments),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env={**module_environment(), TOKEN_VARIABLE: token},
                    encoding="utf-8",
                    creationflags=_creation_flags(),
                )
            except OSError as error:
                raise ServiceUnavailable(
                    f"{_NAME} cannot be started; install PhotoTagger again.", detail=repr(error)
                ) from error

    def _bury(self) -> None:
        child = self._child
        assert child is not None
        self._crashes.append(time.monotonic())
        _end(child)
        log.warning("the tagging service ended with status %s", child.returncode)
        self._child = None
        self._current = None

    def _pause_after_crashes(self) -> None:
        recent = sum(moment > time.monotonic() - _CRASH_WINDOW_S for moment in self._crashes)
        if recent == self._crashes.maxlen:
            raise ServiceUnavailable(
                f"{_NAME} keeps stopping; wait a minute, or choose another service in the settings."
            )
        if recent:
            self._stopped.wait(min(_MAX_PAUSE_S, _FIRST_PAUSE_S * 2 ** (recent - 1)))
            self._check_not_stopped()

    def _check_not_stopped(self) -> None:
        if self._stopped.is_set():
            raise ServiceUnavailable(f"{_NAME} was stopped.")


def _open_log(path: Path | None) -> IO[bytes]:
    if path is None:
        return Path(os.devnull).open("wb")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_long = path.exists() and path.stat().st_size > _MAX_LOG_BYTES
        return path.open("wb" if is_long else "ab")
    except OSError:  # no log is no reason not to tag
        return Path(os.devnull).open("wb")


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
    return 0


def _first_line(
    child: subprocess.Popen[str], stopped: threading.Event, patience_s: float
) -> dict[str, object]:
    """Return the child's report, or {} when it ends, stays silent or is not wanted any more."""
    assert child.stdout is not None
    lines: list[str] = []
    reader = threading.Thread(
        target=lambda stdout: lines.append(stdout.readline()), args=(child.stdout,), daemon=True
    )
    reader.start()
    deadline = time.monotonic() + patience_s
    while reader.is_alive() and not stopped.is_set() and time.monotonic() < deadline:
        reader.join(_POLL_S)
    try:
        report = json.loads(lines[0]) if lines else {}
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}


def _end(child: subprocess.Popen[str]) -> None:
    """End a child: ask by closing its input, then insist; reap it in any case."""
    assert child.stdin is not None and child.stdout is not None
    child.stdin.close()
    try:
        child.wait(_STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    child.stdout.close()


def _answers(endpoint: Endpoint) -> bool:
    """True when the service answers a ping in time."""
    address = endpoint.base_url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=_PING_TIMEOUT_S)
    try:
        with contextlib.closing(connection):
            connection.request("GET", "/v2/ping")
            return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
