"""What stands beside a card's number: the code on its back, and until when it is valid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.clean.recognizers.context import Context
from ingest.clean.recognizers.recognizer import Span

_CODE_WORDS = (
    r"cv[vc][ -]?2?|cvn|csc|card (?:verification|security) (?:code|value|number)|security code"
    r"|код безопасности|защитный код|(?:проверочный |секретный )?код на (?:обороте|оборотной стороне)|цвв"
)
_CODE = re.compile(
    rf"(?<![^\W_])(?P<word>{_CODE_WORDS})(?:[ ]?/[ ]?cv[vc]2?)?(?:[- ]?(?:код|code|number|no\.?))?"
    r"(?: карты| (?:on|of) (?:the|my) (?:card|back))?"
    r"(?: ?(?:is|=|[:№#—–-]) ?|\s)\**(?P<code>\d{3,4})(?![\d.,]?\d|\w| (?:digits?|цифр|знак))",
    re.IGNORECASE,
)
_SURE = re.compile(r"(?i:cv|цв)")
_CARD_NEAR = re.compile(r"карт|card|visa|виза|master|\[CARD", re.IGNORECASE)
_NEAR = 120
_EXPIRES = re.compile(
    r"(?<![\w/.-])(?P<date>(?:0[1-9]|1[0-2]) ?[/.-] ?(?:20)?[2-4]\d)(?![\w/]|[.-]\d)",
)
_VALID = re.compile(
    r"(?:срок(?: действия)?(?: карты)?|действ\w+(?: до| по)?|годн\w+ до|до|valid (?:thru|through|until|till|to)"
    r"|good thru|exp(?:ir\w+|\.)?(?: date)?|expiration(?: date)?|mm/yy)[\s:*—–|-]{0,4}\Z",
    re.IGNORECASE,
)
_OF_A_CARD = re.compile(r"(?:срок действия карты|valid thru|good thru|mm/yy)[\s:*—–|-]{0,4}\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;|/()—–-]{1,6}|[^\d\n]{1,30}|[\s*_]*\n[^\d\n]{1,30}")
"""What may stand between the number of a card and its date."""
_HEAD_CODE = re.compile(rf"(?:{_CODE_WORDS})(?:[ /]*cv[vc]2?)?(?: код| code)?", re.IGNORECASE)
_HEAD_DATE = re.compile(r"срок(?: действия)?|действует до|valid.*|exp.*|годна до|mm/yy|мм/гг", re.IGNORECASE)
_TRAILING = re.compile(r"[\s,;|/]{1,4}(?P<code>\d{3})(?![\d.,]?\d|\w)")
_CALLED = re.compile(
    r"(?<![^\W_])(?:код|code)(?: карты)?(?: ?[:=—–-] ?| )\**(?P<code>\d{3})(?![\d.,/-]?\d|\w)", re.IGNORECASE
)
"""A code that is called nothing more: beside a card it is the one on its back."""
_AFTER_CARD = 60


_SIGNS = r"cv[vcn]|csc\b|цвв|security code|(?:valid|good) thru|безопасност|защитный код|срок действия карты|на оборо"
MARKED = f"(?i:{_SIGNS})"
"""What labels such a code or date where no number of a card stands."""
_MARKED = re.compile(_SIGNS)


def may_be_marked(low: str) -> bool:
    """Whether a label for a code or a date is anywhere in `low`, a text in lower case."""
    return _MARKED.search(low) is not None


def card_marks(context: Context, cards: Sequence[Span]) -> Iterator[Span]:
    """Codes and dates in `context`, beside one of `cards` or behind a label; they may come twice."""
    text = context.written
    for found in _CODE.finditer(text):
        around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        if _SURE.match(found["word"]) or _CARD_NEAR.search(around):
            yield _span(found.start("code"), found.end("code"), found["code"])
    for found in _EXPIRES.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        beside = any(
            0 <= found.start() - card.end <= 60
            and (
                _BETWEEN.fullmatch(text, card.end, found.start())
                or (_VALID.search(before) and text.count("\n", card.end, found.start()) < 3)
            )
            for card in cards
        )
        ahead = _VALID.search(before) and any(0 <= card.start - found.end() <= 40 for card in cards)
        if beside or ahead or _OF_A_CARD.search(before):
            yield _span(found.start(), found.end(), found["date"])
            if beside and (code := _TRAILING.match(text, found.end())):
                yield _span(code.start("code"), code.end("code"), code["code"])
    for card in cards:
        line = text.find("\n", card.end, card.end + _AFTER_CARD)
        reach = line if line >= 0 else card.end + _AFTER_CARD
        for called in _CALLED.finditer(text, card.end, min(reach, len(text))):
            yield _span(called.start("code"), called.end("code"), called["code"])
    yield from _in_columns(context, cards)


def _in_columns(context: Context, cards: Sequence[Span]) -> Iterator[Span]:
    """Dates and codes below heads that call them so, in tables that hold a card."""
    text = context.written
    for grid in context.tables.grids() if cards else ():
        if len(grid) < 2 or not any(grid[0][0][0] <= card.start <= grid[-1][-1][1] for card in cards):
            continue
        for column, (start, end) in enumerate(grid[0]):
            head = text[start:end].strip("* ")
            pattern = (
                _DATE_CELL
                if _HEAD_DATE.fullmatch(head)
                else _CODE_CELL
                if _HEAD_CODE.fullmatch(head)
                else None
            )
            for row in grid[1:]:
                if pattern and column < len(row) and pattern.fullmatch(text, *row[column]):
                    yield _span(*row[column], text[slice(*row[column])])


_DATE_CELL = re.compile(r"\d\d ?[/.-] ?(?:20)?\d\d")
_CODE_CELL = re.compile(r"\d{3,4}")


def _span(start: int, end: int, written: str) -> Span:
    return Span(start=start, end=end, type="CARD", value=re.sub(r"\D", "", written))
