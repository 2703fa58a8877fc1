"""What can be searched for, in examples that can be clicked."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt, Signal
from PySide6.QtGui import QFontDatabase, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

_EXAMPLES = (
    (
        "beach sunset",
        QT_TRANSLATE_NOOP("SearchHelp", "words of names, folders, keywords and suggestions"),
    ),
    ('"golden retriever"', QT_TRANSLATE_NOOP("SearchHelp", "words that belong together")),
    ("-cat", QT_TRANSLATE_NOOP("SearchHelp", "not this word; a minus goes before anything")),
    ("tag:dog or tag:cat", QT_TRANSLATE_NOOP("SearchHelp", "one of the two")),
    ("tag:dog*", QT_TRANSLATE_NOOP("SearchHelp", "a keyword that begins so")),
    ("own:rex", QT_TRANSLATE_NOOP("SearchHelp", "a keyword you typed")),
    ("suggested:dog", QT_TRANSLATE_NOOP("SearchHelp", "a suggestion that waits for you")),
    ("rejected:dog", QT_TRANSLATE_NOOP("SearchHelp", "a tag you rejected")),
    ("p:beach>0.6", QT_TRANSLATE_NOOP("SearchHelp", "a suggestion by its probability, also 60%")),
    (
        "state:review",
        QT_TRANSLATE_NOOP(
            "SearchHelp", "untagged, tagged, review, reviewed, unwritten, error, changed"
        ),
    ),
    ("kw<7", QT_TRANSLATE_NOOP("SearchHelp", "number of keywords, also kw=0, kw>=30")),
    ("ext:nef", QT_TRANSLATE_NOOP("SearchHelp", "file type")),
    ("name:img_00", QT_TRANSLATE_NOOP("SearchHelp", "in the name of the file")),
    ("in:Trip", QT_TRANSLATE_NOOP("SearchHelp", "in a folder, with all below it")),
    (
        "date:2024-05..2024-08",
        QT_TRANSLATE_NOOP("SearchHelp", "when it was taken: a year, month, day or period"),
    ),
)


class SearchHelp(QFrame):
    """A small window with the language of the search; a click outside or Esc closes it.

    Signals:
        chosen(str): search for this example.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("search-help")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("What can be searched for"))
        layout = QGridLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setHorizontalSpacing(14)
        layout.setVerticalSpacing(2)
        title = QLabel(self.tr("Terms side by side must all hold. Click an example to try it."))
        title.setProperty("dim", True)
        layout.addWidget(title, 0, 0, 1, 2)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        for row, (example, meaning) in enumerate(_EXAMPLES, start=1):
            button = QPushButton(example)
            button.setProperty("link", True)
            button.setFont(fixed)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setAccessibleName(self.tr("Search for {}").format(example))
            button.setAccessibleDescription(self.tr(str(meaning)))
            button.clicked.connect(lambda _checked=False, text=example: self._choose(text))
            layout.addWidget(button, row, 0)
            layout.addWidget(QLabel(self.tr(str(meaning))), row, 1)

    def show_below(self, widget: QWidget) -> None:
        """Come up below *widget*, within the screen."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        screen = widget.screen().availableGeometry()
        left = min(corner.x(), screen.right() - self.width())
        top = min(corner.y(), screen.bottom() - self.height())
        self.move(max(screen.left(), left), max(screen.top(), top))
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keyboard begin at the first example."""
        super().showEvent(event)
        self.findChildren(QPushButton)[0].setFocus()

    def _choose(self, example: str) -> None:
        self.hide()
        self.chosen.emit(example)
