"""Builds the Qt Linguist files, and refuses those that are not finished.

    python tools/translations.py            update the .ts, compile the .qm, check both
    python tools/translations.py --check    check only

The texts of the window are found by their calls (`tr`, `translate`, `mark`, a `Texts` of a
module, `wording.counted`), the sentences of the core by their form: whoever writes a new one
needs to mark nothing. pyside6-lupdate keeps what is translated already.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from phototagger.ui import actions

ROOT = Path(__file__).resolve().parents[1]
UI = ROOT / "phototagger" / "ui"
FOLDER = ROOT / "resources" / "translations"
SENTENCES = FOLDER / "core_sentences.json"
LANGUAGES = ("en", "cs")
CORE = "core"
COUNTED = "wording"

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%L?n")
_MNEMONIC = re.compile(r"&(?=[^\s&])")

# -- the window -----------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Text:
    """A text to translate.

    Attributes:
        context: class or module it belongs to.
        source: the English text.
        is_counted: it has plural forms.
        forms: the English ones, where the code says them.
    """

    context: str
    source: str
    is_counted: bool = False
    forms: tuple[str, ...] = field(default=(), compare=False)


class _Finder(ast.NodeVisitor):
    """Collects the texts of one module."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._classes: list[str] = []
        self._modules: dict[str, str] = {}
        self.texts: list[Text] = []
        self.wrong: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Assign(self, node: ast.Assign) -> None:
        made = node.value
        if isinstance(made, ast.Call) and _name(made.func) == "Texts":
            self._modules |= {_name(target): _literal(made.args[0]) for target in node.targets}
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name, args = _name(node.func), node.args
        if name == "tr" and isinstance(node.func, ast.Attribute):
            self._take_tr(node)
        elif name in self._modules:
            self._add(self._modules[name], args[0], len(args) > 1)
        elif name == "translate" and len(args) > 1:
            self._add(_literal(args[0]), args[1], len(args) > 3)
        elif name in ("mark", "QT_TRANSLATE_NOOP"):
            self._add(_literal(args[0]), args[1], is_counted=False)
        elif name == "counted":
            self._take_counted(args)
        self.generic_visit(node)

    def _take_tr(self, node: ast.Call) -> None:
        assert isinstance(node.func, ast.Attribute)
        owner = node.func.value
        is_own = isinstance(owner, ast.Name) and owner.id == "self"
        self._add(
            self._classes[-1] if self._classes and is_own else "", node.args[0], len(node.args) > 2
        )

    def _take_counted(self, args: list[ast.expr]) -> None:
        one, many = _literal(args[1]), _literal(args[2])
        if one and many:
            sources = [f if "{}" in f else f"{{}} {f}" for f in (one, many)]
            forms = tuple(form.replace("{}", "%Ln") for form in sources)
            self.texts.append(Text(COUNTED, forms[1], True, forms))

    def _add(self, context: str, source: ast.expr, is_counted: bool) -> None:
        text = _literal(source)
        if isinstance(source, ast.JoinedStr) or (text and not context):
            self.wrong.append(
                f"{self._file.name}:{source.lineno}: no literal or no context; use self.tr or Texts"
            )
        elif text:
            self.texts.append(Text(context, text, is_counted))


def window_texts() -> tuple[set[Text], list[str]]:
    """Return the texts of the window, and where one is marked so that it stays untranslated."""
    found = {Text("Actions", text) for text in _action_texts()}
    wrong: list[str] = []
    for file in sorted(UI.rglob("*.py")):
        finder = _Finder(file)
        finder.visit(ast.parse(file.read_text(encoding="utf-8")))
        found.update(finder.texts)
        wrong += finder.wrong
    return found, wrong


def _action_texts() -> Iterator[str]:
    """Yield the texts of the table of actions, which is made by code in part."""
    for title, menu in actions.MENUS:
        yield title
        for entry in menu:
            if isinstance(entry, actions.Submenu):
                yield entry.title
    for row in actions.rows():
        yield row.text
        if row.help:
            yield row.help


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


# -- the core -------------------------------------------------------------------------------------

