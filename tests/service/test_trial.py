"""Models on trial: whatever one does, it does it to its own process and becomes one sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from tiny_bundle import EXPECTED, make_bundle, npz

from phototagger.core.errors import Cancelled, ModelError
from phototagger.service.trial import try_model


def go_on() -> None:
    pass


@pytest.mark.parametrize("kind", ["linear", "boxes"])
def test_a_good_model_passes(tmp_path: Path, kind: str) -> None:
    try_model(make_bundle(tmp_path, kind), go_on)


def test_other_results_than_its_makers_fail(tmp_path: Path) -> None:
    folder = make_bundle(tmp_path, expected=np.roll(EXPECTED, 1))

    with pytest.raises(ModelError, match=r"other probabilities here .* \(by up to 1\.00\)"):
        try_model(folder, go_on)


def test_a_small_difference_is_normal(tmp_path: Path) -> None:
    try_model(make_bundle(tmp_path, expected=EXPECTED * 0.985), go_on)


def test_a_network_that_is_none_fails(tmp_path: Path) -> None:
    folder = make_bundle(tmp_path, parts={"network.onnx": b"no network"})

    with pytest.raises(ModelError, match="cannot be loaded on this machine"):
        try_model(folder, go_on)


def test_a_model_without_examples_cannot_be_tried(tmp_path: Path) -> None:
    empty = npz(pictures=np.zeros((0, 8, 8, 3), np.uint8), expected=np.zeros((0, 3)))

    with pytest.raises(ModelError, match="has no examples to check it by"):
        try_model(make_bundle(tmp_path, parts={"test.npz": empty}), go_on)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import os; os.abort()", "made the tagging service stop"),
        ("import ctypes; ctypes.string_at(0)", "made the tagging service stop"),
        ("print('a library prints this')", "made the tagging service stop"),
        ("print('[1, 2]')", "made the tagging service stop"),
        ("print('{\"error\": 5}')", "made the tagging service stop"),
        ("import time; time.sleep(60)", "takes too long"),
    ],
)
def test_a_process_that_dies_or_hangs_is_told(tmp_path: Path, program: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        try_model(tmp_path, go_on, command=(sys.executable, "-c", program), timeout_s=1.5)


def test_a_trial_can_be_cancelled(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        try_model(tmp_path, stop, command=(sys.executable, "-c", "import time; time.sleep(60)"))


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be tried here"):
        try_model(tmp_path, go_on, command=(str(tmp_path / "none"),))
