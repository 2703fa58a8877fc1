"""``read``, ``write``, ``undo`` and ``history``: what files say, without any tagging."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from phototagger.app import write_rules
from phototagger.cli import ExitCode, fields, printing
from phototagger.core import write_table
from phototagger.core.errors import ExportError, PhototaggerError, StorageFull
from phototagger.core.fields import PRESETS
from phototagger.core.metadata import Reading, read_photo, readers
from phototagger.core.settings import AppPaths, SettingsFile
from phototagger.core.tags import KeywordChange, KeywordSet, clean_name, clean_text
from phototagger.core.writer import Batch, WritePlan, Writer, WriteReport

Result = WritePlan | WriteReport


def read(arguments: argparse.Namespace) -> ExitCode:
    """Print what files say; a file of which a part cannot be read counts as failed."""
    rows: list[dict[str, object]] = []
    failed = 0
    for path in arguments.files:
        try:
            found = read_photo(path)
        except PhototaggerError as error:
            failed += 1
            rows.append({"path": printing.plain(path), "keywords": [], "error": str(error)})
            printing.complain(f"{path}: {error}")
            continue
        views = readers.views(found, path) if arguments.readers else ()
        rows.append(fields.reading(path, found, views) | {"error": " ".join(found.notes)})
        failed += bool(found.notes)
        for note in found.notes:
            printing.complain(f"{path}: {note}")
        if not arguments.json:
            _say_reading(path, found, views)
    if arguments.json:
        printing.say_json(rows)
    return _code(failed, len(arguments.files))


def write(arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile) -> ExitCode:
    """Add and remove keywords of files, and set titles and descriptions."""
    change = KeywordChange(
        _names(arguments.keywords),
        _names(arguments.remove),
        None if arguments.title is None else " ".join(clean_text(arguments.title).split()),
        None if arguments.description is None else clean_text(arguments.description),
    )
    if not change:
        printing.complain(
            'Say what to write: --keywords "a;b", --remove "c", --title or --description.'
        )
        return ExitCode.USAGE
    for out in arguments.report:
        try:
            write_table.check_target(out)
        except ExportError as refused:
            printing.complain(str(refused))
            return ExitCode.USAGE
    writer = _writer(paths, settings_file, arguments)
    batch = datetime.now().astimezone().isoformat(timespec="milliseconds")
    rows = [
        write_table.TableRow(path, result, problem)
        for path, result, problem in _results(writer, arguments, change, batch)
    ]
    writer.close()
    if arguments.json:
        printing.say_json([_row_as_json(row) for row in rows])
    code = _code(sum(bool(row.problem) for row in rows), len(rows))
    return _save_reports(rows, arguments, code)


def _unmet(change: KeywordChange, result: Result) -> str:
    """Return which part of what was asked for does not hold afterwards, "" for none."""
    wanted = {clean_name(name) for name in change.add.minus(change.remove)}
    unwanted = {clean_name(name) for name in change.remove} - {clean_name(n) for n in change.add}
    after = set(result.after.keywords)
    parts = []
    if missing := [name for name in wanted if name not in after]:
        parts.append(f"keywords that are not there: {'; '.join(sorted(missing))}")
    if left := [name for name in unwanted if name in after]:
        parts.append(f"keywords that stay: {'; '.join(sorted(left))}")
    for what, text, said in (
        ("title", change.title, result.after.title),
        ("description", change.description, result.after.description),
    ):
        if text is not None and text != said:
            parts.append(f"another {what}: “{said}”")
    return f"The photo has {', and '.join(parts)}." if parts else ""


def _save_reports(
    rows: list[write_table.TableRow], arguments: argparse.Namespace, code: ExitCode
) -> ExitCode:
    heading = "What PhotoTagger wrote."
    if arguments.dry_run:
        heading = "What PhotoTagger would write; nothing was touched."
    for out in arguments.report:
        try:
            write_table.save(rows, out, heading)
        except ExportError as error:
            printing.complain(str(error))
            code = code or ExitCode.SOME_FAILED
    return code


def _row_as_json(row: write_table.TableRow) -> dict[str, object]:
    said = fields.result(row.result) if row.result is not None else {}
    return {"path": printing.plain(row.path), "error": row.problem, **said}


def _results(
    writer: Writer, arguments: argparse.Namespace, change: KeywordChange, batch: str
) -> Iterator[tuple[Path, Result | None, str]]:
    """Yield what became of each file and what is wrong with that, and say it meanwhile."""
    files: list[Path] = arguments.files
    waiting = dict(enumerate(files))
    tries = (
        _dry_run(writer, files, change) if arguments.dry_run else _run(writer, files, change, batch)
    )
    for number, result, error in tries:
        path = waiting.pop(number)
        problem = str(error) if error is not None else ""
        if result is not None:
            problem = _unmet(change, result)
            if not arguments.json:
                printing.say(_line(result))
        if problem:
            printing.complain(f"{path}: {problem}")
        yield path, result, problem
    for path in waiting.values():
        yield path, None, "Not written: writing stopped at an earlier photo."


_Try = tuple[int, Result | None, PhototaggerError | None]


def _dry_run(writer: Writer, files: Sequence[Path], change: KeywordChange) -> Iterator[_Try]:
    for number, path in enumerate(files):
        try:
            yield number, writer.preview(path, change), None
        except PhototaggerError as error:
            yield number, None, error
            if isinstance(error, StorageFull):
                return


def _run(
    writer: Writer, files: Sequence[Path], change: KeywordChange, batch: str
) -> Iterator[_Try]:
    for outcome in writer.write_many([(path, change) for path in files], batch=batch):
        yield outcome.number, outcome.report, outcome.error


def undo(arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile) -> ExitCode:
    """Restore the files of a batch byte for byte."""
    writer = _writer(paths, settings_file)
    try:
        batch = arguments.batch or next((b.id for b in writer.history() if not b.undone), "")
        reports = writer.undo(batch) if batch else []
    except PhototaggerError as error:
        printing.complain(str(error))
        return ExitCode.NOTHING_DONE
    finally:
        writer.close()
    if not reports:
        printing.complain("There is no such write to take back.")
        return ExitCode.NOTHING_DONE
    for report in reports:
        if report.undone:
            printing.say(f"{report.target}: restored")
        else:
            printing.complain(f"{report.target}: {report.problem}")
    return _code(sum(not report.undone for report in reports), len(reports))


def history(
    arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile
) -> ExitCode:
    """List the batches of writes, the newest first."""
    writer = _writer(paths, settings_file)
    try:
        batches = writer.history()
    except PhototaggerError as error:
        printing.complain(str(error))
        return ExitCode.NOTHING_DONE
    finally:
        writer.close()
    if arguments.json:
        printing.say_json([_batch_as_json(batch) for batch in batches])
        return ExitCode.DONE
    for batch in batches:
        state = "  (taken back)" if batch.undone else ""
        printing.say(f"{batch.id}  {len(batch.photos)} photos{state}")
    return ExitCode.DONE


def _writer(
    paths: AppPaths, settings_file: SettingsFile, arguments: argparse.Namespace | None = None
) -> Writer:
    rules = write_rules(settings_file.settings)
    if arguments is not None:
        policies = PRESETS[arguments.policy] if arguments.policy else rules.policies
        rules = replace(
            rules,
            policies=policies,
            split_hard_links=rules.split_hard_links or arguments.split_hard_links,
        )
    return Writer(paths.journal_file, rules)


def _names(text: str) -> KeywordSet:
    """Part words at semicolons only: "Smith, John" is one keyword; spaces inside are the user's."""
    words = (word.strip() for word in text.split(";"))
    return KeywordSet(tuple(dict.fromkeys(word for word in words if clean_name(word))))


