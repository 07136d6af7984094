"""Applies selecting to the manifest: for the heads a change can reach, or for all when that is safer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence, Set

from index.catalog import VERDICTS_FOR, Catalog
from index.contents import Contents
from index.manifest import Manifest
from index.records import VerdictRecord
from ingest.document import Head
from ingest.select.corpus import VERSION, reselect, select
from ingest.select.verdict import Duplicate, Keep, Verdict
from ingest.transport import head_of


def verdicts_hold(manifest: Manifest, contents: Contents) -> bool:
    """Whether the verdicts stored for a generation are those of all documents. Ask before anything is loaded."""
    return manifest.meta(VERDICTS_FOR) == _stamp(contents)


def decide(
    manifest: Manifest,
    contents: Contents,
    *,
    held: bool,
    changed: Set[str],
    vanished: Set[str],
    touched: Set[str],
    at: str,
) -> list[str]:
    """Brings the verdicts of a generation up to date. Returns the ids of the documents to keep.

    If the verdicts `held` before the documents `changed` and `vanished`, only heads with a `touched` digest are
    judged anew; after a crash, or with other rules, all are.
    """
    if held and not (changed or vanished):
        return _kept(contents)
    catalog = Catalog(manifest)
    if held:
        heads = [head_of(record) for record in catalog.get(sorted(changed)).values()]
        verdicts = reselect(heads, touched, lambda digests: _heads(catalog, digests))
        gone: Iterable[str] = (vanished | changed) - verdicts.keys()
    else:
        verdicts = select(head_of(record) for record in catalog.documents())
        gone = contents.verdicts().keys() - verdicts.keys()
    with manifest.transaction():
        contents.set_verdicts(
            [_record(doc_id, verdict, at) for doc_id, verdict in sorted(verdicts.items())], gone
        )
        manifest.set_meta(VERDICTS_FOR, _stamp(contents))
    return _kept(contents)


def _stamp(contents: Contents) -> str:
    return f"generation {contents.number}, rules {VERSION}"


def _heads(catalog: Catalog, digests: Sequence[str]) -> list[Head]:
    return [head_of(record) for record in catalog.of_digests(digests)]


def _kept(contents: Contents) -> list[str]:
    return [verdict.doc_id for verdict in contents.verdicts().values() if verdict.kind == Keep.kind]


def _record(doc_id: str, verdict: Verdict, at: str) -> VerdictRecord:
    detail = (
        {"of": verdict.of, "score": verdict.score, "rule": "exact"} if isinstance(verdict, Duplicate) else {}
    )
    return VerdictRecord(doc_id=doc_id, kind=verdict.kind, detail=json.dumps(detail, sort_keys=True), at=at)
