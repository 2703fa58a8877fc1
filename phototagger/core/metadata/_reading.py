"""What a photo says when its fields, or its sidecars, disagree.

One field of each kind is believed, by the rules of the Metadata Working Group; the others show as
conflicts by name. Keywords are never lost for that: the keywords of a photo are the union of its
flat fields, the believed one first. Lists of paths speak where there is no flat field: beside one
they are often what another program remembers of words that were removed since.

Source: Metadata Working Group, Guidelines 2.0, section 5 (reconciling), also as ExifTool's MWG
module does it; digiKam's order for what lies outside MWG.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from phototagger.core.fields import FLAT, HIERARCHIES, Container, Field, Kind
from phototagger.core.metadata._containers import Fields, Found, cut_to_bytes
from phototagger.core.tags import KeywordSet, clean_name, clean_text

_CAMERA_TEXTS = frozenset(
    (
        "olympus digital camera",
        "minolta digital camera",
        "konica minolta digital camera",
        "samsung camera pictures",
        "digital camera",
        "digital still camera",
        "exif_jpeg_picture",
        "exif jpeg",
        "sony dsc",
        "dcim",
        "default",
    )
)
"""What cameras put into ImageDescription by themselves; in lower case."""

_FILE_NAME = re.compile(r"dcim[\\/].*|(?:dsc[fn]?|c?img|pict|gopr)[_-]?\d{3,}(?:\.\w+)?")
"""Names of files, which cameras put there as well."""

_STRUCTURED = ("<", "{", "ImageJ=", "SCANIMAGE", "state.")
"""Starts of what microscopes and scanners keep in ImageDescription; no words for people."""

_PLACE_ORDER = {
    Kind.TITLE: (Field.TITLE, Field.IPTC_TITLE, Field.XP_TITLE),
    Kind.DESCRIPTION: (Field.DESCRIPTION, Field.IPTC_CAPTION, Field.IMAGE_DESCRIPTION),
}


@dataclass(frozen=True, slots=True)
class FieldValues:
    """One field as it stands in a photo or in a sidecar.

    Attributes:
        field: which.
        values: as stored; paths where the field holds paths, () for an empty list.
        sidecar: name of the sidecar that holds it, "" for the photo itself.
    """

    field: Field
    values: tuple[str, ...]
    sidecar: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The keywords or the text it tells: the last words of paths, each once, cleaned."""
        if self.field.kind is not Kind.KEYWORDS:
            return tuple(text for text in map(clean_text, self.values) if text)
        if not self.field.separator:
            return KeywordSet.of(self.values).names
        return KeywordSet.of(leaves(self.values, self.field.separator)).names

    @property
    def where(self) -> str:
        """The field's name for people, with its sidecar."""
        return f"{self.field.label} in {self.sidecar}" if self.sidecar else self.field.label


