"""`ingest verify --pii` as a steward sees it: whose a find is, and what to do about it."""

from __future__ import annotations

from tests.ingest.cli.conftest import Ask
from tests.ingest.test_generations import page
from tests.world import World


def test_a_given_value_is_told_with_its_document_wherever_a_row_tells(world: World, ask: Ask) -> None:
    world.flags = (*world.flags, "clean.recognizers=['email']")
    world.write("deep/guide.md", "# Guide\n\nAsk Zebra Quokkaton about the pump.\n")
    world.write("pump.md", page("pump"))
    world.write("zebra.quokkaton.md", page("lamp"))
    world.sync()
    values = world.folder / "values.txt"
    values.write_text("Zebra Quokkaton\nzebra.quokkaton\n", encoding="utf-8")

    told = ask("verify", "--pii", "--canaries", str(values), "--json", world=world).data["pii"]
    sql = "SELECT id FROM chunk WHERE doc_id = 'docs/deep/guide.md#'"
    ((chunk,),) = world._read(lambda manifest: manifest.db.execute(sql).fetchall())
    rows = [one for one in told["canaries"] if one["line"] == 1 and one["place"] != "bytes"]
    assert {one["place"].partition(".")[0] for one in rows} >= {"body", "stemmed", "stemmed_content"}
    assert {(one["document"], one["source"]) for one in rows} == {
        ("docs/deep/guide.md#", "docs/deep/guide.md")
    }
    assert {one["chunk"] for one in rows if "body" not in one["place"]} == {chunk}
    assert {one["document"] + one["source"] for one in told["canaries"] if one["line"] == 2} == {""}
    assert [one["command"] for one in told["remedies"]] == ["ingest forget docs/deep/guide.md"]

    text = ask("verify", "--pii", "--canaries", str(values), world=world).out
    assert "quokkaton" not in text.casefold()
    assert f"line 1 of {values} in docs/deep/guide.md#, chunk {chunk}: " in text
    assert "  ingest forget docs/deep/guide.md\n" in text
