"""Renaming, merging and deleting a word on all photos: what becomes of one review, of the words.

Pure functions; nothing is applied here. Of two decisions about words that become one, the better
wins: accepted, then rejected, then none. A keyword that is in the file is rejected under its old
name, so that the next write takes it out; the file stays as it is until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from phototagger.core.review import Decision, Decisions, Review, ReviewChange, TagDecision, TagState
from phototagger.core.tags import TagOrigin
from phototagger.core.vocabulary import Vocabulary, VocabularyChange, Word, changed

_KEYWORD = (TagState.OWN, TagState.ACCEPTED, TagState.IN_FILE)


@dataclass(frozen=True, slots=True)
class WordsChange:
    """One gesture over words and all the photos that have them.

    Attributes:
        label: short text for the undo menu.
        reviews: decisions before and after, of the photos that change.
        vocabulary: entries before and after.
    """

    label: str
    reviews: ReviewChange
    vocabulary: VocabularyChange

    def reversed(self) -> WordsChange:
        """Return the change that takes this one back."""
        return WordsChange(self.label, self.reviews.reversed(), self.vocabulary.reversed())


@dataclass(frozen=True, slots=True)
class Everywhere:
    """What shall become of words on all photos.

    Attributes:
        label: short text for the undo menu.
        names: the words; each goes.
        into: the word that takes their place, "" for none.
        keeps_synonym: the words become synonyms of *into*, or, without it, are never suggested
            again: what the service says in future is treated as what it said so far.
    """

    label: str
    names: tuple[str, ...]
    into: str = ""
    keeps_synonym: bool = False

    def edit(self, review: Review) -> Review:
        """Return a review after the gesture."""
        for name in self.names:
            review = renamed(review, name, self.into) if self.into else deleted(review, name)
        return review

    def entries(self, vocabulary: Vocabulary) -> VocabularyChange:
        """Return what the gesture changes in the vocabulary."""
        entries = dict(vocabulary.words)
        for name in self.names:
            if self.into:
                _move_entry(entries, name, self.into, keeps_synonym=self.keeps_synonym)
            else:
                _drop_entry(entries, name, is_never_suggested=self.keeps_synonym)
        touched = [n for n in {**vocabulary.words, **entries} if _differs(n, vocabulary, entries)]
        words = [entries.get(name, Word(name)) for name in touched]
        return changed(vocabulary, words, self.label)


def rename(old: str, new: str, *, keeps_synonym: bool) -> Everywhere:
    """Give a word another name everywhere."""
    return Everywhere(f"rename “{old}” to “{new}” everywhere", (old,), new, keeps_synonym)


def merge(names: Sequence[str], into: str, *, keeps_synonym: bool) -> Everywhere:
    """Make several words one everywhere."""
    gone = tuple(name for name in names if name != into)
    what = f"“{gone[0]}”" if len(gone) == 1 else f"{len(gone)} words"
    return Everywhere(f"merge {what} into “{into}”", gone, into, keeps_synonym)


def delete(names: Sequence[str], *, is_never_suggested: bool) -> Everywhere:
    """Take words off all photos and out of the vocabulary."""
    what = f"“{names[0]}”" if len(names) == 1 else f"{len(names)} words"
    return Everywhere(f"delete {what} everywhere", tuple(names), "", is_never_suggested)


def renamed(review: Review, old: str, new: str) -> Review:
    """Return a review in which *new* stands where *old* stood.

    Probability and origin of the better decision go along, for statistics.
    """
    if old == new:
        return review
    mine, other = review.decision(old), review.decision(new)
    is_in_file = old in review.in_file
    is_rejected = mine is not None and mine.decision is Decision.REJECTED
    if mine is None and not is_in_file:
        return review
    if is_in_file and not is_rejected:
        moved = TagDecision(new, Decision.ACCEPTED, *_provenance(mine))
    else:
        assert mine is not None  # either the file holds it, or something was decided
        moved = replace(mine, name=new)
    kept = _better(moved, other, is_in_file=new in review.in_file)
    left = TagDecision(old, Decision.REJECTED, *_provenance(mine)) if is_in_file else None
    place = mine if other is None or kept is moved else other
    return replace(
        review,
        decisions=_placed(review.decisions, (old, new), place, kept, left),
        order=tuple(dict.fromkeys(new if name == old else name for name in review.order)),
    )


def deleted(review: Review, name: str) -> Review:
    """Return a review without *name* as a keyword: rejected, or gone where the user typed it."""
    state = next((row.state for row in review.rows() if row.name == name), None)
    if state not in _KEYWORD:
        return review
    is_typed = state is TagState.OWN and name not in review.in_file
    return review.decide(name, None if is_typed else Decision.REJECTED)


def _provenance(entry: TagDecision | None) -> tuple[TagOrigin, float]:
    return (TagOrigin.USER, 0.0) if entry is None else (entry.origin, entry.probability)


def _better(
    moved: TagDecision, other: TagDecision | None, *, is_in_file: bool
) -> TagDecision | None:
    """Return the decision about the word that two became."""
    if other is None:
        # Nobody said anything against the other word, which the file holds.
        return None if is_in_file and moved.decision is Decision.REJECTED else moved
    if other.decision is moved.decision or other.decision is Decision.ACCEPTED:
        return other
    return moved if moved.decision is Decision.ACCEPTED else other


def _placed(
    decisions: Decisions,
    names: tuple[str, str],
    place: TagDecision | None,
    kept: TagDecision | None,
    left: TagDecision | None,
) -> Decisions:
    """Return decisions with *kept* at the place of one of the two, and *left* at the end."""
    rest: list[TagDecision | None] = [
        kept if entry is place else entry
        for entry in decisions
        if entry is place or entry.name not in names
    ]
    if place is None:
        rest.append(kept)
    return tuple(entry for entry in (*rest, left) if entry is not None)


def _differs(name: str, vocabulary: Vocabulary, entries: Mapping[str, Word]) -> bool:
    return vocabulary.words.get(name) != entries.get(name)


def _move_entry(entries: dict[str, Word], old: str, new: str, *, keeps_synonym: bool) -> None:
    """Let what is said about *old* be said about *new*, its children stand below *new*."""
    source, target = entries.pop(old, Word(old)), entries.get(new)
    more = (old,) if keeps_synonym else ()
    if target is None:
        target = replace(source, name=new)
        if target.parent == new:
            target = replace(target, parent=entries.get(new, Word(new)).parent)
    else:
        target = _joined(target, source)
    synonyms = _unique((*target.synonyms, *more), but=(new,) if keeps_synonym else (new, old))
    parent = "" if target.parent in (new, old) else target.parent
    said = replace(target, parent=parent, synonyms=synonyms)
    _reparent(entries, old, new)
    if said.parent and _stands_below(entries, said.parent, new):
        said = replace(said, parent="")
    entries[new] = said.kept() if source != Word(old) or target.is_kept else said


def _joined(target: Word, source: Word) -> Word:
    """Return what two entries say together; where both say something, the target's counts."""
    above = source.parent if target.parent in ("", source.name) else target.parent
    return replace(
        target,
        parent=above,
        synonyms=(*target.synonyms, *source.synonyms),
        translations={**source.translations, **target.translations},
        # A word that must not leave the catalog must not leave it under another name either.
        is_private=target.is_private or source.is_private,
        show_from=source.show_from if target.show_from is None else target.show_from,
        accept_from=source.accept_from if target.accept_from is None else target.accept_from,
    )


def _drop_entry(entries: dict[str, Word], name: str, *, is_never_suggested: bool) -> None:
    """Forget what is said about a word; what stood below it moves up."""
    parent = entries.pop(name, Word(name)).parent
    _reparent(entries, name, parent)
    if is_never_suggested:
        entries[name] = Word(name, is_never_suggested=True)


def _reparent(entries: dict[str, Word], old: str, new: str) -> None:
    for child in [word for word in entries.values() if word.parent == old]:
        parent = new if child.name != new else ""
        entries[child.name] = replace(child, parent=parent).kept()


def _stands_below(entries: Mapping[str, Word], name: str, above: str) -> bool:
    return name == above or above in Vocabulary(entries).parents(name)


def _unique(names: Iterable[str], but: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name not in but)
