"""What the keywords of a photo are when several places, or none, hold some."""

from __future__ import annotations

import time

import pytest

from phototagger.core import metadata
from phototagger.core.errors import UnreadablePhoto
from phototagger.core.metadata import Container, read_photo, sidecar
from phototagger.core.tags import KeywordChange, KeywordSet


@pytest.fixture
def photo(tmp_path):
    def write(data, name="photo.jpg"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def iptc(build, *names):
    records = b"".join(build.dataset(2, 25, name.encode()) for name in names)
    return build.photoshop(build.resource(0x0404, records))


def test_all_places_are_merged_with_xmp_first(build, photo):
    field = "xp;both\0".encode("utf-16-le")
    path = photo(
        build.jpeg(
            build.exif(build.tiff_block([(0x9C9E, 1, len(field), field)])),
            iptc(build, "iptc", "both"),
            build.xmp(build.packet(build.subject("xmp", "both"))),
        )
    )
    found = read_photo(path)
    assert found.keywords.names == ("xmp", "both", "iptc", "xp")
    assert found.by_container[Container.IPTC].names == ("iptc", "both")
    assert found.by_container[Container.EXIF].names == ("xp", "both")
    assert Container.SIDECAR not in found.by_container


def test_the_cut_form_of_a_long_keyword_is_not_a_keyword(build, photo):
    name = "ž" * 40
    path = photo(metadata.embed(build.jpeg(), KeywordChange(KeywordSet((name,)))).data)
    assert read_photo(path).keywords.names == (name,)


def test_one_damaged_place_does_not_hide_the_others(build, photo):
    found = read_photo(photo(build.jpeg(build.xmp(b"<subject"), iptc(build, "iptc"))))
    assert found.keywords.names == ("iptc",)
    assert len(found.notes) == 1 and found.notes[0].endswith(".")


def test_a_damaged_photo_still_tells_the_words_of_its_packet(build, photo):
    data = build.jpeg(b"junk", build.xmp(build.packet(build.subject("inside"))))
    found = read_photo(photo(data))
    assert found.keywords.names == ("inside",)
    assert "damaged" in found.notes[0]


def test_extended_xmp_is_read(build, photo):
    packet = build.packet(build.subject("far"))
    start = packet.index(b"<x:xmpmeta")
    packet = packet[start : packet.index(b"<?xpacket end")]
    name = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + len(packet).to_bytes(4)
    segments = [
        build.segment(0xE1, name + (at).to_bytes(4) + packet[at : at + 200])
        for at in range(0, len(packet), 200)
    ]
    path = photo(build.jpeg(*reversed(segments)))
    assert read_photo(path).keywords.names == ("far",)


@pytest.mark.parametrize("name", ["photo.jpg.xmp", "photo.xmp", "photo.jpg.XMP"])
def test_words_of_a_sidecar_join_those_of_the_photo(build, photo, tmp_path, name):
    path = photo(build.jpeg(build.xmp(build.packet(build.subject("inside")))))
    (tmp_path / name).write_bytes(build.packet(build.subject("beside")))
    found = read_photo(path)
    assert found.keywords.names == ("inside", "beside")
    assert found.by_container[Container.SIDECAR].names == ("beside",)


def test_a_sidecar_speaks_for_a_file_that_is_never_changed(build, photo, tmp_path):
    path = photo(b"RAWDATA" + build.packet(build.subject("inside")), "photo.nef")
    assert read_photo(path).keywords.names == ("inside",)
    (tmp_path / "photo.xmp").write_bytes(build.packet())
    assert read_photo(path).keywords.names == ("inside",)
    (tmp_path / "photo.xmp").write_bytes(build.packet(build.subject("beside")))
    assert read_photo(path).keywords.names == ("beside",)


def test_the_sidecar_of_a_raw_file_is_not_that_of_the_jpeg_shot_with_it(build, photo, tmp_path):
    jpeg, raw = photo(build.jpeg()), photo(b"RAW", "photo.NEF")
    (tmp_path / "photo.xmp").write_bytes(build.packet(build.subject("raw")))
    assert read_photo(jpeg).keywords.names == ()
    assert read_photo(raw).keywords.names == ("raw",)


def test_a_damaged_or_huge_sidecar_is_told_and_left_out(build, photo, tmp_path):
    path = photo(build.jpeg())
    (tmp_path / "photo.jpg.xmp").write_bytes(b"<subject")
    with (tmp_path / "photo.xmp").open("wb") as file:
        file.truncate(sidecar.MAX_BYTES + 1)
    found = read_photo(path)
    assert not found.keywords
    assert len(found.notes) == 2


def test_a_sidecar_opened_as_a_photo_is_not_its_own_sidecar(build, photo):
    found = read_photo(photo(build.packet(build.subject("a")), "notes.xmp"))
    assert found.by_container == {Container.XMP: KeywordSet(("a",))}


def test_a_packet_deep_in_a_large_file_is_found_near_its_end(build, photo):
    path = photo(bytes(3 << 20) + build.packet(build.subject("late")), "photo.heic")
    assert read_photo(path).keywords.names == ("late",)


def test_the_format_is_told_by_the_bytes(build, photo):
    path = photo(metadata.embed(build.jpeg(), KeywordChange(KeywordSet(("a",)))).data, "photo.png")
    assert read_photo(path).by_container.keys() == {
        Container.XMP,
        Container.IPTC,
        Container.EXIF,
    }


@pytest.mark.parametrize("name", ["gone.jpg", "."])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path, name):
    with pytest.raises(UnreadablePhoto, match="cannot be read"):
        read_photo(tmp_path / name)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"text", b"\x89PNG\r\n\x1a\n"])
def test_stubs_have_no_keywords(photo, data):
    assert not read_photo(photo(data)).keywords


def test_reading_a_photo_takes_no_more_than_its_head(build, photo):
    path = photo(build.jpeg(build.exif(build.camera_block()), trailer=bytes(20 << 20)))
    read_photo(path)
    started = time.perf_counter()
    for _ in range(20):
        read_photo(path)
    assert (time.perf_counter() - started) / 20 < 0.01
