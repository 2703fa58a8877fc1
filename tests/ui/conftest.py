"""The window over a real program whose tagging service is a fake; nothing may be left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from PySide6 import QtGui
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QPoint,
    QSettings,
    QSize,
    Qt,
    QTimer,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from phototagger import app as composition
from phototagger.core.errors import TaggingError
from phototagger.core.jobs import CancelToken
from phototagger.core.photo import Fingerprint, Photo, PhotoFilter, PhotoId
from phototagger.core.review import Review
from phototagger.core.session import Session
from phototagger.core.settings import AppPaths, Settings
from phototagger.core.tagging import TagReply
from phototagger.core.tags import TagSuggestion
from phototagger.ui import language, theme
from phototagger.ui.application import end
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.main_window import MainWindow

SUGGESTIONS = (
    TagSuggestion("beach", 0.9),
    TagSuggestion("sea", 0.7),
    TagSuggestion("dog", 0.4),
    TagSuggestion("snow", 0.1),
)
_HARMLESS = "This plugin does not support"
_GATE_POLL_S = 0.005
_USUAL_SIZE = QSize(1320, 840)
"""The off-screen screen is smaller than any user's."""

TO_READ = 4.5
"""Least contrast of text, WCAG 2.2, 1.4.3."""

W = TypeVar("W", bound=QWidget)
MakePhoto = Callable[..., Path]


class FakeTagger:
    """Answers every photo with the same suggestions, or with an error, or not before `release`.

    Attributes:
        suggestions: the answer.
        error: raised instead, when set.
        sent: how many photos came.
    """

    def __init__(self) -> None:
        self.suggestions: tuple[TagSuggestion, ...] = SUGGESTIONS
        self.error: TaggingError | None = None
        self.sent = 0
        self._gate = threading.Event()
        self._gate.set()

    def hold(self) -> None:
        """Keep the caller waiting."""
        self._gate.clear()

    def release(self) -> None:
        """Answer those who wait."""
        self._gate.set()

    def tag(
        self,
        photos: Sequence[tuple[str, bytes]],
        lang: str,
        cancel: CancelToken,
        *,
        mode: str = "complex",
        wants_features: bool = False,
    ) -> dict[str, TagReply | TaggingError]:
        while not self._gate.wait(_GATE_POLL_S):
            cancel.check()
        self.sent += len(photos)
        if self.error is not None:
            raise self.error
        return {key: TagReply(self.suggestions, "fake/1") for key, _ in photos}


class Program:
    """The real program around a fake tagger, with or without its window."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.paths = AppPaths.at(home)
        self.tagger = FakeTagger()
        self.bridge = GuiBridge()
        self.app = composition.build(self.paths, self.bridge.post, self.bridge.announce)
        self.session = self.app.session
        # The one part that is not real: everything else stays as `app.build` puts it together.
        self.session._tagging._tagger = self.tagger
        self.window: MainWindow | None = None

    def show(self, size: QSize | None = _USUAL_SIZE) -> MainWindow:
        """Open the window, as large as usual or as it wants to be."""
        state = QSettings(str(self.paths.config / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.app, self.bridge, state)
        if size is not None:
            self.window.resize(size)
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        return self.window

    def settle(self) -> None:
        """Run Qt until all background work is done and told."""
        self.qtbot.waitUntil(lambda: self.session.is_idle and self.bridge.is_empty, timeout=10_000)

    def open(self, *paths: Path) -> list[PhotoId]:
        """Open files or folders and wait until they were looked into."""
        self.session.open(paths)
        self.settle()
        return self.session.ids()

    def choose(self, choice: PhotoFilter | Path) -> None:
        """Choose a filter or folder at the side and wait for its photos."""
        assert self.window is not None
        self.window.sidebar.choose(choice)
        self.settle()

    def tag(self, ids: Sequence[PhotoId]) -> None:
        """Let the fake tag photos."""
        self.session.tag(ids)
        self.settle()

    def review(self, photo_id: PhotoId) -> Review:
        """Return one photo's review."""
        return self.session.reviews([photo_id])[photo_id]

    def close(self) -> None:
        """End the program as `application.run` does."""
        self.tagger.release()
        if self.window is None:
            self.app.end_work()
            self.bridge.drain()
            self.app.close()
            return
        self.settle()
        self.window.close()
        end(self.app, self.bridge, self.window)


@pytest.fixture
def program(own_home: Path, qtbot: QtBot, dressed: QApplication) -> Iterator[Program]:
    """Return the program without a window."""
    running = Program(own_home, qtbot)
    yield running
    running.close()


@pytest.fixture
def window(program: Program) -> MainWindow:
    """Return the program's open window."""
    return program.show()


