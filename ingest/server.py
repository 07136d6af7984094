"""The Chroma server of `store.url`: our connection to it, and the names of our collections there."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from index.remote import ServerPlace
from index.store.chroma_api import Api
from ingest.keys import state_secret, store_token

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
        connect=connect, prefix=prefix_of(settings), sync_threshold=settings.store.sync_threshold
    )


def prefix_of(settings: Settings) -> str:
    """How our collections' names begin: `store.prefix`, and 6 hex digits of the state directory's own.

    The digits keep two knowledge bases apart that were given one prefix.
    """
    secret = state_secret(settings.state.dir, writing=False)
    return f"{settings.store.prefix}-{hashlib.sha256(b'store' + secret).hexdigest()[:6]}"
