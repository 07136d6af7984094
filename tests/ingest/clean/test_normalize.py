"""Text comes out canonical, and doing it twice changes nothing."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.normalize import fold, normalize
from ingest.document import BlockKind

KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
TRICKY = st.sampled_from(
    " \n\t\r-1.|#\u00a0\u200b\u200c\u200d\u0301\u0306\u00ad\ufe0f\ud800\u2028\x85\x00"
) | st.sampled_from("еиa\u0915\u06a9\U0001f469\U0001f4bb")
TEXTS = st.text(alphabet=st.characters() | TRICKY)


@pytest.mark.parametrize(
    ("text", "expected", "removed"),
    [
        ("plain text", "plain text", 0),
        ("и\u0306од", "йод", 0),
        ("soft\u00adhyphen", "softhyphen", 1),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth", 3),
        ("tag\U000e0041\U000e007f variation\U000e0100", "tag variation", 3),
        ("\u202eover\u202c \u2066isolate\u2069", "over isolate", 4),
        ("bell\x07 null\x00", "bell null", 2),
        ("a\u00a0b\u2003c", "a b c", 0),
        ("a   b \n  c", "a b\nc", 0),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd", 0),
        ("a\n\n\n\nb", "a\n\nb", 0),
        ("lone\ud800surrogate", "lone\ufffdsurrogate", 0),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb", 0),
        ("\u06a9\u200c\u06a9", "\u06a9\u200c\u06a9", 0),
        ("Ива\u200dнов", "Иванов", 1),
    ],
)
def test_text_is_made_canonical(text: str, expected: str, removed: int) -> None:
    assert normalize(text, "text") == (expected, removed)


def test_a_heading_is_one_line() -> None:
    assert normalize(" Первый\n  заголовок ", "heading") == ("Первый заголовок", 0)


def test_lists_keep_their_indent() -> None:
    assert normalize("- a   b\n  - c\n\t- d ", "list") == ("- a b\n  - c\n    - d", 0)


def test_code_keeps_its_blanks() -> None:
    assert normalize("\n  if a:\n\treturn  1  \n", "code") == ("  if a:\n\treturn  1", 0)


@given(TEXTS, st.sampled_from(KINDS))
def test_normalising_twice_changes_nothing(text: str, kind: BlockKind) -> None:
    once, _ = normalize(text, kind)

    assert normalize(once, kind) == (once, 0)


@given(TEXTS)
def test_folding_keeps_the_length_and_ends_in_one_step(text: str) -> None:
    folded = fold(text)

    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_digits_of_all_scripts_and_hyphens_fold() -> None:
    assert fold("＋７（９１６）１２３‑45–67 ٠١") == "+7(916)123-45-67 01"
