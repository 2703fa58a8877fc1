"""How much of the network's own speed is left when the program uses it.

    python benchmarks/engine_speed.py [--photos FOLDER] [--rounds 7] [--model FOLDER]

Prints records/s, best and median of several rounds (in a round everything is measured once, so that
what else the machine does falls on all of it):

    raw        onnxruntime with its own settings on ready arrays, at the batch size where it is
               fastest; everything else is given as a share of it
    session    the same with the program's settings, which leave the cores alone between photos
    predict    pictures to tags: scaling, network, classes, heads, rules; the same batch size
    heads      kept features to tags: what a photo costs that was seen before
    whole      JPEG bytes to tags: decoding on all cores, then predict

and the processor time of session, predict and heads, which other work on the machine disturbs less;
then start time and memory of a fresh process that predicts. Without a folder, drawn pictures of
600 x 400 pixels are used. Nothing here is HTTP; for that see service_speed.py.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import onnxruntime
from PIL import Image

from phototagger.resource_files import resource_path
from phototagger.service.arrays import Pixels
from phototagger.service.bundle import Bundle, load_bundle
from phototagger.service.decode import decode
from phototagger.service.network import network_input
from phototagger.service.predict import Predictor

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
BATCHES = (1, 2, 4, 8, 10, 16)
ROUND_S = 1.0

START = """
import time
started = time.perf_counter()
import resource, sys
from pathlib import Path
import numpy as np
from phototagger.service.bundle import load_bundle
from phototagger.service.predict import Predictor
imported = time.perf_counter()
predictor = Predictor(load_bundle(Path(sys.argv[1])))
loaded = time.perf_counter()
width, height = predictor.picture_size
pictures = list(np.random.default_rng(1).integers(0, 256, (10, height, width, 3), np.uint8))
predictor.predict(pictures[:1])
first = time.perf_counter()
predictor.predict(pictures)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(imported - started, loaded - imported, first - loaded, peak)
"""


def main() -> None:
    """Measure every layer and print one line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--photos", type=Path, help="folder of JPEG files, at most 600 px")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--model", type=Path, default=resource_path("model"))
    options = parser.parse_args()
    jpegs = _read(options.photos) if options.photos else _draw()
    bundle = load_bundle(options.model)
    predictor = Predictor(bundle)
    raw = _raw_session(bundle)
    pictures = _decoded(predictor, jpegs[:16])
    batch = max(BATCHES, key=lambda size: _raw_rate(raw, bundle, pictures[:size], 0.6))
    print(f"{CORES} cores, {predictor.name}, raw onnxruntime is fastest with batches of {batch}")
    rates: dict[str, list[float]] = defaultdict(list)
    for _ in range(options.rounds):
        for name, rate in _measure(predictor, raw, bundle, pictures[:batch], jpegs).items():
            rates[name].append(rate)
    for name, found in rates.items():
        shares = [one / base for one, base in zip(found, rates["raw"], strict=True)]
        best = max(found) / max(rates["raw"])
        print(
            f"{name:8s} best {max(found):8.1f} records/s   median {median(found):8.1f}   "
            f"of raw: {best:6.3f} best, {median(shares):6.3f} median"
        )
    _print_costs(predictor, bundle, pictures[:batch])
    _print_start(options.model)


def _print_costs(predictor: Predictor, bundle: Bundle, pictures: Sequence[Pixels]) -> None:
    """Print processor milliseconds a record, the least of many runs."""
    planes, features = network_input(pictures, bundle.network), predictor.features(pictures)
    work: dict[str, Callable[[], int]] = {
        "session": lambda: len(predictor.run_network(planes)),
        "predict": lambda: len(predictor.predict(pictures)),
        "heads": lambda: _tagged(predictor, features),
    }
    least = dict.fromkeys(work, float("inf"))
    for _ in range(12):
        for name, run in work.items():
            started = time.process_time()
            run()
            least[name] = min(least[name], time.process_time() - started)
    told = ", ".join(f"{name} {1000 * cost / len(pictures):.2f}" for name, cost in least.items())
    print(f"processor ms a record: {told}; predict is {least['session'] / least['predict']:.3f}")


