"""The user's own words with the real service and the real process that learns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from phototagger.core import review_changes
from phototagger.core.learning.values import WordChoice
from phototagger.core.tags import TagOrigin

from .conftest import Program

GARDEN = "Žofie's garden"


def _flowers(random: np.random.Generator) -> Image.Image:
    photo = Image.new("RGB", (320, 240), (60, int(random.integers(110, 150)), 50))
    draw = ImageDraw.Draw(photo)
    for _ in range(60):
        x, y, r = (int(n) for n in random.integers((0, 0, 6), (320, 240, 18)))
        color = (int(random.integers(200, 255)), int(random.integers(20, 90)), 120)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=color)
        draw.ellipse((x - r // 3, y - r // 3, x + r // 3, y + r // 3), fill=(250, 220, 60))
    return photo


def _blocks(random: np.random.Generator) -> Image.Image:
    photo = Image.new("RGB", (320, 240), (170, 190, int(random.integers(200, 240))))
    draw = ImageDraw.Draw(photo)
    for _ in range(12):
        x, y, w, h = (int(n) for n in random.integers((0, 40, 20, 60), (300, 160, 80, 200)))
        gray = int(random.integers(60, 200))
        draw.rectangle((x, y, x + w, y + h), fill=(gray, gray, gray), outline=(20, 20, 20))
    return photo


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """Return a folder of 18 pictures of flowers and 24 of blocks."""
    folder = tmp_path / "album"
    folder.mkdir()
    random = np.random.default_rng(5)
    for number in range(18):
        _flowers(random).save(folder / f"a flower {number:02}.jpg", quality=92)
    for number in range(24):
        _blocks(random).save(folder / f"block {number:02}.jpg", quality=92)
    return folder


def test_own_words_are_learned_explained_forgotten_and_kept(
    start: Callable[[], Program], garden: Path
) -> None:
    program = start()
    session = program.session
    session.open([garden])
    program.settle()
    ids = session.ids()
    flowers, blocks = ids[:18], ids[18:]
    session.tag(ids)
    program.settle()

    def suggested(photo_ids: list[int]) -> int:
        reviews = program.session.reviews(photo_ids).values()  # type: ignore[arg-type]
        return sum(
            s.name == GARDEN and s.origin is TagOrigin.LEARNED
            for review in reviews
            for s in review.suggestions
        )

    session.apply(review_changes.add(session.reviews(flowers[:10]), [GARDEN]))
    session.apply(review_changes.add(session.reviews(blocks[:15]), ["town"]))
    program.settle()
    assert session.words.summary().trained_at, "twenty-five words start it"
    assert suggested(flowers[10:]) >= 6
    assert suggested(blocks) == 0

    new = next(
        i
        for i in flowers[10:]
        if any(s.name == GARDEN for s in session.reviews([i])[i].suggestions)
    )
    window, panel = program.window, program.window.inspector.panel
    window.browser.grid.select_row(ids.index(new))
    row = panel.model.row_of(GARDEN)
    assert row is not None
    panel.list.setCurrentIndex(panel.model.index(row, 0))
    assert panel.evidence.isVisible()
    assert set(session.words.photos_like(new, GARDEN)) <= set(flowers[:10])

    program.quit()
    program = start()
    program.settle()
    assert suggested(flowers[10:]) >= 6, "a restart keeps it"
    program.session.tag(flowers[10:17])
    program.settle()
    assert suggested(flowers[10:]) >= 6

    program.session.words.choose(GARDEN, WordChoice.FORGOTTEN)
    program.settle()
    assert suggested(ids) == 0
    own = program.session.reviews(flowers[:10]).values()
    assert all(GARDEN in review.keywords() for review in own), "the user's keywords stay"
