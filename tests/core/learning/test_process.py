"""Learning in a process of its own: the result is whole or absent, and stopping ends it."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from phototagger.core.errors import Cancelled, LibraryError
from phototagger.core.jobs import CancelToken
from phototagger.core.learning import job_file, learned_file
from phototagger.core.learning.feature_cache import FeatureCache
from phototagger.core.learning.job_file import LearningJob
from phototagger.core.learning.process import Launcher, learn
from phototagger.core.learning.values import Example
from phototagger.interpreter import module_command, module_environment

from .conftest import World

REAL = Launcher(module_command("phototagger.core.learning.child"), module_environment())


@pytest.fixture
def job(tmp_path: Path, world: World) -> LearningJob:
    """Return a job with twenty photos of one word and a hundred others."""
    cache = FeatureCache(tmp_path / "features.sqlite", 16)
    rows = np.concatenate((world.photos("a", 20), world.noise(100)))
    keys = [number.to_bytes(16, "big") for number in range(120)]
    cache.put(
        [(k, "space", row.astype("<f2").tobytes()) for k, row in zip(keys, rows, strict=True)]
    )
    examples = tuple(
        Example(k, ("garden",) if n < 20 else ("other",), (), True, {"beach": (0.5, n % 2 == 0)})
        for n, k in enumerate(keys)
    )
    return LearningJob(
        examples,
        frozenset({"other"}),
        frozenset(),
        7,
        cache.file,
        tmp_path / "none",
        tmp_path / "data" / "words.learned",
    )


def test_a_job_survives_its_file(job: LearningJob, tmp_path: Path) -> None:
    job_file.write(job, tmp_path / "job")
    assert job_file.read(tmp_path / "job") == job
    (tmp_path / "job").write_text("[]")
    with pytest.raises(ValueError, match="no learning job"):
        job_file.read(tmp_path / "job")


def test_copies_of_a_photo_are_one_example() -> None:
    key = bytes(16)
    one = Example(key, ("a",), ("b",), True, {"x": (0.5, True)})
    other = Example(key, ("b", "c"), (), False, {"y": (0.4, False)})
    (merged,) = job_file.merged([one, other])
    assert merged.keywords == ("a", "b", "c")
    assert merged.rejected == ()
    assert merged.is_reviewed
    assert merged.judged == {"x": (0.5, True), "y": (0.4, False)}


def test_the_process_learns_and_leaves_the_file(job: LearningJob) -> None:
    assert learn(job, REAL, CancelToken()) == 1
    learned = learned_file.load(job.result_file)
    assert learned is not None
    assert [word.name for word in learned.words] == ["garden"]
    assert learned.feature_space == "space"


def test_without_features_nothing_is_learned(job: LearningJob) -> None:
    job.features_file.unlink()
    assert learn(job, REAL, CancelToken()) == 0
    assert not job.result_file.exists()


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(3)", "print('no report')", "import os; os.kill(os.getpid(), 9)"],
)
def test_a_process_that_fails_leaves_the_old_result(job: LearningJob, program: str) -> None:
    job.result_file.parent.mkdir()
    job.result_file.write_bytes(b"old")
    with pytest.raises(LibraryError, match="learned before still holds"):
        learn(job, Launcher((sys.executable, "-c", program), dict(os.environ)), CancelToken())
    assert job.result_file.read_bytes() == b"old"


def test_a_program_that_is_not_there_is_told(job: LearningJob) -> None:
    with pytest.raises(LibraryError):
        learn(job, Launcher(("/nowhere/python",), {}), CancelToken())


def test_stopping_ends_the_process(job: LearningJob, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    cancel = CancelToken()
    launcher = Launcher((sys.executable, "-c", program), dict(os.environ))

    def stop() -> None:
        while not note.exists() or not note.read_text():
            time.sleep(0.01)
        cancel.cancel()

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(Cancelled):
        learn(job, launcher, cancel)
    thread.join()
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
