"""E-mail addresses as people spell them for people: `ivan (at) firma.ru`, `ivan собака mail точка ру`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT = re.compile(
    r"(?P<clear>&(?:#64|#x40|commat);|[\[({<]\s?(?:at|собака|собачка|эт|ат|а|a|dog|@)\s?[\])}>])\s{0,2}|(?P<blank>@ ?)"
    r"|(?P<word>собак(?:а|ой)|собачк(?:а|ой)|гав|at)(?=[ ,]|(?<=собака)\w),? ?|(?P<glued>[_-](?:at|собака)[_-])"
)
"""Sought in lower case."""
_SIGNS = (" dot", " точка", " тчк", "собак", "собачк", "гав", "&#", "&commat", "_at-", "-at_")
_BRACKETED = re.compile(r"[\[({<]\s?(?:at|эт|ат|а|a|dog|@|dot|точка|тчк|\.)\s?[\])}>]")
_SIGN = re.compile(r"(?P<clear>)(?P<blank>@ ?)(?P<word>)(?P<glued>)")
"""All that counts where neither of those is: `at` between words asks for a spelled dot."""

_DOT_BRACKET = r"\s?[\[({<]\s?(?:dot|точка|тчк|\.)\s?[\])}>]\s?"
_DOT_WORD = r",? (?:dot|точка|тчк),? "
_JOIN = (
    rf"(?:{_DOT_BRACKET}|{_DOT_WORD}|\.| (?:нижнее подч[её]ркивание|подч[её]ркивание|underscore|тире|дефис|"
    r"dash|минус|minus|"
    r"плюс|plus) )"
)
_LOCAL = re.compile(
    rf"(?<![^\W_])(?P<name>[^\W_][\w+%-]{{0,39}}?(?:{_JOIN}[\w+%-]{{1,40}}?){{0,4}})(?P<gap>[ ,\n]{{0,2}})$",
    re.IGNORECASE,
)
_TLDS = (
    "ru|su|com|net|org|info|biz|io|de|uk|fr|us|ua|by|kz|eu|dev|app|pro|online|edu|gov|me|рф|ру|ком|нет|"
    "орг|инфо|уа|бай|кз|"
    "москва"
)
_HOST = r"[^\W_](?:[\w-]{0,40}[^\W_])?"
_DOMAIN = re.compile(
    rf"{_HOST}(?:(?P<dot>{_DOT_BRACKET}|{_DOT_WORD}| ?\. ?){_HOST}){{0,3}}?(?:{_DOT_BRACKET}|{_DOT_WORD}|"
    r" ?\. ?)"
    rf"(?:co{_DOT_WORD})?(?:{_TLDS})(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_PROVIDER = re.compile(
    r"(?:яндекс|yandex|ya|мейл|мэйл|майл|mail|gmail|гмейл|джимейл|рамблер|rambler|inbox|bk|list|outlook|"
    r"hotmail|icloud),? "
    r"(?:ру|ru|ком|com)(?!\w)",
    re.IGNORECASE,
)
_SPELLED_DOT = re.compile(rf"{_DOT_BRACKET}|{_DOT_WORD}", re.IGNORECASE)
_LATIN = {
    "ру": "ru",
    "ком": "com",
    "нет": "net",
    "орг": "org",
    "инфо": "info",
    "уа": "ua",
    "бай": "by",
    "кз": "kz",
}


_SPACED = re.compile(r"(?<![^\W_])(?:[a-z0-9._-] ){3,30}@(?: [a-z0-9.-]){4,30}(?! ?[^\W_](?: |$))(?![^\W_])")
"""Letter by letter, as some programs read scans."""


def spelled(text: str, low: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, normal form) of spelled addresses in `text`; `low` is `text` in lower case."""
    for at in (_AT if may_be_spelled(low) else _SIGN).finditer(low):
        domain = _DOMAIN.match(text, at.end()) or _PROVIDER.match(text, at.end())
        local = domain and _LOCAL.search(text, max(0, at.start() - 90), at.start())
        if not domain or not local or not _is_meant(at, local, domain[0]):
            continue
        yield local.start(), domain.end(), f"{_plain(local['name'])}@{_host(domain[0])}"
    for spaced in _SPACED.finditer(low) if " @ " in low else ():
        if re.fullmatch(r".+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}", plain := spaced[0].replace(" ", "")):
            yield spaced.start(), spaced.end(), plain


def may_be_spelled(low: str) -> bool:
    """Whether a text in lower case holds what spells an address, other than a sign between blanks."""
    return any(sign in low for sign in _SIGNS) or _BRACKETED.search(low) is not None


def _is_meant(at: re.Match[str], local: re.Match[str], domain: str) -> bool:
    """Whether this is an address: "look at firma.com" is none, a Latin word alone asks for a spelled dot too."""
    if at["blank"]:
        # Without a blank on either side it is an address as usual.
        apart = local["gap"] == " " or at["blank"].endswith(" ") or " " in domain
        return apart and not local["name"].isdigit() and "," not in local["gap"] and "\n" not in local["gap"]
    if at["word"] == "at" or at["glued"] in {"_at_", "-at-"}:
        return _SPELLED_DOT.search(domain) is not None and bool(at["glued"] or local["gap"])
    return True


def _plain(part: str) -> str:
    part = re.sub(
        r",? (?:нижнее подч[её]ркивание|подч[её]ркивание|underscore),? ", "_", part, flags=re.IGNORECASE
    )
    part = re.sub(r",? (?:тире|дефис|dash|минус|minus),? ", "-", part, flags=re.IGNORECASE)
    part = re.sub(r",? (?:плюс|plus),? ", "+", part, flags=re.IGNORECASE)
    return re.sub(r"\s?\.\s?", ".", _SPELLED_DOT.sub(".", part)).replace(" ", "").lower()


def _host(part: str) -> str:
    plain = (
        re.sub(r",? (?=\w+$)", ".", part)
        if not re.search(r"[.]|точка|dot|тчк", part, re.IGNORECASE)
        else part
    )
    name, _, top = _plain(plain).rpartition(".")
    return f"{name}.{_LATIN.get(top, top)}"
