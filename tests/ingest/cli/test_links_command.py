"""`ingest links`: in words, as data, and as a check."""

from __future__ import annotations

from tests.ingest.cli.conftest import Ask
from tests.world import World


def test_links_are_told_and_checked(ask: Ask, world: World) -> None:
    world.write("a.md", "---\nowner: Support\n---\n# A\n\nThe first page. [b](b.md) [gone](gone.md)\n")
    world.write("b.md", "---\nowner: Warehouse\n---\n# B\n\nThe second page. [away](away.md)\n")
    world.sync()

    told = ask("links", "--json", world=world)
    assert told.code == 0
    assert [(one["kind"], one["target"], one["owner"]) for one in told.data["wrong"]] == [
        ("broken", "docs/gone.md", "Support"),
        ("broken", "docs/away.md", "Warehouse"),
    ]
    assert [one["document"] for one in told.data["orphans"]] == ["docs/a.md#"]
    assert "2 broken" in ask("links", world=world).out

    assert ask("links", "--strict", world=world).code == 1
    only = ask("links", "--owner", "Warehouse", "--json", world=world).data
    assert [one["target"] for one in only["wrong"]] == ["docs/away.md"]

    world.write("gone.md", "# Gone\n\nIt is back.\n")
    world.write("away.md", "# Away\n\nIt is back, too.\n")
    world.sync()
    assert ask("links", "--strict", world=world).code == 0


def test_without_an_index_there_is_nothing_to_follow(ask: Ask, world: World) -> None:
    done = ask("links", world=world)
    assert done.code != 0
    assert "ingest sync" in done.err
