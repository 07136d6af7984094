"""The loader for RTF (Microsoft's specification 1.9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import Source


class RtfLoader:
    """One document a file. Properties: what the file's `info` states, `hidden_runs`, `hidden_text`.

    Tracked deletions, comments, headers and footers are no text.
    """

    name: ClassVar[str] = "rtf"
    version: ClassVar[str] = "2"
    suffixes: ClassVar[tuple[str, ...]] = (".rtf",)
    libraries: ClassVar[tuple[str, ...]] = ()

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document of `source`. Raises `LoadError`: wrong-type, too-deep, too-large, no-text."""
        from ingest.load.office.rtf_links import links_of
        from ingest.load.office.rtf_reader import Reader

        start = data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ")
        if not start.startswith(b"{\\rtf"):
            raise LoadError(Code.WRONG_TYPE, "not RTF")
        reader = Reader()
        blocks = reader.read(data[data.index(b"{\\rtf") :])
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        properties = dict(reader.properties)
        if reader.unseen:
            properties["hidden_runs"] = str(len(reader.unseen))
            properties[HIDDEN_TEXT] = "\n".join(reader.unseen)[:HIDDEN_CHARS]
        title = reader.title or title_of(blocks, properties.get("title", ""))
        yield RawDocument(
            source_id=source.id,
            title=title,
            blocks=tuple(blocks),
            properties=properties,
            links=links_of(data),
        )
