"""Edits of an XMP packet as splices: text is cut and pasted at positions expat told.

Knows how properties are spelled, not what they mean; `_xmp` decides what to change.

Source: XMP Specification Part 1 (ISO 16684-1), sections 7.4-7.9 for the RDF syntax of properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from phototagger.core.errors import MetadataReadError
from phototagger.core.metadata._containers import Revision
from phototagger.core.metadata._xmp_tree import RDF, Element, Tree

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class UnknownForm(MetadataReadError):
    """A property is spelled in a way that cannot be edited without guessing."""

    def __init__(self) -> None:
        super().__init__("The XMP packet holds keywords or texts in an unknown form.")


class Property(NamedTuple):
    """How a property is spelled where we make it.

    Attributes:
        prefix: customary prefix of its namespace.
        namespace: the namespace.
        name: its name there.
        array: Bag, Seq or Alt, "" for plain text.
    """

    prefix: str
    namespace: str
    name: str
    array: str


class _Splice(NamedTuple):
    start: int
    end: int
    text: bytes


class Splices:
    """Edits of one packet, gathered and then carried out together."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._splices: list[_Splice] = []
        self._new: list[bytes] = []
        self._rdf = tree.rdf.prefix.encode()

    def result(self) -> bytes | None:
        """Return the new packet, None where nothing changes."""
        if self._new:
            self._append_properties(b"".join(self._new))
            self._new = []
        if not self._splices:
            return None
        parts, at = [], 0
        for splice in sorted(self._splices):
            parts += [self._tree.source[at : splice.start], splice.text]
            at = splice.end
        return b"".join([*parts, self._tree.source[at:]])

    # Properties

    def make(self, new: Property, content: bytes) -> None:
        """Add a property with *content* to the packet."""
        name = f"{new.prefix}:{new.name}".encode()
        declared = b' xmlns:%b="%b"' % (new.prefix.encode(), new.namespace.encode())
        self._new.append(b"<%b%b>%b</%b>" % (name, declared, content, name))

    def remove(self, element: Element) -> None:
        """Cut a property out, with the white space before it where a line of its own ends."""
        start = element.start
        is_indented = self._tree.source[element.end : element.end + 1].isspace()
        while is_indented and self._tree.source[start - 1 : start].isspace():
            start -= 1
        self._cut(start, element.end)

    def remove_attribute(self, node: Element, name: str) -> None:
        """Cut a property out that is written as an attribute of *node*."""
        self._cut(*self._attribute(node, name).span())

    def set_attribute(self, node: Element, name: str, text: str) -> None:
        """Give a property that is written as an attribute another value."""
        found = self._attribute(node, name)
        value = self.escaped(text).replace(b'"', b"&quot;")
        self._cut(found.start("value"), found.end("value"), b'"' + value + b'"')

    def set_text(self, element: Element, text: str) -> None:
        """Give an element that holds only text another one."""
        if element.children:
            raise UnknownForm
        self._fill(element, self.escaped(text), instead=True)

    def set_array(self, element: Element, content: bytes) -> None:
        """Give a property that is no array yet *content*, an array, in place of its text."""
        if element.children:
            raise UnknownForm
        self._fill(element, content, instead=True)

    # Lists

    def revise_list(self, element: Element, revision: Revision, kind: str) -> None:
        """Take items out of a list, put others behind the last one, and arrange them.

        An item that moves takes its bytes along and leaves the white space where it is.
        """
        array = element.array
        if array is None:
            values = revision.result(element.values, revision.added)
            self.set_array(element, self.array(kind, values))
            return
        source = self._tree.source
        contents = iter(
            revision.result(
                [source[item.start : item.end] for item in array.children],
                [self.item(value) for value in revision.added],
            )
        )
        behind, gap = array.inner, b""
        for at, item in enumerate(array.children):
            before = source[behind : item.start]
            gap = before if before.isspace() else b""
            if at in revision.dropped:
                self._cut(item.start - len(gap), item.end)
            elif (content := next(contents)) != source[item.start : item.end]:
                self._cut(item.start, item.end, content)
            behind = item.end
        items = b"".join(gap + content for content in contents)
        if items and array.children:
            self._cut(behind, behind, items)
        elif items:
            self._fill(array, items)

    def insert_item(self, array: Element, item: bytes) -> None:
        """Put *item* before the first one of an array."""
        if array.children:
            at = array.children[0].start
            gap = self._tree.source[array.inner : at]
            self._cut(at, at, item + (gap if gap.isspace() else b""))
        else:
            self._fill(array, item)

    # Text

    def array(self, kind: str, values: Iterable[str]) -> bytes:
        """Return an array with *values*."""
        items = b"".join(self.item(value) for value in values)
        return b"<%b%b>%b</%b%b>" % (self._rdf, kind.encode(), items, self._rdf, kind.encode())

    def alternatives(self, text: str) -> bytes:
        """Return an array of languages with one text, for all of them."""
        return b"<%bAlt>%b</%bAlt>" % (self._rdf, self.default_item(text), self._rdf)

    def item(self, text: str) -> bytes:
        """Return an item of an array."""
        return b"<%bli>%b</%bli>" % (self._rdf, self.escaped(text), self._rdf)

    def default_item(self, text: str) -> bytes:
        """Return the item of an array of languages that stands for all languages."""
        content = self.escaped(text)
        return b'<%bli xml:lang="x-default">%b</%bli>' % (self._rdf, content, self._rdf)

    def escaped(self, text: str) -> bytes:
        """Return *text* as character data in the encoding of the packet."""
        text = _NOT_XML.sub("", text)
        for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
            text = text.replace(char, entity)
        return text.encode(self._tree.encoding, "xmlcharrefreplace")

    # Private

    def _attribute(self, node: Element, name: str) -> re.Match[bytes]:
        spelled = re.escape(f"{node.prefixes[name]}{name.rsplit(maxsplit=1)[-1]}".encode())
        found = re.compile(rb"\s+" + spelled + rb"""\s*=\s*(?P<value>"[^"]*"|'[^']*')""").search(
            self._tree.source, node.start, node.inner
        )
        if found is None:
            raise UnknownForm
        return found

    def _append_properties(self, content: bytes) -> None:
        """Put properties into the first rdf:Description, else into a new one."""
        described = [node for node in self._tree.nodes if node.name == f"{RDF} Description"]
        if described:
            self._fill(described[0], content)
            return
        about = b'r:about="" xmlns:r="%b"' % RDF.encode()
        self._fill(
            self._tree.rdf,
            b"<%bDescription %b>%b</%bDescription>"
            % (self._rdf, b'%babout=""' % self._rdf if self._rdf else about, content, self._rdf),
        )

    def _fill(self, element: Element, content: bytes, *, instead: bool = False) -> None:
        """Put *content* at the end of *element*, or in place of what is inside."""
        if element.closes_itself:
            tag = self._tree.source[element.start : element.inner]
            name = tag[1:].split(None, 1)[0].rstrip(b"/>")
            self._cut(element.inner - 2, element.inner, b">" + content + b"</" + name + b">")
            return
        self._cut(element.inner if instead else element.close, element.close, content)

    def _cut(self, start: int, end: int, text: bytes = b"") -> None:
        self._splices.append(_Splice(start, end, text))