@dataclass(frozen=True, slots=True)
class Choice:
    """Which field is believed about keywords, title or description.

    Attributes:
        field: the field, None where no field tells anything.
        sidecar: name of its sidecar, "" for the photo itself.
        values: what it tells: all its keywords, or one text.
        why: one sentence.
    """

    field: Field | None = None
    sidecar: str = ""
    values: tuple[str, ...] = ()
    why: str = "The photo says nothing about it."


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that disagrees with the believed one.

    Attributes:
        kind: what they disagree about.
        field: the other field.
        sidecar: name of its sidecar, "" for the photo itself.
        extra: what only the other field has.
        missing: what only the believed field has.
        believed: the believed field's name for people.
    """

    kind: Kind
    field: Field
    sidecar: str
    extra: tuple[str, ...]
    missing: tuple[str, ...]
    believed: str

    def __str__(self) -> str:
        """One sentence, such as: IPTC keywords have “tree”, XMP keywords do not."""
        place = FieldValues(self.field, (), self.sidecar).where
        if self.kind is not Kind.KEYWORDS:
            return f"{place} is “{self.extra[0]}”, {self.believed} is “{self.missing[0]}”."
        parts = []
        if self.extra:
            parts.append(f"{place} have {_quoted(self.extra)}, {self.believed} do not.")
        if self.missing:
            parts.append(f"{place} lack {_quoted(self.missing)}, {self.believed} do not.")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a photo tells, with its sidecars.

    Attributes:
        keywords: all of them, once, those of the believed field first.
        title: the title, "" for none.
        description: the description, "" for none.
        fields: every field that is there, the photo's own before those of sidecars.
        choices: which field is believed, by kind.
        notes: sentences about places that could not be read.
    """

    keywords: KeywordSet
    title: str
    description: str
    fields: tuple[FieldValues, ...]
    choices: Mapping[Kind, Choice]
    notes: tuple[str, ...] = ()

    @property
    def by_container(self) -> Mapping[Container, KeywordSet]:
        """The flat keywords each place holds; places the photo lacks are missing."""
        values: dict[Container, list[str]] = {}
        for place in self.fields:
            if place.sidecar and place.field is Field.SUBJECT:
                values.setdefault(Container.SIDECAR, []).extend(place.values)
            elif place.field in FLAT:
                values.setdefault(place.field.container, []).extend(place.values)
        return {container: KeywordSet.of(names) for container, names in values.items()}

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every field that disagrees with the believed one, in the order of *fields*."""
        found = (_conflict(place, self.choices[place.field.kind]) for place in self.fields)
        return tuple(conflict for conflict in found if conflict is not None)

    def at(self, field: Field, sidecar: str = "") -> FieldValues | None:
        """Return one field, None where the photo or that sidecar lacks it."""
        return next((p for p in self.fields if p.field is field and p.sidecar == sidecar), None)


def combine(found: Found, sidecars: Sequence[tuple[str, Fields]]) -> Reading:
    """Merge what a file and its sidecars hold.

    A sidecar speaks alone for a file that is never changed: a keyword removed there could not be
    removed from the file. Texts are believed from a sidecar first, as readers of sidecars do.

    Args:
        found: the file's own fields.
        sidecars: name and fields of each sidecar.
    """
    own = [_shared(name, values) for name, values in found.fields.items()]
    beside = [_shared(f, values, name) for name, held in sidecars for f, values in held.items()]
    fields = sorted(own, key=_rank) + beside
    listed = [p for p in beside if p.field is Field.SUBJECT]
    speaking = listed if listed and found.locked else _flat(fields)
    choice = _choose_keywords(speaking, fields, stale_digest=found.stale_digest)
    keywords = _union(_paths(fields) if choice.field in HIERARCHIES else speaking, choice)
    title = _choose_text(Kind.TITLE, fields, stale_digest=found.stale_digest)
    description = _choose_text(Kind.DESCRIPTION, fields, stale_digest=found.stale_digest)
    return Reading(
        keywords=keywords,
        title="".join(title.values),
        description="".join(description.values),
        fields=tuple(fields),
        choices={Kind.KEYWORDS: choice, Kind.TITLE: title, Kind.DESCRIPTION: description},
        notes=found.notes,
    )


def leaves(paths: Iterable[str], separator: str) -> list[str]:
    """Return the last word of each path that is not the start of another one."""
    split = [tuple(path.split(separator)) for path in paths]
    parents = {path[:size] for path in split for size in range(1, len(path))}
    return [path[-1] for path in split if path not in parents]


def is_for_people(text: str) -> bool:
    """Whether a text was written by a person: no camera's name, no data of an instrument."""
    plain = clean_name(text).casefold()
    is_camera = plain in _CAMERA_TEXTS or _FILE_NAME.fullmatch(plain)
    return not is_camera and not is_structured(text)


def is_structured(text: str) -> bool:
    """Whether a text is data of an instrument or a program."""
    return text.startswith(_STRUCTURED)


# -- choosing -----------------------------------------------------------------------------------


def _shared(name: Field, values: Iterable[str], sidecar: str = "") -> FieldValues:
    """Return a field whose words are shared by all photos that have them: many plans are kept."""
    return FieldValues(name, tuple(map(sys.intern, values)), sidecar)


def _rank(place: FieldValues) -> int:
    return list(Field).index(place.field)


def _flat(fields: Iterable[FieldValues]) -> list[FieldValues]:
    """Return the fields whose words are merged: flat ones, with XMP's before a sidecar's."""
    order = (Container.XMP, Container.IPTC, Container.EXIF)
    return sorted(
        (place for place in fields if place.field in FLAT),
        key=lambda place: (bool(place.sidecar), order.index(place.field.container)),
    )


def _choose_keywords(
    speaking: Sequence[FieldValues], fields: Sequence[FieldValues], *, stale_digest: bool
) -> Choice:
    def first(field: Field) -> FieldValues | None:
        return next((p for p in speaking if p.field is field and p.words), None)

    xmp, iptc, windows = (first(field) for field in FLAT)
    if iptc is not None and stale_digest:
        return _choice(iptc, "A program that does not know XMP changed IPTC last.")
    if xmp is not None:
        return _choice(xmp, "XMP is believed before IPTC and the Windows field.")
    if iptc is not None:
        return _choice(iptc, "There are no XMP keywords.")
    if windows is not None:
        return _choice(windows, "There are neither XMP nor IPTC keywords.")
    if listed := next((p for p in speaking if p.field is Field.SUBJECT), None):
        return Choice(listed.field, listed.sidecar, (), "Its list of keywords is empty.")
    for place in _paths(fields):
        return _choice(place, "There are no other keywords than these paths.")
    return Choice()


def _paths(fields: Iterable[FieldValues]) -> list[FieldValues]:
    """Return the lists of paths that hold words, as digiKam believes them."""
    listed = [place for place in fields if place.field in HIERARCHIES and place.words]
    return sorted(listed, key=lambda place: HIERARCHIES.index(place.field))


