"""How good the tags of the model are on labelled photos.

    python benchmarks/engine_quality.py [PHOTOS_FOLDER] [--model FOLDER] [--csv FILE] [--png FILE]

Prints precision@5, accepted in the top 5, mean average precision and calibration error in every
language, the reliability of probabilities by tenths, and a row per tag with support, average
precision and threshold; writes that table as CSV and the reliability diagram as PNG where asked.
What the figures mean is said in tools/bundling/measure.py. The photos' labels were used to correct
and calibrate the model that ships, so its figures here flatter; those on photos left out are in the
log of tools/build_bundle.py.

PHOTOS_FOLDER (../shared/photos/tags when it is there) holds labels.csv (file, true, unknown),
vocabulary.csv (tag, cs) and the photos.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.append(str(REPOSITORY / "tools"))

from bundling.measure import Bin, Figures, interval, measure  # noqa: E402
from phototagger.resource_files import resource_path  # noqa: E402
from phototagger.service.bundle import LANGUAGES, Bundle, load_bundle  # noqa: E402
from phototagger.service.decode import decode  # noqa: E402
from phototagger.service.predict import Predictor  # noqa: E402

PHOTOS = REPOSITORY.parent / "shared" / "photos" / "tags"
BATCH = 10


@dataclass(frozen=True)
class Labelled:
    """Photos with their truth.

    Attributes:
        files: the photos.
        truth: N × tags of the model: 1 true, 0 false, -1 defensible.
        beyond: share of true labels that are no tags of the model.
    """

    files: list[Path]
    truth: npt.NDArray[np.int8]
    beyond: float


def main() -> int:
    """Measure and print; 2 when there are no photos."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("photos", type=Path, nargs="?", default=PHOTOS)
    parser.add_argument("--model", type=Path, default=resource_path("model"))
    parser.add_argument("--csv", type=Path, help="write the table of tags here")
    parser.add_argument("--png", type=Path, help="draw the reliability diagram here")
    options = parser.parse_args()
    if not (options.photos / "labels.csv").exists():
        print(f"no labelled photos in {options.photos}")
        return 2
    bundle = load_bundle(options.model)
    predictor = Predictor(bundle)
    labelled = _read(options.photos, bundle)
    probabilities = _probabilities(predictor, labelled.files)
    figures = measure(probabilities, labelled.truth, predictor.ranking)
    low, high = interval(figures.precisions)
    print(f"{bundle.name}: {len(bundle.labels)} tags, {len(labelled.files)} photos")
    print(f"{labelled.beyond:.1%} of the true labels are no tags of the model")
    for lang in LANGUAGES:
        same = _names_are_apart(bundle, lang)
        print(f"{lang}   {figures}   95 % of P@5 {low:.3f}-{high:.3f}   names apart: {same}")
    print("\nsaid      tags   on average   came true")
    for place, found in enumerate(figures.bins):
        if found:
            span = f"{place / 10:.1f}-{(place + 1) / 10:.1f}"
            print(f"{span:8s}{found.count:6d}{found.probability:13.3f}{found.right:12.3f}")
    rows = _table(bundle, labelled, figures)
    print("\ntag                    true  false   AP     from")
    for tag, _, true, false, precision, threshold in rows:
        if precision:
            print(f"{tag:20s}{true:>7}{false:>7}   {precision}  {threshold}")
    if options.csv:
        _write(options.csv, rows)
    if options.png:
        draw(figures.bins, figures.ece).save(options.png)
    return 0


def _read(folder: Path, bundle: Bundle) -> Labelled:
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = {label.names["en"]: index for index, label in enumerate(bundle.labels)}
    truth = np.zeros((len(rows), len(places)), np.int8)
    known = missing = 0
    for row, own in zip(rows, truth, strict=True):
        for value, column in ((-1, "unknown"), (1, "true")):
            for tag in filter(None, row[column].split(";")):
                if tag in places:
                    own[places[tag]] = value
                known += value == 1
                missing += value == 1 and tag not in places
    return Labelled([folder / row["file"] for row in rows], truth, missing / max(1, known))


