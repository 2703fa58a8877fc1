"""HEIF and AVIF: every item keeps its bytes wherever the tables say they lie."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from phototagger.core import metadata
from phototagger.core.errors import PhototaggerError
from phototagger.core.metadata import CannotEmbed, Container
from phototagger.core.tags import KeywordChange, KeywordSet

WORDS = KeywordSet(("kočka", "R&B <live>"))
ADD = KeywordChange(add=WORDS)
XMP_TYPE = b"application/rdf+xml"
C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full(kind, version, *parts):
    return box(kind, bytes((version, 0, 0, 0)), *parts)


def infe(number, kind, rest=b"\0"):
    return full(b"infe", 2, struct.pack(">HH", number, 0), kind, rest)


@dataclass
class Heif:
    """Puts a small HEIF file together; the items' bytes lie in one media box."""

    items: dict[int, bytes] = field(default_factory=lambda: {1: b"coded picture", 2: b"thumb"})
    infos: dict[int, tuple[bytes, bytes]] = field(
        default_factory=lambda: {1: (b"hvc1", b"\0"), 2: (b"hvc1", b"\0")}
    )
    references: list[tuple[bytes, int, int]] = field(default_factory=lambda: [(b"thmb", 2, 1)])
    version: int = 1
    sizes: tuple[int, int, int, int] = (4, 4, 0, 0)
    media_first: bool = False
    tracks: bool = False
    extra: bytes = b""
    trailer: bytes = b""
    in_meta: bytes = b""

    def with_packet(self, packet, number=3):
        self.items[number] = packet
        self.infos[number] = (b"mime", b"\0" + XMP_TYPE + b"\0")
        self.references.append((b"cdsc", number, 1))
        return self

    def build(self):
        start = box(b"ftyp", b"heic\0\0\0\0mif1heic")
        media = box(b"mdat", *self.items.values())
        meta_size = len(self.meta(dict.fromkeys(self.items, 0)))
        moov_size = len(self.moov(0)) if self.tracks else 0
        media_at = len(start) + (0 if self.media_first else meta_size + moov_size)
        places, at = {}, media_at + 8
        for number, data in self.items.items():
            places[number] = at
            at += len(data)
        moov = self.moov(places[1]) if self.tracks else b""
        parts = [moov + self.meta(places), media]
        if self.media_first:
            parts.reverse()
        return start + b"".join(parts) + self.extra + self.trailer

    def moov(self, place):
        stco = full(b"stco", 0, struct.pack(">II", 1, place))
        wide = full(b"co64", 0, struct.pack(">IQ", 1, place))
        return box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", stco, wide)))))

    def meta(self, places):
        infos = [infe(number, *info) for number, info in self.infos.items()]
        references = [box(k, struct.pack(">HHH", f, 1, t)) for k, f, t in self.references]
        parts = [
            full(b"hdlr", 0, b"\0\0\0\0pict", bytes(13)),
            full(b"pitm", 0, struct.pack(">H", 1)),
            full(b"iinf", 0, struct.pack(">H", len(infos)), *infos),
        ]
        if references:
            parts.append(full(b"iref", 0, *references))
        return full(b"meta", 0, *parts, self.iloc(places), self.in_meta)

    def iloc(self, places):
        offset, length, base, index = self.sizes
        wide = self.version == 2
        body = bytes((offset << 4 | length, base << 4 | index))
        body += len(places).to_bytes(4 if wide else 2)
        for number, place in places.items():
            body += number.to_bytes(4 if wide else 2) + (b"\0\0" if self.version else b"")
            rest = place // 2 if base and offset else 0
            body += b"\0\0" + (place - rest if base else 0).to_bytes(base) + b"\0\1"
            body += (0).to_bytes(index) if self.version else b""
            body += (rest if base else place).to_bytes(offset) + len(self.items[number]).to_bytes(
                length
            )
        return full(b"iloc", self.version, body)


