"""Thumbnails and their cache."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from phototagger.core import _thumbnail_store, pixels
from phototagger.core.errors import Cancelled, UnreadablePhoto
from phototagger.core.jobs import CancelToken
from phototagger.core.photo import Fingerprint
from phototagger.core.photo_reader import PhotoReader
from phototagger.core.thumbnails import KEPT_EDGES_PX, Thumbnail, Thumbnails, shared_folder

GO_ON = CancelToken()
RED, BLUE = (200, 30, 30), (20, 30, 200)


class CountingReader(PhotoReader):
    """A reader that counts how often it decodes."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def read(self, path: Path, edges_px: object) -> list[pixels.Picture]:
        self.count += 1
        return super().read(path, edges_px)  # type: ignore[arg-type]


@pytest.fixture
def reader() -> Iterator[CountingReader]:
    reader = CountingReader()
    yield reader
    reader.close()


@pytest.fixture
def thumbnails(tmp_path: Path, reader: CountingReader) -> Iterator[Thumbnails]:
    thumbnails = open_cache(tmp_path, reader)
    yield thumbnails
    thumbnails.close()


def open_cache(tmp_path: Path, reader: PhotoReader, cap_mb: int = 64) -> Thumbnails:
    return Thumbnails(tmp_path / "cache" / "thumbnails", cap_mb, reader)


def make_photo(
    path: Path, colour: tuple[int, int, int] = RED, orientation: int = 6, **options: object
) -> Fingerprint:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (400, 600), colour).save(path, exif=exif.tobytes(), **options)
    return fingerprint(path)


def fingerprint(path: Path) -> Fingerprint:
    status = path.stat()
    return Fingerprint(status.st_size, status.st_mtime_ns)


