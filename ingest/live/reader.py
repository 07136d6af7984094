"""The reader of the server: searches the live generation and says whether there is one that can be searched."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import EmbedderMismatchError, KbError
from index.generations import Generations

if TYPE_CHECKING:
    from index.embed.embedder import Embedder
    from index.generations import Pointer
    from index.resident import ResidentSearcher
    from index.search import Found
    from ingest.live.questions import Question
    from ingest.settings import Settings

NOTHING_YET = "there is no index yet: run a sync"


class Reader:
    """A `ResidentSearcher` with its thread; numpy is imported with the first one."""

    def __init__(self, directory: Path, embedder: Embedder, *, limit: int) -> None:
        from index.resident import ResidentSearcher

        self._directory = directory
        self.searcher: ResidentSearcher = ResidentSearcher(directory, embedder, limit=limit)
        self._over = threading.Event()

    def run(self) -> None:
        """Follows the live generation until `stop` is called."""
        self.searcher.follow(self._over)

    def stop(self) -> None:
        """Ends `run`. Searches still work."""
        self._over.set()

    def close(self) -> None:
        """Closes the files."""
        self.searcher.close()

    @property
    def pointer(self) -> Pointer | None:
        """The generation and epoch that answers, None when there is none."""
        return self.searcher.pointer

    def search(self, question: Question) -> list[Found]:
        """Hits, filtered before they are ranked. Raises KbError when nothing can be searched."""
        return self.searcher.search(question.query, question.top, dict(question.where) or None)

    def trouble(self) -> str:
        """Why nothing can be searched, in words without a path; "" when it can."""
        if self.pointer is not None:
            return ""
        if self.searcher.trouble and self._has_index():
            return in_words(self.searcher.trouble)
        return NOTHING_YET

    def _has_index(self) -> bool:
        try:
            return Generations(self._directory).current() is not None
        except KbError:
            return True


def in_words(error: KbError) -> str:
    """What a caller may read of trouble with the state: no path stands in it."""
    if isinstance(error, EmbedderMismatchError):
        return "the index was built with another embedder than the settings name"
    return {6: "the index cannot be searched now", 8: "the server lacks room or rights"}.get(
        error.exit_code, "the server cannot answer this now"
    )


def reader_of(settings: Settings) -> Reader:
    """The reader of the settings."""
    from ingest.build import build_embedder_of

    return Reader(settings.state.dir, build_embedder_of(settings), limit=settings.serve.memory_mb * (1 << 20))
