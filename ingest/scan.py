"""The scan: what is there, told by names and file attributes alone; no file is opened.

File times and the order of directory entries decide nothing here. What could not be listed is unknown, never gone.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.buggify import READING, fail
from ingest.document import Source
from ingest.errors import Code
from ingest.globs import matcher, names_hidden, validate_glob
from ingest.junk import is_junk
from ingest.names import decode_name, encode_name
from ingest.reading import read
from ingest.root import Ground, Root, away, ground_of, require

__all__ = ["Root", "Scan", "Skipped", "decode_name", "encode_name", "read", "scan", "validate_glob"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What is there and cannot be a source: not-regular, outside-root, link-loop or dangling."""

    id: str
    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What is there. `unknown` and `excluded` are ids, or prefixes of ids that end with "/".

    Below an `unknown` prefix nothing could be listed; what is `excluded` exists, but the patterns leave it out
    (a link to a folder that lies within the root counts as such: its files are scanned where they are).
    `counts` are sources for each root, `grounds` on what each stands.
    """

    sources: dict[str, Source]
    skipped: tuple[Skipped, ...] = ()
    unknown: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    grounds: dict[str, Ground] = field(default_factory=dict)


def scan(
    roots: Sequence[Root], *, mask: Callable[[str], str] | None = None, never: Sequence[Path] = ()
) -> Scan:
    """Lists the files of all roots; `never` (the state directory) is left out.

    `mask` gets each part of a path, so that a folder's id stays a prefix of its files' ids. Raises RefusedError
    (exit 3) for a root that is missing, not a folder, not readable or without its marker, or that was unmounted or
    replaced while it was listed.
    """
    found = Scan(sources={})
    skipped: list[Skipped] = []
    unknown: list[str] = []
    excluded: list[str] = []
    for root in roots:
        before = len(found.sources)
        walk = _Walk(root, mask or str, never, skipped, unknown, excluded)
        require(root)
        ground = _ground(root, mask or str)
        for source in walk.sources():
            found.sources[source.id] = source
        require(root)
        after = found.grounds[root.name] = _ground(root, mask or str)
        if not after.is_as(ground):
            raise away(root, "was mounted, unmounted or replaced while it was listed")
        unknown += set(ground.below) - set(after.below)
        found.counts[root.name] = len(found.sources) - before
    return Scan(
        sources=found.sources,
        skipped=tuple(sorted(skipped, key=lambda item: item.id)),
        unknown=tuple(sorted(unknown)),
        excluded=tuple(sorted(excluded)),
        counts=found.counts,
        grounds=found.grounds,
    )


def _ground(root: Root, mask: Callable[[str], str]) -> Ground:
    try:
        return ground_of(root, mask)
    except OSError as error:
        raise away(root, f"cannot be listed ({type(error).__name__})") from error


class _Walk:
    """One root's walk."""

    def __init__(
        self,
        root: Root,
        mask: Callable[[str], str],
        never: Sequence[Path],
        skipped: list[Skipped],
        unknown: list[str],
        excluded: list[str],
    ) -> None:
        self.root, self.mask = root, mask
        self.skipped, self.unknown, self.excluded = skipped, unknown, excluded
        self.vanished: dict[str, str] = {}
        self.real = os.path.realpath(root.path)
        self.never = tuple(os.path.realpath(path) for path in never)
        self.is_included = matcher(root.include) if root.include else lambda _: True
        self.is_excluded = matcher(root.exclude)
        self.hidden = matcher([pattern for pattern in root.include if names_hidden(pattern)])
        self.shows_hidden = any(map(names_hidden, root.include))

    def sources(self) -> Iterator[Source]:
        pending = [(os.fspath(self.root.path), self.real, "", self.root.name + "/")]
        while pending:
            folder, real, relative, prefix = pending.pop()
            try:
                fail("scan", READING)
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            below = self._folder(entry, real, relative, prefix)
                            if below:
                                pending.append(below)
                        elif source := self._file(entry, real, relative, prefix):
                            yield source
            except FileNotFoundError:
                self.vanished[folder] = prefix
            except OSError:
                self.unknown.append(prefix)
        self._look_again()

    def _look_again(self) -> None:
        """What was listed and could not be found is gone only if its folder lists it no more; else it is unknown."""
        names: dict[str, set[str] | None] = {}
        for path, item in self.vanished.items():
            parent, name = os.path.split(path)
            if parent not in names:
                try:
                    names[parent] = {entry.name for entry in os.scandir(parent)}
                except OSError:
                    names[parent] = None
            listed = names[parent]
            if listed is None or name in listed:
                self.unknown.append(item)

    def _folder(
        self, entry: os.DirEntry[str], real: str, relative: str, prefix: str
    ) -> tuple[str, str, str, str] | None:
        place = f"{relative}{entry.name}/"
        real = f"{real.rstrip(os.sep)}{os.sep}{entry.name}"
        if self._is_junk(entry.name, place, folder=True) or real in self.never:
            return None
        below = f"{prefix}{self.mask(encode_name(entry.name))}/"
        if self.is_excluded(place):
            self.excluded.append(below)
            return None
        return entry.path, real, place, below

    def _file(self, entry: os.DirEntry[str], real: str, relative: str, prefix: str) -> Source | None:
        name = entry.name
        place = relative + name
        if self._is_junk(name, place, folder=False):
            return None
        source_id = prefix + self.mask(encode_name(name))
        if not self.is_included(place) or self.is_excluded(place):
            self.excluded.append(source_id)
            return None
        if self.never and f"{real.rstrip(os.sep)}{os.sep}{name}" in self.never:
            return None
        try:
            status = self._status(entry, real, source_id)
        except FileNotFoundError:
            self.vanished[entry.path] = source_id
            return None
        except OSError:
            self.unknown.append(source_id)
            return None
        if status is None:
            return None
        return Source(
            source_id,
            self.root.name,
            entry.path,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
            status.st_ino,
            self.root.space,
        )

    def _status(self, entry: os.DirEntry[str], real: str, source_id: str) -> os.stat_result | None:
        """Attributes of a regular file, through a link that stays within the root; None says why in `skipped`."""
        if not entry.is_symlink():
            status = entry.stat(follow_symlinks=False)
            code = None if stat.S_ISREG(status.st_mode) else Code.NOT_REGULAR
        else:
            status, code = self._follow(entry, real)
            if code is None and stat.S_ISDIR(status.st_mode):
                self.excluded.append(source_id + "/")
                return None
        if code is not None:
            self.skipped.append(Skipped(id=source_id, code=code))
            return None
        return status

    def _follow(self, entry: os.DirEntry[str], folder: str) -> tuple[os.stat_result, Code | None]:
        status = entry.stat(follow_symlinks=False)
        try:
            status = entry.stat()
        except FileNotFoundError:
            return status, Code.DANGLING
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            return status, Code.LINK_LOOP
        target = os.path.realpath(entry.path)
        if not _is_within(target, self.real) or any(_is_within(target, place) for place in self.never):
            return status, Code.OUTSIDE_ROOT
        if stat.S_ISDIR(status.st_mode):
            return status, Code.LINK_LOOP if _is_within(folder, target) else None
        return status, None if stat.S_ISREG(status.st_mode) else Code.NOT_REGULAR

    def _is_junk(self, name: str, place: str, *, folder: bool) -> bool:
        if is_junk(name):
            return True
        if not place.startswith(".") and "/." not in place:
            return False
        return not self.shows_hidden if folder else not self.hidden(place)


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
