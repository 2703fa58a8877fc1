"""Every system call of one write is killed or failed; the photo is old or new, never torn."""

from __future__ import annotations

import concurrent.futures
import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import Writer

PROGRAM = Path(__file__).with_name("write_once.py")
ROOT = Path(__file__).parents[2]
CHANGE = KeywordChange(add=KeywordSet(("kočka",)))
HARMLESS = {"newfstatat", "fstat", "lseek", "read", "pread64", "ioctl", "fcntl", "access"}
"""Calls that change nothing on disk: a kill before one equals a kill before the next other one."""
KILL, EIO, ENOSPC, EDQUOT = "signal=SIGKILL", "error=EIO", "error=ENOSPC", "error=EDQUOT"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass
class Stage:
    """A folder with a photo, a bystander and a journal, copied for every run."""

    home: Path
    template: Path = field(init=False)
    number: int = field(init=False)
    old: str = field(init=False)
    new: str = field(init=False)

    def __post_init__(self):
        self.template = self.home / "template"
        photos = self.template / "photos"
        photos.mkdir(parents=True)
        Image.linear_gradient("L").save(photos / "photo.jpg")
        (photos / ".photo.jpg.tagtmp-foreign").write_bytes(b"not ours")
        journal = self.template / "journal.sqlite"
        writer = Writer(journal)
        writer.history()
        writer.close()
        connection = sqlite3.connect(journal)
        self.number = connection.execute("SELECT seq FROM sqlite_sequence").fetchone()[0] + 1
        connection.close()
        self.old = digest(photos / "photo.jpg")
        place, _, _ = self.run("plain")
        self.new = digest(place / "photos" / "photo.jpg")
        assert self.new != self.old

    def photo_side(self, place):
        photos = place / "photos"
        return [photos, photos / "photo.jpg", photos / f".photo.jpg.tagtmp-{self.number:x}"]

    def journal_side(self, place):
        return [
            place / name for name in ("journal.sqlite", "journal.sqlite-journal", "journal.lock")
        ]

    def run(self, name, *strace, side=None):
        """Run one write in a copy of the template; returns its place, exit status and output."""
        place = self.home / name
        shutil.copytree(self.template, place)
        command = [sys.executable, str(PROGRAM), str(place / "journal.sqlite")]
        command.append(str(place / "photos" / "photo.jpg"))
        if strace:
            paths = [word for path in side(place) for word in ("-P", str(path))]
            command = ["strace", "-f", "-qq", *paths, *strace, *command]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        return place, done.returncode, done.stdout

    def calls(self, side):
        """Count the system calls of one undisturbed write on the files of one side."""
        log = self.home / f"log-{side.__name__}"
        self.run(f"dry-{side.__name__}", "-o", str(log), side=side)
        return Counter(re.findall(r"^\d+\s+(\w+)\(", log.read_text(), re.MULTILINE))

    def faults(self, side, kinds, *, all_calls):
        """Run all faults of one side; returns how many ran and what went wrong."""
        jobs = [
            (call, nth, kind)
            for call, count in self.calls(side).items()
            if all_calls or call not in HARMLESS
            for nth in range(1, count + 1)
            for kind in kinds
        ]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda job: self.one(side, *job), jobs)
            return len(jobs), [problem for problem in found if problem]

    def one(self, side, call, nth, kind):
        """Run one write with one fault; returns a sentence when a promise was broken."""
        name = f"{side.__name__}-{call}-{nth}-{kind.removeprefix('error=')}"
        inject = f"inject={call}:{kind}:when={nth}"
        place, status, said = self.run(name, "-e", inject, "-o", "/dev/null", side=side)
        try:
            self.judge(place, status, said, kind)
        except AssertionError as problem:
            return f"{name}: {problem}"
        shutil.rmtree(place)
        return ""

    def judge(self, place, status, said, kind):
        photos = place / "photos"
        now = digest(photos / "photo.jpg")
        assert now in (self.old, self.new), "the photo is torn"
        if kind == KILL:
            assert status in (-signal.SIGKILL, 128 + signal.SIGKILL, 0), f"status {status}"
        else:
            assert status in (0, 3), f"status {status}: a failure without a sentence"
            assert now == (self.new if status == 0 else self.old), f"status {status} is not true"
            assert status == 0 or "photo" in said, f"the message names no photo: {said}"
        writer = Writer(place / "journal.sqlite")
        try:
            writer.recover()
            assert digest(photos / "photo.jpg") == now, "the recovery changed the photo"
            left = sorted(path.name for path in photos.iterdir())
            assert left == [".photo.jpg.tagtmp-foreign", "photo.jpg"], f"left behind: {left}"
            writer.write(photos / "photo.jpg", CHANGE, batch="again")
            assert digest(photos / "photo.jpg") == self.new, "a second try did not succeed"
            undone = [line.undone for batch in writer.history() for line in writer.undo(batch.id)]
            assert undone == [True], f"undo {undone}"
            assert digest(photos / "photo.jpg") == self.old, "undo did not bring the original back"
        finally:
            writer.close()


@pytest.fixture
def stage(tmp_path):
    probe = ["strace", "-qq", "-o", "/dev/null", "true"]
    if (
        not shutil.which("strace")
        or subprocess.run(probe, check=False, capture_output=True).returncode
    ):
        pytest.skip("strace is missing or ptrace is forbidden here")
    return Stage(tmp_path)


@pytest.mark.strace
def test_a_kill_or_failure_at_any_call_on_the_photo(stage):
    ran, problems = stage.faults(stage.photo_side, (KILL, EIO, ENOSPC), all_calls=True)
    assert not problems
    assert ran > 90


@pytest.mark.strace
def test_a_kill_at_any_change_of_the_journal(stage):
    ran, problems = stage.faults(stage.journal_side, (KILL,), all_calls=False)
    assert not problems
    assert ran > 25


@pytest.mark.strace
def test_a_disk_that_says_it_wrote_more_than_it_did_is_caught(stage):
    place, status, said = stage.run(
        "lie", "-e", "inject=write:retval=100:when=1", "-o", "/dev/null", side=stage.photo_side
    )
    assert status == 3
    assert "gave other bytes back" in said
    assert digest(place / "photos" / "photo.jpg") == stage.old


@pytest.mark.parametrize("killed_after", range(0, 20, 2))
def test_a_batch_killed_at_any_photo_can_be_finished(tmp_path, killed_after):
    photos = [tmp_path / f"{number}.jpg" for number in range(20)]
    for number, photo in enumerate(photos):
        Image.new("L", (200, 200), number).save(photo)
    old = [digest(photo) for photo in photos]
    journal = tmp_path / "home" / "journal.sqlite"
    command = [sys.executable, str(PROGRAM), str(journal), *map(str, photos)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        for _ in range(killed_after):
            running.stdout.readline()
        running.kill()
    writer = Writer(journal)
    writer.recover()
    written = [digest(photo) != before for photo, before in zip(photos, old, strict=True)]
    assert written == sorted(written, reverse=True)
    assert sum(written) >= killed_after
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["home", *(photo.name for photo in photos)]
    )
    for photo, done in zip(photos, written, strict=True):
        assert writer.write(photo, CHANGE, batch="one").changed is not done
    assert all(line.undone for line in writer.undo("one"))
    assert [digest(photo) for photo in photos] == old
    writer.close()


@pytest.mark.strace
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("side", ["photo_side", "journal_side"])
def test_every_fault_at_every_call(stage, side):
    kinds = (KILL, EIO, ENOSPC, EDQUOT)
    ran, problems = stage.faults(getattr(stage, side), kinds, all_calls=True)
    assert not problems
    assert ran > 130
