"""Runs networks: pictures in, arrays out. The only home of onnxruntime.

A network may come from anywhere, so nothing about it is believed: names and shapes are compared
with its description, and what the runtime cannot do becomes one sentence.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from phototagger.core.errors import ServiceUnavailable
from phototagger.service.arrays import Floats, Pixels
from phototagger.service.decode import Fit, fit_pixels

_MAX_THREADS = 4
"""More threads than this give a network of this size nothing."""

# The runtime's exceptions have no base of their own.
_FAILURES = (
    runtime.EPFail,
    runtime.Fail,
    runtime.InvalidArgument,
    runtime.InvalidGraph,
    runtime.InvalidProtobuf,
    runtime.NotImplemented,
    runtime.RuntimeException,
    MemoryError,
)
_RUN_FAILURES = (*_FAILURES, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Classifier:
    """A second, small network behind the features.

    Attributes:
        onnx: the file.
        input_name: name of its input, N × features.
        output_name: name of its output, N × classes.
    """

    onnx: bytes
    input_name: str
    output_name: str


@dataclass(frozen=True, slots=True)
class Network:
    """A network and what it wants to see: (pixel · scale - mean) / std, of a fitted picture.

    Attributes:
        onnx: the file.
        input_name: name of its picture input.
        is_nchw: the input is N × 3 × height × width; else N × height × width × 3.
        dtype: type of the input: float32, float16 or uint8.
        takes_batches: one pass takes several pictures.
        size: width and height of the picture.
        fit: how a photo becomes a picture of that size.
        is_bgr: blue comes first.
        scale: see above.
        mean: see above, per channel.
        std: see above, per channel.
        output_name: name of the output that is used.
        classifier: makes the network's own classes of features.
        feature_space: equal for two bundles exactly when their features are, so that kept features
            are never mixed with those of another network or another preprocessing; "" when the
            output is no features.
    """

    onnx: bytes
    input_name: str
    is_nchw: bool
    dtype: str
    takes_batches: bool
    size: tuple[int, int]
    fit: Fit
    is_bgr: bool
    scale: float
    mean: tuple[float, ...]
    std: tuple[float, ...]
    output_name: str
    classifier: Classifier | None
    feature_space: str


class Runner:
    """A loaded network of one input and one output. Thread: one at a time.

    Args:
        onnx: the file.
        input_name: name of the input.
        output_name: name of the output.

    Raises:
        ServiceUnavailable: the runtime cannot load it, or it has no such input or output.
    """

    def __init__(self, onnx: bytes, input_name: str, output_name: str) -> None:
        self._session = _open_session(onnx)
        self._input, self._output = input_name, output_name
        inputs = [one.name for one in self._session.get_inputs()]
        outputs = {one.name: one.shape for one in self._session.get_outputs()}
        if inputs != [input_name] or output_name not in outputs:
            raise _unusable(
                f"its network has the inputs {', '.join(inputs)} and the outputs "
                f"{', '.join(outputs)}, not {input_name} and {output_name}"
            )
        width = outputs[output_name][-1] if outputs[output_name] else None
        self.width = width if isinstance(width, int) else 0
        """Values per row of the output; 0 when the network does not say."""

    def run(self, values: npt.NDArray[np.generic]) -> Floats:
        """Return the output for a batch.

        Raises:
            ServiceUnavailable: the network cannot take it.
        """
        try:
            found = self._session.run([self._output], {self._input: values})[0]
        except _RUN_FAILURES as error:
            raise _unusable("its network fails", str(error)) from error
        if not isinstance(found, np.ndarray) or found.dtype.kind != "f":
            raise _unusable("its network gives no numbers")
        numbers: Floats = found.astype(np.float32, copy=False)
        if len(numbers) != len(values):
            raise _unusable("its network does not give one result per picture")
        return numbers


def run_pictures(runner: Runner, planes: npt.NDArray[np.generic], network: Network) -> Floats:
    """Return the output for what `network_input` made; one by one where batches are not taken."""
    if network.takes_batches or len(planes) == 1:
        return runner.run(planes)
    return np.concatenate([runner.run(planes[i : i + 1]) for i in range(len(planes))])


def network_input(pictures: Sequence[Pixels], network: Network) -> npt.NDArray[np.generic]:
    """Return pictures as the network wants them.

    Args:
        pictures: height × width × 3, RGB; those of the network's size are taken as they are.
        network: says how.
    """
    width, height = network.size
    planes = np.empty((len(pictures), 3, height, width), np.float32)
    std = np.array(network.std, np.float32)[:, None, None]
    factor = np.float32(network.scale) / std
    shift = np.array(network.mean, np.float32)[:, None, None] / std
    for plane, picture in zip(planes, pictures, strict=True):
        plane[:] = _at_size(picture, network).transpose(2, 0, 1)[:: -1 if network.is_bgr else 1]
        # While the plane is in the cache: much faster than over the whole batch at once.
        np.multiply(plane, factor, out=plane)
        np.subtract(plane, shift, out=plane)
    arranged = planes if network.is_nchw else np.ascontiguousarray(planes.transpose(0, 2, 3, 1))
    return arranged.astype(network.dtype, copy=False)


def _at_size(picture: Pixels, network: Network) -> Pixels:
    height, width = picture.shape[:2]
    if (width, height) == network.size:
        return picture
    fitted = fit_pixels(picture.tobytes(), (width, height), network.size, network.fit)
    return np.frombuffer(fitted, np.uint8).reshape(network.size[1], network.size[0], 3)


def _open_session(onnx: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(_MAX_THREADS, os.cpu_count() or 1)
    # Spinning threads would burn the cores that the window needs, between two photos.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
    except _FAILURES as error:
        raise ServiceUnavailable(
            "The tagging model cannot be loaded on this machine; install it again.",
            detail=str(error),
        ) from error


def _unusable(why: str, detail: str = "") -> ServiceUnavailable:
    return ServiceUnavailable(f"The tagging model cannot be used: {why}.", detail=detail)
