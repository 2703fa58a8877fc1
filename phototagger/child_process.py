"""What processes of our own do first: hold back, keep quiet, end with the program they serve."""

from __future__ import annotations

import os
import select
import threading
from typing import IO

try:
    import resource
except ImportError:  # Windows knows no such limit; crashes stay in the child all the same
    resource = None  # type: ignore[assignment]


def limit_memory(most_bytes: int) -> None:
    """Let the system refuse this process more than *most_bytes* of address space, where it can."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or most > most_bytes:
            resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def private_output() -> IO[bytes]:
    """Take standard output away from libraries, which may print what they think of a picture.

    Returns:
        The way to whoever reads standard output, for the caller alone.
    """
    sink = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.close(silence)
    return sink


def end_with_parent() -> None:
    """End at once when standard input is closed, whatever else is being done then."""
    if hasattr(select, "poll"):
        threading.stack_size(256 * 1024)  # counts as memory in full
        threading.Thread(target=_wait_for_end, daemon=True).start()


def _wait_for_end() -> None:
    poll = select.poll()
    poll.register(0, 0)  # nothing but the hang-up, which is always told
    poll.poll()
    os._exit(0)
