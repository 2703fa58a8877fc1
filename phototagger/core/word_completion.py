"""What a word that is being typed may become: known words, and those it is a synonym of.

An index over what the vocabulary says is made once; a key press costs two searches in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from phototagger.core.natural_order import fold
from phototagger.core.vocabulary import Vocabulary

_BEYOND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class KnownWord:
    """One word to complete with.

    Attributes:
        text: what begins as was typed: the word, a synonym of it, or a translation.
        name: the word that is meant.
        photos: photos that have it as a keyword, at most `MOST_PHOTOS`.
    """

    text: str
    name: str
    photos: int = 0


MOST_PHOTOS = 1_000
"""Counting stops here: nobody chooses a word by more, and a key press may wait for it."""


class WordIndex:
    """Finds synonyms and translations by their beginning.

    Args:
        vocabulary: what the user said about words.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        entries = [
            (fold(text), text, vocabulary.main_word(name))
            for name, word in vocabulary.words.items()
            for text in (name, *word.synonyms, *word.translations.values())
        ]
        self._entries = sorted(set(entries))

    def starting_with(self, prefix: str, limit: int) -> list[KnownWord]:
        """Return what begins with *prefix*, case and accents ignored."""
        wanted = fold(prefix)
        start = bisect_left(self._entries, (wanted,))
        end = bisect_left(self._entries, (wanted + _BEYOND,))
        return [KnownWord(text, name) for _, text, name in self._entries[start:end][:limit]]


def complete_word(
    prefix: str,
    index: WordIndex,
    known_tags: Callable[[str, int], Sequence[str]],
    photos: Callable[[Sequence[str]], Mapping[str, int]],
    limit: int = 12,
) -> list[KnownWord]:
    """Return words for what is typed, each text once: those on most photos first.

    Args:
        prefix: what is typed.
        index: of the vocabulary.
        known_tags: returns words that begin so, the most used first, at most so many.
        photos: counts the photos of words.
        limit: the most to return.
    """
    main_word = index.vocabulary.main_word
    found = {name: KnownWord(name, main_word(name)) for name in known_tags(prefix, limit)}
    for entry in index.starting_with(prefix, limit):
        found.setdefault(entry.text, entry)
    counts = photos([entry.name for entry in found.values()])
    counted = [KnownWord(e.text, e.name, counts.get(e.name, 0)) for e in found.values()]
    # Words before synonyms of the same count; otherwise the order of those that gave them.
    counted.sort(key=lambda entry: (-entry.photos, entry.text != entry.name))
    return counted[:limit]
