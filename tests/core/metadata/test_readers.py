"""What other programs will show: each rule of each program once."""

from __future__ import annotations

from pathlib import Path

import pytest

from phototagger.core.fields import Field
from phototagger.core.metadata import Found, combine
from phototagger.core.metadata.readers import Reader, views

FLAT = {
    Field.SUBJECT: ("cat", "sea"),
    Field.IPTC_KEYWORDS: ("sea", "iptc"),
    Field.XP_KEYWORDS: ("windows",),
    Field.TITLE: ("T",),
    Field.DESCRIPTION: ("D",),
}


def view(reader, fields, *sidecars, name="photo.jpg"):
    path = Path("/photos") / name
    found = combine(Found(fields), list(sidecars))
    return next(v for v in views(found, path) if v.reader is reader)


def test_every_program_is_told_of_in_order():
    shown = views(combine(Found(FLAT), []), Path("a.jpg"))
    assert tuple(v.reader for v in shown) == tuple(Reader)
    assert all(note.endswith(".") for v in shown for note in v.notes)


@pytest.mark.parametrize(
    ("reader", "keywords", "title", "description"),
    [
        (Reader.EXPLORER, ("cat", "sea", "iptc", "windows"), "T", ""),
        (Reader.APPLE_PHOTOS, ("cat", "sea"), "T", "D"),
        (Reader.LIGHTROOM, ("cat", "sea"), "T", "D"),
        (Reader.DIGIKAM, ("cat", "sea"), "T", "D"),
        (Reader.IMMICH, ("cat", "sea"), "", "D"),
        (Reader.DARKTABLE, ("cat", "sea"), "T", "D"),
        (Reader.GOOGLE_PHOTOS, (), "", "D"),
    ],
)
def test_flat_fields(reader, keywords, title, description):
    shown = view(reader, FLAT)
    assert (shown.keywords, shown.title, shown.description) == (keywords, title, description)


def test_a_list_of_paths_hides_other_words_from_digikam_and_immich():
    fields = {**FLAT, Field.TAGS_LIST: ("Animals/cat",), Field.HIERARCHICAL_SUBJECT: ("N|sea",)}
    shown = view(Reader.DIGIKAM, fields)
    assert shown.keywords == ("Animals/cat",)
    assert set(shown.missing) == {"sea", "iptc", "windows"}
    assert "digiKam:TagsList alone" in shown.notes[0]
    assert view(Reader.IMMICH, fields).keywords == ("N|sea",)
    assert view(Reader.LIGHTROOM, fields).keywords == ("N|sea", "cat")


def test_apple_photos_does_not_read_iptc():
    shown = view(Reader.APPLE_PHOTOS, {Field.IPTC_KEYWORDS: ("iptc",)})
    assert shown.keywords == () and shown.missing == ("iptc",)
    assert any("IPTC" in note for note in shown.notes)


def test_sidecars_of_a_jpeg_are_seen_by_some():
    beside = ("photo.jpg.xmp", {Field.SUBJECT: ("beside",)})
    assert view(Reader.EXPLORER, FLAT, beside).missing == ("beside",)
    assert "ignores sidecars" in view(Reader.LIGHTROOM, FLAT, beside).notes[0]
    assert view(Reader.IMMICH, {}, beside).keywords == ("beside",)
    assert view(Reader.DARKTABLE, {}, beside).keywords == ("beside",)


def test_lightroom_reads_the_sidecar_of_a_raw_file_by_its_short_name_only():
    long = ("photo.nef.xmp", {Field.SUBJECT: ("a",)})
    short = ("photo.xmp", {Field.SUBJECT: ("a",)})
    shown = view(Reader.LIGHTROOM, {}, long, name="photo.nef")
    assert shown.keywords == () and "name.xmp" in shown.notes[0]
    assert view(Reader.LIGHTROOM, {}, short, name="photo.nef").keywords == ("a",)
    assert view(Reader.DIGIKAM, {}, long, name="photo.nef").keywords == ("a",)
    assert view(Reader.EXPLORER, {}, short, name="photo.nef").keywords == ()


def test_explorer_takes_a_title_from_the_description():
    assert view(Reader.EXPLORER, {Field.IMAGE_DESCRIPTION: ("By hand",)}).title == "By hand"
    assert view(Reader.EXPLORER, {Field.IMAGE_DESCRIPTION: ("SONY DSC",)}).title == ""
