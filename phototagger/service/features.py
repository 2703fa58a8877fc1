"""Features as records carry them: a private extension of the API, for callers that keep them.

A caller asks with ``"features": true`` beside the records and gets ``_features`` in each good
record (float16, little endian, in base64) and ``_feature_space`` beside them. Later it sends
``_features`` instead of a picture, with the same ``_feature_space``, and nothing is decoded.
Features of another network or another preprocessing mean nothing here, so they are refused.
"""

from __future__ import annotations

import base64
import binascii

import numpy as np

from phototagger.core.errors import PhotoError
from phototagger.core.tagging.wire import STALE_FEATURES
from phototagger.service.arrays import Floats
from phototagger.service.records import Record

_WIRE_TYPE = np.dtype("<f2")


class UnusableFeatures(PhotoError):
    """Kept features cannot be used.

    Attributes:
        code: status of the record; `STALE_FEATURES` tells the caller to send the picture.
    """

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def has_kept_features(record: Record) -> bool:
    """True when the features of a record are its only picture."""
    return "_features" in record and record.get("_base64") is None and "_url" not in record


def kept_features(record: Record, space: object, tagger_space: str, count: int) -> Floats:
    """Return the features that a record carries.

    Args:
        record: as it came.
        space: the caller's ``_feature_space``.
        tagger_space: that of the model; "" when it works on pictures only.
        count: how many features the model has.

    Raises:
        UnusableFeatures: they are not those of this model, or no features at all.
    """
    if not tagger_space:
        raise UnusableFeatures(STALE_FEATURES, "This model needs the picture; send “_base64”.")
    if space != tagger_space:
        raise UnusableFeatures(
            STALE_FEATURES, "The features were made by another model; send “_base64”."
        )
    values = np.frombuffer(_decoded(record["_features"], count), _WIRE_TYPE).astype(np.float32)
    if not np.isfinite(values).all():
        raise UnusableFeatures(400, "The field “_features” holds values that are no numbers.")
    return values


def features_text(features: Floats) -> str:
    """Return features as records carry them."""
    return base64.b64encode(features.astype(_WIRE_TYPE).tobytes()).decode("ascii")


def _decoded(text: object, count: int) -> bytes:
    size = count * _WIRE_TYPE.itemsize
    wrong = f"The field “_features” must hold {count} float16 values in base64."
    if not isinstance(text, str) or len(text) != 4 * -(-size // 3):
        raise UnusableFeatures(400, wrong)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnusableFeatures(400, wrong) from error
    if len(data) != size:
        raise UnusableFeatures(400, wrong)
    return data
