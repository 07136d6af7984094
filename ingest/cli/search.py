"""`ingest search`."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from index.search import Found


@click.argument("query")
@click.option("--top", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many hits.")
@click.option("--language", multiple=True, help="Only chunks in this language (ru, en, ...).")
@click.option("--channel", multiple=True, help="Only chunks for this channel.")
@click.option("--space", multiple=True, help="Only chunks of this space.")
def _search(
    frame: Frame,
    query: str,
    top: int,
    language: tuple[str, ...],
    channel: tuple[str, ...],
    space: tuple[str, ...],
) -> int:
    """Show what a bot would get for QUERY, with citations.

    Dense and full-text hits, fused by reciprocal rank. Works beside a running sync: it reads the manifest's vectors
    and the full-text file, never the Chroma directory, which belongs to the holder of the lock.
    """
    from index.search import Searcher
    from ingest.build import build_embedder_of

    settings = frame.settings()
    chosen = {"language": language, "channels": channel, "space": space}
    where = {field: list(values) for field, values in chosen.items() if values}
    found = Searcher(settings.state.dir, build_embedder_of(settings)).search(query, top, where or None)
    frame.show({"hits": [_hit(hit) for hit in found]}, _text(found))
    return 0


def _hit(hit: Found) -> dict[str, Any]:
    named = ("source", "title", "section", "page")
    cited = {name: hit.metadata[name] for name in named if name in hit.metadata}
    return {
        "chunk_id": hit.chunk_id,
        "doc_id": hit.doc_id,
        **{name: cited.get(name) for name in named},
        "score": hit.score,
        "text": hit.text,
        "metadata": dict(hit.metadata),
    }


def _text(found: list[Found]) -> str:
    if not found:
        return "nothing found"
    lines = []
    for rank, hit in enumerate(found, start=1):
        data = hit.metadata
        place = str(data["source"]) + (f", page {data['page']}" if "page" in data else "")
        about = " > ".join(str(data[name]) for name in ("title", "section") if data.get(name))
        lines.append(f"{rank}. {about or hit.doc_id}  [{data['language']}, {hit.score:.4f}]")
        lines.append(f"   {place}")
        words = textwrap.shorten(hit.text, 300, placeholder=" ...")
        lines += textwrap.wrap(words, 100, initial_indent="   ", subsequent_indent="   ")
    return "\n".join(lines)


search = command(_search)
