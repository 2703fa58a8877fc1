"""The XMP packet: keyword lists and texts are cut and pasted, every other byte stays.

An XML writer would give back another spelling of the same packet, and programs look for the
spelling (HDR gain maps, motion photos). So expat only tells byte positions, and edits are splices.

Keyword lists come in several vocabularies. digiKam and Immich believe lists of keyword paths before
dc:subject, so where one exists it is kept in step: a word that is removed takes the paths along
that end in it, a word that is added becomes a path of one word.

Refuses packets with a document type or entities: nothing is ever expanded or fetched. Refuses
packets that are not well-formed or that hold two subjects, where any edit would be a guess.

Source: XMP Specification Part 1 (ISO 16684-1), sections 7.3-7.9 for the packet and RDF syntax,
8.2.2.4 for texts in several languages; digiKam, dmetadatasettingscontainer.cpp, for the lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.fields import Field, Kind
from phototagger.core.metadata import _acdsee
from phototagger.core.metadata._containers import Edit, Fields, Revision, revise
from phototagger.core.metadata._xmp_splice import Property, Splices, UnknownForm
from phototagger.core.metadata._xmp_tree import RDF, Element, Tree, parse
from phototagger.core.tags import NO_KEYWORDS, KeywordChange, clean_name, clean_text

_DC = "http://purl.org/dc/elements/1.1/"
_MICROSOFT = "http://ns.microsoft.com/photo/1.0/"
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"

_PROPERTIES = {
    Field.SUBJECT: Property("dc", _DC, "subject", "Bag"),
    Field.HIERARCHICAL_SUBJECT: Property(
        "lr", "http://ns.adobe.com/lightroom/1.0/", "hierarchicalSubject", "Bag"
    ),
    Field.TAGS_LIST: Property("digiKam", "http://www.digikam.org/ns/1.0/", "TagsList", "Seq"),
    Field.LAST_KEYWORD_XMP: Property("MicrosoftPhoto", _MICROSOFT, "LastKeywordXMP", "Bag"),
    Field.LAST_KEYWORD_IPTC: Property("MicrosoftPhoto", _MICROSOFT, "LastKeywordIPTC", "Bag"),
    Field.CATALOG_SETS: Property(
        "mediapro", "http://ns.iview-mediapro.com/mediapro/1.0/", "CatalogSets", "Bag"
    ),
    Field.CATEGORIES: Property("acdsee", "http://ns.acdsee.com/iptc/1.0/", "categories", ""),
    Field.TITLE: Property("dc", _DC, "title", "Alt"),
    Field.DESCRIPTION: Property("dc", _DC, "description", "Alt"),
}

_OTHER_SPACES = {
    # As Microsoft's newer programs, and as iView itself, spell what others spell otherwise.
    _MICROSOFT: _MICROSOFT.rstrip("/"),
    "http://ns.iview-mediapro.com/mediapro/1.0/": "http://ns.iview-multimedia.com/mediapro/1.0/",
}

_MENTIONS = re.compile("|".join({known.name for known in _PROPERTIES.values()}).encode())
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


def read(packet: bytes) -> Fields:
    """Return the fields that the packet has: values of lists as stored, texts as one value.

    A text in several languages is that for all languages, else the first.

    Raises:
        MetadataReadError: not well-formed, or with a document type.
    """
    text = _as_utf8(packet)
    if _MENTIONS.search(text) is None:
        return {}
    tree = parse(text)
    places = {name: _Place(tree, name) for name in _PROPERTIES}
    return {name: place.values for name, place in places.items() if place.exists}


def create(change: KeywordChange, *, lists_keywords: bool = False) -> bytes:
    """Return a new packet that holds what *change* wants, b"" where it wants nothing.

    Args:
        change: what to write.
        lists_keywords: whether a list of keywords is made even when it is empty.
    """
    packet = edit(_EMPTY, change)
    if lists_keywords and Field.SUBJECT not in read(packet):
        splices = Splices(parse(packet))
        splices.make(_PROPERTIES[Field.SUBJECT], splices.array("Bag", ()))
        packet = splices.result() or packet
    return b"" if packet is _EMPTY else packet


def edit(packet: bytes, change: KeywordChange) -> bytes:
    """Return *packet* with *change* made and every other byte as it was.

    Raises:
        MetadataReadError: the packet cannot be edited without guessing.
        MetadataWriteError: the result does not read back as wanted.
    """
    wanted = Edit.of(change)
    tree = parse(_as_utf8(packet))
    splices = Splices(tree)
    for name in _PROPERTIES:
        place = _Place(tree, name)
        if name.kind is not Kind.KEYWORDS:
            _edit_text(splices, place, wanted)
        elif wanted.changes_keywords:
            _edit_keywords(splices, place, wanted)
    result = splices.result()
    if result is None:
        return packet
    if codec := _wide_codec(packet):
        result = result.decode().encode(codec)
    _prove(result, wanted)
    return result


def trim_padding(packet: bytes, excess_bytes: int) -> bytes:
    """Return *packet* with up to *excess_bytes* less white space before its trailer."""
    padding = _PADDING.search(packet)
    if padding is None:
        return packet
    spare = min(excess_bytes, padding.end() - padding.start())
    return packet[: padding.end() - spare] + packet[padding.end() :]


class _Place:
    """Where a field stands in a packet: as elements, or as attributes of a node."""

    def __init__(self, tree: Tree, name: Field) -> None:
        self.name = name
        self.new = _PROPERTIES[name]
        spaces = (self.new.namespace, _OTHER_SPACES.get(self.new.namespace, self.new.namespace))
        self.spellings = [f"{space} {self.new.name}" for space in dict.fromkeys(spaces)]
        self.elements = [e for spelled in self.spellings for e in tree.properties(spelled)]
        self.holders = [
            (node, spelled)
            for node in tree.nodes
            for spelled in self.spellings
            if spelled in node.attributes
        ]

    @property
    def exists(self) -> bool:
        return bool(self.elements or self.holders)

    @property
    def values(self) -> tuple[str, ...]:
        """What it holds; categories as paths, a text as one value."""
        found = [value for element in self.elements for value in self.values_of(element)]
        for node, spelled in self.holders:
            found += self._parsed((node.attributes[spelled],))
        return tuple(found) if self.name.kind is Kind.KEYWORDS else tuple(found[:1])

    def values_of(self, element: Element) -> tuple[str, ...]:
        """What one element holds."""
        if self.name.kind is not Kind.KEYWORDS and element.array is not None:
            chosen = default_item(element.array)
            return (chosen.text,) if chosen is not None else ()
        return self._parsed(element.values)

    def _parsed(self, values: tuple[str, ...]) -> tuple[str, ...]:
        if self.name is Field.CATEGORIES:
            return tuple(path for value in values for path in _acdsee.paths(value))
        return values


def default_item(array: Element) -> Element | None:
    """Return the item for all languages, else the first, None in an empty array."""
    marked = (i for i in array.children if i.attributes.get(_LANGUAGE, "").lower() == "x-default")
    return next(marked, array.children[0] if array.children else None)


# -- keywords -----------------------------------------------------------------------------------


def _edit_keywords(splices: Splices, place: _Place, wanted: Edit) -> None:
    name = place.name
    if name is Field.SUBJECT and len(place.elements) + len(place.holders) > 1:
        raise MetadataReadError("The XMP packet holds two lists of keywords.")
    if not place.exists:
        if wanted.makes(name) and (added := _revision(name, (), wanted).added):
            splices.make(place.new, _new_list(splices, place, added))
        return
    for element in place.elements:
        revision = _revision(name, place.values_of(element), wanted)
        if not revision:
            continue
        if name is Field.CATEGORIES:
            splices.set_text(element, _acdsee.revised(element.text, revision))
        elif element.array is None and element.children:
            raise UnknownForm
        else:
            splices.revise_list(element, revision, place.new.array)
    for node, spelled in place.holders:
        _edit_attribute(splices, place, node, spelled, wanted)


def _edit_attribute(
    splices: Splices, place: _Place, node: Element, spelled: str, wanted: Edit
) -> None:
    """Turn name="word", a short form that holds one value only, into a list."""
    value = node.attributes[spelled]
    if place.name is Field.CATEGORIES:
        if revision := _revision(place.name, _acdsee.paths(value), wanted):
            splices.set_attribute(node, spelled, _acdsee.revised(value, revision))
        return
    revision = _revision(place.name, (value,), wanted)
    if revision:
        splices.remove_attribute(node, spelled)
        splices.make(
            place.new, _new_list(splices, place, revision.result((value,), revision.added))
        )


def _new_list(splices: Splices, place: _Place, values: Sequence[str]) -> bytes:
    if place.name is Field.CATEGORIES:
        return splices.escaped(_acdsee.revised("", Revision(frozenset(), tuple(values))))
    return splices.array(place.new.array, values)


def _revision(name: Field, values: Sequence[str], wanted: Edit) -> Revision:
    """Work out what *wanted* does to one list."""
    if not wanted.adds_to(name):
        wanted = Edit(NO_KEYWORDS, wanted.remove.minus(wanted.add))
    if not name.separator:
        return revise(values, wanted)
    return _revise_paths(values, wanted, name.separator)


def _revise_paths(values: Sequence[str], wanted: KeywordChange, separator: str) -> Revision:
    """Work out what a change does to a list of paths.

    A word that stands anywhere in a path is there already: its program shows it. A word with a
    path of its own is added as that, and brings the words above it along.
    """
    words = {clean_name(name): name for name in wanted.add.minus(wanted.remove)}
    unwanted = {clean_name(name) for name in wanted.remove} - words.keys()
    paths = [[clean_name(word) for word in value.split(separator)] for value in values]
    dropped = {
        at
        for at, path in enumerate(paths)
        if path[-1] in unwanted or clean_name(values[at]) in unwanted
    }
    have = {word for at, path in enumerate(paths) if at not in dropped for word in path}
    added = []
    for path in sorted(wanted.paths, key=len, reverse=True):
        cleaned = [clean_name(word) for word in path]
        can_hold = not any(separator in word for word in path)
        if cleaned[-1] in words and cleaned[-1] not in have and can_hold:
            added.append(separator.join(path))
            have.update(cleaned)
    added += [name for word, name in words.items() if word not in have and separator not in name]
    return Revision(frozenset(dropped), tuple(added))


# -- texts --------------------------------------------------------------------------------------


def _edit_text(splices: Splices, place: _Place, wanted: Edit) -> None:
    """Set a text, keeping other languages, or take it out with all its languages."""
    text = wanted.text(place.name.kind)
    if text is None or (not place.exists and not text):
        return
    text = clean_text(text)
    if not place.exists:
        splices.make(place.new, splices.alternatives(text))
        return
    if len(place.elements) + len(place.holders) > 1:
        raise MetadataReadError(f"The XMP packet holds two of {place.name}.")
    if text and clean_text("".join(place.values)) == text:
        return
    for node, spelled in place.holders:
        splices.remove_attribute(node, spelled)
        if text:
            splices.make(place.new, splices.alternatives(text))
    for element in place.elements:
        if not text:
            splices.remove(element)
        elif element.array is None:
            splices.set_array(element, splices.alternatives(text))
        else:
            _set_default(splices, element.array, text)


def _set_default(splices: Splices, array: Element, text: str) -> None:
    """Set the text for all languages, and the copies of the old one that languages have.

    Source: XMP Specification Part 1, 8.2.2.4: x-default goes first and repeats one language.
    """
    old = default_item(array)
    if old is None or old.attributes.get(_LANGUAGE, "x-default").lower() != "x-default":
        splices.insert_item(array, splices.default_item(text))
        return
    for item in array.children:
        if item is old or item.text == old.text:
            splices.set_text(item, text)


# -- the packet ---------------------------------------------------------------------------------


def _prove(packet: bytes, wanted: Edit) -> None:
    fields = read(packet)
    have = {clean_name(value) for value in fields.get(Field.SUBJECT, ())}
    words = {clean_name(name) for name in wanted.add.minus(wanted.remove)}
    unwanted = {clean_name(name) for name in wanted.remove} - words
    texts_are_right = all(
        text is None or clean_text(text) == clean_text("".join(fields.get(name, ())))
        for name in (Field.TITLE, Field.DESCRIPTION)
        for text in (wanted.text(name.kind),)
    )
    listed = [clean_name(value) for value in fields.get(Field.SUBJECT, ())]
    is_in_order = not wanted.adds_to(Field.SUBJECT) or not revise(listed, wanted).order
    if not words <= have or unwanted & have or not texts_are_right or not is_in_order:
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
