"""How fast thumbnails are made and recalled: ``python benchmarks/thumbnail_speed.py [photo.jpg]``.

Without a photo, a noisy one of 24 megapixels is made. Processor time of one core per thumbnail,
the best of several runs, beside Pillow's own ways and, where installed, djpeg's scaled decoding,
which is the floor for any reader of JPEG.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from phototagger.core import pixels
from phototagger.core.jobs import CancelToken
from phototagger.core.photo import Fingerprint
from phototagger.core.thumbnails import Thumbnails

EDGE_PX = 256
RUNS = 7
THUMBNAILS = 400
GO_ON = CancelToken()


def main() -> None:
    """Print one line per way."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        photo = Path(sys.argv[1]) if len(sys.argv) > 1 else make_photo(top / "photo.jpg")
        with Image.open(photo) as image:
            print(f"{image.width} x {image.height}, {photo.stat().st_size / 1e6:.1f} MB")
        if djpeg := shutil.which("djpeg"):
            report("djpeg -scale 1/8", lambda: run([djpeg, "-scale", "1/8", str(photo)]))
        report("Pillow, whole decode", lambda: whole(photo))
        report("Pillow, thumbnail()", lambda: pillow_thumbnail(photo))
        report("pixels.read, 256 px", lambda: pixels.read(photo, EDGE_PX))
        report("pixels.read, 600 px", lambda: pixels.read(photo, 600))
        report("pixels.embedded_preview", lambda: pixels.embedded_preview(photo, EDGE_PX))
        measure_cache(photo, top / "cache")


def make_photo(path: Path) -> Path:
    """Make a photo that is as hard to decode as one of a camera."""
    gradient = Image.linear_gradient("L").resize((6000, 4000))
    noise = Image.effect_noise((6000, 4000), 40)
    bands = [Image.blend(gradient.rotate(90 * turn), noise, 0.2) for turn in range(3)]
    Image.merge("RGB", [band.resize((6000, 4000)) for band in bands]).save(path, quality=92)
    return path


def measure_cache(photo: Path, cache: Path) -> None:
    """Store many thumbnails, then recall them with one and with two workers."""
    thumbnails = Thumbnails(cache, cap_mb=512)
    with Image.open(photo) as image:
        image.draft("RGB", (EDGE_PX, EDGE_PX))
        small = cache.parent / "small.jpg"
        image.resize((EDGE_PX, EDGE_PX * image.height // image.width)).save(small, quality=95)

    def render(numbers: range) -> None:
        for number in numbers:
            thumbnails.render(small, Fingerprint(number, number), EDGE_PX, GO_ON)

    def both() -> None:
        other = threading.Thread(target=render, args=(range(1, THUMBNAILS, 2),))
        other.start()
        render(range(0, THUMBNAILS, 2))
        other.join()

    steps: list[tuple[str, Callable[[], None]]] = [
        ("decode a small photo and store it", lambda: render(range(THUMBNAILS))),
        ("recall, one worker", lambda: render(range(THUMBNAILS))),
        ("recall, two workers", both),
    ]
    for what, work in steps:
        start = time.perf_counter()
        work()
        each_ms = (time.perf_counter() - start) * 1000 / THUMBNAILS
        print(f"{what:34}{each_ms:8.2f} ms each")
    size = sum(file.stat().st_size for file in cache.rglob("*.thumb"))
    print(f"{'size of a stored thumbnail':34}{size / THUMBNAILS / 1000:8.1f} kB")


def whole(photo: Path) -> None:
    """Decode everything, then shrink."""
    with Image.open(photo) as image:
        image.resize((EDGE_PX, EDGE_PX), Image.Resampling.LANCZOS)


def pillow_thumbnail(photo: Path) -> None:
    """Pillow's own reduced decoding."""
    with Image.open(photo) as image:
        image.thumbnail((EDGE_PX, EDGE_PX))


def run(command: list[str]) -> None:
    """Run a program and drop its output."""
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def report(what: str, work: Callable[[], object]) -> None:
    """Print the least processor time of several runs."""
    best = min(processor_s(work) for _ in range(RUNS))
    print(f"{what:34}{best * 1000:8.2f} ms")


def processor_s(work: Callable[[], object]) -> float:
    """Return the processor time of *work*, of programs it starts as well."""
    before = used_s()
    work()
    return used_s() - before


def used_s() -> float:
    """Return processor time used so far."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    main()
