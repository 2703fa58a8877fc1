"""Runs the process that learns: hands it a job, waits, ends it when nobody wants the result."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from phototagger.core.errors import LibraryError
from phototagger.core.jobs import CancelToken
from phototagger.core.learning import job_file
from phototagger.core.learning.job_file import LearningJob

log = logging.getLogger(__name__)

_POLL_S = 0.1
_MAX_SECONDS = 360.0
"""The process ends itself before this."""


@dataclass(frozen=True, slots=True)
class Launcher:
    """How the process is started; the composition root knows.

    Attributes:
        command: command line; the job file is added.
        environment: of the process.
    """

    command: tuple[str, ...]
    environment: Mapping[str, str]


def learn(job: LearningJob, launcher: Launcher, cancel: CancelToken) -> int:
    """Learn in a process of its own and wait for it. Thread: any but the GUI's.

    Args:
        job: what to learn from; the result replaces its result file.
        launcher: starts the process.
        cancel: kills it.

    Returns:
        How many words were learned; 0 when there was too little to learn from.

    Raises:
        Cancelled: *cancel* was set; the old result stands.
        LibraryError: it failed; the old result stands.
    """
    with tempfile.TemporaryDirectory(prefix="phototagger-learn-") as folder:
        place = Path(folder)
        try:
            job_file.write(job, place / "job.json")
            # Files, not pipes: nobody need read them, and its standard input stays open, whose
            # end tells the child that this program is gone.
            with (place / "out").open("wb") as output, (place / "errors").open("wb") as errors:
                child = subprocess.Popen(
                    (*launcher.command, str(place / "job.json")),
                    stdin=subprocess.PIPE,
                    stdout=output,
                    stderr=errors,
                    env=dict(launcher.environment),
                    creationflags=_creation_flags(),
                )
            status = _wait(child, cancel)
            return _words(place, status)
        except OSError as error:
            raise _failed(repr(error)) from error


def _wait(child: subprocess.Popen[bytes], cancel: CancelToken) -> int:
    deadline = time.monotonic() + _MAX_SECONDS
    with child:
        try:
            while (status := child.poll()) is None:
                cancel.wait(_POLL_S)
                if time.monotonic() > deadline:
                    raise _failed("too slow")
            return status
        except BaseException:
            child.kill()
            raise


def _words(place: Path, status: int) -> int:
    try:
        return int(json.loads((place / "out").read_bytes())["words"])
    except (ValueError, KeyError, TypeError) as error:
        said = (place / "errors").read_bytes()[-2000:].decode("utf-8", "replace")
        log.warning("learning failed with status %s: %s", status, said)
        raise _failed(f"status {status}: {said}") from error


def _failed(detail: str) -> LibraryError:
    return LibraryError(
        "Your words could not be learned this time; what was learned before still holds.",
        detail=detail,
    )


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.IDLE_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
    return 0
