"""The effects of several runs as those of one: a document is followed under all its names. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.records import EffectRecord


@dataclass(slots=True)
class _Track:
    """A document from where it was at first (`origin`, "" for a new one) to its `last` effect."""

    origin: str
    first: EffectRecord
    last: EffectRecord
    updated: bool = False
    relabelled: bool = False
    judged: EffectRecord | None = None
    before: str = ""

    @property
    def had(self) -> tuple[int, int]:
        """Chunks and code points at first."""
        return (self.first.chunks_before, self.first.chars_before) if self.origin else (0, 0)

    def follow(self, effect: EffectRecord) -> None:
        """One run later."""
        self.last = effect
        self.updated |= effect.kind in {"updated", "added"}
        self.relabelled |= effect.kind == "relabelled"
        if effect.before != effect.verdict:
            self.before = self.before if self.judged else effect.before
            self.judged = effect


def fold(runs: Iterable[Sequence[EffectRecord]]) -> list[EffectRecord]:
    """The effects of runs, in their order, as those of one run, by id; what came and went is not there.

    An id may be there twice: removed, and again as the new name of another document.
    """
    there: dict[str, _Track] = {}
    gone: dict[str, _Track] = {}
    for effects in runs:
        for effect in sorted(effects, key=lambda one: one.kind != "removed"):
            track = _taken(effect, there, gone)
            track.follow(effect)
            if effect.kind != "removed":
                there[effect.doc_id] = track
            elif track.origin:
                gone[track.origin] = track
    for doc_id, track in there.items():
        if not track.origin and doc_id in gone:
            _reborn(gone.pop(doc_id), track)
    folded = [*_removed(gone), *_alive(there)]
    return sorted(folded, key=lambda one: (one.doc_id, one.kind != "removed"))


def _taken(effect: EffectRecord, there: dict[str, _Track], gone: dict[str, _Track]) -> _Track:
    """The document that an effect is about, out of those that are there."""
    if known := there.pop(effect.was or effect.doc_id, None):
        return known
    if effect.kind == "added":
        return gone.pop(effect.doc_id, None) or _Track(origin="", first=effect, last=effect)
    return _Track(origin=effect.was or effect.doc_id, first=effect, last=effect)


def _reborn(gone: _Track, track: _Track) -> None:
    """What is new under a name whose document left is that document, changed."""
    track.origin, track.first, track.updated = gone.origin, gone.first, True
    track.before = gone.before if gone.judged else track.before


def _removed(gone: dict[str, _Track]) -> Iterator[EffectRecord]:
    for origin, track in gone.items():
        yield _told(track, origin, "removed")


def _alive(there: dict[str, _Track]) -> Iterator[EffectRecord]:
    for doc_id, track in there.items():
        if not track.origin:
            kind = "added"
        elif track.origin != doc_id:
            kind = "moved"
        else:
            kind = "updated" if track.updated else "relabelled" if track.relabelled else ""
        effect = _told(track, doc_id, kind)
        sizes = (effect.chunks, effect.chars) != (effect.chunks_before, effect.chars_before)
        if kind or sizes or effect.before != effect.verdict:
            yield effect


def _told(track: _Track, doc_id: str, kind: str) -> EffectRecord:
    chunks_before, chars_before = track.had
    judged = track.judged
    verdict = judged.verdict if judged else ""
    same = judged is None or verdict == track.before
    return EffectRecord(
        doc_id=doc_id,
        kind=kind,
        was=track.origin if kind == "moved" else "",
        before="" if same else track.before,
        verdict="" if same else verdict,
        other=judged.other if judged and not same else "",
        rule=judged.rule if judged and not same else "",
        chunks_before=chunks_before,
        chunks=track.last.chunks,
        chars_before=chars_before,
        chars=track.last.chars,
    )
