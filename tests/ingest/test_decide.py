"""Judging what a change reaches equals judging all, after every step; and it reaches little."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.catalog import Catalog
from index.contents import Contents
from index.manifest import Manifest
from index.records import SourceRecord
from index.sketches import Sketches
from ingest import concordance, crossing, kinship, likeness, reach
from ingest import decide as module
from ingest.clean.edges import edge_blocks
from ingest.clean.fingerprint import essence
from ingest.clean.sketch import sketch_of
from ingest.decide import decide
from ingest.decided import Decided, verdicts_hold
from ingest.document import Block, Document, Labels, Source
from ingest.select import families, near
from ingest.select.corpus import Selection
from ingest.select.decisions import Decision
from ingest.select.rules import VERSIONS
from ingest.select.verdict import Question
from ingest.selecting import Selecting
from ingest.sketch import pack
from ingest.touched import Touched, judged_by
from ingest.transport import document_record, pack_body, pack_document
from tests.ingest.pages import words

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
        text = words(self.text // 3, 90)
        for at in range((0, 2, 12)[self.text % 3]):
            text[20 + 5 * at] = f"other{self.text % 3}{'abcdefghijkl'[at]}"
        body = " ".join(text)
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
            edges=edge_blocks(blocks, essence("\n".join(block.text for block in blocks)), b"k"),
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
        source = Source(id=document.source_id, root="docs", file="", size=1, mtime_ns=1, ctime_ns=1, inode=1)  # type: ignore[arg-type]
        packed = pack_document(document, "", f"o-{sheet.text}")
        self.catalog.put_source(
            SourceRecord(id=source.id, root="docs", size=1, mtime_ns=1, ctime_ns=1, inode=1)
        )
        self.catalog.replace_documents(source.id, [document_record(source, packed, pack_body(document), "c")])

    def told(self) -> tuple[object, ...]:
        verdicts = {key: (one.kind, one.detail) for key, one in self.contents.verdicts().items()}
        return verdicts, [(one.id, one.guess, one.evidence) for one in self.contents.questions()]


def fresh(state: State) -> State:
    """All sheets judged at once, each group that hangs together by itself."""
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


@pytest.fixture(autouse=True, scope="module")
def small_portions() -> Iterator[None]:
    """Each group of documents is judged apart, and three texts are a block of keys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinship, "TOGETHER", 1)
        patch.setattr(concordance, "BLOCK", 3)
        yield


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


@pytest.mark.parametrize("footer", [False, True])
def test_a_change_judges_what_it_can_reach_and_no_more(
    monkeypatch: pytest.MonkeyPatch, *, footer: bool
) -> None:
    state = State()
    state.step(
        *(
            Sheet(f"page-{number}.md", text=100 * number, title=f"Page of {number}", footer=footer)
            for number in range(40)
        )
    )
    judged: list[int] = []
    real = module.select
    monkeypatch.setattr(
        module, "select", lambda heads, *rest: judged.append(len(list(heads))) or real(heads, *rest)
    )
    state.step(Sheet("page-7.md", text=999_000, title="Page of 7", footer=footer))
    assert judged[0] <= 3
    judged.clear()
    fresh(state)
    assert sum(judged) == 40
    assert max(judged) <= 3, "nor are all in memory at once when all are judged"


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


def test_a_question_that_stays_tells_the_measures_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State()
    question = Question(
        kind="versions", ids=("docs/fan.md#", "docs/pump.md#"), evidence=("containment 0.61",)
    )
    monkeypatch.setattr(module, "select", lambda *_: Selection(verdicts={}, questions=[question]))
    state.step(Sheet("pump.md"), Sheet("fan.md", text=3))
    question = replace(question, guess="docs/fan.md#", evidence=("containment 0.64",))
    state.step(Sheet("pump.md", text=1))
    assert [(row.guess, row.evidence) for row in state.contents.questions()] == [
        ("docs/fan.md#", '["containment 0.64"]')
    ]


