"""How fast thumbnails are made and recalled: ``python -m benchmarks.thumbnail_speed [--json]``.

Made are camera-like photos of two sizes. All ways see the same files in the same run, two at a
time: ours (decode, colour, scale, encode, store), the decoder alone (libjpeg-turbo at the same
scale, nothing after it: the limit of any way), djpeg -scale and vipsthumbnail where installed.
Then the cache: the database, one file per thumbnail, and one packed file, each holding the same
thumbnails. Processor time is less noisy than the clock on a busy machine: making is printed in
both, the cache in processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from phototagger.core import pixels
from phototagger.core._thumbnail_store import ThumbnailStore
from phototagger.core.jobs import CancelToken
from phototagger.core.photo import Fingerprint
from phototagger.core.photo_reader import PhotoReader
from phototagger.core.tagging.prepare import encode_picture
from phototagger.core.thumbnails import Thumbnails

EDGE_PX = 256
UPLOAD_EDGE_PX = 600
WORKERS = 2
GO_ON = CancelToken()
SIZES = {"24 MP": (6000, 4000, 16), "12 MP": (4000, 3000, 24)}
"""Width, height, number of files."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--runs", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--thumbnails", type=int, default=2000, help="thumbnails in the caches")
    options = parser.parse_args()
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        for name, (width, height, count) in SIZES.items():
            photos = make_photos(top / name.replace(" ", ""), count, width, height)
            found |= measure_making(name, photos, top, options.runs)
        found |= measure_cache(top, options.thumbnails, options.runs)
    if options.json:
        print(json.dumps(found))
        return
    for key, value in found.items():
        print(f"{key:52}{value:10.3f}")


def make_photos(folder: Path, count: int, width: int, height: int) -> list[Path]:
    """Make photos that are as hard to decode as those of a camera."""
    folder.mkdir()
    random = np.random.default_rng(7)
    paths = []
    for number in range(count):
        coarse = random.integers(0, 255, (9, 13, 3), dtype=np.uint8)
        smooth = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
        noise = random.integers(0, 24, (height, width, 1), dtype=np.uint8)
        shaded = np.clip(np.asarray(smooth, dtype=np.int16) + noise, 0, 255).astype(np.uint8)
        paths.append(folder / f"{number:03}.jpg")
        Image.fromarray(shaded).save(paths[-1], quality=90)
    return paths


def measure_making(name: str, photos: list[Path], top: Path, runs: int) -> dict[str, float]:
    """Make the thumbnails of all photos in every way."""
    reader = PhotoReader()
    scale = "1/8"
    ways: dict[str, Callable[[], None]] = {
        "ours": lambda: ours(photos, reader, top),
        "decoder alone": lambda: both(decode_only, photos),
        "preview": lambda: both(lambda path: pixels.embedded_preview(path, EDGE_PX), photos),
    }
    if djpeg := shutil.which("djpeg"):
        command = [djpeg, "-scale", scale, "-outfile", os.devnull]
        ways["djpeg -scale 1/8"] = lambda: both(lambda path: run([*command, str(path)]), photos)
    if vips := shutil.which("vipsthumbnail"):
        halves = [photos[start::WORKERS] for start in range(WORKERS)]
        out = f"{top}/vips_%s.jpg[Q=85]"
        base = [vips, "--size", str(EDGE_PX), "-o", out]
        ways["vipsthumbnail"] = lambda: both(lambda half: run([*base, *map(str, half)]), halves)
    ways["thumbnail + upload, apart"] = lambda: apart(photos, reader)
    ways["thumbnail + upload, shared"] = lambda: shared(photos, reader, top)
    times = {way: best(work, runs) for way, work in ways.items()}
    reader.close()
    found = {}
    for way, (wall_s, cpu_s) in times.items():
        found[f"{name}, {way}: photos/s"] = len(photos) / wall_s
        found[f"{name}, {way}: CPU ms each"] = cpu_s * 1000 / len(photos)
    reference = times["ours"]
    for way in ("decoder alone", "djpeg -scale 1/8", "vipsthumbnail"):
        if way in times:
            found[f"{name}, ours / {way}: CPU"] = reference[1] / times[way][1]
            found[f"{name}, ours / {way}: clock"] = reference[0] / times[way][0]
    pair = times["thumbnail + upload, apart"], times["thumbnail + upload, shared"]
    found[f"{name}, shared / apart: CPU"] = pair[1][1] / pair[0][1]
    return found


def ours(photos: list[Path], reader: PhotoReader, top: Path) -> None:
    """Make thumbnails as the program does, into an empty cache."""
    with tempfile.TemporaryDirectory(dir=top) as folder:
        thumbnails = Thumbnails(Path(folder), 64, reader)
        both(
            lambda path: thumbnails.render(path, fingerprint(path), EDGE_PX, GO_ON),
            photos,
        )
        thumbnails._store.close()


