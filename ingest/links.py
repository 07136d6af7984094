"""Links that lead nowhere, or to what no bot will quote; documents that nothing leads to. From the manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from index.catalog import Catalog
from index.containers import Containers
from index.manifest import Manifest
from index.records import DocumentRecord, SourceRecord, VerdictRecord
from ingest.errors import Code
from ingest.export import decided
from ingest.link_targets import INDEXES, Targets, has_anchor, placed
from ingest.names import decode_name
from ingest.root import Root
from ingest.select.kinds import SEARCHABLE

BROKEN, ANCHOR, SUPERSEDED, DROPPED, UNREAD = "broken", "anchor", "superseded", "dropped", "unread"
WEB = "web"
KINDS = (BROKEN, ANCHOR, SUPERSEDED, DROPPED, UNREAD, WEB)
WITHOUT_ANCHORS = ("pdf", "docx", "carrier", "text", "archive", "mail")
"""Loaders whose documents' places have no names that we know."""
_ELSEWHERE = frozenset({"duplicate", "part"})
"""Verdicts whose text is found, in another document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document, as links need it."""

    id: str
    source_id: str
    owner: str
    verdict: str
    by: str
    body: str
    links: tuple[tuple[str, str, str], ...]
    anchors: frozenset[str]


@dataclass(slots=True)
class Found:
    """What was found: `wrong` are kind, document, target, why and owner; `web` is address -> documents that name it."""

    documents: int = 0
    links: int = 0
    wrong: list[dict[str, str]] = field(default_factory=list)
    orphans: list[dict[str, str]] = field(default_factory=list)
    web: dict[str, list[str]] = field(default_factory=dict)


def look(manifest: Manifest, directory: Path, roots: Mapping[str, Root]) -> Found:
    """Follows the links of all searchable documents within the knowledge base.

    Raises StateError before the first run.
    """
    catalog, contents = Catalog(manifest), decided(manifest, directory)
    pages = dict(_pages(catalog, contents.verdicts()))
    sources = {one.id: one for one in catalog.sources().values() if not one.missing}
    parts = {one.id: one.code for some in Containers(manifest).parts().values() for one in some}
    return _Look(catalog, pages, sources, roots, parts).all()


class _Look:
    def __init__(
        self,
        catalog: Catalog,
        pages: Mapping[str, Page],
        sources: Mapping[str, SourceRecord],
        roots: Mapping[str, Root],
        parts: Mapping[str, str],
    ) -> None:
        self._pages, self._sources, self._roots, self._parts = pages, sources, roots, parts
        self._targets = Targets([*sources, *pages, *parts])
        self._of_source: dict[str, list[Page]] = {}
        for page in pages.values():
            self._of_source.setdefault(page.source_id, []).append(page)
        self._text = lru_cache(64)(catalog.text)
        self._led_to: Counter[str] = Counter()
        self._linking: Counter[str] = Counter()

    def all(self) -> Found:
        found = Found()
        for page in self._pages.values():
            if page.verdict not in SEARCHABLE:
                continue
            found.documents += 1
            for kind, target, anchor in page.links:
                found.links += 1
                if kind == "web":
                    found.web.setdefault(target, []).append(page.id)
                elif wrong := self._follow(page, kind, target, anchor):
                    shown = target + (f"#{anchor}" if anchor else "")
                    found.wrong.append(
                        {
                            "kind": wrong[0],
                            "document": page.id,
                            "target": shown,
                            "why": wrong[1],
                            "owner": page.owner,
                        }
                    )
        order = {kind: number for number, kind in enumerate(KINDS)}
        found.wrong.sort(key=lambda one: (one["owner"], order[one["kind"]], one["document"], one["target"]))
        found.orphans = [{"document": page.id, "owner": page.owner} for page in self._orphans()]
        return found

    def _follow(self, page: Page, kind: str, target: str, anchor: str) -> tuple[str, str] | None:
        """What is wrong with one link, and why; None for one that is right, or that nobody can judge."""
        if kind == "here":
            return self._place(page, anchor)
        if kind in {"local", "outside"}:
            return BROKEN, "a path of one machine" if kind == "local" else "leads out of the root"
        if kind == "document":
            return self._lead(page, self._pages.get(target), anchor) or self._known(target)
        source_id = self._targets.find(target)
        if not source_id:
            return None if kind == "site" and not self._targets.is_below(target) else self._missing(target)
        if source_id in self._pages:
            return self._lead(page, self._pages[source_id], anchor)
        row = self._sources.get(source_id)
        if row is None:  # a folder, or in an archive
            code = self._parts.get(source_id, Code.UNSUPPORTED)
            return None if code == Code.UNSUPPORTED else (UNREAD, code)
        if row.state == "failed":
            return UNREAD, row.code
        there = self._of_source.get(source_id, [])
        if len(there) != 1:
            self._led_to.update(other.id for other in there)
            return None
        return self._lead(page, there[0], anchor)

    def _lead(self, page: Page, there: Page | None, anchor: str) -> tuple[str, str] | None:
        if there is None:
            return None
        if there.id != page.id:
            self._led_to[there.id] += 1
            self._linking[_set_of(page)] += 1
        if there.verdict == "outdated":
            return SUPERSEDED, f"superseded by {there.by}" if there.by else "superseded"
        if there.verdict and there.verdict not in SEARCHABLE and there.verdict not in _ELSEWHERE:
            return DROPPED, there.verdict
        return self._place(there, anchor)

    def _place(self, there: Page, anchor: str) -> tuple[str, str] | None:
        row = self._sources.get(there.source_id)
        if not anchor or row is None or row.loader in WITHOUT_ANCHORS:
            return None
        if has_anchor(anchor, there.anchors, self._text(there.body)):
            return None
        return ANCHOR, "no such place in the document"

    def _known(self, target: str) -> tuple[str, str] | None:
        return None if target in self._pages else (BROKEN, "no such page in the export")

    def _missing(self, target: str) -> tuple[str, str] | None:
        if other := self._targets.unlike(target):
            return BROKEN, f"differs in case from {other}"
        name, *parts = target.rstrip("/").split("/")
        root = self._roots.get(name)
        if root is not None and root.path.joinpath(*map(decode_name, parts)).exists():
            return None  # there, and left out on purpose: a picture, an excluded folder
        return BROKEN, "no such file"

    def _orphans(self) -> Iterator[Page]:
        """Searchable pages that no other page leads to, where pages lead to each other at all."""
        for page in sorted(self._pages.values(), key=lambda one: (one.owner, one.id)):
            row = self._sources.get(page.source_id)
            if page.verdict not in SEARCHABLE or self._led_to[page.id] or not self._linking[_set_of(page)]:
                continue
            name = page.source_id.rpartition("/")[2].rpartition(".")[0]
            if row is not None and row.loader not in WITHOUT_ANCHORS and name not in INDEXES:
                yield page


