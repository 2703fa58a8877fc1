"""Start the tagging service: ``phototagger serve`` from a shell, ``--child`` from the program.

As a child it takes its token from the environment, writes one line of JSON with its port to
standard output, and ends when its standard input closes, which is when the program ends.
"""

from __future__ import annotations

import argparse
import errno
import json
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from phototagger.child_process import limit_memory
from phototagger.core.errors import ServiceUnavailable
from phototagger.core.tagging.endpoint import is_loopback
from phototagger.resource_files import resource_path
from phototagger.service.bundle import load_bundle
from phototagger.service.decoders import DecoderPool
from phototagger.service.fetch import Fetcher
from phototagger.service.guard import Access
from phototagger.service.host import TOKEN_VARIABLE
from phototagger.service.pipeline import Pipeline
from phototagger.service.predict import Predictor
from phototagger.service.request_log import log_to_stderr
from phototagger.service.server import Api, Server

_DEFAULT_PORT = 8787
_MIN_TOKEN_CHARS = 8
_BACKLOG = 128
_CHILD_NICE = 10
_LAST_MOMENT_S = 4.0
_MAX_WORKERS = 32
_WORKERS = max(2, min(4, os.cpu_count() or 1))
_TRIAL_BYTES = 12 * 1024**3
"""Address space of a model on trial, three times the largest bundle."""

_TOLERANCE = 0.02
"""Results of the same network on different processors differ by up to this."""

_NO_IPV6 = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, socket.EAI_FAMILY, socket.EAI_NONAME)


class _Unusable(Exception):
    """The service cannot start as asked; the text is for the user."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the service until it is stopped.

    Args:
        argv: arguments without the program's name; those of this process when None.

    Returns:
        Exit status: 0 stopped as asked, 1 the service failed, 2 it cannot start as asked.
    """
    options = _parser().parse_args(argv)
    log_to_stderr(logging.WARNING if options.child or options.check else logging.INFO)
    try:
        if options.check:
            return _check_model(options)
        return _run_child(options) if options.child else _run_from_shell(options)
    except (_Unusable, ServiceUnavailable) as error:
        if options.child:
            print(json.dumps({"error": str(error)}), flush=True)
        print(f"phototagger serve: {error}", file=sys.stderr)
        return 2


def port_number(text: str) -> int:
    """Read a port; argparse calls it by its name in messages."""
    value = int(text)
    if not 0 <= value <= 65535:
        raise argparse.ArgumentTypeError("must be between 0 and 65535")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="phototagger serve", description="Serve the tagging API with the built-in model."
    )
    parser.add_argument("--host", default="localhost", help="address to listen on")
    parser.add_argument(
        "--port", type=port_number, default=_DEFAULT_PORT, help="0 takes any free one"
    )
    parser.add_argument("--token-file", type=Path, help="file with the token callers must send")
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name under which callers may address this service; may be repeated",
    )
    parser.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="URL",
        help="a web page's scheme and host that may call this service; may be repeated",
    )
    parser.add_argument(
        "--allow-url", action="store_true", help="fetch pictures that callers name by _url"
    )
    parser.add_argument(
        "--allow-private-url",
        action="store_true",
        help="fetch them also from this machine and its networks; only for callers you trust",
    )
    parser.add_argument(
        "--workers",
        type=_count,
        default=_WORKERS,
        metavar="N",
        help=f"processes that decode pictures, 1 to {_MAX_WORKERS}; default: {_WORKERS}",
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=resource_path("model"),
        metavar="PATH",
        help="folder or zip of another model than the built-in one",
    )
    parser.add_argument(
        "--check", action="store_true", help="only check that the model works on this machine"
    )
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MAX_WORKERS:
        raise argparse.ArgumentTypeError(f"must be between 1 and {_MAX_WORKERS}")
    return number


def _check_model(options: argparse.Namespace) -> int:
    if options.child:
        limit_memory(_TRIAL_BYTES)
    bundle = load_bundle(options.model)
    deviation = Predictor(bundle).deviation()
    is_good = deviation <= _TOLERANCE
    if options.child:
        error = "" if is_good else _deviates(deviation)
        print(json.dumps({"error": error, "deviation": deviation}), flush=True)
        return 0
    print(f"Model: {bundle.name}, {len(bundle.labels)} tags")
    print(
        f"Largest difference from its maker's results: {deviation:.4f} "
        f"({'within' if is_good else 'MORE than'} the tolerance of {_TOLERANCE})"
    )
    return 0 if is_good else 1


def _deviates(deviation: float) -> str:
    return (
        "The model gives other probabilities here than its maker's examples say "
        f"(by up to {deviation:.2f}), so it is not used."
    )


