"""Personal data that is nobody's, with valid checksums, planted into files of every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from faker import Faker

from ingest.clean.recognizers.checksums import IBAN_LENGTHS, account, inn_person, luhn, ogrnip, snils, vin

CHECKED = frozenset({"inn", "snils", "card", "ogrnip", "iban", "bank_account", "vin"})
"""Kinds with a checksum."""
SOFT = frozenset({"person", "address"})
"""Kinds that are told by words and evidence."""
BIK = "044525225"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A value, and a sentence as people write it into a document. `kind` is the name of its recognizer."""

    kind: str
    value: str
    language: str
    frame: str

    @property
    def sentence(self) -> str:
        """The frame with the value in it."""
        return self.frame.format(self.value)

    @property
    def bare(self) -> str:
        """The value alone, if it tells by itself what it is; else the sentence."""
        alone = self.kind in {*CHECKED, "email"} or (self.kind == "phone" and self.value[0] == "+")
        return self.value if alone else self.sentence

    @property
    def sought_in_code(self) -> bool:
        """Names and addresses are not sought in code."""
        return self.kind not in SOFT


def _digits(random: Random, count: int, first: str = "123456789") -> str:
    return random.choice(first) + "".join(random.choices("0123456789", k=count - 1))


def _checked(check: Callable[[str], bool], head: str, digits: int) -> str:
    """`head` and the check digits that make it valid, "" if none do."""
    tails = (f"{head}{tail:0{digits}}" for tail in range(10**digits))
    return next(filter(check, tails), "")


def _inn(random: Random) -> str:
    return _checked(inn_person, random.choice(["77", "50", "78", "66", "54"]) + _digits(random, 8), 2)


def _snils(random: Random) -> str:
    value = _checked(snils, _digits(random, 9), 2)
    return f"{value[:3]}-{value[3:6]}-{value[6:9]} {value[9:]}"


def _card(random: Random) -> str:
    value = _checked(luhn, random.choice(["4276", "2202", "5469"]) + _digits(random, 11), 1)
    separator = random.choice([" ", "", "-"])
    return separator.join(value[at : at + 4] for at in range(0, 16, 4))


def _ogrnip(random: Random) -> str:
    return _checked(ogrnip, "3" + random.choice(["04", "16", "21"]) + "77" + _digits(random, 9), 1)


def _iban(random: Random) -> str:
    country = random.choice(["DE", "FR", "AT"])
    number = _digits(random, IBAN_LENGTHS[country] - 4)
    check = 98 - int("".join(str(int(one, 36)) for one in f"{number}{country}00")) % 97
    value = f"{country}{check:02}{number}"
    return " ".join(value[at : at + 4] for at in range(0, len(value), 4)) if random.random() < 0.5 else value


def _bank_account(random: Random) -> str:
    while True:
        value = random.choice(["40817", "42301"]) + "810" + _digits(random, 12, "0123456789")
        if account(value, BIK):
            return value


def _vin(random: Random) -> str:
    letters = "".join(random.choices("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", k=7))
    serial = "".join(random.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=4)) + _digits(random, 4)
    return next(made for check in "0123456789X" if vin(made := f"1{letters}{check}{serial}"))


def _phone_ru(random: Random) -> str:
    code, a, b, c = (
        random.choice([903, 916, 926, 985]),
        *(random.randint(*ends) for ends in ((212, 987), (12, 98), (12, 98))),
    )
    return random.choice(["+7 ({}) {}-{}-{}", "8 {} {}-{}-{}", "+7{}{}{}{}", "+7 {} {} {} {}"]).format(
        code, a, b, c
    )


def _phone_en(random: Random) -> str:
    area, office, line = (
        random.choice([212, 312, 415, 617]),
        random.randint(220, 540),
        random.randint(1200, 9800),
    )
    return random.choice(["+1 ({}) {}-{}", "+1 {} {} {}", "({}) {}-{}"]).format(area, office, line)


def _passport(random: Random) -> str:
    return f"45 {random.randint(10, 24)} {_digits(random, 6)}"


def _email(random: Random) -> str:
    name = "".join(random.choices("abcdefghiklmnoprstuvyz", k=random.randint(5, 9)))
    return f"{name}{random.randint(1, 99)}@{random.choice(['mail.ru', 'yandex.ru', 'gmail.com', 'firma-sever.ru'])}"


