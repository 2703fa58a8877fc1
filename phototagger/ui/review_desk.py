"""Turns gestures on the selection into review changes on the undo stack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from phototagger.core import review_changes
from phototagger.core.fields import Kind
from phototagger.core.photo import PhotoId
from phototagger.core.review import (
    Coverage,
    Review,
    ReviewChange,
    TagState,
    selection_rows,
)
from phototagger.core.session import Session
from phototagger.ui.undo import ApplyReviewChange


class ReviewDesk(QObject):
    """What the user does to the tags of the selected photos.

    Args:
        session: applies changes.
        stack: remembers them.
        selected: returns the selected photos.
        parent: owner.
    """

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

    def reviews(self) -> Mapping[PhotoId, Review]:
        """Return the reviews of the selection."""
        return self._session.reviews(self._selected())

    def toggle(self, names: Iterable[str]) -> None:
        """Accept tags on all selected photos; where they all have them, take that back.

        A keyword that is in the file is not taken back but rejected, since undeciding it would
        change nothing.
        """
        reviews = self.reviews()
        rows = {row.name: row for row in selection_rows(reviews.values())}
        wanted = [name for name in names if name in rows]
        missing = [name for name in wanted if rows[name].coverage is not Coverage.FULL]
        if missing:
            self._push(review_changes.accept(reviews, missing))
        else:
            self._push(review_changes.take_back(reviews, wanted))

    def reject(self, names: Iterable[str]) -> None:
        """Reject tags on all selected photos; where they all are, take that back."""
        reviews, wanted = self.reviews(), list(names)
        rows = {row.name: row for row in selection_rows(reviews.values())}
        if all(name in rows and rows[name].state is TagState.REJECTED for name in wanted):
            self._push(review_changes.reset(reviews, wanted))
        else:
            self._push(review_changes.reject(reviews, wanted))

    def rename(self, old_name: str, new_name: str) -> None:
        """Replace a word on the selected photos that have it."""
        self._push(review_changes.rename(self.reviews(), old_name, new_name))

    def add(self, names: Iterable[str]) -> None:
        """Add words to all selected photos; a synonym becomes the word it means."""
        self._push(review_changes.add(self.reviews(), self._session.vocabulary.resolve(names)))

    def accept_from(self, probability: float) -> None:
        """Accept the suggestions of at least this probability; the photos are reviewed then."""
        self._push(review_changes.accept_from(self.reviews(), probability))

    def accept_shown(self, hide_below: float) -> None:
        """Accept the suggestions that a threshold shows; the photos are reviewed then."""
        self._push(review_changes.accept_shown(self.reviews(), hide_below))

    def reject_shown(self, hide_below: float) -> None:
        """Reject the suggestions that a threshold shows; the photos are reviewed then."""
        self._push(review_changes.reject_from(self.reviews(), hide_below))

    def mark_reviewed(self) -> None:
        """Be done with the selected photos as they are."""
        self._push(review_changes.mark_reviewed(self.reviews()))

    def move(self, names: Sequence[str], step: int | None) -> None:
        """Move keywords in the order: -1 up, 1 down, None to the top."""
        self._push(review_changes.move(self.reviews(), names, step))

    def place(self, names: Sequence[str], before: str) -> None:
        """Put keywords before another one, "" for the end."""
        self._push(review_changes.place(self.reviews(), names, before))

    def give(self, names: Sequence[str], label: str) -> None:
        """Add words to the selected photos."""
        self._push(review_changes.give(self.reviews(), names, label))

    def give_instead(self, names: Sequence[str], label: str) -> None:
        """Make *names* the only keywords of the selected photos."""
        self._push(review_changes.give_instead(self.reviews(), names, label))

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

    def _push(self, change: ReviewChange, visit: object = None) -> None:
        if change.ids:
            self._stack.push(ApplyReviewChange(self._session, change, visit))
