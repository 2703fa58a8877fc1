"""Every kind of head and input, each with a real network; and what boxes make of each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_bundle import EXPECTED, SOLID, UNSURE, make_bundle, npy, npz

from phototagger.core.errors import ServiceUnavailable
from phototagger.service.bundle import load_bundle
from phototagger.service.heads import BoxesHead, odds_of, sigmoid
from phototagger.service.predict import Predictor

KINDS = ("linear", "embedding", "multilabel", "boxes")


def predictor(folder: Path, kind: str = "linear", **options: Any) -> Predictor:
    return Predictor(load_bundle(make_bundle(folder, kind, **options)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_what_its_maker_expects(tmp_path: Path, kind: str) -> None:
    model = predictor(tmp_path, kind)

    assert model.deviation() < 1e-3
    names = [[tag.name for tag in tags] for tags in model.predict(list(SOLID))]
    assert names == [["red"], ["green"], ["blue"]]
    assert model.predict([SOLID[1]], "cs")[0][0].name == "zelená"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("batch", ["free", "fixed"])
@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
@pytest.mark.parametrize("dtype", ["float32", "float16", "uint8"])
def test_every_kind_takes_every_input(
    tmp_path: Path, kind: str, batch: str, layout: str, dtype: str
) -> None:
    model = predictor(tmp_path, kind, batch=batch, layout=layout, dtype=dtype)

    np.testing.assert_allclose(model.probabilities(list(SOLID)), EXPECTED, atol=1e-3)


def test_blue_comes_first_where_the_network_wants_it(tmp_path: Path) -> None:
    model = predictor(tmp_path, colour="BGR")

    np.testing.assert_allclose(model.probabilities(list(SOLID)), EXPECTED, atol=1e-3)


@pytest.mark.parametrize("kind", ["linear", "embedding"])
def test_features_are_enough_where_there_are_any(tmp_path: Path, kind: str) -> None:
    model = predictor(tmp_path, kind)
    seen = model.see(list(SOLID))

    assert model.feature_space and model.feature_count == 3
    kept = np.stack([one.features for one in seen]).astype(np.float16).astype(np.float32)
    again = model.recall(kept)
    assert all((a.probabilities == b.probabilities).all() for a, b in zip(seen, again, strict=True))


@pytest.mark.parametrize("kind", ["multilabel", "boxes"])
def test_models_without_features_say_so(tmp_path: Path, kind: str) -> None:
    model = predictor(tmp_path, kind)

    assert (model.feature_space, model.feature_count) == ("", 0)
    assert [one.features for one in model.see(list(SOLID))] == [None, None, None]


def test_a_classifier_makes_tags_of_features(tmp_path: Path) -> None:
    model = predictor(tmp_path, "multilabel", classifier=True)

    assert model.feature_space and model.feature_count == 3
    np.testing.assert_allclose(
        model.probabilities_of(np.eye(3, dtype=np.float32)), EXPECTED, atol=1e-3
    )


def test_classes_count_in_a_linear_head(tmp_path: Path) -> None:
    heads = npz(
        mu=np.zeros(3), sd=np.ones(3), W=np.zeros((3, 3)), b=np.zeros(3),
        classes=np.eye(3), v=np.ones(3),
    )  # fmt: skip
    model = predictor(tmp_path, classifier=True, parts={"heads.npz": heads})

    found = model.probabilities(list(SOLID))
    assert (found.argmax(axis=1) == [0, 1, 2]).all()
    assert found.diagonal().min() > 0.99 and found.min() < 0.05


def test_probabilities_are_calibrated_whatever_the_head(tmp_path: Path) -> None:
    labels = "tag,a,b\nred,0.1,0\ngreen,1,10\nblue,1,0\n"
    for kind in KINDS:
        model = predictor(tmp_path / kind, kind, labels=labels)
        found = model.probabilities([SOLID[0]])[0]
        wanted = [1 / (1 + np.exp(-1)), 0.5, UNSURE]
        np.testing.assert_allclose(found, wanted, atol=2e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_a_tag_that_is_switched_off_is_gone_and_the_others_stay(tmp_path: Path, kind: str) -> None:
    labels = "tag,enabled\nred,1\ngreen,0\nblue,1\n"
    model = predictor(tmp_path, kind, labels=labels, expected=EXPECTED[:, [0, 2]])

    assert model.deviation() < 1e-3
    assert [tag.name for tag in model.predict([SOLID[2]])[0]] == ["blue"]


@pytest.mark.parametrize("activation", ["none", "sigmoid"])
def test_a_multilabel_network_may_give_probabilities_or_log_odds(
    tmp_path: Path, activation: str
) -> None:
    model = predictor(tmp_path, "multilabel", head={"activation": activation})

    np.testing.assert_allclose(model.probabilities(list(SOLID)), EXPECTED, atol=1e-4)


@pytest.mark.parametrize("activation", ["none", "sigmoid"])
@pytest.mark.parametrize("axis", [1, 2])
@pytest.mark.parametrize("layout", ["xywhsc", "xyxysc", "xywhc", "xyxyc"])
def test_every_layout_of_boxes(tmp_path: Path, layout: str, axis: int, activation: str) -> None:
    head = {"layout": layout, "axis": axis, "activation": activation}
    model = predictor(tmp_path, "boxes", head=head)

    np.testing.assert_allclose(model.probabilities(list(SOLID)), EXPECTED, atol=1e-3)


def boxes(layout: str, iou: float = 0.5, tags: int = 2) -> BoxesHead:
    return BoxesHead(layout, tags, np.arange(tags), iou, is_odds=False, values_first=False)


def best(head: BoxesHead, *finds: tuple[float, ...]) -> list[float]:
    output = np.array([finds], np.float32).reshape(1, len(finds), -1)
    return [round(float(p), 4) for p in sigmoid(head.log_odds(output, None))[0]]


def test_a_tag_is_as_probable_as_its_best_find() -> None:
    head = boxes("xyxysc")
    finds = (0, 0, 1, 1, 0.5, 0.8, 0), (5, 5, 6, 6, 1, 0.6, 0.1), (8, 8, 9, 9, 1, 0, 0.3)

    assert best(head, *finds) == [0.6, 0.3]


@pytest.mark.parametrize(
    ("iou", "found"), [(0.5, [0.9, 0.0]), (0.9, [0.9, 0.6]), (1.0, [0.9, 0.6])]
)
def test_of_finds_that_overlap_the_best_counts(iou: float, found: list[float]) -> None:
    dog, cat = (0, 0, 10, 10, 0.9, 0), (0, 0, 10, 8, 0, 0.6)

    assert best(boxes("xyxyc", iou), cat, dog) == found
    in_middles = (5, 5, 10, 10, 0.9, 0), (5, 4, 10, 8, 0, 0.6)
    assert best(boxes("xywhc", iou), *in_middles) == found


def test_finds_may_name_their_class_by_number() -> None:
    finds = (0, 0, 1, 1, 0.7, 1), (5, 5, 6, 6, 0.4, 1), (9, 9, 10, 10, 0.9, 7)

    assert best(boxes("xyxysl"), *finds) == [0.0, 0.7]


def test_no_finds_and_nonsense_are_improbable() -> None:
    head = boxes("xyxyc")
    nothing = head.log_odds(np.zeros((2, 0, 6), np.float32), None)

    assert (sigmoid(nothing) < 1e-6).all()
    assert best(head, (0, 0, 1, 1, np.nan, 0), (0, 0, np.inf, 1, 1, 0)) == [0.0, 0.0]


def test_log_odds_and_probabilities_are_each_others_inverse() -> None:
    values = np.linspace(0, 1, 101, dtype=np.float32)

    np.testing.assert_allclose(sigmoid(odds_of(values)), values, atol=1e-6)
    assert sigmoid(np.array([np.nan, np.inf, -np.inf], np.float32)).round(3).tolist() == [0, 1, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_head_that_does_not_fit_its_network_is_told(tmp_path: Path, kind: str) -> None:
    labels = "tag\nred\ngreen\nblue\nviolet\n"
    parts = {
        "linear": {
            "heads.npz": npz(
                mu=np.zeros(4), sd=np.ones(4), W=np.zeros((4, 4)), b=np.zeros(4)
            )
        },
        "embedding": {"text.npy": npy(np.eye(4))},
    }.get(kind)  # fmt: skip
    expected = np.zeros((3, 4))
    model = predictor(tmp_path, kind, labels=labels, expected=expected, parts=parts)

    with pytest.raises(ServiceUnavailable, match="something else than its description says"):
        model.probabilities(list(SOLID))


@pytest.mark.parametrize("mode", ["squash", "crop", "letterbox"])
@pytest.mark.parametrize("resize", ["bicubic", "bilinear"])
def test_photos_are_fitted_as_the_network_wants(tmp_path: Path, mode: str, resize: str) -> None:
    """A wide photo: red ends and a green middle."""
    wide = np.zeros((40, 160, 3), np.uint8)
    wide[:, :60, 0] = wide[:, 100:, 0] = 255
    wide[:, 60:100, 1] = 255
    options = {"mode": mode, "resize": resize, "fill": 0}
    model = predictor(tmp_path, size=(16, 16), preprocess=options)

    red, green, _ = model.features([wide])[0]

    share = {"squash": (0.75, 0.25), "crop": (0, 1), "letterbox": (0.1875, 0.0625)}[mode]
    assert (red, green) == pytest.approx(share, abs=0.02)


def test_a_crop_may_take_less_than_the_short_side(tmp_path: Path) -> None:
    framed = np.full((100, 200, 3), 255, np.uint8)
    framed[25:75, 75:125] = (255, 0, 0)
    model = predictor(tmp_path, preprocess={"mode": "crop", "crop_ratio": 0.5})

    assert model.features([framed])[0] == pytest.approx((1, 0, 0), abs=0.08)
