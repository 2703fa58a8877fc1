"""Command line: the window (default) and its twins without one.

Each face is imported only when it is chosen, so that the service never loads Qt and a script
never loads the model.
"""
# ruff: noqa: PLC0415 - the faces are imported late on purpose

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from phototagger import __version__
from phototagger.cli import ExitCode, printing
from phototagger.core.errors import PhototaggerError, SettingsError
from phototagger.core.settings import AppPaths, SettingsFile, parse_value

_COMMANDS = ("tag", "write", "read", "undo", "history", "export", "learn", "models", "serve")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: arguments without the program's name; those of this process when None.

    Returns:
        Exit code, see `phototagger.cli.ExitCode`.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["serve"]:
        from phototagger.service.__main__ import main as serve

        return serve(given[1:])
    try:
        if any(argument in _COMMANDS for argument in given):
            return _run_command(_parser().parse_args(given))
        return _run_window(_window_parser().parse_args(given))
    except SettingsError as error:
        printing.complain(str(error))
        return ExitCode.USAGE
    except PhototaggerError as error:
        printing.complain(str(error))
        return ExitCode.NOTHING_DONE
    except KeyboardInterrupt:
        printing.complain("Stopped.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone, which is its right; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE


def main_window() -> int:
    """Open the window, whatever the arguments look like; the desktop's way in."""
    return _run_window(_window_parser().parse_args())


def _run_window(arguments: argparse.Namespace) -> int:
    paths = AppPaths.find(arguments.home)
    photos = list(arguments.paths)
    if photos and re.fullmatch(r"[a-z]+", str(photos[0])) and not photos[0].exists():
        commands = ", ".join(_COMMANDS)
        printing.complain(f"There is no command and no folder {photos[0]}; commands: {commands}.")
        return ExitCode.USAGE
    if arguments.samples:
        from phototagger.core import samples

        if samples.copy_samples(samples.default_folder()):
            photos.append(samples.default_folder())
    if arguments.self_test:
        from phototagger.ui.application import self_test

        return self_test(paths)
    if not _has_display():
        return _run_in_terminal(arguments, paths, photos)
    from phototagger.ui.application import run

    return run(paths, photos)


def _run_in_terminal(
    arguments: argparse.Namespace, paths: AppPaths, photos: list[Path]
) -> ExitCode:
    if not photos:
        printing.complain(
            "There is no display for a window. Name photos or a folder to do the job here, "
            "or see phototagger --help."
        )
        return ExitCode.USAGE
    from phototagger.cli import tag

    settings_file = SettingsFile(paths.settings_file)
    printing.say("There is no display for a window, so the job is done here, on copies.\n")
    job = argparse.Namespace(paths=photos, accept=settings_file.settings.accept_from)
    return tag.run_on_copies(job, paths, settings_file)


def _run_command(arguments: argparse.Namespace) -> ExitCode:
    from phototagger.app import start_log
    from phototagger.cli import export, files, learn, models, tag

    paths = AppPaths.find(arguments.home)
    settings_file = _settings(paths, arguments.set)
    start_log(paths.log_file)
    if arguments.command == "tag":
        if arguments.accept is None:
            arguments.accept = settings_file.settings.accept_from
        return tag.run(arguments, paths, settings_file)
    if arguments.command == "read":
        return files.read(arguments)
    command = {
        "write": files.write,
        "undo": files.undo,
        "history": files.history,
        "export": export.run,
        "learn": learn.run,
        "models": models.run,
    }[arguments.command]
    return command(arguments, paths, settings_file)


def _settings(paths: AppPaths, changes: Sequence[str]) -> SettingsFile:
    settings_file = SettingsFile(paths.settings_file)
    printing.sentence_list(settings_file.notices)
    for change in changes:
        name, _, text = change.partition("=")
        settings_file.override(**{name: parse_value(name, text)})
    return settings_file


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="phototagger",
        description="Open the window, with these folders and photos.",
        epilog=f"Without a window: phototagger {{{','.join(_COMMANDS)}}} --help",
    )
    _add_common(parser)
    parser.add_argument("--self-test", action="store_true", help="open the window and close it")
    parser.add_argument("--samples", action="store_true", help="open sample photos")
    parser.add_argument("paths", nargs="*", type=path, metavar="PATH")
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="phototagger")
    _add_common(parser)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="use another value of a setting, for this run",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    _add_tag(commands.add_parser("tag", help="suggest tags for photos"))
    _add_write(commands.add_parser("write", help="write keywords, titles and descriptions"))
    reading = commands.add_parser("read", help="print what files say")
    reading.add_argument("--json", action="store_true", help="print JSON, with every field")
    reading.add_argument("--readers", action="store_true", help="say what other programs will show")
    reading.add_argument("files", nargs="+", type=path, metavar="FILE")
    undoing = commands.add_parser("undo", help="take a write back, byte for byte")
    undoing.add_argument("batch", nargs="?", help="from phototagger history; default: the last")
    listing = commands.add_parser("history", help="list the writes")
    listing.add_argument("--json", action="store_true", help="print JSON")
    _add_export(commands.add_parser("export", help="save keywords as a table"))
    learning = commands.add_parser("learn", help="learn your words from your library")
    what = learning.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="only list what was learned")
    what.add_argument("--forget", metavar="WORD", help="forget what was learned about a word")
    learning.add_argument("--json", action="store_true", help="print JSON")
    _add_models(commands.add_parser("models", help="list, install and choose tagging models"))
    commands.add_parser("serve", help="run the tagging service (serve --help)")
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"PhotoTagger {__version__}")
    parser.add_argument(
        "--home", type=path, metavar="DIR", help="keep settings, library and cache in DIR"
    )


