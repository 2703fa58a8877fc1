"""Real photos of many cameras and programs, where the development corpus lies near the checkout."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from phototagger.core.errors import PhototaggerError
from phototagger.core.fields import HIERARCHIES, HOME, PRIMARY, Field, Kind
from phototagger.core.metadata import read_photo
from phototagger.core.tags import KeywordChange, KeywordSet, clean_text
from phototagger.core.writer import Rules, WriteMode, Writer

CORPUS = Path(__file__).parents[3].parent / "shared" / "photos" / "metadata"
WORDS = KeywordSet.of(["phototagger test", "kočka", "příšerně " * 9 + "žluťoučký"])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the development corpus is not here")
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff", "heif", "raw", "sidecar", "other"])
def test_every_photo_is_written_read_back_and_restored(tmp_path, kind):
    """W21, W23: real photos of many cameras, where they are."""
    writer = Writer(tmp_path / "home" / "journal.sqlite")
    embedded = 0
    for source in sorted((CORPUS / kind).iterdir()):
        photo = tmp_path / source.name
        original = source.read_bytes()
        photo.write_bytes(original)
        before = read_photo(photo).keywords
        try:
            report = writer.write(photo, KeywordChange(add=WORDS), batch=source.name)
        except PhototaggerError as error:
            pytest.fail(f"{source.name}: {error}")
        embedded += report.mode is WriteMode.EMBEDDED
        assert read_photo(photo).keywords == before.union(WORDS), source.name
        assert not writer.write(photo, KeywordChange(add=WORDS), batch="again").changed, source.name
        writer.write(photo, KeywordChange(remove=WORDS), batch="removed")
        assert read_photo(photo).keywords == before, source.name
        assert all(line.undone for line in writer.undo("removed")), source.name
        assert all(line.undone for line in writer.undo(source.name)), source.name
        assert hashlib.sha256(photo.read_bytes()).digest() == hashlib.sha256(original).digest()
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([source.name, "home"])
        photo.unlink()
    writer.close()
    if kind in ("jpeg", "png", "webp", "tiff"):
        assert embedded > len(list((CORPUS / kind).iterdir())) * 0.75


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the development corpus is not here")
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff", "heif", "raw", "sidecar", "other"])
def test_texts_and_every_field_of_every_photo_follow(tmp_path, kind):
    """Home leaves out what a photo lacks; a removed word leaves every field that has it."""
    writer = Writer(tmp_path / "home" / "journal.sqlite", Rules(policies=HOME))
    for source in sorted((CORPUS / kind).iterdir()):
        photo = tmp_path / source.name
        photo.write_bytes(source.read_bytes())
        before = read_photo(photo)
        gone = KeywordSet(before.keywords.names[:1])
        change = KeywordChange(WORDS, gone, "Žluťoučký kůň", "Úpěl\nďábelské ódy")
        report = writer.write(photo, change, batch=source.name)
        after = read_photo(photo)
        assert after.keywords == before.keywords.minus(gone).union(WORDS), source.name
        assert (after.title, after.description) == (change.title, change.description), source.name
        for place in after.fields:
            is_ours = report.mode is WriteMode.EMBEDDED or place.sidecar
            if is_ours and place.field.kind is Kind.KEYWORDS:
                assert not set(place.words) & set(gone), (source.name, place)
        if report.mode is WriteMode.EMBEDDED:
            had = {place.field for place in before.fields if not place.sidecar}
            has = {place.field for place in after.fields if not place.sidecar}
            iptc = {Field.IPTC_KEYWORDS, Field.IPTC_TITLE, Field.IPTC_CAPTION}
            assert has - had <= {*PRIMARY, *(iptc if had & iptc else ())}, source.name
        assert not writer.write(photo, change, batch="again").changed, source.name
        assert all(line.undone for line in writer.undo(source.name)), source.name
        assert photo.read_bytes() == source.read_bytes()
        photo.unlink()
    writer.close()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the development corpus is not here")
@pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff"])
def test_exiftool_sees_every_field_that_was_written(tmp_path, kind):
    writer = Writer(tmp_path / "home" / "journal.sqlite")
    change = KeywordChange(WORDS, title="Žluťoučký kůň", description="Úpěl\nďábelské ódy")
    folder = tmp_path / "photos"
    shutil.copytree(CORPUS / kind, folder, copy_function=shutil.copyfile)
    reports = [writer.write(photo, change, batch="all") for photo in sorted(folder.iterdir())]
    writer.close()
    options = ["-json", "-G1", "-a", "-b", "-charset", "filename=utf8"]
    names = [f"-{_exiftool_name(field)}" for field in Field]
    done = subprocess.run(["exiftool", *options, *names, folder], capture_output=True, check=False)
    told = done.stdout.decode(errors="replace")
    seen = {Path(tags.pop("SourceFile")).name: tags for tags in json.loads(told)}
    compared = 0
    for report in reports:
        if report.mode is not WriteMode.EMBEDDED:
            continue
        tags = {name.lower(): value for name, value in seen[report.path.name].items()}
        for place in report.after.fields:
            value = tags.get(_exiftool_name(place.field).lower())
            if place.sidecar or value is None:
                assert place.sidecar or place.field in HIERARCHIES or not place.words, report.path
                continue
            values = value if isinstance(value, list) else [value]
            if place.field is Field.XP_KEYWORDS:
                values = str(value).split(";")
            if place.field is not Field.CATEGORIES:
                shown = {clean_text(str(part)) for part in values}
                stored = {clean_text(part) for part in place.values}
                assert shown == stored, (report.path.name, place.field)
            compared += 1
    assert compared > 5 * len(reports) / (1 if kind in ("jpeg", "tiff") else 2)


def _exiftool_name(field: Field) -> str:
    group, name = field.split(":")
    groups = {"EXIF": "IFD0", "IPTC": "IPTC", "MicrosoftPhoto": "XMP-microsoft"}
    return f"{groups.get(group, f'XMP-{group}')}:{name}"