def items(data):
    """Read all items back by an own, independent walk."""
    at, found = data.index(b"iloc") + 4, {}
    version = data[at]
    offset, length = data[at + 4] >> 4, data[at + 4] & 15
    base, index = data[at + 5] >> 4, data[at + 5] & 15 if version else 0
    at += 6
    wide = 4 if version == 2 else 2

    def number(size):
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : at])

    for _ in range(number(wide)):
        item = number(wide)
        assert not version or number(2) == 0
        assert number(2) == 0
        start = number(base)
        assert number(2) == 1
        number(index)
        place = start + number(offset)
        found[item] = data[place : place + number(length)]
    return found


def keywords(data):
    return metadata.combine(metadata.read_bytes(data), []).keywords


FORMS = [
    Heif(),
    Heif(version=0),
    Heif(version=2),
    Heif(sizes=(8, 8, 0, 0)),
    Heif(sizes=(4, 4, 4, 4)),
    Heif(sizes=(0, 4, 4, 0)),
    Heif(sizes=(0, 8, 8, 8), version=2),
    Heif(media_first=True),
    Heif(tracks=True),
    Heif(references=[]),
    Heif(trailer=box(b"sefd", b"Samsung trailer")),
    Heif(extra=box(b"mpvd", b"motion video"), in_meta=box(b"free", b"x") * 2),
]


@pytest.mark.parametrize("heif", FORMS, ids=lambda heif: repr(heif)[110:190])
@pytest.mark.parametrize("has_packet", [False, True])
def test_items_keep_their_bytes_in_every_form_of_the_tables(build, heif, has_packet):
    if has_packet:
        old_packet = build.packet(build.subject("old"))
        heif = Heif(**{**vars(heif), "items": dict(heif.items), "infos": dict(heif.infos)})
        heif.references = list(heif.references)
        heif.with_packet(old_packet)
    data = heif.build()
    assert items(data) == heif.items
    new = metadata.embed(data, ADD).data
    after = items(new)
    packet = after.pop(3)
    assert after == {number: heif.items[number] for number in (1, 2)}
    assert packet.startswith(b"<?xpacket")
    assert set(WORDS) <= set(keywords(new))
    assert new.endswith(heif.extra + heif.trailer)
    if heif.tracks:
        for kind, size in ((b"stco", 4), (b"co64", 8)):
            place = int.from_bytes(new[new.index(kind) + 12 :][:size])
            assert new[place:].startswith(heif.items[1])
    if has_packet:
        assert new.count(b"<rdf:li>old</rdf:li>") == 1, "the old packet can still be found"
    assert metadata.embed(new, ADD).data is new


@pytest.mark.parametrize("heif", FORMS[:3] + FORMS[7:9])
def test_later_changes_replace_the_packet_and_do_not_pile_up(heif):
    data = heif.build()
    once = metadata.embed(data, ADD).data
    more = metadata.embed(once, KeywordChange(add=WORDS.union(["x" * 3000]))).data
    back = metadata.embed(more, KeywordChange(add=WORDS, remove=KeywordSet(("x" * 3000,)))).data
    assert back.count(b"mdat") == data.count(b"mdat") + 1
    assert len(back) - len(once) < 100
    gone = metadata.embed(back, KeywordChange(remove=WORDS)).data
    assert not keywords(gone)
    assert {n: items(gone)[n] for n in (1, 2)} == heif.items


def test_only_the_packet_of_the_primary_picture_is_changed(build):
    heif = Heif()
    other = build.packet(build.subject("other"))
    heif.with_packet(other, number=7)
    heif.references[-1] = (b"cdsc", 7, 2)
    new = metadata.embed(heif.build(), ADD).data
    after = items(new)
    assert after[7] == other
    assert keywords(new) == WORDS
    assert sorted(after) == [1, 2, 7, 8]


