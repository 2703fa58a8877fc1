"""Accepts new suggestions by itself, where the user made a rule of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from phototagger.core.events import Event, Level, Notice, RuleApplied
from phototagger.core.library import Library
from phototagger.core.photo import PhotoId
from phototagger.core.review import Decision, Review, ReviewChange
from phototagger.core.tags import TagOrigin

_LABEL = "accept by your rules"


class AcceptRule:
    """The rule, and what it did in this run.

    It touches no tag that the user decided about and none that is in the file.

    Args:
        library: holds the suggestions and the vocabulary.
        accept_from: tells the global rule, 0…1; 0 for none.
        reviews: returns reviews with everything that was decided, in the catalog or not yet.
        apply: applies a gesture.
        announce: takes events.
    """

    def __init__(
        self,
        library: Library,
        accept_from: Callable[[], float],
        reviews: Callable[[Sequence[PhotoId]], Mapping[PhotoId, Review]],
        apply: Callable[[ReviewChange], None],
        announce: Callable[[Event], None],
    ) -> None:
        self._library = library
        self._accept_from = accept_from
        self._reviews = reviews
        self._apply = apply
        self._announce = announce
        self._accepted: dict[PhotoId, frozenset[str]] = {}

    def take(self, ids: Sequence[PhotoId]) -> None:
        """Accept suggestions of photos whose answer just came."""
        pipeline, accept_from = self._library.vocabulary.pipeline(), self._accept_from()
        if not accept_from and not pipeline.has_accept_rules:
            return
        accepted: dict[PhotoId, set[str]] = {}

        def edit(photo_id: PhotoId, review: Review) -> Review:
            known = {entry.name for entry in review.decisions}.union(review.in_file)
            for suggestion in review.suggestions:
                if suggestion.name not in known and pipeline.accepts(suggestion, accept_from):
                    review = review.decide(suggestion.name, Decision.ACCEPTED)
                    accepted.setdefault(photo_id, set()).add(suggestion.name)
            return review

        reviews = self._reviews(ids)
        after = {photo_id: edit(photo_id, review).decisions for photo_id, review in reviews.items()}
        if not accepted:
            return
        before = {photo_id: reviews[photo_id].decisions for photo_id in accepted}
        self._apply(ReviewChange(_LABEL, before, {i: after[i] for i in accepted}))
        for photo_id, names in accepted.items():
            self._accepted[photo_id] = self._accepted.get(photo_id, frozenset()) | names

    def end(self) -> None:
        """Tell what the rule did since the last end, as one gesture that can be taken back.

        Only what still stands counts: the user may have decided otherwise meanwhile.
        """
        accepted, self._accepted = self._accepted, {}
        count = 0

        def without(photo_id: PhotoId, review: Review) -> Review:
            nonlocal count
            for entry in review.decisions:
                is_ours = entry.decision is Decision.ACCEPTED and entry.origin is not TagOrigin.USER
                if is_ours and entry.name in accepted[photo_id]:
                    count += 1
                    review = review.decide(entry.name, None)
            return review

        reviews = self._reviews(list(accepted))
        before = {i: without(i, review).decisions for i, review in reviews.items()}
        after = {i: r.decisions for i, r in reviews.items() if r.decisions != before[i]}
        if not count:
            return
        change = ReviewChange(_LABEL, {i: before[i] for i in after}, after)
        self._announce(RuleApplied(change))
        tags = "1 tag" if count == 1 else f"{count:,} tags"
        photos = "1 photo" if len(change.ids) == 1 else f"{len(change.ids):,} photos"
        text = f"Your rules accepted {tags} on {photos}. Undo takes that back."
        self._announce(Notice(Level.INFO, "rules", text))
