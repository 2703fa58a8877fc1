"""Decoding in processes: what kills, hangs or fills one fails one record and nothing else."""

from __future__ import annotations

import base64
import io
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core.errors import UnreadablePhoto, UnsupportedFormat
from phototagger.interpreter import module_command, module_environment
from phototagger.service.decode import SQUASH
from phototagger.service.decode_child import question
from phototagger.service.decoders import DecoderPool

SIZE = (32, 24)

WITH_TRAPS = """
import ctypes, os, sys, time
from phototagger.service import decode_child
whole = decode_child.decode
def decode(data, size, fit):
    if data == b"abort":
        os.abort()
    if data == b"segfault":
        ctypes.string_at(0)
    if data == b"hang":
        time.sleep(60)
    if data == b"lie":
        os.write(sink, b"\\0" * 100)
        os._exit(0)
    if data == b"chatter":
        os.write(1, b"a library prints to standard output")
    return whole(data, size, fit)
sink = os.dup(1)
decode_child.decode = decode
decode_child.MAX_DECODE_S = 0.5
decode_child.main()
"""
"""A decoder with the bugs that a library could have."""


def flat_png(width: int, height: int, color_type: int = 6) -> bytes:
    """A whole PNG of one colour that takes little space and much memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    row = b"\0" * (1 + width * {2: 3, 6: 4}[color_type])
    packer = zlib.compressobj(1)
    rows = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    head = struct.pack(">IIBBBBB", width, height, 8, color_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def trapped() -> Iterator[DecoderPool]:
    pool = DecoderPool(2, (sys.executable, "-c", WITH_TRAPS))
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    pool = DecoderPool(1)
    yield pool
    pool.close()


def test_pixels_and_sizes_come_through(pool: DecoderPool) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (250, 5, 5)).save(buffer, "PNG")

    picture = pool.decode(buffer.getvalue(), SIZE)

    assert (picture.width_px, picture.height_px) == (64, 48)
    assert picture.rgb == bytes((250, 5, 5)) * (32 * 24)


def test_reasons_come_through(pool: DecoderPool, meadow_jpeg: bytes) -> None:
    with pytest.raises(UnsupportedFormat, match="no picture in an accepted format"):
        pool.decode(b"hello", SIZE)
    with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
        pool.decode(meadow_jpeg[:400], SIZE)


@pytest.mark.parametrize("trap", [b"abort", b"segfault", b"hang", b"lie"])
def test_what_kills_a_decoder_fails_one_record(
    run_service, predictor, trapped: DecoderPool, picture: str, trap: bytes
) -> None:
    with run_service(lambda: predictor, decoders=trapped) as service:
        good = {"_base64": picture}
        bad = {"_base64": base64.b64encode(trap).decode()}
        first, failed, last = service.records(good, bad, good)

        assert failed["_status"]["code"] == 400
        assert "decoder" in failed["_status"]["text"]
        assert first["_tags"] == last["_tags"]
        assert all("_tags" in record for record in service.records(*[good] * 6))


def test_what_a_library_prints_is_no_answer(trapped: DecoderPool, meadow_jpeg: bytes) -> None:
    with pytest.raises(UnsupportedFormat):
        trapped.decode(b"chatter", SIZE)
    assert trapped.decode(meadow_jpeg, SIZE).width_px == 180


def test_a_decoder_that_was_killed_meanwhile_is_replaced(meadow_jpeg: bytes) -> None:
    pool = DecoderPool(1)
    os.kill(pool.pids[0], signal.SIGKILL)
    while Path(f"/proc/{pool.pids[0]}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        pass

    assert pool.decode(meadow_jpeg, SIZE).width_px == 180

    pool.close()


def test_the_memory_of_a_decoder_has_an_end(meadow_jpeg: bytes) -> None:
    program = (
        "from phototagger.service import decode_child\n"
        "decode_child.MAX_MEMORY_BYTES = 250_000_000\n"
        "decode_child.main()\n"
    )
    pool = DecoderPool(1, (sys.executable, "-c", program))

    with pytest.raises(UnreadablePhoto, match=r"too much memory|decoder fail"):
        pool.decode(flat_png(7000, 7000), SIZE)
    assert pool.decode(meadow_jpeg, SIZE).width_px == 180

    pool.close()


def test_the_largest_accepted_picture_fits_into_the_memory(pool: DecoderPool) -> None:
    assert pool.decode(flat_png(8000, 8000), SIZE).width_px == 8000


def test_decoders_end_with_their_parent_even_in_the_middle_of_a_picture(
    wait_for_end: Callable[[int], bool],
) -> None:
    program = (
        "import sys\n"
        "from phototagger.service.decoders import DecoderPool\n"
        f"pool = DecoderPool(1, (sys.executable, '-c', {WITH_TRAPS.replace('0.5', '60')!r}))\n"
        "print(pool.pids[0], flush=True)\n"
        "pool.decode(b'hang', (1, 1))\n"
    )
    parent = subprocess.Popen(
        (sys.executable, "-c", program), stdout=subprocess.PIPE, env=module_environment()
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()

    assert wait_for_end(child)


def test_closing_does_not_wait_for_a_picture() -> None:
    pool = DecoderPool(1, (sys.executable, "-c", WITH_TRAPS.replace("0.5", "60")))
    pid = pool.pids[0]
    started = time.monotonic()
    pool.close()

    assert time.monotonic() - started < 2
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(UnreadablePhoto, match="stopping"):
        pool.decode(b"", SIZE)


def test_decoders_do_not_know_the_secrets_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTOTAGGER_TOKEN", "correct-horse")
    pool = DecoderPool(1)

    environment = Path(f"/proc/{pool.pids[0]}/environ").read_bytes()

    assert b"correct-horse" not in environment
    pool.close()


@pytest.mark.strace
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_confused_formats_start_no_program(tmp_path: Path) -> None:
    """EPS would start Ghostscript; a name or a type is never believed."""
    traps = [
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n",
        b"%PDF-1.7\n1 0 obj\n",
        b"SIMPLE  =                    T" + b" " * 2850,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!DOCTYPE html><title>photo.jpg</title>",
    ]
    questions = b"".join(question(len(trap), SIZE, SQUASH) + trap for trap in traps)
    log = tmp_path / "calls"
    traced = subprocess.Popen(
        ("strace", "-f", "-qq", "-o", log, "-e", "trace=execve,execveat,fork,vfork",
         *module_command("phototagger.service.decode_child")),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=module_environment(),
    )  # fmt: skip
    with traced:
        assert traced.stdin is not None and traced.stdout is not None
        traced.stdin.write(questions)
        traced.stdin.flush()
        answers = b""
        while answers.count(b"no picture in an accepted format") < len(traps):
            answers += traced.stdout.read1()
            if traced.poll() is not None:
                pytest.skip("ptrace is forbidden here")

    assert log.read_text().count("execve(") == 1  # itself


def test_heic_is_decoded_where_the_extra_is_installed(pool: DecoderPool, shared: Path) -> None:
    pytest.importorskip("pi_heif")
    sample = shared / "photos" / "metadata" / "heif" / "libheif__rainbow-451x461.heic"

    picture = pool.decode(sample.read_bytes(), SIZE)

    assert (picture.width_px, picture.height_px) == (451, 461)
    assert len(set(picture.rgb)) > 100
