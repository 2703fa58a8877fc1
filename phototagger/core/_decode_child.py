"""A process that decodes photos: file names in on standard input, pixels out on standard output.

Bugs of image libraries end here: what crashes, hangs or wants too much memory ends this process
and fails one photo, never the window. The process limits itself: memory by the system (where it
knows such a limit), time by the system and a watchdog, life by that of its parent and by need.

A question is `QUESTION`, the sizes and the name; an answer is `ANSWER` and pictures or a sentence.
"""

from __future__ import annotations

import faulthandler
import os
import select
import signal
import struct
import sys
from pathlib import Path

from phototagger.child_process import end_with_parent, limit_memory, private_output
from phototagger.core import pixels
from phototagger.core.errors import PhotoError, UnsupportedFormat

try:
    import resource
except ImportError:  # Windows knows no such limit; crashes stay in this process all the same
    resource = None  # type: ignore[assignment]

QUESTION = struct.Struct(">HH")
"""Number of sizes wanted, and length of the file's name in bytes."""

EDGE = struct.Struct(">H")
"""One size: longest side in pixels."""

ANSWER = struct.Struct(">BI")
"""What it is (`PICTURES`, `UNREADABLE`, `UNSUPPORTED`), and number of pictures or length."""

PICTURE = struct.Struct(">HH")
"""Width and height; 3 bytes a pixel follow."""

PICTURES, UNREADABLE, UNSUPPORTED = range(3)

MAX_MEMORY_BYTES = 2 * 1024**3
"""Address space: the largest photo that is decoded whole takes 440 MB, and its filters as much."""

MAX_DECODE_CPU_S = 20
"""Processor time for one photo, where the system counts it; the slowest real ones take two."""

MAX_DECODE_S = 120.0
"""Time for one photo on the clock, which on a busy machine says little about the photo."""

IDLE_S = 60.0
_NICE = 10


def main() -> None:
    """Answer questions until nobody has any."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # sent to the whole group; the parent decides
    if hasattr(os, "nice"):
        os.nice(_NICE)
    limit_memory(MAX_MEMORY_BYTES)
    end_with_parent()
    source = sys.stdin.buffer
    with private_output() as sink:
        while _is_asked() and len(head := source.read(QUESTION.size)) == QUESTION.size:
            count, length = QUESTION.unpack(head)
            edges = [EDGE.unpack(source.read(EDGE.size))[0] for _ in range(count)]
            path = Path(os.fsdecode(source.read(length)))
            faulthandler.dump_traceback_later(MAX_DECODE_S, exit=True)
            _limit_processor_time()
            parts = _answer(path, edges)
            faulthandler.cancel_dump_traceback_later()
            for part in parts:
                sink.write(part)
            sink.flush()


def _answer(path: Path, edges: list[int]) -> list[bytes]:
    try:
        pictures = pixels.read_sizes(path, edges)
    except PhotoError as error:
        kind = UNSUPPORTED if isinstance(error, UnsupportedFormat) else UNREADABLE
        sentence = str(error).encode()
        return [ANSWER.pack(kind, len(sentence)), sentence]
    parts = [ANSWER.pack(PICTURES, len(pictures))]
    for picture in pictures:
        parts += [PICTURE.pack(picture.width, picture.height), picture.tobytes()]
    return parts


def _is_asked() -> bool:
    """Wait for a question; False when this process was not needed for a while."""
    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    poll.register(0, select.POLLIN)
    return bool(poll.poll(IDLE_S * 1000))


def _limit_processor_time() -> None:
    """Let the system end this process if the next photo takes too much of the processor."""
    if resource is not None:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used_s = int(usage.ru_utime + usage.ru_stime) + 1
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (used_s + MAX_DECODE_CPU_S, most))


if __name__ == "__main__":
    main()
