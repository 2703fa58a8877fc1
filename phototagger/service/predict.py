"""Pictures in, tags out. Knows no HTTP.

The network turns a picture into features, and everything else comes from the features alone: a
second small network gives the classes of the first, the head turns both into one calibrated
probability per tag, and the bundle's rules decide what is worth reporting. So whoever kept the
features of a picture needs no picture to tag it again. Models whose network gives tags or finds at
once have no features; everything else is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from phototagger.core.errors import ServiceUnavailable
from phototagger.core.tags import TagSuggestion
from phototagger.service.arrays import Floats, Pixels
from phototagger.service.bundle import LANGUAGES, Bundle
from phototagger.service.decode import Fit
from phototagger.service.heads import sigmoid
from phototagger.service.network import Network, Runner, network_input, run_pictures
from phototagger.service.rules import Ranking

_MAX_FEATURE = float(np.finfo(np.float16).max)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model makes of one picture.

    Attributes:
        probabilities: one per label.
        features: what they were made of, at the precision of float16; None where the model has
            none.
    """

    probabilities: Floats
    features: Floats | None


class Predictor:
    """A loaded model. Thread: one at a time; the caller serialises.

    Args:
        bundle: the model.

    Raises:
        ServiceUnavailable: the runtime cannot load the network.
    """

    languages = LANGUAGES

    def __init__(self, bundle: Bundle) -> None:
        network, classifier = bundle.network, bundle.network.classifier
        # The runtime has made its own of the file, which may be large.
        self._bundle = replace(bundle, network=replace(network, onnx=b"", classifier=None))
        self._runner = Runner(network.onnx, network.input_name, network.output_name)
        self._classifier = (
            Runner(classifier.onnx, classifier.input_name, classifier.output_name)
            if classifier is not None
            else None
        )
        self._ranking = Ranking(
            [label.parents for label in bundle.labels],
            [label.threshold for label in bundle.labels],
            bundle.rules,
        )

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
    def fit(self) -> Fit:
        """How a photo becomes a picture of that size."""
        return self._bundle.network.fit

    @property
    def simple_min_probability(self) -> float:
        """Lowest probability of tags in the API's ``simple`` mode."""
        return self._bundle.rules.simple_min_probability

    @property
    def ranking(self) -> Ranking:
        """The rules at work."""
        return self._ranking

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
        return self._bundle.network.feature_space if self._runner.width else ""

    @property
    def feature_count(self) -> int:
        """How many features a picture has; 0 when the model has none."""
        return self._runner.width if self.feature_space else 0

    def see(self, pictures: Sequence[Pixels]) -> list[Seen]:
        """Return what the model makes of pictures."""
        if self._bundle.network.feature_space:
            return self.recall(self.features(pictures))
        return [Seen(row, None) for row in self.probabilities(pictures)]

    def recall(self, features: Floats) -> list[Seen]:
        """Return the same for pictures whose features were kept, N × `feature_count`."""
        rows = self.probabilities_of(features)
        return [Seen(row, own) for row, own in zip(rows, features, strict=True)]

    def features(self, pictures: Sequence[Pixels]) -> Floats:
        """Return the features of each picture, N × `feature_count`.

        They have the precision of float16, in which they are kept: so a picture and its kept
        features give the same tags.
        """
        found = np.nan_to_num(self._look(pictures))
        rounded: Floats = (
            np.clip(found, -_MAX_FEATURE, _MAX_FEATURE).astype(np.float16).astype(np.float32)
        )
        return rounded

    def probabilities(self, pictures: Sequence[Pixels]) -> Floats:
        """Return the probability of every label for each picture, N × labels."""
        if self._bundle.network.feature_space:
            return self.probabilities_of(self.features(pictures))
        return self._judge(self._look(pictures), None)

    def probabilities_of(self, features: Floats) -> Floats:
        """Return the probability of every label for each row of features, N × labels."""
        classifier = self._classifier
        return self._judge(features, None if classifier is None else classifier.run(features))

    def run_network(self, planes: npt.NDArray[np.generic]) -> Floats:
        """Return the network's output for what `network_input` made."""
        return run_pictures(self._runner, planes, self._bundle.network)

    def _look(self, pictures: Sequence[Pixels]) -> Floats:
        return self.run_network(network_input(pictures, self._bundle.network))

    def _judge(self, output: Floats, logits: Floats | None) -> Floats:
        calibration = self._bundle.calibration
        with np.errstate(all="ignore"):  # a network may give values without an end
            odds = self._bundle.head.log_odds(output, logits)
            result = sigmoid(calibration.scale * odds + calibration.shift)
        self._ranking.raise_parents(result)
        return result

    def deviation(self) -> float:
        """Return how far this machine is from the results of the bundle's maker, at most.

        Raises:
            ServiceUnavailable: the model fails, or has no examples.
        """
        examples = self._bundle.examples
        if not len(examples.pictures):
            raise ServiceUnavailable("The tagging model has no examples to check it by.")
        found = self.probabilities(list(examples.pictures))
        return float(np.abs(found - examples.expected).max())

    def select(self, probabilities: Floats, lang: str) -> list[TagSuggestion]:
        """Return the tags worth reporting, most probable first, from one row of probabilities."""
        labels = self._bundle.labels
        return [
            TagSuggestion(labels[index].names[lang], round(probability, 6))
            for index, probability in self._ranking.select(probabilities)
        ]
