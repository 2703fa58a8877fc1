"""Keeps a gesture on very many photos, part by part in one transaction. Thread: any.

The library keeps photos and reviews it was asked for: tell it `refreshed_all` afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from phototagger.core._catalog import Catalog
from phototagger.core._catalog_values import decision_row, load_reviews, text_row
from phototagger.core.photo import PhotoId, SavingState
from phototagger.core.review import Review, ReviewChange
from phototagger.core.vocabulary import Outgoing


class MassStore:
    """Reads and keeps reviews beside the library.

    Args:
        catalog: where they are.
        outgoing: returns how words leave the program now.
    """

    def __init__(self, catalog: Catalog, outgoing: Callable[[], Outgoing]) -> None:
        self._catalog = catalog
        self._outgoing = outgoing

    def reviews(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Review]:
        """Return reviews as the catalog has them."""
        return load_reviews(self._catalog, ids, self._outgoing())

    def change_count(self) -> int:
        """Return a number that is another one as soon as anything was stored."""
        return self._catalog.file.change_count

    def together(self) -> AbstractContextManager[object]:
        """Keep several changes, all or none."""
        return self._catalog.file.transaction()

    def keep(self, change: ReviewChange, saved: Mapping[PhotoId, bool]) -> None:
        """Keep a part, within `together`.

        Args:
            change: the gesture.
            saved: whether the file of each photo of it holds what is wanted then.
        """
        catalog = self._catalog
        catalog.replace_decisions(
            (i, map(decision_row, after)) for i, after in change.after.items()
        )
        if change.texts_after:
            reviews = self.reviews(list(change.texts_after))
            catalog.replace_texts(
                [text_row(i, replace(reviews[i], texts=t)) for i, t in change.texts_after.items()]
            )
        catalog.replace_orders(change.orders_after.items())
        for flag, state in ((False, SavingState.UNSAVED), (True, SavingState.SAVED)):
            marked = [i for i, now in change.reviewed_after.items() if now is flag]
            if marked:
                catalog.set_columns(marked, is_reviewed=int(flag))
            catalog.set_saving(
                [i for i, is_saved in saved.items() if is_saved is flag], state.value
            )