def apart(photos: list[Path], reader: PhotoReader) -> None:
    """Decode for the thumbnail, then again for the upload."""

    def work(path: Path) -> None:
        pixels.encode_jpeg(reader.read(path, [EDGE_PX])[0])
        encode_picture(reader.read(path, [UPLOAD_EDGE_PX])[0])

    both(work, photos)


def shared(photos: list[Path], reader: PhotoReader, top: Path) -> None:
    """Prepare the upload, which leaves the thumbnail."""
    with tempfile.TemporaryDirectory(dir=top) as folder:
        thumbnails = Thumbnails(Path(folder), 64, reader)
        both(lambda path: thumbnails.upload(path, UPLOAD_EDGE_PX), photos)
        thumbnails._store.close()


def decode_only(path: Path) -> None:
    """Let libjpeg-turbo decode at the scale that is needed, and drop the pixels."""
    with Image.open(path) as image:
        image.draft("RGB", (EDGE_PX, EDGE_PX * image.height // image.width))
        image.load()


def measure_cache(top: Path, count: int, runs: int) -> dict[str, float]:
    """Keep and find the same thumbnails in three kinds of store."""
    random = np.random.default_rng(3)
    coarse = Image.fromarray(random.integers(0, 255, (24, 36, 3), dtype=np.uint8))
    jpeg = pixels.encode_jpeg(coarse.resize((EDGE_PX, 171), Image.Resampling.BICUBIC))
    keys = [number.to_bytes(16, "big") for number in range(count)]
    order = random.permutation(count)
    found: dict[str, float] = {"cache, size of a thumbnail: kB": len(jpeg) / 1000}

    store = ThumbnailStore(top / "store.sqlite", 2**40)
    files, packed = top / "files", top / "packed"
    for key in keys:
        (files / key.hex()[-2:]).mkdir(parents=True, exist_ok=True)
    places = [files / key.hex()[-2:] / key.hex() for key in keys]

    def keep_packed() -> None:
        with packed.open("wb") as file:
            for _ in keys:
                file.write(jpeg)

    descriptor = -1

    def find_packed(number: int) -> bytes:
        return os.pread(descriptor, len(jpeg), int(number) * len(jpeg))

    stores: dict[str, tuple[Callable[[], object], Callable[[int], bytes | None]]] = {
        "database": (
            lambda: [store.keep(key, key, EDGE_PX, jpeg) for key in keys],
            lambda number: store.find(keys[number], EDGE_PX),
        ),
        "one file each": (
            lambda: [write_file(place, jpeg) for place in places],
            lambda number: places[number].read_bytes(),
        ),
        "packed file": (keep_packed, find_packed),
    }
    for name, (keep, find) in stores.items():
        found[f"cache, {name}: write us"] = best(keep, runs)[1] * 1e6 / count
        descriptor = os.open(packed, os.O_RDONLY) if name == "packed file" else -1
        read = partial(read_all, find, order, decode=False)
        found[f"cache, {name}: read us"] = best(read, runs)[1] * 1e6 / count
        read = partial(read_all, find, order, decode=True)
        found[f"cache, {name}: read + decode us"] = best(read, runs)[1] * 1e6 / count
    os.close(descriptor)
    store.close()
    fastest = min(found[f"cache, {name}: read + decode us"] for name in stores)
    found["cache, database / fastest: read + decode"] = (
        found["cache, database: read + decode us"] / fastest
    )
    return found


def write_file(place: Path, data: bytes) -> None:
    """Write beside the place and rename, as a cache of files must."""
    temporary = place.with_name(f"{place.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(place)


def read_all(find: Callable[[int], bytes | None], order: Sequence[int], *, decode: bool) -> None:
    """Find every thumbnail once, in a random order."""
    for number in order:
        data = find(number)
        assert data is not None
        if decode:
            pixels.decode_jpeg(data)


def fingerprint(path: Path) -> Fingerprint:
    """Return size and time of a file."""
    status = path.stat()
    return Fingerprint(status.st_size, status.st_mtime_ns)


def both(work: Callable[..., object], items: Sequence[object]) -> None:
    """Do *work* with every item, two at a time."""
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, items))


def run(command: list[str]) -> None:
    """Run a program."""
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def best(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the least seconds and processor seconds of several runs."""
    walls, cpus = [], []
    for _ in range(runs):
        cpu_s, start = used_s(), time.perf_counter()
        work()
        walls.append(time.perf_counter() - start)
        cpus.append(used_s() - cpu_s)
    return min(walls), min(cpus)


def used_s() -> float:
    """Return processor time used so far, by programs that were started as well."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    main()
