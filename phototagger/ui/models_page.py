"""Tagging models: which are here, which tags photos, and how further ones come.

Choosing a model is a setting and holds once the dialog is accepted, like every other; installing
and removing happen at once, beside everything else, and go on when the dialog is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.errors import ModelError
from phototagger.core.models.desk import Installation, ModelDesk
from phototagger.core.models.download import megabytes
from phototagger.core.models.registry import RegistryEntry
from phototagger.core.models.store import BUILT_IN, InstallStep, Model
from phototagger.core.settings import Value
from phototagger.ui import wording
from phototagger.ui.dialog_memory import keep_folder, start_folder
from phototagger.ui.language import said
from phototagger.ui.plain_table import PlainTable
from phototagger.ui.wording import plain

_PERMILLE = 1000
_ADDRESS_WIDTH_PX = 520


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table: a model that is here, or one that could be."""

    id: str
    cells: tuple[str, ...]
    about: str
    can_use: bool = False
    can_remove: bool = False
    can_install: bool = False


class ModelsPage(QWidget):
    """The models of the embedded service.

    Signals:
        removed(str): the model of this id is gone.

    Args:
        desk: installs and removes; it is watched while this page lives.
        chosen: id of the model in the settings.
        state: where the folder used last is kept.
    """

    removed = Signal(str)

    def __init__(self, desk: ModelDesk, chosen: str, state: QSettings) -> None:
        super().__init__()
        self._state = state
        self._desk = desk
        self._chosen = chosen
        self._rows: list[_Row] = []
        self._shown_end: Installation | None = desk.current
        intro = QLabel(
            self.tr(
                "The model turns a photo into tags, on this computer. The built-in one needs "
                "nothing; others may know more words and need more time."
            )
        )
        intro.setWordWrap(True)
        intro.setProperty("dim", True)
        self.table = PlainTable(self.tr("Models"), self._widths(), 0)
        self.table.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.table.itemSelectionChanged.connect(self._on_selection)
        self.table.itemDoubleClicked.connect(lambda _: self._on_use())
        self._about = _words()
        self._about.setProperty("dim", True)
        # Room for three lines, so that nothing moves when another row is chosen.
        self._about.setMinimumHeight(3 * self._about.fontMetrics().lineSpacing())
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._use = QPushButton(self.tr("Use"))
        self._install = QPushButton(self.tr("Install"))
        self._remove = QPushButton(self.tr("Remove"))
        self._from = {
            QPushButton(self.tr("From File…")): self._on_file,
            QPushButton(self.tr("From Folder…")): self._on_folder,
            QPushButton(self.tr("From Address…")): self._on_address,
        }
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the installation"))
        self._cancel = QPushButton(self.tr("Cancel Installation"))
        self._news = _words()
        self._lay_out(intro)
        self._use.clicked.connect(self._on_use)
        self._install.clicked.connect(lambda: self._begin(self._row().id))
        self._remove.clicked.connect(self._on_remove)
        self._cancel.clicked.connect(desk.cancel)
        for part, verb in self._from.items():
            part.clicked.connect(verb)
        desk.watch = self._on_news
        self._fill(chosen)
        self._show_installation()

    def changes(self) -> dict[str, Value]:
        """Return the chosen model by the name of its setting."""
        return {"tagging_model": self._chosen}

    def _widths(self) -> dict[str, int]:
        return {
            self.tr("Model"): 0,
            self.tr("Version"): 68,
            self.tr("Size"): 80,
            self.tr("Tags"): 58,
            self.tr("Licence"): 94,
            self.tr("State"): 124,
        }

    def _lay_out(self, intro: QLabel) -> None:
        verbs, sources, progress = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for part in (self._use, self._install, self._remove):
            verbs.addWidget(part)
        verbs.addStretch()
        sources.addWidget(QLabel(self.tr("Install another model:")))
        for source in self._from:
            sources.addWidget(source)
        sources.addStretch()
        progress.addWidget(self._bar, 1)
        progress.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(intro)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._about)
        layout.addLayout(verbs)
        layout.addLayout(sources)
        layout.addLayout(progress)
        layout.addWidget(self._news)

    # The table

    def _fill(self, selected: str) -> None:
        self._rows = self._models()
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._rows))
        for number, row in enumerate(self._rows):
            is_here = row.can_use or row.can_remove or row.id == BUILT_IN
            for column, text in enumerate(row.cells):
                item = QTableWidgetItem(text)
                item.setToolTip(plain(row.about or text))
                font = item.font()
                font.setBold(row.id == self._chosen)
                item.setFont(font)
                if not is_here:
                    item.setForeground(self.palette().placeholderText())
                self.table.setItem(number, column, item)
        ids = [row.id for row in self._rows]
        self.table.selectRow(ids.index(selected) if selected in ids else 0)
        self.table.blockSignals(False)
        self._on_selection()

    def _models(self) -> list[_Row]:
        store = self._desk.store
        rows = [self._of_model(model) for model in store.models()]
        here = {row.id for row in rows}
        if self._chosen not in here:
            sentence = self.tr("It was chosen and is not here; the built-in model is used instead.")
            rows.append(
                _Row(self._chosen, (self._chosen, "", "", "", "", self.tr("Missing")), sentence)
            )
        try:
            known = store.registry()
        except ModelError as error:
            self._say(said(str(error)))
            known = ()
        return rows + [self._of_entry(entry) for entry in known if entry.id not in here]

    def _of_model(self, model: Model) -> _Row:
        name = self.tr("Built-in") if model.id == BUILT_IN else model.name
        state = self.tr("In use") if model.id == self._chosen else ""
        cells = (
            name,
            model.version,
            said(megabytes(model.size_bytes)) if model.size_bytes else "",
            wording.number(model.tag_count) if model.tag_count else "",
            model.licence,
            self.tr("Damaged") if model.problem else state,
        )
        about = self.tr("{} (id {}), in {}").format(model.name, model.id, model.folder)
        if model.id == BUILT_IN:
            about = self.tr("Ships with PhotoTagger: {}.").format(model.name)
        if model.problem:
            about = self.tr("This model is {}; install it again or remove it.").format(
                said(model.problem)
            )
        is_own = model.id != BUILT_IN
        return _Row(model.id, cells, about, can_use=not model.problem, can_remove=is_own)

    def _of_entry(self, entry: RegistryEntry) -> _Row:
        size = said(megabytes(entry.size_bytes))
        can_install = entry.address is not None
        cells = (
            entry.name,
            "",
            size if can_install else f"≈ {size}",
            wording.number(entry.tag_count),
            entry.licence,
            self.tr("Not installed") if can_install else self.tr("Not available yet"),
        )
        about = " ".join(filter(None, map(said, (entry.description, entry.unavailable))))
        return _Row(entry.id, cells, about, can_install=can_install)

    def _row(self) -> _Row:
        return self._rows[max(0, self.table.currentRow())]

    def _on_selection(self) -> None:
        row = self._row()
        self._about.setText(row.about)
        is_idle = not self._is_installing()
        self._use.setEnabled(row.can_use and row.id != self._chosen)
        self._remove.setEnabled(row.can_remove and is_idle)
        self._install.setVisible(row.can_install)
        self._install.setEnabled(row.can_install and is_idle)

    # Verbs

    def _on_use(self) -> None:
        row = self._row()
        if not row.can_use or row.id == self._chosen:
            return
        self._chosen = row.id
        self.table.setFocus()  # the button, which had it, has nothing more to do
        self._fill(row.id)
        self._say(
            self.tr("{} tags photos once you choose OK; tags you have stay as they are.").format(
                row.cells[0]
            )
        )

    def _on_remove(self) -> None:
        row = self._row()
        question = self.tr("Remove the model “{}” from this computer?").format(row.cells[0])
        buttons = QMessageBox.StandardButton
        box = QMessageBox(QMessageBox.Icon.Question, "PhotoTagger", question, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)  # the name is the maker's
        agree = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(buttons.Cancel))
        box.exec()
        if box.clickedButton() is not agree:
            return
        try:
            self._desk.remove(row.id)
        except ModelError as error:
            self._say(said(str(error)))
            return
        if self._chosen == row.id:
            self._chosen = BUILT_IN
        self.removed.emit(row.id)
        self._fill(BUILT_IN)
        self._say(self.tr("Removed {}.").format(row.cells[0]))

    def _on_file(self) -> None:
        start = str(start_folder(self._state))
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Install a Model"), start, self.tr("Models (*.zip)")
        )
        self._take(path)

    def _on_folder(self) -> None:
        start = str(start_folder(self._state))
        self._take(QFileDialog.getExistingDirectory(self, self.tr("Install a Model"), start))

    def _take(self, path: str) -> None:
        if path:
            keep_folder(self._state, Path(path).parent)
        self._begin(path)

    def _on_address(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Install a Model"))
        dialog.setLabelText(
            self.tr("Address of a zip file; a digest at its end, “#sha256=…”, is checked:")
        )
        dialog.setOkButtonText(self.tr("Install"))
        dialog.resize(_ADDRESS_WIDTH_PX, dialog.height())
        if dialog.exec() and (text := dialog.textValue().strip()):
            self._begin(text if "://" in text else f"https://{text}")

    def _begin(self, source: str) -> None:
        if source:
            self._desk.install(source)

    # The installation

    def _is_installing(self) -> bool:
        return self._desk.current is not None and self._desk.current.is_running

    def _on_news(self) -> None:
        self._show_installation()
        now = self._desk.current
        if now is not None and not now.is_running and now is not self._shown_end:
            self._shown_end = now
            # Next time round: the end may come from within a click of this page.
            QTimer.singleShot(0, self, lambda: self._show_end(now))

    def _show_installation(self) -> None:
        now = self._desk.current
        is_running = now is not None and now.is_running
        for part in (self._bar, self._cancel):
            part.setVisible(is_running)
        for part in self._from:
            part.setEnabled(not is_running)
        self._on_selection()
        if now is None or not now.is_running:
            return
        if now.total:
            self._bar.setRange(0, _PERMILLE)
            self._bar.setValue(_PERMILLE * now.done // now.total)
        else:
            self._bar.setRange(0, 0)
        self._say(self._doing(now))

    def _doing(self, now: Installation) -> str:
        if now.step is InstallStep.CHECK:
            return self.tr("Trying it on its examples…")
        if now.step is InstallStep.COPY:
            return self.tr("Copying and checking…")
        if not now.total:
            return self.tr("Downloading: {}").format(said(megabytes(now.done)))
        done, total = said(megabytes(now.done)), said(megabytes(now.total))
        return self.tr("Downloading: {} of {}").format(done, total)

    def _show_end(self, now: Installation) -> None:
        if now.model is not None:
            self._fill(now.model.id)
            self._say(
                self.tr("Installed {}. Choose Use to tag with it.").format(now.model.name)
                if now.model.id != self._chosen
                else self.tr("Installed {}.").format(now.model.name)
            )
        else:
            self._say(
                said(now.problem) or self.tr("Cancelled; a download goes on where it stopped.")
            )

    def _say(self, text: str) -> None:
        self._news.setText(text)


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
