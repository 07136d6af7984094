"""What to do, as set arithmetic. Pure: values in, values out; no file, no store, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from index.records import SourceRecord
from ingest.absence import Patience, absent_of, believed, is_within, places_of
from ingest.document import Source
from ingest.errors import TRANSIENT, Code

COSTLY = frozenset({Code.TIMEOUT, Code.MEMORY, Code.CRASHED})
COSTLY_ATTEMPTS = 3
RETRY_SECONDS = 60.0
COARSE_SECONDS = 60.0
"""Where a file system keeps whole seconds, or two, a change just after a reading does not show: read once more."""
LOCAL = Patience()
"""What is gone is gone."""
DEFAULT_SPACE = "default"
SPEAKING = 200
"""Code points from which on a text counts as one that can shrink."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of all sources, the same whatever else there is: the `number`-th of `of`, counted from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def holds(self, source_id: str) -> bool:
        """Whether a source belongs to it."""
        digest = hashlib.sha256(source_id.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8]) % self.of == self.number - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan:
    """What to do with sources; `load` maps a source id to the reason.

    `missing` are not where they were and stay searchable, since a network file system may show less than there is;
    those of `stamp` get their tombstone now. `unseen` are all that this scan could not see and that stay.
    """

    load: Mapping[str, str]
    gone: tuple[str, ...]
    excluded: tuple[str, ...]
    back: tuple[str, ...]
    keep: int
    missing: tuple[str, ...] = ()
    stamp: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def idle(self) -> bool:
        """Whether all sources are there, and as they were."""
        changed = self.load or self.gone or self.excluded or self.back
        return not (changed or self.missing or self.stamp or self.unseen)


def plan_sources(
    present: Mapping[str, Source],
    known: Mapping[str, SourceRecord],
    keys: Mapping[str, str],
    *,
    now: float,
    unknown: Sequence[str] = (),
    excluded: Sequence[str] = (),
    within: Sequence[str] = (),
    everything: bool = False,
    patience: Patience = LOCAL,
    reread: Part | None = None,
) -> SourcePlan:
    """Which sources to load, and which are not there any more.

    `keys` are the prepare keys by loader name. `unknown` and `excluded` are id prefixes: what could not be listed is
    never gone; what the patterns leave out is excluded. `within` limits the plan to id prefixes. `everything`
    loads all (rebuild). Of `reread` those are loaded too that look as they did: a file's times may lie.
    """
    load, back, keep = {}, [], 0
    limits = places_of(within)
    for source_id, source in present.items():
        if limits and not is_within(source_id, limits):
            continue
        row = known.get(source_id)
        if row is not None and (row.missing or row.missing_since):
            back.append(source_id)
        reason = "rebuild" if everything else _reason(source, row, keys, now)
        if not reason and reread and reread.holds(source_id) and _is_cheap(row):
            reason = "read again"
        if reason:
            load[source_id] = reason
        else:
            keep += 1
    concerned = [source_id for source_id in known if not limits or is_within(source_id, limits)]
    absent = absent_of(present, concerned, unknown=unknown, excluded=excluded)
    incomplete = {place.split("/", 1)[0] for place in unknown}
    gone, missing, stamp = believed(absent.gone, known, incomplete, now, patience)
    return SourcePlan(
        load=load,
        gone=tuple(gone),
        excluded=absent.excluded,
        back=tuple(back),
        keep=keep,
        missing=tuple(missing),
        stamp=tuple(stamp),
        unseen=(*absent.unknown, *missing),
    )


def holds(row: SourceRecord, keys: Mapping[str, str], space: str) -> bool:
    """Whether a source was last read as it would be read now, in the space its root has now."""
    key = keys.get(row.loader)
    return key is not None and row.prepare_key == key_in(key, space)


def key_in(prepare_key: str, space: str) -> str:
    """A prepare key as a source's row has it: documents of another space have other labels."""
    return prepare_key if space == DEFAULT_SPACE else f"{prepare_key} {space}"


def delay(attempts: int) -> float:
    """Seconds until a costly failure is tried again, after so many attempts."""
    return RETRY_SECONDS * 4.0 ** (attempts - 1)


