"""Secrets: keys and tokens by the form that their issuers gave them, passwords and others beside a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.logins import passwords
from ingest.clean.recognizers.recognizer import Span
from ingest.clean.recognizers.secret_values import is_common, is_made_up, is_password, is_random

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_FORMS = (
    r"(?:AKIA|ASIA|AGPA|AIDA|AROA|ABIA|ACCA)[0-9A-Z]{16}|"
    r"gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255}|gl(?:pat|dt|rt|ptt|cbt|ft|imt|soat|oas|agent)-[\w-]{20,}|npm_[A-Za-z0-9]{36}|"
    r"pypi-AgE[\w-]{20,}|"
    r"sk-(?:proj-|ant-|or-|svcacct-)?[\w-]{20,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9]{24,}|"
    r"xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{20,}|AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|"
    r"eyJ[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]*|"
    r"\d{8,10}:AA[\w-]{32,33}|hf_[A-Za-z]{30,}|SG\.[\w-]{16,64}\.[\w-]{16,99}|AQVN[\w-]{30,}|y0_[\w-]{30,}|"
    r"vk1\.a\.[\w-]{30,}|t1\.[\w-]{10,400}={0,2}\.[\w-]{40,100}={0,2}|YC[A-Z][\w-]{37}|"
    r"dop_v1_[a-f0-9]{64}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|dapi[a-f0-9]{32}|AGE-SECRET-KEY-1[0-9A-Z]{58}"
)
_FORMED = re.compile(rf"(?:{_FORMS})(?![\w-])")
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,30}-----")
_PEM_LINES = re.compile(r"(?:(?:\\n|[ \t|>\n]){0,4}[A-Za-z0-9+/=]{16,}){1,400}")
_PEM_SIZE = 16_000
_AT_HOST = re.compile(r"(?<=://)(?P<user>[^\s/:@\"'<>]{0,60}):(?P<secret>[^\s/@\"'<>]{3,100})@(?=[\w\[.-])")
_IN_PATH = re.compile(
    r"hooks\.slack\.com/(?:services|workflows)/(?P<slack>T[A-Z0-9]+/[\w/]{20,80})|"
    r"discord(?:app)?\.com/api/webhooks/\d+/(?P<discord>[\w-]{40,90})|[\w-]\.[a-z]{2,10}/rest/\d{1,6}/(?P<rest>[a-z0-9]{16})(?=/)|"
    r"[?&]sig=(?P<sas>[\w%/+=-]{30,120})"
)
"""Addresses of web hooks, and signatures in links: who knows them is let in."""
_WORD = re.compile(
    r"(?:password|passwd|pwd|passphrase|passwort|(?<![a-z])pass|secret|token|key(?:[_-]?id)?|auth[_-]?code|credentials?)"
    r"(?P<mark>[\"'`\]*_]{0,3} ?(?:=>|:=|[:=|]) ?(?:[\"'`]|\\\")?|>(?=[^\s<>]{4,100}</))"
)
"""What names a secret in code and settings; sought in lower case."""
_OF_KEY = re.compile(
    r"(?:^|[^a-z])(?:[a-z0-9]{2,20}[_-]|api|access|private|account|secret|auth|signing|encryption|client|"
    r"shared|sharedaccess)$"
)
_ASSIGNED = re.compile(r"(?P<secret>[^\s\"'`<>(){}\[\],;|&\\]{6,400})(?P<next>.?)")
_QUOTED = {
    quote: re.compile(rf"(?P<secret>[^{quote}\s\\]{{6,400}})(?P<next>{quote}|(?=\\))")
    for quote in ("'", '"', "`")
}
_BEARER = re.compile(
    r"(?:bearer|authorization[\"']?: ?(?:token|oauth)|x-api-key[\"']?:)"
    r"[ :\"']{1,3}(?P<secret>[\w.~+/=-]{16,2000})"
)
_SPOKEN = re.compile(
    r"(?:парол[ьяюе]м?|пасс?ворд|кодов[а-я]{2} слов[а-я]|пин-?код|password|passcode|passphrase|код доступа|"
    r"секретн[а-я]{2} ключ[а-я]{0,2}|токен[а-я]{0,2}|ключ[а-я]{0,2} (?:api|доступа)|api-ключ[а-я]{0,2}|секрет(?=:))"
    r"(?P<of> (?:от|для|к|for|to|на|из)(?: [^\W\d_]+(?:-[^\W\d_]+)?(?![\w-])){1,5}"
    r"|(?: [а-я]+){1,2}(?=:)| (?:is|was|has been) (?:now |changed to|set to|reset "
    r"to)| is| was| такой| был| временный| wi-?fi| вай-?фай| по[ -]умолчанию| by "
    r"default)?"
    r"[\"'`»*]{0,3}(?P<mark> ?[:=|—-]\s?| )[ ]?[«\"'`*]{0,3}(?P<secret>[!-~]{4,100})"
)
"""What names a secret in speech; sought in lower case."""
_TELLS = re.compile(r" (?:(?:is|was|has)(?![^\W_])|такой|был|временный)")
_LOGIN_NEAR = re.compile(r"(?<![^\W_])(?:логин|login|юзер|user|пользовател)[а-яa-z]{0,4}\s")
_PAIR = re.compile(
    r"(?:доступ|уч[её]тк|логин|вход|wi-?fi|вай-?фай|credentials|login|log in|account)[^\n/]{0,60}?(?<![\w/.-])"
    r"[\w.@-]{2,40} / (?P<secret>[!-~]{6,60})"
)
"""A login and its password: "admin / ..."; sought in lower case."""
_SAMPLE_NEAR = re.compile(
    r"put_your|[<{\[][a-z_-]*(?:your|token|key|domain)[a-z_-]*[>}]|\*\*\*|xxxx|здесь_ваш|ваш_|ваш-домен|placeholder|"
    r"(?<![\w-])(?:example|yourdomain|your-domain|mydomain|some-domain)\.(?:com|org|net|ru)|\.example(?![\w-])|"
    r"(?<![\w.-])(?:xxx|your|my|some|example|sample|subdomain|domain|test)(?:[-_]?(?:domain|portal|company|account|site|shop|"
    r"name))?\.[a-z0-9-]+\.(?:com|ru|net|org|info|io|by|kz|de|eu)"
)
"""A placeholder or a reserved domain in the same block: the block is a sample, and so is its token."""
_NEAR = 1200
_NEXT_FIELD = re.compile(r";(?=[A-Za-z ]+=)|[;,]$")
_CODE_NEXT = re.compile(r"[(\[]")


class Secret:
    """SECRET; placeholders and samples have no entropy or say what they are: they are left."""

    name: ClassVar[str] = "secret"
    version: ClassVar[str] = "6"
    types: ClassVar[tuple[str, ...]] = ("SECRET",)
    hint: ClassVar[str] = ""

    def find(self, reading: Reading) -> Iterator[Span]:
        """Secrets in `reading`."""
        text = reading.text
        for match in _FORMED.finditer(text):
            before = text[max(0, match.start() - 4) : match.start()]
            if before and (before[-1].isalnum() or before[-1] in "_-") and before != "/bot":
                continue
            yield _span(match.start(), match.end(), match[0], 0.0 if is_made_up(match[0]) else 1.0)
        yield from _private_keys(text)
        for match in _AT_HOST.finditer(text) if "://" in text else ():
            if not is_common(match["secret"]):
                yield _span(match.start("secret"), match.end("secret"), match["secret"])
        low = reading.low
        for match in _IN_PATH.finditer(text):
            start, end = match.span(match.lastgroup or 0)
            if is_random(text[start:end].replace("/", "")):
                yield _span(start, end, text[start:end], _near(low, start))
        yield from _worded(text, low)
        for start, end in passwords(text, low):
            yield _span(start, end, text[start:end])


def _worded(text: str, low: str) -> Iterator[Span]:
    """What a word calls a secret."""
    for match in _BEARER.finditer(low):
        start, end = match.span("secret")
        if is_random(text[start:end]):
            yield _span(start, end, text[start:end], _near(low, start))
    for match in _WORD.finditer(low):
        word = match[0]
        quote = match["mark"][-1]
        assigned = _QUOTED.get(quote, _ASSIGNED).match(text, match.end())
        if not assigned or _CODE_NEXT.match(assigned["next"]):
            continue
        if word.startswith("key") and not _OF_KEY.search(low, max(0, match.start() - 24), match.start()):
            continue
        value, start = assigned["secret"].rstrip(".:?"), match.end()
        if word.startswith(("pass", "pwd")):
            if is_password(value):
                yield _span(start, start + len(value), value)
        elif is_random(value):
            yield _span(start, start + len(value), value, _near(low, start))
    for match in _SPOKEN.finditer(low):
        start, end = match.span("secret")
        value = _NEXT_FIELD.split(text[start:end])[0].rstrip(".,;:?\"'`*|)»")
        if _is_spoken(low, match, value):
            yield _span(start, start + len(value), value)
    for match in _PAIR.finditer(low):
        start, end = match.span("secret")
        value = text[start:end].rstrip(".,;:?\"'`*|)»")
        if is_password(value) and re.search(r"\d", value) and not re.search(r"[\\/=]", value):
            yield _span(start, start + len(value), value)


def _is_spoken(low: str, match: re.Match[str], value: str) -> bool:
    """Whether what stands behind the word is a password: after a mark or beside a login any, else one that looks it."""
    if not is_password(value):
        return False
    start = match.start("secret")
    if match["mark"].strip() or _TELLS.match(match["of"] or ""):
        return True
    if low[start - 1] in "`«\"'" and re.search(r"(?=.*\d)(?=.*[a-zA-Z]).*[!#$%^&*+@~]", value):
        return True
    beside = not match["of"] and _LOGIN_NEAR.search(low, max(0, match.start() - 60), match.start())
    if beside and re.search(r"\d", value):
        return True
    mixed = (
        r"(?=.*[a-z])(?=.*[A-Z])(?:.{9,}\d|.*[_!@#$%^&*].*\d)"
        if match["of"]
        else r"\d.*[A-Za-z]|[A-Za-z]\d{2,}[!@#$%^&*]"
    )
    return re.search(mixed, value) is not None


def _near(low: str, place: int) -> float:
    """0 where the block around says that it is a sample, 1 elsewhere."""
    start = max(low.rfind("\n\n", 0, place), place - _NEAR)
    end = low.find("\n\n", place, place + _NEAR)
    return 0.0 if _SAMPLE_NEAR.search(low, max(0, start), end if end >= 0 else place + _NEAR) else 1.0


def _private_keys(text: str) -> Iterator[Span]:
    """Whole blocks; one that was cut off goes as far as its lines."""
    for begin in _PEM.finditer(text) if "-----BEGIN" in text else ():
        dashes = text.find("-----", begin.end(), begin.end() + _PEM_SIZE)
        last = _PEM_END.match(text, dashes) if dashes >= 0 else _PEM_LINES.match(text, begin.end())
        if last and _PEM_LINES.search(text, begin.end(), last.end()):
            yield _span(begin.start(), last.end(), text[begin.start() : last.end()])


def _span(start: int, end: int, value: str, score: float = 1.0) -> Span:
    return Span(start=start, end=end, type="SECRET", value=value, score=score)
