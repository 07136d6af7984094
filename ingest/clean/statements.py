"""How documents state their version, days and status: patterns over case-folded lines without `ё`.

A group's name is that of the label. A line has at most 200 characters, so no pattern needs to be linear.
"""

from __future__ import annotations

import re

from ingest.clean.days import DAY
from ingest.clean.declared_words import THIS_EN, THIS_RU

_SPELLINGS = {
    "draft": (
        "черновик|черновая версия|рабочая версия|проект документа|на согласовании"
        "|draft|draft version|draft for review|work in progress|wip|not for publication"
    ),
    "restricted": (
        "для служебного пользования|дсп|конфиденциально|строго конфиденциально|конфиденциальная информация"
        "|коммерческая тайна|секретно|не для распространения"
        "|confidential|strictly confidential|company confidential|restricted|commercial in confidence|do not distribute"
    ),
    "internal": (
        "для внутреннего использования|только для внутреннего использования|для внутреннего пользования"
        "|internal use only|for internal use only|internal|internal only"
    ),
    "archived": (
        "архив|в архиве|архивная версия|не действует|документ не действует|недействующий документ"
        "|недействующая редакция|утратил силу|утратило силу|утратила силу|документ утратил силу|устарело"
        "|устарел|документ устарел|страница устарела|устаревшая версия|отменен|отменено"
        "|archived|archive|obsolete|superseded|outdated|withdrawn|no longer in force|no longer valid"
        "|this document is obsolete|this page is outdated|this page is archived"
    ),
    "deprecated": "deprecated|не рекомендуется к использованию",
    "deleted": "удалено|удален|deleted|trashed",
    "current": (
        "действует|действующий|действующая редакция|утвержден|утверждено|утверждена|опубликовано|актуально"
        "|approved|published|current|final|in force|active|released"
    ),
}
STATUS = {words: status for status, spelled in _SPELLINGS.items() for words in spelled.split("|")}
"""Words -> status."""

_MARKS = sorted(
    (words for words in STATUS if STATUS[words] not in {"current", "deleted"}), key=len, reverse=True
)
MARKER_BLOCK = re.compile(
    rf"(?P<mark>{'|'.join(map(re.escape, _MARKS))})(?P<rest>[\s.!]*|\s*(?:[-–—:,./(]|\. ).{{0,60}})"
)
"""A block that is a marker: "DRAFT", "КОНФИДЕНЦИАЛЬНО. Экз. № 2"."""
STATUS_LINE = re.compile(
    r"(?:статус(?: документа| страницы| версии| редакции| согласования| утверждения)?|состояние(?: документа)?"
    r"|(?:document |page |approval |review |publication |doc )?status|state)\s*[:–—-]\s*(.{3,80})"
)

NUMBER = r"(?P<version>\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?)"
_VERSION_NAME = (
    r"(?:номер версии|версия документа|редакция документа|версия|редакция|ред\.|вер\."
    r"|document version|document revision|version|ver\.|revision|rev\.|issue no\.?)"
)
_VERSION_DATE_NAME = (
    r"(?:дата (?:версии|редакции|утверждения|документа)|редакция от|версия от|по состоянию на|актуально на"
    r"|version date|revision date|date of issue|approved on|approval date|as of)"
)
_UPDATED = (
    r"(?:последн\w+ )?(?:обновлен[аоы]?|изменен[аоы]?|обновление|изменение|дата обновления|дата изменения"
    r"|дата последнего (?:изменения|обновления)|last updated|last modified|last revised|updated|revised)(?: on| at)?"
)
_NOUN = (
    r"(?:(?:настоящ\w+|данн\w+|эт\w+|the|this) )?"
    r"(?:(?:документ|положение|политика|регламент|инструкция|прайс-?лист|прайс|тарифы?|правила|стандарт|редакция|версия"
    r"|страница|цены|document|policy|version|price list|prices|handbook|page|tariffs?) )?"
)
_OWN = (
    rf"(?:(?:\d{{1,2}}[.)]\s*){{0,3}}(?:(?:{THIS_RU}|{THIS_EN}|приказ|распоряжение|постановление|порядок|перечень"
    rf"|график|расписание|меню|изменения|order|rules|terms|schedule) )|{_NOUN})"
)
_COMES = r"(?:вступает|вступил[аио]?|вступают|вводится|вводятся|введен[аоы]?) в (?:силу|действие)"
_COMES_DAY = r"(?:дата (?:введения|вступления)(?: в (?:силу|действие))?|начало действия)"
_EFFECTIVE = (
    r"(?:is |are )?(?:effective(?: date)?|in force|takes? effect|(?:comes?|enters?) into (?:force|effect))"
)
_VALID = r"(?:is |are )?(?:действу\w+|действител[а-я]+|срок действия|valid|validity|validity period)"
_EXPIRES = (
    r"(?:is |are )?(?:действу\w+|действител[а-я]+|срок действия|окончание действия"
    r"|valid|valid until|expires|expiry date|expiration date)"
)
_FROM = r"(?:с|from|since|as of|on|:|-|–)"
_TO = r"(?:до|по|until|till|to|through|thru|:|-|–)"


