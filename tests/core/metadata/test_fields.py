"""Every field of a photo is kept in step, and by policy made or left alone."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from phototagger.core import metadata
from phototagger.core.errors import MetadataReadError
from phototagger.core.fields import HIERARCHIES, HOME, STOCK, Field, Kind, Policies, Policy
from phototagger.core.metadata import CannotEmbed, _acdsee, _xmp
from phototagger.core.metadata._containers import Revision
from phototagger.core.tags import KeywordChange, KeywordSet

CATEGORIES = (
    "&lt;Categories&gt;&lt;Category Assigned=&quot;0&quot;&gt;Animals"
    "&lt;Category Assigned=&quot;1&quot;&gt;Cat&lt;/Category&gt;"
    "&lt;/Category&gt;&lt;/Categories&gt;"
)
NAMESPACES = (
    ' xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/"'
    ' xmlns:mediapro="http://ns.iview-multimedia.com/mediapro/1.0/"'
    ' xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/"'
)
CHANGE = KeywordChange(KeywordSet(("Dog", "kočka")), KeywordSet(("Cat",)))


def listed(name, kind, *values):
    items = "".join(f"<rdf:li>{value}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def language(name, **texts):
    items = "".join(
        f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>'
        for lang, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def test_both_spellings_of_a_namespace_are_known(build):
    spaces = NAMESPACES.replace("photo/1.0/", "photo/1.0").replace(
        "iview-multimedia", "iview-mediapro"
    )
    packet = build.packet(
        listed("MicrosoftPhoto:LastKeywordXMP", "Bag", "Cat")
        + listed("mediapro:CatalogSets", "Bag", "Cat"),
        spaces,
    )
    fields = _xmp.read(_xmp.edit(packet, CHANGE))
    assert fields[Field.LAST_KEYWORD_XMP] == fields[Field.CATALOG_SETS] == ("Dog", "kočka")


@pytest.fixture
def full(build):
    """A JPEG that has every field there is, all about a cat."""
    packet = build.packet(
        listed("dc:subject", "Bag", "Cat", "garden")
        + listed("lr:hierarchicalSubject", "Bag", "Animals|Cat", "garden")
        + listed("digiKam:TagsList", "Seq", "Animals/Cat", "garden")
        + listed("MicrosoftPhoto:LastKeywordXMP", "Bag", "Animals/Cat", "garden")
        + listed("MicrosoftPhoto:LastKeywordIPTC", "Bag", "Animals/Cat", "garden")
        + listed("mediapro:CatalogSets", "Bag", "Animals|Cat", "garden")
        + f"<acdsee:categories>{CATEGORIES}</acdsee:categories>"
        + language("dc:title", x_default="A cat", en_US="A cat", de="Katze")
        + language("dc:description", x_default="A cat sleeps."),
        NAMESPACES,
    )
    records = (
        build.dataset(2, 5, b"A cat")
        + build.dataset(2, 25, b"Cat")
        + build.dataset(2, 25, b"garden")
        + build.dataset(2, 90, b"M\xfcnchen")
        + build.dataset(2, 120, b"A cat sleeps.")
    )
    windows, title = (f"{text}\0".encode("utf-16-le") for text in ("Cat;garden", "A cat"))
    exif = build.tiff_block(
        [
            (0x010E, 2, 14, b"A cat sleeps.\0"),
            (0x010F, 2, 8, b"Camera7\0"),
            (0x9C9B, 1, len(title), title),
            (0x9C9E, 1, len(windows), windows),
        ]
    )
    return build.jpeg(
        build.exif(exif), build.photoshop(build.resource(0x0404, records)), build.xmp(packet)
    )


def fields_of(data):
    return metadata.read_bytes(data).fields


@pytest.mark.parametrize("policies", [STOCK, HOME])
def test_no_field_is_left_stale(full, policies):
    edited = metadata.embed(full, CHANGE, policies).data
    fields = fields_of(edited)
    assert fields.keys() == fields_of(full).keys()
    for name in Field:
        if name.kind is Kind.KEYWORDS:
            assert set(fields[name]) >= {"Dog", "kočka"}, name
            assert not any("Cat" in value for value in fields[name]), name
            assert "garden" in fields[name] or name is Field.CATEGORIES
    assert metadata.embed(edited, CHANGE, policies).data is edited


def test_all_texts_change_together_and_other_languages_stay(full):
    change = KeywordChange(title="Ein Hund", description="Zwei\nZeilen – für alle")
    edited = metadata.embed(full, change).data
    fields = fields_of(edited)
    for name in Field:
        if name.kind is not Kind.KEYWORDS:
            wanted = change.title if name.kind is Kind.TITLE else change.description
            assert fields[name] == (wanted,), name
        else:
            assert fields[name] == fields_of(full)[name], name
    assert b'<rdf:li xml:lang="en-US">Ein Hund</rdf:li>' in edited
    assert b'<rdf:li xml:lang="de">Katze</rdf:li>' in edited
    assert "München".encode() in edited
    assert metadata.embed(edited, change).data is edited


def test_a_text_that_is_taken_away_leaves_every_field(full):
    edited = metadata.embed(full, KeywordChange(title="", description="")).data
    assert {name.kind for name in fields_of(edited)} == {Kind.KEYWORDS}
    assert b"Katze" not in edited


def test_taking_back_what_was_added_restores_what_every_field_says(full):
    added = metadata.embed(full, KeywordChange(KeywordSet(("Dog", "kočka")))).data
    removed = metadata.embed(added, KeywordChange(remove=KeywordSet(("Dog", "kočka")))).data
    assert fields_of(removed) == fields_of(full)


def test_home_makes_xmp_only_and_stock_makes_iptc_and_windows_keywords(build):
    change = KeywordChange(KeywordSet(("Dog",)), title="T", description="D")
    primary = {Field.SUBJECT, Field.TITLE, Field.DESCRIPTION}
    home = metadata.embed(build.jpeg(), change, HOME).data
    assert fields_of(home).keys() == primary
    stock = metadata.embed(build.jpeg(), change, STOCK).data
    assert fields_of(stock).keys() == primary | {
        Field.IPTC_KEYWORDS,
        Field.IPTC_TITLE,
        Field.IPTC_CAPTION,
        Field.XP_KEYWORDS,
    }


def test_home_writes_keywords_into_iptc_that_has_none_yet(build):
    data = build.jpeg(build.photoshop(build.resource(0x0404, build.dataset(2, 90, b"Brno"))))
    edited = metadata.embed(data, KeywordChange(KeywordSet(("Dog",)), title="T"), HOME).data
    assert fields_of(edited)[Field.IPTC_KEYWORDS] == ("Dog",)
    assert fields_of(edited)[Field.IPTC_TITLE] == ("T",)


def test_never_adds_nothing_but_brings_nothing_back(full):
    never = Policies(dict.fromkeys(Field, Policy.NEVER))
    edited = metadata.embed(full, CHANGE, never).data
    fields = fields_of(edited)
    assert set(fields[Field.SUBJECT]) == {"garden", "Dog", "kočka"}
    for name in (Field.IPTC_KEYWORDS, Field.XP_KEYWORDS, *HIERARCHIES):
        assert "Dog" not in fields[name]
        assert not any("Cat" in value for value in fields[name])
    edited = metadata.embed(full, KeywordChange(title="New"), never).data
    assert Field.IPTC_TITLE not in fields_of(edited)
    assert Field.XP_TITLE not in fields_of(edited)
    assert metadata.combine(metadata.read_bytes(edited), []).title == "New"


def test_always_makes_every_field(build):
    always = Policies(dict.fromkeys(Field, Policy.ALWAYS))
    change = KeywordChange(KeywordSet(("Dog", "a & b")), title="T", description="D")
    edited = metadata.embed(build.jpeg(), change, always).data
    fields = fields_of(edited)
    assert fields.keys() == set(Field)
    for name in Field:
        if name.kind is Kind.KEYWORDS:
            assert fields[name] == ("Dog", "a & b"), name
    assert metadata.embed(edited, change, always).data is edited
    gone = metadata.embed(edited, KeywordChange(remove=KeywordSet(("Dog", "a & b"))), always).data
    assert not any(values for name, values in fields_of(gone).items() if name.kind is Kind.KEYWORDS)


def test_a_word_that_is_a_parent_is_not_added_below_it(build):
    packet = build.packet(listed("lr:hierarchicalSubject", "Bag", "Animals|Cat"))
    edited = _xmp.edit(packet, KeywordChange(KeywordSet(("Animals", "Cat"))))
    assert _xmp.read(edited)[Field.HIERARCHICAL_SUBJECT] == ("Animals|Cat",)
    gone = _xmp.edit(edited, KeywordChange(KeywordSet(("Animals",)), remove=KeywordSet(("Cat",))))
    assert _xmp.read(gone)[Field.HIERARCHICAL_SUBJECT] == ("Animals",)


def test_a_word_with_the_separator_is_kept_out_of_paths_and_leaves_whole(build):
    packet = build.packet(listed("digiKam:TagsList", "Seq", "AC/DC"))
    edited = _xmp.edit(packet, KeywordChange(KeywordSet(("R/W",)), KeywordSet(("AC/DC",))))
    assert _xmp.read(edited)[Field.TAGS_LIST] == ()


@pytest.mark.parametrize("lang", ["<dc:title>Old</dc:title>", "<dc:title/>", ""])
def test_a_title_can_be_set_in_any_spelling(build, lang):
    edited = _xmp.edit(build.packet(lang), KeywordChange(title="A < B & C"))
    assert _xmp.read(edited)[Field.TITLE] == ("A < B & C",)
    assert _xmp.edit(edited, KeywordChange(title="A < B & C")) is edited
    assert Field.TITLE not in _xmp.read(_xmp.edit(edited, KeywordChange(title="")))


def test_a_title_in_one_language_gets_one_for_all(build):
    packet = build.packet(language("dc:title", de="Katze"))
    assert _xmp.read(packet)[Field.TITLE] == ("Katze",)
    edited = _xmp.edit(packet, KeywordChange(title="Cat"))
    assert b'<rdf:li xml:lang="x-default">Cat</rdf:li><rdf:li xml:lang="de">Katze' in edited


def test_texts_as_attributes_become_what_the_standard_asks_for(build):
    packet = build.packet(attributes=' dc:title="Old"')
    edited = _xmp.edit(packet, KeywordChange(title="New", description="D"))
    assert _xmp.read(edited)[Field.TITLE] == ("New",)
    assert b'dc:title="' not in edited


def test_setting_and_taking_a_text_away_gives_the_old_packet_back(build):
    packet = build.packet(build.subject("old"), padding=10)
    edited = _xmp.edit(packet, KeywordChange(title="T", description="D"))
    assert _xmp.edit(edited, KeywordChange(title="", description="")) == packet


# -- IPTC and EXIF texts ------------------------------------------------------------------------


def test_a_long_text_is_cut_at_a_character_in_iptc_only(build):
    title, text = "ž" * 40, "日" * 900
    result = metadata.embed(build.jpeg(), KeywordChange(title=title, description=text))
    fields = fields_of(result.data)
    assert fields[Field.TITLE] == (title,) and fields[Field.DESCRIPTION] == (text,)
    assert fields[Field.IPTC_TITLE] == ("ž" * 32,)
    assert fields[Field.IPTC_CAPTION] == ("日" * 666,)
    assert any("64 bytes" in note for note in result.notes)
    again = KeywordChange(title=title, description=text)
    edited = result.data
    assert metadata.embed(edited, again).data is edited


def test_latin_texts_beside_a_new_title_do_not_turn_into_others(build):
    records = build.dataset(2, 90, b"M\xfcnchen") + build.dataset(2, 5, b"B\xe4r")
    data = build.jpeg(build.photoshop(build.resource(0x0404, records)))
    assert fields_of(data)[Field.IPTC_TITLE] == ("Bär",)
    edited = metadata.embed(data, KeywordChange(title="Žirafa")).data
    assert fields_of(edited)[Field.IPTC_TITLE] == ("Žirafa",)
    assert "München".encode() in edited and b"M\xfcnchen" not in edited


def test_a_title_in_an_unknown_character_set_is_refused(build):
    records = build.dataset(1, 90, b"\x1b-F") + build.dataset(2, 90, b"\xc1\xe8")
    data = build.jpeg(build.photoshop(build.resource(0x0404, records)))
    with pytest.raises(CannotEmbed, match="character set"):
        metadata.embed(data, KeywordChange(title="New"))


@pytest.mark.parametrize("held", ['<?xml version="1.0"?><OME/>', "ImageJ=1.53t\nimages=3"])
def test_data_of_an_instrument_in_the_description_is_no_text(build, held):
    value = held.encode() + b"\0"
    data = build.jpeg(build.exif(build.tiff_block([(0x010E, 2, len(value), value)])))
    assert metadata.combine(metadata.read_bytes(data), []).description == ""
    edited = metadata.embed(data, KeywordChange(description="A cell"), STOCK).data
    assert fields_of(edited)[Field.IMAGE_DESCRIPTION] == (held,)
    assert metadata.combine(metadata.read_bytes(edited), []).description == "A cell"


# -- ACDSee -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Categories",
        "<Categories><Category>x</Category></Categories>",
        '<Categories><Category Assigned="1">x</Categories>',
        "<Categories></Category></Categories>",
        "<Categories>stray</Categories>",
    ],
)
def test_damaged_categories_are_refused(build, text):
    with pytest.raises(MetadataReadError):
        _acdsee.paths(text)
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    packet = build.packet(f"<acdsee:categories>{escaped}</acdsee:categories>", NAMESPACES)
    with pytest.raises(MetadataReadError):
        _xmp.edit(packet, CHANGE)


def test_categories_as_an_attribute_are_kept_in_step(build):
    packet = build.packet(attributes=f'{NAMESPACES} acdsee:categories="{CATEGORIES}"')
    assert _xmp.read(packet)[Field.CATEGORIES] == ("Animals/Cat",)
    edited = _xmp.edit(packet, CHANGE)
    assert _xmp.read(edited)[Field.CATEGORIES] == ("Dog", "kočka")


def test_a_category_that_holds_others_stays_unassigned(build):
    text = (
        '<Categories><Category Assigned="1">Animals<Category Assigned="1">Cat</Category>'
        "</Category></Categories>"
    )
    assert _acdsee.paths(text) == ("Animals", "Animals/Cat")
    revised = _acdsee.revised(text, Revision(frozenset({0}), ()))
    assert _acdsee.paths(revised) == ("Animals/Cat",)


# -- another program's eyes ---------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")
@pytest.mark.parametrize("policies", [STOCK, HOME])
def test_exiftool_reads_every_field_the_same(full, policies, tmp_path):
    change = KeywordChange(CHANGE.add, CHANGE.remove, "Ein Bär", "Größe: 3 µm")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(metadata.embed(full, change, policies).data)
    told = subprocess.run(
        ["exiftool", "-json", "-G1", "-a", "-CurrentIPTCDigest", "-all", photo],
        capture_output=True,
        check=True,
    )
    (tags,) = json.loads(told.stdout)
    words = ["garden", "Dog", "kočka"]
    assert tags["XMP-dc:Subject"] == words
    assert tags["IPTC:Keywords"] == words
    assert tags["IFD0:XPKeywords"] == "garden;Dog;kočka"
    assert tags["XMP-lr:HierarchicalSubject"] == words
    assert tags["XMP-digiKam:TagsList"] == words
    assert tags["XMP-microsoft:LastKeywordXMP"] == words
    assert tags["XMP-microsoft:LastKeywordIPTC"] == words
    assert tags["XMP-mediapro:CatalogSets"] == words
    assert ">Dog<" in tags["XMP-acdsee:Categories"]
    assert tags["XMP-dc:Title"] == tags["XMP-dc:Title-en-US"] == "Ein Bär"
    assert tags["XMP-dc:Title-de"] == "Katze"
    assert tags["IPTC:ObjectName"] == tags["IFD0:XPTitle"] == "Ein Bär"
    assert tags["IPTC:Caption-Abstract"] == tags["IFD0:ImageDescription"] == "Größe: 3 µm"
    assert tags["IPTC:City"] == "München"
    assert tags["IFD0:Make"] == "Camera7"
    assert tags.get("Photoshop:IPTCDigest") == tags["File:CurrentIPTCDigest"]
