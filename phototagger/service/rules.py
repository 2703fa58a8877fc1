"""The rules of a bundle: from one probability per tag to the tags that are reported.

Rules are data (``rules`` in ``bundle.json``), since each model has its own habits. They decide
which tags are reported and in which order, and never make a tag more probable than the model says.
Answers are sorted by probability, so a rule that puts a tag further down lowers what is reported
for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from phototagger.core.models.manifest import Malformed, Section
from phototagger.service.arrays import Floats, Positions

_REQUIRED = ("min_probability", "max_tags", "at_least_tags", "simple_min_probability")
_OPTIONAL = ("parents", "first_rows", "specific_first")
_MAX_TAGS = 1000

Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FirstRows:
    """What holds for the tags that are seen first.

    Attributes:
        count: how many tags these are.
        min_probability: a tag among them needs so much; else the list ends there. A photo about
            which the model is unsure gets few tags rather than guesses in the first rows.
        one_of: groups of tags that say nearly the same: only the most probable of a group is among
            the first, the others come after them.
    """

    count: int
    min_probability: float
    one_of: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class SpecificFirst:
    """Pairs of a specific and a general tag: the specific one first when the model is sure of both.

    Attributes:
        min_probability: sure from here on.
        pairs: positions of the specific and the general tag.
    """

    min_probability: float
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What becomes of probabilities.

    Attributes:
        min_probability: lowest probability worth reporting; a label may have its own.
        max_tags: most tags per photo.
        at_least_tags: so many of the best are given even when they are below their thresholds,
            with their honest low probability.
        simple_min_probability: lowest probability in the API's ``simple`` mode.
        raises_parents: a tag makes its parents at least as probable as itself.
        first_rows: rules for the tags seen first, if there are any.
        specific_first: rules for the order, if there are any.
    """

    min_probability: float
    max_tags: int
    at_least_tags: int
    simple_min_probability: float
    raises_parents: bool = True
    first_rows: FirstRows | None = None
    specific_first: SpecificFirst | None = None


def read_rules(top: Section, positions: Mapping[str, int]) -> Rules:
    """Read the rules of a bundle.

    Args:
        top: ``bundle.json``.
        positions: where each tag that is switched on stands; pairs and groups with others are
            left out.

    Raises:
        Malformed: a key is missing, unknown or wrong; the text says which.
    """
    section = top.section("rules", _REQUIRED, _OPTIONAL)
    first_rows = specific_first = None
    if "first_rows" in section:
        inside = section.section("first_rows", ("count", "min_probability"), ("one_of",))
        first_rows = FirstRows(
            count=inside.whole("count", 1, _MAX_TAGS),
            min_probability=inside.number("min_probability", 0, 1),
            one_of=(
                _groups(inside, "rules.first_rows.one_of", positions) if "one_of" in inside else ()
            ),
        )
    if "specific_first" in section:
        inside = section.section("specific_first", ("min_probability", "pairs"))
        groups = _groups(inside, "rules.specific_first.pairs", positions)
        if any(len(group) != 2 for group in groups):
            raise Malformed("“rules.specific_first.pairs” must be lists of two tags")
        specific_first = SpecificFirst(
            min_probability=inside.number("min_probability", 0, 1),
            pairs=tuple((group[0], group[1]) for group in groups),
        )
    return Rules(
        min_probability=section.number("min_probability", 0, 1),
        max_tags=section.whole("max_tags", 1, _MAX_TAGS),
        at_least_tags=section.whole("at_least_tags", 0, _MAX_TAGS),
        simple_min_probability=section.number("simple_min_probability", 0, 1),
        raises_parents=section.choice("parents", ("max", "none"), "max") == "max",
        first_rows=first_rows,
        specific_first=specific_first,
    )


