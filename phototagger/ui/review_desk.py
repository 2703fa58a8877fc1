"""Turns gestures on the selection into review changes on the undo stack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from phototagger.core import review_changes
from phototagger.core.fields import Kind
from phototagger.core.mass_changes import Gesture, Rows
from phototagger.core.photo import PhotoId
from phototagger.core.review import (
    Coverage,
    Decisions,
    Review,
    ReviewChange,
    TagState,
    selection_rows,
)
from phototagger.core.session import Session
from phototagger.ui.mass_desk import MOST_AT_ONCE, MassDesk
from phototagger.ui.undo import ApplyReviewChange

_Gesture = tuple[tuple[PhotoId, ...], tuple[str, ...]]
"""The selected photos and the tags that were toggled."""


class ReviewDesk(QObject):
    """What the user does to the tags of the selected photos.

    More than `MOST_AT_ONCE` photos are changed in the background.

    Signals:
        refused(str): why a gesture cannot be made now.

    Args:
        session: applies changes.
        stack: remembers them.
        selected: returns the selected photos.
        parent: owner.
    """

    refused = Signal(str)

    def __init__(
        self,
        session: Session,
        stack: QUndoStack,
        selected: Callable[[], list[PhotoId]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._stack = stack
        self._selected = selected
        self._mass = MassDesk(session, stack, self)
        self._was: dict[_Gesture, Mapping[PhotoId, Decisions]] = {}

    def reviews(self) -> Mapping[PhotoId, Review]:
        """Return the reviews of the selection."""
        return self._session.reviews(self._selected())

    def toggle(self, names: Iterable[str]) -> None:
        """Accept tags on all selected photos; where they all have them, take that back.

        Where only some photos had them, the third time gives back what each photo had. A keyword
        that is in the file is not taken back but rejected, since undeciding it would change
        nothing.
        """
        names = list(names)
        if len(self._selected()) > MOST_AT_ONCE:
            self._choose(_toggle_of(names))
            return
        reviews = self.reviews()
        rows = {row.name: row for row in selection_rows(reviews.values())}
        wanted = [name for name in names if name in rows]
        missing = [name for name in wanted if rows[name].coverage is not Coverage.FULL]
        gesture = (tuple(reviews), tuple(wanted))
        was = self._was.pop(gesture, None)
        if (
            missing
            and was is not None
            and all(rows[name].coverage is Coverage.NONE for name in wanted)
        ):
            self._push(review_changes.restore(reviews, wanted, was))
        elif missing:
            if any(rows[name].coverage is Coverage.PARTIAL for name in wanted):
                self._was = {gesture: {i: review.decisions for i, review in reviews.items()}}
            self._push(review_changes.accept(reviews, missing))
        else:
            if was is not None:
                self._was = {gesture: was}
            self._push(review_changes.take_back(reviews, wanted))

    def reject(self, names: Iterable[str]) -> None:
        """Reject tags on all selected photos; where they all are, take that back."""
        wanted = list(names)

        def choose(rows: Rows) -> Gesture:
            if all(name in rows and rows[name].state is TagState.REJECTED for name in wanted):
                return lambda reviews: review_changes.reset(reviews, wanted)
            return lambda reviews: review_changes.reject(reviews, wanted)

        self._choose(choose)

    def rename(self, old_name: str, new_name: str) -> None:
        """Replace a word on the selected photos that have it."""
        self._make(lambda reviews: review_changes.rename(reviews, old_name, new_name))

    def add(self, names: Iterable[str]) -> None:
        """Add words to all selected photos; a synonym becomes the word it means."""
        words = self._session.vocabulary.resolve(names)
        self._make(lambda reviews: review_changes.add(reviews, words))

    def add_to(self, ids: Iterable[PhotoId], names: Iterable[str]) -> None:
        """Add words to these photos, whatever is selected."""
        words = self._session.vocabulary.resolve(names)
        self._make(lambda reviews: review_changes.add(reviews, words), list(ids))

    def accept_from(self, probability: float) -> None:
        """Accept the suggestions of at least this probability; the photos are reviewed then."""
        self._make(lambda reviews: review_changes.accept_from(reviews, probability))

    def accept_shown(self, hide_below: float) -> None:
        """Accept the suggestions that a threshold shows; the photos are reviewed then."""
        self._make(lambda reviews: review_changes.accept_shown(reviews, hide_below))

    def reject_shown(self, hide_below: float) -> None:
        """Reject the suggestions that a threshold shows; the photos are reviewed then."""
        self._make(lambda reviews: review_changes.reject_from(reviews, hide_below))

    def mark_reviewed(self) -> None:
        """Be done with the selected photos as they are."""
        self._make(review_changes.mark_reviewed)

    def move(self, names: Sequence[str], step: int | None) -> None:
        """Move keywords in the order: -1 up, 1 down, None to the top."""
        self._make(lambda reviews: review_changes.move(reviews, names, step))

    def place(self, names: Sequence[str], before: str) -> None:
        """Put keywords before another one, "" for the end."""
        self._make(lambda reviews: review_changes.place(reviews, names, before))

    def give(self, names: Sequence[str], label: str) -> None:
        """Add words to the selected photos."""
        self._make(lambda reviews: review_changes.give(reviews, names, label))

    def give_instead(self, names: Sequence[str], label: str) -> None:
        """Make *names* the only keywords of the selected photos."""
        self._make(lambda reviews: review_changes.give_instead(reviews, names, label))

    def set_text(self, ids: Iterable[PhotoId], kind: Kind, text: str, visit: object = None) -> None:
        """Give photos a title or description, "" for none.

        Args:
            ids: the photos it was typed for, whatever is selected by now.
            kind: title or description.
            text: the text.
            visit: edits that follow each other with the same value are undone as one.
        """
        known = [photo.id for photo in self._session.photos(ids)]
        reviews = self._session.reviews(known)
        if kind is Kind.TITLE:
            change = review_changes.set_texts(reviews, title=text)
        else:
            change = review_changes.set_texts(reviews, description=text)
        self._push(change, visit)

    def _make(self, gesture: Gesture, ids: list[PhotoId] | None = None) -> None:
        """Make a gesture that concerns each photo by itself."""
        chosen = self._selected() if ids is None else ids
        if len(chosen) <= MOST_AT_ONCE:
            self._push(gesture(self._session.reviews(chosen)))
        elif not self.refuses():
            self._mass.make(chosen, gesture=gesture)

    def _choose(self, choose: Callable[[Rows], Gesture]) -> None:
        """Make a gesture that depends on what all selected photos have."""
        chosen = self._selected()
        if len(chosen) <= MOST_AT_ONCE:
            reviews = self._session.reviews(chosen)
            rows = {row.name: row for row in selection_rows(reviews.values())}
            self._push(choose(rows)(reviews))
        elif not self.refuses():
            self._mass.make(chosen, choose=choose)

    def refuses(self) -> bool:
        """True, with a word to the user, while very many photos are being changed."""
        if self._mass.is_running:
            self.refused.emit(self.tr("Wait until the photos are changed, or stop that."))
        return self._mass.is_running

    def _push(self, change: ReviewChange, visit: object = None) -> None:
        if change.ids and not self.refuses():
            self._stack.push(ApplyReviewChange(self._session, change, visit))


def _toggle_of(names: Sequence[str]) -> Callable[[Rows], Gesture]:
    """Return how tags are toggled on more photos than can be given back what each had."""

    def choose(rows: Rows) -> Gesture:
        wanted = [name for name in names if name in rows]
        missing = [name for name in wanted if rows[name].coverage is not Coverage.FULL]
        if missing:
            return lambda reviews: review_changes.accept(reviews, missing)
        return lambda reviews: review_changes.take_back(reviews, wanted)

    return choose
