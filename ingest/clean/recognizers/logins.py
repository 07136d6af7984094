"""Passwords where logins stand: tables with a column for each, command lines, a label above its value."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from ingest.clean.recognizers.secret_values import is_common, is_password, is_random
from ingest.clean.recognizers.tables import Tables

Place = tuple[int, int]

_LOGIN = r"логин\w*|login\w*|user\w*|юзер\w*|пользовател\w*|уч[её]тн\w+(?: запис\w*)?|account|e-?mail|почта"
_WORD = r"парол[ья]\w{0,2}|password|passwd|pass|pwd|passphrase|пин-?код|pin(?: code)?"
_HEAD = re.compile(rf"(?<![^\W_])(?:{_WORD})(?![^\W_])")
_OTHER_HEAD = re.compile(
    r"тип|type|длин|length|описани|descr|требовани|полити|срок|смен|статус|status|rules?|expir|reset"
)
_LOGIN_HEAD = re.compile(rf"(?<![^\W_])(?:{_LOGIN})(?![^\W_])")
_PLAIN_HEAD = re.compile(
    rf"(?=[^\d\n]{{8,80}}(?:\n|\Z))[^\n]*?(?<![^\W_])(?:{_LOGIN})(?![^\W_])[^\n]*?(?<![^\W_])(?:{_WORD})(?![^\W_])[^\n]*"
)
_PARTS = (
    re.compile(r" ?\| ?"),
    re.compile(r" ?; ?"),
    re.compile(r" ?, ?"),
    re.compile(r"\t+"),
    re.compile(r" +"),
)
_ROWS = 60
_WORDS = 4
_SMALL = frozenset(
    [
        "and",
        "or",
        "for",
        "in",
        "the",
        "a",
        "of",
        "to",
        "with",
        "your",
        "и",
        "или",
        "для",
        "в",
        "во",
        "на",
        "от",
        "к",
        "с",
        "ваш",
    ]
)
_VALUE = re.compile(r"[!-~]{4,64}")
_COMMANDS = re.compile(
    r"(?:curl|wget)\b[^\n]{0,200}?\s(?:-u|--user|--proxy-user|-a|--auth)[ =]?[\"']?[\w.@+-]{1,60}:"
    r"(?P<secret>[^\s\"'@:]{3,100})|"
    r"sshpass\s+-p\s?[\"']?(?P<ssh>[^\s\"']{3,100})|"
    r"(?:mysql|mysqldump|mysqladmin)\b[^\n]{0,80}?\s-p(?P<sql>[^\s\"'-][^\s\"']{2,100})|"
    r"docker login\b[^\n]{0,80}?\s(?:-p|--password)[ =][\"']?(?P<docker>[^\s\"']{4,100})|"
    r"echo (?:-n )?[\"']?(?P<echo>[^\s\"'|]{4,100})[\"']? ?\| ?[a-z]+ login\b|"
    r"redis-cli\b[^\n]{0,80}?\s-a[ =][\"']?(?P<redis>[^\s\"']{4,100})|"
    r"az login\b[^\n]{0,80}?\s(?:-p|--password)[ =][\"']?(?P<az>[^\s\"']{4,100})|"
    r"smbclient\b[^\n]{0,80}?\s-u ?[\"']?[\w.\\/-]{1,40}%(?P<smb>[^\s\"']{4,100})|"
    r"lftp\b[^\n]{0,80}?\s-u ?[\"']?[\w.@-]{1,40},(?P<ftp>[^\s\"']{4,100})|"
    r"/user:\S{1,60} (?P<net>[!-~]{4,100})"
)
"""A password in a command; sought in lower case."""
_SLASH = re.compile(
    rf"(?:{_LOGIN})\s?[/\\|-]\s?(?:{_WORD})\s?[:=—-]\s?[\w.@+-]{{2,60}}\s?[/\\|:]\s?(?P<secret>[!-~]{{4,60}})"
)
_ABOVE = re.compile(
    rf"^[-*_ ]{{0,4}}(?:{_WORD})(?: (?:от|для|к|for|to) [^\n:]{{2,30}})?[:*_ ]{{0,4}}\n{{1,2}}"
    r"(?P<secret>[!-~]{6,60})$",
    re.MULTILINE,
)
_NUMBER = re.compile(
    r"(?<![^\W_])(?:парол[ья][а-я]{0,2}(?: (?:от|для|к)(?: [^\W\d_]+){1,3}| по[ -]умолчанию)?|"
    r"пин-?код[а-я]{0,2}(?: карты)?|код доступа|pin(?: code)?|passcode|password)"
    r"[\"'`»*_]{0,3} ?[:=—-] ?[«\"'`*_]{0,3}(?P<secret>\d{4,12})(?![\w./:-])|"
    r"(?<![^\W_])пин-?код[а-я]{0,2}(?: карты)? (?P<pin>\d{4})(?![\w./:-])"
)
"""A password of digits alone; sought in lower case."""
_COUNTED = re.compile(
    r"\s?(?:символ|знак|цифр|букв|секунд|сек|мин|час|дн|раз|год|г\.|char|digit|letter|sign|sec|min|hour|day|time|год)"
)
_KEY = re.compile(r"парол|passw|pass[: |;,]|passc|pwd|pin(?::| code)|пин-?код|код доступа")
_RUN = re.compile(
    r"curl|redis-cli|az login|smbclient|lftp|echo (?=[^\n|]{4,110}\| ?[a-z]+ login)|"
    r"wget|sshpass|mysql|docker login|(?<!/)/user:"
)
_KEYS = (
    "парол",
    "passw",
    "pass:",
    "pass |",
    "pass;",
    "passc",
    "pwd",
    "пин",
    "pin:",
    "pin code",
    "код доступа",
)
"""One of these is in a text before its lines are looked at."""
_LINE = 300
_BASIC = re.compile(
    r"(?:\bbasic[ :\"']{1,3}|(?<!\w)_(?:auth|password)[ =:\"']{1,4}|\"auth\": ?\")(?P<secret>[a-z0-9+/]{8,400}={0,2})"
)

_BASIC_NEAR = re.compile(r"basic|_auth|_password|\"auth\"")
_PGPASS = re.compile(
    r"^(?=[^:\n]*[a-z*])[\w.*-]{1,80}:(?:\d{4,5}|\*):[\w*-]{1,60}:[\w*@.-]{1,60}:(?P<secret>[!-~]{4,100})$",
    re.MULTILINE,
)
"""A line of .pgpass: host, port, database, user, password."""


def passwords(text: str, low: str) -> Iterator[Place]:
    """Places of passwords in `text`, which is `low` in lower case."""
    lines = _lines(low)
    if lines and "\n|" in text:
        yield from _in_tables(text, low)
    for start, end in lines:
        yield from _in_line(text, low, start, end)
    for match in _PGPASS.finditer(low) if ":5432:" in low or ":*:" in low else ():
        if not is_common(text[slice(*match.span("secret"))]):
            yield match.span("secret")
    for run in _RUN.finditer(low):
        if command := _COMMANDS.match(low, run.start()):
            start, end = command.span(command.lastgroup or 0)
            if not is_common(text[start:end]):
                yield start, end
    for match in _BASIC.finditer(low) if _BASIC_NEAR.search(low) else ():
        value = text[slice(*match.span("secret"))]
        if _is_login(value, low[match.start()] == '"'):
            yield match.span("secret")


def _lines(low: str) -> list[Place]:
    """Lines, not too long, that speak of passwords."""
    found: list[Place] = []
    if not any(key in low for key in _KEYS):
        return found
    for match in _KEY.finditer(low):
        if found and match.start() < found[-1][1]:
            continue
        end = low.find("\n", match.end())
        line = low.rfind("\n", 0, match.start()) + 1, len(low) if end < 0 else end
        if line[1] - line[0] <= _LINE:
            found.append(line)
    return found


def _in_line(text: str, low: str, first: int, last: int) -> Iterator[Place]:
    if head := _PLAIN_HEAD.fullmatch(low, first, last):
        yield from _below_head(text, head)
    for match in _SLASH.finditer(low, first, last):
        start, end = match.span("secret")
        end = start + len(text[start:end].rstrip(".,;:?\"'`*|)»"))
        if end > start and not is_common(text[start:end]):
            yield start, end
    above = _ABOVE.match(low, first)
    if above and is_password(text[slice(*above.span("secret"))]):
        yield above.span("secret")
    for match in _NUMBER.finditer(low, first, last):
        start, end = match.span(match.lastgroup or 0)
        if len(set(text[start:end])) > 1 and not _COUNTED.match(low, end):
            yield start, end


def _in_tables(text: str, low: str) -> Iterator[Place]:
    tables = Tables(text)
    for start, end in tables.cells(_HEAD):
        heads = tables.heads(start)
        row = low.rfind("\n", 0, start) + 1
        beside = any(_LOGIN_HEAD.search(head.lower()) for head in tables.row_heads(row))
        if any(_OTHER_HEAD.search(head.lower()) for head in heads):
            continue
        left = start + len(text[start:end]) - len(text[start:end].lstrip())
        right = start + len(text[start:end].rstrip())
        if _is_value(text[left:right], beside):
            yield left, right


def _below_head(text: str, head: re.Match[str]) -> Iterator[Place]:
    """The column of passwords in lines below "login password", parted as that line is."""
    line = head[0].strip()
    parts = next((mark for mark in _PARTS if mark.search(line)), _PARTS[0])
    names = parts.split(line)
    column = next((n for n, name in enumerate(names) if _HEAD.fullmatch(name.strip("* _"))), -1)
    beside = any(_LOGIN_HEAD.search(name) for name in names if not _HEAD.search(name))
    if column < 0 or not beside or _OTHER_HEAD.search(line) or line[0] == "|":
        return
    if parts is _PARTS[-1] and (len(names) > _WORDS or not _SMALL.isdisjoint(names)):
        return
    at = head.end()
    for _ in range(_ROWS):
        begin = at + len(text[at : at + 3]) - len(text[at : at + 3].lstrip("\n"))
        stop = text.find("\n", begin)
        stop = len(text) if stop < 0 else stop
        cells = parts.split(text[begin:stop].strip())
        if begin == at or len(cells) != len(names):
            return
        value = cells[column].strip()
        place = text.rfind(value, begin, stop) if column == len(cells) - 1 else text.find(value, begin, stop)
        if value and _is_value(value, beside=True):
            yield place, place + len(value)
        at = stop


def _is_value(value: str, beside: bool) -> bool:
    """Whether a cell below a head that says password holds one; a mere word only beside a login."""
    if not _VALUE.fullmatch(value) or is_common(value):
        return False
    return beside or any(letter.isdigit() for letter in value)


def _is_login(code: str, certain: bool) -> bool:
    """Whether base64 reads as "login:password", the password no word for any; what reads as nothing looks random.

    `certain`: only what reads so, for what stands before it names other things as well.
    """
    try:
        plain = base64.b64decode(code + "=" * (-len(code) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return not certain and is_random(code)
    login, mark, password = plain.partition(":")
    return bool(mark and login and password) and plain.isprintable() and not is_common(password)
