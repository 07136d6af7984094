"""Russian postal addresses: components from index to flat, joined over commas, line breaks and cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.clean.recognizers.around import begins_word
from ingest.clean.recognizers.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAP = r"[А-ЯЁ][а-яё]*(?:-\n?[А-ЯЁа-яё]+)*\.?"
_ANY = r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*"
_NUMBERED = r"(?:\d{1,3}(?:-?(?:й|я|ая|ый|го|ой|е))? (?:лет )?)"
_RANKED = (
    r"(?:реки |имени |им\. ?|маршала |академика |генерала |адмирала |космонавтов |героев |героя |лётчика |"
    r"архитектора |профессора )"
)
_STREET_TYPE = (
    r"ул(?:ица|ице|ицы|ицу)?|пр-?к?т|просп(?:ект[ауе]?)?|пр(?:оезд[уе]?|-д)?|пер(?:еул(?:ок|ка|ке|ку))?|"
    r"наб(?:ережн(?:ая|ой|ую))?|б-р|бул(?:ьв(?:ар[ьяею])?)?|ш(?:оссе)?|пл(?:ощад[ьи])?|туп(?:ик[ае]?)?|"
    r"алл?(?:ея|ее|еи)?|"
    r"мкр-?н?|м-н|микрорайон[ае]?|кв-л|квартал[ае]?|тракт[ае]?|линия|линии|проул(?:ок|ка)"
)
_LONG_TYPE = (
    r"улиц[аеыу]|ул\.|проспект[уе]?|просп\.|пр-?к?т\.?|пр\.|переул(?:ок|ке)|пер\.|набережн(?:ая|ой)|"
    r"наб\.|бульваре?|"
    r"б-р|шоссе|ш\.|площад[ьи]|пл\.|проезде?|пр-д|туп(?:ике?|\.)|алле[яеи]|линия|линии|тракте?"
)
_OF_STREET = r"(?:проспект|переулк|бульвар|проезд|тупик|тракт)а"
"""Behind an adjective in the same case: "Невского проспекта" is a street, "Компенсация проезда" is none."""
_NO_NAME = (
    r"(?:Общ|Жил|Торгов|Полезн|Складск|Офисн|Производственн|Посевн|Аренд|Свободн)[а-яё]+ (?:площад|лини)|"
    r"(?:Льготн|Бесплатн|Безбилетн)[а-яё]+ проезд"
)
_STREET = (
    rf"(?i:{_STREET_TYPE})(?:\. ?| )\n?[«\"]?(?:{_NUMBERED}|{_RANKED})?(?:{_CAP} ?){{1,3}}[»\"]?"
    rf"|(?i:ул|пр|пер|просп|ш|мкр|улица|проспект)(?:\. ?| )(?:{_NUMBERED}|"
    rf"{_RANKED})?(?!изд(?![^\W_])){_ANY}(?: {_ANY}(?=,? ?(?:д|дом)[. ]))?"
    rf"|(?:{_NUMBERED})?(?!{_NO_NAME})(?:{_CAP} ){{1,2}}(?:{_LONG_TYPE})(?![^\W_])\.?"
    rf"|[А-ЯЁ][а-яё]+(?:ого|его) {_OF_STREET}(?![^\W_])"
)
_NUMBER = r"\d{1,4}(?:(?:-?[А-Яа-я]| [А-Яабвгд])(?![^\W\d_]|\.| ?\d))?(?:[/-]\d{1,4}[А-Яа-я]?(?![^\W_]))?"
_HOUSE = rf"(?i:д(?:ом[ауе]?)?|вл(?:ад(?:ение|ении)?)?|зд(?:ание)?|домовл(?:адение)?)\.? ?\n?№? ?{_NUMBER}"
_BUILDING = (
    rf"(?i:корп(?:ус[е]?)?|кор|к|стр(?:оение|оении)?|лит(?:ера?)?|блок|секция|соор)\.? ?(?:{_NUMBER}|"
    r"[«\"]?[А-Я][»\"]?(?![^\W_]))"
)
_FLAT = (
    r"(?i:кв(?:артир[аеыу])?|оф(?:ис[еа]?)?|пом(?:ещение|ещ)?|ком(?:н(?:ата)?)?|каб(?:инет)?|"
    r"апарт(?:аменты)?|апп?)\.? ?\n?"
    rf"№? ?{_NUMBER}"
)
_ENTRANCE = r"(?i:под(?:ъезд|ъезде)?|п-д|эт(?:аж|аже)?|домофон)\.? ?\d{1,3}|\d{1,2}(?:-?й)? (?:подъезд|этаж)"
_INDEX = r"(?<![\d.-])[1-6]\d{5}(?![\d-]|\.\d)"
_CITY = (
    r"(?i:г|гор|город[ае]?|пос|посел(?:ок|ке)|посёлок|п|пгт|с|село|селе|дер|деревн[яе]|д|ст-ца|станица|х|"
    r"хутор|рп|р\.п|аул)"
    rf"(?:\. ?| )\n?(?:{_CAP}[ -]?){{1,3}}"
)
_REGION = (
    rf"{_CAP} (?i:обл(?:аст[ьи])?|край|края|крае|автономн\w+ округ\w{{0,2}}|АО|р-н[ае]?|район[ае]?|"
    r"респ(?:ублик[аи])?)"
    rf"(?![^\W_])\.?|(?i:респ(?:ублика)?|обл(?:асть)?|район|р-н)(?:\. ?| ){_CAP}|ХМАО|ЯНАО|ЕАО"
)
_COUNTRY = r"Росси[яи]|РФ|Российск\w+ Федераци\w|Беларусь|Республика Беларусь|Казахстан|Украина"
_ESTATE = (
    r"(?:СНТ|ДНТ|ДНП|СТ|КП|ГСК|СПК|тер\.|территория|сад\.? ?тов\w*)"
    rf"\.? ?[«\"]?(?:{_CAP}[ -]?){{1,3}}(?:-?\d{{1,3}})?[»\"]?"
)
_PLOT = rf"(?i:уч(?:аст(?:ок|ка|ке))?|з/у|линия|бокс|гараж)\.? ?№? ?{_NUMBER}"
_TOWNS = (
    "Москва|Москве|Москвы|Санкт-Петербург[ае]?|СПб|Питер|Новосибирск|Екатеринбург|Казань|Нижний Новгород|"
    "Челябинск|Самара|"
    "Омск|Ростов-на-Дону|Уфа|Красноярск|Воронеж|Пермь|Волгоград|Краснодар|Саратов|Тюмень|Тольятти|Ижевск|"
    "Барнаул|Иркутск|"
    "Ульяновск|Хабаровск|Ярославль|Владивосток|Махачкала|Томск|Оренбург|Кемерово|Рязань|Астрахань|Пенза|"
    "Липецк|Киров|Тула|"
    "Калининград|Курск|Сочи|Ставрополь|Тверь|Иваново|Брянск|Белгород|Сургут|Владимир|Архангельск|Чита|"
    "Калуга|Смоленск|"
    "Минск|Киев|Алматы|Астана"
)
_BARE_HOUSE = (
    rf"(?:{_CAP} ){{1,2}}\d{{1,4}}[а-я]?(?:/\d{{1,3}})?"
    r"(?=,? ?(?:кв|корп|к|стр)[. ]|, ?(?:подъезд|под\.|этаж|эт\.) ?\d{1,3}, ?(?:(?:этаж|эт\.) ?\d{1,3}, ?)?кв)"
)
"""A street and a house without a word for either, before a flat."""
_PARTS = (
    ("index", _INDEX), ("region", _REGION), ("estate", _ESTATE), ("street", _STREET), ("flat", _FLAT),
    ("bare", _BARE_HOUSE), ("house", _HOUSE),
    ("building", _BUILDING), ("plot", _PLOT), ("entrance", _ENTRANCE), ("city", _CITY), ("country", _COUNTRY),
    ("town", _TOWNS), ("code", r"\d{6}(?![\d-])"), ("number", _NUMBER + r"(?![\d.:%])"),
    ("place", rf"(?:{_CAP}[ -]?){{1,3}}(?=,)"),
)  # fmt: skip
_PART = re.compile("|".join(f"(?P<{kind}>(?<![^\\W_]){pattern})(?![^\\W_])" for kind, pattern in _PARTS))
_GAP = re.compile(
    r"(?: ?\([А-ЯЁ][а-яё]+\.?\))?[ \t»\"]*[,;.|]?[ \t]*(?:\n[ \t>|-]{0,4}(?:\d{1,2}[.)] |[*•] )?)?(?:\|[ \t]*)?"
)
_MEASURED = re.compile(
    r"(?<!\d)\d{1,9}(?:[ .,]\d{1,9}){0,3}(?=\s?(?:₽|%|м[2²]|кв\.? ?м(?:етр|[2²]|"
    r"(?![^\W_]))|(?:руб|тыс|млн|млрд|га|сот(?:ок|ки)|"
    r"шт|кг|гб|мин|час|дней|человек|чел)(?![^\W_])|(?:рубл|метр|минут|штук|едини|страни|часов|часа)))",
    re.IGNORECASE,
)
"""A number of something is no house. Years are not among it: streets are named by them."""
_MADE_UP = re.compile(r"[Пп]ример|[Тт]естов(?:ая|ый)|[Оо]бразцов(?:ая|ый)")
_ANCHOR = re.compile(
    r"(?:ул|пр-?к?т|просп|пр|пер|наб|б-р|бул|бульв|ш|пл|алл|мкр-?н?|кв|снт|днт|днп|кп|гск)(?:\. ?|[ ])(?=[«\"\w])"
    r"|улиц|проспект|переул|набережн|бульвар|шоссе|площад|проезд|микрорайон|квартир|(?:дом[ае]?|д|участок|"
    r"уч)\.? ?№? ?\d"
    r"|[1-6]\d{5}, ?[а-я]"
)
"""Sought in lower case."""
_REACH = 140
"""How far before an anchor an address may begin."""

_LABEL = re.compile(
    r"(?:адрес[а-яё]{0,2}(?: (?:регистрации|проживания|доставки|прописки|местожительства|жительства|"
    r"клиента|фактический|"
    r"фактического|почтовый|домашний|юридический|постоянной|временной|места|по|для|и|прописке)){0,4}|"
    r"прописан[аы]?|прописка|"
    r"прожива(?:ет|ю|ем|ют|ющ[а-яё]{2,4})|живу|жив[её]т|зарегистрирован[аы]?|место жительства|"
    r"место регистрации|"
    r"доставить|доставка)(?:(?: по адресу)?[ \n]?(?:[:—|]|-(?= ))| по адресу| в| на|"
    r"(?<=прописан)|(?<=прописан[аы])|(?<=зарегистрирован)|(?<=зарегистрирован[аы])"
    r"|(?<=проживает)|(?<=проживающ[ие]й)|(?<=проживающая)|(?<=проживающего))[ \n|]{0,3}"
)
"""Sought in lower case."""
_COLUMN = re.compile(
    r"адрес(?!.{0,20}(?:почт|mail|ip|сайт|серв|страниц|стран))|прописка|место жительства|регистрации"
)
_REST = re.compile(r"[^\n;|]{0,160}")
_STOP = re.compile(
    r"\. (?=[А-ЯЁA-Z][а-яёa-z]{3,} [а-яёa-z])|,? (?:тел|телефон|моб|e-?mail|почта|паспорт|ИНН|СНИЛС|"
    r"контакт\w*)(?![^\W_])|"
    r"[?!]|\. ?$|@|https?:| (?:и просит|просит|с \d\d[.:])",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:{_CAP}[ ,-]+){{1,5}}\d{{1,4}}[А-Яа-я]?(?:[-/ ,]+(?:кв\.? ?)?\d{{1,4}}){{0,2}}(?![\w.:])"
)


def russian(text: str, low: str) -> Iterator[tuple[int, int]]:
    """(start, end) of addresses in `text`; they may overlap. `low` is `text` in lower case."""
    if _MEASURED.search(text):
        text = _MEASURED.sub(lambda found: "~" * len(found[0]), text)
    at = 0
    for anchor in _ANCHOR.finditer(low):
        if anchor.start() < at or not begins_word(text, anchor.start()):
            continue
        at = max(at, anchor.start() - _REACH)
        while at <= anchor.end():
            address, at = _chain(text, at, anchor.end())
            if address:
                yield address
    for label in _LABEL.finditer(low):
        if begins_word(text, label.start()) and (span := _rest(text, label.end(), len(text))):
            yield span
    if "|" in text and "адрес" in low:
        for start, end in Tables(text).cells(_COLUMN):
            if span := _rest(text, start, end):
                yield span


def _chain(text: str, at: int, reach: int) -> tuple[tuple[int, int] | None, int]:
    """The run of components that begins first between `at` and `reach`, if it is an address, and where to go on."""
    first = _PART.search(text, at, min(len(text), reach + 60))
    if not first or first.start() > reach:
        return None, reach + 1
    kinds, start, end = [first.lastgroup or ""], first.start(), first.end()
    while len(kinds) < 15:
        gap = _GAP.match(text, end)
        place = gap.end() if gap else end
        following = _PART.match(text, place) if place > end or text[end - 1] in ". " else None
        # A number alone is a house only behind a street, six digits an index only behind a house.
        if not following or (following.lastgroup == "number" and not _may_number(kinds, text, end)):
            break
        if following.lastgroup == "code" and not {*kinds} & {"house", "number", "street"}:
            break
        kinds.append(following.lastgroup or "")
        end = following.end()
    if _is_address(kinds) and not _MADE_UP.search(text, start, end):
        return (start, start + len(text[start:end].rstrip(" ,;|\n"))), end
    return None, first.end()


def _may_number(kinds: list[str], text: str, end: int) -> bool:
    return kinds[-1] in {"street", "estate"} or (
        kinds[-1] == "number" and "street" in kinds and text[end : end + 1] == ","
    )


def _is_address(kinds: list[str]) -> bool:
    have = set(kinds)
    house = bool(have & {"house", "number", "building"})
    return (
        ("street" in have and house)
        or ("house" in have and bool(have & {"flat"}))
        or ("index" in have and bool(have & {"city", "town", "street", "region", "estate"}))
        or ("estate" in have and bool(have & {"plot", "house", "number"}))
        or (bool(have & {"region", "city"}) and "house" in have)
        or (bool(have & {"city", "town"}) and "street" in have)
        or (bool(have & {"street", "bare"}) and bool(have & {"flat", "building"}))
    )


def _rest(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What a label such as "проживает:" before `start` calls an address: to the end of line, cell or sentence."""
    while start < end and text[start] == " ":
        start += 1
    line = _REST.match(text, start, end)
    rest = line[0] if line else ""
    if stop := _STOP.search(rest):
        rest = rest[: stop.start()]
    if not any(letter.isdigit() for letter in rest) and "ул" not in rest.lower():
        return None
    bare = _BARE.match(rest)
    kinds = {part.lastgroup for part in _PART.finditer(rest)}
    strong = kinds & {"index", "street", "house", "flat", "estate", "region"}
    if bare and not strong:
        return start, start + bare.end()
    if strong == {"region"} and (tail := _BARE.search(rest)):
        return start, start + tail.end()
    if not (strong - {"region"} and any(letter.isdigit() for letter in rest)) and not (
        {"street"} <= kinds and kinds & {"city", "town"}
    ):
        return None
    first = next(part for part in _PART.finditer(rest))
    if first.start() > 40:
        return None
    return start, start + len(rest.rstrip(" ,.-"))
