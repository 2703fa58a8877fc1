"""Contrast, in both themes: what is to be read can be read, what is to be seen can be seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from phototagger.core.review import TagState
from phototagger.ui import icons, theme
from phototagger.ui.theme import DARK, LIGHT, Theme

from .conftest import TO_READ, contrast, is_like

TO_SEE = 3.0
"""WCAG 2.2, 1.4.11: graphics that carry a meaning."""

THEMES = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
TEXTS = (
    ("text", "base"),
    ("text", "window"),
    ("text", "raised"),
    ("text", "stage"),
    ("dim", "base"),
    ("dim", "window"),
    ("dim", "raised"),
    ("dim", "stage"),
    ("dim", "track"),
    ("accent", "raised"),
    ("warning", "raised"),
    ("error", "raised"),
    ("error", "base"),
    ("in_file", "raised"),
    ("on_accent", "accent"),
    ("warning", "base"),
    ("warning", "window"),
    ("error", "window"),
    ("accent", "base"),
    ("accent", "window"),
    ("accepted", "raised"),
    ("accepted", "window"),
    ("own", "raised"),
    ("own", "window"),
    ("in_file", "window"),
    ("rejected", "raised"),
    ("rejected", "window"),
)


def test_the_yardstick_is_right() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize(("ink", "ground"), TEXTS, ids=str)
def test_text_can_be_read(colors: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(colors, ink), getattr(colors, ground)) >= TO_READ


@THEMES
@pytest.mark.parametrize("state", [s for s in TagState if s is not TagState.SUGGESTED])
def test_states_that_are_said_in_words_can_be_read(colors: Theme, state: TagState) -> None:
    assert contrast(colors.of_state(state), colors.base) >= TO_READ


@THEMES
def test_the_ring_and_the_bar_of_a_suggestion_can_be_seen(colors: Theme) -> None:
    assert contrast(colors.suggested, colors.base) >= TO_SEE


@THEMES
def test_every_state_has_a_colour_of_its_own(colors: Theme) -> None:
    assert len({colors.of_state(state).name() for state in TagState}) == len(TagState)


@pytest.mark.parametrize(("mode", "colors"), [("light", LIGHT), ("dark", DARK)])
def test_a_theme_dresses_the_application(
    light_again: QApplication, mode: str, colors: Theme
) -> None:
    theme.apply(light_again, mode)
    assert theme.current() is colors
    palette = light_again.palette()
    assert palette.color(QPalette.ColorRole.Window) == colors.window
    assert palette.color(QPalette.ColorRole.Text) == colors.text
    assert palette.color(QPalette.ColorRole.Highlight) == colors.accent


def test_system_is_one_of_the_two(light_again: QApplication) -> None:
    theme.apply(light_again, "system")
    assert theme.current() in (LIGHT, DARK)


def test_an_icon_takes_the_colour_of_the_theme(light_again: QApplication) -> None:
    for mode, colors in (("dark", DARK), ("light", LIGHT)):
        theme.apply(light_again, mode)
        image = icons.icon("check").pixmap(32, 32).toImage()
        pixels = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        solid = [color for color in pixels if color.alpha() == 255]
        assert solid and all(is_like(color, colors.text) for color in solid)
