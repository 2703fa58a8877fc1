"""One set of keywords, many agencies: what each of them gets, what is wrong, and the files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QDate, QItemSelectionModel, QLocale, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.events import SheetsReady
from phototagger.core.export.fitting import Readiness, Severity, StockPhoto
from phototagger.core.export.profiles import Delivery, Profile
from phototagger.core.export.sheet import AgencyTexts, Sheet
from phototagger.core.photo import PhotoId
from phototagger.ui import icons, language, wording
from phototagger.ui.agency_sheet_model import (
    AgencySheetModel,
    change_text,
    in_words,
    readiness_icon,
)
from phototagger.ui.agency_texts_editor import AgencyTextsEditor
from phototagger.ui.language import said

_tr = language.Texts("agency_export")
_AGENCY = Qt.ItemDataRole.UserRole
_MAX_COLUMN_PX = 420
_MAX_LISTED = 5_000
"""More lines than anybody reads; the table shows the state of every photo."""

_BADGES = {
    Severity.REMARK: Readiness.CHANGED,
    Severity.MISSING: Readiness.INCOMPLETE,
    Severity.BLOCKING: Readiness.REFUSED,
}


class AgencyExport(QDialog):
    """Shows the sheets of the chosen agencies and asks for files.

    The window makes nothing itself: it says what is wanted and is given sheets.

    Signals:
        sheets_wanted(list, list): photos and agency ids to fit.
        texts_edited(str, object, object): agency id, old and new texts by photo.
        export_wanted(list, object, bool): agency ids, the folder, only what changed.
        import_wanted(object): a table that was edited elsewhere.
        photo_wanted(object): show this photo in the library.
        rules_wanted(str): let the user edit the rules of this agency.

    Args:
        profiles: agencies by id.
        scopes: what can be exported, with its photos, the likeliest first.
        chosen: ids of the agencies ticked last time.
        folder: where the files went last time.
        parent: the window.
    """

    sheets_wanted = Signal(list, list)
    texts_edited = Signal(str, object, object)
    export_wanted = Signal(list, object, bool)
    import_wanted = Signal(object)
    photo_wanted = Signal(object)
    rules_wanted = Signal(str)

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        scopes: Mapping[str, list[PhotoId]],
        chosen: tuple[str, ...],
        folder: Path,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export for agencies"))
        self.resize(1180, 760)
        self._profiles = profiles
        self._scopes = scopes
        self._sheets: dict[str, Sheet] = {}
        self._photos: dict[PhotoId, StockPhoto] = {}
        self._texts: dict[tuple[str, PhotoId], AgencyTexts] = {}
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("Photos"))
        for name, ids in scopes.items():
            self.scope.addItem(f"{name} ({wording.photos(len(ids))})", name)
        self.agencies = self._agency_list(chosen)
        self.facts = QLabel()
        self.facts.setProperty("dim", True)
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.model = AgencySheetModel()
        self.table = self._table()
        self.problems = QListWidget()
        self.problems.setAccessibleName(self.tr("Problems and changes"))
        self.problems.setObjectName("plain-list")
        self.problems.setWordWrap(True)
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.problems.itemActivated.connect(self._on_problem)
        self.problems.itemClicked.connect(self._on_problem)
        self.go_button = QPushButton(self.tr("Go to Photo"))
        self.go_button.clicked.connect(self._go_to_photo)
        self.editor = AgencyTextsEditor()
        self.editor.edited.connect(self._on_edited)
        self.only_new = QCheckBox(self.tr("Only what is new or changed since the last export"))
        self.only_new.toggled.connect(self._say_counts)
        self.summary = QLabel()
        self.summary.setProperty("dim", True)
        self.folder_field = QLineEdit(str(folder))
        self.folder_field.setAccessibleName(self.tr("Folder"))
        self.folder_field.textChanged.connect(self._say_counts)
        self._build_layout()
        # Tables and lists would take the key for the beginning of a row.
        QShortcut(QKeySequence.StandardKey.Cancel, self, self.reject)
        self.scope.currentIndexChanged.connect(self.want_sheets)
        self.agencies.currentItemChanged.connect(self._show_current)
        self.agencies.itemChanged.connect(self._on_ticked)
        self.agencies.setCurrentRow(self._first_ticked())

    # Building

    def _agency_list(self, chosen: tuple[str, ...]) -> QListWidget:
        agencies = QListWidget()
        agencies.setAccessibleName(self.tr("Agencies"))
        agencies.setObjectName("plain-list")
        agencies.setMinimumWidth(220)
        for profile in self._profiles.values():
            item = QListWidgetItem(profile.name)
            item.setData(_AGENCY, profile.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = profile.id in chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            agencies.addItem(item)
        return agencies

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(self.tr("Table as it will be exported"))
        table.setModel(self.model)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 10)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.selectionModel().selectionChanged.connect(self._show_texts)
        return table

    def _build_layout(self) -> None:
        import_button = QPushButton(self.tr("Import Edited Table…"))
        import_button.clicked.connect(self._choose_table)
        browse = QPushButton(self.tr("Browse…"))
        browse.clicked.connect(self._browse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.copy_button = buttons.addButton(self.tr("Copy Table"), action)
        self.copy_button.clicked.connect(self._copy_table)
        self.export_button = buttons.addButton("", action)
        self.export_button.setProperty("primary", True)
        self.export_button.clicked.connect(self._export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(_line(QLabel(self.tr("Photos")), self.scope, None, import_button))
        layout.addWidget(self._middle(), 1)
        target = _line(QLabel(self.tr("Folder")), self.folder_field, browse)
        target.setStretchFactor(self.folder_field, 1)
        layout.addLayout(target)
        layout.addLayout(_line(self.only_new, self.summary, None, buttons))

    def _middle(self) -> QSplitter:
        heading = QLabel(self.tr("Problems and changes"))
        problems = _column(_line(heading, None, self.go_button), self.problems)
        lower = _split(Qt.Orientation.Horizontal, {problems: 430, self.editor: 470})
        right = _split(Qt.Orientation.Vertical, {self.table: 360, lower: 240})
        rules = QPushButton(self.tr("Edit Rules…"))
        rules.clicked.connect(self._want_rules)
        head = _line(self.facts, rules)
        head.setStretchFactor(self.facts, 1)
        head.setAlignment(rules, Qt.AlignmentFlag.AlignTop)
        side = _column(head, right)
        middle = _split(Qt.Orientation.Horizontal, {self.agencies: 250, side: 900})
        middle.setStretchFactor(1, 1)
        return middle

    # What the user sees

    @property
    def ids(self) -> list[PhotoId]:
        """The photos of the chosen scope."""
        return self._scopes[str(self.scope.currentData())]

    @property
    def ticked(self) -> list[str]:
        """The ids of the ticked agencies, in order."""
        items = map(self.agencies.item, range(self.agencies.count()))
        return [i.data(_AGENCY) for i in items if i.checkState() is Qt.CheckState.Checked]

    @property
    def current_profile(self) -> Profile | None:
        """The agency whose sheet is shown."""
        item = self.agencies.currentItem()
        return self._profiles[item.data(_AGENCY)] if item else None

    def take(self, event: SheetsReady) -> None:
        """Show sheets that were asked for."""
        self._photos.update(event.photos)
        self._texts.update(event.texts)
        for sheet in event.sheets:
            self._sheets[sheet.profile.id] = sheet
        for number in range(self.agencies.count()):
            self._badge(self.agencies.item(number))
        self._show_current()

    def _badge(self, item: QListWidgetItem) -> None:
        profile = self._profiles[item.data(_AGENCY)]
        sheet = self._sheets.get(profile.id)
        counts = sheet.counts if sheet else {}
        worst = next(
            (r for r in reversed(Readiness) if counts.get(r)),
            None,
        )
        words = [f"{wording.number(counts[r])} {in_words(r)}" for r in Readiness if counts.get(r)]
        self.agencies.blockSignals(True)
        item.setIcon(readiness_icon(worst) if worst else icons.icon("page"))
        item.setToolTip(wording.plain("\n".join([profile.name, *words])))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join([profile.name, *words]))
        open_count = counts.get(Readiness.REFUSED, 0) + counts.get(Readiness.INCOMPLETE, 0)
        item.setText(
            f"{profile.name}  ({wording.number(open_count)})" if open_count else profile.name
        )
        self.agencies.blockSignals(False)

    def _show_current(self) -> None:
        profile = self.current_profile
        if profile is None:
            return
        self.facts.setText(_facts(profile))
        sheet = self._sheets.get(profile.id)
        chosen = {index.row() for index in self.table.selectionModel().selectedRows()}
        self.model.show_sheet(sheet)
        if sheet is None:
            self.sheets_wanted.emit(self.ids, [profile.id])
        self._size_columns()
        self._select_rows(chosen or {0})
        self._list_problems(sheet)
        self._show_texts()
        self._say_counts()
        self.copy_button.setEnabled(profile.delivery is Delivery.TABLE and sheet is not None)

    def _size_columns(self) -> None:
        self.table.resizeColumnsToContents()
        header = self.table.horizontalHeader()
        header.resizeSection(0, 28)
        for column in range(1, self.model.columnCount()):
            header.resizeSection(column, min(header.sectionSize(column) + 8, _MAX_COLUMN_PX))

    def _select_rows(self, rows: set[int]) -> None:
        selection = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        for row in sorted(rows):
            index = self.model.index(row, 0)
            if index.isValid():
                selection.select(index, flags.Select | flags.Rows)

    def _list_problems(self, sheet: Sheet | None) -> None:
        self.problems.clear()
        for number, row in enumerate(sheet.rows if sheet else ()):
            name = row.fitted.photo.path.name
            lines = [(said(p.sentence), _BADGES[p.severity]) for p in row.fitted.problems] + [
                (change_text(change), Readiness.CHANGED) for change in row.fitted.changes
            ]
            for text, readiness in lines:
                item = QListWidgetItem(readiness_icon(readiness), f"{name}: {text}")
                item.setData(_AGENCY, number)
                self.problems.addItem(item)
            if self.problems.count() > _MAX_LISTED:
                rest = QListWidgetItem(self.tr("More photos have problems; the table shows all."))
                rest.setData(_AGENCY, number)
                self.problems.addItem(rest)
                break
        self.go_button.setEnabled(sheet is not None and bool(sheet.rows))

    def _show_texts(self) -> None:
        self.editor.finish()
        profile = self.current_profile
        ids = self._selected_ids()
        self.editor.show_photos(
            profile,
            [self._photos[key] for key in ids if key in self._photos],
            [self._texts_of(key) for key in ids],
        )

    def _texts_of(self, key: PhotoId) -> AgencyTexts:
        profile = self.current_profile
        known = self._texts.get((profile.id, key)) if profile else None
        return known or AgencyTexts()

    def _selected_ids(self) -> list[PhotoId]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        found = (self.model.row(row) for row in rows)
        return [row.id for row in found if row is not None]

    def _say_counts(self) -> None:
        ticked = self.ticked
        only_new = self.only_new.isChecked()
        sheets = [self._sheets[key] for key in ticked if key in self._sheets]
        rows = sum(len(sheet.deliverable(only_new=only_new)) for sheet in sheets)
        if not ticked:
            text = self.tr("Tick Agencies to Export")
        elif len(ticked) == 1:
            text = self.tr("Export for {}").format(self._profiles[ticked[0]].name)
        else:
            text = wording.counted(len(ticked), "Export for {} Agency", "Export for {} Agencies")
        self.export_button.setText(text)
        total = sum(len(sheet.rows) for sheet in sheets)
        self.summary.setText(_summary(rows, total, only_new=only_new) if sheets else "")
        self.export_button.setEnabled(rows > 0 and bool(self.folder_field.text().strip()))

    # What the user does

    def _first_ticked(self) -> int:
        for number in range(self.agencies.count()):
            if self.agencies.item(number).checkState() is Qt.CheckState.Checked:
                return number
        return 0

    def want_sheets(self) -> None:
        """Ask for all sheets that are shown or ticked."""
        self._sheets.clear()
        self._photos.clear()
        self._texts.clear()
        profile = self.current_profile
        wanted = dict.fromkeys([*([profile.id] if profile else []), *self.ticked])
        self.sheets_wanted.emit(self.ids, list(wanted))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        key = item.data(_AGENCY)
        if item.checkState() is Qt.CheckState.Checked and key not in self._sheets:
            self.sheets_wanted.emit(self.ids, [key])
        self._say_counts()

    def _on_problem(self, item: QListWidgetItem) -> None:
        self.table.selectRow(int(item.data(_AGENCY)))
        self.table.scrollTo(self.model.index(int(item.data(_AGENCY)), 0))

    def _go_to_photo(self) -> None:
        if ids := self._selected_ids():
            self.photo_wanted.emit(ids[0])

    def _on_edited(self) -> None:
        profile = self.current_profile
        if profile is None:
            return
        old, new = {}, {}
        for key in self._selected_ids():
            before = self._texts_of(key)
            after = self.editor.texts_for(before)
            if after != before:
                old[key] = before
                new[key] = self._texts[profile.id, key] = after
        if new:
            self.texts_edited.emit(profile.id, old, new)

    def _want_rules(self) -> None:
        if profile := self.current_profile:
            self.rules_wanted.emit(profile.id)

    def _copy_table(self) -> None:
        lines = [
            "\t".join(
                str(self.model.headerData(c, Qt.Orientation.Horizontal)) for c in self._columns()
            )
        ]
        for row in range(self.model.rowCount()):
            cells = (str(self.model.index(row, c).data() or "") for c in self._columns())
            lines.append("\t".join(cells))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def _columns(self) -> range:
        return range(1, self.model.columnCount(QModelIndex()))

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for the exports"), self.folder_field.text()
        )
        if name:
            self.folder_field.setText(name)

    def _choose_table(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Table edited in a spreadsheet"),
            self.folder_field.text(),
            self.tr("Tables (*.csv *.tsv *.txt)"),
        )
        if name:
            self.import_wanted.emit(Path(name))

    def _export(self) -> None:
        self.editor.finish()
        folder = Path(self.folder_field.text().strip()).expanduser()
        self.export_wanted.emit(self.ticked, folder, self.only_new.isChecked())

    def reject(self) -> None:
        """Close; what was typed a moment ago counts."""
        self.editor.finish()
        super().reject()


def _facts(profile: Profile) -> str:
    how = (
        _tr("Takes a table.")
        if profile.delivery is Delivery.TABLE
        else _tr("Takes photos with everything inside: copies are written into a folder.")
    )
    checked = profile.checked_on
    day = ""
    if checked is not None:
        date = QDate(checked.year, checked.month, checked.day)
        shown = QLocale().toString(date, _tr("d MMMM yyyy"))
        day = (
            _tr("Rules of {}, all from its own pages.")
            if profile.verified
            else _tr("Rules of {}, some of them not confirmed by it.")
        ).format(shown)
    return " ".join(filter(None, (how, day, said(profile.note))))


def _summary(rows: int, total: int, *, only_new: bool) -> str:
    left_out = total - rows
    if not left_out:
        return wording.counted(rows, "row", "rows")
    text = (
        _tr("{}; {} left out (refused or unchanged)")
        if only_new
        else _tr("{}; {} left out (would be refused)")
    )
    return text.format(wording.counted(rows, "row", "rows"), wording.number(left_out))


def _line(*parts: QWidget | None) -> QHBoxLayout:
    """Put widgets side by side; None is a stretch."""
    line = QHBoxLayout()
    for part in parts:
        if part is None:
            line.addStretch(1)
        else:
            line.addWidget(part)
    return line


def _column(head: QHBoxLayout, body: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addLayout(head)
    layout.addWidget(body, 1)
    return column


def _split(orientation: Qt.Orientation, sizes: Mapping[QWidget, int]) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(11)
    splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
    for part in sizes:
        splitter.addWidget(part)
    splitter.setSizes(list(sizes.values()))
    splitter.setChildrenCollapsible(False)
    return splitter
