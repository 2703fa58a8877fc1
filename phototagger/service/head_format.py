"""Reads the ``head`` of a bundle: one of four kinds; see `heads` for what each does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from phototagger.core.models.files import BundleFiles
from phototagger.core.models.manifest import Malformed, Section
from phototagger.service.arrays import Floats, Positions, as_floats, read_npy, read_npz
from phototagger.service.heads import (
    BOX_LAYOUTS,
    BoxesHead,
    EmbeddingHead,
    Head,
    LinearHead,
    MultilabelHead,
)
from phototagger.service.labels import Row

ROLES = {"linear": "features", "embedding": "features", "multilabel": "scores", "boxes": "boxes"}
"""What a head of each kind starts from."""

_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "linear": (("weights",), ()),
    "embedding": (("text", "scale", "bias"), ()),
    "multilabel": ((), ("activation",)),
    "boxes": (("layout", "iou"), ("activation", "axis")),
}
_LINEAR = frozenset(("mu", "sd", "W", "b"))
_LINEAR_OPTIONS = frozenset(("tags", "classes", "v"))
_BIG = 1e9


def read_head_section(top: Section) -> tuple[str, Section]:
    """Return the kind of the head and the rest of its description.

    Raises:
        Malformed: there is no such kind, or its description has other keys.
    """
    described = top.raw("head")
    kind = described.get("kind") if isinstance(described, dict) else None
    if not isinstance(kind, str) or kind not in _KEYS:
        raise Malformed(f"“head.kind” must be {' or '.join(_KEYS)}")
    required, optional = _KEYS[kind]
    return kind, top.section("head", ("kind", "output", *required), optional)


def read_head(
    kind: str,
    section: Section,
    files: BundleFiles,
    rows: Sequence[Row],
    has_classifier: bool,
) -> Head:
    """Return the head.

    Args:
        kind: of it.
        section: its description.
        files: the bundle's.
        rows: all labels; the head is for those that are switched on.
        has_classifier: the network's own classes are known.

    Raises:
        Malformed: its description or its arrays do not fit.
    """
    columns = np.flatnonzero([row["enabled"] == "1" for row in rows])
    if kind == "linear":
        return _linear(files[section.file("weights")], rows, columns, has_classifier)
    if kind == "embedding":
        return EmbeddingHead(
            text=_unit_columns(read_npy(files[section.file("text")]), len(rows))[:, columns],
            scale=section.number("scale", -_BIG, _BIG),
            bias=section.number("bias", -_BIG, _BIG),
        )
    is_odds = section.choice("activation", ("none", "sigmoid"), "none") == "sigmoid"
    if kind == "multilabel":
        return MultilabelHead(len(rows), columns, is_odds)
    return BoxesHead(
        layout=section.choice("layout", BOX_LAYOUTS),
        width=len(rows),
        columns=columns,
        iou=section.number("iou", 0, 1),
        is_odds=is_odds,
        values_first=section.whole("axis", 1, 2, 1) == 2,
    )


def _linear(
    data: bytes, rows: Sequence[Row], columns: Positions, has_classifier: bool
) -> LinearHead:
    arrays = read_npz(data, _LINEAR, _LINEAR_OPTIONS)
    if "tags" in arrays:
        positions = {str(tag): column for column, tag in enumerate(arrays["tags"])}
        columns = np.array([positions[rows[row]["tag"]] for row in columns])
    mean, std = (as_floats(arrays[name]) for name in ("mu", "sd"))
    weight, bias = as_floats(arrays["W"]), as_floats(arrays["b"])
    classes = as_floats(arrays["classes"]) if "classes" in arrays else None
    class_weight = as_floats(arrays["v"]) if "v" in arrays else np.zeros_like(bias)
    fits = (
        mean.ndim == bias.ndim == 1
        and ("tags" in arrays or len(bias) == len(rows))
        and std.shape == mean.shape
        and weight.shape == (len(mean), len(bias))
        and class_weight.shape == bias.shape
        and (classes is None or (classes.ndim == 2 and classes.shape[1] == len(bias)))
        and bool((std > 0).all())
    )
    if not fits:
        raise Malformed("the arrays of its head do not fit together")
    if class_weight.any() and (classes is None or not has_classifier):
        raise Malformed("its head needs the network's classes, and “model.classifier” is missing")
    return LinearHead(
        mean=mean,
        std=std,
        weight=weight[:, columns],
        bias=bias[columns],
        classes=classes[:, columns] if classes is not None and has_classifier else None,
        class_weight=class_weight[columns],
    )


def _unit_columns(text: Floats, tags: int) -> Floats:
    """Return tags × dimensions as dimensions × tags of length 1."""
    if text.ndim != 2 or len(text) != tags:
        raise Malformed(f"its text embeddings must be an array of {tags} rows, one per tag")
    lengths = np.linalg.norm(text, axis=1)
    if not (lengths > 0).all():
        raise Malformed("a text embedding is zero")
    columns: Floats = np.ascontiguousarray((text / lengths[:, None]).T)
    return columns
