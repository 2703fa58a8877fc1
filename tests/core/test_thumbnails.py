"""Thumbnails and their cache."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core.errors import Cancelled, UnreadablePhoto
from phototagger.core.jobs import CancelToken
from phototagger.core.photo import Fingerprint
from phototagger.core.thumbnails import MAX_CACHED_EDGE_PX, Thumbnail, Thumbnails

GO_ON = CancelToken()


@pytest.fixture
def thumbnails(tmp_path: Path) -> Thumbnails:
    return Thumbnails(tmp_path / "cache" / "thumbnails", cap_mb=64)


def make_photo(path: Path, colour: tuple[int, int, int] = (200, 30, 30)) -> Fingerprint:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 600), colour).save(path, exif=exif.tobytes())
    return fingerprint(path)


def fingerprint(path: Path) -> Fingerprint:
    status = path.stat()
    return Fingerprint(status.st_size, status.st_mtime_ns)


def cached_files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def is_colour(thumbnail: Thumbnail, colour: tuple[int, int, int]) -> bool:
    start = thumbnail.rgbx[: 4 * 50]
    parts = (start[channel::4] for channel in range(3))
    return all(
        abs(value - wanted) < 8
        for part, wanted in zip(parts, colour, strict=True)
        for value in part
    )


def test_pixels_are_upright_and_opaque(tmp_path: Path, thumbnails: Thumbnails) -> None:
    version = make_photo(tmp_path / "a.jpg")
    thumbnail = thumbnails.render(tmp_path / "a.jpg", version, 256, GO_ON)
    assert (thumbnail.width_px, thumbnail.height_px) == (256, 171)
    assert len(thumbnail.rgbx) == 256 * 171 * 4
    assert set(thumbnail.rgbx[3::4]) == {255}
    assert is_colour(thumbnail, (200, 30, 30))


def test_second_look_needs_no_file(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    first = thumbnails.render(path, version, 256, GO_ON)
    path.unlink()
    again = Thumbnails(tmp_path / "cache" / "thumbnails", cap_mb=64)
    second = again.render(path, version, 256, GO_ON)
    assert (second.width_px, second.height_px) == (first.width_px, first.height_px)
    assert is_colour(second, (200, 30, 30))
    assert set(second.rgbx[3::4]) == {255}


def test_changed_file_gets_a_new_picture(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    thumbnails.render(path, make_photo(path), 256, GO_ON)
    version = make_photo(path, (20, 30, 200))
    assert is_colour(thumbnails.render(path, version, 256, GO_ON), (20, 30, 200))


def test_same_name_in_two_folders(tmp_path: Path, thumbnails: Thumbnails) -> None:
    paths = [tmp_path / folder / "IMG_0015.JPG" for folder in ("a", "b")]
    colours = [(200, 30, 30), (20, 30, 200)]
    for path, colour in zip(paths, colours, strict=True):
        path.parent.mkdir()
        make_photo(path, colour)
        os.utime(path, ns=(0, 0))
    version = Fingerprint(1, 0)
    for _ in range(2):
        for path, colour in zip(paths, colours, strict=True):
            assert is_colour(thumbnails.render(path, version, 256, GO_ON), colour)


def test_sizes_are_kept_apart(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    for edge_px in (128, 256, 128):
        assert thumbnails.render(path, version, edge_px, GO_ON).width_px == edge_px


def test_close_look_is_not_cached(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    thumbnail = thumbnails.render(path, make_photo(path), MAX_CACHED_EDGE_PX + 1, GO_ON)
    assert thumbnail.width_px == MAX_CACHED_EDGE_PX + 1
    assert cached_files(tmp_path) == []


@pytest.mark.parametrize("damage", [b"", b"PTT1", b"x" * 500])
def test_damaged_cache_file_is_made_again(
    tmp_path: Path, thumbnails: Thumbnails, damage: bytes
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    thumbnails.render(path, version, 256, GO_ON)
    (cached,) = cached_files(tmp_path)
    cached.write_bytes(damage)
    assert is_colour(thumbnails.render(path, version, 256, GO_ON), (200, 30, 30))
    assert len(cached.read_bytes()) > 500


def test_flipped_byte_in_the_cache_is_noticed(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    thumbnails.render(path, version, 256, GO_ON)
    (cached,) = cached_files(tmp_path)
    data = bytearray(cached.read_bytes())
    data[-20] ^= 0xFF
    cached.write_bytes(data)
    assert is_colour(thumbnails.render(path, version, 256, GO_ON), (200, 30, 30))
    assert cached.read_bytes() != bytes(data)


def test_cache_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    path = tmp_path / "a.jpg"
    thumbnails = Thumbnails(tmp_path / "cache" / "thumbnails", cap_mb=64)
    thumbnail = thumbnails.render(path, make_photo(path), 256, GO_ON)
    assert is_colour(thumbnail, (200, 30, 30))


def test_full_disk_leaves_no_rubbish(
    tmp_path: Path, thumbnails: Thumbnails, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.jpg"
    version = make_photo(path)
    monkeypatch.setattr(Path, "replace", full)
    assert thumbnails.render(path, version, 256, GO_ON).width_px == 256
    assert cached_files(tmp_path) == []


def test_longest_unseen_thumbnails_go_first(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "thumbnails"
    old, new = cache / "00" / "old.thumb", cache / "01" / "new.thumb"
    foreign = cache / "01" / "notes.txt"
    for place, age_s in ((old, 2_000_000), (new, 1_000_000), (foreign, 3_000_000)):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x" * 700_000)
        os.utime(place, (age_s * -1 + 3_000_000, age_s * -1 + 3_000_000))
    path = tmp_path / "a.jpg"
    Thumbnails(cache, cap_mb=1).render(path, make_photo(path), 256, GO_ON)
    assert not old.exists()
    assert new.exists()
    assert foreign.exists()


def test_cache_stays_below_its_cap(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    thumbnails = Thumbnails(cache, cap_mb=1)
    path = tmp_path / "a.png"
    Image.effect_noise((256, 256), 120).convert("RGB").save(path)
    for number in range(80):
        thumbnails.render(path, Fingerprint(number, number), 256, GO_ON)
    total = sum(file.stat().st_size for file in cached_files(tmp_path))
    assert 300_000 < total < 1.2 * 1024 * 1024


def test_cancelled_render_does_nothing(tmp_path: Path, thumbnails: Thumbnails) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        thumbnails.render(tmp_path / "a.jpg", Fingerprint(1, 1), 256, token)


def test_broken_photo_raises_its_reason(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"")
    with pytest.raises(UnreadablePhoto, match="empty"):
        thumbnails.render(path, fingerprint(path), 256, GO_ON)


def test_preview_of_a_photo_without_one(tmp_path: Path, thumbnails: Thumbnails) -> None:
    make_photo(tmp_path / "a.jpg")
    assert thumbnails.preview(tmp_path / "a.jpg", 256) is None


def test_four_workers_share_one_cache(tmp_path: Path) -> None:
    colours = [(40 * n, 255 - 40 * n, 128) for n in range(6)]
    photos = []
    for number, colour in enumerate(colours):
        path = tmp_path / f"{number}.jpg"
        photos.append((path, make_photo(path, colour), colour))
    thumbnails = Thumbnails(tmp_path / "cache", cap_mb=1)
    barrier = threading.Barrier(4, timeout=30)

    def work(worker: int) -> bool:
        barrier.wait()
        turn = photos[worker:] + photos[:worker]
        return all(
            is_colour(thumbnails.render(path, version, 128, GO_ON), colour)
            for path, version, colour in turn * 3
        )

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [True] * 4
    assert len(cached_files(tmp_path)) == len(photos)
