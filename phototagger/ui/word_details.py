"""The right side of the vocabulary: what is said about the chosen word, and what may be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.tags import clean_name, parse_names
from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_proposals import Proposal, ProposalKind
from phototagger.core.word_use import WordUse
from phototagger.ui import wording

_UNSET = -1


class WordDetails(QScrollArea):
    """A form over one word, or the flags of several.

    Signals:
        edited(Word): this shall be said about the word.
        flagged(str, bool): a flag of all chosen words, by the name of the field.
        proposal_accepted(Proposal): do as it says.
        proposal_dismissed(Proposal): do not say it again.
    """

    edited = Signal(object)
    flagged = Signal(str, bool)
    proposal_accepted = Signal(object)
    proposal_dismissed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._vocabulary = Vocabulary()
        self._word: Word | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the focus
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("heading", True)
        self.title.setWordWrap(True)
        self.use = QLabel()
        self.use.setTextFormat(Qt.TextFormat.PlainText)
        self.use.setProperty("dim", True)
        self.use.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("warning", True)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.parent_field = _Field(self.tr("Below the word"))
        self.parent_field.setPlaceholderText(self.tr("at the top"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        self.parent_field.setCompleter(completer)
        self.synonyms = _Field(self.tr("Synonyms, parted by commas"))
        self.english = _Field(self.tr("English"))
        self.czech = _Field(self.tr("Czech"))
        self.private = QCheckBox(self.tr("Private: never written or exported"))
        self.never = QCheckBox(self.tr("Never suggest"))
        self.show_from = _share_box(self.tr("Show from"), self.tr("like all words"))
        self.accept_from = _share_box(self.tr("Accept from"), self.tr("like all words"))
        self.form = QWidget()
        self._proposals = QWidget()
        self._proposal_rows = QVBoxLayout(self._proposals)
        self._proposal_rows.setContentsMargins(0, 0, 0, 0)
        self._build()
        self._connect()
        self.show_nothing("")

    def _build(self) -> None:
        form = QFormLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, part in (
            (self.tr("Below"), self.parent_field),
            (self.tr("Synonyms"), self.synonyms),
            (self.tr("English"), self.english),
            (self.tr("Czech"), self.czech),
            (self.tr("Show from"), self.show_from),
            (self.tr("Accept from"), self.accept_from),
        ):
            form.addRow(text, part)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 2, 4, 2)
        layout.setSpacing(10)
        for widget in (self.title, self.use, self._proposals, self.form, self.problem):
            layout.addWidget(widget)
        for box in (self.private, self.never):
            layout.addWidget(box)
        layout.addStretch(1)
        self.setWidget(inner)

    def _connect(self) -> None:
        for field in (self.parent_field, self.synonyms, self.english, self.czech):
            field.editingFinished.connect(self._on_edited)
            field.left.connect(self._fill)
        for box in (self.show_from, self.accept_from):
            box.editingFinished.connect(self._on_edited)
        self.private.clicked.connect(lambda on: self._on_flag("is_private", is_on=on))
        self.never.clicked.connect(lambda on: self._on_flag("is_never_suggested", is_on=on))

    def show_nothing(self, text: str) -> None:
        """Show that no word is chosen, and why."""
        self._word = None
        self.title.setText("")
        self.title.hide()
        self.use.setText(text)
        self._show_parts(is_one=False, is_any=False)
        self.show_proposals(())

    def show_word(self, word: Word, use: WordUse, vocabulary: Vocabulary) -> None:
        """Show what is said about one word."""
        self._word, self._vocabulary = word, vocabulary
        self.title.setText(word.name)
        self.title.show()
        self.use.setText(self._use(use))
        self._show_parts(is_one=True, is_any=True)
        self._fill()

    def show_words(self, words: Sequence[Word]) -> None:
        """Show the flags of several words."""
        self._word = None
        self.title.setText(wording.counted(len(words), "word", "words"))
        self.title.show()
        self.use.setText(self.tr("What you tick or untick counts for all of them."))
        self._show_parts(is_one=False, is_any=True)
        for box, flags in (
            (self.private, {word.is_private for word in words}),
            (self.never, {word.is_never_suggested for word in words}),
        ):
            box.setTristate(len(flags) > 1)
            state = Qt.CheckState.PartiallyChecked
            if len(flags) == 1:
                state = Qt.CheckState.Checked if True in flags else Qt.CheckState.Unchecked
            box.setCheckState(state)
        self.show_proposals(())

    def show_names(self, names: Sequence[str]) -> None:
        """Take the words that may stand above another one."""
        self._names.setStringList(list(names))

    def show_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Show what the decisions propose about the word."""
        while (item := self._proposal_rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for proposal in proposals:
            self._proposal_rows.addWidget(self._card(proposal))
        self._proposals.setVisible(bool(proposals))

    def _card(self, proposal: Proposal) -> QWidget:
        card = QFrame()
        card.setObjectName("proposal")
        text = QLabel(self._says(proposal))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        accept = QPushButton(self.tr("Accept"))
        accept.setAccessibleName(self.tr("Accept: {}").format(text.text()))
        accept.clicked.connect(lambda: self.proposal_accepted.emit(proposal))
        dismiss = QPushButton(self.tr("Dismiss"))
        dismiss.setAccessibleName(self.tr("Dismiss: {}").format(text.text()))
        dismiss.clicked.connect(lambda: self.proposal_dismissed.emit(proposal))
        for button in (accept, dismiss):
            button.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(accept)
        line.addWidget(dismiss)
        line.addStretch(1)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(text)
        layout.addLayout(line)
        return card

    def _says(self, proposal: Proposal) -> str:
        agreeing, all_of = wording.number(proposal.agreeing), wording.number(proposal.evidence)
        share = wording.percent(proposal.probability)
        if proposal.kind is ProposalKind.NEVER:
            return self.tr("Never suggest it: you rejected {} of {}.").format(agreeing, all_of)
        if proposal.kind is ProposalKind.ACCEPT_FROM:
            text = self.tr("Always accept it from {}: you accepted {} of {} from there on.")
            return text.format(share, agreeing, all_of)
        if proposal.kind is ProposalKind.SHOW_FROM:
            text = self.tr("Show it only from {}: you rejected {} of {} below.")
            return text.format(share, agreeing, all_of)
        text = self.tr(
            "Rename it to “{}”: you typed that on {} of the {} photos you rejected it on."
        )
        return text.format(proposal.into, agreeing, all_of)

    def _use(self, use: WordUse) -> str:
        parts = [self.tr("On {}").format(wording.photos(use.photos))]
        if use.suggested:
            parts.append(self.tr("suggested on {}").format(wording.photos(use.suggested)))
        if use.accepted or use.rejected:
            accepted, rejected = wording.number(use.accepted), wording.number(use.rejected)
            parts.append(self.tr("accepted {}, rejected {}").format(accepted, rejected))
        return " · ".join(parts)

    def _show_parts(self, *, is_one: bool, is_any: bool) -> None:
        self.form.setVisible(is_one)
        for box in (self.private, self.never):
            box.setVisible(is_any)
        self.problem.hide()

    def _fill(self) -> None:
        word = self._word
        if word is None:
            return
        self.problem.hide()
        self.parent_field.show_text(word.parent)
        self.synonyms.show_text(", ".join(word.synonyms))
        self.english.show_text(word.translations.get("en", ""))
        self.czech.show_text(word.translations.get("cs", ""))
        for box, share in (
            (self.show_from, word.show_from),
            (self.accept_from, word.accept_from),
        ):
            with QSignalBlocker(box):
                box.setValue(_UNSET if share is None else round(share * 100))
        for flag, is_on in (
            (self.private, word.is_private),
            (self.never, word.is_never_suggested),
        ):
            flag.setTristate(False)
            flag.setChecked(is_on)

    def _on_edited(self) -> None:
        word = self._word
        if word is None:
            return
        said = replace(
            word,
            parent=clean_name(self.parent_field.text()),
            synonyms=self._said_synonyms(word),
            translations=self._translations(word),
            show_from=_share(self.show_from, word.show_from),
            accept_from=_share(self.accept_from, word.accept_from),
        )
        if said == word:
            return
        problem = self._why_not(said)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self._word = said
            self.edited.emit(said)

    def _said_synonyms(self, word: Word) -> tuple[str, ...]:
        if self.synonyms.text() == ", ".join(word.synonyms):
            return word.synonyms  # one of them may hold a comma
        return tuple(name for name in parse_names(self.synonyms.text()) if name != word.name)

    def _translations(self, word: Word) -> dict[str, str]:
        typed = {"en": clean_name(self.english.text()), "cs": clean_name(self.czech.text())}
        said = {**word.translations, **typed}
        return {language: text for language, text in said.items() if text}

    def _why_not(self, word: Word) -> str:
        above = (word.parent, *self._vocabulary.parents(word.parent))
        if word.name in above:
            return self.tr("“{}” stands below “{}” already.").format(word.parent, word.name)
        for synonym in word.synonyms:
            if synonym in self._vocabulary.words:
                text = self.tr("“{}” is a word of its own; merge it into “{}” instead.")
                return text.format(synonym, word.name)
            owner = self._vocabulary.main_word(synonym)
            if owner not in (synonym, word.name):
                return self.tr("“{}” is a synonym of “{}” already.").format(synonym, owner)
        return ""

    def _on_flag(self, name: str, *, is_on: bool) -> None:
        self.private.setTristate(False)
        self.never.setTristate(False)
        self.flagged.emit(name, is_on)


class _Field(QLineEdit):
    """A line whose Escape brings back what stood there.

    Signals:
        left(): the user gave the edit up.
    """

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(name)

    def show_text(self, text: str) -> None:
        """Show a text unless it stands there; the cursor stays at the beginning."""
        self._shown = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give an edit up with Escape; without one it is the window's."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # else the dialog would press its default button


def _share_box(name: str, unset: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(_UNSET, 100)
    box.setSuffix(" %")
    box.setSpecialValueText(unset)
    box.setAccessibleName(name)
    return box


def _share(box: QSpinBox, known: float | None) -> float | None:
    if box.value() == _UNSET:
        return None
    if known is not None and round(known * 100) == box.value():
        return known
    return box.value() / 100
