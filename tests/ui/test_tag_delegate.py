"""How a tag looks and what a click on it means, told by pixels."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from phototagger.core.review import Decision, Review, TagState, selection_rows
from phototagger.core.tags import KeywordSet, TagSuggestion
from phototagger.ui import theme
from phototagger.ui.tag_delegate import Gesture, TagDelegate, paint_bar
from phototagger.ui.tag_model import Section, TagModel

from .conftest import TO_READ, click, contrast, image_of, is_like, sent_by

WIDTH, HEIGHT = 380, 500
GLYPH_WIDTH = 34
STATES = (
    Review((TagSuggestion("suggested", 0.5),)),
    Review((TagSuggestion("accepted", 0.5),)).decide("accepted", Decision.ACCEPTED),
    Review().decide("own", Decision.ACCEPTED),
    Review(in_file=KeywordSet.of(["in file"])),
    Review((TagSuggestion("rejected", 0.5),)).decide("rejected", Decision.REJECTED),
)


class TagList:
    """A list of tags with its delegate."""

    def __init__(self, qtbot: QtBot) -> None:
        self.view, self.model = QListView(), TagModel()
        qtbot.addWidget(self.view)
        self.delegate = TagDelegate(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self.view.setMouseTracking(True)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.resize(WIDTH, HEIGHT)
        self.model.toggle_section(Section.REJECTED)
        self.view.show()

    def show(self, *reviews: Review, accept_from: float = 0.6) -> None:
        self.model.show(selection_rows(reviews), len(reviews), 0.0, accept_from)
        QApplication.processEvents()

    def rect(self, name: str) -> QRect:
        row = self.model.row_of(name)
        assert row is not None, name
        return self.view.visualRect(self.model.index(row))

    def image(self, name: str) -> QImage:
        """Return what one row looks like."""
        return image_of(self.view.viewport()).copy(self.rect(name))


@pytest.fixture
def tags(qtbot: QtBot, dressed: QApplication) -> TagList:
    return TagList(qtbot)


def glyph_of(image: QImage) -> QImage:
    return image.copy(0, 0, GLYPH_WIDTH, image.height())


def ink(image: QImage) -> list[QColor]:
    """Return the pixels that are not ground."""
    ground = theme.current().base
    return [
        color
        for x in range(image.width())
        for y in range(image.height())
        if not is_like(color := image.pixelColor(x, y), ground)
    ]


def shape_of(image: QImage) -> list[float]:
    """Return how much ink each pixel has, 0…1, whatever the colour of the ink."""
    ground = theme.current().base.lightnessF()
    levels = [
        abs(image.pixelColor(x, y).lightnessF() - ground)
        for x in range(image.width())
        for y in range(image.height())
    ]
    darkest = max(levels)
    return [level / darkest if darkest > 0.05 else 0.0 for level in levels]


def difference(one: list[float], other: list[float]) -> float:
    """Return by how many whole pixels two shapes differ."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def bar_length(image: QImage, fill: QColor) -> int:
    """Return how many pixels of the middle line are filled."""
    y = image.height() // 2 + 1
    return sum(is_like(image.pixelColor(x, y), fill) for x in range(GLYPH_WIDTH, image.width()))


# The five states


def test_the_five_states_have_five_shapes(tags: TagList) -> None:
    shapes = {}
    for review in STATES:
        tags.show(review)
        row = selection_rows([review])[0]
        shapes[row.state] = shape_of(glyph_of(tags.image(row.name)))
    assert set(shapes) == set(TagState)
    for one, other in combinations(shapes.values(), 2):
        assert difference(one, other) > 10, "told apart without colour"


@pytest.mark.parametrize("review", STATES, ids=lambda review: selection_rows([review])[0].name)
def test_a_state_has_its_colour(tags: TagList, review: Review) -> None:
    tags.show(review)
    row = selection_rows([review])[0]
    color = theme.current().of_state(row.state)
    assert any(is_like(pixel, color) for pixel in ink(glyph_of(tags.image(row.name))))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_states_are_seen_in_both_themes(
    tags: TagList, light_again: QApplication, mode: str
) -> None:
    theme.apply(light_again, mode)
    for review in STATES:
        tags.show(review)
        row = selection_rows([review])[0]
        assert len(ink(glyph_of(tags.image(row.name)))) > 25


def test_all_some_and_none_look_different(tags: TagList) -> None:
    plain = Review((TagSuggestion("dog", 0.5),))
    accepted = plain.decide("dog", Decision.ACCEPTED)
    shapes = []
    for reviews in ((accepted, accepted), (accepted, plain), (plain, plain)):
        tags.show(*reviews)
        shapes.append(shape_of(glyph_of(tags.image("dog"))))
    for one, other in combinations(shapes, 2):
        assert difference(one, other) > 10


def test_a_rejected_name_is_struck_out(tags: TagList) -> None:
    tags.show(STATES[-1])
    image = tags.image("rejected").copy(GLYPH_WIDTH, 0, 60, 40)
    ground = theme.current().base
    longest = max(
        sum(not is_like(image.pixelColor(x, y), ground) for x in range(4, 50))
        for y in range(image.height())
    )
    assert longest > 40, "one line goes through the whole word"


# The bar


