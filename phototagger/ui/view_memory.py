"""What the window showed when it was closed: which photos, which of them selected, how far down."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from phototagger.core.photo import PhotoFilter, PhotoId
from phototagger.core.photo_query import Choice, SavedSearch
from phototagger.core.session import Session
from phototagger.ui.browser import Browser
from phototagger.ui.grid_changes import Kept
from phototagger.ui.sidebar import Sidebar

_CHOICE = "choice"
_PLACE = "place"
_FILTER, _FOLDER, _SEARCH = "filter", "folder", "search"
_MOST_SELECTED = 1_000
"""More than these were chosen by a gesture that is as quick again; only the current one is kept."""


def keep(state: QSettings, browser: Browser) -> None:
    """Remember what is shown."""
    keep_choice(state, browser.choice)
    keep_place(state, browser.place())


def restore(state: QSettings, session: Session, sidebar: Sidebar, browser: Browser) -> None:
    """Show what was remembered, as far as it is there still."""
    choice = kept_choice(state, session.searches.all(), session.roots())
    sidebar.recall(choice)
    browser.choose(choice, kept_place(state))


def keep_choice(state: QSettings, choice: Choice) -> None:
    """Remember which photos are shown."""
    if isinstance(choice, PhotoFilter):
        kept = (_FILTER, choice.value)
    elif isinstance(choice, SavedSearch):
        kept = (_SEARCH, choice.name)
    else:
        kept = (_FOLDER, str(choice))
    state.setValue(_CHOICE, json.dumps(kept))


def kept_choice(
    state: QSettings, searches: Iterable[SavedSearch], folders: Iterable[Path]
) -> Choice:
    """Return which photos were shown; all where that filter, search or folder is gone.

    Args:
        state: where it was kept.
        searches: those there are now.
        folders: the folders that are open now.
    """
    kind, name = _read(state, _CHOICE) or ("", "")
    if kind == _FILTER and name in list(PhotoFilter):
        return PhotoFilter(name)
    if kind == _SEARCH:
        return next((search for search in searches if search.name == name), PhotoFilter.ALL)
    if kind == _FOLDER and any(Path(name).is_relative_to(folder) for folder in folders):
        return Path(name)
    return PhotoFilter.ALL


def keep_place(state: QSettings, place: Kept | None) -> None:
    """Remember what is selected, what is current and how far the sheet is scrolled."""
    if place is None:
        state.remove(_PLACE)
        return
    selected = place.selected.tolist() if len(place.selected) <= _MOST_SELECTED else []
    if not selected and place.current is not None and len(place.selected):
        selected = [place.current]
    kept = (selected, place.current, place.current_row, place.anchor, place.anchor_top)
    state.setValue(_PLACE, json.dumps(kept))


def kept_place(state: QSettings) -> Kept | None:
    """Return what was looked at; None where nothing was kept."""
    kept = _read(state, _PLACE)
    if kept is None:
        return None
    selected, current, row, anchor, top = kept
    numbers = (current, row, anchor, top)
    if not isinstance(selected, list) or not all(isinstance(n, int | None) for n in numbers):
        return None
    ids = array("q", (number for number in selected if isinstance(number, int)))
    return Kept(
        ids,
        PhotoId(current) if current is not None else None,
        row or 0,
        PhotoId(anchor) if anchor is not None else None,
        top or 0,
    )


def _read(state: QSettings, name: str) -> list[Any] | None:
    """Return what was kept; a file that somebody edited costs what it said, never the start."""
    length = {_CHOICE: 2, _PLACE: 5}[name]
    try:
        kept = json.loads(str(state.value(name, "")))
    except ValueError:
        return None
    return kept if isinstance(kept, list) and len(kept) == length else None
