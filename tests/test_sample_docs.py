"""The sample documents through the real command: every word of `sample_docs/expected.toml` holds."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from index.manifest import Manifest
from ingest import export
from ingest.evaluate.golden import read

HERE = Path(__file__).parents[1]
SAMPLES = HERE / "sample_docs"
EXPECTED = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))
RST = importlib.util.find_spec("unstructured") is not None
DOCUMENTS = [entry for entry in EXPECTED["document"] if RST or entry.get("needs") != "unstructured"]
INDEXED = [entry for entry in DOCUMENTS if entry["id"]]
PLANTED = sorted(
    {
        text
        for entry in INDEXED
        for text in entry.get("must_not_include", ())
        if "@" in text or len(re.sub(r"\D", "", text)) > 9
    }
)


class Index(NamedTuple):
    config: Path
    folder: Path  # of all that the command wrote
    state: Path
    report: dict[str, Any]
    chunks: dict[str, list[dict[str, Any]]]
    documents: dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(SAMPLES, folder / "sample_docs")
    config = folder / "sample_docs/ingest.toml"
    report = json.loads(_ingest("sync", "--json", config=config))
    written = folder / ".ingest"
    state = written / "demo"
    with closing(Manifest.read(state)) as manifest:
        chunks = {doc_id: list(rows) for doc_id, rows in groupby(export.chunks(manifest, state), of_document)}
        documents = {row["id"]: row for row in export.documents_of(manifest, state)}
    return Index(config, written, state, report, chunks, documents)


def of_document(chunk: dict[str, Any]) -> str:
    return str(chunk["metadata"]["doc_id"])


def _ingest(*arguments: str, config: Path) -> str:
    command = [sys.executable, "-m", "ingest", *arguments, "--config", str(config)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("INGEST_")}
    done = subprocess.run(
        command, cwd=HERE, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_expectations_name_every_file() -> None:
    files = {
        path.relative_to(SAMPLES / "docs").as_posix()
        for path in (SAMPLES / "docs").rglob("*")
        if path.is_file()
    }
    assert {entry["source"].partition("#")[0] for entry in EXPECTED["document"]} == files
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(files) if f"`{name}`" not in readme] == []
    assert len(files) >= 40
    assert len(PLANTED) >= 30
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 1_500_000


def test_report_counts_what_is_expected(index: Index) -> None:
    kinds = [entry["verdict"] for entry in INDEXED]
    assert index.report["verdicts"] == {kind: kinds.count(kind) for kind in index.report["verdicts"]}
    assert index.report["failures"] == []
    listed = {
        kind: {e["source"] for e in DOCUMENTS if e["verdict"] == kind}
        for kind in ("unsupported", "empty-file")
    }
    if not RST:
        listed["unsupported"] |= {entry["source"] for entry in EXPECTED["document"] if "needs" in entry}
    assert set(index.report["unsupported"]) == listed["unsupported"]
    assert set(index.report["empty"]) == listed["empty-file"]


def test_documents_have_verdicts_and_labels(index: Index) -> None:
    assert sorted(index.documents) == sorted(entry["id"] for entry in INDEXED)
    for entry in INDEXED:
        document = index.documents[entry["id"]]
        assert document["source"] == entry["source"]
        told = document["verdict"]
        verdict = (told["kind"], told.get("of", told.get("by", "")))
        assert verdict == (entry["verdict"], entry.get("of", "")), entry["id"]
        found = {name: document["labels"].get(name) for name in entry["labels"]}
        assert found == entry["labels"], entry["id"]
        assert (entry["id"] in index.chunks) == (entry["verdict"] == "keep"), entry["id"]


def test_phrases_are_searchable_and_hidden_ones_are_not(index: Index) -> None:
    for entry in INDEXED:
        chunks = index.chunks.get(entry["id"], [])
        body = _plain(index.documents[entry["id"]]["text"])
        text = _plain("\n".join(chunk["text"] for chunk in chunks)) if chunks else body
        missing = [phrase for phrase in entry.get("must_include", ()) if _plain(phrase) not in text]
        assert missing == [], entry["id"]
        shown = [phrase for phrase in entry.get("must_not_include", ()) if _plain(phrase) in text + body]
        assert shown == [], entry["id"]
        for chunk in chunks:
            labels = {name: chunk["metadata"][name] for name in ("language", "channels", "space")}
            assert labels.items() <= index.documents[entry["id"]]["labels"].items(), entry["id"]
            assert 0 < chunk["metadata"]["tokens"] <= 1200


def test_long_documents_have_several_chunks(index: Index) -> None:
    several = [doc_id for doc_id, chunks in index.chunks.items() if len(chunks) > 1]
    assert len(several) >= 4
    assert {"public/manuals/ochag-4-manual-v2.pdf#", "public/manuals/ru/ochag-4-rukovodstvo-v2.pdf#"} <= {
        *several
    }


def test_planted_values_are_nowhere_on_disk(index: Index) -> None:
    wanted = {value: _spellings(value) for value in PLANTED}
    found = [
        (value, place)
        for place, data in _bytes_written(index)
        for value, spellings in wanted.items()
        if any(spelling in data for spelling in spellings)
    ]
    assert found == []


def test_bytes_on_disk_hold_what_may_stand(index: Index) -> None:
    """The search above can find: a number that is allowed, and a phrase, are found by the same means."""
    hotline = _spellings("+7 (495) 019-00-08")
    places = {place for place, data in _bytes_written(index) if any(text in data for text in hotline)}
    assert {"body"} <= places
    assert any(place.endswith(".db") or "chroma" in place for place in places)


def _bytes_written(index: Index) -> Iterator[tuple[str, bytes]]:
    """All files, and each decompressed body; letters in lower case, as they are and without separators."""
    bodies = sqlite3.connect(f"file:{index.state / 'manifest.db'}?mode=ro", uri=True)
    try:
        texts = [zlib.decompress(data) for (data,) in bodies.execute("SELECT data FROM body")]
    finally:
        bodies.close()
    files = [path for path in index.folder.rglob("*") if path.is_file()]
    assert texts
    assert any(path.parent != index.state for path in files)
    for place, data in [("body", text) for text in texts] + [
        (path.name, path.read_bytes()) for path in files
    ]:
        yield place, data.lower()
        yield place, re.sub(rb"(?<=\d)[ ()\-]+(?=\d)", b"", data)


def _spellings(value: str) -> list[bytes]:
    digits = re.sub(r"\D", "", value)
    forms = {value.lower(), digits[-10:]} if len(digits) > 9 else {value.lower()}
    return [form.encode(charset) for form in forms for charset in ("utf-8", "utf-16-le", "cp1251")]


def test_why_tells_the_chain_of_every_file(index: Index) -> None:
    from index.contents import Contents
    from index.generations import Generations
    from index.manifest import Manifest
    from ingest.build import build
    from ingest.configure import configure
    from ingest.pipeline import NoProgress
    from ingest.why import why

    pipeline = build(configure(index.config), NoProgress(), writing=False)
    pointer = Generations(index.state).current()
    assert pointer is not None
    manifest = Manifest.read(index.state)
    try:
        contents = Contents(manifest, pointer.number)
        for entry in DOCUMENTS:
            steps = why(pipeline, manifest, contents, entry["id"] or entry["source"])
            told = "\n".join(f"{step['stage']}: {step['decision']} {step['rule']}" for step in steps)
            if entry["id"]:
                word = "of" if entry["verdict"] == "duplicate" else "by"
                kind = entry["verdict"] + (f" {word} {entry['of']}" if "of" in entry else "")
                assert f"load: read by {entry['loader']} " in told, entry["id"]
                assert f"select: {kind}" in told, entry["id"]
            else:
                assert entry["verdict"] in told, entry["source"]
            assert [value for value in PLANTED if value in told] == []
    finally:
        manifest.close()


def test_questions_find_their_documents(index: Index) -> None:
    golden = read(SAMPLES / "golden.toml")
    for language in ("en", "ru"):
        assert sum(question.language == language for question in golden.questions) >= 12
    known = {entry["id"] for entry in EXPECTED["document"]}
    assert {document for question in golden.questions for document in question.documents} <= known

    told = json.loads(_ingest("eval", "--json", config=index.config))

    assert told["questions"] == len(golden.questions)
    assert told["missed"] == told["unsearchable"] == []
    assert told["figures"]["hit@3"] == 1.0
    assert told["figures"]["mrr"] > 0.9


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
