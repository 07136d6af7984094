"""A place where runs of the live part are tried: a folder with settings, and a run that waits as long as is wanted."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.lock import secure_directory
from ingest.live.children import ChildRunner
from ingest.live.runner import Outcome, Wish

PATIENCE = 120.0
FLAGS = ("clean.recognizers=[]", "work.workers=1")
SYNC = Wish(reason="test")


class Place:
    """A folder of documents with its settings, and what a run under way can be told by."""

    def __init__(self, folder: Path) -> None:
        self.docs, self.state, self.config = folder / "docs", folder / ".ingest", folder / "ingest.toml"
        self.docs.mkdir(parents=True)
        secure_directory(self.state)
        self.config.write_text('[[roots]]\nname = "docs"\npath = "docs"\n', encoding="utf-8")
        self.write("reset.md", "# Reset\n\nHold the button for five seconds.\n")

    def write(self, name: str, text: str) -> Path:
        path = self.docs / name
        path.write_text(text, encoding="utf-8")
        return path

    writer = -1

    def hang(self) -> None:
        """Lets a run wait for ever, where it reads the decisions."""
        path = self.config.parent / "decisions.fifo"
        os.mkfifo(path)
        with self.config.open("a", encoding="utf-8") as file:
            file.write(f'[decisions]\npath = "{path.name}"\n')

    def await_hanging(self) -> None:
        """Until a run has come to that place; its signals are its own by then."""
        path = self.config.parent / "decisions.fifo"

        def opened() -> int | None:
            try:
                return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody reads
                return None

        self.writer = soon(opened)
        assert self.writer
        time.sleep(
            0.3
        )  # a signal between its open and its read would be noticed only when it reads something

    def go_on(self) -> None:
        path = self.config.parent / "decisions.fifo"
        if self.writer >= 0:
            os.close(self.writer)
        path.unlink()
        path.write_text("")  # nothing was decided

    def members(self) -> list[int]:
        """Who is in the lock."""
        return [int(line.split()[0]) for line in (self.state / "lock").read_text().splitlines()]


def soon(fact: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (found := fact()) and time.monotonic() < until:
        time.sleep(0.005)
    return found


def in_background(runner: ChildRunner, wish: Wish = SYNC) -> Callable[[], Outcome]:
    """Begins a run in a thread; what it gives waits for the end."""
    outcomes: list[Outcome] = []
    thread = threading.Thread(target=lambda: outcomes.append(runner.run(wish)), daemon=True)
    thread.start()

    def ended() -> Outcome:
        thread.join(PATIENCE)
        return outcomes[0]

    return ended
