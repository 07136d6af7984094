"""A small world for tests: a folder, a state directory, real loaders, cleaner and chunker; no processes, no Chroma."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.inline import InlineEngine
from index.catalog import Catalog
from index.contents import Contents
from index.generations import Generations
from index.manifest import Manifest
from index.store.memory import MemoryStore
from index.store.store import VectorStore
from ingest.build import build
from ingest.configure import configure
from ingest.export import chunks, documents_of, live_contents
from ingest.forecast import plan
from ingest.pipeline import NoProgress, Pipeline
from ingest.report import Report
from ingest.run import run
from ingest.survey import Request
from ingest.tasks import tasks
from ingest.transport import unpack_frame
from ingest.why import as_text, why
from ingest.work.engine import Engine

SMALL = ("chunk.min_tokens=20", "chunk.max_tokens=60")


class World:
    """Documents below `docs`, synced in this process into memory stores that outlive a run."""

    def __init__(self, folder: Path, *flags: str, state: str = "state") -> None:
        self.folder, self.docs, self.flags = folder, folder / "docs", flags or SMALL
        self.docs.mkdir(parents=True, exist_ok=True)
        self.state = folder / state
        self.stores: dict[Path, MemoryStore] = {}
        self.wrap: Callable[[VectorStore], VectorStore] = lambda store: store
        self.now = datetime(2025, 6, 1, tzinfo=UTC)
        self.embedded: list[str] = []

    def write(self, name: str, text: str) -> Path:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def settings(self) -> Any:
        fixed = (f"state.dir='{self.state}'", f"audit.path='{self.state / 'audit.jsonl'}'")
        config = self.folder / "ingest.toml"
        if not config.exists():
            config.write_text("[[roots]]\nname = 'docs'\npath = 'docs'\n", encoding="utf-8")
        return configure(config, environ={}, flags=(*fixed, *self.flags))

    def pipeline(self) -> Pipeline:
        settings = self.settings()
        built = build(settings, NoProgress())
        payload = _payload(settings, built)
        return dataclasses.replace(
            built,
            engine=lambda: _inline(payload, self.embedded),
            open_store=self._open,
            clock=lambda: self.now,
            selecting=dataclasses.replace(
                built.selecting, today=lambda: settings.select.as_of or self.now.date().isoformat()
            ),
        )

    def sync(self, **asked: Any) -> Report:
        return run(self.settings(), Request(**asked), pipeline=self.pipeline(), check=self._check)

    def plan(self, **asked: Any) -> dict[str, Any]:
        return plan(self.settings(), Request(**asked), pipeline=self.pipeline())

    def why(self, target: str) -> str:
        steps = self._read(
            lambda manifest: why(self.pipeline(), manifest, live_contents(manifest, self.state), target)
        )
        return as_text(steps)

    def placed(self) -> dict[str, str]:
        """From what each document in the index was written."""
        placed: dict[str, str] = self._read(lambda manifest: live_contents(manifest, self.state).placed())
        return placed

    def export(self) -> dict[str, Any]:
        return self._read(lambda manifest: {row["id"]: row for row in chunks(manifest, self.state)})

    def documents(self) -> dict[str, Any]:
        return self._read(lambda manifest: {row["id"]: row for row in documents_of(manifest, self.state)})

    def fresh(self) -> dict[str, Any]:
        """What a build from nothing of the same files and settings gives."""
        return self.built_anew().export()

    def built_anew(self) -> World:
        """A build from nothing of the same files, settings, decisions, day and secret."""
        other = World(self.folder, *self.flags, state=f"fresh-{len(list(self.folder.glob('fresh-*')))}")
        other.flags, other.now = self.flags, self.now
        other.state.mkdir(mode=0o700)
        (other.state / "secret").write_bytes((self.state / "secret").read_bytes())
        other.sync()
        return other

    def chunk_rows(self) -> list[Any]:
        """All that the manifest knows of the chunks of the live generation, in order."""
        rows = self._read(lambda manifest: list(live_contents(manifest, self.state).chunks()))
        return sorted(rows, key=lambda row: (row.doc_id, row.position))

    def questions(self) -> list[Any]:
        """Open questions but for their times."""
        rows = self._read(lambda manifest: live_contents(manifest, self.state).questions())
        return [dataclasses.replace(row, at="") for row in rows]

    def verdicts(self) -> dict[str, Any]:
        """Rows of verdicts, by document id."""
        return self._read(lambda manifest: live_contents(manifest, self.state).verdicts())  # type: ignore[no-any-return]

    def origins(self) -> dict[str, str]:
        """What each document's content is known by, by document id."""
        return self._read(lambda manifest: {one.id: one.origin for one in Catalog(manifest).documents()})  # type: ignore[no-any-return]

    def unused_bodies(self) -> list[str]:
        """Stored bodies that no document and no chunk needs."""
        sql = (
            "SELECT hash FROM body WHERE hash NOT IN (SELECT body FROM document UNION SELECT body FROM chunk)"
        )
        return self._read(lambda manifest: [row[0] for row in manifest.db.execute(sql)])  # type: ignore[no-any-return]

    def stored(self) -> dict[str, Any]:
        """What the live store holds."""
        pointer = Generations(self.state).current()
        assert pointer is not None
        store = self.stores[Generations(self.state).path(pointer.number)]
        return {
            id_: {"id": id_, "text": text, "metadata": metadata}
            for id_, (text, metadata) in store.get(sorted(store.ids())).items()
        }

    def _open(self, path: Path, dimension: int) -> VectorStore:
        return self.wrap(self.stores.setdefault(path, MemoryStore()))

    def _check(self, manifest: Manifest, generations: Generations, number: int) -> str:
        contents = Contents(manifest, number)
        doubtful = {chunk for ids in contents.intents().values() for chunk in ids}
        held = set(self.stores[generations.path(number)].ids())
        return "ids differ" if (held ^ set(contents.chunk_ids())) - doubtful else ""

    def _read(self, question: Callable[[Manifest], Any]) -> Any:
        manifest = Manifest.read(self.state)
        try:
            return question(manifest)
        finally:
            manifest.close()


def _payload(settings: Any, built: Pipeline) -> bytes:
    secret = (settings.state.dir / "secret").read_text(encoding="ascii")
    given = {
        "settings": settings.model_dump(mode="json"),
        "secret": secret,
        "mask_key": "",
        "keys": dict(built.prepare_keys),
    }
    return json.dumps(given).encode()


@contextmanager
def _inline(payload: bytes, embedded: list[str]) -> Iterator[Engine]:
    known = tasks(payload)

    def embed(request: bytes) -> bytes:
        embedded.extend(unpack_frame(request)[1])
        return known["embed"](request)

    yield InlineEngine({**known, "embed": embed})