def test_an_avif_of_pillow_still_decodes():
    if not features.check("avif"):
        pytest.skip("this Pillow cannot write AVIF")
    buffer = io.BytesIO()
    image = Image.linear_gradient("L").convert("RGB").resize((64, 48))
    image.save(buffer, "AVIF", xmp=b"", exif=b"")
    new = metadata.embed(buffer.getvalue(), ADD).data
    with Image.open(buffer) as before, Image.open(io.BytesIO(new)) as after:
        assert after.tobytes() == before.tobytes()
        assert "kočka" in after.info["xmp"].decode()


def test_an_animated_avif_keeps_its_frames():
    if not features.check("avif"):
        pytest.skip("this Pillow cannot write AVIF")
    frames = [Image.new("RGB", (32, 32), (n * 60, 0, 0)) for n in range(3)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "AVIF", save_all=True, append_images=frames[1:])
    new = metadata.embed(buffer.getvalue(), ADD).data
    with Image.open(buffer) as before, Image.open(io.BytesIO(new)) as after:
        assert after.n_frames == before.n_frames == 3
        for number in range(3):
            before.seek(number)
            after.seek(number)
            assert after.tobytes() == before.tobytes()


def fragmented():
    return Heif(extra=box(b"moof", b"")).build()


def in_meta():
    data = bytearray(Heif().build())
    at = data.index(b"iloc") + 4 + 4 + 2 + 2 + 2 + 2 + 2 + 2
    struct.pack_into(">I", data, at, data.index(b"pitm"))
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (Heif(extra=box(b"uuid", C2PA, b"claim")).build(), "signed"),
        (fragmented(), "not known"),
        (Heif(extra=box(b"wxyz", b"places?")).build(), "not known"),
        (in_meta(), "points into itself"),
        (Heif(items={1: b"", 2: b"x"}).build(), "unusual"),
        (Heif().build() + b"junk", "damaged|cut off"),
        (Heif().build()[:-3], "cut off"),
        (Heif().build().replace(b"pitm", b"free"), "damaged"),
        (Heif().build().replace(b"meta", b"free"), "damaged"),
        (Heif(sizes=(3, 4, 0, 0)).build(), "unusual"),
        (Heif(in_meta=struct.pack(">I4s", 0, b"open")).build(), "cut off"),
        (Heif(infos={1: (b"hvc1", b"\0"), 65535: (b"hvc1", b"\0")}).build(), "full"),
    ],
)
def test_what_is_not_understood_is_refused(data, reason):
    with pytest.raises(CannotEmbed, match=reason):
        metadata.embed(data, ADD)


def test_two_packets_are_refused(build):
    packet = build.packet(build.subject("old"))
    heif = Heif().with_packet(packet).with_packet(packet, number=4)
    with pytest.raises(CannotEmbed, match="more than one"):
        metadata.embed(heif.build(), ADD)


def test_a_packet_in_an_unusual_place_is_told(build):
    data = bytearray(Heif().with_packet(build.packet()).build())
    at = data.index(b"iloc") + 4 + 6 + 2 + 2 * 16
    struct.pack_into(">H", data, at + 2, 1)  # its bytes lie in the item data box, which is missing
    found = metadata.read_bytes(bytes(data))
    assert found.locked and "unusual" in found.notes[0]


def test_container_of_heif_is_xmp():
    new = metadata.embed(Heif().build(), ADD).data
    reading = metadata.combine(metadata.read_bytes(new), [])
    assert set(reading.by_container) == {Container.XMP}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_w22_any_heif_with_flipped_bytes_is_embedded_or_refused(data):
    """W22: damage anywhere ends in the program's own error or in a file with all its items."""
    photo = bytearray(Heif(tracks=data.draw(st.booleans())).build())
    for _ in range(data.draw(st.integers(1, 6))):
        photo[data.draw(st.integers(0, len(photo) - 1))] = data.draw(st.integers(0, 255))
    try:
        new = metadata.embed(bytes(photo), ADD).data
    except PhototaggerError:
        return
    assert set(WORDS) <= set(keywords(new))
    assert len(new) < len(photo) + 10_000
