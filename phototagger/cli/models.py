"""``phototagger models``: list, install, remove and choose tagging models."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from phototagger.app import model_store
from phototagger.cli import ExitCode, printing
from phototagger.core.errors import ModelError
from phototagger.core.jobs import CancelToken
from phototagger.core.models.download import megabytes
from phototagger.core.models.store import BUILT_IN, InstallStep, Model, ModelStore
from phototagger.core.settings import AppPaths, SettingsFile
from phototagger.resource_files import resource_path

_SHOWN_TAGS = 5

_STEPS = {
    InstallStep.DOWNLOAD: "Downloading",
    InstallStep.COPY: "Copying",
    InstallStep.CHECK: "Trying it on its examples",
}


def run(arguments: argparse.Namespace, paths: AppPaths, settings_file: SettingsFile) -> ExitCode:
    """Do what was asked; raises `PhototaggerError` when nothing could be done."""
    store = model_store(paths)
    if arguments.verb == "install":
        return _install(store, arguments.source, settings_file)
    if arguments.verb == "remove":
        return _remove(store, arguments.id, settings_file)
    if arguments.verb == "use":
        return _use(store, arguments.id, settings_file)
    if arguments.verb == "help":
        printing.say(resource_path("help", "own-model.md").read_text(encoding="utf-8"))
        return ExitCode.DONE
    if arguments.verb == "pack":
        return _pack(arguments.folder, arguments.out)
    return _list(store, settings_file, as_json=arguments.json)


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add the verbs to a parser."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("list", help="list the models that are here or could be")
    listing.add_argument("--json", action="store_true", help="print JSON")
    installing = verbs.add_parser("install", help="install a model")
    installing.add_argument(
        "source",
        metavar="SOURCE",
        help="a zip file, a folder, an address (#sha256=… at its end is checked), or an id",
    )
    removing = verbs.add_parser("remove", help="remove an installed model")
    removing.add_argument("id", metavar="ID")
    packing = verbs.add_parser("pack", help="make a zip of a model of your own")
    packing.add_argument("folder", type=Path, metavar="FOLDER", help="with bundle.json in it")
    packing.add_argument("--out", type=Path, metavar="FILE", help="default: beside FOLDER")
    packing.epilog = "How to write bundle.json: phototagger models help"
    verbs.add_parser("help", help="print how a model of your own becomes one of PhotoTagger's")
    using = verbs.add_parser("use", help="choose the model that tags photos")
    using.add_argument("id", metavar="ID", help=f"“{BUILT_IN}” is the one that ships")


def _list(store: ModelStore, settings_file: SettingsFile, *, as_json: bool) -> ExitCode:
    chosen = settings_file.settings.tagging_model
    models, known = store.models(), store.registry()
    here = {model.id for model in models}
    if as_json:
        printing.say_json(
            {
                "installed": [
                    {
                        "id": model.id,
                        "name": model.name,
                        "version": model.version,
                        "bytes": model.size_bytes,
                        "licence": model.licence,
                        "tags": model.tag_count,
                        "in_use": model.id == chosen,
                        "problem": model.problem,
                    }
                    for model in models
                ],
                "known": [
                    {
                        "id": entry.id,
                        "name": entry.name,
                        "bytes": entry.size_bytes,
                        "licence": entry.licence,
                        "tags": entry.tag_count,
                        "repository": entry.repository,
                        "unavailable": entry.unavailable,
                    }
                    for entry in known
                    if entry.id not in here
                ],
            }
        )
        return ExitCode.DONE
    for model in models:
        printing.say(_line(model, "→" if model.id == chosen else " "))
    if chosen not in here:
        printing.complain(
            f"The chosen model “{chosen}” is not here; the built-in one is used instead."
        )
    others = [entry for entry in known if entry.id not in here]
    if others:
        printing.say("\nNot installed:")
    for entry in others:
        about = f"about {megabytes(entry.size_bytes)}, {entry.tag_count:,} tags, {entry.licence}"
        printing.say(f"  {entry.id}: {entry.description} ({about})")
        if entry.unavailable:
            printing.say(f"    Not available yet: {entry.unavailable}")
    return ExitCode.DONE


def _line(model: Model, mark: str) -> str:
    if model.problem:
        return f"{mark} {model.id}: {model.problem}"
    size = megabytes(model.size_bytes)
    facts = f"{model.version}, {size}, {model.tag_count:,} tags, {model.licence}"
    return f"{mark} {model.id}: {model.name} {facts}"


def _install(store: ModelStore, source: str, settings_file: SettingsFile) -> ExitCode:
    line = _Line()
    try:
        model = store.install(source, line.show, CancelToken())
    finally:
        line.clear()
    printing.say(f"Installed {_line(model, '').strip()}.")
    if settings_file.settings.tagging_model != model.id:
        printing.say(f"To tag with it: phototagger models use {model.id}")
    return ExitCode.DONE


def _remove(store: ModelStore, model_id: str, settings_file: SettingsFile) -> ExitCode:
    store.remove(model_id)
    printing.say(f"Removed {model_id}.")
    if settings_file.settings.tagging_model == model_id:
        settings_file.update(tagging_model=BUILT_IN)
        printing.say("It was in use; the built-in model tags photos now.")
    return ExitCode.DONE


def _use(store: ModelStore, model_id: str, settings_file: SettingsFile) -> ExitCode:
    folder = store.folder_of(model_id)
    model = next(model for model in store.models() if model.folder == folder)
    if model.problem:
        raise ModelError(f"The model “{model.id}” is {model.problem}; install it again.")
    settings_file.update(tagging_model=model_id)
    printing.say(f"{model.name} {model.version} tags photos now; tags you have stay as they are.")
    return ExitCode.DONE


def _pack(folder: Path, out: Path | None) -> ExitCode:
    # Late: nothing else on the command line loads networks into its own process.
    from phototagger.service.pack import pack  # noqa: PLC0415

    packed = pack(folder, out)
    for name, tags in packed.examples:
        said = ", ".join(f"{tag.name} {tag.probability:.2f}" for tag in tags[:_SHOWN_TAGS])
        printing.say(f"  {name}: {said or 'no tags'}")
    printing.say(f"Packed {packed.name} into {packed.path}")
    printing.say(f"To install it: phototagger models install {packed.path}")
    return ExitCode.DONE


class _Line:
    """Shows progress on one line of a terminal; says nothing into a pipe."""

    def __init__(self) -> None:
        self._width = shutil.get_terminal_size().columns - 1 if sys.stderr.isatty() else 0

    def show(self, step: InstallStep, done: int, total: int) -> None:
        """Show how far it is."""
        text = _STEPS[step]
        if total:
            text = f"{text}: {100 * done // total} % of {megabytes(total)}"
        elif done:
            text = f"{text}: {megabytes(done)}"
        self._print(text)

    def clear(self) -> None:
        """Take the line away."""
        self._print("")

    def _print(self, text: str) -> None:
        if self._width:
            end = "" if text else "\r"
            line = f"\r{text[: self._width]:<{self._width}}{end}"
            print(line, end="", file=sys.stderr, flush=True)
