"""The middle of the window: which photos are shown, as a grid, as one large photo, or none."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from phototagger.core.events import (
    NamesFound,
    PhotosChanged,
    PhotosListed,
    ReviewsChanged,
    ThumbnailReady,
)
from phototagger.core.photo import PhotoFilter, PhotoId
from phototagger.core.photo_query import Choice, PhotoQuery, SavedSearch
from phototagger.core.session import Session
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.closeups import Closeups
from phototagger.ui.empty_state import EmptyState
from phototagger.ui.film_strip import FilmStrip
from phototagger.ui.find_bar import FindBar
from phototagger.ui.grid_changes import Kept
from phototagger.ui.language import mark, said
from phototagger.ui.loupe import Loupe
from phototagger.ui.notices import Notices
from phototagger.ui.photo_grid import PhotoGrid
from phototagger.ui.photo_model import PhotoModel
from phototagger.ui.tile_delegate import tile_pixmap

_SCREENS_AHEAD = 1
_LOOKED_AT_ONCE = 500
"""Photos whose state is asked at once on the way to the next one; doubled while there is none."""

_NOTHING = {
    PhotoFilter.UNTAGGED: mark("Browser", "Every photo has been tagged."),
    PhotoFilter.TO_REVIEW: mark("Browser", "No tagged photo waits for your decisions."),
    PhotoFilter.REVIEWED: mark("Browser", "Every reviewed photo is written."),
    PhotoFilter.UNSAVED: mark("Browser", "Every decision is written into its file."),
    PhotoFilter.PROBLEMS: mark("Browser", "No photo has a problem."),
    PhotoFilter.CHANGED: mark("Browser", "No other program changed a photo you decided about."),
}


class Browser(QWidget):
    """Photos of the chosen filter or folder.

    The list follows the choice and the scan, not the review: a photo does not vanish under the
    hand that decides about it.

    Signals:
        selection_changed(): other photos are selected, or another one is current.
        closeup_ready(QPixmap | None, str): a sharp picture of the current photo came, or the
            reason why there is none.
        large_changed(bool): one photo is shown large now, or all are again.

    Args:
        session: tells about photos.
        bridge: brings events.
        has_samples: sample photos can be offered.
    """

    selection_changed = Signal()
    closeup_ready = Signal(object, str)
    large_changed = Signal(bool)

    def __init__(self, session: Session, bridge: GuiBridge, *, has_samples: bool) -> None:
        super().__init__()
        self._session = session
        self._query = PhotoQuery()
        self._is_new_list = True
        self._is_listed = False
        self._wanted_id: PhotoId | None = None
        self._wanted_place: Kept | None = None
        self._closeup_edge_px = 0
        self._direction = 1
        self._is_bare = False
        self._rendered_edge_px = 0
        self._typed_name = ""
        self.notices = Notices()
        self.find_bar = FindBar(session.known_tags, session.searches.use_counts)
        self.model = PhotoModel(session, self)
        self.grid = PhotoGrid(self.model)
        self.closeups = Closeups(session, bridge, self)
        self.large = Loupe()
        self.strip = FilmStrip(self.model)
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.large, 1)
        page.addWidget(self.strip)
        self.empty = EmptyState(has_samples=has_samples)
        self._stack = QStackedWidget()
        for part in (self.grid, self._page, self.empty):
            self._stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notices)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._stack, 1)
        self._connect(bridge)

    def _connect(self, bridge: GuiBridge) -> None:
        self.grid.rows_visible.connect(self._on_rows_visible)
        self.grid.photo_opened.connect(lambda photo_id: self.show_large())
        self.large.stepped.connect(self.step)
        self.large.resized.connect(self._look_large)
        self.large.zoomed.connect(self._show_current)
        self.strip.chosen.connect(self.grid.select_row)
        self.strip.stepped.connect(self.step)
        self.strip.rows_visible.connect(self._on_rows_visible)
        self.closeups.came.connect(self._on_closeup)
        self.grid.name_typed.connect(self._on_name_typed)
        bridge.names_found.connect(self._on_names_found)
        self.find_bar.changed.connect(self._on_find_changed)
        self.find_bar.left.connect(self.show_grid)
        self.empty.all_wanted.connect(lambda: self.choose(PhotoFilter.ALL))
        self.grid.choice_changed.connect(self._on_selection_changed)
        self.empty.search_ended.connect(lambda: self.find_bar.search(""))
        bridge.photos_listed.connect(self._on_photos_listed)
        bridge.photos_changed.connect(self._on_photos_changed)
        bridge.reviews_changed.connect(self._on_reviews_changed)
        bridge.thumbnail_ready.connect(self._on_thumbnail)

    # Which photos

    def choose(self, choice: Choice, place: Kept | None = None) -> None:
        """Show the photos of a filter, folder or saved search, as far as the search finds them.

        Args:
            choice: which photos.
            place: what to select there and how far to scroll; None begins at the top.
        """
        find = self.find_bar
        self._wanted_place = place
        # Until the list comes, the old one stays.
        self._query = PhotoQuery(choice, find.text, find.sort, find.is_descending)
        self._is_new_list = True
        self._session.query(self._query)

    @property
    def choice(self) -> Choice:
        """Which photos were asked for last."""
        return self._query.choice

    def place(self) -> Kept | None:
        """Return what is selected and looked at, None while another list is on its way."""
        return None if self._is_new_list else Kept.of(self.grid, self.model)

    def selected_ids(self) -> list[PhotoId]:
        """Return the selected photos."""
        return [PhotoId(photo_id) for photo_id in self.grid.selected_ids()]

    def shown_ids(self) -> list[PhotoId]:
        """Return all photos of the view, in order."""
        return [PhotoId(photo_id) for photo_id in self.model.ids]

    def selected_count(self) -> int:
        """Return how many photos are selected; cheap however many."""
        return self.grid.selected_count()

    @property
    def current_id(self) -> PhotoId | None:
        """The photo with the focus frame."""
        return self.model.id_at(self.grid.current_row)

    def step(self, rows: int) -> None:
        """Go to another photo."""
        self._direction = -1 if rows < 0 else 1
        self.grid.step(rows)

    def go_to_next(self, wanted: PhotoFilter) -> bool:
        """Go to the next photo of a filter after the current one, around the end."""
        ids = self.model.ids
        start = self.grid.current_row + 1
        seen, step = 0, _LOOKED_AT_ONCE
        while seen < len(ids):
            places = range(start + seen, start + min(len(ids), seen + step))
            rows = [row % len(ids) for row in places]
            matching = self._session.matching([PhotoId(ids[row]) for row in rows], wanted)
            for row in rows:
                if ids[row] in matching:
                    self.grid.select_row(row)
                    return True
            seen, step = seen + step, 2 * step
        return False

    def show_photo(self, photo_id: PhotoId) -> None:
        """Go to a photo, and for that to all photos when it is not among those shown."""
        if not self.go_to(photo_id):
            self._wanted_id = photo_id
            self.find_bar.search("")
            self.empty.all_wanted.emit()

    def go_to(self, photo_id: PhotoId) -> bool:
        """Go to a photo, if it is among those shown."""
        try:
            row = self.model.ids.index(photo_id)
        except ValueError:
            return False
        self.grid.select_row(row)
        return True

    # By name

    def _on_name_typed(self, beginning: str) -> None:
        """Look for the name; a further letter may keep the photo that was found."""
        self._typed_name = beginning
        self.grid.say_typed(beginning)
        if beginning:
            self._session.find_name(beginning)

    def _on_names_found(self, event: NamesFound) -> None:
        if event.beginning != self._typed_name:
            return  # more was typed meanwhile, or it is over
        row = self.model.next_of(set(event.ids), max(0, self.grid.current_row))
        self.grid.say_typed(event.beginning, is_found=row is not None)
        if row is not None:
            self.grid.select_row(row)

    # How they are shown

    def show_large(self) -> None:
        """Show the current photo as large as the window allows."""
        if self.current_id is not None:
            self._stack.setCurrentWidget(self._page)
            self.large.setFocus()
            self._show_current()
            self.large_changed.emit(True)

    def show_grid(self) -> None:
        """Show all photos."""
        self._settle()
        self.grid.setFocus()
        self.grid.look_again()

    @property
    def is_large(self) -> bool:
        """True while one photo is shown large."""
        return self._stack.currentWidget() is self._page

    def set_bare(self, is_bare: bool) -> None:
        """Show the large photo without anything around it, or with all again."""
        self._is_bare = is_bare
        self.strip.setVisible(not is_bare)
        self.find_bar.setVisible(not is_bare)

    def want_closeup(self, edge_px: int) -> None:
        """Ask for a sharp picture of the current photo, *edge_px* device pixels long."""
        if self.current_id is None:
            return
        if not self.is_large:
            self._closeup_edge_px = edge_px
            self.closeups.look([self.current_id], edge_px)
            return
        # The photos that are likely next come before they are asked for.
        row, step = self.grid.current_row, self._direction
        around = [self.model.id_at(row + step), self.model.id_at(row - step)]
        around.insert(1, self.model.id_at(row + 2 * step))
        ids = [self.current_id, *(photo_id for photo_id in around if photo_id is not None)]
        self._closeup_edge_px = self.large.wanted_edge_px()
        self.closeups.look(ids, self._closeup_edge_px, whole=self.large.needs_whole)

    def quick_picture(self) -> QPixmap | None:
        """Return the best that is known of the current photo at once."""
        if self.current_id is None:
            return None
        closeup = self.closeups.find(self.current_id)
        return self.model.pixmap(self.current_id) if closeup is None else closeup.pixmap

    def current_problem(self) -> str:
        """Return why the current photo cannot be shown, "" when it can."""
        return self.model.problem(self.current_id) if self.current_id is not None else ""

    def tint(self) -> None:
        """Paint again after the theme changed."""
        if not self.is_large:
            self._settle()
        self.find_bar.tint()
        self.grid.viewport().update()

    def _settle(self) -> None:
        was_large = self.is_large
        self._choose_page()
        if was_large:
            self.large_changed.emit(False)

    def _choose_page(self) -> None:
        query = self._query
        is_empty = not self.model.ids and self._is_listed
        has_search = not is_empty or bool(query.text) or query.choice is not PhotoFilter.ALL
        self.find_bar.setVisible(has_search and not self._is_bare)
        if not is_empty:
            self._stack.setCurrentWidget(self.grid)
            return
        if query.text:
            self.empty.nothing_found(query.text)
        elif query.choice is PhotoFilter.ALL:
            self.empty.welcome()
        elif isinstance(query.choice, Path):
            self.empty.nothing_here(self.tr("There are no photos in this folder."))
        elif isinstance(query.choice, SavedSearch):
            self.empty.nothing_here(self.tr("This saved search finds no photo now."))
        else:
            self.empty.nothing_here(self.tr(_NOTHING[query.choice]))
        self._stack.setCurrentWidget(self.empty)

    def _show_current(self) -> None:
        self._paint_current()
        self.strip.show_row(self.grid.current_row)
        self.want_closeup(0)

    def _paint_current(self) -> None:
        """Show the best that is here of the current photo."""
        photo_id = self.current_id
        if photo_id is None:
            return
        closeup = self.closeups.find(photo_id)
        whole = self.closeups.find(photo_id, whole=True)
        self.large.show_photo(
            self.quick_picture(),
            said(closeup.problem if closeup is not None else self.current_problem()),
            whole=whole.thumbnail if whole is not None else None,
            is_all=closeup is not None and closeup.is_all,
        )

    def _look_large(self) -> None:
        if self.is_large:
            self.want_closeup(0)

    def _on_closeup(self, photo_id: int, is_whole: bool) -> None:
        if photo_id != self.current_id:
            return
        if self.is_large:
            self._paint_current()
        closeup = self.closeups.find(PhotoId(photo_id))
        if closeup is not None and not is_whole:
            self.closeup_ready.emit(closeup.pixmap, said(closeup.problem))

    # Thumbnails

    def event(self, event: QEvent) -> bool:
        """Ask for other pixels when the window comes to a screen of another density."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.grid.look_again()
        return super().event(event)

    def _on_rows_visible(self, first: int, last: int) -> None:
        ahead = (last - first + 1) * _SCREENS_AHEAD
        around = chain.from_iterable(
            (last + distance, first - distance) for distance in range(1, ahead + 1)
        )
        rows = [*range(first, last + 1), *around]
        self._rendered_edge_px = self._thumbnail_edge_px()
        self.model.pictures.make_room_for(2 * len(rows), self._rendered_edge_px)
        missing = self.model.missing_pictures(rows, self._rendered_edge_px)
        self._session.look_at(missing, self._rendered_edge_px)

    def _thumbnail_edge_px(self) -> int:
        """Return what to render: exactly what is painted, so that nothing is scaled again."""
        return round(self.grid.shown_edge_px * self.devicePixelRatioF())

    def _on_thumbnail(self, event: ThumbnailReady) -> None:
        if event.edge_px == self._rendered_edge_px:
            known = self.model.picture(event.id)
            if event.is_sharp or known is None or not known.is_sharp:
                self.model.take_thumbnail(event, self._tile_pixmap(event))

    def _tile_pixmap(self, event: ThumbnailReady) -> QPixmap | None:
        if event.thumbnail is None:
            return None
        return tile_pixmap(event.thumbnail, self.devicePixelRatioF())

    # Events

    def _on_find_changed(self) -> None:
        self.choose(self._query.choice)

    def _on_photos_listed(self, event: PhotosListed) -> None:
        self._is_listed = True
        self.find_bar.show_problem(said(event.problem))
        if event.problem:
            return
        if self._is_new_list:
            self._is_new_list = False
            wanted, self._wanted_id = self._wanted_id, None
            place, self._wanted_place = self._wanted_place, None
            with self.grid.one_change():
                self.grid.selection.clear()
                self.model.set_ids(event.ids)
                self._settle()
                self.grid.verticalScrollBar().setValue(0)
                if place is not None:
                    place.bring_back(self.grid, self.model)
                if wanted is not None and self.go_to(wanted):
                    return
                if self.grid.current_row < 0 or place is None:
                    self.grid.select_row(0)
            return
        self.model.set_ids(event.ids)
        if not self.is_large or not self.model.ids:
            self._settle()
        if self.model.ids and self.grid.current_row < 0:
            self.grid.select_row(0)

    def _on_photos_changed(self, event: PhotosChanged) -> None:
        if self.current_id in event.ids and self._closeup_edge_px:
            self.want_closeup(self._closeup_edge_px)  # costs nothing where the picture is the same
        self.model.photos_changed(event.ids)
        self.grid.look_again()

    def _on_reviews_changed(self, event: ReviewsChanged) -> None:
        self.model.reviews_changed(event.ids)

    def _on_selection_changed(self) -> None:
        if self.is_large:
            self._show_current()
        self.selection_changed.emit()
