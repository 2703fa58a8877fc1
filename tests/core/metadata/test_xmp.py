"""The XMP packet: keyword lists change, every other byte stays."""

from __future__ import annotations

import pytest

from phototagger.core.errors import MetadataReadError
from phototagger.core.fields import Field
from phototagger.core.metadata import _xmp
from phototagger.core.tags import KeywordChange, KeywordSet

DESCRIPTION = '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
OPEN = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)
CLOSE = "</rdf:RDF></x:xmpmeta>"


def subject(packet):
    return _xmp.read(packet).get(Field.SUBJECT)


def add(*names):
    return KeywordChange(add=KeywordSet(names))


def remove(*names):
    return KeywordChange(remove=KeywordSet(names))


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(DESCRIPTION + "/>", id="description closes itself"),
        pytest.param(DESCRIPTION + "></rdf:Description>", id="empty description"),
        pytest.param(DESCRIPTION + "><dc:subject/></rdf:Description>", id="empty subject"),
        pytest.param(
            DESCRIPTION + "><dc:subject><rdf:Bag/></dc:subject></rdf:Description>", id="empty bag"
        ),
        pytest.param(
            DESCRIPTION + "><dc:subject><rdf:Seq></rdf:Seq></dc:subject></rdf:Description>",
            id="a sequence",
        ),
        pytest.param("", id="no description"),
        pytest.param(
            DESCRIPTION + " xmlns:q='a\">b' q:w='x > y'/>", id="angle bracket in an attribute"
        ),
    ],
)
def test_keywords_can_be_added_to_any_spelling(inside):
    packet = (OPEN + inside + CLOSE).encode()
    assert subject(_xmp.edit(packet, add("kočka", "R&B <live>"))) == ("kočka", "R&B <live>")


def test_a_packet_whose_block_closes_itself_gets_a_description():
    packet = (OPEN[:-1] + "/></x:xmpmeta>").encode()
    assert subject(_xmp.edit(packet, add("kočka"))) == ("kočka",)


def test_default_namespace_is_understood():
    packet = b'<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><Description/></RDF>'
    assert subject(_xmp.edit(packet, add("one"))) == ("one",)
    bare = b'<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    assert subject(_xmp.edit(bare, add("one"))) == ("one",)


def test_only_the_list_changes(build):
    foreign = '<hdrgm:Version   xml:lang = "x" >1.0</hdrgm:Version ><!-- kept -->'
    packet = build.packet(foreign + build.subject("old"), ' hdrgm:Version="1.0"', padding=40)
    edited = _xmp.edit(packet, add("new"))
    at = edited.index(b"\n <rdf:li>new</rdf:li>")
    assert edited[:at] + edited[at + len(b"\n <rdf:li>new</rdf:li>") :] == packet


def test_removing_what_was_added_gives_the_old_packet_back(build):
    packet = build.packet(build.subject("old", "older"))
    assert _xmp.edit(_xmp.edit(packet, add("new")), remove("new")) == packet


def test_nothing_to_do_gives_the_same_object(build):
    packet = build.packet(build.subject("kočka"))
    assert _xmp.edit(packet, add("kočka")) is packet
    assert _xmp.edit(packet, remove("pes")) is packet


def test_a_word_matches_across_spaces_and_normal_forms(build):
    packet = build.packet(build.subject("  koc\u030cka\n", "two  spaces"))
    assert subject(_xmp.edit(packet, remove("kočka", "two spaces"))) == ()


def test_the_short_attribute_form_becomes_a_list(build):
    packet = build.packet(attributes=' dc:subject="one &amp; only"')
    assert subject(packet) == ("one & only",)
    assert subject(_xmp.edit(packet, add("two"))) == ("one & only", "two")
    assert subject(_xmp.edit(packet, remove("one & only"))) == ()


def test_a_subject_that_is_plain_text_becomes_a_list(build):
    packet = build.packet("<dc:subject>one</dc:subject>")
    assert subject(_xmp.edit(packet, add("two"))) == ("one", "two")


