"""Settings that change under an index: what was read under the old ones is read again where they matter, and only there."""

from __future__ import annotations

from tests.ingest.test_sync import page
from tests.world import SMALL as SIZES
from tests.world import World

SMALL = (*SIZES, "clean.recognizers=['email']")


def test_documents_of_a_root_that_changes_its_space_follow(world: World) -> None:
    """A space is who may see it: what is not read again would be shown to the wrong people."""
    world.flags = SMALL
    world.write("a.md", page("pump"))
    world.sync()
    (world.folder / "ingest.toml").write_text(
        "[[roots]]\nname = 'docs'\npath = 'docs'\nspace = 'board'\n", encoding="utf-8"
    )
    report = world.sync()
    assert (report.chunks["relabelled"] > 0, report.chunks["embedded"]) == (True, 0)
    assert {row["metadata"]["space"] for row in world.stored().values()} == {"board"}
    assert world.stored() == world.export() == world.fresh()
    assert world.sync().cleaned == 0


def test_a_file_over_a_limit_is_read_when_the_limit_is_raised(world: World) -> None:
    world.write("large.html", f"<html><body><!--{'x' * (1 << 20)}--><p>{page('pump')}</p></body></html>")
    world.write("small.md", page("fan"))
    world.flags = (*SMALL, "load.max_file_mb=1")
    report = world.sync()
    assert [(one.source, one.code) for one in report.failures] == [("docs/large.html", "too-large")]
    assert world.sync().cleaned == 0
    world.flags = (*SMALL, "load.max_file_mb=2")
    report = world.sync()
    assert (report.exit_code, report.documents["added"]) == (0, 1)
    assert world.stored() == world.export() == world.fresh()


def test_each_kind_of_setting_costs_what_it_must(world: World) -> None:
    """Read again, chunked again, judged again, or nothing of that."""
    for name in ("pump", "fan"):
        world.write(f"{name}.md", page(name, "Write to pump@zavod.ru at once."))
    world.flags = SMALL
    world.sync()

    def costs(*flags: str) -> tuple[bool, bool, bool]:
        """Whether documents were cleaned, embedded and relabelled."""
        world.flags = (*SMALL, *flags)
        report = world.sync()
        assert world.stored() == world.export() == world.fresh()
        return report.cleaned > 0, report.chunks["embedded"] > 0, report.chunks["relabelled"] > 0

    assert costs("store.batch_chunks=7", "work.workers=1", "brake.documents=3") == (False, False, False)
    assert costs("clean.allow=['@zavod.ru']") == (True, True, False)
    assert costs("clean.allow=['@zavod.ru']") == (False, False, False)
    assert costs() == (True, False, False), "vectors of before are known"
    assert costs("labels=[{match='**', channels=['shop']}]") == (True, False, True)
    assert costs() == (True, False, True)
    assert costs("chunk.max_tokens=90") == (False, True, False)
    assert costs("chunk.max_tokens=90", "select.parallel=['x']") == (False, False, False)
