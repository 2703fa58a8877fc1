"""Rules: which tags are reported, in which order, and how wrong rules are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phototagger.core.models.manifest import Malformed, Section
from phototagger.service.rules import FirstRows, Ranking, Rules, SpecificFirst, read_rules

TAGS = ("vehicle", "transport", "bus", "person", "child", "tree")
PLACES = {tag: index for index, tag in enumerate(TAGS)}
PARENTS = ((), (), (0, 1), (), (3,), ())
PLAIN = Rules(min_probability=0.1, max_tags=4, at_least_tags=1, simple_min_probability=0.5)
GOOD: dict[str, Any] = {
    "min_probability": 0.05,
    "max_tags": 20,
    "at_least_tags": 1,
    "simple_min_probability": 0.5,
}


def ranking(rules: Rules = PLAIN, thresholds: dict[str, float] | None = None) -> Ranking:
    own = thresholds or {}
    return Ranking(PARENTS, [own.get(tag, rules.min_probability) for tag in TAGS], rules)


def names(ranking: Ranking, *row: float) -> list[str]:
    return [TAGS[index] for index, _ in ranking.select(np.array(row, np.float32))]


def read(**changes: Any) -> Rules:
    section = Section({"rules": GOOD | changes}, "", ("rules",))
    return read_rules(section, PLACES)


def with_first_rows(**changes: Any) -> Rules:
    values = {"count": 2, "min_probability": 0.0, "one_of": ((0, 1),)} | changes
    return Rules(0.1, 6, 1, 0.5, first_rows=FirstRows(**values))


def test_tags_come_most_probable_first_down_to_their_thresholds() -> None:
    ranked = ranking(thresholds={"tree": 0.5})
    assert names(ranked, 0.2, 0.9, 0.05, 0.3, 0.0, 0.4) == ["transport", "person", "vehicle"]


def test_at_most_so_many_tags_are_given() -> None:
    assert len(names(ranking(), 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)) == 4


def test_an_unsure_model_still_gives_its_best_with_its_low_probability() -> None:
    assert ranking().select(np.array([0.01, 0.02, 0, 0, 0, 0], np.float32)) == [
        (1, pytest.approx(0.02))
    ]


def test_a_tag_raises_its_parents_and_stands_before_them() -> None:
    row = np.array([[0.1, 0.95, 0.8, 0.0, 0.0, 0.0]], np.float32)
    ranked = ranking()
    ranked.raise_parents(row)
    assert row[0].tolist() == pytest.approx([0.8, 0.95, 0.8, 0, 0, 0])
    assert names(ranked, *row[0]) == ["transport", "bus", "vehicle"]


def test_parents_stay_as_they_are_when_the_rules_say_so() -> None:
    row = np.array([[0.1, 0.2, 0.8, 0.0, 0.0, 0.0]], np.float32)
    ranking(Rules(0.1, 4, 1, 0.5, raises_parents=False)).raise_parents(row)
    assert row[0, 0] == pytest.approx(0.1)


def test_one_of_two_words_for_the_same_is_among_the_first() -> None:
    ranked = ranking(with_first_rows())
    found = ranked.select(np.array([0.9, 0.8, 0.0, 0.7, 0.6, 0.5], np.float32))
    assert [TAGS[i] for i, _ in found] == ["vehicle", "person", "transport", "child", "tree"]
    assert [p for _, p in found] == pytest.approx([0.9, 0.7, 0.7, 0.6, 0.5])


def test_a_postponed_tag_is_never_made_more_probable() -> None:
    found = ranking(with_first_rows()).select(np.array([0.9, 0.3, 0.0, 0.7, 0.6, 0.5], np.float32))
    assert dict(found)[PLACES["transport"]] == pytest.approx(0.3)


def test_the_list_ends_where_the_first_rows_become_guesses() -> None:
    rules = with_first_rows(count=3, min_probability=0.5, one_of=())
    assert names(ranking(rules), 0.9, 0.4, 0.3, 0.0, 0.0, 0.0) == ["vehicle"]
    assert len(names(ranking(rules), 0.9, 0.8, 0.7, 0.2, 0.0, 0.0)) == 4


def test_a_child_stands_before_the_person_when_both_are_sure() -> None:
    rules = Rules(0.1, 6, 1, 0.5, specific_first=SpecificFirst(0.5, ((4, 3),)))
    assert names(ranking(rules), 0, 0, 0, 0.9, 0.6, 0.7) == ["tree", "child", "person"]
    assert names(ranking(rules), 0, 0, 0, 0.9, 0.4, 0.7) == ["person", "tree", "child"]


@given(st.lists(st.floats(0, 1, width=32), min_size=6, max_size=6))
def test_answers_are_sorted_unique_and_never_more_than_the_model_says(row: list[float]) -> None:
    rules = Rules(
        0.1,
        5,
        2,
        0.5,
        first_rows=FirstRows(3, 0.2, ((0, 1),)),
        specific_first=SpecificFirst(0.5, ((4, 3),)),
    )
    found = ranking(rules).select(np.array(row, np.float32))
    shown = [p for _, p in found]
    assert 2 <= len(found) <= 5
    assert len({index for index, _ in found}) == len(found)
    assert shown == sorted(shown, reverse=True)
    assert all(p <= np.float32(row[index]) for index, p in found)


def test_rules_are_read_from_the_description() -> None:
    rules = read(
        first_rows={"count": 5, "min_probability": 0.2, "one_of": [["vehicle", "transport"]]},
        specific_first={"min_probability": 0.5, "pairs": [["child", "person"]]},
        parents="none",
    )
    assert rules.first_rows == FirstRows(5, 0.2, ((0, 1),))
    assert rules.specific_first == SpecificFirst(0.5, ((4, 3),))
    assert not rules.raises_parents


def test_groups_with_tags_that_are_switched_off_are_left_out() -> None:
    group = [["vehicle", "spaceship"], ["child", "person"]]
    rules = read(first_rows={"count": 5, "min_probability": 0, "one_of": group})
    assert rules.first_rows == FirstRows(5, 0, ((4, 3),))


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"colour": 1}, "“rules.colour” is unknown to this version"),
        ({"parents": "min"}, "“rules.parents” must be max or none"),
        ({"first_rows": 5}, "“rules.first_rows” must be an object"),
        ({"first_rows": {"count": 0, "min_probability": 0}}, "must be a whole number from 1"),
        ({"first_rows": {"count": 5}}, "“rules.first_rows.min_probability” is missing"),
        (
            {"first_rows": {"count": 5, "min_probability": 0, "one_of": ["a"]}},
            "“rules.first_rows.one_of” must be a list of lists of tags",
        ),
        (
            {"specific_first": {"min_probability": 0, "pairs": [["child", "person", "tree"]]}},
            "“rules.specific_first.pairs” must be lists of two tags",
        ),
        (
            {"specific_first": {"min_probability": 0, "pairs": [["child", "child"]]}},
            "“rules.specific_first.pairs” must not name a tag twice",
        ),
    ],
)
def test_wrong_rules_are_refused_by_name(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(Malformed, match=what):
        read(**changes)


def test_a_loop_of_parents_does_no_harm() -> None:
    looped = Ranking(((1,), (0,)), (0.1, 0.1), PLAIN)
    row = np.array([[0.2, 0.6]], np.float32)
    looped.raise_parents(row)
    assert [index for index, _ in looped.select(row[0])] in ([0, 1], [1, 0])
    assert row[0].tolist() == pytest.approx([0.6, 0.6])
