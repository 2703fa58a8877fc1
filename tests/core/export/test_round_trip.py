"""A table edited in a spreadsheet: what it would change is found, whatever the spreadsheet did."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phototagger.core.errors import ExportError
from phototagger.core.export import ExportFormat, ExportRow, write
from phototagger.core.export.fitting import StockPhoto
from phototagger.core.export.round_trip import Difference, compare, read_table
from phototagger.core.review import Review
from phototagger.core.tags import KeywordSet

BEACH = StockPhoto(Path("/p/beach.jpg"), "Beach", "Two\nlines", ("sea", "Smith, John"))
TWINS = [StockPhoto(Path("/p/a.jpg")), StockPhoto(Path("/q/a.jpg"))]


def save(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "t.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_save_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [["Filename", "Title", "Keywords"], ["beach.jpg", "Žlutá; pláž", "moře,léto"]]
    file = tmp_path / "t.csv"
    with file.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    (row,) = read_table(file)
    assert (row.name, row.title, row.keywords) == ("beach.jpg", "Žlutá; pláž", ("moře", "léto"))
    assert row.description is None


def test_differences_are_named_and_untouched_columns_stay(tmp_path: Path) -> None:
    text = 'path,filename,keywords,keyword_count\n/p/beach.jpg,beach.jpg,"Smith, John; sand",2\n'
    found = compare(read_table(save(tmp_path, text)), [BEACH])
    assert found.differences == (Difference(BEACH.path, added=("sand",), removed=("sea",)),)
    text = "Filename,Title,Description\nbeach.jpg,Bay,Two lines\n"
    found = compare(read_table(save(tmp_path, text)), [BEACH])
    assert found.differences == (Difference(BEACH.path, title=("Beach", "Bay")),)
    assert (found.same_count, found.problems) == (0, ())


def test_rows_without_one_photo_are_problems(tmp_path: Path) -> None:
    text = "Filename,Keywords\na.jpg,x\nzoo.jpg,x\nbeach.jpg,x\nbeach.jpg,y\n"
    found = compare(read_table(save(tmp_path, text)), [BEACH, *TWINS])
    assert found.problems == (
        "Line 2: 2 photos are called a.jpg; add a column named path.",
        "Line 3: there is no photo zoo.jpg here.",
        "Line 5: beach.jpg occurs twice; this row is left out.",
    )
    assert [entry.path for entry in found.differences] == [BEACH.path]


def test_a_path_tells_photos_of_one_name_apart(tmp_path: Path) -> None:
    rows = read_table(save(tmp_path, "path,keywords\n/q/a.jpg,x\n"))
    found = compare(rows, TWINS)
    assert found.differences == (Difference(Path("/q/a.jpg"), added=("x",)),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no column named Filename or path"),
        ("a,b\n1,2\n", "no column named Filename or path"),
        ("Filename,Category\na.jpg,1\n", "no column named Keywords, Title or Description"),
        ("Filename,Keywords\n" + '"' + "x" * 200_000, "is no table that can be read"),
    ],
)
def test_what_is_no_keyword_table_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ExportError, match=sentence):
        read_table(save(tmp_path, text))


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be read; choose another"):
        read_table(tmp_path / "none.csv")


@given(data=st.binary(max_size=400))
def test_any_bytes_give_rows_or_one_sentence(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("t") / "t.csv"
    file.write_bytes(b"Filename,Keywords\n" + data)
    try:
        rows = read_table(file)
    except ExportError as error:
        assert str(error).endswith(".")
    else:
        compare(rows, [BEACH])


words = st.text(st.characters(codec="utf-8", exclude_characters=";"), max_size=20)


@given(keywords=st.lists(words, max_size=8))
def test_our_own_table_comes_back_without_a_difference(
    keywords: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = KeywordSet.of(keywords)
    out = tmp_path_factory.mktemp("t") / "t.csv"
    write([ExportRow(Path("/p/a.jpg"), Review(in_file=names))], out, ExportFormat.CSV)
    photo = StockPhoto(Path("/p/a.jpg"), keywords=names.names)
    found = compare(read_table(out), [photo])
    assert (found.differences, found.same_count, found.problems) == ((), 1, ())
