"""The search language: what a user types, taken apart into terms that must all hold.

    beach sunset            words of names, folders, keywords, accepted tags and suggestions
    "golden retriever"      words that belong together
    -cat, -tag:cat          not
    tag:dog, tag:dog*       a keyword the photo has or will have; a word that begins so
    suggested:dog           a suggestion that waits for a decision
    p:beach>0.6             a suggestion by its probability, in percent too: p:beach>=60%
    own:rex, rejected:dog   a word the user typed for the photo; one the user rejected
    state:review            untagged, tagged, review, reviewed, unwritten, error, changed;
                            is:review means the same
    kw<7, kw>=1, kw=0       number of keywords
    ext:nef                 file type
    name:img_00             in the file's name
    in:Trip                 in the name of a folder, with what lies below it
    date:2024-05..2024-08   when it was taken; date:2024, date:2024-05-03, date:2024.., date:..2023
    tag:dog or tag:cat      one of the two; stands closer than the blank between other terms

Knows nothing of how the answer is found.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from phototagger.core.errors import SearchError
from phototagger.core.natural_order import fold
from phototagger.core.photo import PhotoFilter
from phototagger.core.photo_query import Choice, SavedSearch


class Field(StrEnum):
    """What a term looks at."""

    ANY = ""
    TAG = "tag"
    SUGGESTED = "suggested"
    OWN = "own"
    REJECTED = "rejected"
    PROBABILITY = "p"
    STATE = "state"
    IS = "is"
    KEYWORD_COUNT = "kw"
    EXTENSION = "ext"
    NAME = "name"
    FOLDER = "in"
    DATE = "date"


class State(StrEnum):
    """What can follow ``state:``."""

    UNTAGGED = "untagged"
    TAGGED = "tagged"
    REVIEW = "review"
    REVIEWED = "reviewed"
    UNWRITTEN = "unwritten"
    ERROR = "error"
    PROBLEM = "problem"
    CHANGED = "changed"


FILTERS = {
    State.UNTAGGED: PhotoFilter.UNTAGGED,
    State.REVIEW: PhotoFilter.TO_REVIEW,
    State.UNWRITTEN: PhotoFilter.UNSAVED,
    State.ERROR: PhotoFilter.PROBLEMS,
    State.PROBLEM: PhotoFilter.PROBLEMS,
    State.CHANGED: PhotoFilter.CHANGED,
}
"""The states that are filters of the sidebar too."""

_IN_WORDS = {
    PhotoFilter.ALL: "",
    PhotoFilter.UNTAGGED: "state:untagged",
    PhotoFilter.TO_REVIEW: "state:review",
    PhotoFilter.REVIEWED: "state:reviewed state:unwritten",
    PhotoFilter.UNSAVED: "state:unwritten",
    PhotoFilter.PROBLEMS: "state:error",
    PhotoFilter.CHANGED: "state:changed",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    Attributes:
        field: what it looks at.
        text: folded words, a state, a file type; "" for numbers and dates.
        is_negated: the condition must not hold.
        is_prefix: *text* is the beginning of a word.
        operator: "<", "<=", ">", ">=" or "=", for numbers.
        number: what is compared with, a probability as 0…1.
        first: first day of a period, None for no beginning.
        last: its last day, None for no end.
        others: terms of which one may hold instead of this one.
    """

    field: Field
    text: str = ""
    is_negated: bool = False
    is_prefix: bool = False
    operator: str = "="
    number: float = 0.0
    first: date | None = None
    last: date | None = None
    others: tuple[Term, ...] = ()


_OR = ("or", "|")
_PIECE = re.compile(r'\s*(?P<minus>-?)(?P<body>(?:"[^"]*"?|[^\s"])+)')
_FIELD = re.compile(r"(?P<name>[A-Za-z]+)(?P<mark>:|(?=<=|>=|<|>|=))(?P<value>.*)", re.DOTALL)
_COMPARED = re.compile(r"(?P<word>.*?)(?P<operator><=|>=|<|>|=)(?P<number>[\d.,]+%?)", re.DOTALL)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def parse(text: str) -> tuple[Term, ...]:
    """Take a search apart; () finds everything.

    Raises:
        SearchError: it cannot be understood; says where and what would be right.
    """
    terms: list[Term] = []
    position = 0
    waiting_or: int | None = None
    text = text.rstrip()
    while position < len(text):
        found = _PIECE.match(text, position)
        if found is None:  # blanks only
            break
        body, start = found["body"], found.start("body")
        if body.count('"') % 2:
            raise SearchError("The quotation mark is not closed", start + body.rindex('"'))
        position = found.end()
        if body.lower() in _OR and not found["minus"]:
            if not terms or waiting_or is not None:
                raise SearchError(f"Something must stand before “{body}”", start)
            waiting_or = start
            continue
        term = _term(body, is_negated=bool(found["minus"]), position=start)
        if waiting_or is None:
            terms.append(term)
        else:
            terms[-1] = replace(terms[-1], others=(*terms[-1].others, term))
            waiting_or = None
    if waiting_or is not None:
        raise SearchError("Something must follow “or”", waiting_or)
    return tuple(terms)


