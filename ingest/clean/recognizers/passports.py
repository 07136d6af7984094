"""Identity papers: Russian passports (internal and for travel), passports of other countries, military ids, births."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.context import Candidate, spans, words
from ingest.clean.recognizers.digit_runs import BEGIN, digits_of
from ingest.clean.recognizers.heads import stands_above
from ingest.clean.recognizers.licences import LICENCE, PASSPORT, TEN
from ingest.clean.recognizers.passport_issue import issues
from ingest.clean.recognizers.recognizer import DIGITS, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_MARKS = r"[\s\x1f,.;:|\"'=*()&_/\-–—]"
MIDDLE = (
    rf"(?i:(?>{_MARKS}{{0,24}}(?:(?<=\n)\d{{1,2}}[.)] )?"
    rf"(?:(?:за|а|и|его|ее|её|its|and|with|паспорт[а-я]*|документ[а-я]*|passport|№|ном(?:\.|ер[а-я]*)|numbers?|num|no|"
    rf"n)(?![a-zа-яё])"
    rf"{_MARKS}{{0,8}}){{0,3}}))"
)
"""What may stand between series and number: marks, borders of cells, the word for the number."""

_SERIES = r"[0-9]{2}[ \-]?[0-9]{2}"
_INTERNAL = re.compile(
    rf"[0-9]{BEGIN}(?<![^\W\d]-.)(?=([0-9][ .\-]{{0,2}}\x1f*[0-9]{{2}}{MIDDLE}[0-9]{{3}}[ \-]?[0-9]{{3}}(?![0-9])))",
    re.DOTALL,
)
_REVERSED = re.compile(
    rf"[0-9]{BEGIN}(?=([0-9]{{5}}(?:{_MARKS}{{1,8}}(?i:(?:паспорт[а-я]*\s)?(?:сери[яией]|"
    rf"series)){_MARKS}{{0,8}}| ?\| ?)"
    rf"{_SERIES}(?![0-9])))",
    re.DOTALL,
)
_TRAVEL = re.compile(rf"[0-9]{BEGIN}(?=([0-9]{MIDDLE}[0-9]{{7}}(?![0-9])))", re.DOTALL)
_SPACED = re.compile(rf"[0-9]{BEGIN}(?=((?:[ |][0-9]){{9}}(?![0-9])))", re.DOTALL)
_PART = re.compile(rf"[0-9]{BEGIN}(?=([0-9]{{5}}|[0-9][ ]?[0-9]{{2}})(?![0-9]))", re.DOTALL)
_ITEM = re.compile(r"(?<=\n)\d{1,2}[.)] ")
_OTHER = re.compile(
    r"[A-Za-z0-9](?<![^\W_].)(?=[A-Za-z]{0,2}[ -]?[0-9])(?=([A-Za-z0-9]{0,2}[ -]?(?:[A-Za-z0-9]){5,9}"
    r"(?![^\W_])))",
    re.DOTALL,
)

_PASSPORT = words(
    r"паспорт[а-яё]*|пасп\.?|п-т|загран[а-яё]*|удостоверени[а-яё]+ личности|личн[а-яё]+ документ[а-яё]*|дул|"
    r"документ[а-яё]*,? удостовер[а-яё]+(?: личность)?|passport[a-z]*|identity (?:card|document)|pasport",
    60,
)
_PASSPORT_NEAR = words(
    r"(?:загран)?паспорт[а-яё]*|passport[a-z]*|удостоверени[а-яё]+ личности|удостовер[а-яё]+ личность", 170
)
_LAST_HEAD = re.compile(
    r"(?i)\w [^\n]*(?<!техническ.. )(?:паспорт|passport(?: (?:no|number))?)(?: \(?(?:сери|№|номер)[^\n]{0,20})?\Z"
)
_SERIES_WORD = words(r"сери[яией]|сер\.?|series", 8)
_NUMBER_SIGN = re.compile(r"№|номер|сери", re.IGNORECASE)
_NO_PASSPORT = words(
    r"договор\w*|заказ\w*|сч[её]т\w*|лицензи\w*|аттестат\w*|диплом\w*|накладн\w*|приказ\w*|акт\w*|бланк\w*|полис\w*|"
    r"осаго|"
    r"тел|телефон\w*|phone|order|invoice|инн|кпп|бик|огрн\w*|снилс|гост|серийн\w+|serial|сертификат\w*|certificate|"
    r"билет\w*|облигаци\w*|квитанци\w*|патент\w*|вексел\w*|путев\w*|чек\w*|ккм|фн|фд|издели\w*|оборудовани\w*|"
    r"паспорт\w* (?:издели\w*|качества|безопасности|сделки|отход\w*|продук\w*)",
    25,
)
_THING = re.compile(
    r"паспорт\w* (?:технич\w*|издели\w*|качеств\w*|безопасност\w*|сделк\w*|отход\w*|продукци\w*|оборудован\w*|"
    r"прибор\w*|"
    r"проект\w*|объект\w*|здани\w*|тс|транспортн\w*|скважин\w*)|техпаспорт\w*|технич\w* паспорт\w*",
    re.IGNORECASE,
)
_PART_WORDS = re.compile(
    r"(?:(?:сери[яи]|номер\w*|№|series|number|no)[ ,]{0,2}(?:и номер )?(?:паспорт\w*|passport)|"
    r"(?:паспорт\w*|passport)[ _,:.-]{0,3}\(?(?:сери[яи]|номер\w*|№|series|number|no))\)?[\s:=№|\"'_-]{0,6}$",
    re.IGNORECASE,
)
_OTHER_WORDS = words(
    r"(?:u\.?[sk]\.? )?passports?(?: ?(?:no|number|num|id|#|№))?|паспорт[а-яё]*(?: (?:номер|№|no))?", 8
)

_MILITARY = re.compile(
    r"[А-Яа-яA-Z](?<![^\W_].)(?=([А-Яа-яA-Z][ \-]{0,2}(?:№|N|номер)?[ ]?[0-9]{6,7}(?![0-9])))", re.DOTALL
)
_MILITARY_WORDS = words(
    r"военн\w+ билет\w*|удостоверени\w+ офицера|личн\w+ номер\w*|военник\w*|military id\w*", 40
)


class Passport:
    """PASSPORT and MILITARY_ID. The date of issue stays readable: it tells nobody.

    The form `4509 № 123456` needs no label unless another one stands there; all others need one.
    """

    name: ClassVar[str] = "passport"
    version: ClassVar[str] = "7"
    types: ClassVar[tuple[str, ...]] = ("PASSPORT", "MILITARY_ID")
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Passports and military ids in `reading`."""
        context = reading.context
        found = [*spans(context, _INTERNAL, _internal), *spans(context, _REVERSED, _reversed)]
        found += spans(context, _TRAVEL, _labelled)
        if context.mentions("паспорт", "passport"):
            found += spans(context, _SPACED, _labelled)
            found += spans(context, _PART, _part)
            found += spans(context, _OTHER, _foreign)
            found += issues(context)
        if context.mentions("военн", "офицер", "military"):
            found += spans(context, _MILITARY, _military)
        yield from sorted(found)


