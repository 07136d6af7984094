"""What stands around a name of a thing and not of a person in Russian: «диван Виктория», «робот Вера»."""

from __future__ import annotations

import re

from ingest.clean.names.russian_forms import CAPITAL
from ingest.clean.names.russian_words import Kind, is_lifeless, is_name, is_typical, kind_of, word_of

_WINDOW = 60
_GOODS = (
    "ткань диван кресло кровать комод тумба стол стул шкаф ковёр ковер люстра обои плитка дверь кухня "
    "кухни мебель коллекция сорт роза лилия флокс клематис пицца пиццу салат торт печенье вафли конфеты "
    "шоколад сыр вино виски коньяк коктейль духи крем шампунь мыло порошок часы очки сумка костюм рубашка "
    "рубашки кроссовки куртка пальто туфли маска кукла игра насос котёл котел радиатор станок пила дрель "
    "краска клей принтер сканер ноутбук телефон монитор холодильник пылесос"
)
_MACHINES = (
    "антивирус файрвол мессенджер лицензия подписка продукт "
    "робот нода стенд ремень плита бот чат-бот помощник ассистент навык нейросеть сервис система "
    "программа приложение платформа кластер сервер релиз сборка спринт тариф модуль пакет шрифт "
    "библиотека язык редактор автомобиль седан кроссовер внедорожник грузовик трактор комбайн самолёт "
    "самолет вертолёт вертолет поезд ледокол ураган тайфун шторм циклон планета комета спутник"
)
_EPONYMS = (
    "бальзам мазь автомат автомата пистолет пистолета винтовка кран клапан аппарат проба реакция шприц "
    "зонд катетер фильтр дерево сортировка схема расстояние парадокс поправка статистика пирамида колесо "
    "двигатель печь мост сеть машина комета клиника больница центр число мяч пирог"
)
_PLACES = (
    "музей театр театре институт академия фонд премия кубок турнир кафе бар ресторан отель гостиница "
    "санаторий метро остановка платформа посёлок поселок деревня станица село хутор аэропорт аэропорта "
    "галерея библиотека филармония консерватория вокзал филиал склад офис переговорная город городе городом"
)
_OWNED = (
    "ламп|зажим|пипетк|игл|решетк|решётк|муфт|клетк|колб|горелк|сосуд|щипц|корсет|редуктор|клапан|кран|насос"
)
_CALLED_AFTER = re.compile(
    rf"(?<![\w-])(?:(?P<owned>{_OWNED})|стил|памятник|бюст|турбин|цикл|закон|метод|шкал|теорем|проб|болезн|синдром"
    r"|симптом|формул|эффект|постоянн|числ|уравнени|преобразовани|диаграмм|крив)[а-яё]{0,3} $",
    re.IGNORECASE,
)
"""What is called after somebody, in any case: «в лампе Чижевского»; of what one may own, no usual surname."""
_SCIENCE = re.compile(
    r"(?<![\w-])(?:турбин|шкал|теорем|лемм|уравнени|распределени|преобразовани|постоянн|неравенств|бином|ряд"
    r"|чаш)[а-яё]{0,3} (?:[А-ЯЁ][а-яё]+ и )?$",
    re.IGNORECASE,
)
"""What is called after somebody, whose name may be a given one besides: «турбина Каплана»."""
_HOUSES = re.compile(
    r"(?<![\w-])(?i:гостиниц|отел|музе|театр|институт|академи|библиотек|галере|филармони|консерватори|стадион|санатори"
    r"|теплоход|ледокол|кубок|кубк|турнир|мемориал|площад|парк|сквер|бульвар|набережн|мост)[а-яё]{0,3} "
    r"(?:[А-ЯЁ][а-яё]+ )?$"
)
"""Called after somebody with both names: «гостиница Максима Горького»."""
_RULER = re.compile(r"(?:[А-ЯЁ][а-яё]+ )?([А-ЯЁ][а-яё]+) [IVX]{1,5}(?!\w)")
"""A name with a number: «Пётр III»."""
_BOTH = re.compile(r"(?<!\w)энд(?!\w)")
"""Between the two whom a firm is called by: «Эрнст энд Янг»."""
_OF_SOMEBODY = re.compile(r"[А-ЯЁ][а-яё]+(?:а|я|ого|его|и|ы|о|у|ю|ому|ей|е)")
_CHATTELS = frozenset(_GOODS.split())
"""What one may own."""
_GENITIVE = re.compile(r"[А-ЯЁ][а-яё]+(?:[оеё]в|ин)(?:а|ой)")
_KINDS = frozenset(" ".join((_GOODS, _MACHINES, _EPONYMS, _PLACES)).split())
_KIND = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_KINDS))}) $", re.IGNORECASE)
"""A kind of thing right before its name. In the nominative mostly: after «начальник склада» stands a person."""
_SPOKEN_TO = re.compile(
    r"(?<![\w-])(?:(?:колонк|навык|станци)\w{1,3}(?: с)?|включи(?:те|ть)?) $", re.IGNORECASE
)
"""Before a voice assistant."""
_BY_NAME = re.compile(
    r"(?<![\w-])(?:сервер|ноутбук|компьютер|принтер|робот|планшет|телефон|станок|автомобил|машин|катер|яхт|корабл|лодк"
    r"|кластер|кот|кошк|собак|щен|пёс|лошад|конь)\w{0,3} (?:по имени|с именем|под именем|по кличке) [«\"]?$",
    re.IGNORECASE,
)
_PLACES_LISTED = re.compile(
    r"(?<![\w-])(?:филиал|склад|город|улиц|доставк|офис|станци|метро|регион|район|област|посел|маршрут|остановк|аэропорт|вокзал"
    r"|площадк|переговорн|рейс|пункт выдач)\w*:\*{0,2}"
    r"(?: [А-ЯЁ][\w -]{1,30},){0,9} ?$",
    re.IGNORECASE,
)
_IN_CHARGE = re.compile(
    r"(?<![\w-])(?:ответственн|начальник|заведующ|зав\.|директор|руководител|управляющ|менеджер|кладовщи|мастер|бригадир"
    r"|сотрудни|работни|администратор|оператор|дежурн|диспетчер|охран|водител|куратор|инженер|контакт|представител|хозя|владел"
    r"|комендант|механик|старш|курьер|логист|заместител|зам\.|начсклад|завсклад|фио|кто )[\w. -]{0,40}$",
    re.IGNORECASE,
)
"""In one label with a place, before it: who answers for the place, and stands behind the colon."""
_NOUN = re.compile(r"([А-Яа-яЁё]{3,})[ \n]$")
_HOLDER = re.compile(
    r"(?:пол|значени|запис|строк|контакт|аккаунт|подпис|парол|карточ|лид|сделк|фраз|текст|имя|имен|фамили|логин|слов|вариант|пункт"
    r"|кнопк|вкладк|ссылк|заголов|надпис|пометк|адрес|письм|задач|комментари|чат|диалог|папк|файл|ответ|запрос|поиск)\w*",
    re.IGNORECASE,
)
"""What holds names of persons: «Иванов Иван» after it is a value."""
_SOMEBODY_BEHIND = re.compile(rf" {_OF_SOMEBODY.pattern}(?![\w-])")


