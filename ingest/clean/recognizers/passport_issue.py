"""Who issued a passport, and the code of that department: with a number masked they still tell where a person lived."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.clean.recognizers.recognizer import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.context import Context

_CODE = re.compile(r"(?<![\w-])\d{3} ?[-–—] ?\d{3}(?![\w-])")
_CODE_LABEL = re.compile(
    r"(?<![^\W_])(?P<full>код\w{0,3} подр(?:азд?(?:елени\w*)?)?|(?:department|division|subdivision) code"
    r"|код\w{0,3} (?:органа|выдачи)|issuing code)|(?<![^\W_])(?:код\w{0,2}|к ?/ ?п|к\. ?п|code)",
    re.IGNORECASE,
)
_LABEL_END = re.compile(r"[^\w\n]{0,6}\n?[^\w\n]{0,4}")
_OFFICE = re.compile(
    r"(?<![^\W_])(?:О?У?ФМС|(?:ГУ ?|ОУ?|У)?МВД|(?:Р|Г|М)?ОВД|Р?УВД|ОВМ|УВМ|ОВиРУГ|[ОГ]ОМ|ПВС|ТП(?= ?№)"
    r"|O?UFMS|(?:GU )?MVD|R?OVD"
    r"|(?i:паспортн\w+ стол\w*|паспортно-визов\w+|консульств\w*|посольств\w*"
    r"|отдел\w* (?:№ ?\d+ )?(?:внутренних дел|милиции|полиции|миграци\w+|по вопросам миграции)))(?![^\W_])"
)
_ISSUED = re.compile(
    r"(?<![^\W_])(?<!приказ )(?<!справка )(?<!полис )(?<!пропуск )(?<!лицензия )(?<!диплом )(?<!разрешение )"
    r"(?<!доверенность )(?<!акт )(?<!ордер )(?:выдан[аоы]?|issued)(?: by| паспорт| документ)?"
    r"[\s:|«\"—–-]{1,4}(?:(?:\d{2}[./]\d{2}[./]\d{4}|\d{1,2} [а-яё]{3,8} \d{4})(?: ?г(?:ода|\.)?)?[ ,]{1,2})?",
    re.IGNORECASE,
)
_ISSUED_HEAD = re.compile(r"выдан|issued|issuing|орган", re.IGNORECASE)
_OFFICE_END = re.compile(
    r"[;\n|()»\"]|,? (?=(?:\d{1,2} [а-яё]{3,8} \d{4}|\d{2}[./]\d{2}[./]\d{2}|\d{3} ?[-–—] ?\d{3}"
    r"|дат[аы]|код|к ?/ ?п|к\. ?п|от \d|on \d|code|department))|, (?=(?:зарег|прожив|адрес|тел|снилс|инн|именуем"
    r"|действу|[a-z]))|(?<=[а-яёa-z]{4})\.(?= [А-ЯЁA-Z]|\s*\Z|\n)|(?<!гор)(?<!обл)(?<!респ)\.(?=\n|\Z)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[;)]|(?<=[а-яёa-z]{4})\. ?[А-ЯЁA-Z]")
_BORDER = re.compile(r"[;|\n]")
_REACH = 400
_LONGEST = 180
_BEFORE_OFFICE = 70
_PASSPORT = re.compile(
    r"паспорт(?!\w* (?:качеств|издели|безопасн|техн|прибор|оборуд|сделк|отход|продук|объект|здани|проект|тс\b))"
    r"|удостовер\w+ личност|passport",
    re.IGNORECASE,
)


def issues(context: Context) -> Iterator[Span]:
    """Departments that issued passports, and their codes, where a passport is spoken of."""
    text = context.written
    done = 0
    for office in _OFFICE.finditer(text) if context.mentions("выдан", "issued", "орган") else ():
        if office.start() < done:
            continue
        if (place := _issuer(context, office)) is not None:
            done = place[1]
            yield Span(start=place[0], end=done, type="PASSPORT", value=text[slice(*place)].casefold())
    for code in _CODE.finditer(text):
        if _is_code(context, code.start()):
            digits = "".join(filter(str.isdigit, code[0]))
            yield Span(start=code.start(), end=code.end(), type="PASSPORT", value=digits)


def _issuer(context: Context, office: re.Match[str]) -> tuple[int, int] | None:
    text, low = context.written, max(0, office.start() - _BEFORE_OFFICE)
    labels = [
        label
        for label in _ISSUED.finditer(text, low, office.start())
        if not _BORDER.search(text, label.end(), office.start())
    ]
    start = labels[-1].end() if labels else office.start()
    if not labels:
        _, column = context.cells(office.start())
        if not any(map(_ISSUED_HEAD.search, column)):
            return None
        start = max(text.rfind("|", low, start), text.rfind("\n", low, start)) + 1
        start += len(text[start : office.start()]) - len(text[start : office.start()].lstrip())
    if _BORDER.search(text, start, office.start()) or not _is_of_passport(context, start):
        return None
    ended = _OFFICE_END.search(text, office.end(), start + _LONGEST)
    end = ended.start() if ended else min(len(text), start + _LONGEST)
    end = max(office.end(), start + len(text[start:end].rstrip(" ,.")))
    return (start, end) if " " in text[start:end] else None  # a bare УМВД tells nothing


def _is_code(context: Context, start: int) -> bool:
    text = context.written
    before = text[max(0, start - 40) : start]
    for label in _CODE_LABEL.finditer(before):
        if _LABEL_END.fullmatch(before, label.end()):
            near = _REACH if label["full"] else _REACH // 2
            return _is_of_passport(context, start, near, over_paragraphs=label["full"] is not None)
    _, column = context.cells(start)
    if any(map(_CODE_LABEL.search, column)):
        return _is_of_passport(context, start)
    line = text[max(0, start - _LONGEST) : start].rpartition("\n")[2]
    issued = [*_ISSUED.finditer(line)]
    if (
        not issued
        or _OFFICE.search(line, issued[-1].end()) is None
        or _SENTENCE.search(line, issued[-1].end())
    ):
        return False
    return _is_of_passport(context, start)


def _is_of_passport(
    context: Context, start: int, reach: int = _REACH, *, over_paragraphs: bool = True
) -> bool:
    """Whether a passport of a person is spoken of before, or by a head of the same table."""
    before = context.written[max(0, start - reach) : start]
    if _PASSPORT.search(before if over_paragraphs else before.rpartition("\n\n")[2]):
        return True
    row = context.written.rfind("\n", 0, start) + 1
    return any(map(_PASSPORT.search, context.tables.row_heads(row)))
