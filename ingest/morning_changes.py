"""What several runs did to documents, by kind, with names; and who moved most. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from index.records import EffectRecord
from ingest.effects import counted, judged_otherwise
from ingest.touched import is_back

KINDS = ("added", "updated", "removed", "moved", "relabelled")
MOVERS = 5


def changes(
    effects: Sequence[EffectRecord], kept: Sequence[EffectRecord], totals: Mapping[str, int]
) -> dict[str, Any]:
    """Folded `effects` by kind, and changed verdicts.

    `kept` are the rows they were folded from, `totals` how many there were of each kind: what history did not keep
    is counted in `unnamed`.
    """
    had, now = counted(kept), counted(effects)
    unnamed = {kind: max(0, totals.get(kind, 0) - had[kind]) for kind in (*KINDS, "verdicts")}
    return {
        "counts": {kind: now[kind] + unnamed[kind] for kind in (*KINDS, "verdicts")},
        "documents": {kind: [_told(one) for one in effects if one.kind == kind] for kind in KINDS},
        "verdicts": [
            {
                "document": one.doc_id,
                "before": one.before,
                "verdict": one.verdict,
                "other": one.other,
                "rule": one.rule,
                "back": is_back(one),
            }
            for one in effects
            if judged_otherwise(one)
        ],
        "unnamed": unnamed,
    }


def _told(effect: EffectRecord) -> dict[str, Any]:
    return {
        "document": effect.doc_id,
        "was": effect.was,
        "chunks_before": effect.chunks_before,
        "chunks": effect.chunks,
        "characters_before": effect.chars_before,
        "characters": effect.chars,
    }


def movers(effects: Sequence[EffectRecord]) -> dict[str, Any]:
    """Documents that gained and that lost most, and folders that changed most; by chunks, then by text."""
    moved = [one for one in effects if _gain(one) != (0, 0)]
    up = sorted((one for one in moved if _gain(one) > (0, 0)), key=_gain, reverse=True)
    down = sorted((one for one in moved if _gain(one) < (0, 0)), key=_gain)
    chunks, chars, documents = Counter[str](), Counter[str](), Counter[str]()
    for one in moved:
        folder = one.doc_id.split("#", 1)[0].rpartition("/")[0]
        gain = _gain(one)
        chunks[folder] += gain[0]
        chars[folder] += gain[1]
        documents[folder] += 1
    ranked = sorted(documents, key=lambda name: (-abs(chunks[name]), -abs(chars[name]), name))
    return {
        "gained": [_moved(one) for one in up[:MOVERS]],
        "lost": [_moved(one) for one in down[:MOVERS]],
        "folders": [
            {"folder": name, "documents": documents[name], "chunks": chunks[name], "characters": chars[name]}
            for name in ranked[:MOVERS]
        ],
    }


def _gain(effect: EffectRecord) -> tuple[int, int]:
    return effect.chunks - effect.chunks_before, effect.chars - effect.chars_before


def _moved(effect: EffectRecord) -> dict[str, Any]:
    return {**_told(effect), "kind": effect.kind}
