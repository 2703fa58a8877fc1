"""What a photo says when its fields disagree: the rules of the Metadata Working Group."""

from __future__ import annotations

import hashlib

import pytest

from phototagger.core.fields import Field, Kind
from phototagger.core.metadata import Fields, FieldValues, Found, combine, read_photo

STALE, TRUE = True, False


def reading(fields: Fields, *sidecars: tuple[str, Fields], stale=TRUE, locked=False):
    return combine(Found(fields, locked, stale_digest=stale), list(sidecars))


@pytest.mark.parametrize(
    ("fields", "stale", "field", "keywords"),
    [
        ({Field.SUBJECT: ("a",), Field.IPTC_KEYWORDS: ("b",)}, TRUE, Field.SUBJECT, ("a", "b")),
        (
            {Field.SUBJECT: ("a",), Field.IPTC_KEYWORDS: ("b",)},
            STALE,
            Field.IPTC_KEYWORDS,
            ("b", "a"),
        ),
        ({Field.IPTC_KEYWORDS: ("b",)}, TRUE, Field.IPTC_KEYWORDS, ("b",)),
        ({Field.SUBJECT: (), Field.IPTC_KEYWORDS: ("b",)}, TRUE, Field.IPTC_KEYWORDS, ("b",)),
        ({Field.XP_KEYWORDS: ("w",)}, TRUE, Field.XP_KEYWORDS, ("w",)),
        ({Field.SUBJECT: ("a",), Field.XP_KEYWORDS: ("w",)}, TRUE, Field.SUBJECT, ("a", "w")),
        (
            {Field.HIERARCHICAL_SUBJECT: ("A|x",), Field.TAGS_LIST: ("B", "B/y")},
            TRUE,
            Field.TAGS_LIST,
            ("y", "x"),
        ),
        ({Field.SUBJECT: ("a",), Field.TAGS_LIST: ("B/y",)}, TRUE, Field.SUBJECT, ("a",)),
        ({Field.SUBJECT: (), Field.TAGS_LIST: ("B/y",)}, TRUE, Field.SUBJECT, ()),
        ({}, TRUE, None, ()),
    ],
)
def test_one_keyword_field_is_believed_and_no_word_is_lost(fields, stale, field, keywords):
    found = reading(fields, stale=stale)
    assert found.choices[Kind.KEYWORDS].field is field
    assert found.choices[Kind.KEYWORDS].why.endswith(".")
    assert found.keywords.names == keywords


@pytest.mark.parametrize(
    ("fields", "stale", "title"),
    [
        ({Field.TITLE: ("X",), Field.IPTC_TITLE: ("I",), Field.XP_TITLE: ("W",)}, TRUE, "X"),
        ({Field.TITLE: ("X",), Field.IPTC_TITLE: ("I",)}, STALE, "I"),
        ({Field.TITLE: ("ž" * 40,), Field.IPTC_TITLE: ("ž" * 32,)}, STALE, "ž" * 40),
        ({Field.IPTC_TITLE: ("I",), Field.XP_TITLE: ("W",)}, TRUE, "I"),
        ({Field.XP_TITLE: ("W",)}, TRUE, "W"),
        ({Field.TITLE: ("",)}, TRUE, ""),
    ],
)
def test_one_title_is_believed(fields, stale, title):
    assert reading(fields, stale=stale).title == title


@pytest.mark.parametrize(
    ("exif", "others", "description"),
    [
        ("Written by hand", ("X", "I"), "Written by hand"),
        ("OLYMPUS DIGITAL CAMERA         ", ("X", "I"), "X"),
        ("DCIM\\100GOPRO\\GOPR1785.JPG", ("X", "I"), "X"),
        ("<?xml version='1.0'?><OME/>", ("X", "I"), "X"),
        ("Title", ("X", "I"), "X"),
        ("B?r", ("Bär", "I"), "Bär"),
        ("SONY DSC", (), ""),
        ("By hand", (), "By hand"),
    ],
)
def test_exif_goes_first_where_a_person_wrote_it(exif, others, description):
    fields = {Field.IMAGE_DESCRIPTION: (exif,), Field.TITLE: ("Title",)}
    fields |= dict(
        zip(
            (Field.DESCRIPTION, Field.IPTC_CAPTION),
            ((text,) for text in others),
            strict=False,
        )
    )
    assert reading(fields).description == description


