"""How fast the tagging service is, and where the time goes.

    python benchmarks/service_speed.py [--photos FOLDER] [--rounds 5]

Prints, in one run, the median of several rounds (in a round everything is measured once, so that
what else the machine does falls on all of it):

    network       onnxruntime alone on ready arrays, at the batch size where it is fastest
    decode        JPEG bytes to small pictures, on all cores
    alone         what both cost together when nothing else is done
    service xN    the service in its processes, fed over HTTP with JPEGs in base64 by four
                  connections, N records a request
    window        one record a request, two connections: what the window does by default

then the split of what a record costs, and the memory of all processes of the service. Without a
folder, drawn pictures of 600 x 400 pixels are used.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import io
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from phototagger.resource_files import resource_path
from phototagger.service.bundle import LANGUAGES, load_bundle
from phototagger.service.decode import decode
from phototagger.service.decoders import DecoderPool
from phototagger.service.network import network_input
from phototagger.service.predict import Predictor
from phototagger.service.records import dump, parse_request, picture_bytes, tagged_record

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
BATCHES = (1, 4, 8, 10, 16, 32)
ROUND_S = 1.0
FEEDS = {"service x1": (1, 4), "service x10": (10, 4), "window": (1, 2)}
"""Records a request, and connections."""

PATH = "/photo/tags/v2/tags"


def main() -> None:
    """Measure every layer and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photos", type=Path, help="folder of JPEG files, at most 600 px")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    jpegs = _read(options.photos) if options.photos else _draw()
    predictor = Predictor(load_bundle(resource_path("model")))
    average_kb = sum(map(len, jpegs)) / len(jpegs) / 1000
    print(f"{CORES} cores, {len(jpegs)} JPEGs of {average_kb:.0f} kB, {predictor.name}")

    batch = _best_batch(predictor, jpegs)
    ready = _planes(predictor, jpegs, batch)
    service = _Service()
    print(f"start to first ping {service.start_s:.2f} s, {service.memory_mb():.0f} MB")
    rates: dict[str, list[float]] = defaultdict(list)
    for _ in range(options.rounds):
        rates["network"].append(_rate(lambda: len(predictor.run_network(ready)), ROUND_S))
        rates["decode"].append(_decode_rate(predictor, jpegs))
        for name, (records, connections) in FEEDS.items():
            rates[name].append(_feed(service, jpegs, records, connections))
        rates["alone"].append(1 / (1 / rates["network"][-1] + 1 / rates["decode"][-1]))
    memory_mb = service.memory_mb()
    service.stop()
    for name in ("network", "decode", "alone", *FEEDS):
        shares = [one / alone for one, alone in zip(rates[name], rates["alone"], strict=True)]
        print(f"{name:12s} {median(rates[name]):6.1f} records/s   {median(shares):5.2f} of alone")
    _print_split(_parts(predictor, jpegs), median(rates["network"]), median(rates["service x10"]))
    print(f"\nmemory of all processes of the service when busy: {memory_mb:.0f} MB")


class _Service:
    """``phototagger serve`` as a user starts it; unlike the window's own it has normal priority."""

    def __init__(self) -> None:
        command = (sys.executable, "-m", "phototagger.service", "--port", "0")
        started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().split("//")[1].strip()
        token = self._process.stdout.readline().split()[1]
        self.headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(self.address)
        connection.request("GET", "/photo/tags/v2/ping")
        connection.getresponse().read()
        connection.close()
        self.start_s = time.perf_counter() - started

    def memory_mb(self) -> float:
        """Return the memory of its processes, shared pages counted once; 0 where not Linux."""
        tasks = Path(f"/proc/{self._process.pid}/task")
        if not tasks.exists():
            return 0.0
        pids = {str(self._process.pid)}
        for task in tasks.iterdir():
            pids.update((task / "children").read_text().split())
        total_kb = 0
        for pid in pids:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total_kb += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total_kb / 1000

    def stop(self) -> None:
        """End it in an orderly way."""
        self._process.terminate()
        self._process.communicate()


def _best_batch(predictor: Predictor, jpegs: Sequence[bytes]) -> int:
    rates: dict[int, list[float]] = defaultdict(list)
    for _ in range(3):
        for size in BATCHES:
            ready = _planes(predictor, jpegs, size)
            work = partial(predictor.run_network, ready)
            rates[size].append(size * _rate(lambda work=work: len(work()) > 0, ROUND_S / 4))
    middle = {size: median(found) for size, found in rates.items()}
    print("network by batch size:", ", ".join(f"{s}: {r:.0f}/s" for s, r in middle.items()))
    return max(middle, key=lambda size: middle[size])


def _planes(predictor: Predictor, jpegs: Sequence[bytes], size: int) -> np.ndarray:
    arrays = [_pixels(predictor, jpeg) for jpeg in jpegs[:8]]
    return network_input((arrays * 4)[:size], predictor.network)


