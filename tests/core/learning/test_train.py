"""What is learned, and what is not: words are suggested only where they are right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phototagger.core.learning import _correct, learned_file, report_file
from phototagger.core.learning._judge import MIN_PRECISION, cautious, judge, virtual_negatives
from phototagger.core.learning._space import Space, shipped_space
from phototagger.core.learning.suggest import Suggester
from phototagger.core.learning.train import Learned, train
from phototagger.core.learning.values import Example, Footing
from phototagger.resource_files import resource_path
from phototagger.service.bundle import load_bundle

from .conftest import SIZE, Floats, World

Key = Callable[[int], bytes]


def school(*groups: tuple[Floats, str], first: int = 0) -> tuple[list[Example], Floats]:
    """Return examples and features of groups of photos that carry a word each, "" for none."""
    examples, rows = [], []
    number = first
    for features, word in groups:
        for row in features:
            words = (word,) if word else ()
            examples.append(Example(number.to_bytes(16, "big"), words, (), bool(word)))
            rows.append(row)
            number += 1
    return examples, np.stack(rows)


def learn(examples: list[Example], features: Floats, **options: frozenset[str]) -> Learned:
    learned = train(examples, features, "space", None, 1.0, **options)
    assert learned is not None
    return learned


def suggested(learned: Learned, features: Floats, **options: frozenset[str]) -> list[set[str]]:
    suggester = Suggester(learned, lambda keys: {}, **options)
    return [{word.name for word in words} for words in suggester.suggest(features)]


def test_a_word_is_found_on_unseen_photos_and_on_no_other(world: World) -> None:
    examples, features = school(
        (world.photos("garden", 20), "Grandma's garden"), (world.noise(200), "other")
    )
    learned = learn(examples, features)
    word = next(w for w in learned.words if w.name == "Grandma's garden")
    assert word.footing is Footing.HEAD
    assert (word.examples, word.precision) == (20, 1.0)
    assert word.recall > 0.8
    found = suggested(learned, world.photos("garden", 100))
    assert np.mean(["Grandma's garden" in words for words in found]) > 0.8
    missed = suggested(learned, world.noise(500))
    assert np.mean(["Grandma's garden" in words for words in missed]) < 0.02


def test_a_word_without_a_look_of_its_own_stays_silent(world: World) -> None:
    examples, features = school((world.noise(40), "invoice 2026"), (world.noise(200), "other"))
    learned = learn(examples, features)
    word = next(w for w in learned.words if w.name == "invoice 2026")
    assert word.footing is Footing.UNSURE
    assert not any("invoice 2026" in words for words in suggested(learned, world.noise(300)))


def test_few_examples_suggest_only_what_is_very_much_alike(world: World) -> None:
    garden = world.photos("garden", 3, spread=0.2)
    examples, features = school((garden, "garden"), (world.noise(200), "other"))
    learned = learn(examples, features)
    word = next(w for w in learned.words if w.name == "garden")
    assert word.footing is Footing.NEIGHBOURS
    suggester = Suggester(learned, lambda keys: {})
    (near,), *_ = suggester.suggest(world.photos("garden", 1, spread=0.2))
    assert near.name == "garden"
    assert near.probability <= 0.5, "a resemblance is never more than that"
    assert not near.is_measured
    assert not any("garden" in words for words in suggested(learned, world.noise(300)))


def test_one_photo_is_no_word(world: World) -> None:
    examples, features = school((world.photos("a", 1), "once"), (world.noise(100), "other"))
    assert {word.name for word in learn(examples, features).words} == {"other"}


def test_a_burst_counts_as_one_example(world: World) -> None:
    burst = np.repeat(world.photos("garden", 1), 30, axis=0) + 0.01 * world.noise(30)
    examples, features = school((burst, "garden"), (world.noise(200), "other"))
    word = next(w for w in learn(examples, features).words if w.name == "garden")
    assert word.examples == 1
    assert word.footing is Footing.NEIGHBOURS, "thirty copies of one photo prove nothing"


def test_photos_nobody_looked_at_do_not_count_against_a_word(world: World) -> None:
    examples, features = school(
        (world.photos("garden", 15), "garden"),
        (world.photos("garden", 60), ""),
        (world.noise(120), ""),
        (world.noise(60), "other"),
    )
    word = next(w for w in learn(examples, features).words if w.name == "garden")
    assert word.footing is Footing.HEAD


def test_rejections_teach_the_difference(world: World) -> None:
    cats, dogs = world.photos("cat", 20), world.photos("cat", 20) + 0.9 * world.photos("dog", 1)
    examples, features = school((cats, "Tom"), (dogs, "pets"), (world.noise(150), "other"))
    told = [
        Example(e.key, e.keywords, ("Tom",) if e.keywords == ("pets",) else (), True)
        for e in examples
    ]
    word = next(w for w in learn(told, features).words if w.name == "Tom")
    assert word.rejected == 20
    others = world.photos("cat", 60) + 0.9 * world.photos("dog", 1)
    wrong = np.mean(["Tom" in words for words in suggested(learn(told, features), others)])
    assert wrong <= np.mean(["Tom" in w for w in suggested(learn(examples, features), others)])


def test_a_head_that_makes_a_tag_of_the_service_worse_is_not_used(world: World) -> None:
    """The service knows "beach" perfectly; the look of its photos says nothing."""
    examples, features = school((world.photos("a", 30), "beach"), (world.noise(200), "other"))
    judged = [
        Example(e.key, e.keywords, e.rejected, True, {"beach": (p, "beach" in e.keywords)})
        for e in examples
        for p in (0.97 if "beach" in e.keywords else 0.03,)
    ]
    helped = next(w for w in learn(judged, features).words if w.name == "beach")
    assert helped.footing is Footing.HEAD
    confused = [
        Example(e.key, ("beach",) if n < 30 else ("other",), (), True, {"beach": (0.03, False)})
        if 20 <= n < 30
        else e
        for n, e in enumerate(judged)
    ]
    hurt = next(w for w in learn(confused, features).words if w.name == "beach")
    assert hurt.footing is Footing.UNSURE


def test_too_little_to_begin_with(world: World) -> None:
    examples, features = school((world.noise(10), "a"))
    assert train(examples, features, "space", None, 0.0) is None


def test_a_word_can_be_left_out(world: World) -> None:
    examples, features = school((world.photos("a", 20), "secret"), (world.noise(100), "other"))
    learned = learn(examples, features, skip=frozenset({"secret"}))
    assert "secret" not in {word.name for word in learned.words}


def test_a_word_can_be_silenced(world: World) -> None:
    examples, features = school((world.photos("a", 20), "a"), (world.noise(200), "other"))
    learned, photos = learn(examples, features), world.photos("a", 50)
    assert any("a" in words for words in suggested(learned, photos))
    assert not any("a" in words for words in suggested(learned, photos, silent=frozenset({"a"})))


def test_suggestions_name_the_examples_they_are_like(world: World) -> None:
    garden = world.photos("garden", 12)
    examples, features = school((garden, "garden"), (world.noise(200), "other"))
    learned = learn(examples, features)
    kept = {e.key: features[n].astype("<f2").tobytes() for n, e in enumerate(examples)}
    suggester = Suggester(learned, lambda keys: {k: kept[k] for k in keys})
    copy = garden[7] + 0.02 * world.noise(1)
    word = next(w for w in suggester.suggest(copy)[0] if w.name == "garden")
    assert word.evidence[0] == examples[7].key, "the nearest first"
    assert len(word.evidence) == 5
    assert set(word.evidence) <= {e.key for e in examples[:12]}


def test_learning_the_same_gives_the_same(world: World) -> None:
    examples, features = school((world.photos("a", 20), "a"), (world.noise(100), "other"))
    one, other = learn(examples, features), learn(examples, features)
    assert np.array_equal(one.weights, other.weights)
    assert one.words == other.words


# The judge


def test_scores_that_part_are_suggested_and_scores_that_mix_are_not() -> None:
    low, high = np.linspace(-1, 0, 200), np.linspace(1, 2, 10)
    clear = judge(high.astype(np.float32), low.astype(np.float32))
    assert (clear.shown, clear.right) == (10, 10)
    assert 0 < clear.threshold < 1
    mixed = judge(low[::20].astype(np.float32), low.astype(np.float32))
    assert mixed.threshold == float("inf")


@given(
    st.lists(st.floats(-5, 5, width=32), min_size=2, max_size=40),
    st.lists(st.floats(-5, 5, width=32), min_size=1, max_size=200),
)
def test_what_is_suggested_was_right_often_enough(
    positive: list[float], negative: list[float]
) -> None:
    ours, others = np.array(positive, np.float32), np.array(negative, np.float32)
    verdict = judge(ours, others)
    right = int((ours >= verdict.threshold).sum())
    shown = right + int((others >= verdict.threshold).sum())
    assert (right, shown) == (verdict.right, verdict.shown)
    assert not shown or cautious(right, shown) >= MIN_PRECISION
    assert verdict.ceiling < 1
    assert verdict.slope >= 0


def test_made_up_negatives_look_like_the_photos_they_stand_for() -> None:
    scores = np.random.default_rng(0).standard_normal(2000).astype(np.float32)
    made = virtual_negatives(scores, 200)
    assert len(made) == 200
    assert abs(np.median(made) - np.median(scores)) < 0.1
    assert made.max() > scores.max(), "their upper end is longer"
    assert len(virtual_negatives(scores, 0)) == 0


# Corrections of the service's words

DECISIONS = st.lists(
    st.tuples(st.binary(min_size=16, max_size=16), st.floats(0.01, 0.99), st.booleans()),
    max_size=80,
    unique_by=lambda row: row[0],
)


@given(DECISIONS)
@settings(max_examples=200)
def test_a_correction_never_makes_the_held_out_decisions_worse(
    rows: list[tuple[bytes, float, bool]],
) -> None:
    found = _correct.correct("beach", rows)
    if found is None:
        return
    held = [(p, a) for key, p, a in rows if _correct._is_held_out("beach", key)]
    wrong_before = sum((p >= 0.5) != a for p, a in held)
    wrong_after = sum((_correct.corrected(p, found.shift) >= 0.5) != a for p, a in held)
    assert wrong_after <= wrong_before

    def loss(probability: float, accepted: bool) -> float:
        return -float(np.log(probability if accepted else 1 - probability))

    before = sum(loss(p, a) for p, a in held)
    after = sum(loss(_correct.corrected(p, found.shift), a) for p, a in held)
    assert after < before


def test_a_word_that_is_rejected_again_and_again_becomes_less_probable() -> None:
    rows = [(hashlib.md5(bytes([n])).digest(), 0.7, n % 5 == 0) for n in range(60)]
    found = _correct.correct("outdoor", rows)
    assert found is not None
    assert found.shift < -1
    assert _correct.corrected(0.7, found.shift) < 0.5


def test_few_decisions_correct_nothing() -> None:
    rows = [(bytes([n]) * 16, 0.9, False) for n in range(11)]
    assert _correct.correct("outdoor", rows) is None


# The file


@pytest.fixture
def kept(world: World, tmp_path: Path) -> tuple[Learned, Path]:
    examples, features = school(
        (world.photos("a", 20), "Žluťoučký kůň"),
        (world.photos("b", 3, spread=0.2), "few"),
        (world.noise(150), "other"),
    )
    learned = learn(examples, features)
    file = tmp_path / "words.learned"
    learned_file.save(learned, file, 42, frozenset({"other"}))
    return learned, file


def test_the_file_gives_back_what_was_learned(kept: tuple[Learned, Path], world: World) -> None:
    learned, file = kept
    loaded = learned_file.load(file)
    assert loaded is not None
    assert loaded.words == learned.words
    assert loaded.exemplars == learned.exemplars
    photos = np.concatenate((world.photos("a", 40), world.photos("b", 10), world.noise(50)))
    assert suggested(loaded, photos) == suggested(learned, photos)
    report = report_file.unpack(file)
    assert report is not None
    assert (report.labels, report.silent) == (42, frozenset({"other"}))
    assert report.summary == learned.summary


def test_a_damaged_file_counts_as_none(kept: tuple[Learned, Path]) -> None:
    _, file = kept
    whole = file.read_bytes()
    for position in (0, 9, 45, 200, len(whole) // 2, len(whole) - 1):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        file.write_bytes(damaged)
        assert learned_file.load(file) is None
        assert report_file.unpack(file) is None
    file.write_bytes(whole[:-1])
    assert learned_file.load(file) is None
    assert learned_file.load(file.with_name("nowhere")) is None


@pytest.mark.parametrize("name", ["Žluťoučký kůň", "few"])
def test_forgetting_leaves_nothing_of_a_word(
    kept: tuple[Learned, Path], world: World, name: str
) -> None:
    learned, file = kept
    number = [word.name for word in learned.words].index(name)
    learned_file.remove_word(file, name)
    loaded, data = learned_file.load(file), file.read_bytes()
    assert loaded is not None
    assert name not in {word.name for word in loaded.words}
    assert name.encode() not in data
    for key in learned.exemplars[number]:
        assert key not in b"".join(k for keys in loaded.exemplars for k in keys)
    photos = np.concatenate((world.photos("a", 40), world.photos("b", 10), world.noise(50)))
    rest = [words - {name} for words in suggested(learned, photos)]
    assert suggested(loaded, photos) == rest, "the others say what they said"
    learned_file.remove_word(file, name)
    assert learned_file.load(file) is not None


def test_switching_a_word_off_changes_nothing_else(kept: tuple[Learned, Path]) -> None:
    learned, file = kept
    report_file.silence(file, frozenset({"few"}))
    report, loaded = report_file.unpack(file), learned_file.load(file)
    assert report is not None
    assert report.silent == frozenset({"few"})
    assert loaded is not None
    assert loaded.words == learned.words


# What ships


def test_the_shipped_statistics_are_of_the_shipped_model() -> None:
    """When this fails: python tools/build_learning_statistics.py TRAINING_FOLDER."""
    network = load_bundle(resource_path("model")).network
    file = resource_path("learning", "background.npz")
    space = shipped_space(file, network.feature_space)
    assert space is not None
    assert space.size == 1280
    assert file.stat().st_size < 20_000
    assert shipped_space(file, "another model") is None
    assert shipped_space(file.with_name("nowhere"), network.feature_space) is None


def test_damaged_statistics_are_none(tmp_path: Path) -> None:
    file = tmp_path / "background.npz"
    file.write_bytes(b"no archive")
    assert shipped_space(file, "x") is None
    np.savez(file, feature_space=np.array("x"), mean=np.zeros(3), std=np.zeros(3))
    assert shipped_space(file, "x") is None
    with pytest.raises(ValueError, match="no"):
        Space.from_arrays({"mean": np.zeros(SIZE)})
