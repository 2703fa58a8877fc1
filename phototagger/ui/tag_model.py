"""The tags of the selected photos as a list model, in sections that can be folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from phototagger.core.review import Coverage, SelectionRow, TagState
from phototagger.core.tag_pipeline import look_alikes
from phototagger.ui import language, tag_reasons, wording
from phototagger.ui.language import said
from phototagger.ui.tag_mime import TAGS_MIME, mime_of, names_in

_tr = language.Texts("tag_model")

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class Section(StrEnum):
    """The parts of the list."""

    KEYWORDS = "Keywords"
    SUGGESTED = "Suggestions"
    HIDDEN = "Hidden"
    REJECTED = "Rejected"

    @property
    def text(self) -> str:
        """What it is called."""
        return {
            Section.KEYWORDS: _tr("Keywords"),
            Section.SUGGESTED: _tr("Suggestions"),
            Section.HIDDEN: _tr("Hidden"),
            Section.REJECTED: _tr("Rejected"),
        }[self]


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
        why_hidden: in words, "" where it is not.
    """

    row: SelectionRow
    photo_count: int
    above_threshold: bool
    shortcut: str
    why_hidden: str = ""


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two keywords.

    Attributes:
        above: keywords that stand above it.
        text: what they are.
    """

    above: int
    text: str


Entry = SectionHead | TagEntry | Divider

_DIGITS = "1234567890"

DIVIDERS = {
    10: QT_TRANSLATE_NOOP("TagModel", "the first 10 count most at Adobe Stock"),
    49: QT_TRANSLATE_NOOP("TagModel", "Adobe Stock takes 49"),
    50: QT_TRANSLATE_NOOP("TagModel", "most agencies take 50"),
}
"""Where the order of keywords matters to agencies: number of keywords above, and why."""


class TagModel(QAbstractListModel):
    """Tags of the selection; headings and dividers are rows that cannot be selected.

    Signals:
        placed(list[str], str): tags were dropped before this keyword, "" for behind the last.
    """

    placed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[SelectionRow] = ()
        self._photo_count = 0
        self._hide_below = self._accept_from = 0.0
        self._folded = {Section.HIDDEN, Section.REJECTED}
        self._entries: list[Entry] = []
        self._digits: dict[str, str] = {}

    def renumber(self) -> None:
        """Give the digits anew with the next list: other photos are selected."""
        self._digits = {}

    def show(
        self,
        rows: Sequence[SelectionRow],
        photo_count: int,
        hide_below: float,
        accept_from: float,
    ) -> None:
        """Show these tags; the same list in the same order only repaints."""
        known = {row.name for row in self._rows}
        has_new = any(row.state is TagState.SUGGESTED and row.name not in known for row in rows)
        if has_new or hide_below != self._hide_below:
            self.renumber()
        self._rows, self._photo_count = _with_alike(rows), photo_count
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
        """Return the tag that a digit toggles: the same one again and again on one photo."""
        names = {row.name for row in self._rows}
        return next((n for n, d in self._digits.items() if d == digit and n in names), None)

    def pending(self) -> list[float]:
        """Return the probability of every pending suggestion that follows the threshold."""
        return [probability for row in self._rows for probability in row.pending]

    def always(self) -> list[float]:
        """Return that of those which are shown whatever the threshold says."""
        return [probability for row in self._rows for probability in row.always]

    def hidden_count(self) -> int:
        """Return how many are hidden whatever the threshold says."""
        return sum(row.hidden_count for row in self._rows)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of headings and shown tags."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let tags be selected and dragged, headings only be clicked; drops go between."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        entry = self.entry(index.row())
        if entry is None or isinstance(entry, Divider):
            return Qt.ItemFlag.NoItemFlags
        if isinstance(entry, TagEntry):
            is_dragged = Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | is_dragged
        return Qt.ItemFlag.ItemIsEnabled

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Move within the list, copy onto photos."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped here."""
        return [TAGS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the tags of these rows."""
        rows = sorted(index.row() for index in indexes)
        return mime_of(name for row in rows if (name := self.name_at(row)) is not None)

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Let tags be dropped between keywords."""
        return data.hasFormat(TAGS_MIME) and self._place(row, parent) is not None

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Tell where tags were dropped; what that means is decided elsewhere."""
        before = self._place(row, parent)
        if before is None or not (names := names_in(data)):
            return False
        self.placed.emit(list(names), before)
        return False  # nothing is taken out of the list by the view

    def _place(self, row: int, parent: Index) -> str | None:
        """Return the keyword before which a drop goes, "" for the end, None for nowhere."""
        row = parent.row() if parent.isValid() else row
        keywords = [
            at
            for at, entry in enumerate(self._entries)
            if isinstance(entry, TagEntry) and entry.row.coverage is not Coverage.NONE
        ]
        if not keywords or not keywords[0] <= row <= keywords[-1] + 1:
            return None
        following = next((at for at in keywords if at >= row), None)
        return "" if following is None else self.name_at(following)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what *role* asks for."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == TagRole.ENTRY:
            return entry
        if isinstance(entry, Divider):
            texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return self.tr(entry.text) if role in texts else None
        if isinstance(entry, SectionHead):
            text = f"{entry.section.text} ({wording.number(entry.count)})"
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
        self._number([row.name for row in sections[Section.SUGGESTED]])
        for section, rows in sections.items():
            if not rows:
                continue
            is_open = section not in self._folded
            entries.append(SectionHead(section, len(rows), is_open))
            for place, row in enumerate(rows if is_open else ()):
                is_keyword = section is Section.KEYWORDS
                if is_keyword and place in DIVIDERS and self._photo_count == 1:
                    entries.append(Divider(place, str(DIVIDERS[place])))
                entries.append(
                    TagEntry(
                        row,
                        self._photo_count,
                        section is Section.SUGGESTED
                        and (row.probability or 0.0) >= self._accept_from,
                        self._digits.get(row.name, "") if section is Section.SUGGESTED else "",
                        tag_reasons.why(row, self._hide_below) if section is Section.HIDDEN else "",
                    )
                )
        return entries

    def _number(self, suggested: Sequence[str]) -> None:
        """Number the first ten suggestions.

        One that is decided keeps its number: the others do not slide under the fingers of
        somebody who types 1, 2, 3, and the same digit takes the decision back.
        """
        if not any(name in self._digits for name in suggested):
            free = (digit for digit in _DIGITS)
            self._digits = {} if suggested else self._digits
        else:
            free = (digit for digit in _DIGITS if digit not in set(self._digits.values()))
        for name in suggested:
            if name not in self._digits and (digit := next(free, "")):
                self._digits[name] = digit

    def _section_of(self, row: SelectionRow) -> Section:
        if row.coverage is not Coverage.NONE:
            return Section.KEYWORDS
        if row.state is TagState.REJECTED:
            return Section.REJECTED
        return Section.SUGGESTED if row.is_visible(self._hide_below) else Section.HIDDEN


def spoken(entry: TagEntry) -> str:
    """Return a tag in words, for example "dog, 87 percent, suggested, on 3 of 14 photos"."""
    row = entry.row
    parts = [row.name]
    if row.probability is not None:
        parts.append(wording.spoken_percent(row.probability))
    parts.append(said(str(row.state)))
    if entry.why_hidden:
        parts.append(entry.why_hidden)
    if row.is_learned:
        parts.append(_tr("learned"))
    if row.will_be_removed:
        parts.append(_tr("will be removed from the file"))
    if entry.photo_count > 1:
        on = row.keyword_count or row.suggested_count or row.rejected_count
        count = wording.counted(entry.photo_count, "on {on} of {} photo", "on {on} of {} photos")
        parts.append(count.format(on=wording.number(on)))
        if row.probability_range and row.probability_range[0] != row.probability_range[1]:
            low, high = row.probability_range
            parts.append(
                _tr("between {} and {}").format(
                    wording.spoken_percent(low), wording.spoken_percent(high)
                )
            )
    if note := tag_reasons.note(row):
        parts.append(note)
    return ", ".join(parts)


def _with_alike(rows: Sequence[SelectionRow]) -> Sequence[SelectionRow]:
    """Return rows with suggestions that are nearly another word marked: the user may merge them."""
    by_probability = sorted(rows, key=lambda row: -(row.probability or 0.0))
    known = [row.name for row in by_probability if row.coverage is not Coverage.NONE]
    open_rows = [row.name for row in by_probability if row.state is TagState.SUGGESTED]
    alike = look_alikes((*known, *open_rows))
    if not alike:
        return rows
    return [
        replace(row, alike=alike.get(row.name, "")) if row.state is TagState.SUGGESTED else row
        for row in rows
    ]


def _key(entry: Entry) -> tuple[str, str]:
    if isinstance(entry, SectionHead):
        return "section", f"{entry.section}{entry.is_open}"
    if isinstance(entry, Divider):
        return "divider", str(entry.above)
    return "tag", entry.row.name
