"""The backbone in whole numbers of 8 bits: a quarter of the size, twice as fast.

Static quantisation: the range of every activation is measured once, on photos.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

Floats = npt.NDArray[np.float32]


class _Photos(CalibrationDataReader):
    def __init__(self, planes: Sequence[Floats]) -> None:
        self._rest: Iterator[Floats] = iter(planes)

    def get_next(self) -> dict[str, Floats] | None:
        """Return the next photo as the network's input, None after the last."""
        plane = next(self._rest, None)
        return None if plane is None else {"image": plane[None]}


def quantized(model: onnx.ModelProto, planes: Sequence[Floats]) -> onnx.ModelProto:
    """Return *model* with weights and activations of 8 bits.

    Args:
        model: graph with the input ``image``.
        planes: photos to measure ranges on, each 3 × H × W, as the network wants them.
    """
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        small = Path(folder) / "small.onnx"
        onnx.save(model, plain)
        # Merges what can be merged first: fewer roundings. Symbolic shapes would need sympy.
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        quantize_static(
            ready,
            small,
            _Photos(planes),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )
        return onnx.load(small)


def features(model: onnx.ModelProto, planes: Sequence[Floats], *, batch: int = 8) -> Floats:
    """Return what *model* makes of each photo, N × features."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session: Any = onnxruntime.InferenceSession(model.SerializeToString(), options)
    parts = [
        session.run(["features"], {"image": np.stack(planes[start : start + batch])})[0]
        for start in range(0, len(planes), batch)
    ]
    return np.concatenate(parts)


def logits(model: onnx.ModelProto, rows: Floats) -> Floats:
    """Return the network's own classes for rows of features, N × classes."""
    session: Any = onnxruntime.InferenceSession(model.SerializeToString())
    found: Floats = session.run(["logits"], {"features": rows})[0]
    return found


def likeness(left: Floats, right: Floats) -> Floats:
    """Return the cosine between each pair of rows."""
    product: Floats = (left * right).sum(axis=1)
    return product / (np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1))
