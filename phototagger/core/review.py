"""What the service suggested for one photo and, apart from it, what the user decided.

A re-run replaces suggestions and nothing else: decisions are kept by tag name, so neither an
undo nor a new answer of the service can erase the other. All values are frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from phototagger.core.photo import PhotoId
from phototagger.core.tags import (
    NO_KEYWORDS,
    KeywordChange,
    KeywordSet,
    TagOrigin,
    TagSuggestion,
    clean_text,
    sorted_by,
)


class Decision(StrEnum):
    """What the user decided about a tag of a photo; no entry means pending."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class TagState(StrEnum):
    """The five states of a tag on a photo, as they are shown."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    OWN = "own"
    IN_FILE = "in file"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class TagDecision:
    """One decision of the user.

    Attributes:
        name: clean tag name.
        decision: accepted or rejected.
        origin: SERVICE or LEARNED when it was a suggestion, USER when the user typed it, FILE
            when it was a keyword of the file. Kept because a later re-run may no longer suggest it.
        probability: probability of the suggestion when it was decided, 0…1, else 0.
    """

    name: str
    decision: Decision
    origin: TagOrigin
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag of one photo, ready to be shown.

    Attributes:
        name: tag name.
        state: one of the five states.
        probability: of the suggestion, 0…1; None when the service never suggested it.
        in_file: the file holds it now (a rejected tag that is in the file will be removed).
        is_learned: it is, or was when it was decided, suggested by what was learned.
    """

    name: str
    state: TagState
    probability: float | None
    in_file: bool
    is_learned: bool = False


