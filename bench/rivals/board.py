"""What was measured, as a Markdown table. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.rivals.race import Lap


def table(
    laps: Mapping[tuple[str, str], Lap], steps: Mapping[str, str], tools: Mapping[str, str], first: str
) -> str:
    """Steps (with what happened) by tools (with their versions).

    A cell: CPU seconds, their ratio to those of the tool `first`, seconds of the wall, MB, texts embedded; what is
    wrong with the index. A tool without a figure has no column.
    """
    running = [tool for tool in tools if any(lap.cost for (_, of), lap in laps.items() if of == tool)]
    lines = [_row(["", *(f"{tool} {tools[tool]}".strip() for tool in running)])]
    lines.append(_row(["---"] * (len(running) + 1)))
    for step, said in steps.items():
        to = laps.get((step, first))
        cells = [shown(laps.get((step, tool)), None if tool == first else to) for tool in running]
        lines.append(_row([f"{step} ({said})" if said else step, *cells]))
    return "\n".join(lines)


def shown(lap: Lap | None, to: Lap | None = None) -> str:
    """A cell in words; the ratio is that of CPU seconds to those of `to`."""
    if lap is None:
        return "-"
    if lap.cost is None:
        return lap.wrong
    ratio = f" ({_times(lap.cost.cpu / to.cost.cpu)})" if to and to.cost and to.cost.cpu else ""
    parts = [
        f"CPU {lap.cost.cpu:.1f} s{ratio}",
        f"wall {lap.cost.wall:.1f} s",
        f"{lap.cost.memory_mb:.0f} MB",
        f"{lap.embedded} embedded, {lap.chunks} held",
    ]
    wrong = [f"{count} {word}" for word, count in (("stale", lap.stale), ("missing", lap.missing)) if count]
    return " · ".join([*parts, *([f"WRONG: {', '.join(wrong)}"] if wrong else [])])


def _times(ratio: float) -> str:
    return f"× {ratio:.2f}" if ratio < 10 else f"× {ratio:.0f}"


def troubles(laps: Mapping[tuple[str, str], Lap], tools: Sequence[str]) -> list[str]:
    """Tools that could not run, and why; a line each."""
    lines = []
    for tool in tools:
        reasons = dict.fromkeys(lap.wrong for (_, of), lap in laps.items() if of == tool and lap.wrong)
        lines += [f"{tool}: {reason}" for reason in reasons]
    return lines


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
