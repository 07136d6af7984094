"""Reads exports of wikis in tests, as the pipeline does: item by item."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from ingest.document import RawDocument, Source
from ingest.errors import LoadError
from ingest.load.container import Container, Member, Page


def source(name: str = "export.zip", path: Path | None = None) -> Source:
    return Source(
        id=f"kb/{name}", root="kb", file=str(path or Path(name)), size=0, mtime_ns=0, ctime_ns=0, inode=0
    )


def documents(
    loader: Container, data: bytes, name: str = "export.zip", path: Path | None = None
) -> list[RawDocument]:
    """The pages; one that cannot be read as the pipeline reports it, with `failure`."""
    return [item for item in items(loader, data, name, path) if isinstance(item, RawDocument)]


def members(
    loader: Container, data: bytes, name: str = "export.zip", path: Path | None = None
) -> list[Member]:
    return [item for item in items(loader, data, name, path) if isinstance(item, Member)]


def items(
    loader: Container, data: bytes, name: str = "export.zip", path: Path | None = None
) -> Iterator[RawDocument | Member]:
    for item in loader.load(source(name, path), io.BytesIO(data)):
        if not isinstance(item, Page):
            yield item
            continue
        try:
            raw = item.read()
        except LoadError as error:
            yield RawDocument(source_id=item.source_id, key=item.key, properties={"failure": str(error.code)})
            continue
        assert (raw.source_id, raw.key) == (item.source_id, item.key)
        yield raw


def shown(raw: RawDocument) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in raw.blocks]


def targets(raw: RawDocument) -> list[str]:
    return [link.target for link in raw.links]
