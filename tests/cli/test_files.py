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


def test_titles_and_descriptions_go_in_come_out_and_go_again(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    before = photo.read_bytes()
    said = ["--title", "Sea\nat dusk", "--description", "Two\nlines"]
    assert main(["write", *said, "--keywords", "sea", str(photo)]) == ExitCode.DONE
    assert f"{photo}: +sea, title, description" in output(capsys)
    assert main(["read", "--json", str(photo)]) == ExitCode.DONE
    (row,) = json.loads(output(capsys))
    assert (row["title"], row["description"]) == ("Sea at dusk", "Two\nlines")
    fields = {field["field"]: field["values"] for field in row["fields"]}
    assert fields["IPTC:Caption-Abstract"] == ["Two\nlines"]
    assert row["believed"]["title"]["field"] == "dc:title"
    assert row["conflicts"] == [] and row["error"] == ""
    assert main(["write", *said, str(photo)]) == ExitCode.DONE
    assert "nothing to change" in output(capsys)
    assert main(["write", "--title", "", "--description", "", str(photo)]) == ExitCode.DONE
    output(capsys)
    assert main(["read", str(photo)]) == ExitCode.DONE
    assert output(capsys) == f"{photo}: sea\n"
    for _ in range(2):
        assert main(["undo"]) == ExitCode.DONE
    assert photo.read_bytes() == before


def test_home_leaves_iptc_out(make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]) -> None:
    photo = make_photo()
    assert main(["write", "--policy", "home", "--keywords", "sea", "--json", str(photo)]) == 0
    (row,) = json.loads(output(capsys))
    states = {field["field"]: field["state"] for field in row["fields"]}
    assert states["dc:subject"] == "changed" and states["IPTC:Keywords"] == "skipped"
    assert row["containers"] == [
        {"container": "xmp", "target": str(photo), "state": "written", "reason": ""}
    ]
    main(["read", "--json", str(photo)])
    assert set(json.loads(output(capsys))[0]["places"]) == {"xmp"}


def test_the_custom_choice_of_fields_is_a_setting(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    chosen = ["--set", "field_preset=custom", "--set", "field_digikam_tags=always"]
    assert main([*chosen, "write", "--keywords", "sea", str(photo)]) == ExitCode.DONE
    output(capsys)
    main(["read", "--json", str(photo)])
    fields = [field["field"] for field in json.loads(output(capsys))[0]["fields"]]
    assert fields == ["dc:subject", "digiKam:TagsList"]


def test_conflicts_and_readers_are_told(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    never = ["--set", "field_preset=custom", "--set", "field_iptc_keywords=never"]
    main(["write", "--keywords", "sea", str(photo)])
    main([*never, "write", "--keywords", "tree", str(photo)])
    output(capsys)
    assert main(["read", "--readers", str(photo)]) == ExitCode.DONE
    said = output(capsys)
    assert "  conflict: IPTC keywords lack “tree”, XMP keywords do not.\n" in said
    assert "  Windows Explorer: sea; tree\n" in said
    assert main(["read", "--readers", "--json", str(photo)]) == ExitCode.DONE
    (row,) = json.loads(output(capsys))
    assert row["conflicts"][0]["missing"] == ["tree"]
    assert [view["reader"] for view in row["readers"]][:2] == ["Windows Explorer", "Apple Photos"]


def test_a_plan_is_saved_and_nothing_else(
    make_photo: MakePhoto, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, missing = make_photo(), tmp_path / "missing.jpg"
    before, table, text = photo.read_bytes(), tmp_path / "plan.csv", tmp_path / "plan.txt"
    reports = ["--report", str(table), "--report", str(text)]
    command = ["write", "--dry-run", *reports, "--keywords", "sea", str(photo), str(missing)]
    assert main(command) == ExitCode.SOME_FAILED
    assert "dc:subject,changed,sea" in table.read_text("utf-8-sig")
    assert text.read_text("utf-8").startswith("What PhotoTagger would write; nothing was touched.")
    assert photo.read_bytes() == before
    assert main(["write", *reports, "--keywords", "sea", str(photo)]) == ExitCode.DONE
    assert text.read_text("utf-8").startswith("What PhotoTagger wrote.")
    capsys.readouterr()


def test_a_report_never_replaces_a_photo(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    before = photo.read_bytes()
    assert main(["write", "--keywords", "sea", "--report", str(photo), str(photo)]) == 2
    assert ".csv" in capsys.readouterr().err
    assert photo.read_bytes() == before


def test_reading_a_photo_with_an_unreadable_part_is_no_success(
    make_photo: MakePhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = make_photo()
    main(["write", "--keywords", "sea", str(photo)])
    photo.write_bytes(photo.read_bytes().replace(b"</rdf:RDF>", b"</rdf:RDX>"))
    output(capsys)
    assert main(["read", "--json", str(photo)]) == ExitCode.NOTHING_DONE
    (row,) = json.loads(output(capsys))
    assert row["keywords"] == ["sea"]  # from IPTC
    assert row["error"] == "The XMP packet is damaged."
