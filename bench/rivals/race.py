"""Those who run: our command line, and each rival in its own Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from bench.commands import PROJECT
from bench.measure import Cost, measure

LIMIT = 3600.0
RIVALS = {
    "LangChain": "langchain_index",
    "LlamaIndex": "llama_pipeline",
    "CocoIndex": "cocoindex_app",
}
"""Name -> its module here."""
QUIET = {"DO_NOT_TRACK": "1", "ANONYMIZED_TELEMETRY": "False", "COCOINDEX_DISABLE_USAGE_TRACKING": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """One sync: what it cost and gave. `wrong` tells why there is none; `stale` and `missing` are chunks."""

    cost: Cost | None = None
    embedded: int = 0
    chunks: int = 0
    stale: int = 0
    missing: int = 0
    wrong: str = ""


class Runner(Protocol):
    """A tool with a state of its own."""

    name: str
    version: str

    def sync(self, tokens: tuple[int, int], letters: int) -> Lap:
        """Brings its index in step, in chunks of so many tokens (ours) or characters (theirs)."""
        ...

    def checked(self, lap: Lap, letters: int) -> Lap:
        """The lap, with what is in the index now; costs it nothing."""
        ...


@dataclass(slots=True, kw_only=True)
class Ours:
    """`ingest sync`."""

    name: str
    folder: Path
    documents: Path
    settings: str = ""
    version: str = ""
    chunks: list[dict[str, Any]] = field(default_factory=list)
    """What is in the index after the last sync."""

    def sync(self, tokens: tuple[int, int], letters: int = 0) -> Lap:
        """The command line, with everything at its default but the sizes and `settings`."""
        del letters
        self.folder.mkdir(parents=True, exist_ok=True)
        text = f'[[roots]]\nname = "docs"\npath = {json.dumps(str(self.documents))}\n{self.settings}'
        text += f"[chunk]\nmin_tokens = {tokens[0]}\nmax_tokens = {tokens[1]}\n"
        (self.folder / "ingest.toml").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "ingest", "sync", "--allow-delete", "1000000"]
        cost = measure(command, cwd=self.folder, env=self._environment(), limit=LIMIT)
        if cost.code:
            return Lap(wrong=f"exit {cost.code}")
        self.version = self._told("--version").split()[-1]
        self.chunks = [json.loads(line) for line in self._told("export").splitlines()]
        run = json.loads(self._told("status", "--json"))["runs"][0]
        return Lap(cost=cost, embedded=run["chunks"]["embedded"], chunks=len(self.chunks))

    def checked(self, lap: Lap, letters: int) -> Lap:
        """As it is: after the last lap `fresh` tells."""
        del letters
        return lap

    def fresh(self, tokens: tuple[int, int]) -> Ours:
        """Another of its kind that starts from nothing, after its sync."""
        other = Ours(
            name=self.name,
            folder=self.folder.with_name(f"{self.folder.name}-fresh"),
            documents=self.documents,
            settings=self.settings,
        )
        other.sync(tokens)
        return other

    def _told(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "ingest", *arguments],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("INGEST_")}
        return {**kept, "PYTHONPATH": str(PROJECT)}


@dataclass(slots=True, kw_only=True)
class Rival:
    """A child process for each sync; another looks afterwards whether the index is right."""

    name: str
    python: str
    folder: Path
    documents: Path
    version: str = ""
    start: float = 0.0
    """CPU seconds until its stores were open, of the last sync."""

    def sync(self, tokens: tuple[int, int], letters: int) -> Lap:
        """One sync of its own kind."""
        del tokens
        cost, told = self._child("sync", letters)
        if "error" in told:
            return Lap(wrong=told["error"])
        self.version, self.start = told["version"], told["start"]
        return Lap(cost=cost, embedded=told["embedded"])

    def checked(self, lap: Lap, letters: int) -> Lap:
        """Another process cuts all files, and compares."""
        if lap.wrong:
            return lap
        _, held = self._child("check", letters)
        if "error" in held:
            return Lap(wrong=f"its index cannot be read ({held['error']})")
        return replace(lap, **held)

    def _child(self, mode: str, letters: int) -> tuple[Cost, dict[str, Any]]:
        self.folder.mkdir(parents=True, exist_ok=True)
        out = self.folder / "told.json"
        out.unlink(missing_ok=True)
        module = f"bench.rivals.{RIVALS[self.name]}"
        command = [self.python, "-P", "-m", "bench.rivals.child", module, mode]
        command += [str(self.folder / "state"), str(self.documents), str(letters), str(out)]
        environment = {**os.environ, **QUIET, "PYTHONPATH": str(PROJECT)}
        try:
            cost = measure(command, cwd=self.folder, env=environment, limit=LIMIT)
        except OSError as error:
            return Cost(wall=0, cpu=0, memory_mb=0, code=127), {"error": f"no Python there: {error.strerror}"}
        told: dict[str, Any] = {"error": f"died, exit {cost.code}"}
        if out.is_file():
            told = json.loads(out.read_text(encoding="utf-8"))
        return cost, told
