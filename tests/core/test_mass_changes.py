"""Very many photos change in one step, or not at all."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phototagger.core import review_changes
from phototagger.core.events import Event, Progress
from phototagger.core.jobs import Lane
from phototagger.core.library import FoundPhoto, Library
from phototagger.core.mass_changes import MassChanges, again
from phototagger.core.photo import Fingerprint, PhotoFilter, PhotoId
from phototagger.core.review import Coverage, ReviewChange
from phototagger.core.tags import TagSuggestion

COUNT = 1200


class Place:
    """A library of many photos and what changes them."""

    def __init__(self, folder: Path) -> None:
        self.home: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.library = Library.open(folder / "catalog.sqlite")
        found = [FoundPhoto(Path(f"/p/{n:04}.jpg"), Fingerprint(1, n)) for n in range(COUNT)]
        self.ids = self.library.add_photos(found).new
        for photo_id in self.ids[::2]:
            self.library.save_suggestions(photo_id, [TagSuggestion("beach", 0.9)], "m")
        self.lane = Lane("queries", 1, self.home.put)
        self.other = Lane("tagging", 1, self.home.put)
        self.events: list[Event] = []
        self.failures: list[Exception | None] = []
        self.made: list[ReviewChange | None] = []
        self.settled = 0
        self.mass = MassChanges(
            self.library,
            self.lane,
            [self.other],
            self.settle,
            self.take,
            lambda key, error: self.failures.append(error),
        )
        self.at_progress: Callable[[Progress], None] = lambda progress: None

    def settle(self, go_on: Callable[[], None]) -> None:
        self.settled += 1
        go_on()

    def take(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Progress) and event.is_running:
            self.at_progress(event)

    def finish(self) -> None:
        while self.mass.is_running or not self.home.empty():
            self.home.get(timeout=10)()

    def accept(self, ids: list[PhotoId] | None = None) -> None:
        self.mass.start(
            self.ids if ids is None else ids,
            None,
            lambda reviews: review_changes.accept(reviews, ["beach"]),
            self.made.append,
        )
        self.finish()

    def accepted(self) -> int:
        found = self.library.reviews(self.ids)
        return sum("beach" in review.keywords() for review in found.values())


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.lane.close()
    made.other.close()
    made.library.close()


def test_all_photos_change_and_change_back(place: Place) -> None:
    place.accept()
    (change,) = place.made
    assert change is not None
    assert len(change.ids) == place.accepted() == COUNT
    assert len(place.library.ids_where(PhotoFilter.UNSAVED)) == COUNT
    place.mass.start(place.ids, None, again(change.reversed()), place.made.append)
    place.finish()
    assert place.accepted() == 0
    assert place.library.ids_where(PhotoFilter.UNSAVED) == []
    assert place.library.count_by_filter(0.1)[PhotoFilter.TO_REVIEW] == COUNT // 2
    assert place.failures == []
    assert place.settled == 2  # before anything was read


def test_a_gesture_may_depend_on_what_all_have(place: Place) -> None:
    seen: list[Coverage] = []
    place.mass.start(
        place.ids,
        lambda rows: (
            seen.append(rows["beach"].coverage),
            lambda reviews: review_changes.reject(reviews, ["beach"]),
        )[1],
        None,
        place.made.append,
    )
    place.finish()
    assert seen == [Coverage.NONE]
    assert place.made[0] is not None
    assert len(place.made[0].ids) == COUNT // 2


@pytest.mark.parametrize("share", [0.1, 0.6, 0.9])
def test_one_that_is_stopped_has_changed_nothing(place: Place, share: float) -> None:
    def stop(progress: Progress) -> None:
        if progress.total and progress.done >= share * progress.total:
            place.mass.stop()

    # Told where the work goes on, so that it is stopped in the middle and not when it is done.
    deliver = place.lane.deliver
    place.lane.deliver = lambda result: result() if "_tell" in repr(result) else deliver(result)
    place.at_progress = stop
    place.accept()
    assert place.made == [None]
    assert place.accepted() == 0
    assert place.failures == []
    place.at_progress = lambda progress: None
    place.accept()
    assert place.accepted() == COUNT


def test_one_that_fails_has_changed_nothing_and_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, calls = place.library.mass.keep, []

    def fail(*given: object) -> None:
        calls.append(given)
        if len(calls) > 2:
            raise OSError("the disk is full")
        store(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(place.library.mass, "keep", fail)
    place.accept()
    assert place.made == [None]
    assert place.accepted() == 0
    assert len(place.failures) == 1


def test_nothing_to_change_is_no_step(place: Place) -> None:
    place.accept([])
    assert place.made == [None]


def test_results_of_other_work_wait_for_the_end(place: Place) -> None:
    order: list[str] = []
    place.at_progress = lambda progress: order.append("change")

    def submit() -> None:
        place.other.submit("one", lambda token: None, lambda outcome: order.append("other"))

    place.mass.start(
        place.ids,
        None,
        lambda reviews: review_changes.accept(reviews, ["beach"]),
        lambda change: order.append("made"),
    )
    submit()
    place.finish()
    while not place.other.is_idle or not place.home.empty():
        place.home.get(timeout=10)()
    assert order[-2:] == ["made", "other"]
    assert order.count("other") == 1


def test_what_is_stored_meanwhile_is_kept(place: Place) -> None:
    """A file that is read again while the change is worked out, for example."""
    first = place.ids[0]

    def meanwhile(progress: Progress) -> None:
        place.at_progress = lambda progress: None
        change = review_changes.add({first: place.library.review(first)}, ["dog"])
        place.library.save_change(change)

    place.at_progress = meanwhile
    place.accept()
    assert set(place.library.review(first).keywords()) == {"dog", "beach"}
    (change,) = place.made
    assert change is not None
    assert [entry.name for entry in change.before[first]] == ["dog"]


def test_a_new_word_of_a_stopped_change_is_no_other_word(place: Place) -> None:
    """The number the new word had is free again when all was taken back."""

    def stop(progress: Progress) -> None:
        if progress.total and progress.done > progress.total / 2:
            place.mass.stop()

    deliver = place.lane.deliver
    place.lane.deliver = lambda result: result() if "_tell" in repr(result) else deliver(result)
    place.at_progress = stop
    place.mass.start(
        place.ids, None, lambda reviews: review_changes.add(reviews, ["new"]), place.made.append
    )
    place.finish()
    assert place.made == [None]
    for photo_id, name in zip(place.ids, ("bird", "new"), strict=False):
        review = {photo_id: place.library.review(photo_id)}
        place.library.save_change(review_changes.add(review, [name]))
    assert list(place.library.review(place.ids[0]).keywords()) == ["bird"]
    assert list(place.library.review(place.ids[1]).keywords()) == ["new"]
