"""``phototagger export``: for agencies, for nobody in particular, and what scripts rely on."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from phototagger.__main__ import main
from phototagger.cli import ExitCode
from phototagger.core.metadata import read_photo

MakePhoto = Callable[..., Path]
WORDS = [f"word {number}" for number in range(60)]


@pytest.fixture
def folder(make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a folder of one photo with a title and 60 keywords, and one without."""
    photo = make_photo("p/a.jpg")
    make_photo("p/b.jpg", color="teal")
    main(["write", "--keywords", ";".join(WORDS), "--title", "Bay, early", str(photo)])
    capsys.readouterr()
    return photo.parent


def test_an_agency_gets_its_table_and_every_change_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "stock.csv"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code = main(
        [
            "export",
            "--profile",
            "adobe-stock",
            "--category",
            "Travel",
            "--out",
            str(out),
            str(folder),
        ]
    )
    assert code == ExitCode.SOME_FAILED
    with out.open(encoding="utf-8", newline="") as stream:
        head, row = csv.reader(stream)
    assert head == ["Filename", "Title", "Keywords", "Category", "Releases"]
    assert row[:2] == ["a.jpg", "Bay early"]
    assert row[2].split(",") == WORDS[:49]
    assert row[3] == "21"
    said = capsys.readouterr()
    assert "1 photos exported for Adobe Stock" in said.out
    assert "title: replaced, 'Bay, early' → 'Bay early'" in said.err
    assert "keywords: cut word 49, word 50" in said.err
    assert "b.jpg: left out" in said.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_agency_that_reads_photos_gets_copies(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "copies"
    assert main(["export", "--profile", "envato", "--out", str(out), str(folder / "a.jpg")]) == 0
    copy = read_photo(out / "a.jpg")
    assert copy.keywords.names == tuple(WORDS[:50])
    assert copy.title == "Bay, early"
    assert [path.name for path in out.iterdir()] == ["a.jpg"]


def test_a_complete_photo_ends_with_success(
    make_photo: MakePhoto, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo("p/a.jpg")
    main(["write", "--keywords", "sea;sky", "--title", "Bay", str(photo)])
    capsys.readouterr()
    out = tmp_path / "t.csv"
    assert main(["export", "--profile", "picfair", "--out", str(out), str(photo)]) == ExitCode.DONE
    assert out.read_bytes() == b'Filename,Title,Caption,Tags\r\na.jpg,Bay,,"sea,sky"\r\n'
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("profile", "name"), [("json", "k.json"), ("text", "k.txt"), ("generic-csv", "k.csv")]
)
def test_tables_for_no_agency(folder: Path, tmp_path: Path, profile: str, name: str) -> None:
    out = tmp_path / name
    assert main(["export", "--profile", profile, "--out", str(out), str(folder)]) == ExitCode.DONE
    by_name = tmp_path / f"by-name-{name}"
    assert main(["export", "--out", str(by_name), str(folder)]) == ExitCode.DONE
    assert out.read_bytes() == by_name.read_bytes()
    assert "word 59" in out.read_text("utf-8-sig")


def test_columns_of_the_general_table(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "t.csv")
    words = ["export", "--columns", "filename,title", "--out", out, str(folder / "a.jpg")]
    assert main(words) == ExitCode.DONE
    assert Path(out).read_text("utf-8-sig") == 'filename,title\na.jpg,"Bay, early"\n'
    words[2] = "filename,colour"
    assert main(words) == ExitCode.NOTHING_DONE
    assert "There is no column 'colour'; choose of path, filename" in capsys.readouterr().err


def test_profiles_are_listed_with_how_sure_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--list"]) == ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    (envato,) = [line for line in lines if line.startswith("envato")]
    assert "copies  verified" in envato
    (pond5,) = [line for line in lines if line.startswith("pond5")]
    assert "table   partly unverified" in pond5


def test_wrong_usage_is_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export"]) == ExitCode.USAGE
    assert "--out FILE" in capsys.readouterr().err
    out = str(tmp_path / "t.csv")
    assert main(["export", "--profile", "zoo", "--out", out, str(folder)]) == ExitCode.NOTHING_DONE
    assert "There is no agency called 'zoo'; choose one of 123rf" in capsys.readouterr().err
    wrong = str(tmp_path / "t.jpg")
    code = main(["export", "--profile", "picfair", "--out", wrong, str(folder)])
    assert code == ExitCode.NOTHING_DONE
    assert "ends in .csv" in capsys.readouterr().err
    assert not list(tmp_path.glob("t.*"))


def test_a_taken_folder_is_never_written_into(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["export", "--profile", "alamy", "--out", str(folder), str(folder / "a.jpg")])
    assert code == ExitCode.NOTHING_DONE
    assert "choose another place" in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == ["a.jpg", "b.jpg"]
