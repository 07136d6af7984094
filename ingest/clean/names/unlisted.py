"""Words on no list of names: whether one is made of common words, or is a town, and so is nobody's surname."""

from __future__ import annotations

import re
import unicodedata

from ingest.clean.names.kinds import Kinds
from ingest.clean.names.russian_words import Kind, is_typical, kind_of

_PARTS = (
    "деск бюро сбыт снаб реестр надзор торг строй сервис транс маш пром банк фонд служба отдел центр склад монтаж "
    "ремонт контроль учет софт тех хоз трест завод маркет групп инвест газ нефть энерго связь телеком комплект "
    "сеть сайт лайн продукт проект план право логистика поддержка часть смена группа линия бот опс"
)
_ENDING = re.compile(rf"[а-я]{{2,}}(?:{'|'.join(_PARTS.split())})")
_BEGINNING = re.compile(
    r"(?:гос|рос|спец|электро|энерго|авто|тепло|сервис|хелп|колл|веб|интернет|юр|снаб|хоз|бух|тех|пром|строй|газ|водо"
    r"|метео|медиа|мульти|теле|видео|радио|фото|био|гидро|мото|вело|само|микро|макро|супер|интер|ре)-?([а-я]{4,})"
)
_ENGLISH_ENDING = re.compile(
    r"[a-z]{2,}(?:desk|ops|soft|ware|tech|teams?|hub|bots?|bases?|sync|flow|stack|works|labs?|apps?|kit|data|pay|shop"
    r"|mart|corp|group|services?|cent(?:er|re)|media|sys|systems?|cloud|admins?|support|rel|force|mail|drive|guard"
    r"|watch|online|web|net|bank|care|test|check|scan|backup|server|monitor|manager|duty|rota|shift|master|cd)"
)
_DERIVED = re.compile(r"([a-z]{3,}?)(?:ers?|ors?|ing|ed|ment|ly|s|es|ness|ation|able|ist|ism|ity|less|ful)")
_PREFIXED = re.compile(
    r"(?:auto|self|multi|sub|super|pre|re|un|non|inter|micro|cyber|co|post|over|under)([a-z]{4,})"
)
_TOWN_NAMES = (
    "москва петербург новосибирск екатеринбург казань самара омск челябинск уфа волгоград пермь красноярск "
    "воронеж саратов краснодар тольятти ижевск ульяновск барнаул иркутск хабаровск ярославль владивосток "
    "махачкала томск оренбург кемерово рязань астрахань пенза липецк киров чебоксары калининград тула курск "
    "ставрополь сочи тверь иваново брянск белгород сургут владимир архангельск чита калуга смоленск мурманск "
    "вологда череповец саранск тамбов якутск псков новгород орел кострома таганрог рыбинск майкоп елец городец "
    "олонец каменец серпухов подольск химки мытищи люберцы королев балашиха клин дмитров анапа геленджик ейск "
    "армавир азов киев харьков одесса львов днепр минск гомель брест гродно витебск могилев алматы астана "
    "ташкент бишкек баку ереван тбилиси кишинев душанбе рига вильнюс таллин варшава прага берлин париж лондон "
    "рим мадрид вена пекин шанхай токио стамбул дубай урал кавказ крым сибирь алтай байкал дон кубань китай "
    "иран ирак израиль египет вьетнам памир тибет ямал таймыр сахалин мангышлак тайвань кипр непал катар "
    "бахрейн марокко конго судан чад мали египет ливан йемен оман бутан тунис алжир"
)
_IN_ENGLISH = (
    "munich zurich oslo prague warsaw lisbon helsinki stockholm copenhagen gothenburg malmo bergen tallinn "
    "vilnius riga brussels antwerp amsterdam rotterdam utrecht eindhoven luxembourg frankfurt stuttgart "
    "dusseldorf leipzig nuremberg hannover basel bern lausanne salzburg graz linz budapest bucharest sofia "
    "belgrade zagreb ljubljana bratislava krakow wroclaw gdansk poznan athens thessaloniki istanbul ankara "
    "izmir barcelona seville malaga bilbao porto rome milano turin bologna lyon marseille toulouse bordeaux "
    "nantes strasbourg lille dublin cork belfast glasgow edinburgh aberdeen cardiff swansea birmingham "
    "liverpool manchester chicago seattle boston philadelphia detroit minneapolis milwaukee pittsburgh "
    "cincinnati baltimore atlanta miami tampa toronto montreal vancouver calgary ottawa winnipeg quebec "
    "edmonton mexico bogota lima quito caracas tokyo osaka kyoto seoul busan beijing shanghai shenzhen "
    "guangzhou singapore bangkok hanoi jakarta manila mumbai delhi bangalore bengaluru chennai hyderabad pune "
    "kolkata karachi lahore dhaka dubai doha riyadh jeddah kuwait cairo nairobi lagos accra johannesburg "
    "canberra auckland moscow kazan novosibirsk yekaterinburg almaty tashkent bishkek tbilisi yerevan europe "
    "america africa asia emea apac latam benelux dach nordics baltics germany poland sweden norway finland "
    "denmark netherlands belgium switzerland austria hungary romania bulgaria greece turkey spain portugal "
    "italy ukraine belarus russia kazakhstan uzbekistan brazil argentina chile colombia peru canada australia "
    "japan korea thailand vietnam indonesia malaysia philippines egypt nigeria morocco tunisia algeria bavaria "
    "saxony catalonia lombardy scandinavia"
)
_TOWNS = frozenset((*_TOWN_NAMES.split(), *_IN_ENGLISH.split()))
"""Towns and lands that everybody names; others that the dictionary holds are surnames as often."""
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_CAMEL = re.compile(r"(?!(?:Mc|Mac|De|Di|Da|Du|La|Le|Van|Von|Fitz|St|O)[A-Z])[^\W\d_]*[a-z][A-Z].*")
_NO_SURNAME = re.compile(r".+(?:ск|град|бург|бруг|поль|стан|дар|горск|[оеыиья]|ия)")


