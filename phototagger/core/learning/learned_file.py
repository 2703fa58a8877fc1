"""Keeps what was learned in one file of the data folder.

    magic (8 bytes) | SHA-256 of all that follows (32) | length of the report (4) | report | arrays

The report is JSON and says in words what the arrays (a NumPy archive without pickles) hold, so a
window can show the list of words without loading NumPy: see `report_file`. The file is replaced
as a whole; one that does not match its digest counts as absent, and the next training makes it
anew.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from phototagger.core.atomic_file import replace_file
from phototagger.core.learning._space import Space
from phototagger.core.learning.report_file import Unpacked, pack, unpack
from phototagger.core.learning.train import Learned
from phototagger.core.learning.values import KEY_BYTES


def save(learned: Learned, file: Path, labels: int, silent: frozenset[str]) -> None:
    """Replace *file*.

    Args:
        learned: what was learned.
        file: where to keep it; its folder must exist.
        labels: how many labels the library held, to know later how many are new.
        silent: words that are switched off.

    Raises:
        OSError: the disk refused; the old file stands.
    """
    keys = b"".join(key for keys in learned.exemplars for key in keys)
    counts = [len(keys) for keys in learned.exemplars]
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {
        "weights": learned.weights.astype(np.float16),
        "offsets": learned.offsets,
        "verdicts": learned.verdicts,
        "exemplars": np.frombuffer(keys, np.uint8),
        "exemplar_counts": np.array(counts, np.int32),
        "near": learned.near.astype(np.float16),
        "near_word": learned.near_word.astype(np.int32),
        **learned.space.arrays(),
    }
    np.savez(buffer, **arrays)
    content = Unpacked(learned.feature_space, labels, silent, learned.summary, buffer.getvalue())
    replace_file(file, pack(content))


def load(file: Path) -> Learned | None:
    """Return what *file* holds, None when there is none or it is damaged."""
    found = unpack(file)
    if found is None:
        return None
    try:
        with np.load(io.BytesIO(found.arrays), allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        space = Space.from_arrays(held)
        raw = held["exemplars"].astype(np.uint8).tobytes()
        keys = iter([raw[at : at + KEY_BYTES] for at in range(0, len(raw), KEY_BYTES)])
        exemplars = tuple(
            tuple(next(keys) for _ in range(int(count))) for count in held["exemplar_counts"]
        )
        learned = Learned(
            found.feature_space,
            space,
            found.summary.words,
            held["weights"].astype(np.float32),
            held["offsets"].astype(np.float32),
            held["verdicts"].astype(np.float32),
            exemplars,
            held["near"].astype(np.float32),
            held["near_word"].astype(np.intp),
            found.summary.corrections,
            found.summary,
        )
    except (OSError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile):
        return None
    return learned if _fits(learned) else None


def remove_word(file: Path, name: str) -> None:
    """Replace *file* by one without a word: no weight, example or count of it is left.

    Raises:
        OSError: the disk refused; the old file stands.
    """
    learned, found = load(file), unpack(file)
    if learned is None or found is None:
        return
    kept = [number for number, word in enumerate(learned.words) if word.name != name]
    number_of = np.full(max(len(learned.words), 1), -1)
    number_of[kept] = np.arange(len(kept))
    words = tuple(learned.words[number] for number in kept)
    corrections = tuple(c for c in learned.corrections if c.name != name)
    stays = number_of[learned.near_word] >= 0 if len(learned.near_word) else np.zeros(0, bool)
    rest = replace(
        learned,
        words=words,
        weights=learned.weights[:, kept],
        offsets=learned.offsets[kept],
        verdicts=learned.verdicts[:, kept],
        exemplars=tuple(learned.exemplars[number] for number in kept),
        near=learned.near[stays],
        near_word=number_of[learned.near_word[stays]],
        corrections=corrections,
        summary=replace(learned.summary, words=words, corrections=corrections),
    )
    save(rest, file, found.labels, found.silent)


def _fits(learned: Learned) -> bool:
    words, size = len(learned.words), learned.space.size
    return (
        learned.weights.shape == (size, words)
        and learned.offsets.shape == (words,)
        and learned.verdicts.shape == (4, words)
        and len(learned.exemplars) == words
        and learned.near.shape == (len(learned.near_word), size)
        and bool(np.all((learned.near_word >= 0) & (learned.near_word < max(words, 1))))
    )
