"""How large chunks are, and the key of what cuts them: what a run asks that cuts nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from index.errors import UsageError
from index.installed import version_of

VERSION: Final = "3"
"""Of `chunker` and all it is made of."""
SMALLEST_MAX: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkSettings:
    """Sizes in tokens of the embedded string. `max_tokens` is never exceeded; `min_tokens` is a target."""

    min_tokens: int = 500
    max_tokens: int = 1200
    overlap_tokens: int = 0


def checked(settings: ChunkSettings, prompt_tokens: int) -> ChunkSettings:
    """`settings`, beside a prompt of so many tokens. Raises `UsageError` for sizes that cannot be."""
    if settings.max_tokens < SMALLEST_MAX:
        raise UsageError(f"chunk.max_tokens: at least {SMALLEST_MAX}")
    if not 1 <= settings.min_tokens <= settings.max_tokens:
        raise UsageError("chunk.min_tokens: from 1 to chunk.max_tokens")
    if not 0 <= settings.overlap_tokens <= settings.max_tokens // 4:
        raise UsageError("chunk.overlap_tokens: from 0 to a quarter of chunk.max_tokens")
    if 4 * prompt_tokens > settings.max_tokens:
        raise UsageError("chunk.max_tokens: the embedder's passage prompt takes over a quarter of it")
    return settings


def key_of(counter: str, settings: ChunkSettings, prompt: str, *, by_chunk: bool) -> str:
    """What shapes chunks, as a string: part of the index key. `counter` is its name.

    `by_chunk` says whether a chunk's language is its own or its document's.
    """
    window = f"{settings.min_tokens}-{settings.max_tokens}+{settings.overlap_tokens}"
    return (
        f"chunker/{VERSION} {window} {counter}"
        f" langchain-text-splitters/{version_of('langchain-text-splitters')}"
        f" prompt/{hashlib.sha256(prompt.encode()).hexdigest()[:12]}"
        f" language/{'chunk' if by_chunk else 'document'}"
    )
