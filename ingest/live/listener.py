"""uvicorn in a thread of its own, on a socket that was bound before: trouble with the address is told at the start."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from index.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from uvicorn import Server

GRACE = 5
"""Seconds that answers under way may take when the server stops."""
CONNECTIONS = 256


class Listener:
    """Serves an ASGI application, made by `app` in the thread that runs it."""

    def __init__(self, host: str, port: int, app: Callable[[], Any]) -> None:
        self._socket = _bound(host, port)
        self._app = app
        self._server: Server | None = None
        self._stopped = False

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def run(self) -> None:
        """Serves until `stop` is called."""
        from uvicorn import Config, Server

        config = Config(
            self._app(),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=GRACE,
        )
        logging.getLogger("uvicorn.access").disabled = True  # it would log query strings
        self._server = Server(config)
        self._server.should_exit = self._stopped
        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(self._server.serve(sockets=[self._socket]))

    def stop(self) -> None:
        """Ends `run` when the answers under way are given."""
        self._stopped = True
        if self._server:
            self._server.should_exit = True

    def close(self) -> None:
        """Gives the address back."""
        self._socket.close()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise EnvironmentFaultError(
            f"cannot listen at {host} port {port} ({error.strerror})",
            remedy="Stop what listens there, or set serve.port (0: any that is free).",
        ) from error
    bound.set_inheritable(False)
    return bound
