"""`ingest inspect`: a file as it would be read, redacted, without an index."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.ingest.cli.conftest import Ask
from tests.world import SMALL, World

PAGE = """---
version: 2.1
---
# Guide

Call the shop at +7 916 184-72-05.

## Valves

| valve | turn |
| --- | --- |
| red | left |
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, *SMALL, "clean.recognizers=['phone', 'email']")  # no models of names


def test_a_file_is_shown_as_it_is_read_and_redacted(ask: Ask, world: World) -> None:
    path = world.write("guide.md", PAGE)
    shown = ask("inspect", str(path), world=world)
    assert shown.code == 0
    assert "read by markdown" in shown.out
    assert "h1    | Guide" in shown.out
    assert "[PHONE]" in shown.out
    assert "184-72" not in shown.out
    assert "version = 2.1" in shown.out
    assert not world.state.exists()

    (document,) = ask("inspect", str(path), "--json", world=world).data["documents"]
    assert [block["kind"] for block in document["blocks"]] == ["heading", "text", "heading", "table"]
    assert document["counts"]["pii.phone"] == 1
    assert all(chunk["tokens"] > 0 for chunk in document["chunks"])


def test_a_page_on_which_nothing_begins(ask: Ask, world: World) -> None:
    """The rows of a table over three pages stand on the first of them: the third is not empty."""
    path = world.write("guide.md", PAGE)
    told = ask("inspect", "--page", "3", str(path), world=world).out
    assert "no blocks begin on page 3; a table or paragraph that goes on" in told
    assert (
        "no chunks begin on page 3" in ask("inspect", "--chunks", "--page", "3", str(path), world=world).out
    )


def test_each_part_on_request(ask: Ask, world: World) -> None:
    path = world.write("guide.md", PAGE)
    assert "tokens" in ask("inspect", str(path), "--chunks", world=world).out
    assert "| Guide" not in ask("inspect", str(path), "--labels", world=world).out


def test_documents_of_a_container_and_what_cannot_be_read(ask: Ask, world: World) -> None:
    archive = world.docs / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.md", "# A\n\nOne page.\n")
        file.writestr("b.docx", "no document")
    told = ask("inspect", str(archive), "--json", world=world).data
    assert [(one["id"], one.get("failure", "")) for one in told["documents"]] == [
        ("docs/all.zip#a.md", ""),
        ("docs/all.zip#b.docx", "wrong-type"),
    ]
    broken = world.write("broken.pdf", "%PDF-1.4 and nothing else")
    done = ask("inspect", str(broken), world=world)
    assert done.code == 1
    assert "Copy it again" in done.out
    assert ask("inspect", str(world.docs / "none.md"), world=world).code == 2
