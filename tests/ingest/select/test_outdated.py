"""Families and what is outdated in them."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Head, Labels
from ingest.select.families import families, keys_of
from ingest.select.rules import VersionRules
from ingest.select.verdict import Outdated, Question
from ingest.select.versions import judge_family
from ingest.select_settings import PARALLEL

RULES = VersionRules(parallel=PARALLEL)

TODAY = "2025-03-01"
Given = tuple[str, str]


def head(source_id: str, title: str = "Правила", **labels: object) -> Head:
    return Head(
        id=source_id + "#",
        source_id=source_id,
        title=title,
        labels=Labels(**{"language": "ru", **labels}),  # type: ignore[arg-type]
        digest=source_id,
        chars=100,
    )


def judge(
    *heads: Head, held: float | None = 0.9, rules: VersionRules | None = None, as_of: str = TODAY
) -> tuple[Mapping[str, str], list[Question]]:
    """Who is outdated by whom, without roots and `#`; and the questions."""
    verdicts: dict[str, Outdated] = {}
    questions = []
    for family in families(heads):
        found, asked = judge_family(family, lambda _a, _b: held, rules or RULES, as_of)
        verdicts.update(found)
        questions += asked
    return {short(id_): short(one.by) for id_, one in verdicts.items()}, questions


def short(id_: str) -> str:
    return id_.partition("/")[2].removesuffix("#")


def test_the_newest_in_force_replaces_the_others() -> None:
    outdated, questions = judge(
        head("d/Правила v1.docx"), head("d/Правила v2.docx"), head("d/Правила v10.docx")
    )

    assert outdated == {"Правила v1.docx": "Правила v10.docx", "Правила v2.docx": "Правила v10.docx"}
    assert questions == []


def test_a_verdict_tells_its_evidence() -> None:
    a, b = head("d/Правила v1.docx"), head("d/Правила v2.docx")
    verdicts, _ = judge_family([a, b], lambda *_: 0.83, RULES, TODAY)

    assert verdicts[a.id].evidence == ("same title", "same name", "containment 0.83", "name version: 1 < 2")
    assert verdicts[a.id].score == 0.9


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (head("d/a.docx", version="1.9"), head("e/a.docx", version="1.10")),
        (head("d/a.docx", effective="2024-01-01"), head("e/a.docx", effective="2025-01-01")),
        (head("d/a.docx", version_date="2024-01-01"), head("e/a.docx", version_date="2025-01-01")),
        (head("d/Тарифы 2024.docx"), head("d/Тарифы 2025.docx")),
        (head("d/a.docx", "Правила (ред. 2)"), head("e/a.docx", "Правила (ред. 3)")),
        (head("d/a_old.docx"), head("d/a.docx")),
        (head("d/a.docx"), head("d/a_final.docx")),
        (head("d/2023/a.docx"), head("d/2024/a.docx")),
        (head("d/x.docx", "Один"), head("d/y.docx", "Другой", supersedes="x.docx")),
        (head("d/x.docx", "Правила отпусков"), head("d/y.docx", "Другой", supersedes="Правила отпусков")),
    ],
)
def test_evidence_of_order(old: Head, new: Head) -> None:
    outdated, questions = judge(old, new)

    assert outdated == {short(old.id): short(new.id)}
    assert questions == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (head("d/Отчёт 2023.docx", "Отчёт"), head("d/Отчёт 2024.docx", "Отчёт")),
        (head("d/a_2023.docx", "Отчёт за 2023"), head("d/a_2024.docx", "Отчёт за 2024")),
        (head("d/Счёт 1.docx", "Счёт"), head("d/Счёт 2.docx", "Счёт")),
        (head("d/API v1.md", "API"), head("d/API v2.md", "API")),
        (head("d/rest-x.md", version="1"), head("e/rest-x.md", version="2")),
        (head("d/v1/x.md"), head("d/v2/x.md")),
        (head("d/a v1.md", language="ru"), head("d/a v2.md", language="en")),
        (head("d/a v1 ru.md"), head("d/a v2 en.md")),
        (head("d/a v1.md", space="x"), head("d/a v2.md", space="y")),
        (head("d/a v1.md", channels=("x",)), head("d/a v2.md", channels=("y",))),
        (head("d/a v1.md", status="draft"), head("d/a v2.md")),
        (head("d/a v1.md"), head("d/a v2.md", effective="2025-03-02")),
        (head("d/a v1.md"), head("d/b v2.md", "Другое")),
    ],
)
def test_what_stands_side_by_side(a: Head, b: Head) -> None:
    assert judge(a, b) == ({}, [])


@pytest.mark.parametrize(
    ("a", "b", "guess"),
    [
        (head("d/a v2 final.md"), head("d/a v3 beta.md"), ""),
        (
            head("d/a v1.md", version_date="2025-01-01"),
            head("d/a v2.md", version_date="2024-01-01"),
            "a v2.md",
        ),
        (head("d/a.md"), head("d/a_2024-01-01.md"), "a_2024-01-01.md"),
        (head("d/moscow/a v1.md"), head("d/kazan/a v2.md"), "kazan/a v2.md"),
        (
            head("d/Тарифы Москва 2024.md", "Тарифы"),
            head("d/Тарифы Казань 2025.md", "Тарифы"),
            "Тарифы Казань 2025.md",
        ),
        (head("d/x/a.md"), head("e/x/a.md"), ""),
        (head("d/rest/x.md", version="1"), head("e/rest/x.md", version="2"), "rest/x.md"),
        (head("d/a.md"), head("d/a v2.md"), "a v2.md"),
        (head("d/a v1.md"), head("d/a.md"), "a.md"),
        (head("d/rest/a v1.md"), head("d/rest/a.md"), "rest/a.md"),
    ],
)
def test_doubt_never_drops(a: Head, b: Head, guess: str) -> None:
    outdated, questions = judge(a, b)

    assert outdated == {}
    assert [question.ids for question in questions] == [tuple(sorted((a.id, b.id)))]
    if guess:
        assert short(questions[0].guess) == guess


@pytest.mark.parametrize(
    ("held", "title", "dropped"),
    [(0.7, "Другое", False), (0.5, "Правила", True), (None, "Правила", True), (0.1, "Правила", False)],
)
def test_names_alone_or_texts_alone_never_drop(held: float | None, title: str, *, dropped: bool) -> None:
    outdated, _ = judge(head("d/a v1.md"), head("d/a v2.md", title), held=held)

    assert bool(outdated) is dropped


def test_equal_texts_without_order_never_drop() -> None:
    assert judge(head("d/a.md"), head("d/b.md"), held=1.0) == ({}, [])


def test_a_parallel_version_marked_old_is_outdated() -> None:
    assert judge(head("d/API v1 (устаревшая).md", "API"), head("d/API v2.md", "API"))[0]


def test_patterns_of_what_is_parallel() -> None:
    pair = head("d/lines/a v1.md"), head("d/lines/a v2.md")

    assert judge(*pair)[0]
    assert judge(*pair, rules=VersionRules(parallel=("lines/**",))) == ({}, [])


def test_a_replacement_to_come_replaces_from_its_day_on() -> None:
    old, new = head("d/Тарифы 2024.md"), head("d/Тарифы 2025.md", effective="2025-06-01")

    assert judge(old, new, as_of="2025-05-31")[0] == {}
    assert judge(old, new, as_of="2025-06-01")[0] == {"Тарифы 2024.md": "Тарифы 2025.md"}


def test_evidence_that_runs_in_a_circle_drops_nobody() -> None:
    circle = [
        head("d/a v1.md", version_date=""),
        head("d/a v2.md", effective="2024-01-01"),
        head("d/a.md", effective="2023-01-01", supersedes="a v2.md"),
    ]
    outdated, _ = judge(*circle, held=0.9)

    assert len(outdated) < len(circle)
    assert not {*outdated.values()} & {*outdated}


def test_documents_of_one_container_have_no_name_of_their_own() -> None:
    page = Head(id="d/wiki.zip#1", source_id="d/wiki.zip", title="Один", labels=Labels(), digest="", chars=9)

    assert [key.partition("\0")[0] for key in keys_of(page)] == ["title"]


NAMES = st.sampled_from(
    [
        "a.md",
        "a v1.md",
        "a v2.md",
        "a v2 final.md",
        "a_old.md",
        "a 2023.md",
        "a 2024.md",
        "2024/a.md",
        "x/a (1).md",
        "b v2.md",
    ]
)
HEADS = st.lists(
    st.builds(
        lambda name, title, version, effective: head(
            f"d/{name}", title, version=version, effective=effective
        ),
        NAMES,
        st.sampled_from(["Правила", "Правила v2", "Другое", ""]),
        st.sampled_from(["", "1", "2", "3"]),
        st.sampled_from(["", "2024-01-01", "2025-01-01", "2026-01-01"]),
    ),
    max_size=7,
    unique_by=lambda one: one.id,
)


@settings(max_examples=200, deadline=None)
@given(HEADS, st.integers(0, 9), st.sampled_from([None, 0.1, 0.3, 0.6, 0.9]))
def test_order_of_members_does_not_matter_and_one_stays(
    heads: list[Head], seed: int, held: float | None
) -> None:
    shuffled = random.Random(seed).sample(heads, len(heads))
    whole = judge_family(heads, lambda *_: held, RULES, TODAY)

    assert judge_family(shuffled, lambda *_: held, RULES, TODAY) == whole
    verdicts, questions = whole
    assert not {one.by for one in verdicts.values()} & verdicts.keys()
    assert not {id_ for question in questions for id_ in question.ids} & verdicts.keys()
    assert all(list(question.ids) == sorted(set(question.ids)) for question in questions)
