"""The tagging models of this user: the built-in one and those installed, each a folder.

Installing is all or nothing: files are copied into a staging folder with their digests checked,
the model is tried there in a process of its own, and only then the folder gets its name. An older
edition of the same model is replaced by renaming and comes back if that is interrupted.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.errors import ModelError, PhototaggerError
from phototagger.core.jobs import CancelToken
from phototagger.core.models.download import (
    Address,
    Downloader,
    FreeBytes,
    check_room,
    disk_problem,
    free_bytes,
)
from phototagger.core.models.files import MANIFEST, BundleReader, open_bundle
from phototagger.core.models.manifest import Malformed, Section
from phototagger.core.models.registry import RegistryEntry, load_registry

log = logging.getLogger(__name__)

BUILT_IN = "built-in"
"""Id of the model that ships with the program, in the setting and on the command line."""

_STAGING, _OLD = ".staging-", ".old-"
_STALE_S = 24 * 3600
_COUNT_EVERY_BYTES = 4 * 1024**2


class InstallStep(StrEnum):
    """What an installation is doing."""

    DOWNLOAD = "download"
    COPY = "copy"
    CHECK = "check"


Progress = Callable[[InstallStep, int, int], None]
"""Told what is going on, and how many of how many bytes are done; 0 of 0 when nobody knows."""

Check = Callable[[Path, CancelToken], None]
"""Tries the model in a folder; raises `PhototaggerError` when it does not give what it should."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model on this computer.

    Attributes:
        id: `BUILT_IN`, or its name.
        name: for people.
        version: of it.
        licence: name of its licence.
        size_bytes: of its files.
        tag_count: how many tags it knows.
        folder: where it lies.
        problem: why it cannot be used, "" when nothing is known against it.
    """

    id: str
    name: str
    version: str
    licence: str
    size_bytes: int
    tag_count: int
    folder: Path
    problem: str = ""


class ModelStore:
    """Thread: any for reading; one installation at a time.

    Args:
        folder: where models are kept; made when it is needed.
        built_in: folder of the model that ships.
        check: tries a model.
        free: tells how much room there is.
        registry: models that could be installed; the shipped list when None.
    """

    def __init__(
        self,
        folder: Path,
        built_in: Path,
        check: Check,
        *,
        free: FreeBytes = free_bytes,
        registry: tuple[RegistryEntry, ...] | None = None,
    ) -> None:
        self._folder = folder
        self._built_in = built_in
        self._check = check
        self._free = free
        self._registry = registry
        self.downloader = Downloader(folder / ".downloads", free=free)

    def models(self) -> list[Model]:
        """Return the built-in model and then the installed ones by name."""
        self._recover()
        folders: list[Path] = []
        with suppress(OSError):
            folders = [f for f in self._folder.iterdir() if f.is_dir() and f.name[0] != "."]
        installed = [_describe(folder, folder.name) for folder in folders]
        installed.sort(key=lambda model: (model.name.casefold(), model.id))
        return [_describe(self._built_in, BUILT_IN), *installed]

    def registry(self) -> tuple[RegistryEntry, ...]:
        """Return the models this program knows of.

        Raises:
            ModelError: their list is broken.
        """
        return load_registry() if self._registry is None else self._registry

    def place_of(self, model_id: str) -> Path:
        """Return where a model of this id would lie, there or not."""
        return self._built_in if model_id == BUILT_IN else self._folder / Path(model_id).name

    def folder_of(self, model_id: str) -> Path:
        """Return where a model lies.

        Raises:
            ModelError: there is no such model.
        """
        if model_id == BUILT_IN:
            return self._built_in
        known = {model.id: model.folder for model in self.models()}
        if model_id not in known:
            raise ModelError(
                f"There is no model “{model_id[:80]}” here; see phototagger models list."
            )
        return known[model_id]

    def install(self, source: str, progress: Progress, cancel: CancelToken) -> Model:
        """Install a model.

        Args:
            source: a zip file, a folder, an address, or the id of a known model.
            progress: told how far it is.
            cancel: ends it; nothing is installed then.

        Raises:
            PhototaggerError: it cannot be installed; the sentence says why. Nothing has changed.
            Cancelled: *cancel* was cancelled.
        """
        if source.lower().startswith(("http://", "https://")):
            return self._from_address(Address.parse(source), progress, cancel)
        for entry in self.registry():
            if entry.id == source:
                if entry.address is None:
                    raise ModelError(f"{entry.name} is not available yet: {entry.unavailable}")
                return self._from_address(entry.address, progress, cancel, entry.id)
        path = Path(source).expanduser()
        if not path.exists():
            raise ModelError(
                f"“{source[:200]}” is no file, no folder, no address that starts with https://, "
                "and no model of the list."
            )
        return self._from_path(path, progress, cancel)

    def remove(self, model_id: str) -> None:
        """Remove an installed model.

        Raises:
            ModelError: there is no such model, it is the built-in one, or the disk refuses.
        """
        if model_id == BUILT_IN:
            raise ModelError("The built-in model is part of PhotoTagger and stays.")
        folder = self.folder_of(model_id)
        gone = self._folder / f"{_STAGING}{secrets.token_hex(4)}"
        try:
            folder.rename(gone)  # so that no half of it is ever found
        except OSError as error:
            raise disk_problem(error) from error
        shutil.rmtree(gone, ignore_errors=True)

    def _from_address(
        self, address: Address, progress: Progress, cancel: CancelToken, model_id: str = ""
    ) -> Model:
        path = self.downloader.fetch(
            address, lambda done, total: progress(InstallStep.DOWNLOAD, done, total), cancel
        )
        model = self._from_path(path, progress, cancel, model_id, address)
        self.downloader.forget(address)
        return model

    def _from_path(
        self,
        path: Path,
        progress: Progress,
        cancel: CancelToken,
        wanted_id: str = "",
        address: Address | None = None,
    ) -> Model:
        try:
            with self._staging() as staging:
                with open_bundle(path) as reader:
                    model_id = _id_of(reader)
                    if wanted_id and model_id != wanted_id:
                        raise ModelError(f"The download holds “{model_id}”, not “{wanted_id}”.")
                    self._copy(reader, staging, progress, cancel)
                progress(InstallStep.CHECK, 0, 0)
                self._check(staging, cancel)
                cancel.check()
                target = self._folder / model_id
                self._replace(staging, target)
        except Malformed as error:
            raise ModelError(f"{path.name} is no tagging model: {error}.") from error
        except OSError as error:
            raise disk_problem(error) from error
        except PhototaggerError as error:
            if address is not None:  # going on with it would end the same way
                self.downloader.forget(address)
            raise _of_source(error, path, address) from error
        log.info("installed the model %s", target.name)
        return _describe(target, target.name)

    def _copy(
        self, reader: BundleReader, staging: Path, progress: Progress, cancel: CancelToken
    ) -> None:
        total, done, told = reader.total_bytes, 0, 0
        check_room(self._folder, total, self._free)
        progress(InstallStep.COPY, 0, total)
        for name in reader.listed:
            with (staging / name).open("xb") as file:

                def take(piece: bytes, sink: io.BufferedWriter = file) -> None:
                    nonlocal done, told
                    cancel.check()
                    sink.write(piece)
                    done += len(piece)
                    if done - told >= _COUNT_EVERY_BYTES:
                        told = done
                        progress(InstallStep.COPY, done, total)

                reader.copy(name, take)
                file.flush()
                os.fsync(file.fileno())
        (staging / MANIFEST).write_bytes(reader.text)

    def _replace(self, staging: Path, target: Path) -> None:
        old = self._folder / f"{_OLD}{target.name}"
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        try:
            staging.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._recover()
        staging = self._folder / f"{_STAGING}{secrets.token_hex(8)}"
        staging.mkdir()
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _recover(self) -> None:
        """Finish or take back what an interrupted installation left."""
        with suppress(OSError):
            for left in self._folder.glob(f"{_OLD}*"):
                target = self._folder / left.name.removeprefix(_OLD)
                if target.exists():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.rename(target)
            for left in self._folder.glob(f"{_STAGING}*"):
                if time.time() - left.stat().st_mtime > _STALE_S:
                    shutil.rmtree(left, ignore_errors=True)


def _id_of(reader: BundleReader) -> str:
    model_id = Section(reader.description, "", ("id",), tuple(reader.description)).name("id")
    if model_id == BUILT_IN:
        raise Malformed(f"“id” must not be {BUILT_IN}")
    return model_id


def _of_source(error: PhototaggerError, path: Path, address: Address | None) -> PhototaggerError:
    """Return the error as one of the model asked for, not of the place where it was unpacked."""
    name = path.name if address is None else address.url.rpartition("/")[2][:80] or "the download"
    places = f"{re.escape(str(path))}|\\S*{re.escape(_STAGING)}\\w+"
    sentence = re.sub(f"tagging model in (?:{places})", f"tagging model in {name}", str(error))
    return ModelError(sentence.replace("; install it again", ""), detail=error.detail)


def _describe(folder: Path, model_id: str) -> Model:
    try:
        description = json.loads((folder / MANIFEST).read_bytes())
        top = Section(description, "", ("id", "version", "licence", "files", "labels"), description)
        listed = top.raw("files")
        assert isinstance(listed, dict)
        sizes = {name: int(entry["bytes"]) for name, entry in listed.items()}
        missing = [n for n, size in sizes.items() if (folder / n).stat().st_size != size]
        return Model(
            id=model_id,
            name=top.text("name") or top.name("id"),
            version=top.version("version"),
            licence=top.text("licence"),
            size_bytes=sum(sizes.values()),
            tag_count=_count_tags(folder / top.file("labels")),
            folder=folder,
            problem=f"damaged ({missing[0]} was changed)" if missing else "",
        )
    except (OSError, ValueError, TypeError, LookupError, AssertionError, RecursionError, csv.Error):
        return Model(model_id, model_id, "", "", 0, 0, folder, "damaged (bundle.json)")


def _count_tags(labels: Path) -> int:
    with labels.open(encoding="utf-8-sig", newline="") as file:
        return sum((row.get("enabled") or "1") == "1" for row in csv.DictReader(file))
