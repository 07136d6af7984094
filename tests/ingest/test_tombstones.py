"""What is gone from a network file system stays until a second complete scan misses it too."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ingest.report import Report
from tests.ingest.test_sync import page
from tests.world import World

ROOT = "[[roots]]\nname = 'docs'\npath = 'docs'\nkind = '{}'\n"


@pytest.fixture
def share(tmp_path: Path) -> World:
    """Three documents on a network file system, in step."""
    world = World(tmp_path)
    (tmp_path / "ingest.toml").write_text(ROOT.format("network"), encoding="utf-8")
    for name in ("pump", "fan", "valve"):
        world.write(f"{name}.md", page(name))
    assert world.sync().exit_code == 0
    return world


def later(world: World, seconds: float) -> None:
    world.now += timedelta(seconds=seconds)


def sources(world: World) -> set[str]:
    return {str(row["metadata"]["source"]) for row in world.stored().values()}


def missing(report: Report) -> list[str]:
    return [one.source for one in report.missing]


def test_it_leaves_with_the_second_scan_a_minute_later(share: World) -> None:
    (share.docs / "fan.md").unlink()
    before = share.export()
    report = share.sync()
    assert (report.exit_code, missing(report)) == (0, ["docs/fan.md"])
    assert report.missing[0].since == "2025-06-01T00:00:00+00:00"
    assert (report.documents["removed"], report.stale) == (0, ["docs/fan.md#"])
    assert "missing    1 on network file systems" in report.as_text()
    later(share, 59)
    assert missing(share.sync()) == ["docs/fan.md"]
    assert share.stored() == share.export() == before
    later(share, 1)
    report = share.sync()
    assert (report.exit_code, report.missing, report.documents["removed"]) == (0, [], 1)
    assert share.stored() == share.export() == share.fresh()


def test_from_a_local_disk_it_leaves_at_once(share: World) -> None:
    (share.folder / "ingest.toml").write_text(ROOT.format("local"), encoding="utf-8")
    share.sync()  # the run before lay on the network
    (share.docs / "fan.md").unlink()
    report = share.sync()
    assert (report.missing, report.documents["removed"]) == ([], 1)
    assert share.stored() == share.fresh()


def test_prune_waits_for_nothing(share: World) -> None:
    (share.docs / "fan.md").unlink()
    report = share.sync(prune=True)
    assert (report.missing, report.documents["removed"]) == ([], 1)
    assert share.stored() == share.export() == share.fresh()


def test_what_comes_back_is_as_if_it_had_never_been_away(share: World) -> None:
    path, before = share.docs / "fan.md", share.export()
    path.rename(share.folder / "fan.md")
    share.sync()
    (share.folder / "fan.md").rename(path)
    share.embedded.clear()
    later(share, 100)
    report = share.sync()
    assert (report.missing, report.documents["unchanged"], share.embedded) == ([], 3, [])
    assert share.stored() == share.export() == before
    path.unlink()
    assert missing(share.sync()) == ["docs/fan.md"]  # from now on, not from then


def test_what_comes_back_with_another_text_is_read(share: World) -> None:
    (share.docs / "fan.md").unlink()
    share.sync()
    share.write("fan.md", page("new fan"))
    report = share.sync()
    assert (report.missing, report.documents["updated"]) == ([], 1)
    assert share.stored() == share.export() == share.fresh()


def test_a_moved_file_moves_at_once_and_embeds_nothing(share: World) -> None:
    (share.docs / "x").mkdir()
    (share.docs / "fan.md").rename(share.docs / "x/fan.md")
    share.embedded.clear()
    report = share.sync()
    assert (report.documents["moved"], report.documents["removed"], report.documents["added"]) == (1, 0, 0)
    assert (report.missing, share.embedded) == ([], [])
    assert share.stored() == share.export() == share.fresh()


def test_a_copy_made_before_the_original_went_embeds_nothing(share: World) -> None:
    share.write("x/fan.md", (share.docs / "fan.md").read_text(encoding="utf-8"))
    share.sync()
    (share.docs / "fan.md").unlink()
    share.embedded.clear()
    share.sync()
    later(share, 60)
    share.sync()
    assert share.embedded == []
    assert share.stored() == share.export() == share.fresh()


@pytest.mark.parametrize("jump", [-3600, -365 * 86400])
def test_a_clock_that_is_set_back_delays_a_tombstone_and_does_not_keep_it(share: World, jump: int) -> None:
    (share.docs / "fan.md").unlink()
    share.sync()
    later(share, jump)
    assert missing(share.sync()) == ["docs/fan.md"]
    later(share, 60)
    assert share.sync().missing == []
    assert share.stored() == share.export() == share.fresh()


def test_rebuild_keeps_what_is_missing_and_plan_says_so(share: World) -> None:
    (share.docs / "fan.md").unlink()
    planned = share.plan()
    assert {"source": "docs/fan.md", "do": "wait", "why": "missing from a network file system"} in planned[
        "reasons"
    ]
    assert planned["documents"]["drop"] == 0
    assert share.plan(prune=True)["documents"]["drop"] == 1
    before = share.export()
    report = share.sync(command="rebuild", everything=True)
    assert (report.exit_code, report.generation, missing(report)) == (0, 2, ["docs/fan.md"])
    assert share.stored() == share.export() == before
    assert "missing since 2025-06-01" in share.why("docs/fan.md")
    later(share, 60)
    assert share.plan()["documents"]["drop"] == 1
    report = share.sync(command="rebuild", everything=True)
    assert (report.missing, report.generation) == ([], 3)
    assert share.stored() == share.export() == share.fresh()


@pytest.mark.parametrize("command", ["sync", "rebuild"])
def test_what_is_missing_stays_only_while_it_is_clean_by_the_rules_that_hold(
    share: World, command: str
) -> None:
    """Redaction fails closed: it cannot be cleaned anew, so it goes; and it is back with the file."""
    config = share.folder / "ingest.toml"
    old = config.read_text(encoding="utf-8")
    (share.docs / "fan.md").rename(share.folder / "fan.md")
    share.sync()
    config.write_text(old + "[clean]\ndeny = ['care']\n", encoding="utf-8")
    report = share.sync(command=command, everything=command == "rebuild")
    assert (report.exit_code, missing(report), report.stale) == (0, ["docs/fan.md"], [])
    assert sources(share) == {"docs/pump.md", "docs/valve.md"}
    config.write_text(old, encoding="utf-8")
    (share.folder / "fan.md").rename(share.docs / "fan.md")
    share.sync()
    assert len(sources(share)) == 3
    assert share.stored() == share.export() == share.fresh()


def test_what_cannot_be_listed_stays_only_while_it_is_clean_by_the_rules_that_hold(
    share: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.ingest.test_scan import failing_after

    share.write("x/a.md", page("other"))
    share.sync()
    with monkeypatch.context() as patched:
        failing_after(patched, "/x", 0)
        report = share.sync()
        assert (report.exit_code, "docs/x/a.md" in sources(share)) == (1, True)
        config = share.folder / "ingest.toml"
        config.write_text(ROOT.format("network") + "[clean]\ndeny = ['care']\n", encoding="utf-8")
        report = share.sync()
        assert (report.exit_code, "docs/x/a.md" in sources(share)) == (1, False)
    assert share.sync().exit_code == 0
    assert "docs/x/a.md" in sources(share)
    assert share.stored() == share.export() == share.fresh()


def test_the_brake_holds_what_ran_out(tmp_path: Path) -> None:
    share = World(tmp_path)
    (tmp_path / "ingest.toml").write_text(ROOT.format("network"), encoding="utf-8")
    paths = [share.write(f"{number}.md", page(f"device {number}")) for number in range(50)]
    share.sync()
    before = share.export()
    for path in paths[:25]:
        path.unlink()
    report = share.sync()
    assert (report.exit_code, len(report.missing)) == (0, 25)
    later(share, 60)
    report = share.sync()
    assert (report.exit_code, report.missing) == (3, [])
    assert share.stored() == share.export() == before
    assert share.sync().exit_code == 3  # what the brake holds is not missing again
    assert share.sync(allow_delete=25).exit_code == 0
    assert share.stored() == share.export() == share.fresh()


def test_an_incomplete_scan_believes_nothing(share: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.ingest.test_scan import failing_after

    share.write("x/a.md", page("other"))
    share.sync()
    (share.docs / "fan.md").unlink()
    with monkeypatch.context() as patched:
        failing_after(patched, "/x", 0)
        for _ in range(3):
            report = share.sync()
            assert (report.exit_code, missing(report)) == (1, ["docs/fan.md"])
            assert report.missing[0].since == ""
            later(share, 3600)
    assert missing(share.sync()) == ["docs/fan.md"]
    later(share, 60)
    assert share.sync().exit_code == 0
    assert share.stored() == share.export() == share.fresh()
