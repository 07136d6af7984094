"""Forbidden fields: what rules find in tables, lists, lines, sections, and what they leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from index.errors import UsageError
from ingest.clean.policy import Applied, Policy
from ingest.clean.policy_rule import Rule
from ingest.clean.redact import redact
from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.policy_settings import PolicyRule


def policy(**rule: Any) -> Policy:
    return Policy([PolicyRule(**{"name": "rule", **rule})])


def text(body: str) -> Block:
    return Block(kind="text", text=body)


def heading(body: str, level: int = 2) -> Block:
    return Block(kind="heading", text=body, level=level)


def table(*rows: str) -> Block:
    cells = [row.split("|") for row in rows]
    lines = ["| " + " | ".join(cell.strip() for cell in row) + " |" for row in cells]
    lines.insert(1, "|" + " --- |" * len(cells[0]))
    return Block(kind="table", text="\n".join(lines))


def applied(rules: Policy, *blocks: Block, title: str = "", **scope: Any) -> Applied:
    place = {"source_id": "docs/a.md", "space": "default", "channels": ("bot",), **scope}
    return rules.apply(blocks, title=title, **place)


def left(rules: Policy, *blocks: Block, **scope: Any) -> list[str]:
    """What stands in the index: texts of the blocks that are left, masked."""
    done = applied(rules, *blocks, **scope)
    return [redact(block.text, spans) for block, spans in zip(done.blocks, done.spans, strict=True)]


PRICE = {"fields": ("закупочная цена", "purchase price")}
M = "[RESTRICTED]"

LINES = {
    "Закупочная цена: 120 руб.": f"Закупочная цена: {M}",
    "ЗАКУПОЧНАЯ ЦЕНА = 120": f"ЗАКУПОЧНАЯ ЦЕНА = {M}",
    "Цена закупочная — 120 руб.; розница — 200": f"Цена закупочная — {M}; розница — 200",
    "- **Purchase price:** $120": f"- **Purchase price:** {M}",
    "Зaкупочнaя цена: 99": f"Зaкупочнaя цена: {M}",
    "Закупоч-\nная цена: 99": f"Закупоч-\nная цена: {M}",
    "Retail price: 200, purchase price: 120": f"Retail price: 200, purchase price: {M}",
    "Purchase price ..... 120": f"Purchase price ..... {M}",
    "The purchase price of a pump is 120 USD. It weighs 5 kg.": f"The purchase price of a pump is {M}. It weighs 5 kg.",
    "О закупочных ценах: от 100 до 150 руб. Гарантия 24 месяца.": f"О закупочных ценах: {M}. Гарантия 24 месяца.",
    "Покупаем по закупочной цене 1 200,50 руб. за штуку": f"Покупаем по закупочной цене {M} за штуку",
    "Закупочная цена:\n15 340": f"Закупочная цена:\n{M}",
    "Закупочная цена за 2025 год не менялась": "Закупочная цена за 2025 год не менялась",
    "Розничная цена: 200": "Розничная цена: 200",
    "Цена: 200. Закупочный отдел открыт с 9 до 18.": "Цена: 200. Закупочный отдел открыт с 9 до 18.",
}


@pytest.mark.parametrize(("before", "after"), LINES.items())
def test_values_in_text_are_masked(before: str, after: str) -> None:
    assert left(policy(**PRICE), text(before)) == [after]


def test_a_table_without_its_grid_loses_the_amounts_of_the_column() -> None:
    lines = "Item Retail price Purchase price\nPump X-200 1 900 777\nValve 100 55.50\nTube 70 7\nSold by the piece.\n7 rooms"

    assert left(policy(**PRICE), text(lines)) == [
        f"Item Retail price Purchase price\nPump X-200 1 900 {M}\nValve 100 {M}\nTube 70 {M}\nSold by the piece.\n7 rooms"
    ]
    assert left(policy(**PRICE), text("Ask for the purchase price\nRoom 7")) == [
        "Ask for the purchase price\nRoom 7"
    ]


def test_a_value_in_the_next_block_is_the_value() -> None:
    assert left(policy(**PRICE), text("Закупочная цена:"), text("120 руб."), text("200")) == [
        "Закупочная цена:",
        M,
        "200",
    ]
    assert left(policy(**PRICE), text("Purchase price:"), heading("Next")) == ["Purchase price:", "Next"]


def test_keys_in_code_are_fields_too() -> None:
    code = Block(kind="code", text='{"purchasePrice": 120.5, "retail": 200,\n "purchase_price": "99"}')

    assert left(policy(**PRICE), code) == [f'{{"purchasePrice": {M}, "retail": 200,\n "purchase_price": {M}']


GOODS = table("Артикул | Розница | Закупочная цена, руб.", "A-1 | 24 900 | 15 340", "A-2 | 100 | ")
STAGES = table("Товар | Цена | Цена", " | розничная | закупочная", "A | 1 | 2")
TITLED = table("Прайс 2025 | | ", "Товар | Purchase price | Price", "A | 10 | 20")
TURNED = table("Показатель | A | B", "Розница | 1 | 2", "Закупочная цена | 5 | 7")
NUMBERED = table("№ | Показатель | Значение", "1 | Закупочная цена | 120", "2 | Розница | 200")
PAIRS = table("Закупочная цена | 120", "Розница | 200")

TABLES = [
    (GOODS, [f"| A-1 | 24 900 | {M} |", "| A-2 | 100 |  |"], ["| Артикул | Розница |", "| A-1 | 24 900 |"]),
    (STAGES, [f"| A | 1 | {M} |"], ["| A | 1 |", "|  | розничная |"]),
    (TITLED, [f"| A | {M} | 20 |"], ["| A | 20 |"]),
    (TURNED, [f"| Закупочная цена | {M} | {M} |", "| Розница | 1 | 2 |"], ["| Розница | 1 | 2 |"]),
    (NUMBERED, [f"| 1 | Закупочная цена | {M} |", "| 2 | Розница | 200 |"], ["| 2 | Розница | 200 |"]),
    (PAIRS, [f"| Закупочная цена | {M} |"], []),
]


@pytest.mark.parametrize(("block", "masked", "dropped"), TABLES)
def test_columns_and_rows(block: Block, masked: list[str], dropped: list[str]) -> None:
    (shown,) = left(policy(**PRICE), block)
    rest = "\n".join(left(policy(**PRICE, action="drop-column"), block))

    assert [line for line in masked if line not in shown] == []
    assert [line for line in dropped if line not in rest] == []
    assert "акупочная" not in rest
    for value in ("15 340", "120", "| 5 |", "| 10 |"):
        assert value not in shown
        assert value not in rest


def test_a_table_that_goes_on_after_a_page_keeps_its_columns() -> None:
    first, second = table("Имя | Оклад", "А | 10"), table("Б | 20", "В | 30")

    assert left(policy(fields=("оклад",), action="drop-column"), first, second) == [
        "| Имя |\n| --- |\n| А |",
        "| Б |\n| --- |\n| В |",
    ]


def test_a_name_in_a_cell_with_its_value() -> None:
    block = table("Товар | Примечание", "A | закупочная цена: 120, вес: 5 кг")

    assert left(policy(**PRICE), block)[0].endswith(f"| A | закупочная цена: {M}, вес: 5 кг |")


def test_bars_inside_cells_are_letters() -> None:
    block = Block(kind="table", text="| A | Purchase price |\n|---|---|\n| x \\| y | 120 |")

    assert left(policy(**PRICE), block)[0].endswith(f"| x \\| y | {M} |")


DOCUMENT = (
    heading("Guide", 1),
    text("intro"),
    heading("Условия для партнёров"),
    text("скидка 40 %"),
    heading("Ещё", 3),
    text("и 50 %"),
    heading("Гарантия"),
    text("два года"),
)


def test_a_section_goes_with_all_below_it() -> None:
    rules = policy(headings=("условия партнёров",), action="drop-section")

    assert left(rules, *DOCUMENT) == ["Guide", "intro", "Гарантия", "два года"]
    assert left(rules, text("**Условия партнёрам**"), text("40 %"), heading("Next", 4)) == ["Next"]
    assert left(rules, text("40 %"), title="Условия партнёров 2025") == []


def test_a_phrase_marks_its_section_or_block_or_document() -> None:
    marked = (*DOCUMENT[:3], text("Только для внутреннего использования!"), *DOCUMENT[3:])
    marker = {"markers": ("только для внутреннего использования",)}

    assert left(policy(**marker, action="drop-section"), *marked) == [
        "Guide",
        "intro",
        "Гарантия",
        "два года",
    ]
    assert left(policy(**marker, action="drop-block"), *marked) == [block.text for block in DOCUMENT]
    assert left(policy(**marker), marked[3]) == [M]
    assert applied(policy(**marker, action="hold"), *marked).hold == "rule"
    assert applied(policy(**marker, action="hold"), *DOCUMENT).hold == ""
    assert left(policy(**marker, action="drop-section"), marked[3], heading("A"), text("b")) == []


@pytest.mark.parametrize(
    ("marker", "begin", "end"),
    [
        ("[INTERNAL]", "[internal]", "[/INTERNAL]"),
        ("<!-- internal -->", "<!--internal-->", "<!-- end internal -->"),
        ("{% internal %}", "{% internal %}", "{% endinternal %}"),
        ("[Для своих]", "[ДЛЯ  СВОИХ]", "[/для своих]"),
    ],
)
def test_marked_stretches(marker: str, begin: str, end: str) -> None:
    drop, mask = policy(markers=(marker,), action="drop-block"), policy(markers=(marker,))
    blocks = [text(f"a {begin} b"), table("c | d", "e | f"), text(f"g {end} h {begin} i {end} j")]

    assert left(drop, *blocks) == ["a", "h  j"]
    assert left(mask, *blocks)[1] == f"| {M} | {M} |\n| --- | --- |\n| {M} | {M} |"
    assert left(drop, text(f"a {begin} never closed"), heading("B"), text("c")) == ["a"]


def test_patterns_and_dictionaries(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("# suppliers\nООО «Ромашка плюс»\nAcme Ltd\n\n", encoding="utf-8")
    words = policy(dictionary=names)
    pattern = policy(patterns=(r"договор\s+(?P<value>[A-ZА-Я]-\d+)",))

    assert left(words, text("Возим от ооо «ромашки плюс», не от Acme.")) == [f"Возим от {M}», не от Acme."]
    assert left(pattern, text("По договору. Договор A-17 и договор Б-2.")) == [
        f"По договору. Договор {M} и договор {M}."
    ]
    assert left(pattern, table("x | y", "договор A-1 | z"))[0].endswith(f"| договор {M} | z |")
    assert applied(words, title="Acme Ltd 2025").title_spans[0].type == "RESTRICTED"


def test_a_match_over_the_edge_of_a_window_is_whole() -> None:
    secret = "код " + "7" * 180
    body = "x " * 400 + secret + " y" * 500

    assert left(policy(patterns=(r"код \d+",)), text(body)) == [body.replace(secret, M)]


def test_scope() -> None:
    rules = policy(**PRICE, paths=("public/**",), spaces=("open",), channels=("bot", "site"))
    line = text("Purchase price: 5")
    inside = {"source_id": "docs/public/a.md", "space": "open", "channels": ("site",)}

    assert left(rules, line, **inside) == [f"Purchase price: {M}"]
    for wrong in ({"source_id": "docs/own/a.md"}, {"space": "default"}, {"channels": ("staff",)}):
        assert left(rules, line, **{**inside, **wrong}) == [line.text]


def test_counts_finds_and_single_texts() -> None:
    rules = policy(**PRICE)
    done = applied(rules, heading("Prices"), text("Purchase price: 5"), GOODS)

    assert done.counts == {"rule": 2}
    assert [(find.block, find.what, find.label, find.heading) for find in done.finds] == [
        (2, "value", "purchase price", "Prices"),
        (3, "column", "закупочная цена", "Prices"),
    ]
    assert rules.names == ("rule",)
    assert [
        span.value for span in rules.spans("Purchase price: 5", source_id="a", space="b", channels=())
    ] == ["5"]


def test_nothing_in_scope_changes_nothing() -> None:
    assert applied(Policy([]), *DOCUMENT).blocks == DOCUMENT
    assert Policy([]).key == ""


def test_the_key_follows_rules_and_dictionaries(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("one\n", encoding="utf-8")
    keys = {policy(dictionary=words).key, policy(**PRICE).key, policy(**PRICE, action="hold").key}
    words.write_text("two\n", encoding="utf-8")
    keys.add(policy(dictionary=words).key)

    assert len(keys) == 4
    assert policy(**PRICE).key == policy(**PRICE).key


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"patterns": ("(a+)+b",)},
        {"patterns": ("(",)},
        {"patterns": ("a*",)},
        {"fields": ("***",)},
        {"headings": ("x",)},
        {**PRICE, "action": "burn"},
    ],
)
def test_rules_that_cannot_be(rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PolicyRule(name="rule", **rule)


def test_a_missing_dictionary_names_rule_and_key(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'rule': dictionary"):
        policy(dictionary=tmp_path / "none.txt")


def test_what_raises_fails_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("the secret text")

    monkeypatch.setattr(Rule, "find", broken)
    with pytest.raises(LoadError) as failure:
        applied(policy(**PRICE), text("x"))

    assert failure.value.code == Code.POLICY
    assert failure.value.detail == "rule:ValueError"
    assert "secret" not in str(failure.value.__context__)
