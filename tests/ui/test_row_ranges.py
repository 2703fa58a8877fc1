"""Sets of rows: they do what sets do, at the size of a library."""

from __future__ import annotations

import time
from array import array
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from phototagger.ui.row_ranges import RowRanges

ROWS = 40
bounds = st.tuples(st.integers(0, ROWS), st.integers(0, ROWS))
steps = st.lists(st.tuples(st.sampled_from(["add", "remove", "toggle"]), bounds), max_size=12)


def rows_of(ranges: RowRanges) -> set[int]:
    return {row for start, end in ranges for row in range(start, end)}


def assert_tidy(ranges: RowRanges) -> None:
    runs = list(ranges)
    assert all(start < end for start, end in runs)
    assert all(one[1] < two[0] for one, two in pairwise(runs)), "they touch"


def build(changes: list[tuple[str, tuple[int, int]]]) -> tuple[RowRanges, set[int]]:
    ranges, rows = RowRanges(), set[int]()
    for name, (start, end) in changes:
        getattr(ranges, name)(start, end)
        span = set(range(start, end))
        rows = {"add": rows | span, "remove": rows - span, "toggle": rows ^ span}[name]
        assert_tidy(ranges)
    return ranges, rows


@given(steps)
def test_it_is_a_set(changes: list[tuple[str, tuple[int, int]]]) -> None:
    ranges, rows = build(changes)
    assert rows_of(ranges) == rows
    assert [row in ranges for row in range(ROWS + 1)] == [row in rows for row in range(ROWS + 1)]
    assert (ranges.count(), bool(ranges)) == (len(rows), bool(rows))
    assert RowRanges.of_rows(sorted(rows)) == ranges == ranges.copy()
    assert ranges.take(array("q", range(100, 200))).tolist() == [100 + row for row in sorted(rows)]


@given(steps, st.integers(0, ROWS), st.integers(0, 9))
def test_rows_that_come_and_go_move_the_others(
    changes: list[tuple[str, tuple[int, int]]], first: int, count: int
) -> None:
    ranges, rows = build(changes)
    ranges.insert_gap(first, count)
    assert_tidy(ranges) if count else None
    moved = {row + count if row >= first else row for row in rows}
    assert rows_of(ranges) == moved
    ranges.close_gap(first, count)
    assert_tidy(ranges)
    assert rows_of(ranges) == rows
    ranges.close_gap(first, count)
    assert_tidy(ranges)
    left = {row for row in rows if not first <= row < first + count}
    assert rows_of(ranges) == {row - count if row >= first else row for row in left}


def test_every_other_of_a_hundred_thousand_rows_is_no_trouble() -> None:
    ranges = RowRanges.of_rows(range(0, 100_000, 2))
    begun = time.perf_counter()
    ranges.toggle(0, 100_000)
    ranges.add(500, 501)
    assert 99_999 in ranges
    assert 99_998 not in ranges
    assert ranges.count() == 50_001
    assert len(ranges.take(array("q", range(100_000)))) == 50_001
    assert time.perf_counter() - begun < 1.0, "a tenth of that on an idle machine"
