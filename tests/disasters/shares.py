"""Runs in a namespace of its own: `shares.py FOLDER`. Mounts come and go under an index; prints what each run said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ingest.scan
from index.errors import RefusedError
from tests.ingest.test_sync import page
from tests.world import World

Said = dict[str, Any]


def mount(*arguments: object) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


def umount(place: Path) -> None:
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(folder: Path, names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names.split():
        (folder / f"{name}.md").write_text(page(name), encoding="utf-8")


def run(world: World, **asked: Any) -> Said:
    """What a sync said, and whether the store holds what the manifest does; `sources` are those that are searchable."""
    world.embedded.clear()
    try:
        report = world.sync(**asked)
        said: Said = {"code": report.exit_code, "failed": [[one.source, one.new] for one in report.failures]}
    except RefusedError as error:
        said = {"code": error.exit_code, "words": str(error), "remedy": error.remedy}
    sources = sorted({str(row["metadata"]["source"]) for row in world.stored().values()})
    whole = world.stored() == world.export()
    return {**said, "sources": sources, "embedded": len(world.embedded), "whole": whole}


def an_empty_mount_over_the_root(world: World) -> list[Said]:
    fill(world.docs, "pump fan")
    told = [run(world)]
    mount("-t", "tmpfs", "none", world.docs)
    told += [run(world), run(world, command="rebuild", everything=True)]
    umount(world.docs)
    return [*told, run(world)]


def a_share_that_is_not_mounted(world: World) -> list[Said]:
    """Its mount point has a file that says so."""
    server = world.folder / "server"
    fill(server, "pump fan valve")
    (world.docs / "NOT MOUNTED.md").write_text("# Not mounted\n\nAsk the administrator.", encoding="utf-8")
    mount("--bind", server, world.docs)
    told = [run(world)]
    umount(world.docs)
    told.append(run(world))
    mount("--bind", server, world.docs)
    return [*told, run(world)]


def a_foreign_disk_in_the_roots_place(world: World) -> list[Said]:
    mount("-t", "tmpfs", "none", world.docs)
    fill(world.docs, "pump fan valve")
    told = [run(world)]
    umount(world.docs)
    mount("-t", "tmpfs", "none", world.docs)
    fill(world.docs, "holiday wedding")
    told += [run(world), run(world, allow_delete=2), run(world, allow_delete=3)]
    (world.docs / "wedding.md").unlink()
    return [*told, run(world)]


def a_disk_with_the_same_files(world: World) -> list[Said]:
    mount("-t", "tmpfs", "none", world.docs)
    fill(world.docs, "pump fan valve")
    told = [run(world)]
    umount(world.docs)
    mount("-t", "tmpfs", "none", world.docs)
    fill(world.docs, "pump fan")
    return [*told, run(world)]


def a_share_within_the_root(world: World) -> list[Said]:
    server, team = world.folder / "server", world.docs / "team"
    fill(server, "valve")
    fill(world.docs, "pump fan")
    team.mkdir()
    mount("--bind", server, team)
    told = [run(world)]
    umount(team)
    told += [run(world), run(world)]
    mount("--bind", server, team)
    told.append(run(world))
    umount(team)
    return [*told, run(world), run(world, prune=True), run(world)]


def unmounted_while_it_is_listed(world: World) -> list[Said]:
    server, real = world.folder / "server", os.scandir
    fill(server / "x", "pump fan")
    fill(server, "valve")
    mount("--bind", server, world.docs)
    told = [run(world)]

    def listing(path: Any) -> Any:
        if os.fspath(path) == os.fspath(world.docs / "x"):
            umount(world.docs)
        return real(path)

    ingest.scan.os.scandir = listing  # type: ignore[attr-defined, assignment]
    told.append(run(world))
    ingest.scan.os.scandir = real  # type: ignore[attr-defined]
    mount("--bind", server, world.docs)
    return [*told, run(world)]


STORIES: tuple[Callable[[World], list[Said]], ...] = (
    an_empty_mount_over_the_root,
    a_share_that_is_not_mounted,
    a_foreign_disk_in_the_roots_place,
    a_disk_with_the_same_files,
    a_share_within_the_root,
    unmounted_while_it_is_listed,
)

if __name__ == "__main__":
    print(json.dumps({story.__name__: story(World(Path(sys.argv[1]) / story.__name__)) for story in STORIES}))
