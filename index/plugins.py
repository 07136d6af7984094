"""Embedders by name: those we ship, from a lazy table, then those of other packages (entry points).

A package adds one with the entry-point group `kb_ingest.embedders`, name = "module:factory". The factory is
called with the keyword arguments of `build_embedder` but the name, and gives an
`index.embed.embedder.Embedder`; it takes those it does not know as `**settings`. `index.testing_embedders`
holds the contract to test it with.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from index.errors import EnvironmentFaultError, UsageError
from index.installed import entry_points

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint

    from index.embed.embedder import Embedder

GROUP = "kb_ingest.embedders"

_SHIPPED = {
    "builtin": "index.embed.builtin:build",
    "sentence-transformers": "index.embed.sbert:SentenceTransformersEmbedder",
}


def known_embedders() -> list[str]:
    """Names that `build_embedder` takes, sorted; a shipped name cannot be taken by another package."""
    return sorted({*_SHIPPED, *(point.name for point in entry_points(group=GROUP))})


def build_embedder(
    name: str,
    *,
    model: str = "",
    device: str = "cpu",
    batch_size: int = 32,
    query_prompt: str = "",
    passage_prompt: str = "",
    revision: str = "",
) -> Embedder:
    """The embedder called `name`, with the settings of [embed].

    Raises `UsageError` for an unknown name, `EnvironmentFaultError` when a known one's library is missing.
    """
    embedder: Embedder = _factory(name)(
        model=model,
        device=device,
        batch_size=batch_size,
        query_prompt=query_prompt,
        passage_prompt=passage_prompt,
        revision=revision,
    )
    return embedder


def _factory(name: str) -> Callable[..., Any]:
    if name in _SHIPPED:
        module, _, attribute = _SHIPPED[name].partition(":")
        shipped: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
        return shipped
    point = _entry_point(name)
    try:
        factory: Callable[..., Any] = point.load()
    except (ImportError, AttributeError) as error:
        missing = getattr(error, "name", "") or point.value
        raise EnvironmentFaultError(
            f"embed.embedder: {name!r} cannot be loaded: {missing} is missing",
            remedy=f"Install what the package of {name!r} asks for, or set embed.embedder to 'builtin'.",
        ) from error
    return factory


def _entry_point(name: str) -> EntryPoint:
    for point in entry_points(group=GROUP):
        if point.name == name:
            return point
    raise UsageError(
        f"embed.embedder: unknown name {name!r}; allowed: {', '.join(map(repr, known_embedders()))}",
        remedy="Set embed.embedder to one of them, or install the package that brings it.",
    )
