"""Below the tags: is the current photo ready for the agencies it was last exported for?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from phototagger.core.export.fitting import Fitted, Readiness, Severity
from phototagger.core.export.profiles import Profile
from phototagger.ui import language, theme, wording

_EDGE, _GAP = 8, 4
_REASON_WIDTH = 360
_tr = language.Texts("agency_badges")


class AgencyBadge(QToolButton):
    """One agency: its name, a shape and the number of problems; the reasons when it is pressed.

    Args:
        profile: the agency.
        fitted: the photo as it would get it.
        parent: the row of badges.
    """

    def __init__(self, profile: Profile, fitted: Fitted, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reasons = reasons(profile, fitted)
        mark, color = _look(fitted)
        self.setText(f"{_short(profile.name)} {mark}")
        self.setStyleSheet(f"QToolButton {{ color: {color}; padding: 3px 6px; }}")
        self.setToolTip(wording.plain("\n".join(self.reasons)))
        self.setAccessibleName(self.reasons[0])
        self.setAccessibleDescription("\n".join(self.reasons[1:]))
        self.clicked.connect(self.open)

    def event(self, event: QEvent) -> bool:
        """Let Enter show the reasons instead of accepting tags."""
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.type() is QEvent.Type.KeyPress:
                self.click()
            event.accept()  # before that, Qt asks whether the key is for the window
            return True
        return super().event(event)

    def open(self) -> None:
        """Show the reasons."""
        popup = QDialog(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setWindowTitle(self.reasons[0])
        popup.setAccessibleName(self.reasons[0])
        text = QLabel("\n".join(self.reasons))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setFixedWidth(_REASON_WIDTH)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addWidget(text)
        popup.adjustSize()
        corner = self.mapToGlobal(QPoint(0, -popup.height() - _GAP))
        screen = self.screen().availableGeometry()
        left = min(corner.x(), screen.right() - popup.width())
        popup.move(max(screen.left(), left), max(screen.top(), corner.y()))
        popup.show()


class AgencyBadges(QWidget):
    """The badges, in as many rows as they need; hidden where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Agencies of the last export"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.badges: list[AgencyBadge] = []
        self._fitted: Sequence[tuple[Profile, Fitted]] = ()
        self.hide()

    def show_fitted(self, fitted: Sequence[tuple[Profile, Fitted]]) -> None:
        """Show one badge for each agency."""
        self._fitted = fitted
        focused = next((n for n, badge in enumerate(self.badges) if badge.hasFocus()), -1)
        for badge in self.badges:
            badge.hide()
            badge.deleteLater()
        self.badges = [AgencyBadge(profile, one, self) for profile, one in fitted]
        for badge in self.badges:
            badge.show()
        self._place()
        self.setVisible(bool(self.badges))
        if 0 <= focused < len(self.badges):
            self.badges[focused].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the badges anew."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._fitted:
            self.show_fitted(self._fitted)

    def _place(self) -> None:
        x = y = _EDGE
        height = 0
        for badge in self.badges:
            size: QSize = badge.sizeHint()
            if x > _EDGE and x + size.width() > self.width() - _EDGE:
                x, y = _EDGE, y + height + _GAP
            badge.setGeometry(QRect(QPoint(x, y), size))
            x, height = x + size.width() + _GAP, size.height()
        wanted = y + height + _EDGE
        if self.height() != wanted:
            self.setFixedHeight(wanted)


def reasons(profile: Profile, fitted: Fitted) -> list[str]:
    """Return how ready a photo is for an agency on one line, and why, one line each."""
    count = _count(fitted)
    if count:
        problems = wording.counted(count, "problem", "problems")
        lines = [_tr("{}: {}").format(profile.name, problems)]
    else:
        lines = [_tr("{}: ready").format(profile.name)]
    lines += [f"• {language.said(problem.sentence)}" for problem in fitted.problems]
    return lines + [f"• {language.said(str(change))}" for change in fitted.changes]


def _count(fitted: Fitted) -> int:
    return sum(problem.severity is not Severity.REMARK for problem in fitted.problems)


def _look(fitted: Fitted) -> tuple[str, str]:
    colors = theme.current()
    count = wording.number(_count(fitted))
    if fitted.readiness is Readiness.REFUSED:
        return f"✕ {count}", colors.error.name()
    if fitted.readiness is Readiness.INCOMPLETE:
        return f"! {count}", colors.warning.name()
    return "✓", colors.accepted.name()


def _short(name: str) -> str:
    """Return the first word of an agency's name; the tool tip has all of it."""
    return name.split(maxsplit=1)[0]
