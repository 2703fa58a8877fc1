"""Programs of others drive the service: an API fuzzer and the vendor's own client.

Neither is needed to develop PhotoTagger. The fuzzer comes with ``pip install --group fuzz``. The
client wants an environment of its own with ``ximilar-client`` and ``opencv-python-headless``;
``PHOTOTAGGER_VENDOR_PYTHON`` names the interpreter there.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core.errors import PhotoError
from phototagger.service.body import MAX_BODY_BYTES
from phototagger.service.decoders import DecoderPool

SCHEMATHESIS = shutil.which("schemathesis", path=Path(sys.executable).parent) or shutil.which(
    "schemathesis"
)
VENDOR_PYTHON = os.environ.get("PHOTOTAGGER_VENDOR_PYTHON", "")
FUZZ_S = float(os.environ.get("PHOTOTAGGER_FUZZ_S", "60"))
SIZE = (288, 288)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.mark.skipif(SCHEMATHESIS is None, reason="schemathesis is not installed")
def test_the_api_fuzzer_finds_nothing(serving) -> None:
    with serving() as service:
        ran = subprocess.run(
            (str(SCHEMATHESIS), "run", f"{service.address}/openapi.json", "--workers", "1",
             "-H", f"Authorization: Token {service.token}",
             "--max-examples", os.environ.get("PHOTOTAGGER_FUZZ_EXAMPLES", "100")),
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "No issues found" in ran.stdout


@pytest.mark.skipif(not VENDOR_PYTHON, reason="PHOTOTAGGER_VENDOR_PYTHON is not set")
def test_the_vendors_client_is_content(serving, shared: Path) -> None:
    check = shared / "checks" / "real_client_check.py"
    with serving("--allow-url", "--allow-private-url") as service:
        ran = subprocess.run(
            (VENDOR_PYTHON, str(check), service.address,
             f"--token={service.token}",  # it may begin with a dash
             "--max-body-mb", str(MAX_BODY_BYTES // 1024**2)),
            capture_output=True, text=True, check=False,
            env={**os.environ, "NO_PROXY": "127.0.0.1,localhost"},
        )  # fmt: skip

    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.rstrip().endswith("55 passed, 0 failed"), ran.stdout


def seeds(picture: Image.Image) -> Iterator[bytes]:
    """Yield whole pictures of every accepted format."""
    for kind, mode in (
        ("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"),
        ("PNG", "I;16"), ("WEBP", "RGB"), ("WEBP", "RGBA"), ("BMP", "RGB"), ("TIFF", "RGB"),
        ("TIFF", "1"), ("TIFF", "CMYK"), ("GIF", "P"),
    ):  # fmt: skip
        buffer = io.BytesIO()
        picture.convert("L" if mode == "I;16" else "RGB").convert(mode).save(buffer, kind)
        yield buffer.getvalue()


def damaged(whole: bytes, dice: random.Random) -> bytes:
    """Return a picture with some of what happens to files, and what is done to them on purpose."""
    data = bytearray(whole)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        place = min(int(dice.expovariate(1 / 200)), len(data) - 1)  # mostly in the head
        match dice.randrange(5):
            case 0:
                data[place] = dice.randrange(256)
            case 1:
                data[place : place + 4] = dice.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
            case 2:
                del data[place : place + dice.randrange(1, 64)]
            case 3:
                data[place:place] = data[place : place + dice.randrange(1, 64)]
            case _:
                del data[max(1, dice.randrange(len(data))) :]
        data = data or bytearray(b"\0")
    return bytes(data)


def test_damaged_pictures_only_ever_fail_themselves(meadow: Image.Image) -> None:
    """The decoders survive all of it: a death would be a crash, a hang or memory without end."""
    wholes = list(seeds(meadow))
    dice = random.Random(20260101)
    pool = DecoderPool(1)
    pid = pool.pids[0]
    decoded = refused = 0
    slowest_s = 0.0
    end = time.monotonic() + FUZZ_S
    while time.monotonic() < end:
        started = time.monotonic()
        try:
            decoded += bool(pool.decode(damaged(dice.choice(wholes), dice), SIZE).rgb)
        except PhotoError:
            refused += 1
        slowest_s = max(slowest_s, time.monotonic() - started)
    status = Path(f"/proc/{pid}/status").read_text()
    survived = pool.pids == [pid]
    pool.close()

    peak_kb = int(status.partition("VmHWM:")[2].split()[0])
    print(f"{decoded} decoded, {refused} refused, slowest {slowest_s:.2f} s, peak {peak_kb} kB")
    assert survived
    assert decoded > 100 and refused > 100
    assert slowest_s < 15
    assert peak_kb < 1_100_000
