"""Colours of the window, light and dark, and the few style rules Fusion needs.

Every colour with a meaning has a name here; widgets ask for it by name and never mix their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from phototagger.core.review import TagState


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours.

    Attributes:
        window, base, raised, line: surfaces, from the frame to a raised card, and hairlines.
        text, dim: text on them; *dim* still has a contrast of 4.5:1.
        accent, on_accent: selection and the one main button.
        accepted, own, in_file, suggested, rejected: the five states of a tag.
        warning, error: notices.
        track: the empty part of a bar.
        stage: what lies behind a photo.
    """

    window: QColor
    base: QColor
    raised: QColor
    line: QColor
    text: QColor
    dim: QColor
    accent: QColor
    on_accent: QColor
    accepted: QColor
    own: QColor
    in_file: QColor
    suggested: QColor
    rejected: QColor
    warning: QColor
    error: QColor
    track: QColor
    stage: QColor

    def of_state(self, state: TagState) -> QColor:
        """Return the colour of a tag state."""
        return {
            TagState.ACCEPTED: self.accepted,
            TagState.OWN: self.own,
            TagState.IN_FILE: self.in_file,
            TagState.SUGGESTED: self.suggested,
            TagState.REJECTED: self.rejected,
        }[state]


LIGHT = Theme(
    window=QColor("#f1f3f5"),
    base=QColor("#ffffff"),
    raised=QColor("#ffffff"),
    line=QColor("#d5dae0"),
    text=QColor("#1d2329"),
    dim=QColor("#5b6670"),
    accent=QColor("#1f6fc5"),
    on_accent=QColor("#ffffff"),
    accepted=QColor("#1c7f46"),
    own=QColor("#6b4fc0"),
    in_file=QColor("#0f7480"),
    suggested=QColor("#7a8793"),
    rejected=QColor("#c03a32"),
    warning=QColor("#9a6100"),
    error=QColor("#b3261e"),
    track=QColor("#e4e8ec"),
    stage=QColor("#e9ecef"),
)

DARK = Theme(
    window=QColor("#1b1e22"),
    base=QColor("#22262b"),
    raised=QColor("#2a2f35"),
    line=QColor("#3a4149"),
    text=QColor("#e8ebee"),
    dim=QColor("#a3aeb8"),
    accent=QColor("#4b9bea"),
    on_accent=QColor("#0b1622"),
    accepted=QColor("#4fc07f"),
    own=QColor("#ad97f2"),
    in_file=QColor("#4fc3cf"),
    suggested=QColor("#8d99a5"),
    rejected=QColor("#f07a72"),
    warning=QColor("#e5ab4a"),
    error=QColor("#f2857d"),
    track=QColor("#3a4149"),
    stage=QColor("#16181b"),
)


