"""The program's verbs over a real library and real files, with a tagger that does as it is told."""

from __future__ import annotations

import io
import queue
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import piexif
import pytest
from PIL import Image

from phototagger.core import review_changes
from phototagger.core.errors import (
    BadReply,
    NotAuthorized,
    RequestRejected,
    ServiceUnavailable,
    TaggingError,
)
from phototagger.core.events import (
    Event,
    Notice,
    Progress,
    Remedy,
    ThumbnailReady,
    Work,
    WriteFinished,
)
from phototagger.core.jobs import CancelToken, Lane
from phototagger.core.learning.feature_cache import FeatureCache
from phototagger.core.learning.memory import WordMemory
from phototagger.core.learning.process import Launcher
from phototagger.core.library import Library
from phototagger.core.photo import PhotoFilter, PhotoId, SavingState, TaggingState
from phototagger.core.session import Lanes, Learning, Session
from phototagger.core.settings import Settings
from phototagger.core.tagging import TagReply
from phototagger.core.tags import KeywordChange, KeywordSet, TagSuggestion
from phototagger.core.thumbnails import Thumbnails
from phototagger.core.writer import Writer

MakePhoto = Callable[..., Path]
REPLY = TagReply((TagSuggestion("beach", 0.9), TagSuggestion("sea", 0.4)), "fake")


class ObedientTagger:
    """Answers every photo alike, or raises what the test wants."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.errors_by_key: dict[str, TaggingError] = {}
        self.requests: list[list[str]] = []

    def tag(
        self,
        photos: Sequence[tuple[str, bytes]],
        lang: str,
        cancel: CancelToken,
        *,
        mode: str = "complex",
        wants_features: bool = False,
    ) -> dict[str, TagReply | TaggingError]:
        self.requests.append([key for key, _ in photos])
        assert all(jpeg.startswith(b"\xff\xd8\xff") for _, jpeg in photos)
        if self.error is not None:
            raise self.error
        return {key: self.errors_by_key.get(key, REPLY) for key, _ in photos}


def _learning(folder: Path, looker: ObedientTagger) -> Learning:
    cache = FeatureCache(folder / "features.sqlite", 16)
    launcher = Launcher((sys.executable, "-c", "raise SystemExit(1)"), {})
    return Learning(WordMemory(cache, folder / "words"), launcher, folder / "none", True, looker)


class Desk:
    """A session, what it announced, and its results brought home by hand."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._home: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.tagger = ObedientTagger()
        self.events: list[Event] = []
        names = ("scan", "metadata", "thumbnails", "closeup", "tagging", "learning", "write")
        lanes = Lanes(**{name: Lane(name, 1, self._home.put) for name in names})
        self.lanes = lanes
        self.writer = Writer(folder / "journal.sqlite")
        self.session = Session(
            Library.open(folder / "catalog.sqlite"),
            settings,
            lanes,
            self.tagger,
            _learning(folder, self.tagger),
            Thumbnails(folder / "thumbnails", 16),
            self.writer,
            self.events.append,
        )

    def finish(self) -> None:
        while not (self.session.is_idle and self._home.empty()):
            try:
                closure = self._home.get(timeout=0.02)
            except queue.Empty:
                continue
            closure()

    def opened(self, *paths: Path) -> list[PhotoId]:
        self.session.open(paths)
        self.finish()
        return self.session.ids()

    def notices(self) -> list[Notice]:
        return [event for event in self.events if isinstance(event, Notice)]

    def states(self) -> list[TaggingState]:
        return [photo.tagging for photo in self.session.photos(self.session.ids())]


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def desk(tmp_path: Path, settings: Settings) -> Iterator[Desk]:
    folder = tmp_path / "own"
    folder.mkdir()
    desk = Desk(folder, settings)
    yield desk
    desk.session.end_work()
    desk.session.close()
    desk.writer.close()


@pytest.fixture
def folder(make_photo: MakePhoto) -> Path:
    for number, color in enumerate(("red", "blue", "tan")):
        photo = make_photo(f"{number}.jpg", color=color)
    return photo.parent


