"""How much of the network's speed is left after each layer of the tagging service.

    python benchmarks/service_speed.py [--photos FOLDER] [--seconds 5]

Prints records per second, and the share of the bare network's speed, for

    network       onnxruntime alone, arrays ready, ten at a time
    predict       + scaling, head, calibration, rules
    decode        JPEG bytes -> arrays, one thread (for comparison; it is part of what follows)
    http x10      the service in a child process, ten records a request, one request at a time
    http x10 two  the same with two requests at a time
    http x1       one record a request, two at a time: what the window does by default

Without a folder, drawn pictures of 600 x 400 pixels are used.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from phototagger.core.jobs import CancelToken
from phototagger.core.tagging.client import TaggingClient
from phototagger.resource_files import resource_path
from phototagger.service.bundle import load_bundle
from phototagger.service.decode import decode
from phototagger.service.host import ServiceHost
from phototagger.service.predict import Predictor, network_input

BATCH = 10


def main() -> None:
    """Measure every layer and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photos", type=Path, help="folder of JPEG files, at most 600 px")
    parser.add_argument("--seconds", type=float, default=5.0, help="duration of each measurement")
    options = parser.parse_args()
    jpegs = _read(options.photos) if options.photos else _draw()

    bundle = load_bundle(resource_path("model"))
    predictor = Predictor(bundle)
    pixels = [decode(jpeg, predictor.picture_size).pixels for jpeg in jpegs[:BATCH]]
    prepared = network_input(pixels, bundle.network)

    def measure(work: Callable[[], int]) -> float:
        return _rate(work, options.seconds)

    network = measure(lambda: len(predictor.run_network(prepared)[0]))
    print(f"{os.cpu_count()} cores, {len(jpegs)} pictures, {bundle.name}")
    _print("network", network, network)
    _print("predict", measure(lambda: len(predictor.predict(pixels))), network)
    _print(
        "decode", measure(lambda: len([decode(j, predictor.picture_size) for j in jpegs])), network
    )
    host = ServiceHost()
    started = time.perf_counter()
    TaggingClient(host.endpoint).ping()
    first_ping_s = time.perf_counter() - started
    client = TaggingClient(host.endpoint, failed=host.failed)
    for name, records, workers in (("http x10", 10, 1), ("http x10 two", 10, 2), ("http x1", 1, 2)):
        _print(name, measure(_tagging(client, jpegs, records, workers)), network)
    host.stop()
    print(f"start to first ping {first_ping_s:.2f} s")


def _tagging(
    client: TaggingClient, jpegs: list[bytes], records: int, workers: int
) -> Callable[[], int]:
    """Return work that tags all pictures, *records* a request, *workers* requests at a time."""
    photos = [(str(number), jpeg) for number, jpeg in enumerate(jpegs)]
    requests = [photos[i : i + records] for i in range(0, len(photos), records)]
    pool = ThreadPoolExecutor(workers)

    def work() -> int:
        answers = pool.map(lambda request: client.tag(request, "en", CancelToken()), requests)
        return sum(len(answer) for answer in answers)

    return work


def _rate(work: Callable[[], int], seconds: float) -> float:
    work()  # warm
    done, started = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds:
        done += work()
    return done / elapsed


def _print(name: str, rate: float, network: float) -> None:
    print(f"{name:13s} {rate:7.1f} records/s   {rate / network:5.2f}")


def _read(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.jpg"))[:40]]


def _draw() -> list[bytes]:
    generator = np.random.default_rng(1)
    pictures = []
    for _ in range(4 * BATCH):
        coarse = generator.integers(0, 256, (12, 18, 3), dtype=np.uint8)
        buffer = io.BytesIO()
        smooth = Image.fromarray(coarse).resize((600, 400), Image.Resampling.BICUBIC)
        smooth.save(buffer, "JPEG", quality=90)
        pictures.append(buffer.getvalue())
    return pictures


if __name__ == "__main__":
    main()
