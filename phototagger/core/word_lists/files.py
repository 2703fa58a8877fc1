"""Reads and writes files of words: finds out the encoding, says in one sentence what is wrong."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from pathlib import Path

from phototagger.core.errors import WordListError
from phototagger.core.export._table import check_target, replace_or_explain
from phototagger.core.natural_order import natural_key
from phototagger.core.tags import clean_name
from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_lists.indented import read_indented, write_indented
from phototagger.core.word_lists.plan import SaidWord, WordList
from phototagger.core.word_lists.table import TableError, read_table, write_table

FORMS = {
    ".txt": "Keyword list, indented",
    ".csv": "Table",
    ".json": "JSON",
}
"""What a list of words may be, by the end of the file name."""

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are no lists of words; the largest catalogues on sale have 2 MB."""

_VERSION = 1
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (b"\xfe\xff", "utf-16"))


def read_words(file: Path) -> WordList:
    """Read a list of words: ``.csv`` and ``.tsv`` as a table, ``.json``, else indented text.

    Raises:
        WordListError: not readable, or no list of words.
    """
    text = _decoded(file)
    suffix = file.suffix.lower()
    if suffix == ".json":
        return _read_json(text, file.name)
    if suffix not in (".csv", ".tsv"):
        return read_indented(text)
    try:
        return read_table(text)
    except TableError as error:
        raise WordListError(f"{file.name} {error}.") from error


def write_words(vocabulary: Vocabulary, out: Path) -> int:
    """Write a vocabulary; the end of the name says in which form.

    Returns:
        The number of words.

    Raises:
        ExportError: the file cannot be written; the older one is untouched.
    """
    check_target(out, tuple(FORMS))
    words = sorted(vocabulary.words.values(), key=lambda word: (natural_key(word.name), word.name))
    if out.suffix.lower() == ".txt":
        text = write_indented(vocabulary)
    elif out.suffix.lower() == ".csv":
        # With its mark, else Excel takes it for the encoding of the country.
        text = "\ufeff" + write_table(words)
    else:
        content = {"phototagger_words": _VERSION, "words": [_record(word) for word in words]}
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    replace_or_explain(out, [text.encode()])
    return len(words)


def _decoded(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise WordListError(
            f"{file.name} cannot be read; choose another file.", detail=repr(error)
        ) from error
    if len(data) > MAX_BYTES:
        raise WordListError(f"{file.name} is too large for a list of words.")
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WordListError(f"{file.name} is no text; save it as UTF-8 and try again.")


def _encodings(data: bytes) -> tuple[str, ...]:
    """Return what text may be encoded in, the likeliest first."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return (encoding,)
    start = data[:2000]
    if start.count(0) > len(start) // 4:  # text of the West in two bytes a letter
        return ("utf-16-be",) if start[::2].count(0) > start[1::2].count(0) else ("utf-16-le",)
    # What Windows-1252 leaves out are letters of Windows-1250, for example ť.
    return ("utf-8", "cp1252", "cp1250")


def _record(word: Word) -> Mapping[str, object]:
    record: dict[str, object] = {"name": word.name}
    if word.parent:
        record["parent"] = word.parent
    if word.synonyms:
        record["synonyms"] = list(word.synonyms)
    if word.translations:
        record["translations"] = dict(word.translations)
    if word.is_private:
        record["private"] = True
    if word.is_never_suggested:
        record["never"] = True
    for key in ("show_from", "accept_from"):
        if (share := getattr(word, key)) is not None:
            record[key] = share
    return record


def _read_json(text: str, name: str) -> WordList:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WordListError(f"{name} is no JSON that can be read.", detail=repr(error)) from error
    records = content.get("words") if isinstance(content, dict) else None
    if not isinstance(records, list):
        raise WordListError(f"{name} holds no list of words.")
    said: dict[str, SaidWord] = {}
    problems: list[str] = []
    for number, record in enumerate(records, start=1):
        word = _said(number, record)
        if word is None:
            problems.append(f"Word {number}: it cannot be read; it is left out.")
        elif word.name in said:
            problems.append(f"Word {number}: “{word.name}” occurs twice; this one is left out.")
        else:
            said[word.name] = word
    return WordList(tuple(said.values()), tuple(problems))


def _said(number: int, record: object) -> SaidWord | None:
    if not isinstance(record, dict):
        return None
    try:
        name = clean_name(record["name"])
        synonyms = tuple(clean_name(text) for text in record.get("synonyms", ()))
        translations = {
            str(language): clean_name(text)
            for language, text in record.get("translations", {}).items()
        }
        parent = clean_name(record.get("parent", ""))
        shares = [_share(record.get(key)) for key in ("show_from", "accept_from")]
    except (KeyError, TypeError, AttributeError, ValueError):
        return None
    if not name:
        return None
    return SaidWord(
        number,
        name,
        parent=parent,
        synonyms=tuple(filter(None, synonyms)),
        translations=translations,
        is_private=record.get("private") is True,
        is_never_suggested=record.get("never") is True,
        show_from=shares[0],
        accept_from=shares[1],
    )


def _share(value: object) -> tuple[float, ...]:
    if value is None:
        return ()
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(value)
    return (float(value),)
