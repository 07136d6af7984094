"""Applies selecting to the manifest: for the documents a change can reach, or for all when that is safer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from functools import cached_property

from index.bonds import Bonds
from index.catalog import VERDICTS_FOR, Catalog
from index.contents import Contents
from index.manifest import Manifest
from index.sketches import Sketches
from ingest import in_step
from ingest.boilerplate import find_boilerplate, left_out_blocks
from ingest.decided import TURN, Decided, likeness_holds, stamp_of
from ingest.document import Head
from ingest.kinship import portions
from ingest.likeness import begin_anew, keep_all_in_step, keep_in_step
from ingest.reach import all_crowded, crowded_of, find_handles, pairs_of, reached, similarity_of
from ingest.rulings import Rulings
from ingest.select.corpus import select
from ingest.select.kinds import SEARCHABLE
from ingest.select.lifecycle import next_turn
from ingest.select.rules import Rules
from ingest.selecting import Selecting
from ingest.sketch import unpack
from ingest.touched import Change, Touched
from ingest.transport import head_of


def decide(
    manifest: Manifest, contents: Contents, selecting: Selecting, touched: Touched, *, held: bool, at: str
) -> Decided:
    """Brings the verdicts of a generation up to date.

    If the verdicts `held` before the change, only documents that it can concern are judged anew; after a crash, with
    other rules or decisions, on a day that turns something, or when most has changed, all are.
    """
    catalog = Catalog(manifest)
    changes: list[Change] = []
    if not held or touched:
        with manifest.transaction():
            judge = _Judge(catalog, contents, selecting, at)
            changes = judge.reached(touched) if held and not touched.much else judge.all()
            find_boilerplate(catalog)
            in_step.forget(manifest)
            manifest.set_meta(VERDICTS_FOR, stamp_of(contents, selecting))
    return as_decided(catalog, contents, changes)


class _Judge:
    """One pass over documents. `at`: now."""

    def __init__(self, catalog: Catalog, contents: Contents, selecting: Selecting, at: str) -> None:
        self._catalog, self._contents, self._selecting = catalog, contents, selecting
        self._store, self._bonds = Sketches(catalog.manifest), Bonds(catalog.manifest)
        self._rulings = Rulings(contents, at)
        self._as_of = selecting.today()
        self._turns = selecting.turns(self._as_of)
        self._named, self._prints = map(sorted, selecting.named())

    @cached_property
    def _rules(self) -> Rules:
        catalog = self._catalog
        origins = {record.id: record.origin for record in catalog.get(self._named).values()}
        return self._selecting.rules(
            self._as_of, origins, lambda origin: [record.id for record in catalog.of_origins([origin])]
        )

    def all(self) -> list[Change]:
        """Judges all documents, those that can concern each other together."""
        if not likeness_holds(self._catalog.manifest):
            begin_anew(self._catalog.manifest)
        find_handles(self._catalog)
        keep_all_in_step(self._store, self._bonds.sketches(), self._bonds.sketched_strays())
        crowded = all_crowded(self._catalog)
        for ids in portions(self._bonds, self._store, crowded, self._named, self._prints):
            heads = {doc_id: head_of(record) for doc_id, record in self._catalog.get(ids).items()}
            self._judge(heads, crowded)
        self._set_turn()
        return self._rulings.finish(self._bonds.judged_strays(self._contents.number), self._rules.decided)

    def reached(self, touched: Touched) -> list[Change]:
        """Judges what a change can concern; likeness is brought in step on the way."""
        catalog = self._catalog
        ids = sorted(touched.changed | touched.vanished)
        records = catalog.get(ids)
        now = {doc_id: unpack(records[doc_id].sketch) if doc_id in records else None for doc_id in ids}
        alike = keep_in_step(self._store, now)
        followed = {record.id for record in catalog.of_origins(self._prints)}
        seeds = {*ids, *alike, *self._named, *followed}
        heads = reached(catalog, self._store, seeds, touched.digests, touched.handles, slack=len(ids))
        self._judge(heads, crowded_of(catalog, heads.values()))
        self._set_turn((catalog.manifest.meta(TURN) or " ").partition(" ")[2])
        gone = sorted((touched.vanished | touched.changed) - heads.keys())
        return self._rulings.finish(gone, self._rules.decided, {*heads, *gone})

    def _judge(self, heads: Mapping[str, Head], crowded: Set[str]) -> None:
        store = self._store
        pairs, similarity = pairs_of(store, heads.values()), similarity_of(store, heads)
        self._rulings.write(select(heads.values(), self._rules, pairs, similarity, crowded))
        self._turns += filter(None, [next_turn(heads.values(), self._as_of)])

    def _set_turn(self, until: str = "") -> None:
        """Remembers from when and until when verdicts hold; a day too early only costs a pass over all."""
        turns = [*self._turns, *filter(None, [until])]
        self._catalog.manifest.set_meta(TURN, f"{self._as_of} {min(turns, default='')}")


def as_decided(catalog: Catalog, contents: Contents, changes: Sequence[Change] = ()) -> Decided:
    """What the verdicts that are stored mean for the index."""
    bonds = Bonds(catalog.manifest)
    kept = [doc_id for doc_id, _ in bonds.judged(contents.number, sorted(SEARCHABLE))]
    places: dict[str, list[str]] = {}
    for doc_id, detail in bonds.judged(contents.number, ["duplicate"]):
        places.setdefault(json.loads(detail)["of"], []).append(doc_id)
    return Decided(
        kept=kept,
        also_at={doc_id: tuple(sorted(places[doc_id])) for doc_id in kept if doc_id in places},
        left_out=left_out_blocks(catalog, kept),
        changes=changes,
    )
