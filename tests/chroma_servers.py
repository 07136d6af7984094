"""A real Chroma server for the session, or one to kill; and a door before it that breaks what passes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

PATIENCE = 120.0
RUN = "import sys; from chromadb.cli.cli import app; sys.argv[0] = 'chroma'; app()"


class ChromaServer:
    """`chroma run` in a process of its own, on a port that stays its own when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-c", RUN, "run", "--path", str(self.folder), "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            [*command, "--host", "127.0.0.1"], stdin=quiet, stdout=quiet, stderr=quiet, env=dict(os.environ)
        )
        until = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError), urlopen(f"{self.url}/api/v2/heartbeat", timeout=5):
                return
            assert self._process.poll() is None, "the server did not start"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)

    def signal(self, number: int) -> None:
        assert self._process
        self._process.send_signal(number)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait(30)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[ChromaServer]:
    server = ChromaServer(folder)
    try:
        server.start()
        yield server
    finally:
        with suppress(ProcessLookupError, AssertionError):
            server.signal(signal.SIGCONT)
        server.kill()


Rule = Callable[[str, str, int], int]
"""Method, path and size of a request -> the status it is answered with, or 0 to let it pass."""


class Door:
    """A proxy in this process. `seen`: method, path, size and token of every request."""

    def __init__(self, behind: str, rule: Rule = lambda *_: 0) -> None:
        self.behind, self.rule = behind, rule
        self.seen: list[tuple[str, str, int, str]] = []

    @contextmanager
    def open(self) -> Iterator[str]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        door = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                from http.client import HTTPConnection

                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                door.seen.append(
                    (self.command, self.path, len(body), self.headers.get("Authorization") or "")
                )
                status, answer = door.rule(self.command, self.path, len(body)), b"{}"
                if not status:
                    behind = HTTPConnection(door.behind.partition("://")[2], timeout=PATIENCE)
                    behind.request(self.command, self.path, body, {"Content-Type": "application/json"})
                    response = behind.getresponse()
                    status, answer = response.status, response.read()
                    behind.close()
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815 - the library's names

            def log_message(self, *_: object) -> None:
                return

        return Handler
