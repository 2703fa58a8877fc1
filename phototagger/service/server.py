"""Routes of the tagging service and the server that runs them. No model code.

Speaks the Ximilar photo tagging API well enough for the vendor's own client: current and former
paths, with and without trailing slash and never a redirect (which would turn a POST into a GET),
ping, and stand-ins for the account methods. Every error carries both shapes callers read:
``detail`` and ``status``.
"""

from __future__ import annotations

import logging
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

import phototagger
from phototagger.core.errors import ServiceUnavailable
from phototagger.service.body import AnswerAfterBody, Intake, read_body
from phototagger.service.guard import Access
from phototagger.service.patience import PatientProtocol
from phototagger.service.pipeline import Pipeline
from phototagger.service.records import Record, Refusal, dump, status

log = logging.getLogger(__name__)

API_PREFIXES = ("/photo/tags/v2", "/tagging/generic/v2", "/v2")
"""The current path, the former one, and a bare one."""

_ACCOUNT_PATHS = ("/account/v2/details", "/account/v2/user")
_AUTHORIZE_PATH = "/authorization/v2/authorize"
_UNLIMITED_CREDITS = 2**31 - 1
_GRACE_S = 3
_IDLE_CONNECTION_S = 15
_DESCRIPTION = Path(__file__).with_name("openapi.json")
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Answer = Callable[[Request, str], Awaitable[Record | Response]]


class Api:
    """The methods of the API.

    Args:
        pipeline: tags pictures.
        access: who may ask.
    """

    def __init__(self, pipeline: Pipeline, access: Access) -> None:
        self._pipeline = pipeline
        self._access = access
        self._intake = Intake()
        self._description = _DESCRIPTION.read_bytes()

    def app(self) -> Starlette:
        """Return the ASGI application."""
        tags, pings = ([f"{prefix}/{name}" for prefix in API_PREFIXES] for name in ("tags", "ping"))
        app = Starlette(
            routes=[
                *self._routes("tags", tags, self._tags, ["POST"]),
                *self._routes("ping", pings, self._ping, ["GET", "POST"]),
                *self._routes("account", _ACCOUNT_PATHS, self._account, ["GET"]),
                *self._routes("authorize", [_AUTHORIZE_PATH], self._authorize, ["POST"]),
                *self._routes("metrics", ["/metrics"], self._metrics, ["GET"]),
                *self._routes("openapi", ["/openapi.json"], self._describe, ["GET"]),
            ],
            middleware=[*self._cors(), Middleware(AnswerAfterBody)],
            exception_handlers={
                HTTPException: self._http_error,
                ClientDisconnect: self._gone,
                Exception: self._crash,
            },
        )
        app.router.redirect_slashes = False
        return app

    def _cors(self) -> list[Middleware]:
        """Return what tells browsers that the user's web pages may call; nothing by default."""
        if not self._access.origins:
            return []
        return [
            Middleware(
                CORSMiddleware,
                allow_origins=list(self._access.origins),
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type"],
            )
        ]

    def _routes(
        self, name: str, paths: Sequence[str], answer: Answer, methods: Sequence[str]
    ) -> list[Route]:
        async def endpoint(request: Request) -> Response:
            started = time.perf_counter()
            request_id = secrets.token_hex(8)
            response = await self._answer(request, answer, request_id, started)
            self._note(name, response.status_code, request_id, started)
            return response

        both = [path + slash for path in paths for slash in ("", "/")]
        return [Route(path, endpoint, methods=list(methods)) for path in both]

    async def _answer(
        self, request: Request, answer: Answer, request_id: str, started: float
    ) -> Response:
        try:
            self._access.check_address(request)
            body = await answer(request, request_id)
            if isinstance(body, Response):
                return body
            body.setdefault("status", status(200, "OK", request_id))
            body.setdefault("statistics", {"processing time": time.perf_counter() - started})
            return _json(200, dump(body))
        except Refusal as refusal:
            return _refused(refusal, request_id)
        except ServiceUnavailable as error:
            return _error(500, str(error), request_id)

    def _note(self, method: str, code: int, request_id: str, started: float) -> None:
        self._pipeline.counts.request(method, code)
        fields = {
            "method": method,
            "code": code,
            "request_id": request_id,
            "ms": round(1000 * (time.perf_counter() - started), 1),
        }
        log.info("request", extra={"fields": fields})

    async def _tags(self, request: Request, request_id: str) -> Record:
        self._access.check_token(request)
        _check_content_type(request)
        with self._intake.admission() as admission:
            return await self._pipeline.tag(await read_body(request, admission), request_id)

    async def _ping(self, request: Request, request_id: str) -> Record:
        return {"info": f"PhotoTagger {phototagger.__version__} tagging service"}

    async def _account(self, request: Request, request_id: str) -> Record:
        self._access.check_token(request)
        return {
            "id": "local",
            "email": "",
            "first_name": "",
            "last_name": "",
            "phone": "",
            "organization": "",
            "verified": True,
            "credits_counter": 0,
            "credits_limit": _UNLIMITED_CREDITS,
            "default_workspace": "local",
        }

    async def _authorize(self, request: Request, request_id: str) -> Record:
        self._access.check_token(request)
        return {"user_id": "local"}

    async def _metrics(self, request: Request, request_id: str) -> Response:
        self._access.check_token(request)
        return Response(self._pipeline.counts.text(), media_type=_METRICS_TYPE)

    async def _describe(self, request: Request, request_id: str) -> Response:
        return _json(200, self._description)

    async def _http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        request_id = secrets.token_hex(8)
        self._note("none", error.status_code, request_id, time.perf_counter())
        response = _error(error.status_code, f"{error.detail}.", request_id)
        response.headers.update(error.headers or {})
        return response

    async def _gone(self, request: Request, error: Exception) -> Response:
        return _error(400, "The connection was closed.", secrets.token_hex(8))

    async def _crash(self, request: Request, error: Exception) -> Response:
        return _error(500, "The service has made a mistake; its log says more.", "")


class Server(uvicorn.Server):
    """Runs the API on open sockets. Thread: `run` blocks; `should_exit` ends it from any thread.

    Args:
        api: what to serve.
        ready: called once connections are answered.
    """

    def __init__(self, api: Api, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                api.app(),
                http=PatientProtocol,
                ws="none",
                lifespan="off",
                loop="asyncio",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=_IDLE_CONNECTION_S,
                timeout_graceful_shutdown=_GRACE_S,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept connections."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _check_content_type(request: Request) -> None:
    kind = request.headers.get("content-type", "application/json").partition(";")[0]
    if kind.strip().lower() != "application/json":
        raise Refusal(415, "The Content-Type must be application/json.")


def _refused(refusal: Refusal, request_id: str) -> Response:
    response = _error(refusal.code, refusal.sentence, request_id)
    if refusal.retry_after_s:
        response.headers["Retry-After"] = str(refusal.retry_after_s)
    if refusal.code == 401:
        response.headers["WWW-Authenticate"] = "Token"
    return response


def _error(code: int, sentence: str, request_id: str) -> Response:
    answer = {
        "detail": sentence,
        "status": status(code, sentence, request_id),
        "statistics": {"processing time": 0.0},
    }
    return _json(code, dump(answer))


def _json(code: int, body: bytes) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(body, code, headers, media_type="application/json")
