"""Names of accounts that are made of a person's: behind a label, behind a domain, in a list of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean.recognizers.recognizer import Span
from ingest.clean.recognizers.tables import Tables

_LABEL = (
    r"логин\w{0,2}|юзер\w{0,2}"
    r"|login(?: name)?|user ?-?name|user ?id|имя пользователя|уч[её]тн\w{2} запис\w{1,2}|уч[её]тк\w"
    r"|(?:ad|domain|windows|ldap|network|corporate) (?:account|login|user)|account(?: name)?|sam ?account ?name"
)
_VALUE = r"[a-z][a-z0-9]{0,20}(?:[._-][a-z0-9]{1,20}){0,2}"
_LABELLED = re.compile(
    rf"(?<![\w.])(?:{_LABEL})(?: (?:in|for|of|ad|vpn|crm|erp|1с|[а-яё]{{1,14}})){{0,2}}"
    rf"[*_`\"']{{0,2}}(?:(?: ?[:=] ?| [—–-] | ?\| ?)[*_`\"'«]{{0,2}}(?:[a-z][a-z0-9-]{{1,14}}\\)?"
    rf"|(?<=[а-яё]) (?=[a-z]{{5}})|(?: is| was)? [*_`\"'«]{{0,2}}(?=[a-z0-9]+[._]))"
    rf"(?P<name>{_VALUE})(?![\w@(/:\\=-]|\.\w)"
)
"""Sought in lower case."""
_ENTERED = (
    *(
        re.compile(rf"{on} as (?:the )?(?:user )?[*_`\"']{{0,2}}(?P<name>{_VALUE})(?![\w@(/:\\=-]|\.\w)")
        for on in ("in", "on")
    ),
    re.compile(
        rf"под (?:(?:логином|именем|пользователем|юзером|уч[её]тной записью|уч[её]ткой) )?[*_`\"'«]{{0,2}}"
        rf"(?P<name>{_VALUE})(?![\w@(/:\\=-]|\.\w)"
    ),
)
"""Whom one signs in as; sought in lower case, each by what it begins with."""
_ENTERS = re.compile(
    r"(?:(?<![^\W_])(?:sign|log)(?:s|ged|ned|ging|ning)? ?|(?<![^\W_])(?:вход|войд|войт|вош|заход|зайд|зайт|заш|авториз"
    r"|залогин|логин|подключ|работа|сид)[а-яё]*(?: [а-яё0-9]+){0,3} )$"
)
_LABELS = ("логин", "юзер", "login", "user", "пользовател", "учетн", "учётн", "учетк", "учётк", "account")
_DOMAIN = re.compile(
    rf"(?<![\w\\/:.$%-])(?P<domain>[A-Z][A-Z0-9-]{{1,14}})\\(?P<name>(?i:{_VALUE}))(?![\w@(/\\-])"
)
_NO_DOMAIN = frozenset(
    ["NT", "AUTHORITY", "BUILTIN", "HKLM", "HKCU", "HKCR", "HKU", "WORKGROUP", "IIS", "LOCAL"]
)
_HEAD = re.compile(rf"(?<![^\W_])(?:{_LABEL})(?![^\W_])")
_PERSONS = re.compile(
    r"фио|ф\.и\.о|сотрудник|работник|фамили|employee|full name|surname|last name|staff|person"
)
_FULL_NAME = re.compile(r"(?<=\|) ?[A-Z][a-z]+(?: [A-Z][a-z]+){1,2} ?(?=\|)")
_NOBODY = (
    "admin administrator root user users test tester demo guest system sys service svc srv backup bot robot api app "
    "server db sql postgres mysql oracle www data nginx apache ftp ssh git jenkins deploy daemon nobody operator "
    "support info help helpdesk sales office mail email post noreply no reply name your my some example sample string "
    "text none null true false required optional login password pass domain account client public private dev prod "
    "stage staging web site portal shop store manager staff team group owner default local remote monitor monitoring "
    "zabbix exchange scanner printer kiosk terminal reception hr it id key token value page form new old current only "
    "level type plugin main origin kassa kassir buh bukh buhgalter buhgalteria bukhgalteria sklad zakaz zakazy kadry "
    "priemnaya sekretar direktor ohrana okhrana gost polzovatel dispetcher menedzher reklama zakupki prodazhi servis "
    "podderzhka yurist obmen otdel smena agent relay export import worker scheduler runner watcher listener proxy "
    "cache queue gateway router loader builder reader writer sync cron mailer notifier crawler"
)
_SERVICE = frozenset(_NOBODY.split())
_SURNAME = re.compile(
    r".{3,}(?:[oe]v|[iy]n|enko|chuk|yuk|shvili|yan|ian)a?|.{3,}sk(?:iy|ij|ii|i|y|aya|aia|aja)"
)


def account_names(text: str, low: str) -> Iterator[Span]:
    """Names of accounts in `text`, which is `low` in lower case; those of services and samples are none."""
    if any(label in low for label in _LABELS):
        for match in _LABELLED.finditer(low):
            if _is_personal(match["name"]):
                yield _span(*match.span("name"), match["name"])
        if "\n|" in text:
            yield from _in_lists_of_persons(text, low)
    for pattern in _ENTERED:
        for match in pattern.finditer(low):
            before = low[max(0, match.start() - 40) : match.start()]
            if _ENTERS.search(before) and _is_personal(match["name"]):
                yield _span(*match.span("name"), match["name"])
    for match in _DOMAIN.finditer(text) if "\\" in text else ():
        if match["domain"] not in _NO_DOMAIN and _is_personal(match["name"].lower()):
            yield _span(*match.span("name"), match["name"].lower())


def _in_lists_of_persons(text: str, low: str) -> Iterator[Span]:
    tables = Tables(text)
    for start, end in tables.cells(_HEAD):
        value = low[start:end].strip(" *_`")
        if not re.fullmatch(_VALUE, value) or not _SERVICE.isdisjoint(_parts(value)):
            continue
        row = low.rfind("\n", 0, start) + 1
        listed = any(_PERSONS.search(head.lower()) for head in tables.row_heads(row))
        if listed or (value in text[start:end] and (_is_personal(value) or _is_of_row(text, row, value))):
            at = low.index(value, start)
            yield _span(at, at + len(value), value)


def _is_of_row(text: str, row: int, value: str) -> bool:
    """Whether a login is made of the name of somebody in its row: "gfield" beside "Grace Field"."""
    from ingest.clean.names import english

    end = text.find("\n", row)
    kinds = english.load().kinds
    for found in _FULL_NAME.finditer(text, row, len(text) if end < 0 else end):
        words = found[0].split()
        if {kinds[word] for word in words} & set("cp-"):
            continue
        first, *_, last = map(str.lower, words)
        made = {
            f"{one}{mark}{two}"
            for mark in ("", ".", "_", "-")
            for one, two in (
                (first[0], last),
                (last, first[0]),
                (first, last),
                (last, first),
                (first, last[0]),
            )
        }
        if value.rstrip("0123456789") in made:
            return True
    return False


def _span(start: int, end: int, name: str) -> Span:
    return Span(start=start, end=end, type="HANDLE", value=name)


def _parts(name: str) -> list[str]:
    return re.split(r"[._-]", name.rstrip("0123456789"))


def _is_personal(name: str) -> bool:
    """Whether a name is made of an initial and a surname, of a given name and a surname, or is a surname."""
    from ingest.clean.names import english

    parts = _parts(name)
    if not all(map(str.isalpha, parts)) or not _SERVICE.isdisjoint(parts):
        return False
    kinds = english.load().kinds
    long = [part for part in parts if len(part) > 2]
    if not long or max(map(len, long)) < 4:
        return False
    named = [part for part in long if kinds[part.capitalize()] in "nb" or _is_surname(part)]
    if len(parts) > 1 and len(long) == 1:
        return bool(named) or kinds[long[0].capitalize()] == "u"
    if len(parts) > 1:
        return bool(named)
    only = parts[0]
    rest = only[1:]
    return _is_surname(only) or (
        len(only) > 4
        and rest not in _SERVICE
        and kinds[only.capitalize()] == "u"
        and kinds[rest.capitalize()] in "nb"
    )


def _is_surname(word: str) -> bool:
    from ingest.clean.names import english

    return _SURNAME.fullmatch(word) is not None and english.load().kinds[word.capitalize()] != "c"
