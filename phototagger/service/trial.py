"""Tries a model in a process of its own, before it is installed.

A network is a program: it may want all memory, take for ever or crash its runtime. Whatever it
does, it does it there, within limits, and its examples must come out as its maker says.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from phototagger.core.errors import ModelError
from phototagger.interpreter import module_command, module_environment

_COMMAND = module_command("phototagger.service", "--child", "--check", "--model")
_TIMEOUT_S = 180.0
_POLL_S = 0.1


def try_model(
    folder: Path,
    go_on: Callable[[], None],
    *,
    command: tuple[str, ...] = _COMMAND,
    timeout_s: float = _TIMEOUT_S,
) -> None:
    """Run a model over its examples.

    Args:
        folder: the bundle.
        go_on: asked again and again; what it raises ends the trial.
        command: runs it; the folder is added.
        timeout_s: longest duration.

    Raises:
        ModelError: it cannot be loaded, fails, or gives something else than its maker says.
    """
    try:
        child = subprocess.Popen(
            (*command, str(folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=module_environment(),
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise ModelError("The model cannot be tried here.", detail=repr(error)) from error
    with child:
        deadline = time.monotonic() + timeout_s
        try:
            said = _listen(child, go_on, deadline)
        finally:
            child.kill()
    if said is None:
        raise ModelError("The model takes too long, even for its own examples; it is not used.")
    error_text = _error_in(said)
    if error_text is None:
        raise ModelError(
            "The model made the tagging service stop when it was tried; it is not used.",
            detail=f"status {child.returncode}",
        )
    if error_text:
        raise ModelError(error_text)


def _listen(child: subprocess.Popen[str], go_on: Callable[[], None], deadline: float) -> str | None:
    """Return what the child says until it ends; None when it takes too long."""
    while time.monotonic() < deadline:
        go_on()
        try:
            return child.communicate(timeout=_POLL_S)[0]
        except subprocess.TimeoutExpired:
            continue
    return None


def _error_in(said: str) -> str | None:
    """Return the sentence in a report, "" when all is well; None when it is no report."""
    try:
        report = json.loads(said.strip().rpartition("\n")[2])
    except ValueError:
        return None
    error = report.get("error") if isinstance(report, dict) else None
    return error if isinstance(error, str) else None
