"""The server over a real socket: who may ask what, what is shown to whom, what is refused and how."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from index.errors import EnvironmentFaultError
from index.search import Searcher
from ingest.build import build_embedder_of
from ingest.live.listener import Listener
from tests.served import BOT, CLERK, OWNER, TOKENS, Client, serving, wait_for
from tests.world import SMALL, World

FLAGS = (*SMALL, TOKENS, 'clean.recognizers=["email"]', "labels=[{match='docs/public/**', space='public'}]")


def filled(folder: Path) -> World:
    world = World(folder, *FLAGS)
    world.write("public/pump.md", "# Pump\n\nThe pump needs oil twice a year; the walrus agrees.\n")
    world.write("inner/price.md", "# Prices\n\nThe pump costs us forty in purchase; the walrus is secret.\n")
    world.write("inner/copy.md", "# Prices\n\nThe pump costs us forty in purchase; the walrus is secret.\n")
    world.sync()
    return world


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with serving(filled(tmp_path_factory.mktemp("served")), "serve.body_kb=2") as client:
        wait_for(lambda: client.get("/readyz").status_code == 200)
        yield client


JSON = {"Content-Type": "application/json"}
ASKED = json.dumps({"query": "pump"})


@pytest.mark.parametrize(
    ("method", "path", "status", "token", "body", "headers"),
    [
        ("POST", "/search", 401, "", ASKED, JSON),
        ("POST", "/search", 401, "wrong-0123456789abcdef", ASKED, JSON),
        ("POST", "/search", 401, BOT[:-1], ASKED, JSON),
        ("POST", "/search", 401, "", ASKED, {**JSON, "Authorization": f"Basic {BOT}"}),
        ("POST", "/search", 401, "", ASKED, {**JSON, "Authorization": BOT}),
        ("POST", "/search", 403, CLERK, ASKED, JSON),
        ("POST", "/search", 415, BOT, ASKED, {"Content-Type": "text/plain"}),
        ("POST", "/search", 415, BOT, ASKED, {"Content-Type": "application/x-www-form-urlencoded"}),
        ("POST", "/search", 413, BOT, json.dumps({"query": "x" * 3000}), JSON),
        ("POST", "/search", 400, BOT, "{", JSON),
        ("POST", "/search", 400, BOT, "[" * 2000, JSON),
        ("POST", "/search", 400, BOT, "[1]", JSON),
        ("POST", "/search", 400, BOT, "{}", JSON),
        ("POST", "/search", 400, BOT, '{"query": " "}', JSON),
        ("POST", "/search", 400, BOT, '{"query": "pump", "top": 0}', JSON),
        ("POST", "/search", 400, BOT, '{"query": "pump", "top": true}', JSON),
        ("POST", "/search", 400, BOT, '{"query": "pump", "top": 101}', JSON),
        ("POST", "/search", 400, BOT, '{"query": "pump", "where": {"title": "x"}}', JSON),
        ("POST", "/search", 400, BOT, '{"query": "pump", "where": {"space": [1]}}', JSON),
        ("POST", "/search", 400, BOT, '{"query": "pump", "spaces": ["inner"]}', JSON),
        ("POST", "/search", 200, BOT, '{"query": "\\ud800 pump"}', JSON),
        ("POST", "/search", 200, BOT, ASKED, {"Content-Type": "Application/JSON; charset=utf-8"}),
        ("POST", "/sync", 401, "", "{}", JSON),
        ("POST", "/sync", 403, BOT, "{}", JSON),
        ("POST", "/sync", 403, CLERK, '{"command": "rebuild"}', JSON),
        ("POST", "/sync", 400, CLERK, '{"command": "search"}', JSON),
        ("POST", "/sync", 400, CLERK, '{"paths": ["/etc"]}', JSON),
        ("POST", "/sync", 400, CLERK, '{"allow_delete": -1}', JSON),
        ("POST", "/sync", 400, CLERK, '{"allow_delete": true}', JSON),
        ("POST", "/sync", 400, CLERK, '{"prune": 1}', JSON),
        ("POST", "/sync", 400, CLERK, '{"command": "verify", "prune": true}', JSON),
        ("POST", "/sync", 415, CLERK, "", {}),
        ("GET", "/status", 401, "", None, {}),
        ("GET", "/status", 200, CLERK, None, {}),
        ("GET", "/runs/1", 401, "", None, {}),
        ("GET", "/runs/99", 404, CLERK, None, {}),
        ("GET", "/healthz", 200, "", None, {}),
        ("GET", "/healthz", 200, "", None, {"Host": "LOCALHOST.:1"}),
        ("GET", "/healthz", 200, "", None, {"Host": "[::1]:8765"}),
        ("GET", "/healthz", 421, "", None, {"Host": "evil.example"}),
        ("GET", "/metrics", 421, "", None, {"Host": "127.0.0.1.evil.example"}),
        ("GET", "/readyz", 421, "", None, {"Host": ""}),
        ("POST", "/search", 421, BOT, ASKED, {**JSON, "Host": "evil.example:8765"}),
        ("GET", "/nothing", 404, "", None, {}),
        ("GET", "/../etc/passwd", 404, "", None, {}),
        ("GET", "/search", 405, BOT, None, {}),
        ("DELETE", "/search", 405, BOT, None, {}),
        ("OPTIONS", "/search", 405, "", None, {"Origin": "http://evil.example"}),
    ],
)
def test_who_may_ask_what(
    client: Client, method: str, path: str, status: int, token: str, body: str | None, headers: dict[str, str]
) -> None:
    sent = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}
    answer = client.http.request(method, path, content=body, headers=sent)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert "access-control-allow-origin" not in answer.headers
    if status >= 400:
        assert set(answer.json()) == {"error", "remedy"}
        assert "/work" not in answer.text
        assert "Traceback" not in answer.text
        assert "pump" not in answer.text


def test_a_token_sees_its_spaces_alone(client: Client) -> None:
    public, everything = client.search("walrus pump", BOT), client.search("walrus pump", OWNER)

    assert [hit["metadata"]["space"] for hit in public] == ["public"]
    assert {hit["metadata"]["space"] for hit in everything} == {"public", "default"}
    assert client.search("forty in purchase", BOT, where={"space": "default"}) == []
    assert len(client.search("walrus", BOT, where={"space": ["default", "public"]})) == 1
    assert "forty" not in json.dumps(public)


def test_it_answers_as_the_searcher(client: Client) -> None:
    settings = client.runner.world.settings()
    theirs = Searcher(settings.state.dir, build_embedder_of(settings)).search("walrus pump", 5)

    hits = client.search("walrus pump", OWNER)
    assert [(hit["chunk_id"], hit["score"], hit["text"]) for hit in hits] == [
        (hit.chunk_id, hit.score, hit.text) for hit in theirs
    ]
    assert {"source", "title", "section", "page", "doc_id", "metadata"} <= set(hits[0])


def test_what_people_call_the_same_names_no_other_space(tmp_path: Path) -> None:
    world = filled(tmp_path)
    (tmp_path / "decisions.toml").write_text(
        "[[decision]]\nid = 'd-1'\naction = 'same'\n"
        "documents = ['docs/public/pump.md#', 'docs/inner/price.md#']\n",
        encoding="utf-8",
    )
    world.sync()
    with serving(world) as client:
        seen = {name: client.search("walrus oil", token) for name, token in (("bot", BOT), ("owner", OWNER))}

    assert [hit["metadata"]["also_at"] for hit in seen["owner"] if hit["source"] == "docs/public/pump.md"]
    assert "inner" not in json.dumps(seen["bot"])


def test_status_shows_the_spaces_of_the_token(client: Client) -> None:
    seen = client.get("/status", BOT).json()
    assert seen["spaces"] == {"public": 1}
    assert seen.keys().isdisjoint(
        {"chunks", "documents", "verdicts", "languages", "channels", "sources", "runs"}
    )
    told = client.get("/status", OWNER)
    assert told.json()["spaces"] == {"default": 1, "public": 1}
    assert "price" not in told.text


def test_a_body_that_says_no_length_is_cut_off(client: Client) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"query": "'
        for _ in range(8):
            yield b"x" * 1000

    headers = {**JSON, "Authorization": f"Bearer {BOT}"}
    assert client.http.post("/search", content=pieces(), headers=headers).status_code == 413


def test_nothing_that_was_asked_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.search("zanzibar secret words", OWNER)
    client.http.get("/search?q=zanzibar")
    client.http.post("/zanzibar", content="zanzibar")
    whole = client.house.reader.searcher.search

    def broken(query: str, *_: Any) -> None:
        raise ValueError(query)

    client.house.reader.searcher.search = broken  # type: ignore[method-assign, assignment]
    try:
        answer = client.post("/search", {"query": "zanzibar"}, OWNER)
    finally:
        client.house.reader.searcher.search = whole  # type: ignore[method-assign]

    assert (answer.status_code, answer.json()["error"]) == (500, "a defect of kb-ingest")
    sent = ("httpx", "httpcore", "asyncio")  # the client's own
    ours = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith(sent))
    assert "ValueError" in ours
    assert "/search 200" in ours
    assert "zanzibar" not in ours
    assert "zanzibar" not in client.get("/metrics").text


def test_a_sync_is_ordered_once_and_can_be_looked_up(tmp_path: Path) -> None:
    with serving(World(tmp_path, *FLAGS)) as client:
        assert client.get("/readyz").json()["lacks"] == ["there is no index yet: run a sync"]
        assert client.post("/search", {"query": "pump"}, OWNER).status_code == 503
        client.runner.world.write("a.md", "# Pump\n\nThe pump needs oil.\n")
        client.runner.gate.clear()
        first = client.post("/sync", {}, CLERK)
        wait_for(lambda: client.get("/runs/1", CLERK).json()["state"] == "running")
        second, third = client.post("/sync", {}, CLERK), client.post("/sync", {}, OWNER)
        assert (first.status_code, first.json()["run"], first.headers["location"]) == (202, 1, "/runs/1")
        assert (second.json()["run"], third.json()["run"], third.json()["state"]) == (2, 2, "waiting")
        assert figures(client)["kb_queue_wishes"] == 1
        client.runner.gate.set()
        ended = client.post("/sync?wait", {"allow_delete": 5, "prune": True}, CLERK)

        assert client.runner.wishes[-1].arguments == ("--allow-delete=5", "--prune")
        assert ended.json()["state"] == "ended"
        assert ended.json()["exit_code"] == 0
        assert client.get("/runs/1", CLERK).json()["documents"]["added"] == 1
        assert [wish.reason for wish in client.runner.wishes] == ["http"] * len(client.runner.wishes)
        wait_for(lambda: client.get("/readyz").status_code == 200)
        assert client.search("pump", OWNER)[0]["doc_id"] == "docs/a.md#"


def test_a_stop_tells_those_who_wait(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    with serving(World(tmp_path, *FLAGS)) as client:
        client.runner.gate.clear()
        client.post("/sync", {}, CLERK)
        wait_for(lambda: client.get("/runs/1", CLERK).json()["state"] == "running")
        waiting = threading.Thread(
            target=lambda: told.append(client.post("/sync?wait", {"command": "verify"}, OWNER).json())
        )
        waiting.start()
        wait_for(lambda: client.house.orders.waiting == 1)
        client.house.orders.stop()
        client.runner.gate.set()
        waiting.join(30)

    assert told[0]["exit_code"] == 143
    assert told[0]["error"] == "the server stops"


def test_readiness_follows_the_roots(tmp_path: Path) -> None:
    world = filled(tmp_path)
    with serving(world) as client:
        wait_for(lambda: client.get("/readyz").status_code == 200)
        world.docs.rename(tmp_path / "away")
        client.house.places.look()
        assert client.get("/readyz").json()["lacks"] == ["root docs is away"]
        assert client.search("walrus", OWNER)
        (tmp_path / "away").rename(world.docs)
        client.house.places.look()
        assert client.get("/readyz").status_code == 200
        client.house.stopping = True
        assert client.get("/readyz").json()["lacks"] == ["stopping"]


def test_a_dead_thread_is_told_and_ends_the_wait(tmp_path: Path) -> None:
    with serving(filled(tmp_path)) as client:
        client.house.reader.stop()
        wait_for(lambda: client.get("/healthz").status_code == 503)
        assert client.get("/healthz").json()["threads"]["reader"] is False
        with pytest.raises(RuntimeError, match="ended before"):
            client.house.parts.attend()


def test_an_open_server_needs_no_token_but_takes_no_wrong_one(tmp_path: Path) -> None:
    with serving(filled(tmp_path), "serve.open=true") as client:
        assert client.post("/search", {"query": "walrus"}).status_code == 200
        wrong = client.post("/search", {"query": "walrus"}, "wrong-0123456789abcdef")
        assert (wrong.status_code, wrong.json()["error"]) == (401, "this token is not known")
        assert len(client.search("walrus", BOT)) == 1


def test_the_watcher_and_the_schedule_run_along(tmp_path: Path) -> None:
    world = World(tmp_path, *FLAGS)
    world.write("a.md", "# Pump\n\nThe pump needs oil.\n")
    with serving(world, "serve.watch=true", "watch.settle_seconds=0.2", "schedule.verify='@daily'") as client:
        assert {"watch", "schedule", "http", "orders", "reader", "roots"} == set(
            client.get("/healthz").json()["threads"]
        )
        wait_for(lambda: client.get("/readyz").status_code == 200)
        world.write("b.md", "# Valve\n\nThe valve needs a hippopotamus.\n")
        wait_for(lambda: any("hippo" in hit["text"] for hit in client.search("hippopotamus", OWNER)))
        assert figures(client)["kb_dirty_paths"] == 0


def test_an_address_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(EnvironmentFaultError, match="cannot listen"):
            Listener("127.0.0.1", taken.getsockname()[1], lambda: None)


def figures(client: Client) -> dict[str, float]:
    """Samples by name and label values."""
    text = client.get("/metrics").text
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_figures_are_read_by_prometheus(tmp_path: Path) -> None:
    world = filled(tmp_path)
    world.write("broken.pdf", "%PDF-1.4 no more")
    with serving(world) as client:
        assert client.post("/sync?wait", {}, OWNER).json()["exit_code"] == 1
        client.post("/sync?wait", {"command": "verify"}, OWNER)
        wait_for(lambda: client.house.reader.pointer is not None)
        client.search("walrus", OWNER)
        found = figures(client)

    expected = {
        "kb_state_readable": 1,
        "kb_generation": 1,
        "kb_documents keep": 2,
        "kb_documents duplicate": 1,
        "kb_documents outdated": 0,
        "kb_chunks keep": 2,
        "kb_sources ok": 3,
        "kb_sources failed": 1,
        "kb_runs_total sync 1": 1,
        "kb_runs_total verify 1": 1,
        "kb_run_seconds_count sync": 1,
        "kb_drift_chunks missing": 2,
        "kb_drift_chunks unreachable": 1,
        "kb_requests_total /search 200": 1,
        "kb_queue_wishes": 0,
        "kb_run_active": 0,
    }
    assert {name: found.get(name) for name in expected} == expected
    assert sum(value for name, value in found.items() if name.startswith("kb_run_failures_total")) == 1
    assert sum(value for name, value in found.items() if name.startswith("kb_source_failures")) == 1
    assert found["kb_last_good_run_timestamp_seconds sync"] > 1.7e9
    assert found["kb_root_newest_read_timestamp_seconds docs"] > 1.7e9
    assert found["process_open_fds"] > 3
    assert found["process_resident_memory_bytes"] > 1e6
