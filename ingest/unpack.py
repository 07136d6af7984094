"""Cleans what is in a container, one document after the other, in steps that can be taken up again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.container import own_key, streams
from ingest.load.expand import OverdrawnError, Unit, Walk
from ingest.reading import Opened, opened
from ingest.transport import origin_of, pack_body, pack_document, pack_frame

if TYPE_CHECKING:
    from ingest.clean.cleaner import Cleaner
    from ingest.load.archive import Limits
    from ingest.load.choose import AnyLoader
    from ingest.load.container import Container
    from ingest.load.loader import Loader
    from ingest.work.engine import Resume

T = TypeVar("T")

WHOLE = frozenset({Code.CHANGING, Code.UNREADABLE, Code.VANISHED})
"""What is wrong with the file, not with a document in it."""
MOST_KNOWN = 500
"""Documents that are as they were, told of together."""
MOST_CHARS = 50_000_000


def attempt(work: Callable[[], T]) -> tuple[T | None, LoadError | None]:
    """What `work` gives, or what is wrong: the boundary at which a parser's trouble becomes a source's, or a part's.

    MemoryError passes: the engine tries once more in a fresh worker, free of what earlier items left behind.
    """
    try:
        return work(), None
    except LoadError as error:
        return None, error
    except MemoryError:
        raise
    except RecursionError:
        return None, LoadError(Code.TOO_DEEP)
    except Exception as error:  # noqa: BLE001 - the boundary
        return None, LoadError(Code.MALFORMED, type(error).__name__)


@dataclass(slots=True)
class Batch:
    """What is ready to be sent."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    same: list[tuple[str, str, int]] = field(default_factory=list)
    parts: list[list[str]] = field(default_factory=list)

    def ready(self) -> bytes:
        """A frame when there is enough for one, and the batch is empty; else b""."""
        if not (self.documents or self.parts or len(self.same) >= MOST_KNOWN):
            return b""
        return self.flush()

    def flush(self) -> bytes:
        """A frame of all there is, b"" for nothing."""
        if not (self.documents or self.parts or self.same):
            return b""
        head = {"documents": self.documents, "same": self.same, "parts": self.parts}
        data = pack_frame(head, self.bodies)
        self.documents, self.bodies, self.same, self.parts = [], [], [], []
        return data


