"""A later text that names the one it replaces; names that hint at a state; numbered names beside one without a number."""

from __future__ import annotations

import pytest

from ingest.document import Head
from ingest.select.name_states import hinted_state
from tests.ingest.select.test_outdated import head, judge

OLD = head("d/2023/tarify.md", "Тарифы на доставку", valid_from="2023-02-01")


def new(said: str, title: str = "Тарифы на доставку", name: str = "e/web.md", **labels: object) -> Head:
    return head(f"d/{name}", title, supersedes=said, **labels)


@pytest.mark.parametrize(
    ("old", "later"),
    [
        (OLD, new("тарифы от 01.02.2023")),
        (OLD, new("тарифы за февраль 2023")),
        (head("d/a.md", "Тарифы на доставку 2023"), new("тарифы 2023")),
        (head("d/a.md", "Тарифы на доставку", version="2"), new("версии 2")),
        (
            head("d/o/12.md", "Приказ № 12 О дежурстве"),
            new("приказ № 12 от 01.02.2023", "Приказ № 15 О дежурстве"),
        ),
        (head("d/a.md", "Price list of 1 February 2023"), new("one of 1 february 2023", "Price list")),
    ],
)
def test_what_is_named_is_replaced_wherever_it_lies(old: Head, later: Head) -> None:
    assert judge(old, later, held=0.4) == ({old.source_id[2:]: later.source_id[2:]}, [])


def test_what_may_be_named_is_asked_about() -> None:
    later, draft = new("тарифы от 01.02.2023"), new("тарифы от 01.02.2023", name="e/web_DRAFT.md")
    twin = head("d/x/tarify.md", "Тарифы на доставку", valid_from="2023-02-01")
    for heads in ([OLD, twin, later], [OLD, draft]):
        outdated, (question,) = judge(*heads)
        assert not outdated
        assert {one.id for one in heads} == set(question.ids)


@pytest.mark.parametrize(
    ("old", "later"),
    [
        (OLD, new("тарифы от 01.03.2022")),
        (head("d/a.md", "Тарифы на хранение", valid_from="2023-02-01"), new("тарифы от 01.02.2023")),
        (OLD, new("тарифы от 01.02.2023", channels=("partners",))),
    ],
)
def test_another_day_subject_or_audience_is_another_document(old: Head, later: Head) -> None:
    assert judge(old, later, held=0.1)[0] == {}


@pytest.mark.parametrize(
    ("name", "title", "state"),
    [
        ("x_DRAFT.md", "Rules", "draft"),
        ("VPN_draft2.md", "Access", "draft"),
        ("черновик_правила.md", "Правила", "draft"),
        ("Приказ о сменах (проект).docx", "Приказ о сменах", "draft"),
        ("Положение о закупках_проект.docx", "Положение о закупках", "draft"),
        ("old_prices.md", "Prices", "archived"),
        ("прайс_архив 2023.md", "Прайс", "archived"),
        ("Прайс (утратил силу).xlsx", "Прайс", "archived"),
        ("draft-beer.md", "Draft beer", ""),
        ("old_town.md", "A walk in the old town", ""),
        ("проект_дома.docx", "Дом", ""),
        ("дизайн-проект.docx", "Дизайн", ""),
        ("архив.md", "Где лежат бумаги", ""),
        ("drafts.md", "Where letters are kept", ""),
        ("prices.md", "Prices", ""),
    ],
)
def test_a_name_hints_at_a_state(name: str, title: str, state: str) -> None:
    assert hinted_state(head(f"d/{name}", title)) == state
    assert hinted_state(head(f"d/{name}", title, status="approved")) == ""


def test_numbered_editions_beside_a_page_are_asked_about_even_below_an_api() -> None:
    outdated, (question,) = judge(head("d/rest/a v1.md"), head("d/rest/a v2.md"), head("d/rest/a.md"))
    assert (outdated, question.guess) == ({}, "d/rest/a.md#")
    assert judge(head("d/rest/a v1.md"), head("d/rest/a v2.md")) == ({}, [])
    dated = head("d/a v2.md", version_date="2024-01-01"), head("d/a.md", version_date="2025-01-01")
    assert judge(*dated) == ({"a v2.md": "a.md"}, [])
