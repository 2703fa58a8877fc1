"""Features over the API: asked for, kept, sent instead of the picture, and never mixed up."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from phototagger.resource_files import resource_path
from phototagger.service.bundle import load_bundle

TAGS = "/photo/tags/v2/tags"
COUNT = 1280


def text(values: np.ndarray) -> str:
    return base64.b64encode(values.astype("<f2").tobytes()).decode()


@pytest.fixture
def kept(service, picture: str) -> dict[str, Any]:
    """The answer to a picture whose features were asked for."""
    answer: dict[str, Any] = service.ask(
        TAGS, {"records": [{"_base64": picture}], "features": True}
    ).json()
    return answer


def send(service, kept: dict[str, Any], **fields: object) -> dict[str, Any]:
    """Send the kept features again, or what *fields* put in their place."""
    record = {"_id": "7", "_features": kept["records"][0]["_features"], **fields}
    space = kept["_feature_space"]
    found: dict[str, Any] = service.records(record, _feature_space=space)[0]
    return found


def test_features_come_only_when_they_are_asked_for(service, picture: str, kept) -> None:
    values = np.frombuffer(base64.b64decode(kept["records"][0]["_features"]), "<f2")
    assert values.shape == (COUNT,)
    assert np.isfinite(values).all() and values.any()
    assert len(kept["_feature_space"]) == 32

    for wish in ({}, {"features": False}, {"features": 1}, {"features": "true"}):
        answer = service.ask(TAGS, {"records": [{"_base64": picture}], **wish}).json()
        assert "_feature_space" not in answer
        assert "_features" not in answer["records"][0]


def test_kept_features_give_the_tags_of_the_picture(service, kept) -> None:
    again = send(service, kept)

    assert again["_id"] == "7"
    assert again["_status"]["code"] == 200
    assert again["_tags"] == kept["records"][0]["_tags"]
    assert again["_tags_simple"] == kept["records"][0]["_tags_simple"]
    assert not {"_features", "_width", "_height"} & set(again)


def test_features_and_pictures_may_come_together_and_keep_their_order(
    service, picture: str, kept
) -> None:
    features = kept["records"][0]["_features"]
    records = [{"_id": 0, "_base64": picture}, {"_id": 1, "_features": features}, {"_id": 2}]
    answers = service.records(
        *(*records, {**records[1], "_id": 3}, {**records[0], "_id": 4}),
        _feature_space=kept["_feature_space"],
        features=True,
        lang="cs",
    )

    assert [answer["_id"] for answer in answers] == [0, 1, 2, 3, 4]
    assert [answer["_status"]["code"] for answer in answers] == [200, 200, 400, 200, 200]
    assert "exteriér" in {tag["name"] for tag in answers[1]["_tags"]}
    assert answers[1]["_features"] == features
    assert "_width" in answers[4] and "_width" not in answers[3]


def test_nothing_is_decoded_for_features(run_service, predictor, kept) -> None:
    class NoDecoders:
        pids: tuple[int, ...] = ()

        def __len__(self) -> int:
            return 1

        def decode(self, data: bytes, size: tuple[int, int], fit: object) -> object:
            raise AssertionError("a picture was decoded")

        def close(self) -> None:
            pass

    with run_service(lambda: predictor, decoders=NoDecoders()) as blind:
        assert send(blind, kept)["_tags"] == kept["records"][0]["_tags"]


def test_features_of_another_model_are_refused(service, kept, picture: str) -> None:
    features = kept["records"][0]["_features"]
    for space in ({}, {"_feature_space": "0" * 32}, {"_feature_space": None}):
        answer = service.ask(
            TAGS, {"records": [{"_features": features}, {"_base64": picture}], **space}
        ).json()

        assert answer["_feature_space"] == kept["_feature_space"]
        stale, good = answer["records"]
        assert stale["_status"]["code"] == 409
        assert "another model" in stale["_status"]["text"]
        assert "_tags" not in stale and "_features" not in stale
        assert good["_status"]["code"] == 200


@pytest.mark.parametrize(
    "values",
    [
        None,
        5,
        "",
        "####",
        "A" * 3412 + "ČČČČ",
        "A" * 3415 + "=",
        "A" * 3413 + "===",
        text(np.zeros(COUNT - 1)),
        text(np.zeros(COUNT + 1)),
        text(np.zeros(64 * COUNT)),
        base64.b64encode(bytes(2 * COUNT - 1)).decode(),
    ],
    ids=lambda value: repr(value)[:12],
)
def test_what_are_no_features_fails_alone(service, kept, values: object) -> None:
    bad = send(service, kept, _features=values)

    assert bad["_status"]["code"] == 400
    assert "must hold 1280 float16 values" in bad["_status"]["text"]
    assert "_tags" not in bad


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_numbers_are_refused(service, kept, value: float) -> None:
    values = np.zeros(COUNT, np.float16)
    values[7] = value

    bad = send(service, kept, _features=text(values))

    assert bad["_status"]["code"] == 400
    assert "no numbers" in bad["_status"]["text"]


@pytest.mark.parametrize("value", [0.0, 65504.0, -65504.0])
def test_odd_features_still_give_probabilities(service, kept, value: float) -> None:
    odd = send(service, kept, _features=text(np.full(COUNT, value)))

    assert odd["_tags"]
    assert all(0 <= tag["prob"] <= 1 for tag in odd["_tags"])


def test_the_picture_wins_over_features(service, kept, picture: str) -> None:
    both = send(service, kept, _base64=picture, _features="whatever")

    assert both["_tags"] == kept["records"][0]["_tags"]
    assert both["_width"] == 180


def test_every_prepared_input_has_a_space_of_its_own(bundle, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(resource_path("model"), tmp_path / "model"))
    manifest = json.loads((copy / "bundle.json").read_text(encoding="utf-8"))
    manifest["version"] = "999"
    (copy / "bundle.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert load_bundle(copy).network.feature_space == bundle.network.feature_space

    manifest["model"]["preprocess"]["mean"] = [126, 127, 127]
    (copy / "bundle.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert load_bundle(copy).network.feature_space != bundle.network.feature_space
