"""What the program hands to the process that learns: examples and where things lie, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phototagger.core.learning.values import Example


@dataclass(frozen=True, slots=True)
class LearningJob:
    """One training.

    Attributes:
        examples: what the user said about each photo, each key once.
        skip: words that are not learned.
        silent: words that are learned and not suggested.
        labels: labels in the library now; kept with the result.
        features_file: the feature cache.
        background_file: statistics of photos in general.
        result_file: where the result goes.
    """

    examples: tuple[Example, ...]
    skip: frozenset[str]
    silent: frozenset[str]
    labels: int
    features_file: Path
    background_file: Path
    result_file: Path


def write(job: LearningJob, file: Path) -> None:
    """Write a job.

    Raises:
        OSError: the disk refused.
    """
    report = {
        "skip": sorted(job.skip),
        "silent": sorted(job.silent),
        "labels": job.labels,
        "features_file": str(job.features_file),
        "background_file": str(job.background_file),
        "result_file": str(job.result_file),
        "examples": [_row(example) for example in job.examples],
    }
    file.write_text(json.dumps(report), "utf-8", errors="surrogateescape")


def read(file: Path) -> LearningJob:
    """Read a job.

    Raises:
        OSError: it is not there.
        ValueError: it is no job.
    """
    report: Mapping[str, Any] = json.loads(file.read_text("utf-8", errors="surrogateescape"))
    try:
        return LearningJob(
            tuple(_example(row) for row in report["examples"]),
            frozenset(report["skip"]),
            frozenset(report["silent"]),
            int(report["labels"]),
            Path(report["features_file"]),
            Path(report["background_file"]),
            Path(report["result_file"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no learning job: {error!r}") from error


def merged(examples: Iterable[Example]) -> tuple[Example, ...]:
    """Return one example per picture: copies of a file are one example, not two."""
    found: dict[bytes, Example] = {}
    for example in examples:
        known = found.get(example.key)
        found[example.key] = example if known is None else _both(known, example)
    return tuple(found.values())


def _both(one: Example, other: Example) -> Example:
    keywords = tuple(dict.fromkeys((*one.keywords, *other.keywords)))
    rejected = dict.fromkeys((*one.rejected, *other.rejected))
    return Example(
        one.key,
        keywords,
        tuple(word for word in rejected if word not in keywords),
        one.is_reviewed or other.is_reviewed,
        {**(one.judged or {}), **(other.judged or {})},
    )


def _row(example: Example) -> list[object]:
    return [
        example.key.hex(),
        example.keywords,
        example.rejected,
        int(example.is_reviewed),
        dict(example.judged or {}),
    ]


def _example(row: list[Any]) -> Example:
    key, keywords, rejected, is_reviewed, judged = row
    return Example(
        bytes.fromhex(key),
        tuple(keywords),
        tuple(rejected),
        bool(is_reviewed),
        {word: (float(given), bool(accepted)) for word, (given, accepted) in judged.items()},
    )
