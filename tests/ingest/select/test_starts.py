"""Editions whose own day is still to come: they wait, and nothing that is current gives way to them."""

from __future__ import annotations

import pytest

from ingest.document import Head, Labels
from ingest.select.corpus import Selection, select
from ingest.select.lifecycle import next_turn, standing
from ingest.select.near import Likeness
from ingest.select.rules import LifecycleRules, Rules, VersionRules
from ingest.select.starts import named_start
from ingest.select.verdict import Pending

TODAY = "2026-11-26"


def head(name: str, title: str = "", **labels: str) -> Head:
    return Head(
        id=f"d/{name}#",
        source_id=f"d/{name}",
        title=title or name.rpartition(".")[0],
        labels=Labels(**labels),  # type: ignore[arg-type]
        digest=name,
        chars=100,
    )


def judged(*heads: Head, as_of: str = TODAY, held: float = 0.9, near: Likeness | None = None) -> Selection:
    pairs = {(heads[0].id, heads[1].id): near} if near else {}
    return select(heads, Rules(as_of=as_of, versions=VersionRules()), pairs, lambda _a, _b: held)


def kinds(selection: Selection) -> list[str]:
    return [verdict.kind for _, verdict in sorted(selection.verdicts.items())]


FROM_DAYS = [
    ("Тарифы с 01.01.2026.pdf", "Тарифы с 01.01.2027.pdf"),
    ("Tariffs from 2026-01-01.md", "Tariffs from 2027-01-01.md"),
    ("tariffs-from-2026-01-01.md", "tariffs-from-2027-01-01.md"),
    ("Price list effective 1 March 2026.docx", "Price list effective 1 March 2027.docx"),
    ("Правила парковки, действуют с 1 мая 2026.md", "Правила парковки, действуют с 1 мая 2027.md"),
    ("tarify_s_01.02.2026.xlsx", "tarify_s_01.02.2027.xlsx"),
]


@pytest.mark.parametrize(("now", "later"), FROM_DAYS)
def test_what_holds_from_a_day_to_come_waits_for_it(now: str, later: str) -> None:
    today = judged(head(now), head(later))
    then = judged(head(now), head(later), as_of="2027-06-01")

    assert kinds(today) == ["keep", "pending"]
    assert not today.questions
    assert kinds(then) == ["outdated", "keep"]


def test_the_day_in_a_title_makes_it_wait_as_well() -> None:
    older, newer = (head(f"t{n}.md", f"Тарифы на доставку с 01.01.{2025 + n}") for n in (1, 2))

    assert kinds(judged(older, newer)) == ["keep", "pending"]


@pytest.mark.parametrize(
    ("now", "later"),
    [
        (head("Прайс 2026.md"), head("Прайс 2027.md")),
        (head("Price list 2026-01-15.md"), head("Price list 2027-01-15.md")),
        (head("2026/Правила.md"), head("2027/Правила.md")),
        (head("правила.md", "Правила", version_date="2026-02-01"),
         head("правила (1).md", "Правила", version_date="2026-12-01")),
        (head("a.md", "Rules 2026"), head("b.md", "Rules 2027", supersedes="Rules 2026")),
        (head("Прайс v1 от 01.02.2026.md"), head("Прайс v2 от 01.12.2026.md")),
    ],
)  # fmt: skip
def test_a_bare_day_to_come_is_asked_at_most_and_is_no_guess(now: Head, later: Head) -> None:
    selection = judged(now, later)

    assert kinds(selection) == ["keep", "keep"]
    assert later.id not in {question.guess for question in selection.questions}


def test_what_is_current_still_replaces_what_is_older() -> None:
    selection = judged(*(head(f"Прайс {year}.md") for year in (2025, 2026, 2027)))

    assert kinds(selection) == ["outdated", "keep", "keep"]


def test_a_near_copy_of_a_day_to_come_replaces_nothing() -> None:
    alike = Likeness(kind="duplicate", score=0.99, length=0.99, rule="words")
    one, other = (
        head("a.md", "Rules", version_date="2026-02-01"),
        head("b.md", "Rates", version_date="2027-02-01"),
    )
    selection = judged(one, other, held=0.99, near=alike)

    assert kinds(selection) == ["keep", "keep"]
    assert [question.guess for question in selection.questions] == [""]


@pytest.mark.parametrize(
    "name",
    [
        "О повышении тарифов с 01.01.2027.md",
        "Notice of price changes from 2027-01-01.md",
        "Переезд склада с 10.01.2027.md",
        "Прайс действителен до 31.12.2027.md",
        "Тарифы с 01.01.2026 по 31.12.2027.md",
    ],
)
def test_news_of_what_is_to_come_are_told_today(name: str) -> None:
    assert standing(head(name), LifecycleRules(), TODAY) is None


def test_what_a_document_states_outranks_its_name() -> None:
    stated = head("Тарифы с 01.01.2027.md", effective="2026-05-01")

    assert standing(stated, LifecycleRules(), TODAY) is None
    assert named_start(stated) == ("2027-01-01", "title")


def test_the_day_of_a_name_is_a_turn() -> None:
    waits = head("Тарифы с 01.01.2027.md")

    assert standing(waits, LifecycleRules(), TODAY) == Pending(
        on="2027-01-01", rule="title", evidence=("title: 2027-01-01",)
    )
    assert next_turn([waits], TODAY) == "2027-01-01"
    assert next_turn([head("Прайс 2027.md")], TODAY) == "2027-01-01"
    assert next_turn([head("Прайс 2026.md")], TODAY) is None


@pytest.mark.parametrize("folder", ["arhiv", "Arkhiv", "_arhiv", "Archiv"])
def test_transliterated_folders_of_old_documents(folder: str) -> None:
    assert standing(head(f"{folder}/a.md"), LifecycleRules(), TODAY).kind == "archived"  # type: ignore[union-attr]


def test_a_title_that_says_deprecated_is_asked_about() -> None:
    shouted, stated = (
        head("a.md", "Door memo [DEPRECATED]", status="deprecated"),
        head("b.md", status="deprecated"),
    )
    selection = judged(shouted, stated)

    assert kinds(selection) == ["keep", "keep"]
    assert [question.ids for question in selection.questions] == [(shouted.id,)]
