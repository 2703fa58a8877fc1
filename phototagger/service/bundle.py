"""A model bundle on disk: network, head, labels, rules and digests. Read once, checked whole.

A bundle is a folder with ``bundle.json``, which names every other file with its size and SHA-256.
Everything that makes one tagger differ from another is data in it, so a better model is a better
folder. This version reads head kind ``linear``: a network whose features go through one logistic
regression per tag, together with the log-odds of the network's own classes.

Refuses to read anything whose digest does not match, and never unpickles.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from phototagger.core.errors import ServiceUnavailable

FORMAT = 1
LANGUAGES = ("en", "cs")

_SPACE_CHARS = 32

Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

_MALFORMED = (KeyError, TypeError, ValueError, IndexError, csv.Error, zipfile.BadZipFile, OSError)


@dataclass(frozen=True, slots=True)
class Label:
    """One tag the model knows.

    Attributes:
        names: its name by language.
        parents: positions of the tags it implies.
        threshold: lowest probability worth reporting, 0…1.
    """

    names: dict[str, str]
    parents: tuple[int, ...]
    threshold: float


@dataclass(frozen=True, slots=True)
class Network:
    """The network and what it wants to see.

    Attributes:
        onnx: the file.
        input_name: name of its picture input, NCHW float32, RGB.
        size: width and height of the picture; the whole photo is squashed to it.
        mean: subtracted per channel.
        std: divided by, per channel.
        features: name of the output with the features.
        classifier: makes the network's own classes of features.
        feature_space: equal for two bundles exactly when their features are, so that kept features
            are never mixed with those of another network or another preprocessing.
    """

    onnx: bytes
    input_name: str
    size: tuple[int, int]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    features: str
    classifier: Classifier | None
    feature_space: str


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
class LinearHead:
    """One logistic regression per tag, with calibration: a row per tag unless said otherwise.

    Attributes:
        mean: mean of each feature.
        std: deviation of each feature.
        weight: features × tags.
        bias: one per tag.
        classes: the network's classes × tags, 1 where a class implies the tag.
        class_weight: how much the log-odds of these classes count, per tag.
        scale: calibration, probability = sigmoid(scale · z + shift).
        shift: see *scale*.
    """

    mean: Floats
    std: Floats
    weight: Floats
    bias: Floats
    classes: Floats
    class_weight: Floats
    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Rules:
    """What becomes of probabilities.

    Attributes:
        max_tags: most tags per photo.
        at_least_tags: so many of the best are given even when they are below their thresholds,
            with their honest low probability.
        simple_min_probability: lowest probability in the API's ``simple`` mode.
    """

    max_tags: int
    at_least_tags: int
    simple_min_probability: float


@dataclass(frozen=True, slots=True)
class Examples:
    """Pictures with the probabilities that the bundle's maker got.

    Attributes:
        pictures: N × height × width × 3.
        expected: N × tags, in the order of the labels.
    """

    pictures: Pixels
    expected: Floats


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole, checked bundle. ``name`` is id and version, for people and logs."""

    name: str
    network: Network
    head: LinearHead
    labels: tuple[Label, ...]
    rules: Rules
    examples: Examples


def load_bundle(folder: Path) -> Bundle:
    """Read and check a bundle.

    Args:
        folder: where ``bundle.json`` lies.

    Raises:
        ServiceUnavailable: missing, damaged or not of this kind; the sentence says which.
    """
    manifest = _read_manifest(folder)
    try:
        if manifest["format"] != FORMAT or manifest["head"]["kind"] != "linear":
            raise ServiceUnavailable(
                f"The tagging model in {folder} is of a kind this version cannot use; "
                "install the newest PhotoTagger."
            )
        return _assemble(manifest, _read_files(folder, manifest["files"]))
    except _MALFORMED as error:
        raise _damaged(folder, "bundle.json does not describe it", repr(error)) from error


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / "bundle.json").read_bytes())
    except OSError as error:
        raise ServiceUnavailable(
            f"There is no tagging model in {folder}; install PhotoTagger again.", detail=repr(error)
        ) from error
    except (ValueError, RecursionError) as error:
        raise _damaged(folder, "bundle.json cannot be read", repr(error)) from error
    if not isinstance(manifest, dict):
        raise _damaged(folder, "bundle.json cannot be read")
    return manifest


