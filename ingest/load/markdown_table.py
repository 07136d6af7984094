"""YFM tables (`#| || cell | cell || |#`): cells over many lines that hold any Markdown."""

from __future__ import annotations

import re

Rows = list[list[str]]

MARK = re.compile(r"\\.|(?P<ticks>`+)|(?P<open>(?:(?<=\n)|(?<=\|)|\A)[ \t]*#\|)|(?P<close>\|#)|\|\|?")
FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+|\|\|?[ \t]*|.*?[^|]\|[ \t]*)?(`{3,}|~{3,})(.*)")
CLOSE = re.compile(r"\|#[ \t]*(?:\{[^{}\n]*\})?\Z")
HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]")
SPAN = (">", "^")
"""A cell that only says it belongs to its left or upper neighbour."""


def table_end(lines: list[str], start: int) -> int:
    """The index after the last line of the table that opens on line `start`; `start` when it is none.

    A table that is never closed ends with its last `||` before the next heading.
    """
    end, closed = _end(lines, start, fences=True)
    if not closed:  # code that is never closed hides the end
        again, closed = _end(lines, start, fences=False)
        end = again if closed else max(end, again)
    return end


def _end(lines: list[str], start: int, *, fences: bool) -> tuple[int, bool]:
    depth, last, fence = 0, start, ""
    for number in range(start, len(lines)):
        line = lines[number].strip()
        if fence:
            if not line.startswith(fence) or line.lstrip(fence[0]).lstrip()[:1] not in {"", "|"}:
                continue
            fence = ""
        elif fences and ("```" in line or "~~~" in line):
            found = FENCE.match(line)
            if found is not None and found[1][0] not in found[2]:
                fence = found[1]
                continue
        depth += line.startswith("#|") or (line.endswith("#|") and line[:-2].rstrip().endswith("|"))
        depth -= line.endswith("|#") or line.startswith("|#")
        if depth == 0:
            return number + 1, True
        if line.endswith("||"):
            last = number + 1
        elif last > start and depth == 1 and HEADING.match(line):
            break
    return last, False


def table_rows(source: str) -> Rows:
    """The cells of a table, as Markdown. `source` is everything from `#|` to `|#`."""
    body = source.strip()[2:]
    body = CLOSE.sub("", body)
    rows: Rows = []
    row: list[str] = []
    depth, cell, position = 0, 0, 0
    while (mark := MARK.search(body, position)) is not None:
        position = mark.end()
        if mark["ticks"]:
            position = _after_code(body, mark["ticks"], position)
        elif mark["open"] is not None:
            depth += 1
        elif mark["close"]:
            depth = max(0, depth - 1)
        elif depth == 0 and mark[0][0] == "|":
            row.append(body[cell : mark.start()])
            cell = position
            if mark[0] == "||":
                rows.append(row)
                row = []
    rows.append([*row, body[cell:]])
    kept = [[_cell(text) for text in row] for row in rows if any(text.strip() for text in row)]
    return [row for row in kept if any(row)]


def _after_code(body: str, ticks: str, position: int) -> int:
    """Where the code that `ticks` opens ends: a run of the same length; on the same line if it is short."""
    limit = len(body)
    if len(ticks) < 3:
        newline = body.find("\n", position)
        limit = limit if newline < 0 else newline
    while (found := body.find(ticks, position, limit)) >= 0:
        end = found + len(ticks)
        while end < limit and body[end] == "`":
            end += 1
        if end - found == len(ticks):
            return end
        position = end
    return position


def _cell(text: str) -> str:
    """The Markdown of one cell without the indent that all its lines after the first share."""
    text = text.strip()
    if text in SPAN:
        return ""
    if "\\|" in text:
        text = text.replace("\\|", "|")
    if "\n" not in text:
        return text
    first, *lines = text.split("\n")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join([first, *(line[indent:] for line in lines)])
