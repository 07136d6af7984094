"""Opening a Chroma directory with Chroma's own client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.errors import KbError
from index.store.chroma_faults import Translated

if TYPE_CHECKING:
    from pathlib import Path


def client_of(path: Path) -> Any:
    """A client; whoever asked closes it. Raises what `Translated` does."""
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    try:
        with Translated(path, "opened"):
            return chromadb.PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))
    except KbError:
        # Chroma would keep the half-started system and give it to the next opening of this path.
        SharedSystemClient._identifier_to_system.pop(str(path), None)  # noqa: SLF001 - no public way
        raise
