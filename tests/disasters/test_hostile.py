"""Hostile files: a run goes on, each gets its code, and what kills a parser costs itself only."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.manifest import Manifest
from ingest.configure import configure
from ingest.report import Report
from ingest.run import run
from ingest.survey import Request
from tests.hostile_files import costly, small
from tests.ingest.container_files import pages, zipped

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


def documents(folder: Path) -> set[str]:
    manifest = Manifest.read(folder / ".ingest")
    try:
        return {record.id for record in Catalog(manifest).documents()}
    finally:
        manifest.close()


def test_each_kind_of_bad_input_gets_its_code(tmp_path: Path) -> None:
    table = small()
    put(tmp_path, {name.partition("/")[0]: data for name, (data, _) in table.items()})
    report = sync(tmp_path)
    assert wrong(table, codes(report)) == {}
    assert all(failure.remedy for failure in report.failures)
    fine = {f"docs/{name}#" for name, (_, code) in table.items() if not code}
    fine |= {"docs/escape.zip#fine.md", "docs/locked.zip#b.md"}
    assert fine <= documents(tmp_path)
    assert not (tmp_path.parent / "x.md").exists()
    again = sync(tmp_path)
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
    bad = {name: table[name][0] for name in ("flate.pdf", "loop.pdf")}
    members = pages(8)
    mixed = [*members[:3], ("flate.pdf", bad["flate.pdf"]), *members[3:6], ("loop.pdf", bad["loop.pdf"])]
    put(tmp_path, {"a.zip": zipped(*mixed, *members[6:])})
    report = sync(tmp_path, "load.timeout_seconds=5")
    found = codes(report)
    assert set(found) == {"a.zip/flate.pdf", "a.zip/loop.pdf"}
    assert found["a.zip/flate.pdf"] in table["flate.pdf"][1].split(" ")
    assert found["a.zip/loop.pdf"] in table["loop.pdf"][1].split(" ")
    assert documents(tmp_path) == {f"docs/a.zip#{name}" for name, _ in members}
