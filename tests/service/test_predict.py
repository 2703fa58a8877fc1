"""Pictures in, tags out: order, languages and rules."""

from __future__ import annotations

import numpy as np

from phototagger.service.predict import Predictor


def test_a_meadow_is_outdoors_in_both_languages(predictor: Predictor, meadow) -> None:
    english, czech = (predictor.predict([np.asarray(meadow)], lang)[0] for lang in ("en", "cs"))

    assert "outdoor" in {tag.name for tag in english}
    assert "exteriér" in {tag.name for tag in czech}
    assert [tag.probability for tag in english] == [tag.probability for tag in czech]


def test_tags_are_sorted_unique_and_bounded(predictor: Predictor, meadow) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (50, 400, 3), dtype=np.uint8)
    for tags in predictor.predict([np.asarray(meadow), noise]):
        probabilities = [tag.probability for tag in tags]
        assert probabilities == sorted(probabilities, reverse=True)
        assert all(0 <= probability <= 1 for probability in probabilities)
        assert len({tag.name for tag in tags}) == len(tags)
        assert 1 <= len(tags) <= 20


def test_a_batch_changes_nothing(predictor: Predictor, meadow) -> None:
    first = np.asarray(meadow)
    alone = predictor.predict([first])[0]
    among = predictor.predict([first[:, ::-1], first, 255 - first])[1]

    assert {t.name: round(t.probability, 3) for t in alone} == {
        t.name: round(t.probability, 3) for t in among
    }


def test_no_pictures_no_tags(predictor: Predictor) -> None:
    assert predictor.predict([]) == []


def test_parents_are_at_least_as_probable_as_their_children(predictor, bundle, meadow) -> None:
    row = predictor.probabilities([np.asarray(meadow)])[0]

    for index, label in enumerate(bundle.labels):
        for parent in label.parents:
            assert row[parent] >= row[index]


def test_the_specific_word_comes_before_the_general_one_it_implies(predictor, bundle) -> None:
    positions = {label.names["en"]: index for index, label in enumerate(bundle.labels)}
    row = np.zeros(len(bundle.labels), np.float32)
    for name in ("animal", "dog", "pet"):
        row[positions[name]] = 0.9

    assert [tag.name for tag in predictor.select(row, "en")[:3]] == ["dog", "pet", "animal"]
