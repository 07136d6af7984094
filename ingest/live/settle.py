"""What is dirty, and when it is quiet enough to be read. Pure: hints, attributes and times in; decisions out.

A path settles when no hint came and size, times and inode stayed the same for its settle time, by a clock that never
jumps. The wall clock has one say: a file younger than its file system can tell apart waits a moment more, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

YOUNG = 2.0
"""Seconds: file systems that keep times in whole seconds, or in two, cannot tell two writes within them apart."""
MOST = 5_000
"""Dirty paths; above it a run over everything is cheaper than a list of them."""
FEW = 500
"""Settled paths; more are a storm that goes on, which is waited out."""
SLACK = 1e-6
"""Seconds that sums of floating times may be off by."""


class Signature(NamedTuple):
    """The attributes of a file that change with its content, as `stat` gives them."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(slots=True)
class _Mark:
    """A dirty path: hints from `first` to `touched`; `seen` unchanged from `since` on, None before the first look."""

    settle: float
    folder: bool
    first: float
    touched: float
    seen: Signature | None = None
    since: float | None = None
    look_at: float = 0.0
    settled: float | None = None
    restless: bool = False

    @property
    def quiet_from(self) -> float:
        return max(self.touched, self.since if self.since is not None else self.touched)


class Dirty:
    """Paths that something hinted at, until a run took them. Times are seconds of a clock that never goes back."""

    def __init__(self, *, max_wait: float, most: int = MOST) -> None:
        self.max_wait, self.most = max_wait, most
        self._marks: dict[str, _Mark] = {}

    def __len__(self) -> int:
        return len(self._marks)

    @property
    def overflowing(self) -> bool:
        """Whether so much is dirty that a run over everything is the better answer."""
        return len(self._marks) > self.most

    @property
    def quiet(self) -> bool:
        """Whether nothing is on its way that would settle soon."""
        return all(mark.settled is not None or mark.restless for mark in self._marks.values())

    def touch(self, path: str, now: float, *, settle: float, folder: bool = False) -> None:
        """Something may have changed at `path`; `settle` is its settle time in seconds."""
        mark = self._marks.get(path)
        if mark is None:
            self._marks[path] = _Mark(settle, folder, now, now, look_at=now)
            return
        mark.touched, mark.folder, mark.settled = max(mark.touched, now), mark.folder or folder, None
        mark.look_at = now if mark.since is None else mark.quiet_from + mark.settle

    def to_look(self, now: float) -> list[str]:
        """Paths whose attributes are wanted now."""
        return [
            path for path, mark in self._marks.items() if mark.settled is None and mark.look_at <= now + SLACK
        ]

    def look(self, path: str, seen: Signature | None, now: float, wall: float) -> None:
        """The attributes of `path` now, None if it is not there; `wall` are seconds since 1970."""
        mark = self._marks.get(path)
        if mark is None:
            return
        if mark.since is None or seen != mark.seen:
            mark.seen, mark.since = seen, now
            mark.look_at = mark.quiet_from + mark.settle
            return
        due = mark.quiet_from + mark.settle
        age = wall - seen.mtime_ns / 1e9 if seen else YOUNG
        if 0 <= age < YOUNG and now < due + YOUNG:
            due = min(now + YOUNG - age, due + YOUNG)
        mark.look_at = due
        if due <= now + SLACK:
            mark.settled = now

    def restless(self, now: float) -> list[str]:
        """Paths that still change after the longest wait, each told once; the others wait for them no more."""
        found = [
            path
            for path, mark in self._marks.items()
            if mark.settled is None and not mark.restless and mark.first + self.max_wait <= now + SLACK
        ]
        for path in found:
            self._marks[path].restless = True
        return found

    def ready(self, now: float) -> tuple[str, ...]:
        """Settled paths, if it is time to read them; none while others are about to settle too.

        A settled path waits for others once more its settle time, longer only if it is one of many. A folder also
        waits for what changes below it.
        """
        settled = {path: mark for path, mark in self._marks.items() if mark.settled is not None}
        moving = {path for path, mark in self._marks.items() if mark.settled is None}
        above = _above(moving)
        free = {
            path: mark
            for path, mark in settled.items()
            if not mark.folder or path not in above or mark.first + self.max_wait <= now + SLACK
        }
        patience = self.max_wait if len(free) > FEW else 0.0
        waited = any(
            mark.settled is not None and mark.settled + max(mark.settle, patience) <= now + SLACK
            for mark in free.values()
        )
        if not free or not (waited or all(self._marks[path].restless for path in moving)):
            return ()
        return tuple(sorted(free))

    def wake(self) -> float | None:
        """When to look or decide next; None if nothing is dirty."""
        times = []
        for mark in self._marks.values():
            times.append(mark.look_at if mark.settled is None else mark.settled + mark.settle)
            if mark.settled is None and not mark.restless:
                times.append(mark.first + self.max_wait)
        return min(times, default=None)

    def take(self, paths: Iterable[str]) -> None:
        """A run takes these; what is hinted at from now on is dirty anew."""
        for path in paths:
            self._marks.pop(path, None)

    def take_settled(self) -> None:
        """A run over everything takes all that is settled."""
        self.take([path for path, mark in self._marks.items() if mark.settled is not None])

    def clear(self) -> None:
        """Forgets all: a run over everything is to come."""
        self._marks.clear()


def _above(paths: Iterable[str]) -> set[str]:
    """All folders that hold one of `paths`."""
    folders: set[str] = set()
    for path in paths:
        cut = path.rfind("/")
        while cut > 0 and path[:cut] not in folders:
            folders.add(path[:cut])
            cut = path.rfind("/", 0, cut)
    return folders
