"""The tags of a bundle: ``labels.csv``, a row per output of the head.

Only the column ``tag`` must be there; a tag without a Czech name keeps its English one.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phototagger.core.models.manifest import Malformed
from phototagger.core.tags import clean_name
from phototagger.service.arrays import Floats

_MAX_TAGS = 20_000
_BIG = 1e9
_COLUMNS = ("tag", "cs", "parents", "threshold", "a", "b", "enabled")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """One tag the model knows.

    Attributes:
        names: its name by language.
        parents: positions of the tags it implies.
        threshold: lowest probability worth reporting, 0…1.
    """

    names: dict[str, str]
    parents: tuple[int, ...]
    threshold: float


def read_rows(data: bytes) -> list[Row]:
    """Return the rows of the labels, every column but the numbers filled.

    Raises:
        Malformed: it is no table of tags.
    """
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True)
    columns = reader.fieldnames or []
    if "tag" not in columns or not set(columns) <= set(_COLUMNS):
        raise Malformed(f"its labels must have the column tag, and may have {_COLUMNS[1:]}")
    rows = []
    for found in reader:
        row = {column: found.get(column) or "" for column in _COLUMNS}
        row["cs"] = row["cs"] or row["tag"]
        row["enabled"] = row["enabled"] or "1"
        if not row["tag"] or any(clean_name(row[c]) != row[c] for c in ("tag", "cs")):
            raise Malformed(f"the label “{row['tag'][:50]}” is no clean tag name")
        rows.append(row)
    if len({row["tag"] for row in rows}) != len(rows) or len(rows) > _MAX_TAGS:
        raise Malformed(f"its labels must be at most {_MAX_TAGS} different tags")
    return rows


def read_labels(rows: Sequence[Row], min_probability: float) -> tuple[Label, ...]:
    """Return the tags of the rows that are switched on.

    Raises:
        Malformed: a threshold is no probability.
    """
    positions = {row["tag"]: index for index, row in enumerate(rows)}
    thresholds = read_column(rows, "threshold", min_probability)
    if not ((thresholds >= 0) & (thresholds <= 1)).all():
        raise Malformed("the thresholds of its labels must be from 0 to 1")
    return tuple(
        Label(
            names={"en": row["tag"], "cs": row["cs"]},
            # A parent that is switched off is simply not shown.
            parents=tuple(positions[p] for p in row["parents"].split(";") if p in positions),
            threshold=float(threshold),
        )
        for row, threshold in zip(rows, thresholds, strict=True)
    )


def read_column(rows: Sequence[Row], name: str, default: float) -> Floats:
    """Return a column of numbers.

    Raises:
        Malformed: something in it is no number.
    """
    try:
        values = [float(row[name]) if row[name] else default for row in rows]
    except ValueError as error:
        raise Malformed(f"the column {name} of its labels must hold numbers") from error
    if not all(math.isfinite(value) and abs(value) <= _BIG for value in values):
        raise Malformed(f"the column {name} of its labels must hold numbers")
    return np.array(values, np.float32)
