"""What tagging and learning share: the features of photos, and what was learned from the user.

The tagging worker asks it for kept features before it decodes a photo, and hands it every answer
to be corrected and completed by learned words. NumPy is loaded by the first answer there is
something to add to, on the worker's thread.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from phototagger.core.content_key import content_key
from phototagger.core.errors import UnreadablePhoto
from phototagger.core.learning import report_file
from phototagger.core.learning.feature_cache import FeatureCache
from phototagger.core.learning.values import KEY_BYTES, LearnedSuggestion, Summary
from phototagger.core.tagging import Features
from phototagger.core.tags import TagOrigin, TagSuggestion

if TYPE_CHECKING:
    from phototagger.core.learning.suggest import Suggester

log = logging.getLogger(__name__)

Suggestions = tuple[TagSuggestion, ...]


class WordMemory:
    """Kept features and learned words. Thread: any.

    Args:
        cache: features of photos.
        words_file: what was learned.
    """

    def __init__(self, cache: FeatureCache, words_file: Path) -> None:
        self.cache = cache
        self.words_file = words_file
        self._space = ""
        self._is_on = True
        self._loaded: tuple[Suggester | None, str] | None = None

    def renew(self, *, is_on: bool) -> None:
        """Use the file as it is now, from the next photo on; *is_on* False suggests nothing."""
        self._is_on = is_on
        self._loaded = None

    def summary(self) -> Summary:
        """Return what was learned, in words."""
        found = report_file.unpack(self.words_file)
        return Summary() if found is None else found.summary

    def labels(self) -> int:
        """Return how many labels there were at the last training."""
        found = report_file.unpack(self.words_file)
        return 0 if found is None else found.labels

    # Features

    def recall(self, path: Path, known_key: bytes) -> tuple[bytes, Features | None]:
        """Return a photo's picture key, and its features where they are kept.

        The file is looked at, not decoded: it may hold another picture by now. Where it is away
        (a drive that is not connected) the picture it held counts.

        Args:
            path: the photo.
            known_key: its content key when its file was last read, b"" when it never was.
        """
        try:
            key = content_key(path)
        except UnreadablePhoto:
            key = known_key
        key = key[:KEY_BYTES]
        self._space = self._space or self.cache.main_space()
        found = self.cache.get([key], self._space).get(key) if self._space and key else None
        return key, None if found is None else Features(self._space, found)

    def keep(self, rows: Sequence[tuple[bytes, Features]]) -> None:
        """Keep features that a service gave, with the picture key of each photo."""
        if rows:
            self._space = rows[-1][1].space
            self.cache.put([(key, features.space, features.values) for key, features in rows])

    # Learned words

    def silence(self, names: frozenset[str]) -> None:
        """Keep which words are not suggested.

        Raises:
            OSError: the disk refused.
        """
        report_file.silence(self.words_file, names)
        self._loaded = None

    def forget(self, name: str) -> None:
        """Take one word out of what was learned, for good.

        Raises:
            OSError: the disk refused; the word is still there.
        """
        if not self.words_file.exists():
            return
        from phototagger.core.learning import learned_file  # noqa: PLC0415 - as in `_load`

        learned_file.remove_word(self.words_file, name)
        self._loaded = None

    def is_of_another_model(self) -> bool:
        """True when photos are tagged now by another model than the words were learned with."""
        found = report_file.unpack(self.words_file)
        return found is not None and self._space not in ("", found.feature_space)

    def learned_space(self) -> str:
        """Return the model whose features the learned words are for, "" without any.

        Thread: any but the GUI's; loads the words.
        """
        return self._suggester()[1]

    def complete(self, answers: Sequence[tuple[Suggestions, Features | None]]) -> list[Suggestions]:
        """Return what the service suggested for photos, corrected and with learned words.

        Args:
            answers: suggestions and features of each photo; suggestions may hold learned words
                of an earlier training, which go.
        """
        plain = [as_given(suggestions) for suggestions, _ in answers]
        suggester, space = self._suggester() if self._is_on else (None, "")
        if suggester is None:
            return plain
        usable = [n for n, (_, f) in enumerate(answers) if f is not None and f.space == space]
        rows = [f.values for n in usable if (f := answers[n][1]) is not None]
        learned = dict(zip(usable, suggester.suggest_packed(rows), strict=True)) if rows else {}
        return [
            _blended(suggestions, learned.get(number, ()), suggester)
            for number, suggestions in enumerate(plain)
        ]

    def _suggester(self) -> tuple[Suggester | None, str]:
        loaded = self._loaded
        if loaded is None:
            loaded = self._load()
            self._loaded = loaded
        return loaded

    def _load(self) -> tuple[Suggester | None, str]:
        if not self.words_file.exists():
            return None, ""
        # Here and not above: NumPy must not be loaded by the thread that paints.
        from phototagger.core.learning import learned_file, suggest  # noqa: PLC0415

        learned, found = learned_file.load(self.words_file), report_file.unpack(self.words_file)
        if learned is None or found is None:
            return None, ""
        space = learned.feature_space
        return suggest.Suggester(learned, lambda keys: self.cache.get(keys, space), found.silent), (
            space
        )


def as_given(suggestions: Suggestions) -> Suggestions:
    """Return what the service itself suggested, most probable first."""
    own = [
        TagSuggestion(s.name, s.probability if s.given is None else s.given)
        for s in suggestions
        if s.origin is TagOrigin.SERVICE or s.given is not None
    ]
    return tuple(sorted(own, key=lambda s: -s.probability))


def _blended(
    service: Suggestions, learned: Sequence[LearnedSuggestion], suggester: Suggester
) -> Suggestions:
    """Correct the service's probabilities and add learned words.

    A word both suggest is the service's unless a measured head is surer of it.
    """
    found: dict[str, TagSuggestion] = {}
    for suggestion in service:
        probability = suggester.correct(suggestion.name, suggestion.probability)
        given = None if probability == suggestion.probability else suggestion.probability
        found[suggestion.name] = TagSuggestion(suggestion.name, probability, given=given)
    for word in learned:
        known = found.get(word.name)
        if known is not None and (not word.is_measured or word.probability <= known.probability):
            continue
        before = (
            None if known is None else (known.probability if known.given is None else known.given)
        )
        found[word.name] = TagSuggestion(
            word.name, word.probability, TagOrigin.LEARNED, before, word.evidence
        )
    return tuple(sorted(found.values(), key=lambda s: -s.probability))
