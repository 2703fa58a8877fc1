"""The conversion: a tiny network of random weights against the same in plain numpy."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from bundling import network, quantize
from bundling.network import Stage
from bundling.weights import Weights

STAGES = (Stage(1, 3, 1, 1), Stage(2, 5, 2, 2))
"""A block without expansion, one that strides, one with a way around it."""

CHANNELS = (4, 4, 6, 6)
RNG = np.random.default_rng(7)


def random_norm(weights: Weights, name: str, channels: int) -> None:
    for part in ("weight", "bias", "running_mean"):
        weights[f"{name}.{part}"] = RNG.normal(size=channels).astype(np.float32)
    weights[f"{name}.running_var"] = RNG.uniform(0.5, 2, channels).astype(np.float32)


def random_kernel(weights: Weights, name: str, *shape: int) -> None:
    weights[name] = (RNG.normal(size=shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)


@pytest.fixture(scope="module")
def weights() -> Weights:
    made: Weights = {}
    random_kernel(made, "_conv_stem.weight", 4, 3, 3, 3)
    random_norm(made, "_bn0", 4)
    for index, (kernel, expand) in enumerate(((3, 1), (5, 2), (5, 2))):
        name, before, after = f"_blocks.{index}", CHANNELS[index], CHANNELS[index + 1]
        inside = before * expand
        if expand != 1:
            random_kernel(made, f"{name}._expand_conv.weight", inside, before, 1, 1)
            random_norm(made, f"{name}._bn0", inside)
        random_kernel(made, f"{name}._depthwise_conv.weight", inside, 1, kernel, kernel)
        random_norm(made, f"{name}._bn1", inside)
        random_kernel(made, f"{name}._project_conv.weight", after, inside, 1, 1)
        random_norm(made, f"{name}._bn2", after)
    random_kernel(made, "_conv_head.weight", 8, 6, 1, 1)
    random_norm(made, "_bn1", 8)
    random_kernel(made, "_fc.weight", 10, 8)
    made["_fc.bias"] = RNG.normal(size=10).astype(np.float32)
    return made


def convolved(x: np.ndarray, kernel: np.ndarray, stride: int, *, per_channel: bool) -> np.ndarray:
    """Convolution with TensorFlow's 'SAME' padding, written as its definition."""
    size = kernel.shape[2]
    height, width = (-(-edge // stride) for edge in x.shape[2:])
    pads = []
    for edge, out in zip(x.shape[2:], (height, width), strict=True):
        total = max((out - 1) * stride + size - edge, 0)
        pads.append((total // 2, total - total // 2))
    padded = np.pad(x, ((0, 0), (0, 0), *pads))
    found = np.zeros((len(x), len(kernel), height, width))
    for row in range(height):
        for column in range(width):
            top, left = row * stride, column * stride
            part = padded[:, :, top : top + size, left : left + size]
            rule = "nchw,chw->nc" if per_channel else "nihw,oihw->no"
            found[:, :, row, column] = np.einsum(
                rule, part, kernel[:, 0] if per_channel else kernel
            )
    return found


def normal(x: np.ndarray, weights: Weights, name: str) -> np.ndarray:
    mean, variance, scale, bias = (
        weights[f"{name}.{part}"][:, None, None]
        for part in ("running_mean", "running_var", "weight", "bias")
    )
    return (x - mean) / np.sqrt(variance + 1e-3) * scale + bias


def reference(x: np.ndarray, weights: Weights) -> np.ndarray:
    def step(
        x: np.ndarray, kernel: str, norm: str, stride: int = 1, *, per_channel: bool = False
    ) -> np.ndarray:
        return normal(convolved(x, weights[kernel], stride, per_channel=per_channel), weights, norm)

    x = np.clip(step(x, "_conv_stem.weight", "_bn0", 2), 0, 6)
    for index, stride in enumerate((1, 2, 1)):
        name, start = f"_blocks.{index}", x
        if index:
            x = np.clip(step(x, f"{name}._expand_conv.weight", f"{name}._bn0"), 0, 6)
        depthwise = f"{name}._depthwise_conv.weight"
        x = np.clip(step(x, depthwise, f"{name}._bn1", stride, per_channel=True), 0, 6)
        x = step(x, f"{name}._project_conv.weight", f"{name}._bn2")
        if stride == 1 and x.shape == start.shape:
            x = x + start
    return np.clip(step(x, "_conv_head.weight", "_bn1"), 0, 6).mean(axis=(2, 3))


@pytest.mark.parametrize(("count", "edge"), [(1, 32), (3, 32), (2, 64)])
def test_the_graph_computes_the_network(weights: Weights, count: int, edge: int) -> None:
    pictures = RNG.uniform(-1, 1, (count, 3, edge, edge)).astype(np.float32)
    found = quantize.features(network.backbone(weights, STAGES), list(pictures))
    np.testing.assert_allclose(found, reference(pictures, weights), atol=2e-5)


def test_the_classifier_computes_the_classes(weights: Weights) -> None:
    rows = RNG.uniform(0, 2, (5, 8)).astype(np.float32)
    wanted = rows @ weights["_fc.weight"].T + weights["_fc.bias"]
    found = quantize.logits(network.classifier(weights), rows)
    # Rounding to 8 bits: at most half a step of each weight.
    step = np.abs(weights["_fc.weight"]).max(axis=1) / 127
    assert (np.abs(found - wanted) <= rows.sum(axis=1, keepdims=True) * step / 2 + 1e-5).all()


def test_whole_numbers_stay_close_to_the_network(weights: Weights) -> None:
    exact = network.backbone(weights, STAGES)
    planes = list(RNG.uniform(-1, 1, (12, 3, 32, 32)).astype(np.float32))
    small = quantize.quantized(exact, planes)
    assert len(small.SerializeToString()) > 0
    alike = quantize.likeness(quantize.features(small, planes), quantize.features(exact, planes))
    assert alike.min() > 0.98
    session = onnxruntime.InferenceSession(small.SerializeToString())
    assert session.get_inputs()[0].shape[0] == "N"


@pytest.mark.parametrize(
    ("kernel", "stride", "pads"),
    [(3, 1, [1, 1, 1, 1]), (3, 2, [0, 0, 1, 1]), (5, 2, [1, 1, 2, 2]), (1, 1, [0, 0, 0, 0])],
)
def test_the_odd_pixel_of_padding_goes_to_the_end(
    kernel: int, stride: int, pads: list[int]
) -> None:
    assert network.padding(kernel, stride) == pads
