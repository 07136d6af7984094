"""Runs a tool over files in a process of its own, watched: time, memory, and what came of each file."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.commands import PROJECT
from bench.measure import memory_of_session

READER = Path(__file__).with_name("reader.py")
OURS = "kb-ingest"
QUIET = {
    "DO_NOT_TRACK": "1",
    "SCARF_NO_ANALYTICS": "1",
    "UNSTRUCTURED_DISABLE_NOTICE": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
}
START_SECONDS = 300.0
"""For the import, and for each file that is read once before the clock runs."""
LOOK = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came of a file: its text as Markdown, or why there is none; CPU seconds."""

    text: str = ""
    wrong: str = ""
    seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a tool made of a batch. `start` are CPU seconds until it is ready, `memory` is MB at its most."""

    tool: str
    version: str = ""
    absent: str = ""
    start: float = 0.0
    memory: float = 0.0
    reads: dict[Path, Read] = field(default_factory=dict)


def run(tool: str, python: str, paths: Sequence[Path], limit: float, warm: Sequence[Path] = ()) -> Outcome:
    """Reads `paths` with `tool`; a process that dies or takes more than `limit` seconds costs the file it reads.

    The rest is read by a new one. `warm` are read once more before the clock runs: tools import as they go.
    """
    outcome, left = Outcome(tool=tool), list(paths)
    while left and not outcome.absent:
        lost = _session(outcome, python, {"warm": _names(warm), "paths": _names(left)}, limit)
        if lost:
            path = next(path for path in left if path not in outcome.reads)
            outcome.reads[path] = Read(wrong=lost)
        left = [path for path in left if path not in outcome.reads]
    return outcome


def _names(paths: Iterable[Path]) -> list[str]:
    return [str(path) for path in paths]


def _session(outcome: Outcome, python: str, asked: dict[str, list[str]], limit: float) -> str:
    """One process. Gives what became of it if it did not come to the end."""
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(PROJECT) if outcome.tool == OURS else ""}
    child = subprocess.Popen(
        [python, "-P", str(READER), outcome.tool],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        text=True,
    )
    lines: queue.Queue[str] = queue.Queue()
    listener = threading.Thread(target=_listen, args=(child, lines), daemon=True)
    listener.start()
    try:
        _ask(child, asked)
        return _follow(outcome, child, lines, limit)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        listener.join(10)


def _ask(child: subprocess.Popen[str], asked: dict[str, list[str]]) -> None:
    assert child.stdin
    with suppress(BrokenPipeError), child.stdin as stdin:
        stdin.write(json.dumps(asked))


def _listen(child: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert child.stdout
    with child.stdout as said:
        for line in said:
            lines.put(line)
    lines.put("")


def _follow(outcome: Outcome, child: subprocess.Popen[str], lines: queue.Queue[str], limit: float) -> str:
    ends = time.monotonic() + START_SECONDS + limit
    while True:
        outcome.memory = max(outcome.memory, memory_of_session(child.pid))
        try:
            line = lines.get(timeout=LOOK)
        except queue.Empty:
            if time.monotonic() > ends:
                return "timed out"
            continue
        if not line:
            return "" if child.wait() == 0 else "crashed"
        _note(outcome, json.loads(line))
        ends = time.monotonic() + limit


def _note(outcome: Outcome, said: dict[str, Any]) -> None:
    if "absent" in said:
        outcome.absent = said["absent"]
    elif "version" in said:
        outcome.version, outcome.start = said["version"], max(outcome.start, said["start"])
    elif "text" in said:
        outcome.memory = max(outcome.memory, said["memory"])
        wrong = said["wrong"] or ("" if said["text"].strip() else "no text")
        outcome.reads[Path(said["path"])] = Read(text=said["text"], wrong=wrong, seconds=said["seconds"])
