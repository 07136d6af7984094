"""A knowledge base whose processes are killed: its documents, its state, and what must hold afterwards."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.commands import Done, Host, Process, Running

UNNAMED = 'clean.recognizers=["email", "phone", "card", "iban", "inn", "snils"]'
"""Names are not sought: loading what finds them takes longest."""
FLAGS = (
    "chunk.min_tokens=30",
    "chunk.max_tokens=120",
    "store.sync_threshold=30",
    "store.batch_chunks=20",
    "brake.documents=100000",
    "work.workers=2",
    UNNAMED,
)
"""Small, so that much happens in little time."""


KEPT = "# Маяк\n\n## Зиккурат\n\nКварцевый зиккурат и бирюзовый маяк стоят на своих местах, что бы ни случилось.\n"
"""Words that no other page has: whoever searches for them finds this page, or something is wrong."""


def fresh_build(victim: Victim) -> dict[str, Any]:
    """The chunks of an index built from nothing of the same files and settings."""
    from tests.world import World

    try:
        world = World(victim.folder, *victim.flags)
        world.now = datetime.now(UTC)  # what a page says of its own dates counts as of today
        return world.fresh()
    finally:
        for leftover in victim.folder.glob("fresh-*"):
            shutil.rmtree(leftover)


class Victim:
    """Documents in `docs`, state in `state`, a configuration that names both."""

    def __init__(self, folder: Path, host: Host | None = None, flags: tuple[str, ...] = FLAGS) -> None:
        self.folder, self.docs, self.state = folder, folder / "docs", folder / "state"
        self.host, self.flags = host, flags
        self.docs.mkdir(parents=True, exist_ok=True)
        (folder / "logs").mkdir(exist_ok=True)
        (self.docs / "keep.md").write_text(KEPT, encoding="utf-8")
        (folder / "ingest.toml").write_text(
            "[state]\ndir = 'state'\n[audit]\npath = 'state/audit.jsonl'\n[[roots]]\nname = 'docs'\npath = 'docs'\n",
            encoding="utf-8",
        )
        self.healed: list[str] = []
        self.leaders: list[int] = []
        self.expected = 0
        self._runs = 0

    def arguments(self, command: str, *more: str) -> list[str]:
        """The command line, as far as this victim shapes it."""
        return [
            command,
            *more,
            "--config",
            str(self.folder / "ingest.toml"),
            *(f"--set={flag}" for flag in self.flags),
        ]

    def start(
        self, command: str, *more: str, environ: Mapping[str, str] | None = None, **how: Any
    ) -> Running:
        """Starts a command: in the host, if there is one, else in a process of its own."""
        self._runs += 1
        out = self.folder / "logs" / f"{self._runs:04d}-{command}"
        started: Running
        if self.host and not environ:
            started = self.host.start(self.arguments(command, *more), out, **how)
        else:
            started = Process(self.arguments(command, *more), out, environ)
        self.leaders.append(started.pid)
        return started

    def run(self, command: str, *more: str, **how: Any) -> Done:
        """Runs a command to its end."""
        return self.start(command, *more, **how).done(600)

    def export(self) -> dict[str, Any]:
        """The chunks of the index, by id."""
        done = self.run("export")
        assert done.code == 0, done.err
        return {row["id"]: row for row in map(json.loads, done.out.splitlines())}

    def phase(self) -> str:
        """Where the last run was when it was killed, as far as its traces tell."""
        from index.store.chroma_files import files_look_sane

        markers = list(self.state.glob("gen-*.dirty"))
        if not markers:
            return "no store open"
        for marker in markers:
            chroma = marker.with_suffix("") / "chroma"
            if chroma.is_dir() and (reason := files_look_sane(chroma, 10_000)):
                return "torn: " + reason.split(" ")[0]
        with sqlite3.connect(self.state / "manifest.db") as db:
            intents = db.execute("SELECT count(*) FROM op").fetchone()[0]
        db.close()
        return "in a batch" if intents else "between batches"

    def differences(self, fresh: Callable[[Victim], dict[str, Any]] = fresh_build) -> list[str]:
        """One clean sync, then: verify is content, and the index equals a fresh build. Returns what is wrong."""
        done = self.run("sync", "--json")
        if done.code != self.expected:
            return [f"sync: exit {done.code}: {done.err[-500:]}"]
        self.healed = list(done.data.get("healed", ()))
        wrong = []
        if not (found := self.run("verify", "--json").data)["ok"]:
            wrong.append(f"verify: {found}")
        held, wanted = self.export(), fresh(self)
        if held != wanted:
            odd = sorted(id_ for id_ in held.keys() | wanted.keys() if held.get(id_) != wanted.get(id_))
            wrong.append(f"{len(odd)} chunks differ from a fresh build, e.g. {odd[:3]}")
        return wrong
