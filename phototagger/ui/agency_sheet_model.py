"""An agency's sheet as a table: what the file will hold, cell by cell, with what the rules did."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QIcon

from phototagger.core.export.agency_table import cells, header
from phototagger.core.export.fitting import Change, ChangeKind, Fitted, Readiness, Severity
from phototagger.core.export.profiles import Profile, Value
from phototagger.core.export.sheet import Sheet, SheetRow
from phototagger.ui import icons, language, theme, wording
from phototagger.ui.language import said

_tr = language.Texts("agency_sheet_model")

_ROOT = QModelIndex()
_FIELD_OF = {
    Value.FILENAME: "file name",
    Value.STEM: "file name",
    Value.TITLE: "title",
    Value.DESCRIPTION: "description",
    Value.KEYWORDS: "keywords",
    Value.CATEGORIES: "category",
    Value.CATEGORY_1: "category",
    Value.CATEGORY_2: "category",
    Value.CATEGORY_3: "category",
    Value.COUNTRY: "country",
}
_EMBEDDED_FIELDS = ("file name", "title", "description", "keywords")

ICONS = {
    Readiness.READY: "check",
    Readiness.CHANGED: "pencil",
    Readiness.INCOMPLETE: "info",
    Readiness.REFUSED: "problem",
}


def in_words(readiness: Readiness) -> str:
    """Return a readiness in words."""
    return {
        Readiness.READY: _tr("ready"),
        Readiness.CHANGED: _tr("changed to fit"),
        Readiness.INCOMPLETE: _tr("incomplete"),
        Readiness.REFUSED: _tr("would be refused"),
    }[readiness]


def change_text(change: Change) -> str:
    """Return what a rule did to a field, as one line."""
    is_short = change.field != "title" and change.kind in (ChangeKind.LEFT_OUT, ChangeKind.CUT)
    texts = {
        ChangeKind.CUT: _tr("{}: cut {}") if is_short else _tr("{}: cut, {} → {}"),
        ChangeKind.LEFT_OUT: _tr("{}: left out {}") if is_short else _tr("{}: left out, {} → {}"),
        ChangeKind.FOLDED: _tr("{}: folded, {} → {}"),
        ChangeKind.REPLACED: _tr("{}: replaced, {} → {}"),
        ChangeKind.TAKEN_FROM: _tr("{}: taken from, {} → {}"),
        ChangeKind.GUARDED: _tr("{}: guarded, {} → {}"),
    }
    before, after = (
        (said(change.before), "") if is_short else (repr(change.before), repr(change.after))
    )
    return texts[change.kind].format(said(change.field), before, after)


def tint(readiness: Readiness) -> QColor:
    """Return the colour of a readiness in the theme in force."""
    colors = theme.current()
    return {
        Readiness.READY: colors.accepted,
        Readiness.CHANGED: colors.warning,
        Readiness.INCOMPLETE: colors.warning,
        Readiness.REFUSED: colors.error,
    }[readiness]


def readiness_icon(readiness: Readiness) -> QIcon:
    """Return the badge of a readiness, the same on a selected row."""
    icon = QIcon()
    for size in (16, 32):
        pixmap = icons.drawing(ICONS[readiness], size, tint(readiness))
        icon.addPixmap(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


class AgencySheetModel(QAbstractTableModel):
    """Rows of one sheet; the first column is the state, the others are those of the file."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._header: tuple[str, ...] = ()
        self._fields: tuple[str, ...] = ()

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet, or none."""
        self.beginResetModel()
        self._sheet = sheet
        self._header, self._fields = _columns(sheet.profile) if sheet else ((), ())
        self.endResetModel()

    def row(self, number: int) -> SheetRow | None:
        """Return a row, or None beyond the last."""
        rows = self._sheet.rows if self._sheet else ()
        return rows[number] if 0 <= number < len(rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._header) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return self._header[section - 1] if section else ""

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        row = self.row(index.row())
        if row is None or self._sheet is None:
            return None
        if index.column() == 0:
            return _state(row, role)
        name = self._fields[index.column() - 1]
        notes = _notes(row.fitted, name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            shown = _cells(row.fitted, self._sheet.profile)[index.column() - 1]
            if role == Qt.ItemDataRole.AccessibleTextRole and notes:
                return f"{shown}, {'; '.join(notes)}"
            return shown
        if role == Qt.ItemDataRole.ToolTipRole and notes:
            return wording.plain("\n".join(notes))
        if role == Qt.ItemDataRole.ForegroundRole and notes:
            blocked = any(
                p.severity is not Severity.REMARK for p in row.fitted.problems if p.field == name
            )
            return tint(Readiness.REFUSED if blocked else Readiness.CHANGED)
        return None


def _columns(profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if profile.table is None:
        titles = (_tr("Photo"), _tr("Title"), _tr("Description"), _tr("Keywords"))
        return titles, _EMBEDDED_FIELDS
    fields = tuple(_FIELD_OF.get(column.value, "") for column in profile.table.columns)
    return header(profile), fields


def _cells(fitted: Fitted, profile: Profile) -> tuple[str, ...]:
    if profile.table is not None:
        return cells(fitted, profile)
    photo = fitted.photo
    return fitted.filename, photo.title, photo.description, ", ".join(photo.keywords)


def _notes(fitted: Fitted, name: str) -> list[str]:
    problems = [said(problem.sentence) for problem in fitted.problems if problem.field == name]
    return problems + [change_text(change) for change in fitted.changes if change.field == name]


def _state(row: SheetRow, role: int) -> object:
    fitted = row.fitted
    readiness = fitted.readiness
    if role == Qt.ItemDataRole.DecorationRole:
        return readiness_icon(readiness)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return in_words(readiness)
    if role == Qt.ItemDataRole.ToolTipRole:
        notes = [said(problem.sentence) for problem in fitted.problems]
        notes += [change_text(change) for change in fitted.changes]
        if row.exported_s:
            notes.append(_exported(row))
        return wording.plain("\n".join([in_words(readiness).capitalize(), *notes]))
    return None


def _exported(row: SheetRow) -> str:
    text = _tr("Exported {}; changed since") if row.is_new else _tr("Exported {}; unchanged since")
    return text.format(wording.moment(row.exported_s))