def database(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "thumbnails" / "thumbnails.sqlite"


def kept(tmp_path: Path) -> list[tuple[int, int]]:
    """Return size and number of bytes of every thumbnail on disk."""
    with closing(sqlite3.connect(database(tmp_path))) as connection:
        rows = connection.execute("SELECT edge_px, length(jpeg) FROM pictures ORDER BY rowid")
        return list(rows)


def size_of(thumbnail: Thumbnail) -> tuple[int, int]:
    return thumbnail.width_px, thumbnail.height_px


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
    assert is_colour(thumbnail, RED)


def test_second_look_needs_no_file(tmp_path: Path, reader: CountingReader) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    with closing(open_cache(tmp_path, reader)) as thumbnails:
        first = thumbnails.render(path, version, 256, GO_ON)
        assert thumbnails.is_stored(path, version, 256)
    path.unlink()
    with closing(open_cache(tmp_path, PhotoReader())) as again:
        second = again.render(path, version, 256, GO_ON)
    assert size_of(second) == size_of(first)
    assert is_colour(second, RED)
    assert set(second.rgbx[3::4]) == {255}


def test_changed_file_gets_a_new_picture(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    thumbnails.render(path, make_photo(path), 256, GO_ON)
    version = make_photo(path, BLUE)
    assert is_colour(thumbnails.render(path, version, 256, GO_ON), BLUE)


def test_same_name_in_two_folders(tmp_path: Path, thumbnails: Thumbnails) -> None:
    paths = [tmp_path / folder / "IMG_0015.JPG" for folder in ("a", "b")]
    colours = [RED, BLUE]
    for path, colour in zip(paths, colours, strict=True):
        path.parent.mkdir()
        make_photo(path, colour)
        os.utime(path, ns=(0, 0))
    version = Fingerprint(1, 0)
    for _ in range(2):
        for path, colour in zip(paths, colours, strict=True):
            assert is_colour(thumbnails.render(path, version, 256, GO_ON), colour)


def test_every_size_is_made_of_one_that_is_kept(
    tmp_path: Path, thumbnails: Thumbnails, reader: CountingReader
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    for edge_px in (256, 100, 192, 255, 300, 512, 400):
        assert thumbnails.render(path, version, edge_px, GO_ON).width_px == edge_px
    assert reader.count == 2
    assert [edge_px for edge_px, _ in kept(tmp_path)] == [256, 512]


def test_close_look_is_not_cached(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    thumbnail = thumbnails.render(path, make_photo(path), KEPT_EDGES_PX[-1] + 1, GO_ON)
    assert thumbnail.width_px == KEPT_EDGES_PX[-1] + 1
    assert not database(tmp_path).exists()


# What a thumbnail belongs to


def test_a_moved_photo_is_not_decoded_again(
    tmp_path: Path, thumbnails: Thumbnails, reader: CountingReader
) -> None:
    path, target = tmp_path / "a.jpg", tmp_path / "sub" / "other name.jpg"
    version = make_photo(path)
    thumbnails.render(path, version, 256, GO_ON)
    target.parent.mkdir()
    path.rename(target)
    assert not thumbnails.is_stored(target, version, 256)
    assert is_colour(thumbnails.render(target, version, 256, GO_ON), RED)
    assert thumbnails.is_stored(target, version, 256)
    assert reader.count == 1


def test_a_photo_with_new_metadata_is_not_decoded_again(
    tmp_path: Path, thumbnails: Thumbnails, reader: CountingReader
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    thumbnails.render(path, version, 256, GO_ON)
    tagged = make_photo(path, comment=b"sunset, beach")
    assert tagged.size_bytes != version.size_bytes
    thumbnails.render(path, tagged, 256, GO_ON)
    assert reader.count == 1


def test_a_photo_that_was_turned_is_turned(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    assert size_of(thumbnails.render(path, make_photo(path), 256, GO_ON)) == (256, 171)
    version = make_photo(path, orientation=1)
    assert size_of(thumbnails.render(path, version, 256, GO_ON)) == (171, 256)


def test_another_colour_profile_is_another_picture(
    tmp_path: Path, thumbnails: Thumbnails, reader: CountingReader
) -> None:
    path = tmp_path / "a.jpg"
    thumbnails.render(path, make_photo(path), 256, GO_ON)
    thumbnails.render(path, make_photo(path, icc_profile=b"x" * 200), 256, GO_ON)
    assert reader.count == 2


# Shared decoding


def test_an_upload_leaves_the_thumbnail(
    tmp_path: Path, thumbnails: Thumbnails, reader: CountingReader
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    upload = pixels.decode_jpeg(thumbnails.upload(path, 320))
    assert upload.size == (320, 213)
    assert is_colour(thumbnails.render(path, version, 256, GO_ON), RED)
    assert reader.count == 1


def test_a_thumbnail_leaves_the_upload_once_when_it_is_wanted(
    tmp_path: Path, thumbnails: Thumbnails, reader: CountingReader
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    thumbnails.render(path, version, 192, GO_ON, upload_edge_px=320)
    assert pixels.decode_jpeg(thumbnails.upload(path, 320)).size == (320, 213)
    assert reader.count == 1
    thumbnails.upload(path, 320)
    assert reader.count == 2, "an upload is not kept after it was taken"


def test_an_upload_of_an_older_version_is_not_sent(tmp_path: Path, thumbnails: Thumbnails) -> None:
    path = tmp_path / "a.jpg"
    thumbnails.render(path, make_photo(path), 192, GO_ON, upload_edge_px=320)
    make_photo(path, BLUE, quality=95)
    upload = pixels.decode_jpeg(thumbnails.upload(path, 320))
    assert upload.getpixel((5, 5))[2] > 150  # type: ignore[index]


def test_an_upload_of_a_photo_that_is_gone_says_so(tmp_path: Path, thumbnails: Thumbnails) -> None:
    with pytest.raises(UnreadablePhoto, match="not there any more"):
        thumbnails.upload(tmp_path / "gone.jpg", 320)


# A cache that fails


@pytest.mark.parametrize("damage", ["empty", "text", "middle", "other format"])
def test_a_damaged_cache_is_begun_anew(tmp_path: Path, reader: CountingReader, damage: str) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    with closing(open_cache(tmp_path, reader)) as thumbnails:
        thumbnails.render(path, version, 256, GO_ON)
    file = database(tmp_path)
    data = bytearray(file.read_bytes())
    if damage == "other format":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA user_version = 99")
    elif damage == "middle":
        data[100:-100] = b"\x77" * (len(data) - 200)
        file.write_bytes(data)
    else:
        file.write_bytes(b"" if damage == "empty" else b"no database " * 999)
    with closing(open_cache(tmp_path, PhotoReader())) as again:
        for _ in range(2):
            assert is_colour(again.render(path, version, 256, GO_ON), RED)
        assert again.is_stored(path, version, 256)


def test_a_flipped_byte_in_a_thumbnail_is_noticed(
    tmp_path: Path, thumbnails: Thumbnails, reader: CountingReader
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    thumbnails.render(path, version, 256, GO_ON)
    with closing(sqlite3.connect(database(tmp_path))) as connection, connection:
        (jpeg,) = connection.execute("SELECT jpeg FROM pictures").fetchone()
        spoilt = jpeg[:-20] + bytes([jpeg[-20] ^ 0xFF]) + jpeg[-19:]
        connection.execute("UPDATE pictures SET jpeg = ?", [spoilt])
    assert is_colour(thumbnails.render(path, version, 256, GO_ON), RED)
    assert reader.count == 2


def test_cache_that_cannot_be_written_costs_nothing(tmp_path: Path, reader: CountingReader) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    path = tmp_path / "a.jpg"
    with closing(open_cache(tmp_path, reader)) as thumbnails:
        assert is_colour(thumbnails.render(path, make_photo(path), 256, GO_ON), RED)


def test_a_full_disk_costs_the_cache_not_the_picture(
    tmp_path: Path, thumbnails: Thumbnails
) -> None:
    path = tmp_path / "a.jpg"
    thumbnails.render(path, make_photo(path), 256, GO_ON)
    with closing(sqlite3.connect(database(tmp_path))) as connection:
        connection.execute("BEGIN EXCLUSIVE")  # nobody else can write, as on a full disk
        other = make_photo(path, BLUE)
        assert is_colour(thumbnails.render(path, other, 256, GO_ON), BLUE)
        assert not thumbnails.is_stored(path, other, 256)


def test_longest_unseen_thumbnails_go_first(
    tmp_path: Path, reader: CountingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f"{number}.jpg" for number in range(40)]
    day = 0
    monkeypatch.setattr(_thumbnail_store, "_today", lambda: day)
    with closing(open_cache(tmp_path, reader, cap_mb=1)) as thumbnails:
        versions = {}
        for day, path in enumerate(paths):
            Image.effect_noise((256, 256), 90 + day).convert("RGB").save(path, quality=95)
            versions[path] = fingerprint(path)
            thumbnails.render(path, versions[path], 256, GO_ON)
            thumbnails.render(paths[0], versions[paths[0]], 256, GO_ON)
        left = [path for path in paths if thumbnails.is_stored(path, versions[path], 256)]
    assert left[0] == paths[0], "it was looked at every day"
    assert left[1:] == paths[-len(left) + 1 :], "the others went by age"
    assert 10 < len(left) < 40


def test_cache_stays_below_its_cap(tmp_path: Path, reader: CountingReader) -> None:
    path = tmp_path / "a.jpg"
    with closing(open_cache(tmp_path, reader, cap_mb=1)) as thumbnails:
        for number in range(80):
            Image.effect_noise((256, 256), 50 + number).convert("RGB").save(path)
            thumbnails.render(path, fingerprint(path), 256, GO_ON)
    total = sum(size for _, size in kept(tmp_path))
    assert 300_000 < total <= 1024 * 1024
    assert database(tmp_path).stat().st_size < 1.5 * 1024 * 1024


def test_a_lowered_cap_shrinks_the_file(tmp_path: Path, reader: CountingReader) -> None:
    path = tmp_path / "a.jpg"
    for cap_mb in (8, 1):
        with closing(open_cache(tmp_path, reader, cap_mb)) as thumbnails:
            for number in range(120):
                noise = Image.effect_noise((256, 256), 50 + number + cap_mb / 10)
                noise.convert("RGB").save(path, quality=95)
                thumbnails.render(path, fingerprint(path), 256, GO_ON)
        if cap_mb == 8:
            assert database(tmp_path).stat().st_size > 2 * 1024 * 1024
    assert database(tmp_path).stat().st_size < 1.5 * 1024 * 1024


# Thumbnails of the desktop


def share_thumbnail(
    tmp_path: Path, path: Path, version: Fingerprint, edge_px: int = 256, **texts: str
) -> Path:
    address = f"file://{path}"
    info = PngImagePlugin.PngInfo()
    said = {"Thumb::URI": address, "Thumb::MTime": str(version.mtime_ns // 10**9), **texts}
    for name, text in said.items():
        info.add_text(name, text)
    shared = tmp_path / "shared"
    folder = shared / {256: "large", 512: "x-large"}.get(edge_px, "large")
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()
    Image.new("RGB", (edge_px, edge_px // 2), BLUE).save(folder / f"{name}.png", pnginfo=info)
    return shared


def test_a_valid_thumbnail_of_the_desktop_saves_the_decoding(
    tmp_path: Path, reader: CountingReader
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    shared = share_thumbnail(tmp_path, path, version)
    with closing(Thumbnails(tmp_path / "cache", 64, reader, shared)) as thumbnails:
        assert is_colour(thumbnails.render(path, version, 200, GO_ON), BLUE)
        assert reader.count == 0
        assert is_colour(thumbnails.render(path, version, 300, GO_ON), RED), "it is too small"


@pytest.mark.parametrize(
    "texts", [{"Thumb::MTime": "12"}, {"Thumb::URI": "file:///other.jpg"}], ids=["old", "foreign"]
)
def test_a_thumbnail_of_another_version_or_file_is_not_taken(
    tmp_path: Path, reader: CountingReader, texts: dict[str, str]
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    shared = share_thumbnail(tmp_path, path, version, **texts)
    with closing(Thumbnails(tmp_path / "cache", 64, reader, shared)) as thumbnails:
        assert is_colour(thumbnails.render(path, version, 200, GO_ON), RED)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"x" * 50])
def test_a_broken_thumbnail_of_the_desktop_is_not_taken(
    tmp_path: Path, reader: CountingReader, content: bytes
) -> None:
    path = tmp_path / "a.jpg"
    version = make_photo(path)
    shared = share_thumbnail(tmp_path, path, version)
    (found,) = shared.rglob("*.png")
    found.write_bytes(content)
    with closing(Thumbnails(tmp_path / "cache", 64, reader, shared)) as thumbnails:
        assert is_colour(thumbnails.render(path, version, 200, GO_ON), RED)


def test_the_folder_of_the_desktop_follows_its_variable() -> None:
    assert shared_folder({"XDG_CACHE_HOME": "/x"}) == Path("/x/thumbnails")
    assert shared_folder({}) == Path("~/.cache/thumbnails").expanduser()


# The rest


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


def test_four_workers_share_one_cache(tmp_path: Path, thumbnails: Thumbnails) -> None:
    colours = [(40 * n, 255 - 40 * n, 128) for n in range(6)]
    photos = []
    for number, colour in enumerate(colours):
        path = tmp_path / f"{number}.jpg"
        photos.append((path, make_photo(path, colour), colour))
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
    assert len(kept(tmp_path)) == len(photos)
