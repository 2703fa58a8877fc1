"""The settings: where photos are tagged, and a form made from the settings table."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.errors import SettingsError
from phototagger.core.settings import EMBEDDED, SETTINGS, SettingRow, Settings, Value, check_value
from phototagger.ui import language
from phototagger.ui.language import mark, said
from phototagger.ui.writing_page import WritingPage

_OTHER_PAGES = ("Writing", "Fields")
PAGES = (
    str(QT_TRANSLATE_NOOP("SettingsDialog", "Tagging service")),
    str(QT_TRANSLATE_NOOP("SettingsDialog", "Writing")),
    str(QT_TRANSLATE_NOOP("SettingsDialog", "Models")),
    str(QT_TRANSLATE_NOOP("SettingsDialog", "Keyboard")),
    str(QT_TRANSLATE_NOOP("SettingsDialog", "Options")),
)
"""The titles of the pages, in order."""
XIMILAR = "https://api.ximilar.com"

_CHOICES = {
    "en": mark("SettingsDialog", "English"),
    "cs": mark("SettingsDialog", "Czech"),
    "complex": mark("SettingsDialog", "With probabilities"),
    "simple": mark("SettingsDialog", "Names only"),
    "system": mark("SettingsDialog", "Like the system"),
    "light": mark("SettingsDialog", "Light"),
    "dark": mark("SettingsDialog", "Dark"),
    "always": mark("SettingsDialog", "Always"),
    "if present": mark("SettingsDialog", "If present"),
    "never": mark("SettingsDialog", "Never"),
    "ask": mark("SettingsDialog", "Ask"),
    "skip": mark("SettingsDialog", "Skip them"),
    "refresh": mark("SettingsDialog", "Refresh them"),
}


_tr = language.Texts("SettingsDialog")
_GROUPS = {
    "Tagging": mark("SettingsDialog", "Tagging"),
    "Review": mark("SettingsDialog", "Review"),
    "Learning": mark("SettingsDialog", "Learning"),
    "Appearance": mark("SettingsDialog", "Appearance"),
}


class ServicePage(QWidget):
    """Where photos are tagged.

    Signals:
        consent_revoked(): ask again before photos are sent anywhere.
        test_wanted(str, str): ask this endpoint, with this token, whether it is there.

    Args:
        settings: the settings in force.
        token_of: returns the token kept for an address, "" when there is none.
    """

    test_wanted = Signal(str, str)
    consent_revoked = Signal()

    def __init__(self, settings: Settings, token_of: Callable[[str], str]) -> None:
        super().__init__()
        self._token_of = token_of
        self._here = QRadioButton(self.tr("On this computer (free, offline)"))
        self._ximilar = QRadioButton(self.tr("Ximilar cloud (needs a token)"))
        self._other = QRadioButton(self.tr("Other address"))
        group = QButtonGroup(self)
        self._address = QLineEdit()
        self._address.setPlaceholderText("https://tagging.example.org")
        self._address.setAccessibleName(self.tr("Address of the service"))
        self._token = QLineEdit()
        self._token.setEchoMode(QLineEdit.EchoMode.Password)
        self._token.setAccessibleName(self.tr("Token"))
        self._privacy = QLabel()
        self._privacy.setProperty("dim", True)
        self._privacy.setWordWrap(True)
        self._test = QPushButton(self.tr("Test Connection"))
        self._answer = QLabel()
        self._answer.setWordWrap(True)
        self._answer.setTextFormat(Qt.TextFormat.PlainText)
        self._revoke = QPushButton(self.tr("Ask Again before Sending"))
        self._revoke.setToolTip(self.tr("Forget for which hosts you chose not to be asked"))
        self._revoke.clicked.connect(self._on_revoke)
        self._revoke.setEnabled(bool(settings.agreed_hosts))
        self._test.clicked.connect(self._on_test)
        layout = QGridLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setVerticalSpacing(10)
        for row, button in enumerate((self._here, self._ximilar, self._other)):
            group.addButton(button)
            button.toggled.connect(self._on_choice)
            layout.addWidget(button, row, 0, 1, 2)
        self._address_label, self._token_label = (
            QLabel(self.tr("Address")),
            QLabel(self.tr("Token")),
        )
        layout.addWidget(self._address_label, 3, 0)
        layout.addWidget(self._address, 3, 1)
        layout.addWidget(self._token_label, 4, 0)
        layout.addWidget(self._token, 4, 1)
        layout.addWidget(self._privacy, 5, 0, 1, 2)
        layout.addWidget(self._test, 6, 0)
        layout.addWidget(self._answer, 6, 1)
        layout.addWidget(self._revoke, 7, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        layout.setRowStretch(8, 1)
        layout.setColumnStretch(1, 1)
        self._load(settings.endpoint)

    @property
    def endpoint(self) -> str:
        """The chosen endpoint."""
        if self._here.isChecked():
            return EMBEDDED
        return XIMILAR if self._ximilar.isChecked() else self._address.text().strip()

    @property
    def token(self) -> str:
        """The token typed for it."""
        return self._token.text().strip()

    def show_answer(self, text: str) -> None:
        """Say what the service answered."""
        self._answer.setText(said(text))

    def _load(self, endpoint: str) -> None:
        known = {EMBEDDED: self._here, XIMILAR: self._ximilar}
        if endpoint not in known:
            self._address.setText(endpoint)
        known.get(endpoint, self._other).setChecked(True)
        self._on_choice()

    def _on_choice(self) -> None:
        remote = not self._here.isChecked()
        for part in (self._token, self._token_label, self._revoke):
            part.setVisible(remote)
        for part in (self._address, self._address_label):
            part.setVisible(self._other.isChecked())
        self._token.setText(self._token_of(self.endpoint) if remote else "")
        self._answer.clear()
        self._privacy.setText(
            self.tr(
                "Selected photos are sent to this address as small copies, "
                "without place, camera or owner data. Nothing is sent until you tag."
            )
            if remote
            else self.tr("Photos never leave this computer.")
        )

    def _on_revoke(self) -> None:
        self._revoke.setEnabled(False)
        self.consent_revoked.emit()

    def _on_test(self) -> None:
        self._answer.setText(self.tr("Asking…"))
        self.test_wanted.emit(self.endpoint, self.token)


class SettingsDialog(QDialog):
    """All settings; nothing changes until they are accepted.

    Args:
        settings: the settings in force.
        token_of: returns the token kept for an address.
        parent: the window.
    """

    def __init__(self, settings: Settings, token_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumSize(560, 420)
        self.resize(680, 640)
        self._settings = settings
        self._fields: dict[str, QWidget] = {}
        self.service = ServicePage(settings, token_of)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.hide()
        self._tabs = QTabWidget()
        self._tabs.addTab(self.service, self.tr("Tagging service"))
        self.writing = self._writing_page()
        self._tabs.addTab(self.writing, self.tr("Writing"))
        elsewhere = ("", *_OTHER_PAGES)
        shown = [r for r in SETTINGS if r.group not in elsewhere and r.name != "endpoint"]
        page = QWidget()
        page_layout = QVBoxLayout(page)
        for group, rows in groupby(shown, key=lambda row: row.group):
            page_layout.addWidget(self._group(self.tr(_GROUPS[group]), list(rows)))
        page_layout.addStretch()
        scrolled = QScrollArea()
        scrolled.setWidget(page)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QScrollArea.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tabs.addTab(scrolled, self.tr("Options"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("primary", True)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self._tabs, 1)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)

    def add_page(self, page: QWidget, title: str) -> None:
        """Show one more page, before the options."""
        self._tabs.insertTab(self._tabs.count() - 1, page, title)

    def show_page(self, title: str) -> None:
        """Show one of `PAGES`."""
        for number in range(self._tabs.count()):
            if self._tabs.tabText(number) == self.tr(title):
                self._tabs.setCurrentIndex(number)

    def changes(self) -> dict[str, Value]:
        """Return the chosen values by name."""
        values: dict[str, Value] = {name: _value(part) for name, part in self._fields.items()}
        values["endpoint"] = self.service.endpoint
        return values | self.writing.values()

    def _writing_page(self) -> WritingPage:
        files = self._group(self.tr("Files"), [row for row in SETTINGS if row.group == "Writing"])
        boxes = {row.name: self._part(row) for row in SETTINGS if row.group == "Fields"}
        return WritingPage(files, {n: b for n, b in boxes.items() if isinstance(b, QComboBox)})

    def _group(self, title: str, rows: list[SettingRow]) -> QGroupBox:
        box = QGroupBox(title)
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for row in rows:
            part = self._part(row)
            if isinstance(part, QCheckBox):
                part.setText(said(row.help).rstrip("."))
                form.addRow(part)
            else:
                form.addRow(said(row.help).rstrip("."), part)
        return box

    def _part(self, row: SettingRow) -> QWidget:
        part = _field(row, getattr(self._settings, row.name))
        part.setAccessibleName(said(row.help).rstrip("."))
        part.setToolTip(said(row.help))
        self._fields[row.name] = part
        return part

    def _on_accepted(self) -> None:
        try:
            for name, value in self.changes().items():
                check_value(name, value)
        except SettingsError as error:
            self._problem.setText(said(str(error)))
            self._problem.show()
            return
        self.accept()


def _field(row: SettingRow, value: Value) -> QWidget:
    if row.kind is bool:
        box = QCheckBox()
        box.setChecked(bool(value))
        return box
    if row.choices:
        combo = QComboBox()
        for choice in row.choices:
            combo.addItem(_tr(_CHOICES.get(choice, choice)), choice)
        combo.setCurrentIndex(row.choices.index(str(value)))
        return combo
    if row.kind is int:
        spin = QSpinBox()
        spin.setRange(int(row.low), int(row.high))
        spin.setValue(int(value))
        spin.setSuffix(f" {row.unit}" if row.unit else "")
        return spin
    if row.kind is float:
        number = QDoubleSpinBox()
        number.setRange(row.low, row.high)
        number.setSingleStep(0.05 if row.high <= 1 else 1.0)
        number.setValue(float(value))
        number.setSuffix(f" {row.unit}" if row.unit else "")
        return number
    return QLineEdit(str(value))


def _value(part: QWidget) -> Value:
    if isinstance(part, QCheckBox):
        return part.isChecked()
    if isinstance(part, QComboBox):
        return str(part.currentData())
    if isinstance(part, QSpinBox | QDoubleSpinBox):
        return round(part.value(), 4)
    assert isinstance(part, QLineEdit)
    return part.text()
