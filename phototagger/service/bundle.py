"""A model bundle: network, head, labels, rules and examples. Read once, checked whole.

A bundle is a folder (or a zip of one) with ``bundle.json``, which names every other file with its
size and SHA-256. Everything that makes one tagger differ from another is data in it, so a better
model is a better folder. What the format has is described for people in
``resources/help/own-model.md``.

Refuses to read anything whose digest does not match or that it does not understand whole, and never
unpickles.
"""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from phototagger.core.errors import ServiceUnavailable
from phototagger.core.models.files import BundleFiles, damaged, read_bundle_files
from phototagger.core.models.manifest import Malformed, Section
from phototagger.service.arrays import Floats, Pixels, as_floats, read_npz
from phototagger.service.decode import Fit
from phototagger.service.head_format import ROLES, read_head, read_head_section
from phototagger.service.heads import Head
from phototagger.service.labels import Label, read_column, read_labels, read_rows
from phototagger.service.network import Classifier, Network
from phototagger.service.rules import Rules, read_rules

FORMAT = 1
LANGUAGES = ("en", "cs")

_SPACE_CHARS = 32
_MAX_EDGE_PX = 2048
_MAX_EXAMPLES = 64
_BIG = 1e9

_MALFORMED = (LookupError, TypeError, ValueError, csv.Error, zipfile.BadZipFile, OSError, EOFError)
_TOP_KEYS = (
    *("format", "id", "version", "licence", "licence_file", "source", "files", "model", "head"),
    *("labels", "test", "rules"),
)
_PREPROCESS_KEYS = ("mode", "resize", "colour", "mean", "std")
_PREPROCESS_OPTIONS = ("scale", "crop_ratio", "fill")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probability = sigmoid(scale · log-odds + shift), per tag."""

    scale: Floats
    shift: Floats


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
    """A whole, checked bundle.

    Attributes:
        id: which model; it names its folder.
        version: which edition of it.
        licence: name of its licence.
        kind: of its head.
    """

    id: str
    version: str
    licence: str
    kind: str
    network: Network
    head: Head
    calibration: Calibration
    labels: tuple[Label, ...]
    rules: Rules
    examples: Examples

    @property
    def name(self) -> str:
        """Id and version, for people and logs."""
        return f"{self.id} {self.version}"


def load_bundle(path: Path) -> Bundle:
    """Read and check a bundle.

    Args:
        path: a folder with ``bundle.json``, or a zip of such a folder.

    Raises:
        ServiceUnavailable: missing, damaged or not of this format; the sentence says which.
    """
    try:
        files = read_bundle_files(path)
        if files.description.get("format") != FORMAT:
            raise ServiceUnavailable(
                f"The tagging model in {path} is of a kind this version cannot use; "
                "install the newest PhotoTagger."
            )
        return _assemble(files)
    except Malformed as error:
        raise ServiceUnavailable(
            f"The tagging model in {path} cannot be used: {error}.", detail=repr(error)
        ) from error
    except _MALFORMED as error:
        raise damaged(path, "its parts do not fit its description", repr(error)) from error
    except (MemoryError, OverflowError) as error:
        raise damaged(path, "it wants too much memory", repr(error)) from error


def _assemble(files: BundleFiles) -> Bundle:
    top = Section(files.description, "", _TOP_KEYS, ("name",))
    rows = read_rows(files[top.file("labels")])
    enabled = [row for row in rows if row["enabled"] == "1"]
    if not enabled:
        raise Malformed(f"“{top.file('labels')}” has no tags that are enabled")
    rules = read_rules(top, {row["tag"]: index for index, row in enumerate(enabled)})
    _ = files[top.file("licence_file")]
    kind, head_section = read_head_section(top)
    network = _read_network(top, files, head_section.text("output"), kind)
    head = read_head(kind, head_section, files, rows, network.classifier is not None)
    bundle = Bundle(
        id=top.name("id"),
        version=top.version("version"),
        licence=top.text("licence"),
        kind=kind,
        network=network,
        head=head,
        calibration=Calibration(read_column(enabled, "a", 1), read_column(enabled, "b", 0)),
        labels=read_labels(enabled, rules.min_probability),
        rules=rules,
        examples=_examples(files[top.file("test")], len(enabled)),
    )
    if head.tag_count != len(bundle.labels):
        raise Malformed(f"its head has {head.tag_count} tags, its labels are {len(enabled)}")
    return bundle


def _read_network(top: Section, files: BundleFiles, output: str, kind: str) -> Network:
    model = top.section("model", ("file", "input", "preprocess", "outputs"), ("classifier",))
    wanted = model.section("input", ("name", "layout", "dtype", "size", "batch"))
    prepared = model.section("preprocess", _PREPROCESS_KEYS, _PREPROCESS_OPTIONS)
    classifier = _read_classifier(model, files)
    role = "features" if classifier is not None and kind == "multilabel" else ROLES[kind]
    output_name = _output_of_role(model, role, output, classifier)
    height, width = (int(edge) for edge in wanted.numbers("size", 2, 8, _MAX_EDGE_PX))
    mean, std = prepared.numbers("mean", 3, -_BIG, _BIG), prepared.numbers("std", 3, 1e-6, _BIG)
    scale = prepared.number("scale", 1e-9, _BIG, 1)
    dtype = wanted.choice("dtype", ("float32", "float16", "uint8"))
    if dtype == "uint8" and (any(mean) or set(std) != {1.0} or scale != 1):
        raise Malformed("“model.preprocess” must leave pixels as they are for an input of uint8")
    return Network(
        onnx=files[model.file("file")],
        input_name=wanted.text("name"),
        is_nchw=wanted.choice("layout", ("NCHW", "NHWC")) == "NCHW",
        dtype=dtype,
        takes_batches=wanted.choice("batch", ("free", "fixed")) == "free",
        size=(width, height),
        fit=Fit(
            mode=prepared.choice("mode", ("squash", "crop", "letterbox")),
            resize=prepared.choice("resize", ("bicubic", "bilinear")),
            crop_ratio=prepared.number("crop_ratio", 0.1, 1, 1),
            fill=prepared.whole("fill", 0, 255, 114),
        ),
        is_bgr=prepared.choice("colour", ("RGB", "BGR")) == "BGR",
        scale=scale,
        mean=mean,
        std=std,
        output_name=output_name,
        classifier=classifier,
        feature_space=_feature_space(model, files, output_name) if role == "features" else "",
    )


def _read_classifier(model: Section, files: BundleFiles) -> Classifier | None:
    if "classifier" not in model:
        return None
    described = model.section("classifier", ("file", "input", "output"))
    return Classifier(
        files[described.file("file")], described.text("input"), described.text("output")
    )


def _output_of_role(model: Section, role: str, output: str, classifier: Classifier | None) -> str:
    """Return the output of the network that the head, or the classifier before it, starts from."""
    outputs = model.raw("outputs")
    if not isinstance(outputs, dict) or not outputs:
        raise Malformed("“model.outputs” must name outputs with their roles")
    for name, given in outputs.items():
        if given not in ("features", "scores", "boxes"):
            raise Malformed(f"“model.outputs.{name}” must be features or scores or boxes")
    named = [name for name, given in outputs.items() if given == role]
    is_of_classifier = classifier is not None and output == classifier.output_name
    if is_of_classifier and role == "features" and len(named) == 1:
        return str(named[0])
    if output not in named:
        raise Malformed(f"“head.output” must be an output with the role {role}")
    return output


def _feature_space(model: Section, files: BundleFiles, output_name: str) -> str:
    parts = {
        "sha256": files.listed[model.file("file")].sha256,
        "input": model.raw("input"),
        "preprocess": model.raw("preprocess"),
        "output": output_name,
    }
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_SPACE_CHARS]


def _examples(data: bytes, tags: int) -> Examples:
    arrays = read_npz(data, frozenset(("pictures", "expected")))
    pictures, expected = arrays["pictures"], as_floats(arrays["expected"])
    fits = (
        pictures.dtype == np.uint8
        and pictures.ndim == 4
        and pictures.shape[3] == 3
        and len(pictures) <= _MAX_EXAMPLES
        and expected.shape == (len(pictures), tags)
    )
    if not fits:
        raise Malformed(
            "its test must hold pictures, N × height × width × 3, and N × tags expected"
        )
    return Examples(pictures.astype(np.uint8), expected)