def _person_ru(random: Random) -> str:
    fake = _faker("ru_RU", random)
    male = random.random() < 0.5
    last, first, middle = (
        (fake.last_name_male(), fake.first_name_male(), fake.middle_name_male())
        if male
        else (fake.last_name_female(), fake.first_name_female(), fake.middle_name_female())
    )
    return random.choice([f"{last} {first} {middle}", f"{first} {last}", f"{last} {first[0]}.{middle[0]}."])


def _person_en(random: Random) -> str:
    fake = _faker("en_US", random)
    first, last = fake.first_name(), fake.last_name()
    return random.choice(
        [f"{first} {last}", f"{first} {last}", f"{first} {random.choice('ABCDEFGH')}. {last}"]
    )


def _address_ru(random: Random) -> str:
    fake = _faker("ru_RU", random)
    street = f"ул. {fake.street_title()}, д. {random.randint(1, 180)}, кв. {random.randint(1, 400)}"
    return random.choice(
        [f"г. {fake.city_name()}, {street}", f"{fake.postcode()}, г. {fake.city_name()}, {street}", street]
    )


def _address_en(random: Random) -> str:
    fake = _faker("en_US", random)
    return f"{fake.street_address()}, {fake.city()}, {fake.state_abbr()} {fake.postcode()}"


def _faker(locale: str, random: Random) -> Faker:
    fake = _FAKERS.get(locale) or _FAKERS.setdefault(locale, Faker(locale))
    fake.seed_instance(random.getrandbits(32))
    return fake


_FAKERS: dict[str, Faker] = {}

KINDS: tuple[tuple[str, str, Callable[[Random], str], tuple[str, ...]], ...] = (
    ("inn", "ru", _inn, ("ИНН {}", "Налогоплательщик {} состоит на учёте.", "{}")),
    ("person", "ru", _person_ru, ("Заявку принял {}.", "Ответственный: {}", "Исполнитель {}, смена вторая.")),
    ("card", "ru", _card, ("Оплачено картой {}.", "Номер карты: {}", "{}")),
    ("email", "ru", _email, ("Пишите на {}.", "Почта: {}", "{}")),
    ("snils", "ru", _snils, ("СНИЛС {}", "Страховой номер {} указан в анкете.", "{}")),
    ("phone", "ru", _phone_ru, ("Звоните: {}.", "Телефон {}", "Мобильный {} доступен вечером.")),
    ("address", "ru", _address_ru, ("Адрес клиента: {}", "Доставить по адресу {}.", "Проживает: {}")),
    ("ogrnip", "ru", _ogrnip, ("ОГРНИП {}", "Предприниматель зарегистрирован, ОГРНИП {}.")),
    ("person", "en", _person_en, ("Please contact {} about it.", "Prepared by {}", "Dear {},")),
    ("iban", "en", _iban, ("Transfer to {}.", "IBAN: {}", "{}")),
    ("phone", "en", _phone_en, ("Call {} after six.", "Phone: {}", "Mobile {}")),
    ("bank_account", "ru", _bank_account, ("Счёт {} в банке, БИК " + BIK + ".", "р/с {}, БИК " + BIK)),
    ("email", "en", _email, ("Write to {}.", "Mail: {}", "Replies go to {} only.")),
    ("address", "en", _address_en, ("Ship to {}.", "Home address: {}", "He lives at {}.")),
    ("vin", "en", _vin, ("VIN {}", "The car, VIN {}, was returned.")),
    ("passport", "ru", _passport, ("Паспорт {}", "паспорт серия и номер {}")),
)
"""Name of the recognizer, language, what makes a value, frames."""


def plants(number: int, seed: int = 1) -> list[Plant]:
    """`number` different values, of all kinds by turns; the same for a seed."""
    random, made, seen = Random(seed), list[Plant](), set[str]()
    for kind, language, make, frames in _turns(number * 4):
        value = make(random)
        if value and value not in seen and len(made) < number:
            seen.add(value)
            made.append(Plant(kind=kind, value=value, language=language, frame=random.choice(frames)))
    assert len(made) == number
    return made


def _turns(number: int) -> Iterator[tuple[str, str, Callable[[Random], str], tuple[str, ...]]]:
    for turn in range(number):
        yield KINDS[turn % len(KINDS)]
