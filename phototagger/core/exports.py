"""The verbs of exporting: tables, sheets and files for agencies, and tables that come back.

All reading, fitting and writing happens in a lane. A verb's answer is an event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from phototagger.core import review_changes
from phototagger.core.atomic_file import replace_file
from phototagger.core.errors import ExportError, PhototaggerError
from phototagger.core.events import (
    AgencyExportFinished,
    Event,
    ExportFinished,
    Level,
    Notice,
    Progress,
    Remedy,
    SheetsReady,
    TableCompared,
    Work,
)
from phototagger.core.export import Choices, ExportFormat, ExportReport, write
from phototagger.core.export.agency_table import write_table
from phototagger.core.export.copies import write_copies
from phototagger.core.export.fitting import Fitted, StockPhoto, fit
from phototagger.core.export.keyword_list import write_keyword_list, write_sidecars
from phototagger.core.export.profiles import Delivery, Profile, load_profiles
from phototagger.core.export.round_trip import compare, read_table
from phototagger.core.export.sheet import (
    NO_TEXTS,
    AgencyReport,
    AgencyTexts,
    Sheet,
    SheetRow,
    assemble,
    digest,
    fit_rows,
)
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.lookup_events import AgenciesChecked
from phototagger.core.photo import PhotoId
from phototagger.core.review import ReviewChange, Texts

_CHUNK = 500
"""Photos fitted between two looks at the cancel token: some 20 ms."""

Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Fitted:
    sheets: tuple[Sheet, ...]
    photos: Mapping[PhotoId, StockPhoto]
    texts: Mapping[tuple[str, PhotoId], AgencyTexts]


class Exports:
    """Exports of the library's keywords.

    Args:
        library: what is remembered.
        lane: background work; one worker.
        announce: takes events on the thread that owns the library.
        shipped: folder of the profiles that ship with the program.
        own: the user's folder of profiles.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        announce: Callable[[Event], None],
        shipped: Path,
        own: Path,
    ) -> None:
        self._library = library
        self._lane = lane
        self._announce = announce
        self.own_folder = own
        self._shipped = shipped

    @cached_property
    def _loaded(self) -> tuple[dict[str, Profile], list[str]]:
        # At first use: most starts of the program export nothing.
        return load_profiles(self._shipped, self.own_folder)

    @property
    def profiles(self) -> Mapping[str, Profile]:
        """The profiles in force, by id; raises ExportError when a shipped one is damaged."""
        return self._loaded[0]

    @property
    def problems(self) -> Sequence[str]:
        """One sentence for each profile of the user's that cannot be used."""
        return self._loaded[1]

    def profile(self, name: str) -> Profile:
        """Return a profile by its id.

        Raises:
            ExportError: there is none; the sentence lists those there are.
        """
        if name in self.profiles:
            return self.profiles[name]
        known = ", ".join(sorted(self.profiles))
        raise ExportError(f"There is no agency called {name!r}; choose one of {known}.")

    def own_profile(self, name: str) -> Path:
        """Return the user's own file of a profile, made as a copy of the shipped one if need be.

        It counts from the next start on.

        Raises:
            ExportError: it cannot be written.
        """
        own = self.own_folder / f"{self.profile(name).id}.json"
        if not own.exists():
            shipped = (self._shipped / own.name).read_bytes()
            try:
                own.parent.mkdir(parents=True, exist_ok=True)
                replace_file(own, shipped)
            except OSError as error:
                raise ExportError(
                    f"The copy {own} cannot be written; check its folder.", detail=repr(error)
                ) from error
        return own

    def table(
        self,
        ids: Sequence[PhotoId],
        out: Path,
        form: ExportFormat,
        choices: Choices = Choices(),  # noqa: B008 - a frozen value
    ) -> None:
        """Write the keywords of photos for no agency; ends in `ExportFinished` or a notice.

        Args:
            ids: photos in the order wanted.
            out: the file; for sidecars a folder that does not exist yet.
            form: the format.
            choices: columns and guards of a CSV table.
        """
        wanted = tuple(ids)

        def work(token: CancelToken) -> ExportReport:
            rows = []
            for start in range(0, len(wanted), _CHUNK):
                token.check()
                rows += [row for _, row in self._library.stock.rows(wanted[start : start + _CHUNK])]
                self._progress(len(rows), len(wanted), token)
            if form is ExportFormat.KEYWORD_LIST:
                return ExportReport(out, len(rows), write_keyword_list(rows, out, cancel=token))
            if form is ExportFormat.SIDECARS:
                count = write_sidecars(rows, out, cancel=token)
                return ExportReport(out, count, sum(len(row.review.keywords()) for row in rows))
            return write(rows, out, form, choices=choices, cancel=token)

        def done(outcome: Outcome[ExportReport]) -> None:
            self._end(outcome.error)
            if outcome.value is not None:
                self._tell_table(outcome.value)

        self._begin(len(wanted))
        self._lane.submit(("table", out), work, done)

    def _tell_table(self, report: ExportReport) -> None:
        self._announce(ExportFinished(report))
        count = report.photo_count
        photos = "1 photo" if count == 1 else f"{count:,} photos"
        text = f"Exported {photos} to {report.path.name}."
        self._announce(Notice(Level.SUCCESS, "export", text, Remedy.SHOW_FILE, path=report.path))

    def make_sheets(self, ids: Sequence[PhotoId], agencies: Sequence[str]) -> None:
        """Fit photos to agencies; ends in `SheetsReady`."""
        wanted = tuple(ids)
        profiles = [self.profile(name) for name in agencies]

        def done(outcome: Outcome[_Fitted]) -> None:
            self._end(outcome.error)
            if outcome.value is not None:
                made = outcome.value
                self._announce(SheetsReady(made.sheets, made.photos, made.texts))

        self._begin(len(wanted) * len(profiles))
        key = ("sheets", tuple(agencies), wanted)
        self._lane.submit(key, lambda token: self._fit(wanted, profiles, token), done)

    def check(self, photo_id: PhotoId, agencies: Sequence[str]) -> None:
        """Fit one photo to agencies, without a word of progress; ends in `AgenciesChecked`.

        An earlier wish that has not begun is forgotten, and so is an agency without a profile.
        """
        wanted = tuple(agencies)

        def work(token: CancelToken) -> tuple[tuple[Profile, Fitted], ...]:
            profiles = [self.profiles[name] for name in wanted if name in self.profiles]
            stock, found = self._library.stock, []
            for _, photo in stock.photos([photo_id]):
                for profile in profiles:
                    own = stock.texts(profile.id, [photo_id]).get(photo_id, NO_TEXTS)
                    found.append((profile, fit(own.applied_to(photo), profile)))
            return tuple(found)

        def done(outcome: Outcome[tuple[tuple[Profile, Fitted], ...]]) -> None:
            self._announce(AgenciesChecked(photo_id, outcome.value or ()))
            if outcome.error is not None and not isinstance(outcome.error, PhototaggerError):
                raise outcome.error  # a mistake of ours: the bridge tells and logs it

        self._lane.cancel_if(lambda key: isinstance(key, tuple) and key[0] == "check")
        self._lane.submit(("check", object()), work, done, first=True)

    def stop(self) -> None:
        """Give up what is being made; files of an export appear whole or not at all."""
        self._lane.cancel_all()
        self._end(None)

    def set_texts(self, agency: str, texts: Mapping[PhotoId, AgencyTexts]) -> None:
        """Keep what photos have for one agency only; it is in the catalog when this returns."""
        self._library.stock.set_texts(agency, texts)

    def export(
        self, ids: Sequence[PhotoId], agencies: Sequence[str], folder: Path, *, only_new: bool
    ) -> None:
        """Write what the agencies want into *folder*; ends in `AgencyExportFinished`.

        Each agency gets ``ID-DATE.csv``, or a folder ``ID-DATE`` with copies of the photos;
        nothing that is there already is replaced. Photos an agency would refuse are left out.

        Args:
            ids: photos in the order wanted.
            agencies: ids of profiles.
            folder: must exist.
            only_new: leave out what is as it was exported last.
        """
        wanted = tuple(ids)
        profiles = [self.profile(name) for name in agencies]

        def work(token: CancelToken) -> list[AgencyReport]:
            made = self._fit(wanted, profiles, token)
            return [
                self._write(sheet, folder, only_new=only_new, token=token) for sheet in made.sheets
            ]

        def done(outcome: Outcome[list[AgencyReport]]) -> None:
            self._end(outcome.error)
            if outcome.value is not None:
                self._announce(AgencyExportFinished(tuple(outcome.value)))

        self._begin(len(wanted) * len(profiles))
        self._lane.submit(("agencies", folder, tuple(agencies)), work, done)

    def export_to(self, ids: Sequence[PhotoId], agency: str, out: Path) -> None:
        """Write one agency's table to the file *out*; ends in `AgencyExportFinished`.

        For an agency without a table *out* is a folder that does not exist yet.
        """
        wanted, profile = tuple(ids), self.profile(agency)

        def work(token: CancelToken) -> list[AgencyReport]:
            (sheet,) = self._fit(wanted, [profile], token).sheets
            return [self._write_to(sheet, out, only_new=False, token=token)]

        def done(outcome: Outcome[list[AgencyReport]]) -> None:
            self._end(outcome.error)
            if outcome.value is not None:
                self._announce(AgencyExportFinished(tuple(outcome.value)))

        self._begin(len(wanted))
        self._lane.submit(("agency", out), work, done)

    def compare_table(self, file: Path, ids: Sequence[PhotoId]) -> None:
        """Find out what an edited table would change; ends in `TableCompared`."""
        wanted = tuple(ids)

        def work(token: CancelToken) -> TableCompared:
            rows = read_table(file)
            photos = []
            for start in range(0, len(wanted), _CHUNK):
                token.check()
                photos += self._library.stock.photos(wanted[start : start + _CHUNK])
            comparison = compare(rows, [photo for _, photo in photos])
            return TableCompared(file, comparison, {photo.path: key for key, photo in photos})

        def done(outcome: Outcome[TableCompared]) -> None:
            self._end(outcome.error)
            if outcome.value is not None:
                self._announce(outcome.value)

        self._begin(len(wanted))
        self._lane.submit(("compare", file), work, done)

    def change_from(self, compared: TableCompared) -> ReviewChange:
        """Return the gesture that makes photos as the table says."""
        differences = {compared.ids[entry.path]: entry for entry in compared.comparison.differences}
        return review_changes.adjust(
            self._library.reviews(list(differences)),
            {
                key: review_changes.Adjustment(
                    entry.added,
                    entry.removed,
                    Texts(
                        entry.title[1] if entry.title else None,
                        entry.description[1] if entry.description else None,
                    ),
                )
                for key, entry in differences.items()
            },
            f"import {compared.file.name}",
        )

    # In the lane

    def _fit(
        self, ids: tuple[PhotoId, ...], profiles: Sequence[Profile], token: CancelToken
    ) -> _Fitted:
        stock = self._library.stock
        photos: dict[PhotoId, StockPhoto] = {}
        texts: dict[tuple[str, PhotoId], AgencyTexts] = {}
        rows: dict[str, list[SheetRow]] = {profile.id: [] for profile in profiles}
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            known = stock.photos(chunk)
            photos.update(known)
            for number, profile in enumerate(profiles):
                token.check()
                own = stock.texts(profile.id, chunk)
                texts.update({(profile.id, key): value for key, value in own.items()})
                rows[profile.id] += fit_rows(profile, known, own, stock.exported(profile.id, chunk))
                fitted = start * len(profiles) + len(chunk) * (number + 1)
                self._progress(fitted, len(ids) * len(profiles), token)
        sheets = tuple(assemble(profile, rows[profile.id]) for profile in profiles)
        return _Fitted(sheets, photos, texts)

    def _write(
        self, sheet: Sheet, folder: Path, *, only_new: bool, token: CancelToken
    ) -> AgencyReport:
        if not folder.is_dir():
            raise ExportError(f"The folder {folder} does not exist; choose another one.")
        suffix = ".csv" if sheet.profile.delivery is Delivery.TABLE else ""
        name = f"{sheet.profile.id}-{date.today().isoformat()}"
        out, number = folder / f"{name}{suffix}", 1
        while out.exists() or out.with_name(f"{out.stem}-1{suffix}").exists():
            number += 1
            out = folder / f"{name}-no{number}{suffix}"
        return self._write_to(sheet, out, only_new=only_new, token=token)

    def _write_to(
        self, sheet: Sheet, out: Path, *, only_new: bool, token: CancelToken
    ) -> AgencyReport:
        rows = sheet.deliverable(only_new=only_new)
        fitted = [row.fitted for row in rows]
        profile = sheet.profile
        if not rows:
            return AgencyReport(profile, (), 0, sheet.refused_count)
        if profile.delivery is Delivery.TABLE:
            files = write_table(fitted, out, profile, cancel=token).files
        else:
            files = tuple(write_copies(fitted, out, cancel=token))
        self._library.stock.set_exported(
            profile.id, {row.id: digest(row.fitted, profile) for row in rows}
        )
        return AgencyReport(profile, files, len(rows), sheet.refused_count)

    # Telling

    def _begin(self, total: int) -> None:
        self._announce(Progress(Work.EXPORT, 0, total))

    def _progress(self, done: int, total: int, token: CancelToken) -> None:
        def tell() -> None:
            if not token.is_cancelled:  # else the end was told already
                self._announce(Progress(Work.EXPORT, done, total))

        self._lane.deliver(tell)

    def _end(self, error: Exception | None) -> None:
        self._announce(Progress(Work.EXPORT, 0, 0, is_running=False))
        if isinstance(error, PhototaggerError):
            self._announce(Notice(Level.ERROR, "export", str(error)))
        elif error is not None:
            raise error  # a mistake of ours: the bridge tells and logs it