def _groups(section: Section, place: str, positions: Mapping[str, int]) -> tuple[Group, ...]:
    value = section.raw(place.rpartition(".")[2])
    is_list = isinstance(value, list) and all(
        isinstance(group, list) and len(group) > 1 and all(isinstance(tag, str) for tag in group)
        for group in value
    )
    if not isinstance(value, list) or not is_list:
        raise Malformed(f"“{place}” must be a list of lists of tags")
    if any(len(set(group)) != len(group) for group in value):
        raise Malformed(f"“{place}” must not name a tag twice")
    return tuple(
        tuple(positions[tag] for tag in group)
        for group in value
        if all(tag in positions for tag in group)
    )


class Ranking:
    """The rules at work for the tags of one model.

    Args:
        parents: positions of the tags that each tag implies.
        thresholds: lowest probability worth reporting, per tag.
        rules: what to apply.
    """

    def __init__(
        self, parents: Sequence[Sequence[int]], thresholds: Sequence[float], rules: Rules
    ) -> None:
        self._parents = parents
        self._thresholds = np.array(thresholds, np.float32)
        self._rules = rules
        depths = _depths(parents)
        # Specific words win ties: where "dog" made "animal" as probable as itself, "dog" is first.
        self._children_first = sorted(range(len(depths)), key=lambda index: -depths[index])
        self._places = np.argsort(self._children_first)

    def raise_parents(self, probabilities: Floats) -> None:
        """Make each tag's parents at least as probable as the tag, in place; N × tags."""
        if not self._rules.raises_parents:
            return
        for index in self._children_first:
            for parent in self._parents[index]:
                own, raised = probabilities[:, index], probabilities[:, parent]
                np.maximum(raised, own, out=raised)

    def select(self, row: Floats) -> list[tuple[int, float]]:
        """Return position and probability of the tags to report, most probable first.

        Args:
            row: one probability per tag, as `raise_parents` left them.
        """
        rules = self._rules
        shown, late = self._reported(row)
        order = self._ranked(shown, late)
        passing = order[row[order] >= self._thresholds[order]]
        if rules.first_rows is not None:
            passing = passing[: _first_rows_end(shown[passing], rules.first_rows)]
        if len(passing) < rules.at_least_tags:
            passing = order[: rules.at_least_tags]
        return [(int(index), float(shown[index])) for index in passing[: rules.max_tags]]

    def _ranked(self, shown: Floats, late: Sequence[int]) -> Positions:
        """Return all tags, most probable first; of equals the *late* ones come last."""
        comes_late = np.zeros(len(shown), bool)
        comes_late[list(late)] = True
        return np.lexsort((self._places, comes_late, -shown))

    def _reported(self, row: Floats) -> tuple[Floats, Sequence[int]]:
        """Return the probabilities to report, and which tags come after the first rows."""
        shown = row.copy()
        first, specific = self._rules.first_rows, self._rules.specific_first
        if specific is not None:
            for child, parent in specific.pairs:
                if min(row[child], row[parent]) >= specific.min_probability:
                    shown[parent] = min(shown[parent], shown[child])
        if first is None or not first.one_of:
            return shown, ()
        late: set[int] = set()
        for group in first.one_of:
            best = max(group, key=lambda index: shown[index])
            late.update(index for index in group if index != best)
        early = [float(shown[index]) for index in range(len(shown)) if index not in late]
        if early:
            last = sorted(early, reverse=True)[min(first.count, len(early)) - 1]
            for index in late:
                shown[index] = min(shown[index], last)
        return shown, tuple(late)


def _first_rows_end(probabilities: Floats, rules: FirstRows) -> int:
    """Return how many tags are given: all, or those before the first that is too improbable."""
    low = np.flatnonzero(probabilities[: rules.count] < rules.min_probability)
    return int(low[0]) if len(low) else len(probabilities)


def _depths(parents: Sequence[Sequence[int]]) -> list[int]:
    """Return how many generations of parents each tag has; a loop of parents stops counting."""
    depths = [0] * len(parents)
    for _ in parents:
        deeper = [1 + max((depths[p] for p in own), default=-1) for own in parents]
        if deeper == depths:
            break
        depths = deeper
    return depths
