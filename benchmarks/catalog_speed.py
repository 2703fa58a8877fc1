"""How fast the library is with many photos: ``python benchmarks/catalog_speed.py [photos]``.

Everything is measured through `Library`, as the window uses it, in a temporary folder.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from phototagger.core.library import FoundPhoto, Library
from phototagger.core.photo import Fingerprint, PhotoId, TaggingState
from phototagger.core.review import Decision, TagDecision
from phototagger.core.tags import KeywordSet, TagOrigin, TagSuggestion

TAGS_PER_PHOTO = 12
WORDS = [f"word{number}" for number in range(2000)]

Result = TypeVar("Result")


def main() -> None:
    """Print one line per operation."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{count:,} photos, {TAGS_PER_PHOTO} suggestions each")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalog.sqlite"
        library = Library.open(file)
        measure("add all, in batches of 200", lambda: add(library, count))
        ids = library.ids()
        measure("store suggestions of all", lambda: suggest(library, ids))
        measure("store keywords of all", lambda: read(library, ids))
        library.close()
        print(f"{'size of the catalog':34}{file.stat().st_size / 1e6:10.1f} MB")
        library = measure("open", lambda: Library.open(file))
        measure("ids", library.ids)
        measure("ids of one state", lambda: library.ids_in(tagging=[TaggingState.UNTAGGED]))
        window = ids[count // 2 : count // 2 + 60]
        measure("window of 60 photos", lambda: library.photos(window))
        measure("the same, remembered", lambda: library.photos(window))
        measure("reviews of 60 photos", lambda: library.reviews(window))
        measure("reviews of 1,000 photos", lambda: library.reviews(ids[:1000]))
        measure("save 1 decision", lambda: accept(library, ids[:1]))
        measure("save decisions of 1,000 photos", lambda: accept(library, ids[:1000]))
        measure("counts", library.counts)
        measure("completion of one letter", lambda: library.known_tags("w", 12))
        measure("close", library.close)


def add(library: Library, count: int) -> None:
    """Add photos as a scan finds them."""
    found = [
        FoundPhoto(Path(f"/photos/{number // 500:04}/IMG_{number}.JPG"), Fingerprint(number, 1))
        for number in range(count)
    ]
    for start in range(0, count, 200):
        library.add_photos(found[start : start + 200])


def suggest(library: Library, ids: list[PhotoId]) -> None:
    """Store an answer for each photo."""
    chance = random.Random(1)
    for photo_id in ids:
        names = chance.sample(WORDS, TAGS_PER_PHOTO)
        library.save_suggestions(photo_id, [TagSuggestion(name, 0.5) for name in names], "model")


def read(library: Library, ids: list[PhotoId]) -> None:
    """Store three keywords for each photo."""
    for number, photo_id in enumerate(ids):
        words = KeywordSet(tuple(WORDS[(number + step) % len(WORDS)] for step in range(3)))
        library.set_file_keywords(photo_id, words, Fingerprint(number, 1), b"key%d" % number)


def accept(library: Library, ids: list[PhotoId]) -> None:
    """Accept three words on each photo."""
    decisions = tuple(
        TagDecision(name, Decision.ACCEPTED, TagOrigin.SERVICE, 0.5) for name in WORDS[:3]
    )
    library.save_decisions(dict.fromkeys(ids, decisions))


def measure(what: str, work: Callable[[], Result]) -> Result:
    """Run *work* once and print its time."""
    start = time.perf_counter()
    result = work()
    print(f"{what:34}{(time.perf_counter() - start) * 1000:10.1f} ms")
    return result


if __name__ == "__main__":
    main()
