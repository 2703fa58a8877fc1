"""Pictures in, tags out. Knows no HTTP; the only home of onnxruntime.

The network turns a picture into features, and everything else comes from the features alone: a
second small network gives the classes of the first, the head turns both into one calibrated
probability per tag; a tag makes its parents at least as probable as itself; thresholds decide what
is worth reporting. So whoever kept the features of a picture needs no picture to tag it again.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from phototagger.core.errors import ServiceUnavailable
from phototagger.core.tags import TagSuggestion
from phototagger.service.bundle import LANGUAGES, Bundle, Floats, Label, LinearHead, Network, Pixels
from phototagger.service.decode import squash

_MAX_THREADS = 4
"""More threads than this give a network of this size nothing."""

# The runtime's exceptions have no base of their own.
_LOAD_FAILURES = (
    runtime.Fail,
    runtime.InvalidArgument,
    runtime.InvalidGraph,
    runtime.InvalidProtobuf,
    runtime.NotImplemented,
    runtime.RuntimeException,
)

_ODDS_FLOOR = 1e-4
_ODDS_LIMIT = 7.0
_ODDS_OFFSET = 3.5
_MAX_LOGIT = 60.0
_MAX_FEATURE = float(np.finfo(np.float16).max)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model makes of one picture.

    Attributes:
        probabilities: one per label.
        features: what they were made of, at the precision of float16.
    """

    probabilities: Floats
    features: Floats


class Predictor:
    """A loaded model. Thread: one at a time; the caller serialises.

    Args:
        bundle: the model.

    Raises:
        ServiceUnavailable: the runtime cannot load the network.
    """

    languages = LANGUAGES

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._session = _open_session(bundle.network.onnx)
        classifier = bundle.network.classifier
        self._classifier = None if classifier is None else _open_session(classifier.onnx)
        depths = _depths(bundle.labels)
        self._children_first = sorted(range(len(depths)), key=lambda index: -depths[index])
        # Specific words win ties: where "dog" made "animal" as probable as itself, "dog" is first.
        self._tie_order = np.array(self._children_first)
        self._thresholds = np.array([label.threshold for label in bundle.labels], np.float32)

    @property
    def name(self) -> str:
        """Which model this is."""
        return self._bundle.name

    @property
    def network(self) -> Network:
        """The network and what it wants to see."""
        return self._bundle.network

    @property
    def picture_size(self) -> tuple[int, int]:
        """Width and height the network wants; pictures of this size are taken as they are."""
        return self._bundle.network.size

    @property
    def simple_min_probability(self) -> float:
        """Lowest probability of tags in the API's ``simple`` mode."""
        return self._bundle.rules.simple_min_probability

    def predict(self, pictures: Sequence[Pixels], lang: str = "en") -> list[list[TagSuggestion]]:
        """Return the tags of each picture, most probable first.

        Args:
            pictures: height × width × 3, RGB, any size.
            lang: one of `languages`.
        """
        if not pictures:
            return []
        return [self.select(row, lang) for row in self.probabilities(pictures)]

    @property
    def feature_space(self) -> str:
        """Equal for two models exactly when they make the same features of a picture."""
        return self._bundle.network.feature_space

    @property
    def feature_count(self) -> int:
        """How many features a picture has."""
        return len(self._bundle.head.mean)

    def see(self, pictures: Sequence[Pixels]) -> list[Seen]:
        """Return what the model makes of pictures."""
        return self.recall(self.features(pictures))

    def recall(self, features: Floats) -> list[Seen]:
        """Return the same for pictures whose features were kept, N × `feature_count`."""
        rows = self.probabilities_of(features)
        return [Seen(row, own) for row, own in zip(rows, features, strict=True)]

    def features(self, pictures: Sequence[Pixels]) -> Floats:
        """Return the features of each picture, N × `feature_count`.

        They have the precision of float16, in which they are kept: so a picture and its kept
        features give the same tags.
        """
        found = self.run_network(network_input(pictures, self._bundle.network))
        rounded: Floats = (
            np.clip(found, -_MAX_FEATURE, _MAX_FEATURE).astype(np.float16).astype(np.float32)
        )
        return rounded

    def probabilities(self, pictures: Sequence[Pixels]) -> Floats:
        """Return the probability of every label for each picture, N × labels."""
        return self.probabilities_of(self.features(pictures))

    def probabilities_of(self, features: Floats) -> Floats:
        """Return the probability of every label for each row of features, N × labels."""
        result = head_probabilities(features, self._logits(features), self._bundle.head)
        for index in self._children_first:
            for parent in self._bundle.labels[index].parents:
                np.maximum(result[:, parent], result[:, index], out=result[:, parent])
        return result

    def run_network(self, planes: Floats) -> Floats:
        """Return the features of what `network_input` made."""
        network = self._bundle.network
        features: Floats = self._session.run([network.features], {network.input_name: planes})[0]
        return features

    def _logits(self, features: Floats) -> Floats | None:
        classifier = self._bundle.network.classifier
        if classifier is None or self._classifier is None:
            return None
        logits: Floats = self._classifier.run(
            [classifier.output_name], {classifier.input_name: features}
        )[0]
        return logits

    def deviation(self) -> float:
        """Return how far this machine is from the results of the bundle's maker, at most."""
        examples = self._bundle.examples
        found = self.probabilities(list(examples.pictures))
        return float(np.abs(found - examples.expected).max())

    def select(self, probabilities: Floats, lang: str) -> list[TagSuggestion]:
        """Return the tags worth reporting, most probable first, from one row of probabilities."""
        rules = self._bundle.rules
        ranked = self._tie_order[np.argsort(-probabilities[self._tie_order], kind="stable")]
        passing = [i for i in ranked if probabilities[i] >= self._thresholds[i]]
        if len(passing) < rules.at_least_tags:
            passing = list(ranked[: rules.at_least_tags])
        return [
            TagSuggestion(self._bundle.labels[i].names[lang], round(float(probabilities[i]), 6))
            for i in passing[: rules.max_tags]
        ]


