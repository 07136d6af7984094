"""One root under watch, and what can be asked of it: is it the same folder, is all of it watched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.live.concern import Concern
from ingest.live.observe import Observation, folders_below
from ingest.live.walk import Walks
from ingest.settings import RootSettings


@dataclass(slots=True)
class Post:
    """One root. `silent` says why it is walked, "" while it is watched; `identity` is None while it is away."""

    root: RootSettings
    concern: Concern
    walks: Walks
    settle: float = 0.0
    silent: str = ""
    given_up: bool = False
    observation: Observation | None = None
    identity: tuple[int, int] | None = None
    broken: int = 0
    armed_at: float = 0.0
    retry_at: float = 0.0
    walk_at: float = 0.0


def identity_of(path: Path) -> tuple[int, int] | None:
    """Device and inode of the folder at `path`; None if there is none that can be looked at."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def counted(post: Post) -> tuple[int | None, int]:
    """Watches and folders of a root, counted again while folders come and go."""
    watched, there = None, 0
    for _ in range(3):
        there = folders_below(post.concern.real)
        watched = post.observation.watches() if post.observation else None
        if watched is None or watched >= there:
            break
    return watched, there


def gist(why: str) -> str:
    """A reason without its numbers."""
    return "".join(letter for letter in why if not letter.isdigit())
