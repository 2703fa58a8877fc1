"""An XMP packet as a tree of byte positions.

Expat reports where each tag starts; this module keeps the positions so that edits can be splices.
Refuses document types and entities: nothing is ever expanded or fetched.

Source: XMP Specification Part 1 (ISO 16684-1), section 7 for the RDF syntax of a packet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from phototagger.core.errors import MetadataReadError

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

_ARRAYS = {f"{RDF} {name}" for name in ("Bag", "Seq", "Alt")}
_START_TAG = re.compile(rb"""<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")


@dataclass(slots=True)
class Element:
    """One element: its expanded name and where its tags stand.

    Attributes:
        name: "namespace local".
        prefix: how the source spells the namespace, with its colon, or "".
        start: position of its start tag.
        inner: position behind its start tag.
        attributes: values by "namespace local".
        prefixes: spelling of each attribute's namespace, with its colon, or "".
        close: position of its end tag; *inner* when it closes itself.
        end: position behind its end tag.
        text: character data directly inside, entities resolved.
        children: elements directly inside.
    """

    name: str
    prefix: str
    start: int
    inner: int
    attributes: dict[str, str]
    prefixes: dict[str, str]
    close: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    @property
    def closes_itself(self) -> bool:
        """Whether it is written ``<name/>``."""
        return self.end == self.inner

    @property
    def array(self) -> Element | None:
        """The rdf:Bag, rdf:Seq or rdf:Alt inside, or None."""
        return next((child for child in self.children if child.name in _ARRAYS), None)

    @property
    def values(self) -> tuple[str, ...]:
        """The items of its array, or its text where it has no array."""
        if self.array is not None:
            return tuple(item.text for item in self.array.children)
        return (self.text,) if self.text.strip() else ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed packet.

    Attributes:
        source: the bytes all positions count in.
        encoding: character encoding of *source*.
        rdf: the rdf:RDF element.
        nodes: its children, usually rdf:Description, which hold the properties.
    """

    source: bytes
    encoding: str
    rdf: Element
    nodes: list[Element]

    def properties(self, name: str) -> list[Element]:
        """Return the properties called *name* ("namespace local") of all nodes."""
        return [child for node in self.nodes for child in node.children if child.name == name]


def parse(source: bytes) -> Tree:
    """Return the tree of a packet in UTF-8 or an 8-bit encoding.

    Raises:
        MetadataReadError: not well-formed, with a document type, or without one rdf:RDF.
    """
    utf8 = "utf-8" if b"UTF-16" in source[:80].upper() else None
    builder = _TreeBuilder(source, utf8)
    try:
        roots = builder.build()
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise MetadataReadError("The XMP packet is damaged.", detail=str(error)) from error
    found = [element for element in _walk(roots) if element.name == f"{RDF} RDF"]
    if len(found) != 1:
        raise MetadataReadError("The XMP packet does not hold exactly one block of properties.")
    return Tree(source, builder.encoding, found[0], found[0].children)


class _TreeBuilder:
    """Takes expat's events; keeps positions."""

    def __init__(self, source: bytes, encoding: str | None) -> None:
        self.source = source
        self.encoding = encoding or "utf-8"
        self.roots: list[Element] = []
        self._open: list[Element] = []
        parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.buffer_text = True
        self._parser = parser
        self._overridden = encoding is not None

    def build(self) -> list[Element]:
        self._parser.Parse(self.source.rstrip(b"\0"), True)
        return self.roots

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and not self._overridden:
            self.encoding = encoding

    def _refuse(self, *_declared: object) -> None:
        raise MetadataReadError("The XMP packet declares a document type, which is not allowed.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        tag = _START_TAG.match(self.source, at)
        if tag is None:
            raise MetadataReadError("The XMP packet uses an encoding that cannot be edited.")
        expanded, prefix = _expanded(name)
        named = {_expanded(key)[0]: value for key, value in attributes.items()}
        prefixes = dict(_expanded(key) for key in attributes)
        element = Element(expanded, prefix, at, tag.end(), named, prefixes)
        (self._open[-1].children if self._open else self.roots).append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        if self.source.endswith(b"/>", element.start, element.inner):
            element.close = element.end = element.inner
        else:
            element.close = self._parser.CurrentByteIndex
            element.end = self.source.index(b">", element.close) + 1

    def _text(self, text: str) -> None:
        self._open[-1].text += text


def _expanded(name: str) -> tuple[str, str]:
    """Split expat's "namespace local prefix" into ("namespace local", "prefix:")."""
    parts = name.split(" ")
    return " ".join(parts[:2]), f"{parts[2]}:" if len(parts) == 3 else ""


def _walk(elements: Iterable[Element]) -> Iterator[Element]:
    waiting = list(elements)
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(element.children)
