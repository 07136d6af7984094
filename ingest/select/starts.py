"""From which day on a document counts by its own name or title, and whether its own day is still to come. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.document import Head
from ingest.names import untagged
from ingest.select.name_dates import NO_YEAR, Period, take_periods
from ingest.select.name_words import fold
from ingest.select.names import file_stem, read_path

_JOINED = re.compile(r"_|(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])|(?<=[^\W\d_])-(?=[^\W\d_])")
_EXPLICIT = (
    r"(?:вступ\w+|введен\w*|ввод\w+) в (?:силу|действие)(?: с)?|действу\w+ с|начиная с"
    r"|(?:is |are )?(?:effective|valid|in force)(?: (?:from|as of|on|date))?"
    r"|(?:takes? effect|starting)(?: (?:from|on))?"
)
_FROM = re.compile(rf"(?<![^\W_])(?:(?P<explicit>{_EXPLICIT})|с|со|s|from|since)[ :]+(?=[^\W_])")
_UNTIL = re.compile(r"(?<![^\W_])(?:(?:до|по|to)(?= ?\d)|until|till|through|thru|expires)(?![^\W_])")
_PAPER = re.compile(
    r"(?<![^\W_])(?:тариф|прайс|прейскурант|расцен|цен[аы]|ставк|приказ|распоряж|регламент|положени|инструкц|правил"
    r"|порядок|политик|услови|договор|оферт|стандарт|устав|график|расписани|режим|меню|переч|каталог|соглашени"
    r"|нормы|норматив|лимит|скидк|комисси|методик|памятк|tarif|pra[ij]s|prikaz|pravil|reglament|pric(?:e|ing)|rates?"
    r"|fees?|charges|orders?|polic|rules?|terms|schedule|timetable|menu|hours|catalog|regulation|procedure|instruction"
    r"|guideline|standard|agreement|contract|discount|allowance|handbook|manual)"
)
_NEWS = re.compile(
    r"^об? |(?<![^\W_])(?:изменен|повышен|снижен|индексац|переход|переезд|объявлен|уведомлен"
    r"|извещен|новост|анонс|протокол|notice|chang|increas|decreas|announc|news|upcoming|memo|minutes|release)"
)
"""Who tells of what is to come tells it today."""
_NEAR = 40


class _Told(NamedTuple):
    """Day of the first "from DAY", and the first days of the periods; "" for none."""

    starts: str
    first: str


def named_start(head: Head) -> tuple[str, str]:
    """The day from which on the name or title of `head` says that it counts, and which of the two; ("", "") if none.

    "Tariffs from 2027-01-01", "Приказ, вступает в силу 01.02.2027": of a paper that holds from a day on, not of news.
    """
    if head.id != head.source_id + "#":
        return _told(fold(head.title)).starts, "title"
    named = (_told(fold(head.title)).starts, "title"), (_of_name(head.source_id).starts, "name")
    return max(named)


def own_days(head: Head) -> tuple[str, ...]:
    """The days on which `head` begins to be its own edition, by its name, its folders, its title and its text."""
    days = [_told(fold(head.title)).first, head.labels.version_date]
    if head.id == head.source_id + "#":
        days.append(_of_name(head.source_id).first)
        days += [one.first for one in read_path(head.source_id).folder_periods[:1] if not days[-1]]
    return tuple(day for day in (*days, head.labels.effective, head.labels.valid_from) if day)


def is_to_come(head: Head, as_of: str) -> bool:
    """Whether a day of its own lies after `as_of`: nothing that is current today gives way to it."""
    return any(day > as_of for day in own_days(head))


def _of_name(source_id: str) -> _Told:
    return _told(_JOINED.sub(" ", fold(file_stem(untagged(source_id)))))


@lru_cache(maxsize=6_000)
def _told(text: str) -> _Told:
    """What a folded name or title tells; a day after "until" is the end of something."""
    starts = ""
    for match in _FROM.finditer(text):
        before = text[: match.start()]
        if not starts and not _NEWS.search(text) and (match["explicit"] or _PAPER.search(before)):
            starts = _first_of(text[match.end() : match.end() + _NEAR])
    until = _UNTIL.search(text)
    periods = _dated(text[: until.start()] if until else text)
    return _Told(starts=starts, first=min((one.first for one in periods), default=""))


def _first_of(text: str) -> str:
    """The day with which `text` begins, or the first of the period with which it does."""
    periods, left = take_periods(text)
    known = periods and not left[:1].strip() and periods[0].first[:4] != f"{NO_YEAR:04}"
    return periods[0].first if known else ""


def _dated(text: str) -> list[Period]:
    return [one for one in take_periods(text)[0] if one.first[:4] != f"{NO_YEAR:04}"]
