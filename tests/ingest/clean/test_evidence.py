"""What documents say of their version, days and status, and what is no evidence."""

from __future__ import annotations

import time

import pytest

from ingest.clean.evidence import SURE, statements_of
from ingest.clean.label_rules import LabelRules
from ingest.clean.labels import labelled
from ingest.clean.property_states import history_days
from ingest.document import Block, BlockKind, RawDocument


def told(text: str, kind: BlockKind = "text", title: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for one in statements_of(title, [Block(kind=kind, text=text)]):
        if one.weight > SURE:
            found.setdefault(one.label, one.value)
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Редакция 3", {"version": "3"}),
        ("Версия: 2.4", {"version": "2.4"}),
        ("**Version 2.4**", {"version": "2.4"}),
        ("ver. 1.2", {"version": "1.2"}),
        ("Версия 2.4 от 01.02.2025", {"version": "2.4", "version_date": "2025-02-01"}),
        ("Редакция № 3 от «1» февраля 2025 г.", {"version": "3", "version_date": "2025-02-01"}),
        ("Revision 5 | 2025-02-01", {"version": "5", "version_date": "2025-02-01"}),
        ("УТВЕРЖДЕНО приказом директора от 01.02.2025 № 15", {"version_date": "2025-02-01"}),
        ("утв. приказом от 1 февраля 2025", {"version_date": "2025-02-01"}),
        ("Регламент (ред. 3 от 01.02.2025)", {"version": "3", "version_date": "2025-02-01"}),
        ("Положение (в ред. приказа от 01.02.2025 № 3)", {"version_date": "2025-02-01"}),
        ("Дата утверждения: 15.01.2025 г.", {"version_date": "2025-01-15"}),
        ("По состоянию на 01.02.2025", {"version_date": "2025-02-01"}),
        ("Last updated: February 1, 2025", {"updated_at": "2025-02-01"}),
        ("Обновлено 01.02.2025", {"updated_at": "2025-02-01"}),
        ("Вступает в силу с 1 марта 2025 г.", {"effective": "2025-03-01"}),
        ("Настоящее Положение вступает в силу с 01.03.2025", {"effective": "2025-03-01"}),
        ("Введено в действие с 01.02.2025", {"effective": "2025-02-01"}),
        ("Дата введения 2025-02-01", {"effective": "2025-02-01"}),
        ("This policy is effective January 1, 2025.", {"effective": "2025-01-01"}),
        ("Effective date: March 1, 2025", {"effective": "2025-03-01"}),
        ("Действует с 01.01.2025 по 31.12.2025", {"valid_from": "2025-01-01", "valid_until": "2025-12-31"}),
        ("Тарифы действуют с 1 января 2025 года", {"valid_from": "2025-01-01"}),
        ("Прайс-лист действителен до 31.12.2025", {"valid_until": "2025-12-31"}),
        ("Valid until 31.12.2025", {"valid_until": "2025-12-31"}),
        ("Статус: Черновик", {"status": "draft"}),
        ("Status: Approved", {"status": "current"}),
    ],
)
def test_statements(line: str, expected: dict[str, str]) -> None:
    assert told(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Договор № 45 от 01.02.2025",
        "Счёт № 7 от 03.03.2025",
        "Версия 7.4 языка PHP вышла давно",
        "Version 2.4 adds a parameter",
        "Акция действует до 31.12.2025",
        "Действует до отмены",
        "Иванов И. И. вступил в должность 01.02.2025",
        "Status: John Smith",
        "Архив документов хранится в подвале",
        "Draft beer is served cold",
        "",
    ],
)
def test_what_is_no_statement(line: str) -> None:
    assert told(line) == {}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ЧЕРНОВИК", "draft"),
        ("Черновик", "draft"),
        ("**DRAFT**", "draft"),
        ("DRAFT - do not distribute", "draft"),
        ("Для служебного пользования", "restricted"),
        ("КОНФИДЕНЦИАЛЬНО. Экз. № 2", "restricted"),
        ("Confidential", "restricted"),
        ("FOR INTERNAL USE ONLY", "internal"),
        ("НЕ ДЕЙСТВУЕТ", "archived"),
        ("Документ утратил силу", "archived"),
        ("УСТАРЕЛО", "archived"),
        ("ARCHIVED", "archived"),
        ("Deprecated", "deprecated"),
    ],
)
def test_markers(text: str, status: str) -> None:
    assert told(text) == {"status": status}


def test_a_marker_deep_in_a_document_is_in_capitals_or_a_word_like_others() -> None:
    before = [Block(kind="text", text="слова")] * 10

    def statuses(block: Block) -> list[str]:
        return [one.value for one in statements_of("", [*before, block])]

    assert statuses(Block(kind="text", text="ЧЕРНОВИК")) == ["draft"]
    assert statuses(Block(kind="text", text="Черновик")) == []
    assert statuses(Block(kind="heading", text="Draft", level=2)) == []
    assert statuses(Block(kind="code", text="DRAFT")) == []
    assert statuses(Block(kind="text", text="DRAFT", hidden=True)) == []
    assert statuses(Block(kind="text", text="x" * 4000 + "\n")) == []
    assert [one.value for one in statements_of("Архив", [Block(kind="heading", text="Архив", level=1)])] == []


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Регламент [DRAFT]", "draft"),
        ("УСТАРЕЛО: Регламент", "archived"),
        ("Архив", ""),
        ("Черновик договора", ""),
    ],
)
def test_titles(title: str, status: str) -> None:
    assert told("", title=title).get("status", "") == status


