"""Composition root, without Qt: builds the parts of the program and ends them in order.

The window, the command line and the tests build the same program here; they differ in how
results come home (``deliver``) and in who listens to events (``announce``).
"""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from phototagger.core.credentials import Credentials
from phototagger.core.events import Event, Level, Notice, Remedy, ServiceWait
from phototagger.core.exports import Exports
from phototagger.core.jobs import Deliver, Lane
from phototagger.core.learning.feature_cache import FeatureCache
from phototagger.core.learning.memory import WordMemory
from phototagger.core.learning.process import Launcher
from phototagger.core.library import Library
from phototagger.core.models.desk import ModelDesk
from phototagger.core.models.store import BUILT_IN, ModelStore
from phototagger.core.photo_reader import PhotoReader
from phototagger.core.session import Lanes, Learning, Session
from phototagger.core.settings import EMBEDDED, AppPaths, Settings, SettingsFile
from phototagger.core.tagging import Endpoint
from phototagger.core.tagging.client import TaggingClient
from phototagger.core.tagging.pacing import Pacing
from phototagger.core.tagging.request_log import RequestLog
from phototagger.core.tagging.wire import Credits
from phototagger.core.thumbnails import Thumbnails, shared_folder
from phototagger.core.writer import Rules, Writer
from phototagger.interpreter import module_command, module_environment
from phototagger.resource_files import resource_path
from phototagger.service.host import ServiceHost
from phototagger.service.trial import try_model

_LOG_BYTES, _LOGS_KEPT = 1_000_000, 4


class Service:
    """Where photos are tagged now: the embedded service, or the address in the settings.

    Args:
        settings: returns the settings in force.
        host: the embedded service; started when it is first needed.
        credentials: tokens of other services.
    """

    def __init__(
        self, settings: Callable[[], Settings], host: ServiceHost, credentials: Credentials
    ) -> None:
        self._settings = settings
        self._host = host
        self._credentials = credentials

    def endpoint(self) -> Endpoint:
        """Return where the next request goes. Thread: any but the GUI's; may start the service.

        Raises:
            ServiceUnavailable: the embedded service does not start.
        """
        return self.endpoint_of(self._settings().endpoint)

    def failed(self, endpoint: Endpoint) -> None:
        """Take the news that an endpoint did not answer; the embedded one is started again."""
        if self._settings().endpoint == EMBEDDED:
            self._host.failed(endpoint)

    def endpoint_of(self, address: str, token: str | None = None) -> Endpoint:
        """Return *address* as an endpoint, with *token* or the one that is kept for it."""
        if address == EMBEDDED:
            return self._host.endpoint()
        if token is None:
            token = self._credentials.find(address).reveal()
        return Endpoint(address, token)


@dataclass(frozen=True, slots=True)
class App:
    """The running program without a face.

    Attributes:
        session: its verbs.
        exports: its verbs for tables and stock agencies.
        settings_file: its settings on disk.
        credentials: its tokens.
        service: where photos are tagged.
        client: sends them there.
        request_log: what was sent where in this run.
        models: tagging models of the embedded service.
    """

    session: Session
    exports: Exports
    settings_file: SettingsFile
    credentials: Credentials
    service: Service
    client: TaggingClient
    request_log: RequestLog
    host: ServiceHost
    writer: Writer
    models: ModelDesk

    def ask(self, address: str, token: str) -> tuple[str, Credits | None]:
        """Ask a tagging service whether it is there. Thread: any but the GUI's.

        Args:
            address: "embedded" or the address of a service.
            token: its token; "" takes the one that is kept.

        Returns:
            What it says about itself, and the credits of the account where it has them.

        Raises:
            TaggingError: it is not there, or refuses the token.
        """
        client = TaggingClient(lambda: self.service.endpoint_of(address, token or None), attempts=1)
        return client.ping(), client.credits()

    def end_work(self) -> None:
        """End background work; results on their way home must still be delivered."""
        self.models.close()
        self.session.end_work()

    def close(self) -> None:
        """Stop the service and close the library and the write history; the last call."""
        self.host.stop()
        self.session.close()
        self.writer.close()


