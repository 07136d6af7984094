"""Judging what a change reaches equals judging all, after every step; and it reaches little."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.catalog import Catalog
from index.contents import Contents
from index.manifest import Manifest
from index.records import SourceRecord
from ingest import decide as module
from ingest.clean.edges import edge_blocks
from ingest.clean.sketch import sketch_of
from ingest.decide import Decided, decide, verdicts_hold
from ingest.document import Block, Document, Labels, Source
from ingest.prepare import Preparer
from ingest.select.decisions import Decision
from ingest.selecting import Selecting
from ingest.sketch import pack
from ingest.touched import Touched, judged_by
from ingest.transport import document_record, pack_body

WORDS = [
    "the",
    "pump",
    "feeds",
    "water",
    "to",
    "the",
    "boiler",
    "and",
    "the",
    "valve",
    "opens",
    "when",
    "pressure",
    "falls",
    "below",
    "two",
    "bar",
    "so",
    "check",
    "the",
    "gauge",
    "every",
    "morning",
    "before",
    "the",
    "shift",
    "begins",
    "then",
    "write",
    "the",
    "value",
    "into",
    "the",
    "log",
    "and",
    "call",
    "the",
    "engineer",
    "if",
    "it",
    "differs",
    "from",
    "the",
    "norm",
]
SHARED = "All rights reserved. Reprint of any part only with permission of the company."


@dataclass(frozen=True)
class Sheet:
    """A document of the tests: where it is, its text as numbers of variants, its labels."""

    name: str
    text: int = 0
    title: str = "Pump"
    status: str = ""
    until: str = ""
    footer: bool = False

    def document(self) -> Document:
        body = " ".join(
            WORDS[(place * 7 + self.text // 3) % len(WORDS)] + str(place % 9) for place in range(90)
        )
        body += f" variant {self.text % 3}"
        blocks = [Block(kind="text", text=body)] + [Block(kind="text", text=SHARED)] * self.footer
        labels = Labels(language="en", status=self.status, valid_until=self.until)
        return Document(
            id=f"docs/{self.name}#",
            source_id=f"docs/{self.name}",
            title=self.title,
            labels=labels,
            blocks=tuple(blocks),
            digest=str(self.text),
            sketch=pack(sketch_of(self.title, [body], ("default", "en"))),
            edges=edge_blocks(blocks, b"k"),
        )


class State:
    """A manifest that is given sheets, and judged."""

    def __init__(self, *decisions: Decision) -> None:
        self.manifest = Manifest.memory()
        self.catalog, self.contents = Catalog(self.manifest), Contents(self.manifest, 1)
        self.sheets: dict[str, Sheet] = {}
        self.day = "2025-06-01"
        self.selecting = Selecting(today=lambda: self.day, decisions=decisions)

    def step(self, *put: Sheet, drop: tuple[str, ...] = ()) -> Decided:
        held = verdicts_hold(self.manifest, self.contents, self.selecting)
        changed, vanished, digests, handles = set[str](), set[str](), set[str](), set[str]()
        for name in drop:
            if name not in self.sheets:
                continue
            del self.sheets[name]
            for record in self.catalog.of_sources([f"docs/{name}"]):
                digests.add(record.digest)
                handles.update(json.loads(record.handles))
                vanished.add(record.id)
            self.catalog.forget_sources([f"docs/{name}"])
        for sheet in put:
            before = self.catalog.of_sources([f"docs/{sheet.name}"])
            self.sheets[sheet.name] = sheet
            self._put(sheet)
            after = self.catalog.of_sources([f"docs/{sheet.name}"])
            if [judged_by(one) for one in before] == [judged_by(one) for one in after]:
                continue
            for record in (*before, *after):
                digests.add(record.digest)
                handles.update(json.loads(record.handles))
                changed.add(record.id)
        touched = Touched(changed=changed, vanished=vanished, digests=digests, handles=handles)
        return decide(self.manifest, self.contents, self.selecting, touched, held=held, at="now")

    def _put(self, sheet: Sheet) -> None:
        document = sheet.document()
        source = Source(
            id=document.source_id, root="docs", path=None, size=1, mtime_ns=1, ctime_ns=1, inode=1
        )  # type: ignore[arg-type]
        packed = Preparer._pack(None, document, "", f"o-{sheet.text}")  # type: ignore[arg-type]
        self.catalog.put_source(
            SourceRecord(id=source.id, root="docs", size=1, mtime_ns=1, ctime_ns=1, inode=1)
        )
        self.catalog.replace_documents(source.id, [document_record(source, packed, pack_body(document), "c")])

    def told(self) -> tuple[object, ...]:
        verdicts = {key: (one.kind, one.detail) for key, one in self.contents.verdicts().items()}
        return verdicts, [(one.id, one.guess, one.evidence) for one in self.contents.questions()]


def fresh(state: State) -> State:
    other = State(*state.selecting.decisions)
    other.day = state.day
    other.step(*state.sheets.values())
    return other


NAMES = [
    "pump.md",
    "deep/pump.md",
    "pump v1.md",
    "pump v2.md",
    "pump final.md",
    "archive/pump.md",
    "fan.md",
    "deep/fan 2024-05-01.md",
]
SHEETS = st.builds(
    Sheet,
    st.sampled_from(NAMES),
    st.integers(0, 8),
    st.sampled_from(["Pump", "Fan", ""]),
    st.sampled_from(["", "draft", "approved"]),
    st.sampled_from(["", "2025-06-01"]),
    st.booleans(),
)
DECISIONS = st.lists(
    st.builds(
        lambda action, names, print_, number: Decision(
            id=f"d-{number}",
            action=action,
            documents=tuple(f"docs/{name}#" for name in names),
            fingerprints=(print_,) * len(names),
        ),
        st.sampled_from(["keep", "drop", "same", "different", "supersedes"]),
        st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True),
        st.sampled_from(["", "o-1", "o-4"]),
        st.integers(0, 99),
    ),
    max_size=2,
)
STEPS = st.lists(
    st.one_of(
        st.lists(SHEETS, min_size=1, max_size=3),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=2).map(tuple),
        st.sampled_from(["2025-06-01", "2025-06-02"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, DECISIONS)
def test_after_every_step_the_verdicts_are_those_of_a_pass_over_all(
    steps: list[list[Sheet] | tuple[str, ...] | str], decisions: list[Decision]
) -> None:
    state = State(*decisions)
    for step in steps:
        if isinstance(step, str):
            state.day = step
            decided = state.step()
        elif isinstance(step, tuple):
            decided = state.step(drop=step)
        else:
            decided = state.step(*step)
        other = fresh(state)
        assert state.told() == other.told()
        again = other.step()
        assert (sorted(decided.kept), decided.also_at, decided.left_out) == (
            sorted(again.kept),
            again.also_at,
            again.left_out,
        )


def test_a_change_judges_what_it_can_reach_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State()
    state.step(
        *(Sheet(f"page-{number}.md", text=100 * number, title=f"Page of {number}") for number in range(40))
    )
    judged: list[int] = []
    real = module.select
    monkeypatch.setattr(
        module, "select", lambda heads, *rest: judged.append(len(list(heads))) or real(heads, *rest)
    )
    state.step(Sheet("page-7.md", text=999_000, title="Page of 7"))
    assert judged[0] <= 3


def test_a_block_on_many_pages_is_left_out_and_comes_back() -> None:
    state = State()
    sheets = [
        Sheet(f"page-{number}.md", text=100 * number, title=f"Page of {number}", footer=True)
        for number in range(20)
    ]
    assert set(state.step(*sheets[:19]).left_out.values()) == set()
    assert set(state.step(sheets[19]).left_out.values()) == {(1,)}
    assert state.step(drop=("page-3.md",)).left_out == {}


def test_nothing_new_judges_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State()
    state.step(Sheet("pump.md", until="2025-06-01"), Sheet("fan.md", text=3))
    monkeypatch.setattr(module, "select", lambda *_: pytest.fail("judged"))
    assert state.step().kept == ["docs/fan.md#", "docs/pump.md#"]


def test_midnight_turns_what_expires() -> None:
    state = State()
    state.step(Sheet("pump.md", until="2025-06-01"), Sheet("fan.md", text=3))
    state.day = "2025-06-02"
    decided = state.step()
    assert decided.kept == ["docs/fan.md#"]
    assert [(one.before, one.kind) for one in decided.changes] == [("keep", "expired")]
