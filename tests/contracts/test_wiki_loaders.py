"""What every reader of a wiki's export is held to, whatever it reads."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.document import RawDocument, Source
from ingest.errors import LoadError
from ingest.load.choose import choose, load_all
from ingest.load.container import Container, Member, Page
from tests.ingest.load.wiki.wiki_samples import SAMPLES, WORD

LOADERS = {loader.name: loader for loader in load_all()}
CASES = [(name, number) for name, samples in SAMPLES.items() for number in range(len(samples))]


def source() -> Source:
    return Source(id="kb/e.bin", root="kb", path=Path("e.bin"), size=0, mtime_ns=0, ctime_ns=0, inode=0)


def read(loader: Container, data: bytes) -> Iterator[RawDocument]:
    for item in loader.load(source(), io.BytesIO(data)):
        if isinstance(item, Page):
            yield item.read()
        elif isinstance(item, Member):
            assert isinstance(item.open(), bytes)
        else:
            yield item


@pytest.fixture(params=CASES, ids=[f"{name}-{number}" for name, number in CASES])
def case(request: pytest.FixtureRequest) -> tuple[Container, bytes]:
    name, number = request.param
    return LOADERS[name], SAMPLES[name][number]  # type: ignore[return-value]


def test_it_is_known_by_what_it_holds(case) -> None:
    loader, data = case
    assert choose(Path("e.bin"), data[:4096], list(LOADERS.values()), io.BytesIO(data)) is loader


def test_documents_are_sound(case) -> None:
    loader, data = case
    found = list(read(loader, data))
    assert any(WORD in block.text for raw in found for block in raw.blocks)
    assert len({(raw.source_id, raw.key) for raw in found}) == len(found)
    for raw in found:
        assert raw.source_id.startswith("kb/")
        assert raw.key
        assert "#" not in raw.key
        for block in raw.blocks:
            assert block.text.strip()
            assert (1 <= block.level <= 6) if block.kind == "heading" else block.level == 0


def test_it_is_deterministic(case) -> None:
    loader, data = case
    assert list(read(loader, data)) == list(read(loader, data))


def test_what_is_damaged_has_a_code_and_no_words(case) -> None:
    loader, data = case
    steps = range(0, len(data), max(1, len(data) // 25))
    damaged = [data[:cut] for cut in steps] + [data[:at] + b"\xff\0<&]]>" + data[at + 7 :] for at in steps]
    for broken in damaged:
        try:
            list(read(loader, broken))
        except LoadError as error:
            assert WORD not in str(error)  # noqa: PT017 - damage may also go unseen
            assert WORD not in repr(error.__cause__)  # noqa: PT017


def test_it_is_offline(case, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    loader, data = case
    assert list(read(loader, data))
