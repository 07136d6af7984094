"""What lines at the head of a document declare of itself: a draft, or no longer in force.

Lines are case-folded, without `ё`, at most 200 characters. The same words in prose speak of something else ("Order 3
was withdrawn", "Project: Daisy"): a line has to begin with them and to end, or to go on with a day or with what
withdrew it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ingest.clean.days import DAY
from ingest.clean.statements import STATUS, STATUS_LINE

Place = Literal["head", "head list", "body", "body list"]
"""Where a line stands: before the second heading, or after it; in a list, or not."""


class Declared(NamedTuple):
    """A status, and whether it is sure; what is not is for a person to tell."""

    status: str
    sure: bool = True


_SAID_SURE = {
    "draft": (
        "проект|проект документа|вариант на согласование"
        "|черновой вариант|рабочий вариант|на утверждении|на утверждение|к утверждению"
        "|на согласование|ожидает утверждения|ожидает согласования|на рассмотрении|на проверке|на доработке"
        "|не утвержден|не утверждена|не утверждено|не согласован|не согласована|не согласовано|не опубликован"
        "|не опубликовано|предварительный|предварительная|предварительная версия|готовится"
        "|for approval|pending approval|awaiting approval|to be approved|not approved|not yet approved|unapproved"
        "|for review|in review|under review|pending review|awaiting review|for discussion|for comment|for comments"
        "|draft for comment|draft for comments|draft for approval|draft for discussion|proposal|preliminary"
        "|preliminary draft|unpublished|not published|in preparation"
    ),
    "archived": (
        "недействующий|недействующая|недействующее|не действующий|не действующая|недействителен|недействительна"
        "|недействительно|больше не действует|более не действует|прекратил действие|не актуален|не актуально"
        "|неактуален|неактуально|неактуальный|неактуальная|архивный|архивная|архивное|устаревший|устаревшая|устаревшее|отменена|аннулирован"
        "|аннулировано|отозван|отозвана|отозвано|признан утратившим силу|признано утратившим силу"
        "|revoked|repealed|rescinded|retired|no longer in effect|not in force|out of date|out of force"
    ),
}
_SAID_WEAK = {
    "draft": "в работе|в разработке|разрабатывается|обсуждается|in progress|in development|proposed|pending",
    "archived": "заменен|заменена|заменено|закрыт|cancelled|canceled|void|inactive|expired|closed|replaced",
}


def _table(spellings: dict[str, str]) -> dict[str, str]:
    return {words: status for status, spelled in spellings.items() for words in spelled.split("|")}


_SURE, _WEAK = _table(_SAID_SURE), _table(_SAID_WEAK)
_LEAD = re.compile(
    r"\s*(?:[,;:(/|]|[.!]\s|\s[-–—]\s|[-–—]\s"
    r"|\s(?=v\.? ?\d|ред[. ]|верс|version|rev\b|(?:от|с|до|of|from|since) \d|\d|у |with |by ))"
)
_TAIL = (
    r"(?:[\s.,;)]*(?:г\.?|года?|year)?[\s.!)]*(?:\(.{0,60}\)[\s.]*)?$"
    r"|(?:\s*(?:г\.?|года))?(?:[.,;!(]|(?<=г\.))\s.{0,120}$)"
)
_VERSION = r"(?:v|ver|version|rev|revision|верс\w*|ред\w*)[. №]*\d[\d.]*"
_DRAFT_SURE = re.compile(
    rf"(?:проект|черновик|draft)(?: (?:документа|document|version|версия))?[\s,.:(–—-]*(?:№ ?\d+\s*)?"
    rf"(?:(?:(?:от|of|dated|from)\s+)?{DAY}|{_VERSION}(?:[\s,]+(?:(?:от|of|dated|from)\s+)?{DAY})?){_TAIL}"
)
_DRAFT_MORE = re.compile(
    rf"(?:черновик|draft|проект)(?: (?:документа|version))?(?:[\s,]+{_VERSION})?[\s,.:(–—-]+"
    r"(?:не использовать|не распространять|не для распространения|(?:для|на) (?:обсуждени|согласовани)[яе]"
    r"|for (?:internal )?(?:review|discussion|comments?)|not for (?:distribution|circulation|release|publication)"
    r"|do not (?:distribute|use|circulate|quote|cite))(?:[\s.!)]*|(?:[.,;]| (?:от|до|с|by|until|from)\b).{0,60})"
    r"|(?:редакция|версия) для (?:обсуждения|согласования)(?:[\s.!]*| (?:от|до|с) .{0,40})"
    r"|предварительная (?:версия|редакция)[\s.!]*"
    r"|this is (?:only )?a draft\b.{0,60}|это (?:только |лишь )?черновик\b.{0,60}"
)
_STOP = re.compile(r"(?:не применять|не использовать|do not use|do not apply)(?:[.!,;]\s*.{0,120})?")
_SPACED = re.compile(r"(?:\w ){4,}\w")
"""П Р О Е К Т."""
_PAPERS = (
    r"документ|приказ|распоряжени|положени|договор|контракт|регламент|инструкци|политик|порядок|порядк|правил|устав"
    r"|стандарт|прайс(?:-лист)?|прейскурант|тариф|каталог|перечень|перечн|соглашени|постановлени|закон|методик"
    r"|руководств|памятк|стать|страниц|верси|редакци|цен"
)
_DRAFT_WEAK = re.compile(rf"проект (?:{_PAPERS})\w{{0,4}}(?: (?:от|о|об|по|№|на) .{{1,100}}|[\s.]*)$")

_THIS_RU = rf"(?:настоящ|данн|эт)\w{{1,4}} (?:{_PAPERS})\w{{0,4}}(?: [а-я]{{4,20}})?"
_VERBS_RU = (
    r"(?:утратил[аио]?(?: свою)? силу|устарел[аио]?"
    r"|отменен[аоы]?|прекратил[аио]? действие|(?:больше|более) не действу[ею]т"
    r"|не действу[ею]т|недействител[а-я]{2,3}|аннулирован[аоы]?|отозван[аоы]?|снят[аоы]? с действия"
    r"|признан[аоы]? (?:утративш\w{2,3} силу|недействительн\w{2,3}))"
)
_BY_RU = (
    r"(?:приказ|распоряжени|решени|постановлени|положени|регламент|указани|протокол|письм)\w{1,3}\b.{0,120}"
    r"|(?:на основании|в связи с|взамен) .{1,120}"
)
_WHEN_RU = rf"(?:(?:(?:с|от|начиная с)\s+)?(?:{DAY}|(?:\w{{3,9}} )?\d{{4}}))"
_GONE_RU = rf"{_VERBS_RU}(?:\s+{_WHEN_RU})?(?:{_TAIL}|,?\s+(?:{_BY_RU})$)"
_THIS_EN = (
    r"this (?:document|policy|page|procedure|version|notice|order|price list|guide|guideline|instruction|standard"
    r"|article|regulation|edition|release|form)"
)
_VERBS_EN = (
    r"(?:(?:withdrawn|revoked|repealed|rescinded|retired|obsolete|superseded|void|cancelled|canceled|out of date)"
    r"|no longer (?:in force|in effect|in use|valid|applies|applicable|current))"
)
_WHEN_EN = (
    rf"(?:(?:(?:on|from|since|as of|effective|with effect from)\s+)?(?:{DAY}|(?:[a-z]{{3,9}} )?\d{{4}}))"
)
_BY_EN = (
    r"by (?:order|decision|resolution|directive|policy|version|document|revision|the (?:new|order|board)|a new|no\."
    r"|№|[a-z]{2,6}-\d).{0,120}"
)
_GONE_EN = rf"{_VERBS_EN}(?:\s+{_WHEN_EN})?(?:{_TAIL}|,?\s+(?:{_BY_EN})$)"
_OF_THIS = re.compile(
    rf"(?:{_THIS_RU} {_GONE_RU}|{_THIS_EN} (?:is |was |has been |have been )?(?:now )?{_GONE_EN})"
)
_OF_HEAD = re.compile(rf"(?:(?:документ|страница|версия|редакция) )?{_GONE_RU}|(?:document )?{_GONE_EN}")
_HEAD_WEAK = re.compile(
    rf"(?:{_PAPERS})\w{{0,4}} {_GONE_RU}|(?:заменен[аоы]?|replaced)\s+(?:на|by)\s.{{1,100}}"
    rf"|заменен[аоы]?(?:\s+(?:{_BY_RU})|[\s.!]*)"
)
_BARE_WEAK = frozenset({"cancelled", "canceled", "void", "отменены", "отозваны"})


def declared(line: str, where: Place) -> Declared | None:
    """What a folded line declares of the document that it stands in; None if nothing."""
    line = _bare(line)
    if match := STATUS_LINE.fullmatch(line):
        return _of_status(match[1], where)
    if where.endswith("list"):
        return None
    if _OF_THIS.fullmatch(line):
        return Declared("archived")
    if where != "head":
        return None
    if _DRAFT_SURE.fullmatch(line) or _DRAFT_MORE.fullmatch(line):
        return Declared("draft")
    if _OF_HEAD.fullmatch(line):
        return Declared("archived", sure=line.strip(" .!") not in _BARE_WEAK)
    if _HEAD_WEAK.fullmatch(line) or _STOP.fullmatch(line):
        return Declared("archived", sure=False)
    return Declared("draft", sure=False) if _DRAFT_WEAK.fullmatch(line) else None


def _bare(line: str) -> str:
    """`line` without brackets and marks around all of it."""
    bare = line.strip(" >*_")
    if bare.strip(" .!")[-1:] in {")", "]"} and bare[:1] in {"(", "["} and not {"(", "["} & set(bare[1:]):
        bare = bare.strip(" .!()[]")
    return _joined(bare)


def _joined(line: str) -> str:
    """A word that is spaced out, as one."""
    return line.replace(" ", "") if _SPACED.fullmatch(line) else line


def alone(line: str) -> Declared | None:
    """What a line at the head that is nothing but the word for a draft says: in capitals it is sure."""
    bare = _joined(line.strip(" \t\"'«»()[]{}*_#-–—.!:"))
    return Declared("draft", sure=bare.isupper()) if bare.casefold() == "проект" else None


def in_brackets(text: str) -> Declared | None:
    """What a folded bracket of a title says before a dash, a comma or a version: "draft, v3"."""
    if _DRAFT_SURE.fullmatch(text):
        return Declared("draft")
    if re.fullmatch(_GONE_RU, text) or re.fullmatch(_GONE_EN, text):
        return Declared("archived")
    lead = _lead(text)
    if STATUS.get(lead) in {"draft", "restricted"}:
        return Declared(STATUS[lead])
    return Declared("draft", sure=False) if lead == "проект" else None


def in_title(title: str) -> Declared | None:
    """What a folded title as a whole says: "Draft of the order on ..." is asked about."""
    return Declared("draft", sure=False) if _DRAFT_WEAK.fullmatch(title) else None


def _lead(text: str) -> str:
    return _LEAD.split(text.strip(" .!"), maxsplit=1)[0].strip(" .!\"'«»")


def _of_status(said: str, where: Place) -> Declared | None:
    """A known word, or what one begins with; words that may be about anything else count at the head alone."""
    for words in dict.fromkeys((said.strip(" .!"), _lead(said))):
        if status := STATUS.get(words, ""):
            return Declared(status)
        if where.startswith("body"):
            continue
        if status := _SURE.get(words, ""):
            return Declared(status)
        if status := _WEAK.get(words, ""):
            return Declared(status, sure=False)
    return None
