"""``tag`` and ``export`` through the real embedded service, and the job without a display."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from phototagger.__main__ import main
from phototagger.cli import ExitCode, printing
from phototagger.core.metadata import read_photo

MakePhoto = Callable[..., Path]


def run(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does, in a terminal without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "phototagger", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
        env=environment | {"HOME": str(home), "PYTHONIOENCODING": "utf-8"},
    )


def test_tagging_prints_bars_and_leaves_files_alone(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    before = photo.read_bytes()
    assert main(["tag", "--accept", "0", str(photo)]) == ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == str(photo)
    assert all("✓" in line and "%" in line for line in lines[1:])
    assert photo.read_bytes() == before


def test_tagging_in_json_tells_names_probabilities_and_files(
    make_photo: MakePhoto, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    text = photo.with_name("text.jpg")
    text.write_text("no photo")
    folder = photo.parent
    assert main(["tag", "--json", "--write", "--accept", "0", str(folder)]) == ExitCode.SOME_FAILED
    good, bad = json.loads(capsys.readouterr().out)
    assert good["written"] == [str(photo)]
    assert good["keywords"] == [tag["name"] for tag in good["tags"]]
    assert all(0 <= tag["prob"] <= 1 for tag in good["tags"])
    assert list(read_photo(photo).keywords) == good["keywords"]
    assert bad["tags"] == []
    assert bad["error"].endswith(".")
    assert text.read_text() == "no photo"


def test_a_dry_run_names_changes_and_makes_none(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    before = photo.read_bytes()
    assert main(["tag", "--dry-run", "--accept", "0", str(photo)]) == ExitCode.DONE
    assert f"{photo}: +" in capsys.readouterr().out
    assert photo.read_bytes() == before


def test_a_folder_without_photos_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tag", str(tmp_path)]) == ExitCode.NOTHING_DONE
    assert "no photos" in capsys.readouterr().err


def test_a_service_that_is_not_there_is_said_once(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [str(make_photo(f"{number}.jpg")) for number in range(3)]
    code = main(["--set", "endpoint=http://127.0.0.1:9", "tag", *photos])
    assert code == ExitCode.NOTHING_DONE
    (line,) = capsys.readouterr().err.splitlines()
    assert "127.0.0.1:9" in line
    assert "3 photos still untagged" in line


def test_keywords_in_files_are_exported(
    make_photo: MakePhoto, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    main(["write", "--keywords", "kočka;dům", str(photo)])
    out = tmp_path / "table.csv"
    assert main(["export", "--out", str(out), str(photo.parent)]) == ExitCode.DONE
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["filename"] == photo.name
    assert "kočka" in row["keywords"]
    assert main(["export", "--out", str(tmp_path / "no" / "t.csv"), str(photo)]) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_without_a_display_the_job_is_done_on_copies(make_photo: MakePhoto, own_home: Path) -> None:
    photo = make_photo("one.jpg")
    make_photo("below/one.jpg", color="maroon")
    before = photo.read_bytes()
    result = run("--home", own_home, photo.parent, home=own_home)
    assert result.returncode == ExitCode.DONE, result.stderr
    assert "no display" in result.stdout
    assert photo.read_bytes() == before
    (copies,) = own_home.glob("PhotoTagger copies *")
    assert str(copies) in result.stdout
    assert {path.name for path in copies.iterdir()} == {"one.jpg", "one (2).jpg"}


def test_without_a_display_and_photos_the_way_on_is_said(own_home: Path) -> None:
    result = run("--home", own_home, home=own_home)
    assert result.returncode == ExitCode.USAGE
    assert "no display" in result.stderr


@pytest.mark.parametrize(("probability", "full"), [(0.0, 0), (0.5, 12), (1.0, 24), (7.0, 24)])
def test_bars_are_as_long_as_the_probability(probability: float, full: int) -> None:
    bar = printing.bar(probability)
    assert len(bar) == 24
    assert bar.count("█") == full
