"""The cleaning in figures: what was masked, left out, held back and judged, and where most of it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.manifest import Manifest
from ingest.boilerplate import boilerplate_blocks
from ingest.select.kinds import KINDS, SEARCHABLE
from ingest.select.lifecycle import overdue
from ingest.transport import head_of

OFFENDERS = 5
"""Documents named for each figure."""
OVERDUE = 20
"""Overdue reviews that are shown to a person."""
_GROUPS = {
    "pii": "masked",
    "left": "left",
    "policy": "policy",
    "hidden": "hidden",
    "hold": "held",
    "missing": "missing",
}
"""First part of a count's name -> the group it is told in."""


def figures(
    manifest: Manifest, contents: Contents, rules: Sequence[str] = (), as_of: str = ""
) -> dict[str, Any]:
    """Counts of all present documents by group and kind, each with the documents that have most of it.

    `rules` are the names of the policy's rules: those that found nothing are told as `silent`. Searchable documents
    that were to be reviewed before the ISO day `as_of` are told as `overdue`, by owner.
    """
    catalog = Catalog(manifest)
    by_kind: dict[str, dict[str, Counter[str]]] = {group: {} for group in _GROUPS.values()}
    for doc_id, counts in catalog.counts_of():
        for name, number in json.loads(counts).items():
            head, _, kind = name.replace("hidden_", "hidden.", 1).partition(".")
            if head in _GROUPS:
                by_kind[_GROUPS[head]].setdefault(kind, Counter())[doc_id] += number
    verdicts = contents.verdicts()
    kinds = Counter(verdict.kind for verdict in verdicts.values())
    reasons = Counter(
        f"{verdict.kind}: {'decision' if rule.startswith('decision ') else rule}"
        for verdict in verdicts.values()
        if (rule := json.loads(verdict.detail).get("rule"))
    )
    fired = by_kind["policy"].keys()
    current = [doc_id for doc_id, verdict in verdicts.items() if verdict.kind in SEARCHABLE]
    late = overdue(map(head_of, catalog.get(current).values()), as_of)
    return {
        "documents": len(verdicts),
        "verdicts": {kind: kinds[kind] for kind in KINDS},
        "reasons": dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        **{
            group: {kind: _told(counter) for kind, counter in sorted(found.items())}
            for group, found in by_kind.items()
        },
        "silent": sorted(set(rules) - fired),
        "boilerplate": boilerplate_blocks(catalog),
        "overdue": [{"owner": owner, "document": doc_id, "review_by": day} for owner, doc_id, day in late],
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
    lines = [numbered(told["documents"], "document")]
    lines += [f"  {number:>7} {kind}" for kind, number in told["verdicts"].items() if number]
    if told["reasons"]:
        lines += ["why", *(f"  {number:>7} {reason}" for reason, number in told["reasons"].items())]
    words = {
        "masked": "masked",
        "left": "seen and left on purpose",
        "policy": "rules of the policy",
        "hidden": "hidden text, left out",
        "held": "held back for a decision",
        "missing": "not read of documents that are indexed (ingest why names them)",
    }
    for group, head in words.items():
        if told[group]:
            lines += [head, *_lines(told[group].items())]
    if told["silent"]:
        lines += ["rules of the policy that found nothing", *(f"          {name}" for name in told["silent"])]
    if told["boilerplate"]:
        lines.append("repeated blocks, left out of the index")
        lines += [
            f"  {one['count']:>7} documents of {one['space']}, e.g. block {one['block']} of {one['document']}"
            for one in told["boilerplate"]
        ]
    if told["overdue"]:
        lines.append("to be reviewed, and overdue")
        lines += [
            f"  {one['review_by']} {one['owner'] or 'nobody'}: {one['document']}"
            for one in told["overdue"][:OVERDUE]
        ]
        if len(told["overdue"]) > OVERDUE:
            lines.append(f"  ... and {len(told['overdue']) - OVERDUE} more (--json lists all)")
    if told["questions"]:
        lines.append(f"{numbered(told['questions'], 'question')} for a person: ingest review")
    return "\n".join(lines)


def numbered(number: int, noun: str) -> str:
    """The number with its noun: "1 document", "2 documents"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _lines(found: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    lines = []
    for kind, figure in sorted(found, key=lambda item: (-item[1]["count"], item[0])):
        lines.append(f"  {figure['count']:>7} {kind} in {numbered(figure['documents'], 'document')}")
        lines += [f"          {item['count']:>5} {item['document']}" for item in figure["most"][:3]]
    return lines
