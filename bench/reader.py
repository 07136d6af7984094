"""Somebody who searches all the time."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Self

from bench.victim import Victim


@dataclass(slots=True)
class Reader:
    """Searches all the time in a thread, for a page that is always there, beside whatever happens to the writer."""

    victim: Victim
    pause: float = 0.05
    searches: int = 0
    errors: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._search, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        assert self._thread
        self._thread.join(60)

    def _search(self) -> None:
        from index.search import Searcher
        from ingest.build import build_embedder_of
        from ingest.configure import configure

        settings = configure(self.victim.folder / "ingest.toml", environ={}, flags=self.victim.flags)
        searcher = Searcher(self.victim.state, build_embedder_of(settings))
        question = (self.victim.docs / "keep.md").read_text("utf-8").split("\n\n")[2][:60]
        while not self._over.wait(self.pause):
            self.searches += 1
            try:
                found = searcher.search(question, 3)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
                self.errors.append(f"{type(error).__name__}: {error}")
            else:
                if "docs/keep.md" not in {hit.doc_id.split("#")[0] for hit in found}:
                    self.errors.append(f"the page that never changed was not among {len(found)} hits")
