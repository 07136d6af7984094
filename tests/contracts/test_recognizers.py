"""One suite over all recognizers: whoever adds one adds its name to the registry, and it is held to this."""

from __future__ import annotations

import re
import time
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UsageError
from ingest.clean.normalize import fold
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Recognizer, Span
from ingest.clean.recognizers.registry import OPTIONAL, RECOGNIZERS, Later, build, later
from ingest.clean.recognizers.traits import TRAITS
from ingest.clean.redact import keyed_mask, merge, redact

EVERY = (*RECOGNIZERS, *OPTIONAL)
NAMES = (*RECOGNIZERS, *(pytest.param(name, marks=pytest.mark.slow) for name in OPTIONAL))
"""What an extra brings takes seconds to import."""
TEXTS = st.text() | st.text(alphabet="0123456789+-() .@\n,:/№|\\_[]abrutelинкартснилхGBDE", max_size=80)
SEEDS = (
    "тел. +7 916 123-45-68, 8 (495) 765-43-22 доб. 12 ивана@почта.рф ivan@firma.ru",
    "карта 4532 0151 1283 0366 IBAN DE89 3704 0044 0532 0130 97 ИНН 500100732259 СНИЛС 112-233-445 95",
    "call (415) 867-5309; card 4532015112830366, GB82WEST12345698765432, ИНН 5001 0073 2259, СНИЛС 11223344595",
    "паспорт 45 09 123456, свидетельство II-АБ № 123456, в/у 99 12 345678, полис ОМС 1234567890123456",
    "| ОГРНИП | 304500116000157 |\n| --- | --- |\n| Счёт | 40817810900000012345 |\n| Серия, номер | 4509 | 123456 |",
    "SSN 536-22-1847, госномер А123ВС77, VIN 1HGCM82633A004352, driver licence D1234567, plate no. 7ABC123",
    "Паспорт:\n- 4509\n- 123456\n\n| Карта | СНИЛС |\n| --- | --- |\n| 4532 0151 1283 0367 | 11223344596 |",
    "телеграм: @ivan_petrov, skype: live:ivan.petrov, t.me/ivan_petrov85, ivan собака mail точка ру",
    "123456, г. Казань, ул. Мира, д. 5, кв. 7; 742 Evergreen Terrace, Springfield, IL 62704",
    "Иванов Иван Иванович (12.03.1985), ДР - 12 марта, born on March 12, 1985",
    "IP 85.114.23.7, MAC 3C:52:82:4F:1A:9B; password=Tr0ub4dor&3, Bearer a8f5f167f44f4964e6c998dee827110c",
)
UNITS_OF_CONTACTS = (
    "ул. |д. 5 |адрес: |Иванов |at |собака |г.р.|born |1.2.|a:|key=|token: a1|t.me/a|Main |5 Main |Apt 5 |(01.02.1985)|address |5, |"
    "the corner of |eyJa.|://a:b@|пароль |Telegram: |@ab |zip |A1 |Rue |-----BEGIN PRIVATE KEY-----\nMIIB"
)
QUICK = ("1", "8 ", "+7", "a@", "\n1", "ИНН ", "| 12 |\n", "1.\n")
UNITS = (
    "1",
    "8 ",
    "+7",
    "a@",
    "@a.",
    "4-",
    "(",
    "\n1",
    "GB82",
    "ИНН ",
    "тел ",
    "%40",
    "1.\n",
    "- 1\n",
    "| 1 ",
    "| 12 |\n",
    "\n| --",
    "\n| --- |",
    "45 09 ",
    "паспорт 12 ",
    "№ 12 ",
    "А1",
    "VIN A",
    "1 - ",
    "11 |\n",
    "1- ",
    "II-",
    "1О",
    "паспорт №",
    "a;1\n",
    "1\n\n",
    "1234567890, ",
    "карта 4532 0151 1283 0367 ",
    "8&nbsp;",
    "8%20",
    "&a=8+9",
    "паспорт 4 5 ",
    "a b @ c . ",
    "| a |\n|-|-|\n",
    *UNITS_OF_CONTACTS.split("|"),
)


def found(one: Recognizer, text: str | Reading) -> list[Span]:
    return list(one.find(Reading(text) if isinstance(text, str) else text))


@pytest.fixture(scope="module", params=["own", pytest.param("with extras", marks=pytest.mark.slow)])
def some(request: pytest.FixtureRequest) -> tuple[Recognizer, ...]:
    return ready(tuple(RECOGNIZERS) if request.param == "own" else EVERY)


@cache
def ready(names: tuple[str, ...]) -> tuple[Recognizer, ...]:
    """The recognizers with what they are made of: models are read once a process, and no test is timed with that."""
    made = build(names)
    for one in made:
        found(one, "Пришёл Иван Петров. John Smith came too, a@b.cd 1234567")
    return made


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is(name: str) -> None:
    (one,) = build([name])

    assert one.name == name
    assert one.version
    assert one.types
    assert all(kind.isupper() and kind.isidentifier() for kind in one.types)


@pytest.mark.parametrize("name", NAMES)
def test_it_finds_something_in_the_seeds(name: str) -> None:
    (one,) = build([name])

    assert any(found(one, seed) for seed in SEEDS)


