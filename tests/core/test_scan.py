"""What a scan finds, in which order, and what it says about the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from phototagger.core import scan as scan_module
from phototagger.core.errors import Cancelled
from phototagger.core.jobs import CancelToken
from phototagger.core.photo import Fingerprint
from phototagger.core.scan import FoundPhoto, ScanReport, VisitedFolder, scan


def touch(path: Path, size: int = 3) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    return path


def run(*paths: Path) -> tuple[list[FoundPhoto], ScanReport]:
    found: list[FoundPhoto] = []
    report = scan(paths, CancelToken(), found.extend)
    assert report.found == len(found)
    return found, report


def names(found: list[FoundPhoto], top: Path) -> list[str]:
    return [str(entry.path.relative_to(top)) for entry in found]


def test_natural_order_folder_by_folder(tmp_path: Path) -> None:
    for name in ("b/img10.JPG", "b/img2.jpg", "a/z.png", "x.tif", "b/deep/1.webp", "b/img1.jpeg"):
        touch(tmp_path / name)
    found, report = run(tmp_path)
    assert names(found, tmp_path) == [
        "x.tif",
        "a/z.png",
        "b/img1.jpeg",
        "b/img2.jpg",
        "b/img10.JPG",
        "b/deep/1.webp",
    ]
    assert report == ScanReport(6, 0, ())


def test_fingerprint_is_size_and_time(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.jpg", 123)
    os.utime(path, ns=(5, 1_700_000_000_123_456_789))
    found, _ = run(tmp_path)
    assert found == [FoundPhoto(path, Fingerprint(123, 1_700_000_000_123_456_789))]


def test_hidden_and_foreign_files_are_left_out(tmp_path: Path) -> None:
    for name in (
        ".hidden.jpg",
        "._resource.jpg",
        ".photo.jpg.tagtmp-123",
        ".git/a.jpg",
        "@eaDir/a.jpg",
    ):
        touch(tmp_path / name)
    touch(tmp_path / "shown.jpg")
    found, report = run(tmp_path)
    assert names(found, tmp_path) == ["shown.jpg"]
    assert report.skipped == 0


def test_hidden_folder_can_be_opened_by_name(tmp_path: Path) -> None:
    touch(tmp_path / ".private" / "a.jpg")
    found, _ = run(tmp_path / ".private")
    assert len(found) == 1


def test_other_files_are_counted_but_not_sidecars(tmp_path: Path) -> None:
    for name in ("movie.mp4", "notes.txt", "no suffix", "a.jpg", "a.jpg.xmp"):
        touch(tmp_path / name)
    found, report = run(tmp_path)
    assert names(found, tmp_path) == ["a.jpg"]
    assert report.skipped == 3


def test_files_given_by_name(tmp_path: Path) -> None:
    photo, text = touch(tmp_path / "a.jpg"), touch(tmp_path / "b.txt")
    found, report = run(photo, text, tmp_path / "gone.jpg")
    assert names(found, tmp_path) == ["a.jpg"]
    assert report.skipped == 1
    assert report.problems == (f"{tmp_path / 'gone.jpg'} does not exist.",)


def test_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "sub" / "a.jpg")
    monkeypatch.chdir(tmp_path)
    found, _ = run(Path("sub"))
    assert found[0].path == tmp_path / "sub" / "a.jpg"


@pytest.mark.parametrize(
    "name",
    [
        b"caf\xe9.jpg",
        b"new\nline.jpg",
        b"tab\t.jpg",
        b" lead.jpg",
        b"<b>&amp;.jpg",
        b"%41;$(x).jpg",
        "👪 žluť.jpg".encode(),
        b"e\xcc\x81.jpg",
        b"n" * 251 + b".jpg",
    ],
)
def test_odd_names_survive(tmp_path: Path, name: bytes) -> None:
    touch(tmp_path / os.fsdecode(name), 1)
    found, report = run(tmp_path)
    assert [os.fsencode(entry.path.name) for entry in found] == [name]
    assert found[0].path.read_bytes() == b"x"
    assert report.problems == ()


def test_linked_folder_is_followed_once(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "photo.jpg")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    found, report = run(tmp_path, tmp_path / "a")
    assert len(found) == 1
    assert report.problems == ()


def test_dead_link_to_a_photo_is_told(tmp_path: Path) -> None:
    (tmp_path / "dead.jpg").symlink_to(tmp_path / "nowhere.jpg")
    found, report = run(tmp_path)
    assert found == []
    assert report.problems == (f"{tmp_path / 'dead.jpg'} does not exist.",)


def test_pipe_is_no_photo(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    found, report = run(tmp_path)
    assert (found, report.skipped) == ([], 1)


def test_unreadable_folder_costs_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "closed" / "a.jpg")
    touch(tmp_path / "open" / "b.jpg")
    real = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found, report = run(tmp_path)
    assert names(found, tmp_path) == ["open/b.jpg"]
    assert report.problems == (f"You are not allowed to read {tmp_path / 'closed'}.",)


def test_deep_folders(tmp_path: Path) -> None:
    deep = touch(tmp_path.joinpath(*"d" * 300, "a.jpg"))
    found, report = run(tmp_path)
    assert [entry.path for entry in found] == [deep]
    assert report.problems == ()


def test_first_batch_is_small_and_later_ones_grow(tmp_path: Path) -> None:
    for number in range(500):
        touch(tmp_path / f"{number}.jpg")
    sizes: list[int] = []
    scan([tmp_path], CancelToken(), lambda batch: sizes.append(len(batch)))
    assert sum(sizes) == 500
    assert sizes[0] <= 20
    assert sizes[1] > sizes[0]


def test_photos_of_a_large_folder_come_before_it_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        touch(tmp_path / f"{number}.jpg")
    monkeypatch.setattr(scan_module, "_LARGE_FOLDER", 30)
    listed: list[str] = []
    monkeypatch.setattr(scan_module, "natural_key", lambda name: listed.append(name) or name)
    seen: list[tuple[int, int]] = []
    taken: list[FoundPhoto] = []

    def take(batch: list[FoundPhoto]) -> None:
        seen.append((len(batch), len(listed)))
        taken.extend(batch)

    report = scan([tmp_path], CancelToken(), take)
    assert seen[0] == (20, 0), "twenty photos come before anything is sorted"
    assert len({entry.path for entry in taken}) == len(taken) == report.found == 60


def test_visited_folders_tell_their_names(tmp_path: Path) -> None:
    for name in ("a.jpg", "below/b.jpg", "shut/c.jpg", "notes.txt"):
        touch(tmp_path / name)
    (tmp_path / "dead.jpg").symlink_to(tmp_path / "nowhere.jpg")
    folders: list[VisitedFolder] = []
    scan(
        [tmp_path],
        CancelToken(),
        lambda batch: None,
        visited=folders.append,
        enters=lambda path: path.name != "shut",
    )
    assert {folder.path: set(folder.names) for folder in folders} == {
        tmp_path: {"a.jpg", "dead.jpg"},
        tmp_path / "below": {"b.jpg"},
    }
    assert folders[0].mtime_ns == tmp_path.stat().st_mtime_ns


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    _, report = run(tmp_path / "away", touch(tmp_path / "a.jpg"))
    assert report.missing == (tmp_path / "away",)


def test_cancel_ends_the_scan(tmp_path: Path) -> None:
    for number in range(100):
        touch(tmp_path / f"{number}.jpg")
    token = CancelToken()
    seen: list[int] = []

    def take(batch: list[FoundPhoto]) -> None:
        seen.append(len(batch))
        token.cancel()

    with pytest.raises(Cancelled):
        scan([tmp_path], token, take)
    assert sum(seen) <= 20
