"""Before photos leave this computer: what is sent, where to, and what is not."""

from __future__ import annotations

import math

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.settings import Settings
from phototagger.ui import wording
from phototagger.ui.retag_question import RetagChoice

_BYTES_PER_PX = 0.25
"""Of a JPEG of quality 90 with camera-like detail; only for the estimate before the first run."""


_TRIAL = 5
"""Photos of a trial: enough to judge a service by, and cheap."""


class SendSheet(QDialog):
    """Says what would be sent, and asks.

    Args:
        host: where to.
        count: number of photos.
        settings: how they are sent.
        parent: the window.
        bytes_per_photo: measured in earlier requests of this run, 0 when there were none.
        credits: what the account was last known to have, "" when it was not asked.
        fresh: photos without suggestions, where the user may choose only these; else 0.

    Attributes:
        is_trial: the user wants to send a few photos first.
    """

    def __init__(
        self,
        host: str,
        count: int,
        settings: Settings,
        parent: QWidget,
        *,
        bytes_per_photo: float,
        credits: str,
        fresh: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Send photos"))
        self.setMinimumWidth(480)
        self._host = host
        self._settings = settings
        self._all = count
        self._bytes_per_photo = bytes_per_photo or (
            settings.upload_edge_px**2 * 0.75 * _BYTES_PER_PX * 4 / 3
        )
        self.is_trial = False
        self.choice = RetagChoice(count, fresh) if fresh else None
        self._heading = QLabel()
        self._heading.setProperty("heading", True)
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._requests = QLabel()
        self._upload = QLabel()
        cost = self.tr("a paid service bills every photo; “Test Connection” shows your credits")
        if credits:
            cost = self.tr("a paid service bills every photo; last known: {}").format(credits)
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        for name, value in (
            (self.tr("Requests"), self._requests),
            (self.tr("Upload"), self._upload),
            (
                self.tr("Sent"),
                self.tr("copies of at most {} px").format(wording.number(settings.upload_edge_px)),
            ),
            (
                self.tr("Not sent"),
                self.tr("the files, their names, place, time, camera and owner data"),
            ),
            (self.tr("Cost"), cost),
        ):
            text = value if isinstance(value, QLabel) else QLabel(value)
            text.setWordWrap(True)
            facts.addRow(name, text)
        self.remember = QCheckBox(self.tr("Do not ask again for {}").format(host))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send_button = buttons.addButton(
            self.tr("Send"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.send_button.setProperty("primary", True)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        trial = self.tr("Try {} First").format(wording.number(_TRIAL))
        self.trial_button = buttons.addButton(trial, QDialogButtonBox.ButtonRole.ActionRole)
        self.trial_button.setToolTip(self.tr("Send so many, look at the tags, then decide"))
        self.trial_button.clicked.connect(self._try)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self._heading)
        if self.choice is not None:
            self.choice.changed.connect(self._show_numbers)
            layout.addWidget(self.choice)
        layout.addLayout(facts)
        layout.addWidget(self.remember)
        layout.addWidget(buttons)
        self._show_numbers()

    @property
    def wants_all(self) -> bool:
        """Whether photos that have suggestions are sent as well."""
        return self.choice is None or self.choice.is_all

    @property
    def count(self) -> int:
        """How many photos are sent."""
        return min(_TRIAL, self._chosen()) if self.is_trial else self._chosen()

    def _chosen(self) -> int:
        return self._all if self.choice is None else self.choice.count

    def _show_numbers(self) -> None:
        count = self._chosen()
        told = self.tr("Send {} to {}?").format(wording.photos(count), self._host)
        self._heading.setText(told)
        self._requests.setText(wording.number(math.ceil(count / self._settings.batch_size)))
        size = _size(self._bytes_per_photo * count)
        self._upload.setText(self.tr("about {}").format(size))
        self.trial_button.setVisible(count > _TRIAL)

    def _try(self) -> None:
        self.is_trial = True
        self.accept()


def _size(count: float) -> str:
    return QLocale().formattedDataSize(round(count), 1, QLocale.DataSizeFormat.DataSizeSIFormat)