@pytest.fixture
def photos(make_photo: MakePhoto) -> list[Path]:
    """Return three different photos in one folder."""
    colors = ("teal", "orange", "purple")
    return [make_photo(f"photo {n}.jpg", color=color) for n, color in enumerate(colors, start=1)]


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    """Return a window that a dialog can belong to."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@dataclass
class FakeSession:
    """As much of a session as a model asks for, for as many photos as wanted.

    Attributes:
        asked: how often a photo was looked up.
        questions: how often photos or reviews were asked for, however many at a time.
    """

    settings: Settings = field(default_factory=Settings)
    known: dict[PhotoId, Photo] = field(default_factory=dict)
    known_reviews: dict[PhotoId, Review] = field(default_factory=dict)
    asked: int = 0
    questions: int = 0

    def photos(self, ids: Iterable[PhotoId]) -> list[Photo]:
        self.questions += 1
        return [self.photo(photo_id) for photo_id in ids]

    def photo(self, photo_id: PhotoId) -> Photo:
        self.asked += 1
        default = Photo(photo_id, Path(f"/photos/{photo_id}.jpg"), Fingerprint(1, 1))
        return self.known.get(photo_id, default)

    def reviews(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Review]:
        self.questions += 1
        return {photo_id: self.known_reviews.get(photo_id, Review()) for photo_id in ids}

    @property
    def as_session(self) -> Session:
        """This, for what wants a session."""
        return cast(Session, self)


@pytest.fixture
def fake_session() -> FakeSession:
    """Return a session that only tells about photos."""
    return FakeSession()


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """Give the application its style, in light, and its English plural forms."""
    language.install(qapp, "en")
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture
def light_again(dressed: QApplication) -> Iterator[QApplication]:
    """Let a test change the theme."""
    yield dressed
    theme.apply(dressed, "light")


@pytest.fixture(autouse=True)
def no_window_left(dressed: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window."""
    before = set(QApplication.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    for widget in left:
        widget.deleteLater()
    assert not left


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test whose end makes Qt complain; pytest-qt listens to its body only."""
    said: list[str] = []
    before = qInstallMessageHandler(lambda kind, context, text: said.append(str(text)))
    try:
        result = yield
    finally:
        qInstallMessageHandler(before)
    assert not [text for text in said if _HARMLESS not in text]
    return result


class WindowSpy(QObject):
    """Notes every window that comes up, however short.

    Attributes:
        seen: their kinds, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_window = isinstance(watched, QWidget) and watched.isWindow()
        if event.type() is QEvent.Type.Show and is_window:
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def window_spy(dressed: QApplication) -> Iterator[WindowSpy]:
    """Return a list of the windows that come up from now on."""
    spy = WindowSpy()
    dressed.installEventFilter(spy)
    yield spy
    dressed.removeEventFilter(spy)


# Hands and eyes of the tests


def button(parent: QWidget, words: str) -> QAbstractButton:
    """Return the button that says *words*, in its text or to a screen reader."""
    for found in parent.findChildren(QAbstractButton):
        if words in (found.text().replace("&", ""), found.accessibleName()):
            return found
    raise AssertionError(f"no button “{words}”")


def open_windows(kind: type[W]) -> list[W]:
    """Return the windows of a kind that are on the screen."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def image_of(widget: QWidget) -> QImage:
    """Return what a widget looks like."""
    return widget.grab().toImage()


def is_like(one: QColor, other: QColor, tolerance: int = 24) -> bool:
    """True when two colours look the same, anti-aliasing and rounding aside."""
    return all(
        abs(a - b) <= tolerance
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    )


def luminance(color: QColor) -> float:
    """Return relative luminance, WCAG 2.2 definitions."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio, 1…21, WCAG 2.2 definitions."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def read_by_user(text: str) -> str:
    """Return what a tool tip or label that guesses the format of *text* shows."""
    if not QtGui.Qt.mightBeRichText(text):
        return text
    document = QtGui.QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def click(
    widget: QWidget,
    at: QPoint,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Click with the left button."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, at)


def drag(
    widget: QWidget,
    start: QPoint,
    stop: QPoint,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press at *start*, move to *stop* in steps, let go."""
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(widget, left, modifier, start)
    for share in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(widget, start + (stop - start) * share)
    QTest.mouseRelease(widget, left, modifier, stop)


def sent_by(signal: Any) -> list[Any]:
    """Return a list that grows by what *signal* says: a value, or a tuple of several."""
    heard: list[Any] = []
    signal.connect(lambda *values: heard.append(values[0] if len(values) == 1 else values))
    return heard


@contextmanager
def answering(reply: Callable[[Any], object]) -> Iterator[list[str]]:
    """Answer the modal dialogs that open meanwhile; give their titles.

    A dialog that *reply* leaves open is closed, so that a failing test ends.
    """
    titles: list[str] = []
    answered: list[QWidget] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or any(dialog is known for known in answered):
            return
        answered.append(dialog)
        titles.append(dialog.windowTitle())
        try:
            reply(dialog)
        finally:
            if dialog.isVisible():
                dialog.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(0)
    try:
        yield titles
    finally:
        timer.stop()


@contextmanager
def popup_answered(choose: Callable[[], object]) -> Iterator[None]:
    """Call *choose* as often as it takes while a menu is open."""
    timer = QTimer()
    timer.timeout.connect(lambda: choose() if QApplication.activePopupWidget() else None)
    timer.start(0)
    try:
        yield
    finally:
        timer.stop()
