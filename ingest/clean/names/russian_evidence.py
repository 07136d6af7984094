"""The evidence filter: which finds are persons, and which are streets, laws, companies, products or plain words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ingest.clean.names.russian_forms import CAPITAL, Found, Token, acts, inside_sentence, is_short
from ingest.clean.names.russian_things import calls_a_thing, is_of_a_thing
from ingest.clean.names.russian_words import NAME, Kind, is_name, kind_of
from ingest.clean.names.things import thing_places

_WINDOW = 60
_STREET = (
    r"ул\.?|улиц\w{1,3}|площад\w{1,3}|пл\.|проспект\w{0,2}|пр-т\w?|просп\.|пр\.|переул\w{1,4}|пер\.|бульвар\w{0,2}|б-р\w?"
    r"|шоссе|набережн\w{2}|наб\.|проезд\w{0,2}|тупик\w{0,2}|алле[яиею]|сквер\w{0,2}|станци\w"
)
_TERM = (
    r"метод\w{0,3}|критери\w{1,3}|закон\w{0,2}|теорем\w{1,3}|лемм\w{1,2}|формул\w{1,2}|распределени\w{1,2}"
    r"|коэффициент\w{0,3}|эффект\w{0,2}|постоянн\w{2}|числ[оае]|уравнени\w{1,2}|преобразовани\w{1,2}"
    r"|алгоритм\w{0,2}|неравенств\w{1,2}|тест\w{0,2}|шкал\w{1,2}|индекс\w{0,2}|диаграмм\w{1,3}|принцип\w{0,2}"
    r"|правил\w{1,2}|модел\w{1,2}|машин\w{1,2}|матриц\w{1,2}|кривая|кривой|кривую|рефлекс\w{0,2}|синдром\w{0,2}|болезн\w{1,2}"
    r"|имени|им\.|преми\w{1,2}|медал\w{1,2}|орден\w{0,2}|цикл\w{0,2}|код\w{0,2}|таблиц\w{1,2}"
)
_LEFT = re.compile(
    rf"(?<![\w-])(?:{_STREET}|{_TERM})(?: [а-яё]{{3,16}}| академика| генерала| маршала)?[ \n]$", re.IGNORECASE
)
_RIGHT = re.compile(
    r"[ \n](?:ул\.|улиц[аеуы]|пр\.|просп\.|проспект|пр-т|пер\.|переулок|площадь|бульвар|б-р|шоссе|набережная)(?!\w)"
)
_QUOTED = re.compile(r"[«\"“„][^«»\"“”„\n]{2,90}[»\"”]")
_NAMED = re.compile(
    r"(?<![\w-])(?:ЖК|ТСЖ|СНТ|ДНТ|ЖСК|ТЦ|ТРЦ|БЦ|ООО|ОАО|ЗАО|ПАО|АО|НАО|НКО|АНО|ТОО|ФГУП|ГУП|МУП|компани\w{1,3}|фирм\w{1,3}|завод\w{0,3}|фабрик\w{1,3}"
    r"|групп\w{1,3}|издательств\w{1,3}|магазин\w{0,3}|банк\w{0,3}|холдинг\w{0,3}|концерн\w{0,3}|фонд\w{0,3}|ресторан\w{0,3}"
    r"|кафе|бренд\w{0,3}|марк\w{1,3}|дом|агентств\w{1,3}|центр\w{0,3}|клуб\w{0,3}|бюро|студи\w{1,3}|корпораци\w{1,3}"
    r"|сет[ьи]|организаци\w{1,3}|предприяти\w{1,3}|общество|партн[её]рств\w{1,2}|клиник\w{1,3}|отел\w{1,3}"
    r"|ансамбл\w{1,3}|фильм\w{0,2}|книг\w{1,2}|роман\w{0,2}|теплоход\w{0,2}|судн\w{1,2}|корабл\w{1,2}|шаблон\w{0,2}|раздел\w{0,2})"
    r"(?: [а-яёА-ЯЁ]{2,20})? ?$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?<!\w)[А-ЯЁA-Z]\.$")


class Places:
    """Ranges of a text where no name is taken: sorted, looked up by place."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [start for start, _ in self._ranges]

    def hold(self, start: int, end: int) -> bool:
        """Whether `start`..`end` is within one of them."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._ranges[at][1] >= end

    def over(self, start: int, end: int) -> list[tuple[int, int]]:
        """Those that overlap `start`..`end`; they do not overlap each other."""
        at = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while at < len(self._ranges) and self._ranges[at][0] < end:
            if self._ranges[at][1] > start:
                found.append(self._ranges[at])
            at += 1
        return found


def company_names(text: str) -> Places:
    """The quoted names of organisations, books, ships and other things in `text`."""
    return Places(
        found.span()
        for found in _QUOTED.finditer(text)
        if _NAMED.search(text[max(0, found.start() - _WINDOW) : found.start()])
        or calls_a_thing(text, found.start())
    )


def kept_places(text: str, keep: Sequence[str]) -> Places:
    """Where the product names `keep` stand in `text`, in any case of letters, and things of the shipped list."""
    things = thing_places(text)
    words = sorted({word for word in keep if word.strip()}, key=lambda word: (-len(word), word))
    if not words:
        return Places(things)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    kept = [(found.start(), found.end()) for found in pattern.finditer(text)]
    taken = Places(kept)
    return Places([*kept, *(thing for thing in things if not taken.over(*thing))])


def is_term(text: str, start: int, end: int) -> bool:
    """Whether what stands beside `start`..`end` makes it a street, a law, an award."""
    before = text[max(0, start - _WINDOW) : start]
    if _LEFT.search(before) or _RIGHT.match(text, end):
        return True
    return is_of_a_thing(text, start, end)


def cut(found: Found, places: Places) -> Iterator[Found]:
    """`found` without what lies in `places`."""
    start = found.start
    for begin, end in places.over(found.start, found.end):
        if begin > start:
            yield Found(start, begin, found.sure)
        start = max(start, end)
    if start < found.end:
        yield Found(start, found.end, found.sure)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """`start`..`end` without common words, marks and blanks at its ends; empty if nothing is left."""
    words = list(CAPITAL.finditer(text, start, end))
    while words and not _fits(kind_of(words[0][0])):
        start = words.pop(0).end()
    given = any(
        (is_name(kind) and kind & Kind.GIVEN) or kind & Kind.GUESSED
        for kind in (kind_of(word[0]) for word in words)
    )
    while words and not _fits(kind := kind_of(words[-1][0])) and not (given and kind & Kind.POSSIBLE):
        end = words.pop().start()
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or (_INITIAL.search(text, max(start, end - 3), end))):
        end -= 1
    return start, end


def _fits(kind: Kind) -> bool:
    return bool(kind & NAME) or not kind & (Kind.COMMON | Kind.PLACE)


def has_evidence(text: str, start: int, end: int, *, peopled: bool = False) -> bool:
    """Whether a find of the tagger is a person by its words alone.

    Of several words one must be a name and not a common word, or all must be parts of names, or none a word that the
    dictionary knows. A single word must be a name and not common, or stand inside a sentence and be a given name,
    or be unknown and do what persons do. In a text that is `peopled` (it gives a name in full) unknown is enough.
    """
    words = list(CAPITAL.finditer(text, start, end))
    kinds = [Kind.COMMON if is_short(word[0]) else kind_of(word[0]) for word in words]
    if not kinds:
        return False
    if len(kinds) > 1:
        return (
            any(is_name(kind) and not kind & Kind.PLACE for kind in kinds)
            or all(kind & NAME for kind in kinds)
            or not any(kind & (Kind.COMMON | Kind.PLACE) for kind in kinds)
            or bool(kinds[0] & Kind.GUESSED and not is_short(words[-1][0]))
            or (
                peopled
                and not kinds[0] & (Kind.COMMON | Kind.PLACE)
                and bool(kinds[-1] & (NAME | Kind.POSSIBLE))
            )
        )
    kind = kinds[0]
    if is_name(kind) and not kind & Kind.PLACE:
        return True
    if kind & Kind.GIVEN:
        return inside_sentence(text, words[0].start())
    return not kind & (Kind.COMMON | Kind.PLACE) and (peopled or acts(text, start, end))


def is_candidate(text: str, token: Token) -> bool:
    """Whether the sentence of `token` is worth the tagger's time."""
    kind = token.kind
    if kind & (Kind.COMMON | Kind.PLACE):
        return bool(kind & Kind.GIVEN) and inside_sentence(text, token.start)
    return not is_short(text[token.start : token.end])