_SPEAKERS = ("core", "service", "app.py")
_SILENT = {
    # What they hold is SQL, a file format, or said to a shell or in a report file only.
    "core/_catalog.py",
    "core/_catalog_learning.py",
    "core/_catalog_lists.py",
    "core/_catalog_merge.py",
    "core/_catalog_schema.py",
    "core/_catalog_values.py",
    "core/_catalog_vocabulary.py",
    "core/_patch.py",
    "core/_shared_thumbnails.py",
    "core/_thumbnail_store.py",
    "core/export/_formats.py",
    "core/export/agency_words.py",
    "core/learning/feature_cache.py",
    "core/learning/job_file.py",
    "core/learning/child.py",
    "core/learning/_space.py",
    "core/metadata/_acdsee.py",
    "core/metadata/_xmp_tree.py",
    "core/write_table.py",
    "core/samples.py",
    "core/thumbnails.py",
    # Said to those who make models or call the service by themselves; English like the shell.
    "core/models/manifest.py",
    "service/__main__.py",
    "service/arrays.py",
    "service/attributes.py",
    "service/body.py",
    "service/counts.py",
    "service/decode_child.py",
    "service/features.py",
    "service/fetch.py",
    "service/guard.py",
    "service/head_format.py",
    "service/heads.py",
    "service/labels.py",
    "service/pack.py",
    "service/records.py",
    "service/rules.py",
    "service/server.py",
}
_SAID_AS_WORDS = (
    *("title", "description", "keywords", "keyword", "country", "category"),
    *("suggested", "accepted", "rejected", "own", "{0} “{1}”", "The built-in tagging service"),
)
"""Single words of the core that are shown, and the labels of gestures that are made of them."""

_LABEL_CALLS = ("_label", "_on", "_decide", "_decide_from")
"""What gives a gesture its label; the verb is among the arguments."""

_NOT_SHOWN = re.compile(
    r"^(?:[A-Z]+ (?:IMMEDIATE|EXCLUSIVE)|.*\b(?:WHERE|FROM|SELECT|PRAGMA)\b.*|.*[=<>\\|]\{.*|"
    r"undo (?:last|photos)|sweep (?:words|photos|decide)|state:.*|"
    r"offline \{0\}|import \{0\}|auto_vacuum.*|journal_mode.*|synchronous.*|"
    r"(?:minolta|konica|olympus|sony|samsung|exif|digital) .*|.* = .*|another address|"
    r"(?:tag again|write again|undo write|open settings|show problems|show file)|not a patch|"
    r"tables of another program|no SQLite header|application \{0\}.*|status \{0\}.*|too slow|"
    r"System Volume Information|%Y.*|bytes .*|(?:JWT|Token) .*|\{0\} write.?|image name|"
    r"the keyring .*|unreachable: .*|processing time|3fr arw .*|number, batch, .*|"
    r"\{0\} Description|features of several .*|tagging model in .*|not texts for .*|"
    r"multi-picture index|extended XMP|not started|out of reach|"
    r"\{0\} [GM]B|%Ln photos in one request|"
    r"\{\w?\}( \{\w?\})*)$",
    re.DOTALL,
)
_CODE = re.compile(
    r".*(?:\\|\?\d)|\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|WITH|AND|CASE)\b"
)
_WORDED = re.compile(r"[A-Za-z]{2,}")


def core_sentences() -> dict[str, bool]:
    """Return the sentences and pieces of sentences of the core, and whether they are counted.

    A hole of an f-string becomes ``{0}``; the first that is a number with separators ``%Ln``.
    """
    found = dict.fromkeys(_SAID_AS_WORDS, False)
    for file in _speaking_files():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        silent = _silent_nodes(tree)
        for node in ast.walk(tree):
            if id(node) not in silent:
                text = _template(node)
                if isinstance(node, ast.Call) and _name(node.func) in _LABEL_CALLS:
                    found |= {word: False for word in map(_literal, node.args) if word}
                is_service = "service" in file.parts
                if _is_said(text) and (not is_service or text.endswith(".")):
                    found[text] = "%Ln" in text
    for file in sorted((ROOT / "resources" / "agencies").glob("*.json")):
        note = json.loads(file.read_text(encoding="utf-8")).get("note", "")
        found |= {note: False} if note else {}
    registry = json.loads((ROOT / "resources/models/registry.json").read_text(encoding="utf-8"))
    for model in registry["models"]:
        found |= {model[name]: False for name in ("description", "unavailable") if name in model}
    return found


