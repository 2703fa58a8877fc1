"""The embedded service with a chosen model: it tags, or the built-in one does and says so."""

from __future__ import annotations

import base64
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
from PIL import Image
from tiny_bundle import EXPECTED, make_bundle

from phototagger.core.tagging import Endpoint
from phototagger.service.__main__ import main
from phototagger.service.host import ServiceHost


class Chooser:
    """A host whose model can be chosen."""

    def __init__(self) -> None:
        self.model: Path | None = None
        self.said: list[str] = []
        self.host = ServiceHost(model=lambda: self.model, tell=self.said.append)

    def tag(self) -> dict[str, Any]:
        """Return the answer to a red picture."""
        buffer = io.BytesIO()
        Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
        record = {"_base64": base64.b64encode(buffer.getvalue()).decode()}
        endpoint: Endpoint = self.host.start()
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                endpoint.tags_url,
                data=json.dumps({"records": [record], "features": True}),
                headers={
                    "Authorization": endpoint.authorization,
                    "Content-Type": "application/json",
                },
                timeout=20,
            )
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
def chooser() -> Iterator[Chooser]:
    chooser = Chooser()
    yield chooser
    chooser.host.stop()


def test_a_choice_takes_effect_with_the_next_request(chooser: Chooser, tmp_path: Path) -> None:
    first = chooser.tag()
    assert first["model"].startswith("efficientnet")

    chooser.model = make_bundle(tmp_path / "a")
    second = chooser.tag()
    assert second["model"] == "tiny 1"
    assert [tag["name"] for tag in second["records"][0]["_tags"]] == ["red"]
    assert second["_feature_space"] not in ("", first["_feature_space"])

    pid = chooser.host.child_pid
    chooser.tag()
    assert chooser.host.child_pid == pid

    chooser.model = None
    assert chooser.tag()["_feature_space"] == first["_feature_space"]
    assert chooser.said == []


def test_a_model_without_features_gives_none(chooser: Chooser, tmp_path: Path) -> None:
    chooser.model = make_bundle(tmp_path / "a", "boxes")

    answer = chooser.tag()

    assert answer["_feature_space"] == ""
    assert "_features" not in answer["records"][0]
    assert [tag["name"] for tag in answer["records"][0]["_tags"]] == ["red"]


@pytest.mark.parametrize("damage", ["gone", "changed", "no network"])
def test_where_it_does_not_start_the_built_in_one_does_and_says_so(
    chooser: Chooser, tmp_path: Path, damage: str
) -> None:
    parts = {"network.onnx": b"no network"} if damage == "no network" else {}
    chooser.model = make_bundle(tmp_path / "a", parts=parts)
    if damage == "gone":
        shutil.rmtree(chooser.model)
    if damage == "changed":
        (chooser.model / "labels.csv").write_bytes(b"tag\nother\n")

    assert chooser.tag()["model"].startswith("efficientnet")

    (said,) = chooser.said
    assert said.endswith(" The built-in model is used instead.")
    assert {"gone": "no tagging model", "changed": "is damaged"}.get(damage, "be loaded") in said
    chooser.tag()
    assert len(chooser.said) == 1


def test_a_model_that_was_installed_again_gets_another_chance(
    chooser: Chooser, tmp_path: Path
) -> None:
    chooser.model = tmp_path / "a"
    assert chooser.tag()["model"].startswith("efficientnet")

    make_bundle(tmp_path / "a")
    chooser.host.reload()

    assert chooser.tag()["model"] == "tiny 1"


def test_a_new_edition_of_the_chosen_model_is_taken_up(chooser: Chooser, tmp_path: Path) -> None:
    chooser.model = make_bundle(tmp_path / "a")
    assert chooser.tag()["model"] == "tiny 1"
    pid = chooser.host.child_pid

    make_bundle(tmp_path / "a", version="2")
    chooser.host.reload()
    assert chooser.host.child_pid == pid  # nothing is done before it is needed

    assert chooser.tag()["model"] == "tiny 2"


def test_the_shell_serves_any_model(serving, tmp_path: Path) -> None:
    folder = make_bundle(tmp_path / "a", "embedding")

    with serving("--model", str(folder)) as service:
        buffer = io.BytesIO()
        Image.new("RGB", (9, 9), "blue").save(buffer, "PNG")
        record = {"_base64": base64.b64encode(buffer.getvalue()).decode()}
        assert service.records(record, lang="cs")[0]["_tags_simple"] == ["modrá"]


@pytest.mark.parametrize(("expected", "code"), [(EXPECTED, 0), (1 - EXPECTED, 1)])
def test_the_shell_checks_any_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expected: np.ndarray, code: int
) -> None:
    folder = make_bundle(tmp_path, expected=expected)

    assert main(["--check", "--model", str(folder)]) == code
    said = capsys.readouterr().out
    assert "Model: tiny 1, 3 tags" in said and ("MORE than" in said) == bool(code)
