"""``read``, ``write``, ``undo`` and ``history`` on real files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from phototagger.__main__ import main
from phototagger.cli import ExitCode

MakePhoto = Callable[..., Path]


def output(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_words_go_in_come_out_and_go_again(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    before = photo.read_bytes()
    assert main(["write", "--keywords", "Smith, John;kočka", str(photo)]) == ExitCode.DONE
    assert "+Smith, John, +kočka" in output(capsys)
    assert main(["read", "--json", str(photo)]) == ExitCode.DONE
    (row,) = json.loads(output(capsys))
    assert row["keywords"] == ["Smith, John", "kočka"]
    assert set(row["places"]) == {"xmp", "iptc", "exif"}
    assert main(["write", "--remove", "kočka", str(photo)]) == ExitCode.DONE
    output(capsys)
    assert main(["read", str(photo)]) == ExitCode.DONE
    assert output(capsys) == f"{photo}: Smith, John\n"
    assert main(["undo"]) == ExitCode.DONE
    assert main(["undo"]) == ExitCode.DONE
    assert photo.read_bytes() == before


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    before = photo.read_bytes()
    assert main(["write", "--dry-run", "--json", "--keywords", "beach", str(photo)]) == 0
    (row,) = json.loads(output(capsys))
    assert row["added"] == ["beach"]
    assert row["targets"] == [str(photo)]
    assert photo.read_bytes() == before
    assert main(["history", "--json"]) == ExitCode.DONE
    assert json.loads(output(capsys)) == []


def test_history_names_the_batches(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [str(make_photo(f"{number}.jpg")) for number in range(3)]
    main(["write", "--keywords", "beach", *photos])
    output(capsys)
    assert main(["history", "--json"]) == ExitCode.DONE
    (batch,) = json.loads(output(capsys))
    assert batch["photos"] == photos
    assert not batch["undone"]
    assert main(["undo", batch["batch"]]) == ExitCode.DONE
    assert main(["history"]) == ExitCode.DONE
    assert "3 photos  (taken back)" in output(capsys)


def test_one_bad_file_does_not_stop_the_others(
    make_photo: MakePhoto, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, missing = make_photo(), tmp_path / "missing.jpg"
    code = main(["write", "--keywords", "beach", str(missing), str(photo)])
    assert code == ExitCode.SOME_FAILED
    captured = capsys.readouterr()
    assert str(missing) in captured.err
    assert "Traceback" not in captured.err
    assert f"{photo}: +beach" in captured.out
    assert main(["read", str(missing)]) == ExitCode.NOTHING_DONE


def test_writing_without_words_is_wrong_usage(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["write", str(make_photo())]) == ExitCode.USAGE
    assert "--keywords" in capsys.readouterr().err


def test_nothing_to_undo_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["undo"]) == ExitCode.NOTHING_DONE
    assert "no such write" in capsys.readouterr().err


def test_a_wrong_setting_is_one_sentence(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--set", "batch_sise=3", "read", str(make_photo())])
    assert code == ExitCode.USAGE
    assert "did you mean “batch_size”?" in capsys.readouterr().err
