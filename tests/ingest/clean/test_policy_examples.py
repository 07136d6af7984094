"""Every rule of config/policy-examples.toml over invented tables and sections, Russian and English."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ingest.clean.policy import Policy
from ingest.clean.redact import redact
from ingest.document import Block
from ingest.settings import Settings

FILE = Path(__file__).resolve().parents[3] / "config" / "policy-examples.toml"
RULES = {rule.name: rule for rule in Settings.model_validate(tomllib.loads(FILE.read_text("utf-8"))).policy}


def heading(text: str, level: int = 2) -> Block:
    return Block(kind="heading", text=text, level=level)


def text(body: str) -> Block:
    return Block(kind="text", text=body)


def table(*rows: str) -> Block:
    width = rows[0].count("|") + 1
    return Block(
        kind="table",
        text="\n".join((f"| {rows[0]} |", "|---" * width + "|", *(f"| {row} |" for row in rows[1:]))),
    )


CASES = {
    "purchase prices": [
        [table("Товар | Себестоимость, руб. | Цена", "Насос | 777 | 900"), text("Закупочные цены: 777 руб.")],
        [text("Цена закупки насоса составляет 777 руб. Розничная 900."), table("Показатель | Насос", "Цена поставщика | 777")],
        [table("SKU | Retail | Purchase price", "P-1 | 900 | 777"), text("Cost price: $777"), text("Landed cost is 777 USD.")],
    ],
    "partner prices": [
        [table("Товар | Цена для партнёров | Розница", "Насос | 777 | 900"), text("Дилерская цена - 777 руб.")],
        [table("Item | Price | Price", " | retail | dealer", "Pump | 900 | 777"), text("- Wholesale price: 777")],
    ],
    "discounts and margins": [
        [table("Товар | Маржа, %", "Насос | 77,7"), text("Скидка для партнёров: 777 %"), text("Наценка 777 %.")],
        [table("Tier | Partner discount", "Gold | 777"), text("Gross margin: 777 %"), text("The mark-up is 777 %.")],
    ],
    "partner terms": [
        [heading("Условия работы с партнёрами"), text("Отсрочка 777 дней"), heading("Отсрочка", 3), text("777"), heading("Гарантия")],
        [heading("Partner Terms"), text("Net 777"), heading("Warranty")],
    ],
    "salaries": [
        [table("Должность | Оклад", "Инженер | 777 000"), text("Заработная плата: 777 тыс. руб."), text("Годовой бонус 777 %")],
        [table("Role | Base pay", "Engineer | 777,000"), text("Annual bonus: 777 USD"), table("Salary | 777", "Grade | 3")],
    ],
    "salary sections": [
        [heading("Оплата труда"), text("от 777"), heading("Отпуск")],
        [heading("Salary bands"), table("Grade | Low", "A | 777"), heading("Leave")],
    ],
    "internal sections": [
        [heading("Цены"), text("Не передавать клиентам."), text("777"), heading("Гарантия")],
        [heading("Служебная информация"), text("777"), heading("Гарантия")],
        [heading("Steps"), text("For internal use only"), text("777"), heading("Warranty")],
        [heading("Internal notes"), text("777"), heading("Warranty")],
    ],
    "internal stretches": [
        [text("видно [ДСП] 777"), text("777 [/ДСП]"), text("дальше")],
        [text("seen <!-- internal --> 777 <!-- /internal --> seen")],
    ],
}  # fmt: skip

HELD = {
    "trade secrets": [[text("Коммерческая тайна. Экз. 1")], [text("STRICTLY CONFIDENTIAL")]],
}

PUBLIC = [
    text("Цена насоса 900 руб. Скидка 10 % на первый заказ. Закупки ведёт отдел снабжения с 9 до 18."),
    text("The price is 900 USD. Partners find our terms on the portal; salespeople answer within 2 days."),
    table("Товар | Цена, руб. | Гарантия, мес.", "Насос | 900 | 24"),
    heading("Internal storage of the device"),
    heading("Партнёры"),
    text("Внутренняя резьба 15 мм; margins are explained on page 7."),
]


def test_every_example_is_tried() -> None:
    assert set(RULES) == {*CASES, *HELD}


@pytest.mark.parametrize(
    ("name", "blocks"), [(name, case) for name, cases in CASES.items() for case in cases]
)
def test_an_example_hides_what_it_is_for(name: str, blocks: list[Block]) -> None:
    done = Policy([RULES[name]]).apply(blocks, source_id="d/a.md", space="default", channels=("bot",))
    shown = "\n".join(redact(block.text, spans) for block, spans in zip(done.blocks, done.spans, strict=True))

    assert "77" not in shown
    assert done.counts[name] > 0
    assert all(
        public in shown
        for public in ("900", "seen", "видно", "Гарантия", "Warranty")
        if public in str(blocks)
    )


@pytest.mark.parametrize(("name", "blocks"), [(name, case) for name, cases in HELD.items() for case in cases])
def test_an_example_holds(name: str, blocks: list[Block]) -> None:
    done = Policy([RULES[name]]).apply(blocks, source_id="d/a.md", space="default", channels=("bot",))

    assert done.hold == name
    assert done.blocks == tuple(blocks)


def test_what_is_public_is_left() -> None:
    done = Policy(list(RULES.values())).apply(PUBLIC, source_id="d/a.md", space="default", channels=("bot",))

    assert done.finds == ()
    assert done.blocks == tuple(PUBLIC)
