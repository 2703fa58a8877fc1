"""The program without a window: one command per job.

Exit codes: 0 everything done; 1 some photos failed, the others are done; 2 wrong usage;
3 nothing could be done; 130 interrupted.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a script may rely on."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    NOTHING_DONE = 3
    INTERRUPTED = 130
