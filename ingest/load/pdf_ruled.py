"""From rules to grids: which lines on a page make a table, and its cells. Pure: boxes in, boxes out.

Rules at about one place are one rule; what touches is one table; where an inner rule is missing, cells are merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.load.pdf_objects import Box

SNAP = 3.0
"""Points: rules nearer than that are one, as those of a double frame; so are the ends of a broken line."""
MAX_RULES = 2_000
_DOTS = 8
_STEP = 6.0
_COVERED = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: where it begins on its grid, how many columns and rows it takes, and its place on the page."""

    row: int
    column: int
    across: int
    down: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table: `xs` its columns' edges from the left, `ys` its rows' edges from the top."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        """The place of the whole."""
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]


@dataclass(slots=True)
class _Rule:
    """A line at `at` (x of an upright, y of a level one) from `low` to `high`."""

    at: float
    low: float
    high: float


def grids(rules: Sequence[Box]) -> list[Grid]:
    """Grids of at least two cells that `rules` (boxes of thin lines) make. At most 2,000 merged rules are looked at."""
    level, upright = [], []
    for left, bottom, right, top in rules:
        if right - left >= top - bottom:
            level.append(_Rule((bottom + top) / 2, left, right))
        else:
            upright.append(_Rule((left + right) / 2, bottom, top))
    if len(level) < 2 or len(upright) < 1:
        return []
    level, upright = _merged(level), _merged(upright)
    if len(level) + len(upright) > MAX_RULES:
        return []
    found = (_grid(*part) for part in _components(level, upright))
    return sorted((grid for grid in found if grid), key=lambda grid: (-grid.ys[0], grid.xs[0]))


def dotted(dots: Sequence[Box]) -> list[Box]:
    """The rules that dots in a row make: eight and more in steps of at most 6 points."""
    result: list[Box] = []
    if len(dots) < 4 * _DOTS:
        return result
    for along in (0, 1):
        rows: dict[int, list[Box]] = {}
        for dot in dots:
            rows.setdefault(round(dot[1 - along] + dot[3 - along]), []).append(dot)
        for row in rows.values():
            row.sort(key=lambda dot: dot[along])
            start = 0
            for end in range(1, len(row) + 1):
                if end < len(row) and row[end][along] - row[end - 1][along + 2] <= _STEP:
                    continue
                if end - start >= _DOTS:
                    part = row[start:end]
                    result.append((part[0][0], part[0][1], part[-1][2], part[-1][3]))
                start = end
    return result


def _merged(rules: list[_Rule]) -> list[_Rule]:
    """Rules at about one place made one, where they touch."""
    rules.sort(key=lambda rule: rule.at)
    result: list[_Rule] = []
    start = 0
    for end in range(1, len(rules) + 1):
        if end < len(rules) and (
            rules[end].at - rules[end - 1].at <= SNAP and rules[end].at - rules[start].at <= 1.5 * SNAP
        ):
            continue
        group = sorted(rules[start:end], key=lambda rule: rule.low)
        at = sum(rule.at for rule in group) / len(group)
        run = _Rule(at, group[0].low, group[0].high)
        for rule in group[1:]:
            if rule.low <= run.high + SNAP:
                run.high = max(run.high, rule.high)
            else:
                result.append(run)
                run = _Rule(at, rule.low, rule.high)
        result.append(run)
        start = end
    return [rule for rule in result if rule.high - rule.low > 2 * SNAP]


def _components(level: list[_Rule], upright: list[_Rule]) -> Iterable[tuple[list[_Rule], list[_Rule]]]:
    """Level and upright rules that touch each other, directly or not."""
    parent = list(range(len(level) + len(upright)))

    def root(of: int) -> int:
        while parent[of] != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    for number, line in enumerate(level):
        for other, post in enumerate(upright, len(level)):
            if (
                line.low - SNAP <= post.at <= line.high + SNAP
                and post.low - SNAP <= line.at <= post.high + SNAP
            ):
                parent[root(number)] = root(other)
    parts: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for number, line in enumerate(level):
        parts.setdefault(root(number), ([], []))[0].append(line)
    for number, post in enumerate(upright, len(level)):
        parts.setdefault(root(number), ([], []))[1].append(post)
    return parts.values()


def _edges(own: Iterable[float], reach: Iterable[float]) -> list[float]:
    """Places of rules, and how far the rules across go where that is further: a table may have no frame."""
    places = sorted(set(own))
    ends = list(reach)
    if not places or not ends:
        return places
    if min(ends) < places[0] - 2 * SNAP:
        places.insert(0, min(ends))
    if max(ends) > places[-1] + 2 * SNAP:
        places.append(max(ends))
    return places


def _grid(level: list[_Rule], upright: list[_Rule]) -> Grid | None:
    xs = _edges((post.at for post in upright), (end for line in level for end in (line.low, line.high)))
    ys = _edges((line.at for line in level), (end for post in upright for end in (post.low, post.high)))[::-1]
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 20_000:
        return None
    # Which inner edges are drawn: right of cell (row, column), below it.
    posts = {(x, row) for post in upright for x, row in _covers(post, xs, ys)}
    lines = {(column, y) for line in level for y, column in _covers(line, ys[::-1], xs)}
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            across = down = 1
            while column + across < columns and (column + across, row) not in posts:
                if (row, column + across) in taken:
                    break
                across += 1
            while row + down < rows and not any(
                (at, rows - row - down) in lines or (row + down, at) in taken
                for at in range(column, column + across)
            ):
                down += 1
            taken.update((row + i, column + j) for i in range(down) for j in range(across))
            box = xs[column], ys[row + down], xs[column + across], ys[row]
            cells.append(Cell(row=row, column=column, across=across, down=down, box=box))
    if len(cells) < 2:
        return None
    return Grid(xs=tuple(xs), ys=tuple(ys), cells=tuple(cells))


def _covers(rule: _Rule, places: Sequence[float], across: Sequence[float]) -> Iterable[tuple[int, int]]:
    """(number of the rule's place, number of the gap of `across` that it covers), counted as the sequences run."""
    at = min(range(len(places)), key=lambda i: abs(places[i] - rule.at))
    for number in range(len(across) - 1):
        low, high = sorted((across[number], across[number + 1]))
        if min(rule.high, high) - max(rule.low, low) >= _COVERED * (high - low):
            yield at, number
