"""What the terminal shows: bars, progress on one line, and JSON."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable

from phototagger.core.events import Event, Progress, Work

_BAR_CELLS = 24
_EIGHTHS = " ▏▎▍▌▋▊▉"
_WORDS = {
    Work.SCAN: "Looking for photos",
    Work.TAGGING: "Tagging",
    Work.PREVIEW: "Comparing",
    Work.WRITING: "Writing",
    Work.UNDO: "Restoring",
    Work.EXPORT: "Exporting",
    Work.LEARNING: "Learning",
}


def bar(probability: float) -> str:
    """Return a probability as a bar of 24 cells, an eighth of a cell exact."""
    eighths = round(min(1.0, max(0.0, probability)) * _BAR_CELLS * 8)
    full, rest = divmod(eighths, 8)
    text = "█" * full + (_EIGHTHS[rest] if rest else "")
    return text.ljust(_BAR_CELLS, "·")


def tag_line(name: str, probability: float, *, accepted: bool, is_learned: bool = False) -> str:
    """Return one suggestion as a line."""
    mark = "✓" if accepted else " "
    origin = "  (learned)" if is_learned else ""
    return f"  {mark} {bar(probability)} {probability:>4.0%}  {name}{origin}"


def plain(text: object) -> str:
    """Return text that any terminal and file can take, whatever a file name holds."""
    return str(text).encode("utf-8", "replace").decode()


def say(text: str = "") -> None:
    """Print a line for people or for a script."""
    print(plain(text), flush=True)


def complain(text: str) -> None:
    """Print a problem beside the result."""
    print(plain(f"phototagger: {text}"), file=sys.stderr, flush=True)


def say_json(value: object) -> None:
    """Print JSON; what is no text in a file name is escaped."""
    print(json.dumps(value, ensure_ascii=True, indent=2), flush=True)


class ProgressLine:
    """Shows progress on one line of a terminal; says nothing into a pipe."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._is_shown = False

    def take(self, event: Event) -> None:
        """Show how far the work is."""
        if not isinstance(event, Progress) or not self._is_terminal:
            return
        if not event.is_running:
            self.clear()
            return
        text = f"{_WORDS[event.work]} {event.done:,}"
        if event.total:
            text = f"{text} of {event.total:,}"
        if event.left_s is not None:
            text = f"{text} · {event.rate_per_s:.1f}/s · {max(1, round(event.left_s))} s left"
        width = shutil.get_terminal_size().columns - 1
        print(f"\r{text[:width]:<{width}}", end="", file=sys.stderr, flush=True)
        self._is_shown = True

    def clear(self) -> None:
        """Take the line away before something else is printed."""
        if self._is_shown:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r{'':<{width}}\r", end="", file=sys.stderr, flush=True)
            self._is_shown = False


def sentence_list(lines: Iterable[str]) -> None:
    """Complain about each line once."""
    for line in dict.fromkeys(lines):
        complain(line)
