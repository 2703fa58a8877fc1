"""Fits a photo's words to what one agency takes, and says every change it had to make.

Pure: a photo and a profile in, cells, changes and problems out. Nothing is changed silently and
nothing is invented: too few keywords stay too few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from phototagger.core.export.profiles import KeywordRule, Profile, TextRule, Value

_FORMULA_STARTS = "=+-@"
"""A spreadsheet runs a cell that starts with one of these as a formula (OWASP, CSV injection).

An apostrophe before it would be printed under the photo by the agency, so it is taken away.
"""

_KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".tif": "TIFF", ".tiff": "TIFF"}

_FOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "’": "'", "‘": "'"}
    | {"“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)


class ChangeKind(StrEnum):
    """What a rule did to a field."""

    CUT = "cut"
    FOLDED = "folded"
    REPLACED = "replaced"
    LEFT_OUT = "left out"
    TAKEN_FROM = "taken from"
    GUARDED = "guarded"


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a rule forced.

    Attributes:
        field: "title", "description", "keywords", "category" or "file name".
        kind: what was done.
        before: the text before it; for keywords the words concerned.
        after: the text after it.
    """

    field: str
    kind: ChangeKind
    before: str
    after: str

    def __str__(self) -> str:
        """Return the change as one line for people."""
        if self.kind in (ChangeKind.LEFT_OUT, ChangeKind.CUT) and self.field != "title":
            return f"{self.field}: {self.kind} {self.before}"
        return f"{self.field}: {self.kind}, {self.before!r} → {self.after!r}"


class Severity(StrEnum):
    """How bad a problem is."""

    REMARK = "remark"
    """Worth knowing."""

    MISSING = "missing"
    """A field is empty; it can be filled on the agency's site as well."""

    BLOCKING = "blocking"
    """The row would break a limit of the agency."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What no rule could put right.

    Attributes:
        field: as in `Change`.
        sentence: what is wrong and what to do.
        severity: how bad it is.
    """

    field: str
    sentence: str
    severity: Severity = Severity.BLOCKING


class Readiness(StrEnum):
    """The badge of a photo for one agency."""

    READY = "ready"
    CHANGED = "changed"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class StockPhoto:
    """What is known of one photo, before any agency's rules.

    Attributes:
        path: the file.
        title: short title, "" for none.
        description: caption, "" for none.
        keywords: in the order wanted, the most important first.
        categories: values of the agency's list.
        country: name or two letters, as the agency wants it.
    """

    path: Path
    title: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """One photo as one agency gets it.

    Attributes:
        photo: with the words as they will be delivered.
        filename: the photo's name as the table says it.
        changes: what the rules did.
        problems: what they could not do.
    """

    photo: StockPhoto
    filename: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def readiness(self) -> Readiness:
        """The worst of its problems; changed when a rule did or remarked something."""
        severities = {problem.severity for problem in self.problems}
        if Severity.BLOCKING in severities:
            return Readiness.REFUSED
        if Severity.MISSING in severities:
            return Readiness.INCOMPLETE
        return Readiness.CHANGED if self.changes or self.problems else Readiness.READY


@dataclass(slots=True)
class _Notes:
    guard_formulas: bool
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def change(self, name: str, kind: ChangeKind, before: str, after: str) -> None:
        self.changes.append(Change(name, kind, before, after))

    def problem(self, name: str, sentence: str, severity: Severity = Severity.BLOCKING) -> None:
        self.problems.append(Problem(name, sentence, severity))

    def missing(self, name: str, sentence: str) -> None:
        self.problem(name, sentence, Severity.MISSING)


def fit(photo: StockPhoto, profile: Profile, *, guard_formulas: bool = True) -> Fitted:
    """Apply the rules of one agency.

    Args:
        photo: what the user has.
        profile: the agency.
        guard_formulas: let no cell but the file name start as a spreadsheet's formula does.

    Returns:
        The photo's words inside every limit of the profile wherever that is possible by cutting,
        folding and replacing; what is not (missing or too short fields) is a problem.
    """
    notes = _Notes(guard_formulas and profile.table is not None)
    texts = {"title": _line(photo.title), "description": _line(photo.description)}
    fitted = {
        name: _fit_text(name, texts, rule, profile.name, notes)
        for name, rule in (("title", profile.title), ("description", profile.description))
    }
    country = _guarded("country", _line(photo.country), notes)
    if profile.country_required and not country:
        notes.missing("country", f"{profile.name} wants a country; enter one.")
    result = StockPhoto(
        photo.path,
        fitted["title"],
        fitted["description"],
        _fit_keywords(photo.keywords, profile, notes),
        _fit_categories(photo.categories, profile, notes),
        country,
    )
    filename = _fit_filename(photo.path, profile, notes)
    return Fitted(result, filename, tuple(notes.changes), tuple(notes.problems))


