"""What a file name and its folders say: which document it is, and which version of it. Pure.

A name is read once: copy marks, periods, versions, states and languages are taken out; what is left is the
key. Numbers that mark no version are content: X200 and X300, appendix 1 and 2 are different documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ingest.names import readable, untagged
from ingest.select.name_dates import Period, take_periods
from ingest.select.name_marks import SPLIT, is_inside, numbers, take_copies, take_states, take_version
from ingest.select.name_numbers import numbered
from ingest.select.name_words import (
    ARCHIVE,
    FILLERS,
    GENERIC,
    HISTORY,
    LANGUAGES,
    MASTER,
    PERIODIC,
    RANKS,
    SERIES,
    STANDING,
    canonical,
    fold,
)

_EXTENSION = re.compile(
    r"\.(?:md|markdown|rst|txt|adoc|org|html?|xhtml|xml|pdf|docx?|docm|dotx?|rtf|odt|xlsx?|xlsm|ods|csv|tsv|pptx?|odp|"
    r"json|ya?ml|eml|msg|epub|zip)$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[(][^\[\]()]{2,40}[\])]|^[A-ZА-ЯЁ ]{3,20}(?::| [-–—] )")
_OPAQUE = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}$")
"""Hexadecimal ids, as programs put into names."""
_KEBAB = re.compile(r"[\w.]+(?:-[\w.]+)+")
OPAQUE = "~"
"""Begins a key that is but the id of a folder whose files are named by their days."""
WHOLE = "^"
"""Begins a key that is all folders, of a name such as "index" that says nothing itself."""
_FOLDER_VERSION = re.compile(r"(?:.*[ ._-])?v(?:ersion)?[ ._-]?(\d+(?:[._]\d+)*)(?:\.x)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """A name without its markers, and the markers.

    `key`: canonical content words, joined by blanks; "" where the name says nothing of its own ("index", a bare date).
    `inside`: words follow the version, so that it may be part of a subject ("http_v2_module"). `rank` and `finals`:
    how far the state words go, and how often ("финал_финал2" is 2, 3 times). `series`: whether its kind is written
    anew for each period or number. `place`: the canonical folders that are no markers. `folder`: "archive",
    "history" or "". `lines`: versions that folders name, which stand side by side.
    """

    key: str
    version: tuple[int, ...] = ()
    inside: bool = False
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


def file_stem(path: str) -> str:
    """The name of a file, as on disk, without folders and a known extension."""
    return _EXTENSION.sub("", readable(path.rpartition("/")[2]))


@lru_cache(maxsize=6_000)
def read_path(source_id: str) -> NameReading:
    """The reading of "<root>/<folders>/<name>". A folder's name stands in where the file's says nothing of its own."""
    *folders, name = map(readable, source_id.split("/"))
    around = _read_folders(tuple(folders))
    reading = read_name(_EXTENSION.sub("", untagged(name)))
    key, series, place = reading.key, reading.series, around.place
    if not reading.words and reading.periods and len(folders) > 1:
        within = read_name(untagged(folders[-1]))
        key, series = within.key, within.series
        if _OPAQUE.fullmatch(fold(folders[-1])):
            key = OPAQUE + fold(folders[-1])
        elif key:
            place = place[:-1]
    elif not key and place:
        key = WHOLE + "/".join([*place, *sorted(reading.words)])
    return replace(
        around,
        key=key,
        version=reading.version,
        inside=reading.inside,
        periods=_with_year(reading.periods, around.folder_periods),
        rank=reading.rank,
        finals=reading.finals,
        copy=reading.copy,
        language=reading.language or around.language,
        series=series,
        words=reading.words,
        place=place,
    )


@lru_cache(maxsize=6_000)
def _read_folders(folders: tuple[str, ...]) -> NameReading:
    """What folders say; the first is a root, which is no place of its own."""
    place: list[str] = []
    lines: list[tuple[int, ...]] = []
    periods: list[Period] = []
    folder: Literal["", "archive", "history"] = ""
    language = ""
    for step, name in enumerate(folders):
        plain = fold(untagged(name))
        words = _content(plain)
        stated, rest = take_periods(plain)
        periods += stated
        if version := _FOLDER_VERSION.fullmatch(plain):
            lines.append(numbers(version[1]))
        if plain in ARCHIVE or (words and set(words) <= ARCHIVE):
            folder = "archive"
        elif words and set(words) <= HISTORY:
            folder = folder or "history"
        elif len(words) == 1 and words[0] in LANGUAGES:
            language = LANGUAGES[words[0]]
        elif step and (_content(rest) or not stated) and not _OPAQUE.fullmatch(plain):
            place.append(" ".join(map(canonical, _content(fold(name)))))
    return NameReading(
        key="",
        place=tuple(place),
        folder=folder,
        lines=tuple(lines),
        folder_periods=tuple(periods),
        language=language,
    )


@lru_cache(maxsize=6_000)
def read_title(title: str) -> NameReading:
    """The reading of a title: prose, so a word of state counts only in brackets, or before a colon in capitals.

    A period or a version that a title states is a marker as in a name.
    """
    marked: list[str] = []

    def take(match: re.Match[str]) -> str:
        words = _content(fold(match[0]))
        told = (
            words
            and all(word in RANKS or word in FILLERS for word in words)
            and any(word in RANKS for word in words)
        )
        marked.extend(words if told else ())
        return " " if told else match[0]

    plain = _BRACKETED.sub(take, title)
    ranks = [RANKS[word] for word in marked if word in RANKS]
    periods, text = take_periods(numbered(fold(" ".join(plain.replace("_", " ").split()))))
    version, rest_of_text = take_version(text)
    inside, text = is_inside(text, rest_of_text), rest_of_text
    content = [word for word in _content(text) if word not in FILLERS]
    return NameReading(
        key="" if set(content) <= GENERIC else " ".join(map(canonical, content)),
        version=version,
        inside=bool(version) and inside,
        periods=tuple(periods),
        rank=min(ranks, default=0) if min(ranks, default=0) < 0 else max(ranks, default=0),
        finals=len(ranks),
        series=_is_series(content),
        words=frozenset(content),
    )


@lru_cache(maxsize=6_000)
def read_name(name: str) -> NameReading:
    """The reading of a name without extension and folders, or of a title."""
    kebab = bool(_KEBAB.fullmatch(name)) and "_" not in name
    text = numbered(fold(name.replace("_", " ")).strip())
    text, copies = (text, False) if kebab else take_copies(text)
    periods, text = take_periods(text)
    version, rest_of_text = take_version(text)
    inside, text = is_inside(text, rest_of_text), rest_of_text
    kebab = kebab or bool(_KEBAB.fullmatch(text.strip(" _-.()[]")))
    words = SPLIT.split(text)
    rank, finals, rest = take_states([word for word in words if word], kebab=kebab)
    language = ""
    while rest and rest[-1] in LANGUAGES and not language:
        language = LANGUAGES[rest.pop()]
    if rest and rest[0] in LANGUAGES and not language and len(rest) > 1:
        language = LANGUAGES[rest.pop(0)]
    rest = [word for word in rest if not _OPAQUE.fullmatch(word)]
    content = [word for word in rest if word not in FILLERS] or rest
    key = "" if set(content) <= GENERIC else " ".join(map(canonical, content))
    return NameReading(
        key=key,
        version=version,
        inside=bool(version) and inside,
        periods=tuple(periods),
        rank=rank,
        finals=finals,
        copy=copies,
        language=language,
        series=_is_series(content),
        words=frozenset(content),
    )


def _is_series(content: list[str]) -> bool:
    """Whether the noun that leads is one of a series: the first that tells in Russian, the last in English."""
    nouns = [word.rstrip("0123456789") or word for word in content]
    if not MASTER.isdisjoint(nouns) or nouns[-1:] in (["форма"], ["form"]):
        return False
    telling = [word for word in nouns if word in SERIES or word in STANDING]
    if ("release" in content and "notes" in content) or {"price", "list"} <= set(content):
        return "notes" in content
    if not telling:
        return not PERIODIC.isdisjoint(content)
    cyrillic = [word for word in telling if not word.isascii()]
    return (cyrillic[0] if cyrillic else telling[-1]) in SERIES


def _content(plain: str) -> list[str]:
    return [word for word in SPLIT.split(plain) if word]


def _with_year(periods: tuple[Period, ...], folders: tuple[Period, ...]) -> tuple[Period, ...]:
    """`periods`; those without a year take that of a year folder."""
    years = [
        period.first[:4] for period in folders if period.first[4:] == "-01-01" and period.last[4:] == "-12-31"
    ]
    if len(set(years)) != 1:
        return periods
    return tuple(
        Period(years[0] + period.first[4:], years[0] + period.last[4:])
        if period.first.startswith("0001")
        else period
        for period in periods
    )
