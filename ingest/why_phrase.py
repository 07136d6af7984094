"""Where a phrase stands: documents, chunks, and the place that search gives them for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from index.catalog import Catalog
from index.contents import Contents
from index.records import ChunkRecord, DocumentRecord

Rank = Callable[[str], Sequence[str]]
"""Chunk ids that a search for a phrase gives, best first."""
_PLAIN_MASK = re.compile(r"\[[A-Z_]+\]")
_RULE = "clean.recognizers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Documents that hold a phrase, and of each the chunks with their place in a search, in words."""

    decision: str
    rule: str = ""
    records: Sequence[DocumentRecord] = ()
    chunks: Mapping[str, Sequence[tuple[ChunkRecord, str]]] = field(default_factory=dict)


def holders(catalog: Catalog, contents: Contents, phrase: str, *, masked: bool, rank: Rank | None) -> Holders:
    """Who holds a phrase that was redacted (`masked`: and lost something by that).

    A plain mask stands for any value, so a phrase that holds one finds nothing; a keyed one stands for its value.
    """
    kinds = sorted({mask.strip("[]").lower() for mask in _PLAIN_MASK.findall(phrase)})
    if (masked and kinds) or (kinds and not _PLAIN_MASK.sub("", phrase).strip()):
        said = f"this holds a value that is masked everywhere ({', '.join(kinds)}): masked values are not searchable"
        return Holders(decision=said, rule=_RULE)
    wanted = _folded(phrase)
    found = [
        record
        for record in catalog.documents()
        if wanted in _folded(record.title) or wanted in _folded(catalog.text(record.body))
    ]
    if not found:
        return Holders(decision="no clean document holds this phrase; masked values are not searchable")
    best = list(rank(phrase)) if rank else []
    chunks = {}
    for record in found:
        text = catalog.text(record.body)
        rows = contents.chunks([record.id])
        chunks[record.id] = [
            (row, _place(row, best, rank)) for row in rows if wanted in _folded(row.text(text))
        ]
    number = sum(map(len, chunks.values()))
    return Holders(
        decision=f"{len(found)} documents hold this phrase, {number} chunks of them",
        records=found,
        chunks=chunks,
    )


def _place(chunk: ChunkRecord, best: Sequence[str], rank: Rank | None) -> str:
    if rank is None:
        return ""
    if chunk.id in best:
        return f"; number {best.index(chunk.id) + 1} in a search for this phrase"
    return f"; not among the first {len(best)} in a search for this phrase"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
