"""The user's words at hand: nine sets with names, and the words that were used last.

Both are stored as text of the settings; what cannot be understood there is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from phototagger.core.settings import Settings
from phototagger.core.tags import KeywordSet, clean_name

PLACES = range(1, 10)
_RECENT = 12


@dataclass(frozen=True, slots=True)
class FavouriteSet:
    """Some keywords under one name.

    Attributes:
        name: what the user calls it.
        words: the keywords, in order.
    """

    name: str
    words: tuple[str, ...]


class Favourites(QObject):
    """The sets and the recent words.

    Signals:
        changed(): sets or recent words are others.

    Args:
        sets: what `stored_sets` returned in an earlier run.
        recent: what `stored_recent` returned in an earlier run.
        parent: owner.
    """

    changed = Signal()

    def __init__(self, sets: str = "", recent: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sets = _parsed_sets(sets)
        self._recent = _words(_loaded(recent))[:_RECENT]

    @property
    def sets(self) -> Mapping[int, FavouriteSet]:
        """The sets by their place, 1 to 9."""
        return self._sets

    @property
    def recent(self) -> tuple[str, ...]:
        """The words used last, the latest first."""
        return self._recent

    @property
    def free_place(self) -> int | None:
        """The first place without a set, None when all nine are taken."""
        return next((place for place in PLACES if place not in self._sets), None)

    def put(self, place: int, name: str, words: Iterable[str]) -> None:
        """Keep a set at a place, 1 to 9; one without name or words goes."""
        found = FavouriteSet(clean_name(name), KeywordSet.of(words).names)
        self._sets.pop(place, None)
        if found.name and found.words:
            self._sets[place] = found
        self._sets = dict(sorted(self._sets.items()))
        self.changed.emit()

    def remove(self, place: int) -> None:
        """Forget a set."""
        if self._sets.pop(place, None) is not None:
            self.changed.emit()

    def use(self, words: Iterable[str]) -> None:
        """Note that words were used."""
        recent = tuple(dict.fromkeys((*words, *self._recent)))[:_RECENT]
        if recent != self._recent:
            self._recent = recent
            self.changed.emit()

    def stored_sets(self) -> str:
        """Return the sets as text."""
        if not self._sets:
            return ""
        kept = {str(place): [found.name, *found.words] for place, found in self._sets.items()}
        return json.dumps(kept, ensure_ascii=False)

    def stored_recent(self) -> str:
        """Return the recent words as text."""
        return json.dumps(self._recent, ensure_ascii=False) if self._recent else ""


def _parsed_sets(stored: str) -> dict[int, FavouriteSet]:
    loaded = _loaded(stored)
    if not isinstance(loaded, dict):
        return {}
    found = {}
    for place in PLACES:
        words = _words(loaded.get(str(place)))
        if len(words) > 1:
            found[place] = FavouriteSet(words[0], KeywordSet.of(words[1:]).names)
    return found


def remembered(settings: Settings, keep: Callable[..., None], parent: QObject) -> Favourites:
    """Return the words at hand as the settings say; every change is handed to *keep*."""
    words = Favourites(settings.favourite_sets, settings.recent_words, parent)
    words.changed.connect(
        lambda: keep(favourite_sets=words.stored_sets(), recent_words=words.stored_recent())
    )
    return words


def _loaded(stored: str) -> object:
    try:
        return json.loads(stored)
    except ValueError:
        return None


def _words(value: object) -> tuple[str, ...]:
    """Return the clean words of a list; a set may bear the name of one of its words."""
    if not isinstance(value, list):
        return ()
    return tuple(name for word in value if isinstance(word, str) and (name := clean_name(word)))
