"""``learn``: learn the user's words from the library, list them, forget one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict

from phototagger import app as composition
from phototagger.cli import ExitCode, printing
from phototagger.cli.headless import Headless
from phototagger.core.learning.values import Footing, LearnedWord, Summary, WordChoice
from phototagger.core.settings import AppPaths, SettingsFile
from phototagger.core.tags import clean_name


def run(arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile) -> ExitCode:
    """Carry out ``phototagger learn`` on the user's own library; its window must be closed."""
    progress = printing.ProgressLine()
    desk = Headless(
        lambda deliver, announce: composition.build(
            paths, deliver, announce, settings_file=settings_file
        ),
        progress.take,
    )
    try:
        code = _work(arguments, desk)
    finally:
        progress.clear()
        desk.close()
    return code


def _work(arguments: argparse.Namespace, desk: Headless) -> ExitCode:
    words = desk.app.session.words
    if arguments.forget:
        return _forget(clean_name(arguments.forget), desk)
    if not arguments.list:
        if not words.start():
            printing.complain("Learning is switched off; add --set learn_words=on.")
            return ExitCode.NOTHING_DONE
        desk.finish()
        if desk.problems:
            printing.sentence_list(desk.problems)
            return ExitCode.NOTHING_DONE
    summary, choices = words.summary(), words.choices()
    if arguments.json:
        rows = [{**asdict(word), "choice": choices.get(word.name, "")} for word in summary.words]
        printing.say_json(rows)
    else:
        _print(summary, choices)
    return ExitCode.DONE


def _forget(name: str, desk: Headless) -> ExitCode:
    words = desk.app.session.words
    if name not in {word.name for word in words.summary().words}:
        printing.complain(f"No word “{name}” was learned; see phototagger learn --list.")
        return ExitCode.NOTHING_DONE
    words.choose(name, WordChoice.FORGOTTEN)
    desk.finish()
    if desk.problems:
        printing.sentence_list(desk.problems)
        return ExitCode.NOTHING_DONE
    printing.say(f"“{name}” is forgotten; your keywords stay as they are.")
    return ExitCode.DONE


def _print(summary: Summary, choices: Mapping[str, WordChoice]) -> None:
    if not summary.words:
        printing.say(
            "Nothing was learned: at least two photos that the window tagged on this computer must "
            "carry the same keyword."
        )
    for word in summary.words:
        off = " (switched off)" if word.name in choices else ""
        examples = "1 example" if word.examples == 1 else f"{word.examples} examples"
        printing.say(f"{word.name}: {examples}, {_told(word)}{off}")


def _told(word: LearnedWord) -> str:
    if word.footing is Footing.HEAD:
        return f"right {word.right} of {word.shown} times, finds {word.right} of {word.examples}"
    if word.footing is Footing.NEIGHBOURS:
        return "suggested only for photos very much like one of them"
    return "not sure enough to be suggested"
