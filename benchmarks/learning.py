"""Measure what the program learns from few examples, and how long that takes.

    python benchmarks/learning.py [TRAINING_FOLDER]

Learning curves: words that the built-in vocabulary lacks, each with 5, 20 or 100 examples, in a
library of mixed photos; precision and recall on photos nobody has seen, beside the nearest
neighbour in the same features with a threshold found in the same way. The photos of these words
took no part in the statistics that ship with the program. Then the time for 10,000 photos with
300 words; then tagging photos, and tagging them again from kept features. TRAINING_FOLDER (default
``../shared/training``) holds ``features_<set>.npz``, and ``photos/demo`` beside it holds photos;
without them these parts are left out.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt

from phototagger.app import build
from phototagger.cli.headless import Headless
from phototagger.core.learning._judge import judge
from phototagger.core.learning._space import Floats, Space
from phototagger.core.learning.suggest import Suggester
from phototagger.core.learning.train import train
from phototagger.core.learning.values import Example, Footing
from phototagger.core.settings import AppPaths
from phototagger.resource_files import resource_path

Rows = npt.NDArray[np.intp]


def _words(text: str) -> list[str]:
    return text.split()


HELD_OUT_WORDS = {
    "caltech": _words(
        "Leopards ketch bonsai chandelier hawksbill helicopter scorpion ibis llama minaret "
        "starfish lotus sunflower revolver kangaroo buddha cougar_face soccer_ball crab crayfish "
        "pyramid dragonfly ferry flamingo sea_horse dalmatian windsor_chair euphonium wheelchair"
    ),
    "clothing": _words("t-shirt pants longsleeve shorts outwear skirt"),
    "scene15": _words("industrial opencountry insidecity suburb"),
}
"""Classes of these sets that are no tags of the built-in vocabulary."""

OTHER_SETS = ("f8k", "feedme", "houses", "imagenet", "sun", "vocanimal", "caltech", "clothing")
LIBRARY_OTHERS, UNSEEN_OTHERS = 3000, 4000
EXAMPLES = (2, 5, 20, 100)
LEAST_UNSEEN = 10
DRAWS = 5


@dataclass
class Pool:
    """Photos with the class each belongs to."""

    features: Floats
    word: npt.NDArray[np.str_]


def load(folder: Path) -> Pool:
    """Read the held-out words, and other photos under the word ""."""
    features, words = [], []
    for name in sorted({*HELD_OUT_WORDS, *OTHER_SETS}):
        with np.load(folder / f"features_{name}.npz") as data:
            features.append(data["X"].astype(np.float32))
            classes = [PurePosixPath(str(path)).parent.name for path in data["path"]]
        if name == "scene15":
            classes = [text.lower() for text in classes]
        kept = HELD_OUT_WORDS.get(name, [])
        words += [text if text in kept else "" for text in classes]
    return Pool(np.concatenate(features), np.array(words))


def curves(pool: Pool, space: Space, count: int) -> None:
    """Print one line of the learning curve for each method."""
    totals: dict[str, list[tuple[float, float, int, int]]] = defaultdict(list)
    silent = asked = 0
    for draw in range(DRAWS):
        random = np.random.default_rng(draw)
        own, library, test = _split(pool, count, random)
        names = list(own)
        examples = [
            Example(key=row.to_bytes(16, "big"), keywords=(word or "other",), is_reviewed=True)
            for row, word in zip(library.tolist(), pool.word[library].tolist(), strict=True)
        ]
        learned = train(examples, pool.features[library], "", space, 0.0)
        assert learned is not None
        suggester = Suggester(learned, lambda keys: {})
        found = suggester.suggest(pool.features[test])
        suggested = [{s.name for s in words} for words in found]
        truth = pool.word[test]
        by_neighbour = _neighbours(pool, own, library, test)
        silent += sum(word.footing is Footing.UNSURE for word in learned.words)
        asked += len(names)
        for name in names:
            is_it = truth == name
            said = np.array([name in words for words in suggested])
            totals["learned"].append(_counts(said, is_it))
            totals["nearest"].append(_counts(by_neighbour[name], is_it))
    for method, rows in totals.items():
        right = sum(row[2] for row in rows)
        shown = sum(row[3] for row in rows)
        spoke = [row for row in rows if row[3]]
        precision = float(np.mean([row[0] for row in spoke])) if spoke else 0.0
        recall = float(np.mean([row[1] for row in rows]))
        print(
            f"{count:4d}  {method:8s} {len(rows) // DRAWS:3d} words  precision {precision:.3f} "
            f"(all suggestions: {right / max(shown, 1):.3f})  recall {recall:.3f}  "
            f"silent words {len(rows) - len(spoke)} of {len(rows)}"
        )


def _split(
    pool: Pool, count: int, random: np.random.Generator
) -> tuple[dict[str, Rows], Rows, Rows]:
    own, unseen = {}, {}
    for name in sorted(set(pool.word.tolist()) - {""}):
        rows = random.permutation(np.flatnonzero(pool.word == name))
        if len(rows) >= count + LEAST_UNSEEN:
            own[name], unseen[name] = rows[:count], rows[count:]
    others = random.permutation(np.flatnonzero(pool.word == ""))
    library = np.concatenate([*own.values(), others[:LIBRARY_OTHERS]])
    test = np.concatenate(
        [*unseen.values(), others[LIBRARY_OTHERS : LIBRARY_OTHERS + UNSEEN_OTHERS]]
    )
    return own, library, test


def _neighbours(
    pool: Pool, own: dict[str, Rows], library: Rows, test: Rows
) -> dict[str, npt.NDArray[np.bool_]]:
    """Suggest by the nearest example in plain features; the threshold is found as for a head."""
    unit = pool.features / np.linalg.norm(pool.features, axis=1, keepdims=True)
    found = {}
    for name, rows in own.items():
        examples = unit[rows]
        among = examples @ examples.T
        np.fill_diagonal(among, -1)
        without = library[pool.word[library] != name]
        verdict = judge(among.max(axis=1), (unit[without] @ examples.T).max(axis=1))
        found[name] = (unit[test] @ examples.T).max(axis=1) >= verdict.threshold
    return found


def _counts(
    said: npt.NDArray[np.bool_], is_it: npt.NDArray[np.bool_]
) -> tuple[float, float, int, int]:
    right, shown = int((said & is_it).sum()), int(said.sum())
    return right / max(shown, 1), right / max(int(is_it.sum()), 1), right, shown


def time_training(photos: int, words: int) -> None:
    """Print how long so many photos with so many words take, features made up."""
    random = np.random.default_rng(0)
    centres = random.standard_normal((words, 1280)).astype(np.float32)
    chosen = [random.choice(words, 8, replace=False) for _ in range(photos)]
    features = np.stack([centres[c].sum(axis=0) * 0.1 for c in chosen]).astype(np.float32)
    features += random.standard_normal(features.shape).astype(np.float32) * 0.4
    features = np.maximum(features + 0.5, 0)
    examples = [
        Example(row.to_bytes(16, "big"), tuple(f"word {w}" for w in sorted(c)), (), True)
        for row, c in enumerate(chosen)
    ]
    begun, used = time.perf_counter(), time.process_time()
    learned = train(examples, features, "", None, 0.0)
    taken, used = time.perf_counter() - begun, time.process_time() - used
    assert learned is not None
    begun = time.perf_counter()
    Suggester(learned, lambda keys: {}).suggest(features[:1000])
    applied = time.perf_counter() - begun
    print(
        f"{photos:,} photos × {words} words: trained in {taken:.1f} s "
        f"({used:.1f} s of processor time), "
        f"{1000 / applied:,.0f} photos/s suggested"
    )


def time_tagging(folder: Path) -> None:
    """Print how fast photos are tagged, and tagged again from kept features."""
    with tempfile.TemporaryDirectory() as home:
        desk = Headless(
            lambda deliver, announce: build(AppPaths.at(Path(home)), deliver, announce),
            lambda event: None,
        )
        session = desk.app.session
        ids = desk.find_photos([folder])
        session.tag(ids[:1])  # the service starts
        desk.finish()
        rates = []
        for chosen in (ids[1:], ids[1:]):
            begun = time.perf_counter()
            session.tag(chosen)
            desk.finish()
            rates.append(len(chosen) / (time.perf_counter() - begun))
        desk.close()
    print(
        f"{len(ids) - 1} photos: tagged at {rates[0]:.1f} photos/s, again at {rates[1]:.1f} "
        f"photos/s ({rates[1] / rates[0]:.1f} times as fast)"
    )


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/training")
    if folder.is_dir():
        with np.load(resource_path("learning", "background.npz")) as arrays:
            space = Space.from_arrays({name: arrays[name] for name in arrays.files})
        pool = load(folder)
        print(f"examples  ({DRAWS} draws, unseen photos of the word and {UNSEEN_OTHERS} others)")
        for count in EXAMPLES:
            curves(pool, space, count)
    else:
        print(f"no features in {folder}: learning curves left out")
    time_training(10_000, 300)
    if (folder.parent / "photos" / "demo").is_dir():
        time_tagging((folder.parent / "photos" / "demo").resolve())


if __name__ == "__main__":
    main()
