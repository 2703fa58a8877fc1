"""phototagger models: what a user sees, and what a script may rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_bundle import make_bundle, zipped

from phototagger.__main__ import main
from phototagger.cli import ExitCode

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command and returns its exit code and what it printed."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path / "home"), "models", *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def settings(tmp_path: Path) -> Callable[[], dict]:
    path = tmp_path / "home" / "config" / "settings.json"
    return lambda: json.loads(path.read_text()) if path.exists() else {}


def test_a_model_from_install_to_removal(run: Run, settings, tmp_path: Path) -> None:
    source = zipped(make_bundle(tmp_path / "made"), tmp_path / "made.zip")

    code, said, _ = run("install", source)
    assert code == ExitCode.DONE
    assert said.startswith("Installed tiny: tiny 1, 1 MB, 3 tags, CC0-1.0.\n")
    assert "phototagger models use tiny" in said
    assert settings() == {}

    assert run("use", "tiny")[0] == ExitCode.DONE
    assert settings() == {"tagging_model": "tiny"}
    code, said, _ = run("list")
    assert "→ tiny: tiny 1" in said and "  built-in: " in said
    assert "Not installed:" in said and "Not available yet" in said

    code, said, _ = run("remove", "tiny")
    assert code == ExitCode.DONE and "the built-in model tags photos now" in said
    assert settings() == {}
    assert "→ built-in" in run("list")[1]


def test_scripts_get_json(run: Run, tmp_path: Path) -> None:
    run("install", make_bundle(tmp_path / "made"))
    run("use", "tiny")

    listed = json.loads(run("list", "--json")[1])

    assert [(m["id"], m["in_use"], m["tags"]) for m in listed["installed"]][1] == ("tiny", True, 3)
    assert all(model["unavailable"] for model in listed["known"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("install", "nothing"), "is no file, no folder"),
        (("install", "siglip-base-16-224"), "is not available yet"),
        (("install", "http://example.org/x.zip"), "anybody on the way"),
        (("use", "nothing"), "There is no model “nothing” here"),
        (("remove", "nothing"), "There is no model “nothing” here"),
        (("remove", "built-in"), "is part of PhotoTagger and stays"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, settings, arguments, said: str) -> None:
    code, printed, complaint = run(*arguments)

    assert code == ExitCode.NOTHING_DONE
    assert printed == "" and said in complaint and complaint.count("\n") == 1
    assert settings() == {}


def test_a_model_that_fails_its_trial_is_not_installed(run: Run, tmp_path: Path) -> None:
    folder = make_bundle(tmp_path / "made", parts={"network.onnx": b"no network"})

    code, _, complaint = run("install", folder)

    assert code == ExitCode.NOTHING_DONE
    assert "cannot be loaded on this machine" in complaint
    assert len(json.loads(run("list", "--json")[1])["installed"]) == 1


def test_a_damaged_model_is_shown_and_cannot_be_chosen(run: Run, tmp_path: Path) -> None:
    run("install", make_bundle(tmp_path / "made"))
    (tmp_path / "home" / "data" / "models" / "tiny" / "labels.csv").write_text("tag\n")

    assert "tiny: damaged (labels.csv was changed)" in run("list")[1]
    code, _, complaint = run("use", "tiny")
    assert code == ExitCode.NOTHING_DONE and "is damaged" in complaint


def test_a_chosen_model_that_is_gone_is_told(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "home" / "config"
    config.mkdir(parents=True)
    (config / "settings.json").write_text('{"tagging_model": "lost"}')

    assert "The chosen model “lost” is not here" in run("list")[2]
