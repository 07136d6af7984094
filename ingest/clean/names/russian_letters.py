"""Russian names in letters and chats: who is greeted, who signs, who writes, whose number it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean.names.russian_forms import GAP, WORD, Found, is_short
from ingest.clean.names.russian_words import NAME, Kind, is_name, kind_of, word_of

_GREETED = re.compile(
    r"(?:уважаем(?:ый|ая|ые)|дорог(?:ой|ая)|здравствуйте|привет|добр(?:ый|ое|ой) (?:день|утро|вечер|ночи)"
    r"|спасибо|с уважением|с наилучшими пожеланиями|всего доброго|искренне ваш[а]?|хорошего дня"
    r"|(?:пере)?звон\w+|(?:пере)?звони\w+|переда\w+|напиши\w*|написать|сообщит?\w*|спроси\w*|отправ\w+|(?:по)?благодар\w+|согласен)"
    rf"[,!]? ?\n{{0,2}}(?:(?:господин|госпожа|коллега|ваш[а]?) )?({WORD})(?:{GAP}({WORD}))?(?![\w-])",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    rf"^(?:[>*•-] )?({WORD})(?: ({WORD}))?[,!] "
    r"(?=добр|здравств|привет|спасибо|подскаж|пожалуйста|как |не мог|можете|вы )",
    re.MULTILINE | re.IGNORECASE,
)
_CHAT = re.compile(
    rf"^(?:[>*•-] | {{7,12}})?(?:\[[^\]\n]{{4,25}}\] ?|\d\d?:\d\d(?::\d\d)? ?"
    r"|\d\d\.\d\d\.\d\d(?:\d\d)?,? \d\d?:\d\d ?-? ?)?\**"
    rf"({WORD})(?: ({WORD})|( [А-ЯЁ]\.?))?\**(?: \([^)\n]{{2,30}}\))?(?:, \d\d?:\d\d| \[\d\d:\d\d\])?:",
    re.MULTILINE,
)
_SIGNED = re.compile(rf"(?:\A|\n\n)({WORD})[.!]?(?=\n\n|\s*\Z)")
_LETTER = re.compile(r"(?:^|\n|, )(?:здравствуй|добр(?:ый|ое|ого)|привет|коллеги|уважаем)", re.IGNORECASE)
"""What tells that a name which stands alone is that of who wrote."""
_AMOUNT = re.compile(
    r" ?\d{1,7}(?:[.,]\d{1,3})?(?: ?(?:шт|руб|кг|гр?|м|см|л|₽|%)(?!\w)\.?)?[ ;,]*$", re.MULTILINE
)
"""A quantity after a colon: what stands before is a thing."""
_PHONED = re.compile(
    rf"(?<![\w-])({WORD})(?: ?[—:-]|,) ?(?=(?:\+ ?7|8)[ (-]{{0,2}}\d{{3}}[ )-])|(?<=\d) ?\(({WORD})\)"
)
"""Whose number it is."""


def letter_names(text: str) -> Iterator[Found]:
    """Single names that their place gives away: after a greeting, below a letter, at the head of a chat message."""
    for found in _GREETED.finditer(text):
        for group in (1, 2):
            if found[group] and found[group][0].isupper() and kind_of(found[group]) & NAME:
                yield Found(found.start(group), found.end(group), sure=False)
    for found in _ADDRESSED.finditer(text):
        if found[1][0].isupper() and kind_of(found[1]) & Kind.GIVEN:
            yield Found(found.start(1), found.end(1), sure=False)
    for found in _PHONED.finditer(text):
        group = 1 if found[1] else 2
        if is_nominative(found[group]):
            yield Found(found.start(group), found.end(group))
    if _LETTER.search(text):
        for found in _SIGNED.finditer(text):
            if found[1][0].isupper() and is_nominative(found[1]):
                yield Found(found.start(1), found.end(1), sure=False)
    yield from _chat_names(text)


def _writes(word: str) -> bool:
    """Whether `word` is a given name as one signs it: in the nominative, no abbreviation and no place."""
    kind = kind_of(word)
    return is_name(kind) and not kind & Kind.PLACE and is_nominative(word)


def is_nominative(word: str) -> bool:
    """Whether `word` may be a given name in the nominative, even if it is a common word as well."""
    low = word.lower().replace("ё", "е")
    read = word_of(word)
    return bool(read.kind & Kind.GIVEN) and not is_short(word) and (low == read.given or low in read.lemmas)


def _chat_names(text: str) -> Iterator[Found]:
    """Who wrote the messages of a chat: one that names somebody for certain tells that the others do."""
    chat, sure = [], False
    for found in _CHAT.finditer(text):
        kinds = [kind_of(found[group]) for group in (1, 2) if found[group]]
        if all(kind & NAME for kind in kinds) and any(kind & Kind.GIVEN for kind in kinds):
            timed = found[0][:1] in "[0123456789"
            certain = any(map(_writes, filter(None, (found[1], found[2])))) and not (
                _AMOUNT.match(text, found.end()) and found[0][:1].isalpha()
            )
            sure = sure or certain
            chat.append((found, timed or certain))
    for found, certain in chat:
        if certain or sure:
            last = next(group for group in (3, 2, 1) if found[group])
            yield Found(found.start(1), found.end(last), sure=False)
