"""What several runs did to documents, as if it had been one: folded effects, names, and who moved most. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from index.records import EffectRecord
from ingest.effects import counted, judged_otherwise

KINDS = ("added", "updated", "removed", "moved", "relabelled")
MOVERS = 5
_FOLDED = {
    ("added", "updated"): "added",
    ("added", "relabelled"): "added",
    ("moved", "updated"): "moved",
    ("moved", "relabelled"): "moved",
    ("updated", "relabelled"): "updated",
    ("removed", "added"): "updated",
    ("removed", "moved"): "updated",
}
"""What two kinds are together; of others the later counts."""


def fold(effects: Iterable[EffectRecord]) -> list[EffectRecord]:
    """The effects of runs, in their order, as those of one run; what came and went is not there."""
    folded: dict[str, EffectRecord] = {}
    for effect in effects:
        known = folded.pop(effect.doc_id, None)
        if known is None and effect.kind == "moved" and effect.was in folded:
            known = _under(effect, folded.pop(effect.was))
        together = _together(known, effect) if known else effect
        if not (known and known.kind == "added" and effect.kind == "removed"):
            folded[effect.doc_id] = together
    return [effect for _, effect in sorted(folded.items()) if _is_one(effect)]


def _under(move: EffectRecord, known: EffectRecord) -> EffectRecord:
    """What was known of the document, under its new name."""
    kind = "added" if known.kind == "added" else "moved"
    was = "" if kind == "added" else known.was or move.was
    return replace(known, doc_id=move.doc_id, kind=kind, was=was)


def _together(one: EffectRecord, then: EffectRecord) -> EffectRecord:
    kind = _FOLDED.get((one.kind, then.kind), then.kind or one.kind)
    judged = one.before != one.verdict
    later = then.before != then.verdict
    before = one.before if judged else then.before
    verdict = then.verdict if later else one.verdict
    last = then if later else one
    same = before == verdict
    return replace(
        then,
        kind="added" if one.kind == "added" and then.kind == "moved" else kind,
        was=one.was or (then.was if one.kind != "added" else ""),
        before="" if same else before,
        verdict="" if same else verdict,
        other="" if same else last.other,
        rule="" if same else last.rule,
        chunks_before=one.chunks_before,
        chars_before=one.chars_before,
    )


def _is_one(effect: EffectRecord) -> bool:
    sizes = (effect.chunks, effect.chars) != (effect.chunks_before, effect.chars_before)
    return bool(effect.kind) or sizes or effect.before != effect.verdict


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
