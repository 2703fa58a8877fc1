"""Why a learned tag is suggested: the user's own photos that the current one is most like."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from phototagger.core.photo import Photo, PhotoId
from phototagger.ui import wording

PICTURE_PX = 56
"""Longest side of a picture in the strip, logical pixels."""

MOST = 5


class EvidenceStrip(QWidget):
    """A line of words and up to five small photos; a click goes to one.

    Signals:
        photo_wanted(PhotoId): the user wants to see this photo.
    """

    photo_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setProperty("dim", True)
        self._text.setWordWrap(True)
        self.buttons: list[QToolButton] = []
        self._ids: list[PhotoId] = []
        line = QHBoxLayout()
        line.setSpacing(4)
        for _ in range(MOST):
            button = QToolButton()
            button.setAccessibleName(self.tr("Go to a photo like this one"))
            button.setIconSize(QSize(PICTURE_PX, PICTURE_PX))
            button.setFixedSize(PICTURE_PX + 6, PICTURE_PX + 6)
            button.clicked.connect(lambda _checked=False, b=button: self._on_clicked(b))
            self.buttons.append(button)
            line.addWidget(button)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 4)
        layout.setSpacing(4)
        layout.addWidget(self._text)
        layout.addLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        """What the strip says."""
        return self._text.text()

    def show_photos(self, name: str, photos: Sequence[Photo]) -> None:
        """Explain one tag; without photos the strip goes.

        Args:
            name: the tag.
            photos: the nearest examples, at most `MOST` are shown.
        """
        chosen = list(photos[:MOST])
        ids = [photo.id for photo in chosen]
        if ids != self._ids:
            for button in self.buttons:
                button.setIcon(QIcon())
        self._ids = ids
        self._text.setText(
            wording.counted(
                len(chosen),
                "Learned from you: like this photo of yours",
                "Learned from you: like these {} photos of yours",
            )
        )
        self._text.setToolTip(wording.plain(name))
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(chosen))
            if number < len(chosen):
                said = chosen[number].path.name
                button.setToolTip(wording.plain(said))
                button.setAccessibleName(self.tr("Go to {}").format(said))
        self.setVisible(bool(chosen))

    def clear(self) -> None:
        """Explain nothing."""
        self._ids = []
        self.hide()

    def take_picture(self, photo_id: PhotoId, pixmap: QPixmap) -> None:
        """Show the picture of one of the photos, when it is among them."""
        if photo_id in self._ids:
            self.buttons[self._ids.index(photo_id)].setIcon(QIcon(pixmap))

    def _on_clicked(self, button: QToolButton) -> None:
        self.photo_wanted.emit(self._ids[self.buttons.index(button)])