def _internal(found: Candidate) -> Span | None:
    signed = found.plain and _NUMBER_SIGN.search(found.written) is not None
    if signed or found.says(_SERIES_WORD, 30):
        if found.says(_NO_PASSPORT, 45) and not found.says(_PASSPORT):
            return None
        return None if _is_licence(found, 80) else _passport(found)
    spaced = re.fullmatch(r"\d\d \d\d \d{6}|\d{4}[ \-]\d{6}", found.written) is not None
    if found.says(_NO_PASSPORT, 30) or _is_licence(found, 60):
        return None
    near = spaced and (_near(found) or _headed(found))
    return _labelled(found) or (_passport(found) if near or _ends_its_row(found) else None)


def _is_licence(found: Candidate, reach: int) -> bool:
    """Whether a driving licence is spoken of, and not nearer a passport."""
    return found.says(LICENCE, reach) and not found.closer(PASSPORT, LICENCE)


def _headed(found: Candidate) -> bool:
    """Whether a head above says passport, and none of a driving licence is the one of its column."""
    if not TEN.fullmatch(found.written) or not found.under(PASSPORT):
        return False
    return not found.under(LICENCE) or found.closer(PASSPORT, LICENCE)


def _ends_its_row(found: Candidate) -> bool:
    """Whether it ends a line below a line of heads that ends in passport, however a narrow cell broke it."""
    text = found.context.written
    ends = text[found.end : found.end + 1] in {"", "\n"} and len(found.digits) == 10
    return ends and stands_above(text, found.start, _LAST_HEAD, _NO_PASSPORT.within)


def _reversed(found: Candidate) -> Span | None:
    """The number first: the word for the series stands between, or above the second cell."""
    if found.written[6:].strip(" |").replace(" ", "").isdigit():
        _, column = found.context.cells(found.end - 1)
        if not any(map(_SERIES_WORD.within.search, column)):
            return None
        return None if any(map(_NO_PASSPORT.within.search, column)) else _passport(found)
    return _labelled(found)