def current() -> Theme:
    """Return the colours in force. Thread: GUI."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def apply(app: QApplication, mode: str) -> None:
    """Dress the application.

    Args:
        app: the application.
        mode: "light", "dark" or "system".
    """
    app.setStyle("Fusion")
    hints = app.styleHints()
    dark = mode == "dark" or (mode == "system" and hints.colorScheme() is Qt.ColorScheme.Dark)
    theme = DARK if dark else LIGHT
    app.setPalette(_palette(theme))
    app.setStyleSheet(_style(theme))


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(theme.window)
    for name, color in {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_accent,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.dim,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.Mid: theme.line,
        role.Midlight: theme.track,
        role.Dark: theme.line,
    }.items():
        palette.setColor(name, color)
    for name in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(theme.dim)
        faded.setAlphaF(0.55)
        palette.setColor(QPalette.ColorGroup.Disabled, name, faded)
    return palette


def _mixed(over: QColor, under: QColor, share: float) -> QColor:
    """Return *over* painted on *under* with the opacity *share*."""
    parts = zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(share * a + (1 - share) * b) for a, b in parts))


def _style(t: Theme) -> str:
    def c(color: QColor) -> str:
        return color.name()

    hover = QColor(t.accent)
    hover.setAlphaF(0.14)
    tint = hover.name(QColor.NameFormat.HexArgb)
    chosen = _mixed(t.accent, t.base, 0.16)
    return f"""
    QToolTip {{ color: {c(t.text)}; background: {c(t.raised)}; border: 1px solid {c(t.line)};
        padding: 4px 6px; }}
    QToolBar {{ background: {c(t.window)}; border: 0; border-bottom: 1px solid {c(t.line)};
        padding: 5px 8px; spacing: 4px; }}
    QToolBar QToolButton {{ padding: 5px 10px; border-radius: 6px; border: 1px solid transparent; }}
    QToolBar QToolButton:hover, QToolButton:hover {{ background: {tint}; }}
    QToolButton {{ border: 0; border-radius: 5px; padding: 3px; }}
    QToolBar QToolButton[popupMode="1"] {{ padding-right: 26px; }}
    QToolBar QToolButton::menu-button {{ border: 0; width: 22px; border-radius: 6px; }}
    QToolBar QToolButton::menu-button:hover {{ background: {tint}; }}
    #order::menu-indicator, #sets::menu-indicator {{ image: none; }}
    #order {{ padding: 5px 8px; }}
    QSplitter::handle {{ background: {c(t.line)}; }}
    QDialog QSplitter::handle {{ background: transparent; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QSplitter::handle:vertical {{ height: 1px; }}
    QPushButton {{ padding: 6px 14px; border-radius: 6px; border: 1px solid {c(t.line)};
        background: {c(t.raised)}; }}
    QPushButton:hover {{ border-color: {c(t.accent)}; }}
    QPushButton:focus {{ border: 1px solid {c(t.accent)}; }}
    QPushButton:disabled {{ color: {c(t.dim)}; background: {c(t.window)}; }}
    QPushButton[link="true"] {{ border: 1px solid transparent; background: transparent;
        padding: 3px 6px; color: {c(t.accent)}; text-align: left; }}
    QPushButton[link="true"]:hover, QPushButton[link="true"]:focus {{ background: {tint}; }}
    #search-help {{ background: {c(t.raised)}; border: 1px solid {c(t.line)}; }}
    QPushButton[primary="true"] {{ background: {c(t.accent)}; color: {c(t.on_accent)};
        border-color: {c(t.accent)}; font-weight: 600; }}
    QPushButton[primary="true"]:hover {{ background: {c(t.accent.darker(108))}; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {c(t.text)}; padding: 5px 13px; }}
    QPushButton[primary="true"]:disabled {{ background: {c(t.track)}; color: {c(t.dim)};
        border-color: {c(t.line)}; }}
    QLineEdit {{ padding: 5px 8px; border-radius: 6px;
        border: 1px solid {c(t.line)}; background: {c(t.base)};
        selection-background-color: {c(t.accent)}; selection-color: {c(t.on_accent)}; }}
    QLineEdit:focus {{ border: 1px solid {c(t.accent)}; }}
    QPlainTextEdit {{ padding: 2px 4px; border-radius: 6px; border: 1px solid {c(t.line)};
        background: {c(t.base)}; selection-background-color: {c(t.accent)};
        selection-color: {c(t.on_accent)}; }}
    QPlainTextEdit:focus {{ border: 1px solid {c(t.accent)}; }}
    QTextBrowser {{ background: {c(t.base)}; selection-background-color: {c(t.accent)};
        selection-color: {c(t.on_accent)}; }}
    QComboBox, QSpinBox, QDoubleSpinBox {{ min-height: 26px; }}
    QProgressBar {{ border: 0; border-radius: 4px; background: {c(t.track)}; height: 8px; }}
    QProgressBar::chunk {{ border-radius: 4px; background: {c(t.accent)}; }}
    QHeaderView::section {{ background: {c(t.window)}; color: {c(t.dim)}; border: 0;
        border-bottom: 1px solid {c(t.line)}; padding: 6px 8px; }}
    QMenu {{ background: {c(t.raised)}; border: 1px solid {c(t.line)}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px 5px 20px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c(t.accent)}; color: {c(t.on_accent)}; }}
    QMenu::item:disabled {{ color: {c(t.dim)}; }}
    QMenu::separator {{ height: 1px; background: {c(t.line)}; margin: 4px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {c(t.dim)}; border-radius: 4px; margin: 2px;
        min-height: 32px; min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {c(t.text)}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    #sidebar {{ background: {c(t.window)}; padding: 4px 8px; outline: 0;
        selection-background-color: transparent; show-decoration-selected: 0; }}
    #sidebar::item {{ padding-left: 6px; color: {c(t.text)}; }}
    #sidebar::item:disabled {{ color: {c(t.dim)}; background: transparent; padding-left: 2px; }}
    QStatusBar {{ background: {c(t.window)}; border-top: 1px solid {c(t.line)}; }}
    QStatusBar::item {{ border: 0; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QScrollBar::handle:disabled {{ background: transparent; }}
    QTableView {{ outline: 0; background: {c(t.base)}; alternate-background-color: {c(t.window)};
        border: 1px solid {c(t.line)}; border-radius: 6px; selection-background-color: {tint};
        selection-color: {c(t.text)}; }}
    QTableView::item {{ padding: 5px 8px; border: 0; }}
    QTableView, #plain-list {{ selection-background-color: {c(chosen)};
        selection-color: {c(t.text)}; }}
    QTableView::item:selected, #plain-list::item:selected {{ background: {c(chosen)};
        color: {c(t.text)}; }}
    #words {{ background: {c(t.base)}; alternate-background-color: {c(t.window)};
        border: 1px solid {c(t.line)}; border-radius: 6px; outline: 0;
        selection-background-color: {c(chosen)}; selection-color: {c(t.text)}; }}
    #words::item {{ padding: 4px 6px; border: 0; }}
    #words::item:selected {{ background: {c(chosen)}; color: {c(t.text)}; }}
    #proposal {{ background: {c(t.raised)}; border: 1px solid {c(t.line)};
        border-left: 3px solid {c(t.accent)}; border-radius: 6px; }}
    #plain-list {{ background: {c(t.base)}; border: 1px solid {c(t.line)}; border-radius: 6px;
        padding: 3px; outline: 0; }}
    #plain-list::item {{ padding: 4px; border-radius: 4px; }}
    QRadioButton::indicator {{ width: 13px; height: 13px; border: 1px solid {c(t.dim)};
        border-radius: 7px; background: {c(t.base)}; }}
    QRadioButton::indicator:checked {{ width: 7px; height: 7px; border: 4px solid {c(t.accent)};
        background: {c(t.on_accent)}; }}
    QRadioButton::indicator:disabled {{ border-color: {c(t.line)}; }}
    #drop-zone {{ background: {c(t.base)}; border: 2px dashed {c(t.line)}; border-radius: 10px; }}
    #plain-tree {{ background: {c(t.base)}; border: 1px solid {c(t.line)}; border-radius: 6px;
        outline: 0; selection-background-color: {c(chosen)}; selection-color: {c(t.text)}; }}
    #plain-tree::item {{ padding: 4px; }}
    #plain-tree::item:selected {{ background: {c(chosen)}; color: {c(t.text)}; }}
    #palette {{ background: {c(t.raised)}; border: 1px solid {c(t.dim)}; }}
    #palette QLineEdit {{ border: 0; background: transparent; font-size: 16px; padding: 8px; }}
    #completions::item {{ padding: 5px 8px; }}
    #completions::item:selected {{ color: {c(t.on_accent)}; background: {c(t.accent)}; }}
    #palette QListView {{ background: transparent; outline: 0; }}
    QCheckBox::indicator:unchecked, QListView::indicator:unchecked,
    QTableView::indicator:unchecked {{ width: 13px; height: 13px;
        border: 1px solid {c(t.dim)}; border-radius: 3px; background: {c(t.base)}; }}
    QPlainTextEdit {{ padding: 3px 5px; border-radius: 6px; border: 1px solid {c(t.line)};
        background: {c(t.base)}; selection-background-color: {c(t.accent)};
        selection-color: {c(t.on_accent)}; }}
    QPlainTextEdit:focus {{ border: 1px solid {c(t.accent)}; }}
    QLabel[dim="true"] {{ color: {c(t.dim)}; }}
    QLabel[warning="true"] {{ color: {c(t.warning)}; }}
    QLabel[heading="true"] {{ font-size: 17px; font-weight: 600; }}
    """
