"""A wiki export for tests: a line of JSON a page. Ids are the wiki's, not the file's, as real exports have them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, ClassVar

from ingest.document import Block, RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.container import Item, Member, Page


class FakeWikiLoader:
    """A page with `file` has an attachment of that name; one with `bad` cannot be read."""

    name: ClassVar[str] = "fakewiki"
    version: ClassVar[str] = "1"
    suffixes: ClassVar[tuple[str, ...]] = (".fakewiki",)
    libraries: ClassVar[tuple[str, ...]] = ()
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        identity = f"{source.root}/fakewiki:TEAM"
        exported = json.loads(file.readline())["exported"]
        for line in file:
            page = json.loads(line)
            yield Page(source_id=identity, key=page["id"], read=partial(_read, identity, page, exported))
            if name := page.get("file"):
                yield Member(
                    source_id=identity,
                    key=f"{page['id']}/{name}",
                    name=name,
                    open=partial(str.encode, page["content"]),
                    properties={"exported": exported},
                    section=(page["title"],),
                )


def _read(identity: str, page: dict[str, str], exported: str) -> RawDocument:
    if page.get("bad"):
        raise LoadError(Code.MALFORMED, "page")
    return RawDocument(
        source_id=identity,
        key=page["id"],
        title=page["title"],
        blocks=(Block(kind="text", text=page["text"]),),
        properties={"exported": exported, "status": page.get("status", "")},
    )


def export(day: str, *pages: dict[str, str]) -> bytes:
    return "\n".join([json.dumps({"exported": day}), *map(json.dumps, pages)]).encode()


def pages(count: int, **edited: str) -> list[dict[str, str]]:
    return [
        {
            "id": str(n),
            "title": f"Page {n}",
            "text": f"The pump of hall {n} has oil. {edited.get(f'p{n}', '')}",
        }
        for n in range(count)
    ]
