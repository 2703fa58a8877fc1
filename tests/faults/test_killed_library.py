"""What ``kill -9`` leaves behind while a folder is scanned, read, and decided about."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from phototagger.core.library import Library
from phototagger.core.review import Decision

MakePhoto = Callable[..., Path]
KILLS = 10

WORKS_UNTIL_KILLED = """
import queue, sys
from pathlib import Path
from phototagger import app
from phototagger.core import review_changes
from phototagger.core.settings import AppPaths
home, photos, word = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
todo = queue.SimpleQueue()
program = app.build(AppPaths.at(home), todo.put, lambda event: None)
session = program.session
print("open", flush=True)
session.open([photos])
seen = set()
while True:
    try:
        todo.get(timeout=0.01)()
    except queue.Empty:
        pass
    for photo_id in session.ids()[:40]:
        if photo_id not in seen:
            seen.add(photo_id)
            change = review_changes.add(session.reviews([photo_id]), [word])
            session.apply(change)
            print(photo_id, flush=True)
            todo.get_nowait()() if not todo.empty() else None
    if len(seen) == 40 and session.is_idle:
        seen.clear()
        session.rescan()
"""


def test_a_killed_program_keeps_what_it_acknowledged_and_touches_no_photo(
    make_photo: MakePhoto, tmp_path: Path
) -> None:
    """Statement C01: killed at ten random moments; each decision that was told is there."""
    for number in range(400):
        make_photo(f"{number // 40}/{number}.jpg", color=f"#{number * 4099 % 0xFFFFFF:06x}")
    photos = make_photo("0/0.jpg").parent.parent
    before = {path: digest(path) for path in photos.rglob("*.jpg")}
    home = tmp_path / "home"
    catalog = home / "data" / "catalog.sqlite"
    chance = random.Random(11)
    acknowledged: dict[int, set[str]] = {}
    for round_number in range(KILLS):
        word = f"word{round_number}"
        told = work_until_killed(home, photos, word, chance.uniform(0.02, 1.5))
        for photo_id in told:
            acknowledged.setdefault(photo_id, set()).add(word)
        with closing(sqlite3.connect(catalog)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        library = Library.open(catalog)
        for photo_id, words in acknowledged.items():
            review = library.review(photo_id)  # type: ignore[arg-type]
            accepted = {d.name for d in review.decisions if d.decision is Decision.ACCEPTED}
            assert words <= accepted
        library.close()
    assert acknowledged, "at least one round lived long enough to decide something"
    assert {path: digest(path) for path in photos.rglob("*.jpg")} == before
    assert sum(1 for path in photos.rglob("*") if path.is_file()) == len(before)


def work_until_killed(home: Path, photos: Path, word: str, seconds: float) -> list[int]:
    """Let a program work on the photos and kill it; return the decisions it told of."""
    command = [sys.executable, "-c", WORKS_UNTIL_KILLED, home, photos, word]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        time.sleep(seconds)
        os.kill(child.pid, signal.SIGKILL)
        lines = child.stdout.read().split("\n")[:-1]
    return [int(line) for line in lines]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
