"""What each channel was told, so that an hourly run does not say the same each hour; a file in the state directory."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from index.generations import write_atomically
from ingest.live.trouble import Finding, Past, mark

NAME = "notified.json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A trouble that was told: since when, when last, and of which ids, by their marks."""

    since: str
    at: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a channel was told: open troubles by kind, and kinds that are over while others are still open."""

    open: Mapping[str, Told] = field(default_factory=dict)
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A finding worth a message; `fresh` are the ids that were not told of yet, none in a reminder."""

    finding: Finding
    since: str
    fresh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to tell a channel, kinds of trouble that are over now that all is well, and its memory afterwards."""

    news: Sequence[News]
    recovered: Sequence[str]
    memory: Memory


def choose(memory: Memory, found: Sequence[Finding], now: datetime, *, remind_hours: float) -> Choice:
    """What is new since the channel was told last. Pure."""
    at = now.isoformat(timespec="seconds")
    still, over = dict(memory.open), list(memory.over)
    news: list[News] = []
    for finding in found:
        before = still.pop(finding.kind, None)
        marks = {mark(item): item for item in finding.items}
        known = [one for one in before.items if one in marks] if before else []
        fresh = [marks[one] for one in marks.keys() - set(known)]
        since = before.since if before and known else at
        if len(fresh) >= finding.least:
            news.append(News(finding=finding, since=since, fresh=tuple(sorted(fresh))))
            still[finding.kind] = Told(since=since, at=at, items=tuple(marks))
        elif before and known:
            due = remind_hours and now - datetime.fromisoformat(before.at) >= timedelta(hours=remind_hours)
            if due:
                news.append(News(finding=finding, since=since))
            items = tuple(marks) if due else tuple(known)
            still[finding.kind] = replace(before, at=at if due else before.at, items=items)
        elif before:
            over.append(finding.kind)
    if still:
        return Choice(news=news, recovered=(), memory=Memory(open=still, over=tuple(dict.fromkeys(over))))
    return Choice(news=news, recovered=tuple(dict.fromkeys(over)), memory=Memory())


@dataclass(slots=True, kw_only=True)
class Notebook:
    """All that is remembered between runs."""

    past: Past = field(default_factory=Past)
    channels: dict[str, Memory] = field(default_factory=dict)


@contextmanager
def notebook(directory: Path) -> Iterator[Notebook]:
    """The notebook of a state directory, one process at a time; written when the block ends well and changed it.

    One that cannot be read is begun anew: then something is told twice, never not at all. Raises OSError.
    """
    path = directory / NAME
    with _turn(directory / f"{NAME}.lock"):
        book = _read(path)
        before = _written(book)
        yield book
        if _written(book) != before:
            write_atomically(path, _written(book))
            path.chmod(0o600)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Waits for others that are telling. A file system that has no locks is taken as it is."""
    with path.open("a", encoding="ascii") as file:
        if sys.platform != "win32":
            import fcntl

            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _written(book: Notebook) -> str:
    return json.dumps({"version": VERSION, **asdict(book)}, ensure_ascii=False)


def read_notebook(directory: Path) -> Notebook:
    """The notebook as it is now, without a turn."""
    return _read(directory / NAME)


def _read(path: Path) -> Notebook:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        past = Past(good=dict(data["past"]["good"]), failing=dict(data["past"]["failing"]))
        for moment in (*past.good.values(), *past.failing.values()):
            datetime.fromisoformat(moment)
        channels = {name: _memory(memory) for name, memory in data["channels"].items()}
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return Notebook()
    return Notebook(past=past, channels=channels)


def _memory(data: Mapping[str, object]) -> Memory:
    opened, over = data["open"], data["over"]
    if not isinstance(opened, dict) or not isinstance(over, list):
        raise TypeError
    known = {
        kind: Told(since=one["since"], at=one["at"], items=tuple(one["items"]))
        for kind, one in opened.items()
    }
    for one in known.values():
        datetime.fromisoformat(one.at)
    return Memory(open=known, over=tuple(over))
