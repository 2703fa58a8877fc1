"""``phototagger tag``: suggestions for photos, and on request accepted ones into the files."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from phototagger.cli import ExitCode, printing
from phototagger.cli.headless import Headless, headless
from phototagger.core import review_changes
from phototagger.core.events import (
    Event,
    ReviewsChanged,
    WriteFinished,
    WritePreviewReady,
)
from phototagger.core.jobs import CancelToken
from phototagger.core.metadata import read_photo
from phototagger.core.photo import Photo, PhotoId, TaggingState
from phototagger.core.review import Review
from phototagger.core.scan import scan
from phototagger.core.settings import AppPaths, SettingsFile
from phototagger.core.tags import TagOrigin
from phototagger.core.writer import WritePlan, WriteReport


@dataclass
class TagRun:
    """One run over some photos.

    Args:
        arguments: what the user asked for.
        run: the session; set when it stands.
    """

    arguments: argparse.Namespace
    progress: printing.ProgressLine = field(default_factory=printing.ProgressLine)
    run: Headless | None = None
    printed: set[PhotoId] = field(default_factory=set)
    plans: dict[PhotoId, WritePlan] = field(default_factory=dict)
    reports: dict[PhotoId, WriteReport] = field(default_factory=dict)
    refused: dict[PhotoId, str] = field(default_factory=dict)

    def listen(self, event: Event) -> None:
        """Print answers as they come; keep what the end needs."""
        if isinstance(event, ReviewsChanged) and not self.arguments.json:
            self._print_answers(event.ids)
        elif isinstance(event, WritePreviewReady):
            self.plans.update(event.plans)
            self.refused.update(event.refused)
        elif isinstance(event, WriteFinished):
            self.reports.update(event.reports)
            self.refused.update(event.failed)
        self.progress.take(event)

    def work(self, run: Headless, paths: Sequence[Path]) -> ExitCode:
        """Find, tag, accept, write, and report."""
        self.run = run
        session = run.app.session
        ids = run.find_photos(paths)
        if not ids:
            printing.sentence_list(run.problems or ["There are no photos there."])
            return ExitCode.NOTHING_DONE
        session.tag(ids)
        run.finish()
        tagged = [p.id for p in session.photos(ids) if p.tagging is TaggingState.TAGGED]
        if tagged and (self.arguments.write or self.arguments.dry_run or self.arguments.json):
            session.apply(
                review_changes.accept_from(session.reviews(tagged), self.arguments.accept)
            )
        if self.arguments.write:
            session.write(tagged)
        elif self.arguments.dry_run:
            session.preview_write(tagged)
        run.finish()
        self.progress.clear()
        self._report(ids)
        for photo in session.photos(ids):
            if photo.tagging is TaggingState.FAILED:
                printing.complain(f"{photo.path}: {photo.problem}")
        missing = run.notices.get("scan")
        run.notices.pop("tagging-failures", None)  # each was said by name
        printing.sentence_list(run.problems)
        if not tagged:
            return ExitCode.NOTHING_DONE
        failed = len(tagged) < len(ids) or self.refused or missing
        return ExitCode.SOME_FAILED if failed else ExitCode.DONE

    def _print_answers(self, ids: frozenset[PhotoId]) -> None:
        assert self.run is not None
        session = self.run.app.session
        for photo in session.photos(ids):
            if photo.id in self.printed:
                continue
            if photo.tagging is TaggingState.TAGGED:
                self._print_photo(photo, session.reviews([photo.id])[photo.id])
            elif photo.tagging is TaggingState.FAILED:
                self.progress.clear()
                self.printed.add(photo.id)

    def _print_photo(self, photo: Photo, review: Review) -> None:
        self._begin(photo)
        assert self.run is not None
        least = min(self.arguments.accept, self.run.app.session.settings.hide_below)
        shown = [s for s in review.suggestions if s.is_visible(least)]
        for suggestion in shown:
            accepted = suggestion.probability >= self.arguments.accept
            printing.say(
                printing.tag_line(
                    suggestion.name,
                    suggestion.probability,
                    accepted=accepted,
                    is_learned=suggestion.origin is TagOrigin.LEARNED,
                )
            )
        if hidden := len(review.suggestions) - len(shown):
            printing.say(f"    {hidden} more hidden or below {least:.0%}")

    def _begin(self, photo: Photo) -> None:
        self.progress.clear()
        self.printed.add(photo.id)
        printing.say(str(photo.path))

    def _report(self, ids: list[PhotoId]) -> None:
        assert self.run is not None
        session = self.run.app.session
        if self.arguments.json:
            reviews = session.reviews(ids)
            printing.say_json([self._as_json(p, reviews[p.id]) for p in session.photos(ids)])
            return
        for photo_id, plan in self.plans.items():
            changes = [f"+{name}" for name in plan.added] + [f"-{name}" for name in plan.removed]
            target = ", ".join(path.name for path in plan.targets) or "no change"
            printing.say(f"{session.photo(photo_id).path}: {', '.join(changes)} → {target}")
        if self.reports:
            changed = sum(report.changed for report in self.reports.values())
            printing.say(f"Keywords of {changed} of {len(ids)} photos written.")
        for photo_id, reason in self.refused.items():
            printing.complain(f"{session.photo(photo_id).path}: {reason}")

    def _as_json(self, photo: Photo, review: Review) -> dict[str, object]:
        report = self.reports.get(photo.id)
        return {
            "path": printing.plain(photo.path),
            "tags": [
                {"name": s.name, "prob": s.probability, "origin": str(s.origin)}
                for s in review.suggestions
            ],
            "keywords": list(review.keywords()),
            "model": review.model,
            "written": [printing.plain(target) for target in report.targets] if report else [],
            "error": photo.problem or self.refused.get(photo.id, ""),
        }


def run(arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile) -> ExitCode:
    """Carry out ``phototagger tag``."""
    # What is accepted is said on this command line, not by the rules of the window.
    settings_file.override(auto_accept_from=0.0)
    tag_run = TagRun(arguments)
    with headless(paths, settings_file, tag_run.listen) as session:
        return tag_run.work(session, arguments.paths)


def run_on_copies(
    arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile
) -> ExitCode:
    """Do the whole job on copies of the photos, for machines without a display.

    The copies lie in a new folder of the user's; what was written is read back from there.
    """
    found: list[Path] = []
    report = scan(
        arguments.paths,
        CancelToken(),
        lambda batch: found.extend(entry.path for entry in batch),
    )
    if not found:
        printing.sentence_list(report.problems or ["There are no photos there."])
        return ExitCode.NOTHING_DONE
    name = f"PhotoTagger copies {datetime.now().astimezone():%Y-%m-%d %H.%M.%S}"
    try:
        folder = _new_folder(Path.home() / name)
        copies = copy_photos(found, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        printing.complain(f"The photos cannot be copied to {Path.home()}: {reason}.")
        return ExitCode.NOTHING_DONE
    printing.sentence_list(report.problems)
    job = argparse.Namespace(
        paths=copies, accept=arguments.accept, write=True, dry_run=False, json=False
    )
    code = run(job, paths, settings_file)
    printing.say("\nRead back from the copies:")
    for copy in copies:
        try:
            words = "; ".join(read_photo(copy).keywords)
        except OSError as error:
            words = f"cannot be read: {error.strerror}"
        printing.say(f"  {copy.name}: {words or 'no keywords'}")
    printing.say(f"\nThe copies are in {folder}; your photos were not touched.")
    return code


def _new_folder(wanted: Path) -> Path:
    folder, number = wanted, 1
    while True:
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            number += 1
            folder = wanted.with_name(f"{wanted.name} ({number})")
        else:
            return folder


def copy_photos(photos: Sequence[Path], folder: Path) -> list[Path]:
    """Copy *photos* into *folder*, under numbered names where they repeat.

    Raises:
        OSError: one cannot be read, or the folder cannot be written.
    """
    copies: list[Path] = []
    for source in photos:
        copy, number = folder / source.name, 1
        while copy.exists():
            number += 1
            copy = folder / f"{source.stem} ({number}){source.suffix}"
        shutil.copyfile(source, copy)
        copies.append(copy)
    return copies