def test_a_sidecar_is_believed_about_texts_and_alone_for_a_file_that_never_changes():
    inside = {Field.SUBJECT: ("in",), Field.TITLE: ("In",)}
    beside = ("a.xmp", {Field.SUBJECT: ("out",), Field.TITLE: ("Out",)})
    found = reading(inside, beside)
    assert (found.keywords.names, found.title) == (("in", "out"), "Out")
    assert found.choices[Kind.TITLE].sidecar == "a.xmp"
    assert reading(inside, beside, locked=True).keywords.names == ("out",)
    empty = ("a.xmp", {Field.SUBJECT: ()})
    assert reading(inside, empty, locked=True).keywords.names == ()


def test_conflicts_are_told_by_name():
    found = reading(
        {
            Field.SUBJECT: ("sea", "ž" * 40, "a;b"),
            Field.IPTC_KEYWORDS: ("tree", "sea", "ž" * 32, "a;b"),
            Field.XP_KEYWORDS: ("sea", "ž" * 40),
            Field.HIERARCHICAL_SUBJECT: ("Nature", "Nature|sea", "ž" * 40, "Old|boat", "a;b"),
            Field.TITLE: ("A",),
            Field.IPTC_TITLE: ("B",),
        },
        ("p.xmp", {Field.SUBJECT: ("sea",)}),
    )
    assert [str(conflict) for conflict in found.conflicts] == [
        "IPTC keywords have “tree”, XMP keywords do not.",
        "Lightroom paths have “boat”, XMP keywords do not.",
        "IPTC title is “B”, XMP title is “A”.",
        f"XMP keywords in p.xmp lack “{'ž' * 40}” and “a;b”, XMP keywords do not.",
    ]


def test_fields_that_agree_are_no_conflict():
    found = reading(
        {
            Field.SUBJECT: ("sea", "Animals", "cat"),
            Field.IPTC_KEYWORDS: ("cat", "Animals", "sea"),
            Field.TAGS_LIST: ("Animals/cat", "sea"),
            Field.DESCRIPTION: ("x" * 2100,),
            Field.IPTC_CAPTION: ("x" * 2000,),
            Field.IMAGE_DESCRIPTION: ("OLYMPUS DIGITAL CAMERA",),
        }
    )
    assert found.conflicts == ()


def test_every_place_is_listed_with_what_it_holds_as_stored():
    found = reading({Field.TAGS_LIST: ("A/b",)}, ("p.xmp", {Field.SUBJECT: ("c",)}))
    assert found.fields == (
        FieldValues(Field.TAGS_LIST, ("A/b",)),
        FieldValues(Field.SUBJECT, ("c",), "p.xmp"),
    )
    assert found.at(Field.SUBJECT) is None
    assert found.at(Field.SUBJECT, "p.xmp").words == ("c",)


@pytest.mark.parametrize(("digest", "field"), [(b"true", Field.SUBJECT), (b"", Field.SUBJECT),
                                               (b"stale", Field.IPTC_KEYWORDS)])  # fmt: skip
def test_the_digest_in_a_photo_decides(build, tmp_path, digest, field):
    records = build.dataset(2, 25, b"iptc")
    block = build.resource(0x0404, records)
    if digest:
        value = hashlib.md5(records if digest == b"true" else b"other").digest()
        block += build.resource(0x0425, value)
    photo = tmp_path / "a.jpg"
    photo.write_bytes(
        build.jpeg(build.photoshop(block), build.xmp(build.packet(build.subject("xmp"))))
    )
    found = read_photo(photo)
    assert found.choices[Kind.KEYWORDS].field is field
    assert set(found.keywords) == {"xmp", "iptc"}
