"""Arrays of a bundle: read without unpickling, bounded, finite."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import numpy.typing as npt

from phototagger.core.models.manifest import Malformed

Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.intp]

_MAX_ARRAY_BYTES = 1024**3


def read_npz(
    data: bytes, required: frozenset[str], optional: frozenset[str] = frozenset()
) -> dict[str, npt.NDArray[np.generic]]:
    """Return the arrays of an ``.npz`` file by name.

    Raises:
        Malformed: arrays are missing, unknown or too large.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > _MAX_ARRAY_BYTES:
            raise Malformed("its arrays are too large")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        names = set(arrays.files)
        if not required <= names <= required | optional:
            raise Malformed(f"its arrays must be {', '.join(sorted(required))}")
        return {name: arrays[name] for name in arrays.files}


def read_npy(data: bytes) -> Floats:
    """Return the array of an ``.npy`` file.

    Raises:
        Malformed: it holds something else than finite numbers.
    """
    return as_floats(np.load(io.BytesIO(data), allow_pickle=False))


def as_floats(array: npt.NDArray[np.generic]) -> Floats:
    """Return an array as numbers.

    Raises:
        Malformed: it holds something else than finite numbers.
    """
    if array.dtype.kind not in "fbiu":
        raise Malformed("its arrays must hold numbers")
    numbers = array.astype(np.float32)
    if not np.isfinite(numbers).all():
        raise Malformed("its arrays hold values that are no numbers")
    return numbers
