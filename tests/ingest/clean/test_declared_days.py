"""Days from and until which documents hold, and heads that say that they do not, in the words of other papers."""

from __future__ import annotations

import pytest

from ingest.clean.evidence import statements_of
from ingest.clean.label_rules import LabelRules
from ingest.clean.labels import labels_of
from ingest.document import Block, RawDocument


def read(*lines: str, title: str = "Памятка") -> dict[str, str]:
    """Labels of a page: its title, lines of text ("## " begins a heading), and a tail that says nothing."""
    blocks = [Block(kind="heading", text=title, level=1)]
    for line in (*lines, "Ворота открывает дежурный.", "## Порядок", "Ключ хранится у мастера."):
        head = line.startswith("## ")
        blocks.append(
            Block(kind="heading", text=line[3:], level=2) if head else Block(kind="text", text=line)
        )
    raw = RawDocument(source_id="d/a.md", title=title, blocks=blocks)
    labels = labels_of(raw, "d/a.md", "", "ru", LabelRules())
    names = ("status", "effective", "valid_from", "valid_until", "supersedes", "version_date")
    return {name: value for name in names if (value := getattr(labels, name))}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Настоящий приказ вступает в силу с 10.01.2027", {"effective": "2027-01-10"}),
        ("Приказ вступает в силу с 10 января 2027 г.", {"effective": "2027-01-10"}),
        ("3. Настоящее распоряжение вводится в действие с 01.02.2027.", {"effective": "2027-02-01"}),
        ("This order takes effect on 10 January 2027.", {"effective": "2027-01-10"}),
        ("These rules come into force on 2027-01-10.", {"effective": "2027-01-10"}),
        ("The present order enters into force on 1 February 2027.", {"effective": "2027-02-01"}),
        ("с 15 декабря 2026 года", {"version_date": "2026-12-15"}),
        ("From 15 December 2026", {"version_date": "2026-12-15"}),
        ("From 15 December 2026 the gate is shut.", {}),
        ("Приказ № 7 о смене вступает в силу с 10.01.2027", {}),
        ("Пропуск гостя действует до 31.08.2026 и сдаётся на посту.", {}),
    ],
)  # fmt: skip
def test_days(line: str, expected: dict[str, str]) -> None:
    assert read(line) == expected


@pytest.mark.parametrize(
    ("title", "line", "begins", "ends"),
    [
        ("Акция", "Акция действует с 01.05.2026 по 31.08.2026.", "2026-05-01", "2026-08-31"),
        ("Летние скидки", "Срок проведения акции: с 01.05.2026 по 31.08.2026", "2026-05-01", "2026-08-31"),
        ("Скидка на насосы", "Скидка действует до 31.08.2026 г.", "", "2026-08-31"),
        ("Акция «Лето»", "Акция «Лето» проводится с 1 мая по 31 августа 2026 года", "", "2026-08-31"),
        ("Summer offer", "This offer is valid until 31 August 2026.", "", "2026-08-31"),
        ("Pump promotion", "Promotion runs from 1 May 2026 to 31 August 2026", "2026-05-01", "2026-08-31"),
        ("Summer sale", "Sale: 2026-05-01 - 2026-08-31", "2026-05-01", "2026-08-31"),
        (
            "Back to school discount",
            "The discount applies from 1 August 2026 through 15 September 2026.",
            "2026-08-01",
            "2026-09-15",
        ),
        ("Магазин", "Акция действует до 31.08.2026", "", ""),
    ],
)
def test_the_days_of_a_campaign_are_those_of_the_page_that_is_about_it(
    title: str, line: str, begins: str, ends: str
) -> None:
    found = read(line, title=title)

    assert (found.get("valid_from", ""), found.get("valid_until", "")) == (begins, ends)


def test_of_several_campaigns_none_is_that_of_the_page() -> None:
    assert read("Акция действует до 31.08.2026", "Скидка действует до 30.11.2027", title="Акции") == {}
    assert read("## Лето", "Акция действует до 31.08.2026", "## Зима", title="Акции") == {}


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Superseded by Safety rule 9.", "archived"),
        ("Superseded by Visitor rules 2026.", "archived"),
        ("Superseded by the Parking policy of 1 March 2026", "archived"),
        ("Superseded by a better idea, see the log", "archived?"),
        ("Заменён Правилами пропуска 2026.", "archived?"),
        ("Заменена инструкцией № 9", "archived?"),
        ("На согласовании до 15.12.2026", "draft"),
        ("Документ на согласовании до 15 декабря 2026 г.", "draft"),
        ("На утверждении до 01.02.2027", "draft"),
        ("For approval until 15 December 2026", "draft"),
        ("Under review until 2026-12-15", "draft"),
        ("Вынесено на согласование до 20.12.2026.", "draft"),
        ("Obsolete: see Yard rules 2026.", "archived?"),
        ("This procedure is deprecated. Do not follow it.", "archived?"),
        ("На согласовании у директора", "draft?"),
        ("Warning: This page is outdated and kept for reference only.", "archived"),
        ("This document is archived and may be wrong.", "archived"),
        ("Эта страница устарела и хранится для справки.", "archived"),
        ("Внимание! Страница устарела и оставлена для истории.", "archived"),
        ("На согласовании до трёх заявок в день.", ""),
    ],
)
def test_heads(line: str, status: str) -> None:
    assert read(line).get("status", "") == status


@pytest.mark.parametrize(
    "line", ["Superseded by Visitor rules 2026.", "Replaced by order No. 5", "Заменяется приказом № 5"]
)
def test_what_was_replaced_replaces_nothing(line: str) -> None:
    assert "supersedes" not in read(line)


def test_a_title_that_says_deprecated_does_so() -> None:
    assert read(title="Door memo [DEPRECATED]")["status"] == "deprecated"
    assert "status" not in read(title="Deprecated functions")


def test_a_warning_below_a_heading_speaks_of_its_page_only() -> None:
    told = statements_of("", [Block(kind="text", text="Order 3 was superseded by Safety rule 9.")])

    assert [one for one in told if one.label == "status"] == []
