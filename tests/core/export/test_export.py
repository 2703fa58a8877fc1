"""Keyword tables: what a reader of the file sees, and what a failure leaves behind."""

from __future__ import annotations

import csv
import errno
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phototagger.core.errors import Cancelled, ExportError
from phototagger.core.export import COLUMNS, Choices, ExportFormat, ExportRow, write
from phototagger.core.jobs import CancelToken
from phototagger.core.review import Decision, Review, Texts
from phototagger.core.tags import KeywordSet, TagSuggestion

CSV, JSON, TEXT = ExportFormat.CSV, ExportFormat.JSON, ExportFormat.TEXT


def row(path: str, *keywords: str) -> ExportRow:
    return ExportRow(Path(path), Review(in_file=KeywordSet(keywords)))


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_csv_has_one_line_per_photo(tmp_path: Path) -> None:
    out = tmp_path / "k.csv"
    rows = [row("/a/žluťoučký.jpg", "kůň", "sunny day"), row("/b/x, y.jpg"), row('/b/"q".jpg', "a")]
    report = write(rows, out, CSV)
    assert (report.photo_count, report.keyword_count, report.path) == (3, 3, out)
    assert read_csv(out) == [
        {
            "path": "/a/žluťoučký.jpg",
            "filename": "žluťoučký.jpg",
            "title": "",
            "description": "",
            "keywords": "kůň; sunny day",
            "keyword_count": "2",
        },
        {
            "path": "/b/x, y.jpg",
            "filename": "x, y.jpg",
            "title": "",
            "description": "",
            "keywords": "",
            "keyword_count": "0",
        },
        {
            "path": '/b/"q".jpg',
            "filename": '"q".jpg',
            "title": "",
            "description": "",
            "keywords": "a",
            "keyword_count": "1",
        },
    ]
    assert out.read_bytes().startswith(b"\xef\xbb\xbfpath,")
    assert b"\r\n" in out.read_bytes()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cell_cannot_run_as_a_formula(tmp_path: Path, start: str) -> None:
    out = tmp_path / "k.csv"
    rows = [row(f"/p/{start}cmd.jpg", f"{start}1+1")]
    write(rows, out, CSV)
    (guarded,) = read_csv(out)
    assert guarded["filename"] == f"'{start}cmd.jpg"
    assert guarded["keywords"] == f"'{start}1+1"
    write(rows, out, CSV, choices=Choices(guard_formulas=False))
    (exact,) = read_csv(out)
    assert exact["keywords"] == f"{start}1+1"


def test_json_is_exact(tmp_path: Path) -> None:
    out = tmp_path / "k.json"
    review = Review(
        suggestions=(TagSuggestion("beach", 0.123456789), TagSuggestion("sea", 0.5)),
        in_file=KeywordSet(("=summer; 1",)),
        model="embedded/1",
    )
    review = review.decide("beach", Decision.ACCEPTED).decide("sea", Decision.REJECTED)
    write([ExportRow(Path("/p/a.jpg"), review), row("/p/b.jpg")], out, JSON)
    data = json.loads(out.read_text("utf-8"))
    assert data["version"] == 1
    assert data["photos"][0] == {
        "path": "/p/a.jpg",
        "filename": "a.jpg",
        "title": "",
        "description": "",
        "keywords": ["=summer; 1", "beach"],
        "model": "embedded/1",
        "tags": [
            {"name": "=summer; 1", "state": "in file", "probability": None, "in_file": True},
            {"name": "beach", "state": "accepted", "probability": 0.123456789, "in_file": False},
            {"name": "sea", "state": "rejected", "probability": 0.5, "in_file": False},
        ],
    }
    assert data["photos"][1]["keywords"] == []


def test_text_keeps_one_line_per_photo(tmp_path: Path) -> None:
    out = tmp_path / "k.txt"
    write([row("/p/new\nline\tname.jpg", "a", "b"), row("/p/plain.jpg")], out, TEXT)
    assert out.read_text("utf-8") == "new line name.jpg\ta; b\nplain.jpg\t\n"


