"""Tags as values: suggestions with a probability, and ordered sets of keywords.

Owns what makes two tags the same word. Knows no file and no service.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

MAX_NAME_CHARS = 200
"""Longer names are refused by `clean_name`; no keyword field of the field's programs shows more."""


class TagOrigin(StrEnum):
    """Where a tag came from."""

    SERVICE = "service"
    LEARNED = "learned"
    FILE = "file"
    USER = "user"


def clean_name(text: str) -> str:
    """Return *text* as a tag name: NFC, without control characters, single spaces, trimmed.

    Two tags are the same word when their clean names are equal. Case is kept: "Turkey" and
    "turkey" are two words, and merging them is the user's decision.

    Returns:
        The name, at most `MAX_NAME_CHARS` characters, or "" when nothing is left.
    """
    visible = unicodedata.normalize("NFC", text)
    if not visible.isprintable():  # most names are, and this is called for every word of a photo
        visible = "".join(
            " " if char.isspace() else char
            for char in visible
            if char.isspace() or unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")
        )
        # Again: an accent may meet its letter only when what stood between them is gone.
        visible = unicodedata.normalize("NFC", visible)
    # Interned, because the same words stand in many fields of many photos.
    return sys.intern(" ".join(visible.split())[:MAX_NAME_CHARS].rstrip())


def clean_text(text: str) -> str:
    """Return a title or description as it is compared: NFC, lines kept, no control characters.

    Returns:
        The text without white space at its ends, "" when nothing is left.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    visible = "".join(
        char
        for char in lines
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")
    )
    # Again: an accent may meet its letter only when what stood between them is gone.
    return unicodedata.normalize("NFC", visible).strip()


def parse_names(text: str) -> tuple[str, ...]:
    """Split what a user typed at ``;`` and ``,`` into clean, unique names, in order."""
    return KeywordSet.of(text.replace(";", ",").split(",")).names


@dataclass(frozen=True, slots=True)
class TagSuggestion:
    """A tag proposed by a tagging service, or by what was learned from the user.

    Attributes:
        name: clean tag name.
        probability: 0…1.
        origin: SERVICE or LEARNED.
        given: what the service said, where learning changed it; None where it did not, or where
            the service did not suggest the tag.
        evidence: pictures of the user's own that a learned tag is explained by, the nearest
            first: the picture part of their content keys, 16 bytes each.
        hidden: why it is hidden whatever the threshold says, a key of `tag_pipeline`; "" where
            it is not.
        said: the word the service used, where the vocabulary made another of it, else "".
        is_shown: it is shown whatever the global threshold says, because it reaches its own.
        own: its own probability, where the higher one of a synonym stands in its place.
    """

    name: str
    probability: float
    origin: TagOrigin = TagOrigin.SERVICE
    given: float | None = None
    evidence: tuple[bytes, ...] = ()
    hidden: str = ""
    said: str = ""
    is_shown: bool = False
    own: float | None = None

    def is_visible(self, hide_below: float) -> bool:
        """Whether it is shown while it waits for a decision.

        Args:
            hide_below: the global threshold, 0…1.
        """
        return not self.hidden and (self.is_shown or self.probability >= hide_below)


@dataclass(frozen=True, slots=True)
class KeywordSet:
    """Keywords in order, each once. Equality ignores order: it is a set that remembers one."""

    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> KeywordSet:
        """Build a set from any strings: cleaned, empty ones dropped, first occurrence kept."""
        return cls(tuple(dict.fromkeys(name for name in map(clean_name, names) if name)))

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeywordSet) and set(self.names) == set(other.names)

    def __hash__(self) -> int:
        return hash(frozenset(self.names))

    def union(self, other: Iterable[str]) -> KeywordSet:
        """Return these keywords followed by those of *other* that are new."""
        return KeywordSet(tuple(dict.fromkeys((*self.names, *other))))

    def minus(self, other: Iterable[str]) -> KeywordSet:
        """Return these keywords without those of *other*."""
        gone = set(other)
        return KeywordSet(tuple(name for name in self.names if name not in gone))


NO_KEYWORDS = KeywordSet()
"""The empty set."""


@dataclass(frozen=True, slots=True)
class KeywordChange:
    """What to do to the keywords of one file, relative to what it holds when it is written.

    Relative on purpose: a word another program added meanwhile survives.

    Attributes:
        add: keywords that shall be in the file afterwards.
        remove: keywords the user removed or rejected; they shall not be in it afterwards.
        title: the title the file shall have, "" for none, None to leave it as it is.
        description: the same for the description.
        paths: whole paths of words to add, from the top word down, for fields that hold paths.
        order: the order the keywords shall have, () to leave it. Words it lacks come last.
    """

    add: KeywordSet = NO_KEYWORDS
    remove: KeywordSet = NO_KEYWORDS
    title: str | None = None
    description: str | None = None
    paths: tuple[tuple[str, ...], ...] = ()
    order: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return self.changes_keywords or self.title is not None or self.description is not None

    @property
    def changes_keywords(self) -> bool:
        """Whether keywords are added, removed or moved."""
        return bool(self.add or self.remove or self.order)

    def apply(self, current: KeywordSet) -> KeywordSet:
        """Return *current* with the change applied, in its order unless another is wanted."""
        changed = current.minus(self.remove).union(self.add.minus(self.remove))
        return KeywordSet(sorted_by(changed.names, self.order))


def sorted_by(names: tuple[str, ...], order: Iterable[str]) -> tuple[str, ...]:
    """Return *names* in *order*; those it lacks follow as they are."""
    places = {name: place for place, name in enumerate(order)}
    return tuple(sorted(names, key=lambda name: places.get(name, len(places)))) if places else names
