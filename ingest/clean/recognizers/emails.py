"""E-mail addresses, of Latin and Cyrillic domains, also spelled ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.recognizer import Span
from ingest.clean.recognizers.spelled import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_AT = re.compile(r"@|%40")
_LOCAL = re.compile(r"(?:[^\W_]|_)[\w.+%&'’\\-]{0,63}$")
_CYRILLIC_TLD = "рф|рус|москва|дети|онлайн|сайт|орг|ком|бел|укр|срб|мкд|бг|қаз"
_DOMAIN = re.compile(
    r"(?:[ \n]{0,2}(?=[a-zа-яё0-9.-]+[.](?:ru|com|net|org|рф)\b))?"
    r"((?:[^\W_](?:[\w-]{0,61}[^\W_])?[.])+?\n?"
    rf"(?:xn--[a-z0-9-]{{2,59}}|[A-Za-z]{{2,24}}|{_CYRILLIC_TLD}))(?![\w-]|[.][A-Za-z0-9])",
    re.IGNORECASE,
)
"""A line break of a PDF may follow the @ or the last dot."""
_PARTED = re.compile(r"(([a-z0-9.-]{1,40})[ \n]([a-z0-9.-]{1,39}[a-z]))(?![\w@-]|[.]\w)")
_WHOLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?[.])+(?:ru|com|net|org)")
"""A domain that a narrow cell broke once: `g mail.com`, `gmail.c om`."""
_PASSWORD = re.compile(r"://[^\s/:@]{0,60}:$")
"""Before the @ of postgres://user:password@host stands no name of a mailbox."""
_COMMON_TLD = frozenset({"ru", "com", "net", "org", "рф", "ua", "by", "kz", "info"})

_FILES_LIST = (
    "png jpg jpeg gif svg webp ico bmp css scss less js mjs ts jsx tsx json html htm php py rb java xml "
    "yml yaml md txt "
    "pdf docx xlsx zip gz min map woff ttf mp3 mp4 conf service timer socket"
)
_FILES = frozenset(_FILES_LIST.split())
_RESERVED_TLD = frozenset(
    {"test", "example", "invalid", "localhost", "local", "lan", "internal", "localdomain", "domain"}
)
_SAMPLE_NAMES = frozenset(
    {"example", "domain", "yourdomain", "your-domain", "yourcompany", "your-company", "пример", "mysite"}
)
_GENERIC_LIST = (
    "test tests email mail e user username example sample demo name first last your my work home new old some client "
    "customer"
)
_GENERIC = frozenset(_GENERIC_LIST.split())
_MADE_UP = frozenset(
    {"test", "tests", "email", "user", "username", "example", "sample", "demo", "name", "your"}
)
"""A mailbox called only with such words, one of these among them, is nobody's: `new_work_email`."""


class Email:
    """EMAIL; what RFC 2606 reserves and `test@test.*` is found with score 0: seen and left."""

    name: ClassVar[str] = "email"
    version: ClassVar[str] = "5"
    types: ClassVar[tuple[str, ...]] = ("EMAIL",)
    hint: ClassVar[str] = ""

    def find(self, reading: Reading) -> Iterator[Span]:
        """Addresses in `reading`."""
        text = reading.text
        yield from _written(text)
        for start, end, value in spelled(text, reading.low):
            name, _, host = value.partition("@")
            score = 0.0 if _is_sample(name, host) else 1.0
            yield Span(start=start, end=end, type="EMAIL", value=value, score=score)


def _written(text: str) -> Iterator[Span]:
    """Addresses as mail programs write them."""
    if "@" not in text and "%40" not in text:
        return
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end()) or _parted(text, at.end())
        local = domain and _LOCAL.search(text, max(0, at.start() - 64), at.start())
        if not domain or not local:
            continue
        host = domain[1].lower()
        if domain.re is _DOMAIN and "\n" in host and host.rpartition("\n")[2] not in _COMMON_TLD:
            continue
        host, end = re.sub(r"\s", "", host), domain.end()
        if host.rpartition(".")[2] in _FILES:
            # A file named by an address: ivan@firma.ru.pdf.
            host, _, suffix = host.rpartition(".")
            end -= len(suffix) + 1
            top = host.rpartition(".")[2]
            likely = top in _COMMON_TLD or (re.fullmatch("[a-z]{2}", top) and top not in _FILES)
            if "." not in host or not likely:
                continue
        if _PASSWORD.search(text, max(0, local.start() - 80), local.start()):
            continue
        name = local[0].replace("\\", "").strip(".'’").lower()
        if name in {"git", ""}:
            continue
        score = 0.0 if _is_sample(name, host) else 1.0
        yield Span(start=local.start(), end=end, type="EMAIL", value=f"{name}@{host}", score=score)


def _parted(text: str, start: int) -> re.Match[str] | None:
    """A domain that one blank or line break parts."""
    found = _PARTED.match(text, start)
    return found if found and _WHOLE.fullmatch(found[2] + found[3]) else None


def _is_sample(name: str, host: str) -> bool:
    parts = host.split(".")
    if parts[-1] in _RESERVED_TLD or parts[-2] in _SAMPLE_NAMES:
        return True
    return _is_generic(name) or (name.startswith("test") and parts[-2] == "test")


def _is_generic(name: str) -> bool:
    parts = set(re.split(r"[._-]", name))
    return parts <= _GENERIC and not parts.isdisjoint(_MADE_UP)
