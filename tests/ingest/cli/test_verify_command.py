"""`ingest verify --pii` as a steward sees it: whose a find is, and what to do about it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

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


_HANDLE = "UPDATE handle SET key = ? WHERE key = (SELECT min(key) FROM handle)"


def _write(world: World, sql: str, value: str) -> None:
    with closing(sqlite3.connect(world.state / "manifest.db")) as manifest, manifest:
        manifest.execute(sql, (value,))


def test_a_hash_that_looks_like_an_account_is_none(world: World, ask: Ask) -> None:
    """Of 100,000 hashes one or two are an IBAN of Belgium's, with the right check digits."""
    world.flags = (*world.flags, "clean.recognizers=['iban']")
    world.write("pump.md", page("pump"))
    world.sync()
    hashed = "edge docs BE68539007547034".lower()
    _write(world, "UPDATE document SET handles = ?", json.dumps(["name\0\0en\0pump", hashed]))
    _write(world, _HANDLE, hashed)
    told = ask("verify", "--pii", "--json", world=world).data["pii"]
    assert told["found"] == [], told

    _write(world, _HANDLE, "title\0\0en\0be68539007547034")
    told = ask("verify", "--pii", "--json", world=world).data["pii"]
    assert [one["type"] for one in told["found"]] == ["IBAN"]