@given(text=TEXTS | st.sampled_from(SEEDS), data=st.data())
def test_spans_are_within_the_text_not_empty_and_of_declared_types(
    some: tuple[Recognizer, ...], text: str, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(some))
    for span in found(one, text):
        assert 0 <= span.start < span.end <= len(text)
        assert span.type in one.types
        assert span.value
        assert 0.0 <= span.score <= 1.0


@given(text=TEXTS | st.sampled_from(SEEDS), data=st.data())
def test_it_finds_the_same_each_time(some: tuple[Recognizer, ...], text: str, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(some))
    (other,) = build([one.name])

    assert found(one, text) == found(other, text) == found(one, text)


@given(text=TEXTS | st.sampled_from(SEEDS), data=st.data())
def test_its_hint_is_in_every_text_with_a_find(
    some: tuple[Recognizer, ...], text: str, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(some))

    assert not found(one, text) or re.search(one.hint, fold(text))
    if re.search(one.hint, fold(text)) and one.name in TRAITS:
        assert re.search(TRAITS[one.name].hint, fold(text)), "what is told of it would keep it from this text"


@given(data=st.data())
def test_a_mask_is_never_recognised_again(some: tuple[Recognizer, ...], data: st.DataObject) -> None:
    kinds = [kind for one in some for kind in one.types]
    masks = data.draw(
        st.lists(
            st.builds(
                lambda kind, value, key: keyed_mask(Span(start=0, end=1, type=kind, value=value), key),
                st.sampled_from(kinds),
                st.text(),
                st.binary(),
            )
            | st.sampled_from([f"[{kind}]" for kind in kinds]),
            min_size=1,
        )
    )
    text = data.draw(st.sampled_from([" ", ", ", "\n", "тел. ", "ИНН "])).join(masks)

    assert [found(one, text) for one in some] == [[]] * len(some)


@pytest.mark.parametrize("mask", ["type", "keyed"])
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_in_what_was_masked(some: tuple[Recognizer, ...], seed: str, mask: str) -> None:
    masked = redact(seed, merge(span for one in some for span in found(one, seed)), mask, b"key")

    assert not any(letter.isdigit() for letter in masked.replace("[", " ").split("доб")[0]) or mask == "keyed"
    assert [found(one, masked) for one in some] == [[]] * len(some)


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        *(pytest.param(unit, tuple(RECOGNIZERS), id=unit) for unit in QUICK),
        *(
            pytest.param(unit, EVERY, marks=pytest.mark.slow, id=f"{unit}-all")
            for unit in dict.fromkeys(UNITS)
        ),
    ],
)
def test_long_runs_take_linear_time(unit: str, names: tuple[str, ...]) -> None:
    reading = Reading(unit * 4_000)
    steps = {"reading": lambda: reading.prose} | {
        one.name: partial(found, one, reading) for one in ready(names)
    }
    for name, step in steps.items():
        started = time.process_time()
        step()
        seconds = time.process_time() - started
        assert seconds < 4, name  # under 1 s where time is linear, minutes where it is not


def test_what_is_told_without_a_recognizer_is_what_it_says_itself() -> None:
    """A version raised in one place only would leave documents cleaned as before."""
    said = {
        name: (one.version, one.types)
        for name, one in zip(RECOGNIZERS, build(list(RECOGNIZERS)), strict=True)
    }
    hints = {one.name: one.hint for one in build([name for name in RECOGNIZERS if name != "phone"])}

    assert {name: (told.version, told.types) for name, told in TRAITS.items()} == said
    assert {name: told.hint for name, told in TRAITS.items() if name != "phone"} == hints


def test_one_made_later_finds_what_it_would_have_found(some: tuple[Recognizer, ...]) -> None:
    for one in some:
        (late,) = later([one.name], {})
        for seed in SEEDS:
            assert list(late.find(Reading(seed))) == found(one, seed)


def test_what_takes_options_or_is_not_ours_is_made_at_once() -> None:
    person, phone = later(["person", "phone"], {"person": {"keep": ("Ivan",)}})

    assert isinstance(phone, Later)
    assert not isinstance(person, Later)
    assert getattr(person, "settings", ()) == ("Ivan",)
    with pytest.raises(UsageError, match=r"'telepathy'.*card"):
        later(["email", "telepathy"], {})


def test_an_unknown_name_is_wrong_usage_and_tells_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"'telepathy'.*card.*email.*snils"):
        build(["email", "telepathy"])


def test_a_recognizer_that_cannot_be_loaded_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RECOGNIZERS, "gone", "ingest.clean.recognizers.gone:Gone")

    with pytest.raises(UsageError, match="'gone' cannot be loaded"):
        build(["gone"])


def test_recognizers_of_other_packages_come_by_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "plugin-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[kb_ingest.recognizers]\nbadge = badge_plugin:Badge\n")
    (tmp_path / "badge_plugin.py").write_text(
        "class Badge:\n    name = 'badge'\n    version = '1'\n    types = ('BADGE',)\n    hint = ''\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    assert build(["badge", "email"])[0].name == "badge"