def _near(found: Candidate) -> bool:
    """Whether a passport is spoken of in the same paragraph, with other numbers between (who issued it, and when)."""
    before = found.context.written[max(0, found.start - 170) : found.start].rpartition("\n\n")[2]
    return _PASSPORT_NEAR.within.search(before) is not None and _THING.search(before) is None


def _labelled(found: Candidate) -> Span | None:
    if not found.says(_PASSPORT) or _is_licence(found, 40):
        return None
    return None if _of_a_thing(found) else _passport(found)


def _part(found: Candidate) -> Span | None:
    """A series or a number alone, below or after the words for it."""
    before = found.context.written[max(0, found.start - 40) : found.start]
    row, column = found.context.cells(found.start)
    if not _PART_WORDS.search(before) and not any(_PART_WORDS.search(cell + ":") for cell in (*row, *column)):
        return None
    return None if _of_a_thing(found) else _passport(found)


def _foreign(found: Candidate) -> Span | None:
    code = re.sub("[ -]", "", found.written)
    if not 6 <= len(code) <= 11 or len(found.digits) < 5:
        return None
    lettered = re.fullmatch(r"[A-Z]{1,2}\d{6,8}", code) is not None and found.says(_PASSPORT)
    if not (lettered or found.says(_OTHER_WORDS, 40) or found.asked(_OTHER_WORDS)):
        return None
    return None if _of_a_thing(found) else _passport(found)


def _of_a_thing(found: Candidate) -> bool:
    return _THING.search(found.context.written, max(0, found.start - 60), found.start) is not None


def _passport(found: Candidate) -> Span:
    digits = digits_of(_ITEM.sub("", found.written))
    value = digits if found.written[0].isdigit() else re.sub(r"[\W_]", "", found.written).upper()
    return Span(start=found.start, end=found.end, type="PASSPORT", value=value)


def _military(found: Candidate) -> Span | None:
    if not found.says(_MILITARY_WORDS):
        return None
    value = re.sub(r"[\W_]|номер", "", found.written).upper()
    return Span(start=found.start, end=found.end, type="MILITARY_ID", value=value)


_BIRTH = re.compile(
    r"[IVXLCХУЛС1ivxlcхулс](?<![^\W_].)(?=((?i:[IVXLCХУЛС1l]{0,5} ?- ?[А-ЯA-Z]{2}[\s|,]{0,4}"
    r"(?:(?:№|N[o°]?|номер)[\s|:.]{0,4}){0,2})[0-9]{3} ?[0-9]{3}(?![0-9])))",
    re.DOTALL,
)
_BIRTH_WORDS = words(
    r"св(?:идетельств[а-яё]*|-в[оау]|\.)? ?о? ?рожд[а-яё]*|свидетельств[а-яё]*|birth cert[a-z]*(?: ?(?:no|number|#))?",
    40,
)
_BIRTH_FOREIGN = re.compile(r"[A-Za-z0-9](?<![^\W_].)(?=([A-Za-z0-9\-]{5,14}(?![^\W_])))", re.DOTALL)
_BIRTH_ENGLISH = words(r"birth cert[a-z]*(?: ?(?:no|number|#))?", 8)


class BirthCertificate:
    """BIRTH_CERTIFICATE: `II-АБ № 123456`, a form of its own; in small letters beside a label."""

    name: ClassVar[str] = "birth_certificate"
    version: ClassVar[str] = "5"
    types: ClassVar[tuple[str, ...]] = ("BIRTH_CERTIFICATE",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Birth certificates in `reading`."""
        context = reading.context
        yield from spans(context, _BIRTH, _birth)
        if context.mentions("birth cert"):
            yield from spans(context, _BIRTH_FOREIGN, _english_birth)


def _birth(found: Candidate) -> Span | None:
    formed = found.plain and found.written[: found.written.find("-") + 4].isupper()
    if not formed and not found.says(_BIRTH_WORDS):
        return None
    value = re.sub(r"[\W_]|номер|№", "", found.written).upper()
    return Span(start=found.start, end=found.end, type="BIRTH_CERTIFICATE", value=value)


def _english_birth(found: Candidate) -> Span | None:
    if len(found.digits) < 5 or not found.says(_BIRTH_ENGLISH, 40):
        return None
    return Span(start=found.start, end=found.end, type="BIRTH_CERTIFICATE", value=found.written.upper())