def _guarded(name: str, text: str, notes: _Notes) -> str:
    if not notes.guard_formulas or not text or text[0] not in _FORMULA_STARTS:
        return text
    safe = text.lstrip(_FORMULA_STARTS + " ")
    notes.change(name, ChangeKind.GUARDED, text, safe)
    return safe


def _line(text: str) -> str:
    """Return *text* on one line, without control characters, NFC."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(
        "".join(
            " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") else char
            for char in unicodedata.normalize("NFC", text)
        ).split()
    )


def _fold(text: str) -> str:
    """Return *text* without accents; letters of other alphabets stay."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=64)
def _any_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]+")


def _replace(text: str, forbidden: str) -> str:
    return " ".join(_any_of(forbidden).sub(" ", text).split()) if forbidden else text


def _fit_text(
    name: str, texts: Mapping[str, str], rule: TextRule, agency: str, notes: _Notes
) -> str:
    text = texts[name]
    if not text and rule.else_from and texts[rule.else_from]:
        text = texts[rule.else_from]
        notes.change(name, ChangeKind.TAKEN_FROM, rule.else_from, text)
    if rule.ascii_only and (folded := _fold(text)) != text:
        notes.change(name, ChangeKind.FOLDED, text, folded)
        text = folded
    if (replaced := _replace(text, rule.forbidden)) != text:
        notes.change(name, ChangeKind.REPLACED, text, replaced)
        text = replaced
    text = _guarded(name, text, notes)
    if rule.max_length and len(text) > rule.max_length:
        short = _shorten(text, rule.max_length)
        notes.change(name, ChangeKind.CUT, text, short)
        text = short
    if not text and rule.required:
        notes.missing(name, f"{agency} wants a {name}; enter one.")
    elif text and len(text) < rule.min_length:
        notes.problem(
            name, f"The {name} has {len(text)} characters; {agency} wants {rule.min_length}."
        )
    if rule.ascii_only and not text.isascii():
        odd = next(char for char in text if not char.isascii())
        notes.problem(name, f"{agency} takes no letters such as {odd!r} in the {name}.")
    return text


