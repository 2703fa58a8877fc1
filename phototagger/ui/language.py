"""The language of the window: which one, its texts, and the sentences of the core in it.

Texts of the window are translated where they are written, by `tr` or a `Texts` of their module.
The core speaks English only, and its sentences are kept in the catalog, sent between processes and
printed by the command line; `said` translates them at the moment they are painted. Both come from
Qt Linguist files that ``make translations`` builds.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from phototagger.resource_files import resource_path

CORE = "core"
"""Context of the sentences of the core in the Linguist files."""

LANGUAGES = ("en", "cs")

_HOLE = re.compile(r"%Ln|\{(\d)\}")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“0-9])")
_QUOTES = ("“", '"')
_LETTERS = re.compile(r"[A-Za-z]")
_FEW_LETTERS = 4
"""A template of so few letters fits many a name; it counts only where a known piece is in it."""

_JOINED = (
    # Lists of quoted words, and of kinds of files.
    ("{0} and {1}", re.compile(r"((?:“[^”]*”, )*“[^”]*”) and (“[^”]*”)")),
    ("{0} or {1}", re.compile(r"(\.?[\w-]+(?:, \.?[\w-]+)*) or (\.?[\w-]+)")),
)
_QUOTED = re.compile(r"“([^”]*)”")
_QUOTED_WORDS = re.compile(r"(?:“[^”]*”(?:, )?)+")
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ([GM]B)")
_MOST_KEPT = 4096


class Texts:
    """Translates the texts of functions outside a `QObject`.

    Args:
        context: name of the module, as it stands in the Linguist files.
    """

    def __init__(self, context: str) -> None:
        self._context = context

    def __call__(self, text: str, count: int = -1) -> str:
        """Return *text* in the language of the window.

        Args:
            text: a literal.
            count: chooses the plural form of a text with ``%Ln``.
        """
        return QCoreApplication.translate(self._context, text, None, count)


def mark(context: str, text: str) -> str:
    """Return *text* as it is: it stands in a table and is translated where it is painted.

    Args:
        context: the class or module that paints it.
        text: a literal.
    """
    del context  # read by those who collect texts
    return text


def install(app: QCoreApplication, setting: str) -> str:
    """Speak a language from now on: texts, plural forms, numbers and dates.

    Args:
        app: the application; what it spoke before is taken away.
        setting: "system", "en" or "cs".

    Returns:
        The language: "en" or "cs".
    """
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
    name = _chosen(setting)
    QLocale.setDefault(_locale(name))
    qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    files = [qt_folder / f"qtbase_{name}.qm"] if name != "en" else []
    for file in (*files, resource_path("translations", f"phototagger_{name}.qm")):
        translator = QTranslator(app)
        if translator.load(str(file)):
            app.installTranslator(translator)
    said.cache_clear()
    return name


def is_english() -> bool:
    """True when the window speaks English. Thread: GUI."""
    return QLocale().language() in (QLocale.Language.English, QLocale.Language.C)


@lru_cache(maxsize=_MOST_KEPT)
def said(text: str) -> str:
    """Return a sentence of the core in the language of the window. Thread: GUI.

    What no template fits, such as the name of a file, comes back as it is.
    """
    if not text or is_english():
        return text
    return _whole(text) or _in_parts(text)


def _chosen(setting: str) -> str:
    if setting in LANGUAGES:
        return setting
    wanted = QLocale.system().uiLanguages()
    return "cs" if wanted and wanted[0].replace("_", "-").split("-")[0] == "cs" else "en"


def _locale(name: str) -> QLocale:
    """Return numbers and dates of a language as the system writes them, where it speaks it."""
    usual = QLocale("cs_CZ" if name == "cs" else "en_US")
    system = QLocale.system()
    return system if system.language() is usual.language() else usual


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence of the core with holes.

    Attributes:
        source: as it stands in the Linguist files: ``{0}``, and ``%Ln`` for the counted number.
        pattern: fits the sentence; one group per hole.
        holes: number of the hole of each group, -1 for the counted number.
        quoted: groups that stand in quotation marks: words of the user, never translated.
        anchor: the longest piece between holes; a sentence without it cannot fit.
        is_short: has so few letters that it fits many a name.
    """

    source: str
    pattern: re.Pattern[str]
    holes: tuple[int, ...]
    quoted: frozenset[int]
    anchor: str
    is_short: bool


