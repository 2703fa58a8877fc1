"""``read``, ``write``, ``undo`` and ``history``: keywords of files, without any tagging."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from phototagger.cli import ExitCode, printing
from phototagger.core.errors import PhototaggerError, StorageFull
from phototagger.core.metadata import read_keywords
from phototagger.core.settings import AppPaths, SettingsFile
from phototagger.core.tags import KeywordChange, KeywordSet, clean_name
from phototagger.core.writer import Batch, WritePlan, Writer, WriteReport


def read(arguments: argparse.Namespace) -> ExitCode:
    """Print the keywords of files."""
    rows: list[dict[str, object]] = []
    failed = 0
    for path in arguments.files:
        try:
            found = read_keywords(path)
        except PhototaggerError as error:
            failed += 1
            rows.append({"path": printing.plain(path), "keywords": [], "error": str(error)})
            if not arguments.json:
                printing.complain(f"{path}: {error}")
            continue
        places = {str(place): list(words) for place, words in found.by_container.items()}
        rows.append(
            {
                "path": printing.plain(path),
                "keywords": list(found.keywords),
                "places": places,
                "error": "",
            }
        )
        if not arguments.json:
            printing.say(f"{path}: {'; '.join(found.keywords) or 'no keywords'}")
    if arguments.json:
        printing.say_json(rows)
    return _code(failed, len(arguments.files))


def write(arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile) -> ExitCode:
    """Add and remove keywords of files."""
    change = KeywordChange(_names(arguments.keywords), _names(arguments.remove))
    if not change.add and not change.remove:
        printing.complain('Say which keywords: --keywords "a;b" or --remove "c".')
        return ExitCode.USAGE
    writer = _writer(paths, settings_file, split_hard_links=arguments.split_hard_links)
    batch = datetime.now().astimezone().isoformat(timespec="milliseconds")
    rows: list[dict[str, object]] = []
    stopped = ""
    for path, result, error in _results(writer, arguments, change, batch):
        row: dict[str, object] = {"path": printing.plain(path), "error": stopped}
        if result is not None:
            row |= _described(result)
            if not arguments.json:
                printing.say(_line(result))
        elif error is not None:
            row["error"] = str(error)
            printing.complain(f"{path}: {error}")
            if isinstance(error, StorageFull):
                stopped = "Not written: writing stopped at an earlier photo."
        rows.append(row)
    failed = sum(bool(row["error"]) for row in rows)
    writer.close()
    if arguments.json:
        printing.say_json(rows)
    return _code(failed, len(arguments.files))


def _results(
    writer: Writer, arguments: argparse.Namespace, change: KeywordChange, batch: str
) -> Iterator[tuple[Path, WritePlan | WriteReport | None, PhototaggerError | None]]:
    """Yield what became of each file, in order; neither result nor error where it was not tried."""
    done = 0
    if arguments.dry_run:
        for path in arguments.files:
            done += 1
            try:
                yield path, writer.preview(path, change), None
            except PhototaggerError as error:
                yield path, None, error
                if isinstance(error, StorageFull):
                    break
    else:
        tasks = [(path, change) for path in arguments.files]
        for outcome in writer.write_many(tasks, batch=batch):
            done += 1
            yield arguments.files[outcome.number], outcome.report, outcome.error
    for path in arguments.files[done:]:
        yield path, None, None


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
    paths: AppPaths, settings_file: SettingsFile, *, split_hard_links: bool = False
) -> Writer:
    return Writer(
        paths.journal_file,
        preserve_mtime=settings_file.settings.preserve_mtime,
        split_hard_links=split_hard_links,
    )


def _names(text: str) -> KeywordSet:
    """Part words at semicolons only: "Smith, John" is one keyword; spaces inside are the user's."""
    words = (word.strip() for word in text.split(";"))
    return KeywordSet(tuple(dict.fromkeys(word for word in words if clean_name(word))))


def _described(result: WritePlan | WriteReport) -> dict[str, object]:
    return {
        "added": list(result.added),
        "removed": list(result.removed),
        "targets": [printing.plain(target) for target in result.targets],
        "notes": list(result.notes),
    }


def _line(result: WritePlan | WriteReport) -> str:
    if not result.targets:
        return f"{result.path}: nothing to change"
    words = [*(f"+{name}" for name in result.added), *(f"-{name}" for name in result.removed)]
    into = _others(result.path, result.targets)
    notes = f" ({' '.join(result.notes)})" if result.notes else ""
    return f"{result.path}: {', '.join(words)}{into}{notes}"


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
