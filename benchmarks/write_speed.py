"""How fast keywords are written, against a bare splice, exiftool and exiv2 on the same files.

    python benchmarks/write_speed.py [--files 60] [--rounds 5] [--folder DIR]

Every engine writes three keywords into JPEGs of about 4 MB made for the run: ours to XMP, IPTC and
the Windows field, exiftool and exiv2 to XMP and IPTC, each given all files in one call. Ours
journals, syncs and reads back every file. The floor is what no safe writer can do without: read,
splice a block in, write a temp file, fsync, rename; no parsing, no journal, no look back. exiftool
and exiv2 do not sync; "+ fsync" is the same run with every file synced afterwards.

All engines take turns, round by round, each in a process of its own; medians are printed, because
a disk has moods.
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
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from phototagger.core.metadata import read_photo
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import Writer

WORDS = ("mountain", "kočka", "R&B <live>")
SIZE_PX = (2600, 1750)
BLOCK = b"\xff\xe1\x10\x00http://ns.adobe.com/xap/1.0/\0".ljust(0x1002, b" ")


def main() -> int:
    """Run the benchmark and print its figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=60)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", type=Path, default=None, help="where to put the photos")
    options.add_argument("--engine", default="", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.engine:
        seconds = ENGINES[asked.engine](sorted(asked.folder.glob("*.jpg")))
        print(seconds)
        return 0
    names = [
        name for name in ENGINES if shutil.which(name.split(" ")[0]) or name in ("floor", "ours")
    ]
    taken: dict[str, list[float]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory(dir=asked.folder) as place:
        original = make_photo(Path(place))
        print(
            f"{asked.files} JPEGs of {original.stat().st_size / 1e6:.1f} MB, {asked.rounds} rounds"
        )
        for _ in range(asked.rounds):
            for name in names:
                taken[name].append(one_run(name, original, asked.files))
        reading = time_reading(original, asked.files)
    report(taken, asked.files)
    print(f"reading the keywords back: {reading * 1e3:.2f} ms per photo")
    return 0


def make_photo(place: Path) -> Path:
    """Make a noisy photo; noise does not compress, so a small one takes 4 MB."""
    width, height = SIZE_PX
    photo = place / "original.jpg"
    Image.frombytes("RGB", SIZE_PX, os.urandom(width * height * 3)).save(photo, quality=90)
    return photo


def copies(original: Path, count: int) -> Path:
    """Return a new folder with *count* copies, all of it on disk."""
    folder = Path(tempfile.mkdtemp(dir=original.parent))
    for number in range(count):
        shutil.copyfile(original, folder / f"{number}.jpg")
    os.sync()
    return folder


def one_run(name: str, original: Path, count: int) -> float:
    """Let an engine write new copies in a process of its own; returns the seconds it took."""
    folder = copies(original, count)
    command = [sys.executable, __file__, "--engine", name, "--folder", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    shutil.rmtree(folder)
    return float(done.stdout)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds *work* takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def floor(photos: list[Path]) -> float:
    """Splice a block into every file: read, write, fsync, rename."""

    def work() -> None:
        for photo in photos:
            data = photo.read_bytes()
            temp = photo.with_suffix(".tmp")
            with temp.open("xb", 0) as file:
                file.write(b"".join((data[:2], BLOCK, data[2:])))
                os.fsync(file.fileno())
            temp.replace(photo)

    return timed(work)


def ours(photos: list[Path]) -> float:
    """Write with everything the program does for safety."""
    writer = Writer(photos[0].parent / "journal.sqlite")
    change = KeywordChange(add=KeywordSet(WORDS))

    def work() -> None:
        outcomes = writer.write_many([(photo, change) for photo in photos], batch="benchmark")
        if not all(outcome.report and outcome.report.changed for outcome in outcomes):
            raise SystemExit("a photo was not written")

    seconds = timed(work)
    writer.close()
    return seconds


def exiftool(photos: list[Path]) -> float:
    """Write with exiftool."""
    tags = [f"-{tag}={word}" for word in WORDS for tag in ("XMP-dc:Subject", "IPTC:Keywords")]
    command = ["exiftool", "-q", "-overwrite_original", "-codedcharacterset=utf8", *tags]
    return timed(lambda: subprocess.run([*command, *map(str, photos)], check=True))


def exiv2(photos: list[Path]) -> float:
    """Write with exiv2, which replaces the files in place."""
    changes = ["-Mset Iptc.Envelope.CharacterSet String \x1b%G"]
    for word in WORDS:
        changes += [
            f"-Mset Xmp.dc.subject XmpBag {word}",
            f"-Madd Iptc.Application2.Keywords {word}",
        ]
    return timed(lambda: subprocess.run(["exiv2", *changes, *map(str, photos)], check=True))


def synced(engine: Callable[[list[Path]], float]) -> Callable[[list[Path]], float]:
    """Return the engine followed by an fsync of every file."""

    def work(photos: list[Path]) -> None:
        for photo in photos:
            descriptor = os.open(photo, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)

    return lambda photos: engine(photos) + timed(lambda: work(photos))


ENGINES: dict[str, Callable[[list[Path]], float]] = {
    "floor": floor,
    "ours": ours,
    "exiftool": exiftool,
    "exiftool + fsync": synced(exiftool),
    "exiv2": exiv2,
    "exiv2 + fsync": synced(exiv2),
}


def time_reading(original: Path, count: int) -> float:
    """Return the seconds that reading the keywords of one photo takes."""
    folder = copies(original, count)
    photos = sorted(folder.glob("*.jpg"))
    ours(photos)

    def work() -> None:
        for photo in photos:
            if read_photo(photo).keywords != KeywordSet(WORDS):
                raise SystemExit(f"{photo} does not hold the keywords")

    return timed(work) / count


def report(taken: dict[str, list[float]], files: int) -> None:
    """Print a line per engine, and how ours compares."""
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    for name, seconds in taken.items():
        middle = medians[name]
        print(
            f"{name:17} {files / middle:6.1f} files/s, {middle / files * 1e3:5.1f} ms per file"
            f" (best {files / min(seconds):.1f} files/s);"
            f" ours is {middle / medians['ours']:.2f} times as fast"
        )
    pairs = [bare / own for bare, own in zip(taken["floor"], taken["ours"], strict=True)]
    print(f"ours / floor, round by round: {', '.join(f'{pair:.2f}' for pair in pairs)}")


if __name__ == "__main__":
    sys.exit(main())
