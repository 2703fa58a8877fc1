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
    FieldsRead,
    HistoryRead,
    Notice,
    Progress,
    Remedy,
    ThumbnailReady,
    UndoWriteFinished,
    Work,
    WriteFinished,
    WritePreviewReady,
)
from phototagger.core.fields import Field
from phototagger.core.jobs import CancelToken, Lane
from phototagger.core.learning.feature_cache import FeatureCache
from phototagger.core.learning.memory import WordMemory
from phototagger.core.learning.process import Launcher
from phototagger.core.library import Library
from phototagger.core.metadata import read_photo, readers
from phototagger.core.photo import PhotoFilter, PhotoId, SavingState, TaggingState
from phototagger.core.photo_reader import PhotoReader
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
        names = (
            "queries",
            "scan",
            "metadata",
            "thumbnails",
            "closeup",
            "tagging",
            "learning",
            "words",
            "write",
            "export",
            "edits",
        )
        lanes = Lanes(**{name: Lane(name, 1, self._home.put) for name in names})
        self.lanes = lanes
        self.writer = Writer(folder / "journal.sqlite")
        self.session = Session(
            Library.open(folder / "catalog.sqlite"),
            settings,
            lanes,
            self.tagger,
            _learning(folder, self.tagger),
            Thumbnails(folder / "thumbnails", 16, PhotoReader()),
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
    desk.finish()
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
    desk.session.look_closer([(ids[0], 64)])
    desk.session.read_keywords(ids)
    desk.session.tag(ids)
    desk.session.write(ids)
    desk.session.forget(ids)
    desk.finish()
    assert desk.session.ids() == []
    assert desk.notices() == []


def test_a_title_is_unsaved_until_it_is_written_and_can_be_taken_back(
    desk: Desk, make_photo: MakePhoto
) -> None:
    photo = make_photo("a.jpg")
    ids = desk.opened(photo.parent)
    change = review_changes.set_texts(desk.session.reviews(ids), title="Sea", description="At dusk")
    desk.session.apply(change)
    assert desk.session.unsaved() == ids
    desk.session.apply(change.reversed())
    assert desk.session.unsaved() == []
    desk.session.apply(change)
    assert desk.session.write(ids) == 1
    desk.finish()
    assert desk.session.unsaved() == []
    reading = read_photo(photo)
    assert (reading.title, reading.description, len(reading.keywords)) == ("Sea", "At dusk", 0)
    desk.session.apply(change.reversed())
    assert desk.session.unsaved() == []
    assert desk.session.reviews(ids)[ids[0]].title == "Sea"


def test_the_last_write_of_chosen_photos_can_be_taken_back(desk: Desk, folder: Path) -> None:
    ids = desk.opened(folder)
    before = [photo.path.read_bytes() for photo in desk.session.photos(ids)]
    for word in ("first", "second"):
        desk.session.apply(review_changes.add(desk.session.reviews(ids), [word]))
        desk.session.write(ids)
        desk.finish()
    desk.session.undo_write_of(ids[:2])
    desk.finish()
    (finished,) = [event for event in desk.events if isinstance(event, UndoWriteFinished)]
    assert finished.batch == ""
    assert [report.undone for report in finished.reports] == [True, True]
    assert [set(r.in_file) for r in desk.session.reviews(ids).values()] == [
        {"first"},
        {"first"},
        {"first", "second"},
    ]
    desk.session.undo_write_of(ids[:1])
    desk.finish()
    assert desk.session.photo(ids[0]).path.read_bytes() == before[0]


def test_many_photos_are_written_with_progress_and_can_be_stopped(
    desk: Desk, make_photo: MakePhoto
) -> None:
    photos = [make_photo(f"many/{number:02}.jpg") for number in range(70)]
    ids = desk.opened(photos[0].parent)
    desk.session.apply(review_changes.add(desk.session.reviews(ids), ["all"]))
    assert desk.session.write(ids) == 70
    desk.session.stop_writing()
    desk.finish()
    (finished,) = [event for event in desk.events if isinstance(event, WriteFinished)]
    states = [photo.saving for photo in desk.session.photos(ids)]
    assert states.count(SavingState.SAVED) == len(finished.reports) < 70
    assert states.count(SavingState.UNSAVED) == 70 - len(finished.reports)
    desk.events.clear()
    desk.session.write(ids)
    desk.finish()
    done = [event.done for event in desk.events if isinstance(event, Progress)]
    assert done == sorted(done) and done[-1] == 70 - len(finished.reports)
    assert {photo.saving for photo in desk.session.photos(ids)} == {SavingState.SAVED}


def test_what_a_crash_left_is_settled_and_told(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        pass

    def crash(*args: object) -> None:
        raise Crash

    path = folder / "0.jpg"
    with monkeypatch.context() as patches:
        patches.setattr("phototagger.core._replace.swap", crash)
        patches.setattr("phototagger.core._replace.discard", lambda temp: None)
        patches.setattr("phototagger.core._way_back.abandon", lambda *args, **rules: None)
        with pytest.raises(Crash):
            desk.writer.write(path, KeywordChange(add=KeywordSet.of(["a"])), batch="one")
    desk.session.recover()
    desk.finish()
    (notice,) = desk.notices()
    assert notice.text == (
        "The last run was interrupted. PhotoTagger dropped 1 write that had not begun;"
        " every photo is whole."
    )
    assert len(notice.details) == 1 and "0.jpg" in notice.details[0]
    assert sorted(found.name for found in folder.iterdir()) == ["0.jpg", "1.jpg", "2.jpg"]


def test_a_plan_is_saved_without_touching_a_photo(
    desk: Desk, make_photo: MakePhoto, tmp_path: Path
) -> None:
    photo = make_photo("a.jpg")
    before = photo.read_bytes()
    ids = desk.opened(photo.parent)
    desk.session.apply(review_changes.add(desk.session.reviews(ids), ["sea"]))
    assert desk.session.preview_write(ids) == 1
    desk.finish()
    (preview,) = (event for event in desk.events if isinstance(event, WritePreviewReady))
    ((_, plan),) = preview.plans
    assert {entry.field for entry in plan.fields if entry.added} == {
        Field.SUBJECT,
        Field.IPTC_KEYWORDS,
        Field.XP_KEYWORDS,
    }
    assert readers.views(plan.after, plan.path)[0].keywords == ("sea",)
    out = tmp_path / "plan.csv"
    desk.session.save_plan(preview, out)
    desk.session.save_plan(preview, tmp_path / "missing" / "plan.csv")
    desk.finish()
    assert "dc:subject,changed,sea" in out.read_text("utf-8-sig")
    notices = [event for event in desk.events if isinstance(event, Notice) and event.key == "plan"]
    assert [(notice.path, notice.remedy) for notice in notices] == [
        (out, Remedy.SHOW_FILE),
        (None, Remedy.NONE),
    ]
    assert photo.read_bytes() == before


# Looked up on the side


def written(desk: Desk, folder: Path) -> list[PhotoId]:
    """Write a word into all photos of a folder."""
    ids = desk.opened(folder)
    desk.session.apply(review_changes.add(desk.session.reviews(ids), ["sea"]))
    desk.session.write(ids)
    desk.finish()
    desk.events.clear()
    return ids


def last_history(desk: Desk) -> HistoryRead:
    desk.session.read_history()
    desk.finish()
    (event,) = [event for event in desk.events if isinstance(event, HistoryRead)]
    desk.events.clear()
    return event


def test_the_history_is_read_and_told(desk: Desk, folder: Path) -> None:
    assert last_history(desk) == HistoryRead(())
    written(desk, folder)
    (batch,) = last_history(desk).batches
    assert [path.name for path in batch.photos] == ["0.jpg", "1.jpg", "2.jpg"]
    assert not batch.undone and not batch.taken_back


def test_single_photos_of_a_batch_are_taken_back(desk: Desk, folder: Path) -> None:
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    ids = written(desk, folder)
    (batch,) = last_history(desk).batches
    desk.session.undo_write(batch.id, batch.photos[1:2])
    desk.finish()
    (undone,) = [event for event in desk.events if isinstance(event, UndoWriteFinished)]
    assert [(report.path.name, report.undone) for report in undone.reports] == [("1.jpg", True)]
    assert desk.session.unsaved() == ids[1:2]
    desk.events.clear()
    (batch,) = last_history(desk).batches
    assert not batch.undone and batch.taken_back == {folder / "1.jpg"}
    desk.session.undo_write(batch.id)
    desk.finish()
    desk.events.clear()
    assert last_history(desk).batches[0].undone
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


def test_the_last_write_is_taken_back_until_there_is_none(desk: Desk, folder: Path) -> None:
    written(desk, folder)
    for count in (3, 0):
        desk.session.undo_last_write()
        desk.finish()
        (undone,) = [event for event in desk.events if isinstance(event, UndoWriteFinished)]
        assert len(undone.reports) == count
        desk.events.clear()


def test_a_history_that_cannot_be_read_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "own" / "journal.sqlite").write_bytes(b"no database at all" * 100)
    event = last_history(desk)
    assert event.batches == () and event.problem.endswith(".")


def test_the_fields_of_a_photo_are_read_and_told(desk: Desk, folder: Path) -> None:
    ids = written(desk, folder)
    desk.session.read_fields(ids[0])
    desk.finish()
    (event,) = [event for event in desk.events if isinstance(event, FieldsRead)]
    assert event.id == ids[0] and event.reading is not None
    assert list(event.reading.keywords) == ["sea"]


def test_only_the_photo_asked_for_last_is_told(desk: Desk, folder: Path) -> None:
    ids = desk.opened(folder)
    desk.events.clear()
    desk.lanes.metadata.pause()
    for photo_id in ids:
        desk.session.read_fields(photo_id)
    desk.lanes.metadata.resume()
    desk.finish()
    told = [event.id for event in desk.events if isinstance(event, FieldsRead)]
    assert told == [ids[-1]]


def test_fields_that_cannot_be_read_are_told_as_none(desk: Desk, folder: Path) -> None:
    ids = desk.opened(folder)
    (folder / "0.jpg").unlink()
    desk.session.read_fields(ids[0])
    desk.finish()
    assert FieldsRead(ids[0], None) in desk.events
