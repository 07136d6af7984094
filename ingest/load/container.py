"""What a container is: a file that holds many documents, read one by one from the open file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Protocol, TypeGuard

from ingest.document import RawDocument, Source

if TYPE_CHECKING:
    from ingest.load.choose import AnyLoader
    from ingest.load.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file within a container (an archive's member, a mail's or a wiki page's attachment), not opened yet.

    It is read by the loader that its content and `name` ask for. `key` tells it from all else in the container and
    stays the same when it is exported again; `source_id` is the identity of the container where that is not the
    file's own (`<root>/confluence:<space key>`). `properties` and `section` come with each document it gives.
    `open` gives the whole content, or raises `LoadError`.
    """

    key: str
    name: str
    open: Callable[[], bytes]
    properties: Mapping[str, str] = field(default_factory=dict)
    section: tuple[str, ...] = ()
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document of a container, not read yet, so that one which kills its parser costs itself only.

    `read` gives it, or raises `LoadError`; `key` and `source_id` are those of the document.
    """

    key: str
    read: Callable[[], RawDocument]
    source_id: str = ""


Item = RawDocument | Page | Member
"""What containers give. A `RawDocument` with the property `failure`, a code, stands for one that cannot be read."""


class Container(Protocol):
    """Reads a file of many documents; otherwise as `ingest.load.loader.Loader`. It says so by `streams = True`.

    Items come in the same order whenever the same file is read: one that killed a worker is left out by its number.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    libraries: ClassVar[tuple[str, ...]]
    streams: ClassVar[bool]

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """What is in `file`, which can seek and must not be held in memory. Raises `ingest.errors.LoadError`."""
        ...


def streams(loader: AnyLoader | Told) -> TypeGuard[Container]:
    """Whether a loader reads containers: it gets the open file and gives items."""
    return getattr(loader, "streams", False)


def own_key(loader: str) -> str:
    """The name of the prepare key of pages that a container's loader reads itself."""
    return f"{loader}#"
