"""Real bundles around real networks of a few hundred bytes: they know red, green and blue.

The network takes the mean of each colour, 0…1, and every head ends in the same log-odds, 20 times
that less 10. So what a solid picture must give is known without running anything.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

Manifest = dict[str, Any]

TAGS = ("red", "green", "blue")
SURE, UNSURE = 1 / (1 + np.exp(-10)), 1 / (1 + np.exp(10))
EXPECTED = np.where(np.eye(3) > 0, SURE, UNSURE).astype(np.float32)
"""Of `SOLID`."""

SOLID = np.stack([np.full((8, 8, 3), colour, np.uint8) for colour in 255 * np.eye(3, dtype=int)])
"""A red, a green and a blue picture."""

LABELS = "tag,cs,parents\nred,červená,\ngreen,zelená,\nblue,modrá,\n"
RULES = {
    "min_probability": 0.05,
    "max_tags": 20,
    "at_least_tags": 1,
    "simple_min_probability": 0.5,
    "parents": "max",
}
_TYPES = {
    "float32": TensorProto.FLOAT,
    "float16": TensorProto.FLOAT16,
    "uint8": TensorProto.UINT8,
}


def make_bundle(
    folder: Path,
    kind: str = "linear",
    *,
    layout: str = "NCHW",
    dtype: str = "float32",
    batch: str = "free",
    colour: str = "RGB",
    size: tuple[int, int] = (8, 8),
    preprocess: dict[str, Any] | None = None,
    head: dict[str, Any] | None = None,
    classifier: bool = False,
    labels: str = LABELS,
    model_id: str = "tiny",
    version: str = "1",
    expected: np.ndarray = EXPECTED,
    parts: dict[str, bytes] | None = None,
    change: Callable[[Manifest], None] | None = None,
) -> Path:
    """Write a bundle.

    Args:
        folder: where; made when it is not there.
        kind: of the head.
        layout: of the network's input.
        dtype: of the network's input.
        batch: free or fixed.
        colour: order of the network's colours.
        size: height and width of the network's input.
        preprocess: other values than the usual ones.
        head: more about the head.
        classifier: the head starts from a classifier behind the features.
        labels: the tags.
        model_id: its id.
        version: its version.
        expected: what it says its pictures give.
        parts: files that replace usual ones.
        change: changes the description before it is written.

    Returns:
        The folder.
    """
    described = {**_head(kind, classifier), **(head or {})}
    files = {
        "network.onnx": _network(kind, described, layout, dtype, batch, colour, size, classifier),
        "labels.csv": labels.encode(),
        "test.npz": npz(pictures=SOLID, expected=expected),
        "LICENSE.txt": b"Made for tests; free for everybody.\n",
        **_head_files(kind, classifier),
        **(parts or {}),
    }
    model: dict[str, Any] = {
        "file": "network.onnx",
        "input": {
            "name": "image",
            "layout": layout,
            "dtype": dtype,
            "size": list(size),
            "batch": batch,
        },
        "preprocess": {
            "mode": "squash",
            "resize": "bilinear",
            "colour": colour,
            "mean": [0, 0, 0],
            "std": [1, 1, 1],
            "scale": 1 if dtype == "uint8" else 1 / 255,
            **(preprocess or {}),
        },
        "outputs": {"out": "features" if classifier else _ROLES[kind]},
    }
    if classifier:
        model["classifier"] = {"file": "classifier.onnx", "input": "in", "output": "classes"}
    manifest: Manifest = {
        "format": 1,
        "id": model_id,
        "version": version,
        "licence": "CC0-1.0",
        "licence_file": "LICENSE.txt",
        "source": {"revision": "tests"},
        "files": {name: listed(data) for name, data in files.items()},
        "model": model,
        "head": described,
        "labels": "labels.csv",
        "test": "test.npz",
        "rules": dict(RULES),
    }
    if change is not None:
        change(manifest)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "bundle.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return folder


def zipped(folder: Path, path: Path, top: str = "") -> Path:
    """Write a zip of a bundle's folder, with everything below *top*; return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, top + file.name)
    return path


