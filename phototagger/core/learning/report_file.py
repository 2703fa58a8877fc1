"""The outer form of the file of learned words, and the report in it; needs no NumPy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from phototagger.core.atomic_file import replace_file
from phototagger.core.learning.values import Correction, Footing, LearnedWord, Summary

_MAGIC = b"PTWORDS1"
_DIGEST_BYTES = 32
_LENGTH_BYTES = 4
_MAX_FILE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a file of learned words holds.

    Attributes:
        feature_space: the model whose features it is for.
        labels: labels in the library when it was made.
        silent: words the user switched off; here too, for programs without the user's catalog.
        summary: what was learned, in words.
        arrays: a NumPy archive.
    """

    feature_space: str
    labels: int
    silent: frozenset[str]
    summary: Summary
    arrays: bytes


def pack(content: Unpacked) -> bytes:
    """Return the bytes of a file."""
    report = {
        "feature_space": content.feature_space,
        "labels": content.labels,
        "silent": sorted(content.silent),
        **asdict(content.summary),
    }
    text = json.dumps(report, ensure_ascii=False).encode()
    body = len(text).to_bytes(_LENGTH_BYTES, "big") + text + content.arrays
    return _MAGIC + hashlib.sha256(body).digest() + body


def unpack(file: Path) -> Unpacked | None:
    """Read a file; None when there is none, or when it is not whole."""
    try:
        if file.stat().st_size > _MAX_FILE_BYTES:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + _DIGEST_BYTES
    body = data[start:]
    if data[: len(_MAGIC)] != _MAGIC or hashlib.sha256(body).digest() != data[8:start]:
        return None
    length = int.from_bytes(body[:_LENGTH_BYTES], "big")
    text, arrays = body[_LENGTH_BYTES : _LENGTH_BYTES + length], body[_LENGTH_BYTES + length :]
    try:
        report = json.loads(text)
        return Unpacked(
            str(report["feature_space"]),
            int(report["labels"]),
            frozenset(map(str, report["silent"])),
            _summary(report),
            arrays,
        )
    except (ValueError, KeyError, TypeError):
        return None


def silence(file: Path, names: frozenset[str]) -> None:
    """Replace the words that are switched off; without a file there is nothing to do.

    Raises:
        OSError: the disk refused; the old file stands.
    """
    found = unpack(file)
    if found is not None and found.silent != names:
        replace_file(file, pack(replace(found, silent=names)))


def _summary(report: Mapping[str, Any]) -> Summary:
    return Summary(
        float(report["trained_at"]),
        int(report["photos"]),
        int(report["reviewed"]),
        tuple(
            LearnedWord(**{**word, "footing": Footing(word["footing"])}) for word in report["words"]
        ),
        tuple(Correction(**correction) for correction in report["corrections"]),
        float(report["seconds"]),
    )