def _set_of(page: Page) -> str:
    """Pages that may be expected to lead to each other: those of one root, or of one container."""
    return page.source_id if page.id != f"{page.source_id}#" else page.source_id.partition("/")[0]


def _pages(catalog: Catalog, verdicts: Mapping[str, VerdictRecord]) -> Iterator[tuple[str, Page]]:
    for record in catalog.documents():
        verdict = verdicts.get(record.id)
        detail = json.loads(verdict.detail) if verdict else {}
        yield (
            record.id,
            Page(
                id=record.id,
                source_id=record.source_id,
                owner=str(json.loads(record.labels).get("owner") or ""),
                verdict=verdict.kind if verdict else "",
                by=str(detail.get("by", "")),
                body=record.body,
                links=_links(record),
                anchors=frozenset(json.loads(record.anchors or "[]")),
            ),
        )


def _links(record: DocumentRecord) -> tuple[tuple[str, str, str], ...]:
    """The links of a document from where it lies now, each once."""
    links = json.loads(record.links or "[]")
    return tuple(
        dict.fromkeys((*placed(kind, target, record.source_id), anchor) for kind, target, anchor in links)
    )


def add_web(found: Found, wrong: Mapping[str, str]) -> None:
    """Adds addresses in the web that do not answer, with what is wrong with each."""
    for address, why in sorted(wrong.items()):
        found.wrong += [
            {"kind": WEB, "document": document, "target": address, "why": why, "owner": ""}
            for document in found.web[address]
        ]


def as_text(found: Found) -> str:
    """For a person, by owner."""
    lines, owner = [], None
    for one in found.wrong:
        if one["owner"] != owner:
            owner = one["owner"]
            lines.append(owner or "nobody's")
        lines.append(f"  {one['kind']:<10} {one['document']} -> {one['target']}  ({one['why']})")
    if found.orphans:
        lines.append("nothing leads to")
        lines += [
            f"  {one['document']}" + (f"  ({one['owner']})" if one["owner"] else "") for one in found.orphans
        ]
    counts = Counter(one["kind"] for one in found.wrong)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]) or "nothing wrong"
    lines.append(f"{found.links} links in {found.documents} documents: {told}; {len(found.orphans)} orphans")
    return "\n".join(lines)
