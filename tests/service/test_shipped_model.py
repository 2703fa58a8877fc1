"""The model that ships: its licence, its Czech names, and how good it is on labelled photos."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bundling.measure import Figures, measure
from phototagger.resource_files import resource_path
from phototagger.service.bundle import Bundle
from phototagger.service.decode import decode
from phototagger.service.predict import Predictor
from phototagger.service.rules import Ranking

PHOTOS = Path(__file__).parents[3] / "shared" / "photos" / "tags"
needs_photos = pytest.mark.skipif(not PHOTOS.exists(), reason="the labelled photos are not here")


def read(name: str) -> list[dict[str, str]]:
    with (PHOTOS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def truth(bundle: Bundle) -> np.ndarray:
    places = {label.names["en"]: index for index, label in enumerate(bundle.labels)}
    rows = read("labels.csv")
    found = np.zeros((len(rows), len(places)), np.int8)
    for row, own in zip(rows, found, strict=True):
        for value, column in ((-1, "unknown"), (1, "true")):
            own[[places[tag] for tag in row[column].split(";") if tag in places]] = value
    return found


@pytest.fixture(scope="module")
def probabilities(predictor: Predictor) -> np.ndarray:
    width, height = predictor.picture_size
    pictures = [
        np.frombuffer(
            decode((PHOTOS / row["file"]).read_bytes(), (width, height)).rgb, np.uint8
        ).reshape(height, width, 3)
        for row in read("labels.csv")
    ]
    return np.concatenate(
        [predictor.probabilities(pictures[i : i + 10]) for i in range(0, len(pictures), 10)]
    )


@pytest.fixture(scope="module")
def figures(probabilities: np.ndarray, truth: np.ndarray, predictor: Predictor) -> Figures:
    return measure(probabilities, truth, predictor.ranking)


def test_it_names_where_it_comes_from_and_its_licence(bundle: Bundle) -> None:
    assert bundle.licence == "Apache-2.0"
    text = (resource_path("model") / "LICENSE.efficientnet-lite0.txt").read_text("utf-8")
    assert "Apache License, Version 2.0" in text


@needs_photos
def test_czech_names_are_those_of_the_vocabulary(bundle: Bundle) -> None:
    wanted = {row["tag"]: row["cs"] for row in read("vocabulary.csv")}
    assert {label.names["en"]: label.names["cs"] for label in bundle.labels} == {
        label.names["en"]: wanted[label.names["en"]] for label in bundle.labels
    }


@needs_photos
def test_its_tags_are_right_on_the_labelled_photos(figures: Figures) -> None:
    assert figures.precision >= 0.76
    assert figures.acceptance >= 0.84
    assert figures.map >= 0.80


@needs_photos
def test_its_probabilities_mean_what_they_say(figures: Figures) -> None:
    assert figures.ece <= 0.06
    assert figures.worst_bin <= 0.10


@needs_photos
def test_its_rules_are_no_worse_than_none(
    probabilities: np.ndarray, truth: np.ndarray, bundle: Bundle, figures: Figures
) -> None:
    plain = replace(bundle.rules, first_rows=None, specific_first=None, at_least_tags=5)
    bare = Ranking(
        [label.parents for label in bundle.labels], [plain.min_probability] * len(truth[0]), plain
    )
    without = measure(probabilities, truth, bare)
    assert figures.acceptance > without.acceptance
    assert figures.precision > without.precision - 0.01
