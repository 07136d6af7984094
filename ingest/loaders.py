"""The configured loaders: what settings say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.load.archive import Limits
from ingest.load.choose import load_all

if TYPE_CHECKING:
    from ingest.load.choose import AnyLoader
    from ingest.load.passwords import Passwords
    from ingest.settings import Settings


def loaders_of(settings: Settings, passwords: Passwords | None) -> list[AnyLoader]:
    """All loaders, each told what concerns it."""
    options = {"max_pages": settings.load.max_pages, "passwords": passwords}
    return load_all(settings.load.let_in, limits_of(settings), options)


def limits_of(settings: Settings) -> Limits:
    """What containers may hold."""
    chosen = settings.containers
    return Limits(
        entries=chosen.members,
        total=chosen.total_mb << 20,
        ratio=chosen.ratio,
        member=settings.load.max_file_mb << 20,
        depth=chosen.depth,
    )