def _add_models(parser: argparse.ArgumentParser) -> None:
    from phototagger.cli.models import add_commands

    add_commands(parser)


def _add_tag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accept",
        type=probability,
        metavar="P",
        help="accept suggestions from this probability on, 0 to 1; default: the setting"
        " accept_from. The window's own rules (auto_accept_from and those of single words) are"
        " not followed here, nor is its vocabulary",
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--write", action="store_true", help="write accepted tags into the photos")
    mode.add_argument("--dry-run", action="store_true", help="say what --write would change")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("paths", nargs="+", type=path, metavar="PATH")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=path, metavar="FILE", help="the table; a new folder for an agency of copies"
    )
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help="a stock agency, or generic-csv, json, text, keyword-list, xmp-sidecars;"
        " default: by the name of FILE",
    )
    parser.add_argument("--list", action="store_true", help="list the profiles and end")
    parser.add_argument(
        "--category",
        action="append",
        default=[],
        metavar="TEXT",
        help="category of the agency, for all photos; may be repeated",
    )
    parser.add_argument(
        "--columns", metavar="A,B", help="columns of a generic-csv table; default: all"
    )
    parser.add_argument("--country", metavar="TEXT", help="country, for all photos")
    parser.add_argument("paths", nargs="*", type=path, metavar="PATH")


def _add_write(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keywords", default="", metavar='"A;B"', help="keywords to add")
    parser.add_argument("--remove", default="", metavar='"A;B"', help="keywords to remove")
    parser.add_argument("--title", metavar="TEXT", help='the title; "" takes it away')
    parser.add_argument("--description", metavar="TEXT", help='the description; "" takes it away')
    parser.add_argument(
        "--policy",
        choices=("stock", "home"),
        help="fields to write: stock always writes IPTC, home only where it is; "
        "default: the setting",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        type=path,
        metavar="FILE",
        help="save what changes, field by field, as .csv or .txt; may be given twice",
    )
    parser.add_argument(
        "--split-hard-links",
        action="store_true",
        help="write files that have a second name, which then keeps the old keywords",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("files", nargs="+", type=path, metavar="FILE")


def path(text: str) -> Path:
    """Read a path; a ``~`` that no shell expanded, as in ``make run PHOTOS=~/x``, is the home."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def probability(text: str) -> float:
    """Read a probability; argparse calls it by its name in messages."""
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("must be between 0 and 1")
    return value


if __name__ == "__main__":
    sys.exit(main())
