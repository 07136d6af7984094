"""Values made by hypothesis, planted into every kind of place: none stays."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean.cleaner import Cleaner
from ingest.clean.finder import Finder
from ingest.clean.label_rules import LabelRules
from ingest.clean.masking import Masking
from ingest.clean.recognizers.checksums import IBAN_LENGTHS, inn_person, luhn, ogrnip, snils, vin
from ingest.clean.recognizers.registry import RECOGNIZERS, build
from ingest.document import Block, BlockKind, RawDocument

PATTERNS = build(tuple(name for name in RECOGNIZERS if name != "person"))
CLEANER = Cleaner(Finder(PATTERNS), LabelRules(), Masking(secret=b"secret"))


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def grouped(value: str, sizes: tuple[int, ...], separator: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return separator.join(part for part in (*parts, value[at:]) if part)


@st.composite
def inn(draw: st.DrawFn) -> str:
    head = draw(
        digits(10).filter(
            lambda head: "000000" not in head and len(set(head)) > 1 and head[:2] not in {"19", "20"}
        )
    )
    value = next(found for last in range(100) if inn_person(found := f"{head}{last:02}"))
    return draw(st.sampled_from([value, grouped(value, (4, 4), " ")]))


@st.composite
def insurance(draw: st.DrawFn) -> str:
    number = draw(st.integers(1_001_999, 999_999_999))
    value = next(found for last in range(100) if snils(found := f"{number:09}{last:02}"))
    return f"{value[:3]}-{value[3:6]}-{value[6:9]}{draw(st.sampled_from([' ', '-', '']))}{value[9:]}"


@st.composite
def card(draw: st.DrawFn) -> str:
    prefix, count = draw(st.sampled_from([("4", 16), ("53", 16), ("2202", 16), ("37", 15), ("6011", 16)]))
    head = prefix + draw(digits(count - 1 - len(prefix)))
    value = next(found for last in range(10) if luhn(found := f"{head}{last}"))
    sizes = (4, 4, 4) if count == 16 else (4, 6)
    return grouped(value, sizes, draw(st.sampled_from(["", " ", "-"])))


@st.composite
def sole_trader(draw: st.DrawFn) -> str:
    head = (
        "3"
        + draw(st.sampled_from(["04", "16", "24"]))
        + draw(st.sampled_from(["77", "50"]))
        + draw(digits(9))
    )
    return next(found for last in range(10) if ogrnip(found := f"{head}{last}"))


@st.composite
def bank_account(draw: st.DrawFn) -> str:
    value = draw(st.sampled_from(["40817", "40820", "42301", "40802"])) + "810" + draw(digits(12))
    return grouped(value, (5, 3, 1, 4), draw(st.sampled_from(["", " ", "."])))


@st.composite
def international(draw: st.DrawFn) -> str:
    country = draw(st.sampled_from(["DE", "FR", "CY", "KZ"]))
    account = draw(digits(IBAN_LENGTHS[country] - 4))
    check = 98 - int("".join(str(int(letter, 36)) for letter in account + country + "00")) % 97
    return grouped(f"{country}{check:02}{account}", (4,) * 6, draw(st.sampled_from(["", " "])))


@st.composite
def vehicle(draw: st.DrawFn) -> str:
    letters = st.text("ABCDEFGHJKLMNPRSTUVWXYZ", min_size=10, max_size=10)
    value = draw(letters) + "XXX" + draw(digits(4).filter(lambda serial: len(set(serial)) > 1))
    return next(found for check in "0123456789X" if vin(found := value[:8] + check + value[9:]))


CHECKED = st.one_of(
    inn(), insurance(), card(), sole_trader(), bank_account(), international(), vehicle()
).filter(lambda value: len(set(value)) > 5)
"""Numbers of few different digits are left to those that are published as samples."""
PLACES: list[tuple[BlockKind, str]] = [
    ("text", "Клиент {} оплатил."),
    ("text", "({}), «{}», {}."),
    ("text", "a\n{}\nb"),
    ("text", "{} 12.03.2025"),
    ("text", "ссылка [сюда](https://firma.ru/u/{}/edit?a=1)"),
    ("list", "- Иванов\n- {}\n- Тверь"),
    ("list", "1. Иванов: {}"),
    ("table", "| Имя | Номер |\n| --- | --- |\n| Иванов | {} |"),
    ("table", "| {} | a |\n| --- | --- |\n| b | c |"),
    ("code", "value = '{}'"),
    ("code", '{{"value": "{}", "other": 1}}'),
    ("code", "name;value;city\nIvanov;{};Tver"),
    ("heading", "Клиент {}"),
]


def cleaned(kind: BlockKind, text: str, title: str = "") -> str:
    document = CLEANER.clean(
        RawDocument(source_id="", title=title, blocks=(Block(kind=kind, text=text),)), "docs/a.md", ""
    )
    return "\n".join((document.title, *(block.text for block in document.blocks)))


def stays(value: str, text: str) -> bool:
    signs = re.sub(r"[^0-9A-Z]", "", value)
    return signs in re.sub(r"[^0-9A-Z]", "", text)


@settings(deadline=None)
@given(CHECKED, st.sampled_from(PLACES))
def test_what_has_a_checksum_needs_no_label(value: str, place: tuple[BlockKind, str]) -> None:
    kind, frame = place

    assert not stays(value, cleaned(kind, frame.format(value, value, value), title=f"О {value}"))


LABELS = {
    "ИНН": digits(12),
    "СНИЛС": digits(11),
    "Номер карты": st.builds("4{}".format, digits(15)),
    "ОГРНИП": st.builds("3{}".format, digits(14)),
    "Полис ОМС": digits(16),
    "Паспорт": st.builds("{} {}".format, digits(4), digits(6)),
    "Загранпаспорт": st.builds("{} {}".format, digits(2), digits(7)),
    "Водительское удостоверение": st.builds("{} {}".format, digits(4), digits(6)),
    "SSN": st.builds("536{}".format, digits(6)),
    "Passport No.": st.builds("C{}".format, digits(8)),
    "Госномер": st.builds("а{}вс77".format, digits(3)),
    "VIN": st.builds("XTAKL21{}".format, digits(10)),
}
LABELLED: list[tuple[BlockKind, str]] = [
    ("text", "{0} {1}"),
    ("text", "{0}: {1}, далее"),
    ("text", "{0}\n{1}"),
    ("text", "**{0}** — {1}"),
    ("list", "{0}:\n- {1}"),
    ("table", "| Имя | {0} |\n| --- | --- |\n| Иванов | 1 |\n| Петров | {1} |"),
    ("table", "| a | b |\n| --- | --- |\n| {0} | {1} |"),
    ("table", "| {0} | {1} |\n| --- | --- |\n| a | b |"),
    ("code", '"{0}": "{1}"'),
    ("code", "ФИО;{0}\nИванов;{1}"),
    ("heading", "{0} {1}"),
]


@settings(deadline=None)
@given(st.data(), st.sampled_from(sorted(LABELS)), st.sampled_from(LABELLED))
def test_a_label_outranks_the_checksum(data: st.DataObject, label: str, place: tuple[BlockKind, str]) -> None:
    value = data.draw(LABELS[label].filter(lambda value: len(value) < 9 or len(set(value)) > 5))
    kind, frame = place

    assert not stays(value, cleaned(kind, frame.format(label, value)))