def _reason(source: Source, row: SourceRecord | None, keys: Mapping[str, str], now: float) -> str:
    if row is None:
        return "new"
    if row.signature != (source.size, source.mtime_ns, source.ctime_ns, source.inode):
        return "changed"
    if not holds(row, keys, source.space):
        return "settings or libraries changed"
    if _is_coarse(source) and row.at and abs(_seconds(row.at) - source.mtime_ns / 1e9) <= COARSE_SECONDS:
        return "may have changed"
    return "retry" if _due(row, now) else ""


def _is_coarse(source: Source) -> bool:
    return not (source.mtime_ns % 1_000_000_000 or source.ctime_ns % 1_000_000_000)


def _seconds(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()


def _is_cheap(row: SourceRecord | None) -> bool:
    """It did not break a limit the last time."""
    return row is not None and (row.state != "failed" or Code(row.code) not in COSTLY)


def _due(row: SourceRecord, now: float) -> bool:
    if row.state != "failed":
        return False
    code = Code(row.code)
    if code in COSTLY:
        late = row.retry_after - now > delay(row.attempts)  # the clock was set back
        return row.attempts < COSTLY_ATTEMPTS and (row.retry_after <= now or late)
    return code in TRANSIENT or code is Code.EMPTY_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do with documents; `put` and `relabel` map a document id to the reason."""

    put: Mapping[str, str]
    relabel: Mapping[str, str]
    drop: tuple[str, ...]
    shrunk: tuple[str, ...]
    keep: int


def plan_documents(
    wanted: Mapping[str, str], placed: Mapping[str, str], doubtful: Set[str] = frozenset()
) -> Plan:
    """The difference between what should be searchable and what is.

    Both map document ids to keys made by `content_key`; `doubtful` documents have an interrupted write. `shrunk` are
    those to put that would lose nine tenths of their text: a sign of a broken copy, so the brake counts them.
    """
    put, relabel, shrunk, keep = {}, {}, [], 0
    for doc_id, key in wanted.items():
        before = placed.get(doc_id)
        if doc_id in doubtful:
            put[doc_id] = "interrupted"
        elif before is None:
            put[doc_id] = "new"
        elif before == key:
            keep += 1
        else:
            parts, old = key.split("."), before.split(".")
            if parts[0] != old[0]:
                put[doc_id] = "changed text"
                if int(old[3]) >= SPEAKING and int(parts[3]) * 10 < int(old[3]):
                    shrunk.append(doc_id)
            elif parts[2] != old[2]:
                put[doc_id] = "settings changed"
            else:
                relabel[doc_id] = "changed label"
    drop = tuple(sorted((placed.keys() | doubtful) - wanted.keys()))
    return Plan(put=put, relabel=relabel, drop=drop, shrunk=tuple(shrunk), keep=keep)


def content_key(content: str, index_key: str, chars: int) -> str:
    """What a document was, or would be, written from: "text.labels.settings.length"."""
    return f"{content}.{index_key}.{chars}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """Why nothing may leave: in `scope` (a root's name, or "all roots") `leaving` of `total` would."""

    scope: str
    leaving: int
    total: int
    examples: tuple[str, ...]


def brake(
    leaving: Mapping[str, str],
    searchable: Mapping[str, str],
    *,
    documents: int,
    percent: float,
    allow: int = 0,
) -> Brake | None:
    """The brake: more than `documents` and more than `percent` of what is searchable would leave, and not allowed.

    `leaving` and `searchable` map document ids to the name of their root. `allow` approves up to so many.
    """
    if len(leaving) <= allow:
        return None
    scopes = [("all roots", list(leaving), len(searchable))]
    for root in sorted(set(leaving.values())):
        ids = [doc_id for doc_id, name in leaving.items() if name == root]
        scopes.append((root, ids, sum(name == root for name in searchable.values())))
    for scope, ids, total in scopes:
        if len(ids) > documents and len(ids) * 100 > percent * total:
            return Brake(scope=scope, leaving=len(ids), total=total, examples=tuple(sorted(ids)[:3]))
    return None
