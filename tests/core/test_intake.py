"""What is on the disk comes into the library, follows moves, and is never lost with a drive."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import piexif
import pytest
from PIL import Image

from phototagger.core._intake import Intake
from phototagger.core.events import Event, LibraryChanged, Notice, RootsSeen
from phototagger.core.jobs import Lane
from phototagger.core.library import Library
from phototagger.core.photo import Fingerprint, PhotoFilter, PhotoId
from phototagger.core.photo_query import PhotoQuery, PhotoSort
from phototagger.core.review import Decision
from phototagger.core.tags import KeywordSet

MakePhoto = Callable[..., Path]


class Place:
    """An intake over a real library, its results brought home by hand."""

    def __init__(self, folder: Path) -> None:
        self._home: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.library = Library.open(folder / "catalog.sqlite")
        self.events: list[Event] = []
        self.failures: list[Exception | None] = []
        self.lanes = [Lane(name, 1, self._home.put) for name in ("scan", "read")]
        self.intake = Intake(
            self.library,
            *self.lanes,
            self.events.append,
            lambda key, error: self.failures.append(error),
            lambda: None,
        )

    def finish(self) -> None:
        while not (all(lane.is_idle for lane in self.lanes) and self._home.empty()):
            try:
                self._home.get(timeout=0.02)()
            except queue.Empty:
                continue
        assert self.failures == []

    def open(self, *paths: Path) -> None:
        self.intake.open(paths)
        self.finish()

    def look(self, how: str) -> None:
        if how == "sweep":
            self.intake.sweep()
        else:
            self.intake.rescan(is_loud=how == "asked")
        self.finish()

    def names(self) -> list[str]:
        return [photo.path.name for photo in self.library.photos(self.library.ids())]

    def id_of(self, path: Path) -> PhotoId:
        (found,) = self.library.ids_of([path])
        return found

    def decide(self, path: Path, word: str) -> None:
        photo_id = self.id_of(path)
        review = self.library.review(photo_id).decide(word, Decision.ACCEPTED)
        self.library.save_decisions({photo_id: review.decisions})

    def words(self, path: Path) -> set[str]:
        return set(self.library.review(self.id_of(path)).keywords())

    def offline(self) -> set[Path]:
        seen = [event for event in self.events if isinstance(event, RootsSeen)]
        return set(seen[-1].offline) if seen else set()

    def notices(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Notice)]

    def close(self) -> None:
        for lane in self.lanes:
            lane.close()
        self.library.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "data").mkdir()
    opened = Place(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def photos(make_photo: MakePhoto) -> list[Path]:
    """Return four different photos, two of them in a folder below."""
    names = ("a.jpg", "b.jpg", "below/c.jpg", "below/d.jpg")
    colors = ("red", "green", "blue", "orange")
    return [make_photo(n, color=color) for n, color in zip(names, colors, strict=True)]


@pytest.fixture
def top(photos: list[Path]) -> Path:
    return photos[0].parent


HOWS = ("sweep", "focus", "asked")


@pytest.mark.parametrize("how", HOWS)
def test_new_and_deleted_files_are_noticed(
    place: Place, top: Path, photos: list[Path], how: str, make_photo: MakePhoto
) -> None:
    place.open(top)
    later(top, top / "below")
    make_photo("below/new.jpg")
    photos[0].unlink()
    place.look(how)
    assert place.names() == ["b.jpg", "c.jpg", "d.jpg", "new.jpg"]
    assert place.notices() == []


@pytest.mark.parametrize("how", HOWS)
def test_a_deleted_file_that_comes_back_has_its_decisions(
    place: Place, top: Path, photos: list[Path], how: str, tmp_path: Path
) -> None:
    place.open(top)
    place.decide(photos[1], "kept")
    kept = photos[1].rename(tmp_path / "b.jpg")
    later(top)
    place.look(how)
    assert "b.jpg" not in place.names()
    kept.rename(photos[1])
    later(top)
    place.look(how)
    assert place.words(photos[1]) == {"kept"}
    assert "b.jpg" in place.names()


@pytest.mark.parametrize("how", HOWS)
def test_moves_and_renames_keep_decisions(
    place: Place, top: Path, photos: list[Path], how: str
) -> None:
    place.open(top)
    place.decide(photos[0], "first")
    place.decide(photos[2], "third")
    renamed = photos[0].rename(top / "renamed.jpg")
    moved = (top / "below").rename(top / "moved")
    later(top)
    place.look(how)
    assert sorted(place.names()) == ["b.jpg", "c.jpg", "d.jpg", "renamed.jpg"]
    assert place.words(renamed) == {"first"}
    assert place.words(moved / "c.jpg") == {"third"}
    assert place.words(moved / "d.jpg") == set()


@pytest.mark.parametrize("how", HOWS)
def test_a_drive_that_is_away_is_offline_and_loses_nothing(
    place: Place, top: Path, photos: list[Path], how: str, tmp_path: Path
) -> None:
    """Statement U04."""
    place.open(top)
    place.decide(photos[0], "kept")
    away = top.rename(tmp_path / "away")
    place.look(how)
    assert place.offline() == {top}
    assert len(place.names()) == 4, "nothing is taken off the list"
    assert place.notices() == [f"“{top.name}” is offline; its photos stay until it is back."]
    place.look(how)
    assert len(place.notices()) == 1, "it is told once"
    away.rename(top)
    place.look(how)
    assert place.offline() == set()
    assert place.words(photos[0]) == {"kept"}


@pytest.mark.parametrize("how", HOWS)
def test_an_empty_place_where_a_drive_was_is_offline_too(
    place: Place, top: Path, photos: list[Path], how: str, tmp_path: Path
) -> None:
    place.open(top)
    away = top.rename(tmp_path / "away")
    top.mkdir()
    later(top)
    place.look(how)
    assert place.offline() == {top}
    assert len(place.names()) == 4
    top.rmdir()
    away.rename(top)
    later(top)
    place.look(how)
    assert (place.offline(), len(place.names())) == (set(), 4)


def test_one_of_two_drives_away_leaves_the_other_alone(
    place: Place, make_photo: MakePhoto, tmp_path: Path
) -> None:
    one, other = make_photo("one/x.jpg", color="red"), make_photo("other/x.jpg", color="blue")
    place.open(one.parent, other.parent)
    one.parent.rename(tmp_path / "away")
    place.look("sweep")
    assert place.offline() == {one.parent}
    other.unlink()
    make_photo("other/y.jpg", color="green")
    later(other.parent)
    place.look("sweep")
    assert place.offline() == {one.parent}
    assert place.names() == ["x.jpg", "y.jpg"]


def test_a_file_written_in_place_is_noticed_when_the_user_comes_back(
    place: Place, top: Path, photos: list[Path]
) -> None:
    place.open(top)
    place.decide(photos[0], "kept")
    Image.radial_gradient("L").convert("RGB").save(photos[0])
    place.look("focus")
    assert place.words(photos[0]) == set(), "another photo under the same name starts afresh"


def test_two_files_of_one_name_are_two_photos(place: Place, make_photo: MakePhoto) -> None:
    one, other = make_photo("one/x.jpg", color="red"), make_photo("other/x.jpg", color="blue")
    place.open(one.parent.parent)
    place.decide(one, "one")
    place.decide(other, "other")
    place.look("asked")
    assert (place.words(one), place.words(other)) == ({"one"}, {"other"})


def test_a_copy_is_no_move(place: Place, top: Path, photos: list[Path]) -> None:
    place.open(top)
    place.decide(photos[0], "first")
    copy = Path(shutil.copy(photos[0], top / "copy.jpg"))
    place.look("asked")
    assert place.words(copy) == set()
    assert place.words(photos[0]) == {"first"}


def test_looking_again_at_what_is_the_same_tells_and_writes_nothing(
    place: Place, top: Path
) -> None:
    place.open(top)
    place.events.clear()
    before = place.library._catalog.file.writer.total_changes
    for how in HOWS[:2]:
        place.look(how)
    assert not [event for event in place.events if isinstance(event, LibraryChanged | Notice)]
    assert place.library._catalog.file.writer.total_changes == before


def test_an_unreadable_folder_is_told_once_and_keeps_its_photos(
    place: Place, top: Path, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.open(top)
    real = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "below":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    for _ in range(3):
        place.look("focus")
    assert place.notices() == [f"You are not allowed to read {top / 'below'}."]
    assert len(place.names()) == 4


def test_odd_names_go_all_the_way(place: Place, top: Path, photos: list[Path]) -> None:
    """Statement U06."""
    odd = [os.fsdecode(name) for name in (b"caf\xe9.jpg", b"new\nline.jpg", b"'; DROP.jpg")]
    for name, color in zip(odd, ("black", "white", "pink"), strict=True):
        Image.new("RGB", (9, 9), color).save(top / name)
    (top / "loop").symlink_to(top)
    place.open(top)
    assert set(odd) <= set(place.names())
    assert len(place.names()) == 7
    place.decide(top / odd[0], "odd")
    (top / odd[0]).rename(top / os.fsdecode(b"\xff.jpg"))
    place.look("asked")
    assert place.words(top / os.fsdecode(b"\xff.jpg")) == {"odd"}
    assert len(place.names()) == 7


def test_a_photo_that_cannot_be_read_is_tried_again_when_asked(
    place: Place, top: Path, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    photos[0].write_bytes(b"")
    place.open(top)
    assert place.library.files.unread(0, 10) == [], "it is not tried for ever"
    assert len(place.names()) == 4


def test_what_a_died_program_left_unread_is_read(place: Place, top: Path) -> None:
    place.lanes[1].pause()
    place.intake.open([top])
    while not place.lanes[0].is_idle:
        time.sleep(0.01)
    assert len(place.library.files.unread(0, 10)) == 4
    place.lanes[1].resume()
    place.intake.rescan()
    place.finish()
    assert place.library.files.unread(0, 10) == []


def test_the_date_of_the_camera_is_read(place: Place, make_photo: MakePhoto) -> None:
    moments = (b"2024:05:01 10:00:00", b"2019:01:01 00:00:01", b"0000:00:00 00:00:00")
    for number, moment in enumerate(moments):
        exif = piexif.dump({"Exif": {piexif.ExifIFD.DateTimeOriginal: moment}})
        make_photo(f"{number}.jpg", exif=exif, color=("red", "green", "blue")[number])
    place.open(make_photo("3.tif", color="pink").parent)
    found = place.library.lists.ids(PhotoQuery(sort=PhotoSort.TAKEN, is_descending=True))
    names = [photo.path.name for photo in place.library.photos(map(PhotoId, found))]
    assert names[:2] == ["0.jpg", "1.jpg"]


def test_a_closed_folder_is_not_swept_any_more(
    place: Place, top: Path, make_photo: MakePhoto
) -> None:
    place.open(top)
    place.intake.close_folder(top)
    place.finish()
    assert place.names() == []
    make_photo("late.jpg")
    later(top)
    for how in HOWS:
        place.look(how)
    assert place.names() == []


def later(*folders: Path) -> None:
    """Give folders another time, as if the clock had ticked since they were seen."""
    for folder in folders:
        moment_ns = folder.stat().st_mtime_ns + 1_000_000
        os.utime(folder, ns=(moment_ns, moment_ns))


# Changed on disk


def edit_keywords(path: Path, text: str) -> None:
    """Give a photo another Windows keyword field, as another program would."""
    known = piexif.load(str(path))
    known["0th"][piexif.ImageIFD.XPKeywords] = tuple((text + "\0").encode("utf-16-le"))
    piexif.insert(piexif.dump(known), str(path))


def decide(place: Place, photo_id: PhotoId, name: str = "mine") -> None:
    review = place.library.review(photo_id).decide(name, Decision.ACCEPTED)
    place.library.save_decisions({photo_id: review.decisions})


def changed(place: Place) -> list[PhotoId]:
    return place.library.ids_where(PhotoFilter.CHANGED)


def test_a_photo_with_decisions_that_another_program_changed_is_told(
    place: Place, make_photo: MakePhoto
) -> None:
    path, other = make_photo("a.jpg"), make_photo("b.jpg", color="red")
    place.open(path.parent)
    first, second = place.library.ids()
    decide(place, first)
    assert changed(place) == []
    for one in (path, other):
        edit_keywords(one, "theirs")
    place.look("asked")
    assert changed(place) == [first]  # nobody decided anything about the other one
    assert [photo.is_changed for photo in place.library.photos([first, second])] == [True, False]
    place.look("asked")
    assert changed(place) == [first]
    place.library.set_changed([first], is_changed=False)
    assert changed(place) == []
    place.look("asked")
    assert changed(place) == []


def test_other_bytes_are_a_change_though_the_keywords_are_the_same(
    place: Place, make_photo: MakePhoto
) -> None:
    path = make_photo("a.jpg")
    place.open(path.parent)
    (photo_id,) = place.library.ids()
    decide(place, photo_id)
    known = piexif.load(str(path))
    known["0th"][piexif.ImageIFD.Artist] = b"somebody else"
    piexif.insert(piexif.dump(known), str(path))
    place.look("asked")
    assert changed(place) == [photo_id]


def test_exiftool_is_another_program(place: Place, make_photo: MakePhoto) -> None:
    tool = shutil.which("exiftool")
    if tool is None:
        pytest.skip("exiftool is not installed")
    path = make_photo("a.jpg")
    place.open(path.parent)
    (photo_id,) = place.library.ids()
    decide(place, photo_id)
    subprocess.run(
        [tool, "-q", "-overwrite_original", "-XMP-dc:Subject=theirs", str(path)], check=True
    )
    place.look("silent")
    assert changed(place) == [photo_id]
    assert "theirs" in place.library.review(photo_id).in_file


def test_a_touched_file_is_the_same(place: Place, make_photo: MakePhoto) -> None:
    path = make_photo("a.jpg")
    place.open(path.parent)
    (photo_id,) = place.library.ids()
    decide(place, photo_id)
    os.utime(path, ns=(1, 1))
    place.look("asked")
    assert changed(place) == []


def test_what_we_write_or_take_back_is_no_change(place: Place, make_photo: MakePhoto) -> None:
    path = make_photo("a.jpg")
    place.open(path.parent)
    (photo_id,) = place.library.ids()
    decide(place, photo_id)
    place.library.set_changed([photo_id], is_changed=True)
    edit_keywords(path, "mine")
    status = path.stat()
    version = Fingerprint(status.st_size, status.st_mtime_ns)
    place.library.set_file_keywords(photo_id, KeywordSet(("mine",)), version)
    assert changed(place) == []  # a write of ours has seen what was there
    place.look("asked")
    assert changed(place) == []
    edit_keywords(path, "before")  # an undo of ours puts the old file back
    place.intake.read_again([photo_id])
    place.finish()
    place.look("asked")
    assert changed(place) == []
    assert "before" in place.library.review(photo_id).in_file
