"""Words as a table: one a row, with all that is said about it; made for a spreadsheet and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from phototagger.core.tags import clean_name
from phototagger.core.vocabulary import Word
from phototagger.core.word_lists.plan import SaidWord, WordList

_COLUMNS = (
    "name",
    "parent",
    "synonyms",
    "en",
    "cs",
    "private",
    "never",
    "show_from",
    "accept_from",
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_NAMES = ("name", "word", "keyword", "tag")
_SEPARATORS = (",", ";", "\t")
_GUARDED = ("=", "+", "-", "@", "'")
"""A cell that begins so gets an apostrophe, that no spreadsheet takes it for a formula."""

_YES = ("yes", "true", "1", "x", "ano", "on")
_NO = ("", "no", "false", "0", "ne", "off")
_PART = re.compile(r"((?:[^;\\]|\\.|\\$)*)(?:;|$)")


class TableError(ValueError):
    """The text is no table of words; the message is one sentence without its name."""


def write_table(words: Iterable[Word]) -> str:
    """Return words as comma-separated text with a head."""
    rows = list(words)
    more = sorted({language for word in rows for language in word.translations} - {"en", "cs"})
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([*_COLUMNS, *more])
    for word in rows:
        cells = [
            word.name,
            word.parent,
            "; ".join(_escaped(name) for name in word.synonyms),
            *(word.translations.get(language, "") for language in ("en", "cs")),
            "yes" if word.is_private else "",
            "yes" if word.is_never_suggested else "",
            _number(word.show_from),
            _number(word.accept_from),
            *(word.translations.get(language, "") for language in more),
        ]
        writer.writerow([f"'{cell}" if cell.startswith(_GUARDED) else cell for cell in cells])
    return buffer.getvalue()


def read_table(text: str) -> WordList:
    """Read a table; columns it does not have say nothing.

    Raises:
        TableError: no column names the words, or it is no table.
    """
    separator = max(_SEPARATORS, key=text.split("\n", 1)[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = _columns(next(lines, []))
        body = [(lines.line_num, cells) for cells in lines if any(map(str.strip, cells))]
    except csv.Error as error:
        raise TableError("is no table that can be read; save it as CSV and try again") from error
    if "name" not in columns:
        raise TableError("has no column called name; add one")
    said: dict[str, SaidWord] = {}
    problems: list[str] = []
    for number, cells in body:
        word = _row(number, cells, columns, problems)
        if word is None:
            problems.append(f"Line {number}: there is no word.")
        elif word.name in said:
            problems.append(
                f"Line {number}: “{word.name}” stands in line {said[word.name].line} already;"
                " this row is left out."
            )
        else:
            said[word.name] = word
    return WordList(tuple(said.values()), tuple(problems))


def _columns(head: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        title = cell.strip().casefold().replace(" ", "_")
        title = "name" if title in _NAMES else title
        found.setdefault(title, place)
    return found


def _row(
    number: int, cells: Sequence[str], columns: Mapping[str, int], problems: list[str]
) -> SaidWord | None:
    def text(column: str) -> str | None:
        place = columns.get(column)
        if place is None:
            return None
        cell = cells[place].strip() if place < len(cells) else ""
        return cell[1:] if cell.startswith("'") and cell[1:].startswith(_GUARDED) else cell

    def flag(column: str) -> bool | None:
        value = text(column)
        if value is None or value.casefold() in (*_YES, *_NO):
            return None if value is None else value.casefold() in _YES
        problems.append(f"Line {number}: {column} must be yes or no, not “{value}”.")
        return None

    def share(column: str) -> tuple[float, ...] | None:
        value = text(column)
        if not value:
            return None if value is None else ()
        try:
            return (_share(value),)
        except ValueError:
            problems.append(
                f"Line {number}: {column} must be a number from 0 to 1 or a percentage,"
                f" not “{value}”."
            )
            return None

    name = clean_name(text("name") or "")
    if not name:
        return None
    parent, synonyms = text("parent"), text("synonyms")
    languages = [title for title in columns if _LANGUAGE.fullmatch(title)]
    return SaidWord(
        number,
        name,
        parent=None if parent is None else clean_name(parent),
        synonyms=None if synonyms is None else _parts(synonyms),
        translations={language: clean_name(text(language) or "") for language in languages},
        is_private=flag("private"),
        is_never_suggested=flag("never"),
        show_from=share("show_from"),
        accept_from=share("accept_from"),
    )


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace(";", "\\;")


def _parts(cell: str) -> tuple[str, ...]:
    parts = (re.sub(r"\\(.)", r"\1", part) for part in _PART.findall(cell))
    return tuple(dict.fromkeys(name for name in map(clean_name, parts) if name))


def _number(share: float | None) -> str:
    return "" if share is None else repr(share)


def _share(text: str) -> float:
    """Return 0.4 for "0.4", "0,4", "40 %" and "40"."""
    number = float(text.replace(",", ".").removesuffix("%").strip())
    share = number / 100 if text.endswith("%") or number > 1 else number
    if not 0 <= share <= 1:
        raise ValueError(text)
    return share
