"""Which photos, in which form, into which file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.export import COLUMNS, ExportFormat
from phototagger.ui import wording
from phototagger.ui.language import mark

_FORMATS = {
    ExportFormat.CSV: mark("ExportDialog", "CSV table, for spreadsheets"),
    ExportFormat.JSON: mark("ExportDialog", "JSON, with probabilities and states"),
    ExportFormat.TEXT: mark("ExportDialog", "Plain text, one line per photo"),
    ExportFormat.KEYWORD_LIST: mark("ExportDialog", "Keyword list, indented, for other programs"),
    ExportFormat.SIDECARS: mark("ExportDialog", "XMP sidecars in a folder of their own"),
}
_SUFFIXES = {
    ExportFormat.CSV: ".csv",
    ExportFormat.JSON: ".json",
    ExportFormat.TEXT: ".txt",
    ExportFormat.KEYWORD_LIST: ".txt",
    ExportFormat.SIDECARS: "",
}
_COLUMN_TEXTS = {
    "path": mark("ExportDialog", "Path"),
    "filename": mark("ExportDialog", "File name"),
    "title": mark("ExportDialog", "Title"),
    "description": mark("ExportDialog", "Description"),
    "keywords": mark("ExportDialog", "Keywords"),
    "keyword_count": mark("ExportDialog", "Number"),
}


class ExportDialog(QDialog):
    """Asks for scope, form and file.

    Args:
        scopes: what can be exported, with the number of photos, the likeliest first.
        folder: where the file dialog opens.
        form: the form used last.
        columns: the columns of a CSV table used last; unknown ones do not count, none are all.
        parent: the window.
    """

    def __init__(
        self,
        scopes: Mapping[str, int],
        folder: Path,
        form: ExportFormat,
        columns: Sequence[str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export keywords"))
        self.setMinimumWidth(520)
        self._scope = QComboBox()
        for name, count in scopes.items():
            self._scope.addItem(f"{name} ({wording.photos(count)})", name)
        self._form = QComboBox()
        for value, text in _FORMATS.items():
            self._form.addItem(self.tr(text), value)
        self._form.setCurrentIndex(list(_FORMATS).index(form))
        self._form.currentIndexChanged.connect(self._on_form_changed)
        self.file_field = QLineEdit(str(folder / f"keywords{_SUFFIXES[form]}"))
        self.file_field.setAccessibleName(self.tr("File"))
        self.file_field.textChanged.connect(self._on_file_changed)
        browse = QPushButton(self.tr("Browse…"))
        browse.clicked.connect(self._browse)
        file_line = QHBoxLayout()
        file_line.addWidget(self.file_field, 1)
        file_line.addWidget(browse)
        chosen = set(columns) & set(COLUMNS) or set(COLUMNS)
        self._columns = {name: QCheckBox(self.tr(_COLUMN_TEXTS[name])) for name in COLUMNS}
        column_line = QHBoxLayout()
        for name, box in self._columns.items():
            box.setChecked(name in chosen)
            box.toggled.connect(self._on_file_changed)
            column_line.addWidget(box)
        column_line.addStretch(1)
        self._note = QLabel()
        self._note.setProperty("dim", True)
        self._note.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export_button = self._buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.export_button.setProperty("primary", True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form_layout = QFormLayout()
        form_layout.setSpacing(10)
        form_layout.addRow(self.tr("&Photos"), self._scope)
        form_layout.addRow(self.tr("F&ormat"), self._form)
        form_layout.addRow(self.tr("Columns"), column_line)
        form_layout.addRow(self.tr("File"), file_line)
        self._form_layout, self._column_line = form_layout, column_line
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(form_layout)
        layout.addWidget(self._note)
        layout.addWidget(self._buttons)
        self._on_file_changed()

    @property
    def scope(self) -> str:
        """The chosen scope, one of the names given."""
        return str(self._scope.currentData())

    @property
    def form(self) -> ExportFormat:
        """The chosen form."""
        return ExportFormat(self._form.currentData())

    @property
    def columns(self) -> tuple[str, ...]:
        """The chosen columns of a CSV table, in their order."""
        return tuple(name for name, box in self._columns.items() if box.isChecked())

    @property
    def file(self) -> Path:
        """The chosen file."""
        text = self.file_field.text().strip()
        try:
            return Path(text).expanduser()
        except RuntimeError:  # "~nobody/": nobody has no home
            return Path(text)

    def _on_form_changed(self) -> None:
        if self.file.name:
            self.file_field.setText(str(self.file.with_suffix(_SUFFIXES[self.form])))
        self._on_file_changed()

    def _on_file_changed(self) -> None:
        self._form_layout.setRowVisible(self._column_line, self.form is ExportFormat.CSV)
        is_file, is_folder = _is(self.file, Path.is_file), _is(self.file, Path.is_dir)
        makes_folder = self.form is ExportFormat.SIDECARS
        has_place = not is_folder and not (is_file and makes_folder)
        has_columns = bool(self.columns) or self.form is not ExportFormat.CSV
        self.export_button.setEnabled(bool(self.file.name) and has_place and has_columns)
        if makes_folder:
            note = self.tr("A new folder of this name will hold the sidecars.")
            self._note.setText(
                note if has_place else self.tr("This name is taken; choose another.")
            )
        else:
            replaced = self.tr("This file exists and will be replaced.")
            self._note.setText(replaced if is_file else "")

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export keywords"),
            self.file_field.text(),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.file_field.setText(name)


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Return *kind* of what is typed so far; a name no file can have is none."""
    try:
        return kind(path)
    except (OSError, ValueError):
        return False
