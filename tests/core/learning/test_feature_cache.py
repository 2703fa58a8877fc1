"""Features are found by picture and model, never too many, and never worth a failure."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phototagger.core.learning import feature_cache
from phototagger.core.learning.feature_cache import FeatureCache

ROW = bytes(2560)


def key(number: int) -> bytes:
    return number.to_bytes(16, "big")


@pytest.fixture
def cache(tmp_path: Path) -> FeatureCache:
    return FeatureCache(tmp_path / "below" / "features.sqlite", 8)


def test_features_come_back_by_picture_and_model(cache: FeatureCache) -> None:
    cache.put([(key(1), "a", b"one"), (key(2), "a", b"two"), (key(1), "b", b"other")])
    assert cache.get([key(1), key(2), key(3)], "a") == {key(1): b"one", key(2): b"two"}
    assert cache.get([key(1)], "b") == {key(1): b"other"}
    assert cache.get([key(1)], "c") == {}
    assert cache.main_space() == "b", "the model used last"
    assert cache.fullest_space() == "a", "the model that has seen most"
    cache.put([(key(2), "b", b"other")])
    assert cache.fullest_space() == "b", "the later one of two"


def test_the_moment_a_photo_was_taken_is_no_part_of_its_picture(cache: FeatureCache) -> None:
    cache.put([(key(1) + b"8 bytes.", "a", b"one")])
    assert cache.get([key(1)], "a") == cache.get([key(1) + b"others.."], "a") == {key(1): b"one"}


def test_a_photo_without_a_key_is_not_kept(cache: FeatureCache) -> None:
    cache.put([(b"", "a", b"one")])
    assert cache.get([b""], "a") == {}
    assert cache.count() == 0
    assert not cache.file.exists()


def test_what_is_stored_again_is_replaced(cache: FeatureCache) -> None:
    cache.put([(key(1), "a", b"one")])
    cache.put([(key(1), "a", b"two")])
    assert cache.get([key(1)], "a") == {key(1): b"two"}
    assert cache.count() == 1


def test_a_row_that_was_damaged_is_none(cache: FeatureCache) -> None:
    cache.put([(key(1), "a", b"one"), (key(2), "a", b"two")])
    with closing(sqlite3.connect(cache.file)) as connection:
        connection.execute("UPDATE features SET data = ? WHERE key = ?", (b"0ne", key(1)))
        connection.commit()
    assert cache.get([key(1), key(2)], "a") == {key(2): b"two"}


@pytest.mark.parametrize("damage", [b"no database at all" * 99, b"SQLite format 3\0" + b"x" * 4096])
def test_a_damaged_file_is_begun_anew(cache: FeatureCache, damage: bytes) -> None:
    cache.put([(key(1), "a", b"one")])
    cache.file.write_bytes(damage)
    assert cache.get([key(1)], "a") == {}
    cache.put([(key(1), "a", b"again")])
    assert cache.get([key(1)], "a") == {key(1): b"again"}


def test_a_database_of_another_program_makes_room(cache: FeatureCache) -> None:
    cache.file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(cache.file)) as connection:
        connection.execute("CREATE TABLE features (x)")
    cache.put([(key(1), "a", b"one")])
    cache.put([(key(1), "a", b"one")])
    assert cache.get([key(1)], "a") == {key(1): b"one"}


def test_a_folder_that_cannot_be_made_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = FeatureCache(tmp_path / "file" / "features.sqlite", 8)
    cache.put([(key(1), "a", b"one")])
    assert cache.get([key(1)], "a") == {}


def test_forgotten_photos_leave_no_features(cache: FeatureCache) -> None:
    cache.put([(key(n), space, ROW) for n in range(40) for space in "ab"])
    cache.forget([key(1), key(2) + b"when"])
    assert cache.count() == 76
    size = cache.file.stat().st_size
    cache.keep_only([key(5), key(6)])
    assert set(cache.get([key(n) for n in range(40)], "a")) == {key(5), key(6)}
    assert cache.file.stat().st_size < size / 2, "the space is given back"


@settings(max_examples=10, deadline=None)
@given(asked=st.integers(1, 100), cap_mb=st.integers(1, 3))
def test_the_size_is_capped_and_the_last_used_stay(
    asked: int, cap_mb: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = FeatureCache(tmp_path_factory.mktemp("cache") / "f.sqlite", cap_mb)
    fits = cap_mb * 1024 * 1024 // 2800
    for start in range(0, 2 * fits, 250):
        cache.put([(key(n), "a", ROW) for n in range(start, start + 250)])
        assert cache.file.stat().st_size <= cap_mb * 1024 * 1024 + 600 * 2800
    newest = [key(2 * fits - 1 - n) for n in range(asked)]
    assert set(cache.get(newest, "a")) == set(newest)


def test_what_was_looked_at_lately_outlives_what_was_not(
    cache: FeatureCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = 24 * 60 * 60.0
    now = [1000 * day]
    monkeypatch.setattr(feature_cache.time, "time", lambda: now[0])
    cache.put([(key(n), "a", ROW) for n in range(500)])
    now[0] += 3 * day
    assert cache.get([key(7)], "a")
    now[0] -= day
    for start in range(1000, 4000, 300):
        cache.put([(key(n), "a", ROW) for n in range(start, start + 300)])
    assert cache.get([key(7)], "a"), "used a day later than all others"
    assert not cache.get([key(8)], "a")


def test_many_threads_may_use_it_at_once(cache: FeatureCache) -> None:
    def work(first: int) -> None:
        for n in range(first, first + 20):
            cache.put([(key(n), "a", str(n).encode())])
            assert cache.get([key(n)], "a") == {key(n): str(n).encode()}

    threads = [threading.Thread(target=work, args=(100 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.count() == 80
