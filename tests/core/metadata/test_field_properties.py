"""Laws of every field, over photos and wishes that nobody thought of."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phototagger.core import metadata
from phototagger.core.fields import HOME, STOCK, Field, Kind, Policies, Policy
from phototagger.core.metadata import _exif, _iptc, _xmp, cut_to_bytes
from phototagger.core.metadata._containers import Edit
from phototagger.core.tags import KeywordChange, KeywordSet, clean_name, clean_text

WORDS = st.text(min_size=1, max_size=40).map(clean_name).filter(bool)
SETS = st.lists(WORDS, max_size=6).map(KeywordSet.of)
TEXTS = st.none() | st.text(max_size=90).map(clean_text)
CHANGES = st.builds(KeywordChange, SETS, SETS, TEXTS, TEXTS)
POLICIES = st.sampled_from((STOCK, HOME)) | st.dictionaries(
    st.sampled_from(Field), st.sampled_from(Policy)
).map(Policies)
FOREIGN = '<other:thing xmlns:other="urn:other"  a = "1"><!-- kept -->&#x41;</other:thing>'
FAST = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def packets(draw):
    """A packet with some of the fields, and with something of another program's between them."""
    lists = {
        "dc:subject": "Bag",
        "lr:hierarchicalSubject": "Bag",
        "digiKam:TagsList": "Seq",
    }
    parts = [FOREIGN]
    for name, kind in lists.items():
        if draw(st.booleans()):
            gap = draw(st.sampled_from(("", "\n   ", " ")))
            items = "".join(f"{gap}<rdf:li>{escaped(w)}</rdf:li>" for w in draw(SETS))
            parts.append(f"{gap}<{name}><rdf:{kind}>{items}{gap}</rdf:{kind}></{name}>")
    for name in ("dc:title", "dc:description"):
        if draw(st.booleans()):
            text = escaped(draw(TEXTS.filter(lambda found: found is not None)))
            parts.append(
                f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li>'
                f'<rdf:li xml:lang="cs">{text}-</rdf:li></rdf:Alt></{name}>'
            )
    return "".join(parts)


def holds(fields, edit):
    """Whether fields that may be written hold what was wanted."""
    wanted = edit.add.minus(edit.remove)
    for name, values in fields.items():
        words = {clean_name(value) for value in values}
        if name is Field.SUBJECT:
            assert words >= set(wanted)
            assert not words & set(edit.remove.minus(edit.add))
        if name.separator:
            leaves = {clean_name(value.rsplit(name.separator, 1)[-1]) for value in values}
            assert not leaves & set(edit.remove.minus(wanted))
        if name.kind is not Kind.KEYWORDS and (text := edit.text(name.kind)) is not None:
            stored = cut_to_bytes(text, name.max_bytes) if name.max_bytes else text
            assert clean_text("".join(values)) == clean_text(stored)


@FAST
@given(packets(), CHANGES, POLICIES)
def test_what_is_written_to_xmp_is_read_and_all_else_stays(build, properties, change, policies):
    packet = build.packet(properties, padding=20)
    edit = Edit.of(KeywordChange(change.add.minus(change.remove), change.remove, change.title,
                                 change.description), policies)  # fmt: skip
    edited = _xmp.edit(packet, edit)
    fields = _xmp.read(edited)
    if edit.changes_keywords and edit.add:
        assert Field.SUBJECT in fields
    holds(fields, edit)
    assert _xmp.edit(edited, edit) is edited
    assert (
        b'<other:thing xmlns:other="urn:other"  a = "1"><!-- kept -->&#x41;</other:thing>' in edited
    )
    assert edited.endswith(packet[packet.index(b"</rdf:Description>") :])


