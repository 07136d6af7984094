"""`ingest search`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.search import Found

MOST = 10
"""Known values of a filter that are named."""


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
    from index.errors import UsageError

    if not query.strip():
        raise UsageError(
            "nothing is asked", remedy='Put the question in quotes: ingest search "factory reset".'
        )
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # read once; threads cost more than one product of vectors
    from index.search import Searcher
    from ingest.build import build_embedder_of
    from ingest.live.questions import hit_as_json

    settings = frame.settings()
    chosen = {"language": language, "channels": channel, "space": space}
    where = {field: list(values) for field, values in chosen.items() if values}
    searcher = Searcher(settings.state.dir, build_embedder_of(settings))
    found = searcher.search(query, top, where or None)
    for field, values in where.items():
        for line in _unknown(field, values, searcher.values(field)):
            click.echo(f"ingest: {line}", err=True)
    frame.show({"hits": [hit_as_json(hit) for hit in found]}, _text(found, query, where))
    return 0


def _unknown(field: str, values: list[str], known: list[str]) -> Iterator[str]:
    """Of each value that no chunk holds: that it is unknown, the nearest that is known, and which are."""
    from difflib import get_close_matches

    for value in values:
        if value in known:
            continue
        folded = {one.casefold(): one for one in reversed(known)}
        asked = value.casefold()
        near = [folded[one] for one in get_close_matches(asked, folded, n=1)]
        near = near or [one for one in known if one and asked.startswith(one.casefold())]
        meant = f" Did you mean {near[0]!r}?" if near else ""
        more = f" and {len(known) - MOST} more" if len(known) > MOST else ""
        told = f"known: {', '.join(known[:MOST])}{more}" if known else "it holds none at all"
        yield f"nothing in the index has {field} {value!r}.{meant} ({told})"


def _text(found: list[Found], query: str, where: dict[str, list[str]]) -> str:
    from ingest.cli.snippet import emphasised, snippet, wanted_stems, wrapped

    if not found:
        only = ", ".join(f"{field} {' or '.join(values)}" for field, values in where.items())
        return f"nothing found with {only}" if only else "nothing found"
    wanted, lines = wanted_stems(query), []
    for rank, hit in enumerate(found, start=1):
        data = hit.metadata
        place = str(data["source"]) + (f", page {data['page']}" if "page" in data else "")
        lines.append(f"{rank}. {click.style(_headed(hit), bold=True)}  [{data['language']}, {hit.score:.4f}]")
        lines.append("   " + click.style(place, fg="cyan"))
        for line in wrapped(snippet(hit.text, query)):
            lines.append(emphasised(line, wanted, lambda word: click.style(word, bold=True, fg="yellow")))
    return "\n".join(lines)


def _headed(hit: Found) -> str:
    """Title and section; what the section begins with is not said twice."""
    title, section = str(hit.metadata.get("title", "")), str(hit.metadata.get("section", ""))
    first, _, rest = section.partition(" > ")
    if section.startswith(f"{title} > "):
        section = section[len(title) + 3 :]
    elif title.casefold().startswith(first.casefold()):
        section = rest
    return " > ".join(part for part in (title, section) if part) or hit.doc_id


search = command(
    _search,
    example="""
    ingest search "How do I reset the controller?"
    ingest search --top 3 --language ru "как вернуть товар"
    ingest search --channel bot --json "E7"
    """,
)
