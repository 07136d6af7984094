"""Kills syncs of a folder, at random and inside Chroma's index writes, and checks what is left each time.

    python -m bench.kills --documents DIR --random 50 --aimed 20 [--seed N] [--inline]

Each round edits, adds, deletes and renames documents, starts `ingest sync`, kills its main process, and looks: did the
workers end by themselves, did every search in between succeed, does one clean sync end at the index that a fresh build
gives. Exits with 1 if anything differs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.aim import kill, told_of, wait_for_index_write, workers_of
from bench.commands import Host
from bench.pages import change
from bench.reader import Reader
from bench.victim import UNNAMED, Victim, fresh_build

DELAY = 0.25
"""Seconds after the first change of an index file within which an aimed kill comes; early ones are more likely."""


@dataclass(slots=True)
class Tally:
    """What came of all kills."""

    rounds: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    healed: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    searches: int = 0
    search_errors: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was lost and nobody noticed."""
        return not (self.differences or self.orphans or self.search_errors)

    def as_json(self) -> dict[str, Any]:
        """For people and for a file."""
        return {
            "rounds": self.rounds,
            "phases": dict(self.phases.most_common()),
            "healed": dict(self.healed.most_common()),
            "differences": self.differences,
            "orphaned workers": self.orphans,
            "searches": self.searches,
            "search errors": len(self.search_errors),
            "first search errors": self.search_errors[:3],
        }


def strike(victim: Victim, dice: Random, *, aimed: bool, lasts: float) -> str:
    """Starts a sync and kills it: anywhere within `lasts` seconds, or at an index write. Returns where it was hit."""
    running = victim.start("sync")
    if aimed:
        if wait_for_index_write(victim.state, running.pid):
            time.sleep(DELAY * dice.random() ** 4)
    else:
        time.sleep(lasts * dice.random())
    kill(running.pid)
    done = running.done()
    if done.code >= 0:
        return f"had ended ({done.code})"
    return victim.phase()


def torment(
    victim: Victim,
    dice: Random,
    *,
    aimed: bool,
    rounds: int,
    lasts: float,
    fresh: Callable[[Victim], dict[str, Any]] = fresh_build,
    say: Callable[[str], None] = lambda _: None,
) -> Tally:
    """Kills `rounds` syncs of a victim that is in step. Every fifth is killed twice before it may heal."""
    tally = Tally()
    for step in range(1, rounds + 1):
        change(victim.docs, dice, step)
        with Reader(victim) as reader:
            for _ in range(2 if step % 5 == 0 else 1):
                phase = strike(victim, dice, aimed=aimed, lasts=lasts)
                tally.rounds += 1
                tally.phases[phase] += 1
            wrong = victim.differences(fresh)
        tally.orphans += workers_of_killed(victim)
        tally.healed.update(victim.healed)
        tally.differences += [f"round {step} ({phase}): {what}" for what in wrong]
        tally.searches += reader.searches
        tally.search_errors += reader.errors
        say(
            f"{'aimed' if aimed else 'random'} {step}/{rounds}: {phase}; healed {victim.healed}; wrong {wrong}"
        )
    return tally


def workers_of_killed(victim: Victim) -> list[str]:
    """Workers of killed syncs that are still there, five seconds after, as they are known to `ps`."""
    until = time.monotonic() + 5
    while left := [pid for leader in victim.leaders for pid in workers_of(leader)]:
        if time.monotonic() > until:
            return [told_of(pid) for pid in left]
        time.sleep(0.1)
    return []


def main() -> int:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--random", type=int, default=50)
    parser.add_argument("--aimed", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inline", action="store_true", help="fork commands from a host, without workers")
    given = parser.parse_args()
    host = Host() if given.inline else None
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    shutil.copytree(given.documents, folder / "docs")
    flags = (
        "store.sync_threshold=50",
        "store.batch_chunks=40",
        "brake.documents=1000000",
        "work.workers=2",
        UNNAMED,  # else most random moments fall into the time in which what finds names is loaded
    )
    victim = Victim(folder, host, flags)
    victim.expected = victim.run("sync").code
    assert victim.expected in {0, 1}, "the documents cannot be indexed"
    began = time.monotonic()
    change(victim.docs, Random(given.seed), 0)
    victim.run("sync")
    lasts = time.monotonic() - began
    tallies = {
        name: torment(
            victim,
            Random(given.seed + aimed),
            aimed=aimed,
            rounds=rounds,
            lasts=lasts,
            say=lambda words: print(words, flush=True),
        )
        for name, aimed, rounds in (("random", False, given.random), ("aimed", True, given.aimed))
    }
    print(
        json.dumps({name: tally.as_json() for name, tally in tallies.items()}, indent=2, ensure_ascii=False)
    )
    if host:
        host.close()
    if all(tally.ok for tally in tallies.values()):
        shutil.rmtree(folder)
        return 0
    print(f"left for a look: {folder}")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