def is_made_up(word: str) -> bool:
    """Whether `word`, on no list, is put together of common words, or is a town: «Сервисдеск», "Dispatcher", "Oslo"."""
    if not _RUSSIAN.search(word):
        return _is_made_up_in_english(word)
    low = word.lower().replace("ё", "е")
    if is_typical(word):
        return False
    if _ENDING.fullmatch(low):
        return True
    found = _BEGINNING.fullmatch(low)
    return found is not None and bool(kind_of(found[1]) & Kind.COMMON and kind_of(found[1]) & Kind.KNOWN)


def _is_made_up_in_english(word: str) -> bool:
    from ingest.clean.names import english

    kinds, low = english.load().kinds, _without_marks(word.lower())
    if low in _TOWNS or _ENGLISH_ENDING.fullmatch(low):
        return True
    if (found := _PREFIXED.fullmatch(low)) and (kinds[found[1]] == "c" or _is_derived(found[1], kinds)):
        return True
    return _is_derived(low, kinds)


def _is_derived(low: str, kinds: Kinds) -> bool:
    found = _DERIVED.fullmatch(low)
    return found is not None and any(kinds[stem] == "c" for stem in (found[1], f"{found[1]}e"))


def _without_marks(low: str) -> str:
    """Without what stands above and below letters: "zürich" is "zurich"."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", low) if not unicodedata.combining(letter)
    )


def is_named_after_place(word: str) -> bool:
    """Whether `word`, a place in the dictionary, is likelier a surname where a person is called for: «Горобец»."""
    low = word.lower().replace("ё", "е")
    return low not in _TOWNS and (low.endswith("ко") or not _NO_SURNAME.fullmatch(low))


def is_camel(word: str) -> bool:
    """Whether capitals stand in `word` as in names of programs, and not as in McNeil: "DevOps"."""
    return _CAMEL.fullmatch(word) is not None
