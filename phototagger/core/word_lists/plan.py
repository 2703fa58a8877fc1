"""What a list of words would change in the vocabulary, before anything does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from phototagger.core.vocabulary import Vocabulary, VocabularyChange, Word, changed


@dataclass(frozen=True, slots=True)
class SaidWord:
    """One word as a file says it; None where the file says nothing.

    Attributes:
        line: where, from 1.
        name: clean tag name.
        parent: the word above it, "" for none.
        synonyms: all its synonyms.
        more_synonyms: synonyms beside those it has already.
        translations: by language; "" takes one away, others stay.
        is_private: as of `Word`.
        is_never_suggested: as of `Word`.
        show_from: a threshold 0…1; a tuple, empty for none.
        accept_from: the same.
    """

    line: int
    name: str
    parent: str | None = None
    synonyms: tuple[str, ...] | None = None
    more_synonyms: tuple[str, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)
    is_private: bool | None = None
    is_never_suggested: bool | None = None
    show_from: tuple[float, ...] | None = None
    accept_from: tuple[float, ...] | None = None

    def word(self, known: Word) -> Word:
        """Return *known* with what the file says about it."""
        synonyms = known.synonyms if self.synonyms is None else self.synonyms
        translations = {**known.translations, **self.translations}
        return replace(
            known,
            parent=known.parent if self.parent is None else self.parent,
            synonyms=tuple(
                name
                for name in dict.fromkeys((*synonyms, *self.more_synonyms))
                if name not in ("", self.name)
            ),
            translations={language: text for language, text in translations.items() if text},
            is_private=known.is_private if self.is_private is None else self.is_private,
            is_never_suggested=(
                known.is_never_suggested
                if self.is_never_suggested is None
                else self.is_never_suggested
            ),
            show_from=_threshold(known.show_from, self.show_from),
            accept_from=_threshold(known.accept_from, self.accept_from),
        ).kept()


@dataclass(frozen=True, slots=True)
class WordList:
    """A file of words.

    Attributes:
        words: what it says, in its order, each word once.
        problems: one sentence for each line that cannot be used as it is.
    """

    words: tuple[SaidWord, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a list of words would change.

    Attributes:
        new: words the vocabulary does not have yet.
        changed: words it has, before and after.
        same_count: words that are as the file says.
        problems: one sentence for each line that is not taken as it stands.
        change: does it all.
    """

    new: tuple[Word, ...]
    changed: tuple[tuple[Word, Word], ...]
    same_count: int
    problems: tuple[str, ...]
    change: VocabularyChange


def plan_import(found: WordList, vocabulary: Vocabulary, name: str) -> ImportPlan:
    """Compare a list with the vocabulary.

    A parent that would stand below its own child, and a synonym that is a word of its own or means
    another word already, are problems; the rest of their line is taken.

    Args:
        found: the list.
        vocabulary: the words as they are.
        name: of the file, for the undo menu.
    """
    problems = list(found.problems)
    after = dict(vocabulary.words)
    for said in found.words:
        after[said.name] = said.word(after.get(said.name, Word(said.name)))
    _free_synonyms(after, found.words, vocabulary, problems)
    for said in found.words:
        word = after[said.name]
        if said.name in Vocabulary(_chain(after, said.name)).parents(word.parent) or (
            word.parent == said.name
        ):
            problems.append(
                f"Line {said.line}: “{said.name}” would stand below itself; its parent is left out."
            )
            after[said.name] = replace(word, parent="").kept()
    words = [after[said.name] for said in found.words]
    new = tuple(word for word in words if word.name not in vocabulary.words)
    pairs = [(vocabulary.words[w.name], w) for w in words if w.name in vocabulary.words]
    differs = tuple(pair for pair in pairs if pair[0] != pair[1])
    change = changed(vocabulary, (*new, *(word for _, word in differs)), f"import {name}")
    return ImportPlan(new, differs, len(pairs) - len(differs), tuple(problems), change)


def _chain(words: Mapping[str, Word], name: str) -> dict[str, Word]:
    """Return a word and those above it: a vocabulary of these is made for every word."""
    chain: dict[str, Word] = {}
    while name in words and name not in chain:
        chain[name] = words[name]
        name = words[name].parent
    return chain


def _free_synonyms(
    after: dict[str, Word],
    said: Iterable[SaidWord],
    vocabulary: Vocabulary,
    problems: list[str],
) -> None:
    """Take away synonyms that mean something else already."""
    owners: dict[str, str] = {}
    for word in vocabulary.words.values():
        owners |= dict.fromkeys(word.synonyms, word.name)
    for entry in said:
        word = after[entry.name]
        known = vocabulary.words.get(entry.name, Word(entry.name)).synonyms
        taken = []
        for synonym in word.synonyms:
            owner = owners.setdefault(synonym, entry.name)
            if synonym in after and synonym not in known:
                reason = "is a word of its own"
            elif owner != entry.name:
                reason = f"means “{owner}” already"
            else:
                continue
            taken.append(synonym)
            problems.append(
                f"Line {entry.line}: the synonym “{synonym}” of “{entry.name}” {reason};"
                " it is left out."
            )
        if taken:
            kept = tuple(name for name in word.synonyms if name not in taken)
            after[entry.name] = replace(word, synonyms=kept).kept()


def _threshold(known: float | None, said: tuple[float, ...] | None) -> float | None:
    if said is None:
        return known
    return said[0] if said else None
