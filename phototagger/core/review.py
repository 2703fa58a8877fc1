"""What the service suggested for one photo and, apart from it, what the user decided.

A re-run replaces suggestions and nothing else: decisions are kept by tag name, so neither an
undo nor a new answer of the service can erase the other. All values are frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from phototagger.core.photo import PhotoId
from phototagger.core.tag_states import (
    NO_TEXTS,
    UNDECIDED_TEXTS,
    Coverage,
    Decision,
    Decisions,
    SelectionRow,
    TagDecision,
    TagRow,
    TagState,
    Texts,
)
from phototagger.core.tags import (
    NO_KEYWORDS,
    KeywordChange,
    KeywordSet,
    TagOrigin,
    TagSuggestion,
    clean_text,
    sorted_by,
)
from phototagger.core.vocabulary import EVERYTHING, Outgoing

__all__ = [
    "NO_TEXTS",
    "Coverage",
    "Decision",
    "Decisions",
    "Review",
    "ReviewChange",
    "SelectionRow",
    "TagDecision",
    "TagRow",
    "TagState",
    "Texts",
    "selection_rows",
]


@dataclass(frozen=True, slots=True)
class Review:
    """Suggestions, decisions and file keywords of one photo.

    Attributes:
        suggestions: last answer of the service and learned words, highest probability first.
        decisions: the user's decisions in the user's order, one per name.
        in_file: keywords the file held when it was last read or written.
        model: who suggested, for example "embedded/lite0-heads-1", "" when nobody did.
        tagged_s: when, seconds since 1970; 0 when nobody did or it is not known.
        language: in which language, for example "en", "" as *tagged_s*.
        texts: title and description the user decided, None for what was left alone.
        file_texts: those the file held when it was last read or written.
        outgoing: which of the words are written, and what goes along with them.
        is_reviewed: the user is done with the photo, whatever is still suggested.
        order: the order the user gave the keywords; words it lacks follow in their own. () for
            the order in which they came.
    """

    suggestions: tuple[TagSuggestion, ...] = ()
    decisions: Decisions = ()
    in_file: KeywordSet = NO_KEYWORDS
    model: str = ""
    texts: Texts = UNDECIDED_TEXTS
    file_texts: Texts = NO_TEXTS
    tagged_s: int = 0
    language: str = ""
    outgoing: Outgoing = field(default=EVERYTHING, repr=False)
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

        Adds the accepted that are not private, with the words above them, removes the rejected
        that are there, puts them in the user's order, and sets the texts that differ.
        """
        change = self._without_order()
        unordered = change.apply(self.in_file).names
        ordered = sorted_by(unordered, self.order)
        return replace(change, order=ordered if ordered != unordered else ())

    def _without_order(self) -> KeywordChange:
        accepted, rejected = self._names(Decision.ACCEPTED), self._names(Decision.REJECTED)
        wanted = KeywordSet.of(self.outgoing.with_parents(accepted)).minus(rejected)
        return KeywordChange(
            add=wanted.minus(self.in_file),
            remove=KeywordSet(tuple(name for name in rejected if name in self.in_file)),
            title=None if self.title == self.file_texts.title else self.title,
            description=(
                None if self.description == self.file_texts.description else self.description
            ),
            paths=self.outgoing.paths(accepted, rejected),
        )

    def keywords(self) -> KeywordSet:
        """Return the keywords the photo has for the user: those in the file and the accepted.

        In the user's order; words the order lacks come last.
        """
        kept = self.in_file.minus(self._names(Decision.REJECTED))
        own = kept.union(self._names(Decision.ACCEPTED))
        return KeywordSet(sorted_by(own.names, self.order))

    def told(self) -> Review:
        """Return the review as others get to know it: its keywords are those that are exported.

        Without the private words, with the words above the accepted ones.
        """
        accepted, rejected = self._names(Decision.ACCEPTED), self._names(Decision.REJECTED)
        words = KeywordSet.of(self.outgoing.with_parents(accepted)).minus(rejected)
        known = {d.name: d for d in self.decisions}
        private = self.outgoing.private
        return replace(
            self,
            suggestions=tuple(s for s in self.suggestions if s.name not in private),
            in_file=self.in_file.minus(private),
            decisions=(
                *(
                    known.get(name) or TagDecision(name, Decision.ACCEPTED, TagOrigin.USER)
                    for name in words
                ),
                *(known[name] for name in rejected if name not in private),
            ),
        )

    def _names(self, decision: Decision) -> list[str]:
        return [entry.name for entry in self.decisions if entry.decision is decision]

    @property
    def is_saved(self) -> bool:
        """True when the file holds what the user decided, as far as it is to be written."""
        return not self.wanted_change()

    def rows(self) -> tuple[TagRow, ...]:
        """Return every tag of the photo once: keywords in their order, suggested, rejected."""
        suggested = {s.name: s for s in self.suggestions}
        learned = {s.name for s in self.suggestions if s.origin is TagOrigin.LEARNED}
        learned |= {d.name for d in self.decisions if d.origin is TagOrigin.LEARNED}
        decided = {d.name: d for d in self.decisions}
        names = dict.fromkeys(
            (
                *self.keywords(),
                *self.in_file,
                *suggested,
                *decided,
            )
        )
        rows = []
        for name in names:
            entry = decided.get(name)
            found = suggested.get(name)
            state = self._state(name, entry)
            row = TagRow(
                name,
                state,
                found.probability if found else (entry.probability if entry else 0.0) or None,
                name in self.in_file,
                name in learned,
            )
            if found is not None and (found.hidden or found.is_shown or found.said):
                is_open = state is TagState.SUGGESTED
                hidden = found.hidden if is_open else ""
                row = replace(
                    row, hidden=hidden, is_shown=is_open and found.is_shown, said=found.said
                )
            rows.append(row)
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

    def part(self, ids: Collection[PhotoId]) -> ReviewChange:
        """Return what the change does to some photos."""
        parts: dict[str, Any] = {}
        for entry in fields(self):
            values = getattr(self, entry.name)
            if isinstance(values, Mapping):
                parts[entry.name] = {i: values[i] for i in ids if i in values}
        return replace(self, **parts)

    def applied(self, photo_id: PhotoId, review: Review) -> Review:
        """Return the review of a photo as it is after the change."""
        return replace(
            review,
            decisions=self.after.get(photo_id, review.decisions),
            texts=self.texts_after.get(photo_id, review.texts),
            is_reviewed=self.reviewed_after.get(photo_id, review.is_reviewed),
            order=self.orders_after.get(photo_id, review.order),
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
    coverage = Coverage.PARTIAL if keywords else Coverage.NONE
    open_rows = [row for row in entries if row.state is TagState.SUGGESTED]
    hidden = [row.hidden for row in open_rows if row.hidden]
    # Of several photos those count where it is still to be decided: the probability of what was
    # accepted says nothing about them.
    measured = open_rows if photo_count > 1 else entries
    probabilities = [row.probability for row in measured if row.probability is not None]
    return SelectionRow(
        name=name,
        state=next((s for s in _SHOWN_FIRST if s in states), TagState.REJECTED),
        coverage=Coverage.FULL if keywords == photo_count else coverage,
        keyword_count=keywords,
        suggested_count=states.count(TagState.SUGGESTED),
        rejected_count=states.count(TagState.REJECTED),
        probability=sum(probabilities) / len(probabilities) if probabilities else None,
        probability_range=(min(probabilities), max(probabilities)) if probabilities else None,
        pending=tuple(r.probability or 0.0 for r in open_rows if not r.hidden and not r.is_shown),
        always=tuple(r.probability or 0.0 for r in open_rows if r.is_shown),
        is_shown=any(r.is_shown for r in open_rows),
        hidden=hidden[0] if hidden and len(hidden) == len(open_rows) else "",
        hidden_count=len(hidden),
        said=next((r.said for r in entries if r.said), ""),
        will_be_removed=any(r.in_file and r.state is TagState.REJECTED for r in entries),
        is_learned=any(r.is_learned for r in entries),
    )


def _sort_key(row: SelectionRow) -> tuple[int, float, float]:
    if row.keyword_count:
        return 0, 0.0, 0.0
    if row.suggested_count:
        return 1, -float(row.suggested_count), -(row.probability or 0.0)
    return 2, 0.0, 0.0
