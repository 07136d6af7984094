"""Reads files with one tool and says what came of each: a child process, run by the tool's own Python.

`PYTHON -P bench/load/reader.py TOOL` takes JSON from standard input: `paths`, and which are to `warm` it. It answers on
standard output, a JSON object a line: first the version and what it cost to start, then the text or the trouble of
each path.
Nothing but the standard library is imported before the tool is asked for.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import Any

Read = Callable[[str], str]
"""A path -> Markdown; raises what the tool raises."""


def ours() -> Read:
    """kb-ingest, as its workers read, in this process."""
    from ingest.document import Source, render
    from ingest.errors import LoadError
    from ingest.load.choose import choose, load_all
    from ingest.load.container import streams
    from ingest.load.expand import Walk

    loaders = load_all()

    def read(path: str) -> str:
        place, data = Path(path), Path(path).read_bytes()
        source = Source(
            id=f"bench/{place.name}",
            root="bench",
            file=str(place),
            size=len(data),
            mtime_ns=0,
            ctime_ns=0,
            inode=0,
        )
        try:
            loader = choose(place, data[:4096], loaders, io.BytesIO(data))
            if not streams(loader):
                documents = list(loader.load(source, data))
            else:
                units = Walk(loaders).units(loader, source, io.BytesIO(data))
                documents = [document for unit in units if unit.units() is None for document in unit.read()]
        except LoadError as error:
            raise RefusedError(error.code) from None
        return "\n\n".join(render(block) for document in documents for block in document.blocks)

    return read


class RefusedError(Exception):
    """A file that the tool takes for unreadable, with a code."""


def kreuzberg() -> Read:
    """kreuzberg, asked for Markdown."""
    import kreuzberg as tool

    config = tool.ExtractionConfig(output_format="markdown")
    return lambda path: str(tool.extract_file_sync(path, config=config).content)


def markitdown() -> Read:
    """markitdown as it is."""
    from markitdown import MarkItDown

    tool = MarkItDown(enable_plugins=False)
    return lambda path: str(tool.convert(path).text_content)


def docling(*, native: bool = True) -> Read:
    """docling; `native` reads PDFs without models."""
    from docling.datamodel.base_models import InputFormat
    from docling.document_converter import DocumentConverter, PdfFormatOption

    options: dict[Any, Any] = {}
    if native:
        from docling.datamodel.pipeline_options import NativePdfPipelineOptions
        from docling.pipeline.native_pdf_pipeline import NativePdfPipeline

        options[InputFormat.PDF] = PdfFormatOption(
            pipeline_cls=NativePdfPipeline, pipeline_options=NativePdfPipelineOptions()
        )
    tool = DocumentConverter(format_options=options)
    return lambda path: str(tool.convert(path).document.export_to_markdown())


def docling_layout() -> Read:
    """docling as it is: PDFs through its layout models."""
    return docling(native=False)


def unstructured(strategy: str = "fast") -> Read:
    """unstructured; its elements as Markdown. What it takes for running heads and page numbers is left out."""
    import spacy
    from unstructured.nlp import tokenize
    from unstructured.partition.auto import partition

    sentences = spacy.blank("xx")  # its own model would be downloaded
    sentences.add_pipe("sentencizer")
    tokenize._get_nlp = lambda: sentences

    def read(path: str) -> str:
        elements = partition(path, strategy=strategy, languages=["rus", "eng"])
        return "\n\n".join(filter(None, map(_element, elements)))

    return read


def unstructured_hi_res() -> Read:
    """unstructured with its layout models."""
    return unstructured("hi_res")


def _element(element: Any) -> str:
    kind, text = element.category, str(element.text)
    if kind in {"Header", "Footer", "PageNumber", "PageBreak"}:
        return ""
    if kind == "Title":
        level = (element.metadata.category_depth or 0) + 1
        return "#" * min(6, level) + " " + " ".join(text.split())
    if kind == "Table" and (markup := element.metadata.text_as_html):
        return pipes(markup)
    return f"- {text}" if kind == "ListItem" else text


class Grid(HTMLParser):
    """The cells of a table in HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row, a cell."""
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows = self.rows or [[]]
            self.rows[-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        """The end of a cell."""
        self._open = self._open and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        """Words of a cell."""
        if self._open:
            self.rows[-1][-1] += data + " "


def pipes(markup: str) -> str:
    """A table in HTML as a Markdown pipe table."""
    grid = Grid()
    grid.feed(markup)
    rows = ["| " + " | ".join(" ".join(cell.split()) for cell in row) + " |" for row in grid.rows if row]
    return "\n".join([*rows[:1], "| --- |", *rows[1:]])


TOOLS: dict[str, tuple[str, Callable[[], Read]]] = {
    "kb-ingest": ("kb-ingest", ours),
    "kreuzberg": ("kreuzberg", kreuzberg),
    "markitdown": ("markitdown", markitdown),
    "docling": ("docling-slim", docling),
    "docling, layout models": ("docling-slim", docling_layout),
    "unstructured, fast": ("unstructured", unstructured),
    "unstructured, hi_res": ("unstructured", unstructured_hi_res),
}
"""Name -> its distribution, and what gives its reader."""


def seconds() -> float:
    """CPU seconds of this process and of the children it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def kind_of(error: BaseException) -> str:
    """What is wrong, in a word; never what the exception says, which may quote the file."""
    chain: BaseException | None = error
    while chain is not None:
        if type(chain).__name__ in {"LocalEntryNotFoundError", "OfflineModeIsEnabled"}:
            return "needs a download"
        chain = chain.__cause__ or chain.__context__
    if type(error).__name__.startswith("Unsupported"):
        return "not read"
    return str(error) if isinstance(error, RefusedError) else type(error).__name__


def main() -> None:
    """Reads what standard input names."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # tools print

    def say(**what: object) -> None:
        answers.write(json.dumps(what) + "\n")
        answers.flush()

    distribution, make = TOOLS[sys.argv[1]]
    asked: dict[str, list[str]] = json.loads(sys.stdin.read())
    try:
        read = make()
    except Exception as error:  # noqa: BLE001 - it is not installed, or not whole
        say(absent=f"{type(error).__name__} {getattr(error, 'name', '')}".strip())
        return
    say(version=version(distribution), start=seconds())
    for path in asked["warm"]:
        _attempt(read, path)
        say(warm=path)
    for path in asked["paths"]:
        began = seconds()
        text, wrong = _attempt(read, path)
        say(path=path, text=text, wrong=wrong, seconds=seconds() - began, memory=memory())


def _attempt(read: Read, path: str) -> tuple[str, str]:
    """Text and trouble of a file."""
    try:
        return read(path), ""
    except Exception as error:  # noqa: BLE001 - whatever tools raise
        return "", kind_of(error)


def memory() -> float:
    """The most memory of this process so far, MB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
