"""What a run did to each document: its file, its verdict, its size in the index. Ids and numbers, no text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from heapq import nsmallest

from index.contents import Contents
from index.manifest import pages
from index.records import EffectRecord, VerdictRecord
from ingest.survey import Work
from ingest.touched import EFFECTS, VERDICTS, Change, Effects, is_back

MOST = 1000
"""Effects that are kept of one run; all are counted."""
_WEIGHT = {"removed": 0, "moved": 2, "updated": 3, "relabelled": 4, "": 5, "added": 6}
"""Of too many, the lower stay. A changed verdict of a document that was there weighs 1."""
Sizes = Mapping[str, tuple[int, str]]
"""Chunks and content key by document id."""


def effects_of(
    work: Work,
    changes: Sequence[Change],
    late: Set[str],
    before: Sizes,
    sized: Callable[[Sequence[str]], Sizes],
) -> Iterator[EffectRecord]:
    """The effects of a run on documents, by id; `changes` are those of verdicts, `late` what `late_of` gives.

    `before` are the sizes of all documents that may have changed in the index, `sized` tells those they have now; one
    that has none was not searchable. Under the brake what is gone is not removed.
    """
    moved = moved_documents(work)
    judged = {change.doc_id: change for change in changes}
    kinds, put = _kinds(work, moved, late), {*work.put}
    ids = (kinds.keys() | judged.keys() | before.keys() | put) - set(moved.values())
    for page in pages(sorted(ids)):
        after = sized([one for one in page if one in put or one in before])
        for one in page:
            if one in kinds or one in judged or _size(before, one) != _size(after, one):
                yield _effect(one, kinds.get(one, ""), moved.get(one, ""), judged, before, after)


def gathered(effects: Iterable[EffectRecord]) -> Effects:
    """What a run remembers of its effects."""
    back: list[EffectRecord] = []
    total = Counter[str]()

    def passing() -> Iterator[EffectRecord]:
        for effect in effects:
            _count(effect, total)
            if is_back(effect):
                back.append(effect)
            yield effect

    kept = weightiest(passing())
    return Effects(counts={kind: total[kind] for kind in (*EFFECTS, VERDICTS)}, kept=kept, back=back)


def compared(changes: Iterable[Change], live: Mapping[str, VerdictRecord]) -> list[Change]:
    """Changes of a generation that began empty, against the verdicts of the `live` one."""
    told, now = [], set()
    for change in changes:
        now.add(change.doc_id)
        before = live[change.doc_id].kind if change.doc_id in live else ""
        if before != change.kind:
            told.append(replace(change, before=before))
    return told + [Change(doc_id=one, before=live[one].kind, kind="") for one in sorted(live.keys() - now)]


def _kinds(work: Work, moved: Mapping[str, str], late: Set[str]) -> dict[str, str]:
    intake = work.intake
    kinds = dict.fromkeys(work.plan.relabel, "relabelled")
    updated = intake.updated | rewritten(work)
    kinds |= {doc_id: "updated" for doc_id in updated if doc_id not in kinds}
    kinds |= dict.fromkeys(intake.added - intake.vanished, "added")
    kinds |= dict.fromkeys(late, "removed")
    if not work.brake:
        kinds |= dict.fromkeys(intake.vanished - intake.changed, "removed")
    return kinds | dict.fromkeys(moved, "moved")


def moved_sources(work: Work) -> dict[str, str]:
    """New sources whose content was known under a name that is gone, with that name."""
    gone: dict[str, list[str]] = {}
    for source_id in work.sources.gone:
        gone.setdefault(work.known[source_id].sha256, []).append(source_id)
    return {
        source_id: gone[sha256].pop(0)
        for source_id, sha256 in work.intake.new_sources.items()
        if gone.get(sha256)
    }


def moved_documents(work: Work) -> dict[str, str]:
    """Documents of moved sources, with their ids of before."""
    sources = moved_sources(work)
    moved = {}
    for doc_id in work.intake.added:
        source, _, key = doc_id.partition("#")
        if source in sources and (was := f"{sources[source]}#{key}") in work.intake.vanished:
            moved[doc_id] = was
    return moved


def late_of(work: Work, contents: Contents) -> set[str]:
    """Documents that leave the index only now: their files went in a run that the brake held, or that was killed."""
    return {*work.drop} - contents.verdicts_of(work.drop).keys() - work.intake.vanished


def rewritten(work: Work) -> set[str]:
    """Pages with ids of their own that another file brought in place of one that is gone, and that differ."""
    came = work.intake.added & work.intake.vanished
    return {one for one in came if work.plan.put.get(one) == "changed text" or one in work.plan.relabel}


def _size(sizes: Sizes, doc_id: str) -> tuple[int, int]:
    """Chunks and code points; the latter are the end of a content key."""
    chunks, key = sizes.get(doc_id, (0, "0"))
    return chunks, int(key.rpartition(".")[2])


def _effect(
    doc_id: str, kind: str, was: str, changes: Mapping[str, Change], before: Sizes, after: Sizes
) -> EffectRecord:
    change, old = changes.get(doc_id), changes.get(was)
    said = old.before if old else change.before if change else ""
    now = change.kind if change else ""
    detail = json.loads(change.detail) if change else {}
    chunks_before, chars_before = _size(before, was or doc_id)
    chunks, chars = _size(after, doc_id)
    same = said == now
    return EffectRecord(
        doc_id=doc_id,
        kind=kind,
        was=was,
        before="" if same else said,
        verdict="" if same else now,
        other=""
        if same
        else str((change.lost if change else "") or detail.get("of") or detail.get("by") or ""),
        rule=""
        if same
        else str((change.why if change else "") or detail.get("rule") or detail.get("on") or ""),
        chunks_before=chunks_before,
        chunks=chunks,
        chars_before=chars_before,
        chars=chars,
    )


def counted(effects: Iterable[EffectRecord]) -> dict[str, int]:
    """Effects by what happened to the file, and how many verdicts changed of documents that were there."""
    total = Counter[str]()
    for effect in effects:
        _count(effect, total)
    return {kind: total[kind] for kind in (*EFFECTS, VERDICTS)}


def _count(effect: EffectRecord, total: Counter[str]) -> None:
    total[effect.kind] += 1
    total[VERDICTS] += judged_otherwise(effect)


def judged_otherwise(effect: EffectRecord) -> bool:
    """Whether its verdict changed and that is worth a line: not a new document that is kept, nor one that went."""
    if effect.before == effect.verdict or effect.kind == "removed":
        return False
    return bool(effect.before) or effect.verdict not in {"", "keep"}


def weightiest(effects: Iterable[EffectRecord], most: int = MOST) -> list[EffectRecord]:
    """At most so many: what left and what is judged otherwise first, then what changed most."""
    return nsmallest(most, effects, key=_weight)


def _weight(effect: EffectRecord) -> tuple[int, int, str]:
    rank = _WEIGHT[effect.kind]
    if effect.before and effect.before != effect.verdict:
        rank = min(rank, 1)
    return rank, -abs(effect.chars - effect.chars_before), effect.doc_id
