"""What every vector store refuses before it writes or asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import EmbedderMismatchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.embed.embedder import Vectors
    from index.store.store import Record


def check_rows(records: Sequence[Record], vectors: Vectors, dimension: int) -> None:
    """Raises EmbedderMismatchError for another dimension, ValueError for rows that no store can hold."""
    import numpy as np

    if vectors.ndim != 2 or len(vectors) != len(records):
        raise ValueError(f"{len(records)} records do not go with vectors of shape {vectors.shape}")
    check_dimension(vectors.shape[1], dimension)
    if not np.isfinite(vectors).all():
        raise ValueError("a vector holds NaN or infinity")
    if not vectors.any(axis=1).all():
        raise ValueError("a vector of zeros has no direction: cosine similarity needs one")
    if len({record.id for record in records}) != len(records):
        raise ValueError("two records of one call have the same id")
    if any(not record.id for record in records):
        raise ValueError("a record has no id")


def check_query(vector: Vectors, dimension: int) -> None:
    """Raises EmbedderMismatchError for another dimension, ValueError for NaN."""
    import numpy as np

    check_dimension(vector.size, dimension)
    if not np.isfinite(vector).all():
        raise ValueError("the query's vector holds NaN or infinity")


def check_dimension(found: int, dimension: int) -> None:
    """Raises EmbedderMismatchError when vectors do not fit the index."""
    if found != dimension:
        raise EmbedderMismatchError(
            f"vectors of {found} dimensions do not fit an index of {dimension}",
            remedy="Restore the embed settings the index was built with, or run ingest rebuild.",
        )