@lru_cache(maxsize=1)
def _templates() -> tuple[frozenset[str], tuple[_Template, ...]]:
    """Return the sentences without holes, and those with holes, the most literal first."""
    file = resource_path("translations", "core_sentences.json")
    sources: list[str] = json.loads(file.read_text(encoding="utf-8"))
    with_holes = [source for source in sources if _HOLE.search(source)]
    with_holes.sort(key=lambda source: (-len(_HOLE.sub("", source)), source))
    return frozenset(sources).difference(with_holes), tuple(map(_template, with_holes))


def _template(source: str) -> _Template:
    pattern, anchor, end = "", "", 0
    holes: list[int] = []
    quoted: set[int] = set()
    for found in _HOLE.finditer(source):
        piece = source[end : found.start()]
        anchor = max(anchor, piece, key=len)
        is_count = found[1] is None
        pattern += re.escape(piece) + ("([0-9][0-9,]*)" if is_count else "(.+?)")
        if piece.endswith(_QUOTES):
            quoted.add(len(holes))
        holes.append(-1 if is_count else int(found[1]))
        end = found.end()
    pattern += re.escape(source[end:])
    anchor = max(anchor, source[end:], key=len)
    letters = _LETTERS.findall(_HOLE.sub("", source))
    is_short = len(letters) <= _FEW_LETTERS and -1 not in holes
    whole = re.compile(pattern, re.DOTALL)
    return _Template(source, whole, tuple(holes), frozenset(quoted), anchor, is_short)


def _whole(text: str) -> str:
    """Return the translation of one sentence, "" where no template fits."""
    exact, templates = _templates()
    if text in exact:
        return _translated(text)
    for template in templates:
        if template.anchor in text and (found := template.pattern.fullmatch(text)):
            groups = found.groups()
            if not template.is_short or not exact.isdisjoint(groups):
                return _filled(template, groups)
    for source, pattern in _JOINED:
        if found := pattern.fullmatch(text):
            return _translated(source).format(*map(_requoted, found.groups()))
    return ""


def _filled(template: _Template, groups: tuple[str, ...]) -> str:
    count = -1
    words: dict[int, str] = {}
    for number, (hole, group) in enumerate(zip(template.holes, groups, strict=True)):
        if hole < 0:
            count = int(group.replace(",", ""))
        else:
            words[hole] = group if number in template.quoted else said(group)
    form = _translated(template.source, count)
    return _HOLE.sub(lambda hole: words[int(hole[1])] if hole[1] else hole[0], form)


def _in_parts(text: str) -> str:
    """Return a text whose sentences are translated one by one, as far as they are known."""
    if _NUMBER.fullmatch(text):
        return QLocale().toString(int(text.replace(",", "")))
    if _QUOTED_WORDS.fullmatch(text):
        return _requoted(text)
    if size := _SIZE.fullmatch(text):
        places = len(size[1].partition(".")[2])
        return f"{QLocale().toString(float(size[1]), 'f', places)} {size[2]}"
    sentences = _BETWEEN_SENTENCES.split(text)
    if len(sentences) > 1:
        return " ".join(map(said, sentences))
    pieces = text.split(", ")
    if len(pieces) > 1 and all(map(_whole, pieces)):
        return ", ".join(map(_whole, pieces))
    head, colon, tail = text.partition(": ")
    return f"{head}: {said(tail)}" if colon and _whole(tail) else text


def _requoted(text: str) -> str:
    return _QUOTED.sub(lambda word: QLocale().quoteString(word[1]), text)


def _translated(source: str, count: int = -1) -> str:
    return QCoreApplication.translate(CORE, source, None, count)
