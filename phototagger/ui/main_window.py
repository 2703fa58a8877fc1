"""The main window: places the parts and wires them; no rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMainWindow,
    QSplitter,
    QToolBar,
    QWidget,
)

from phototagger.app import App, write_rules
from phototagger.core.events import Notice, Progress, Remedy, Work
from phototagger.core.photo import PhotoFilter
from phototagger.ui import actions, favourites, menus, theme, view_memory, wording
from phototagger.ui.activity import Activity
from phototagger.ui.activity_flow import ActivityFlow, show_folder
from phototagger.ui.agency_flow import AgencyFlow
from phototagger.ui.badge_desk import BadgeDesk
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.browser import Browser
from phototagger.ui.dialogs import Dialogs
from phototagger.ui.drag_desk import DragDesk
from phototagger.ui.full_screen import FullScreen
from phototagger.ui.inspector import Inspector
from phototagger.ui.keymap import Keymap
from phototagger.ui.library_watch import LibraryWatch
from phototagger.ui.notifier import Notifier
from phototagger.ui.palette_desk import PaletteDesk
from phototagger.ui.review_desk import ReviewDesk
from phototagger.ui.review_flow import ReviewFlow
from phototagger.ui.saved_search_desk import SavedSearchDesk
from phototagger.ui.seen_desk import SeenDesk
from phototagger.ui.selection_desk import SelectionDesk
from phototagger.ui.settings_dialog import PAGES
from phototagger.ui.sidebar import Sidebar
from phototagger.ui.sweep_flow import SweepFlow
from phototagger.ui.tag_flow import TagFlow
from phototagger.ui.tag_run_flow import TagRunFlow
from phototagger.ui.text_desk import TextDesk
from phototagger.ui.undo import History
from phototagger.ui.undo_desk import UndoDesk
from phototagger.ui.vocabulary_flow import VocabularyFlow
from phototagger.ui.welcome_flow import WelcomeFlow
from phototagger.ui.words_desk import WordsDesk
from phototagger.ui.write_flow import WriteFlow

_TILE_STEP_PX = 24
_SAID_MS = 4000


class MainWindow(QMainWindow):
    """The window of the program.

    Args:
        app: the program.
        bridge: brings its events.
        state: where geometry is kept.
    """

    def __init__(self, app: App, bridge: GuiBridge, state: QSettings) -> None:
        super().__init__()
        self._app = app
        self._session = app.session
        self._bridge = bridge
        self._state = state
        self.setWindowTitle("PhotoTagger")
        self.setAcceptDrops(True)
        self.undo_stack = History(self._session, self)
        self.keymap = Keymap(app.settings_file.settings.own_keys, self)
        self.dialogs = Dialogs(app, bridge, self.keymap, state, self)
        self.browser = Browser(self._session, bridge, has_samples=self.dialogs.has_samples)
        self.inspector = Inspector(
            self._session.known_tags,
            favourites.remembered(app.settings_file.settings, self.dialogs.keep, self),
        )
        self.sidebar = Sidebar()
        self.watch = LibraryWatch(self._session, bridge, self.sidebar, self)
        self.activity = Activity()
        self._build_desks()
        self.actions_by_id = actions.build(self)
        menus.fill_menu_bar(self, self.actions_by_id)
        self.addToolBar(menus.tool_bar(self, self.actions_by_id))
        menus.give_photo_menu(self.browser.grid, self.actions_by_id)
        self._build_helpers()
        self._build_layout()
        self._wire_actions()
        self._wire_parts()
        self._apply_settings()
        self.watch.begin()
        self._restore_state()
        self.selection.refresh()

    # Building

    def _build_desks(self) -> None:
        self.desk = ReviewDesk(self._session, self.undo_stack, self.browser.selected_ids, self)
        self.writing = WriteFlow(self._session, self._bridge, self._state, self)
        self.undoing = UndoDesk(
            self._session, self._bridge, self.undo_stack, self.browser, self.dialogs.confirm, self
        )
        self.undoing.said.connect(self._say)
        self.watch.close_wanted.connect(self.undoing.close_folder)
        self.runs = TagRunFlow(self._session, self.dialogs, self)
        self.happened = ActivityFlow(
            self._app, self._bridge, self.dialogs, self.writing, self._state, self
        )
        self.happened.photo_wanted.connect(self.browser.show_photo)
        self.happened.tagging_wanted.connect(self.runs.tag)
        self.agencies = AgencyFlow(self._app, self._bridge, self.undo_stack, self)
        self.agencies.photo_wanted.connect(self.browser.show_photo)
        self.badges = BadgeDesk(self._app, self._bridge, self.browser, self.inspector.badges, self)
        self.agencies.closed.connect(self.badges.refresh)
        panel, switch = self.inspector.panel, self._switch_learning
        self.words = WordsDesk(self._session, self._bridge, panel, self.browser, switch, self)
        session, bridge, browser = self._session, self._bridge, self.browser
        self.sweep = SweepFlow(
            session, bridge, self.undo_stack, self.undoing, panel, browser, self._state, self
        )
        self.reviewing = ReviewFlow(self._session, self.desk, panel, self.browser, self)
        self.tags = TagFlow(
            self._session, self.undo_stack, panel, self.browser.find_bar.search, self
        )
        self.full_screen = FullScreen(self, self.browser, self.inspector, self._around)
        self.texts = TextDesk(
            self._session, self._bridge, self.inspector, self.desk, self._state, self
        )
        self._build_library_desks()
        self.selection = SelectionDesk(
            self._session, self._bridge, self.browser, self.inspector, self.texts, self
        )
        self.vocabulary = VocabularyFlow(
            self._session, self._bridge, self.undo_stack, self._state, self
        )
        self.vocabulary.photos_wanted.connect(self._search)
        self.vocabulary.sweep_wanted.connect(self.sweep.start)
        panel.entry.complete = self._session.everywhere.complete

    def _build_helpers(self) -> None:
        self.palette_desk = PaletteDesk(
            self.actions_by_id,
            self.sidebar.choices,
            self.sidebar.choose,
            self._session.known_tags,
            self.browser.find_bar.search,
            self._edit_settings,
            self._state,
            self,
        )
        self.notifier = Notifier(self._session, self._bridge, self)
        self.welcome = WelcomeFlow(
            self._session, self.dialogs, self._on_settings_changed, self._state, self
        )

    def _build_library_desks(self) -> None:
        bridge = self._bridge
        self.searches = SavedSearchDesk(
            self._session.searches,
            bridge,
            self.sidebar,
            self.browser.find_bar,
            self.undo_stack,
            self,
        )
        self.seen = SeenDesk(self._session, self.undo_stack, self)
        self.drags = DragDesk(self._session, bridge, self.browser, self.sidebar, self.desk, self)

    def _build_layout(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.sidebar, self.browser, self.inspector):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([216, 734, 360])
        self.splitter.setChildrenCollapsible(False)
        self.setCentralWidget(self.splitter)
        self._selection_text = QLabel()
        self._selection_text.setContentsMargins(10, 0, 10, 0)
        self._service_text = QLabel()
        self._service_text.setProperty("dim", True)
        self._service_text.setContentsMargins(10, 0, 10, 0)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setFixedHeight(2 * self.fontMetrics().height())
        self.statusBar().addWidget(self._selection_text)
        self.statusBar().messageChanged.connect(self._say_selected)
        self.statusBar().addPermanentWidget(self.activity)
        self.statusBar().addPermanentWidget(self._service_text)
        self.resize(QSize(1320, 840).boundedTo(self.screen().availableSize() * 0.94))
        panel = self.inspector.panel
        find = self.browser.find_bar
        order = (
            self.sidebar,
            *find.stops(),
            self.browser.grid,
            panel.list,
            panel.entry,
            panel.threshold,
        )
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _wire_actions(self) -> None:
        panel, browser, writing = self.inspector.panel, self.browser, self.writing
        verbs: dict[str, Callable[[], object]] = {
            "open_folder": self.dialogs.open_folder,
            "open_files": self.dialogs.open_files,
            "rescan": self._session.rescan,
            "seen": lambda: self.seen.acknowledge(browser.selected_ids()),
            "forget": self._forget_selected,
            "export": lambda: self.dialogs.export(browser.selected_ids(), browser.shown_ids()),
            "agencies": lambda: self.agencies.open(browser.selected_ids(), browser.shown_ids()),
            "quit": self.close,
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "find": browser.find_bar.begin,
            "save_search": self.searches.save,
            "search_help": browser.find_bar.show_help,
            "palette": self.palette_desk.open,
            "select_all": browser.grid.selectAll,
            "select_none": browser.grid.clearSelection,
            "invert": browser.grid.invert_selection,
            "settings": self._edit_settings,
            "tag_selected": lambda: self.runs.choose(browser.selected_ids()),
            "tag_untagged": lambda: self.runs.tag(self._session.untagged()),
            "stop_tagging": self._session.stop_tagging,
            "accept": panel.toggle_current,
            "reject": panel.reject_current,
            "rename": panel.rename_current,
            "add": panel.entry.setFocus,
            "texts": self.texts.edit,
            **self.reviewing.verbs(),
            **self.tags.verbs(),
            "threshold_down": lambda: panel.threshold.nudge(-0.05),
            "threshold_up": lambda: panel.threshold.nudge(0.05),
            "write_selected": lambda: writing.start(browser.selected_ids()),
            "write_all": lambda: writing.start(self._session.unsaved()),
            "undo_write": writing.undo_last,
            "undo_selected": lambda: self._session.undo_write_of(browser.selected_ids()),
            "history": writing.show_history,
            "words": self.words.show_words,
            "vocabulary": self._show_vocabulary,
            "rename_everywhere": lambda: self.vocabulary.ask_to_rename(panel.current_names()),
            "sweep": self.sweep.start_highlighted,
            "next": lambda: browser.step(1),
            "previous": lambda: browser.step(-1),
            "next_untagged": lambda: self._go_to_next(PhotoFilter.UNTAGGED),
            "next_to_review": lambda: self._go_to_next(PhotoFilter.TO_REVIEW),
            **self.full_screen.verbs(),
            "larger": lambda: browser.grid.set_edge(browser.grid.edge_px + _TILE_STEP_PX),
            "smaller": lambda: browser.grid.set_edge(browser.grid.edge_px - _TILE_STEP_PX),
            "activity": self.happened.open,
            "requests": self.dialogs.show_requests,
            "keys": self.dialogs.show_keys,
            "welcome": self.welcome.show,
            "about": self.dialogs.show_about,
        }
        verbs |= {
            f"suggestion_{number}": partial(panel.toggle_numbered, str(number % 10))
            for number in range(1, 11)
        }
        # What was typed is kept before anything is done with it.
        actions.connect(self.actions_by_id, verbs, self.texts.keep)
        menus.hide_empty(self)
        self.keymap.changed.connect(self._on_keys_changed)
        self._on_keys_changed()
        self.actions_by_id["stop_tagging"].setEnabled(False)
        self.undoing.take_actions(self.actions_by_id["undo"], self.actions_by_id["redo"])

    def _wire_parts(self) -> None:
        panel, bridge, browser = self.inspector.panel, self._bridge, self.browser
        self.sidebar.chosen.connect(browser.choose)
        self.sidebar.clicked.connect(lambda index: browser.grid.setFocus())
        browser.empty.all_wanted.connect(lambda: self.sidebar.choose(PhotoFilter.ALL))
        browser.empty.folder_wanted.connect(self.dialogs.open_folder)
        browser.empty.samples_wanted.connect(self.dialogs.open_samples)
        self.selection.refreshed.connect(self._on_selection_refreshed)
        browser.closeup_ready.connect(self.inspector.view.show_pixmap)
        browser.notices.remedy_chosen.connect(self._on_remedy)
        browser.notices.report_wanted.connect(self.writing.show_report)
        self.inspector.view.double_clicked.connect(browser.show_large)
        self.desk.refused.connect(self._say)
        self.undo_stack.refused.connect(self.desk.refuses)
        panel.toggled.connect(self.desk.toggle)
        panel.rejected.connect(self.desk.reject)
        panel.renamed.connect(self.desk.rename)
        panel.added.connect(self.desk.add)
        self.reviewing.said.connect(self._say)
        self.tags.said.connect(self._say)
        self.tags.give_menu(self.actions_by_id)
        browser.large.tag_stepped.connect(panel.step)
        browser.large_changed.connect(self.inspector.view.setHidden)
        for action_id in ("zoom_fit", "zoom_in", "zoom_out"):  # letters of names in the grid
            self.actions_by_id[action_id].setEnabled(False)
            browser.large_changed.connect(self.actions_by_id[action_id].setEnabled)
        self.actions_by_id["tag_overlay"].setEnabled(False)
        self.full_screen.changed.connect(self.actions_by_id["tag_overlay"].setEnabled)
        panel.photo_stepped.connect(browser.step)
        panel.thresholds_changed.connect(self._on_thresholds)
        self.activity.stop_wanted.connect(self._on_stop)
        bridge.progressed.connect(self.activity.take)
        bridge.progressed.connect(self._on_progress)
        bridge.service_waited.connect(self.activity.wait)
        bridge.noticed.connect(browser.notices.show_notice)
        bridge.photos_listed.connect(self._say_selected)

    # What the user sees

    def _on_selection_refreshed(self, count: int) -> None:
        self._say_selected()
        for action_id in ("tag_selected", "write_selected", "undo_selected", "forget"):
            self.actions_by_id[action_id].setEnabled(count > 0)

    def _say_selected(self) -> None:
        chosen = self.browser.selected_count()
        total = wording.photos(len(self.browser.model.ids))
        text = self.tr("{} of {} selected").format(wording.number(chosen), total)
        # Qt shows a hidden label again when the bar is laid out: only an empty one stays away.
        self._selection_text.setText(
            "" if self.statusBar().currentMessage() else text if chosen else total
        )

    def _on_progress(self, progress: Progress) -> None:
        if progress.work is Work.TAGGING:
            self.actions_by_id["stop_tagging"].setEnabled(progress.is_running)

    def _apply_settings(self) -> None:
        settings = self._app.settings_file.settings
        self._session.settings = settings
        self._session.vocabulary.follow_settings()
        self._app.writer.follow(write_rules(settings))
        self.inspector.panel.set_thresholds(settings.hide_below, settings.accept_from)
        self.browser.model.forget_summaries()
        self.browser.grid.viewport().update()
        self._service_text.setText(self.dialogs.service_line())

    def _around(self) -> list[QWidget]:
        bar = self.findChild(QToolBar)
        parts = (self.menuBar(), bar, self.statusBar(), self.sidebar, self.inspector)
        return [part for part in parts if part is not None]

    def _on_keys_changed(self) -> None:
        actions.give_keys(self.actions_by_id, self.keymap.keys)
        self.browser.find_bar.name_key(self.actions_by_id["find"].shortcut())
        self.inspector.name_key(self.actions_by_id["tag_selected"].shortcut())
        self.inspector.panel.entry.name_key(self.actions_by_id["add"].shortcut())

    # Verbs that need the window

    def _say(self, text: str) -> None:
        self.statusBar().showMessage(text, _SAID_MS)

    def _forget_selected(self) -> None:
        ids = self.browser.selected_ids()
        question = self.tr("Remove {} from the library? The files stay where they are.")
        is_sure = self.dialogs.confirm(question.format(wording.photos(len(ids))), self.tr("Remove"))
        if is_sure:
            self.undoing.forget(ids)

    def _show_vocabulary(self) -> None:
        self.vocabulary.open(self.actions_by_id["undo"], self.actions_by_id["redo"])

    def _search(self, text: str) -> None:
        """Show what a search finds in the whole library."""
        self.sidebar.choose(PhotoFilter.ALL)
        self.browser.find_bar.search(text)
        self.browser.show_grid()
        self.activateWindow()

    def _switch_learning(self, is_on: bool) -> None:
        self.dialogs.keep(learn_words=is_on)
        self._on_settings_changed(("learn_words",))

    def _go_to_next(self, wanted: PhotoFilter) -> None:
        if not self.browser.go_to_next(wanted):
            self._say(self.tr("There is none in this view."))

    def _on_thresholds(self, hide_below: float, accept_from: float) -> None:
        self.dialogs.keep(hide_below=hide_below, accept_from=accept_from)
        self._session.settings = self._app.settings_file.settings
        self._session.count()
        self.browser.model.forget_summaries()
        self.browser.grid.viewport().update()

    def _edit_settings(self, page: str = PAGES[0]) -> None:
        self.dialogs.edit_settings(self._on_settings_changed, page)

    def _on_settings_changed(self, names: tuple[str, ...]) -> None:
        if "theme" in names:
            theme.apply(self.dialogs.qt_app, self._app.settings_file.settings.theme)
            actions.tint(self.actions_by_id)
            self.sidebar.tint_icons()
            self.browser.tint()
        self._apply_settings()
        if "learn_words" in names:
            self._session.words.refresh()

    def _on_stop(self, work: Work) -> None:
        session = self._session
        stops: dict[Work, Callable[[], None]] = {
            Work.SCAN: session.stop_scan,
            Work.TAGGING: session.stop_tagging,
            Work.PREVIEW: session.stop_preview,
            Work.WRITING: session.stop_writing,
            Work.UNDO: session.stop_undo,
            Work.LEARNING: session.words.stop,
            Work.EXPORT: self._app.exports.stop,
            Work.CHANGING: session.mass.stop,
        }
        stops[work]()

    def _on_remedy(self, notice: Notice) -> None:
        remedies: dict[Remedy, Callable[[], object]] = {
            Remedy.TAG_AGAIN: lambda: self.runs.tag(notice.ids),
            Remedy.WRITE_AGAIN: lambda: self.writing.start(notice.ids),
            Remedy.UNDO_WRITE: self.writing.undo_last,
            Remedy.OPEN_SETTINGS: self._edit_settings,
            Remedy.SHOW_PROBLEMS: lambda: self.sidebar.choose(PhotoFilter.PROBLEMS),
            Remedy.SHOW_FILE: lambda: show_folder(notice.path),
        }
        if verb := remedies.get(notice.remedy):
            verb()

    # Dropping, closing, remembering

    def event(self, event: QEvent) -> bool:
        """Let Space press the button that has the focus instead of accepting a tag."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(QApplication.focusWidget(), QAbstractButton)
        ):
            event.accept()
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and folders."""
        self.drags.enter(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.drags.drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close unless photos are being changed, or written and the user would rather wait."""
        if self._session.is_writing and not self.dialogs.may_stop_writing():
            event.ignore()
            return
        if self.undo_stack.refuses():  # it would not be made, which nobody could see
            event.ignore()
            return
        self.texts.keep()
        self.full_screen.leave()
        self._state.setValue("geometry", self.saveGeometry())
        self._state.setValue("splitter", self.splitter.saveState())
        self._state.setValue("tile_edge_px", self.browser.grid.edge_px)
        self.browser.find_bar.save(self._state)
        view_memory.keep(self._state, self.browser)
        super().closeEvent(event)

    def _restore_state(self) -> None:
        if isinstance(geometry := self._state.value("geometry"), QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(splitter := self._state.value("splitter"), QByteArray):
            self.splitter.restoreState(splitter)
        edge_px = str(self._state.value("tile_edge_px", ""))
        if edge_px.isdecimal():
            self.browser.grid.set_edge(int(edge_px))
        self.browser.find_bar.restore(self._state)
        view_memory.restore(self._state, self._session, self.sidebar, self.browser)
