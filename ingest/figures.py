"""The cleaning in figures: what was masked, left out, held back and judged, and where most of it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.manifest import Manifest
from ingest.select.verdict import KINDS

OFFENDERS = 5
"""Documents named for each figure."""
_GROUPS = {"pii": "masked", "left": "left", "policy": "policy", "hidden": "hidden", "hold": "held"}
"""First part of a count's name -> the group it is told in."""


def figures(manifest: Manifest, contents: Contents, rules: Sequence[str] = ()) -> dict[str, Any]:
    """Counts of all present documents by group and kind, each with the documents that have most of it.

    `rules` are the names of the policy's rules: those that found nothing are told as `silent`.
    """
    by_kind: dict[str, dict[str, Counter[str]]] = {group: {} for group in _GROUPS.values()}
    for doc_id, counts in Catalog(manifest).counts_of():
        for name, number in json.loads(counts).items():
            head, _, kind = name.replace("hidden_", "hidden.", 1).partition(".")
            if head in _GROUPS:
                by_kind[_GROUPS[head]].setdefault(kind, Counter())[doc_id] += number
    verdicts = contents.verdicts()
    kinds = Counter(verdict.kind for verdict in verdicts.values())
    reasons = Counter(
        f"{verdict.kind}: {rule}"
        for verdict in verdicts.values()
        if (rule := json.loads(verdict.detail).get("rule"))
    )
    fired = by_kind["policy"].keys()
    return {
        "documents": len(verdicts),
        "verdicts": {kind: kinds[kind] for kind in KINDS},
        "reasons": dict(reasons.most_common()),
        **{
            group: {kind: _told(counter) for kind, counter in sorted(found.items())}
            for group, found in by_kind.items()
        },
        "silent": sorted(set(rules) - fired),
        "questions": len(contents.questions()),
    }


def _told(counter: Counter[str]) -> dict[str, Any]:
    most = sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:OFFENDERS]
    return {
        "count": counter.total(),
        "documents": len(counter),
        "most": [{"document": doc_id, "count": number} for doc_id, number in most],
    }


def as_text(told: Mapping[str, Any]) -> str:
    """The figures for a person."""
    lines = [f"{told['documents']} documents"]
    lines += [f"  {number:>7} {kind}" for kind, number in told["verdicts"].items() if number]
    if told["reasons"]:
        lines += ["why", *(f"  {number:>7} {reason}" for reason, number in told["reasons"].items())]
    words = {
        "masked": "masked",
        "left": "seen and left on purpose",
        "policy": "rules of the policy",
        "hidden": "hidden text, left out",
        "held": "held back for a decision",
    }
    for group, head in words.items():
        if told[group]:
            lines += [head, *_lines(told[group].items())]
    if told["silent"]:
        lines.append("rules that found nothing: " + ", ".join(told["silent"]))
    if told["questions"]:
        lines.append(f"{told['questions']} open questions: ingest review")
    return "\n".join(lines)


def _lines(found: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    lines = []
    for kind, figure in sorted(found, key=lambda item: (-item[1]["count"], item[0])):
        lines.append(f"  {figure['count']:>7} {kind} in {figure['documents']} documents")
        lines += [f"          {item['count']:>5} {item['document']}" for item in figure["most"][:3]]
    return lines
