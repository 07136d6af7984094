"""Lines told by the ink of their words: what is one size is one, whichever letters a line has."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from ingest.load.ocr.heights import Box, standings

TALL, TAIL = frozenset("абвБПРЗФfdlkhbtPTRW0123456789") - frozenset("ав"), frozenset("рущцgpyq")
ROWS = (
    "Заявление на возврат подаётся в течение",
    "семи дней со",
    "ВСЕ ПРАВА",
    "рцу по адресу",
    "The parcel is opened and photographed",
    "as soon as we can",
)


def _ink(text: str, at: float, base: float, size: float, lean: float) -> tuple[list[Box], float]:
    """Words of a row as boxes around their ink, on a page turned by `lean`."""
    words = []
    for word in text.split():
        wide = 0.5 * size * len(word)
        x, y = at + wide / 2, base
        x, y = x * math.cos(lean) - y * math.sin(lean), x * math.sin(lean) + y * math.cos(lean)
        top = y - size * (0.72 if TALL.intersection(word) or word.isupper() else 0.48)
        bottom = y + size * (0.2 if TAIL.intersection(word) else 0.0)
        words.append((word, round(x - wide / 2), round(top), round(x + wide / 2), round(bottom)))
        at += wide + 0.3 * size
    return words, at


@pytest.mark.parametrize("degrees", [-1.0, 0.0, 0.7])
def test_lines_of_one_size_stand_evenly_whatever_letters_they_have(degrees: float) -> None:
    rows = [_ink(row, 200, 300 + 40 * at, 30, math.radians(degrees))[0] for at, row in enumerate(ROWS)]
    found = standings(rows)
    assert len({one.size for one in found}) == 1
    assert found[0].size == pytest.approx(30, rel=0.06)
    assert [b.top - a.top for a, b in pairwise(found)] == pytest.approx([40] * 5, abs=5)
    assert [one.left for one in found] == pytest.approx([found[0].left] * 6, abs=4)


def test_a_heading_is_larger_than_what_it_stands_over() -> None:
    rows = [_ink("Возврат и обмен", 200, 200, 36, 0)[0], *(_ink(row, 200, 300, 28, 0)[0] for row in ROWS)]
    found = standings(rows)
    assert found[0].size / found[1].size == pytest.approx(36 / 28, rel=0.05)


def test_strokes_and_dots_tell_no_height() -> None:
    (found,) = standings([[("—", 0, 18, 20, 20), ("План", 30, 0, 90, 22), ("…", 95, 20, 110, 22)]])
    assert found.size == pytest.approx(22 / 0.72)
    assert standings([]) == []
    assert standings([[("...", 0, 5, 9, 5)]])[0].size > 0
