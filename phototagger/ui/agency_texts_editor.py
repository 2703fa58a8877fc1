"""What the chosen photos have for one agency only: title, description, categories, country."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.export.fitting import StockPhoto
from phototagger.core.export.profiles import Profile, TextRule, Value
from phototagger.core.export.sheet import NO_TEXTS, AgencyTexts
from phototagger.core.tags import parse_names
from phototagger.ui import theme, wording

_CALM_MS = 400
"""Typing is taken over after this pause, so that the sheet is not fitted for every letter."""


class Counter(QLabel):
    """Says how many characters a text has of how many, and colours it when it has too many."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0,000 / 0,000"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def count(self, text: str, rule: TextRule) -> None:
        """Show the length of *text* against *rule*."""
        length = len(text)
        limit = f" / {wording.number(rule.max_length)}" if rule.max_length else ""
        self.setText(f"{wording.number(length)}{limit}")
        over = bool(rule.max_length and length > rule.max_length) or (0 < length < rule.min_length)
        colors = theme.current()
        color = colors.error if over else colors.dim
        self.setStyleSheet(f"color: {color.name()}")


class AgencyTextsEditor(QWidget):
    """A form for one or more photos and one agency.

    Signals:
        edited(): the user changed something; read `texts_for`.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._profile: Profile | None = None
        self._is_filling = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CALM_MS)
        self._timer.timeout.connect(self.edited)
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.title_field = QLineEdit()
        self.title_field.setAccessibleName(self.tr("Title for this agency"))
        self.title_field.textEdited.connect(self._on_typed)
        self.title_counter = Counter()
        self.description_field = QPlainTextEdit()
        self.description_field.setAccessibleName(self.tr("Description for this agency"))
        self.description_field.setTabChangesFocus(True)
        lines = QFontMetrics(self.description_field.font()).lineSpacing() * 3
        self.description_field.setFixedHeight(lines + 14)
        self.description_field.textChanged.connect(self._on_typed)
        self.description_counter = Counter()
        self.country_field = QLineEdit()
        self.country_field.setAccessibleName(self.tr("Country"))
        self.country_field.textEdited.connect(self._on_typed)
        self.first_field = QLineEdit()
        self.first_field.setAccessibleName(self.tr("Keywords to put first"))
        self.first_field.setPlaceholderText(self.tr("In the photo's order"))
        self.first_field.textEdited.connect(self._on_typed)
        self.category_fields: list[QComboBox] = []
        self._categories = QHBoxLayout()
        self._form = QFormLayout()
        self._form.setSpacing(8)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self._form.addRow(self.tr("Title"), _beside(self.title_field, self.title_counter))
        self._form.addRow(
            self.tr("Description"), _beside(self.description_field, self.description_counter)
        )
        self._form.addRow(self.tr("Category"), self._categories)
        self._form.addRow(self.tr("Country"), self.country_field)
        self._form.addRow(self.tr("Keywords first"), self.first_field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addLayout(self._form)
        layout.addStretch(1)

    def show_photos(
        self, profile: Profile | None, photos: list[StockPhoto], texts: list[AgencyTexts]
    ) -> None:
        """Show what these photos have for an agency.

        Args:
            profile: the agency.
            photos: what they have for all agencies, shown where they have nothing of their own.
            texts: what they have for this one.
        """
        self._timer.stop()
        self._is_filling = True
        if profile is not self._profile:
            self._profile = profile
            self._build_categories()
        self.setEnabled(bool(photos) and profile is not None)
        self.heading.setText(self._heading(photos))
        one = len(photos) == 1
        first = texts[0] if texts else NO_TEXTS
        base = photos[0] if photos else None
        for index, name in enumerate(("title", "description", "country")):
            field = (self.title_field, self.description_field, self.country_field)[index]
            values = {getattr(text, name) for text in texts}
            own = next(iter(values)) if len(values) == 1 else None
            shared = getattr(base, name) if base is not None and one else ""
            field.setPlaceholderText(shared or ("" if one else self.tr("As each photo has it")))
            if isinstance(field, QPlainTextEdit):
                field.setPlainText(own or "")
            else:
                field.setText(own or "")
        for number, box in enumerate(self.category_fields):
            value = first.categories[number] if number < len(first.categories) else ""
            _choose(box, value)
        orders = {text.first_keywords for text in texts}
        self.first_field.setText(", ".join(first.first_keywords) if len(orders) == 1 else "")
        self.title_field.setEnabled(one)
        self.description_field.setEnabled(one)
        self._is_filling = False
        self._count()

    def texts_for(self, texts: AgencyTexts) -> AgencyTexts:
        """Return *texts* as the form has them; empty fields are those of all agencies."""
        categories = tuple(
            dict.fromkeys(
                value for box in self.category_fields if (value := _value(box)) is not None
            )
        )
        changed = replace(
            texts,
            country=self.country_field.text().strip() or None,
            categories=categories,
            first_keywords=parse_names(self.first_field.text()),
        )
        if not self.title_field.isEnabled():
            return changed
        return replace(
            changed,
            title=self.title_field.text().strip() or None,
            description=self.description_field.toPlainText().strip() or None,
        )

    def finish(self) -> None:
        """Take over what was typed a moment ago."""
        if self._timer.isActive():
            self._timer.stop()
            self.edited.emit()

    def _heading(self, photos: list[StockPhoto]) -> str:
        if self._profile is None or not photos:
            return self.tr("Choose photos in the table to give them texts of their own.")
        whose = photos[0].path.name if len(photos) == 1 else wording.photos(len(photos))
        return self.tr("{} for {} only").format(whose, self._profile.name)

    def _build_categories(self) -> None:
        while (item := self._categories.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.category_fields = []
        profile = self._profile
        count = profile.category.max_count if profile else 0
        for number in range(count):
            box = QComboBox()
            box.setAccessibleName(self.tr("Category {}").format(number + 1))
            box.setMinimumContentsLength(14)
            if profile is not None and profile.category.choices:
                box.addItem(self.tr("None"), "")
                for choice in profile.category.choices:
                    box.addItem(choice.name, choice.value)
            else:
                box.setEditable(True)
            box.currentTextChanged.connect(self._on_typed)
            self._categories.addWidget(box)
            self.category_fields.append(box)
        self._categories.addStretch(1)
        self._form.setRowVisible(self._categories, count > 0)
        uses_country = profile is not None and (
            profile.country_required or profile.uses(Value.COUNTRY)
        )
        self._form.setRowVisible(self.country_field, uses_country)

    def _on_typed(self) -> None:
        if not self._is_filling:
            self._count()
            self._timer.start()

    def _count(self) -> None:
        if self._profile is None:
            return
        title = self.title_field.text() or self.title_field.placeholderText()
        self.title_counter.count(title, self._profile.title)
        text = self.description_field.toPlainText() or self.description_field.placeholderText()
        self.description_counter.count(text, self._profile.description)


def _beside(field: QWidget, counter: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(field, 1)
    line.addWidget(counter)
    return line


def _choose(box: QComboBox, value: str) -> None:
    if box.isEditable():
        box.setEditText(value)
    else:
        box.setCurrentIndex(max(0, box.findData(value)))


def _value(box: QComboBox) -> str | None:
    text = box.currentText().strip() if box.isEditable() else str(box.currentData() or "")
    return text or None
