"""Statuses, folders and days: what a document says against itself."""

from __future__ import annotations

import pytest

from ingest.document import Head, Labels
from ingest.select.lifecycle import in_force, next_turn, overdue, standing, status_of
from ingest.select.rules import LifecycleRules
from ingest.select.verdict import Archived, Deleted, Draft, Expired, Pending, Restricted

TODAY = "2025-03-01"


def head(source_id: str = "docs/a.md", **labels: str) -> Head:
    return Head(
        id=source_id + "#",
        source_id=source_id,
        title="",
        labels=Labels(**labels),
        digest="d",
        chars=9,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Draft", "draft"),
        ("IN PROGRESS", "draft"),
        ("[Черновик]", "draft"),
        ("На согласовании", "draft"),
        ("Утверждён", "current"),
        ("published", "current"),
        ("в архиве", "archived"),
        ("Утратил силу", "archived"),
        ("trashed", "deleted"),
        ("Удалено", "deleted"),
        ("Для служебного пользования", "restricted"),
        ("Strictly confidential", "restricted"),
        ("internal-use-only", "internal"),
        ("deprecated", "deprecated"),
        ("blue", ""),
        ("", ""),
    ],
)
def test_spellings_of_statuses(text: str, status: str) -> None:
    assert status_of(text) == status


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (head(status="draft"), Draft),
        (head(status="архив"), Archived),
        (head(status="trashed"), Deleted),
        (head(status="дсп"), Restricted),
        (head("docs/Архив/a.md"), Archived),
        (head("docs/x/_drafts/a.md"), Draft),
        (head("docs/trash/archive/a.md"), Deleted),
        (head(valid_until="2025-02-28"), Expired),
        (head(valid_from="2025-03-02"), Pending),
        (head(effective="2025-03-02"), Pending),
    ],
)
def test_what_does_not_stand(given: Head, kind: type) -> None:
    verdict = standing(given, LifecycleRules(), TODAY)

    assert isinstance(verdict, kind)
    assert verdict.evidence


@pytest.mark.parametrize(
    "given",
    [
        head(),
        head(status="internal"),
        head(status="deprecated"),
        head(status="published", source_id="docs/archive/a.md"),
        head("docs/category-old/a.md"),
        head("docs/outdated/a.md"),
        head("archive/a.md"),
        head(valid_from=TODAY, effective=TODAY, valid_until=TODAY),
    ],
)
def test_what_stands(given: Head) -> None:
    assert standing(given, LifecycleRules(), TODAY) is None


def test_settings_let_in() -> None:
    rules = LifecycleRules(let_in=frozenset({"draft", "pending", "expired"}))

    assert standing(head(status="draft", effective="2026-01-01"), rules, TODAY) is None
    assert standing(head(valid_until="2020-01-01"), rules, TODAY) is None
    assert isinstance(standing(head(status="internal"), rules, TODAY), Restricted)
    assert isinstance(standing(head(status="deprecated"), rules, TODAY), Archived)


def test_folders_speak_only_when_named_by_the_rules() -> None:
    assert standing(head("docs/archive/a.md"), LifecycleRules(folders=()), TODAY) is None


def test_midnight() -> None:
    """A document holds through its last day, and from its first on; `next_turn` names each day that changes that."""
    given = head(valid_from="2025-03-10", valid_until="2025-03-20")
    days = ["2025-03-09", "2025-03-10", "2025-03-20", "2025-03-21"]

    assert [in_force(given, day) for day in days] == [False, True, True, False]
    assert [type(standing(given, LifecycleRules(), day)) for day in days] == [
        Pending,
        type(None),
        type(None),
        Expired,
    ]
    assert [next_turn([given], day) for day in days] == ["2025-03-10", "2025-03-21", "2025-03-21", None]


def test_the_next_turn_is_the_first_of_all() -> None:
    assert next_turn([head(effective="2025-05-01"), head(valid_until="2025-03-31")], TODAY) == "2025-04-01"
    assert next_turn([head()], TODAY) is None


def test_overdue_by_owner() -> None:
    heads = [
        head("docs/c.md", review_by="2025-01-01"),
        head("docs/b.md", review_by="2025-02-01", owner="Sales"),
        head("docs/a.md", review_by="2025-01-15", owner="Sales"),
        head("docs/d.md", review_by=TODAY, owner="HR"),
        head("docs/e.md", owner="HR"),
    ]

    assert overdue(heads, TODAY) == [
        ("Sales", "docs/a.md#", "2025-01-15"),
        ("Sales", "docs/b.md#", "2025-02-01"),
        ("", "docs/c.md#", "2025-01-01"),
    ]
