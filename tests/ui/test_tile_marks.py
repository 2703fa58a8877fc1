"""The marks of a tile: what is drawn for which state, and that it is seen in both themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from phototagger.core.photo import Fingerprint, Photo, PhotoId, TaggingState
from phototagger.ui.photo_model import TileSummary
from phototagger.ui.theme import DARK, LIGHT, Theme
from phototagger.ui.tile_delegate import _badges, _marks

from .conftest import contrast

WAITS = TileSummary(2, 3, 1, ())


def photo(
    *, is_reviewed: bool = False, is_changed: bool = False, has_sidecar: bool = False
) -> Photo:
    return Photo(
        PhotoId(1),
        Path("/p/1.jpg"),
        Fingerprint(1, 1),
        TaggingState.TAGGED,
        is_reviewed=is_reviewed,
        is_changed=is_changed,
        has_sidecar=has_sidecar,
    )


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_sidecar_and_change_stand_at_the_right(colors: Theme) -> None:
    assert _marks(photo(), colors) == []
    assert [name for name, _ in _marks(photo(has_sidecar=True), colors)] == ["sidecar"]
    both = _marks(photo(has_sidecar=True, is_changed=True), colors)
    assert [name for name, _ in both] == ["changed", "sidecar"]
    assert all(contrast(color, colors.raised) >= 3 for _, color in both)


def test_a_reviewed_photo_has_a_tick_and_asks_for_nothing(dressed: QApplication) -> None:
    open_one = [glyph for glyph, *_ in _badges(photo(), WAITS, LIGHT)]
    done = [glyph for glyph, *_ in _badges(photo(is_reviewed=True), WAITS, LIGHT)]
    assert open_one == ["unsaved", "review"]
    assert done == ["reviewed", "unsaved"]
