"""Names of goods, programs and places that read like persons': told by a word, or by the column they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean.names.name_labels import PERSONAL, TECHNICAL, THINGS, plain
from ingest.clean.names.name_values import Place, calls_a_name, judge_of
from ingest.clean.names.russian_words import Kind, is_typical, kind_of
from ingest.clean.names.standing import is_firm
from ingest.clean.recognizers.reading import Reading

_ENGLISH = (
    "Antivirus Anti-Virus Server Suite Cloud Office Security Plus Max Lite Light Pro Backup Enterprise "
    "Desktop Mobile Studio Analytics Gateway Firewall Drive Ultra Mini Premium Standard Basic "
    "Professional Ultimate Edition Online Express Portal Platform Connect Sync Vault VPN Docs Mail "
    "Messenger Player Reader Viewer Editor Designer Builder Toolkit Software Soft App Hub Linux Router "
    "Tablet Endpoint Defender Workspace CRM ERP API SDK HD Deluxe Starter"
)
_RUSSIAN = (
    "Лайт Софт Про Плюс Макс Мини Люкс Стандарт Сервер Офис Клауд Облако Эксперт Бизнес Профи Премиум "
    "Базовый Базовая Оптима Драйв Антивирус Секьюрити Секьюр Онлайн Экспресс Мобайл Смарт Ультра Старт "
    "Базис Корпоративный Корпоративная Комфорт Эконом Классик Элит Диск Почта Маркет Такси Аналитика "
    "Мессенджер Шлюз Бэкап Портал Платформа Версия Лицензия Профессиональный Профессиональная Расширенный "
    "Расширенная Энтерпрайз Десктоп Тариф"
)
_OF_ENGLISH, _OF_RUSSIAN = ("|".join(words.split()) for words in (_ENGLISH, _RUSSIAN))
_LAST = re.compile(rf".+ (?:{_OF_ENGLISH}|{_OF_RUSSIAN})")
_FIRST = re.compile(r"(?:Antivirus|Антивирус|Firewall|Лицензия|Тариф|Модель|Пакет) .+")
_BEHIND = re.compile(rf" (?:(?:{_OF_ENGLISH})(?! ?[:|])|{_OF_RUSSIAN})(?![\w-])")
"""Not «Anna Mobile: …», which is her number."""
_BEFORE = re.compile(r"(?<![^\W_])([A-ZА-ЯЁ][^\W\d_]+) \Z")
_KIND = re.compile(
    r"(?:.* )?(?:товар\w*|продукт\w*|product|item|наименование.*|модел\w+|model|услуг\w+|лицензи\w*|licen[cs]es?"
    r"|тариф\w*|программ\w*|software|прибор\w*|оборудовани\w+|издели\w+|бренд\w*|марк[аи]|торговая марка"
    r"|производитель"
    r"|изготовитель|brands?|makes?|manufacturers?)(?: name)?"
)
"""Heads of columns that name things."""
_PLACE = re.compile(
    r"(?:город|населенный пункт|улица|станция|метро|остановка|район|область|регион|край|округ|страна|адрес"
    r"|филиал|аэропорт"
    r"|порт|пункт|площадка|локация|местоположение|поселок|село|деревня|место|откуда|маршрут|направление|переговорная"
    r"|аудитория|помещение|площадь|проспект|памятник|парк|сквер|теплоход|судно|вокзал|склад|магазин|театр|музей"
    r"|корпус|здание|зал"
    r"|city|town|street|station|stop|metro|district|region|state|county|country|location|address|branch|airport|port"
    r"|destination|origin|route|depot|warehouse|venue|room|meeting room|hall|park|bridge|birthplace|school"
    r"|university)"
    r"(?: .{1,25})?"
)
"""Heads of columns that name places."""
_FIRMS = re.compile(
    r"(?:дилер|дистрибьютор|поставщик|подрядчик|контрагент|компания|организация|фирма|производитель|изготовитель"
    r"|dealer|distributor|resell?er|vendor|supplier|contractor|company|organi[sz]ation|firm|manufacturer)(?:ы|и|s)?"
)
"""Heads of columns that name firms, if a cell says so: a lone surname there is what a firm is called by."""
_NAMING = re.compile(r"name|title|название|имя|позиция")
"""Heads that do beside those of a list of goods, or of a table of fields."""


def goods_places(reading: Reading) -> list[Place]:
    """(start, end) of the cells of tables in `reading` that name things, and of heads; in order."""
    text, found = reading.text, list[Place]()
    for grid in reading.context.tables.grids():
        if not grid:
            continue
        heads = [plain(text[start:end]) for start, end in grid[0]]
        found += (cell for cell, head in zip(grid[0], heads, strict=True) if _is_head(head))
        of_goods = any(map(THINGS.fullmatch, heads))
        bare = of_goods or any(map(TECHNICAL.fullmatch, heads))
        if any(judge_of(head) or (not of_goods and PERSONAL.fullmatch(head)) for head in heads):
            continue
        for column, head in enumerate(heads):
            if _KIND.fullmatch(head) or (bare and _NAMING.fullmatch(head)):
                found += (row[column] for row in grid[1:] if column < len(row))
    return sorted(found)


def firm_places(reading: Reading) -> list[Place]:
    """(start, end) of the cells of tables in `reading` that name firms: «Bauer» below «Dealer», no «Петров»."""
    text, found = reading.text, list[Place]()
    for grid in reading.context.tables.grids():
        for column, (start, end) in enumerate(grid[0] if grid else ()):
            if _FIRMS.fullmatch(plain(text[start:end])):
                cells = [row[column] for row in grid[1:] if column < len(row)]
                if any(is_firm(text[slice(*cell)]) for cell in cells):
                    found += (cell for cell in cells if _is_firm_or_word(text[slice(*cell)].strip()))
    return sorted(found)


def _is_firm_or_word(value: str) -> bool:
    return is_firm(value) or not (" " in value or _is_persons(value))


def named_places(reading: Reading) -> list[Place]:
    """(start, end) of the cells of tables in `reading` that name places: «Пушкин» below «Город»; in order."""
    text, found = reading.text, list[Place]()
    for grid in reading.context.tables.grids():
        for column, (start, end) in enumerate(grid[0] if grid else ()):
            if _PLACE.fullmatch(plain(text[start:end])):
                found += (row[column] for row in grid[1:] if column < len(row))
    return sorted(found)


def _is_head(head: str) -> bool:
    return bool(
        THINGS.fullmatch(head) or TECHNICAL.fullmatch(head) or PERSONAL.fullmatch(head)
    ) or calls_a_name(head)


def is_product(text: str, start: int, end: int) -> bool:
    """Whether a word of `start`..`end`, or behind it, is one that programs and goods are called by: Lite, Софт.

    A surname of the usual endings or a patronymic tells of a person all the same.
    """
    name = text[start:end]
    if any(map(_is_persons, _words(name))):
        return False
    if " " in name:
        return bool(_LAST.fullmatch(name) or _FIRST.fullmatch(name))
    if _BEHIND.match(text, end):
        return True
    before = _BEFORE.search(text, max(0, start - 30), start)
    return (
        before is not None
        and _LAST.fullmatch(f"{before[1]} {name}") is not None
        and not _is_persons(before[1])
    )


def is_persons_anyway(name: str) -> bool:
    """Whether `name` is a person's even in a column of goods: it has initials, a patronymic or a usual surname."""
    return " " in name and (
        re.search(r"(?<!\w)[А-ЯЁA-Z]\.", name) is not None or any(map(_is_persons, _words(name)))
    )


def _is_persons(word: str) -> bool:
    kind = kind_of(word) if not word.isascii() else Kind.NONE
    return bool(kind & Kind.PATRONYMIC or (is_typical(word) and not kind & Kind.GIVEN))


def _words(name: str) -> Iterator[str]:
    return (found[0] for found in re.finditer(r"[^\W\d_]{2,}", name))
