"""Surnames that are words as well (Первая, Мышь), told by the name, the patronymic or the initials beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.clean.names.russian_forms import GAP, WORD, Found, Token, inside_sentence, is_short
from ingest.clean.names.russian_grammar import grammar_of
from ingest.clean.names.russian_words import NAME, Kind, kind_of

_LABELS = (
    "накладная доверенность справка заявка договор акт счет фактура приказ письмо отчет документ ведомость "
    "квитанция расписка анкета карточка заявление протокол версия система имя фамилия отчество фио контакт "
    "телефон адрес подпись дата место отдел сторона автор копия лицо кому итого где когда тогда также вчера "
    "сегодня завтра потом затем пункт раздел приложение рисунок таблица глава том часть группа класс серия "
    "корпус литера подпункт зона блок вариант тип участок статья форма этап лист строка схема чертеж образец "
    "пример кабинет"
)
_GREETINGS = (
    "уважаемый многоуважаемый глубокоуважаемый милый любимый новый бывший покойный старший младший главный "
    "ведущий дежурный ответственный исполняющий заведующий управляющий действующий уполномоченный "
    "нижеподписавшийся настоящий наш ваш мой твой свой сам весь каждый такой этот тот данный указанный "
    "следующий временный генеральный исполнительный коммерческий финансовый технический святой"
)
_ROLES = (
    "господин госпожа гражданин гражданка товарищ коллега судья врач юрист мама папа бабушка дедушка тетя "
    "дядя сестра брат жена муж дочь сын внук внучка мать отец сосед соседка клиентка подруга друг мастер "
    "капитан майор полковник генерал лейтенант сержант доцент хирург терапевт педиатр прораб пенсионер "
    "медсестра няня повар логист завхоз кассир"
)
_NEVER = frozenset((*_LABELS.split(), *_GREETINGS.split(), *_ROLES.split()))
_ROLE = re.compile(
    r".+(?:тель|тельница|ни[кц]а?|щи[кц]а?|чи[кц]а?|ист|истка|ант|антка|ент|ентка|олог|граф|тор|[её]р|ор|арь|ица)"
)
_DESCRIBES = re.compile(r" ([а-яё]{{3,}})")
_NEXT_NAME = re.compile(rf" {WORD}(?![\w-])")
_GREETED = re.compile(r" ?[!,]")
_PAIR = re.compile(
    rf"(?<![\w.-])(?P<word>{WORD})(?: (?:[А-ЯЁ]\. ?[А-ЯЁ]\.))(?!\w)"
    rf"|(?<![\w.-])[А-ЯЁ]\. ?[А-ЯЁ]\. ?(?P<after>{WORD})(?![\w-])"
)
_FAR_EAST = (
    "Ким Пак Пек Цой Чой Ли Хан Юн Тян Тен Шин Сон Кан Чон Нам Лим Ан Юй Нгуен Чан Фам Хоанг Ван Чжан Лю Чэнь "
    "Чен Ян Хуан Сюй Сунь Ма Чжоу Чжао Хо Квон Югай Хван"
)
_THREE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_FAR_EAST.split())}){GAP}[А-ЯЁ][а-яё]{{1,4}}(?:[ -][А-ЯЁ]?[а-яё]{{1,4}})(?![\w-])"
)


def surnames_beside(text: str, tokens: Sequence[Token]) -> Iterator[Found]:
    """A given name and a patronymic with the surname before or behind them, whatever word that is.

    A capital inside a sentence is enough; where a sentence begins, the word must agree as a surname does.
    """
    for at in range(len(tokens) - 1):
        given, patronymic = tokens[at], tokens[at + 1]
        if not patronymic.kind & Kind.PATRONYMIC or text[given.end : patronymic.start] not in {" ", "\n"}:
            continue
        if not given.kind & Kind.GIVEN and given.kind & Kind.KNOWN:
            continue
        called = text[patronymic.start : patronymic.end]
        before = tokens[at - 1] if at and text[tokens[at - 1].end : given.start] == " " else None
        if before and before.kind & NAME and not before.kind & Kind.COMMON:
            continue
        greeted = _GREETED.match(text, patronymic.end) is not None
        if before and _is_surname(text, before, called, greeted=greeted):
            yield Found(before.start, patronymic.end)
            continue
        after = tokens[at + 2] if at + 2 < len(tokens) else None
        if after and text[patronymic.end : after.start] == " " and _is_surname(text, after, called):
            yield Found(given.start, after.end)


def _is_surname(text: str, token: Token, patronymic: str, *, greeted: bool = False) -> bool:
    word = text[token.start : token.end]
    if is_role(word) or (token.kind & Kind.PLACE and not token.kind & (NAME | Kind.POSSIBLE)):
        return False
    if inside_sentence(text, token.start) and not word.isupper():
        return not greeted or not _is_greeting(word)
    if greeted and _is_greeting(word):
        return False
    cases = {case for _, case, _ in grammar_of(patronymic).readings}
    gender = "femn" if re.search(r"вн|чн", patronymic.lower()[-5:]) else "masc"
    return any(
        (case in cases and ((part in {"ADJF", "PRTF"} and sex in {gender, ""}) or part == "NOUN"))
        or (part == "IMPR" and "nomn" in cases and len(word) < 6)
        for part, case, sex in grammar_of(word).readings
    )


def _is_greeting(word: str) -> bool:
    return word.lower().startswith(("дорог", "мил", "любим"))


def is_role(word: str) -> bool:
    """Whether `word` stands beside names for what the person is or does, or labels them."""
    low = word.lower().replace("ё", "е")
    if is_short(word) and not kind_of(word) & (NAME | Kind.POSSIBLE):
        return word.isupper() and len(word) < 4
    read = grammar_of(word)
    return bool(
        low in _NEVER
        or any(lemma in _NEVER for lemma in read.lemmas)
        or (read.animate and any(map(_ROLE.fullmatch, read.lemmas)))
    )


def is_trade(word: str) -> bool:
    """Whether `word`, in the nominative, is what somebody is by trade: «крановщик»."""
    read = grammar_of(word)
    return (
        read.animate
        and any(map(_ROLE.fullmatch, read.lemmas))
        and any(one.part == "NOUN" and one.case == "nomn" for one in read.readings)
    )


def words_with_initials(text: str) -> Iterator[Found]:
    """A word with two initials on either side that stands as a surname does: in the singular, no role, no place."""
    for found in _PAIR.finditer(text):
        word = found["word"] or found["after"]
        kind = kind_of(word)
        if not kind & Kind.COMMON or kind & Kind.PLACE or is_role(word):
            continue
        parts = {(part, case) for part, case, _ in grammar_of(word).readings}
        start = found.start()
        placed = inside_sentence(text, start)
        nominative = any(part in {"NOUN", "ADJF", "PRTF"} and case == "nomn" for part, case in parts)
        if not nominative and not (placed and any(part in {"NOUN", "ADJF", "PRTF"} for part, _ in parts)):
            continue
        if (found["word"] and _NEXT_NAME.match(text, found.end())) or _is_described(text, found.end(), parts):
            continue
        yield Found(start, found.end())


def _is_described(text: str, end: int, parts: set[tuple[str, str]]) -> bool:
    """Whether the adjective that ends at `end` describes the noun behind it: «Новая версия»."""
    behind = _DESCRIBES.match(text, end)
    if not behind or not any(part in {"ADJF", "PRTF"} for part, _ in parts):
        return False
    return any(part in {"NOUN", "ADJF"} for part, _, _ in grammar_of(behind[1]).readings[:1])


def far_eastern(text: str) -> Iterator[Found]:
    """Korean, Chinese and Vietnamese names of three words: Ким Ен Су."""
    for found in _THREE.finditer(text):
        yield Found(found.start(), found.end())