@pytest.mark.parametrize("form", [CSV, JSON, TEXT])
def test_name_that_is_no_text_survives(tmp_path: Path, form: ExportFormat) -> None:
    out = tmp_path / f"k.{form}"
    odd = os.fsdecode(b"caf\xe9.jpg")
    write([row(f"/p/{odd}", "a")], out, form)
    text = out.read_text("utf-8")
    assert "caf\\udce9.jpg" in text
    if form is JSON:
        assert json.loads(text)["photos"][0]["filename"] == odd


@pytest.mark.parametrize("form", [CSV, JSON, TEXT])
def test_no_photos_make_a_valid_file(tmp_path: Path, form: ExportFormat) -> None:
    out = tmp_path / f"k.{form}"
    assert write([], out, form).photo_count == 0
    text = out.read_text("utf-8-sig")
    expected = {
        CSV: "path,filename,title,description,keywords,keyword_count\n",
        JSON: '{"version": 1, "photos": [\n\n]}\n',
        TEXT: "",
    }
    assert text == expected[form]


def test_progress_counts_photos(tmp_path: Path) -> None:
    seen: list[int] = []
    write([row("/a"), row("/b")], tmp_path / "k.csv", CSV, progress=seen.append)
    assert seen == [1, 2]


def test_older_file_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "k.TXT"
    out.write_text("older")
    write([row("/p/a.jpg", "x")], out, TEXT)
    assert out.read_text() == "a.jpg\tx\n"
    assert list(tmp_path.iterdir()) == [out]


def test_link_is_followed(tmp_path: Path) -> None:
    real, out = tmp_path / "real.txt", tmp_path / "k.txt"
    real.write_text("older")
    out.symlink_to(real)
    write([row("/p/a.jpg", "x")], out, TEXT)
    assert out.is_symlink()
    assert real.read_text() == "a.jpg\tx\n"


def assert_untouched(folder: Path, failing: Callable[[Path], object]) -> None:
    out = folder / "k.csv"
    out.write_text("older")
    failing(out)
    assert out.read_text() == "older"
    assert [entry.name for entry in folder.iterdir()] == ["k.csv"]


def test_cancelled_export_leaves_the_older_file(tmp_path: Path) -> None:
    token = CancelToken()

    def rows() -> Iterator[ExportRow]:
        yield row("/a")
        token.cancel()
        yield row("/b")

    def export(out: Path) -> None:
        with pytest.raises(Cancelled):
            write(rows(), out, CSV, cancel=token)

    assert_untouched(tmp_path, export)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "no room"),
        (errno.EROFS, "not allowed"),
        (errno.EACCES, "not allowed"),
        (errno.EIO, "could not be written"),
    ],
)
def test_failing_disk_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    def export(out: Path) -> None:
        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(ExportError, match=sentence):
            write([row("/a")], out, CSV)

    assert_untouched(tmp_path, export)


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        write([row("/a")], tmp_path / "gone" / "k.csv", CSV)


def test_folder_as_target_is_told(tmp_path: Path) -> None:
    (tmp_path / "k.csv").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        write([row("/a")], tmp_path / "k.csv", CSV)


def test_photo_cannot_be_the_target(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"precious")
    with pytest.raises(ExportError, match=r"ends in \.csv"):
        write([row("/a")], photo, CSV)
    assert photo.read_bytes() == b"precious"


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    out = tmp_path / "k.csv"
    review = Review(in_file=KeywordSet(("sea",)), file_texts=Texts("Bay", "Boats"))
    columns = ("title", "filename", "description")
    write([ExportRow(Path("/p/a.jpg"), review)], out, CSV, choices=Choices(columns=columns))
    assert out.read_text("utf-8-sig") == "title,filename,description\nBay,a.jpg,Boats\n"
    assert set(columns) < set(COLUMNS)
