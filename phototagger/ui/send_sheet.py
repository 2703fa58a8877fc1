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

_BYTES_PER_PX = 0.25
"""Of a JPEG of quality 90 with camera-like detail; only for the estimate before the first run."""


class SendSheet(QDialog):
    """Says what would be sent, and asks.

    Args:
        host: where to.
        count: number of photos.
        settings: how they are sent.
        parent: the window.
        bytes_per_photo: measured in earlier requests of this run, 0 when there were none.
        credits: what the account was last known to have, "" when it was not asked.
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
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Send photos"))
        self.setMinimumWidth(480)
        heading = QLabel(self.tr("Send {} to {}?").format(wording.photos(count), host))
        heading.setProperty("heading", True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        size = bytes_per_photo or settings.upload_edge_px**2 * 0.75 * _BYTES_PER_PX * 4 / 3
        requests = math.ceil(count / settings.batch_size)
        cost = self.tr("a paid service bills every photo; “Test Connection” shows your credits")
        if credits:
            cost = self.tr("a paid service bills every photo; last known: {}").format(credits)
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        for name, value in (
            (self.tr("Requests"), wording.number(requests)),
            (self.tr("Upload"), self.tr("about {}").format(_size(size * count))),
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
            text = QLabel(value)
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
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addLayout(facts)
        layout.addWidget(self.remember)
        layout.addWidget(buttons)


def _size(count: float) -> str:
    return QLocale().formattedDataSize(round(count), 1, QLocale.DataSizeFormat.DataSizeSIFormat)
