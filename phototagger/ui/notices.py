"""Messages of the core, one bar each: the newest on top, replaced by key, never modal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import Level, Notice, Remedy
from phototagger.ui import icons, theme
from phototagger.ui.language import mark, said

_SHOWN_AT_MOST = 3
_CALM_MS = 8000
_ICON_PX = 18
_LEAVES = (Level.INFO, Level.SUCCESS)
_REMEDY_TEXTS = {
    Remedy.TAG_AGAIN: mark("NoticeBar", "Try again"),
    Remedy.WRITE_AGAIN: mark("NoticeBar", "Write again"),
    Remedy.UNDO_WRITE: mark("NoticeBar", "Undo write"),
    Remedy.OPEN_SETTINGS: mark("NoticeBar", "Settings…"),
    Remedy.SHOW_PROBLEMS: mark("NoticeBar", "Show them"),
    Remedy.SHOW_FILE: mark("NoticeBar", "Show in folder"),
}


class NoticeBar(QWidget):
    """One message with its remedy.

    Signals:
        closed(str): the key of the message.
        remedy_chosen(Notice): the user wants what the message offers.
        report_wanted(str): the user wants the report of this batch of writes.
    """

    closed = Signal(str)
    remedy_chosen = Signal(object)
    report_wanted = Signal(str)

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._icon = QLabel()
        self._close = QToolButton()
        text = QLabel(said(notice.text))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 7, 8, 7)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(text, 1)
        if notice.details:
            details = QPushButton(self.tr("Details…"))
            details.clicked.connect(self._show_details)
            layout.addWidget(details)
        if notice.batch:
            report = QPushButton(self.tr("Report…"))
            report.clicked.connect(lambda: self.report_wanted.emit(notice.batch))
            layout.addWidget(report)
        if notice.remedy is not Remedy.NONE:
            remedy = QPushButton(self.tr(_REMEDY_TEXTS[notice.remedy]))
            remedy.clicked.connect(lambda: self.remedy_chosen.emit(self.notice))
            layout.addWidget(remedy)
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(lambda: self.closed.emit(self.notice.key))
        layout.addWidget(self._close)
        self._tint()
        self.setAccessibleName(said(notice.text))

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        mark = icons.icon(_icon_name(self.notice.level), self._color())
        self._icon.setPixmap(mark.pixmap(QSize(_ICON_PX, _ICON_PX), self.devicePixelRatioF()))
        self._close.setIcon(icons.icon("cross", theme.current().dim))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a tinted ground and a stripe of the level's colour."""
        painter = QPainter(self)
        colors = theme.current()
        painter.fillRect(self.rect(), colors.raised)
        tint = QColor(self._color())
        tint.setAlphaF(0.10)
        painter.fillRect(self.rect(), tint)
        painter.fillRect(0, 0, 4, self.height(), self._color())
        painter.fillRect(0, self.height() - 1, self.width(), 1, colors.line)

    def _color(self) -> QColor:
        colors = theme.current()
        return {
            Level.INFO: colors.accent,
            Level.SUCCESS: colors.accepted,
            Level.WARNING: colors.warning,
            Level.ERROR: colors.error,
        }[self.notice.level]

    def _show_details(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Details"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(said(self.notice.text))
        box.setDetailedText("\n".join(map(said, self.notice.details)))
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        for button in box.buttons():
            if box.buttonRole(button) is QMessageBox.ButtonRole.ActionRole:
                button.click()  # the list is what was asked for, so it opens unfolded
        box.exec()


class Notices(QWidget):
    """The messages that stand above the photos.

    Signals:
        remedy_chosen(Notice): the user wants what a message offers.
        report_wanted(str): the user wants the report of this batch of writes.
    """

    remedy_chosen = Signal(object)
    report_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: dict[str, NoticeBar] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_notice(self, notice: Notice) -> None:
        """Show a message; one of the same key goes. Good news leaves by itself."""
        self.close_notice(notice.key)
        bar = NoticeBar(notice)
        bar.closed.connect(self.close_notice)
        bar.remedy_chosen.connect(self._on_remedy)
        bar.report_wanted.connect(self.report_wanted)
        self._bars[notice.key] = bar
        self._layout.insertWidget(0, bar)
        while len(self._bars) > _SHOWN_AT_MOST:
            self.close_notice(self._least_needed())
        # A button must not vanish under the hand that goes for it.
        is_calm = notice.level in _LEAVES and not notice.batch
        if is_calm and notice.remedy is Remedy.NONE:
            QTimer.singleShot(_CALM_MS, bar, lambda: self._expire(bar))

    def close_notice(self, key: str) -> None:
        """Take a message away."""
        bar = self._bars.pop(key, None)
        if bar is not None:
            self._layout.removeWidget(bar)
            bar.hide()
            bar.deleteLater()

    def _least_needed(self) -> str:
        """Return the oldest good news, else the oldest message."""
        calm = [key for key, bar in self._bars.items() if bar.notice.level in _LEAVES]
        return next(iter(calm or self._bars))

    def texts(self) -> list[str]:
        """Return what is shown, newest last."""
        return [bar.notice.text for bar in self._bars.values()]

    def _expire(self, bar: NoticeBar) -> None:
        if self._bars.get(bar.notice.key) is bar:
            self.close_notice(bar.notice.key)

    def _on_remedy(self, notice: Notice) -> None:
        self.close_notice(notice.key)
        self.remedy_chosen.emit(notice)


def _icon_name(level: Level) -> str:
    return {Level.INFO: "info", Level.SUCCESS: "done"}.get(level, "problem")
