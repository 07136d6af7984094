"""`ingest inspect`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ingest.cli.frame import Frame, command


@click.argument("file", type=click.Path(path_type=Path))
@click.option("--blocks", is_flag=True, help="Only the blocks: headings, texts, lists, tables, code.")
@click.option("--chunks", is_flag=True, help="Only the chunks, with their tokens.")
@click.option("--labels", is_flag=True, help="Only the labels, with the evidence for each.")
@click.option("--page", type=click.IntRange(min=1), help="Only blocks and chunks of this page.")
@click.option(
    "--html",
    "out",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write one page for a browser: pictures of PDF pages beside blocks, masks black in both.",
)
@click.option(
    "--unredacted", is_flag=True, help="With --html, at a terminal: nothing masked, for your eyes only."
)
def _inspect(
    frame: Frame,
    file: Path,
    blocks: bool,
    chunks: bool,
    labels: bool,
    page: int | None,
    out: Path | None,
    unredacted: bool,
) -> int:
    """Show what becomes of FILE: blocks as the loader sees them, masks in place, labels, chunks.

    FILE is read as sync would read it and may lie in no root. Nothing is stored, and no index is touched. What is
    shown is redacted; what was masked, hidden or left out is counted. Exit 1 when it cannot be read.
    """
    from ingest.build import build
    from ingest.cli.one_file import asked, source_of
    from ingest.errors import REMEDY, Code
    from ingest.pipeline import NoProgress

    settings = frame.settings()
    if out is not None or unredacted:
        from ingest.cli.inspect_page import refuse

        refuse(settings, file, out, unredacted=unredacted)
    pipeline = build(settings, NoProgress(), writing=False)
    source = source_of(pipeline, file)
    answer = asked(pipeline, "inspect", source, pictures=out is not None, raw=unredacted, page=page)
    answer = {"file": source.id, **answer}
    if code := answer.get("code"):
        answer["remedy"] = REMEDY[Code(code)]
        frame.show(answer, f"{source.id}: {code} ({answer['stage']}). {answer['remedy']}")
        return 1
    if page is not None:
        for document in answer["documents"]:
            for part in ("blocks", "chunks", *(["raw"] if unredacted else [])):
                document[part] = [one for one in document.get(part, ()) if one["page"] == page]
    if out is not None:
        from ingest.cli.inspect_page import put

        frame.show(*put(settings, pipeline, answer, out, unredacted=unredacted))
        return 0
    wanted = [name for name, flag in (("labels", labels), ("blocks", blocks), ("chunks", chunks)) if flag]
    frame.show(answer, "\n\n".join(_lines(answer, wanted or ["labels", "blocks"], page)))
    return 0


_NONE = (
    "  no {name} begin on page {page}; a table or paragraph that goes on stands on the page where it began"
)


def _lines(answer: dict[str, Any], wanted: list[str], page: int | None) -> list[str]:
    told = [f"{answer['file']}: read by {answer['loader']}"]
    for document in answer["documents"]:
        if "failure" in document:
            told.append(f"{document['id']}: {document['failure']}")
            continue
        told.append("\n".join(_head(document)))
        for name in wanted:
            none = page is not None and name != "labels" and not document[name]
            told.append(_NONE.format(name=name, page=page) if none else _SHOWN[name](document))
    if answer["more"]:
        told.append(f"and {answer['more']} more documents")
    return told


def _head(document: dict[str, Any]) -> list[str]:
    lines = [f"{document['id']}  {document['title']!r}"]
    if document["section"]:
        lines.append("  in " + " / ".join(document["section"]))
    counts = ", ".join(f"{name} {number}" for name, number in document["counts"].items())
    lines.append(f"  counts: {counts or 'nothing masked, hidden or left out'}")
    if document["holds"]:
        lines.append(f"  held for a person: {', '.join(document['holds'])}")
    return lines


def _labels(document: dict[str, Any]) -> str:
    lines = [f"  {name} = {value}" for name, value in document["labels"].items()]
    lines += [
        f"    {one['label']} {one['value']}: {one['where']}, weight {one['weight']:g}"
        for one in document["evidence"]
    ]
    return "\n".join(lines)


def _blocks(document: dict[str, Any]) -> str:
    lines, page = [], 0
    for block in document["blocks"]:
        if block["page"] != page:
            page = block["page"]
            lines.append(f"  -- page {page}")
        kind = f"h{block['level']}" if block["kind"] == "heading" else block["kind"]
        lines += [
            f"  {kind if not number else '':<6}| {line}"
            for number, line in enumerate(block["text"].split("\n"))
        ]
    return "\n".join(lines) or "  no blocks"


def _chunks(document: dict[str, Any]) -> str:
    lines = []
    for number, chunk in enumerate(document["chunks"]):
        page = f", page {chunk['page']}" if chunk["page"] else ""
        lines.append(f"  chunk {number}: {chunk['tokens']} tokens{page}  {chunk['section']}")
        lines += [f"    {line}" for line in chunk["text"].split("\n")]
    return "\n".join(lines) or "  no chunks"


_SHOWN = {"labels": _labels, "blocks": _blocks, "chunks": _chunks}

inspect = command(
    _inspect,
    example="""
    ingest inspect docs/manual.pdf
    ingest inspect --chunks --page 3 docs/manual.pdf
    ingest inspect --html manual.html docs/manual.pdf
    ingest inspect --json export.zip
    """,
)
