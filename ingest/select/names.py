"""What a file name and its folders say: which document it is, and which version of it. Pure.

A name is read once: copy marks, periods, versions, states and languages are taken out; what is left is the
key. Numbers that mark no version are content: X200 and X300, appendix 1 and 2 are different documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.names import decode_name
from ingest.select.name_dates import Period, take_periods
from ingest.select.name_words import (
    ARCHIVE,
    FILLERS,
    GENERIC,
    HISTORY,
    LANGUAGES,
    PART,
    RANKS,
    SERIES,
    STANDING,
    VERBS,
    canonical,
    fold,
)

_EXTENSION = re.compile(
    r"\.(?:md|markdown|rst|txt|adoc|org|html?|xhtml|xml|pdf|docx?|docm|dotx?|rtf|odt|xlsx?|xlsm|ods|csv|tsv|pptx?|odp|"
    r"json|ya?ml|eml|msg|epub|zip)$",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"^(?:copy of|копия(?! \d*$)) |\s*\(\d{1,2}\)\s*$|\s*[-_ ]+(?:copy|копия|дубль|дубликат)(?:\s*\(?\d{1,2}\)?)?\s*$"
    r"|\s*\((?:copy|копия)(?:\s*\d{1,2})?\)\s*$"
)
_VERSION = re.compile(
    r"(?<![^\W_])(?:(?:v|ver|version|верс|версия|вер|ред|редакция|редакции|rev|revision|изд|издание|edition|ed|release)"
    r"[ ._\-]*(?:№ ?)?|в|r)(\d{1,4}(?:[._]\d{1,4}){0,3}(?![.\d]))([a-zа-я])?(?![^\W_])"
)
_LETTER = re.compile(r"(?<![^\W_])(?:rev|revision|ред|редакция)[ ._\-]*([a-z])(?![^\W_])")
_ORDINAL = re.compile(r"(?<![^\W_])(\d{1,2})[ -]?(?:я|ая|е|ое|й|st|nd|rd|th)?[ -](?:ред|редакция|изд|издание|edition|ed)(?![^\W_])")
_DOTTED = re.compile(r"(?<=[^\W\d_])[ _\-]+(\d{1,3}(?:\.\d{1,4}){1,3})[\s._\-]*$")
_AFTER_API = re.compile(r"(?<=api |sdk |api-|sdk-)(\d{1,3}(?:\.\d{1,4}){1,3})(?![\w.])")
_BRACKETED = re.compile(r"[\[(][^\[\]()]{2,40}[\])]|^[A-ZА-ЯЁ ]{3,20}(?::| [-–—] )")
_COUNTED = re.compile(r"([^\W\d_]+)[ _.]?(\d{1,2})?$")
_SPLIT = re.compile(r"[\s_\-.,;:+~!&'\"«»()\[\]{}/\\]+")
_OPAQUE = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}$")
"""Hexadecimal ids, as programs put into names."""
OPAQUE = "~"
"""Begins a key that is but the id of a folder whose files are named by their days."""
WHOLE = "^"
"""Begins a key that is all folders, of a name such as "index" that says nothing itself."""
_FOLDER_VERSION = re.compile(r"(?:.*[ ._-])?v(?:ersion)?[ ._-]?(\d+(?:[._]\d+)*)(?:\.x)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """A name without its markers, and the markers.

    `key`: canonical content words, joined by blanks; "" where the name says nothing of its own ("index", a bare date).
    `rank` and `finals`: how far the state words go, and how often ("финал_финал2" is 2, 3 times). `series`: whether its kind is
    written anew for each period or number. `place`: the canonical folders that are no markers. `folder`: "archive",
    "history" or "". `lines`: versions that folders name, which stand side by side.
    """

    key: str
    version: tuple[int, ...] = ()
    periods: tuple[Period, ...] = ()
    rank: int = 0
    finals: int = 0
    copy: bool = False
    language: str = ""
    series: bool = False
    words: frozenset[str] = frozenset()
    place: tuple[str, ...] = ()
    folder: Literal["", "archive", "history"] = ""
    lines: tuple[tuple[int, ...], ...] = ()
    folder_periods: tuple[Period, ...] = ()


@lru_cache(maxsize=100_000)
def read_path(source_id: str) -> NameReading:
    """The reading of "<root>/<folders>/<name>". A folder's name stands in where the file's says nothing of its own."""
    *folders, name = source_id.split("/")
    root, folders = folders[:1], folders[1:]
    reading = read_name(_EXTENSION.sub("", decode_name(name)))
    place: list[str] = []
    folder: Literal["", "archive", "history"] = ""
    lines: list[tuple[int, ...]] = []
    periods: list[Period] = []
    last = ""
    language = reading.language
    for step, raw in enumerate([*root, *folders]):
        plain = fold(decode_name(raw))
        words = _content(plain)
        stated, rest = take_periods(plain)
        periods += stated
        if version := _FOLDER_VERSION.fullmatch(plain):
            lines.append(_numbers(version[1]))
        if set(words) & ARCHIVE and not set(words) - ARCHIVE - FILLERS and not stated or plain in ARCHIVE:
            folder = "archive"
        elif set(words) & HISTORY and not set(words) - HISTORY:
            folder = folder or "history"
        elif len(words) == 1 and words[0] in LANGUAGES:
            language = language or LANGUAGES[words[0]]
        elif step >= len(root) and not (stated and not _content(rest)) and not _OPAQUE.fullmatch(plain):
            last = " ".join(map(canonical, words))
            place.append(last)
    key, series = reading.key, reading.series
    if not reading.words and reading.periods and len(folders):
        named = fold(decode_name(folders[-1]))
        within = read_name(decode_name(folders[-1]))
        key, series = (within.key, within.series) if within.key else (OPAQUE + named if _OPAQUE.fullmatch(named) else "", False)
        place = place[:-1] if within.key and last == place[-1] else place
    elif not key and place:
        key = WHOLE + "/".join([*place, *sorted(reading.words)])
    return NameReading(
        key=key,
        version=reading.version,
        periods=_with_year(reading.periods, periods),
        rank=reading.rank,
        finals=reading.finals,
        copy=reading.copy,
        language=language,
        series=series,
        words=reading.words,
        place=tuple(place),
        folder=folder,
        lines=tuple(lines),
        folder_periods=tuple(periods),
    )


@lru_cache(maxsize=100_000)
def read_title(title: str) -> NameReading:
    """The reading of a title: prose, so a word of state counts only in brackets, or before a colon in capitals.

    A period or a version that a title states is a marker as in a name.
    """
    marked: list[str] = []

    def take(match: re.Match[str]) -> str:
        words = _content(fold(match[0]))
        told = words and all(word in RANKS or word in FILLERS for word in words) and any(word in RANKS for word in words)
        marked.extend(words if told else ())
        return " " if told else match[0]

    plain = _BRACKETED.sub(take, title)
    ranks = [RANKS[word] for word in marked if word in RANKS]
    periods, text = take_periods(fold(" ".join(plain.replace("_", " ").split())))
    version, text = _take_version(text)
    content = [word for word in _content(text) if word not in FILLERS]
    return NameReading(
        key="" if set(content) <= GENERIC else " ".join(map(canonical, content)),
        version=version,
        periods=tuple(periods),
        rank=min(ranks, default=0) if min(ranks, default=0) < 0 else max(ranks, default=0),
        finals=len(ranks),
        series=_is_series(content),
        words=frozenset(content),
    )


@lru_cache(maxsize=100_000)
def read_name(name: str) -> NameReading:
    """The reading of a name without extension and folders, or of a title."""
    kebab = bool(re.fullmatch(r"[\w.]+(?:-[\w.]+)+", name)) and "_" not in name
    text = fold(name.replace("_", " ")).strip()
    text, copies = (text, False) if kebab else _without_copies(text)
    periods, text = take_periods(text)
    version, text = _take_version(text)
    words = _SPLIT.split(text)
    rank, finals, rest = _take_states([word for word in words if word], kebab=kebab)
    language = ""
    while rest and rest[-1] in LANGUAGES and not language:
        language = LANGUAGES[rest.pop()]
    if rest and rest[0] in LANGUAGES and not language and len(rest) > 1:
        language = LANGUAGES[rest.pop(0)]
    content = [word for word in rest if word not in FILLERS and not _OPAQUE.fullmatch(word)]
    key = "" if set(content) <= GENERIC else " ".join(map(canonical, content))
    return NameReading(
        key=key,
        version=version,
        periods=tuple(periods),
        rank=rank,
        finals=finals,
        copy=copies,
        language=language,
        series=_is_series(content),
        words=frozenset(content),
    )


def _without_copies(text: str) -> tuple[str, bool]:
    copies = False
    while (cut := _COPY.sub("", text)) != text and cut.strip():
        text, copies = cut, True
    return text, copies


def _take_version(text: str) -> tuple[tuple[int, ...], str]:
    """The version of a name, and the name without it; a letter counts as its place in the alphabet."""
    for pattern in (_VERSION, _ORDINAL, _LETTER, _AFTER_API):
        matches = [match for match in pattern.finditer(text) if not _follows_part(text, match.start())]
        if matches:
            found = matches[-1]
            numbers = _numbers(found[1])
            if pattern is _VERSION and found[2]:
                numbers += (_place(found[2]),)
            return numbers, text[: found.start()] + " " + text[found.end() :]
    bare = _states_cut(text)
    if (match := _DOTTED.search(bare)) and not _follows_part(bare, match.start(1)):
        return _numbers(match[1]), text[: match.start(1)] + " " + text[match.end(1) :]
    return (), text


def _states_cut(text: str) -> str:
    """`text` up to the words of state and language at its end."""
    words = re.split(r"([\s_\-()\[\].]+)", text.rstrip(" .)]"))
    while len(words) > 2 and (words[-1] in RANKS or words[-1] in LANGUAGES or words[-1] in FILLERS or not words[-1]):
        words = words[:-2]
    return "".join(words)


def _follows_part(text: str, at: int) -> bool:
    before = _SPLIT.split(text[:at].rstrip(" _-.№#"))
    return bool(before) and before[-1] in PART


def _numbers(text: str) -> tuple[int, ...]:
    if text.isalpha():
        return (_place(text),)
    numbers = [int(part) for part in re.split(r"[._]", text)]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _place(letter: str) -> int:
    return ord(letter) - ord("a" if letter <= "z" else "а") + 1


def _take_states(words: list[str], *, kebab: bool) -> tuple[int, int, list[str]]:
    """Rank, how many times the last stage was declared, and the words that mark no state."""
    ranks: dict[int, int] = {}
    rest: list[str] = []
    for step, word in enumerate(words):
        match = _COUNTED.fullmatch(word)
        rank = RANKS.get(match[1], 0) if match else 0
        edge = step in (0, len(words) - 1) or all(other in RANKS or other in LANGUAGES for other in words[step:])
        about = match is not None and match[1] in VERBS and (kebab or not edge)
        number = step and word.isdigit() and len(word) < 3 and words[step - 1] in RANKS and ranks
        if match and rank and not about and len(words) > 1:
            ranks[rank] = ranks.get(rank, 0) + int(match[2] or 1)
        elif number:
            ranks[RANKS[words[step - 1]]] = ranks.get(RANKS[words[step - 1]], 1) + int(word) - 1
        else:
            rest.append(word)
    if not ranks:
        return 0, 0, rest
    lowest, highest = min(ranks), max(ranks)
    rank = lowest if lowest < 0 else highest
    return rank, ranks[rank], rest


def _is_series(content: list[str]) -> bool:
    """Whether the noun that leads is one of a series: the first that tells in Russian, the last in English."""
    telling = [word for word in content if word in SERIES or word in STANDING]
    if "release" in content and "notes" in content or {"price", "list"} <= set(content):
        return "notes" in content
    if not telling:
        return False
    cyrillic = [word for word in telling if not word.isascii()]
    return (cyrillic[0] if cyrillic else telling[-1]) in SERIES


def _content(plain: str) -> list[str]:
    return [word for word in _SPLIT.split(plain) if word]


def _with_year(periods: tuple[Period, ...], folders: list[Period]) -> tuple[Period, ...]:
    """`periods`; those without a year take that of a year folder."""
    years = [period.first[:4] for period in folders if period.first[4:] == "-01-01" and period.last[4:] == "-12-31"]
    if len(set(years)) != 1:
        return periods
    return tuple(
        Period(years[0] + period.first[4:], years[0] + period.last[4:]) if period.first.startswith("0001") else period
        for period in periods
    )
