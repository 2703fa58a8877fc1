"""From the wish to see or change words to the photos: opens the vocabulary and serves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from phototagger.core.events import KeywordsCounted, WordsCounted, WordsEdited, WordsRead
from phototagger.core.everywhere import Everywhere, WordsChange
from phototagger.core.session import Session
from phototagger.core.vocabulary import Word, changed
from phototagger.core.word_proposals import Proposal, ProposalKind, proposals
from phototagger.core.word_use import WordReport
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.everywhere_dialog import EverywhereDialog, Verb
from phototagger.ui.everywhere_run import EverywhereRun
from phototagger.ui.undo import ApplyVocabularyChange, History
from phototagger.ui.vocabulary_window import VocabularyWindow
from phototagger.ui.word_import import WordImport
from phototagger.ui.word_undo import DismissProposal, EditWords


class VocabularyFlow(QObject):
    """Everything about words that is not about one photo.

    Signals:
        photos_wanted(str): show what this search finds.
        sweep_wanted(str): sweep this word.

    Args:
        session: does it.
        bridge: brings events.
        stack: remembers it.
        state: where geometry is kept.
        window: the main window.
    """

    photos_wanted = Signal(str)
    sweep_wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        bridge: GuiBridge,
        stack: History,
        state: QSettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._stack = stack
        self._state = state
        self._window = window
        self._report: WordReport | None = None
        self._command: EditWords | None = None
        self.dialog: VocabularyWindow | None = None
        self.question: EverywhereDialog | None = None
        self.preview: WordImport | None = None
        self.run = EverywhereRun(window)
        self.run.stop_wanted.connect(session.everywhere.stop)
        bridge.words_counted.connect(self._on_counted)
        bridge.keywords_counted.connect(self._on_keywords_counted)
        bridge.words_editing.connect(lambda event: self.run.step(event.done, event.total))
        bridge.words_edited.connect(self._on_edited)
        bridge.words_read.connect(self._on_read)
        bridge.vocabulary_changed.connect(self._refresh)
        for signal in (bridge.reviews_changed, bridge.library_changed):
            signal.connect(self._count)

    # The window

    def open(self, undo: QAction, redo: QAction) -> VocabularyWindow:
        """Show the vocabulary, or bring it to the front."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return self.dialog
        dialog = VocabularyWindow(self._state, undo, redo, self._window)
        self.dialog = dialog
        dialog.said.connect(self.say)
        dialog.everywhere_wanted.connect(self.ask)
        dialog.photos_wanted.connect(self._show_photos)
        dialog.sweep_wanted.connect(self.sweep_wanted)
        dialog.proposal_accepted.connect(self._accept)
        dialog.proposal_dismissed.connect(self._dismiss)
        dialog.import_wanted.connect(self._session.everywhere.read)
        dialog.export_wanted.connect(self._session.everywhere.write)
        dialog.finished.connect(self._on_closed)
        self._refresh()
        self._session.everywhere.count()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        dialog.search.setFocus()
        return dialog

    def _on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _refresh(self) -> None:
        if self.dialog is None:
            return
        vocabulary, report = self._session.vocabulary.current(), self._report
        found = proposals(report, vocabulary) if report is not None else ()
        self.dialog.show_words(vocabulary, report, found)

    def _count(self) -> None:
        if self.dialog is not None:
            self._session.everywhere.count()

    def _on_counted(self, event: WordsCounted) -> None:
        known = self._report
        if not event.is_whole and known is not None:
            # Those that were counted before stand until the new ones come.
            self._report = replace(event.report, replacements=known.replacements)
        else:
            self._report = event.report
        self._refresh()

    # What is said about words

    def say(self, words: Sequence[Word], label: str) -> None:
        """Say something else about words, as one step that can be undone."""
        vocabulary = self._session.vocabulary.current()
        uses = self._report.uses if self._report is not None else {}
        # A word with nothing said about it stays unless a photo shows it anyway.
        kept = [word if word.name in uses else word.kept() for word in words]
        change = changed(vocabulary, kept, label)
        if change.after:
            self._stack.push(ApplyVocabularyChange(self._session, change))

    def _accept(self, proposal: Proposal) -> None:
        if proposal.kind is ProposalKind.RENAME:
            self.ask(Verb.RENAME, [proposal.name], proposal.into)
            return
        word = proposal.word(self._session.vocabulary.current().word(proposal.name))
        self.say([word], self.tr("accept a proposal for “{}”").format(word.name))

    def _dismiss(self, proposal: Proposal) -> None:
        label = self.tr("dismiss a proposal for “{}”").format(proposal.name)
        self._stack.push(DismissProposal(self._session, proposal, label))

    def _on_read(self, event: WordsRead) -> None:
        preview = WordImport(event, self._front())
        preview.accepted.connect(lambda: self._import(event))
        preview.finished.connect(preview.deleteLater)
        self.preview = preview
        preview.open()

    def _import(self, event: WordsRead) -> None:
        after = [
            word if word is not None else Word(name)
            for name, word in event.plan.change.after.items()
        ]
        # Made again: what was read may be older than what was said since.
        label = self.tr("import {}").format(event.file.name)
        change = changed(self._session.vocabulary.current(), after, label)
        if change.after:
            self._stack.push(ApplyVocabularyChange(self._session, change))

    # Words on all photos

    def ask(self, verb: Verb, names: Sequence[str], into: str = "") -> None:
        """Ask, with the number of photos, whether words shall change on all of them."""
        if self.run.is_running or self.question is not None or self._stack.refuses():
            return
        vocabulary = self._session.vocabulary.current()
        uses = self._report.uses if self._report is not None else {}
        known = [*vocabulary.words, *(n for n in uses if n not in vocabulary.words)]
        is_suggested = any(n in uses and (uses[n].suggested or uses[n].accepted) for n in names)
        question = EverywhereDialog(
            verb, names, known, self._front(), suggested=is_suggested or bool(into)
        )
        if into:
            question.field.setText(into)
        question.accepted.connect(lambda: self._begin(question.gesture(), question.windowTitle()))
        question.finished.connect(self._on_answered)
        self.question = question
        question.open()
        self._session.everywhere.ask(question.names)

    def ask_to_rename(self, names: Sequence[str]) -> None:
        """Ask to rename the one word of *names* everywhere; several are no question."""
        if len(names) == 1:
            self.ask(Verb.RENAME, names)

    def _on_keywords_counted(self, event: KeywordsCounted) -> None:
        if self.question is not None and self.question.names == event.names:
            self.question.take_count(event.photos, event.closed)

    def _on_answered(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None

    def _begin(self, gesture: Everywhere, title: str) -> None:
        self._command = None
        self.run.begin(title, self._front())
        self._session.everywhere.edit(gesture)

    def _put(self, command: EditWords, change: WordsChange) -> None:
        """Undo or redo: the same way, with a command that is on the stack already."""
        self._command = command
        self.run.begin(change.label, self._front())
        self._session.everywhere.put(change)

    def _on_edited(self, event: WordsEdited) -> None:
        self.run.end()
        command, self._command = self._command, None
        if command is None:
            if event.change is not None and _does_something(event.change):
                self._stack.push(EditWords(event.change, self._put))
        elif event.change is None:  # stopped: the stack goes back as well
            command.be_silent_once()
            (self._stack.redo if command.is_undone else self._stack.undo)()
        self._count()

    def _show_photos(self, name: str) -> None:
        uses = self._report.uses if self._report is not None else {}
        field = "tag" if name not in uses or uses[name].photos else "suggested"
        self.photos_wanted.emit(f'{field}:"{name}"')

    def _front(self) -> QWidget:
        """Return the window that a question belongs to."""
        is_front = self.dialog is not None and self.dialog.isActiveWindow()
        return self.dialog if is_front and self.dialog is not None else self._window


def _does_something(change: WordsChange) -> bool:
    return bool(change.reviews.after or change.vocabulary.after)