def _speaking_files() -> Iterator[Path]:
    package = ROOT / "phototagger"
    for speaker in _SPEAKERS:
        place = package / speaker
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if str(file.relative_to(package)) not in _SILENT:
                yield file


def _silent_nodes(tree: ast.Module) -> set[int]:
    """Return the nodes that nobody hears: docstrings, log lines, details, pieces of f-strings."""
    silent: set[int] = set()

    def hush(node: ast.AST) -> None:
        silent.update(id(below) for below in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hush(node)
        elif isinstance(node, ast.Call):
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            if isinstance(owner, ast.Name) and owner.id in ("log", "_log", "logging"):
                hush(node)
            if _name(node.func) in ("execute", "executescript", "RuntimeError", "AssertionError"):
                hush(node)
        elif isinstance(node, ast.keyword) and node.arg == "detail":
            hush(node)
        elif isinstance(node, ast.JoinedStr):
            silent.update(id(part) for part in node.values)
            for part in node.values:
                if isinstance(part, ast.FormattedValue) and part.format_spec is not None:
                    hush(part.format_spec)
    return silent


def _template(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        number = iter(range(9))
        return re.sub(r"\{\}", lambda _: f"{{{next(number)}}}", node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    text, holes = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        elif _is_number(part) and "%Ln" not in text:
            text += "%Ln"
        else:
            text += f"{{{holes}}}"
            holes += 1
    return text


def _is_number(part: ast.expr) -> bool:
    if not isinstance(part, ast.FormattedValue):
        return False
    spec, value = part.format_spec, part.value
    has_commas = isinstance(spec, ast.JoinedStr) and any(
        isinstance(p, ast.Constant) and p.value == "," for p in spec.values
    )
    is_length = isinstance(value, ast.Call) and _name(value.func) == "len"
    return has_commas or is_length or _name(value) in ("count", "number")


def _is_said(text: str) -> bool:
    return (
        " " in text.strip()
        and bool(_WORDED.search(_PLACEHOLDER.sub("", text)))
        and not _CODE.match(text)
        and not _NOT_SHOWN.match(text)
        and not text.startswith(("<", "http", "\n", "{RDF", "[", "(", "%Y", "% "))
    )


# -- the files ------------------------------------------------------------------------------------


def texts() -> set[Text]:
    """Return all texts, those of the core in their own context."""
    core = {Text(CORE, source, counted) for source, counted in core_sentences().items()}
    return window_texts()[0] | core


def ts_file(language: str) -> Path:
    """Return the Linguist file of a language."""
    return FOLDER / f"phototagger_{language}.ts"


def wanted_of(language: str, found: Iterable[Text]) -> set[Text]:
    """Return the texts that a file has: English only those of the window that are counted."""
    if language != "en":
        return set(found)
    return {text for text in found if text.is_counted and text.context != CORE}


def update() -> None:
    """Bring the Linguist files up to the code."""
    FOLDER.mkdir(exist_ok=True)
    found = texts()
    SENTENCES.write_text(_as_json(t.source for t in found if t.context == CORE), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            calls = Path(folder, "texts.py")
            lines = sorted(map(_call, wanted_of(language, found)))
            calls.write_text("\n".join(lines) + "\n", encoding="utf-8")
            plural = ["-pluralonly"] if language == "en" else []
            _tool(
                "pyside6-lupdate",
                *("-locations", "none", "-no-obsolete", "-silent", *plural),
                *("-source-language", "en", "-target-language", language),
                *(str(calls), "-ts", str(ts_file(language))),
            )
    _fill_english(found)
    for language in LANGUAGES:
        compile_to(language, ts_file(language).with_suffix(".qm"))


def _as_json(sources: Iterable[str]) -> str:
    return json.dumps(sorted(sources), ensure_ascii=False, indent=0) + "\n"


def _call(text: Text) -> str:
    context, source = json.dumps(text.context), json.dumps(text.source, ensure_ascii=False)
    if text.is_counted:
        return f'QCoreApplication.translate({context}, {source}, "", 1)'
    return f"QT_TRANSLATE_NOOP({context}, {source})"


def _fill_english(found: Iterable[Text]) -> None:
    """Take the English plural forms that the code says."""
    forms = {(text.context, text.source): text.forms for text in found if text.forms}
    tree = ElementTree.parse(ts_file("en"))
    for context, message in _messages(tree):
        said = forms.get((context, message.findtext("source", "")))
        translation = message.find("translation")
        if said is None or translation is None:
            continue
        translation.attrib.pop("type", None)
        for part, form in zip(translation.iter("numerusform"), said, strict=True):
            part.text = form
    write(tree, ts_file("en"))


def write(tree: ElementTree.ElementTree[ElementTree.Element], file: Path) -> None:
    """Write a Linguist file as Qt does."""
    body = ElementTree.tostring(tree.getroot(), encoding="unicode")
    file.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8"
    )


def compile_to(language: str, file: Path) -> None:
    """Compile a Linguist file."""
    _tool("pyside6-lrelease", "-silent", str(ts_file(language)), "-qm", str(file))


def _tool(name: str, *arguments: str) -> None:
    subprocess.run([Path(sys.executable).with_name(name), *arguments], check=True)


def _messages(
    tree: ElementTree.ElementTree[ElementTree.Element],
) -> Iterator[tuple[str, ElementTree.Element]]:
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


# -- the check ------------------------------------------------------------------------------------


def problems(language: str, found: Iterable[Text]) -> list[str]:
    """Return what is wrong with the files of a language, one line each."""
    wanted = {(text.context, text.source) for text in wanted_of(language, found)}
    wrong = []
    for context, message in _messages(ElementTree.parse(ts_file(language))):
        source = message.findtext("source", "")
        name = f"{language}: {context}: {source!r}"
        translation = message.find("translation")
        if (context, source) not in wanted:
            wrong.append(f"{name} is not in the program any more")
        wanted.discard((context, source))
        if translation is None or translation.get("type"):
            wrong.append(f"{name} is not translated")
            continue
        forms = [part.text or "" for part in translation.iter("numerusform")]
        for form in forms or [translation.text or ""]:
            if why := difference(source, form):
                wrong.append(f"{name}: {why} in {form!r}")
    wrong += [f"{language}: {context}: {source!r} is missing" for context, source in wanted]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "fresh.qm")
        compile_to(language, fresh)
        compiled = ts_file(language).with_suffix(".qm")
        if not compiled.exists() or compiled.read_bytes() != fresh.read_bytes():
            wrong.append(f"{compiled.name} is older than its .ts")
    return wrong


def difference(source: str, translation: str) -> str:
    """Return in what a translation does not fit its source, "" where it does."""
    if not translation.strip():
        return "nothing"
    if sorted(_holes(source)) != sorted(_holes(translation)):
        return "other placeholders"
    if len(_MNEMONIC.findall(source)) != len(_MNEMONIC.findall(translation)):
        return "other mnemonics"
    for end in ("…", ":", "."):
        if source.endswith(end) != translation.endswith(end):
            return f"another end than “{end}”"
    if source.count("\n") != translation.count("\n"):
        return "other lines"
    if source[0].isspace() != translation[0].isspace():
        return "another beginning"
    return ""


def _holes(text: str) -> list[str]:
    """Return the placeholders; ``{1}`` may stand for the second ``{}``."""
    found = _PLACEHOLDER.findall(text)
    plain = iter(range(len(found)))
    return [f"{{{next(plain)}}}" if hole == "{}" else hole for hole in found]


def main(arguments: list[str]) -> int:
    """Build and check; return the exit code."""
    if "--check" not in arguments:
        update()
    found = texts()
    wrong = [line for language in LANGUAGES for line in problems(language, found)]
    if json.loads(SENTENCES.read_text(encoding="utf-8")) != sorted(
        text.source for text in found if text.context == CORE
    ):
        wrong.append(f"{SENTENCES.name} is older than the core")
    wrong += window_texts()[1]
    for line in wrong:
        print(line)
    print(f"{len(found)} texts, {len(wrong)} problems")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
