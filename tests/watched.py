"""A small world under watch: real files, real events, runs in this process; and what the watcher said and did."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import KbError
from ingest.live.notice import Notice
from ingest.live.runner import Outcome, Wish
from ingest.live.watch import Watcher
from tests.world import World

PATIENCE = 60.0
"""Seconds; a busy machine is no failure."""
QUICK = ("watch.settle_seconds=0.3", "watch.network_settle_seconds=0.3", "watch.network_scan_seconds=0.5")


class WorldRunner:
    """Runs in this process; `ask` may answer in a run's place."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.wishes: list[Wish] = []
        self.outcomes: list[Outcome] = []
        self.busy = False
        self.ask: Callable[[Wish], Outcome | None] = lambda _: None

    def run(self, wish: Wish) -> Outcome:
        self.busy = True
        self.wishes.append(wish)
        started = time.monotonic()
        outcome = self.ask(wish) or self._sync(wish)
        self.outcomes.append(
            Outcome(exit_code=outcome.exit_code, report=outcome.report, seconds=time.monotonic() - started)
        )
        self.busy = False
        return self.outcomes[-1]

    def _sync(self, wish: Wish) -> Outcome:
        try:
            report = self.world.sync(paths=wish.paths, ignore_missing="--ignore-missing" in wish.arguments)
        except KbError as error:
            told = {"error": str(error), "remedy": error.remedy}
            return Outcome(exit_code=error.exit_code, report=told)
        return Outcome(exit_code=report.exit_code, report=report.as_json())


class Watched:
    """A watcher in a thread of its own."""

    def __init__(self, world: World, **more: Any) -> None:
        self.world, self.notices = world, list[Notice]()
        self.runner = WorldRunner(world)
        self.watcher = Watcher(
            world.settings(),
            self.runner,
            self.notices.append,
            reload=world.settings,
            settings_file=world.folder / "ingest.toml",
            **more,
        )
        self.trouble: list[BaseException] = []
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.watcher.run()
        except BaseException as error:
            self.trouble.append(error)
            raise

    def begin(self) -> None:
        self._thread.start()
        self.until(lambda: self.runner.outcomes, "the first run")

    def end(self) -> None:
        self.watcher.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        assert not self.trouble

    def until(self, condition: Callable[[], Any], what: str, *, seconds: float = PATIENCE) -> None:
        """Waits for `condition`."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert not self.trouble, self.trouble
            assert time.monotonic() < deadline, f"{what}: {[n.message for n in self.notices]}"
            time.sleep(0.02)

    def until_in_step(self) -> None:
        """Waits until the index is what a fresh build of the folder would be, and nothing is left to do."""
        self.until(lambda: self.in_step, "in step")

    @property
    def in_step(self) -> bool:
        """Whether texts of the index are those of the folder, one file one document."""
        there = {path.relative_to(self.world.docs).as_posix() for path in self.world.docs.rglob("*.md")}
        placed = {doc_id.split("#")[0].removeprefix("docs/") for doc_id in self.world.placed()}
        return placed == there and not len(self.watcher.dirty)

    @property
    def at_rest(self) -> bool:
        """Whether nothing runs, is dirty or is wanted."""
        return not (self.runner.busy or len(self.watcher.dirty) or self.watcher.agenda.wanted)

    def said(self, event: str) -> list[Notice]:
        return [notice for notice in self.notices if notice.event == event]

    @property
    def limited(self) -> list[tuple[str, ...]]:
        """Names in the wishes for single paths."""
        return [tuple(path.name for path in wish.paths) for wish in self.runner.wishes if wish.paths]

    @property
    def full(self) -> list[str]:
        """Reasons of runs over everything."""
        return [wish.reason for wish in self.runner.wishes if not wish.paths]


@contextmanager
def watched(folder: Path, *flags: str, documents: int = 2, **more: Any) -> Iterator[Watched]:
    """A folder with some documents, in step and watched."""
    world = World(folder, *QUICK, "chunk.min_tokens=20", "chunk.max_tokens=60", *flags)
    for number in range(documents):
        world.write(f"old-{number}.md", page(number))
    one = Watched(world, **more)
    one.begin()
    try:
        yield one
    finally:
        one.end()


def page(number: int, words: str = "") -> str:
    """A document that is like no other."""
    return (
        f"# Page {number}\n\n"
        + " ".join(f"pump{number * 17 + word}" for word in range(12))
        + f"\n\n{words}\n"
    )