def test_a_key_that_a_crowd_shares_tells_nothing_in_a_step_either(monkeypatch: pytest.MonkeyPatch) -> None:
    for where in (reach, families):
        monkeypatch.setattr(where, "CROWD", 3)
    state = State()
    crowd = [Sheet(f"{number}/pump.md", text=3 * number, title=f"Page {number}") for number in range(4)]
    old, new = Sheet("a/pump v1.md", text=90, title="Other"), Sheet("b/pump v2.md", text=90, title="Another")
    state.step(*crowd, old)
    for sheets in ([new], [replace(new, text=91)], [replace(old, text=92)]):
        state.step(*sheets)
        assert state.told() == fresh(state).told()
    for sheet in crowd[1:]:
        state.step(drop=(sheet.name,))
        assert state.told() == fresh(state).told()
    assert len(state.contents.verdicts()) == 3


def test_all_at_once_are_judged_as_those_that_come_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies, versions, near copies and a decision, in one portion, each group apart, and one sheet after the other."""
    decision = Decision(id="d-1", action="different", documents=("docs/9/pump.md#", "docs/8/pump.md#"))
    sheets = [
        Sheet(f"{at}/pump.md", text=at // 2, title=f"Pump {at % 3}", footer=at % 2 > 0) for at in range(24)
    ]
    sheets += [Sheet(f"a/fan v{at}.md", text=30 + at % 3, title="Fan") for at in range(4)]
    one_by_one, apart, together = State(decision), State(decision), State(decision)
    for sheet in sheets:
        one_by_one.step(sheet)
    monkeypatch.setattr(likeness, "_AT_ONCE", 0)
    apart.step(*sheets)
    monkeypatch.setattr(kinship, "TOGETHER", 1_000)
    together.step(*sheets)
    assert one_by_one.told() == apart.told() == together.told()
    assert {"keep", "duplicate", "outdated"} <= {one.kind for one in apart.contents.verdicts().values()}


def test_what_most_of_a_corpus_became_is_judged_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State()
    sheets = [Sheet(f"{at}/pump.md", text=at, title=f"Pump {at % 3}") for at in range(12)]
    state.step(*sheets)
    monkeypatch.setattr(module, "reached", lambda *_, **__: pytest.fail("looked for whom it concerns"))
    held = verdicts_hold(state.manifest, state.contents, state.selecting)
    for sheet in sheets[:6]:
        state.sheets[sheet.name] = replace(sheet, text=sheet.text + 3)
        state._put(state.sheets[sheet.name])
    touched = Touched(changed={f"docs/{at}/pump.md#" for at in range(6)}, much=True)
    decide(state.manifest, state.contents, state.selecting, touched, held=held, at="now")
    monkeypatch.undo()
    assert held
    assert state.told() == fresh(state).told()


def test_pairs_are_judged_anew_by_another_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State()
    state.step(Sheet("pump.md"), Sheet("fan.md", text=1))
    assert list(Sketches(state.manifest).pairs()) != []
    monkeypatch.setitem(VERSIONS, "near", "next")
    monkeypatch.setattr(crossing, "judge_measured", lambda *_: near.DIFFERENT)
    assert sorted(state.step().kept) == ["docs/fan.md#", "docs/pump.md#"]
    assert list(Sketches(state.manifest).pairs()) == []
    monkeypatch.setattr(module, "select", lambda *_: pytest.fail("judged again"))
    state.step()


def test_handles_of_another_program_are_found_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State()
    state.step(Sheet("pump v1.md", text=0))
    state.manifest.db.execute("UPDATE document SET handles = ''")
    state.manifest.db.execute("DELETE FROM handle")
    monkeypatch.setitem(VERSIONS, "corpus", "next")
    state.step()
    state.step(Sheet("pump v2.md", text=1))
    assert state.told() == fresh(state).told()
    assert state.contents.verdicts()["docs/pump v1.md#"].kind == "outdated"
