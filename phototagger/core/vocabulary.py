"""The user's words: what each means, what it stands below, and how it is suggested and written.

Values only; nothing here knows a file, a catalog or a service. A word is a clean tag name
(`tags.clean_name`). A vocabulary holds entries for words about which something was said; every
other word is as `Word(name)` says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Word:
    """What the user said about one word.

    Attributes:
        name: clean tag name.
        parent: the word it stands below, "" at the top of the tree.
        synonyms: other words that mean it; what is typed or suggested as one of them becomes it.
        translations: the word in other languages, by language code ("en", "cs").
        is_private: it stays in the catalog: never written into a file, never exported.
        is_never_suggested: suggestions of it are hidden.
        show_from: its suggestions are shown from this probability on, 0…1, whatever the global
            threshold says; None follows the global one.
        accept_from: its suggestions are accepted by themselves from this probability on, 0…1;
            None follows the global rule.
        is_kept: the user put it among the words; it stays there though nothing else is said
            about it and no photo has it. False wherever something else is said.
    """

    name: str
    parent: str = ""
    synonyms: tuple[str, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)
    is_private: bool = False
    is_never_suggested: bool = False
    show_from: float | None = None
    accept_from: float | None = None
    is_kept: bool = False

    @property
    def is_plain(self) -> bool:
        """True when nothing is said about it, so that it need not be kept."""
        return self == Word(self.name)

    def kept(self) -> Word:
        """Return the word so that it stays in the vocabulary, whatever else is said about it."""
        said = replace(self, is_kept=False)
        return replace(said, is_kept=said.is_plain)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words about which something was said.

    Attributes:
        words: entries by name.
    """

    words: Mapping[str, Word] = field(default_factory=dict)
    _main_words: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out which word each synonym means: it is asked for every suggestion."""
        object.__setattr__(self, "_main_words", _main_words(self.words))

    def main_word(self, name: str) -> str:
        """Return the word that *name* is a synonym of, over several steps; itself where none is.

        Words that are synonyms of each other in a circle all are the first of them in order.
        """
        seen = [name]
        while (means := self._main_words.get(seen[-1])) is not None:
            if means in seen:
                return min(seen[seen.index(means) :])
            seen.append(means)
        return seen[-1]

    def word(self, name: str) -> Word:
        """Return what is said about a word."""
        return self.words.get(name) or Word(name)

    def parents(self, name: str) -> tuple[str, ...]:
        """Return the words above a word, the nearest first; a circle ends where it closes."""
        above: list[str] = []
        parent = self.word(name).parent
        while parent and parent != name and parent not in above:
            above.append(parent)
            parent = self.word(parent).parent
        return tuple(above)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What of the user's words leaves the catalog, into files and exports.

    Attributes:
        private: words that never do.
        above: the words that go along with a word, the nearest parent first, by the word.
    """

    private: frozenset[str] = frozenset()
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_parents(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the words that leave where *names* are wanted: those first, then their parents."""
        told = [name for name in names if name not in self.private]
        return tuple(dict.fromkeys((*told, *(up for n in told for up in self.above.get(n, ())))))

    def paths(
        self, names: Iterable[str], without: Collection[str] = ()
    ) -> tuple[tuple[str, ...], ...]:
        """Return the whole path of each word that has one, from the top word down.

        Args:
            names: the words.
            without: words that no path shall hold.
        """
        return tuple(
            (*(up for up in reversed(self.above[name]) if up not in without), name)
            for name in names
            if name in self.above and name not in without
        )


EVERYTHING = Outgoing()
"""All words leave, each for itself."""


def outgoing(vocabulary: Vocabulary, *, with_parents: bool) -> Outgoing:
    """Return what a vocabulary lets out; private parents stay, those above them go along."""
    private = frozenset(name for name, word in vocabulary.words.items() if word.is_private)
    if not with_parents:
        return Outgoing(private)
    above = {
        name: tuple(up for up in vocabulary.parents(name) if up not in private)
        for name, word in vocabulary.words.items()
        if word.parent and name not in private
    }
    return Outgoing(private, {name: names for name, names in above.items() if names})


def _main_words(words: Mapping[str, Word]) -> dict[str, str]:
    """Return the word each synonym means; of two that claim it, the first in order has it."""
    return {
        synonym: name
        for name in sorted(words, reverse=True)
        for synonym in words[name].synonyms
        if synonym != name
    }


@dataclass(frozen=True, slots=True)
class VocabularyChange:
    """One gesture: entries before and after, None where there is no entry.

    Attributes:
        label: short text for the undo menu.
        before: entries before the gesture.
        after: entries after it, of the same words.
    """

    label: str
    before: Mapping[str, Word | None]
    after: Mapping[str, Word | None]

    def reversed(self) -> VocabularyChange:
        """Return the change that takes this one back."""
        return VocabularyChange(self.label, self.after, self.before)


def changed(vocabulary: Vocabulary, words: Iterable[Word], label: str) -> VocabularyChange:
    """Return the gesture that says *words* anew; a plain one loses its entry."""
    after = {word.name: None if word.is_plain else word for word in words}
    before = {name: vocabulary.words.get(name) for name in after}
    differs = [name for name in after if after[name] != before[name]]
    return VocabularyChange(
        label, {name: before[name] for name in differs}, {name: after[name] for name in differs}
    )
