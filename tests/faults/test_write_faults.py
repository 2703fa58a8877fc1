"""Every system call of a write or an undo is killed or failed; files are old or new, never torn."""

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
SHORT = "retval=100"
FOREIGN = ".photo.jpg.tagtmp-foreign"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


@dataclass
class Scene:
    """What is written: files by name, which of them are photos, and whether it is an undo."""

    name: str
    files: dict[str, str]
    photos: tuple[str, ...]
    action: str = "write"

    def make(self, folder):
        for name, kind in self.files.items():
            if kind == "JPEG":
                Image.linear_gradient("L").save(folder / name)
            elif kind == "PNG":
                Image.linear_gradient("L").resize((20, 20)).save(folder / name)
            else:
                (folder / name).write_bytes(kind.encode())
        (folder / FOREIGN).write_bytes(b"not ours")


SIDECAR = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>'
)
PHOTO = Scene("photo", {"photo.jpg": "JPEG"}, ("photo.jpg",))
RAW = Scene("raw with a new sidecar", {"photo.nef": "RAW"}, ("photo.nef",))
BOTH = Scene("photo and sidecar", {"photo.jpg": "JPEG", "photo.jpg.xmp": SIDECAR}, ("photo.jpg",))
GROUP = Scene(
    "group",
    {"a.jpg": "JPEG", "b.png": "PNG", "c.nef": "RAW"},
    ("a.jpg", "b.png", "c.nef"),
)
UNDO = Scene("undo", PHOTO.files, PHOTO.photos, "undo")
UNDO_BOTH = Scene("undo of both", BOTH.files, BOTH.photos, "undo")
UNDO_RAW = Scene("undo of a sidecar", RAW.files, RAW.photos, "undo")


@dataclass
class Stage:
    """A folder with a scene, a bystander and a journal, copied for every run."""

    home: Path
    scene: Scene
    template: Path = field(init=False)
    number: int = field(init=False)
    old: dict[str, str | None] = field(init=False)
    new: dict[str, str | None] = field(init=False)

    def __post_init__(self):
        self.template = self.home / f"template {self.scene.name}"
        photos = self.template / "photos"
        photos.mkdir(parents=True)
        self.scene.make(photos)
        journal = self.template / "journal.sqlite"
        writer = Writer(journal)
        writer.history()
        writer.close()
        connection = sqlite3.connect(journal)
        self.number = connection.execute("SELECT seq FROM sqlite_sequence").fetchone()[0] + 1
        connection.close()
        names = [*self.scene.files, *(f"{name}.xmp" for name in self.scene.photos)]
        self.names = sorted(set(names))
        before = self.digests(self.template)
        if self.scene.action == "undo":
            self.call(self.template, "write")
        self.old = self.digests(self.template)
        place, status, said = self.run("plain")
        assert status == 0, said
        self.new = self.digests(place)
        assert self.new != self.old
        assert self.scene.action == "write" or self.new == before
        self.changed = [name for name in self.names if self.old[name] != self.new[name]]

    def digests(self, place):
        return {name: digest(place / "photos" / name) for name in self.names}

    def photo_side(self, place):
        photos = place / "photos"
        temps = [
            photos / f".{name}.tagtmp-{self.number + n:x}" for name in self.names for n in range(3)
        ]
        return [photos, *(photos / name for name in self.names), *temps]

    def journal_side(self, place):
        return [
            place / name for name in ("journal.sqlite", "journal.sqlite-journal", "journal.lock")
        ]

    def call(self, place, action, *strace):
        photos = [str(place / "photos" / name) for name in self.scene.photos]
        command = [*strace, sys.executable, str(PROGRAM), str(place / "journal.sqlite"), action]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [*command, *photos],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def run(self, name, *strace, side=None):
        """Run once in a copy of the template; returns its place, exit status and output."""
        place = self.home / f"{self.scene.name} {name}"
        shutil.copytree(self.template, place)
        self.move_history(place)
        words = []
        if strace:
            paths = [word for path in side(place) for word in ("-P", str(path))]
            words = ["strace", "-f", "-qq", *paths, *strace]
        done = self.call(place, self.scene.action, *words)
        return place, done.returncode, done.stdout

    def move_history(self, place):
        """Let the entries of a copied journal name the copied files."""
        connection = sqlite3.connect(place / "journal.sqlite")
        for number, *paths in connection.execute("SELECT number, photo, target FROM entries"):
            moved = [bytes(place / "photos" / Path(os.fsdecode(path)).name) for path in paths]
            connection.execute(
                "UPDATE entries SET photo = ?, target = ? WHERE number = ?", (*moved, number)
            )
        connection.commit()
        connection.close()

    def calls(self, side):
        """Count the system calls of one undisturbed run on the files of one side.

        strace counts per thread, so the thread with the most calls of a name tells.
        """
        log = self.home / f"log {self.scene.name} {side.__name__}"
        self.run(f"dry-{side.__name__}", "-o", str(log), side=side)
        counts = Counter(re.findall(r"^(\d+)\s+(\w+)\(", log.read_text(), re.MULTILINE))
        most: Counter[str] = Counter()
        for (_, call), count in counts.items():
            most[call] = max(most[call], count)
        return most

    def faults(self, side, kinds, *, all_calls):
        """Run all faults of one side; returns how many ran and what went wrong."""
        jobs = [
            (call, nth, kind)
            for call, count in self.calls(side).items()
            if all_calls or call not in HARMLESS
            for nth in range(1, count + 1)
            for kind in kinds
            if kind != SHORT or call in ("write", "pwrite64")
        ]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda job: self.one(side, *job), jobs)
            problems = [problem for problem in found if problem]
        print(f"{len(jobs)} faults, {self.scene.name}, {side.__name__}: {len(problems)} broken")
        return len(jobs), problems

    def one(self, side, call, nth, kind):
        """Run once with one fault; returns a sentence when a promise was broken."""
        name = f"{side.__name__}-{call}-{nth}-{kind.split('=')[-1]}"
        inject = f"inject={call}:{kind}:when={nth}"
        trace = ("--seccomp-bpf", "-e", f"trace={call}", "-e", inject, "-o", "/dev/null")
        place, status, said = self.run(name, *trace, side=side)
        try:
            self.judge(place, status, said, kind)
        except AssertionError as problem:
            return f"{name}: {problem}"
        shutil.rmtree(place)
        return ""

    def judge(self, place, status, said, kind):
        photos = place / "photos"
        now = self.digests(place)
        for name in self.names:
            assert now[name] in (self.old[name], self.new[name]), f"{name} is torn"
        if kind == KILL:
            assert status in (-signal.SIGKILL, 128 + signal.SIGKILL, 0), f"status {status}"
        else:
            assert status in (0, 3), f"status {status}: a failure without a sentence"
            assert status == 3 or now == self.new, f"status {status} is not true"
            # a folder that could not be synced leaves an undo done, but not for certain
            assert status == 0 or now != self.new or self.scene.action == "undo", "it was written"
            if self.scene is not GROUP and self.scene.action == "write":
                assert status == 0 or now == self.old, "half of the files are written"
            names = ("photo", *self.scene.photos)
            assert status == 0 or any(name in said for name in names), f"no photo named: {said}"
        self.judge_recovery(place, photos, now)

    def judge_recovery(self, place, photos, now):
        writer = Writer(place / "journal.sqlite")
        try:
            writer.recover()
            assert self.digests(place) == now, "the recovery changed a file"
            left = {path.name for path in photos.iterdir()} - set(self.names)
            assert left == {FOREIGN}, f"left behind: {left}"
            if self.scene.action == "undo":
                writer.undo("one")
                assert self.digests(place) == self.new, "a second undo did not succeed"
                return
            tasks = [(photos / name, CHANGE) for name in self.scene.photos]
            again = list(writer.write_many(tasks, batch="again"))
            assert all(outcome.report for outcome in again), "a second try did not succeed"
            assert self.digests(place) == self.new, "a second try gave other bytes"
            # After a group that broke off, a file may stand in the history a second time.
            lines = [line for batch in writer.history() for line in writer.undo(batch.id)]
            assert {line.target.name for line in lines} == set(self.changed), f"undo {lines}"
            assert all(line.undone for line in lines), f"undo {lines}"
            assert self.digests(place) == self.old, "undo did not bring the originals back"
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
    return lambda scene: Stage(tmp_path, scene)


