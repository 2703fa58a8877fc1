"""Words as indented text: one a line, a tab for each word above it.

The form of Lightroom's keyword lists and of the Controlled Vocabulary catalogue: ``{word}`` one
level deeper is a synonym, ``[word]`` is not exported. Thresholds, translations and words that are
never suggested have no place in it.

Source: Adobe Lightroom Classic help, "Import and export keywords"; Controlled Vocabulary, "Keyword
catalog for Lightroom".
"""

from __future__ import annotations

from collections.abc import Iterator

from phototagger.core.natural_order import natural_key
from phototagger.core.tags import clean_name
from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_lists.plan import SaidWord, WordList


def write_indented(vocabulary: Vocabulary) -> str:
    """Return all words of a vocabulary as indented text, each below its parent."""
    children: dict[str, list[str]] = {}
    names = {*vocabulary.words, *(w.parent for w in vocabulary.words.values() if w.parent)}
    for name in sorted(names, key=lambda name: (natural_key(name), name)):
        children.setdefault(vocabulary.word(name).parent, []).append(name)
    written: set[str] = set()
    lines = list(_lines("", 0, children, vocabulary, written))
    for name in children:  # of a circle of parents, whichever comes first stands at the left
        if name and name not in written:
            lines += [
                _shown(vocabulary.word(name)),
                *_lines(name, 1, children, vocabulary, written),
            ]
    return "".join(f"{line}\n" for line in lines)


def _lines(
    parent: str,
    depth: int,
    children: dict[str, list[str]],
    vocabulary: Vocabulary,
    written: set[str],
) -> Iterator[str]:
    written.add(parent)
    # A stack and not a call for each level: a list may be deeper than Python's own stack.
    stack = [(name, depth) for name in reversed(children.get(parent, ()))]
    while stack:
        name, level = stack.pop()
        if name in written:
            continue
        written.add(name)
        word = vocabulary.word(name)
        yield "\t" * level + _shown(word)
        for synonym in word.synonyms:
            yield "\t" * (level + 1) + f"{{{synonym}}}"
        stack += [(child, level + 1) for child in reversed(children.get(name, ()))]


def _shown(word: Word) -> str:
    return f"[{word.name}]" if word.is_private else word.name


def read_indented(text: str) -> WordList:
    """Read indented text; what stands at the left says nothing about its parent."""
    unit = _blanks(text)
    said: dict[str, SaidWord] = {}
    problems: list[str] = []
    path: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        body = line.strip()
        if not body:
            continue
        depth = _depth(line, unit)
        if body.startswith("{") and body.endswith("}"):
            _take_synonym(body, number, path[:depth], said, problems)
            continue
        is_private = body.startswith("[") and body.endswith("]")
        name = clean_name(body[1:-1] if is_private else body)
        if not name:
            problems.append(f"Line {number}: there is no word.")
            continue
        if depth > len(path):
            where = f"below “{path[-1]}”" if path else "at the left"
            problems.append(f"Line {number}: “{name}” is indented too far; it stands {where} now.")
        del path[depth:]
        _take_word(name, number, path, is_private, said, problems)
        path.append(name)
    return WordList(tuple(said.values()), tuple(problems))


def _take_word(
    name: str,
    number: int,
    path: list[str],
    is_private: bool,
    said: dict[str, SaidWord],
    problems: list[str],
) -> None:
    parent = path[-1] if path else None
    known = said.get(name)
    private = True if is_private else None
    if known is None:
        said[name] = SaidWord(number, name, parent=parent, is_private=private)
        return
    if parent is not None and known.parent != parent:
        before = f"below “{known.parent}”" if known.parent else "at the left"
        problems.append(
            f"Line {number}: “{name}” stands below “{parent}” here and {before} in line"
            f" {known.line}; the first place counts."
        )


def _take_synonym(
    body: str, number: int, path: list[str], said: dict[str, SaidWord], problems: list[str]
) -> None:
    synonym = clean_name(body[1:-1])
    if not path or not synonym:
        problems.append(f"Line {number}: the synonym {body} belongs to no word.")
        return
    known = said[path[-1]]
    said[known.name] = SaidWord(
        known.line,
        known.name,
        parent=known.parent,
        more_synonyms=(*known.more_synonyms, synonym),
        is_private=known.is_private,
    )


def _blanks(text: str) -> int:
    """Return how many blanks make a level, 0 where tabs do."""
    lines = [line for line in text.splitlines() if line.strip()]
    if any(line.startswith("\t") for line in lines):
        return 0
    widths = [len(line) - len(line.lstrip(" ")) for line in lines]
    return min((width for width in widths if width), default=0)


def _depth(line: str, blanks: int) -> int:
    start = line[: len(line) - len(line.lstrip())]
    return len(start) // blanks if blanks else start.count("\t")
