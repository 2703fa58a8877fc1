"""The first steps: which photos, who tags them, and what writing does. Each can be skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.errors import SettingsError
from phototagger.core.settings import Settings, Value, check_value
from phototagger.ui import icons, language, theme
from phototagger.ui.settings_dialog import ServicePage

_SIZE = QSize(580, 460)
_SHOWN = 4


class PhotosStep(QWidget):
    """Which photos.

    Signals:
        folder_wanted(): the user wants to choose a folder.
        samples_wanted(): the user wants sample photos.

    Args:
        has_samples: sample photos can be offered.
    """

    folder_wanted = Signal()
    samples_wanted = Signal()

    def __init__(self, *, has_samples: bool) -> None:
        super().__init__()
        self._paths: list[Path] = []
        picture = QLabel()
        picture.setPixmap(icons.icon("photos", theme.current().dim).pixmap(48, 48))
        hint = QLabel(self.tr("Drop photos or folders here"))
        self.said = QLabel(self.tr("They stay where they are; nothing is changed in them."))
        self.said.setProperty("dim", True)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        for label in (picture, hint, self.said):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.folder = QPushButton(self.tr("Choose a &Folder…"))
        self.folder.clicked.connect(self.folder_wanted)
        self.samples = QPushButton(self.tr("Try Sample &Photos"))
        self.samples.clicked.connect(self.samples_wanted)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.folder)
        buttons.addWidget(self.samples)
        buttons.addStretch()
        zone = QFrame()
        zone.setObjectName("drop-zone")
        inner = QVBoxLayout(zone)
        inner.setSpacing(12)
        inner.addStretch()
        inner.addWidget(picture)
        inner.addWidget(hint)
        inner.addWidget(self.said)
        inner.addLayout(buttons)
        inner.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(zone)
        if not has_samples:
            self.samples.hide()

    def show_chosen(self, paths: list[Path]) -> None:
        """Say what was chosen so far."""
        self._paths += [path for path in paths if path not in self._paths]
        names = [path.name or str(path) for path in self._paths]
        shown = ", ".join(names[:_SHOWN])
        if len(names) > _SHOWN:
            shown = self.tr("{} and {} more").format(shown, len(names) - _SHOWN)
        self.said.setText(self.tr("Added: {}").format(shown))


class WritingStep(QWidget):
    """What writing does.

    Args:
        settings: the settings in force.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.ask = QRadioButton(self.tr("Ask me each time, and show what will change"))
        self.at_once = QRadioButton(self.tr("Write at once; every write can be taken back"))
        self.stock = QRadioButton(self.tr("For agencies and other programs: all usual fields"))
        self.home = QRadioButton(self.tr("For myself: XMP, and others only where a photo has them"))
        (self.ask if settings.confirm_write else self.at_once).setChecked(True)
        (self.home if settings.field_preset == "home" else self.stock).setChecked(True)
        where = QLabel(
            self.tr(
                "Keywords go inside the photo where its format allows that, else into a sidecar "
                "file beside it. Nothing is written before you ask for it."
            )
        )
        where.setProperty("dim", True)
        where.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        groups = (
            (self.tr("When you write keywords"), (self.ask, self.at_once)),
            (self.tr("Fields that are written"), (self.stock, self.home)),
        )
        for title, choices in groups:
            heading = QLabel(title)
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            layout.addWidget(heading)
            group = QButtonGroup(self)
            for choice in choices:
                group.addButton(choice)
                layout.addWidget(choice)
            layout.addSpacing(8)
        layout.addWidget(where)
        layout.addStretch()

    def values(self) -> dict[str, Value]:
        """Return the chosen settings."""
        preset = "home" if self.home.isChecked() else "stock"
        return {"confirm_write": self.ask.isChecked(), "field_preset": preset}


class Welcome(QDialog):
    """The three steps.

    Signals:
        paths_given(list[Path]): the user dropped photos or folders.
        service_chosen(ServicePage): the second step was confirmed.
        values_chosen(dict): the third step was confirmed; settings by name.

    Args:
        settings: the settings in force.
        token_of: returns the token kept for an address.
        has_samples: sample photos can be offered.
        parent: the window.
    """

    paths_given = Signal(object)
    service_chosen = Signal(object)
    values_chosen = Signal(object)

    def __init__(
        self,
        settings: Settings,
        token_of: Callable[[str], str],
        *,
        has_samples: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Welcome to PhotoTagger"))
        self.setAcceptDrops(True)
        self.photos = PhotosStep(has_samples=has_samples)
        self.service = ServicePage(settings, token_of)
        self.writing = WritingStep(settings)
        self._title = QLabel()
        self._title.setProperty("heading", True)
        self._where = QLabel()
        self._where.setProperty("dim", True)
        self.pages = QStackedWidget()
        for page in (self.photos, self.service, self.writing):
            self.pages.addWidget(page)
        layout = self.service.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        self.back = QPushButton(self.tr("&Back"))
        self.skip = QPushButton(self.tr("&Skip"))
        self.next = QPushButton()
        self.next.setProperty("primary", True)
        self.next.setDefault(True)
        self._build()
        self.back.clicked.connect(lambda: self._show(self.step - 1))
        self.skip.clicked.connect(self.reject)
        self.next.clicked.connect(self._on_next)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))
        self._show(0)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._where)
        foot = QHBoxLayout()
        foot.addWidget(self.skip)
        foot.addStretch()
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(18)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)

    @property
    def step(self) -> int:
        """Which of the three steps is shown, from 0."""
        return self.pages.currentIndex()

    def _show(self, step: int) -> None:
        titles = (
            self.tr("Which photos do you want to tag?"),
            self.tr("Who finds the tags?"),
            self.tr("What happens when you write?"),
        )
        self.pages.setCurrentIndex(step)
        self._title.setText(titles[step])
        self._where.setText(self.tr("Step {} of {}").format(step + 1, self.pages.count()))
        self.back.setVisible(step > 0)
        is_last = step == self.pages.count() - 1
        self.next.setText(self.tr("&Done") if is_last else self.tr("&Next"))
        self.skip.setVisible(not is_last)
        self.next.setFocus()

    def _on_next(self) -> None:
        if self.pages.currentWidget() is self.service:
            try:
                check_value("endpoint", self.service.endpoint)
            except SettingsError as error:
                self.service.show_answer(language.said(str(error)))
                return
            self.service_chosen.emit(self.service)
        elif self.pages.currentWidget() is self.writing:
            self.values_chosen.emit(self.writing.values())
            self.accept()
            return
        self._show(self.step + 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; it stays where it is."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.paths_given.emit(paths)
