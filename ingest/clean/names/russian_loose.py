"""Russian names in loose writing: lower case, after a role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean.names.russian_beside import is_role
from ingest.clean.names.russian_files import given_forms
from ingest.clean.names.russian_forms import CAPITAL, GAP, WORD, Found, is_short
from ingest.clean.names.russian_grammar import grammar_of
from ingest.clean.names.russian_letters import is_nominative
from ingest.clean.names.russian_words import NAME, Kind, is_name, is_typical, kind_of

_LOW = re.compile(r"(?<![\w-])[а-яё]{2,24}(?:-[а-яё]{2,24})?(?![\w-])")
_LOW_BEFORE = re.compile(rf"({_LOW.pattern}){GAP}$")
_LOW_AFTER = re.compile(rf"{GAP}({_LOW.pattern})")
_BLANKS = frozenset({" ", "\n", " \n"})
_LOW_PATRONYMIC = re.compile(r"(?<![\w-])([а-яё]{2,20}(?:[оеё]вич|ьич|[оеё]вн|ичн)[а-яё]{0,2})(?![\w-])")
_LOW_WORDS = re.compile(r"[а-яё]{3,}")
_CALLED = re.compile(
    r"(?<!\w)(?:меня зовут|зовут|моя фамилия|фамилия|фио|ф\.и\.о\.|имя|контакт\w*(?: лицо)?|клиент\w*|заказчик\w*"
    r"|покупател\w*|получател\w*|отправител\w*|плательщик\w*|менеджер\w*|курьер\w*|мастер\w*|директор\w*"
    r"|бухгалтер\w*|сотрудни\w*|пациент\w*|абонент\w*|арендатор\w*|кому|от кого|звонил[аи]?|пишет|это"
    r"|спросить|обращаться к|позвать|ответственн\w+|исполнител\w*|водител\w*)(?: ?[:—-])? {0,2}",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?<!\w)(?i:директор\w{0,3}|менеджер\w{0,3}|бухгалтер\w{0,3}|инженер\w{0,3}|начальник\w{0,3}"
    r"|руководител[ьяюе]\w{0,2}|специалист\w{0,3}|секретар[ьяюе]\w?|юрист\w{0,3}|аналитик\w{0,3}"
    r"|программист\w{0,3}|разработчик\w{0,3}|администратор\w{0,3}|оператор\w{0,3}|консультант\w{0,3}"
    r"|заместител[ьяюе]\w?|президент\w{0,3}|министр\w{0,3}|губернатор\w{0,3}|депутат\w{0,3}|врач\w{0,3}"
    r"|доктор\w{0,3}|профессор\w{0,3}|академик\w{0,3}|капитан\w{0,3}|майор\w{0,3}|полковник\w{0,3}"
    r"|следовател[ьяюе]\w?|судь[яиёе]\w?|адвокат\w{0,3}|нотариус\w{0,3}|тренер\w{0,3}|журналист\w{0,3}"
    r"|господин\w{0,3}|госпож[аиеуо]\w?|гражданин\w{0,3}|гражданк[аиеуо]\w?|г-н\w?|г-ж[аиеу]|гр\.|тов\."
    r"|товарищ\w{0,3}|коллег[аиеу]|клиент\w{0,3}|курьер\w{0,3}|мастер\w{0,3}|водител[ьяюеи]\w?|прораб\w{0,3}"
    r"|механик\w{0,3}|кладовщи[кц]\w{0,3}|слесар[ьяюе]\w?|электрик\w{0,3}|сантехник\w{0,3}|диспетчер\w{0,3}"
    r"|воспитател[ьяюе]\w?|учител[ьяюе]\w?|преподавател[ьяюе]\w?|педагог\w{0,3}|медсестр[аыеу]\w?|фельдшер\w{0,3}"
    r"|логист\w{0,3}|экспедитор\w{0,3}|кассир\w{0,3}|приёмщи[кц]\w{0,3}|приемщи[кц]\w{0,3}|охранник\w{0,3}|вахт[её]р\w{0,3}"
    r"|завхоз\w{0,3}|комендант\w{0,3}|дежурн(?:ый|ая|ого|ой|ому|ым)|куратор\w{0,3}|рекрутер\w{0,3}|стаж[её]р\w{0,3}"
    r"|бригадир\w{0,3}|старш\w{2,3} смены"
    r"|ист[ец]ц?\w{0,2}|ответчик\w{0,3}|заявител[ьяюе]\w?|потерпевш\w{2,3}|свидетел[ьяюеи]\w?|покупател[ьяюеи]\w?|продавец|продавц\w{1,2}"
    r"|заказчик\w{0,3}|исполнител[ьяюеи]\w?|поставщик\w{0,3}|арендатор\w{0,3}|наследник\w{0,3}|архиепископ\w{0,3}|епископ\w{0,3}"
    r"|предпринимател[ьяюе]\w?|ИП)"
    rf"((?: (?:по )?[а-яё]{{3,16}}| [А-ЯЁ]{{2,5}})?(?: ?[:—-] ?|{GAP}))({WORD})(?![\w-])"
)
_DONE = re.compile(
    rf"(?<!\w)(?i:(?:с|вы|пере)дал|принял|получил|проверил|утвердил|составил|согласовал|подготовил|разработал|исполнил"
    rf"|сосед|соседк)[аи]?(?: ?[:—-] ?|{GAP})({WORD})(?![\w-])"
)
"""Who did it, or lives next door: only what looks like a surname is believed."""
_CHARGED = re.compile(
    r"(?<!\w)(?i:поруч(?:ить|аю|аем|ил[аи]?|ено|ается)|обязать|обязал[аи]?|уволить|премировать|командировать|наградить"
    rf"|пропуск (?:для|на)|передать (?:дела|смену|ключи)){GAP}({WORD})(?![\w-])"
)
"""Whom one gives orders, or a paper is for: a word that is a surname as well, and no role."""
_NAMED = re.compile(r"(?:имя|фамилия|ф\.?и\.?о\.?) ?[:—-] {0,2}", re.IGNORECASE)
_VALUE_END = re.compile(r" ?(?:$|[,;|\n])")


_NEXT = re.compile(rf"(?:,| и) ({WORD})(?=[,.;\n]|$| и )")


def low_names(text: str) -> Iterator[Found]:
    """Names without capitals: a given name beside a surname or patronymic, or after a word that calls for one."""
    given = given_forms() & set(_LOW_WORDS.findall(text))
    if given:
        given = frozenset(word for word in given if kind_of(word) & Kind.GIVEN)
    if given:
        for found in _LOW.finditer(text):
            if found[0] in given:
                yield from _low_run(text, found.start(), found.end())
    for found in _LOW_PATRONYMIC.finditer(text):
        if kind_of(found[1]) & Kind.PATRONYMIC:
            yield from _before_patronymic(text, found)
    for called in _CALLED.finditer(text):
        yield from _after_call(text, called)


def _before_patronymic(text: str, found: re.Match[str]) -> Iterator[Found]:
    """Given name, and a surname before or after, around the lower-case patronymic `found`."""
    words = list(_LOW.finditer(text, max(0, found.start() - 60), found.start()))[-2:]
    kinds = [kind_of(word[0]) for word in words]
    if (
        not words
        or text[words[-1].end() : found.start()] not in _BLANKS
        or not (kinds[-1] & NAME or not kinds[-1] & Kind.KNOWN)
    ):
        return
    start, end = words[-1].start(), found.end()
    if len(words) > 1 and text[words[0].end() : start] in _BLANKS and _is_part(words[0][0], possible=True):
        start = words[0].start()
    else:
        after = _LOW.match(text, end + 1)
        if after and text[end] == " " and _is_part(after[0]):
            end = after.end()
    yield Found(start, end)


def _low_run(text: str, start: int, end: int) -> Iterator[Found]:
    """The name around the lower-case given name at `start`, if a surname or patronymic is beside it."""
    first, last, beside = start, end, False
    strict = is_name(kind_of(text[start:end]))
    before = _LOW_BEFORE.search(text[max(0, first - 30) : first])
    if before and _is_part(before[1]) and (strict or is_typical(before[1])):
        first, beside = max(0, first - 30) + before.start(), True
    for _ in range(2):
        after = _LOW_AFTER.match(text, last)
        if not after or not _is_part(after[1]) or not (strict or beside or is_typical(after[1])):
            break
        last, beside = after.end(), True
    if beside:
        yield Found(first, last)


def _is_part(word: str, *, possible: bool = False) -> bool:
    kind = kind_of(word)
    if possible and (kind & Kind.POSSIBLE or not kind & Kind.KNOWN):
        return True
    return (
        bool(kind & (Kind.SURNAME | Kind.PATRONYMIC))
        and not kind & (Kind.COMMON | Kind.PLACE)
        and len(word) > 2
    )


def _after_call(text: str, called: re.Match[str]) -> Iterator[Found]:
    at = called.end()
    words: list[re.Match[str]] = []
    while len(words) < 3 and (word := _LOW.match(text, at) or CAPITAL.match(text, at)):
        if not kind_of(word[0]) & (NAME | Kind.POSSIBLE):
            break
        words.append(word)
        at = word.end() + 1 if text[word.end() : word.end() + 1] == " " else len(text)
    kinds = [kind_of(word[0]) for word in words]
    while words and not is_name(kinds[-1]) and not any(kind & Kind.GIVEN for kind in kinds[:-1]):
        words.pop()
        kinds.pop()
    strict = any(is_name(kind) and not kind & Kind.PLACE for kind in kinds)
    typical = any(is_typical(word[0]) for word in words) and any(kind & Kind.GIVEN for kind in kinds)
    if len(words) > 1 and (strict or typical):
        yield Found(words[0].start(), words[-1].end())
    elif words and is_name(kinds[0]) and not kinds[0] & Kind.PLACE and ":" in called[0]:
        yield Found(words[0].start(), words[0].end())
    elif (
        _NAMED.fullmatch(called[0])
        and (word := CAPITAL.match(text, called.end()))
        and _VALUE_END.match(text, word.end())
        and is_nominative(word[0])
    ):
        yield Found(word.start(), word.end())
    elif "зовут" in called[0].lower() and (word := _LOW.match(text, called.end())):
        kind = kind_of(word[0])
        if kind & Kind.GIVEN or not kind & Kind.KNOWN:
            yield Found(word.start(), word.end())


def called_names(text: str) -> Iterator[Found]:
    """Single names that stand after a role, or after what the person did."""
    for found in _ROLE.finditer(text):
        word, beside = found[2], found[1].isspace()
        kind = kind_of(word)
        if is_short(word):
            continue
        named = kind & Kind.SURNAME and is_typical(word)
        possible = kind & Kind.POSSIBLE and (is_typical(word) or (beside and not kind & Kind.PLACE))
        unknown = beside and not kind & (Kind.KNOWN | Kind.COMMON | Kind.PLACE)
        given = is_name(kind) and kind & Kind.GIVEN and not kind & Kind.PLACE
        double = beside and kind & Kind.GIVEN and not kind & Kind.PLACE and found[1].strip() == ""
        if named or possible or unknown or double or (is_name(kind) and not kind & Kind.PLACE):
            yield Found(found.start(2), found.end(2), sure=bool(named or given))
            yield from _listed(text, found.end(2))
    for found in _CHARGED.finditer(text):
        kind = kind_of(found[1])
        if not kind & Kind.POSSIBLE or kind & Kind.PLACE or is_short(found[1]) or is_role(found[1]):
            continue
        if grammar_of(found[1]).animate:
            yield Found(found.start(1), found.end(1), sure=False)
    for found in _DONE.finditer(text):
        if is_typical(found[1]) and kind_of(found[1]) & (Kind.SURNAME | Kind.POSSIBLE):
            yield Found(found.start(1), found.end(1), sure=False)


def _listed(text: str, end: int) -> Iterator[Found]:
    """The surnames that go on a list of people of one role, from `end` of the first."""
    while found := _NEXT.match(text, end):
        kind = kind_of(found[1])
        likely = kind & Kind.SURNAME or (kind & Kind.POSSIBLE and is_typical(found[1]))
        if not likely or is_short(found[1]) or (kind & Kind.PLACE and not is_typical(found[1])):
            return
        yield Found(found.start(1), found.end(1), sure=is_typical(found[1]))
        end = found.end()
