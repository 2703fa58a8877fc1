"""The outer form of the file of learned words, and the report in it; needs no NumPy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

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
        summary: what was learned, in words.
        arrays: a NumPy archive.
    """

    feature_space: str
    labels: int
    summary: Summary
    arrays: bytes


def pack(feature_space: str, labels: int, summary: Summary, arrays: bytes) -> bytes:
    """Return the bytes of a file."""
    report = {"feature_space": feature_space, "labels": labels, **asdict(summary)}
    text = json.dumps(report, ensure_ascii=False).encode()
    body = len(text).to_bytes(_LENGTH_BYTES, "big") + text + arrays
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
            str(report["feature_space"]), int(report["labels"]), _summary(report), arrays
        )
    except (ValueError, KeyError, TypeError):
        return None


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
