"""Links of a whole knowledge base, followed."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.manifest import Manifest
from ingest.addresses import wrong
from ingest.configure import root_of
from ingest.links import Found, add_web, as_text, look
from tests.ingest.container_files import zipped
from tests.world import World


def _look(world: World) -> Found:
    roots = {root.name: root_of(root) for root in world.settings().roots}
    manifest = Manifest.read(world.state)
    try:
        return look(manifest, world.state, roots)
    finally:
        manifest.close()


def _wrong(found: Found) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["document"], one["target"]) for one in found.wrong]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_links_that_lead_nowhere_are_told_with_their_owner(world: World) -> None:
    world.write("pic.png", "not read, but there")
    world.write("b.md", "# Второй\n\n## Часть два\n\nТекст про склад. [назад](a.md)\n")
    world.write(
        "a.md",
        "---\nowner: Support\n---\n# First\n\nWords. [b](b.md#chast-dva) [gone](gone.md) [case](B.md) ![p](pic.png)"
        " [no place](b.md#nowhere) [top](/shop/x) [self](#first) [lost](#lost) [web](https://example.org/)\n",
    )
    world.sync()
    found = _look(world)
    assert _wrong(found) == [
        ("broken", "docs/a.md#", "docs/B.md"),
        ("broken", "docs/a.md#", "docs/gone.md"),
        ("anchor", "docs/a.md#", "#lost"),
        ("anchor", "docs/a.md#", "docs/b.md#nowhere"),
    ]
    assert {one["owner"] for one in found.wrong} == {"Support"}
    assert [one["why"] for one in found.wrong][:2] == ["differs in case from docs/b.md", "no such file"]
    assert found.web == {"https://example.org/": ["docs/a.md#"]}
    assert found.orphans == []
    assert "Support" in as_text(found)


def test_links_of_files_in_an_archive_lead_to_others_in_there(world: World) -> None:
    data = zipped(
        (
            "guide/a.md",
            b"# First\n\nWords. [b](b.md) [gone](gone.md) [file](../c) ![p](1.png) [up](../../x.md)\n",
        ),
        ("guide/b.md", b"# Second\n\nOther words of the second.\n"),
        ("guide/1.png", b"\x89PNG\r\n\x1a\n not read, but there"),
        ("c/index.md", b"# Third\n\nThird words, and no others.\n"),
    )
    world.write("b.md", "# Beside\n\nNobody leads to what lies beside the archive.\n")
    (world.docs / "old.zip").write_bytes(data)
    world.sync()
    assert _wrong(_look(world)) == [("broken", "docs/old.zip#guide/a.md", "docs/old.zip#guide/gone.md")]


def test_links_to_what_is_not_searchable_any_more(world: World) -> None:
    text = "The price list of the northern warehouse, valid for all customers. Delivery takes three days."
    world.write("price_v1.md", f"# Price list\n\n{text} Old prices.\n")
    world.write("price_v2.md", f"# Price list\n\n{text} New prices.\n")
    world.write("plan.md", "---\nstatus: draft\n---\n# Plan\n\nSomething that is not decided yet at all.\n")
    world.write("a.md", "# Start\n\nSee [old](price_v1.md), [new](price_v2.md) and [plan](plan.md).\n")
    world.sync()
    assert _wrong(_look(world)) == [
        ("superseded", "docs/a.md#", "docs/price_v1.md"),
        ("dropped", "docs/a.md#", "docs/plan.md"),
    ]


def test_pages_that_nothing_leads_to_where_pages_lead_to_each_other(world: World) -> None:
    world.write("index.md", "# Home\n\nThe home page of all. [a](guide/a.md)\n")
    world.write("guide/a.md", "# A page\n\nText of the page about walruses.\n")
    world.write("guide/lost.md", "---\nowner: Docs\n---\n# Lost\n\nNobody finds this page about tuna.\n")
    world.write("guide/note.txt", "A note that nobody is expected to lead to.")
    world.sync()
    assert _look(world).orphans == [{"document": "docs/guide/lost.md#", "owner": "Docs"}]


def test_a_link_finds_its_file_though_both_hold_an_identifier(world: World) -> None:
    world.write("call +79161847205.md", "# Call\n\nWhat was said in the call, in two sentences.\n")
    world.write("a.md", "# Start\n\nSee [call](call%20+79161847205.md) and [gone](gone%20+79161847213.md).\n")
    world.sync()
    ((kind, _, target),) = _wrong(_look(world))
    assert kind == "broken"
    assert "9161847" not in target


@contextmanager
def _site() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            codes = {"/gone": 404, "/shy": 405, "/guarded": 403}
            self.send_response(codes.get(self.path, 200))
            self.end_headers()

        def do_GET(self) -> None:
            self.send_response(410 if self.path == "/shy" else 403)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_addresses_that_do_not_answer_any_more() -> None:
    with _site() as site:
        asked = [f"{site}/good", f"{site}/gone", f"{site}/shy#x", f"{site}/guarded", "http://[PHONE]/"]
        found = wrong([*asked, "http://127.0.0.1:1/"], seconds=20)
    assert found == {
        f"{site}/gone": "HTTP 404",
        f"{site}/shy#x": "HTTP 410",
        "http://127.0.0.1:1/": "no answer",
    }


def test_what_the_web_said_joins_what_was_found() -> None:
    found = Found(web={"https://example.org/": ["docs/a.md#"]})
    add_web(found, {"https://example.org/": "HTTP 404"})
    assert _wrong(found) == [("web", "docs/a.md#", "https://example.org/")]
