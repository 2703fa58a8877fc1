"""``phototagger export``: the keywords of photos as a table, or as a stock agency wants them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field

from phototagger.cli import ExitCode, printing
from phototagger.cli.headless import Headless, headless
from phototagger.core.errors import ExportError
from phototagger.core.events import AgencyExportFinished, Event, SheetsReady
from phototagger.core.export import COLUMNS, Choices, ExportFormat
from phototagger.core.export.fitting import Readiness
from phototagger.core.export.sheet import AgencyReport, AgencyTexts, Sheet
from phototagger.core.photo import PhotoId
from phototagger.core.settings import AppPaths, SettingsFile

GENERAL = {
    "generic-csv": ExportFormat.CSV,
    "json": ExportFormat.JSON,
    "text": ExportFormat.TEXT,
    "keyword-list": ExportFormat.KEYWORD_LIST,
    "xmp-sidecars": ExportFormat.SIDECARS,
}
"""Tables for no agency, by the name of their profile."""

_BY_SUFFIX = {".json": ExportFormat.JSON, ".txt": ExportFormat.TEXT}


@dataclass
class _AgencyRun:
    """One export for one agency."""

    progress: printing.ProgressLine = field(default_factory=printing.ProgressLine)
    sheets: list[Sheet] = field(default_factory=list)
    reports: list[AgencyReport] = field(default_factory=list)

    def listen(self, event: Event) -> None:
        """Keep what is printed in the end."""
        if isinstance(event, SheetsReady):
            self.sheets += event.sheets
        elif isinstance(event, AgencyExportFinished):
            self.reports += event.reports
        self.progress.take(event)


def run(arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile) -> ExitCode:
    """Write the keywords that the files hold into a table."""
    if not arguments.list and (arguments.out is None or not arguments.paths):
        printing.complain("Name the table with --out FILE and one or more photos or folders.")
        return ExitCode.USAGE
    agency_run = _AgencyRun()
    with headless(paths, settings_file, agency_run.listen) as session_run:
        if arguments.list:
            return _list_profiles(session_run)
        ids = session_run.find_photos(arguments.paths)
        if not ids:
            agency_run.progress.clear()
            printing.sentence_list(session_run.problems or ["There are no photos there."])
            return ExitCode.NOTHING_DONE
        try:
            if arguments.profile is None or arguments.profile in GENERAL:
                return _general(session_run, ids, arguments, agency_run)
            return _for_agency(session_run, ids, arguments, agency_run)
        except ExportError as error:
            agency_run.progress.clear()
            printing.complain(str(error))
            return ExitCode.NOTHING_DONE


def _general(
    session_run: Headless,
    ids: Sequence[PhotoId],
    arguments: argparse.Namespace,
    agency_run: _AgencyRun,
) -> ExitCode:
    out = arguments.out
    by_suffix = _BY_SUFFIX.get(out.suffix.lower(), ExportFormat.CSV)
    form = GENERAL[arguments.profile] if arguments.profile else by_suffix
    columns = tuple(arguments.columns.split(",")) if arguments.columns else tuple(COLUMNS)
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise ExportError(f"There is no column {unknown[0]!r}; choose of {', '.join(COLUMNS)}.")
    session_run.app.exports.table(ids, out, form, Choices(columns=columns))
    session_run.finish()
    agency_run.progress.clear()
    problems = session_run.problems
    printing.sentence_list(problems)
    if not problems:
        printing.say(f"{len(ids)} photos exported to {out}")
    return ExitCode.NOTHING_DONE if problems else ExitCode.DONE


def _for_agency(
    session_run: Headless,
    ids: Sequence[PhotoId],
    arguments: argparse.Namespace,
    agency_run: _AgencyRun,
) -> ExitCode:
    exports = session_run.app.exports
    profile = exports.profile(arguments.profile)
    own = AgencyTexts(country=arguments.country, categories=tuple(arguments.category))
    exports.set_texts(profile.id, dict.fromkeys(ids, own))
    exports.make_sheets(ids, [profile.id])
    session_run.finish()
    exports.export_to(ids, profile.id, arguments.out)
    session_run.finish()
    agency_run.progress.clear()
    for row in (row for sheet in agency_run.sheets for row in sheet.rows):
        path = row.fitted.photo.path
        is_refused = row.fitted.readiness is Readiness.REFUSED
        if is_refused:
            printing.complain(f"{path}: left out")
        for line in (*(p.sentence for p in row.fitted.problems), *row.fitted.changes):
            printing.complain(f"{path}: {line}")
    problems = session_run.problems
    printing.sentence_list(problems)
    if problems or not agency_run.reports:
        return ExitCode.NOTHING_DONE
    (report,) = agency_run.reports
    if not report.files:
        printing.complain("Nothing was exported; every photo would be refused.")
        return ExitCode.NOTHING_DONE
    where = ", ".join(map(str, report.files)) if profile.table is not None else arguments.out
    printing.say(f"{report.photo_count} photos exported for {profile.name} to {where}")
    (sheet,) = agency_run.sheets
    is_whole = not sheet.refused_count and not sheet.counts[Readiness.INCOMPLETE]
    return ExitCode.DONE if is_whole else ExitCode.SOME_FAILED


def _list_profiles(session_run: Headless) -> ExitCode:
    printing.sentence_list(session_run.app.exports.problems)
    for name in GENERAL:
        printing.say(f"{name:14}  for no agency")
    for profile in session_run.app.exports.profiles.values():
        how = "table" if profile.table is not None else "copies"
        sure = "verified" if profile.verified else "partly unverified"
        printing.say(f"{profile.id:14}  {how:6}  {sure}, {profile.checked_on}  {profile.name}")
    return ExitCode.DONE
