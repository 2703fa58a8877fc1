"""Lists, counts and merged tags come out of SQLite as they would be made photo by photo."""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from phototagger.core.library import FileRead, FoundPhoto, Library
from phototagger.core.photo import Fingerprint, PhotoFilter, PhotoId, SavingState, TaggingState
from phototagger.core.photo_query import (
    ListChange,
    PhotoQuery,
    PhotoSort,
    SavedSearch,
    list_change,
)
from phototagger.core.review import Decision, selection_rows
from phototagger.core.search import parse
from phototagger.core.tags import KeywordSet, TagSuggestion

HIDE_BELOW = 0.15


def seconds(year: int, month: int, day: int, hour: int = 12) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return six photos in three folders, tagged and decided about."""
    opened = Library.open(tmp_path / "catalog.sqlite")
    paths = (
        "/p/Trip 2/img_10.jpg",
        "/p/Trip 2/img_9.NEF",
        "/p/Trip 10/Žába.jpeg",
        "/p/a.tif",
        "/p/b.jpg",
        "/p/c.jpg",
    )
    found = [FoundPhoto(Path(p), Fingerprint(100 - n, n)) for n, p in enumerate(paths)]
    ids = opened.add_photos(found).new
    moments = (seconds(2024, 5, 1, 0), seconds(2024, 8, 31, 23), seconds(2023, 1, 1), 0, 0, 0)
    keywords: tuple[tuple[str, ...], ...] = (("sea",), ("sea", "dog"), (), (), ("golden fish",), ())
    opened.files.store_reads(
        [
            FileRead(photo_id, KeywordSet(words), entry.fingerprint, b"", moment)
            for photo_id, words, entry, moment in zip(ids, keywords, found, moments, strict=True)
        ]
    )
    opened.save_suggestions(ids[0], [TagSuggestion("beach", 0.9), TagSuggestion("dog", 0.3)], "m")
    opened.save_suggestions(ids[1], [TagSuggestion("beach", 0.5), TagSuggestion("sea", 0.9)], "m")
    opened.save_suggestions(ids[2], [TagSuggestion("beach", 0.1), TagSuggestion("frog", 0.8)], "m")
    opened.set_state(ids[:3], tagging=TaggingState.TAGGED)
    for number, name, decision in (
        (0, "beach", Decision.ACCEPTED),
        (1, "sea", Decision.REJECTED),
        (2, "frog", Decision.REJECTED),
    ):
        review = opened.review(ids[number]).decide(name, decision)
        opened.save_decisions({ids[number]: review.decisions})
    opened.set_state(ids[:2], saving=SavingState.UNSAVED)
    opened.set_state(ids[5:], problem="It is broken.")
    opened.set_changed(ids[3:4], is_changed=True)
    opened._catalog.set_columns(ids[1:3], is_reviewed=1)
    opened.refreshed_all()
    yield opened
    opened.close()


def names(library: Library, query: PhotoQuery) -> list[str]:
    found = library.lists.ids(query, parse(query.text), HIDE_BELOW)
    return [photo.path.name for photo in library.photos(map(PhotoId, found))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sea", ["img_10.jpg"]),  # on the other it was rejected, and will go from the file
        ("zaba", ["Žába.jpeg"]),
        ("trip", ["img_9.NEF", "img_10.jpg", "Žába.jpeg"]),
        ("fish", ["b.jpg"]),
        ("golden fis", ["b.jpg"]),
        ("olden", []),
        ('"golden fis"', ["b.jpg"]),
        ("be", []),
        ("bea", ["img_9.NEF", "img_10.jpg"]),
        ("beach trip", ["img_9.NEF", "img_10.jpg"]),
        ("beach -dog", []),
        ("tag:sea", ["img_10.jpg"]),
        ("tag:beach", ["img_10.jpg"]),
        ("tag:gold*", ["b.jpg"]),
        ("tag:gold", []),
        ("-tag:sea in:trip", ["img_9.NEF", "Žába.jpeg"]),
        ("suggested:beach", ["img_9.NEF"]),
        ("suggested:dog", ["img_10.jpg"]),
        ("suggested:frog", []),
        ("p:beach>0.4", ["img_9.NEF", "img_10.jpg"]),
        ("p:beach<=50%", ["img_9.NEF", "Žába.jpeg"]),
        ("state:untagged", ["a.tif", "b.jpg", "c.jpg"]),
        ("state:tagged", ["img_9.NEF", "img_10.jpg", "Žába.jpeg"]),
        ("state:review", ["img_10.jpg"]),
        ("state:reviewed", ["img_9.NEF", "Žába.jpeg"]),
        ("is:reviewed state:unwritten", ["img_9.NEF"]),
        ("state:changed or state:error", ["a.tif", "c.jpg"]),
        ("-state:changed name:a.tif", []),
        ("rejected:sea", ["img_9.NEF"]),
        ("rejected:fr*", ["Žába.jpeg"]),
        ("own:sea", []),
        ("tag:beach or name:b.jpg or ext:tif", ["a.tif", "b.jpg", "img_10.jpg"]),
        ("ext:jpg or ext:tif in:p -in:trip", ["a.tif", "b.jpg", "c.jpg"]),
        ("state:unwritten", ["img_9.NEF", "img_10.jpg"]),
        ("state:problem", ["c.jpg"]),
        ("kw=2", ["img_10.jpg"]),
        ("kw<1", ["a.tif", "c.jpg", "Žába.jpeg"]),
        ("ext:jpg", ["b.jpg", "c.jpg", "img_10.jpg", "Žába.jpeg"]),
        ("ext:nef", ["img_9.NEF"]),
        ("name:img_", ["img_9.NEF", "img_10.jpg"]),
        ("name:trip", []),
        ("in:trip", ["img_9.NEF", "img_10.jpg", "Žába.jpeg"]),
        ('in:"trip 10"', ["Žába.jpeg"]),
        ("date:2024", ["img_9.NEF", "img_10.jpg"]),
        ("date:2024-05..2024-08", ["img_9.NEF", "img_10.jpg"]),
        ("date:2024-05-01", ["img_10.jpg"]),
        ("date:..2023", ["Žába.jpeg"]),
        ("-date:2024", ["a.tif", "b.jpg", "c.jpg", "Žába.jpeg"]),
    ],
)
def test_a_search_finds(library: Library, text: str, found: list[str]) -> None:
    assert names(library, PhotoQuery(text=text)) == found
    turned = names(library, PhotoQuery(text=text, is_descending=True))
    assert turned == found[::-1]
    for sort in PhotoSort:
        assert sorted(names(library, PhotoQuery(text=text, sort=sort))) == sorted(found)


def test_orders(library: Library) -> None:
    expected = {
        PhotoSort.FOLDER: ["a.tif", "b.jpg", "c.jpg", "img_9.NEF", "img_10.jpg", "Žába.jpeg"],
        PhotoSort.NAME: ["a.tif", "b.jpg", "c.jpg", "img_9.NEF", "img_10.jpg", "Žába.jpeg"],
        PhotoSort.TAKEN: ["a.tif", "b.jpg", "c.jpg", "Žába.jpeg", "img_10.jpg", "img_9.NEF"],
        PhotoSort.MODIFIED: ["img_10.jpg", "img_9.NEF", "Žába.jpeg", "a.tif", "b.jpg", "c.jpg"],
        PhotoSort.KEYWORDS: ["Žába.jpeg", "a.tif", "c.jpg", "img_9.NEF", "b.jpg", "img_10.jpg"],
        PhotoSort.SIZE: ["c.jpg", "b.jpg", "a.tif", "Žába.jpeg", "img_9.NEF", "img_10.jpg"],
    }
    for sort, order in expected.items():
        assert names(library, PhotoQuery(sort=sort)) == order
        assert names(library, PhotoQuery(sort=sort, is_descending=True)) == order[::-1]


@pytest.mark.parametrize("sort", list(PhotoSort))
def test_a_folder_is_listed_with_what_is_below_it(library: Library, sort: PhotoSort) -> None:
    assert len(names(library, PhotoQuery(Path("/p"), sort=sort))) == 6
    assert len(names(library, PhotoQuery(Path("/p/Trip 2"), sort=sort))) == 2
    assert names(library, PhotoQuery(Path("/p/Trip"), sort=sort)) == []


@pytest.mark.parametrize("sort", list(PhotoSort))
def test_filters_and_counts_agree_in_every_order(library: Library, sort: PhotoSort) -> None:
    counts = library.lists.filter_counts(HIDE_BELOW)
    assert list(counts.values()) == [6, 3, 1, 1, 2, 1, 1]
    for choice in PhotoFilter:
        found = library.lists.ids(PhotoQuery(choice, sort=sort), (), HIDE_BELOW)
        assert len(found) == counts[choice]
        assert library.lists.matching(library.ids(), choice, HIDE_BELOW) == set(found)
    assert library.lists.folder_counts() == {
        Path("/p"): 3,
        Path("/p/Trip 2"): 2,
        Path("/p/Trip 10"): 1,
    }


def test_many_photos_merge_as_a_few_do(library: Library) -> None:
    """All photos, some, and the path for very many, against rows made from reviews."""
    chance = random.Random(3)
    for ids in (library.ids(), library.ids()[:1], chance.sample(library.ids(), 4)):
        rows = {row.name: row for row in selection_rows(library.reviews(ids).values())}
        merged = library.lists.merged_tags(ids)
        assert {row.name for row in merged.rows} == set(rows)
        for row in merged.rows:
            one = rows[row.name]
            assert (row.state, row.coverage, row.will_be_removed) == (
                one.state,
                one.coverage,
                one.will_be_removed,
            )
            assert (row.keyword_count, row.suggested_count, row.rejected_count) == (
                one.keyword_count,
                one.suggested_count,
                one.rejected_count,
            )
        pending = Counter(int(p * 100 + 1e-9) / 100 for row in rows.values() for p in row.pending)
        assert dict(merged.pending) == dict(pending)
        assert merged.tagging == {photo.tagging for photo in library.photos(ids)}


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ([], [], (0, 0, 0)),
        ([], [1, 2], (0, 0, 2)),
        ([1, 2], [], (0, 2, 0)),
        ([1, 2, 3], [1, 2, 3], (3, 0, 0)),
        ([1, 2, 3], [1, 2, 3, 4], (3, 0, 1)),
        ([1, 2, 3], [0, 1, 2, 3], (0, 0, 1)),
        ([1, 2, 3, 4], [1, 4], (1, 2, 0)),
        ([1, 2, 3, 4], [1, 9, 8, 7, 4], (1, 2, 3)),
        ([1, 1, 1], [1, 1], (2, 1, 0)),
        ([3, 2, 1], [1, 2, 3], (0, 3, 3)),
    ],
)
def test_the_change_from_one_list_to_the_next(
    old: list[int], new: list[int], change: tuple[int, int, int]
) -> None:
    assert list_change(array("q", old), array("q", new)) == ListChange(*change)


def test_own_words_are_those_the_user_typed(library: Library) -> None:
    ids = library.ids()
    library.save_decisions(
        {ids[5]: library.review(ids[5]).decide("rex", Decision.ACCEPTED).decisions}
    )
    found = library.lists.ids(PhotoQuery(), parse("own:rex"), HIDE_BELOW)
    assert list(found) == [ids[5]]
    assert library.lists.count(parse("own:rex or tag:beach"), HIDE_BELOW) == 2


def test_file_types_and_words_are_counted(library: Library) -> None:
    assert library.lists.extension_counts() == {"jpg": 3, "jpeg": 1, "nef": 1, "tif": 1}
    words = library.lists.use_counts(["sea", "beach", "frog", "unknown"], 1000)
    assert words == {"sea": 2, "beach": 1, "frog": 0}
    assert library.lists.use_counts(["sea"], 1) == {"sea": 1}


def test_a_saved_search_is_a_choice_that_can_be_narrowed(library: Library) -> None:
    saved = SavedSearch("Jpegs", "ext:jpg or ext:tif")
    assert names(library, PhotoQuery(saved)) == [
        "a.tif",
        "b.jpg",
        "c.jpg",
        "img_10.jpg",
        "Žába.jpeg",
    ]
    assert names(library, PhotoQuery(saved, "kw=0")) == ["a.tif", "c.jpg", "Žába.jpeg"]
    for sort in PhotoSort:
        assert len(names(library, PhotoQuery(saved, sort=sort))) == 5


def test_saved_searches_stay_in_their_order(tmp_path: Path) -> None:
    wanted = (SavedSearch("z", "kw<7"), SavedSearch("a", 'in:"Žlutý kůň"'))
    opened = Library.open(tmp_path / "own.sqlite")
    opened.searches.save(wanted)
    opened.searches.save(wanted[::-1])
    opened.close()
    again = Library.open(tmp_path / "own.sqlite")
    assert again.searches.load() == wanted[::-1]
    again.close()
