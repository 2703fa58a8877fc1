"""Agency profiles: what a stock agency wants, as data. One JSON file each, checked when read.

A profile says how the agency's table looks and which limits its fields have. Every fact carries
where it comes from, when it was looked at and how sure it is, because agencies change their rules
and publish them in scattered places. A file in the user's folder replaces the shipped profile of
the same id, so a changed rule needs no new program.

Refuses keys it does not know: a misspelt limit would silently be no limit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from phototagger.core.errors import ExportError

FORMAT = 1


class Delivery(StrEnum):
    """How an agency takes keywords."""

    TABLE = "table"
    EMBEDDED = "embedded"


class Value(StrEnum):
    """What a column shows."""

    FILENAME = "filename"
    STEM = "stem"
    PATH = "path"
    TITLE = "title"
    DESCRIPTION = "description"
    KEYWORDS = "keywords"
    KEYWORD_COUNT = "keyword_count"
    CATEGORIES = "categories"
    CATEGORY_1 = "category_1"
    CATEGORY_2 = "category_2"
    CATEGORY_3 = "category_3"
    COUNTRY = "country"
    CONSTANT = "constant"


class Confidence(StrEnum):
    """How sure a fact is."""

    OFFICIAL = "official"
    THIRD_PARTY = "third-party"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: its header, what it shows, and the text of a constant."""

    header: str
    value: Value
    text: str = ""


@dataclass(frozen=True, slots=True)
class TableForm:
    """How the table is written.

    Attributes:
        columns: from left to right.
        separator: between cells.
        keyword_separator: between keywords inside their cell.
        quote_all: put every cell of a row in quotes; else only those that need them.
        quote_header: the same for the header row.
        crlf: lines end in CR LF, else in LF.
        byte_order_mark: start with one.
        max_rows: rows without the header that one file may have; 0: no limit.
        max_bytes: size one file may have; 0: no limit.
        name_without_spaces: the table's own file name must not have spaces.
    """

    columns: tuple[Column, ...]
    separator: str = ","
    keyword_separator: str = ","
    quote_all: bool = False
    quote_header: bool = False
    crlf: bool = True
    byte_order_mark: bool = False
    max_rows: int = 0
    max_bytes: int = 0
    name_without_spaces: bool = False


@dataclass(frozen=True, slots=True)
class TextRule:
    """Limits of a title or a description.

    Attributes:
        required: a photo without it is refused.
        min_length: characters.
        max_length: characters; 0: no limit.
        forbidden: characters the agency does not take; each becomes a space.
        ascii_only: accents are folded; what stays outside ASCII is a problem.
        else_from: the field it is taken from when it is empty: "title", "description" or "".
    """

    required: bool = False
    min_length: int = 0
    max_length: int = 0
    forbidden: str = ""
    ascii_only: bool = False
    else_from: str = ""


