"""Measure photos in general for the learner: the file that ships as its background.

    python tools/build_learning_statistics.py TRAINING_FOLDER [OUTPUT_FILE]

TRAINING_FOLDER holds ``features_<set>.npz`` with ``X`` (float16, photos × features), made by the
network of the shipped model. What is written is the mean and the spread of each feature over all
photos (see ``phototagger/core/learning/_space.py``). The sets named in
`HELD_OUT` take no part, so that ``benchmarks/learning.py`` measures on photos nothing has seen.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from phototagger.core.learning._space import Space
from phototagger.resource_files import resource_path
from phototagger.service.bundle import load_bundle

HELD_OUT = ("caltech", "clothing", "scene15", "daynight", "dev")
ROWS_PER_SET = 1200
SEED = 0


def main() -> None:
    """Measure and write."""
    folder = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else resource_path("learning", "background.npz")
    random = np.random.default_rng(SEED)
    parts = []
    for file in sorted(folder.glob("features_*.npz")):
        if file.stem.removeprefix("features_") in HELD_OUT:
            continue
        rows = np.load(file)["X"]
        chosen = random.permutation(len(rows))[:ROWS_PER_SET]
        parts.append(rows[chosen].astype(np.float32))
        print(f"{file.name}: {len(chosen)} of {len(rows)} rows")
    space = Space.of(np.concatenate(parts))
    network = load_bundle(resource_path("model")).network
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez(target, feature_space=np.array(network.feature_space), **space.arrays())
    print(f"{target.name}: {target.stat().st_size:,} bytes for features {network.feature_space}")


if __name__ == "__main__":
    main()
