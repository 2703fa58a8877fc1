"""The tags of the selected photos as a list model, in sections that can be folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from phototagger.core.review import Coverage, SelectionRow, TagState
from phototagger.ui import wording

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class Section(StrEnum):
    """The parts of the list."""

    KEYWORDS = "Keywords"
    SUGGESTED = "Suggestions"
    HIDDEN = "Hidden"
    REJECTED = "Rejected"


class TagRole(IntEnum):
    """What the delegate asks for."""

    ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class SectionHead:
    """A heading in the list.

    Attributes:
        section: which.
        count: tags in it.
        is_open: False when its tags are folded away.
    """

    section: Section
    count: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class TagEntry:
    """A tag in the list.

    Attributes:
        row: what is known about it.
        photo_count: number of selected photos.
        above_threshold: a pending suggestion that "accept all from" would take.
        shortcut: digit that toggles it, "" when it has none.
    """

    row: SelectionRow
    photo_count: int
    above_threshold: bool
    shortcut: str


Entry = SectionHead | TagEntry


class TagModel(QAbstractListModel):
    """Tags of the selection; headings are rows that cannot be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[SelectionRow] = ()
        self._photo_count = 0
        self._hide_below = self._accept_from = 0.0
        self._folded = {Section.HIDDEN, Section.REJECTED}
        self._entries: list[Entry] = []

    def show(
        self,
        rows: Sequence[SelectionRow],
        photo_count: int,
        hide_below: float,
        accept_from: float,
    ) -> None:
        """Show these tags; the same list in the same order only repaints."""
        self._rows, self._photo_count = rows, photo_count
        self._hide_below, self._accept_from = hide_below, accept_from
        self._rebuild()

    def toggle_section(self, section: Section) -> None:
        """Fold or unfold a section."""
        self._folded ^= {section}
        self._rebuild()

    def entry(self, row: int) -> Entry | None:
        """Return the heading or tag at a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def name_at(self, row: int) -> str | None:
        """Return the tag at a row, None for a heading."""
        entry = self.entry(row)
        return entry.row.name if isinstance(entry, TagEntry) else None

    def row_of(self, name: str) -> int | None:
        """Return where a tag stands, None when it is not shown."""
        for row, entry in enumerate(self._entries):
            if isinstance(entry, TagEntry) and entry.row.name == name:
                return row
        return None

    def name_of_shortcut(self, digit: str) -> str | None:
        """Return the tag that a digit toggles."""
        for entry in self._entries:
            if isinstance(entry, TagEntry) and entry.shortcut == digit:
                return entry.row.name
        return None

    def pending(self) -> list[float]:
        """Return the probability of every pending suggestion of every selected photo."""
        return [probability for row in self._rows for probability in row.pending]

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of headings and shown tags."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let tags be selected and renamed, headings only be clicked."""
        entry = self.entry(index.row())
        if entry is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(entry, TagEntry):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what *role* asks for."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == TagRole.ENTRY:
            return entry
        if isinstance(entry, SectionHead):
            text = f"{entry.section} ({entry.count})"
            wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return text if role in wanted else None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.plain(spoken(entry))
        return None

    def _rebuild(self) -> None:
        entries = self._build()
        if [_key(entry) for entry in entries] == [_key(entry) for entry in self._entries]:
            self._entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def _build(self) -> list[Entry]:
        sections: dict[Section, list[SelectionRow]] = {section: [] for section in Section}
        for row in self._rows:
            sections[self._section_of(row)].append(row)
        entries: list[Entry] = []
        digits = iter("1234567890")
        for section, rows in sections.items():
            if not rows:
                continue
            is_open = section not in self._folded
            entries.append(SectionHead(section, len(rows), is_open))
            if is_open:
                entries += [
                    TagEntry(
                        row,
                        self._photo_count,
                        section is Section.SUGGESTED
                        and (row.probability or 0.0) >= self._accept_from,
                        next(digits, "") if section is Section.SUGGESTED else "",
                    )
                    for row in rows
                ]
        return entries

    def _section_of(self, row: SelectionRow) -> Section:
        if row.coverage is not Coverage.NONE:
            return Section.KEYWORDS
        if row.state is TagState.REJECTED:
            return Section.REJECTED
        highest = row.probability_range[1] if row.probability_range else 0.0
        return Section.SUGGESTED if highest >= self._hide_below else Section.HIDDEN


def spoken(entry: TagEntry) -> str:
    """Return a tag in words, for example "dog, suggested, 87 percent, on 3 of 14 photos"."""
    row = entry.row
    parts = [row.name, str(row.state)]
    if row.is_learned:
        parts.append("learned")
    if row.probability is not None:
        parts.append(f"{row.probability:.0%}".replace("%", " percent"))
    if row.will_be_removed:
        parts.append("will be removed from the file")
    if entry.photo_count > 1:
        on = row.keyword_count or row.suggested_count or row.rejected_count
        parts.append(f"on {on} of {entry.photo_count} photos")
        if row.probability_range and row.probability_range[0] != row.probability_range[1]:
            low, high = row.probability_range
            parts.append(f"between {low:.0%} and {high:.0%}".replace("%", " percent"))
    return ", ".join(parts)


def _key(entry: Entry) -> tuple[str, str]:
    if isinstance(entry, SectionHead):
        return "section", f"{entry.section}{entry.is_open}"
    return "tag", entry.row.name
