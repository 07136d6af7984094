"""From a file's last write to being found: `python -m bench.latency [--chunks 10000] [--times 10] [--cold]`.

An index of invented pages; then, again and again, a page is written, a run is wished for, and its word is searched
for. Said apart: the run as its starter sees it, the part that the run itself counts, the search.
What a watcher adds is its settle time. The first run is not counted: it waits until the process is warm.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.measure import TICKS
from bench.pages import page
from index.lock import StateLock, secure_directory
from index.search import Searcher
from ingest.build import build_embedder_of
from ingest.configure import configure
from ingest.live.children import ChildRunner
from ingest.live.runner import Wish

CHUNKS_A_PAGE = 3.1
SETTINGS = '[[roots]]\nname = "docs"\npath = "docs"\n[chunk]\nmin_tokens = 60\nmax_tokens = 200\n'


def main() -> None:
    """Builds, measures, prints a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.latency", description=__doc__)
    parser.add_argument("--chunks", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--cold", action="store_true", help="each run a new process, as on Windows")
    parser.add_argument("--folder", type=Path, help="kept, and used again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        _measure(folder, chosen.chunks, chosen.times, warm=not chosen.cold)


def _measure(folder: Path, chunks: int, times: int, *, warm: bool) -> None:
    config, docs = folder / "ingest.toml", folder / "docs"
    for number in range(round(chunks / CHUNKS_A_PAGE)):
        path = docs / f"{number % 40}" / f"{number}.md"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(number), encoding="utf-8")
    config.write_text(SETTINGS, encoding="utf-8")
    settings = configure(config)
    secure_directory(settings.state.dir)
    searcher = Searcher(settings.state.dir, build_embedder_of(settings))
    with (
        StateLock(settings.state.dir, command="ingest bench") as lock,
        ChildRunner(config, lock=lock, warm=warm) as runner,
    ):
        built = runner.run(Wish(reason="build"))
        if built.exit_code:
            raise SystemExit(json.dumps(dict(built.report), ensure_ascii=False))
        print(f"{built.report['chunks']['total']} chunks, built in {built.seconds:.1f} s", flush=True)
        rows = [_once(docs, runner, searcher, f"{os.getpid():x}n{number}") for number in range(times + 1)][1:]
        before = _reaped(runner.warm_pid)
        idle = [runner.run(Wish(reason="scan")).seconds for _ in range(times)]
        cpu = (_reaped(runner.warm_pid) - before) / times
    for name, seconds in zip(
        ("written -> found", "run", "  by itself", "search"), zip(*rows, strict=True), strict=True
    ):
        print(f"{name:<18} {_told(seconds)}")
    print(f"{'nothing to do':<18} {_told(idle)}   {cpu:.2f} CPU s: {cpu / 60:.2%} of a core at one a minute")


def _once(
    docs: Path, runner: ChildRunner, searcher: Searcher, word: str
) -> tuple[float, float, float, float]:
    """Wall seconds until found, those of the run and what it counts itself, and of the search."""
    path = docs / "fresh.md"
    path.write_text(
        f"# Fresh page\n\nThe word of this edition is {word}, {page(7)[40:400]}\n", encoding="utf-8"
    )
    began = time.monotonic()
    outcome = runner.run(Wish(paths=(path,), reason="bench"))
    if outcome.exit_code:
        raise SystemExit(json.dumps(dict(outcome.report), ensure_ascii=False))
    searching = time.monotonic()
    hits = searcher.search(word, 5)
    ended = time.monotonic()
    if not any(word in hit.text for hit in hits):
        raise SystemExit(f"{word} was not found")
    return ended - began, outcome.seconds, float(outcome.report["seconds"]), ended - searching


def _told(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"best {ordered[0]:6.2f} s   p95 {late:6.2f} s"


def _reaped(pid: int | None) -> float:
    """CPU seconds of all runs until now: of the children that the warm process, or this one, has waited for."""
    if pid is None:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICKS


if __name__ == "__main__":
    main()
