"""The Chroma server of `store.url`: our connection to it, and the names of our collections there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from index.remote import ServerPlace
from index.store.chroma_api import Api, spelled
from ingest.keys import SECRET, state_secret, store_token

if TYPE_CHECKING:
    from ingest.settings import Settings


def api_of(settings: Settings) -> Api:
    """A connection, not opened yet. Raises UsageError when a named token is missing."""
    chosen = settings.store
    return Api(
        url=chosen.url,
        tenant=chosen.tenant,
        database=chosen.database,
        token=store_token(settings),
        timeout=chosen.timeout_seconds,
    )


def place_of(settings: Settings) -> ServerPlace:
    """Where the generations of this state directory lie."""

    def connect() -> Api:
        return api_of(settings)

    return ServerPlace(
        connect=connect,
        prefix=prefix_of(settings),
        host=host_of(settings),
        owner=owner_of(settings.state.dir),
        sync_threshold=settings.store.sync_threshold,
    )


def host_of(settings: Settings) -> str:
    """The server and the database, in words."""
    chosen = settings.store
    return f"{spelled(chosen.url)} ({chosen.tenant}/{chosen.database})"


def owner_of(directory: Path) -> str:
    """12 hex digits that a state directory keeps when it is renamed or mounted elsewhere, and no copy of it has.

    They are of the inodes of the directory and of its secret. Clones of a whole disk are alike in these, too.
    """
    inodes = [path.stat().st_ino for path in (directory, directory / SECRET) if path.exists()]
    return hashlib.sha256(f"owner {inodes}".encode()).hexdigest()[:12]


def prefix_of(settings: Settings) -> str:
    """How our collections' names begin: `store.prefix`, and 6 hex digits of the state directory's own.

    The digits keep two knowledge bases apart that were given one prefix.
    """
    secret = state_secret(settings.state.dir, writing=False)
    return f"{settings.store.prefix}-{hashlib.sha256(b'store' + secret).hexdigest()[:6]}"
