"""The categories of ACDSee: a small document of its own, kept as the text of one XMP property.

``<Categories><Category Assigned="0">Places<Category Assigned="1">Vienna</Category></Category>
</Categories>`` says that the photo is in the category Places/Vienna, not in Places.

Source: digiKam, core/libs/metadataengine/dmetadata/dmetadata_tags.cpp, for how readers take it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, unescape

from phototagger.core.errors import MetadataReadError
from phototagger.core.metadata._containers import Revision

_OPEN, _CLOSE = "<Categories>", "</Categories>"
_TOKEN = re.compile(r'<Category Assigned="(?P<assigned>[01])">|(?P<close></Category>)|[^<]+')


@dataclass(slots=True)
class _Category:
    """A category; positions are those of its tags in the text."""

    start: int
    behind_tag: int
    is_assigned: bool
    name: str = ""
    end: int = 0
    has_children: bool = False


def paths(text: str) -> tuple[str, ...]:
    """Return the assigned categories, words parted by "/".

    Raises:
        MetadataReadError: the text is not of this form.
    """
    return tuple(path for path, category in _categories(text) if category.is_assigned)


def revised(text: str, revision: Revision) -> str:
    """Return the text without some assigned categories, and with others at the top.

    A category that holds others stays, unassigned.

    Args:
        text: the property as it is, "" for none.
        revision: positions in the order of `paths`, and words.

    Raises:
        MetadataReadError: the text is not of this form.
    """
    assigned = [found for _, found in _categories(text) if found.is_assigned]
    cuts = [
        (found.start, found.behind_tag, '<Category Assigned="0">')
        if found.has_children
        else (found.start, found.end, "")
        for at, found in enumerate(assigned)
        if at in revision.dropped
    ]
    for start, end, instead in sorted(cuts, reverse=True):
        text = text[:start] + instead + text[end:]
    return _with(text, revision.added)


def _with(text: str, words: Iterable[str]) -> str:
    new = "".join(f'<Category Assigned="1">{escape(word)}</Category>' for word in words)
    at = text.rindex(_CLOSE) if text.strip() else 0
    return text[:at] + new + text[at:] if at else f"{_OPEN}{new}{_CLOSE}"


def _categories(text: str) -> list[tuple[str, _Category]]:
    """Return every category with its path, in the order in which they begin."""
    inside = text.strip()
    if not inside:
        return []
    if not (inside.startswith(_OPEN) and inside.endswith(_CLOSE)):
        raise _damaged()
    at, end = text.index(_OPEN) + len(_OPEN), text.rindex(_CLOSE)
    found: list[tuple[str, _Category]] = []
    is_open: list[_Category] = []
    while at < end:
        token = _TOKEN.match(text, at, end)
        if token is None:
            raise _damaged()
        if assigned := token["assigned"]:
            for parent in is_open[-1:]:
                parent.has_children = True
            is_open.append(_Category(token.start(), token.end(), assigned == "1"))
        elif token["close"]:
            if not is_open:
                raise _damaged()
            is_open.pop().end = token.end()
        elif is_open and not is_open[-1].name:
            is_open[-1].name = unescape(token[0]).strip()
            path = "/".join(category.name for category in is_open)
            found.append((path, is_open[-1]))
        elif token[0].strip():
            raise _damaged()
        at = token.end()
    if is_open:
        raise _damaged()
    return found


def _damaged() -> MetadataReadError:
    return MetadataReadError("The ACDSee categories of this photo are damaged.")
