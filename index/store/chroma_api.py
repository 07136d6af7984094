"""Chroma's HTTP interface, version 2, with a limit on every wait: its own client waits for ever.

Every request may be sent twice, since each says how things shall be, so that a broken connection is tried again.
"""

from __future__ import annotations

import http.client
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from index.errors import EnvironmentFaultError, StateError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REMEDY = (
    "Start the server, or correct store.url; then run ingest sync. Nothing is lost: the manifest has everything, "
    "and what the server lacks is written then, without embedding."
)
TRIES = 5
FIRST_WAIT = 0.25
"""Seconds before the second try; each wait is twice the one before."""
BUSY = frozenset({429, 502, 503, 504})
DEFAULT_PORT = {"http": 80, "https": 443}
TOO_LARGE = 413
MAYBE_TOO_LARGE = 1 << 20
"""Bytes of a request from which a connection that breaks while it is sent may mean 413, said by hanging up."""
RESET = frozenset({"BrokenPipeError", "ConnectionResetError", "ConnectionAbortedError", "RemoteDisconnected"})
REFUSED = {401: "did not take the token", 403: "did not take the token", 407: "asks for another proxy"}


class TooLargeError(Exception):
    """The server takes no request of this size."""


class NotFoundError(Exception):
    """The server knows no such collection, tenant or database."""


@dataclass(slots=True, kw_only=True)
class Api:
    """One connection to a server, opened when it is needed. `url`: http(s)://host:port, with a path or without.

    Raises EnvironmentFaultError (8) when it does not answer within `timeout` seconds a try, UsageError (2) when it
    does not take the token, StateError (6) when it cannot do what it is asked. What the server says is never repeated,
    since it may quote what it stores.
    """

    url: str
    tenant: str = "default_tenant"
    database: str = "default_database"
    token: str = ""
    timeout: float = 60.0
    wait: Callable[[float], None] = time.sleep
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """The path of the database."""
        return f"/tenants/{quote(self.tenant, safe='')}/databases/{quote(self.database, safe='')}"

    def collections(self, method: str, path: str = "", body: object = None) -> Any:
        """A request below the collections of the database."""
        return self.ask(method, f"{self.place}/collections{path}", body)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """What the server answers. Raises TooLargeError and NotFoundError besides those above."""
        content = None if body is None else json.dumps(body).encode()
        slow = 0
        for attempt in range(TRIES):
            if attempt:
                self.wait(FIRST_WAIT * 2 ** (attempt - 1))
            try:
                status, answer = self._sent(method, path, content)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                trouble = type(error).__name__
                if trouble in RESET and attempt and len(content or b"") > MAYBE_TOO_LARGE:
                    raise TooLargeError from None
                slow += isinstance(error, TimeoutError)
                if slow > 1:  # a server that hangs is not waited for five times
                    break
                continue
            if status not in BUSY:
                return self._read(status, answer)
            trouble = f"HTTP {status}"
        raise EnvironmentFaultError(
            f"the Chroma server at {self.url} does not answer ({trouble})", remedy=REMEDY
        )

    def _sent(self, method: str, path: str, content: bytes | None) -> tuple[int, bytes]:
        connection = self._connection = self._connection or self._connect()
        try:
            connection.request(
                method, urlsplit(self.url).path.rstrip("/") + "/api/v2" + path, content, self._headers()
            )
        except (BrokenPipeError, ConnectionResetError):
            # Who takes no such size may say so, and hang up, before it was sent.
            early = http.client.HTTPResponse(connection.sock, method=method) if connection.sock else None
            if early is None:
                raise
            early.begin()
            self.close()
            return early.status, b""
        response = connection.getresponse()
        return response.status, response.read()

    def _read(self, status: int, answer: bytes) -> Any:
        if status == TOO_LARGE:
            self.close()
            raise TooLargeError
        if status == 404:
            raise NotFoundError
        if status in REFUSED:
            raise UsageError(
                f"the Chroma server at {self.url} {REFUSED[status]} (HTTP {status})",
                remedy="Correct store.token or store.token_file.",
            )
        if not 200 <= status < 300:
            raise StateError(
                f"the Chroma server at {self.url} could not do it (HTTP {status})",
                remedy="Look into the server's log; ingest verify --repair writes the index again.",
            )
        try:
            return json.loads(answer)
        except ValueError:
            raise StateError(
                f"what answers at {self.url} is no Chroma server", remedy="Correct store.url."
            ) from None

    def _headers(self) -> Mapping[str, str]:
        headers = {"Content-Type": "application/json", "User-Agent": "kb-ingest"}
        return headers | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=self.timeout)

    def close(self) -> None:
        """Hangs up; the next request connects anew."""
        if self._connection:
            self._connection.close()
        self._connection = None


def spelled(url: str) -> str:
    """`url` in the one spelling of all that certainly lead to the same server: case, default port, dots and slashes.

    A name and its number may lead to two servers, so `localhost` stays what it is.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    with suppress(ValueError):
        host = ip_address(host).compressed
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, DEFAULT_PORT.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def pointer_of(prefix: str) -> str:
    """The name of the collection whose metadata name the live one."""
    return f"{prefix}-current"
