"""Goes through a container: what is in it, and in what is in that, unit by unit, none read before its turn."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.archive import LIMITS, Limits
from ingest.load.choose import choose
from ingest.load.container import Container, Member, Page, streams

if TYPE_CHECKING:
    from ingest.load.choose import AnyLoader
    from ingest.load.container import Item
    from ingest.load.loader import Loader

DEEPEST = 5
"""How often one kind of container may lie in itself, where `Limits.depth` does not say: a mail in a mail in a mail."""
LIMITED = "archive"


class OverdrawnError(LoadError):
    """What costs the whole container, however far it was read: it is more than it may be."""


class Unit:
    """One step: a document, or a file that gives some. Nothing is read before it is asked for."""

    def __init__(self, walk: Walk, item: Item, container: Place) -> None:
        self._walk, self._item, self._place = walk, item, container
        self.source_id = item.source_id or container.source.id
        self.key = container.key_of(item)
        self._content = b""
        self._loader: AnyLoader | None = None

    @property
    def loader(self) -> str:
        """The name of the loader that reads it."""
        return self._loader.name if self._loader else self._place.loader

    def units(self) -> Iterator[Unit] | None:
        """What is in it, if it is a container itself. Raises LoadError."""
        if not isinstance(self._item, Member):
            return None
        self._content = self._item.open()
        self._walk.spend(len(self._content))
        if not self._content:
            raise LoadError(Code.EMPTY_FILE)
        name = Path(self._item.name)
        self._loader = choose(name, self._content, self._walk.loaders, io.BytesIO(self._content))
        if not streams(self._loader):
            return None
        inner = self._place.within(
            self._loader.name, self._item, self.source_id, self.key, len(self._content)
        )
        file, self._content = io.BytesIO(self._content), b""
        return self._walk.through(self._loader, file, inner)

    def read(self) -> Iterable[RawDocument]:
        """Its documents; of a member after `units`. Raises LoadError."""
        item = self._item
        if isinstance(item, RawDocument):
            return (self._place.adopted(item),)
        if isinstance(item, Page):
            return (self._place.adopted(item.read()),)
        if self._loader is None or streams(self._loader):
            raise LoadError(Code.UNSUPPORTED, "not a document")
        content, self._content = self._content, b""
        inner = self._place.within(self._loader.name, item, self.source_id, self.key, len(content))
        return map(inner.adopted, cast("Loader", self._loader).load(inner.source, content))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a source a container is. `source` is the file as loaders of what is there see it."""

    source: Source
    loader: str
    above: tuple[str, ...] = ()
    source_id: str = ""
    key: str = ""
    section: tuple[str, ...] = ()
    properties: dict[str, str] = dataclasses.field(default_factory=dict)

    def key_of(self, item: Item) -> str:
        """The key of an item: one that has an identity of its own keeps it, others stand below the container's."""
        if item.source_id and item.source_id != self.source.id:
            return item.key
        return "/".join(filter(None, (self.key, item.key)))

    def within(self, loader: str, member: Member, source_id: str, key: str, size: int) -> Place:
        """The place of a member that `loader` reads."""
        return Place(
            source=self.source._replace(file=member.name, size=size),
            loader=loader,
            above=(*self.above, self.loader),
            source_id=source_id,
            key=key,
            section=(*self.section, *member.section),
            properties={**self.properties, **member.properties},
        )

    def adopted(self, raw: RawDocument) -> RawDocument:
        """A document with the key, the section and the properties that its place gives it."""
        if raw.source_id and raw.source_id != self.source.id:
            return raw
        return dataclasses.replace(
            raw,
            source_id=self.source_id or self.source.id,
            key=self.key_of(raw) if self.key else raw.key,
            title=raw.title or self.properties.get("title", ""),
            section=(*self.section, *raw.section),
            properties={**self.properties, **raw.properties},
        )


class Walk:
    """One source and what it may cost in all: members, bytes unpacked, containers in containers."""

    def __init__(self, loaders: Sequence[AnyLoader], limits: Limits = LIMITS) -> None:
        self.loaders, self._limits = loaders, limits
        self._units, self._bytes = 0, 0

    def units(self, loader: Container, source: Source, file: BinaryIO) -> Iterator[Unit]:
        """What is in `file`. Raises LoadError when it cannot be gone through, OverdrawnError when it is too much."""
        return self.through(loader, file, Place(source=source, loader=loader.name))

    def through(self, loader: Container, file: BinaryIO, place: Place) -> Iterator[Unit]:
        """The units of the container at `place`."""
        most = self._limits.depth if loader.name == LIMITED else DEEPEST
        if place.above.count(loader.name) >= most:
            raise LoadError(Code.ARCHIVE_BOMB, f"more than {most} in each other")
        for item in loader.load(place.source, file):
            self._units += 1
            if self._units > self._limits.entries and isinstance(item, Member):
                raise OverdrawnError(Code.ARCHIVE_BOMB, f"more than {self._limits.entries} members")
            yield Unit(self, item, place)

    def spend(self, count: int) -> None:
        """Counts unpacked bytes. Raises OverdrawnError."""
        self._bytes += count
        if self._bytes > self._limits.total:
            raise OverdrawnError(Code.ARCHIVE_BOMB, "unpacked size")