def _run_from_shell(options: argparse.Namespace) -> int:
    is_local = is_loopback(options.host)
    if not is_local and options.token_file is None:
        raise _Unusable(
            f"{options.host} can be reached from other machines, so a token is needed: "
            "write one into a file and add --token-file FILE."
        )
    token = _read_token(options.token_file) if options.token_file else secrets.token_urlsafe(24)
    sockets = _listen(options.host, options.port)
    names = {name.lower() for name in (options.host, *options.allow_host)}

    def ready() -> None:
        print(f"Serving on {_address(options.host, sockets[0])}")
        if options.token_file is None:
            print(f"Token: {token}")
        print("Stop with Ctrl+C.", flush=True)

    origins = {origin.rstrip("/").lower() for origin in options.allow_origin}
    can_fetch = options.allow_url or options.allow_private_url
    return _serve(
        Access(token, is_local, names, origins),
        sockets,
        ready,
        model=options.model,
        fetcher=Fetcher(options.allow_private_url) if can_fetch else None,
        workers=options.workers,
    )


def _run_child(options: argparse.Namespace) -> int:
    token = os.environ.pop(TOKEN_VARIABLE, "")
    if not token:
        raise _Unusable(f"a child needs its token in {TOKEN_VARIABLE}.")
    if hasattr(os, "nice"):
        os.nice(_CHILD_NICE)  # tagging must not make the window wait
    sockets = _listen("127.0.0.1", 0)

    def ready() -> None:
        print(json.dumps({"port": sockets[0].getsockname()[1]}), flush=True)

    return _serve(Access(token), sockets, ready, model=options.model, ends_with_input=True)


def _serve(
    access: Access,
    sockets: list[socket.socket],
    ready: Callable[[], None],
    *,
    model: Path,
    fetcher: Fetcher | None = None,
    workers: int = _WORKERS,
    ends_with_input: bool = False,
) -> int:
    load = _loader(model)
    failures: list[ServiceUnavailable] = []

    def load_failed(error: ServiceUnavailable) -> None:
        failures.append(error)
        server.should_exit = True

    pipeline = Pipeline(load, load_failed, DecoderPool(workers), fetcher)
    server = Server(Api(pipeline, access), ready)
    if ends_with_input:
        threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    # uvicorn stops in an orderly way and then repeats the signal, which would end the process
    # with an error status; these handlers take the repetition.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ignore)
    try:
        server.run(sockets)
    finally:
        pipeline.close()
    if failures:
        print(f"phototagger serve: {failures[0]}", file=sys.stderr)
        return 1
    return 0


def _loader(model: Path) -> Callable[[], Predictor]:
    """Return what makes the predictor, once the bundle has proved to be whole.

    The network of the model that ships loads while clients connect; that of any other one at once,
    so that whoever started us hears if it cannot.
    """
    bundle = load_bundle(model)
    if model == resource_path("model"):
        return partial(Predictor, bundle)
    predictor = Predictor(bundle)
    return lambda: predictor


def _ignore(number: int, frame: object) -> None:
    pass


def _end_with_input(server: Server) -> None:
    # os.read and not sys.stdin: its lock, held for ever by this thread, would hang the exit.
    while os.read(0, 1024):
        pass
    server.should_exit = True
    time.sleep(_LAST_MOMENT_S)
    os._exit(0)  # a picture that takes ages to decode must not outlive the program


def _read_token(path: Path) -> str:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _Unusable(f"the token file {path} cannot be read.") from error
    if len(token) < _MIN_TOKEN_CHARS or not token.isascii() or not token.isprintable():
        raise _Unusable(
            f"the token in {path} must be one line of at least {_MIN_TOKEN_CHARS} ASCII characters."
        )
    return token


def _listen(host: str, port: int) -> list[socket.socket]:
    """Return listening sockets; for "localhost" both families, as Windows tries ::1 first."""
    hosts = ("127.0.0.1", "::1") if host == "localhost" else (host,)
    sockets: list[socket.socket] = []
    for address in hosts:
        try:
            opened = _open(address, port)
        except (OSError, OverflowError) as error:
            if sockets and getattr(error, "errno", None) in _NO_IPV6:
                break
            raise _Unusable(
                f"cannot listen on {host} port {port}: {error}; choose another --port."
            ) from error
        sockets.append(opened)
        port = opened.getsockname()[1]
    return sockets


def _open(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    opened = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(_BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened


def _address(host: str, opened: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{opened.getsockname()[1]}"


if __name__ == "__main__":
    sys.exit(main())
