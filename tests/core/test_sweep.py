"""Sweeping one word: cuts, sides, and what becomes of the photos."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import pytest

from phototagger.core._large_changes import LargeChanges, reviewed
from phototagger.core.library import Library
from phototagger.core.photo import Fingerprint, PhotoId
from phototagger.core.review import Decision, Review, ReviewChange
from phototagger.core.scan import FoundPhoto
from phototagger.core.sweep import (
    SuggestedCut,
    SweepOrder,
    SweepPhotos,
    SweepWord,
    decide,
    in_order,
    stepped,
    suggested_cut,
)
from phototagger.core.tags import KeywordSet, TagSuggestion
from phototagger.core.vocabulary import Word


def sweep_of(*probabilities: float) -> SweepPhotos:
    ids = array("q", range(1, len(probabilities) + 1))
    return SweepPhotos("beach", ids, array("d", probabilities), SuggestedCut(0.5))


# Sides


@pytest.mark.parametrize("seed", range(20))
def test_the_sides_part_all_photos(seed: int) -> None:
    chance = random.Random(seed)
    sweep = sweep_of(*sorted((chance.random() for _ in range(30)), reverse=True))
    cut, flipped = chance.randrange(31), set(chance.sample(range(30), 5))
    accepted, rejected = sweep.sides(cut, flipped)
    assert sorted(accepted + rejected) == list(sweep.ids)
    assert not set(accepted) & set(rejected)
    turned = {sweep.ids[row] for row in flipped}
    assert set(accepted) == set(sweep.ids[:cut]) ^ turned


def test_flipping_twice_is_flipping_never() -> None:
    sweep = sweep_of(0.9, 0.5, 0.1)
    assert sweep.sides(1, {1} ^ {1}) == sweep.sides(1)


def test_a_probability_and_its_count_belong_together() -> None:
    sweep = sweep_of(0.9, 0.8, 0.8, 0.3)
    assert [sweep.count_from(p) for p in (0.95, 0.9, 0.8, 0.5, 0.3, 0.0)] == [0, 1, 3, 3, 4, 4]
    for count in (0, 1, 3, 4):
        assert sweep.count_from(sweep.probability_at(count)) == count


def test_nothing_is_left_to_cut_where_there_is_no_photo() -> None:
    assert sweep_of().sides(0) == ([], [])
    assert sweep_of().count_from(0.5) == 0


@pytest.mark.parametrize(
    ("start", "step", "end"),
    [
        (0.62, 0.05, 0.65),
        (0.65, 0.05, 0.7),
        (0.62, -0.05, 0.6),
        (0.6, -0.05, 0.55),
        (0.62, 0.01, 0.63),
        (0.02, -0.05, 0.0),
        (0.0, -0.05, 0.0),
        (0.98, 0.05, 1.0),
        (1.0, 0.05, 1.0),
    ],
)
def test_the_cut_steps_along_round_numbers(start: float, step: float, end: float) -> None:
    assert stepped(start, step) == pytest.approx(end)


# Where to cut


def misjudged(cut: float, accepted: list[float], rejected: list[float]) -> int:
    return sum(p < cut for p in accepted) + sum(p >= cut for p in rejected)


def test_without_evidence_the_usual_cut_is_suggested() -> None:
    assert suggested_cut([], [], 0.8) == SuggestedCut(0.8, 0)


def test_a_usual_cut_that_misjudges_nothing_stays() -> None:
    assert suggested_cut([0.9, 0.85], [0.4, 0.7], 0.8).probability == pytest.approx(0.8)


@pytest.mark.parametrize("seed", range(30))
def test_much_evidence_finds_a_cut_that_misjudges_fewest(seed: int) -> None:
    chance = random.Random(seed)
    truth = chance.uniform(0.2, 0.9)
    some = [(p, p + chance.gauss(0, 0.08) >= truth) for p in (chance.random() for _ in range(40))]
    accepted = [p for p, is_accepted in some if is_accepted] * 500
    rejected = [p for p, is_accepted in some if not is_accepted] * 500
    cut = suggested_cut(accepted, rejected, 0.8)
    fewest = min(misjudged(c / 1000, accepted, rejected) for c in range(1002))
    assert cut.decisions == 20_000
    assert misjudged(cut.probability, accepted, rejected) <= fewest + 500  # beside one of them


@pytest.mark.parametrize("seed", range(30))
def test_a_cut_lies_between_nought_and_one(seed: int) -> None:
    chance = random.Random(seed)
    accepted = [chance.random() for _ in range(chance.randrange(6))]
    rejected = [chance.random() for _ in range(chance.randrange(6))]
    usual = chance.random()
    cut = suggested_cut(accepted, rejected, usual)
    assert 0.0 <= cut.probability <= 1.0
    assert cut.decisions == len(accepted) + len(rejected)
    assert cut == suggested_cut(accepted[::-1], rejected[::-1], usual)


def test_more_of_the_same_evidence_moves_the_cut_further() -> None:
    cuts = [suggested_cut([0.5] * n, [0.3] * n, 0.8).probability for n in (1, 5, 25, 125)]
    assert cuts == sorted(cuts, reverse=True)
    assert cuts[0] > 0.7
    assert cuts[-1] < 0.45


def test_a_word_that_was_always_accepted_is_cut_where_it_was_seen_last() -> None:
    assert suggested_cut([0.4, 0.9] * 1000, [], 0.8).probability == pytest.approx(0.4, abs=0.01)


def test_a_word_that_was_always_rejected_is_cut_above_all() -> None:
    assert suggested_cut([], [0.5, 0.9] * 1000, 0.8).probability > 0.9


# Words


def test_words_are_sorted_as_wanted() -> None:
    words = [SweepWord("sea", 3, 0.5), SweepWord("Beach", 9, 0.4), SweepWord("dog", 3, 0.9)]
    names = {order: [word.name for word in in_order(words, order)] for order in SweepOrder}
    assert names[SweepOrder.COUNT] == ["Beach", "dog", "sea"]
    assert names[SweepOrder.MEAN] == ["dog", "sea", "Beach"]
    assert names[SweepOrder.NAME] == ["Beach", "dog", "sea"]


# What becomes of the photos

BEACH = Review(suggestions=(TagSuggestion("beach", 0.7), TagSuggestion("sea", 0.6)))


def test_each_side_gets_its_decision_and_keeps_the_probability() -> None:
    reviews = {PhotoId(n): BEACH for n in range(1, 4)}
    change = decide(reviews, "beach", [PhotoId(1)], [PhotoId(2)])
    assert change.ids == {1, 2}
    after = {i: entries[0] for i, entries in change.after.items()}
    assert [after[PhotoId(n)].decision for n in (1, 2)] == [Decision.ACCEPTED, Decision.REJECTED]
    assert all(entry.probability == 0.7 for entry in after.values())
    assert change.label == "sweep “beach”"


def test_what_was_decided_meanwhile_is_left_alone() -> None:
    reviews = {
        PhotoId(1): BEACH.decide("beach", Decision.REJECTED),
        PhotoId(2): BEACH.with_file_keywords(KeywordSet.of(["beach"])),
        PhotoId(3): Review(),
    }
    assert not decide(reviews, "beach", list(reviews), []).ids


def test_undoing_a_sweep_restores_every_decision() -> None:
    reviews = {PhotoId(n): BEACH.decide("sea", Decision.ACCEPTED) for n in range(1, 5)}
    change = decide(reviews, "beach", [PhotoId(1)], [PhotoId(2)])
    swept = reviewed(reviews, [change])
    assert swept != reviews
    assert reviewed(swept, [change.reversed()]) == reviews


def test_the_parts_of_a_gesture_make_the_whole() -> None:
    reviews = {PhotoId(n): BEACH for n in range(1, 8)}
    change = decide(reviews, "beach", [PhotoId(n) for n in (1, 2, 3)], [PhotoId(5)])
    whole = ReviewChange(change.label, {}, {})
    for part in ({1, 2}, {3}, {5, 6}):
        whole = whole.then(change.part([PhotoId(n) for n in part]))
    assert whole == change


# In the catalog


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "catalog.sqlite")
    found = [FoundPhoto(Path(f"/photos/{n}.jpg"), Fingerprint(1, 1)) for n in range(1, 7)]
    library.add_photos(found)
    return library


def suggest(library: Library, photo_id: int, **probabilities: float) -> None:
    entries = [TagSuggestion(name, p) for name, p in probabilities.items()]
    library.save_suggestions(PhotoId(photo_id), entries, "fake/1")


def test_only_open_suggestions_are_swept(library: Library) -> None:
    for number, probability in enumerate((0.9, 0.4, 0.7, 0.8, 0.1, 0.6), start=1):
        suggest(library, number, beach=probability, sea=0.5)
    decided = library.review(PhotoId(4)).decide("beach", Decision.REJECTED).decisions
    library.save_decisions({PhotoId(4): decided})
    library.set_file_keywords(PhotoId(6), KeywordSet.of(["beach"]), Fingerprint(1, 1))
    ids, probabilities = library.sweeps.photos("beach", 0.15, None)
    assert list(ids) == [1, 3, 2]
    assert list(probabilities) == pytest.approx([0.9, 0.7, 0.4])
    words = {word.name: word for word in library.sweeps.words(0.15, None)}
    assert words["beach"].count == 3
    assert words["beach"].mean == pytest.approx(2 / 3)
    assert words["sea"].count == 6
    library.close()


def test_hidden_suggestions_are_not_swept(library: Library) -> None:
    library.vocabulary.save({"beach": Word("beach", show_from=0.85)})
    suggest(library, 1, beach=0.8)
    suggest(library, 2, beach=0.9)
    assert list(library.sweeps.photos("beach", 0.15, None)[0]) == [2]
    assert [word.count for word in library.sweeps.words(0.15, None)] == [1]
    library.close()


def test_a_word_may_be_shown_whatever_the_threshold(library: Library) -> None:
    library.vocabulary.save({"beach": Word("beach", show_from=0.2)})
    suggest(library, 1, beach=0.3, sea=0.3)
    suggest(library, 2, beach=0.6, sea=0.6)
    suggest(library, 3, beach=0.1)
    words = {word.name: word.count for word in library.sweeps.words(0.5, None)}
    assert words == {"beach": 2, "sea": 1}
    assert list(library.sweeps.photos("beach", 0.5, None)[0]) == [2, 1]
    library.close()


def test_a_scope_limits_words_and_photos(library: Library) -> None:
    for number in range(1, 5):
        suggest(library, number, beach=number / 10 + 0.2)
    assert [word.count for word in library.sweeps.words(0.15, [2, 3])] == [2]
    assert list(library.sweeps.photos("beach", 0.15, [2, 3])[0]) == [3, 2]
    assert library.sweeps.words(0.15, []) == []
    library.close()


def test_earlier_decisions_are_known_by_side(library: Library) -> None:
    for number, probability in enumerate((0.9, 0.8, 0.3), start=1):
        suggest(library, number, beach=probability)
        side = Decision.ACCEPTED if probability > 0.5 else Decision.REJECTED
        decided = library.review(PhotoId(number)).decide("beach", side).decisions
        library.save_decisions({PhotoId(number): decided})
    typed = library.review(PhotoId(4)).decide("beach", Decision.ACCEPTED).decisions
    library.save_decisions({PhotoId(4): typed})
    accepted, rejected = library.sweeps.judged("beach")
    assert sorted(accepted) == pytest.approx([0.8, 0.9])
    assert rejected == pytest.approx([0.3])
    library.close()


def test_an_unknown_word_has_no_photos(library: Library) -> None:
    ids, probabilities = library.sweeps.photos("beach", 0.15, None)
    assert (list(ids), list(probabilities)) == ([], [])
    assert library.sweeps.judged("beach") == ([], [])
    library.close()


# Gestures on very many photos


def large(apply: bool = True) -> tuple[LargeChanges, list[ReviewChange], list[object]]:
    applied: list[ReviewChange] = []
    later: list[object] = []

    def keep(change: ReviewChange) -> bool:
        applied.append(change)
        return apply

    return LargeChanges(keep, later.append, lambda event: None, later.append), applied, later


def test_a_large_gesture_is_applied_in_slices_and_told_once() -> None:
    run, applied, later = large()
    reviews = {PhotoId(n): BEACH for n in range(1, 101)}
    change = decide(reviews, "beach", list(reviews), [])
    run.start(change)
    assert run.is_running
    assert not applied
    while run.is_running:
        go_on = later.pop(0)
        assert callable(go_on)
        go_on()
    whole = applied[0]
    for part in applied[1:]:
        whole = whole.then(part)
    assert whole == change
    assert len(applied) > 1
    assert later == [100]


def test_gestures_on_the_same_photos_keep_their_order() -> None:
    run, applied, _ = large()
    reviews = {PhotoId(n): BEACH for n in range(1, 60)}
    change = decide(reviews, "beach", list(reviews), [])
    run.start(change)
    run.start(change.reversed())
    assert run.concerns([PhotoId(3)])
    assert not run.concerns([PhotoId(99)])
    assert reviewed(reviews, run.waiting()) == reviews
    run.finish()
    assert not run.is_running
    whole = applied[0]
    for part in applied[1:]:
        whole = whole.then(part)
    assert not whole.ids


def test_what_cannot_be_kept_ends_everything_that_waits() -> None:
    run, applied, _ = large(apply=False)
    reviews = {PhotoId(n): BEACH for n in range(1, 101)}
    run.start(decide(reviews, "beach", list(reviews), []))
    run.finish()
    assert not run.is_running
    assert len(applied) == 1