@pytest.mark.strace
@pytest.mark.timeout(400)
def test_w01_w02_a_kill_or_failure_at_any_change_of_a_photo(stage):
    """W01, W02: SIGKILL, EIO and ENOSPC at every call that changes something beside the photo."""
    found = stage(PHOTO)
    ran, problems = found.faults(found.photo_side, (KILL, EIO, ENOSPC), all_calls=False)
    assert not problems
    assert ran > 40


@pytest.mark.strace
@pytest.mark.timeout(400)
def test_w01_a_kill_at_any_change_of_the_journal(stage):
    """W01: SIGKILL at every call that changes the journal."""
    found = stage(PHOTO)
    ran, problems = found.faults(found.journal_side, (KILL,), all_calls=False)
    assert not problems
    assert ran > 25


@pytest.mark.strace
def test_w03_a_disk_that_says_it_wrote_more_than_it_did_is_caught(stage):
    """W03: a short write that calls itself complete is found by reading back."""
    found = stage(PHOTO)
    place, status, said = found.run(
        "lie", "-e", "inject=write:retval=100:when=1", "-o", "/dev/null", side=found.photo_side
    )
    assert status == 3
    assert "gave other bytes back" in said
    assert found.digests(place) == found.old


@pytest.mark.parametrize("killed_after", range(0, 20, 2))
def test_w04_a_batch_killed_at_any_photo_can_be_finished(tmp_path, killed_after):
    """W04: a run killed between any two photos; what is left is finished, all can be undone."""
    photos = [tmp_path / f"{number}.jpg" for number in range(20)]
    for number, photo in enumerate(photos):
        Image.new("L", (200, 200), number).save(photo)
    old = [digest(photo) for photo in photos]
    journal = tmp_path / "home" / "journal.sqlite"
    command = [sys.executable, str(PROGRAM), str(journal), "write", *map(str, photos)]
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
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("side", ["photo_side", "journal_side"])
@pytest.mark.parametrize(
    "scene", [PHOTO, RAW, BOTH, GROUP, UNDO, UNDO_BOTH, UNDO_RAW], ids=lambda scene: scene.name
)
def test_w01_w02_w03_every_fault_at_every_call(stage, scene, side):
    """W01, W02, W03: every call of every kind of write and undo, on the photos and the journal."""
    found = stage(scene)
    kinds = (KILL, EIO, ENOSPC, EDQUOT, SHORT) if side == "photo_side" else (KILL, EIO, ENOSPC)
    ran, problems = found.faults(getattr(found, side), kinds, all_calls=True)
    assert not problems
    assert ran > 60
