"""The keys of a review: decide about the selected photos and go on, order, copy and paste tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from phototagger.core.session import Session
from phototagger.ui import wording
from phototagger.ui.browser import Browser
from phototagger.ui.favourites import PLACES
from phototagger.ui.review_desk import ReviewDesk
from phototagger.ui.tag_mime import mime_of, names_in
from phototagger.ui.tag_panel import TagPanel

_FINE = 0.01
_TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


class ReviewFlow(QObject):
    """What one key does to the selected photos.

    Signals:
        said(str): a sentence for the status bar.

    Args:
        session: tells about photos.
        desk: makes changes undoable.
        panel: the tags of the selection, with the thresholds.
        browser: knows what is selected and goes to the next photo.
        parent: owner.
    """

    said = Signal(str)

    def __init__(
        self,
        session: Session,
        desk: ReviewDesk,
        panel: TagPanel,
        browser: Browser,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._panel = panel
        self._browser = browser
        panel.accept_all.connect(self.accept_all)
        panel.moved.connect(desk.move)
        panel.placed.connect(self._place)
        panel.added.connect(panel.favourites.use)
        panel.quick.word_chosen.connect(self.use_word)
        panel.quick.set_chosen.connect(self.apply_set)
        panel.quick.said.connect(self.said)

    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """Return what the actions of a review do, by their ids."""
        panel = self._panel
        return {
            "accept_all": self.accept_all,
            "mark_reviewed": self.mark_reviewed,
            "accept_shown": self.accept_shown,
            "reject_rest": self.reject_rest,
            "threshold_down_fine": lambda: panel.threshold.nudge(-_FINE),
            "threshold_up_fine": lambda: panel.threshold.nudge(_FINE),
            "move_up": lambda: panel.move_current(-1),
            "move_down": lambda: panel.move_current(1),
            "move_top": lambda: panel.move_current(None),
            "copy_tags": self.copy,
            "paste_tags": self.paste,
            "paste_replace": self.paste_instead,
            "make_common": self.make_common,
            "copy_first": self.copy_first,
            **{f"favourite_{place}": partial(self.apply_set, place) for place in PLACES},
        }

    # Decide, and go on

    def accept_all(self) -> None:
        """Accept everything from the threshold on, and go to the next photo."""
        self._desk.accept_from(self._panel.threshold.accept_from)
        self._go_on()

    def mark_reviewed(self) -> None:
        """Accept no more, and go to the next photo."""
        self._desk.mark_reviewed()
        self._go_on()

    def accept_shown(self) -> None:
        """Accept every suggestion that is not hidden, and go to the next photo."""
        self._desk.accept_shown(self._panel.threshold.hide_below)
        self._go_on()

    def reject_rest(self) -> None:
        """Reject what is still suggested, and go to the next photo."""
        self._desk.reject_shown(self._panel.threshold.hide_below)
        self._go_on()

    def _go_on(self) -> None:
        if self._browser.selected_count() == 1:
            self._browser.step(1)

    # Order

    def _place(self, names: Sequence[str], before: str) -> None:
        """Take tags that were dropped among the keywords: new ones are accepted first."""
        self._desk.place([name for name in names if name != before], before)

    # Copy and paste

    def copy(self) -> None:
        """Copy the keywords of the selection; in a text field its text."""
        field = QApplication.focusWidget()
        if isinstance(field, _TEXT_FIELDS):
            field.copy()
        elif names := self._panel.keywords():
            QGuiApplication.clipboard().setMimeData(mime_of(names))
            self.said.emit(self.tr("Copied {}.").format(wording.keywords(len(names))))
        else:
            self.said.emit(self.tr("There are no keywords to copy."))

    def paste(self) -> None:
        """Add the copied tags to all selected photos; in a text field paste text."""
        self._paste(self._desk.give, self.tr("paste {}"))

    def paste_instead(self) -> None:
        """Make the copied tags the keywords of all selected photos."""
        self._paste(self._desk.give_instead, self.tr("replace by {}"))

    def _paste(self, give: Callable[[Sequence[str], str], None], label: str) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, _TEXT_FIELDS):
            field.paste()
            return
        names = names_in(QGuiApplication.clipboard().mimeData())
        if not names:
            self.said.emit(self.tr("There are no copied tags."))
        elif self._browser.selected_count():
            give(names, label.format(wording.counted(len(names), "tag", "tags")))

    def make_common(self) -> None:
        """Give all selected photos the keywords that some have."""
        if names := self._panel.keywords():
            self._desk.give(names, self.tr("make {} common").format(wording.keywords(len(names))))

    def copy_first(self) -> None:
        """Give the other selected photos the keywords of the current one."""
        current = self._browser.current_id
        if current is None or self._browser.selected_count() < 2:
            self.said.emit(self.tr("Select the photos that shall get the keywords as well."))
            return
        names = self._session.reviews([current])[current].keywords().names
        if names:
            self._desk.give(names, self.tr("copy {}").format(wording.keywords(len(names))))

    # Words at hand

    def use_word(self, word: str) -> None:
        """Add a word that was used before."""
        self._panel.favourites.use([word])
        self._desk.add([word])

    def apply_set(self, place: int) -> None:
        """Add the keywords of a favourite set to all selected photos."""
        found = self._panel.favourites.sets.get(place)
        if found is None:
            told = self.tr("There is no set {} yet; save one from the menu Sets.")
            self.said.emit(told.format(place))
        elif self._browser.selected_count():
            self._desk.give(found.words, self.tr("add “{}”").format(found.name))
