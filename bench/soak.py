"""A real `ingest serve` under churn for an hour: does it grow, is it idle when nothing happens, is its index right?

    python -m bench.soak [--minutes 60] [--pages 400] [--every 4] [--folder DIR]

An action on the documents every few seconds, a search every two, a rebuild every ten minutes; the last fifth of each
ten minutes is quiet, and its middle half without searches too. Samples go to DIR/samples.jsonl, the verdict to
standard output.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from bench.churn import Churn
from bench.commands import PROJECT
from bench.served import Served, ready
from bench.soaking import Soak
from bench.vitals import PASSING, size

BASE = ("serve.port=0", "serve.open=true")


def growth(times: list[float], values: list[float]) -> float:
    """Percent of growth over the last two thirds, by a straight line; 0 where there are too few to tell."""
    first = times[-1] / 3
    pairs = [(at, value) for at, value in zip(times, values, strict=True) if at >= first]
    at, value = (np.array(column) for column in zip(*pairs, strict=True))
    if len(at) < 3:
        return 0.0
    slope, base = np.polyfit(at, value, 1)
    begin, end = (slope * moment + base for moment in (at[0], at[-1]))
    return round(100 * float(end - begin) / float(begin), 2)


def lasting(soak: Soak) -> dict[str, Any]:
    """Memory, descriptors and threads of each lasting process, and of all of them together."""
    samples = [sample for sample in soak.samples if sample["between runs"]]
    times = [sample["at"] for sample in samples]
    table: dict[str, Any] = {"samples between runs": f"{len(samples)} of {len(soak.samples)}"}
    roles = sorted({one["role"] for sample in samples for one in sample["processes"]} - {PASSING})
    for role in [*roles, "all"]:
        row: dict[str, Any] = {}
        for figure in ("pss", "heap", "rss", "descriptors", "threads"):
            values = [
                sum(one[figure] for one in sample["processes"] if role in {one["role"], "all"})
                for sample in samples
            ]
            ends = [round(float(np.median(part)), 1) for part in (values[:5], values[-5:])]
            row[figure] = {
                "first, last": ends,
                "max": round(max(values), 1),
                "growth %": growth(times, values),
            }
        row["pids"] = len(
            {one["pid"] for sample in samples for one in sample["processes"] if one["role"] == role}
        )
        table[role] = row
    return table


def ingest(served: Served, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(served.command(*words), cwd=PROJECT, check=False, capture_output=True, text=True)


def exported(served: Served, *words: str) -> dict[str, Any]:
    lines = ingest(served, "export", *words).stdout.splitlines()
    return {chunk["id"]: chunk for chunk in map(json.loads, lines)}


def end(soak: Soak) -> dict[str, Any]:
    """Settles, stops and checks: the index against a fresh build of the same documents."""
    served = soak.served
    soak.settle()
    figures, began = soak.metrics(), time.monotonic()
    code, took = served.stop(), time.monotonic() - began
    live = exported(served)
    other = (
        "--set",
        f"state.dir='{served.folder / 'fresh'}'",
        "--set",
        f"audit.path='{served.folder / 'f.jsonl'}'",
    )
    fresh_code = ingest(served, "sync", *other, "--prune").returncode
    fresh = exported(served, *other)
    differing = [key for key in sorted({*live, *fresh}) if live.get(key) != fresh.get(key)]
    sizes = [size(served.folder / name) for name in ("state", "fresh")]
    log = Counter(word for line in served.log().splitlines() for word in line.split()[1:2])
    return {
        "exit code": code,
        "seconds to stop": round(took, 2),
        "verify": ingest(served, "verify").returncode,
        "fresh build": fresh_code,
        "chunks": [len(live), len(fresh)],
        "differences": len(differing),
        "first differences": [[live.get(key), fresh.get(key)] for key in differing[:2]],
        "state MB, fresh MB, ratio": [*(round(mb, 2) for mb in sizes), round(sizes[0] / sizes[1], 2)],
        "state MB while it ran, most": max(sample["state MB"] for sample in soak.samples),
        "runs": {name: value for name, value in figures.items() if name.startswith("kb_runs_total")},
        "log": {name: log[name] for name in ("WARNING", "ERROR")},
    }


def main() -> int:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--every", type=float, default=4)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    served = Served(given.folder or Path(tempfile.mkdtemp(prefix="soak-")), base=BASE)
    churn = Churn(served.docs, given.pages)
    churn.begin()
    with closing(served):
        served.start()
        ready(served.url)
        soak = Soak(served, churn, 60 * given.minutes, given.every)
        soak.live()
        memory, last = lasting(soak), end(soak)
    told = {
        "lasting": memory,
        "all at any moment, PSS MB": {"median": float(np.median(soak.peaks)), "max": max(soak.peaks)},
        "idle CPU %": [round(share, 2) for share in soak.idle],
        "rebuilds": soak.rebuilds,
        "searches": {"made": soak.searches, "failed": len(soak.failures), "first": soak.failures[:3]},
        "actions": dict(churn.done),
        "end": last,
    }
    print(json.dumps(told, indent=1, ensure_ascii=False))
    grown = max(memory["all"][figure]["growth %"] for figure in ("pss", "heap", "rss", "descriptors"))
    good = grown < 10 and max(soak.idle) < 1 and not soak.failures
    sound = (last["exit code"], last["verify"], last["fresh build"], last["differences"]) == (143, 0, 0, 0)
    return 0 if good and sound and last["state MB, fresh MB, ratio"][2] <= 3 else 1


if __name__ == "__main__":
    raise SystemExit(main())
