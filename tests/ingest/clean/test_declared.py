"""What the head of a document declares of itself, and what only sounds like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.clean.label_rules import LabelRules
from ingest.clean.labels import labels_of
from ingest.document import Source
from ingest.load.choose import choose, load_all
from ingest.select.lifecycle import status_of


def status(text: str, tmp_path: Path) -> str:
    """The status of a Markdown page: a known one, that with a "?" where a person is asked, or ""."""
    data = text.encode()
    path = tmp_path / "page.md"
    source = Source(
        id="kb/page.md", root="kb", file=str(path), size=len(data), mtime_ns=0, ctime_ns=0, inode=0
    )
    (raw,) = choose(path, data, load_all()).load(source, data)
    found = labels_of(raw, "kb/page.md", "", "ru", LabelRules()).status
    return found if found.endswith("?") else status_of(found)


def page(line: str) -> str:
    return f"# Прайс-лист 2026\n\n{line}\n\nЦены даны в рублях, доставка бесплатно.\n\n## Болты\n\nБолт М8 стоит 12.\n"


DRAFTS = (
    "П Р О Е К Т",
    "[Черновик, не использовать]",
    "DRAFT v0.3 - not for distribution",
    "Draft for internal review",
    "Редакция для обсуждения от 01.02.2026",
    "This is a draft. Do not use.",
    "ПРОЕКТ",
    "**ПРОЕКТ**",
    "Статус: проект",
    "Статус: Проект (не утверждён)",
    "Статус документа: на утверждении",
    "Статус: на согласовании у юристов",
    "Status: for approval",
    "Status: Pending approval",
    "Document status: draft v3",
    "Approval status: not yet approved",
    "Status: DRAFT - for comments",
    "| Статус | Проект |\n|---|---|\n| Автор | отдел |",
    "- Статус: проект\n- Автор: отдел",
    "Проект от 12.11.2026",
    "Проект от 12 ноября 2026 г.",
    "ПРОЕКТ, редакция 2 от 01.11.2026",
    "Проект документа, версия 3",
    "Draft of 12 November 2026",
    "Draft v0.3",
    "DRAFT, version 2 (2026-11-01)",
    "> **Draft**",
    "Статус — рабочая версия",
    "This policy is a draft and has not been approved yet.",
    "Настоящий прайс-лист ещё не утверждён.",
)
GONE = (
    "(утратил силу с 01.06.2024)",
    "[Отменён приказом № 15 от 02.03.2025]",
    "Утратил силу с 1 марта 2025 года.",
    "Документ утратил силу с 01.03.2025.",
    "Отменён приказом № 15 от 01.02.2025.",
    "Отменена распоряжением директора от 3 мая 2024 г.",
    "Статус документа: недействующий",
    "Статус: утратил силу с 01.01.2025",
    "Статус: отменён",
    "Настоящий прайс-лист больше не действует.",
    "Настоящее положение отменено с 1 января 2025 г. Действует новое положение.",
    "Данный регламент утратил силу на основании приказа № 7.",
    "Признан утратившим силу приказом № 8.",
    "Не действует с 01.01.2026.",
    "Withdrawn on 1 March 2025.",
    "This price list is no longer in force.",
    "This policy was superseded by version 3 in May.",
    "Superseded by POL-12.",
    "Status: withdrawn",
    "Document status: no longer in effect",
    "Revoked by order 15 of 1 March 2025.",
    "No longer valid since 2025-03-01.",
    "This order was repealed on 1 March 2024 and is no longer in force.",
    "These terms were revoked on 2 May 2025.",
    "This memo has been replaced by the memo of 2026.",
    "Настоящий приказ заменён приказом № 9.",
    "Внимание! Документ больше не применяется.",
    "Прайс-лист 2026 утратил силу с 1 марта 2026 г. и применению не подлежит.",
)
NEITHER = (
    "Проект для согласования поставок описан ниже",
    "Не использовать чайник без воды.",
    "Draft horses are strong.",
    "Проект: Ромашка",
    "Проект внедрения CRM",
    "Проект «Ромашка» начат 12.11.2026.",
    "Проект от компании «Вектор» занял три месяца.",
    "Проект № 7 сдан заказчику.",
    "Статус: проект завершён в срок",
    "Статус проекта: сдан",
    "Project: Daisy",
    "Draft beer is served at 4 degrees.",
    "Draft the letter, then send it.",
    "Приказ № 3 утратил силу с 1 марта 2025 года.",
    "Приказ № 3 от 01.02.2024 отменён приказом № 15.",
    "- Утратил силу с 1 марта 2025 года.\n- Отменён приказом № 15.",
    "Отменённые заказы возвращаются за 5 дней.",
    "Отменён рейс - деньги вернём за 5 дней.",
    "Не действует на товары со скидкой.",
    "Order 3 was withdrawn on 1 March 2025.",
    "Withdrawn items are kept in the cellar.",
    "This policy is no longer limited to staff.",
    "Cancelled by the customer, an order costs nothing.",
    "Status: 404 means that the page is not there",
    "Скидка не действует.",
    "Утверждён приказом № 4, отменившим приказ № 3.",
    "Статус: проект, на согласовании, утверждён",
    "Status: Draft -> Review -> Approved",
    "Status: draft / in review / approved / withdrawn",
    "Статус: черновик\n\nСтатус: утверждён\n\nСтатус: отменён",
    "Черновики хранятся месяц.",
    "Draft day is in June.",
)
IN_DOUBT = (
    "НЕ ПРИМЕНЯТЬ! Заменён приказом № 90.",
    "Do not use.",
    "Проект",
    "Проект приказа о премировании",
    "Заменён",
    "Положение утратило силу с 01.01.2025.",
    "Статус: в работе",
    "Status: closed",
    "Status: draft / approved",
    "_Draft, please comment by Friday_",
    "Проект, замечания принимаются до 5 мая",
    "These prices are not yet in force.",
    "Документ находится на согласовании у юристов.",
)


@pytest.mark.parametrize("line", DRAFTS)
def test_drafts(line: str, tmp_path: Path) -> None:
    assert status(page(line), tmp_path) == "draft"


@pytest.mark.parametrize("line", GONE)
def test_no_longer_in_force(line: str, tmp_path: Path) -> None:
    assert status(page(line), tmp_path) == "archived"


@pytest.mark.parametrize("line", NEITHER)
def test_what_only_sounds_like_it(line: str, tmp_path: Path) -> None:
    assert status(page(line), tmp_path) == ""


@pytest.mark.parametrize("line", IN_DOUBT)
def test_what_a_person_is_asked(line: str, tmp_path: Path) -> None:
    assert status(page(line), tmp_path) in {"draft?", "archived?"}
    stated = f"---\nstatus: published\n---\n\n{page(line)}"
    assert status(stated, tmp_path) == "current"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Remote work (DRAFT - do not distribute)", "draft"),
        ("Leave policy (draft, v3)", "draft"),
        ("Leave policy [Draft v0.2]", "draft"),
        ("Положение об отпусках (проект от 12.11.2026)", "draft"),
        ("Положение об отпусках (черновик, ред. 2)", "draft"),
        ("Положение об отпусках (утратило силу с 01.03.2025)", "archived"),
        ("Leave policy (superseded by POL-12)", "archived"),
        ("Каталог скоб (проект) 2026", "draft?"),
        ("Проект положения об отпусках", "draft?"),
        ("Draft picks (2026)", ""),
        ("Проект «Ромашка»: итоги", ""),
        ("Проекты отдела (2026)", ""),
        ("Настройка (версия 3)", ""),
        ("Приказ № 12 (утратил силу)", "archived"),
        ("Price list 2023 - WITHDRAWN", "archived"),
        ("Price list 2023 — no longer valid", "archived"),
        ("Инструкция № 7. Не действует", "archived?"),
        ("Regulation of shifts, DRAFT", "draft"),
        ("Visitor policy (v0.4, draft)", "draft"),
        ("Регламент смен — черновик", "draft?"),
        ("Черновик: правила парковки", "draft?"),
        ("Прайс 2023 архив", "archived?"),
        ("Price list 2022 (discontinued)", "archived?"),
        ("Заказ - отменён", "archived?"),
        ("Возврат товара - отмена", ""),
        ("Проект: Ромашка", ""),
        ("Архив: как найти письмо", ""),
        ("Repealed laws and what they mean", ""),
    ],
)
def test_titles(title: str, expected: str, tmp_path: Path) -> None:
    assert status(f"# {title}\n\nТекст страницы о разном.\n", tmp_path) == expected


def test_a_first_line_is_a_title_without_a_heading(tmp_path: Path) -> None:
    assert (
        status("**Приказ № 12 (утратил силу)**\n\nТекст приказа.\n\n## Раздел\n\nЕщё.\n", tmp_path)
        == "archived"
    )


def test_below_the_head_only_what_speaks_of_this_document_counts(tmp_path: Path) -> None:
    def below(line: str) -> str:
        return status(f"# Правила\n\nТекст.\n\n## История\n\n{line}\n", tmp_path)

    assert [
        below(line) for line in ("Утратил силу с 1 марта 2025 года.", "Проект", "Status: for review")
    ] == [
        "",
        "",
        "",
    ]
    assert below("Настоящие правила утратили силу с 1 марта 2025 года.") == "archived"
    assert below("Статус: черновик") == "draft"
