"""IPTC keyword records: charsets, lengths, digests, foreign resources."""

from __future__ import annotations

import hashlib

import pytest

from phototagger.core.errors import MetadataReadError
from phototagger.core.fields import Field
from phototagger.core.metadata import _iptc
from phototagger.core.metadata._containers import CannotEmbed
from phototagger.core.tags import KeywordChange, KeywordSet

UTF8_MARK = b"\x1c\x01\x5a\x00\x03\x1b%G"


def keywords(block):
    return _iptc.read(block).get(Field.IPTC_KEYWORDS)


def add(*names):
    return KeywordChange(add=KeywordSet(names))


def remove(*names):
    return KeywordChange(remove=KeywordSet(names))


def test_keywords_come_back(build):
    block = _iptc.edit(b"", add("kočka", "日本語"))
    assert keywords(block) == ("kočka", "日本語")
    assert UTF8_MARK in block


def test_other_datasets_and_resources_keep_their_bytes(build):
    city, caption = build.dataset(2, 90, b"Plzen"), build.dataset(2, 120, b"long " * 500)
    iim = build.dataset(2, 0, b"\0\2") + build.dataset(2, 25, b"old") + city + caption
    before, after = build.resource(0x03ED, b"resolution"), build.resource(0x2000, b"p", b"odd")
    block = _iptc.edit(before + build.resource(0x0404, iim) + after, add("new"))
    assert before in block and after in block and city in block and caption in block
    assert keywords(block) == ("old", "new")


def test_western_text_is_transcoded_once(build):
    iim = build.dataset(2, 90, "Zürich".encode("cp1252")) + build.dataset(
        2, 25, "Straße".encode("cp1252")
    )
    block = _iptc.edit(build.resource(0x0404, iim), add("new"))
    assert keywords(block) == ("Straße", "new")
    assert build.dataset(2, 90, "Zürich".encode()) in block
    again = _iptc.edit(block, add("newer"))
    assert build.dataset(2, 90, "Zürich".encode()) in again


def test_utf8_text_without_the_marker_is_not_transcoded_twice(build):
    iim = build.dataset(2, 90, "Plzeň".encode()) + build.dataset(2, 25, "náměstí".encode())
    block = _iptc.edit(build.resource(0x0404, iim), add("new"))
    assert keywords(block) == ("náměstí", "new")
    assert build.dataset(2, 90, "Plzeň".encode()) in block


def test_declared_latin1_is_believed(build):
    iim = build.dataset(1, 90, b"\x1b-A") + build.dataset(2, 25, "Ã©".encode("latin-1"))
    block = _iptc.edit(build.resource(0x0404, iim), add("new"))
    assert keywords(block) == ("Ã©", "new")


def test_text_that_is_not_the_utf8_it_says_is_left_alone(build):
    wrong = build.dataset(2, 90, "Zürich".encode("cp1252"))
    block = _iptc.edit(build.resource(0x0404, build.dataset(1, 90, b"\x1b%G") + wrong), add("new"))
    assert wrong in block


def test_binary_datasets_are_not_transcoded(build):
    preview = build.dataset(2, 202, b"\xff\xd8\xff\xe0")
    block = _iptc.edit(build.resource(0x0404, preview), add("new"))
    assert preview in block


def test_an_unknown_charset_is_refused_unless_all_is_ascii(build):
    mark = build.dataset(1, 90, b"\x1b$B")
    with pytest.raises(CannotEmbed):
        _iptc.edit(build.resource(0x0404, mark + build.dataset(2, 25, b"\xc6\xfc")), add("new"))
    block = _iptc.edit(build.resource(0x0404, mark + build.dataset(2, 25, b"plain")), add("é"))
    assert keywords(block) == ("plain", "é")


def test_a_long_keyword_is_cut_at_a_character_and_never_doubled():
    """W26: the limit of 64 bytes."""
    name = "příšerně " * 9 + "žluťoučký"
    block = _iptc.edit(b"", add(name))
    (stored,) = keywords(block)
    assert name.startswith(stored) and len(stored.encode()) <= 64
    assert _iptc.edit(block, add(name)) is block
    assert keywords(_iptc.edit(block, remove(name))) == ()


def test_a_record_that_is_too_long_already_counts_as_the_keyword(build):
    name = "x" * 70
    block = build.resource(0x0404, build.dataset(2, 25, name.encode()))
    assert _iptc.edit(block, add(name)) is block
    assert keywords(_iptc.edit(block, remove(name))) == ()


def test_removing_one_long_keyword_keeps_another_with_the_same_start():
    one, two = "x" * 64 + " one", "x" * 64 + " two"
    block = _iptc.edit(b"", add(one, two))
    change = KeywordChange(add=KeywordSet((two,)), remove=KeywordSet((one,)))
    assert keywords(_iptc.edit(block, change)) == ("x" * 64,)


@pytest.mark.parametrize(
    ("digest", "expected"),
    [("none", "true"), ("true", "true"), ("stale", "stale")],
)
def test_digest_rule(build, digest, expected):
    iim = build.dataset(2, 25, b"old")
    block = build.resource(0x0404, iim)
    stale = b"\x11" * 16
    if digest != "none":
        value = hashlib.md5(iim).digest() if digest == "true" else stale
        block += build.resource(0x0425, value)
    resources, _ = _iptc.split_resources(_iptc.edit(block, add("new")))
    by_number = {found.number: found.value for found in resources}
    true = hashlib.md5(by_number[0x0404]).digest()
    assert by_number[0x0425] == {"true": true, "stale": stale}[expected]


def test_keywords_are_removed_from_every_iptc_resource(build):
    iim = build.dataset(2, 25, b"gone")
    block = build.resource(0x0404, iim) + build.resource(0x0404, iim)
    assert keywords(_iptc.edit(block, remove("gone"))) == ()


def test_a_missing_last_padding_byte_does_not_shift_what_follows(build):
    block = build.resource(0x03ED, b"odd")[:-1]
    assert keywords(_iptc.edit(block, add("new"))) == ("new",)


def test_records_longer_than_32_kb_are_kept(build):
    iim = b"\x1c\x02\x78\x80\x04" + (40_000).to_bytes(4) + b"\xe9" * 40_000
    block = _iptc.edit(build.resource(0x0404, iim), add("new"))
    assert "é".encode() * 40_000 in block
    assert keywords(block) == ("new",)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(b"8BIM\x04\x04\0\0\0\0\xff\xff", id="resource runs over"),
        pytest.param(b"8BIM\x04", id="header cut"),
        pytest.param(b"8BIM\x04\x04\0\0\0\0\0\x06\x1c\x02\x19\x00\x09a", id="record runs over"),
        pytest.param(b"8BIM\x04\x04\0\0\0\0\0\x04junk", id="no records"),
        pytest.param(b"junk8BIM", id="resources behind junk"),
    ],
)
def test_damage_is_refused(block):
    with pytest.raises(MetadataReadError):
        _iptc.edit(block, add("new"))
