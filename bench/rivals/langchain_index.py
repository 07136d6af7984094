"""LangChain: `index()` with a record manager in SQLite and Chroma, cleanup "full"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from langchain_chroma import Chroma
from langchain_classic.indexes import SQLRecordManager
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.indexing import index

from bench.rivals.counted import SOURCE, Counted, files, splitter

DISTRIBUTION = "langchain-core"


class _Embeddings(Embeddings):
    def __init__(self, counted: Counted) -> None:
        self._counted = counted

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._counted.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class Tool:
    """Its stores, open."""

    def __init__(self, state: Path, counted: Counted) -> None:
        self._store = Chroma(
            "docs", embedding_function=_Embeddings(counted), persist_directory=str(state / "chroma")
        )
        self._records = SQLRecordManager("docs", db_url=f"sqlite:///{state / 'records.db'}")
        self._records.create_schema()

    def sync(self, documents: Path, size: int) -> None:
        """Loads all, cuts all; what is known is skipped, what is gone deleted."""
        loaded = [Document(page_content=text, metadata={SOURCE: source}) for source, text in files(documents)]
        index(
            splitter(size).split_documents(loaded),
            self._records,
            self._store,
            cleanup="full",
            source_id_key=SOURCE,
            key_encoder="blake2b",
        )

    def rows(self) -> Iterator[tuple[str, str]]:
        """File and piece of each row in the store."""
        found = self._store.get()
        for text, metadata in zip(found["documents"], found["metadatas"], strict=True):
            yield metadata[SOURCE], text