def test_photos_are_found_tagged_and_counted(desk: Desk, folder: Path) -> None:
    ids = desk.opened(folder)
    assert [photo.path.name for photo in desk.session.photos(ids)] == ["0.jpg", "1.jpg", "2.jpg"]
    assert desk.session.tag(ids) == 3
    assert desk.session.tag(ids) == 0, "a queued photo is not queued again"
    desk.finish()
    assert set(desk.states()) == {TaggingState.TAGGED}
    assert desk.session.count_by_filter()[PhotoFilter.TO_REVIEW] == 3
    last = [e for e in desk.events if isinstance(e, Progress) and e.work is Work.TAGGING][-1]
    assert (last.done, last.total, last.failed, last.is_running) == (3, 3, 0, False)


@pytest.mark.parametrize("settings", [Settings(batch_size=2)])
def test_photos_are_sent_in_batches_and_one_fails_alone(desk: Desk, folder: Path) -> None:
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo")
    ids = desk.opened(folder)
    desk.tagger.errors_by_key[str(ids[1])] = RequestRejected("The service refused this photo.")
    desk.session.tag(ids)
    desk.finish()
    assert [len(request) for request in desk.tagger.requests] == [2, 1]
    assert desk.states() == [
        TaggingState.TAGGED,
        TaggingState.FAILED,
        TaggingState.TAGGED,
        TaggingState.FAILED,
    ]
    (notice,) = desk.notices()
    assert notice.text == "2 photos could not be tagged."
    assert "1.jpg: The service refused this photo." in notice.details


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (NotAuthorized("The token is refused."), Remedy.OPEN_SETTINGS),
        (ServiceUnavailable("Nobody answers."), Remedy.TAG_AGAIN),
        (BadReply("This is no tagging service."), Remedy.OPEN_SETTINGS),
    ],
)
def test_a_service_that_cannot_be_used_ends_the_run_once(
    desk: Desk, folder: Path, error: TaggingError, remedy: Remedy
) -> None:
    desk.tagger.error = error
    ids = desk.opened(folder)
    desk.session.tag(ids)
    desk.finish()
    assert len(desk.tagger.requests) == 1, "no photo after the first is tried in vain"
    assert set(desk.states()) == {TaggingState.UNTAGGED}
    last = desk.notices()[-1]
    assert last.text == f"{error} 3 photos still untagged."
    assert last.remedy is remedy
    desk.tagger.error = None
    desk.session.tag(last.ids)
    desk.finish()
    assert set(desk.states()) == {TaggingState.TAGGED}


@pytest.mark.parametrize("settings", [Settings(batch_size=10)])
def test_a_refused_batch_is_split_until_the_bad_photo_is_known(
    desk: Desk, make_photo: MakePhoto
) -> None:
    for number in range(8):
        make_photo(f"{number}.jpg")
    ids = desk.opened(make_photo("8.jpg").parent)
    bad = str(ids[5])
    plain = desk.tagger.tag

    def refuse_the_bad(
        photos: Sequence[tuple[str, bytes]], *args: object, **options: object
    ) -> dict[str, TagReply | TaggingError]:
        answers = plain(photos, *args, **options)  # type: ignore[arg-type]
        if bad in [key for key, _ in photos]:
            raise RequestRejected("The service cannot read this photo.")
        return answers

    desk.tagger.tag = refuse_the_bad  # type: ignore[method-assign]
    desk.session.tag(ids)
    desk.finish()
    assert desk.states().count(TaggingState.TAGGED) == 8
    assert desk.session.photo(ids[5]).problem == "The service cannot read this photo."
    assert len(desk.tagger.requests) <= 9, "halving finds it sooner than one by one"


def test_three_refusals_in_a_row_mean_a_wrong_address(desk: Desk, make_photo: MakePhoto) -> None:
    for number in range(6):
        make_photo(f"{number}.jpg")
    desk.tagger.error = RequestRejected("There is no such method here.")
    ids = desk.opened(make_photo("6.jpg").parent)
    desk.session.tag(ids)
    desk.finish()
    assert desk.states().count(TaggingState.FAILED) == 2
    assert desk.states().count(TaggingState.UNTAGGED) == 5
    assert desk.notices()[-1].text.endswith("5 photos still untagged.")


def test_stopping_keeps_answers_and_frees_the_rest(desk: Desk, folder: Path) -> None:
    ids = desk.opened(folder)
    desk.lanes.tagging.pause()
    desk.session.tag(ids)
    desk.session.stop_tagging()
    desk.lanes.tagging.resume()
    desk.finish()
    assert set(desk.states()) == {TaggingState.UNTAGGED}
    assert desk.tagger.requests == []