@dataclass(kw_only=True)
class Unpacking:
    """One container: hashed, gone through, and proven to be what it was when all is read.

    `answer` is the last word of the stream, as of a file that gives one document. `known` are the marks of documents
    that need not be cleaned again; of those only the marks are told. Several workers may share a container: each
    goes through all of it, and reads the steps that are its own.
    """

    loaders: Sequence[AnyLoader]
    cleaner: Cleaner
    keys: Mapping[str, str]
    limits: Limits
    source: Source
    loader: Container
    asked: Mapping[str, Any]
    known: Set[bytes]
    answer: dict[str, Any]

    def __call__(self, resume: Resume) -> Generator[tuple[int, bytes], None, bytes]:
        """The stream that `ingest.work` follows."""
        try:
            yield from self._steps(resume)
        except LoadError as error:
            self.answer.update(code=str(error.code), stage=error.stage, detail=error.detail)
        return pack_frame(self.answer, ())

    def _steps(self, resume: Resume) -> Iterator[tuple[int, bytes]]:
        with opened(self.source) as file:
            digest = hashlib.sha256()
            for piece in file.slices():
                digest.update(piece)
                yield 0, b""
            self.answer["sha256"] = digest.hexdigest()
            if (self.answer["sha256"], self.answer["key"]) == (self.asked["sha256"], self.asked["key"]):
                self.answer["unchanged"] = True
            else:
                yield from self._units(file, resume)
            file.require_unchanged()

    def _units(self, file: Opened, resume: Resume) -> Iterator[tuple[int, bytes]]:
        file.file.seek(0)
        units = Walk(self.loaders, self.limits).units(self.loader, self.source, file.file)
        batch, step, met = Batch(), 0, 0
        share, shares = self.asked.get("share", (0, 1))
        for step, unit, trouble in gone_through(units, resume):
            met += unit is not None
            if step < resume.begin:
                yield step, b""
                continue
            if unit is not None and step % shares == share:
                wrong = trouble or attempt(partial(self._read, unit, batch, step))[1]
                if wrong is not None:
                    self._miss(unit, wrong, batch)
            yield step, batch.ready()
        yield step + 1, batch.flush()
        if not met:
            raise LoadError(Code.EMPTY_FILE, "nothing in it")

    def _miss(self, unit: Unit, wrong: LoadError, batch: Batch) -> None:
        if wrong.code in WHOLE:
            raise wrong
        part = self.cleaner.id_of(unit.source_id, unit.key)
        batch.parts.append([part, str(wrong.code), wrong.stage, wrong.detail])

    def _read(self, unit: Unit, batch: Batch, step: int) -> None:
        """All documents of a unit, or none: a part that fails half way is not there."""
        found = Batch()
        for raw in unit.read():
            if code := raw.properties.get("failure"):
                found.parts.append([self.cleaner.id_of(raw.source_id, raw.key), code, "load", ""])
                continue
            if sum(len(block.text) for block in raw.blocks) > MOST_CHARS:
                raise LoadError(Code.TOO_LARGE, "text")
            mark = self.cleaner.mark(raw, self._context(unit.loader))
            exported = raw.properties.get("exported", "")
            if mark in self.known:
                found.same.append((mark.hex(), exported, step))
                continue
            document = self.cleaner.clean(raw, self.source.id, self.source.space)
            packed = pack_document(document, exported, origin_of(raw), mark.hex())
            found.documents.append({**packed, "step": step})
            found.bodies.append(pack_body(document))
        if not (found.documents or found.same or found.parts):
            raise LoadError(Code.NO_TEXT)
        for name in Batch.__slots__:
            getattr(batch, name).extend(getattr(found, name))

    def _context(self, loader: str) -> str:
        if loader not in self._contexts:
            key = self.keys.get(own_key(loader)) or self.keys[loader]
            self._contexts[loader] = self.cleaner.context(self.source.id, self.source.space, key)
        return self._contexts[loader]

    @cached_property
    def _contexts(self) -> dict[str, str]:
        return {}


def gone_through(
    units: Iterator[Unit], resume: Resume | None = None
) -> Iterator[tuple[int, Unit | None, LoadError | None]]:
    """Steps through a container and those in it: a unit to be read, or one with what is wrong with it, or neither.

    What is wrong with the container itself is raised.
    """
    skip = resume.skip if resume else {}
    stack: list[tuple[Unit | None, Iterator[Unit]]] = [(None, units)]
    step = 0
    while stack:
        step += 1
        above, units = stack[-1]
        unit, trouble = attempt(partial(next, units, None))
        inner = None
        if unit is None:
            stack.pop()
        elif step in skip:
            trouble = LoadError(skip[step])
        else:
            inner, trouble = attempt(unit.units)
        if inner is not None:
            stack.append((unit, inner))
        blamed = unit or above
        if trouble is not None and (blamed is None or isinstance(trouble, OverdrawnError)):
            raise trouble
        yield step, (blamed if trouble else unit) if inner is None else None, trouble


def documents_of(
    loader: AnyLoader, loaders: Sequence[AnyLoader], limits: Limits, source: Source, file: Opened, most: int
) -> Iterator[RawDocument]:
    """All documents of an open file, whatever reads it; those that cannot be read have the property `failure`.

    For those who look into a single file. Raises LoadError: too-large for one of more than `most` bytes, ...
    """
    if not streams(loader):
        if source.size > most:
            raise LoadError(Code.TOO_LARGE, f"{source.size} bytes")
        yield from cast("Loader", loader).load(source, file.content())
        return
    file.file.seek(0)
    for _, unit, trouble in gone_through(Walk(loaders, limits).units(loader, source, file.file)):
        if unit is None:
            continue
        found, wrong = (None, trouble) if trouble else attempt(partial(_listed, unit))
        yield from found or ()
        if wrong is not None:
            yield RawDocument(source_id=unit.source_id, key=unit.key, properties={"failure": wrong.code})


def _listed(unit: Unit) -> list[RawDocument]:
    return list(unit.read())