Decisions = tuple[TagDecision, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Title and description of a photo.

    Attributes:
        title: one line; "" for none, None where nobody said anything.
        description: the same, with lines.
    """

    title: str | None = None
    description: str | None = None


NO_TEXTS = Texts("", "")
"""The texts of a file that has none."""


@dataclass(frozen=True, slots=True)
class Review:
    """Suggestions, decisions and file keywords of one photo.

    Attributes:
        suggestions: last answer of the service and learned words, highest probability first.
        decisions: the user's decisions in the user's order, one per name.
        in_file: keywords the file held when it was last read or written.
        model: who suggested, for example "embedded/lite0-heads-1", "" when nobody did.
        texts: title and description the user decided, None for what was left alone.
        file_texts: those the file held when it was last read or written.
        is_reviewed: the user is done with the photo, whatever is still suggested.
        order: the order the user gave the keywords; words it lacks follow in their own. () for
            the order in which they came.
    """

    suggestions: tuple[TagSuggestion, ...] = ()
    decisions: Decisions = ()
    in_file: KeywordSet = NO_KEYWORDS
    model: str = ""
    texts: Texts = Texts()
    file_texts: Texts = NO_TEXTS
    is_reviewed: bool = False
    order: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title the photo has for the user, "" for none."""
        return (self.file_texts.title if self.texts.title is None else self.texts.title) or ""

    @property
    def description(self) -> str:
        """The description the photo has for the user, "" for none."""
        decided = self.texts.description
        return (self.file_texts.description if decided is None else decided) or ""

    def decision(self, name: str) -> TagDecision | None:
        """Return the decision about *name*, or None while it is pending."""
        return next((entry for entry in self.decisions if entry.name == name), None)

    def wanted_change(self) -> KeywordChange:
        """Return what a write would do.

        Adds the accepted, removes the rejected that are there, puts them in the user's order, and
        sets the texts that differ.
        """
        change = self._without_order()
        unordered = change.apply(self.in_file).names
        ordered = sorted_by(unordered, self.order)
        return replace(change, order=ordered if ordered != unordered else ())

    def _without_order(self) -> KeywordChange:
        accepted = (d.name for d in self.decisions if d.decision is Decision.ACCEPTED)
        rejected = (d.name for d in self.decisions if d.decision is Decision.REJECTED)
        return KeywordChange(
            add=KeywordSet.of(accepted).minus(self.in_file),
            remove=KeywordSet(tuple(name for name in rejected if name in self.in_file)),
            title=None if self.title == self.file_texts.title else self.title,
            description=(
                None if self.description == self.file_texts.description else self.description
            ),
        )

    def keywords(self) -> KeywordSet:
        """Return the keywords the photo has for the user: those in the file and the accepted.

        In the user's order; words the order lacks come last.
        """
        return KeywordSet(sorted_by(self._without_order().apply(self.in_file).names, self.order))

    @property
    def is_saved(self) -> bool:
        """True when the file holds what the user decided."""
        return not self.wanted_change()

    def rows(self) -> tuple[TagRow, ...]:
        """Return every tag of the photo once: keywords in their order, suggested, rejected."""
        probability = {s.name: s.probability for s in self.suggestions}
        learned = {s.name for s in self.suggestions if s.origin is TagOrigin.LEARNED}
        learned |= {d.name for d in self.decisions if d.origin is TagOrigin.LEARNED}
        decided = {d.name: d for d in self.decisions}
        names = dict.fromkeys(
            (
                *self.keywords(),
                *self.in_file,
                *probability,
                *decided,
            )
        )
        rows = []
        for name in names:
            entry = decided.get(name)
            shown = probability.get(name, (entry.probability if entry else 0.0) or None)
            state = self._state(name, entry)
            rows.append(TagRow(name, state, shown, name in self.in_file, name in learned))
        return tuple(sorted(rows, key=lambda row: row.state is TagState.REJECTED))

    def _state(self, name: str, entry: TagDecision | None) -> TagState:
        if entry is None:
            return TagState.IN_FILE if name in self.in_file else TagState.SUGGESTED
        if entry.decision is Decision.REJECTED:
            return TagState.REJECTED
        if name in self.in_file:
            return TagState.IN_FILE
        return TagState.OWN if entry.origin is TagOrigin.USER else TagState.ACCEPTED

    def decide(self, name: str, decision: Decision | None) -> Review:
        """Return the review with *name* accepted, rejected, or (None) pending again."""
        old = self.decision(name)
        if decision is None:
            return replace(self, decisions=tuple(d for d in self.decisions if d.name != name))
        entry = TagDecision(name, decision, *self._provenance(name, old))
        if old is None:
            return replace(self, decisions=(*self.decisions, entry))
        return replace(self, decisions=tuple(entry if d is old else d for d in self.decisions))

    def _provenance(self, name: str, old: TagDecision | None) -> tuple[TagOrigin, float]:
        for suggestion in self.suggestions:
            if suggestion.name == name:
                return suggestion.origin, suggestion.probability
        if old is not None:
            return old.origin, old.probability
        return (TagOrigin.FILE if name in self.in_file else TagOrigin.USER), 0.0

    def rename(self, old_name: str, new_name: str) -> Review:
        """Return the review with *old_name* replaced by *new_name*, which is accepted.

        The old word is rejected where the service suggested it or the file holds it, so that it
        neither comes back nor stays in the file; a word of the user's own simply goes.
        """
        if old_name == new_name:
            return self
        known = old_name in self.in_file or any(s.name == old_name for s in self.suggestions)
        forgotten = self.decide(old_name, Decision.REJECTED if known else None)
        return forgotten.decide(new_name, Decision.ACCEPTED)

    def move(self, name: str, place: int) -> Review:
        """Return the review with a keyword at another place of its order, 0 for the top.

        A word that is no keyword stays where it is, and places beyond the ends are the ends.
        """
        names = list(self.keywords())
        if name not in names:
            return self
        names.remove(name)
        names.insert(max(0, place), name)
        return self.in_order(names)

    def in_order(self, names: Iterable[str]) -> Review:
        """Return the review with its keywords in this order; words it lacks follow."""
        own = self._without_order().apply(self.in_file).names
        ordered = sorted_by(own, tuple(names))
        return replace(self, order=() if ordered == own else ordered)

    def with_texts(self, *, title: str | None = None, description: str | None = None) -> Review:
        """Return the review with another title or description decided, "" for none.

        Args:
            title: the title; line breaks become spaces. None leaves it.
            description: the description. None leaves it.
        """
        decided = Texts(
            self.texts.title if title is None else " ".join(clean_text(title).split()),
            self.texts.description if description is None else clean_text(description),
        )
        return replace(self, texts=decided)

    def with_file_texts(self, in_file: Texts) -> Review:
        """Return the review after the texts of the file were read again.

        A decided text that was saved gives way to what another program wrote since, else the next
        write would bring it back silently.
        """
        was, decided = self.file_texts, self.texts
        kept = Texts(
            None if decided.title == was.title != in_file.title else decided.title,
            None
            if decided.description == was.description != in_file.description
            else decided.description,
        )
        return replace(self, texts=kept, file_texts=in_file)

    def with_file_keywords(self, in_file: KeywordSet) -> Review:
        """Return the review after the file was read again.

        A rejected word that newly appears in the file was put there by the user with another
        program: the rejection is dropped, else the next write would remove it silently.
        For the same reason an order that was saved gives way to the one the file has now.
        """
        appeared = set(in_file.minus(self.in_file))
        kept = tuple(
            d
            for d in self.decisions
            if not (d.decision is Decision.REJECTED and d.name in appeared)
        )
        read = replace(self, in_file=in_file, decisions=kept)
        if self.order and not self.wanted_change().order and read.wanted_change().order:
            return replace(read, order=())
        return read


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """One gesture of the user: decisions before and after, for one or more photos.

    Holds decisions only, never suggestions, so undoing cannot erase an answer of the service.

    Attributes:
        label: short text for the undo menu, for example 'accept "beach"'.
        before: decisions per photo before the gesture.
        after: decisions per photo after it; the same photos as *before*.
        texts_before: decided texts per photo before the gesture.
        texts_after: decided texts per photo after it; the same photos as *texts_before*.
        reviewed_before: whether the user was done with a photo before the gesture.
        reviewed_after: the same after it; the same photos as *reviewed_before*.
        orders_before: the user's order of keywords per photo before the gesture.
        orders_after: the same after it; the same photos as *orders_before*.
    """

    label: str
    before: Mapping[PhotoId, Decisions]
    after: Mapping[PhotoId, Decisions]
    texts_before: Mapping[PhotoId, Texts] = field(default_factory=dict)
    texts_after: Mapping[PhotoId, Texts] = field(default_factory=dict)
    reviewed_before: Mapping[PhotoId, bool] = field(default_factory=dict)
    reviewed_after: Mapping[PhotoId, bool] = field(default_factory=dict)
    orders_before: Mapping[PhotoId, tuple[str, ...]] = field(default_factory=dict)
    orders_after: Mapping[PhotoId, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def between(
        cls, label: str, old: Mapping[PhotoId, Review], new: Mapping[PhotoId, Review]
    ) -> ReviewChange:
        """Return the change that makes *old* reviews the *new* ones of the same photos."""
        return cls(
            label,
            *_differing(old, new, lambda review: review.decisions),
            *_differing(old, new, lambda review: review.texts),
            *_differing(old, new, lambda review: review.is_reviewed),
            *_differing(old, new, lambda review: review.order),
        )

    @property
    def ids(self) -> frozenset[PhotoId]:
        """The photos it concerns; none where it changes nothing."""
        return frozenset((*self.after, *self.texts_after, *self.reviewed_after, *self.orders_after))

    def then(self, later: ReviewChange) -> ReviewChange:
        """Return the change that does what this one and a later one do together."""
        return ReviewChange(
            self.label,
            *_joined(self.before, self.after, later.before, later.after),
            *_joined(self.texts_before, self.texts_after, later.texts_before, later.texts_after),
            *_joined(
                self.reviewed_before,
                self.reviewed_after,
                later.reviewed_before,
                later.reviewed_after,
            ),
            *_joined(
                self.orders_before, self.orders_after, later.orders_before, later.orders_after
            ),
        )

    def reversed(self) -> ReviewChange:
        """Return the change that takes this one back."""
        return ReviewChange(
            self.label,
            self.after,
            self.before,
            self.texts_after,
            self.texts_before,
            self.reviewed_after,
            self.reviewed_before,
            self.orders_after,
            self.orders_before,
        )


Kept = TypeVar("Kept")


def _differing(
    old: Mapping[PhotoId, Review],
    new: Mapping[PhotoId, Review],
    part: Callable[[Review], Kept],
) -> tuple[dict[PhotoId, Kept], dict[PhotoId, Kept]]:
    """Return a part of reviews before and after, of the photos where it differs."""
    before = {photo_id: part(review) for photo_id, review in old.items()}
    after = {photo_id: part(review) for photo_id, review in new.items()}
    changed = [photo_id for photo_id in before if before[photo_id] != after[photo_id]]
    return {i: before[i] for i in changed}, {i: after[i] for i in changed}


def _joined(
    before: Mapping[PhotoId, Kept],
    after: Mapping[PhotoId, Kept],
    later_before: Mapping[PhotoId, Kept],
    later_after: Mapping[PhotoId, Kept],
) -> tuple[dict[PhotoId, Kept], dict[PhotoId, Kept]]:
    """Return before and after of two changes, without the photos that are as they were."""
    first, last = {**later_before, **before}, {**after, **later_after}
    changed = [photo_id for photo_id in first if first[photo_id] != last[photo_id]]
    return {i: first[i] for i in changed}, {i: last[i] for i in changed}


class Coverage(StrEnum):
    """Whether a tag is on all, some or none of the selected photos."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """One tag over the selected photos.

    Attributes:
        name: tag name.
        state: the state most worth showing: own/accepted, in file, suggested, rejected.
        coverage: on how many of the selected photos it is a keyword (or will be).
        keyword_count: number of selected photos where it is or will be a keyword.
        suggested_count: number of selected photos where it is a pending suggestion.
        rejected_count: number of selected photos where the user rejected it.
        probability: mean probability over the photos where the service suggested it, or None.
        probability_range: lowest and highest of these, or None.
        pending: probability of each pending suggestion, one per photo that has one.
        will_be_removed: a rejection will remove it from at least one file.
        is_learned: what was learned suggests it for at least one of them.
    """

    name: str
    state: TagState
    coverage: Coverage
    keyword_count: int
    suggested_count: int
    rejected_count: int
    probability: float | None
    probability_range: tuple[float, float] | None
    pending: tuple[float, ...]
    will_be_removed: bool
    is_learned: bool = False


_SHOWN_FIRST = (TagState.OWN, TagState.ACCEPTED, TagState.IN_FILE, TagState.SUGGESTED)


def selection_rows(reviews: Iterable[Review]) -> tuple[SelectionRow, ...]:
    """Merge the tags of the selected photos into one list.

    Args:
        reviews: one review per selected photo.

    Returns:
        Rows grouped by state (keywords, suggestions, rejected); keywords keep the order of
        the first photo that has them, suggestions are sorted by how many photos have them and
        by mean probability.
    """
    collected: dict[str, list[TagRow]] = {}
    photo_count = 0
    for review in reviews:
        photo_count += 1
        for row in review.rows():
            collected.setdefault(row.name, []).append(row)
    rows = [_selection_row(name, entries, photo_count) for name, entries in collected.items()]
    return tuple(sorted(rows, key=_sort_key))


def _selection_row(name: str, entries: list[TagRow], photo_count: int) -> SelectionRow:
    states = [row.state for row in entries]
    keywords = sum(s in (TagState.OWN, TagState.ACCEPTED, TagState.IN_FILE) for s in states)
    probabilities = [row.probability for row in entries if row.probability is not None]
    coverage = Coverage.PARTIAL if keywords else Coverage.NONE
    return SelectionRow(
        name=name,
        state=next((s for s in _SHOWN_FIRST if s in states), TagState.REJECTED),
        coverage=Coverage.FULL if keywords == photo_count else coverage,
        keyword_count=keywords,
        suggested_count=states.count(TagState.SUGGESTED),
        rejected_count=states.count(TagState.REJECTED),
        probability=sum(probabilities) / len(probabilities) if probabilities else None,
        probability_range=(min(probabilities), max(probabilities)) if probabilities else None,
        pending=tuple(r.probability or 0.0 for r in entries if r.state is TagState.SUGGESTED),
        will_be_removed=any(r.in_file and r.state is TagState.REJECTED for r in entries),
        is_learned=any(r.is_learned for r in entries),
    )


def _sort_key(row: SelectionRow) -> tuple[int, float, float]:
    if row.keyword_count:
        return 0, 0.0, 0.0
    if row.suggested_count:
        return 1, -float(row.suggested_count), -(row.probability or 0.0)
    return 2, 0.0, 0.0