_CAMPAIGN = (
    r"акци[яи]|(?:спец)?предложени[ея]|скидк[аи]|промокод|купон|распродажа|розыгрыш|конкурс"
    r"|(?:special )?offer|promotion|promo(?: code)?|discount|sale|campaign|coupon|contest"
)
_RUNS = (
    r"(?:действу[ею]т|проводится|проходит|продлится|длится|"
    r"(?:is |are )?(?:valid|open|on)|runs?|lasts?|appl(?:y|ies))"
)
_PERIOD = (
    r"(?:сроки?|период|даты)(?: (?:проведения|действия))?"
    r" (?:акции|предложения|скидки|промокода|распродажи|конкурса)"
)


def _day(label: str) -> str:
    return f"(?P<{label}>{DAY})"


STATEMENTS = tuple(
    map(
        re.compile,
        (
            (
                rf"{_VERSION_NAME}\s*[:№#\-–]*\s*{NUMBER}"
                rf"(?:\s*[,(]?\s*(?:от|dated|of|from|/|-|–|\|)?\s*{_day('version_date')}.{{0,20}})?"
                r"(?:[\s.)]*$|[.;] +[^\W\d])"
            ),
            rf"{_VERSION_DATE_NAME}\s*[:–-]?\s*{_day('version_date')}",
            rf"(?:утв\.|утвержден[аоы]?|approved by)(?!\w).{{0,120}}?\b(?:от|on|dated|,)?\s*{_day('version_date')}",
            rf"(?:от|dated)\s+{_day('version_date')}(?:\s*г\.?)?(?:\s*№\s*\S{{1,12}})?[\s.]*$",
            rf"{_UPDATED}\s*[:–-]?\s*{_day('updated_at')}",
            rf"{_OWN}{_COMES}\s*{_FROM}?\s*{_day('effective')}",
            rf"{_COMES_DAY}\s*[:–-]?\s*{_FROM}?\s*{_day('effective')}",
            rf"{_OWN}{_EFFECTIVE}\s*(?:{_FROM}\s*){{0,2}}{_day('effective')}",
            (
                rf"{_NOUN}{_VALID}\s*:?\s*(?:с|from)\s+{_day('valid_from')}"
                rf"(?:\s*(?:г\.?|года)?\s*{_TO}\s*{_day('valid_until')})?"
            ),
            rf"{_NOUN}{_EXPIRES}\s*:?\s*(?:{_TO}|on)?\s*{_day('valid_until')}",
        ),
    )
)
"""What a line may begin with."""

FROM_DAY = re.compile(rf"(?:с|from)\s+{_day('version_date')}(?:\s*(?:г\.?|года))?[\s.)]*$")
"""A line at the head that says no more: a day of its own, which may be that of an event."""

CAMPAIGN = re.compile(
    rf"(?<![^\W_])(?:{_CAMPAIGN}|акци\w{{1,3}}|скидок|скидк\w{{1,3}}|распродаж\w?|offers|promotions)(?![^\W_])"
)
"""What the title of a page names that is for a time."""
CAMPAIGN_DAYS = re.compile(
    rf"(?:(?:(?:настоящ\w+|данн\w+|эт\w+|this|the|our) )?(?:{_CAMPAIGN})(?: [«\"“][^»\"”]{{2,60}}[»\"”])?"
    rf"(?: {_RUNS})?|{_PERIOD})\s*[:–-]?\s*"
    rf"(?:(?:(?:с|from|between)\s+)?(?:{_day('valid_from')}|\d\d?(?: [^\W\d_]{{3,9}})?)(?:\s*(?:г\.?|года))?\s*"
    rf"(?:{_TO}|and)\s*|(?:до|по|until|till|through)\s+(?:конца дня\s+)?){_day('valid_until')}"
)
"""From when until when it is on."""

BRACKETS = tuple(
    map(
        re.compile,
        (
            (
                rf"\((?:в )?(?:ред\.|редакци[яи]|версия|version|rev\.|revision|v\.?)\s*(?:№\s*)?{NUMBER}"
                rf"(?:\s*(?:от|dated|of|,)\s*{_day('version_date')}[^()]{{0,20}})?\)"
            ),
            rf"\((?:в )?(?:ред\.|редакци[яи])\s[^()]{{0,160}}?от\s+{_day('version_date')}[^()]{{0,60}}\)",
            rf"\((?:утв\.|утвержден[аоы]?)\s[^()]{{0,160}}?от\s+{_day('version_date')}[^()]{{0,60}}\)",
        ),
    )
)
"""What a line may hold in brackets."""