def _decode_rate(predictor: Predictor, jpegs: Sequence[bytes]) -> float:
    def work() -> int:
        return len([decode(jpeg, predictor.picture_size) for jpeg in jpegs[:20]])

    with ThreadPoolExecutor(CORES) as pool:
        return sum(pool.map(lambda _: _rate(work, ROUND_S), range(CORES)))


def _parts(predictor: Predictor, jpegs: Sequence[bytes]) -> dict[str, float]:
    """Return what each step costs, in milliseconds of one core per record."""
    size = predictor.picture_size
    body = _body(jpegs[:10])
    request = parse_request(body, LANGUAGES)
    rgb = [_pixels(predictor, jpeg) for jpeg in jpegs[:10]]
    rows = predictor.probabilities(rgb)
    tags = predictor.select(rows[0], "en")
    answer = tagged_record(
        request.records[0], size=(1, 1), tags=tags, is_simple=False, simple_from=0.5, request_id="1"
    )
    answers = {"records": [answer] * 10}

    def cost(work: Callable[[], int]) -> float:
        return 1000 / _rate(work, ROUND_S)

    whole = cost(lambda: len([decode(jpeg, size) for jpeg in jpegs]))
    reading = cost(lambda: len([_load(jpeg) for jpeg in jpegs]))
    pool = DecoderPool(1)
    piped = cost(lambda: len([pool.decode(jpeg, size) for jpeg in jpegs]))
    pool.close()
    return {
        "JSON": cost(lambda: len(parse_request(body, LANGUAGES).records))
        + cost(lambda: 10 * bool(dump(answers))),
        "base64": cost(lambda: len([picture_bytes(record) for record in request.records])),
        "decode": reading,
        "resize": whole - reading,
        "pipes": piped - whole,
        "input array": cost(lambda: len(network_input(rgb, predictor.network))),
        "tag choice": cost(lambda: len([predictor.select(row, "en") for row in rows])),
    }


def _print_split(parts: dict[str, float], network: float, fed: float) -> None:
    whole = 1000 * CORES / fed
    parts = {"network": 1000 * CORES / network, **parts}
    parts["HTTP and waiting"] = whole - sum(parts.values())
    print(f"\none record, in ms of one core ({whole:.2f} in all, at {fed:.0f} records/s)")
    for name, cost in parts.items():
        print(f"  {name:17s} {cost:6.2f}   {cost / whole:5.0%}")


def _feed(service: _Service, jpegs: Sequence[bytes], records: int, connections: int) -> float:
    """Return records per second when each connection asks again as soon as it was answered."""
    bodies = [_body(jpegs[i : i + records]) for i in range(0, len(jpegs), records)]
    end = time.perf_counter() + 2 * ROUND_S

    def ask_until_end(first: int) -> int:
        connection = http.client.HTTPConnection(service.address)
        done, turn = 0, first
        while time.perf_counter() < end:
            connection.request("POST", PATH, bodies[turn % len(bodies)], service.headers)
            answer = json.loads(connection.getresponse().read())
            done += sum("_tags" in record for record in answer["records"])
            turn += 1
        connection.close()
        return done

    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        done = sum(pool.map(ask_until_end, range(connections)))
    return done / (time.perf_counter() - started)


def _body(jpegs: Sequence[bytes]) -> bytes:
    records = [
        {"_id": str(number), "_base64": base64.b64encode(jpeg).decode()}
        for number, jpeg in enumerate(jpegs)
    ]
    return json.dumps({"records": records}).encode()


def _pixels(predictor: Predictor, jpeg: bytes) -> np.ndarray:
    width, height = predictor.picture_size
    rgb = decode(jpeg, (width, height)).rgb
    return np.frombuffer(rgb, np.uint8).reshape(height, width, 3)


def _load(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg), formats=("JPEG",))
    image.load()
    return image


def _rate(work: Callable[[], int], seconds: float) -> float:
    work()  # warm
    done, started = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds:
        done += work()
    return done / elapsed


def _read(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.jpg"))[:40]]


def _draw() -> list[bytes]:
    generator = np.random.default_rng(1)
    pictures = []
    for _ in range(40):
        coarse = generator.integers(0, 256, (12, 18, 3), dtype=np.uint8)
        smooth = Image.fromarray(coarse).resize((600, 400), Image.Resampling.BICUBIC)
        grain = generator.normal(0, 6, (400, 600, 3))  # photos are not smooth, and cost more
        buffer = io.BytesIO()
        noisy = np.clip(np.asarray(smooth) + grain, 0, 255).astype(np.uint8)
        Image.fromarray(noisy).save(buffer, "JPEG", quality=85)
        pictures.append(buffer.getvalue())
    return pictures


if __name__ == "__main__":
    main()