def listed(data: bytes) -> dict[str, Any]:
    """Return what ``bundle.json`` says about a file."""
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def npz(**arrays: np.ndarray) -> bytes:
    """Return an ``.npz`` file."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type] # names are not options
    return buffer.getvalue()


def npy(array: np.ndarray) -> bytes:
    """Return an ``.npy`` file."""
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


_ROLES = {"linear": "features", "embedding": "features", "multilabel": "scores", "boxes": "boxes"}


def _head(kind: str, classifier: bool) -> dict[str, Any]:
    more: dict[str, dict[str, Any]] = {
        "linear": {"weights": "heads.npz"},
        "embedding": {"text": "text.npy", "scale": 20, "bias": -10},
        "multilabel": {"activation": "sigmoid"},
        "boxes": {"layout": "xywhsc", "iou": 0.5},
    }
    output = "classes" if classifier and kind == "multilabel" else "out"
    return {"kind": kind, "output": output, **more[kind]}


def _head_files(kind: str, classifier: bool) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    eye = np.eye(3, dtype=np.float32)
    if kind == "linear":
        plain = {"mu": np.zeros(3), "sd": np.ones(3), "W": 20 * eye, "b": np.full(3, -10.0)}
        files["heads.npz"] = npz(**plain)
    if kind == "embedding":
        files["text.npy"] = npy(5 * eye)  # lengths do not matter
    if classifier:
        graph = _Graph("in", [None, 3], TensorProto.FLOAT)
        graph.affine("in", "classes", 20 * eye, np.full(3, -10))
        files["classifier.onnx"] = graph.file(("classes", [None, 3]))
    return files


class _Graph:
    def __init__(self, name: str, shape: list[int | None], dtype: int) -> None:
        self._input = helper.make_tensor_value_info(name, dtype, shape)
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def node(self, op: str, inputs: list[str], output: str, **options: Any) -> None:
        self._nodes.append(helper.make_node(op, inputs, [output], **options))

    def constant(self, name: str, array: np.ndarray) -> str:
        self._constants.append(numpy_helper.from_array(array, name))
        return name

    def affine(self, source: str, output: str, weight: np.ndarray, bias: np.ndarray) -> None:
        names = [
            self.constant(f"{output}_{kind}", np.asarray(array, np.float32))
            for kind, array in (("w", weight), ("b", bias))
        ]
        self.node("Gemm", [source, *names], output)

    def file(self, output: tuple[str, list[int | None]]) -> bytes:
        made = helper.make_tensor_value_info(output[0], TensorProto.FLOAT, output[1])
        graph = helper.make_graph(self._nodes, "tiny", [self._input], [made], self._constants)
        opset = helper.make_opsetid("", 17)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=8)
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString())


def _network(
    kind: str,
    head: dict[str, Any],
    layout: str,
    dtype: str,
    batch: str,
    colour: str,
    size: tuple[int, int],
    classifier: bool,
) -> bytes:
    number = 1 if batch == "fixed" else None
    shape = [number, 3, *size] if layout == "NCHW" else [number, *size, 3]
    graph = _Graph("image", shape, _TYPES[dtype])
    graph.node("Cast", ["image"], "numbers", to=TensorProto.FLOAT)
    full = graph.constant("full", np.array(255 if dtype == "uint8" else 1, np.float32))
    graph.node("Div", ["numbers", full], "shares")
    axes = [2, 3] if layout == "NCHW" else [1, 2]
    graph.node("ReduceMean", ["shares"], "means", axes=axes, keepdims=0)
    eye = np.eye(3)[:: -1 if colour == "BGR" else 1]
    if kind in ("linear", "embedding") or classifier:
        graph.affine("means", "out", eye, np.zeros(3))
        return graph.file(("out", [number, 3]))
    if kind == "multilabel":
        raw = "out" if head["activation"] == "sigmoid" else "odds"
        graph.affine("means", raw, 20 * eye, np.full(3, -10))
        if raw == "odds":
            graph.node("Sigmoid", ["odds"], "out")
        return graph.file(("out", [number, 3]))
    return _boxes(graph, head, eye, number)


def _boxes(graph: _Graph, head: dict[str, Any], eye: np.ndarray, number: int | None) -> bytes:
    """Two finds per picture: a sure one with the classes, and a far one that is nothing."""
    layout = head["layout"]
    is_odds = head.get("activation") == "sigmoid"
    graph.affine("means", "odds", 20 * eye, np.full(3, -10))
    graph.node("Identity" if is_odds else "Sigmoid", ["odds"], "scores")
    sure = [20.0 if is_odds else 1.0] * ("s" in layout)
    if layout.endswith("l"):
        raise NotImplementedError("the number of a class is no smooth function of the picture")
    values = 4 + len(sure) + 3
    spread = np.zeros((3, 2 * values), np.float32)
    spread[:, 4 + len(sure) : values] = np.eye(3)
    nothing = [-20.0 if is_odds else 0.0]
    bias = [1, 1, 2, 2, *sure, 0, 0, 0, 50, 50, 52, 52, *(nothing * len(sure)), *(3 * nothing)]
    graph.affine("scores", "flat", spread, np.array(bias))
    place = graph.constant("place", np.array([0, 2, values], np.int64))
    last = head.get("axis", 1) == 2
    graph.node("Reshape", ["flat", place], "rows" if last else "out")
    if last:
        graph.node("Transpose", ["rows"], "out", perm=[0, 2, 1])
        return graph.file(("out", [number, values, 2]))
    return graph.file(("out", [number, 2, values]))
