"""One pass over heads: decisions, lifecycle, copies, versions, likeness; and what is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.document import Head, Labels
from ingest.select.corpus import Selection, select
from ingest.select.decisions import Applied
from ingest.select.near import Likeness
from ingest.select.rules import Rules, VersionRules
from ingest.select.verdict import (
    Archived,
    Draft,
    Duplicate,
    Empty,
    Excluded,
    Expired,
    Forbidden,
    Held,
    Keep,
    Outdated,
    Part,
    Pending,
)
from ingest.select_settings import PARALLEL

DAY = "2025-06-01"


def head(
    name: str,
    digest: str = "",
    *,
    title: str = "",
    chars: int = 500,
    holds: tuple[str, ...] = (),
    **labels: str,
) -> Head:
    path = f"docs/{name}"
    return Head(
        id=path + "#",
        source_id=path,
        title=title or name,
        labels=Labels(language="en", **labels),  # type: ignore[arg-type]
        digest=digest or path,
        chars=chars,
        holds=holds,
    )


def chosen(
    *heads: Head,
    decided: Applied | None = None,
    pairs: dict[tuple[str, str], Likeness] | None = None,
    alike: float | None = None,
    authoritative: tuple[str, ...] = (),
    as_of: str = DAY,
) -> Selection:
    rules = Rules(
        as_of=as_of,
        decided=decided or Applied(),
        versions=VersionRules(parallel=PARALLEL),
        authoritative=authoritative,
    )
    results = [select(some, rules, pairs or {}, lambda _one, _other: alike) for some in (heads, heads[::-1])]
    assert results[0] == results[1], "the order of heads counts"
    return results[0]


def kinds(selection: Selection) -> dict[str, str]:
    return {
        doc_id.removeprefix("docs/").rstrip("#"): verdict.kind
        for doc_id, verdict in selection.verdicts.items()
    }


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (head("a.md"), Keep()),
        (head("a.md", chars=0), Empty()),
        (
            replace(head("a.md", chars=0), emptied=("pay",)),
            Empty(rule="policy.pay", evidence=("emptied by the policy: pay",)),
        ),
        (head("a.md", status="draft"), Draft(evidence=("status: draft",))),
        (head("archive/a.md"), Archived(rule="folder", evidence=("folder: archived",))),
        (
            head("a.md", valid_until="2025-05-31"),
            Expired(on="2025-05-31", evidence=("valid_until: 2025-05-31",)),
        ),
        (head("a.md", effective="2025-06-02"), Pending(on="2025-06-02", evidence=("effective: 2025-06-02",))),
        (head("a.md", holds=("policy.salaries", "injection.role")), Forbidden(rule="salaries")),
        (head("a.md", holds=("injection.role",)), Held(rule="injection.role")),
    ],
)
def test_a_document_by_itself(one: Head, verdict: object) -> None:
    assert chosen(one).verdicts == {one.id: verdict}


def test_copies_are_kept_once_and_spaces_apart() -> None:
    public, staff = head("a.md", "d"), head("b.md", "d", space="staff")
    deep = head("deep/down/a.md", "d")
    assert chosen(public, staff, deep).verdicts == {
        public.id: Keep(),
        staff.id: Keep(),
        deep.id: Duplicate(of=public.id),
    }


def test_an_authoritative_path_wins_and_a_decision_wins_over_it() -> None:
    short, official = head("a.md", "d"), head("official/papers/a.md", "d")
    assert kinds(chosen(short, official, authoritative=("official/**",))) == {
        "a.md": "duplicate",
        "official/papers/a.md": "keep",
    }
    forced = Applied(keep={short.id: "d-1"})
    assert kinds(chosen(short, official, authoritative=("official/**",), decided=forced))["a.md"] == "keep"


def test_versions_supersede_and_copies_of_the_old_go_with_it() -> None:
    old, new = head("price v1.docx", title="Price list"), head("price v2.docx", title="Price list")
    copy = replace(head("deep/copy of x.docx", title="Price list"), digest=old.digest)
    selection = chosen(old, new, copy, alike=0.9)
    assert kinds(selection) == {
        "price v1.docx": "outdated",
        "price v2.docx": "keep",
        "deep/copy of x.docx": "duplicate",
    }
    assert isinstance(verdict := selection.verdicts[old.id], Outdated)
    assert verdict.by == new.id


def test_equal_names_with_little_text_in_common_are_asked_about() -> None:
    renewed = head("price v1.docx", title="Price list"), head("price v2.docx", title="Price list")
    assert set(kinds(chosen(*renewed, alike=0.25)).values()) == {"keep", "outdated"}
    selection = chosen(head("pump v1.docx", title="Pump"), head("pump v2.docx", title="Pump"), alike=0.25)
    assert (set(kinds(selection).values()), [one.kind for one in selection.questions]) == (
        {"keep"},
        ["versions"],
    )


def test_two_documents_are_asked_about_once() -> None:
    old, new = head("pump v1.docx", title="Pump"), head("pump v2.docx", title="Pump")
    third = head("pump v3.docx", title="Pump")
    pairs = {(old.id, new.id): Likeness(kind="question", rule="phrase", score=0.7)}

    (question,) = chosen(old, new, pairs=pairs, alike=0.25).questions
    assert (question.kind, question.ids) == ("versions", (old.id, new.id))
    assert {"phrase", "containment 0.70"} < set(question.evidence)
    (question,) = chosen(old, new, third, pairs=pairs, alike=0.25).questions
    assert (question.kind, question.ids) == ("versions", (old.id, new.id, third.id))
    apart = Applied(different={(old.id, new.id): "d-1"})
    assert not chosen(old, new, pairs=pairs, alike=0.25, decided=apart).questions


def test_what_people_said_outranks_versions() -> None:
    old, new = head("price v1.docx", title="Price list"), head("price v2.docx", title="Price list")
    pair = (min(old.id, new.id), max(old.id, new.id))
    assert set(kinds(chosen(old, new, alike=0.9, decided=Applied(different={pair: "d-1"}))).values()) == {
        "keep"
    }
    assert set(kinds(chosen(old, new, alike=0.9, decided=Applied(keep={old.id: "d-1"}))).values()) == {"keep"}
    turned = chosen(old, new, alike=0.9, decided=Applied(supersedes={(old.id, new.id): "d-1"}))
    assert turned.verdicts == {old.id: Keep(), new.id: Outdated(by=old.id, rule="decision d-1")}


@pytest.mark.parametrize(
    ("kind", "verdict"), [("duplicate", "duplicate"), ("part", "part"), ("question", "keep")]
)
def test_alike_documents(kind: str, verdict: str) -> None:
    small, large = head("small.md", chars=300), head("large.md")
    pairs = {(small.id, large.id): Likeness(kind=kind, rule="title", score=0.9)}  # type: ignore[arg-type]
    selection = chosen(small, large, pairs=pairs)
    assert kinds(selection) == {"small.md": verdict, "large.md": "keep"}
    assert [question.kind for question in selection.questions] == (
        ["duplicates"] if kind == "question" else []
    )
    apart = {(min(small.id, large.id), max(small.id, large.id)): "d-1"}
    answered = chosen(small, large, pairs=pairs, decided=Applied(different=apart))
    assert (set(kinds(answered).values()), list(answered.questions)) == ({"keep"}, [])
    same = chosen(small, large, pairs=pairs, decided=Applied(same={(small.id, large.id): "d-2"}))
    assert same.verdicts == {small.id: Keep(), large.id: Duplicate(of=small.id, rule="decision d-2")}
    assert not same.questions


@pytest.mark.parametrize(
    ("one", "other", "kinds_of"),
    [
        ("api/task-item-field-get.md", "api/task-item-field-set.md", {"keep"}),
        ("api/task-item-field-1.md", "api/task-item-field-2.md", {"keep", "duplicate"}),
        ("api/task-item-field-get.md", "old copy/task-item-field-set.md", {"keep", "duplicate"}),
        ("api/pump-get.md", "api/pump-set.md", {"keep", "duplicate"}),
    ],
)
def test_siblings_by_name_are_asked_about(one: str, other: str, kinds_of: set[str]) -> None:
    small, large = head(one, chars=300), head(other)
    pairs = {(small.id, large.id): Likeness(kind="duplicate", rule="subject", score=0.81)}
    selection = chosen(small, large, pairs=pairs)
    assert set(kinds(selection).values()) == kinds_of
    assert bool(selection.questions) == (kinds_of == {"keep"})


def test_a_part_stays_linked() -> None:
    small, large = head("small.md", chars=300), head("large.md")
    pairs = {(small.id, large.id): Likeness(kind="part", rule="title", score=0.9)}
    assert chosen(small, large, pairs=pairs).verdicts[small.id] == Part(of=large.id, score=0.9, rule="title")


def test_held_documents_are_asked_about_until_someone_answers() -> None:
    held = head("a.md", holds=("injection.role",))
    assert [question.kind for question in chosen(held).questions] == ["held"]
    released = chosen(held, decided=Applied(release={held.id: "d-1"}))
    assert (kinds(released), list(released.questions)) == ({"a.md": "keep"}, [])
    dropped = chosen(held, decided=Applied(drop={held.id: "d-1"}))
    assert (dropped.verdicts, list(dropped.questions)) == ({held.id: Excluded(by="d-1")}, [])


def test_a_decision_on_other_content_is_asked_again() -> None:
    one = head("a.md")
    (question,) = chosen(one, decided=Applied(lapsed=[("d-1", one.id), ("d-2", "docs/gone.md#")])).questions
    assert (question.kind, question.ids) == ("lapsed", (one.id,))
    other = head("b.md")
    changed = Applied(lapsed=[("d-1", one.id)], beside={"d-1": ("different", (other.id,))})
    (question,) = chosen(one, other, decided=changed).questions
    assert (question.kind, question.ids) == ("lapsed", (one.id, other.id))
    assert question.evidence == (f"decision d-1 (different) was about another content of {one.id}",)


def test_many_like_documents_are_one_question() -> None:
    lists = [head(f"list-{number}.md") for number in range(6)]
    like = Likeness(kind="question", rule="numbers", score=0.9, length=0.9)
    pairs = {(one.id, other.id): like for at, one in enumerate(lists) for other in lists[at + 1 :]}
    (question,) = chosen(*lists, pairs=pairs).questions
    assert question.ids == tuple(one.id for one in lists)
    assert question.evidence == ("numbers", "15 pairs of 6 documents")
    apart = dict.fromkeys(pairs, "d-1")
    assert not chosen(*lists, pairs=pairs, decided=Applied(different=apart)).questions
    del apart[lists[0].id, lists[1].id]
    (question,) = chosen(*lists, pairs=pairs, decided=Applied(different=apart)).questions
    assert question.ids == (lists[0].id, lists[1].id)


def test_what_is_kept_is_no_question_of_being_replaced() -> None:
    old, new = head("a/price.md", title="Price list 2024"), head("b/list.md", title="Price list 2025")
    assert [one.guess for one in chosen(old, new, alike=0.9).questions] == [new.id]
    assert not chosen(old, new, alike=0.9, decided=Applied(keep={old.id: "d-1"})).questions
    assert chosen(old, new, alike=0.9, decided=Applied(keep={new.id: "d-1"})).questions
