"""A server in this process for tests: a real socket and HTTP, real state, runs done by a world without processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import httpx

from ingest.live.keepers import Keepers
from ingest.live.metrics import Counted, Metrics
from ingest.live.reader import reader_of
from ingest.live.runner import Outcome, Wish
from ingest.live.serve import House
from ingest.live.tokens import tokens_of
from tests.world import World

BOT, OWNER, CLERK = "bot-0123456789abcdef", "owner-0123456789abcdef", "clerk-0123456789abcdef"
TOKENS = (
    "tokens=[{name='bot', token='env:BOT', spaces=['public']},"
    " {name='owner', token='env:OWNER', spaces=['*'], may=['search', 'sync', 'rebuild']},"
    " {name='clerk', token='env:CLERK', may=['sync']}]"
)
ENVIRON = {"BOT": BOT, "OWNER": OWNER, "CLERK": CLERK}


class WorldRunner:
    """Runs in this process, when `gate` is open."""

    def __init__(self, world: World) -> None:
        self.world, self.wishes = world, list[Wish]()
        self.gate = threading.Event()
        self.gate.set()

    def run(self, wish: Wish) -> Outcome:
        self.wishes.append(wish)
        assert self.gate.wait(60)
        if wish.command == "verify":
            found = {"missing": ["a", "b"], "orphaned": [], "stale": [], "unreachable": ["c"]}
            return Outcome(exit_code=1, report={"ok": False, "checked": 9, **found})
        report = self.world.sync(command=wish.command, everything=wish.command == "rebuild")
        return Outcome(exit_code=report.exit_code, report=report.as_json(), seconds=report.seconds)


class Client:
    """Asks one server; `as_` gives the token of a name."""

    def __init__(self, house: House, runner: WorldRunner) -> None:
        self.house, self.runner = house, runner
        self.http = httpx.Client(base_url=house.listener.url, timeout=60)

    def get(self, path: str, as_: str = "", **headers: str) -> httpx.Response:
        return self.http.get(path, headers={**bearer(as_), **headers})

    def post(self, path: str, data: Any, as_: str = "", **headers: str) -> httpx.Response:
        return self.http.post(path, json=data, headers={**bearer(as_), **headers})

    def search(self, query: str, as_: str, **more: Any) -> list[dict[str, Any]]:
        answer = self.post("/search", {"query": query, **more}, as_)
        assert answer.status_code == 200, answer.text
        hits: list[dict[str, Any]] = answer.json()["hits"]
        return hits


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


@contextmanager
def serving(world: World, *flags: str, environ: Mapping[str, str] = ENVIRON) -> Iterator[Client]:
    world.flags = (
        *world.flags,
        "serve.port=0",
        "serve.watch=false",
        "schedule.sync=''",
        "schedule.audit=''",
        *flags,
    )
    settings = world.settings()
    tokens = tokens_of(settings, environ)
    runner, metrics = WorldRunner(world), Metrics(settings.state.dir)
    counted = Counted(runner, metrics)
    keepers = Keepers(settings, counted, world.settings, None)
    with closing(reader_of(settings)) as reader:
        house = House(settings, tokens, reader, counted, metrics, keepers)
        with closing(house):
            house.parts.begin()
            client = Client(house, runner)
            try:
                wait_for(lambda: client.get("/healthz").status_code == 200)
                yield client
            finally:
                runner.gate.set()
                client.http.close()
                house.parts.stop("http", "reader")
                house.orders.close()
                house.parts.stop()


def wait_for(true: Callable[[], bool], patience: float = 60) -> None:
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.02)