def _shorten(text: str, limit: int) -> str:
    """Cut at a word's end, unless that would lose more than a quarter."""
    cut = text[: limit + 1].rfind(" ")
    return text[: cut if cut >= limit * 3 // 4 else limit].rstrip(" ,;:-")


def _fit_keywords(keywords: Iterable[str], profile: Profile, notes: _Notes) -> tuple[str, ...]:
    rule = profile.keywords
    joint = profile.table.keyword_separator.strip() if profile.table is not None else ""
    forbidden = rule.forbidden + "".join(char for char in joint if char not in rule.forbidden)
    kept: dict[str, str] = {}
    for keyword in keywords:
        word, changes = _fit_keyword(keyword, rule, forbidden)
        notes.changes.extend(changes)
        if not kept:  # only the first one starts the cell
            word = _guarded("keywords", word, notes)
        if not word:
            continue
        if word.casefold() in kept:
            notes.change("keywords", ChangeKind.LEFT_OUT, f"{keyword} (twice)", "")
        else:
            kept[word.casefold()] = word
    words = _cut_to_size(list(kept.values()), rule, notes)
    if len(words) < rule.min_count:
        found = "there is 1" if len(words) == 1 else f"there are {len(words)}"
        found = found if words else "there are none"
        notes.problem(
            "keywords", f"{profile.name} wants at least {_count(rule.min_count)}; {found}."
        )
    elif len(words) < rule.advised_count:
        notes.problem(
            "keywords",
            f"{profile.name} advises {_count(rule.advised_count)} or more; there are {len(words)}.",
            Severity.REMARK,
        )
    return tuple(words)


def _count(number: int) -> str:
    return "1 keyword" if number == 1 else f"{number} keywords"


@lru_cache(maxsize=1 << 16)  # photos of a series share their words
def _fit_keyword(keyword: str, rule: KeywordRule, forbidden: str) -> tuple[str, tuple[Change, ...]]:
    """Return the word as the agency takes it, "" for not at all, and what was done to it."""
    line = _line(keyword)
    word = line.lower() if rule.lower_case else line
    if rule.ascii_only:
        word = _fold(word)
    changes = [] if word == line else [Change("keywords", ChangeKind.FOLDED, line, word)]
    cleaned = _replace(word, forbidden)
    if rule.not_first or rule.not_last:
        cleaned = cleaned.lstrip(rule.not_first + " ").rstrip(rule.not_last + " ")
    if cleaned != word:
        changes.append(Change("keywords", ChangeKind.REPLACED, word, cleaned))
    why = _why_left_out(cleaned, rule)
    if not why:
        return cleaned, tuple(changes)
    left_out = Change("keywords", ChangeKind.LEFT_OUT, f"{line} ({why})", "")
    return "", (left_out,) if line else ()


def _why_left_out(word: str, rule: KeywordRule) -> str:
    if not word:
        return "nothing is left"
    if rule.ascii_only and not word.isascii():
        return "letters the agency does not take"
    if rule.no_numbers and word.replace(" ", "").isdecimal():
        return "only a number"
    if rule.max_length and len(word) > rule.max_length:
        return f"longer than {rule.max_length} characters"
    return ""


def _cut_to_size(words: list[str], rule: KeywordRule, notes: _Notes) -> list[str]:
    kept = words[: rule.max_count] if rule.max_count else words
    if rule.max_total_length:
        length = sum(map(len, kept))
        while length > rule.max_total_length:
            length -= len(kept[-1])
            kept = kept[:-1]
    if len(kept) < len(words):
        notes.change("keywords", ChangeKind.CUT, ", ".join(words[len(kept) :]), "")
    return kept


def _fit_categories(given: Iterable[str], profile: Profile, notes: _Notes) -> tuple[str, ...]:
    rule = profile.category
    allowed = {choice.value for choice in rule.choices}
    by_name = {choice.name.casefold(): choice.value for choice in rule.choices}
    found: dict[str, None] = {}
    for text in map(_line, given):
        value = by_name.get(text.casefold(), text)
        if allowed and value not in allowed:
            notes.missing("category", f"{profile.name} has no category {text!r}; choose another.")
        elif value := _guarded("category", value, notes):
            found[value] = None
    values = tuple(found)
    if len(values) > rule.max_count:
        notes.change("category", ChangeKind.CUT, ", ".join(values[rule.max_count :]), "")
        values = values[: rule.max_count]
    if len(values) < rule.min_count:
        notes.missing("category", f"{profile.name} wants a category; choose one.")
    return values


def _fit_filename(path: Path, profile: Profile, notes: _Notes) -> str:
    rule, name = profile.file_name, path.name
    if rule.extensions and path.suffix.lower() not in rule.extensions:
        kinds = dict.fromkeys(_KINDS.get(e, e.lstrip(".").upper()) for e in rule.extensions)
        this = path.suffix or "a file without extension"
        notes.problem(
            "file name", f"{profile.name} takes {' or '.join(kinds)} photos; this is {this}."
        )
    if rule.underscores:
        name = re.sub(r"[^A-Za-z0-9._-]", "_", name)
        if name != path.name:
            notes.change("file name", ChangeKind.REPLACED, path.name, name)
    elif rule.plain and re.search(r"[^A-Za-z0-9._-]", name):
        notes.problem(
            "file name",
            f"{profile.name} renames this photo on upload and would not find its row; rename it "
            "with plain letters, digits, - and _.",
        )
    elif _line(name) != name:
        notes.problem("file name", "The file name has invisible characters; rename the photo.")
    if rule.max_length and len(name) > rule.max_length:
        notes.problem(
            "file name",
            f"The file name has {len(name)} characters; {profile.name} takes {rule.max_length}.",
        )
    return name


def shown_values(fitted: Fitted, profile: Profile) -> Mapping[Value, str]:
    """Return the text of every kind of column for one photo, before quoting and guarding."""
    photo, rule = fitted.photo, profile.category
    separator = profile.table.keyword_separator if profile.table is not None else ", "
    numbered = [*photo.categories, *[rule.empty] * 3]
    return {
        Value.FILENAME: fitted.filename,
        Value.STEM: Path(fitted.filename).stem,
        Value.PATH: str(photo.path),
        Value.TITLE: photo.title,
        Value.DESCRIPTION: photo.description,
        Value.KEYWORDS: separator.join(photo.keywords),
        Value.KEYWORD_COUNT: str(len(photo.keywords)),
        Value.CATEGORIES: separator.join(photo.categories),
        Value.CATEGORY_1: numbered[0],
        Value.CATEGORY_2: numbered[1],
        Value.CATEGORY_3: numbered[2],
        Value.COUNTRY: photo.country,
    }
