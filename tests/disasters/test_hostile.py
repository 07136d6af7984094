"""Hostile files: a run goes on, each gets its code, and what kills a parser costs itself only."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.manifest import Manifest
from ingest.configure import configure
from ingest.export import documents_of
from ingest.names import encode_name
from ingest.report import Report
from ingest.run import run
from ingest.survey import Request
from tests import bad_inputs
from tests.disasters.test_matrix import known
from tests.hostile_files import costly, small
from tests.ingest.container_files import pages, zipped

SOUGHT = "clean.recognizers=['email','iban','phone']"
Table = Mapping[str, tuple[bytes, str]]


def sync(folder: Path, *flags: str) -> Report:
    config = folder / "ingest.toml"
    config.write_text("[[roots]]\nname = 'docs'\npath = 'docs'\n", encoding="utf-8")
    fixed = ("work.workers=2", "load.memory_mb=512", "clean.recognizers=['email']")
    return run(configure(config, environ={}, flags=(*fixed, *flags)), Request())


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    (folder / "docs").mkdir()
    for name, data in files.items():
        (folder / "docs" / name).write_bytes(data)


def codes(report: Report) -> dict[str, str]:
    """Codes by path, with a slash before what is within."""
    found = {failure.source: str(failure.code) for failure in report.failures}
    found |= dict.fromkeys(report.unsupported, "unsupported") | dict.fromkeys(report.empty, "empty-file")
    return {source.partition("/")[2].replace("#", "/"): code for source, code in found.items()}


def wrong(table: Table, found: Mapping[str, str]) -> dict[str, str]:
    told = {name: found.get(name, "") for name in table}
    return {name: code for name, code in told.items() if code not in str(table[name][1]).split(" ")}


def exported(folder: Path) -> list[dict[str, str]]:
    manifest = Manifest.read(folder / ".ingest")
    try:
        return list(documents_of(manifest, folder / ".ingest"))
    finally:
        manifest.close()


def documents(folder: Path) -> set[str]:
    manifest = Manifest.read(folder / ".ingest")
    try:
        return {record.id for record in Catalog(manifest).documents()}
    finally:
        manifest.close()


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """A folder with one file of each kind that costs next to nothing, and the report of a run over it."""
    folder = tmp_path_factory.mktemp("bad")
    contents = {name: data for name, (data, _) in small().items()}
    for kind in bad_inputs.coded().values():
        contents |= {name: data for name, (data, _) in kind.items()}
    for good in bad_inputs.read().values():
        contents |= {name: data for name, (data, *_) in good.items() if "#fine" not in name}
    put(folder, {name.partition("/")[0]: data for name, data in contents.items()})
    bad_inputs.put_oddities(folder / "docs")
    return folder, sync(folder, SOUGHT)


@pytest.mark.parametrize("kind", range(1, 26))
def test_a_kind_of_bad_input(kind: int, synced: tuple[Path, Report], tmp_path: Path) -> None:
    """Each file of the kind has its code, with a remedy, or its text without what is not to be seen."""
    folder, report = synced
    if kind in bad_inputs.ELSEWHERE:
        path, _, name = bad_inputs.ELSEWHERE[kind].partition("::")
        assert name in known(path)
        return
    table: dict[str, tuple[bytes, str]] = dict(bad_inputs.coded().get(kind, {}))
    (tmp_path / "odd").mkdir()
    odd = bad_inputs.put_oddities(tmp_path / "odd").get(kind, {})
    assert wrong(table | {name: (b"", code) for name, code in odd.items()}, codes(report)) == {}
    texts = {row["id"]: row["text"] for row in exported(folder)}
    good = bad_inputs.read().get(kind, {})
    for name, (_, there, absent) in good.items():
        text = texts["docs/" + (name if "#fine" in name else encode_name(name) + "#")]
        assert there in text
        assert not absent or absent not in text
    assert table or odd or good
    assert all(failure.remedy for failure in report.failures)


def test_bad_inputs_are_read_once(synced: tuple[Path, Report]) -> None:
    folder, report = synced
    assert wrong(small(), codes(report)) == {}
    fine = {f"docs/{name}#" for name, (_, code) in small().items() if not code}
    assert fine | {"docs/locked.zip#b.md"} <= documents(folder)
    assert not (folder.parent / "x.md").exists()
    again = sync(folder, SOUGHT)
    assert (again.cleaned, len(again.failures)) == (0, len(report.failures))


@pytest.mark.slow
def test_what_breaks_limits_costs_itself(tmp_path: Path) -> None:
    table = costly()
    files = {name.partition("/")[0]: data for name, (data, _) in table.items()}
    put(tmp_path, {**files, "good.md": b"# Good\n\nWords."})
    began = time.monotonic()
    report = sync(tmp_path, "load.timeout_seconds=5")
    assert wrong(table, codes(report)) == {}
    assert documents(tmp_path) == {"docs/good.md#"}
    assert time.monotonic() - began < 120


@pytest.mark.slow
def test_a_member_that_kills_its_parser_costs_itself(tmp_path: Path) -> None:
    table = costly()
    bad = {name: table[name][0] for name in ("heavy.pdf", "loop.pdf")}
    members = pages(8)
    mixed = [*members[:3], ("heavy.pdf", bad["heavy.pdf"]), *members[3:6], ("loop.pdf", bad["loop.pdf"])]
    put(tmp_path, {"a.zip": zipped(*mixed, *members[6:])})
    report = sync(tmp_path, "load.timeout_seconds=5")
    found = codes(report)
    assert set(found) == {"a.zip/heavy.pdf", "a.zip/loop.pdf"}
    assert found["a.zip/heavy.pdf"] in table["heavy.pdf"][1].split(" ")
    assert found["a.zip/loop.pdf"] in table["loop.pdf"][1].split(" ")
    assert documents(tmp_path) == {f"docs/a.zip#{name}" for name, _ in members}
