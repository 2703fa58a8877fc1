"""The settings of writing: how files are treated, and which fields are written."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QGroupBox,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.fields import PRESETS, PRIMARY, Field, Kind, Policies
from phototagger.core.settings import FIELD_SETTINGS
from phototagger.ui.language import mark, said

_KINDS = {
    Kind.KEYWORDS: mark("WritingPage", "Keywords"),
    Kind.TITLE: mark("WritingPage", "Title"),
    Kind.DESCRIPTION: mark("WritingPage", "Description"),
}
_PRESET_TEXTS = {
    "stock": mark(
        "WritingPage", "Stock: IPTC and Windows fields are always written, for agencies and Windows"
    ),
    "home": mark("WritingPage", "Home: XMP, and other fields only where a photo has them already"),
    "custom": mark("WritingPage", "Custom: as chosen below"),
}
_EXPLAINED = {
    "stock": mark("WritingPage", "Other fields are kept in step where a photo has them."),
    "home": mark("WritingPage", "Nothing is added that was not in the photo, except XMP."),
    "custom": mark(
        "WritingPage",
        "What you remove from a photo leaves every field, also one that is never written.",
    ),
}


class WritingPage(QScrollArea):
    """One page of the settings.

    Args:
        files: the settings of how files are treated.
        boxes: the settings of which fields are written, by name.
    """

    def __init__(self, files: QGroupBox, boxes: Mapping[str, QComboBox]) -> None:
        super().__init__()
        self._preset = boxes["field_preset"]
        self._policies = {name: boxes[name] for name in FIELD_SETTINGS.values()}
        self._own = {name: str(box.currentData()) for name, box in self._policies.items()}
        self._explained = QLabel()
        self._explained.setProperty("dim", True)
        self._explained.setWordWrap(True)
        for row in range(self._preset.count()):
            self._preset.setItemText(row, self.tr(_PRESET_TEXTS[str(self._preset.itemData(row))]))
        self._preset.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(12)
        layout.addWidget(files)
        layout.addWidget(self._fields())
        layout.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for name, box in self._policies.items():
            box.activated.connect(lambda row, n=name: self._on_chosen(n))
        self._preset.currentIndexChanged.connect(self._on_preset)
        self._on_preset()

    def values(self) -> dict[str, str]:
        """Return the own policies by the name of their settings, whatever the preset shows."""
        return dict(self._own)

    def _fields(self) -> QGroupBox:
        box = QGroupBox(self.tr("Fields"))
        layout = QVBoxLayout(box)
        layout.addWidget(self._preset)
        layout.addWidget(self._explained)
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        row = 0
        for kind, title in _KINDS.items():
            heading = QLabel(self.tr(title))
            heading.setProperty("dim", True)
            heading.setContentsMargins(0, 8, 0, 0)
            grid.addWidget(heading, row, 0)
            row += 1
            for field in Field:
                if field.kind is kind:
                    self._add_field(grid, row, field)
                    row += 1
        layout.addLayout(grid)
        return box

    def _add_field(self, grid: QGridLayout, row: int, field: Field) -> None:
        name = QLabel(said(field.label))
        name.setToolTip(str(field))
        grid.addWidget(name, row, 0)
        if field in PRIMARY:
            grid.addWidget(QLabel(self.tr("always")), row, 1)
            return
        box = self._policies[FIELD_SETTINGS[field]]
        name.setBuddy(box)
        grid.addWidget(box, row, 1)

    def _on_chosen(self, name: str) -> None:
        self._own[name] = str(self._policies[name].currentData())

    def _on_preset(self) -> None:
        preset = str(self._preset.currentData())
        self._explained.setText(self.tr(_EXPLAINED[preset]))
        policies = PRESETS.get(preset)
        for field, name in FIELD_SETTINGS.items():
            box = self._policies[name]
            box.setEnabled(policies is None)
            box.setCurrentIndex(box.findData(self._shown(policies, field, name)))

    def _shown(self, policies: Policies | None, field: Field, name: str) -> str:
        return self._own[name] if policies is None else policies.of(field).value
