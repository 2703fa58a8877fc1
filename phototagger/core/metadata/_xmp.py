"""The XMP packet: keyword lists are cut and pasted, every other byte stays.

An XML writer would give back another spelling of the same packet, and programs look for the
spelling (HDR gain maps, motion photos). So expat only tells byte positions, and edits are splices.

Refuses packets with a document type or entities: nothing is ever expanded or fetched. Refuses
packets that are not well-formed or that hold two subjects, where any edit would be a guess.

Source: XMP Specification Part 1 (ISO 16684-1), sections 7.3-7.9 for the packet and RDF syntax.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.metadata._containers import revise
from phototagger.core.metadata._xmp_tree import RDF, Element, Tree, parse
from phototagger.core.tags import KeywordChange, KeywordSet, clean_name

DC = "http://purl.org/dc/elements/1.1/"
SUBJECT = f"{DC} subject"

HIERARCHIES = {
    "http://ns.adobe.com/lightroom/1.0/ hierarchicalSubject": "|",
    "http://www.digikam.org/ns/1.0/ TagsList": "/",
    "http://ns.microsoft.com/photo/1.0 LastKeywordXMP": "/",
    "http://ns.microsoft.com/photo/1.0/ LastKeywordXMP": "/",
    "http://ns.microsoft.com/photo/1.0 LastKeywordIPTC": "/",
    "http://ns.microsoft.com/photo/1.0/ LastKeywordIPTC": "/",
    "http://ns.iview-mediapro.com/mediapro/1.0/ CatalogSets": "|",
}
"""Lists of keyword paths with their separator. digiKam and Immich believe these before
dc:subject, so where one exists it is kept in step; none is ever created."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PADDING = re.compile(rb"\s*(?=<\?xpacket end=)")
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="PhotoTagger">\n'
    f' <rdf:RDF xmlns:rdf="{RDF}">\n'
    '  <rdf:Description rdf:about=""/>\n'
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n"
    '<?xpacket end="w"?>'
).encode()


def subject(packet: bytes) -> tuple[str, ...] | None:
    """Return the values of dc:subject as stored, or None where the packet has no such list.

    Raises:
        MetadataReadError: not well-formed, or with a document type.
    """
    text = _as_utf8(packet)
    if b"subject" not in text:
        return None
    tree = parse(text)
    lists = [element.values for element in tree.properties(SUBJECT)]
    lists += [(node.attributes[SUBJECT],) for node in tree.nodes if SUBJECT in node.attributes]
    return tuple(value for found in lists for value in found) if lists else None


def create(names: KeywordSet) -> bytes:
    """Return a new packet whose only property is dc:subject with *names*, which may be none."""
    tree = parse(_EMPTY)
    return _splice(_EMPTY, [_new_subject(tree, names)])


def edit(packet: bytes, change: KeywordChange) -> bytes:
    """Return *packet* with its keyword lists changed and every other byte as it was.

    Raises:
        MetadataReadError: the packet cannot be edited without guessing.
        MetadataWriteError: the result does not read back as wanted.
    """
    tree = parse(_as_utf8(packet))
    edits = list(_edit_subject(tree, change))
    for name, separator in HIERARCHIES.items():
        for element in tree.properties(name):
            edits.extend(_edit_hierarchy(tree, element, change, separator))
    if not edits:
        return packet
    result = _splice(tree.source, edits)
    if codec := _wide_codec(packet):
        result = result.decode().encode(codec)
    _prove(result, change)
    return result


def trim_padding(packet: bytes, excess_bytes: int) -> bytes:
    """Return *packet* with up to *excess_bytes* less white space before its trailer."""
    padding = _PADDING.search(packet)
    if padding is None:
        return packet
    spare = min(excess_bytes, padding.end() - padding.start())
    return packet[: padding.end() - spare] + packet[padding.end() :]


class _Edit(NamedTuple):
    start: int
    end: int
    text: bytes


def _edit_subject(tree: Tree, change: KeywordChange) -> Iterator[_Edit]:
    elements = tree.properties(SUBJECT)
    holders = [node for node in tree.nodes if SUBJECT in node.attributes]
    if len(elements) + len(holders) > 1:
        raise MetadataReadError("The XMP packet holds two lists of keywords.")
    if elements:
        yield from _edit_list(tree, elements[0], change)
    elif holders:
        yield from _edit_attribute(tree, holders[0], change)
    elif change.add:
        yield _new_subject(tree, change.add.minus(change.remove))