def write_rules(settings: Settings) -> Rules:
    """Return what the settings allow the writer."""
    return Rules(
        preserve_mtime=settings.preserve_mtime,
        split_hard_links=settings.split_hard_links,
        policies=settings.policies,
        embed_everywhere=settings.embed_everywhere,
        short_sidecars=settings.sidecar_name == "photo.xmp",
    )


def build(
    paths: AppPaths,
    deliver: Deliver,
    announce: Callable[[Event], None],
    *,
    catalog_file: Path | None = None,
    settings_file: SettingsFile | None = None,
) -> App:
    """Build the program.

    Args:
        paths: where it keeps things.
        deliver: brings results to the thread that calls the session.
        announce: takes events on that thread.
        catalog_file: another catalog than the user's.
        settings_file: settings already read or changed for this run.

    Raises:
        LibraryError: the catalog cannot be used.
    """
    settings_file = settings_file or SettingsFile(paths.settings_file)
    settings = settings_file.settings
    library = Library.open(catalog_file or paths.catalog_file)
    store = model_store(paths)

    def chosen_model() -> Path | None:
        chosen = settings_file.settings.tagging_model
        return None if chosen == BUILT_IN else store.place_of(chosen)

    def tell_about_model(sentence: str) -> None:
        notice = Notice(Level.WARNING, "model", sentence, Remedy.OPEN_SETTINGS)
        deliver(lambda: announce(notice))

    host = ServiceHost(
        log_file=paths.state / "service.log", model=chosen_model, tell=tell_about_model
    )
    models = ModelDesk(store, Lane("models", 1, deliver), host.reload)
    credentials = Credentials()
    service = Service(lambda: settings_file.settings, host, credentials)
    request_log = RequestLog()

    def waiting(service_name: str, left_s: float) -> None:
        deliver(lambda: announce(ServiceWait(service_name, left_s)))

    client = TaggingClient(
        service.endpoint,
        failed=service.failed,
        pacing=Pacing(waiting),
        log_to=request_log,
        connect_timeout_s=settings.connect_timeout_s,
        total_deadline_s=settings.read_timeout_s,
    )
    lanes = Lanes(
        queries=Lane("queries", 2, deliver, low_priority=False),
        scan=Lane("scan", 1, deliver),
        metadata=Lane("metadata", 1, deliver),
        thumbnails=Lane("thumbnails", 2, deliver),
        closeup=Lane("closeup", 1, deliver),
        tagging=Lane("tagging", settings.tagging_workers, deliver),
        learning=Lane("learning", 1, deliver),
        words=Lane("words", 1, deliver),
        write=Lane("write", 1, deliver),
        export=Lane("export", 1, deliver),
        edits=Lane("edits", 1, deliver, low_priority=False),
    )
    writer = Writer(paths.journal_file, write_rules(settings))
    thumbnails = Thumbnails(
        paths.thumbnails, settings.thumbnail_cache_mb, PhotoReader(), shared_folder()
    )
    session = Session(
        library,
        settings,
        lanes,
        client,
        _learning(paths, settings, host, may_train=catalog_file is None),
        thumbnails,
        writer,
        announce,
    )
    exports = Exports(
        library,
        lanes.export,
        announce,
        resource_path("agencies"),
        paths.agencies,
        session.settle,
    )
    return App(
        session,
        exports,
        settings_file,
        credentials,
        service,
        client,
        request_log,
        host,
        writer,
        models,
    )


def model_store(paths: AppPaths) -> ModelStore:
    """Return the tagging models of this user."""
    return ModelStore(
        paths.models,
        resource_path("model"),
        lambda folder, cancel: try_model(folder, cancel.check),
    )


def _learning(
    paths: AppPaths, settings: Settings, host: ServiceHost, *, may_train: bool
) -> Learning:
    return Learning(
        WordMemory(FeatureCache(paths.features_file, settings.feature_cache_mb), paths.words_file),
        Launcher(module_command("phototagger.core.learning.child"), module_environment()),
        resource_path("learning", "background.npz"),
        may_train,
        TaggingClient(host.endpoint, failed=host.failed),
    )


def start_log(log_file: Path) -> None:
    """Write the program's log to *log_file*, a few megabytes at most; no log is no reason to stop.

    Photo content, tokens and whole paths never reach levels above debug.
    """
    try:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            log_file, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
