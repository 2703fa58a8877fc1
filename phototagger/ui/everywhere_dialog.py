"""Asks before a word is renamed, merged or deleted on all photos: the count comes first."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from phototagger.core import everywhere
from phototagger.core.everywhere import Everywhere
from phototagger.core.tags import clean_name
from phototagger.ui import wording


class Verb(Enum):
    """What shall be done to words."""

    RENAME = "rename"
    MERGE = "merge"
    DELETE = "delete"


class EverywhereDialog(QDialog):
    """One question, with the number of photos it concerns.

    Args:
        verb: what is asked about.
        names: the words.
        known: words that are known; to complete, and to warn that two become one.
        suggested: the words are suggested on some photos: what becomes of that is asked too.
        parent: the window.
    """

    def __init__(
        self,
        verb: Verb,
        names: Sequence[str],
        known: Sequence[str],
        parent: QWidget,
        *,
        suggested: bool,
    ) -> None:
        super().__init__(parent)
        self._verb = verb
        self.names = tuple(names)
        self._known = frozenset(known)
        self._photos: int | None = None
        self.setMinimumWidth(460)
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty("heading", True)
        self.heading.setWordWrap(True)
        self.field = QLineEdit(names[0] if verb is Verb.RENAME else "")
        self.field.setAccessibleName(self._title())
        others = sorted(self._known.difference(names), key=str.casefold)
        completer = QCompleter(QStringListModel(others, self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self.field.setVisible(verb is not Verb.DELETE)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("warning", True)
        self.note.setWordWrap(True)
        self.keep = QCheckBox(self._keep_text())
        self.keep.setChecked(suggested or verb is Verb.MERGE)
        self._promise = QLabel()
        self._promise.setProperty("dim", True)
        self._promise.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.do_it = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.do_it.setProperty("primary", True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.field.textChanged.connect(self._refresh)
        # The list of completions keeps Enter from the button.
        self.field.returnPressed.connect(self.do_it.click)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        for part in (self.heading, self.field, self.note, self.keep, self._promise, self.buttons):
            layout.addWidget(part)
        self.setWindowTitle(self._title())
        self.field.selectAll()
        self._refresh()

    def take_count(self, photos: int, closed: int) -> None:
        """Show on how many photos the words are, and how many of these are in closed folders."""
        self._photos = photos
        promise = self.tr("Files change only when you write. This can be undone.")
        if closed:
            more = self.tr("{} of them are in folders that are closed now.")
            promise = f"{more.format(wording.number(closed))} {promise}"
        self._promise.setText(promise)
        self._refresh()

    def accept(self) -> None:
        """Agree once: Enter reaches the button by way of the field as well."""
        if self.isVisible():
            super().accept()

    def gesture(self) -> Everywhere:
        """Return what the user wants."""
        into, keeps = clean_name(self.field.text()), self.keep.isChecked()
        if self._verb is Verb.DELETE:
            return everywhere.delete(self.names, is_never_suggested=keeps)
        if self._verb is Verb.MERGE:
            return everywhere.merge(self.names, into, keeps_synonym=keeps)
        return everywhere.rename(self.names[0], into, keeps_synonym=keeps)

    def _title(self) -> str:
        titles = {
            Verb.RENAME: self.tr("Rename Everywhere"),
            Verb.MERGE: self.tr("Merge Into"),
            Verb.DELETE: self.tr("Delete Everywhere"),
        }
        return titles[self._verb]

    def _keep_text(self) -> str:
        quoted = wording.quoted(self.names, shown=1)
        if self._verb is Verb.DELETE:
            return self.tr("Never suggest {} again").format(quoted)
        return self.tr("Keep {} as a synonym, so that it becomes the new word in future").format(
            quoted
        )

    def _refresh(self) -> None:
        words = wording.quoted(self.names, shown=3)
        photos = self._photos
        if photos is None:
            self.heading.setText(self.tr("Counting the photos with {}…").format(words))
        elif not photos:
            self.heading.setText(self.tr("No photo has {} as a keyword.").format(words))
        else:
            is_one = len(self.names) == 1
            text = self.tr("{} is on {}.") if is_one else self.tr("{} are on {}.")
            self.heading.setText(text.format(words, wording.photos(photos)))
        into = clean_name(self.field.text())
        becomes_one = self._verb is Verb.RENAME and into in self._known and into not in self.names
        self.note.setVisible(becomes_one)
        if becomes_one:
            # Nothing is left to complete, and the list would cover what is said.
            QTimer.singleShot(0, self, self._hide_completions)
            text = self.tr("“{}” is a word already; the two become one.")
            self.note.setText(text.format(into))
        self.do_it.setText(self._button_text(photos or 0))
        is_said = self._verb is Verb.DELETE or (into != "" and into not in self._gone(into))
        self.do_it.setEnabled(photos is not None and is_said)

    def _hide_completions(self) -> None:
        popup = self.field.completer().popup()
        if popup is not None:
            popup.hide()

    def _gone(self, into: str) -> tuple[str, ...]:
        """Return the words that *into* must not be."""
        is_one_of_many = self._verb is Verb.MERGE and len(self.names) > 1
        return () if is_one_of_many else self.names

    def _button_text(self, photos: int) -> str:
        if not photos:
            texts = {
                Verb.RENAME: self.tr("Rename"),
                Verb.MERGE: self.tr("Merge"),
                Verb.DELETE: self.tr("Delete"),
            }
            return texts[self._verb]
        if self._verb is Verb.RENAME:
            return self.tr("Rename on {}").format(wording.photos(photos))
        if self._verb is Verb.MERGE:
            return self.tr("Merge on {}").format(wording.photos(photos))
        return self.tr("Delete on {}").format(wording.photos(photos))
