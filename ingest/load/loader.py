"""What a loader is: one class, one working method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Protocol

from ingest.document import RawDocument, Source


class Loader(Protocol):
    """Reads one source. Found by suffix in `ingest.load.choose`, then by entry point `kb_ingest.loaders`.

    `version` changes whenever the output may (a test compares a hash of the source file). `libraries` are the
    distributions whose version shapes the text; they are part of the prepare key.

    A loader that leaves something out by default which settings may let in names it in `may_let_in`, takes
    `let_in` (some of these names) and keeps it as an attribute, which is part of the prepare key as well. Other options
    of `ingest.load.choose.load_all` it names in `takes`, and keeps what shapes its output in `settings`, as strings
    without secrets, which are part of the key too.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    libraries: ClassVar[tuple[str, ...]]

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The documents of `source`, whose content is `data`. Raises `ingest.errors.LoadError`."""
        ...