@pytest.mark.parametrize("probability", [0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
def test_the_bar_is_as_long_as_the_probability(tags: TagList, probability: float) -> None:
    tags.show(Review((TagSuggestion("x", 1.0),)))
    whole = bar_length(tags.image("x"), theme.current().accent)
    assert whole > 60
    tags.show(Review((TagSuggestion("x", probability),)), accept_from=0.0)
    length = bar_length(tags.image("x"), theme.current().accent)
    assert length == pytest.approx(whole * probability, abs=3)


@pytest.mark.parametrize("probability", [-1.0, 0.0, 1.0, 7.0])
def test_a_bar_never_leaves_its_box(dressed: QApplication, probability: float) -> None:
    image = QImage(120, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_bar(painter, QRectF(10, 5, 100, 8), probability, QColor("red"), QColor("blue"))
    painter.end()
    outside = [image.pixelColor(x, 9) for x in (5, 8, 112, 116)]
    assert outside == [QColor("white")] * 4


def test_a_bar_that_accept_all_would_take_has_the_accent(tags: TagList) -> None:
    colors = theme.current()
    tags.show(Review((TagSuggestion("x", 0.7),)), accept_from=0.6)
    assert bar_length(tags.image("x"), colors.accent) > 40
    tags.show(Review((TagSuggestion("x", 0.7),)), accept_from=0.8)
    assert bar_length(tags.image("x"), colors.accent) == 0
    assert bar_length(tags.image("x"), colors.suggested) > 40


def test_a_word_of_the_users_own_has_no_bar(tags: TagList) -> None:
    tags.show(Review((TagSuggestion("x", 0.0),)))
    assert bar_length(tags.image("x"), theme.current().track) > 60
    tags.show(Review().decide("mine", Decision.ACCEPTED))
    assert bar_length(tags.image("mine"), theme.current().track) < 10


# Long names and narrow lists


@pytest.mark.parametrize("width", [380, 240, 180])
def test_a_long_name_does_not_run_into_its_bar(tags: TagList, width: int) -> None:
    tags.view.resize(width, HEIGHT)
    tags.show(Review((TagSuggestion("x", 1.0),)), accept_from=0.0)
    short = bar_length(tags.image("x"), theme.current().accent)
    long_name = "a very long tag that does not fit by far into one narrow line"
    tags.show(Review((TagSuggestion(long_name, 1.0),)), accept_from=0.0)
    assert bar_length(tags.image(long_name), theme.current().accent) == short


# Clicks


@pytest.fixture
def three(tags: TagList) -> TagList:
    tags.show(Review((TagSuggestion("one", 0.9), TagSuggestion("two", 0.8))))
    return tags


def click_in(tags: TagList, name: str, from_left: int | None = None, from_right: int = 0) -> None:
    rect = tags.rect(name)
    x = rect.left() + from_left if from_left is not None else rect.right() - from_right
    click(tags.view.viewport(), QPoint(x, rect.center().y()))


def test_a_click_on_the_glyph_toggles(three: TagList) -> None:
    clicked = sent_by(three.delegate.clicked)
    click_in(three, "two", from_left=18)
    assert clicked == [("two", Gesture.TOGGLE)]


def test_a_click_on_the_cross_rejects(three: TagList) -> None:
    clicked = sent_by(three.delegate.clicked)
    click_in(three, "one", from_right=17)
    assert clicked == [("one", Gesture.REJECT)]


def test_a_click_on_the_name_only_highlights(three: TagList) -> None:
    clicked = sent_by(three.delegate.clicked)
    click_in(three, "two", from_left=60)
    assert clicked == []
    assert [index.data() for index in three.view.selectedIndexes()] == ["two"]


def test_the_cross_shows_under_the_mouse(three: TagList) -> None:
    rect = three.rect("two")
    cross = QRect(rect.right() - 30, rect.top(), 28, rect.height()).translated(0, -rect.top())
    assert not any(shape_of(three.image("two").copy(cross)))
    QTest.mouseMove(three.view.viewport(), three.rect("one").center())
    QTest.mouseMove(three.view.viewport(), rect.center())
    QApplication.processEvents()
    assert sum(shape_of(three.image("two").copy(cross))) > 10


def test_a_click_on_a_heading_folds_it(three: TagList) -> None:
    folded = sent_by(three.delegate.section_clicked)
    click(three.view.viewport(), three.view.visualRect(three.model.index(0)).center())
    assert folded == [Section.SUGGESTED]


def test_rows_are_high_enough_for_their_text(three: TagList) -> None:
    assert three.rect("one").height() >= QFontMetrics(QApplication.font()).height() + 6
    assert not three.rect("one").intersects(three.rect("two"))


def test_a_highlighted_row_is_seen(three: TagList) -> None:
    plain = three.image("one").pixelColor(60, 4)
    three.view.setCurrentIndex(three.model.index(three.model.row_of("one") or 0))
    assert three.view.selectionModel().hasSelection()
    assert not is_like(three.image("one").pixelColor(60, 4), plain, 10)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "dim"])
def test_text_of_a_highlighted_row_can_be_read(
    three: TagList, light_again: QApplication, mode: str, ink: str
) -> None:
    theme.apply(light_again, mode)
    three.view.setCurrentIndex(three.model.index(three.model.row_of("one") or 0))
    ground = three.image("one").pixelColor(60, 4)
    assert contrast(getattr(theme.current(), ink), ground) >= TO_READ
