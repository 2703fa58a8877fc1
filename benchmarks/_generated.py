"""Makes libraries of any size: a catalog as a long use leaves it, and small real photos for it.

The catalog is filled through the program's own tables, many rows at a time; what is in it is
made up by a fixed seed, so that two runs measure the same.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from phototagger.core._catalog_schema import TAG_COUNTS
from phototagger.core.library import FoundPhoto, Library
from phototagger.core.photo import Fingerprint
from phototagger.core.settings import AppPaths

PHOTOS_PER_FOLDER = 500
SUGGESTIONS = 12
KEYWORDS = 3
WORDS = 2000
_BATCH = 2000
_FIRST_DAY_NS = 1_600_000_000 * 10**9
_DIFFERENT_PHOTOS = 24


def make_photos(folder: Path, count: int) -> None:
    """Make *count* photo files: a few different small ones, the rest hard links to them.

    Args:
        folder: gets a sub-folder for each 500 photos.
        count: number of files.
    """
    originals = []
    chance = random.Random(5)
    (folder / "0000").mkdir(parents=True)
    for number in range(min(count, _DIFFERENT_PHOTOS)):
        pixels = bytes(chance.randrange(256) for _ in range(6 * 4 * 3))
        photo = Image.frombytes("RGB", (6, 4), pixels).resize((480, 320), Image.Resampling.BICUBIC)
        path = path_of(folder, number)
        photo.save(path, quality=85)
        originals.append(path)
    for number in range(len(originals), count):
        path = path_of(folder, number)
        if number % PHOTOS_PER_FOLDER == 0:
            path.parent.mkdir(exist_ok=True)
        os.link(originals[number % len(originals)], path)


def path_of(folder: Path, number: int) -> Path:
    """Return where photo *number* lies."""
    return folder / f"{number // PHOTOS_PER_FOLDER:04}" / f"IMG_{number:07}.JPG"


def make_catalog(paths: AppPaths, folder: Path, count: int, *, files: int) -> None:
    """Make the catalog of a library whose photos were tagged and partly reviewed.

    Args:
        paths: the home whose catalog is made.
        folder: the opened folder.
        count: number of photos.
        files: so many of them are there; they were looked into as they are.
    """
    library = Library.open(paths.catalog_file)
    library.add_root(folder)
    for start in range(0, count, _BATCH):
        batch = range(start, min(count, start + _BATCH))
        library.files.take(
            [_found(path_of(folder, number), number, is_real=number < files) for number in batch]
        )
    with library._catalog.file.transaction() as writer:
        _fill(writer, count)
    library.close()


def _found(path: Path, number: int, *, is_real: bool) -> FoundPhoto:
    if is_real:
        status = path.stat()
        return FoundPhoto(path, Fingerprint(status.st_size, status.st_mtime_ns))
    chance = random.Random(number)
    moment_ns = _FIRST_DAY_NS + chance.randrange(10**17)
    return FoundPhoto(path, Fingerprint(chance.randrange(2_000_000, 12_000_000), moment_ns))


def _fill(writer: sqlite3.Connection, count: int) -> None:
    chance = random.Random(1)
    writer.executemany(
        "INSERT INTO words (id, name, folded) VALUES (?1, ?2, ?2)",
        ((number + 1, word(number)) for number in range(WORDS)),
    )
    writer.executemany(
        "INSERT INTO suggestions (photo_id, position, word_id, probability) VALUES (?, ?, ?, ?)",
        _suggestions(count, chance),
    )
    writer.executemany("INSERT INTO keywords VALUES (?, ?, ?)", _keywords(count, chance))
    writer.executemany(
        "INSERT INTO decisions SELECT photo_id, position, word_id, ?, 'service', probability"
        " FROM suggestions WHERE photo_id = ? AND position IN (0, 2)",
        (("accepted" if number % 8 else "rejected", number + 1) for number in range(0, count, 4)),
    )
    writer.execute(
        "UPDATE photos SET is_unread = 0, content_key = randomblob(24), model = 'embedded/1',"
        " taken_s = mtime_ns / 1000000000 - id % 1000,"
        " tagging = CASE WHEN id % 5 THEN 'tagged' ELSE 'untagged' END,"
        " saving = CASE WHEN id % 4 = 1 THEN 'unsaved' ELSE 'saved' END,"
        f" {TAG_COUNTS}"
    )


def word(number: int) -> str:
    """Return a made-up word; low numbers are the frequent ones."""
    syllables = ("ba", "ko", "li", "ru", "se", "ta", "mo", "ne", "pi", "du")
    return "".join(syllables[int(digit)] for digit in f"{number:04}")


def _suggestions(count: int, chance: random.Random) -> Iterator[tuple[int, int, int, float]]:
    for photo_id in range(1, count + 1):
        if photo_id % 5 == 0:
            continue
        words = {int(WORDS * chance.random() ** 2) for _ in range(SUGGESTIONS)}
        for position, number in enumerate(words):
            yield (
                photo_id,
                position,
                number + 1,
                round(1.0 - (position + chance.random()) / 12.5, 4),
            )


def _keywords(count: int, chance: random.Random) -> Iterator[tuple[int, int, int]]:
    for photo_id in range(1, count + 1):
        words = {int(WORDS * chance.random() ** 2) for _ in range(photo_id % (KEYWORDS + 1))}
        for position, number in enumerate(words):
            yield photo_id, position, number + 1
