"""LlamaIndex: `IngestionPipeline` with a document store and Chroma, strategy "upserts and delete"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromadb
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.ingestion import DocstoreStrategy, IngestionPipeline
from llama_index.core.node_parser import LangchainNodeParser
from llama_index.core.schema import Document
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from bench.rivals.counted import BATCH, SOURCE, Counted, files, splitter

DISTRIBUTION = "llama-index-core"


class _Embedding(BaseEmbedding):
    _counted: Counted = PrivateAttr()

    def __init__(self, counted: Counted) -> None:
        super().__init__(model_name="builtin", embed_batch_size=BATCH)
        self._counted = counted

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._counted.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class Tool:
    """Its stores, open."""

    def __init__(self, state: Path, counted: Counted) -> None:
        self._embedding, self._state = _Embedding(counted), state / "pipeline"
        client = chromadb.PersistentClient(str(state / "chroma"))
        self._rows = client.get_or_create_collection("docs")

    def sync(self, documents: Path, size: int) -> None:
        """The document store tells what changed. The cache of vectors stays off: it costs more than it saves here."""
        pipeline = IngestionPipeline(
            transformations=[LangchainNodeParser(splitter(size)), self._embedding],
            vector_store=ChromaVectorStore(chroma_collection=self._rows),
            docstore=SimpleDocumentStore(),
            docstore_strategy=DocstoreStrategy.UPSERTS_AND_DELETE,
            disable_cache=True,
        )
        if self._state.exists():
            pipeline.load(str(self._state))
        pipeline.run(documents=[_document(*file) for file in files(documents)])
        pipeline.persist(str(self._state))

    def rows(self) -> Iterator[tuple[str, str]]:
        """File and piece of each row in the store."""
        found = self._rows.get(include=["documents", "metadatas"])
        for text, metadata in zip(found["documents"] or [], found["metadatas"] or [], strict=True):
            yield str(metadata[SOURCE]), text


def _document(source: str, text: str) -> Document:
    return Document(
        text=text,
        id_=source,
        metadata={SOURCE: source},
        excluded_embed_metadata_keys=[SOURCE],  # else the path is embedded with each piece
    )