def calls_a_thing(text: str, quote: int) -> bool:
    """Whether a noun for something without life stands before the quotation mark, and no field that holds names."""
    before = _NOUN.search(text, max(0, quote - 30), quote)
    return before is not None and is_lifeless(before[1]) and not _HOLDER.fullmatch(before[1])


def is_kind_of_thing(word: str) -> bool:
    """Whether `word` is a kind of thing that names are given to: «диван», «музей»."""
    return word.lower() in _KINDS


def is_of_a_thing(text: str, start: int, end: int) -> bool:
    """Whether `start`..`end` is the name of a thing: its kind stands before it, or it is on a list of places.

    The kind may be the first of two words: «Диван Виктория».
    """
    before = text[max(0, start - _WINDOW) : start]
    if (listed := _PLACES_LISTED.search(before)) and not _IN_CHARGE.search(before[: listed.start()]):
        return True
    if _is_ruler(text, start, end) or _BOTH.search(text, max(0, start - 4), end + 4):
        return True
    first = CAPITAL.match(text, start)
    if first and first.end() < end:
        rest = text[first.end() + 1 : end].split()
        if _begins_a_thing(first[0] + " ", rest) and all(map(_OF_SOMEBODY.fullmatch, rest)):
            return True
    if first and first.end() < end and " " not in text[first.end() + 1 : end].strip():
        if _HOUSES.search(before) and all(map(_OF_SOMEBODY.fullmatch, text[start:end].split())):
            return True
        return _KIND.fullmatch(first[0] + " ") is not None and not kind_of(first[0]) & Kind.GIVEN
    if " " in text[start:end]:
        return False
    if _SCIENCE.match(text[start:end] + " ") and _SOMEBODY_BEHIND.match(text, end):
        return True
    if _HOUSES.search(before) and _SOMEBODY_BEHIND.match(text, end):
        return True
    kind = _KIND.search(before)
    if kind and kind[0].rstrip().lower() in _CHATTELS and _is_owner_of(text[start:end]):
        return False
    if kind or _BY_NAME.search(before) or _SPOKEN_TO.search(before):
        return True
    if not _OF_SOMEBODY.fullmatch(text, start, end):
        return False
    if (house := _HOUSES.search(before)) and " " in house[0].rstrip():
        return True
    if _SCIENCE.search(before):
        return True
    called = _CALLED_AFTER.search(before)
    if called is None or _is_owner(called, text[start:end]):
        return False
    return not kind_of(text[start:end]) & Kind.GIVEN or called[0].lower().startswith(
        ("стил", "памятник", "бюст")
    )


def _begins_a_thing(first: str, rest: list[str]) -> bool:
    """Whether a capitalised word is but the kind of what is called after those behind it: «Парк Юрия Сенкевича»."""
    if _SCIENCE.match(first) or (len(rest) > 1 and _HOUSES.match(first)):
        return True
    called = _CALLED_AFTER.match(first) if len(rest) == 1 else None
    return called is not None and not (kind_of(rest[0]) & Kind.GIVEN or _is_owner(called, rest[0]))


def _is_owner_of(word: str) -> bool:
    """Whether a name stands in the genitive: «телефон Кузнецова», «сумка Галины», no «кресло Марина»."""
    known = word_of(word)
    if known.kind & Kind.GIVEN:
        return is_name(known.kind) and known.given not in {"", word.lower().replace("ё", "е")}
    return _GENITIVE.fullmatch(word) is not None


def _is_owner(called: re.Match[str], word: str) -> bool:
    return called["owned"] is not None and is_typical(word)


def _is_ruler(text: str, start: int, end: int) -> bool:
    ruler = _RULER.match(text, start)
    return ruler is not None and ruler.end(1) <= end <= ruler.end() and bool(kind_of(ruler[1]) & Kind.GIVEN)
