"""Forms of Russian names that need no tagger: initials, patronymics, pairs of known names, capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.clean.names.russian_words import NAME, Kind, is_name, is_typical, kind_of

WORD = (
    r"[А-ЯЁІЇЄ](?:[а-яёіїє']{1,24}(?:-\n[а-яё]{1,24})?|[А-ЯЁ]{1,24})"
    r"(?:-(?:[А-ЯЁ](?:[а-яё]{1,24}|[А-ЯЁ]{1,24})|заде|оглы|кызы|бек|паша))?"
)
GAP = r"(?: | ?\n)"
"""What may stand between two words of a name: a blank, or the end of a line of a PDF."""

CAPITAL = re.compile(rf"(?<![\w-]){WORD}(?![\w-])")
_LETTER = r"(?:[А-ЯЁ]|Дж|Ю|Ш|Х)"
_INITIALS = rf"{_LETTER}\. ?\n?(?:-?{_LETTER}\.)?"
_AFTER = re.compile(rf"(?<![\w-])({WORD})(?!\w),?(?:{GAP})?({_LETTER}\.)(?: ?\n?(-?{_LETTER}\.))?(?!\w)")
_BEFORE = re.compile(
    rf"(?<![\w.-])({_LETTER}\.)(?: ?\n?(-?{_LETTER}\.))?(?:{GAP})?({WORD})(?![\w-]|\.[А-ЯЁ]\.)"
)
_BARE = re.compile(rf"(?<![\w-])({WORD}) ([А-ЯЁ]) ?([А-ЯЁ])(?![\w-]|\.\w)")
_LOW_INITIALS = re.compile(r"(?<![\w-])([а-яё]{3,24}) ([а-яё])\. ?([а-яё])\.(?!\w)")
_OGLU = re.compile(
    rf"(?<![\w-])({WORD})[ -](?:оглы|оглу|углы|угли|кызы|кизи|гызы|улы|уулу)(?![\w-])", re.IGNORECASE
)
_VERB = re.compile(r" (?:[а-яё]{2,10} )?[а-яё]{2,15}л(?:а|ся|ась)?(?![\w-])")
_ACTS = (
    r"(?:сказал|сообщил|заявил|объявил|рассказал|отметил|добавил|пояснил|подчеркнул|считает|полагает|уверен|ответил"
    r"|признал(?:ся)?|написал|подписал|возглавил|назвал|спросил|попросил|предложил|обещал|уточнил|согласился|родился"
    r"|выступил|стал|утверждает|пишет|просит|говорит|звонил|позвонил|приехал|ушел|ушёл|поручил|потребовал)[аи]?(?:с[ья])?"
)
_OF_MANY = re.compile(r"[А-ЯЁ][а-яё]+[ыи]х")
_DID_BEFORE = re.compile(r"(?<!\w)[А-ЯЁа-яё][а-яё]{2,15}(?:л|ла|лся|лась|л\(а\)|ен|ена|ено):? $")
_QUOTED_AS = re.compile(r"(?<!\w)по (?:словам|мнению) $", re.IGNORECASE)
_ACT_AFTER = re.compile(rf" (?:[а-яё]{{2,10}} )?{_ACTS}(?!\w)")
_ACT_BEFORE = re.compile(rf"(?<!\w)(?:{_ACTS}|по словам|по мнению) $")
_ABBREVIATIONS = "РФ ИП ИТ ИИ ВС ПО АО УК БД СМ ТЗ ГК КБ ТК НК ЖК АС ИС СУ БП"
_NOT_BARE = frozenset(_ABBREVIATIONS.split())
_NOT_LOW = frozenset({"т.д", "с.г", "т.п", "т.е", "т.к", "и.о", "н.э", "с.ш", "в.д", "г.р", "п.п"})


class Found(NamedTuple):
    """A name at `start`..`end`; `sure` when its form alone is enough."""

    start: int
    end: int
    sure: bool = True


class Token(NamedTuple):
    """A capitalised Russian word and its kind."""

    start: int
    end: int
    kind: Kind


def tokens_of(text: str) -> list[Token]:
    """The capitalised Russian words of `text`, in order."""
    return [Token(found.start(), found.end(), kind_of(found[0])) for found in CAPITAL.finditer(text)]


def runs(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """`tokens` that stand side by side, grouped."""
    run: list[Token] = []
    for token in tokens:
        if run and not _touch(text, run[-1].end, token.start):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _touch(text: str, end: int, start: int) -> bool:
    return start - end <= 2 and text[end:start] in {" ", "\n", " \n"}


def full_names(text: str, tokens: Sequence[Token]) -> Iterator[Found]:
    """Names of two words or more, known by a patronymic or by a given name beside a surname."""
    for run in runs(text, tokens):
        if len(run) < 2:
            continue
        part: list[Token] = []
        for token in [*run, None]:
            if token is not None and _may_be_part(token, part):
                part.append(token)
                continue
            if len(part) > 1:
                yield from _judged(text, part)
            part = [token] if token is not None and _may_be_part(token, []) else []


def _may_be_part(token: Token, part: list[Token]) -> bool:
    if token.kind & (NAME | Kind.POSSIBLE):
        return True
    # An unknown word may be a surname beside a name that is known.
    return not token.kind & (Kind.COMMON | Kind.PLACE | Kind.KNOWN) and len(part) < 4


def _judged(text: str, part: list[Token]) -> Iterator[Found]:
    kinds = [token.kind for token in part]
    words = [text[token.start : token.end] for token in part]
    patronymic = [at for at, kind in enumerate(kinds) if kind & Kind.PATRONYMIC and not kind & Kind.COMMON]
    capitals = all(map(str.isupper, words))
    given = [
        at
        for at, (word, kind) in enumerate(zip(words, kinds, strict=True))
        if kind & Kind.GIVEN and (len(word) > 2 if capitals else not is_short(word))
    ]
    called = any(at - 1 in given or at + 1 in given for at in patronymic)
    if called or (patronymic and patronymic[0] > 0 and not kinds[patronymic[0] - 1] & Kind.KNOWN):
        yield Found(part[0].start, part[-1].end)
    elif given and any(
        (is_name(kind) and not kind & Kind.PLACE and (kind & Kind.KNOWN or is_typical(word)))
        or (kind & Kind.POSSIBLE and not kind & Kind.PLACE and is_typical(word) and given != [at])
        for at, (word, kind) in enumerate(zip(words, kinds, strict=True))
    ):
        strict = any(is_name(kinds[at]) for at in given)
        if any(
            kind & (Kind.SURNAME | Kind.POSSIBLE) or (strict and not kind & Kind.KNOWN)
            for at, kind in enumerate(kinds)
            if given != [at]
        ):
            yield Found(part[0].start, part[-1].end)


def patronymics(tokens: Sequence[Token]) -> Iterator[Found]:
    """Patronymics that stand alone: the way colleagues are called."""
    for token in tokens:
        if token.kind & Kind.PATRONYMIC and token.kind & Kind.KNOWN and not token.kind & Kind.COMMON:
            yield Found(token.start, token.end, sure=False)


def lone_names(text: str, tokens: Sequence[Token]) -> Iterator[Found]:
    """Single words that are hardly anything but a surname or a given name."""
    for token in tokens:
        kind = token.kind
        word = text[token.start : token.end]
        if kind & Kind.POSSIBLE and _QUOTED_AS.search(text[max(0, token.start - 12) : token.start]):
            yield Found(token.start, token.end, sure=False)
        if kind & (Kind.COMMON | Kind.PLACE) or is_short(word):
            continue
        if not kind & (Kind.GIVEN | Kind.PATRONYMIC) and acts(text, token.start, token.end):
            yield Found(token.start, token.end, sure=False)
        if not kind & (Kind.KNOWN | Kind.GIVEN):
            continue
        placed = inside_sentence(text, token.start) or _VERB.match(text, token.end)
        if (kind & Kind.SURNAME and is_typical(word)) or (kind & Kind.GIVEN and placed):
            yield Found(token.start, token.end, sure=False)


def is_short(word: str) -> bool:
    """An abbreviation, as far as its form tells."""
    return word.isupper() and len(word) < 5


def is_subject(text: str, end: int) -> bool:
    """Whether a verb in the past stands behind the word that ends at `end`: «Гордая уже звонила»."""
    return _VERB.match(text, end) is not None


def acts(text: str, start: int, end: int) -> bool:
    """Whether the word at `start`..`end` says or does something: the verb is on either side."""
    return bool(_ACT_AFTER.match(text, end) or _ACT_BEFORE.search(text[max(0, start - 40) : start]))


def inside_sentence(text: str, start: int) -> bool:
    """Whether a small letter or a comma stands before `start`: its capital means a name."""
    before = text[max(0, start - 2) : start]
    return len(before) == 2 and before[1] in " \n" and (before[0].islower() or before[0] in ",;")


def initials(text: str) -> Iterator[Found]:
    """A surname with one or two initials on either side, and with "оглы" or "кызы"."""
    for found in _AFTER.finditer(text):
        if _is_surname(found[1], both=found[3] is not None) or _is_of_many(text, found):
            yield Found(found.start(), found.end())
    for found in _BEFORE.finditer(text):
        if _is_surname(found[3], both=found[2] is not None):
            yield Found(found.start(), found.end())
    for found in _BARE.finditer(text):
        if found[2] + found[3] not in _NOT_BARE and _is_born(found[1]):
            yield Found(found.start(), found.end())
    for found in _OGLU.finditer(text):
        yield Found(found.start(), found.end())
    for found in _LOW_INITIALS.finditer(text):
        kind = kind_of(found[1])
        if f"{found[2]}.{found[3]}" not in _NOT_LOW and (_is_born(found[1]) or kind & Kind.POSSIBLE):
            yield Found(found.start(), found.end())


def _is_of_many(text: str, found: re.Match[str]) -> bool:
    """Whether a surname that reads like an adjective in the plural stands with its initial: «принял Седых О.»."""
    if not (_OF_MANY.fullmatch(found[1]) and kind_of(found[1]) & Kind.POSSIBLE):
        return False
    before = text[max(0, found.start() - 24) : found.start()]
    return is_subject(text, found.end()) or _DID_BEFORE.search(before) is not None


def _is_born(word: str) -> bool:
    """A surname and nothing else."""
    kind = kind_of(word)
    return bool(kind & Kind.SURNAME and not kind & (Kind.COMMON | Kind.PLACE)) or bool(
        kind & Kind.POSSIBLE and is_typical(word)
    )


def _is_surname(word: str, *, both: bool) -> bool:
    kind = kind_of(word)
    if word.isupper() and len(word) < 4 and not kind & (NAME | Kind.POSSIBLE):
        return False
    if both:
        return (
            bool(kind & (NAME | Kind.POSSIBLE)) or is_typical(word) or not kind & (Kind.PLACE | Kind.COMMON)
        )
    return (is_name(kind) and not kind & Kind.PLACE) or bool(
        kind & Kind.POSSIBLE and is_typical(word) and word[-1] not in "ыхи"
    )
