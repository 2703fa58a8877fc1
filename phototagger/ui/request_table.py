"""Every request of this run: when, where to, how much, and how it ended."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.tagging.request_log import RequestLog, RequestRecord
from phototagger.ui.plain_table import PlainTable

_WIDTHS = {"When": 150, "Where to": 190, "Photos": 70, "Sent": 80, "Took": 70, "Outcome": 0}


class RequestTable(QDialog):
    """Lists the requests to tagging services, newest first."""

    def __init__(self, request_log: RequestLog, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Requests"))
        self.resize(820, 460)
        records = request_log.records()
        self.table = PlainTable(self.tr("Requests"), _WIDTHS, len(records))
        self.table.setAlternatingRowColors(True)
        for row, record in enumerate(records):
            for column, text in enumerate(_cells(record)):
                item = QTableWidgetItem(text)
                self.table.setItem(row, column, item)
        empty = QLabel(self.tr("Nothing has been sent since PhotoTagger was started."))
        empty.setProperty("dim", True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.setVisible(bool(records))
        empty.setVisible(not records)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.table, 1)
        layout.addWidget(empty, 1)
        layout.addWidget(buttons)


def _cells(record: RequestRecord) -> list[str]:
    moment = QDateTime.fromMSecsSinceEpoch(int(record.sent_at * 1000))
    return [
        moment.toString("HH:mm:ss.zzz"),
        record.service,
        str(record.photo_count),
        QLocale().formattedDataSize(record.sent_bytes, 0),
        f"{record.seconds:.2f} s",
        record.outcome,
    ]
