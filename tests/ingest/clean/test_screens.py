"""What is looked for only where it may be is found as if it were looked for everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.clean.finder import may_identify
from ingest.clean.recognizers import spelled as spelling
from ingest.clean.recognizers.context import Candidate, Context, numbers, spans
from ingest.clean.recognizers.digit_runs import number
from ingest.clean.recognizers.emails import Email
from ingest.clean.recognizers.phone_runs import _NUMBER, next_run
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span


def texts(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=40).map("".join)


DIGITS = [*"0123456789", "12", "4111", "500100732259"]
PARTS = [
    "-",
    ".",
    ",",
    " ",
    "  ",
    "\n",
    "\n\n",
    "(",
    ")",
    "+",
    "/",
    "\\",
    "|",
    " | ",
    "\n| ",
    "- ",
    "* ",
    "x",
    "О",
    "l",
]
RUNS = texts(*DIGITS, *PARTS, "%2B", "%2b", "%20", "&nbsp;", "\x1f", ",8 495 ", ":", "№")


@given(RUNS, st.integers(0, 30))
@example("%2B7%2B79161234567", 0)
@example("1+79161234567", 1)
def test_runs_of_phone_numbers(text: str, at: int) -> None:
    text = Reading(text).text
    found, expected = next_run(text, at), _NUMBER.search(text, at)
    assert (found and found.span()) == (expected and expected.span())


@pytest.mark.parametrize("counts", ["10", "12", "12,19", "20"])
@given(text=RUNS)
@example(text="12345678901-2")
@example(text="4111 1111 1111 1111-2 500100732259")
def test_numbers_of_many_digits(counts: str, text: str) -> None:
    def judge(found: Candidate) -> Span | None:
        assert found.digits
        return Span(start=found.start, end=found.end, type="N", value=found.digits) if found.plain else None

    context, pattern = Context(Reading(text).text), number(counts)
    assert list(numbers(context, pattern, judge)) == list(spans(context, pattern, judge))


WORDS = [
    "ivan",
    "firma",
    "mail",
    "gmail",
    "at",
    "собака",
    "собачка",
    "гав",
    "dot",
    "точка",
    "тчк",
    "ru",
    "ру",
    "com",
]
SIGNS = [
    " ",
    " ",
    " ",
    ", ",
    "@",
    ".",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "_",
    "-",
    "&#64;",
    "&commat;",
    "\n",
    "1",
]


@given(texts(*WORDS, *SIGNS))
@example("ivan @ mail.ru")
@example("ivan_at-firma.ru")
@example("ivan at firma dot com")
@example("ivan (a) firma.ru")
def test_spelled_addresses(text: str) -> None:
    found = list(spelling.spelled(text, text.lower()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "may_be_spelled", lambda low: True)
        assert list(spelling.spelled(text, text.lower())) == found


@pytest.mark.parametrize("name", ["flag@ua.png", "icon@ru.svg", "logo@by.md"])
def test_a_file_named_by_a_top_domain_is_no_address(name: str) -> None:
    assert list(Email().find(Reading(f"See {name} here"))) == []


IDENTIFIERS = re.compile(r"@|(?:\d[^\d/]{0,3}){6}|[0-9A-Za-z]{16}|[^\W\d_] ?\d{3} ?[^\W\d_]{2}")


@given(
    texts(*"0123456789", "123", "abc", "Aя", "яя", "/", " ", "-", "_", "..", "@", "\n", "٣", "x" * 15, "y")
)
@example("a 123 bc")
@example("x" * 16)
def test_identifiers_in_paths(path: str) -> None:
    parts = path.split("/")
    assert (
        may_identify(path) == any(IDENTIFIERS.search(part) for part in parts) == any(map(may_identify, parts))
    )
