"""What stands in the middle of the window while there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from phototagger.ui import icons, theme

_TEXT_PX = 440


class EmptyState(QWidget):
    """An invitation or an explanation.

    Signals:
        folder_wanted(): the user wants to choose a folder.
        samples_wanted(): the user wants sample photos.
        all_wanted(): the user wants to see all photos again.
        search_ended(): the user wants to search for nothing any more.

    Args:
        has_samples: sample photos can be offered.
        parent: owner.
    """

    folder_wanted = Signal()
    samples_wanted = Signal()
    all_wanted = Signal()
    search_ended = Signal()

    def __init__(self, *, has_samples: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_samples = has_samples
        self._picture = QLabel()
        self._title = QLabel()
        self._title.setProperty("heading", True)
        self._text = QLabel()
        self._text.setProperty("dim", True)
        self._text.setWordWrap(True)
        self._text.setFixedWidth(_TEXT_PX)
        for label in (self._picture, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._folder = QPushButton(self.tr("Open Folder…"))
        self._folder.setProperty("primary", True)
        self._samples = QPushButton(self.tr("Try Sample Photos"))
        self._all = QPushButton(self.tr("Show All Photos"))
        self._clear = QPushButton(self.tr("Clear Search"))
        self._folder.clicked.connect(self.folder_wanted)
        self._samples.clicked.connect(self.samples_wanted)
        self._all.clicked.connect(self.all_wanted)
        self._clear.clicked.connect(self.search_ended)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self._folder, self._samples, self._all, self._clear):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._title)
        # Between stretches, not aligned: an aligned label does not get the height of its lines.
        centred = QHBoxLayout()
        centred.addStretch()
        centred.addWidget(self._text)
        centred.addStretch()
        layout.addLayout(centred)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        layout.addStretch(3)
        self.welcome()

    def welcome(self) -> None:
        """Say how to begin: the library is empty."""
        self._show(
            "photos",
            self.tr("Drop photos or folders here"),
            self.tr(
                "They stay where they are. Tagging happens on this computer, "
                "and nothing is written into a photo until you say so."
            ),
            (self._folder, self._samples),
        )

    def nothing_here(self, text: str) -> None:
        """Say that the chosen filter has no photos."""
        self._show("done", self.tr("Nothing here"), text, (self._all,))

    def nothing_found(self, search: str) -> None:
        """Say that the search finds no photos."""
        text = self.tr("Nothing here has “{}”.").format(search)
        self._show("search", self.tr("No photos match"), text, (self._clear,))

    def _show(self, picture: str, title: str, text: str, buttons: tuple[QPushButton, ...]) -> None:
        self._picture.setPixmap(icons.icon(picture, theme.current().dim).pixmap(48, 48))
        self._title.setText(title)
        self._text.setText(text)
        for button in (self._folder, self._samples, self._all, self._clear):
            button.setVisible(button in buttons)
        if not self._has_samples:
            self._samples.hide()
