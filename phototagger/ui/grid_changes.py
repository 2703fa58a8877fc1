"""Keeps what is looked at where it is while the list of photos is made anew."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Protocol

from phototagger.core.photo import PhotoId
from phototagger.core.photo_query import PhotoIds
from phototagger.ui.grid_selection import GridSelection
from phototagger.ui.photo_model import PhotoModel
from phototagger.ui.row_ranges import RowRanges


class Shown(Protocol):
    """What is needed of a grid."""

    selection: GridSelection

    @property
    def current_row(self) -> int:
        """Row with the focus frame, -1 for none."""

    def selected_ids(self) -> PhotoIds[int]:
        """Return the selected photos."""

    def verticalOffset(self) -> int:
        """Return how far the sheet is scrolled."""

    def anchor_row(self) -> int:
        """Return the row that should stay where it is."""

    def anchor_top(self) -> int:
        """Return where it begins."""

    def set_current(self, row: int, *, is_scrolling: bool = True) -> None:
        """Give a row the focus frame."""

    def put_row(self, row: int, top: int) -> None:
        """Scroll so that a row begins there."""

    def updateGeometries(self) -> None:
        """Fit the scroll bar to the sheet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is looked at, by photo.

    Attributes:
        selected: the selected photos.
        current: the photo with the focus frame.
        current_row: where it was.
        anchor: the photo that stays where it is; None at the top of the sheet.
        anchor_top: where its tile began.
    """

    selected: PhotoIds[int]
    current: PhotoId | None
    current_row: int
    anchor: PhotoId | None
    anchor_top: int

    @classmethod
    def of(cls, grid: Shown, photos: PhotoModel) -> Kept:
        """Return what is looked at now."""
        anchor = grid.anchor_row() if grid.verticalOffset() > 0 else -1
        row = grid.current_row
        return cls(
            grid.selected_ids(), photos.id_at(row), row, photos.id_at(anchor), grid.anchor_top()
        )

    def bring_back(self, grid: Shown, photos: PhotoModel) -> None:
        """Select the same photos in the new list and show the same ones; some may be gone."""
        grid.selection.set_rows(_rows_with(photos.ids, set(self.selected)))
        row = _row_of(photos, self.current)
        if row is None and self.current is not None:  # it went: go on beside it
            row = min(self.current_row, len(photos.ids) - 1)
        if row is not None and row >= 0:
            grid.set_current(row, is_scrolling=False)
        grid.updateGeometries()
        if (anchor := _row_of(photos, self.anchor)) is not None:
            grid.put_row(anchor, self.anchor_top)


def _rows_with(ids: PhotoIds[int], wanted: Set[int]) -> RowRanges:
    if not wanted:
        return RowRanges()
    return RowRanges.of_rows(row for row, photo_id in enumerate(ids) if photo_id in wanted)


def _row_of(photos: PhotoModel, photo_id: PhotoId | None) -> int | None:
    return photos.row_of(photo_id) if photo_id is not None else None