@FAST
@given(packets(), SETS)
def test_taking_back_what_was_added_to_xmp_restores_it(build, properties, words):
    packet = build.packet(properties)
    before = _xmp.read(packet)
    known = {clean_name(word) for values in before.values() for v in values for word in
             (v, *v.split("|"), *v.split("/"))}  # fmt: skip
    fresh = KeywordSet(tuple(word for word in words if word not in known))
    added = _xmp.edit(packet, KeywordChange(fresh))
    restored = _xmp.edit(added, KeywordChange(remove=fresh))
    after = dict(_xmp.read(restored))
    if Field.SUBJECT not in before:
        assert after.pop(Field.SUBJECT, ()) == ()
    assert after == before


LATIN = st.text(st.characters(max_codepoint=255, exclude_categories=("Cc", "Cf")), max_size=20)


@FAST
@given(st.lists(LATIN, max_size=4), LATIN, CHANGES, POLICIES)
def test_what_is_written_to_iptc_is_read_and_city_stays(build, old, city, change, policies):
    records = build.dataset(2, 90, city.encode("latin-1"))
    records += b"".join(build.dataset(2, 25, word.encode("latin-1")) for word in old)
    block = build.resource(0x0404, records) + build.resource(0x0BB7, b"foreign")
    edit = Edit.of(change, policies)
    edited = _iptc.edit(block, edit)
    fields = _iptc.read(edited)
    if edit.adds_to(Field.IPTC_KEYWORDS):
        have = {clean_name(cut_to_bytes(value)) for value in fields[Field.IPTC_KEYWORDS]}
        assert have >= {clean_name(cut_to_bytes(w)) for w in change.add.minus(change.remove)}
    for name in (Field.IPTC_TITLE, Field.IPTC_CAPTION):
        text = edit.text(name.kind)
        if text is not None and edit.adds_to(name):
            stored = clean_text(cut_to_bytes(text, name.max_bytes))
            assert clean_text("".join(fields.get(name, ()))) == stored
    datasets, _ = _iptc._split_datasets(
        next(r.value for r in _iptc.split_resources(edited)[0] if r.number == 0x0404)
    )
    before, _ = _iptc._split_datasets(records)
    assert _iptc._values(datasets, (2, 90)) == _iptc._values(before, (2, 90))
    assert build.resource(0x0BB7, b"foreign") in edited
    assert _iptc.edit(edited, edit) is edited
    assert not _iptc.is_stale(edited)


@FAST
@given(CHANGES, POLICIES, st.sampled_from("<>"))
def test_what_is_written_to_exif_is_read_and_no_old_byte_moves(build, change, policies, order):
    block = build.camera_block(order)
    edit = Edit.of(change, policies)
    edited = _exif.edit(block, edit)
    assert edited[:4] + edited[8 : len(block)] == block[:4] + block[8:]
    fields = _exif.read_block(edited)
    if Field.XP_KEYWORDS in fields and edit.adds_to(Field.XP_KEYWORDS):
        wanted = {w for w in change.add.minus(change.remove) if ";" not in w}
        assert wanted <= {clean_name(word) for word in fields[Field.XP_KEYWORDS]}
    if change.title is not None and edit.adds_to(Field.XP_TITLE):
        assert clean_text("".join(fields.get(Field.XP_TITLE, ()))) == change.title
    assert _exif.edit(edited, edit) is edited


@FAST
@given(packets(), CHANGES, POLICIES)
def test_a_photo_reads_back_as_it_was_wished_and_its_picture_stays(
    build, properties, change, policies
):
    data = build.jpeg(build.exif(build.camera_block()), build.xmp(build.packet(properties)))
    before = metadata.combine(metadata.read_bytes(data), [])
    wanted = KeywordChange(
        KeywordSet.of(change.apply(before.keywords)) if change.changes_keywords else KeywordSet(),
        change.remove,
        change.title,
        change.description,
    )
    edited = metadata.embed(data, wanted, policies).data
    after = metadata.combine(metadata.read_bytes(edited), [])
    if change.changes_keywords:
        assert after.keywords == change.apply(before.keywords)
    assert change.title in (None, after.title)
    assert change.description in (None, after.description)
    assert edited[-400:] == data[-400:]
    assert metadata.embed(edited, wanted, policies).data is edited
