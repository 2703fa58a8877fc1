"""Keyword lists and sidecars that other programs import."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from phototagger.core.errors import Cancelled, ExportError
from phototagger.core.export import ExportRow
from phototagger.core.export.keyword_list import write_keyword_list, write_sidecars
from phototagger.core.jobs import CancelToken
from phototagger.core.metadata import read_photo
from phototagger.core.review import Review, Texts
from phototagger.core.tags import KeywordSet

MakePhoto = Callable[..., Path]

PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:lr="http://ns.adobe.com/lightroom/1.0/"><rdf:Description rdf:about="">
 <lr:hierarchicalSubject><rdf:Bag><rdf:li>animal|mammal|dog</rdf:li>
 <rdf:li>animal|bird</rdf:li></rdf:Bag></lr:hierarchicalSubject>
 </rdf:Description></rdf:RDF></x:xmpmeta>"""


def row(path: Path, *words: str, title: str = "") -> ExportRow:
    return ExportRow(path, Review(in_file=KeywordSet(words), file_texts=Texts(title, "")))


def test_words_stand_below_the_parents_their_photos_give_them(
    make_photo: MakePhoto, tmp_path: Path
) -> None:
    photo = make_photo("a.jpg")
    photo.with_name("a.jpg.xmp").write_text(PACKET)
    gone = tmp_path / "gone.jpg"
    out = tmp_path / "list.txt"
    count = write_keyword_list([row(photo, "dog", "sea"), row(gone, "Řeka", "sea")], out)
    assert out.read_text("utf-8") == "animal\n\tmammal\n\t\tdog\nŘeka\nsea\n"
    assert count == 5


def test_sidecars_hold_what_the_photos_have(make_photo: MakePhoto, tmp_path: Path) -> None:
    photo = make_photo("a.jpg")
    before = photo.read_bytes()
    folder = tmp_path / "out"
    assert write_sidecars([row(photo, "žába", "Smith, John", title="Pond")], folder) == 1
    copy = folder / "a.jpg"
    copy.write_bytes(before)  # so that the sidecar has a photo to speak for
    read = read_photo(copy)
    assert read.keywords.names == ("žába", "Smith, John")
    assert read.title == "Pond"
    assert photo.read_bytes() == before


@pytest.mark.skipif(not shutil.which("exiftool"), reason="needs exiftool")
def test_another_reader_understands_the_sidecars(make_photo: MakePhoto, tmp_path: Path) -> None:
    write_sidecars([row(make_photo("a.jpg"), "žába", "sea")], tmp_path / "out")
    said = subprocess.run(
        ["exiftool", "-s3", "-Subject", str(tmp_path / "out" / "a.jpg.xmp")],
        capture_output=True,
        check=True,
        text=True,
    )
    assert said.stdout.strip() == "žába, sea"


def test_two_photos_of_one_name_need_two_folders(tmp_path: Path) -> None:
    rows = [row(Path("/p/a.jpg"), "x"), row(Path("/q/A.jpg"), "y")]
    with pytest.raises(ExportError, match=r"Two photos are called A\.jpg"):
        write_sidecars(rows, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_there_is_not_written_into(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="choose another place"):
        write_sidecars([row(Path("/p/a.jpg"), "x")], tmp_path)


def test_cancel_is_heard(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        write_keyword_list([row(Path("/p/a.jpg"), "x")], tmp_path / "l.txt", cancel=token)
    assert not list(tmp_path.iterdir())