def is_understood(text: str) -> bool:
    """Tell whether *text* is a search."""
    try:
        parse(text)
    except SearchError:
        return False
    return True


def is_unfinished(text: str) -> bool:
    """Tell whether *text* may be no search only because its last term is still being typed."""
    return not is_understood(text) and _is_begun(text)


def _is_begun(text: str) -> bool:
    if text.count('"') % 2:
        return True
    last = text.rsplit(" ", maxsplit=1)[-1].removeprefix("-")
    if not last:  # a blank ends a term, but after “or” another one comes
        return text.rsplit(maxsplit=1)[-1].lower() in _OR if text.strip() else False
    found = _FIELD.fullmatch(last)
    name, value = (found["name"].lower(), found["value"]) if found else ("", "")
    if found is None or name not in list(Field):
        return last.lower() in _OR or last == "*"
    if not value or name in (Field.PROBABILITY, Field.KEYWORD_COUNT):
        return True
    if name in (Field.STATE, Field.IS):
        return any(state.startswith(fold(value)) for state in State)
    return name == Field.DATE and not value.strip("0123456789-.")


def as_text(choice: Choice, text: str) -> str:
    """Return a search that finds by itself what *text* finds within *choice*."""
    if isinstance(choice, SavedSearch):
        within = choice.text
    elif isinstance(choice, PhotoFilter):
        within = _IN_WORDS[choice]
    else:
        within = f'in:"{choice}"'
    return " ".join(part for part in (within, text.strip()) if part)


def _term(body: str, *, is_negated: bool, position: int) -> Term:
    found = None if body.startswith('"') else _FIELD.fullmatch(body)
    name = found["name"].lower() if found else ""
    if found is None or (found["mark"] != ":" and name != Field.KEYWORD_COUNT):
        return _words(Field.ANY, body, is_negated, position)
    if name not in list(Field):
        known = ", ".join(f"{field}:" for field in Field if field)
        raise SearchError(f"“{name}:” is no field; there are {known}", position)
    field, value = Field(name), found["value"]
    if not value.strip('":'):
        raise SearchError(f"Something must follow “{name}{found['mark']}”", position)
    return _READERS[field](field, value, is_negated, position)


def _words(field: Field, value: str, is_negated: bool, position: int) -> Term:
    is_prefix = value.endswith("*")
    text = fold(" ".join(value.replace('"', " ").removesuffix("*").split()))
    if not text:
        raise SearchError("There is no word to search for", position)
    return Term(field, text, is_negated, is_prefix)


def _extension(field: Field, value: str, is_negated: bool, position: int) -> Term:
    return Term(field, fold(value.strip('"').removeprefix("*").removeprefix(".")), is_negated)


def _state(field: Field, value: str, is_negated: bool, position: int) -> Term:
    wanted = fold(value.strip('"'))
    if wanted not in list(State):
        known = ", ".join(state for state in State if state is not State.PROBLEM)
        raise SearchError(f"“{value}” is no state; there are {known}", position)
    return Term(Field.STATE, wanted, is_negated)


def _probability(field: Field, value: str, is_negated: bool, position: int) -> Term:
    found = _COMPARED.fullmatch(value)
    number = _number(found["number"]) if found else None
    word = fold(found["word"].replace('"', " ").strip()) if found else ""
    if found is None or number is None or not word:
        raise SearchError("A probability is asked for like p:beach>0.6", position)
    return Term(field, word, is_negated, operator=found["operator"], number=number)


def _keyword_count(field: Field, value: str, is_negated: bool, position: int) -> Term:
    found = _COMPARED.fullmatch(value if value[:1] in "<>=" else f"={value}")
    number = _number(found["number"]) if found and not found["word"] else None
    if found is None or number is None:
        raise SearchError("A number of keywords is asked for like kw<7", position)
    return Term(field, "", is_negated, operator=found["operator"], number=number)


def _date(field: Field, value: str, is_negated: bool, position: int) -> Term:
    first, dots, last = value.partition("..")
    try:
        begin = _days(first)[0] if first else None
        end = _days(last if dots else first)[1] if (last or not dots) else None
    except ValueError:
        message = "A date is written like 2024, 2024-05 or 2024-05-03, a period 2024-05..2024-08"
        raise SearchError(message, position) from None
    return Term(field, "", is_negated, first=begin, last=end)


def _days(text: str) -> tuple[date, date]:
    """Return the first and the last day of a year, a month or a day."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if not day:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _number(text: str) -> float | None:
    try:
        number = float(text.removesuffix("%").replace(",", "."))
    except ValueError:
        return None
    return number / 100 if text.endswith("%") else number


_READERS: dict[Field, Callable[[Field, str, bool, int], Term]] = {
    Field.ANY: _words,
    Field.TAG: _words,
    Field.SUGGESTED: _words,
    Field.OWN: _words,
    Field.REJECTED: _words,
    Field.PROBABILITY: _probability,
    Field.STATE: _state,
    Field.IS: _state,
    Field.KEYWORD_COUNT: _keyword_count,
    Field.EXTENSION: _extension,
    Field.NAME: _words,
    Field.FOLDER: _words,
    Field.DATE: _date,
}
