"""Boilerplate by evidence: where it stands, on how many pages, and what a changed share changes."""

from __future__ import annotations

from collections import Counter

import pytest

from ingest.clean.edges import MOST, Edge
from ingest.clean.edges import edge_blocks as blocks_at_edges
from ingest.clean.fingerprint import essence
from ingest.document import Block
from ingest.select.boilerplate import boilerplate, is_boilerplate, places_left_out

KEY = b"secret"
NOTE = "Connect our assistant to write code twice as fast."
FOOTER = "(c) 2025 Zimorad. All rights reserved. Terms of use."


def edge_blocks(blocks: list[Block], key: bytes) -> tuple[Edge, ...]:
    return blocks_at_edges(blocks, essence("\n".join(block.text for block in blocks)), key)


def page(*texts: str) -> list[Block]:
    return [
        Block(kind="heading" if text.startswith("#") else "text", text=text.lstrip("# ")) for text in texts
    ]


def body(number: int) -> list[str]:
    return [
        f"Paragraph {part} of page {number} has words of its own, some more words, and a point."
        for part in range(12)
    ]


def edges(*texts: str) -> list[int]:
    return [edge.place for edge in edge_blocks(page(*texts), KEY)]


def test_edges_are_the_first_and_last_15_percent() -> None:
    texts = ["# Title", NOTE, *body(1), FOOTER]

    assert edges(*texts) == [1, 2, 12, 13, 14] or edges(*texts) == [1, 2, 3, 12, 13, 14]
    assert edges("# Title", *body(1)[:6], NOTE, *body(1)[6:]).count(7) == 0


def test_short_blocks_headings_and_repeated_texts_are_content() -> None:
    assert edges("See also", NOTE, *body(1), "# A heading that is long enough to be seen")[0] == 1
    assert 0 not in edges(NOTE, *body(1), NOTE)
    assert 0 not in edges(NOTE, *body(1)[:6], NOTE, *body(1)[6:])
    assert edge_blocks([], KEY) == ()
    assert len(edges(*(f"Line number {n} of a very long list of lines" for n in range(2_000)))) == 2 * MOST


def test_digests_are_keyed_and_blind_to_marks() -> None:
    one = edge_blocks(page(NOTE, *body(1)), KEY)[0]

    assert edge_blocks(page(f"**{NOTE.upper()}**", *body(2)), KEY)[0].digest == one.digest
    assert edge_blocks(page(NOTE, *body(1)), b"other")[0].digest != one.digest
    assert NOTE not in repr(one)


@pytest.mark.parametrize(
    ("count", "total", "expected"),
    [
        (20, 20, True),
        (19, 19, False),
        (20, 66, True),
        (20, 67, False),
        (299, 1000, False),
        (300, 1000, True),
        (0, 0, False),
    ],
)
def test_the_rule(count: int, total: int, expected: bool) -> None:
    assert is_boilerplate(count, total) is expected


def test_a_space_of_pages() -> None:
    pages = [page("# T", NOTE, *body(number), *([FOOTER] if number % 4 == 0 else [])) for number in range(40)]
    found = [edge_blocks(one, KEY) for one in pages]
    pages_of = Counter(digest for one in found for digest in {edge.digest for edge in one})
    left_out = boilerplate(pages_of, len(pages))

    assert [places_left_out(one, left_out) for one in found] == [frozenset({1})] * 40
    assert boilerplate(dict.fromkeys(pages_of, 19), 19) == frozenset()


STAMPS = (
    "Zimorad handbook, for internal use. Page {n} of {m}",
    "ООО «Зимородок» • Руководство пользователя • стр. {n} из {m}",
    "Zimorad | Guide to the warehouse terminal | {n}",
    "© 20{d} Zimorad. All rights reserved. Terms of use.",
    "Last updated: {d}.05.2025 14:{d} by the team of the portal",
    "Последнее обновление страницы {d} мая 2025 г. Портал знаний",
    "Портал знаний Зимородок | 2025-05-{d} | стр. {n}",
)
CONTENT = (
    "Итого к оплате по договору поставки: {d} 500 рублей",
    "Приказ вступает в силу с {d}.02.2025, контроль оставляю за собой",
    "Количество рабочих мест по договору — {n}, не считая склада",
    "ООО «Зимородок», приказ по личному составу\n{d}.05.2025",
)


def members(text: str, kind: str = "text") -> list[tuple[Edge, ...]]:
    """Forty pages of one footer whose numbers differ."""
    numbers = [{"n": number % 9 + 1, "m": number + 9, "d": number % 18 + 10} for number in range(40)]
    footers = [Block(kind=kind, text=text.format(**some)) for some in numbers]  # type: ignore[arg-type]
    return [edge_blocks([*page(*body(number)), footer], KEY) for number, footer in enumerate(footers)]


def left_out_of(pages: list[tuple[Edge, ...]]) -> set[int]:
    """How many blocks of a page are left out."""
    digests = boilerplate(Counter(digest for one in pages for digest in {edge.digest for edge in one}), 40)
    return {len(places_left_out(one, digests)) for one in pages}


@pytest.mark.parametrize("text", STAMPS)
def test_page_numbers_and_days_of_prints_do_not_count(text: str) -> None:
    assert left_out_of(members(text)) == {1}


@pytest.mark.parametrize("text", CONTENT)
def test_amounts_terms_and_days_of_a_form_are_what_a_page_is_about(text: str) -> None:
    assert left_out_of(members(text)) == {0}
    assert left_out_of(members("| Price | Term of delivery | {n} |", "table")) == {0}


def test_a_page_that_repeats_its_footer_counts_once() -> None:
    footer = "Zimorad handbook, for internal use. Page {n} of 30"
    pages = [
        edge_blocks(page(*body(number), footer.format(n=number), footer.format(n=number + 40)), KEY)
        for number in range(19)
    ]
    digests = Counter(digest for one in pages for digest in {edge.digest for edge in one})

    assert digests.most_common(1)[0][1] == 19
    assert left_out_of(pages) == {0}


def test_stamps_cost_linear_time() -> None:
    for text in (
        "1 " * 50_000,
        "|" * 100_000,
        "\n" * 100_000,
        "| \t" * 40_000,
        " " * 100_000,
        "page " * 30_000,
        "updated a " * 20_000,
    ):
        edge_blocks([*page(*body(1)), Block(kind="text", text=text)], KEY)