def _edit_list(
    tree: Tree,
    element: Element,
    change: KeywordChange,
    stored_as: Callable[[str], str] = str,
) -> Iterator[_Edit]:
    values = element.values
    revision = revise(values, change, stored_as)
    if not revision:
        return
    array = element.array
    if array is None:
        if element.children:
            raise MetadataReadError("The XMP packet holds keywords in an unknown form.")
        kept = [value for at, value in enumerate(values) if at not in revision.dropped]
        yield _fill(tree, element, _bag(tree, [*kept, *revision.added]))
        return
    behind, gap = array.inner, b""
    for at, item in enumerate(array.children):
        before = tree.source[behind : item.start]
        gap = before if before.isspace() else b""
        if at in revision.dropped:
            yield _Edit(item.start - len(gap), item.end, b"")
        behind = item.end
    items = b"".join(gap + _item(tree, value) for value in revision.added)
    if items:
        yield _Edit(behind, behind, items) if array.children else _fill(tree, array, items)


def _edit_hierarchy(
    tree: Tree, element: Element, change: KeywordChange, separator: str
) -> Iterator[_Edit]:
    def flat(names: KeywordSet) -> KeywordSet:
        return KeywordSet(tuple(name for name in names if separator not in name))

    paths = KeywordChange(add=flat(change.add), remove=flat(change.remove))
    return _edit_list(tree, element, paths, lambda path: path.rsplit(separator, 1)[-1])


def _edit_attribute(tree: Tree, node: Element, change: KeywordChange) -> Iterator[_Edit]:
    """Turn dc:subject="word", a short form that holds one value only, into a list."""
    value = node.attributes[SUBJECT]
    names = change.apply(KeywordSet((value,)))
    if names == KeywordSet((value,)):
        return
    name = re.escape(f"{node.prefixes[SUBJECT]}subject".encode())
    found = re.compile(rb"\s+" + name + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""").search(
        tree.source, node.start, node.inner
    )
    if found is None:
        raise MetadataReadError("The XMP packet holds keywords in an unknown form.")
    yield _Edit(found.start(), found.end(), b"")
    yield _new_subject(tree, names, node)


def _new_subject(tree: Tree, names: KeywordSet, node: Element | None = None) -> _Edit:
    """Put a new dc:subject into *node*, else into the first rdf:Description, else a new one."""
    described = [found for found in tree.nodes if found.name == f"{RDF} Description"]
    node = node or (described[0] if described else None)
    content = b'<dc:subject xmlns:dc="%b">%b</dc:subject>' % (DC.encode(), _bag(tree, names))
    if node is not None:
        return _fill(tree, node, content)
    rdf = tree.rdf.prefix.encode()
    description = b"<%bDescription %b>%b</%bDescription>" % (
        rdf,
        b'%babout=""' % rdf if rdf else b'r:about="" xmlns:r="%b"' % RDF.encode(),
        content,
        rdf,
    )
    return _fill(tree, tree.rdf, description)


def _fill(tree: Tree, element: Element, content: bytes) -> _Edit:
    """Put *content* at the end of *element*; text that stood alone in it is replaced."""
    if element.closes_itself:
        tag = tree.source[element.start : element.inner]
        name = tag[1:].split(None, 1)[0].rstrip(b"/>")
        return _Edit(element.inner - 2, element.inner, b">" + content + b"</" + name + b">")
    start = element.close if element.children or not element.text.strip() else element.inner
    return _Edit(start, element.close, content)


def _bag(tree: Tree, names: Iterable[str]) -> bytes:
    rdf = tree.rdf.prefix.encode()
    return b"<%bBag>%b</%bBag>" % (rdf, b"".join(_item(tree, name) for name in names), rdf)


def _item(tree: Tree, name: str) -> bytes:
    text = _NOT_XML.sub("", name)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        text = text.replace(char, entity)
    rdf = tree.rdf.prefix.encode()
    return b"<%bli>%b</%bli>" % (rdf, text.encode(tree.encoding, "xmlcharrefreplace"), rdf)


def _splice(source: bytes, edits: list[_Edit]) -> bytes:
    parts, at = [], 0
    for edit_ in sorted(edits):
        parts += [source[at : edit_.start], edit_.text]
        at = edit_.end
    return b"".join([*parts, source[at:]])


def _prove(packet: bytes, change: KeywordChange) -> None:
    have = {clean_name(value) for value in subject(packet) or ()}
    wanted = {clean_name(name) for name in change.add.minus(change.remove)}
    unwanted = {clean_name(name) for name in change.remove} - wanted
    if not wanted <= have or unwanted & have:
        raise MetadataWriteError("The new XMP packet did not read back as it was written.")


def _wide_codec(packet: bytes) -> str:
    """Return the UTF-16 codec of *packet*, or "" for an 8-bit one. JPEG allows UTF-8 only."""
    if packet.startswith((b"\xff\xfe", b"<\0")):
        return "utf-16-le"
    return "utf-16-be" if packet.startswith((b"\xfe\xff", b"\0<")) else ""


def _as_utf8(packet: bytes) -> bytes:
    codec = _wide_codec(packet)
    try:
        return packet.decode(codec).encode() if codec else packet
    except UnicodeError as error:
        raise MetadataReadError("The XMP packet is damaged.", detail=str(error)) from error
