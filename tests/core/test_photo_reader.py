"""Decoding elsewhere: what kills, hangs or bloats a decoder costs one photo and nothing else."""

from __future__ import annotations

import os
import signal
import struct
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core import pixels
from phototagger.core.errors import PhotoError, UnreadablePhoto, UnsupportedFormat
from phototagger.core.photo_reader import PhotoReader

WITH_TRAPS = """
import ctypes, os, time
from phototagger.core import _decode_child as child
whole = child.pixels.read_sizes
def read_sizes(path, edges):
    if path.stem == "abort":
        os.abort()
    if path.stem == "segfault":
        ctypes.string_at(0)
    if path.stem == "hang":
        time.sleep(60)
    if path.stem == "spin":
        while True:
            pass
    if path.stem == "lie":
        os.write(sink, b"\\0" * 100)
        os._exit(0)
    if path.stem == "bloat":
        bytearray(3 * 1024**3)
    if path.stem == "chatter":
        os.write(1, b"a library prints to standard output")
    return whole(path, edges)
sink = os.dup(1)
child.pixels.read_sizes = read_sizes
child.MAX_DECODE_S = 8
child.MAX_DECODE_CPU_S = 1
child.main()
"""
"""A decoder with the bugs that a library could have."""


def flat_png(width: int, height: int) -> bytes:
    """A whole PNG of one colour that takes little space and much memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    row = b"\0" * (1 + width * 4)
    packer = zlib.compressobj(1)
    rows = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def reader() -> Iterator[PhotoReader]:
    reader = PhotoReader()
    yield reader
    reader.close()


@pytest.fixture
def trapped() -> Iterator[PhotoReader]:
    reader = PhotoReader(1, (sys.executable, "-c", WITH_TRAPS))
    yield reader
    reader.close()


def save(path: Path, **options: object) -> Path:
    Image.new("RGB", (64, 48), (250, 5, 5)).save(path, **options)
    return path


def test_a_jpeg_starts_no_process(tmp_path: Path, reader: PhotoReader) -> None:
    (picture,) = reader.read(save(tmp_path / "a.jpg"), [32])
    assert picture.size == (32, 24)
    assert reader.pids == []


@pytest.mark.parametrize("suffix", ["png", "webp", "tif", "gif", "bmp", "avif"])
def test_other_formats_are_read_elsewhere_and_look_the_same(
    tmp_path: Path, reader: PhotoReader, suffix: str
) -> None:
    path = save(tmp_path / f"a.{suffix}")
    large, small = reader.read(path, [64, 16])
    assert len(reader.pids) == 1
    assert large.tobytes() == pixels.read(path, 64).tobytes()
    assert small.size == (16, 12)


def test_a_name_that_is_no_text_arrives(tmp_path: Path, reader: PhotoReader) -> None:
    path = save(tmp_path / "a.png").rename(tmp_path / os.fsdecode(b"caf\xe9 \xc5\x99.png"))
    assert reader.read(path, [64])[0].size == (64, 48)


def test_reasons_come_through(tmp_path: Path, reader: PhotoReader) -> None:
    text, cut = tmp_path / "text.png", save(tmp_path / "cut.png")
    text.write_text("Dear diary, today")
    cut.write_bytes(cut.read_bytes()[:-40])
    with pytest.raises(UnsupportedFormat, match="not a photo"):
        reader.read(text, [64])
    with pytest.raises(UnreadablePhoto, match="damaged"):
        reader.read(cut, [64])
    with pytest.raises(UnreadablePhoto, match="not there any more"):
        reader.read(tmp_path / "gone.png", [64])


@pytest.mark.parametrize("trap", ["abort", "segfault", "hang", "spin", "lie"])
def test_what_kills_a_decoder_costs_one_photo(
    tmp_path: Path, trapped: PhotoReader, trap: str
) -> None:
    good = save(tmp_path / "good.png")
    assert trapped.read(good, [64])[0].size == (64, 48)
    with pytest.raises(UnreadablePhoto, match="decoder failed or took too long"):
        trapped.read(save(tmp_path / f"{trap}.png"), [64])
    assert trapped.read(good, [64])[0].size == (64, 48)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
def test_what_bloats_a_decoder_is_refused(tmp_path: Path, trapped: PhotoReader) -> None:
    with pytest.raises(PhotoError):
        trapped.read(save(tmp_path / "bloat.png"), [64])
    assert trapped.read(save(tmp_path / "good.png"), [64])[0].size == (64, 48)


def test_what_a_library_prints_is_no_answer(tmp_path: Path, trapped: PhotoReader) -> None:
    assert trapped.read(save(tmp_path / "chatter.png"), [64])[0].size == (64, 48)


def test_a_decoder_that_was_killed_meanwhile_is_replaced(
    tmp_path: Path, reader: PhotoReader
) -> None:
    path = save(tmp_path / "a.png")
    reader.read(path, [64])
    (pid,) = reader.pids
    os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 10
    while reader.pids and time.monotonic() < end:
        time.sleep(0.01)
    assert reader.read(path, [64])[0].size == (64, 48)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_huge_picture_does_not_pass_through_this_process(
    tmp_path: Path, reader: PhotoReader
) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(flat_png(6000, 5000))
    before = peak_kb()
    assert reader.read(path, [256])[0].size == (256, 213)
    assert peak_kb() - before < 40_000, "30 megapixels take 120 MB where they are decoded"


def peak_kb() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def test_a_large_progressive_jpeg_is_read_elsewhere(tmp_path: Path, reader: PhotoReader) -> None:
    path = tmp_path / "a.jpg"
    Image.new("L", (4200, 3000), 99).save(path, progressive=True)
    assert reader.read(path, [256])[0].size == (256, 183)
    assert len(reader.pids) == 1


def test_after_closing_nothing_is_started(tmp_path: Path, reader: PhotoReader) -> None:
    path = save(tmp_path / "a.png")
    reader.read(path, [64])
    (pid,) = reader.pids
    reader.close()
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(UnreadablePhoto, match="closing"):
        reader.read(path, [64])


def test_closing_does_not_wait_for_a_photo_that_hangs(tmp_path: Path, trapped: PhotoReader) -> None:
    trapped.read(save(tmp_path / "good.png"), [64])
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(trapped.read, save(tmp_path / "hang.png"), [64])
        time.sleep(0.2)
        begun = time.monotonic()
        trapped.close()
        with pytest.raises(UnreadablePhoto):
            reading.result(timeout=5)
        assert time.monotonic() - begun < 5


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("size", [(13_000, 13_000), (20_000, 20_000), (60_000, 1)])
def test_a_bomb_is_refused_at_once_and_the_next_photo_is_fine(
    tmp_path: Path, reader: PhotoReader, size: tuple[int, int]
) -> None:
    bomb, good = tmp_path / "bomb.png", save(tmp_path / "good.png")
    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    bomb.write_bytes(flat_png(1, 1).replace(flat_png(1, 1)[16:29], head))
    reader.read(good, [64])
    before = peak_kb()
    with pytest.raises(PhotoError):
        reader.read(bomb, [64])
    assert peak_kb() - before < 20_000
    assert reader.read(good, [64])[0].size == (64, 48)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".gif", ".bmp", ".avif"])
def test_a_photo_cut_anywhere_gives_the_same_answer_each_time(
    tmp_path: Path, reader: PhotoReader, suffix: str
) -> None:
    path = tmp_path / f"photo{suffix}"
    Image.effect_noise((96, 64), 90).convert("RGB").save(path)
    whole = path.read_bytes()

    def answer() -> str:
        try:
            return str(reader.read(path, [64])[0].size)
        except PhotoError as error:
            return str(error)

    for twentieth in range(20):
        path.write_bytes(whole[: len(whole) * twentieth // 20])
        assert answer() == answer()
        assert twentieth or "empty" in answer()
    path.write_bytes(whole)
    assert answer() == "(64, 43)"


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_a_file_of_a_kind_that_is_not_listed_starts_no_program(
    tmp_path: Path, reader: PhotoReader, suffix: str
) -> None:
    """EPS would start Ghostscript; PDF, SVG and HTML have decoders of their own elsewhere."""
    contents = (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n",
        b"%PDF-1.7\n1 0 obj\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><img src=x></html>",
        b"SIMPLE  =                    T",
    )
    path = tmp_path / f"photo{suffix}"
    for content in contents:
        path.write_bytes(content.ljust(400))
        with pytest.raises(UnsupportedFormat, match="not a photo"):
            reader.read(path, [64])
