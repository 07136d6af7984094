"""Number plates, vehicle identification numbers and policies of motor insurance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.checksums import vin
from ingest.clean.recognizers.context import Candidate, Context, spans, words
from ingest.clean.recognizers.recognizer import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_L = "АВЕКМНОРСТУХавекмнорстухABEKMHOPCTYXabekmhopctyx"
_REGION = r"(?:[127-9]\d\d|0[1-9]|[1-9]\d)"
_END = r"(?![^\W_])(?![.,]\d)(?!-\d)"
_CAR = re.compile(
    rf"[0-9]{{3}}(?<![0-9].{{3}})(?:(?<=(?P<first>[{_L}]).{{3}})|(?<=(?P<spaced>[{_L}])[ |-].{{3}}))"
    rf"(?=([ |-]{{0,3}}[{_L}]{{2}}(?:[ |/-]{{0,3}}{_REGION})?(?: ?(?i:RUS|РУС))?{_END}))",
    re.DOTALL,
)
"""Begins with the three digits, which is quick; the letter stands before them."""
_OTHER = re.compile(
    rf"[0-9](?<![^\W_].)(?<!\d[.-].)(?=([0-9]{{3}} ?[{_L}]{{2}} ?{_REGION}{_END}))"
    rf"|[{_L}](?<![^\W_].)(?=([{_L}] ?[0-9]{{3,4}} ?{_REGION}{_END}))",
    re.DOTALL,
)
_PLATE_WORDS = words(
    r"гос\.? ?(?:рег\.? ?)?(?:номер\w*|знак\w*|№)|г\. ?н\.?|г/н|гн|грз|гос|регистрационн\w+ (?:номер\w*|знак\w*)|"
    r"номерн\w+ знак\w*|"
    r"(?:licen[cs]e|number|registration)[ _-]?plates?|plates?(?:[ _-]?(?:no|number|num|#))?|номер\w* (?:авто\w*|"
    r"машин\w*|тс)",
    40,
)
_CARS = (
    r"авто\w*|машин\w*|тс|транспортн\w+ средств\w*|мотоцикл\w*|прицеп\w*|такси|скутер\w*|мопед\w*|грузовик\w*|"
    r"фургон\w*|"
    r"car|vehicle|truck|toyota|kia|lada|лада|бмв|bmw|ford|hyundai|volkswagen|skoda|renault|nissan|mazda|audi|газель|"
    r"камаз|киа|тойота|шкода|форд|рено|ниссан|хендай|солярис|solaris|rio|camry|polo|vesta|веста|granta|гранта|octavia"
)
_OF_A_CAR = words(_CARS, 60)
_CAR_WORDS = words(rf"{_CARS}|пропуск\w*|парковк\w*|parking|стоянк\w*|знак\w*|номер\w*", 60)
_ARTICLE = words(
    r"арт|артикул\w*|sku|модел\w*|model|заказ\w*|договор\w*|детал\w*|part|код\w*|code|партномер\w*", 12
)
_FOREIGN = re.compile(
    r"[A-Z0-9](?<![^\W_].)(?=([A-Z0-9]{1,7}(?:[ -][A-Z0-9]{1,4}){0,2}(?![^\W_])))", re.DOTALL
)
_FOREIGN_WORDS = words(
    r"(?:licen[cs]e|number|registration)[ _-]?plates?(?:[ _-]?(?:no|number|num|#))?|plates?[ _-]?(?:no|number|num|#)|"
    r"(?:car|vehicle) reg(?:istration)?(?: ?(?:no|number|#))?|plate",
    6,
)
_BRITISH = re.compile(
    r"[0-9]{2}(?<=[A-HJ-PR-Y][A-HJ-PR-Y]..)(?<![^\W_].{4})(?=( ?[A-HJ-PR-Z]{3}(?![^\W_]|-[^\W_])))", re.DOTALL
)
_BRITISH_REG = words(r"reg(?:istration)?s?(?: ?(?:no|number|mark|plate))?|vrm|vrn|(?:number )?plates?", 6)
_BRITISH_CAR = words(rf"{_CARS}|van|park(?:ing|ed)", 30)
_POLICY = re.compile(
    r"(?<![^\W_])(?!(?i:инн|огр|бик|кпп|тел|моб|inn))[^\W\d_]{3}[ |]{0,3}(?:(?:№|N|номер)[ ]?)?"
    r"(?=([0-9]{10}(?![^\W_]|-\d)))"
)
_POLICY_SAMPLES = frozenset({"0123456789", "1234567890", "0000000000"})
_POLICY_WORDS = words(r"(?:е-?)?осаго|каско|e?-?osago|(?:страхов\w+ )?полис\w*", 40)


class Plate:
    """PLATE: Russian ones in capitals by their form, else beside words for cars; others by a label. MOTOR_POLICY.

    Policies: a series of three letters and ten digits beside a word for them.
    """

    name: ClassVar[str] = "plate"
    version: ClassVar[str] = "5"
    types: ClassVar[tuple[str, ...]] = ("PLATE", "MOTOR_POLICY")
    hint: ClassVar[str] = r"\d\D{0,3}\d"

    def find(self, reading: Reading) -> Iterator[Span]:
        """Plates in `reading`."""
        context = Context(reading.text, exact=True)
        found = [*spans(context, _CAR, _car, begin=_letter), *spans(context, _OTHER, _other)]
        if context.mentions("plate", "car reg", "vehicle reg"):
            found += spans(context, _FOREIGN, _foreign)
        if context.mentions("осаго", "каско", "osago", "полис"):
            found += spans(context, _POLICY, _policy)
        found += spans(context, _BRITISH, _british, begin=_two_letters)
        yield from sorted(found)


def _letter(match: re.Match[str]) -> int:
    return match.start("first") if match["first"] else match.start("spaced")


def _car(found: Candidate) -> Span | None:
    text, start = found.context.written, found.start
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return None
    compact = re.sub("[ |/-]", "", found.written)
    letters = compact[0] + compact[4:6]
    russian = letters.isupper() and not letters.isascii()
    formed = (russian and len(compact) >= len(found.written) - 2) or (
        compact == found.written and _SMALL.fullmatch(letters)
    )
    if found.says(_PLATE_WORDS):
        return _plate(found)
    if len(compact) < 8 or found.says(_ARTICLE, 25):
        return None
    return _plate(found) if formed or found.says(_CAR_WORDS, 90) else None


_SMALL = re.compile("[авекмнорстух]{3}")


def _other(found: Candidate) -> Span | None:
    return _plate(found) if found.says(_PLATE_WORDS) or found.says(_VEHICLE, 40) else None


def _foreign(found: Candidate) -> Span | None:
    mixed = 0 < len(found.digits) < len(re.sub("[ -]", "", found.written)) <= 8
    return _plate(found) if mixed and found.says(_FOREIGN_WORDS, 40) else None


def _policy(found: Candidate) -> Span | None:
    if not found.says(_POLICY_WORDS):
        return None
    value = found.written[:3].upper().translate(_LATIN) + found.digits
    score = 0.0 if found.digits in _POLICY_SAMPLES else 1.0
    return Span(start=found.start, end=found.end, type="MOTOR_POLICY", value=value, score=score)


def _two_letters(match: re.Match[str]) -> int:
    return match.start() - 2


def _british(found: Candidate) -> Span | None:
    said = found.says(_BRITISH_REG, 40) or (found.says(_BRITISH_CAR, 60) and not found.says(_ARTICLE, 25))
    return _plate(found) if said else None


def _plate(found: Candidate) -> Span:
    value = re.sub(r"[\W_]", "", found.written).upper().translate(_LATIN)
    return Span(start=found.start, end=found.end, type="PLATE", value=value)


_LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_VEHICLE = words(r"мотоцикл\w*|прицеп\w*|такси|скутер\w*|мопед\w*|трактор\w*", 40)

_VIN = re.compile(
    r"[0-9A-Za-zАВЕКМНРСТУХ](?:(?<![^\W_].)|(?<=[Vv][Ii][Nn].)|(?<=[a-zа-яё][A-Z0-9]))"
    r"(?=((?:(?:[ -]|\n\n?)?[0-9A-Za-zАВЕКМНРСТУХ]){16}(?![^\W_])))",
    re.DOTALL,
)
_MAY_BE_VIN = re.compile(r"[0-9]{3}(?<=[A-Za-zАВЕКМНРСТУХ0-9 \n-]{9})")
_VIN_FORM = re.compile(r"[A-HJ-NPR-Z0-9]{13}[0-9]{4}")
_VIN_SHAPE = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_WORDS = words(
    r"vin(?:[ _-]?(?:код\w*|номер\w*|code|no|number|num|#))?|вин(?:[ -]?(?:код\w*|номер\w*))?|chassis(?: ?(?:no|"
    r"number))?|"
    r"идентификационн\w+ номер\w*(?: \(vin\)| тс| транспортн\w+ средств\w*)?|(?:номер\w* )?(?:кузов\w*|шасси|рам\w+)",
    30,
)
_PIECES, _PIECE = 4, 4
_SAMPLES = frozenset({"11111111111111111", "1M8GDM9AXKP042788"})
"""Numbers that descriptions of the check digit compute with."""


class Vin:
    """VIN: 17 capitals and digits with a check digit and a serial number, or whatever looks so beside a label."""

    name: ClassVar[str] = "vin"
    version: ClassVar[str] = "5"
    types: ClassVar[tuple[str, ...]] = ("VIN",)
    hint: ClassVar[str] = r"(?:\d\D*){3}"

    def find(self, reading: Reading) -> Iterator[Span]:
        """Vehicle numbers in `reading`; those of descriptions have score 0."""
        if _MAY_BE_VIN.search(reading.text):
            yield from spans(Context(reading.text, exact=True), _VIN, _vin)


def _is_torn(found: Candidate, value: str) -> bool:
    """Whether it has form and check digit, and stands in few pieces, as a narrow cell breaks it."""
    pieces = re.split(r" |\n\n?", found.written)
    return (
        "".join(pieces) == value
        and len(pieces) <= _PIECES
        and min(map(len, pieces[:-1]), default=0) >= _PIECE
        and _VIN_FORM.fullmatch(value) is not None
        and vin(value)
    )


def _vin(found: Candidate) -> Span | None:
    value = re.sub("[ \n-]", "", found.written).upper().translate(_LATIN)
    letters = sum(map(str.isalpha, value))
    if not _VIN_SHAPE.fullmatch(value) or not (2 <= letters <= 14 or value in _SAMPLES):
        return None
    formed = found.plain and found.written == value and _VIN_FORM.fullmatch(value) is not None
    sure = _is_torn(found, value) or (formed and (vin(value) or found.says(_OF_A_CAR, 90)))
    if not sure and not found.says(_VIN_WORDS):
        return None
    score = 0.0 if value in _SAMPLES else 1.0
    return Span(start=found.start, end=found.end, type="VIN", value=value, score=score)
