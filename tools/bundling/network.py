"""The network as ONNX: EfficientNet-Lite, batch normalisation folded, any batch and picture size.

Two graphs come out. The backbone turns pictures into features; the classifier turns features into
the network's own classes. They are apart so that whoever kept a photo's features needs no photo.

Architecture: Tan & Le, EfficientNet (2019), in the "lite" form: no squeeze-and-excitation, ReLU6.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bundling.weights import Weights

Floats = npt.NDArray[np.float32]

OPSET = 17
_EPSILON = 1e-3
_IR_VERSION = 9
"""Old enough for every onnxruntime that the program allows."""


@dataclass(frozen=True)
class Stage:
    """Blocks of one kind: only the first of *repeats* strides and changes the channel count."""

    repeats: int
    kernel: int
    stride: int
    expand: int


LITE0 = (
    Stage(1, 3, 1, 1),
    Stage(2, 3, 2, 6),
    Stage(2, 5, 2, 6),
    Stage(3, 3, 2, 6),
    Stage(3, 5, 1, 6),
    Stage(4, 5, 2, 6),
    Stage(1, 3, 1, 6),
)
"""EfficientNet-Lite0; channel counts are in the weights."""


def backbone(weights: Weights, stages: tuple[Stage, ...] = LITE0) -> onnx.ModelProto:
    """Return the graph ``image`` N × 3 × H × W -> ``features`` N × channels, H and W in 32s.

    Raises:
        KeyError: a tensor is missing from *weights*.
    """
    graph = _Graph(weights)
    x = graph.convolution("image", "_conv_stem.weight", "_bn0", stride=2)
    index = count()
    for stage in stages:
        for repeat in range(stage.repeats):
            stride = stage.stride if repeat == 0 else 1
            x = graph.block(x, f"_blocks.{next(index)}", stride, expands=stage.expand != 1)
    x = graph.convolution(x, "_conv_head.weight", "_bn1")
    x = graph.node("GlobalAveragePool", x)
    graph.node("Flatten", x, output="features", axis=1)
    channels = weights["_conv_head.weight"].shape[0]
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, "H", "W"])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", channels])
    return graph.model("backbone", image, features)


def classifier(weights: Weights) -> onnx.ModelProto:
    """Return the graph ``features`` -> ``logits``: whole numbers of 8 bits, one scale per class.

    Only the stored weights are rounded, not the arithmetic, so it is as good as the original.
    """
    weight = weights["_fc.weight"].T.astype(np.float32)
    scale = np.abs(weight).max(axis=0) / 127
    rounded = np.round(weight / scale).astype(np.int8)
    graph = _Graph(weights)
    table = graph.node("Cast", graph.constant(rounded), to=TensorProto.FLOAT)
    x = graph.node("MatMul", "features", table)
    x = graph.node("Mul", x, graph.constant(scale.astype(np.float32)))
    graph.node("Add", x, graph.constant(weights["_fc.bias"].astype(np.float32)), output="logits")
    channels, classes = weight.shape
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", channels])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", classes])
    return graph.model("classifier", features, logits)


class _Graph:
    """Collects nodes and constants."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._names = (f"n{number}" for number in count())

    def constant(self, array: npt.NDArray[Any]) -> str:
        """Add *array* and return its name."""
        name = next(self._names)
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add a node and return the name of its output."""
        output = output or next(self._names)
        self._nodes.append(helper.make_node(kind, inputs, [output], output, **attributes))
        return output

    def block(self, x: str, name: str, stride: int, *, expands: bool) -> str:
        """Add an inverted residual block: expand, filter each channel, project, maybe add *x*."""
        inside = x
        if expands:
            inside = self.convolution(inside, f"{name}._expand_conv.weight", f"{name}._bn0")
        depthwise = f"{name}._depthwise_conv.weight"
        inside = self.convolution(
            inside, depthwise, f"{name}._bn1", stride=stride, per_channel=True
        )
        project = f"{name}._project_conv.weight"
        inside = self.convolution(inside, project, f"{name}._bn2", activates=False)
        entering = self._weights[f"{name}._expand_conv.weight" if expands else depthwise]
        came = entering.shape[1] if expands else entering.shape[0]
        if stride == 1 and came == self._weights[project].shape[0]:
            return self.node("Add", inside, x)
        return inside

    def convolution(
        self,
        x: str,
        weight: str,
        norm: str,
        *,
        stride: int = 1,
        per_channel: bool = False,
        activates: bool = True,
    ) -> str:
        """Add a convolution with its batch normalisation folded in, and ReLU6."""
        kernel, bias = folded(self._weights, weight, norm)
        size = kernel.shape[2]
        output = self.node(
            "Conv",
            x,
            self.constant(kernel),
            self.constant(bias),
            group=kernel.shape[0] if per_channel else 1,
            kernel_shape=[size, size],
            strides=[stride, stride],
            pads=padding(size, stride),
        )
        if not activates:
            return output
        zero, six = self.constant(np.float32(0)), self.constant(np.float32(6))
        return self.node("Clip", output, zero, six)

    def model(self, name: str, taken: Any, given: Any) -> onnx.ModelProto:
        """Return the finished, checked graph."""
        graph = helper.make_graph(self._nodes, name, [taken], [given], self._constants)
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            producer_name="PhotoTagger build_bundle",
            ir_version=_IR_VERSION,
        )
        onnx.checker.check_model(model)
        return model


def folded(weights: Weights, weight: str, norm: str) -> tuple[Floats, Floats]:
    """Return kernel and bias of a convolution followed by batch normalisation *norm*."""
    scale = weights[f"{norm}.weight"] / np.sqrt(weights[f"{norm}.running_var"] + _EPSILON)
    kernel = weights[weight] * scale[:, None, None, None]
    bias = weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * scale
    return kernel.astype(np.float32), bias.astype(np.float32)


def padding(kernel: int, stride: int) -> list[int]:
    """Return top, left, bottom, right of TensorFlow's 'SAME' padding for even sizes.

    With stride 2 the odd pixel goes to the bottom and right, which plain symmetric padding misses.
    """
    total = kernel - stride
    before = total // 2
    return [before, before, total - before, total - before]
