"""Words that names are made of: what marks a version, a state, a series, and what two spellings share. Pure.

All words are folded: case-folded, `е` for `ё`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я][a-zа-я])")
_LATIN_OF = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        re.findall(r"\S+", "a b v g d e zh z i i k l m n o p r s t u f h c ch sh sh - i - e iu ia"),
        strict=True,
    )
)
_SPELLINGS = (
    (re.compile(r"shch|sch|sh"), "sh"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ts|tz"), "c"),
    (re.compile(r"ju|yu"), "iu"),
    (re.compile(r"ja|ya"), "ia"),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"w"), "v"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"([a-z])\1+"), r"\1"),
)
"""Ways to write Russian in Latin letters, as one; harmless to English, since both sides are written so."""
_ENDING = re.compile(
    r"(?<=[a-z]{4})(?:ami|iami|imi|ogo|ego|omu|emu|iei|oi|ei|ov|ev|ah|iah|am|iam|om|em|im|ih)$"
)
_PLURAL = re.compile(r"(?<=[a-z]{3})(?<![aiouyjs])s$")
_VOWELS = re.compile(r"(?<=[a-z]{3})[aeiou]+$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SERIES = _words(
    "отчет отчеты протокол протоколы счет счета фактура инвойс акт акты приказ приказы распоряжение "
    "распоряжения "
    "накладная накладные заказ заказы заявка заявки дайджест бюллетень рассылка сводка выписка справка "
    "квитанция чек "
    "ведомость табель смета бюджет план планы график календарь прогноз повестка стенограмма договор договоры "
    "контракт "
    "соглашение упд ттн платежка поручение итоги новости анонс резюме квартал "
    "записка доверенность претензия "
    "report reports minutes act bill memo invoice invoices order orders digest newsletter bulletin summary statement "
    "receipt waybill "
    "payslip timesheet budget plan forecast schedule calendar agenda standup retro retrospective notes log "
    "contract "
    "agreement purchase po inv ticket notices announcement transcript recap snapshot proposal quote offer "
    "paystub statements accounts payroll results earnings timetable "
    "листок листки расписание расписания баланс декларация декларации рапорт наряд вестник выпуск результаты "
    "otchet protokol schet akt prikaz dogovor nakladnaia zaiavka smeta"
)
"""What is written anew for each period, number or party: each stays."""
STANDING = _words(
    "политика положение регламент правила инструкция инструкции порядок руководство методика стандарт шаблон "
    "шаблоны "
    "форма бланк образец тарифы тариф прайс прейскурант справочник памятка кодекс устав концепция типовой "
    "типовая "
    "цены прайсы описание спецификация каталог процедура оргструктура оферта требования "
    "price prices policy policies handbook guide manual regulation procedure template form tariff tariffs pricelist "
    "pricing rates "
    "standard specification spec catalog catalogue playbook runbook guideline guidelines rules howto faq "
    "charter code "
    "prais tarifi reglament politika polozhenie instrukciia"
)
"""What is replaced by its next edition, even where its name speaks of a series ("Инструкция по отчётам")."""
MASTER = _words(
    "шаблон шаблоны типовой типовая типовое типовые образец образцы бланк бланки оферта оферты "
    "template templates boilerplate shablon"
)
"""What makes of a thing that is written anew the one from which it is: it is replaced, wherever the word stands."""
PERIODIC = _words(
    "daily weekly monthly quarterly yearly annual ежедневный ежедневная ежедневное еженедельный еженедельная "
    "еженедельное ежемесячный ежемесячная ежемесячное ежеквартальный ежеквартальная ежегодный ежегодная годовой "
    "месячный недельный квартальный"
)
"""Says that a thing is written anew for each period, where no noun says what it is ("weekly status")."""
PART = _words(
    "приложение прил часть ч том глава раздел этап лист модуль шаг пункт п статья урок лекция тема форма "
    "вариант "
    "appendix annex part volume vol chapter section step stage sheet module lesson exhibit attachment option "
    "phase "
    "level page стр строка гост ост ту снип сп iso iec rfc din en фз пп №  n no номер number"
)
"""A number after one of these is content."""
FILLERS = _words(
    "от на за в во по и для с со до о об к из of the a an for and to from at on in as dated г год года годы "
    "гг year № "
    "ob ot na za dlia"
)
LANGUAGES = {
    **dict.fromkeys(("ru", "rus", "рус", "русский", "russian", "русская"), "ru"),
    **dict.fromkeys(("en", "eng", "англ", "английский", "english", "английская"), "en"),
}
GENERIC = _words(
    "index readme home main document doc untitled new scan img file page документ новый безымянный скан файл "
    "default "
    "overview contents content toc text текст без названия введение обзор intro introduction"
)
"""Names that say nothing of what a file holds."""
HISTORY = _words("versions history revisions snapshots backups releases версии история редакции снимки")
"""Folders that hold states of other documents."""
ARCHIVE = _words(
    "archive archives archived архив архивы старое старые старый устаревшее устаревшие old bak backup backups "
    "неактуальное неактуальные superseded obsolete _old _archive _bak _архив "
    "arhiv arkhiv archiv _arhiv _arkhiv staroe ustarevshee"
)
"""Folders whose documents were replaced."""

RANKS = {
    word: rank
    for rank, words in (
        (
            -3,
            (
                "old bak backup obsolete outdated superseded deprecated archived старый старая старое стар "
                "прошлый устарел "
                "устарело устаревший устаревшая архив архивный архивная неактуальный неактуально недействующий "
                "старые старых архивные неактуальные устаревшие недействующие"
            ),
        ),
        (-2, "draft drafts черновик черновой черновая wip preliminary предварительный rc beta"),
        (
            1,
            (
                "new newest latest updated corrected fixed revised новый новая новое новые нов актуальный "
                "актуальная "
                "актуально исправлено исправленный исправленная исправл испр исправ правки обновленный "
                "обновленная обновлено "
                "актуальные исправленные обновленные"
            ),
        ),
        (
            2,
            (
                "final fin финал финальный финальная финальные итог итоговый итоговая итоговые окончательный "
                "окончательная окончательные"
            ),
        ),
        (
            3,
            (
                "signed approved published подписан подписано подписанный подписанная утв утвержден утверждено "
                "утверждена "
                "утвержденный утвержденная действующий действующая действует согласовано согласован effective "
                "утвержденные действующие подписанные"
            ),
        ),
    )
    for word in _words(words)
}
"""Word -> how far the document has come; none is 0."""
EDITIONS = _words("редакция ред версия version edition вариант скан scan")
"""Words that add nothing beside a word of state ("новая редакция", "подписанный скан")."""
VERBS = _words("archive deprecated update new fixed old latest updated published approved signed effective")
"""In kebab-case, or within a name, these may be what a page is about ("note-archive")."""


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """`text` as names are compared: NFKC, words of CamelCase apart, case-folded, no `ё`, one kind of dash."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text))
    text = _DASHES.sub("-", text)
    return text.casefold().replace("ё", "е")


@lru_cache(maxsize=20_000)
def canonical(word: str) -> str:
    """What spellings and inflections of a folded word share: "тарифы", "тариф" and "Tarify" are one."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    latin = "".join(_LATIN_OF.get(letter, letter) for letter in word).replace("-", "")
    if any(letter.isdigit() for letter in latin):
        return latin
    latin = _PLURAL.sub("", latin)
    for pattern, one in _SPELLINGS:
        latin = pattern.sub(one, latin)
    return _VOWELS.sub("", _ENDING.sub("", latin))