def _measure(
    predictor: Predictor,
    raw: onnxruntime.InferenceSession,
    bundle: Bundle,
    pictures: Sequence[Pixels],
    jpegs: Sequence[bytes],
) -> dict[str, float]:
    planes = network_input(pictures, bundle.network)
    features = predictor.features(pictures)
    size = len(pictures)

    def whole(pool: ThreadPoolExecutor) -> int:
        """Decode the next batch while this one is predicted."""
        width, height = predictor.picture_size
        waiting = [pool.submit(decode, data, (width, height), predictor.fit) for data in jpegs]
        for start in range(0, len(waiting), size):
            decoded = [
                np.frombuffer(one.result().rgb, np.uint8).reshape(height, width, 3)
                for one in waiting[start : start + size]
            ]
            predictor.predict(decoded)
        return len(jpegs)

    with ThreadPoolExecutor(CORES) as pool:
        return {
            "raw": _raw_rate(raw, bundle, pictures, ROUND_S),
            "session": _rate(lambda: len(predictor.run_network(planes)), ROUND_S),
            "predict": _rate(lambda: len(predictor.predict(pictures)), ROUND_S),
            "heads": _rate(lambda: _tagged(predictor, features), ROUND_S),
            "whole": _rate(lambda: whole(pool), 2 * ROUND_S),
        }


def _tagged(predictor: Predictor, features: npt.NDArray[np.float32]) -> int:
    return len([predictor.select(seen.probabilities, "en") for seen in predictor.recall(features)])


def _raw_session(bundle: Bundle) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = CORES
    return onnxruntime.InferenceSession(bundle.network.onnx, options)


def _raw_rate(
    session: onnxruntime.InferenceSession,
    bundle: Bundle,
    pictures: Sequence[Pixels],
    seconds: float,
) -> float:
    planes = network_input(pictures, bundle.network)
    name = bundle.network.input_name
    return _rate(lambda: len(session.run(None, {name: planes})[0]), seconds)


def _rate(work: Callable[[], int], seconds: float) -> float:
    """Return records per second of *work*, which returns how many it did."""
    work()
    done, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < seconds:
        done += work()
    return done / spent


def _decoded(predictor: Predictor, jpegs: Sequence[bytes]) -> list[Pixels]:
    width, height = predictor.picture_size
    return [
        np.frombuffer(decode(data, (width, height), predictor.fit).rgb, np.uint8).reshape(
            height, width, 3
        )
        for data in jpegs
    ]


def _read(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.jpg"))[:80]]


def _draw() -> list[bytes]:
    """Return JPEGs of soft colours with some grain."""
    rng = np.random.default_rng(1)
    found = []
    for _ in range(40):
        coarse = rng.integers(0, 256, (12, 18, 3), np.uint8)
        soft = np.asarray(Image.fromarray(coarse).resize((600, 400), Image.Resampling.BICUBIC))
        grain = rng.normal(0, 6, soft.shape)
        picture = np.clip(soft + grain, 0, 255).astype(np.uint8)
        stream = io.BytesIO()
        Image.fromarray(picture).save(stream, "JPEG", quality=88)
        found.append(stream.getvalue())
    return found


def _print_start(model: Path) -> None:
    command = [sys.executable, "-c", START, str(model)]
    runs = []
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append([float(value) for value in done.stdout.split()])
    imports, load, first, peak = (min(values) for values in zip(*runs, strict=True))
    print(
        f"start    {imports:.2f} s imports, {load:.2f} s load and check, "
        f"{first:.3f} s first photo; {peak:.0f} MB at most"
    )


if __name__ == "__main__":
    main()
