"""How fast keywords are written, against exiftool given all files in one call.

    python benchmarks/write_speed.py [--files 40] [--folder DIR]

Both write three keywords to XMP and IPTC (ours to the Windows field as well) of JPEGs of about
4 MB made for the run. Ours journals, syncs and reads back every file; exiftool does none of that.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from phototagger.core.metadata import read_photo
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import Writer

WORDS = ("mountain", "kočka", "R&B <live>")
SIZE_PX = (2600, 1750)


def main() -> int:
    """Run the benchmark and print its figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=40)
    options.add_argument("--folder", type=Path, default=None, help="where to put the photos")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        place = Path(name)
        photos = make_photos(place, asked.files)
        megabytes = sum(path.stat().st_size for path in photos) / 1e6 / len(photos)
        print(f"{len(photos)} JPEGs of {megabytes:.1f} MB each")
        ours = time_ours(place, photos)
        report("ours", len(photos), sum(ours))
        print(f"  median {statistics.median(ours) * 1e3:.1f} ms, slowest {max(ours) * 1e3:.1f} ms")
        time_reading(photos)
        if not shutil.which("exiftool"):
            print("exiftool is not installed, so there is nothing to compare with")
            return 0
        theirs = time_exiftool(make_photos(place, asked.files))
        report("exiftool, one call", len(photos), theirs)
        print(f"ours is {theirs / sum(ours):.1f} times as fast as exiftool")
    return 0


def make_photos(place: Path, count: int) -> list[Path]:
    """Make noisy photos; noise does not compress, so a small one takes 4 MB."""
    folder = Path(tempfile.mkdtemp(dir=place))
    width, height = SIZE_PX
    noise = Image.frombytes("RGB", SIZE_PX, os.urandom(width * height * 3))
    noise.save(folder / "0.jpg", quality=90)
    for number in range(1, count):
        shutil.copyfile(folder / "0.jpg", folder / f"{number}.jpg")
    os.sync()
    return sorted(folder.iterdir())


def time_ours(place: Path, photos: list[Path]) -> list[float]:
    """Return the seconds each write took."""
    writer = Writer(place / "journal.sqlite")
    change = KeywordChange(add=KeywordSet(WORDS))
    taken = []
    for path in photos:
        started = time.perf_counter()
        writer.write(path, change, batch="benchmark")
        taken.append(time.perf_counter() - started)
    writer.close()
    return taken


def time_reading(photos: list[Path]) -> None:
    """Print how long reading the keywords of one photo takes."""
    started = time.perf_counter()
    for path in photos:
        if read_photo(path).keywords != KeywordSet(WORDS):
            raise SystemExit(f"{path} does not hold the keywords")
    taken = (time.perf_counter() - started) / len(photos)
    print(f"reading the keywords back: {taken * 1e3:.2f} ms per photo")


def time_exiftool(photos: list[Path]) -> float:
    """Return the seconds exiftool took for all photos."""
    tags = [f"-{tag}={word}" for word in WORDS for tag in ("XMP-dc:Subject", "IPTC:Keywords")]
    options = ["-q", "-overwrite_original", "-codedcharacterset=utf8", *tags]
    started = time.perf_counter()
    subprocess.run(["exiftool", *options, *map(str, photos)], check=True)
    return time.perf_counter() - started


def report(name: str, files: int, seconds: float) -> None:
    """Print one line of result."""
    print(f"{name}: {files / seconds:.1f} files/s, {seconds / files * 1e3:.1f} ms per file")


if __name__ == "__main__":
    sys.exit(main())
