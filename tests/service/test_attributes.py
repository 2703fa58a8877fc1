"""Attributes: what a picture is by its pixels alone, apart from its tags and only when asked."""

from __future__ import annotations

import base64
import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from phototagger.service.attributes import NAMES, attributes
from phototagger.service.decode import decode

PHOTOS = Path(__file__).parents[3] / "shared" / "photos" / "tags"
SQUARE = (100, 100)


def solid(*colour: int) -> np.ndarray:
    return np.full((20, 20, 3), colour, np.uint8)


def in_base64(pixels: np.ndarray) -> str:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def test_an_ordinary_picture_has_none() -> None:
    assert attributes(solid(180, 90, 60), SQUARE) == ()


def test_grey_with_a_little_colour_is_black_and_white() -> None:
    pixels = solid(120, 125, 118)
    assert attributes(pixels, SQUARE) == ("black and white",)
    pixels[:1] = (200, 20, 20)  # 5 % of it: a stamp in a corner
    assert attributes(pixels, SQUARE) == ("black and white",)
    pixels[:2] = (200, 20, 20)
    assert attributes(pixels, SQUARE) == ()


def test_dark_means_dark_to_the_eye() -> None:
    assert attributes(solid(20, 20, 90), SQUARE) == ("dark",)
    assert attributes(solid(20, 60, 20), SQUARE) == ("dark",)
    assert attributes(solid(20, 90, 20), SQUARE) == ()


@pytest.mark.parametrize(("size", "is_wide"), [((200, 100), True), ((199, 100), False)])
def test_a_panorama_is_twice_as_wide_or_high(size: tuple[int, int], is_wide: bool) -> None:
    for turned in (size, size[::-1]):
        assert ("panorama" in attributes(solid(180, 90, 60), turned)) is is_wide


@pytest.mark.parametrize("lang", ["en", "cs"])
def test_the_service_gives_them_when_asked(service: Any, lang: str) -> None:
    record = {"_base64": in_base64(np.full((40, 90, 3), 30, np.uint8))}
    found = service.records(record, attributes=True, lang=lang)[0]
    names = [NAMES[name][lang] for name in ("black and white", "dark", "panorama")]
    assert found["_attributes"] == names
    assert all(isinstance(tag, dict) for tag in found["_tags"])
    plain = service.records(record, lang=lang)[0]
    assert "_attributes" not in plain
    assert plain["_tags"] == found["_tags"]


def test_kept_features_have_no_attributes(service: Any, picture: str) -> None:
    seen = service.ask(
        "/photo/tags/v2/tags", {"records": [{"_base64": picture}], "features": True}
    ).json()
    kept = {"_features": seen["records"][0]["_features"]}
    again = service.records(kept, attributes=True, _feature_space=seen["_feature_space"])[0]
    assert again["_status"]["code"] == 200
    assert "_attributes" not in again


@pytest.mark.skipif(not PHOTOS.exists(), reason="the labelled photos are not here")
def test_black_and_white_photos_are_found_and_no_others() -> None:
    with (PHOTOS / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found, true = set(), set()
    for row in rows:
        picture = decode((PHOTOS / row["file"]).read_bytes(), (288, 288))
        pixels = np.frombuffer(picture.rgb, np.uint8).reshape(288, 288, 3)
        if "black and white" in attributes(pixels, (picture.width_px, picture.height_px)):
            found.add(row["file"])
        if "black and white" in row["true"].split(";"):
            true.add(row["file"])
    assert found == true
    assert len(true) >= 3