def _probabilities(predictor: Predictor, files: Sequence[Path]) -> npt.NDArray[np.float32]:
    width, height = predictor.picture_size
    found = []
    for start in range(0, len(files), BATCH):
        decoded = [
            decode(path.read_bytes(), (width, height), predictor.fit)
            for path in files[start : start + BATCH]
        ]
        pictures = [np.frombuffer(one.rgb, np.uint8).reshape(height, width, 3) for one in decoded]
        found.append(predictor.probabilities(pictures))
    return np.concatenate(found)


def _names_are_apart(bundle: Bundle, lang: str) -> bool:
    """True when every tag has a name of its own, so that figures hold in this language too."""
    return len({label.names[lang] for label in bundle.labels}) == len(bundle.labels)


Row = tuple[str, str, int, int, str, str]


def _table(bundle: Bundle, labelled: Labelled, figures: Figures) -> list[Row]:
    rows = []
    for index, label in enumerate(bundle.labels):
        known = labelled.truth[:, index]
        precision = figures.average_precision.get(index)
        rows.append(
            (
                label.names["en"],
                label.names["cs"],
                int((known == 1).sum()),
                int((known == 0).sum()),
                "" if precision is None else f"{precision:.3f}",
                f"{label.threshold:.2f}",
            )
        )
    return sorted(rows, key=lambda row: row[4] or "9")


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("tag", "cs", "photos true", "photos false", "AP", "threshold"))
        writer.writerows(rows)


def draw(bins: Sequence[Bin | None], ece: float) -> Image.Image:
    """Return the reliability diagram: what came true against what was said, and how often."""
    size, left, top = 560, 90, 70
    picture = Image.new("RGB", (size + left + 60, size + top + 210), "white")
    pen = ImageDraw.Draw(picture)
    font, small = ImageFont.load_default(20), ImageFont.load_default(15)
    bottom = top + size
    pen.text((left, 22), f"Reliability of probabilities, ECE {ece:.3f}", "black", font)
    for step in range(0, 11, 2):
        offset = size * step / 10
        pen.line((left, bottom - offset, left + size, bottom - offset), "#e4e4e4")
        pen.line((left + offset, top, left + offset, bottom), "#e4e4e4")
        pen.text((left - 12, bottom - offset), f"{step / 10:.1f}", "#444", small, anchor="rm")
        pen.text((left + offset, bottom + 10), f"{step / 10:.1f}", "#444", small, anchor="mt")
    band = size / 10
    inside = ((0, 0), (band, 0), (size, size - band), (size, size), (size - band, size), (0, band))
    pen.polygon([(left + x, bottom - y) for x, y in inside], "#eef4fb")
    pen.line((left, bottom, left + size, top), "#8aa4c0", 2)
    most = max((found.count for found in bins if found), default=1)
    for place, found in enumerate(bins):
        if not found:
            continue
        x, y = left + size * found.probability, bottom - size * found.right
        spread = 1.96 * (found.right * (1 - found.right) / found.count) ** 0.5 * size
        pen.line((x, min(bottom, y + spread), x, max(top, y - spread)), "#c25b12", 2)
        pen.ellipse((x - 6, y - 6, x + 6, y + 6), "#c25b12")
        tall = 60 * found.count / most
        bar = (left + place * band + 4, bottom + 120 - tall, left + (place + 1) * band - 4)
        pen.rectangle((*bar, bottom + 120), "#9db7d3")
        middle = left + (place + 0.5) * band
        pen.text((middle, bottom + 126), str(found.count), "#444", small, anchor="mt")
    pen.text((left, bottom + 160), "x: probability shown, y: share that came true;", "#444", small)
    pen.text(
        (left, bottom + 180), "band: within 0.10; lines: 95 %; bars: tags shown", "#444", small
    )
    return picture


if __name__ == "__main__":
    sys.exit(main())