@dataclass(frozen=True, slots=True)
class KeywordRule:
    """Limits of the keywords.

    Attributes:
        min_count: fewer are a problem.
        max_count: more are cut from the end; 0: no limit.
        advised_count: fewer are worth a remark.
        max_length: characters of one keyword; 0: no limit.
        max_total_length: characters of all keywords together; 0: no limit.
        forbidden: characters the agency does not take; each becomes a space.
        not_first: characters a keyword must not start with.
        not_last: characters a keyword must not end with.
        lower_case: the agency wants lower case.
        no_numbers: keywords that are nothing but a number are left out.
        ascii_only: accents are folded; what stays outside ASCII is left out.
    """

    min_count: int = 0
    max_count: int = 0
    advised_count: int = 0
    max_length: int = 0
    max_total_length: int = 0
    forbidden: str = ""
    not_first: str = ""
    not_last: str = ""
    lower_case: bool = False
    no_numbers: bool = False
    ascii_only: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """One category: what stands in the table, and its name for people."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """Which categories there are.

    Attributes:
        choices: the agency's list; empty: any text is taken.
        min_count: fewer are a problem.
        max_count: more are cut from the end.
        empty: what stands in an unused category column.
    """

    choices: tuple[Category, ...] = ()
    min_count: int = 0
    max_count: int = 0
    empty: str = ""


@dataclass(frozen=True, slots=True)
class FileNameRule:
    """Limits of the photo's own name, which agencies match their uploads by.

    Attributes:
        max_length: characters with the extension; 0: no limit.
        extensions: lower case with the dot; empty: any.
        plain: only letters A-Z, digits, ``-``, ``_`` and ``.``; others are renamed on upload.
        underscores: the table must name the photo as the agency renames it, ``_`` for the rest.
    """

    max_length: int = 0
    extensions: tuple[str, ...] = ()
    plain: bool = False
    underscores: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Where rules come from.

    Attributes:
        about: what it supports, for example "columns".
        confidence: how sure it is.
        source: the page or sample file.
        checked_on: when it was last looked at.
    """

    about: str
    confidence: Confidence
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Profile:
    """One agency, or one general form of a table.

    Attributes:
        id: short name for the command line, for example "adobe-stock".
        name: for people.
        delivery: a table to upload, or copies of the photos with everything inside.
        table: how the table looks; None for embedded delivery.
        title: limits of the title.
        description: limits of the description.
        keywords: limits of the keywords.
        category: the categories.
        country_required: photos without a country are refused.
        file_name: limits of photo names.
        note: one or two sentences for people about what the program cannot check.
        facts: where all this comes from.
    """

    id: str
    name: str
    delivery: Delivery
    table: TableForm | None = None
    title: TextRule = TextRule()
    description: TextRule = TextRule()
    keywords: KeywordRule = KeywordRule()
    category: CategoryRule = CategoryRule()
    country_required: bool = False
    file_name: FileNameRule = FileNameRule()
    note: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def verified(self) -> bool:
        """True when every fact was seen on the agency's own pages or sample files."""
        return bool(self.facts) and all(
            fact.confidence is Confidence.OFFICIAL for fact in self.facts
        )

    @property
    def checked_on(self) -> date | None:
        """When the oldest of its facts was looked at."""
        return min((fact.checked_on for fact in self.facts), default=None)

    def uses(self, *values: Value) -> bool:
        """Return whether a column of the table shows one of *values*."""
        return self.table is not None and any(c.value in values for c in self.table.columns)


def load_profiles(shipped: Path, own: Path | None = None) -> tuple[dict[str, Profile], list[str]]:
    """Read the profiles that ship with the program and the user's own.

    Args:
        shipped: folder of the shipped JSON files.
        own: the user's folder; a profile there replaces the shipped one of the same id.

    Returns:
        Profiles by id, in order of their names, and one sentence for each own file that
        cannot be used (the shipped profile of that id stays in force).

    Raises:
        ExportError: a shipped file is damaged.
    """
    profiles = {}
    for file in _json_files(shipped):
        profile = read_profile(file)
        profiles[profile.id] = profile
    problems = []
    for file in _json_files(own) if own is not None else []:
        try:
            profile = read_profile(file)
        except ExportError as error:
            problems.append(str(error))
        else:
            profiles[profile.id] = profile
    return dict(sorted(profiles.items(), key=lambda item: item[1].name.casefold())), problems


def _json_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except OSError:
        return []


def read_profile(file: Path) -> Profile:
    """Read and check one profile.

    Raises:
        ExportError: the sentence names the file and what is wrong in it.
    """
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ExportError(
            f"The agency profile {file.name} cannot be read; correct or remove it.",
            detail=repr(error),
        ) from error
    try:
        profile = _parse(data)
    except _Wrong as wrong:
        raise ExportError(f"The agency profile {file.name} is wrong: {wrong}.") from wrong
    if profile.id != file.stem:
        raise ExportError(
            f"The agency profile {file.name} has the id {profile.id!r}; "
            f"name the file {profile.id}.json or change the id."
        )
    return profile


class _Wrong(Exception):
    """What is wrong in a profile, as the rest of a sentence."""