def _choose_text(kind: Kind, fields: Sequence[FieldValues], *, stale_digest: bool) -> Choice:
    """Choose a title or description.

    EXIF goes first where a person wrote it, as MWG has it; but Windows stores the title there, and
    cameras their names.
    """
    places = [place for place in fields if place.field.kind is kind and place.words]
    for place in places:
        if place.sidecar:
            return _choice(place, "A sidecar is believed before the photo.")

    def first(field: Field) -> FieldValues | None:
        return next((place for place in places if place.field is field), None)

    xmp, iptc, exif = (first(field) for field in _PLACE_ORDER[kind])
    if kind is Kind.DESCRIPTION and exif is not None and _is_description(exif, fields, xmp, iptc):
        return _choice(exif, "EXIF is believed before XMP and IPTC.")
    if iptc is not None and stale_digest and not _is_cut(iptc, xmp):
        return _choice(iptc, "A program that does not know XMP changed IPTC last.")
    if xmp is not None:
        return _choice(xmp, "XMP is believed before IPTC.")
    if iptc is not None:
        return _choice(iptc, "XMP has none.")
    if exif is not None and is_for_people(exif.words[0]):
        return _choice(exif, "Neither XMP nor IPTC has one.")
    return Choice()


def _is_description(
    exif: FieldValues,
    fields: Sequence[FieldValues],
    xmp: FieldValues | None,
    iptc: FieldValues | None,
) -> bool:
    text = exif.words[0]
    if not is_for_people(text):
        return False
    if xmp is None and iptc is None:
        return True
    titles = {t for place in fields if place.field.kind is Kind.TITLE for t in place.words}
    others = [place.words[0] for place in (xmp, iptc) if place is not None]
    ascii_forms = {other.encode("ascii", "replace").decode() for other in others}
    return text not in titles and text not in ascii_forms


def _is_cut(iptc: FieldValues, xmp: FieldValues | None) -> bool:
    """Whether the IPTC text is the XMP text, cut to what IPTC holds."""
    limit = iptc.field.max_bytes
    return xmp is not None and clean_text(cut_to_bytes(xmp.words[0], limit)) == iptc.words[0]


def _choice(place: FieldValues, why: str) -> Choice:
    values = place.words if place.field.kind is Kind.KEYWORDS else place.words[:1]
    return Choice(place.field, place.sidecar, values, why)


def _union(speaking: Sequence[FieldValues], choice: Choice) -> KeywordSet:
    """Return all keywords, the believed field's first.

    An IPTC value that is only the cut form of a longer keyword found elsewhere is left out, and the
    longer form takes its place.
    """
    others = [n for p in speaking if p.field is not Field.IPTC_KEYWORDS for n in p.words]
    limit = Field.IPTC_KEYWORDS.max_bytes
    cut = {clean_name(cut_to_bytes(name)) for name in others if len(name.encode()) > limit}
    merged: list[str] = []
    believed_first = sorted(
        speaking, key=lambda p: (p.field, p.sidecar) != (choice.field, choice.sidecar)
    )
    for place in believed_first:
        is_iptc = place.field is Field.IPTC_KEYWORDS
        merged += [name for name in place.words if not (is_iptc and name in cut)]
    return KeywordSet.of(merged)


# -- conflicts ----------------------------------------------------------------------------------


def _conflict(place: FieldValues, choice: Choice) -> Conflict | None:
    if choice.field is None or (place.field, place.sidecar) == (choice.field, choice.sidecar):
        return None
    differ = _keywords_differ if place.field.kind is Kind.KEYWORDS else _texts_differ
    extra, missing = differ(place, choice)
    if not extra and not missing:
        return None
    believed = FieldValues(choice.field, (), choice.sidecar).where
    return Conflict(place.field.kind, place.field, place.sidecar, extra, missing, believed)


def _keywords_differ(place: FieldValues, choice: Choice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Compare in the shorter form where one of the two is IPTC, and by path where one is one."""
    is_iptc = Field.IPTC_KEYWORDS in (place.field, choice.field)
    separator = place.field.separator

    def form(name: str) -> str:
        return clean_name(cut_to_bytes(name)) if is_iptc else name

    have = {form(word): word for word in place.words}
    believed = {form(word): word for word in choice.values}
    inner = {clean_name(part) for path in place.values for part in path.split(separator or "\0")}
    extra = tuple(word for key, word in have.items() if key not in believed)
    missing = tuple(
        word
        for key, word in believed.items()
        if key not in have
        and not (separator and (word in inner or separator in word))
        and not (place.field is Field.XP_KEYWORDS and ";" in word)
    )
    return extra, missing


def _texts_differ(place: FieldValues, choice: Choice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not place.words or not choice.values:
        return (), ()
    text, believed = place.words[0], choice.values[0]
    if place.field is Field.IMAGE_DESCRIPTION and not is_for_people(text):
        return (), ()
    limit = place.field.max_bytes
    if text in (believed, clean_text(cut_to_bytes(believed, limit)) if limit else believed):
        return (), ()
    return (text,), (believed,)


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
