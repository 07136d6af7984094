"""What a request must be before anybody looks at what it asks: addressed to us, by somebody we know, small, JSON."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ingest.live.questions import RefusedError, require
from ingest.live.tokens import Caller, Tokens

if TYPE_CHECKING:
    from starlette.requests import Request

PATIENCE = 10.0
"""Seconds that a body may take to arrive."""


class Guard:
    """Checks requests. Every method raises RefusedError."""

    def __init__(self, tokens: Tokens, host: str, names: Sequence[str], body_bytes: int) -> None:
        self._tokens, self._most = tokens, body_bytes
        own = {"localhost", "127.0.0.1", "::1", *(name.lower().rstrip(".") for name in names)}
        self._names = own if _is_any(host) else own | {host}

    def addressed(self, request: Request) -> None:
        """The Host header names us: a page in somebody's browser that had its own name point here does not (421)."""
        given = request.headers.getlist("host")
        if len(given) != 1 or _name_of(given[0]) not in self._names:
            raise RefusedError(
                421, "this server is not asked under that name", "Add the name to serve.names."
            )

    def caller(self, request: Request, what: str = "") -> Caller:
        """Who asks; `what` it must be allowed (401, 403)."""
        given = request.headers.getlist("authorization")
        caller = self._tokens.caller(given[0] if len(given) == 1 else "?" * len(given))
        if caller is None:
            remedy = "Send Authorization: Bearer TOKEN, with a token of [[tokens]]."
            said = "this token is not known" if given else "a token is needed"
            raise RefusedError(401, said, remedy, WWW_Authenticate="Bearer")
        if what:
            require(caller, what)
        return caller

    async def body(self, request: Request) -> dict[str, Any]:
        """The JSON object that was sent; {} for nothing (400, 408, 413, 415)."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise RefusedError(
                415, "the body is not declared as JSON", "Send Content-Type: application/json."
            )
        length = request.headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:19]) > self._most:
            raise self._too_large()
        try:
            async with asyncio.timeout(PATIENCE):
                raw = await self._read(request)
        except TimeoutError:
            raise RefusedError(408, "the body did not arrive in time", Connection="close") from None
        try:
            data = json.loads(raw) if raw.strip() else {}
        except (ValueError, RecursionError):
            raise RefusedError(400, "the body is not valid JSON", "Send one JSON object in UTF-8.") from None
        if not isinstance(data, dict):
            raise RefusedError(400, "the body is not a JSON object", 'As in {"query": "..."}.')
        return data

    async def _read(self, request: Request) -> bytes:
        from starlette.requests import ClientDisconnect

        parts, size = [], 0
        try:
            async for part in request.stream():
                size += len(part)
                if size > self._most:
                    raise self._too_large()
                parts.append(part)
        except ClientDisconnect:
            raise RefusedError(400, "the body did not arrive whole") from None
        return b"".join(parts)

    def _too_large(self) -> RefusedError:
        words = f"the body is larger than {self._most} bytes"
        return RefusedError(413, words, "Ask less at once, or raise serve.body_kb.", Connection="close")


def _is_any(host: str) -> bool:
    return host != "localhost" and ipaddress.ip_address(host).is_unspecified


def _name_of(host: str) -> str:
    """The name in a Host header, without port: "kb.example", "127.0.0.1", "::1"."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().rstrip(".")
