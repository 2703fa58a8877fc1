"""A decoder process: picture files in on standard input, pixels out on standard output.

Bugs of image libraries end here: what crashes, hangs or wants too much memory ends this process
and fails one record, never the service. The process limits itself: memory by the system (where it
knows such a limit), time by a watchdog, life by that of its parent.

A question is `QUESTION` and the file; an answer is `ANSWER` and the pixels or a sentence.
"""

from __future__ import annotations

import faulthandler
import signal
import struct
import sys

from phototagger.child_process import end_with_parent, limit_memory, private_output
from phototagger.core.errors import PhotoError, UnsupportedFormat
from phototagger.service.decode import MODES, RESIZES, Fit, decode

QUESTION = struct.Struct(">QHHBBdB")
"""Length of the file in bytes, width and height wanted, and how it becomes so large: mode, resize,
crop ratio, fill."""

ANSWER = struct.Struct(">BQQQ")
"""What it is (`PIXELS`, `UNREADABLE`, `UNSUPPORTED`), width and height received, length."""

PIXELS, UNREADABLE, UNSUPPORTED = range(3)

MAX_MEMORY_BYTES = 1024**3
"""Address space: 64 megapixels in full take up to 700 MB."""

MAX_DECODE_S = 15.0


def main() -> None:
    """Answer questions until standard input ends."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # sent to the whole group; the parent decides
    limit_memory(MAX_MEMORY_BYTES)
    end_with_parent()
    source = sys.stdin.buffer
    with private_output() as sink:
        while len(head := source.read(QUESTION.size)) == QUESTION.size:
            length, width, height, mode, resize, crop_ratio, fill = QUESTION.unpack(head)
            fit = Fit(MODES[mode], RESIZES[resize], crop_ratio, fill)
            data = source.read(length)
            faulthandler.dump_traceback_later(MAX_DECODE_S, exit=True)
            sink.write(_answer(data, (width, height), fit))
            faulthandler.cancel_dump_traceback_later()
            sink.flush()


def question(length: int, size: tuple[int, int], fit: Fit) -> bytes:
    """Return the head of a question."""
    mode, resize = MODES.index(fit.mode), RESIZES.index(fit.resize)
    return QUESTION.pack(length, *size, mode, resize, fit.crop_ratio, fit.fill)


def _answer(data: bytes, size: tuple[int, int], fit: Fit) -> bytes:
    try:
        picture = decode(data, size, fit)
    except PhotoError as error:
        kind = UNSUPPORTED if isinstance(error, UnsupportedFormat) else UNREADABLE
        sentence = str(error).encode()
        return ANSWER.pack(kind, 0, 0, len(sentence)) + sentence
    return ANSWER.pack(PIXELS, picture.width_px, picture.height_px, len(picture.rgb)) + picture.rgb


if __name__ == "__main__":
    main()
