"""Lists and counts over the whole catalog, made by SQLite alone.

A list comes out of SQLite as one value: fetching 100,000 rows one by one would hold Python's
lock a hundred thousand times, this way the window goes on meanwhile. Thread: any; each reads
through its own connection.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from phototagger.core._catalog import under
from phototagger.core._catalog_file import CatalogFile
from phototagger.core._catalog_merge import merge_tags
from phototagger.core.merged_tags import MergedTags
from phototagger.core.photo import PhotoFilter, PhotoId, SavingState, TaggingState
from phototagger.core.photo_query import Choice, PhotoIds, PhotoQuery, PhotoSort
from phototagger.core.problems import PhotoProblem, kind_of
from phototagger.core.search import FILTERS, Field, State, Term, parse

_FILTERS = {
    PhotoFilter.ALL: "1",
    PhotoFilter.UNTAGGED: "p.tagging <> 'tagged'",
    PhotoFilter.TO_REVIEW: "p.best_pending >= :hide_below AND p.is_reviewed = 0",
    PhotoFilter.REVIEWED: "p.is_reviewed = 1 AND p.saving IN ('unsaved', 'writing', 'failed')",
    PhotoFilter.UNSAVED: "p.saving IN ('unsaved', 'writing', 'failed')",
    PhotoFilter.PROBLEMS: "p.id IN (SELECT id FROM photos WHERE is_listed = 1 AND problem <> '')",
    PhotoFilter.CHANGED: "p.is_changed = 1",
}
_COLUMNS = {
    PhotoSort.NAME: "name_key",
    PhotoSort.TAKEN: "taken_s",
    PhotoSort.MODIFIED: "mtime_ns",
    PhotoSort.KEYWORDS: "keyword_count",
    PhotoSort.SIZE: "size_bytes",
}
_SAME_TYPE = {"jpg": ("jpg", "jpeg"), "jpeg": ("jpg", "jpeg"), "tif": ("tif", "tiff")}
_SAME_TYPE["tiff"] = _SAME_TYPE["tif"]

_LEAST_BEGINNING = 3
"""Shorter words are searched whole: most words begin with some one or two letters."""

_SHOWN = "t.hidden = '' AND (t.is_shown OR t.probability >= :hide_below)"

_REJECTED = (
    "EXISTS (SELECT 1 FROM decisions AS d WHERE d.photo_id = t.photo_id"
    " AND +d.word_id = t.word_id AND d.decision = 'rejected')"
)


_NARROW = (Field.STATE, Field.KEYWORD_COUNT, Field.DATE, Field.FOLDER)
_ALL = "(p.is_listed = 1) AND (1)"

Values = dict[str, object]


class CatalogLists:
    """Answers questions about all photos.

    Args:
        file: the open catalog.
    """

    def __init__(self, file: CatalogFile) -> None:
        self._file = file

    def ids(
        self, query: PhotoQuery, terms: Iterable[Term] = (), hide_below: float = 0.0
    ) -> PhotoIds[int]:
        """Return the listed photos that a query and all *terms* find, in order."""
        condition, values, is_narrow = _condition(query.choice, terms, hide_below)
        sql = _sql(query, condition, is_narrow)
        found = self._file.row(f"SELECT json_group_array(id) FROM ({sql})", values)
        return array("q", json.loads(found[0]) if found else ())

    def count(self, terms: Iterable[Term], hide_below: float) -> int:
        """Count the listed photos that all *terms* find."""
        condition, values, _ = _condition(PhotoFilter.ALL, terms, hide_below)
        row = self._file.row(f"SELECT COUNT(*) FROM {_found(condition)}", values)
        return int(row[0]) if row else 0

    def extension_counts(self) -> dict[str, int]:
        """Count the listed photos of each file type, in small letters, the most frequent first."""
        rows = self._file.rows(
            # What is left of a name after its longest end without a dot is taken away.
            "SELECT replace(folded_name, rtrim(folded_name, replace(folded_name, '.', '')), '')"
            " AS ending, COUNT(*) FROM photos INDEXED BY photos_in_folder"
            " WHERE is_listed = 1 GROUP BY ending ORDER BY 2 DESC, 1",
            [],
        )
        return dict(rows)

    def use_counts(self, words: Iterable[str], most: int) -> dict[str, int]:
        """Count the photos that have each word as a keyword, up to *most*."""
        rows = self._file.rows(
            "SELECT name, (SELECT COUNT(*) FROM (SELECT photo_id FROM keywords WHERE word_id ="
            " words.id UNION SELECT photo_id FROM decisions WHERE word_id = words.id"
            " AND decision = 'accepted' LIMIT ?2)) FROM words"
            " WHERE name IN (SELECT value FROM json_each(?1))",
            [json.dumps(list(words)), most],
        )
        return dict(rows)

    def ids_in(self, tagging: Iterable[str] | None, saving: Iterable[str] | None) -> PhotoIds[int]:
        """Return listed photos in order of folders, of these states where given."""
        conditions, values = ["p.is_listed = 1"], []
        for column, states in (("tagging", tagging), ("saving", saving)):
            if states is not None:
                conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(list(states)))
        sql = _sql(PhotoQuery(), " AND ".join(conditions), is_narrow=True)
        found = self._file.row(f"SELECT json_group_array(id) FROM ({sql})", values)
        return array("q", json.loads(found[0]) if found else ())

    def named(self, beginning: str) -> PhotoIds[int]:
        """Return the listed photos whose folded file name begins so, in no order."""
        found = self._file.row(
            "SELECT json_group_array(id) FROM photos INDEXED BY photos_in_folder"
            " WHERE is_listed = 1"
            " AND folded_name >= :name AND folded_name < :name || char(1114111)",
            {"name": beginning},
        )
        return array("q", json.loads(found[0]) if found else ())

    def matching(self, ids: Iterable[int], choice: PhotoFilter, hide_below: float) -> set[int]:
        """Return which of *ids* a filter has."""
        rows = self._file.rows(
            "SELECT p.id FROM photos AS p WHERE p.is_listed = 1 AND p.id IN"
            f" (SELECT value FROM json_each(:ids)) AND {_FILTERS[choice]}",
            {"ids": json.dumps(list(ids)), "hide_below": hide_below},
        )
        return {row[0] for row in rows}

    def merged_tags(self, ids: Sequence[int]) -> MergedTags:
        """Merge the tags of very many photos."""
        return merge_tags(self._file, ids)

    def filter_counts(self, hide_below: float) -> Mapping[PhotoFilter, int]:
        """Count the listed photos of each filter."""
        covered = [choice for choice in _FILTERS if choice is not PhotoFilter.PROBLEMS]
        sums = ", ".join(f"coalesce(sum({_FILTERS[choice]}), 0)" for choice in covered)
        row = self._file.row(
            f"SELECT {sums} FROM photos AS p INDEXED BY photos_by_state WHERE is_listed = 1",
            {"hide_below": hide_below},
        )
        problems = self._file.row(
            "SELECT COUNT(*) FROM photos WHERE is_listed = 1 AND problem <> ''", []
        )
        counts = dict(zip(covered, row or (), strict=True))
        counts[PhotoFilter.PROBLEMS] = problems[0] if problems else 0
        return {choice: counts[choice] for choice in _FILTERS}

    def problems(self) -> list[PhotoProblem]:
        """Return the listed photos that have a problem, in order of their names."""
        rows = self._file.rows(
            "SELECT id, path, tagging, saving, problem FROM photos"
            " WHERE is_listed = 1 AND problem <> '' ORDER BY name_key, id",
            [],
        )
        return [
            PhotoProblem(
                PhotoId(number),
                Path(os.fsdecode(path)),
                kind_of(TaggingState(tagging), SavingState(saving)),
                problem,
            )
            for number, path, tagging, saving, problem in rows
        ]

    def folder_counts(self) -> dict[Path, int]:
        """Count the listed photos right in each folder that has some."""
        rows = self._file.rows(
            "SELECT path, number FROM (SELECT folder_id, COUNT(*) AS number"
            " FROM photos INDEXED BY photos_in_folder"
            " WHERE is_listed = 1 GROUP BY folder_id) JOIN folders ON folders.id = folder_id",
            [],
        )
        return {Path(os.fsdecode(path)): number for path, number in rows}


def _condition(
    choice: Choice, terms: Iterable[Term], hide_below: float
) -> tuple[str, Values, bool]:
    """Return an SQL condition on photos *p*, its values, and whether states alone decide it."""
    values: Values = {"hide_below": hide_below}
    conditions = ["p.is_listed = 1"]
    is_narrow = True  # the index by state has all that is asked
    if isinstance(choice, PhotoFilter):
        conditions.append(_FILTERS[choice])
    elif isinstance(choice, Path):
        condition, more = under(os.fsencode(choice), "choice")
        conditions.append(f"p.folder_id IN (SELECT id FROM folders WHERE {condition})")
        values |= more
    else:
        conditions.append("1")
        terms = (*parse(choice.text), *terms)
    for number, term in enumerate(terms):
        either = []
        for place, one in enumerate((term, *term.others)):
            condition = _CONDITIONS[one.field](one, f"v{number}_{place}_", values)
            either.append(f"NOT ({condition})" if one.is_negated else f"({condition})")
            is_narrow = is_narrow and one.field in _NARROW
        conditions.append(" OR ".join(either))
    return " AND ".join(f"({condition})" for condition in conditions), values, is_narrow


def _found(condition: str) -> str:
    """Return the part of a query that finds photos *p* folder by folder."""
    return (
        "folders AS f CROSS JOIN photos AS p INDEXED BY photos_in_folder ON p.folder_id = f.id"
        # Asked of the folder, a condition is answered once for all its photos.
        f" WHERE {condition.replace('p.folder_id', 'f.id')}"
    )


def _sql(query: PhotoQuery, condition: str, is_narrow: bool) -> str:
    """Return the SQL that finds the photos *p* in folders *f* of a condition, in order.

    Folder by folder, one index has everything in order. For another order, either the index by
    state has all that is asked and the rest is sorting, or the photos are found folder by folder
    first and looked up while the index of the order is walked.
    """
    turned = " DESC" if query.is_descending else ""
    found = _found(condition)
    if query.sort is PhotoSort.FOLDER:
        order = f"f.sort_key{turned}, f.id{turned}, p.name_key{turned}"
        return f"SELECT p.id AS id FROM {found} ORDER BY {order}"
    column = _COLUMNS[query.sort]
    order = f"{column}{turned}, id{turned}"
    if query.choice is PhotoFilter.ALL and condition == _ALL:
        return f"SELECT id FROM photos WHERE is_listed = 1 ORDER BY {order}"
    if is_narrow and query.sort is not PhotoSort.NAME:
        return (
            "SELECT p.id AS id FROM photos AS p INDEXED BY photos_by_state"
            f" WHERE {condition} ORDER BY {order}"
        )
    return (
        "SELECT id FROM photos WHERE is_listed = 1"
        f" AND +id IN (SELECT p.id FROM {found}) ORDER BY {order}"
    )


def _any(term: Term, name: str, values: Values) -> str:
    """The word may stand in a name, a folder, a keyword or a suggestion that is shown."""
    values[name] = term.text
    words = _words_with(term, name, values, anywhere=True)
    return (
        f"instr(p.folded_name, :{name})"
        f" OR p.folder_id IN (SELECT id FROM folders WHERE instr(folded, :{name}))"
        f" OR +p.id IN ({_keywords(words)}"
        f" UNION ALL SELECT t.photo_id FROM suggestions AS t WHERE t.word_id IN ({words})"
        f" AND {_SHOWN} AND NOT {_REJECTED})"
    )


def _tag(term: Term, name: str, values: Values) -> str:
    return f"+p.id IN ({_keywords(_words_with(term, name, values))})"


def _suggested(term: Term, name: str, values: Values) -> str:
    words = _words_with(term, name, values)
    return (
        f"+p.id IN (SELECT t.photo_id FROM suggestions AS t WHERE t.word_id IN ({words})"
        f" AND {_SHOWN}"
        " AND NOT EXISTS (SELECT 1 FROM decisions AS d"
        " WHERE d.photo_id = t.photo_id AND +d.word_id = t.word_id)"
        " AND NOT EXISTS (SELECT 1 FROM keywords AS k"
        " WHERE k.photo_id = t.photo_id AND +k.word_id = t.word_id))"
    )


def _decided(term: Term, name: str, values: Values) -> str:
    is_own = term.field is Field.OWN
    said = "decision = 'accepted' AND origin = 'user'" if is_own else "decision = 'rejected'"
    words = _words_with(term, name, values)
    return f"+p.id IN (SELECT photo_id FROM decisions WHERE word_id IN ({words}) AND {said})"


def _probability(term: Term, name: str, values: Values) -> str:
    values[f"{name}n"] = term.number
    words = _words_with(term, name, values)
    return (
        f"+p.id IN (SELECT photo_id FROM suggestions WHERE word_id IN ({words})"
        f" AND hidden = '' AND probability {term.operator} :{name}n)"
    )


def _state(term: Term, name: str, values: Values) -> str:
    state = State(term.text)
    if state in FILTERS:
        return _FILTERS[FILTERS[state]]
    return "p.is_reviewed = 1" if state is State.REVIEWED else "p.tagging = 'tagged'"


def _keyword_count(term: Term, name: str, values: Values) -> str:
    values[name] = term.number
    return f"keyword_count {term.operator} :{name}"


def _extension(term: Term, name: str, values: Values) -> str:
    endings = _SAME_TYPE.get(term.text, (term.text,))
    likes = []
    for number, ending in enumerate(endings):
        values[f"{name}e{number}"] = f"%.{_escaped(ending)}"
        likes.append(rf"p.folded_name LIKE :{name}e{number} ESCAPE '\'")
    return " OR ".join(likes)


def _name(term: Term, name: str, values: Values) -> str:
    values[name] = term.text
    return f"instr(p.folded_name, :{name})"


def _folder(term: Term, name: str, values: Values) -> str:
    values[name] = term.text
    return f"p.folder_id IN (SELECT id FROM folders WHERE instr(folded, :{name}))"


def _date(term: Term, name: str, values: Values) -> str:
    values[f"{name}a"] = _seconds(term.first) if term.first else 1
    values[f"{name}b"] = _seconds(term.last + timedelta(days=1)) if term.last else 2**62
    return f"taken_s <> 0 AND taken_s >= :{name}a AND taken_s < :{name}b"


_CONDITIONS: dict[Field, Callable[[Term, str, Values], str]] = {
    Field.ANY: _any,
    Field.TAG: _tag,
    Field.SUGGESTED: _suggested,
    Field.OWN: _decided,
    Field.REJECTED: _decided,
    Field.PROBABILITY: _probability,
    Field.STATE: _state,
    Field.IS: _state,
    Field.KEYWORD_COUNT: _keyword_count,
    Field.EXTENSION: _extension,
    Field.NAME: _name,
    Field.FOLDER: _folder,
    Field.DATE: _date,
}


def _keywords(words: str) -> str:
    """Return the photos that have, or will have, one of *words* as a keyword."""
    return (
        f"SELECT t.photo_id FROM keywords AS t WHERE t.word_id IN ({words}) AND NOT {_REJECTED}"
        f" UNION ALL SELECT photo_id FROM decisions WHERE word_id IN ({words})"
        " AND decision = 'accepted'"
    )


def _words_with(term: Term, name: str, values: Values, *, anywhere: bool = False) -> str:
    """Return the words that a term means.

    Args:
        term: the term.
        name: of its value in *values*.
        values: takes what the SQL needs.
        anywhere: the text may also begin a later word of a tag: "retriever" means
            "golden retriever".
    """
    if not anywhere and not term.is_prefix:
        values[f"{name}w"] = term.text
        return f"SELECT id FROM words WHERE folded = :{name}w"
    if not anywhere:
        values[f"{name}w"] = term.text
        return (
            f"SELECT id FROM words WHERE folded >= :{name}w AND folded < :{name}w || char(1114111)"
        )
    if not term.text.isascii():  # not every script puts blanks between words
        values[f"{name}w"] = term.text
        return f"SELECT id FROM words WHERE instr(folded, :{name}w)"
    is_beginning = len(term.text) >= _LEAST_BEGINNING or term.is_prefix
    values[f"{name}w"] = f"% {_escaped(term.text)}{'%' if is_beginning else ' %'}"
    return rf"SELECT id FROM words WHERE ' ' || folded || ' ' LIKE :{name}w ESCAPE '\'"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _seconds(day: date) -> int:
    """Return the beginning of a day as the catalog keeps moments of the camera's clock."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