def test_tables_of_two_columns_state_and_a_history_gives_its_newest_row() -> None:
    passport = "| Версия | 3 |\n|---|---|\n| Дата введения | 01.02.2025 |\n| Статус | Черновик |"
    history = "| Версия | Дата | Автор |\n|---|---|---|\n| 1.0 | 01.02.2024 | А |\n| 1.10 | 01.02.2025 | Б |\n| 1.9 | 01.01.2025 | В |"

    assert told(passport, "table") == {"version": "3", "effective": "2025-02-01", "status": "draft"}
    assert told(history, "table") == {"version": "1.10", "version_date": "2025-02-01"}


def find(
    properties: dict[str, str], text: str = "", rules: LabelRules | None = None
) -> tuple[str, dict[str, str]]:
    """The status, and where each label's evidence was."""
    raw = RawDocument(source_id="kb/a", properties=properties, blocks=(Block(kind="text", text=text),))
    found = labelled(raw, "kb/a", "", "ru", rules or LabelRules())
    return found.labels.status, {one.label: one.where for one in reversed(found.evidence)}


def test_properties_outrank_statements_and_rules_outrank_both() -> None:
    raw = RawDocument(
        source_id="kb/a", properties={"version": "2"}, blocks=(Block(kind="text", text="Версия 3"),)
    )
    rules = LabelRules(paths=(("**", {"version": "4"}),))

    assert labelled(raw, "kb/a", "", "ru", LabelRules()).labels.version == "2"
    assert labelled(raw, "kb/a", "", "ru", rules).labels.version == "4"


@pytest.mark.parametrize(
    ("properties", "text", "status"),
    [
        ({"status": "published"}, "КОНФИДЕНЦИАЛЬНО", "restricted"),
        ({"status": "Draft"}, "Status: Approved", "draft"),
        ({"status": "archived"}, "ЧЕРНОВИК", "archived"),
        ({"draft": "true"}, "", "draft"),
        ({"draft": "false"}, "", ""),
        ({"published": "False"}, "", "draft"),
        ({"labels": "sales, archived"}, "", "archived"),
        ({"labels": "sales, approved"}, "", ""),
        ({"contentStatus": "Final"}, "", "final"),
        ({"status": "На проверке"}, "", "на проверке"),
    ],
)
def test_of_statuses_the_one_counts_that_lets_in_least(
    properties: dict[str, str], text: str, status: str
) -> None:
    assert find(properties, text)[0] == status


def test_a_rule_for_a_status_outranks_a_marker() -> None:
    assert find({}, "ЧЕРНОВИК", LabelRules(paths=(("**", {"status": "current"}),)))[0] == "current"


def test_evidence_says_where_and_holds_no_free_text() -> None:
    raw = RawDocument(
        source_id="kb/a",
        title="Правила [DRAFT]",
        properties={
            "owner": "Иван Петров",
            "status": "у Ивана Петрова",
            "version": "для Ивана",
            "date": "01.02.2025",
        },
        blocks=(Block(kind="text", text="Вступает в силу с 01.03.2025"),),
    )
    found = labelled(raw, "kb/a", "", "ru", LabelRules()).evidence

    assert not any("Ив" in one.value or "ив" in one.value for one in found)
    assert {(one.label, one.value, one.where) for one in found} >= {
        ("owner", "", "property:owner"),
        ("status", "", "property:status"),
        ("version", "", "property:version"),
        ("version_date", "2025-02-01", "property:date"),
        ("status", "draft", "title"),
        ("effective", "2025-03-01", "statement"),
    }


def test_a_count_of_edits_is_no_version() -> None:
    raw = RawDocument(source_id="kb/a", properties={"page_id": "77", "version": "14"})

    assert labelled(raw, "kb/a", "", "ru", LabelRules()).labels.version == ""


def test_statements_cost_linear_time() -> None:
    started = time.process_time()
    for text in ("1" * 100_000, " " * 100_000, "(ред. " * 20_000, "утв. от " * 20_000, "a\n" * 50_000):
        statements_of(text, [Block(kind="text", text=text), Block(kind="table", text=text)])
    assert time.process_time() - started < 2


def test_the_history_of_a_wiki_page_gives_the_day_of_its_newest_edit() -> None:
    given = {"history": "3 2024-02-12\n1 2023-01-01\nx\n9 no day", "modified": "2024-05-06"}

    found = [(one.label, one.value, one.where) for one in history_days(given)]
    assert found == [("updated_at", "2024-05-06", "history"), ("version_date", "2024-05-06", "history")]
    assert list(history_days({"modified": "2024-05-06"})) == []
