"""The process that learns: reads a job, fits, replaces the file of learned words, ends.

It runs below everything else (nice), holds itself to a limit of memory and time, and ends at once
when its standard input closes, which is how the program that started it stops it, also by dying.
The old result stands until the new one is whole.

    python -m phototagger.core.learning.child JOB_FILE

Prints one line of JSON: ``{"words": 12}``, or ``{"words": 0, "reason": …}`` when there was too
little to learn from.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from phototagger.child_process import limit_memory
from phototagger.core.learning import job_file, learned_file
from phototagger.core.learning._space import Floats, shipped_space
from phototagger.core.learning.feature_cache import FeatureCache
from phototagger.core.learning.train import train
from phototagger.core.learning.values import Example

MAX_PHOTOS = 20_000
"""More photos are thinned out: every word keeps its examples, the others stand for all."""

MAX_EXAMPLES_PER_WORD = 400
MAX_MEMORY_BYTES = 4 * 1024**3
MAX_SECONDS = 300
_NICE = 15


def main(arguments: Sequence[str]) -> int:
    """Learn; returns the exit code."""
    _hold_back()
    try:
        job = job_file.read(Path(arguments[0]))
    except (OSError, ValueError, IndexError):
        return 2
    found = _with_features(_thinned(job.examples), job.features_file)
    if found is None:
        print(json.dumps({"words": 0, "reason": "no features"}))
        return 0
    examples, features, feature_space = found
    space = shipped_space(job.background_file, feature_space)
    learned = train(examples, features, feature_space, space, time.time(), job.skip)
    if learned is None:
        print(json.dumps({"words": 0, "reason": "too few photos"}))
        return 0
    try:
        job.result_file.parent.mkdir(parents=True, exist_ok=True)
        learned_file.save(learned, job.result_file, job.labels, job.silent)
    except OSError as error:
        print(json.dumps({"error": error.strerror or "the disk refused"}))
        return 1
    print(json.dumps({"words": len(learned.words)}))
    return 0


def _thinned(examples: Sequence[Example]) -> list[Example]:
    if len(examples) <= MAX_PHOTOS:
        return list(examples)
    kept: set[int] = set()
    seen: Counter[str] = Counter()
    for number, example in enumerate(examples):
        if any(seen[word] < MAX_EXAMPLES_PER_WORD for word in example.keywords):
            kept.add(number)
            seen.update(example.keywords)
    rest = [number for number in range(len(examples)) if number not in kept]
    missing = max(0, MAX_PHOTOS - len(kept))
    kept.update(rest[:: max(1, len(rest) // max(1, missing))][:missing])
    return [examples[number] for number in sorted(kept)[:MAX_PHOTOS]]


def _with_features(
    examples: Sequence[Example], file: Path
) -> tuple[list[Example], Floats, str] | None:
    """Return the examples whose features are there, of the model that made most of them."""
    cache = FeatureCache(file, 1024)
    feature_space = cache.fullest_space()
    if not feature_space:
        return None
    stored = cache.get([example.key for example in examples], feature_space)
    found = [example for example in examples if example.key in stored]
    if not found:
        return None
    sizes = Counter(len(stored[example.key]) for example in found)
    size = sizes.most_common(1)[0][0]
    found = [example for example in found if len(stored[example.key]) == size]
    rows = np.frombuffer(b"".join(stored[e.key] for e in found), "<f2").reshape(len(found), -1)
    features = rows.astype(np.float32)
    whole = np.flatnonzero(np.isfinite(features).all(axis=1))
    kept = [found[row] for row in whole]
    return (kept, features[whole], feature_space) if kept else None


def _hold_back() -> None:
    """Give way to everything else, and end when too much is used or nobody waits any more."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_NICE)
    limit_memory(MAX_MEMORY_BYTES)
    faulthandler.dump_traceback_later(MAX_SECONDS, exit=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    while sys.stdin.buffer.read(1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
