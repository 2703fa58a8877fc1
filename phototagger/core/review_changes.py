"""The gestures of a review: each builds one `ReviewChange` from the reviews it concerns.

Pure functions; nothing is applied here. A change holds only photos whose decisions differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from phototagger.core.photo import PhotoId
from phototagger.core.review import (
    Decision,
    Decisions,
    Review,
    ReviewChange,
    TagRow,
    TagState,
    Texts,
)

Part = TypeVar("Part")

Reviews = Mapping[PhotoId, Review]


def accept(reviews: Reviews, names: Iterable[str]) -> ReviewChange:
    """Accept (or add) *names* on every photo."""
    return _decide(reviews, tuple(names), Decision.ACCEPTED, "accept")


def add(reviews: Reviews, names: Iterable[str]) -> ReviewChange:
    """Add words the user typed to every photo."""
    return _decide(reviews, tuple(names), Decision.ACCEPTED, "add")


def reject(reviews: Reviews, names: Iterable[str]) -> ReviewChange:
    """Reject *names* on the photos that have them; a word the user typed simply goes."""
    wanted = tuple(names)

    def edit(review: Review) -> Review:
        states = {row.name: row.state for row in review.rows()}
        for name in wanted:
            if states.get(name) is TagState.OWN:
                review = review.decide(name, None)
            elif name in states:
                review = review.decide(name, Decision.REJECTED)
        return review

    return build(reviews, edit, _on(_label("reject", wanted), reviews))


def reset(reviews: Reviews, names: Iterable[str]) -> ReviewChange:
    """Make *names* pending again on every photo."""
    return _decide(reviews, tuple(names), None, "undecide")


def restore(
    reviews: Reviews, names: Sequence[str], was: Mapping[PhotoId, Decisions]
) -> ReviewChange:
    """Decide about *names* as it was decided before on each photo, in the same places."""
    edited = {}
    for photo_id, review in reviews.items():
        decisions = [entry for entry in review.decisions if entry.name not in names]
        for place, entry in enumerate(was.get(photo_id, ())):
            if entry.name in names:
                decisions.insert(place, entry)
        edited[photo_id] = replace(review, decisions=tuple(decisions))
    return ReviewChange.between(_label("restore", tuple(names)), reviews, edited)


def take_back(reviews: Reviews, names: Iterable[str]) -> ReviewChange:
    """Make *names* no keywords any more: pending again, rejected where the file holds them."""
    wanted = tuple(names)

    def edit(review: Review) -> Review:
        for name in wanted:
            decision = Decision.REJECTED if name in review.in_file else None
            review = review.decide(name, decision)
        return review

    return build(reviews, edit, _on(_label("undecide", wanted), reviews))


def rename(reviews: Reviews, old_name: str, new_name: str) -> ReviewChange:
    """Replace a word by another on the photos that have it."""

    def edit(review: Review) -> Review:
        has_it = any(row.name == old_name for row in review.rows())
        return review.rename(old_name, new_name) if has_it else review

    return build(reviews, edit, f"rename “{old_name}” to “{new_name}”")


def accept_from(reviews: Reviews, probability: float) -> ReviewChange:
    """Accept every pending suggestion of at least *probability* (0…1); mark the photos reviewed.

    Hidden ones stay as they are.
    """
    label = f"accept all from {probability:.0%}"

    def is_meant(row: TagRow) -> bool:
        is_likely = (row.probability or 0.0) >= probability
        return row.state is TagState.SUGGESTED and not row.hidden and is_likely

    return _decide_where(reviews, is_meant, Decision.ACCEPTED, _on(label, reviews))


def accept_shown(reviews: Reviews, hide_below: float) -> ReviewChange:
    """Accept every suggestion that a global threshold shows; mark the photos reviewed."""
    label = _on("accept all shown", reviews)
    return _decide_where(reviews, lambda row: row.is_visible(hide_below), Decision.ACCEPTED, label)


def reject_from(reviews: Reviews, hide_below: float) -> ReviewChange:
    """Reject every suggestion that a global threshold shows; mark the photos reviewed."""
    label = _on("reject the rest", reviews)
    return _decide_where(reviews, lambda row: row.is_visible(hide_below), Decision.REJECTED, label)


def mark_reviewed(reviews: Reviews) -> ReviewChange:
    """Be done with every photo as it is."""
    label = _on("mark reviewed", reviews)
    return build(reviews, lambda review: replace(review, is_reviewed=True), label)


def move(reviews: Reviews, names: Sequence[str], step: int | None) -> ReviewChange:
    """Move keywords in the order of every photo that has them, all together.

    Args:
        reviews: the photos.
        names: keywords that are moved, kept in their order.
        step: -1 up, 1 down, None to the top.
    """

    def edit(review: Review) -> Review:
        own = review.keywords().names
        chosen = [name for name in own if name in names]
        if not chosen:
            return review
        others = [name for name in own if name not in names]
        behind = sum(own.index(chosen[0]) > own.index(other) for other in others)
        at = 0 if step is None else max(0, behind + step)
        return review.in_order((*others[:at], *chosen, *others[at:]))

    wanted = tuple(names)
    if step is None:
        return build(reviews, edit, _label("move to the top:", wanted))
    label = _label("move up:", wanted) if step < 0 else _label("move down:", wanted)
    return build(reviews, edit, label)


def place(reviews: Reviews, names: Sequence[str], before: str) -> ReviewChange:
    """Put words before a keyword, "" for the end, on every photo; they are keywords then."""

    def edit(review: Review) -> Review:
        review = _with(review, names)
        others = [name for name in review.keywords() if name not in names]
        at = others.index(before) if before in others else len(others)
        return review.in_order((*others[:at], *names, *others[at:]))

    return build(reviews, edit, _on(_label("move", tuple(names)), reviews))


def give(reviews: Reviews, names: Sequence[str], label: str) -> ReviewChange:
    """Add words to every photo, in this order behind its own, as one gesture called *label*."""
    return build(reviews, lambda review: _with(review, names), _on(label, reviews))


def give_instead(reviews: Reviews, names: Sequence[str], label: str) -> ReviewChange:
    """Make *names* the keywords of every photo, in this order; its other words go."""
    wanted = set(names)

    def edit(review: Review) -> Review:
        states = {row.name: row.state for row in review.rows()}
        for name in review.keywords():
            if name in wanted:
                continue
            is_own = states[name] is TagState.OWN
            review = review.decide(name, None if is_own else Decision.REJECTED)
        return _with(review, names).in_order(names)

    return build(reviews, edit, _on(label, reviews))


def _with(review: Review, names: Iterable[str]) -> Review:
    have = set(review.keywords())
    for name in names:
        if name not in have:
            review = review.decide(name, Decision.ACCEPTED)
    return review


def set_texts(
    reviews: Reviews, *, title: str | None = None, description: str | None = None
) -> ReviewChange:
    """Give every photo another title or description, "" for none; None leaves one."""
    what = "title" if description is None else "description"
    what = what if title is None or description is None else "title and description"
    return build(
        reviews,
        lambda review: review.with_texts(title=title, description=description),
        f"change the {what}",
    )


def build(reviews: Reviews, edit: Callable[[Review], Review], label: str) -> ReviewChange:
    """Apply *edit* to each review and keep what changed."""
    edited = {photo_id: edit(review) for photo_id, review in reviews.items()}
    return ReviewChange.between(label, reviews, edited)


def _decide_where(
    reviews: Reviews, is_meant: Callable[[TagRow], bool], decision: Decision, label: str
) -> ReviewChange:
    def edit(review: Review) -> Review:
        for row in review.rows():
            if is_meant(row):
                review = review.decide(row.name, decision)
        return replace(review, is_reviewed=True)

    return build(reviews, edit, label)


def _decide(
    reviews: Reviews, names: tuple[str, ...], decision: Decision | None, verb: str
) -> ReviewChange:
    def edit(review: Review) -> Review:
        for name in names:
            review = review.decide(name, decision)
        return review

    return build(reviews, edit, _on(_label(verb, names), reviews))


def _on(label: str, reviews: Reviews) -> str:
    """Say on how many photos, where it is more than one."""
    return label if len(reviews) == 1 else f"{label} on {len(reviews):,} photos"


def _label(verb: str, names: tuple[str, ...]) -> str:
    return f"{verb} “{names[0]}”" if len(names) == 1 else f"{verb} {len(names)} tags"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How one photo shall become.

    Attributes:
        add: words to add.
        remove: words to take away.
        texts: title and description, None for what stays.
    """

    add: tuple[str, ...]
    remove: tuple[str, ...]
    texts: Texts


def adjust(reviews: Reviews, adjustments: Mapping[PhotoId, Adjustment], label: str) -> ReviewChange:
    """Make each photo as its adjustment says, as one gesture called *label*."""
    before, after = {}, {}
    texts_before, texts_after = {}, {}
    for key, review in reviews.items():
        wanted = adjustments[key]
        changed = accept({key: review}, wanted.add).after.get(key, review.decisions)
        # Rejected, not undecided: what the user took out must not be suggested again.
        taken = reject({key: replace(review, decisions=changed)}, wanted.remove)
        decisions = taken.after.get(key, changed)
        if decisions != review.decisions:
            before[key], after[key] = review.decisions, decisions
        texts = Texts(
            review.texts.title if wanted.texts.title is None else wanted.texts.title,
            review.texts.description
            if wanted.texts.description is None
            else wanted.texts.description,
        )
        if texts != review.texts:
            texts_before[key], texts_after[key] = review.texts, texts
    return ReviewChange(label, before, after, texts_before, texts_after)


def without(change: ReviewChange, ids: Collection[PhotoId]) -> ReviewChange:
    """Return a gesture without some photos, which are no longer in the library."""
    return change.part(change.ids.difference(ids))