def head_probabilities(features: Floats, logits: Floats | None, head: LinearHead) -> Floats:
    """Return calibrated probabilities, N × tags, before parents are raised.

    Args:
        features: N × features.
        logits: N × classes of the network; None when it has none.
        head: what to apply.
    """
    z = _product((features - head.mean) / head.std, head.weight) + head.bias
    if logits is not None:
        z += head.class_weight * (_log_odds(logits, head.classes) + _ODDS_OFFSET)
    z = np.clip(head.scale * z + head.shift, -_MAX_LOGIT, _MAX_LOGIT)
    probabilities: Floats = (1 / (1 + np.exp(-z))).astype(np.float32)
    return probabilities


def _log_odds(logits: Floats, classes: Floats) -> Floats:
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    in_classes = _product(shares, classes)
    odds = np.log((in_classes + _ODDS_FLOOR) / np.maximum(1 - in_classes + _ODDS_FLOOR, 1e-9))
    clipped: Floats = np.clip(odds, -_ODDS_LIMIT, _ODDS_LIMIT)
    return clipped


def network_input(pictures: Sequence[Pixels], network: Network) -> Floats:
    """Return N × 3 × height × width, scaled as the network wants it."""
    width, height = network.size
    planes = np.empty((len(pictures), 3, height, width), np.float32)
    for plane, picture in zip(planes, pictures, strict=True):
        plane[:] = _at_size(picture, network.size).transpose(2, 0, 1)
    planes -= np.array(network.mean, np.float32)[:, None, None]
    planes /= np.array(network.std, np.float32)[:, None, None]
    return planes


def _at_size(picture: Pixels, size: tuple[int, int]) -> Pixels:
    height, width = picture.shape[:2]
    if (width, height) == size:
        return picture
    squashed = squash(picture.tobytes(), (width, height), size)
    return np.frombuffer(squashed, np.uint8).reshape(size[1], size[0], 3)


def _product(left: Floats, right: Floats) -> Floats:
    # Not ``@``: the threads of numpy's BLAS go on spinning after it and take a core from the next
    # network pass. Measured with batches of ten on two cores: 59 ms with it, 37 ms without.
    product: Floats = np.einsum("nk,kt->nt", left, right)
    return product


def _open_session(onnx: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(_MAX_THREADS, os.cpu_count() or 1)
    # Spinning threads would burn the cores that the window needs, between two photos.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
    except _LOAD_FAILURES as error:
        raise ServiceUnavailable(
            "The tagging model cannot be loaded on this machine; install PhotoTagger again.",
            detail=str(error),
        ) from error


def _depths(labels: Sequence[Label]) -> list[int]:
    """Return how many generations of parents each label has; a loop of parents stops counting."""
    depths = [0] * len(labels)
    for _ in labels:
        deeper = [1 + max((depths[p] for p in label.parents), default=-1) for label in labels]
        if deeper == depths:
            break
        depths = deeper
    return depths
