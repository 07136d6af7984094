"""What was measured, as the Markdown table that README shows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.load.made import Known
from bench.load.markup import Marks, marked
from bench.load.race import Outcome


@dataclass(slots=True, kw_only=True)
class Cell:
    """What one tool made of one format."""

    files: int = 0
    pages: int = 0
    marks: Marks = field(default_factory=Marks)
    seconds: float = 0.0
    memory: float = 0.0
    start: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)
    absent: str = ""

    @property
    def speed(self) -> float:
        """Pages or documents a CPU second."""
        return self.pages / self.seconds if self.seconds else 0.0


def cell_of(outcome: Outcome, known: Sequence[Known], pages: Mapping[Path, int]) -> Cell:
    """What the files of a format come to. A file that gave nothing counts as a text of no words."""
    cell = Cell(memory=outcome.memory, start=outcome.start, absent=outcome.absent)
    if outcome.absent:
        return cell
    for one in known:
        read = outcome.reads[one.path]
        cell.files += 1
        cell.seconds += read.seconds
        cell.pages += 0 if read.wrong else pages.get(one.path, 1)
        if read.wrong:
            cell.failures[read.wrong] += 1
        if one.truth:
            cell.marks += marked(read.text, one.truth)
    return cell


def table(
    cells: Mapping[tuple[str, str], Cell],
    kinds: Sequence[str],
    tools: Sequence[str],
    versions: Mapping[str, str],
) -> str:
    """Formats by tools. Cells: F1 of text, headings and tables; pages or documents a CPU second.

    A tool that read nothing has no column: `troubles` say why.
    """
    tools = [tool for tool in tools if any(_read(cell) for (_, of), cell in cells.items() if of == tool)]
    lines = [_row(["", *(f"{tool} {versions.get(tool, '')}".strip() for tool in tools)])]
    lines.append(_row(["---"] * (len(tools) + 1)))
    for kind in kinds:
        files = max(cell.files for (of, _), cell in cells.items() if of == kind)
        rows = [cells.get((kind, tool)) for tool in tools]
        lines.append(_row([f"{kind} ({files})", *(shown(cell) for cell in rows)]))
    by_tool = {tool: [cell for (_, of), cell in cells.items() if of == tool] for tool in tools}
    lines.append(_row(["files that gave text", *(_success(by_tool[tool]) for tool in tools)]))
    lines.append(_row(["seconds to start", *(_most(by_tool[tool], "start", ".1f") for tool in tools)]))
    lines.append(_row(["most memory, MB", *(_most(by_tool[tool], "memory", ".0f") for tool in tools)]))
    return "\n".join(lines)


def _read(cell: Cell) -> bool:
    return cell.failures.total() < cell.files


def shown(cell: Cell | None) -> str:
    """A cell in words."""
    if cell is None:
        return "-"
    if not _read(cell):
        return ", ".join(sorted(cell.failures))
    parts = []
    if cell.marks.texts:
        scores = [cell.marks.text, cell.marks.headings, cell.marks.tables]
        parts.append(" ".join(_share(score.f1) if score.true else "-" for score in scores))
    parts.append(f"{cell.speed:.0f}/s" if cell.speed >= 10 else f"{cell.speed:.1f}/s")
    if cell.failures:
        parts.append(f"{cell.failures.total()} failed")
    return " · ".join(parts)


def _share(value: float) -> str:
    """ ".998"; "1.00" for what is whole to the third digit."""
    return "1.00" if value >= 0.9995 else f"{value:.3f}".removeprefix("0")


def troubles(cells: Mapping[tuple[str, str], Cell]) -> list[str]:
    """What failed, by tool and format: kinds and counts."""
    absent = {
        tool: f"{tool}: not installed ({cell.absent})" for (_, tool), cell in cells.items() if cell.absent
    }
    return [*absent.values()] + [
        f"{tool}, {kind}: " + ", ".join(f"{count} {wrong}" for wrong, count in sorted(cell.failures.items()))
        for (kind, tool), cell in cells.items()
        if cell.failures
    ]


def _success(cells: Iterable[Cell]) -> str:
    cells = [cell for cell in cells if cell.files]
    files = sum(cell.files for cell in cells)
    return f"{files - sum(cell.failures.total() for cell in cells)} of {files}" if files else "-"


def _most(cells: Iterable[Cell], name: str, form: str) -> str:
    return format(max((getattr(cell, name) for cell in cells), default=0.0), form)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