def _parse(data: object) -> Profile:
    """Make a profile of parsed JSON; `read_profile` words what is wrong."""
    if not isinstance(data, dict):
        raise _Wrong("it is not a JSON object")
    if data.get("format") != FORMAT:
        raise _Wrong(f'"format" must be {FORMAT}')
    profile = _make(Profile, {key: data[key] for key in data if key != "format"}, "")
    _check(profile)
    return profile


_T = TypeVar("_T")


def _make(kind: type[_T], data: object, where: str) -> _T:
    if not isinstance(data, dict):
        raise _Wrong(f"{where or 'it'} must be an object")
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    for key in data:
        if key not in known:
            raise _Wrong(f'"{_path(where, key)}" is not known')
    for name, field in known.items():
        if field.default is MISSING and name not in data:
            raise _Wrong(f'"{_path(where, name)}" is missing')
    hints = get_type_hints(kind)
    return kind(**{key: _convert(hints[key], data[key], _path(where, key)) for key in data})


def _path(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


_PARTS: Mapping[Any, type[Any]] = {
    TableForm | None: TableForm,
    **{kind: kind for kind in (TextRule, KeywordRule, CategoryRule, FileNameRule)},
}
_LISTS: Mapping[Any, type[Any]] = {
    tuple[Column, ...]: Column,
    tuple[Category, ...]: Category,
    tuple[Fact, ...]: Fact,
    tuple[str, ...]: str,
}


def _convert(hint: Any, value: object, where: str) -> object:
    if hint in _PARTS:
        return _make(_PARTS[hint], value, where)
    if hint in _LISTS:
        if not isinstance(value, list):
            raise _Wrong(f'"{where}" must be a list')
        kind = _LISTS[hint]
        convert: Callable[[object, str], object] = (
            (lambda item, place: _convert(str, item, place))
            if kind is str
            else (lambda item, place: _make(kind, item, place))
        )
        return tuple(convert(item, f"{where}[{index}]") for index, item in enumerate(value))
    if hint is date:
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise _Wrong(f'"{where}" must be a date such as 2026-01-31') from error
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        try:
            return hint(str(value))
        except ValueError as error:
            raise _Wrong(f'"{where}" must be one of {", ".join(hint)}') from error
    if type(value) is not hint:
        word = {bool: "true or false", int: "a whole number", str: "text"}[hint]
        raise _Wrong(f'"{where}" must be {word}')
    if isinstance(value, int) and value < 0:
        raise _Wrong(f'"{where}" must not be negative')
    return value


def _check(profile: Profile) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", profile.id):
        raise _Wrong('"id" may only have small letters, digits and single hyphens')
    if (profile.table is None) is (profile.delivery is Delivery.TABLE):
        raise _Wrong('a "table" belongs to the delivery "table", and only there')
    table = profile.table
    if table is not None:
        if not table.columns:
            raise _Wrong('"table.columns" is empty')
        if len(table.separator) != 1 or table.separator in '"\r\n':
            raise _Wrong('"table.separator" must be one character')
        if not table.keyword_separator:
            raise _Wrong('"table.keyword_separator" is empty')
    for name, low, high in _ranges(profile):
        if high and low > high:
            raise _Wrong(f"the limits of {name} exclude each other")
    for rule, name in ((profile.title, "title"), (profile.description, "description")):
        if rule.else_from not in ("", "title", "description") or rule.else_from == name:
            raise _Wrong(f'"{name}.else_from" must be the other field')
    if len({choice.value for choice in profile.category.choices}) < len(profile.category.choices):
        raise _Wrong('"category.choices" names one value twice')


def _ranges(profile: Profile) -> Iterable[tuple[str, int, int]]:
    yield "title", profile.title.min_length, profile.title.max_length
    yield "description", profile.description.min_length, profile.description.max_length
    yield "keywords", profile.keywords.min_count, profile.keywords.max_count
    yield "categories", profile.category.min_count, profile.category.max_count
