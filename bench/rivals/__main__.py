"""`python -m bench.rivals [--python PYTHON] [DOCUMENTS]`: a sync beside LangChain, LlamaIndex and CocoIndex.

The Markdown files of DOCUMENTS (copied first), or generated pages; the same embedder for all. PYTHON is that of an
environment with `bench/rivals/requirements.txt`; without it only we run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from bench.rivals.board import shown, table, troubles
from bench.rivals.course import COLD, NOTHING, PAGES, SIZES, STEPS, happen, lay, letters
from bench.rivals.race import RIVALS, Lap, Ours, Rival, Runner

PLAIN, FULL = "kb-ingest, no recognizers", "kb-ingest, all recognizers"
TOKENS = {False: (500, 1200), True: (250, 600)}
"""Our least and most tokens of a chunk, before the last step and in it."""
AGAIN = 3
"""Syncs with nothing to do; the cheapest counts."""


def race(folder: Path, given: Path | None, python: str | None, pages: int = PAGES) -> str:
    """All tools over the course, step by step; the table and who could not run."""
    documents = folder / "docs"
    count = lay(documents, given, pages)
    plain = Ours(
        name=PLAIN, folder=folder / "plain", documents=documents, settings="[clean]\nrecognizers = []\n"
    )
    runners: list[Runner] = [plain, Ours(name=FULL, folder=folder / "full", documents=documents)]
    for name in RIVALS if python else ():
        runners.append(Rival(name=name, python=str(python), folder=folder / name, documents=documents))
    laps: dict[tuple[str, str], Lap] = {}
    steps: dict[str, str] = {}
    size = 0
    for step in STEPS:
        steps[step] = happen(step, documents) if step != COLD else f"{count} files"
        for runner in runners:
            if any(lap.wrong for (_, of), lap in laps.items() if of == runner.name):
                continue
            tries = [runner.sync(TOKENS[step == SIZES], size) for _ in range(AGAIN if step == NOTHING else 1)]
            best = min(tries, key=lambda lap: lap.cost.cpu if lap.cost else 0)
            lap = laps[step, runner.name] = runner.checked(best, size)
            print(f"{step}: {runner.name}: {shown(lap)}", file=sys.stderr, flush=True)
            if runner is plain and step in {COLD, SIZES}:
                size = letters(documents, [chunk["text"] for chunk in plain.chunks])
    laps[SIZES, PLAIN] = compared(plain, laps[SIZES, PLAIN])
    return _told(laps, steps, runners)


def compared(ours: Ours, lap: Lap) -> Lap:
    """Our last lap, with what differs from an index that is built anew."""
    held, due = (
        Counter((chunk["id"], chunk["text"]) for chunk in chunks)
        for chunks in (ours.chunks, ours.fresh(TOKENS[True]).chunks)
    )
    return replace(lap, stale=(held - due).total(), missing=(due - held).total())


def _told(laps: dict[tuple[str, str], Lap], steps: dict[str, str], runners: list[Runner]) -> str:
    lines = [table(laps, steps, {runner.name: runner.version for runner in runners}, PLAIN), ""]
    starts = [
        f"{runner.name} {runner.start:.1f}"
        for runner in runners
        if isinstance(runner, Rival) and runner.start
    ]
    if starts:
        lines.append(f"- CPU seconds of each of their laps before work begins: {', '.join(starts)}")
    lines += [f"- {line}" for line in troubles(laps, [runner.name for runner in runners])]
    return "\n".join(lines).strip()


def main() -> None:
    """Prints the table; ratios are to our sync without recognizers."""
    asks = argparse.ArgumentParser(prog="python -m bench.rivals", description=__doc__)
    asks.add_argument("documents", nargs="?", type=Path, help="a folder; its Markdown files are read")
    asks.add_argument("--python", help="the Python of an environment with the rivals")
    asks.add_argument("--pages", type=int, default=PAGES, help="so many, where none are given")
    given = asks.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-rivals-") as folder:
        print(race(Path(folder).resolve(), given.documents, given.python, given.pages))


if __name__ == "__main__":
    main()
