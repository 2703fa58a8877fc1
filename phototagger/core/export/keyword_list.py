"""The keywords of photos as an indented list, and as sidecars: what other programs import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from phototagger.core.errors import ExportError, UnreadablePhoto
from phototagger.core.export._formats import ExportRow
from phototagger.core.export._table import check_target, replace_or_explain
from phototagger.core.fields import Field
from phototagger.core.jobs import CancelToken
from phototagger.core.metadata import Edit, new_sidecar, read_photo
from phototagger.core.natural_order import natural_key
from phototagger.core.tags import KeywordChange, clean_name

_Tree: TypeAlias = dict[str, "_Tree"]

_PATHS = (Field.HIERARCHICAL_SUBJECT, Field.TAGS_LIST)


def write_keyword_list(
    rows: Iterable[ExportRow], out: Path, *, cancel: CancelToken | None = None
) -> int:
    """Write every keyword once, below its parents, one a line, indented by tabs.

    Parents come from the keyword paths that Lightroom or digiKam left in the photos; words
    without a path stand at the left. Lightroom, Bridge and others import such a list.

    Returns:
        The number of keywords, parents included.

    Raises:
        ExportError: the file cannot be written; the older one is untouched.
        Cancelled: *cancel* was set.
    """
    check_target(out, (".txt",))
    tree: _Tree = {}
    words: set[str] = set()
    placed: set[str] = set()
    for row in rows:
        if cancel is not None:
            cancel.check()
        wanted = set(row.review.keywords())
        words |= wanted
        for path in _paths(row.path):
            if path[-1] in wanted:
                branch = tree
                for word in path:
                    branch = branch.setdefault(word, {})
                placed.update(path)
    for word in words - placed:
        tree[word] = {}
    lines = list(_lines(tree, 0))
    replace_or_explain(out, [line.encode() for line in lines])
    return len(lines)


def _paths(photo: Path) -> list[tuple[str, ...]]:
    try:
        fields = read_photo(photo).fields
    except UnreadablePhoto:
        return []
    found = []
    for entry in fields:
        if entry.field in _PATHS:
            for value in entry.values:
                parts = tuple(filter(None, map(clean_name, value.split(entry.field.separator))))
                if parts:
                    found.append(parts)
    return found


def _lines(tree: Mapping[str, _Tree], depth: int) -> Iterable[str]:
    for word in sorted(tree, key=lambda name: (natural_key(name), name)):
        yield "\t" * depth + word + "\n"
        yield from _lines(tree[word], depth + 1)


def write_sidecars(
    rows: Sequence[ExportRow], folder: Path, *, cancel: CancelToken | None = None
) -> int:
    """Write ``NAME.EXT.xmp`` for every photo into a new folder; the photos stay as they are.

    Returns:
        The number of sidecars.

    Raises:
        ExportError: two photos have one name, or the folder cannot be made.
        Cancelled: *cancel* was set; sidecars written so far stay.
    """
    names: set[str] = set()
    for row in rows:
        if row.path.name.casefold() in names:
            raise ExportError(
                f"Two photos are called {row.path.name}; export them into different folders."
            )
        names.add(row.path.name.casefold())
    try:
        folder.mkdir()
    except OSError as error:
        raise ExportError(
            f"The folder {folder} cannot be made; choose another place.", detail=repr(error)
        ) from error
    for row in rows:
        if cancel is not None:
            cancel.check()
        review = row.review
        change = KeywordChange(
            review.keywords(), title=review.title or None, description=review.description or None
        )
        replace_or_explain(folder / f"{row.path.name}.xmp", [new_sidecar(Edit.of(change))])
    return len(names)
