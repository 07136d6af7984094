"""The endpoints: health, figures, search, runs. JSON out; an error has `error` and `remedy`, no path, no traceback."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.errors import KbError, UsageError
from ingest.live.guard import Guard
from ingest.live.questions import RefusedError, hit_as_json, order_of, question_of
from ingest.live.reader import in_words

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from ingest.live.metrics import Metrics
    from ingest.live.orders import Orders
    from ingest.live.reader import Reader

_LOG = logging.getLogger(__name__)
_ACCESS = logging.getLogger(f"{__name__}.access")
OFTEN = ("/healthz", "/readyz", "/metrics")
"""Asked every few seconds by machines; not worth a line of the log."""
CROWD = 64
"""Searches that may wait for one of the threads; more are turned away."""

Endpoint = Callable[["Request"], Awaitable["Response"]]


@dataclass(slots=True, kw_only=True)
class Site:
    """What the endpoints stand on. `threads` says which threads are alive, `lacks` why it is not ready."""

    guard: Guard
    reader: Reader
    orders: Orders
    metrics: Metrics
    threads: Callable[[], Mapping[str, bool]]
    lacks: Callable[[], list[str]]
    status: Callable[[], dict[str, Any]]
    searches: int = 4
    _asking: int = field(default=0, init=False)
    _turns: asyncio.Semaphore = field(init=False)

    def app(self) -> Starlette:
        """The ASGI application."""
        from starlette.applications import Starlette
        from starlette.exceptions import HTTPException
        from starlette.routing import Route

        self._turns = asyncio.Semaphore(self.searches)
        table: tuple[tuple[str, str, Endpoint], ...] = (
            ("/healthz", "GET", self._health),
            ("/readyz", "GET", self._ready),
            ("/metrics", "GET", self._metrics),
            ("/status", "GET", self._status),
            ("/search", "POST", self._search),
            ("/sync", "POST", self._sync),
            ("/runs/{number:int}", "GET", self._run),
        )
        routes = [
            Route(path, self._answered(path, endpoint), methods=[method]) for path, method, endpoint in table
        ]
        app = Starlette(routes=routes)
        app.router.redirect_slashes = False
        app.add_exception_handler(HTTPException, self._answered("other", _nowhere))
        return app

    def _answered(self, path: str, endpoint: Endpoint) -> Callable[..., Awaitable[Response]]:
        """The endpoint with all that can go wrong as answers, counted and logged: never what was asked."""

        async def answer(request: Request, error: Exception | None = None) -> Response:
            began = time.perf_counter()
            if error is not None:
                request.scope["refused"] = error
            try:
                self.guard.addressed(request)
                response = await endpoint(request)
            except RefusedError as refused:
                response = _json(_told(refused.error, refused.remedy), refused.status, refused.headers)
            except KbError as trouble:
                status = 400 if isinstance(trouble, UsageError) else 503
                words = self.reader.trouble() or in_words(trouble)
                response = _json(_told(words, "Look at /readyz and the server's log."), status)
                _LOG.warning("%s: %s", path, trouble)
            except Exception as defect:  # noqa: BLE001 - one request's trouble; its message may quote the question
                frames = "".join(traceback.format_tb(defect.__traceback__))
                _LOG.error("%s: a defect of kb-ingest (%s)\n%s", path, type(defect).__name__, frames)
                response = _json(_told("a defect of kb-ingest", "The server's log tells where."), 500)
            seconds = time.perf_counter() - began
            self.metrics.answered(path, response.status_code, seconds)
            level = logging.DEBUG if path in OFTEN and response.status_code < 500 else logging.INFO
            _ACCESS.log(level, "%s %s %d %.1f ms", request.method, path, response.status_code, seconds * 1000)
            return response

        return answer

    async def _health(self, _: Request) -> Response:
        threads = dict(self.threads())
        return _json({"ok": all(threads.values()), "threads": threads}, 200 if all(threads.values()) else 503)

    async def _ready(self, _: Request) -> Response:
        lacks = [why for why in (self.reader.trouble(), *self.lacks()) if why]
        pointer = self.reader.pointer
        told = {"ready": not lacks, "lacks": lacks, "generation": pointer.number if pointer else 0}
        return _json(told, 503 if lacks else 200)

    async def _metrics(self, _: Request) -> Response:
        from starlette.responses import Response

        text, kind = await asyncio.to_thread(self.metrics.text)
        return Response(text, media_type=kind)

    async def _status(self, request: Request) -> Response:
        caller = self.guard.caller(request)
        told = await asyncio.to_thread(self.status)
        if caller.spaces is not None:  # what is counted over all spaces, and runs, are not for one of them
            told = {name: told[name] for name in (*_OF_ALL, "spaces")}
            told["spaces"] = {name: count for name, count in told["spaces"].items() if caller.sees(name)}
        return _json(told)

    async def _search(self, request: Request) -> Response:
        caller = self.guard.caller(request, "search")
        question = question_of(await self.guard.body(request), caller)
        if self._asking >= CROWD:
            raise RefusedError(503, "too many searches at once", "Ask again in a moment.", Retry_After="1")
        self._asking += 1
        try:
            async with self._turns:
                hits = await asyncio.to_thread(self.reader.search, question)
        finally:
            self._asking -= 1
        pointer = self.reader.pointer
        told = {"hits": [hit_as_json(hit) for hit in hits], "generation": pointer.number if pointer else 0}
        return _json(told)

    async def _sync(self, request: Request) -> Response:
        caller = self.guard.caller(request)
        order = self.orders.put(order_of(await self.guard.body(request), caller))
        if "wait" not in request.query_params:
            return _json(order.as_json(), 202, {"Location": f"/runs/{order.number}"})
        await asyncio.shield(asyncio.wrap_future(order.ended))
        return _json(order.as_json())

    async def _run(self, request: Request) -> Response:
        self.guard.caller(request, "sync")
        order = self.orders.get(request.path_params["number"])
        if order is None:
            raise RefusedError(404, "there is no such run", "Runs are remembered until the server ends.")
        return _json(order.as_json())


_OF_ALL = ("generation", "epoch", "embedder", "dimension", "waiting", "threads")
"""What /status tells of, whatever a caller may see."""


async def _nowhere(request: Request) -> Response:
    """What is not in the table, or not with this method."""
    error = request.scope["refused"]
    words = {404: "there is nothing here", 405: "this is not asked that way"}
    headers = {name.title().replace("-", "_"): value for name, value in (error.headers or {}).items()}
    raise RefusedError(
        error.status_code,
        words.get(error.status_code, "the request cannot be read"),
        "GET /healthz /readyz /metrics /status, POST /search /sync.",
        **headers,
    )


def _told(error: str, remedy: str) -> dict[str, str]:
    return {"error": error, "remedy": remedy}


def _json(data: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    from starlette.responses import Response

    text = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    plain = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})}
    return Response(text, status, plain, media_type="application/json")
