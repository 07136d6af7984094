"""The chunker: a document becomes chunks of `min_tokens` to `max_tokens`, and an edit stays local."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.chunk import Chunk, chunk_ids
from index.errors import UsageError
from ingest.chunk.describe import Place, describe, places
from ingest.chunk.pack import Atom, pack
from ingest.chunk.sizes import ChunkSettings, checked, key_of
from ingest.chunk.split import JOINT, Splitter
from ingest.document import Document, render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.chunk.tokens import TokenCounter

_ROOM_FOR_ERROR: Final = 0.94
_CHUNK_LANGUAGE_WORDS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """A document cut into atoms; `places` and `overheads` go with the atoms."""

    document: Document
    body: str
    atoms: Sequence[Atom]
    places: Sequence[Place]
    overheads: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A chunk to be: atoms from `first` to before `end`, which are `body[start:stop]`."""

    first: int
    end: int
    start: int
    stop: int
    text: str
    prefix: str
    embedded: str
    tokens: int


class Chunker:
    """Cuts documents. Deterministic; one object may cut many documents and may be sent to another process.

    `passage_prompt` is the embedder's. `language_of` tells the language of a text ("und" if it cannot);
    without it a chunk has its document's. Raises `UsageError` for sizes that cannot be.
    """

    def __init__(
        self,
        counter: TokenCounter,
        settings: ChunkSettings | None = None,
        passage_prompt: str = "",
        language_of: Callable[[str], str] | None = None,
    ) -> None:
        self._counter = counter
        self._prompt = passage_prompt
        self._prompt_tokens = counter.count(passage_prompt)
        self._settings = checked(settings or ChunkSettings(), self._prompt_tokens)
        self._language_of = language_of
        self._low = self._settings.min_tokens + self._settings.min_tokens // 32

    @property
    def key(self) -> str:
        """What shapes chunks, as a string: part of the index key."""
        return key_of(
            self._counter.name, self._settings, self._prompt, by_chunk=self._language_of is not None
        )

    def chunk(self, document: Document) -> list[Chunk]:
        """The chunks of `document` in order; none if it holds no text."""
        if not any(block.text.strip() for block in document.blocks):
            return []
        layout, cuts = self._fitting(document)
        ids = chunk_ids(document.id, [cut.text for cut in cuts])
        return [
            self._finished(layout, cut, number, id_)
            for number, (cut, id_) in enumerate(zip(cuts, ids, strict=True))
        ]

    def _fitting(self, document: Document) -> tuple[_Layout, list[_Cut]]:
        """Cuts that hold the limit. Parts joined may count for more than their sum, then there is another try."""
        most = self._settings.max_tokens
        room = most if self._counter.exact else int(most * _ROOM_FOR_ERROR)
        while room:
            layout = self._layout(document, room)
            limit = room
            while 2 * limit > room:
                cuts = self._cuts(layout, limit)
                over = max(cut.tokens for cut in cuts) - most
                if over <= 0:
                    return layout, cuts
                limit -= max(over, room // 32)
            room //= 2
        raise UsageError("chunk.max_tokens: one letter of a document takes more by this tokenizer")

    def _layout(self, document: Document, limit: int) -> _Layout:
        rendered = [render(block) for block in document.blocks]
        atoms = Splitter(self._counter, limit).atoms(document.blocks, rendered)
        found = places(document, atoms, self._counter, min(60, limit // 6))
        overheads = []
        for number, (atom, place) in enumerate(zip(atoms, found, strict=True)):
            overhead = place.tokens + self._prompt_tokens
            if atom.header:
                overhead += self._counter.count(atom.header)
            elif number:
                overhead += self._settings.overlap_tokens
            overheads.append(overhead)
        return _Layout(
            document=document, body=JOINT.join(rendered), atoms=atoms, places=found, overheads=overheads
        )

    def _cuts(self, layout: _Layout, limit: int) -> list[_Cut]:
        low = min(self._low, limit)
        cuts: list[_Cut] = []
        before = ""
        for first, end in pack(layout.atoms, layout.overheads, low, limit):
            start, stop = _trimmed(layout.body, layout.atoms[first].start, layout.atoms[end - 1].end)
            if start == stop:
                continue
            prefix = layout.atoms[first].header or self._overlap(before)
            before = layout.body[start:stop]
            text = prefix + before
            embedded = layout.places[first].breadcrumb + self._prompt + text
            cuts.append(
                _Cut(
                    first=first,
                    end=end,
                    start=start,
                    stop=stop,
                    text=text,
                    prefix=prefix,
                    embedded=embedded,
                    tokens=self._counter.count(embedded),
                )
            )
        return cuts

    def _overlap(self, before: str) -> str:
        """The last words of the chunk before, at most `overlap_tokens` with the blank line after them."""
        room = self._settings.overlap_tokens
        if not room or not before:
            return ""
        taken = ""
        words = before[-12 * room :].split(" ")
        for number in range(len(words) - 1, -1, -1):
            tail = " ".join(words[number:])
            if self._counter.count(tail + JOINT) > room:
                break
            taken = tail
        return taken.lstrip() + JOINT if taken.strip() else ""

    def _finished(self, layout: _Layout, cut: _Cut, position: int, id_: str) -> Chunk:
        metadata = describe(layout.document, layout.atoms[cut.first : cut.end], layout.places[cut.first])
        metadata |= {
            "position": position,
            "char_start": cut.start,
            "char_end": cut.stop,
            "tokens": cut.tokens,
            "text_sha": hashlib.sha256(cut.text.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        }
        if self._language_of and len(cut.text.split(None, _CHUNK_LANGUAGE_WORDS)) >= _CHUNK_LANGUAGE_WORDS:
            language = self._language_of(cut.text)
            if language != "und":
                metadata["language"] = language
        return Chunk(
            id=id_,
            doc_id=layout.document.id,
            text=cut.text,
            prefix=cut.prefix,
            embedded=cut.embedded,
            tokens=cut.tokens,
            metadata=metadata,
        )


def _trimmed(body: str, start: int, stop: int) -> tuple[int, int]:
    """The range without blank lines before and white space after."""
    text = body[start:stop]
    stop = start + len(text.rstrip())
    text = text.rstrip()
    lead = len(text) - len(text.lstrip())
    return start + (text.rfind("\n", 0, lead) + 1), stop
