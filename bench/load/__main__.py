"""`python -m bench.load [--rivals PYTHON] [FILES...]`: how well files are read, and by whom best.

Without FILES documents are made from known texts (`sample_docs/sources`, or `--known FOLDER` of Markdown files). The
truth of FILES is what lies beside them: `groundtruth/<file>.md` for `sources/<file>`, else `<name>.md`, else nothing,
and then only success, speed and memory are told. PYTHON is that of an environment with `bench/load/requirements.txt`;
without it only our own loaders are measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.load.board import Cell, cell_of, table, troubles
from bench.load.made import SOURCES, Known, make, sources
from bench.load.race import OURS, run
from bench.load.reader import TOOLS

PDF_ONLY = ("docling, layout models", "unstructured, hi_res")
"""Variants that differ from their tool in PDFs alone."""


def known_of(path: Path) -> Known:
    """A given file with the truth that lies beside it."""
    places = [path.with_name(f"{path.stem}.md"), path.parent.parent / f"{path.stem}.md"]
    if "sources" in path.parts:
        at = len(path.parts) - 1 - path.parts[::-1].index("sources")
        places.insert(0, Path(*path.parts[:at], "groundtruth", f"{path.name}.md"))
    found = next((place for place in places if place.is_file() and place != path), None)
    truth = found.read_text(encoding="utf-8") if found else ""
    return Known(path=path, kind=path.suffix[1:].upper() or "?", truth=truth)


def pages_of(path: Path) -> int:
    """How many pages a PDF has; 1 of anything else and of what cannot be opened."""
    import pypdfium2

    if path.suffix.lower() != ".pdf":
        return 1
    try:
        with pypdfium2.PdfDocument(path) as document:
            return max(1, len(document))
    except pypdfium2.PdfiumError:
        return 1


def compare(known: Sequence[Known], pythons: dict[str, str], limit: float) -> str:
    """All tools over all files; the table and what failed."""
    kinds = list(dict.fromkeys(one.kind for one in known))
    pages = {one.path: pages_of(one.path) for one in known}
    cells: dict[tuple[str, str], Cell] = {}
    versions: dict[str, str] = {}
    for tool, python in pythons.items():
        theirs = [one for one in known if tool not in PDF_ONLY or one.path.suffix.lower() == ".pdf"]
        first = {one.kind: one.path for one in reversed(theirs)}
        outcome = run(tool, python, [one.path for one in theirs], limit, list(first.values()))
        versions[tool] = outcome.version
        for kind in kinds:
            if files := [one for one in theirs if one.kind == kind]:
                cells[kind, tool] = cell_of(outcome, files, pages)
        print(f"{tool}: {len(outcome.reads)} files", file=sys.stderr, flush=True)
    shown = table(cells, kinds, list(pythons), versions)
    return "\n".join([shown, "", *(f"- {line}" for line in troubles(cells))]).strip()


def main() -> None:
    """Prints the table."""
    asks = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    asks.add_argument("files", nargs="*", type=Path)
    asks.add_argument("--rivals", metavar="PYTHON", help="the Python of an environment with the rivals")
    asks.add_argument("--only", action="append", metavar="TOOL", choices=list(TOOLS), help="not all tools")
    asks.add_argument("--known", type=Path, default=SOURCES, help="Markdown files to make documents from")
    asks.add_argument("--most", type=int, default=1000, help="of so many of them")
    asks.add_argument("--limit", type=float, default=120, help="seconds a file may take")
    given = asks.parse_args()
    tools = [tool for tool in TOOLS if tool == OURS or given.rivals]
    pythons = {tool: sys.executable if tool == OURS else given.rivals for tool in given.only or tools}
    with tempfile.TemporaryDirectory(prefix="bench-load-") as folder:
        if given.files:
            known = [known_of(path.resolve()) for path in given.files]
        else:
            texts = dict(list(sources(given.known).items())[: given.most])
            known = make(texts, Path(folder))
        print(compare(known, pythons, given.limit))


if __name__ == "__main__":
    main()