def test_hierarchies_that_exist_are_kept_in_step(build):
    packet = build.packet(
        build.subject("Cat")
        + "<lr:hierarchicalSubject><rdf:Bag><rdf:li>Animals|Cat</rdf:li></rdf:Bag>"
        "</lr:hierarchicalSubject>"
        "<digiKam:TagsList><rdf:Seq><rdf:li>Animals/Cat</rdf:li></rdf:Seq></digiKam:TagsList>"
    )
    both = _xmp.edit(packet, KeywordChange(KeywordSet(("Dog",)), KeywordSet(("Cat",))))
    assert b"Cat" not in both
    assert both.count(b"<rdf:li>Dog</rdf:li>") == 3


def test_a_path_whose_last_word_is_there_is_not_added_again(build):
    packet = build.packet(
        "<lr:hierarchicalSubject><rdf:Bag><rdf:li>Animals|Cat</rdf:li></rdf:Bag>"
        "</lr:hierarchicalSubject>"
    )
    assert _xmp.edit(packet, add("Cat")).count(b"Cat</rdf:li>") == 2  # the path and dc:subject


def test_no_hierarchy_is_created():
    assert b"hierarchical" not in _xmp.create(add("a"))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_wide_packet_stays_wide(build, codec):
    packet = ("\ufeff" + build.packet(build.subject("old")).decode()).encode(codec)
    edited = _xmp.edit(packet, add("日本語"))
    assert subject(edited) == ("old", "日本語")
    assert edited.decode(codec).startswith("\ufeff<?xpacket")


def test_another_eight_bit_encoding_takes_any_character():
    packet = ('<?xml version="1.0" encoding="ISO-8859-1"?>' + OPEN + CLOSE).encode()
    assert subject(_xmp.edit(packet, add("Zürich", "日本語"))) == ("Zürich", "日本語")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(OPEN, id="cut off"),
        pytest.param('<!DOCTYPE x [<!ENTITY a "b">]>' + OPEN + CLOSE, id="document type"),
        pytest.param("<!DOCTYPE x>" + OPEN + CLOSE, id="empty document type"),
        pytest.param(OPEN + CLOSE + OPEN, id="junk behind"),
        pytest.param("<x/>", id="no RDF"),
        pytest.param(
            OPEN + (DESCRIPTION + "><dc:subject/></rdf:Description>") * 2 + CLOSE, id="two lists"
        ),
        pytest.param(
            OPEN + DESCRIPTION + "><dc:subject><q/></dc:subject></rdf:Description>" + CLOSE,
            id="unknown form",
        ),
    ],
)
def test_what_would_be_a_guess_is_refused(text):
    with pytest.raises(MetadataReadError):
        _xmp.edit(text.encode(), add("a"))


def test_an_external_entity_is_not_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("leaked")
    packet = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>{OPEN}subject &e;{CLOSE}'
    with pytest.raises(MetadataReadError, match="document type"):
        subject(packet.encode())


@pytest.mark.parametrize(
    "name", ["a;b", "a,b", "line\nbreak", "tab\there", "\u202eright", "x" * 500, "]]>", "&amp;"]
)
def test_odd_keywords_come_back_exactly(name):
    """W26: any characters in XMP."""
    assert subject(_xmp.create(add(name))) == (name,)


def test_characters_that_xml_forbids_are_dropped():
    assert subject(_xmp.create(add("a\x00\x01\ufffeb"))) == ("ab",)


def test_an_empty_list_is_a_list():
    assert subject(_xmp.create(KeywordChange(), lists_keywords=True)) == ()


def test_padding_gives_room(build):
    packet = build.packet(padding=100)
    assert len(_xmp.trim_padding(packet, 60)) == len(packet) - 60
    assert _xmp.trim_padding(packet, 60).endswith(b'<?xpacket end="w"?>')
    assert len(_xmp.trim_padding(packet, 600)) == len(packet) - 100