def _line(result: Result) -> str:
    if not result.targets:
        return f"{result.path}: nothing to change"
    words = [*(f"+{name}" for name in result.added), *(f"-{name}" for name in result.removed)]
    kinds = {plan.field.kind for plan in result.fields if plan.added or plan.removed}
    words += [str(kind) for kind in ("title", "description") if kind in kinds]
    into = _others(result.path, result.targets)
    notes = f" ({' '.join(result.notes)})" if result.notes else ""
    return f"{result.path}: {', '.join(words) or 'fields brought in step'}{into}{notes}"


def _say_reading(path: Path, found: Reading, views: Iterable[readers.ReaderView]) -> None:
    printing.say(f"{path}: {'; '.join(found.keywords) or 'no keywords'}")
    for what, text in (("title", found.title), ("description", found.description)):
        if text:
            printing.say(f"  {what}: {' '.join(text.split())}")
    for conflict in found.conflicts:
        printing.say(f"  conflict: {conflict}")
    for view in views:
        printing.say(f"  {view.reader}: {'; '.join(view.keywords) or 'no keywords'}")
        for note in view.notes:
            printing.say(f"    {note}")


def _others(path: Path, targets: Iterable[Path]) -> str:
    names = [target.name for target in targets if target != path]
    return f" → {', '.join(names)}" if names else ""


def _batch_as_json(batch: Batch) -> dict[str, object]:
    return {
        "batch": batch.id,
        "written_at": batch.written_at,
        "photos": [printing.plain(path) for path in batch.photos],
        "undone": batch.undone,
    }


def _code(failed: int, total: int) -> ExitCode:
    if not failed:
        return ExitCode.DONE
    return ExitCode.SOME_FAILED if failed < total else ExitCode.NOTHING_DONE
