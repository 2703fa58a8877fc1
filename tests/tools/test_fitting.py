"""Fitting: heads find what is there, the correction learns, and figures mean what they say."""

from __future__ import annotations

import numpy as np
import pytest

from bundling import adapt, measure, training
from bundling.training import Rows
from phototagger.service.rules import Ranking, Rules

RNG = np.random.default_rng(3)


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Two sets of photos: tag 0 is feature 0, tag 1 is feature 1, tag 2 has no false rows."""
    features = RNG.normal(size=(600, 6)).astype(np.float32)
    truth = (features[:, :3] > 0.3).astype(np.int8)
    truth[::3, 1] = -1
    truth[:, 2] = np.where(truth[:, 2] == 1, 1, -1)
    return Rows(features, truth, np.repeat([0, 1], 300))


@pytest.fixture(scope="module")
def heads(rows: Rows) -> training.Heads:
    return training.fit_heads(
        rows, np.zeros((600, 3), np.float32), training.frequencies(rows.truth), steps=20
    )


def test_heads_find_what_makes_a_tag_true(heads: training.Heads) -> None:
    assert np.argmax(np.abs(heads.weight[:, 0])) == 0
    assert np.argmax(np.abs(heads.weight[:, 1])) == 1
    fresh = RNG.normal(size=(300, 6)).astype(np.float32)
    z = heads.log_odds(fresh, np.zeros((300, 3), np.float32))
    for tag in (0, 1):
        assert measure.average_precision(z[:, tag], fresh[:, tag] > 0.3) > 0.97


def test_a_tag_that_cannot_be_learned_gets_no_weights(heads: training.Heads) -> None:
    assert not heads.weight[:, 2].any()
    assert heads.bias[2] < 0


def test_the_slope_is_that_of_the_loss() -> None:
    scaled = RNG.normal(size=(30, 4)).astype(np.float32)
    truth = (RNG.random((30, 2)) < 0.4).astype(np.float32)
    weights = RNG.random((30, 2)).astype(np.float32)
    odds = RNG.normal(size=(30, 2)).astype(np.float32)
    at = RNG.normal(size=(6, 2)).astype(np.float32)
    _, slope = training._loss(scaled, truth, weights, odds, at)
    for place in np.ndindex(6, 2):
        step = np.zeros_like(at)
        step[place] = 1e-2
        above, _ = training._loss(scaled, truth, weights, odds, at + step)
        below, _ = training._loss(scaled, truth, weights, odds, at - step)
        assert slope[place] == pytest.approx((above - below)[place[1]] / 2e-2, abs=2e-3)


def test_class_odds_are_those_of_the_program() -> None:
    from phototagger.service.heads import LinearHead  # noqa: PLC0415

    logits = RNG.normal(size=(5, 7)).astype(np.float32) * 3
    classes = RNG.random((7, 3)) < 0.4
    classes[:, 2] = False
    zeros = np.zeros((5, 4), np.float32)
    head = LinearHead(
        mean=np.zeros(4, np.float32),
        std=np.ones(4, np.float32),
        weight=np.zeros((4, 3), np.float32),
        bias=np.zeros(3, np.float32),
        classes=classes.astype(np.float32),
        class_weight=np.array([1, 1, 0], np.float32),
    )
    found = head.log_odds(zeros, logits)
    np.testing.assert_allclose(training.class_odds(logits, classes), found, atol=1e-4)


def test_supported_tags_have_rows_or_classes(rows: Rows) -> None:
    classes = np.zeros((4, 3), bool)
    tables = training.Tables(("a", "b", "c"), ("á", "b", "c"), ((), (), ()), classes)
    assert training.supported(rows, tables).tolist() == [True, True, False]
    classes[1, 2] = True
    assert training.supported(rows, tables).tolist() == [True, True, True]


def test_the_correction_learns_what_the_heads_miss() -> None:
    photos = RNG.normal(size=(120, 6))
    truth = (photos[:, [0, 4]] > 0).astype(np.int8)
    truth[:20, 0] = -1
    z = np.stack([3 * photos[:, 0], RNG.normal(size=120)], axis=1)
    unseen = adapt.left_out(z, photos, truth, folds=5, seed=1)
    plain = measure.average_precision(z[:, 1], truth[:, 1] == 1)
    assert plain < 0.7
    assert measure.average_precision(unseen[:, 1], truth[:, 1] == 1) > 0.9
    known = truth[:, 0] >= 0
    assert measure.average_precision(unseen[known, 0], truth[known, 0] == 1) > 0.97


def test_the_correction_folds_into_the_heads(rows: Rows, heads: training.Heads) -> None:
    odds = np.zeros((80, 3), np.float32)
    photos = rows.features[:80]
    truth = rows.truth[:80].copy()
    truth[:40, 2] = 0
    z, scaled = heads.log_odds(photos, odds), (photos - heads.mean) / heads.std
    adapted = adapt.adapt(z, scaled, truth)
    folded = adapted.folded(heads).log_odds(photos, odds)
    np.testing.assert_allclose(folded, adapted.log_odds(z, scaled), atol=1e-3)


def test_platt_finds_scale_and_shift() -> None:
    z = RNG.normal(size=20_000) * 2
    is_true = RNG.random(20_000) < 1 / (1 + np.exp(-(0.7 * z - 1.2)))
    assert adapt.platt(z, is_true) == pytest.approx((0.7, -1.2), abs=0.06)


def test_figures_count_as_the_module_says() -> None:
    rules = Rules(min_probability=0.1, max_tags=20, at_least_tags=1, simple_min_probability=0.5)
    ranking = Ranking(((),) * 6, (0.1,) * 6, rules)
    truth = np.array([[1, 0, -1, 1, 0, 0]] * 5)
    probabilities = np.array([[0.95, 0.85, 0.75, 0.65, 0.05, 0.0]] * 5)
    figures = measure.measure(probabilities, truth, ranking)
    assert figures.precision == pytest.approx(2 / 5)
    assert figures.acceptance == pytest.approx(3 / 4)
    assert figures.map == 1.0
    assert figures.tags_per_photo == 3
    assert figures.ece == pytest.approx((0.05 + 0.85 + 0.35) / 3)
    assert figures.bins[9] == measure.Bin(5, pytest.approx(0.95), 1.0)


def test_equal_scores_count_against() -> None:
    scores, is_true = np.array([0.5, 0.5, 0.1]), np.array([True, False, True])
    assert measure.average_precision(scores, is_true) == pytest.approx((1 / 2 + 2 / 3) / 2)
