"""Words and patterns by which documents declare that they are drafts, or no longer in force. Over folded lines."""

from __future__ import annotations

import re

from ingest.clean.days import DAY

_SPELLED_SURE = {
    "draft": (
        "проект|проект документа|вариант на согласование"
        "|черновой вариант|рабочий вариант|на утверждении|на утверждение|к утверждению"
        "|на согласование|ожидает утверждения|ожидает согласования|на рассмотрении|на проверке|на доработке"
        "|не утвержден|не утверждена|не утверждено|не согласован|не согласована|не согласовано|не опубликован"
        "|не опубликовано|предварительный|предварительная|предварительная версия|готовится"
        "|не окончательный|не окончательная"
        "|for approval|pending approval|awaiting approval|to be approved|not approved|not yet approved|unapproved"
        "|for review|in review|under review|pending review|awaiting review|for discussion|for comment|for comments"
        "|draft for comment|draft for comments|draft for approval|draft for discussion|proposal|preliminary"
        "|preliminary draft|not final|not finalized|unpublished|not published|in preparation"
    ),
    "archived": (
        "недействующий|недействующая|недействующее|не действующий|не действующая|недействителен|недействительна"
        "|недействительно|больше не действует|более не действует|прекратил действие|не актуален|не актуально"
        "|неактуален|неактуально|неактуальный|неактуальная|архивный|архивная|архивное|устаревший|устаревшая|устаревшее|отменена|аннулирован"
        "|аннулировано|отозван|отозвана|отозвано|признан утратившим силу|признано утратившим силу"
        "|revoked|repealed|rescinded|retired|no longer in effect|not in force|out of date|out of force|discontinued"
    ),
}
_SPELLED_WEAK = {
    "draft": "в работе|в разработке|разрабатывается|обсуждается|in progress|in development|proposed|pending",
    "archived": "заменен|заменена|заменено|закрыт|cancelled|canceled|void|inactive|expired|closed|replaced",
}


def _table(spellings: dict[str, str]) -> dict[str, str]:
    return {words: status for status, spelled in spellings.items() for words in spelled.split("|")}


SAID_SURE, SAID_WEAK = _table(_SPELLED_SURE), _table(_SPELLED_WEAK)
LEAD = re.compile(
    r"\s*(?:[,;:(/|]|[.!]\s|\s[-–—]\s|[-–—]\s"
    r"|\s(?=v\.? ?\d|ред[. ]|верс|version|rev\b|(?:от|с|до|of|from|since) \d|\d|у |with |by ))"
)
_TAIL = (
    r"(?:[\s.,;)]*(?:г\.?|года?|year)?[\s.!)]*(?:\(.{0,60}\)[\s.]*)?$"
    r"|(?:\s*(?:г\.?|года))?(?:[.,;!(]|(?<=г\.))\s.{0,120}$)"
)
_VERSION = r"(?:v|ver|version|rev|revision|верс\w*|ред\w*)[. №]*\d[\d.]*"
DRAFT_SURE = re.compile(
    rf"(?:проект|черновик|draft)(?: (?:документа|document|version|версия))?[\s,.:(–—-]*(?:№ ?\d+\s*)?"
    rf"(?:(?:(?:от|of|dated|from)\s+)?{DAY}|{_VERSION}(?:[\s,]+(?:(?:от|of|dated|from)\s+)?{DAY})?){_TAIL}"
)
DRAFT_MORE = re.compile(
    rf"(?:черновик|draft|проект)(?: (?:документа|version))?(?:[\s,]+{_VERSION})?[\s,.:(–—-]+"
    r"(?:не использовать|не распространять|не для распространения|(?:для|на) (?:обсуждени|согласовани)[яе]"
    r"|for (?:internal )?(?:review|discussion|comments?)|not for (?:distribution|circulation|release|publication)"
    r"|do not (?:distribute|use|circulate|quote|cite))(?:[\s.!)]*|(?:[.,;]| (?:от|до|с|by|until|from)\b).{0,60})"
    r"|(?:редакция|версия) для (?:обсуждения|согласования)(?:[\s.!]*| (?:от|до|с) .{0,40})"
    r"|предварительная (?:версия|редакция)[\s.!]*"
    r"|(?:(?:документ|проект) )?(?:находится |вынесен[аоы]? |направлен[аоы]? |передан[аоы]? )?"
    r"на (?:согласовани[ие]|утверждени[ие]|рассмотрени[ие]|доработк[еу]) (?:до|по) "
    rf"{DAY}(?:\s*(?:г\.?|года))?[\s.!)]*"
    r"|(?:(?:this |the )?(?:document|page|draft) is )?(?:for|under|in|awaiting|pending) (?:review|approval|discussion)"
    rf" (?:until|till|by) {DAY}[\s.!)]*"
    r"|this is (?:only )?a draft\b.{0,60}|это (?:только |лишь )?черновик\b.{0,60}"
)
STOP = re.compile(r"(?:не применять|не использовать|do not use|do not apply)(?:[.!,;]\s*.{0,120})?")
PAPERS = (
    r"документ|приказ|распоряжени|положени|договор|контракт|регламент|инструкци|политик|порядок|порядк|правил|устав"
    r"|стандарт|прайс(?:-лист)?|прейскурант|тариф|каталог|перечень|перечн|соглашени|постановлени|закон|методик"
    r"|руководств|памятк|стать|страниц|верси|редакци|цен"
)
DRAFT_WEAK = re.compile(rf"проект (?:{PAPERS})\w{{0,4}}(?: (?:от|о|об|по|№|на) .{{1,100}}|[\s.]*)$")