def test_decisions_are_in_the_catalog_at_once(desk: Desk, folder: Path, tmp_path: Path) -> None:
    ids = desk.opened(folder)
    change = review_changes.add(desk.session.reviews(ids[:1]), ["kept"])
    desk.session.apply(change)
    assert desk.session.photo(ids[0]).saving is SavingState.UNSAVED
    desk.session.apply(change.reversed())
    assert desk.session.photo(ids[0]).saving is SavingState.SAVED


def test_a_photo_changed_by_another_program_keeps_both_words(desk: Desk, folder: Path) -> None:
    ids = desk.opened(folder)
    desk.session.apply(review_changes.add(desk.session.reviews(ids[:1]), ["mine"]))
    path = desk.session.photo(ids[0]).path
    desk.writer.write(path, KeywordChange(add=KeywordSet.of(["theirs"])), batch="other")
    desk.session.write(ids)
    desk.finish()
    (finished,) = [event for event in desk.events if isinstance(event, WriteFinished)]
    ((_, report),) = finished.reports
    assert set(report.keywords) == {"mine", "theirs"}
    desk.session.rescan()
    desk.finish()
    (review,) = desk.session.reviews(ids[:1]).values()
    assert set(review.in_file) == {"mine", "theirs"}


def test_a_photo_replaced_by_another_forgets_its_tags(desk: Desk, folder: Path) -> None:
    ids = desk.opened(folder)
    desk.session.tag(ids)
    desk.finish()
    Image.radial_gradient("L").convert("RGB").save(folder / "0.jpg")
    desk.session.rescan()
    desk.finish()
    (review,) = desk.session.reviews(ids[:1]).values()
    assert review.suggestions == ()
    assert desk.session.photo(ids[0]).tagging is TaggingState.UNTAGGED


def test_photos_of_an_open_folder_are_not_forgotten(
    desk: Desk, folder: Path, tmp_path: Path, make_photo: MakePhoto
) -> None:
    single = make_photo("../elsewhere/single.jpg")
    ids = desk.opened(folder, single)
    assert len(ids) == 4
    desk.session.forget(ids)
    assert [photo.path.parent for photo in desk.session.photos(desk.session.ids())] == [folder] * 3
    assert single.exists()
    desk.session.close_folder(folder)
    assert desk.session.ids() == []
    assert sorted(path.name for path in folder.iterdir()) == ["0.jpg", "1.jpg", "2.jpg"]


def test_the_embedded_preview_comes_before_the_sharp_picture(
    desk: Desk, make_photo: MakePhoto
) -> None:
    small = io.BytesIO()
    Image.new("RGB", (160, 120), "red").save(small, "JPEG")
    exif = piexif.dump({"0th": {}, "1st": {}, "thumbnail": small.getvalue()})
    photo = make_photo("camera.jpg", size=(800, 600), color="blue", exif=exif)
    ids = desk.opened(photo)

    def looked_at() -> list[tuple[int, int, int]]:
        desk.events.clear()
        desk.session.look_at(ids, 256)
        desk.finish()
        found = [event.thumbnail for event in desk.events if isinstance(event, ThumbnailReady)]
        return [tuple(thumbnail.rgbx[:3]) for thumbnail in found if thumbnail]  # type: ignore[misc]

    (quick, sharp) = looked_at()
    assert quick[0] > 200 > quick[2], "first the red preview of the camera"
    assert sharp[2] > 200 > sharp[0], "then the blue photo itself"
    assert len(looked_at()) == 1, "from the cache the sharp one comes at once"


def test_results_for_photos_that_were_removed_meanwhile_are_dropped(
    desk: Desk, make_photo: MakePhoto
) -> None:
    ids = desk.opened(make_photo("one.jpg"), make_photo("two.jpg"))
    desk.session.apply(review_changes.add(desk.session.reviews(ids), ["beach"]))
    desk.session.look_at(ids, 64)
    desk.session.look_closer(ids[0], 64)
    desk.session.read_keywords(ids)
    desk.session.tag(ids)
    desk.session.write(ids)
    desk.session.forget(ids)
    desk.finish()
    assert desk.session.ids() == []
    assert desk.notices() == []
