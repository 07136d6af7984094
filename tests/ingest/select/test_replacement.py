"""What replaces a document hands on: over decisions, over copies in other places, and never from a draft."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Head, Labels
from ingest.select.corpus import Selection, select
from ingest.select.decisions import Applied
from ingest.select.rules import Rules, VersionRules
from ingest.select.verdict import Duplicate, Outdated


def head(path: str, title: str = "", digest: str = "", **labels: str) -> Head:
    source = f"docs/{path}"
    return Head(
        id=source + "#",
        source_id=source,
        title=title,
        labels=Labels(language="ru", **labels),  # type: ignore[arg-type]
        digest=digest or path,
        chars=500,
    )


def chosen(heads: Sequence[Head], decided: Applied | None = None, alike: float = 0.8) -> Selection:
    rules = Rules(as_of="2026-11-26", decided=decided or Applied(), versions=VersionRules())
    results = [select(some, rules, {}, lambda _one, _other: alike) for some in (heads, heads[::-1])]
    assert results[0] == results[1], "the order of heads counts"
    return results[0]


def told(selection: Selection) -> dict[str, str]:
    """Kinds by path; of what is outdated, by what."""
    return {
        doc_id.removeprefix("docs/").rstrip("#"): (
            f"by {verdict.by.removeprefix('docs/').rstrip('#')}"
            if isinstance(verdict, Outdated)
            else verdict.kind
        )
        for doc_id, verdict in selection.verdicts.items()
    }


def superseding(*pairs: tuple[Head, Head]) -> Applied:
    return Applied(supersedes={(new.id, old.id): f"d-{at}" for at, (new, old) in enumerate(pairs)})


P2019, P2024 = (head(f"sales/prajs-{year}.md", f"Прайс-лист {year}") for year in (2019, 2024))
P2026 = head("portal/prajs-2026.md", "Прайс-лист 2026")


def test_what_a_replaced_document_had_replaced_stays_replaced() -> None:
    selection = chosen([P2019, P2024, P2026], superseding((P2026, P2024)))

    assert told(selection) == {
        "sales/prajs-2019.md": "by portal/prajs-2026.md",
        "sales/prajs-2024.md": "by portal/prajs-2026.md",
        "portal/prajs-2026.md": "keep",
    }
    assert not selection.questions
    (verdict,) = (one for doc_id, one in selection.verdicts.items() if doc_id == P2019.id)
    assert isinstance(verdict, Outdated)
    assert "through docs/sales/prajs-2024.md#" in verdict.evidence


def test_replacement_runs_through_decisions_and_evidence() -> None:
    other = head("x/list v1.md", "Перечень цен")
    newest = head("x/list v2.md", "Перечень цен")
    by_people = chosen([P2019, P2024, P2026, other], superseding((P2026, P2024), (other, P2026)))
    assert set(told(by_people).values()) == {"keep", "by x/list v1.md"}
    by_both = chosen([P2019, P2024, other, newest], superseding((other, P2024)))
    assert told(by_both) == {
        "sales/prajs-2019.md": "by x/list v2.md",
        "sales/prajs-2024.md": "by x/list v2.md",
        "x/list v1.md": "by x/list v2.md",
        "x/list v2.md": "keep",
    }


def test_what_is_the_same_by_decision_hands_on_too() -> None:
    same = Applied(same={(P2026.id, P2024.id): "d-1"})
    assert told(chosen([P2019, P2024, P2026], same)) == {
        "sales/prajs-2019.md": "by portal/prajs-2026.md",
        "sales/prajs-2024.md": "duplicate",
        "portal/prajs-2026.md": "keep",
    }


def test_a_circle_of_decisions_leaves_one_and_an_older_one_may_be_put_back() -> None:
    circle = superseding((P2026, P2024), (P2024, P2026))
    assert sorted(told(chosen([P2024, P2026], circle)).values()).count("keep") == 1
    one, two, three = (head(f"a v{number}.md", "Правила") for number in (1, 2, 3))
    assert told(chosen([one, two, three], superseding((one, three)))) == {
        "a v1.md": "by a v2.md",
        "a v2.md": "keep",
        "a v3.md": "by a v2.md",
    }


def test_copies_of_what_a_person_replaced_go_with_it() -> None:
    copy = head("x/old.md", "Прайс-лист 2024", digest=P2024.digest)
    selection = chosen([P2024, P2026, copy], superseding((P2026, P2024)))
    assert selection.verdicts[copy.id] == Duplicate(of=P2024.id)
    kept = superseding((P2026, P2024))
    kept.keep[copy.id] = "d-9"
    assert told(chosen([P2024, P2026, copy], kept))["x/old.md"] == "keep"


@pytest.mark.parametrize("copied", ["2024", "2026", "both"])
@pytest.mark.parametrize("place", ["x", "z/deep", ""])
def test_copies_elsewhere_revive_nothing(copied: str, place: str) -> None:
    old, new = (head(f"prices/prajs-{year}.md", f"Прайс-лист {year}") for year in (2024, 2026))
    heads = [old, new]
    for one, year in ((old, "2024"), (new, "2026")):
        if copied in (year, "both"):
            path = f"{place}/prajs-{year}.md".strip("/")
            heads.append(head(path, one.title, digest=one.digest))
    verdicts = chosen(heads).verdicts
    (kept,) = (doc_id for doc_id, one in verdicts.items() if one.kind == "keep")
    assert kept in {one.id for one in heads if one.digest == new.digest}
    assert [one.kind for one in verdicts.values()].count("outdated") == 1


def test_what_is_moved_elsewhere_is_at_least_asked_about() -> None:
    old, new = head("prices/prajs-2024.md", "Прайс-лист 2024"), head("x/prajs-2026.md", "Прайс-лист 2026")
    (question,) = chosen([old, new]).questions
    assert (question.ids, question.guess) == ((old.id, new.id), new.id)


def test_unlike_documents_of_one_name_are_in_no_question() -> None:
    lists = [
        head(f"{place}/prajs-{year}.md", f"Каталог {goods} {year}")
        for place, goods in (("K", "болтов"), ("L", "гаек"), ("N", "ламп"))
        for year in (2025, 2026)
    ]
    lists += [head("sales/prajs-2024.md", "Прайс-лист 2024"), head("portal/prajs-2026.md", "Прайс-лист 2026")]
    copy = head("x-2026.md", "Прайс-лист 2026", digest=lists[-1].digest)
    for more in ([], [copy], [head("prajs-2025.md", "Прайс-лист 2025")]):
        for question in chosen([*lists, *more], alike=0.45).questions:
            assert not {one.id for one in lists[:-2]} & {*question.ids}, question
    selection = chosen(lists, alike=0.45)
    assert [question.ids for question in selection.questions] == [tuple(sorted(one.id for one in lists[-2:]))]
    assert told(selection)["K/prajs-2025.md"] == "by K/prajs-2026.md"


def test_places_that_contradict_each_other_are_asked_about() -> None:
    one = head("a v1.md", "Правила")
    two = head("a v2.md", "Правила")
    again = head("a v3.md", "Правила", digest=one.digest)
    selection = chosen([one, two, again])
    assert (sorted(told(selection).values()), len(selection.questions)) == (["duplicate", "keep", "keep"], 1)


def test_a_draft_never_supersedes_and_what_may_be_one_is_asked_about() -> None:
    old, new = (head(f"K/prajs-{year}.md", f"Прайс-лист {year}") for year in (2025, 2026))
    for status, kind, asked in (
        ("draft", "draft", []),
        ("draft?", "keep", ["status", "versions"]),
        ("", "keep", []),
    ):
        selection = chosen([old, replace(new, labels=replace(new.labels, status=status))])
        assert told(selection)["K/prajs-2025.md"] == ("keep" if status else "by K/prajs-2026.md")
        assert told(selection)["K/prajs-2026.md"] == kind
        assert [one.kind for one in selection.questions] == asked
    kept = chosen([replace(new, labels=replace(new.labels, status="draft?"))], Applied(keep={new.id: "d-1"}))
    assert not kept.questions


@pytest.mark.parametrize(
    "name", ["prajs-2026 (draft).md", "prajs-2026-черновик.md", "prajs-2026 (проект).md"]
)
def test_a_draft_by_its_name_is_no_guess(name: str) -> None:
    old, new = head("O/prajs-2025.md", "Каталог линз 2025"), head(f"O/{name}", "Каталог линз 2026")
    selection = chosen([old, new])
    assert told(selection) == {"O/prajs-2025.md": "keep", f"O/{name}": "keep"}
    question, status = sorted(selection.questions, key=lambda one: -len(one.ids))
    assert (status.kind, status.ids) == ("status", (new.id,))
    assert question.guess in {"", old.id}


POOL = [
    head(f"{folder}/{name}", title, digest=digest)
    for folder in ("a", "b")
    for name, title in (("p 2024.md", "П 2024"), ("p 2025.md", "П 2025"), ("p 2026.md", "П 2026"))
    for digest in ("", "same")
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(POOL), unique_by=lambda one: one.id, max_size=5),
    st.lists(st.tuples(st.sampled_from(POOL), st.sampled_from(POOL)), max_size=3),
    st.sampled_from(["supersedes", "same"]),
    st.integers(0, 9),
)
def test_nothing_is_replaced_by_what_is_gone(
    heads: list[Head], pairs: list[tuple[Head, Head]], action: str, seed: int
) -> None:
    here = {one.id for one in heads}
    made = {(a.id, b.id): "d" for a, b in pairs if a.id != b.id and {a.id, b.id} <= here}
    decided = Applied(**{action: made})
    whole = chosen(heads, decided)
    assert chosen(random.Random(seed).sample(heads, len(heads)), decided) == whole
    for verdict in whole.verdicts.values():
        if isinstance(verdict, Outdated):
            assert whole.verdicts[verdict.by].kind == "keep"
    assert not heads or any(one.kind == "keep" for one in whole.verdicts.values())
