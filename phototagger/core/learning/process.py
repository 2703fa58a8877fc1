"""Runs the process that learns: hands it a job, waits, ends it when nobody wants the result."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
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
"""The process ends itself before this; a machine that sleeps in between is forgiven nothing."""


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
        file = Path(folder) / "job.json"
        try:
            job_file.write(job, file)
            child = subprocess.Popen(
                (*launcher.command, str(file)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(launcher.environment),
                creationflags=_creation_flags(),
            )
        except OSError as error:
            raise _failed(repr(error)) from error
        return _result(child, cancel)


def _result(child: subprocess.Popen[bytes], cancel: CancelToken) -> int:
    waited_s = 0.0
    with child:
        try:
            while True:
                try:
                    output, errors = child.communicate(timeout=_POLL_S)
                    break
                except subprocess.TimeoutExpired:
                    waited_s += _POLL_S
                    cancel.check()
                    if waited_s > _MAX_SECONDS:
                        raise _failed("too slow") from None
        except BaseException:
            child.kill()
            raise
    try:
        report = json.loads(output)
        return int(report["words"])
    except (ValueError, KeyError, TypeError) as error:
        said = errors.decode("utf-8", "replace")[-2000:]
        log.warning("learning failed with status %s: %s", child.returncode, said)
        raise _failed(f"status {child.returncode}: {output[:500]!r} {said}") from error


def _failed(detail: str) -> LibraryError:
    return LibraryError(
        "Your words could not be learned this time; what was learned before still holds.",
        detail=detail,
    )


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.IDLE_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
    return 0
