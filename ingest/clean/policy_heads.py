"""Lines of column heads above values that have no grid: where they are, and how many columns they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.clean.policy_amounts import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int]

_ABBREVIATED = re.compile(
    r"(?<!\w)(?:[^\W\d_]{1,4}|наим|гарант|закуп|себест|опт|retail|warr)\.(?=\s|,|\Z)", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?:;=]\s|[.!?:;=]\Z")
_STOP = re.compile(r"(?<=[^\W\d_]{4})[.!?]\s+(?=[A-ZА-ЯЁ№])")
DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"(?<![\w-])[A-ZА-ЯЁ№]\w*")
_UNITS = frozenset({"USD", "EUR", "RUB", "RUR", "GBP", "KZT"})
HEAD_CHARS, WRAPPED = 220, 60
_HEAD_LINES = 8
_ROWS = 400


@dataclass(frozen=True, slots=True)
class Head:
    """A line of column heads: cells before and behind the field's, at least and at most; `end` is where rows begin."""

    name: str
    start: int
    end: int
    before: int
    after: int


def is_head(text: str, start: int, end: int) -> bool:
    """Whether a word is a whole head of a line of heads: none of the words before it goes with it, and none behind."""
    behind = re.split(r"\n|\t|;|  |(?<!\w)(?=[A-ZА-ЯЁ])", text[end : end + 40], maxsplit=1)[0]
    begins = (
        text[start].isupper() or not text[:start].rstrip(" *_").strip("\n") or text[start - 1] in "\n\t;,|"
    )
    return begins and not re.search(r"[^\W\d_]", re.sub(MONEY, "", behind, flags=re.IGNORECASE))


def crosses(text: str, start: int, end: int) -> bool:
    """Whether words are of two heads: "Retail price Dealer discount" names no price of dealers."""
    return text[start].islower() and re.search(r"\s[A-ZА-ЯЁ][a-zа-яё]", text[start:end]) is not None


def lines_from(text: str, start: int) -> Iterator[Span]:
    """The lines from `start` on."""
    for _ in range(_ROWS):
        if start > len(text):
            return
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        yield start, stop
        start = stop + 1


def head_of(text: str, name: str, start: int, end: int) -> Head | None:
    """The head that the field's name stands in, with lines that a narrow column made of it; None in a sentence."""
    first, last = begin_of(text, start), text.find("\n", end)
    if last < 0 or not are_heads(text[first:last], HEAD_CHARS):
        return None
    if text[start].islower() and (begins := list(_CAPITAL.finditer(text, first, start))):
        start = begins[-1].start()
    leads = not re.search(r"[^\W\d_]", text[first:start])
    alone = leads and not _capitals(text[end:last])
    for _ in range(_HEAD_LINES):
        above = text.rfind("\n", 0, max(0, first - 1)) + 1
        if (
            not leads
            or first == 0
            or text[first - 1] != "\n"
            or not are_heads(text[above : first - 1], WRAPPED)
        ):
            break
        first = above
    for left, right in list(lines_from(text, last + 1))[:_HEAD_LINES]:
        if not are_heads(text[left:right], WRAPPED) or not (alone or text[left : left + 1].islower()):
            break
        last = right
    before, after = text[first:start], text[end:last]
    if not re.search(r"[^\W\d_]{2}", before + after):
        return None
    return Head(name, first, last + 1, _columns(before), _columns(_rest(after)))


def begin_of(text: str, place: int) -> int:
    """Where the line begins that a place is in, behind the sentence that a page may put before its heads."""
    first = text.rfind("\n", 0, place) + 1
    return max((stop.end() for stop in _STOP.finditer(text, first, place)), default=first)


def are_heads(line: str, longest: int) -> bool:
    """Whether a line may be of column heads: of `longest` letters at most, without digits, no sentence."""
    return 2 < len(line) <= longest and not DIGIT.search(line) and not ends_sentence(line)


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends in a text; abbreviations of heads do not."""
    return _SENTENCE.search(_ABBREVIATED.sub("", text.strip()) + " ") is not None


def _rest(after: str) -> str:
    """What stands behind the field's name without what still belongs to its cell: its unit."""
    begin = next((match for match in _CAPITAL.finditer(after) if match[0] not in _UNITS), None)
    return after[begin.start() :] if begin else re.sub(rf"^[\s,(]*(?:{MONEY})", "", after)


def _columns(heads: str) -> int:
    """How many heads there are: each begins with a capital; without any, each word is one."""
    return _capitals(heads) or len(re.findall(r"[^\W\d_]{2,}", heads))


def _capitals(heads: str) -> int:
    return sum(match[0] not in _UNITS for match in _CAPITAL.finditer(heads))
