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
from phototagger.ui import language, wording
from phototagger.ui.language import said
from phototagger.ui.plain_table import PlainTable

_tr = language.Texts("request_table")


class RequestTable(QDialog):
    """Lists the requests to tagging services, newest first."""

    def __init__(self, request_log: RequestLog, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Requests"))
        self.resize(820, 460)
        records = request_log.records()
        widths = {
            self.tr("When"): 150,
            self.tr("Where to"): 190,
            self.tr("Photos"): 70,
            self.tr("Sent"): 80,
            self.tr("Took"): 70,
            self.tr("Outcome"): 0,
        }
        self.table = PlainTable(self.tr("Requests"), widths, len(records))
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
        said(record.service),
        wording.number(record.photo_count),
        QLocale().formattedDataSize(record.sent_bytes, 0),
        _tr("{} s").format(wording.number(record.seconds, 2)),
        said(record.outcome),
    ]
