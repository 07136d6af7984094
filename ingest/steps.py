"""The links of the chain that `ingest why` tells, and how a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Step = dict[str, Any]


def step(stage: str, decision: str, *, rule: str = "", score: float | None = None, at: str = "") -> Step:
    """One link: at which stage what was decided, by which rule, with which score, when."""
    return {"stage": stage, "decision": decision, "rule": rule, "score": score, "at": at}


def as_text(steps: Sequence[Step]) -> str:
    """Steps for a person."""
    lines = []
    for item in steps:
        extra = [
            item["rule"] and f"rule: {item['rule']}",
            item["score"] is not None and f"score: {item['score']}",
        ]
        note = "; ".join(str(part) for part in extra if part)
        lines.append(f"{item['stage']:<7} {item['decision']}" + (f"  [{note}]" if note else ""))
    return "\n".join(lines)
