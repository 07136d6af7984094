"""What every container is held to, gone through as runs do: whoever adds one adds a sample, and it is held to this."""

from __future__ import annotations

import io
import socket
from functools import cache, partial
from pathlib import Path

import pytest

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.archive import Limits
from ingest.load.choose import choose, load_all
from ingest.load.container import streams
from ingest.load.expand import OverdrawnError, Unit, Walk
from ingest.unpack import attempt, gone_through
from tests.contracts.container_samples import OUTSIDE, SAMPLES, WORD

Found = dict[tuple[str, str], RawDocument | Code]
LIMITS = Limits()
OWN_IDS = {"confluence-xml", "confluence-html", "mediawiki", "notion", "dokuwiki"}
"""Loaders whose documents are called the same whatever their file is called."""
CODED = {"broken.docx": Code.TRUNCATED, "empty.md": Code.EMPTY_FILE, "photo.png": Code.UNSUPPORTED}


@cache
def made(end: str, edition: int) -> bytes:
    if end == "7z":
        pytest.importorskip("py7zr", reason='needs pip install "kb-ingest[formats]"')
    return SAMPLES[end][1](edition)


def documents(
    end: str, data: bytes, limits: Limits = LIMITS, name: str = "export"
) -> list[RawDocument | tuple[Unit, LoadError]]:
    """All that a container gives, in its order: documents, and units with what is wrong. Raises LoadError."""
    path = Path(f"{name}.{end}")
    source = Source(
        id=f"kb/{path}", root="kb", file=str(path), size=len(data), mtime_ns=0, ctime_ns=0, inode=0
    )
    loader = choose(path, data[:4096], LOADERS, io.BytesIO(data))
    if not streams(loader):
        return []  # what is damaged may not be taken for a container
    found: list[RawDocument | tuple[Unit, LoadError]] = []
    for _, unit, trouble in gone_through(Walk(LOADERS, limits).units(loader, source, io.BytesIO(data))):
        if unit is None:
            continue
        read, wrong = (None, trouble) if trouble else attempt(partial(_all, unit))
        found += [(unit, wrong)] if wrong else read or []
    return found


def _all(unit: Unit) -> list[RawDocument]:
    return list(unit.read())


def by_id(end: str, data: bytes, **how: object) -> Found:
    found: Found = {}
    for one in documents(end, data, **how):  # type: ignore[arg-type]
        raw = isinstance(one, RawDocument)
        key = (one.source_id, one.key) if raw else (one[0].source_id, one[0].key)
        assert key not in found
        code = Code(one.properties["failure"]) if raw and "failure" in one.properties else None
        found[key] = code or (one if raw else one[1].code)
    return found


LOADERS = load_all()
every = pytest.mark.parametrize("end", SAMPLES)


def test_every_container_is_here() -> None:
    assert {name for name, _ in SAMPLES.values()} == {one.name for one in LOADERS if streams(one)}


@every
def test_each_document_has_text_or_a_code(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    data = made(end, 1)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    found = by_id(end, data)
    read = [one for one in found.values() if isinstance(one, RawDocument)]
    assert any(WORD in block.text for raw in read for block in raw.blocks)
    assert choose(Path(f"a.{end}"), data[:4096], LOADERS, io.BytesIO(data)).name == SAMPLES[end][0]
    for (source_id, key), one in found.items():
        assert source_id.startswith("kb/")
        assert "#" not in key
        if isinstance(one, Code):
            hurt = key.rpartition("/")[2]
            assert one == (CODED.get(hurt) or (Code.TOO_DEEP if hurt == "70" else Code.UNSAFE_PATH)), key
            continue
        assert one.blocks
        for block in one.blocks:
            assert block.text.strip()
            assert (1 <= block.level <= 6) if block.kind == "heading" else block.level == 0
        assert all(isinstance(value, str) for value in one.properties.values())
    if SAMPLES[end][0] == "archive" and end != "txt.gz":
        assert {key.rpartition("/")[2] for _, key in found} >= {*CODED, "deep.md", "kept.txt", "older.txt"}
    assert (OUTSIDE in {key for _, key in found}) == (end == "zip")


@every
def test_order_and_documents_are_the_same_each_time(end: str) -> None:
    first, again = by_id(end, made(end, 1)), by_id(end, SAMPLES[end][1](1))
    assert list(first) == list(again)
    assert first == again


@every
def test_ids_outlive_another_export(end: str) -> None:
    """A document that is new stands first, another one says more: nothing else changes its id or its text."""
    first, second = by_id(end, made(end, 1)), by_id(end, made(end, 2))
    assert set(first) <= set(second)
    changed = [key for key in first if shown(first[key]) != shown(second[key])]
    added = set(second) - set(first)
    if end == "txt.gz":
        assert (len(changed), len(added)) == (0, 0)
    else:
        assert (len(changed), len(added)) == (1, 1), (changed, added)
    if SAMPLES[end][0] in OWN_IDS:
        assert set(by_id(end, made(end, 1), name="renamed")) == set(first)


def shown(one: RawDocument | Code) -> object:
    return [block.text for block in one.blocks] if isinstance(one, RawDocument) else one


@every
def test_a_unit_that_is_left_out_costs_itself_only(end: str) -> None:
    """As after the death of a worker: all steps are gone through, and one is not read."""
    whole = [one for one in documents(end, made(end, 1)) if isinstance(one, RawDocument)]
    data = made(end, 1)
    source = Source(
        id=f"kb/export.{end}", root="kb", file=f"export.{end}", size=0, mtime_ns=0, ctime_ns=0, inode=0
    )
    loader = choose(source.path, data[:4096], LOADERS, io.BytesIO(data))
    assert streams(loader)
    units = [
        unit
        for _, unit, wrong in gone_through(Walk(LOADERS).units(loader, source, io.BytesIO(data)))
        if unit and not wrong
    ]
    assert len({(unit.source_id, unit.key) for unit in units}) == len(units)
    last: list[RawDocument] = []
    for _, unit, wrong in gone_through(Walk(LOADERS).units(loader, source, io.BytesIO(data))):
        if unit and not wrong and (unit.source_id, unit.key) == (units[-1].source_id, units[-1].key):
            last = attempt(partial(_all, unit))[0] or []
    assert [one for one in whole if one in last] == last


@pytest.mark.parametrize(
    "end", ["zip", "tar", "7z", "txt.gz", "eml", "mbox", "msg", "docx", "confluence.zip", "dokuwiki.zip"]
)
def test_what_is_unpacked_has_a_limit(end: str) -> None:
    with pytest.raises(OverdrawnError) as caught:
        documents(end, made(end, 1), Limits(total=10))
    assert caught.value.code == Code.ARCHIVE_BOMB
    if end not in {"txt.gz", "msg", "confluence.zip", "dokuwiki.zip"}:
        with pytest.raises(OverdrawnError):
            documents(end, made(end, 1), Limits(entries=2))


@every
def test_damage_has_a_code_and_no_words(end: str, capfd: pytest.CaptureFixture[str]) -> None:
    data = made(end, 1)
    places = range(7, len(data), max(1, len(data) // 12))
    damaged = [data[:cut] for cut in places] + [data[:at] + b"\xff\0<&]]>" + data[at + 7 :] for at in places]
    for broken in damaged:
        try:
            wrong = [one[1] for one in documents(end, broken) if not isinstance(one, RawDocument)]
        except LoadError as error:
            wrong = [error]
        for error in wrong:
            assert isinstance(error.code, Code)
            assert WORD not in f"{error} {error.detail} {error.__cause__!r}"
    assert "".join(capfd.readouterr()) == ""
