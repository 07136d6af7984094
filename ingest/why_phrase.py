"""Where a phrase stands: documents, chunks, and the place that search gives them for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from index.catalog import Catalog
from index.contents import Contents
from index.records import ChunkRecord

Rank = Callable[[str], Sequence[str]]
"""Chunk ids that a search for a phrase gives, best first."""
_PLAIN_MASK = re.compile(r"\[[A-Z_]+\]")
_RULE = "clean.recognizers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Documents that hold a phrase, and of each the chunks with their place in a search, in words."""

    decision: str
    rule: str = ""
    ids: Sequence[str] = ()
    chunks: Mapping[str, Sequence[tuple[ChunkRecord, str]]] = field(default_factory=dict)


def holders(
    catalog: Catalog,
    contents: Contents,
    phrase: str,
    withheld: Sequence[str],
    *,
    masked: bool,
    rank: Rank | None,
) -> Holders:
    """Who holds a phrase that was redacted (`masked`: and lost something by that).

    A plain mask stands for any value, so a phrase that holds one finds nothing; a keyed one stands for its value.
    `withheld` are documents that no file gives any more, and that are searchable.
    """
    kinds = sorted({mask.strip("[]").lower() for mask in _PLAIN_MASK.findall(phrase)})
    if (masked and kinds) or (kinds and not _PLAIN_MASK.sub("", phrase).strip()):
        said = f"this holds a value that is masked everywhere ({', '.join(kinds)}): masked values are not searchable"
        return Holders(decision=said, rule=_RULE)
    wanted = _folded(phrase)
    chunks: dict[str, list[ChunkRecord]] = {}
    for record in catalog.documents():
        text = catalog.text(record.body)
        if wanted in _folded(record.title) or wanted in _folded(text):
            chunks[record.id] = [
                row for row in contents.chunks([record.id]) if wanted in _folded(row.text(text))
            ]
    for row in contents.chunks(withheld):
        if wanted in _folded(row.text(catalog.text(row.body))):
            chunks.setdefault(row.doc_id, []).append(row)
    if not chunks:
        return Holders(decision="no clean document holds this phrase; masked values are not searchable")
    best = list(rank(phrase)) if rank else []
    number = sum(map(len, chunks.values()))
    return Holders(
        decision=f"{len(chunks)} documents hold this phrase, {number} chunks of them",
        ids=sorted(chunks),
        chunks={doc_id: [(row, _place(row, best, rank)) for row in rows] for doc_id, rows in chunks.items()},
    )


def _place(chunk: ChunkRecord, best: Sequence[str], rank: Rank | None) -> str:
    if rank is None:
        return ""
    if chunk.id in best:
        return f"; number {best.index(chunk.id) + 1} in a search for this phrase"
    return f"; not among the first {len(best)} in a search for this phrase"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