def _read_files(folder: Path, listed: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    files = {}
    for name, wanted in listed.items():
        if Path(name).name != name:
            raise _damaged(folder, "it names files outside its folder")
        try:
            data = (folder / name).read_bytes()
        except OSError as error:
            raise _damaged(folder, f"{name} is missing", repr(error)) from error
        if len(data) != wanted["bytes"] or hashlib.sha256(data).hexdigest() != wanted["sha256"]:
            raise _damaged(folder, f"{name} was changed")
        files[name] = data
    return files


def _damaged(folder: Path, what: str, detail: str = "") -> ServiceUnavailable:
    return ServiceUnavailable(
        f"The tagging model in {folder} is damaged ({what}); install PhotoTagger again.",
        detail=detail,
    )


def _assemble(manifest: dict[str, Any], files: dict[str, bytes]) -> Bundle:
    rules = manifest["rules"]
    rows = _read_rows(files[manifest["labels"]])
    bundle = Bundle(
        name=f"{manifest['id']} {manifest['version']}",
        network=_network(manifest["model"], files, manifest["files"]),
        head=_head(files[manifest["head"]["weights"]], rows),
        labels=_labels(rows, rules["min_probability"]),
        rules=Rules(
            max_tags=int(rules["max_tags"]),
            at_least_tags=int(rules["at_least_tags"]),
            simple_min_probability=float(rules["simple_min_probability"]),
        ),
        examples=_examples(files[manifest["test"]]),
    )
    _check_shapes(bundle)
    return bundle


def _read_rows(data: bytes) -> list[dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    return [row for row in rows if row["enabled"] == "1"]


def _network(
    model: dict[str, Any], files: dict[str, bytes], listed: dict[str, dict[str, Any]]
) -> Network:
    preprocess = model["preprocess"]
    roles = {role: name for name, role in model["outputs"].items()}
    known = (
        model["input"]["layout"] == "NCHW"
        and model["input"]["dtype"] == "float32"
        and model["input"]["batch"] == "free"
        and preprocess["mode"] == "squash"
        and preprocess["resize"] == "bicubic"
        and preprocess["colour"] == "RGB"
    )
    if not known:
        raise ValueError("unknown preprocessing")
    height, width = model["input"]["size"]
    return Network(
        onnx=files[model["file"]],
        input_name=model["input"]["name"],
        size=(int(width), int(height)),
        mean=tuple(float(value) for value in preprocess["mean"]),
        std=tuple(float(value) for value in preprocess["std"]),
        features=roles["features"],
        classifier=_classifier(model.get("classifier"), files),
        feature_space=_feature_space(model, listed[model["file"]]["sha256"]),
    )


def _classifier(described: dict[str, str] | None, files: dict[str, bytes]) -> Classifier | None:
    if described is None:
        return None
    return Classifier(files[described["file"]], described["input"], described["output"])


def _feature_space(model: dict[str, Any], sha256: str) -> str:
    parts = {"sha256": sha256, **{key: model[key] for key in ("input", "preprocess", "outputs")}}
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_SPACE_CHARS]


def _head(data: bytes, rows: list[dict[str, str]]) -> LinearHead:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        positions = {str(tag): column for column, tag in enumerate(arrays["tags"])}
        columns = [positions[row["tag"]] for row in rows]
        return LinearHead(
            mean=arrays["mu"].astype(np.float32),
            std=arrays["sd"].astype(np.float32),
            weight=arrays["W"][:, columns].astype(np.float32),
            bias=arrays["b"][columns].astype(np.float32),
            classes=arrays["classes"][:, columns].astype(np.float32),
            class_weight=arrays["v"][columns].astype(np.float32),
            scale=np.array([float(row["a"]) for row in rows], np.float32),
            shift=np.array([float(row["b"]) for row in rows], np.float32),
        )


def _labels(rows: list[dict[str, str]], min_probability: float) -> tuple[Label, ...]:
    positions = {row["tag"]: index for index, row in enumerate(rows)}
    if len(positions) != len(rows):
        raise ValueError("a tag occurs twice")
    return tuple(
        Label(
            names={"en": row["tag"], "cs": row["cs"]},
            # A parent that is switched off is simply not shown.
            parents=tuple(positions[p] for p in row["parents"].split(";") if p in positions),
            threshold=float(row["threshold"] or min_probability),
        )
        for row in rows
    )


def _examples(data: bytes) -> Examples:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Examples(
            pictures=arrays["pictures"].astype(np.uint8),
            expected=arrays["expected"].astype(np.float32),
        )


def _check_shapes(bundle: Bundle) -> None:
    head, tags = bundle.head, len(bundle.labels)
    features, classes = len(head.mean), len(head.classes)
    fits = (
        tags > 0
        and head.std.shape == (features,)
        and head.weight.shape == (features, tags)
        and head.classes.shape == (classes, tags)
        and head.bias.shape == head.class_weight.shape == (tags,)
        and (bundle.network.classifier is not None or not head.class_weight.any())
        and bundle.examples.expected.shape == (len(bundle.examples.pictures), tags)
        and all(bool(np.isfinite(array).all()) for array in (head.weight, head.bias, head.std))
    )
    if not fits:
        raise ValueError("the parts do not fit together")
