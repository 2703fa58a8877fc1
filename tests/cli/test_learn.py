"""``phototagger learn``: the user's library, its words, without a window."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from phototagger.__main__ import main
from phototagger.cli import ExitCode
from phototagger.core.learning.feature_cache import FeatureCache
from phototagger.core.library import Library
from phototagger.core.photo import Fingerprint
from phototagger.core.scan import FoundPhoto
from phototagger.core.settings import AppPaths
from phototagger.core.tags import KeywordSet

SIZE = 64


@pytest.fixture
def library(own_home: Path) -> Path:
    """Return a home whose library has 20 photos of a garden and 60 others, tagged before."""
    paths = AppPaths.find()
    library = Library.open(paths.catalog_file)
    found = [FoundPhoto(Path(f"/p/{n:02}.jpg"), Fingerprint(1, 1)) for n in range(80)]
    random = np.random.default_rng(2)
    centre = random.standard_normal(SIZE)
    rows = []
    for number, photo_id in enumerate(library.add_photos(found).new):
        key = number.to_bytes(16, "big")
        word = "garden" if number < 20 else "other"
        library.set_file_keywords(photo_id, KeywordSet((word,)), Fingerprint(1, 1), key)
        look = random.standard_normal(SIZE) + (2 * centre if number < 20 else 0)
        rows.append((key, "space", look.astype("<f2").tobytes()))
    library.close()
    FeatureCache(paths.features_file, 16).put(rows)
    return own_home


def test_words_are_learned_listed_and_forgotten(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learn"]) == ExitCode.DONE
    assert "garden: 20 examples, right" in capsys.readouterr().out
    assert main(["learn", "--list", "--json"]) == ExitCode.DONE
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["garden"]["footing"] == "head"
    assert main(["learn", "--forget", "garden"]) == ExitCode.DONE
    assert "is forgotten; your keywords stay" in capsys.readouterr().out
    assert main(["learn"]) == ExitCode.DONE
    assert "garden" not in capsys.readouterr().out
    assert main(["learn", "--forget", "garden"]) == ExitCode.NOTHING_DONE
    assert "No word “garden” was learned" in capsys.readouterr().err


def test_an_empty_library_says_what_is_missing(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learn"]) == ExitCode.DONE
    assert "at least two photos that the window tagged" in capsys.readouterr().out


def test_learning_that_is_switched_off_says_so(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--set", "learn_words=off", "learn"]) == ExitCode.NOTHING_DONE
    assert "switched off" in capsys.readouterr().err
