"""Real photos of many cameras and programs, where the development corpus lies near the checkout."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from phototagger.core.errors import PhototaggerError
from phototagger.core.metadata import read_photo
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import WriteMode, Writer

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