_OTHER_RU = (
    r"памятк|форм|бланк|схем|график|программ|письм|записк|таблиц|лист|справк|объявлени|оферт|план|образ|шаблон|спис"
    r"|реестр"
)
THIS_RU = rf"(?:настоящ|данн|эт)\w{{1,4}} (?:{PAPERS}|{_OTHER_RU})\w{{0,4}}(?: [а-я]{{4,20}})?"
_VERBS_RU = (
    r"(?:утратил[аио]?(?: свою)? силу|устарел[аио]?"
    r"|отменен[аоы]?|прекратил[аио]? действие|(?:больше|более) не действу[ею]т"
    r"|не действу[ею]т|недействител[а-я]{2,3}|аннулирован[аоы]?|отозван[аоы]?|снят[аоы]? с действия"
    r"|(?:(?:больше|более) )?не (?:применя[ею]тся|актуал[а-я]{2,3})|неактуал[а-я]{2,3}|утратил[аио]? актуальность"
    r"|выведен[аоы]? из (?:действия|обращения)"
    r"|признан[аоы]? (?:утративш\w{2,3} силу|недействительн\w{2,3}))"
)
_BY_RU = (
    r"(?:приказ|распоряжени|решени|постановлени|положени|регламент|указани|протокол|письм)\w{1,3}\b.{0,120}"
    r"|(?:на основании|в связи с|взамен) .{1,120}"
)
_WHEN_RU = rf"(?:(?:(?:с|от|начиная с)\s+)?(?:{DAY}|(?:\w{{3,9}} )?\d{{4}}))"
GONE_RU = rf"{_VERBS_RU}(?:\s+{_WHEN_RU})?(?:{_TAIL}|,?\s+(?:{_BY_RU})$)"
THIS_EN = (
    r"(?:this|these|the present) (?:document|policy|page|procedure|version|notice|order|price list"
    r"|guide|guideline|instruction"
    r"|standard|article|regulation|edition|release|form|memo|memorandum|circular|tariff|rate card|price|list|manual"
    r"|handbook|rule|term|agreement|contract|plan|catalog|catalogue|template|sheet|card|note|bulletin|directive|letter"
    r"|paper|file|specification|schedule|protocol|announcement|offer|faq|runbook|playbook|charter)s?"
)
_VERBS_EN = (
    r"(?:(?:withdrawn|revoked|repealed|rescinded|retired|obsolete|outdated|archived|superseded|void|cancelled|canceled"
    r"|out of date)"
    r"|no longer (?:in force|in effect|in use|valid|applies|applicable|current))"
)
_WHEN_EN = (
    rf"(?:(?:(?:on|from|since|as of|effective|with effect from)\s+)?(?:{DAY}|(?:[a-z]{{3,9}} )?\d{{4}}))"
)
_BY_EN = (
    r"by (?:order|decision|resolution|directive|policy|version|document|revision|the (?:new|order|board)|a new|no\."
    r"|№|[a-z]{2,6}-\d).{0,120}"
)
GONE_EN = rf"{_VERBS_EN}(?:\s+{_WHEN_EN})?(?:{_TAIL}|,?\s+(?:{_BY_EN})$)"
_NUMBERED = r"(?: (?:№|no\.?|number|n) ?[\w/-]{1,12})?"
_AND = r",? (?:и|поэтому|and|so|which) .{1,120}$"
_REPLACED = (
    r"заменен[аоы]?(?: (?:на|с|от|нов|друг|приказ|распоряжени|решени|положени|регламент|верси|редакци).{1,120}"
    r"|[\s.!]*)$"
)
_REPLACED_EN = r"(?:was |has been |have been |is now )?(?:replaced|superseded) (?:by|with) .{3,120}$"
OF_THIS = re.compile(
    rf"{THIS_RU}{_NUMBERED} (?:{GONE_RU}|{_VERBS_RU}(?:\s+{_WHEN_RU})?{_AND}|{_REPLACED})"
    rf"|действие (?:настоящ|данн|эт)\w{{1,4}} (?:{PAPERS})\w{{0,4}} прекращено.{{0,120}}"
    rf"|{THIS_EN}{_NUMBERED} (?:is |are |was |were |has been |have been )?(?:now )?"
    rf"(?:{GONE_EN}|{_VERBS_EN}(?:\s+{_WHEN_EN})?{_AND})|{THIS_EN}{_NUMBERED} {_REPLACED_EN}"
)
"""Of "this document"."""
OF_NAMED = re.compile(
    rf"(?:(?:от|of|dated) {DAY}(?:\s*г\.?)? )?(?:{GONE_RU}|{_VERBS_RU}(?:\s+{_WHEN_RU})?{_AND}|{_REPLACED}"
    rf"|(?:is|was|has been|have been) (?:now )?(?:{GONE_EN}|{_VERBS_EN}(?:\s+{_WHEN_EN})?{_AND})|{_REPLACED_EN})"
)
"""What follows where a line begins with the document's own title."""
NOT_YET = re.compile(
    rf"(?:{THIS_RU}|документ)(?: пока| еще)? ?[–—-]? (?:является (?:черновиком|проектом)"
    rf"|(?:черновик|проект)|(?:еще )?не утвержден[аоы]?)(?:[\s.!]*$|[.,;(:] .{{0,120}}$)"
    rf"|{THIS_EN} (?:is|has) (?:still |currently |only )?(?:a (?:working |rough )?draft|a work in progress"
    r"|not (?:yet )?(?:been )?(?:approved|published|finali[sz]ed))(?:[\s.!]*$|[.,;(:] .{0,120}$| and .{0,120}$)"
)
"""That it is a draft."""
NOT_YET_WEAK = re.compile(
    r"на (?:согласовании|утверждении|рассмотрении) (?:у|в) [^,;]{3,60}|"
    r"(?:черновик|draft)\s*[,:;–—-]\s.{1,80}"
    r"|проект, (?:замечани|предложени|комментари|просьба|прошу|вносится|не ).{1,100}|"
    rf"(?:{THIS_RU}|документ)(?: пока| еще)? (?:находится )?"
    r"(?:(?:на|в) (?:согласовани|разработк|утверждени|рассмотрени|доработк)[ие]|не вступил[аио]? в силу).{0,80}"
    rf"|{THIS_EN} (?:is|are) (?:still |currently |now )?"
    r"(?:(?:under|in) (?:review|development|preparation)|being (?:drafted|written|reviewed)"
    r"|(?:awaiting|pending) approval|not (?:yet )?in force).{0,80}"
)
_PAPER_EN = (
    r"(?:rules?|polic(?:y|ies)|order|procedure|instructions?|guide(?:lines?)?|handbook|manual|memo|notice|regulations?"
    r"|price list|tariffs?|prices|standard|version|edition|revision|document|page|terms|plan|form|schedule|directive)"
)
_BY_PAPER = (
    rf"superseded by [^.,;!?]{{0,60}}?(?<![^\W_]){_PAPER_EN}(?![^\W_])[^,;!?]{{0,60}}[\s.]*"
    r"|superseded by [^.,;!?]{2,60}\s(?:no\.? ?)?\d[\d./-]{0,10}[\s.]*"
)
OF_HEAD = re.compile(
    rf"(?:(?:документ|страница|версия|редакция) )?{GONE_RU}|(?:document )?{GONE_EN}|(?:document )?(?:{_BY_PAPER})"
    rf"|(?:документ|страница|версия|редакция) {_VERBS_RU}{_AND}"
)
HEAD_WEAK = re.compile(
    rf"(?:{PAPERS})\w{{0,4}} {GONE_RU}|(?:заменен[аоы]?|replaced|superseded)\s+(?:на|by)\s.{{1,100}}"
    rf"|заменен[аоы]?\s+(?:нов\w{{1,3}}\s+)?(?:{PAPERS})\w{{0,5}}\s.{{1,100}}"
    rf"|{THIS_EN} (?:is|are) (?:now )?deprecated(?:[.,;]\s.{{1,120}}|[\s.!]*| (?:and|since|as of) .{{1,100}})"
    r"|(?:obsolete|outdated|superseded|устарел[ао]?)\s*[:;–—]\s.{1,100}"
    rf"|заменен[аоы]?(?:\s+(?:{_BY_RU})|[\s.!]*)"
)
BARE_WEAK = frozenset({"cancelled", "canceled", "void", "отменены", "отозваны"})
TOLD_FIRST = re.compile(
    r"(?:внимание|важно|обратите внимание|примечание|note|warning|attention|notice|important)\s*[!.:–—-]+\s*"
)
"""What may stand before a declaration."""
