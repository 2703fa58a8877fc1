"""``phototagger export``: the keywords of photos as a table."""

from __future__ import annotations

import argparse

from phototagger.cli import ExitCode, printing
from phototagger.cli.headless import headless
from phototagger.core.export import ExportFormat
from phototagger.core.settings import AppPaths, SettingsFile

_BY_SUFFIX = {".json": ExportFormat.JSON, ".txt": ExportFormat.TEXT}


def run(arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile) -> ExitCode:
    """Write the keywords that the files hold into a table."""
    out = arguments.out
    form = ExportFormat(arguments.format) if arguments.format else None
    progress = printing.ProgressLine()
    with headless(paths, settings_file, progress.take) as session_run:
        ids = session_run.find_photos(arguments.paths)
        if ids:
            session_run.app.session.export(
                ids, out, form or _BY_SUFFIX.get(out.suffix.lower(), ExportFormat.CSV)
            )
            session_run.finish()
        progress.clear()
        problems = session_run.problems
    if not ids:
        printing.sentence_list(problems or ["There are no photos there."])
        return ExitCode.NOTHING_DONE
    printing.sentence_list(problems)
    if not problems:
        printing.say(f"{len(ids)} photos exported to {out}")
    return ExitCode.NOTHING_DONE if problems else ExitCode.DONE
