"""The fields in which photos keep keywords, titles and descriptions, and what may be written there.

Owns their names and facts; knows no byte format. `phototagger.core.metadata` reads and writes them.

Source: Metadata Working Group, Guidelines 2.0, section 5; IPTC-IIM 4.2 for lengths; digiKam
(dmetadatasettingscontainer.cpp) for the separators of keyword paths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Container(StrEnum):
    """A place for keywords, in the order in which merged keywords are listed."""

    XMP = "xmp"
    IPTC = "iptc"
    EXIF = "exif"
    SIDECAR = "sidecar"


class Kind(StrEnum):
    """What a field tells about a photo."""

    KEYWORDS = "keywords"
    TITLE = "title"
    DESCRIPTION = "description"


class Field(StrEnum):
    """A field of a photo or a sidecar; its value is the name ExifTool has for it."""

    SUBJECT = "dc:subject"
    IPTC_KEYWORDS = "IPTC:Keywords"
    XP_KEYWORDS = "EXIF:XPKeywords"
    HIERARCHICAL_SUBJECT = "lr:hierarchicalSubject"
    TAGS_LIST = "digiKam:TagsList"
    LAST_KEYWORD_XMP = "MicrosoftPhoto:LastKeywordXMP"
    LAST_KEYWORD_IPTC = "MicrosoftPhoto:LastKeywordIPTC"
    CATALOG_SETS = "mediapro:CatalogSets"
    CATEGORIES = "acdsee:categories"
    TITLE = "dc:title"
    IPTC_TITLE = "IPTC:ObjectName"
    XP_TITLE = "EXIF:XPTitle"
    DESCRIPTION = "dc:description"
    IPTC_CAPTION = "IPTC:Caption-Abstract"
    IMAGE_DESCRIPTION = "EXIF:ImageDescription"

    @property
    def kind(self) -> Kind:
        """What it tells."""
        return _FACTS[self].kind

    @property
    def container(self) -> Container:
        """Where it stands in a photo: XMP, IPTC or EXIF."""
        return _FACTS[self].container

    @property
    def label(self) -> str:
        """What people call it."""
        return _FACTS[self].label

    @property
    def separator(self) -> str:
        """What parts the words of a keyword path, "" where keywords are single words."""
        return _FACTS[self].separator

    @property
    def max_bytes(self) -> int:
        """Longest value in bytes of UTF-8, 0 for any length."""
        return _FACTS[self].max_bytes


@dataclass(frozen=True, slots=True)
class _Facts:
    kind: Kind
    container: Container
    label: str
    separator: str = ""
    max_bytes: int = 0


_FACTS = {
    Field.SUBJECT: _Facts(Kind.KEYWORDS, Container.XMP, "XMP keywords"),
    Field.IPTC_KEYWORDS: _Facts(Kind.KEYWORDS, Container.IPTC, "IPTC keywords", max_bytes=64),
    Field.XP_KEYWORDS: _Facts(Kind.KEYWORDS, Container.EXIF, "Windows keywords"),
    Field.HIERARCHICAL_SUBJECT: _Facts(Kind.KEYWORDS, Container.XMP, "Lightroom paths", "|"),
    Field.TAGS_LIST: _Facts(Kind.KEYWORDS, Container.XMP, "digiKam tags", "/"),
    Field.LAST_KEYWORD_XMP: _Facts(Kind.KEYWORDS, Container.XMP, "Microsoft keywords (XMP)", "/"),
    Field.LAST_KEYWORD_IPTC: _Facts(Kind.KEYWORDS, Container.XMP, "Microsoft keywords (IPTC)", "/"),
    Field.CATALOG_SETS: _Facts(Kind.KEYWORDS, Container.XMP, "Media Pro sets", "|"),
    Field.CATEGORIES: _Facts(Kind.KEYWORDS, Container.XMP, "ACDSee categories", "/"),
    Field.TITLE: _Facts(Kind.TITLE, Container.XMP, "XMP title"),
    Field.IPTC_TITLE: _Facts(Kind.TITLE, Container.IPTC, "IPTC title", max_bytes=64),
    Field.XP_TITLE: _Facts(Kind.TITLE, Container.EXIF, "Windows title"),
    Field.DESCRIPTION: _Facts(Kind.DESCRIPTION, Container.XMP, "XMP description"),
    Field.IPTC_CAPTION: _Facts(Kind.DESCRIPTION, Container.IPTC, "IPTC caption", max_bytes=2000),
    Field.IMAGE_DESCRIPTION: _Facts(Kind.DESCRIPTION, Container.EXIF, "EXIF description"),
}

PRIMARY = (Field.SUBJECT, Field.TITLE, Field.DESCRIPTION)
"""Fields every program understands; they are always written."""

FLAT = (Field.SUBJECT, Field.IPTC_KEYWORDS, Field.XP_KEYWORDS)
"""Keyword fields that hold single words."""

HIERARCHIES = (
    Field.TAGS_LIST,
    Field.LAST_KEYWORD_XMP,
    Field.HIERARCHICAL_SUBJECT,
    Field.CATALOG_SETS,
    Field.CATEGORIES,
    Field.LAST_KEYWORD_IPTC,
)
"""Keyword fields that hold paths, in the order in which digiKam believes them."""


class Policy(StrEnum):
    """When a field is written.

    Whatever the policy: a word the user removed and a text the user replaced leave every field, so
    that no field brings them back.
    """

    ALWAYS = "always"
    """It is made where it is missing."""

    IF_PRESENT = "if present"
    """It is kept in step where the photo has it. An IPTC field counts as there when the photo has
    IPTC at all, as the Metadata Working Group asks."""

    NEVER = "never"
    """Nothing is added to it."""


@dataclass(frozen=True, slots=True)
class Policies:
    """When each field is written.

    Attributes:
        by_field: policies of fields; those that are missing are written if present. The primary
            fields are always written, whatever stands here.
    """

    by_field: Mapping[Field, Policy] = field(default_factory=dict)

    def of(self, of_field: Field) -> Policy:
        """Return the policy of one field."""
        if of_field in PRIMARY:
            return Policy.ALWAYS
        return self.by_field.get(of_field, Policy.IF_PRESENT)


STOCK = Policies(
    dict.fromkeys(
        (Field.IPTC_KEYWORDS, Field.XP_KEYWORDS, Field.IPTC_TITLE, Field.IPTC_CAPTION),
        Policy.ALWAYS,
    )
)
"""For photos that are sold: agencies read IPTC, so it is always written, and so is the Windows
keyword field."""

HOME = Policies()
"""For photos at home: XMP, and every other field only where the photo has it already."""

PRESETS: Mapping[str, Policies] = {"stock": STOCK, "home": HOME}
"""Policies by the name the user chooses them by."""
