"""Whatever happens to files over several runs, folded effects are the difference between the first and the last state."""

from __future__ import annotations

import random
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest

from index.history import History, sizes
from index.manifest import Manifest
from index.records import EffectRecord
from ingest.effects import counted
from ingest.export import live_contents
from ingest.morning_fold import fold
from tests.world import SMALL, World

NAMES = [f"{folder}page{number}.md" for folder in ("", "sub/") for number in range(6)]
FLAGS = (*SMALL, "clean.recognizers=[]", "brake.documents=1000")


def text(chance: random.Random) -> str:
    status = "---\nstatus: draft\n---\n" if chance.random() < 0.2 else ""
    subject = chance.randrange(10**6)
    words = (f"word{chance.randrange(10**6)}" for _ in range(chance.choice((10, 60, 200))))
    return f"{status}# Subject {subject}\n\n{' '.join(words)}.\n"


def disturb(world: World, chance: random.Random) -> None:
    path = world.docs / chance.choice(NAMES)
    other = world.docs / chance.choice(NAMES)
    if not path.exists() or (dice := chance.random()) < 0.35:
        world.write(str(path.relative_to(world.docs)), text(chance))
    elif dice < 0.6:
        path.unlink()
    elif not other.exists():
        other.parent.mkdir(exist_ok=True)
        path.rename(other)
    elif other != path:
        other.write_bytes(path.read_bytes())


State = dict[str, tuple[str, int, int]]


def state(world: World) -> State:
    """Verdict, chunks and code points of each document."""
    with closing(Manifest.read(world.state)) as manifest:
        contents = live_contents(manifest, world.state)
        held = sizes(manifest, contents.number)
        told = {}
        for doc_id, verdict in contents.verdicts().items():
            chunks, key = held.get(doc_id, (0, "0"))
            told[doc_id] = (verdict.kind, chunks, int(key.rpartition(".")[2]))
        return told


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*range(8), 27])
def test_folded_effects_are_the_difference(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    world = World(tmp_path, *FLAGS)
    world.write("always.md", text(chance))
    for name in NAMES[::2]:
        world.write(name, text(chance))
    world.sync()
    before = state(world)
    runs = []
    for _ in range(5):
        for _ in range(chance.randrange(1, 5)):
            disturb(world, chance)
        report = world.sync()
        with closing(Manifest.read(world.state)) as manifest:
            (run,) = History(manifest).last()
            runs.append(run.id)
            one = counted(chain.from_iterable(History(manifest).effects([run.id])))
        counts = {kind: report.documents[kind] for kind in ("added", "removed", "moved")}
        assert {kind: one[kind] for kind in counts} == counts
    after = state(world)
    with closing(Manifest.read(world.state)) as manifest:
        effects = fold(History(manifest).effects(runs))

    replay(before, after, effects)


def replay(before: State, after: State, effects: list[EffectRecord]) -> None:
    """Applied to the first state the effects give the last one."""
    now = dict(before)
    for one in effects:
        source = one.was or one.doc_id
        if one.kind != "added":
            had = now.pop(source)  # each document is told of once
            assert (one.chunks_before, one.chars_before) == had[1:], one
            assert one.before in {"", had[0]}, one
    for one in effects:
        if one.kind == "removed":
            assert (one.chunks, one.chars) == (0, 0), one
            continue
        kind = one.verdict if one.before != one.verdict else before[one.was or one.doc_id][0]
        assert one.doc_id not in now, one
        now[one.doc_id] = (kind, one.chunks, one.chars)
    assert now == after
