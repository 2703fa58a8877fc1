"""What the command palette offers, and how well an entry fits what was typed.

Every typed word must be found, in any order, in the entry's name, its English name, its menu or its
keys; case and accents are ignored. Beginnings of words go before their middles, and letters in
order ("wsl" for "Write Selected") come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from phototagger.core.natural_order import fold

_WHOLE, _BEGINNING, _MIDDLE, _ELSEWHERE, _SCATTERED = 0, 1, 3, 5, 9


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be done.

    Attributes:
        id: what recent entries are remembered by; "" is not remembered.
        title: its name, in the language in force.
        run: does it.
        where: its menu, or what kind of thing it is.
        keys: its keys, as they are shown.
        english: its English name, where that is another one.
        why_not: why it cannot be done now, "" when it can.
    """

    id: str
    title: str
    run: Callable[[], object]
    where: str = ""
    keys: str = ""
    english: str = ""
    why_not: str = ""
    _names: str = field(init=False, default="")
    _rest: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "_names", fold(f"{self.title} {self.english}"))
        object.__setattr__(self, "_rest", fold(f"{self.where} {self.keys}"))

    def distance(self, words: Sequence[str]) -> int | None:
        """Return how far the entry is from what was typed, None where it does not fit.

        Args:
            words: the typed words, folded.
        """
        total = 0
        for word in words:
            found = self._distance(word)
            if found is None:
                return None
            total += found
        return total

    def _distance(self, word: str) -> int | None:
        place = self._names.find(word)
        if place == 0:
            return _WHOLE
        if place > 0:
            begins = f" {word}" in self._names or f"“{word}" in self._names
            return _BEGINNING if begins else _MIDDLE
        if word in self._rest:
            return _ELSEWHERE
        return _SCATTERED if len(word) > 1 and _is_scattered(word, self._names) else None


def ranked(entries: Iterable[Entry], typed: str, recent: Sequence[str]) -> list[Entry]:
    """Return the entries that fit, best first: what can be done, then recent, then as given.

    Args:
        entries: what there is, in the order of the menus.
        typed: what was typed.
        recent: ids of what was done last, the latest first.
    """
    words = fold(typed).split()
    last = {entry_id: number for number, entry_id in enumerate(recent)}
    found = []
    for number, entry in enumerate(entries):
        distance = entry.distance(words)
        if distance is not None:
            place = last.get(entry.id, len(last))
            found.append((bool(entry.why_not), distance, place, number, entry))
    found.sort(key=lambda item: item[:4])
    return [item[4] for item in found]


def _is_scattered(word: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in word)
