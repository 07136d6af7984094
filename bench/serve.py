"""Searches a real `ingest serve` at a steady rate, beside a sync of many changed pages and through rebuilds.

    python -m bench.serve [--pages 5000] [--rate 20] [--seconds 30] [--changed 1500] [--swaps 10] [--swap-pages 400]
                          [--folder DIR]

Requests are sent at their times whether or not earlier ones were answered; a latency counts from the time a request was
due. A page gives four chunks. `--folder` keeps what was built and uses it again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Coroutine
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx

from bench.commands import PROJECT
from bench.pages import ENGLISH, RUSSIAN, page, write_pages
from bench.served import Served, ready


@dataclass(slots=True)
class Load:
    """What came of the requests: seconds each, and failures in words."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        ranked = sorted(self.seconds) or [0.0]

        def share(part: float) -> float:
            return round(1000 * ranked[min(len(ranked) - 1, int(part * len(ranked)))], 1)

        return {
            "requests": len(self.seconds) + len(self.failures),
            "p50 ms": share(0.5),
            "p95 ms": share(0.95),
            "p99 ms": share(0.99),
            "max ms": share(1.0),
            "failures": len(self.failures),
            "first failures": self.failures[:3],
        }


async def fire(
    url: str,
    rate: float,
    go_on: Callable[[float], bool],
    *,
    seed: int = 1,
    headers: dict[str, str] | None = None,
) -> Load:
    """Searches at `rate` a second as long as `go_on(seconds so far)`."""
    load, dice, running = Load(), Random(seed), set[asyncio.Task[None]]()
    async with httpx.AsyncClient(base_url=url, timeout=30, headers=headers) as client:
        began = time.perf_counter()

        async def ask(due: float) -> None:
            words = dice.sample(dice.choice((ENGLISH, RUSSIAN)), dice.randint(2, 6))
            try:
                answer = await client.post("/search", json={"query": " ".join(words), "top": 5})
            except httpx.HTTPError as error:
                load.failures.append(type(error).__name__)
                return
            if answer.status_code == 200 and answer.json()["hits"]:
                load.seconds.append(time.perf_counter() - began - due)
            else:
                load.failures.append(f"{answer.status_code} {answer.text[:200]}")

        number = 0
        while go_on(time.perf_counter() - began):
            due = number / rate
            await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
            task = asyncio.create_task(ask(due))
            running.add(task)
            task.add_done_callback(running.discard)
            number += 1
        await asyncio.gather(*running)
    return load


async def beside(url: str, rate: float, least: float, work: Coroutine[Any, Any, Any]) -> tuple[Load, Any]:
    """Searches while `work` is done, at least `least` seconds."""
    task = asyncio.create_task(work)
    load = await fire(url, rate, lambda seconds: seconds < least or not task.done())
    return load, await task


async def order(url: str, command: str = "sync", times: int = 1) -> list[dict[str, Any]]:
    """Runs one after the other; what they reported."""
    told = []
    async with httpx.AsyncClient(base_url=url, timeout=1800) as client:
        for _ in range(times):
            told.append((await client.post("/sync?wait", json={"command": command})).json())
    return told


def built(folder: Path, pages: int) -> Served:
    """A server over generated pages that are indexed."""
    served = Served(folder)
    if not (folder / "state" / "CURRENT").exists():
        write_pages(served.docs, pages)
    subprocess.run(served.command("sync"), cwd=PROJECT, check=True, capture_output=True)
    served.start()
    try:
        ready(served.url)
    except RuntimeError:
        served.close()
        raise
    return served


def edit(docs: Path, count: int, edition: int) -> None:
    """Writes another edition of the first `count` pages: one section of each differs."""
    for number in range(count):
        (docs / f"{number % 4}" / f"{number}.md").write_text(page(number, edition), encoding="utf-8")


async def measure(given: argparse.Namespace, folder: Path) -> bool:
    """All phases; whether nothing failed."""
    loads = []
    with closing(built(folder / "large", given.pages)) as served:
        before = served.cpu()
        loads.append(await fire(served.url, given.rate, lambda seconds: seconds < given.seconds / 2))
        cost = (served.cpu() - before) / max(1, len(loads[0].seconds))
        show("with nothing else", loads[0], {"CPU ms a request": round(1000 * cost, 1)})
        edit(served.docs, given.changed, int(time.time()))
        load, told = await beside(served.url, given.rate, given.seconds, order(served.url))
        loads.append(load)
        kept = {name: told[0].get(name) for name in ("exit_code", "chunks", "seconds")}
        show("beside a sync", load, {"sync": kept})
        print(json.dumps({"server": {"exit code": served.stop()}}))
    with closing(built(folder / "small", given.swap_pages)) as small:
        load, runs = await beside(small.url, given.rate, 0, order(small.url, "rebuild", given.swaps))
        loads.append(load)
        show("through rebuilds", load, {"exit codes": [run.get("exit_code") for run in runs]})
    return not any(load.failures for load in loads)


def show(name: str, load: Load, more: dict[str, Any]) -> None:
    print(json.dumps({name: {**load.as_json(), **more}}), flush=True)


def main() -> int:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--changed", type=int, default=1500)
    parser.add_argument("--swaps", type=int, default=10)
    parser.add_argument("--swap-pages", type=int, default=400)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="serve-"))
    return 0 if asyncio.run(measure(given, folder)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
