"""Writes files in torch's old format, without torch: what the pinned weights look like."""

from __future__ import annotations

import io
import pickle
import struct
import sys
import types
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001


def write(
    tensors: Mapping[str, np.ndarray],
    *,
    counts: Mapping[str, int] | None = None,
    shape: tuple[int, ...] = (),
) -> bytes:
    """Return a file with *tensors* of float32 or int64; any strides are kept.

    Args:
        tensors: by name.
        counts: lies about how many numbers a tensor has.
        shape: a lie about the shape of all of them.
    """
    torch = _stand_in()
    stream = io.BytesIO()
    for value in (MAGIC, PROTOCOL, {"little_endian": True}):
        pickle.dump(value, stream, protocol=2)
    table: OrderedDict[str, Any] = OrderedDict()
    stored: list[np.ndarray] = []
    for name, array in tensors.items():
        base = array if array.base is None else array.base
        kind = torch.LongStorage if array.dtype == np.int64 else torch.FloatStorage
        count = (counts or {}).get(name, base.size)
        strides = tuple(stride // array.itemsize for stride in array.strides)
        table[name] = _Tensor(kind, str(len(stored)), count, shape or array.shape, strides)
        stored.append(base)
    pickler = _Pickler(stream, 2)
    pickler.dump(table)
    pickle.dump([str(index) for index in range(len(stored))], stream, protocol=2)
    for array in stored:
        stream.write(struct.pack("<q", array.size) + array.ravel(order="K").tobytes())
    return stream.getvalue()


class _Tensor:
    def __init__(
        self, kind: Any, key: str, count: int, shape: tuple[int, ...], strides: tuple[int, ...]
    ) -> None:
        self.parts = (_Stored(kind, key, count), 0, shape, strides, False, OrderedDict())

    def __reduce__(self) -> Any:
        return _stand_in()._utils._rebuild_tensor_v2, self.parts


class _Stored:
    def __init__(self, kind: Any, key: str, count: int) -> None:
        self.pid = ("storage", kind, key, "cpu", count, None)


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: Any) -> Any:
        return obj.pid if isinstance(obj, _Stored) else None


def _stand_in() -> Any:
    """Return a module that pickles under torch's names."""
    if "torch" in sys.modules:
        return sys.modules["torch"]
    torch: Any = types.ModuleType("torch")
    torch._utils = types.ModuleType("torch._utils")
    for name in ("FloatStorage", "LongStorage"):
        setattr(torch, name, type(name, (), {"__module__": "torch"}))

    def _rebuild_tensor_v2() -> None:
        raise AssertionError("never called")

    _rebuild_tensor_v2.__module__ = "torch._utils"
    _rebuild_tensor_v2.__qualname__ = "_rebuild_tensor_v2"
    torch._utils._rebuild_tensor_v2 = _rebuild_tensor_v2
    sys.modules["torch"], sys.modules["torch._utils"] = torch, torch._utils
    return torch


def forget() -> None:
    """Take the stand-in away again."""
    for name in ("torch", "torch._utils"):
        sys.modules.pop(name, None)
