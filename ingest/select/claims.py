"""Which documents say that they replace which: by name, or by kind and the other's day, number or version. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ingest.document import Head
from ingest.select.families import keys_of, replaced_by
from ingest.select.name_dates import Period
from ingest.select.name_words import canonical, fold
from ingest.select.names import NameReading, file_stem, read_path, read_title
from ingest.select.order import version_tuple

Claims = Mapping[tuple[str, str], bool]
"""(newer, older) -> whether the newer names the older one surely: alone, and by more than its kind."""

_PLAIN = frozenset(
    map(
        canonical,
        [
            "one",
            "version",
            "edition",
            "issue",
            "revision",
            "document",
            "page",
            "dated",
            "версия",
            "редакция",
            "документ",
            "страница",
        ],
    )
)
"""Words that name no kind."""
_VERSION = re.compile(r"(?:верси|редакци)(?:ю|и|ей|я|й)(?= ?№? ?\d)")
_QUOTES = re.compile(r"[«»\"“”]")


def claims_of(groups: Mapping[str, Sequence[Head]]) -> dict[tuple[str, str], bool]:
    """The claims within a family of texts, each with all its places."""
    found: dict[tuple[str, str], bool] = {}
    for new, places in groups.items():
        for text in dict.fromkeys(text for head in places for text in replaced_by(head)):
            fits = {
                old: max(degrees)
                for old, others in groups.items()
                if old != new
                and any(degrees := [_fits(text, head, one) for head in places for one in others])
            }
            for old, degree in fits.items():
                found[new, old] = found.get((new, old), False) or (degree > 1 and len(fits) == 1)
    return {pair: sure for pair, sure in found.items() if pair[::-1] not in found}


def _is_name(text: str, old: Head) -> bool:
    """Whether `text` is the id, path, title or file name of `old`."""
    known = {fold(name) for name in (old.id, old.source_id, old.title, file_stem(old.source_id))}
    return fold(text) in known or fold(file_stem(text)) in known


def _fits(text: str, new: Head, old: Head) -> int:
    """How well `text` names `old`: 0 not, 1 by kind and mark, 2 by name, or if it is what `new` is."""
    if (new.labels.space, new.labels.language) != (old.labels.space, old.labels.language):
        return 0
    if set(new.labels.channels).isdisjoint(old.labels.channels):
        return 0
    if _is_name(text, old):
        return 2
    said, title, name = _read(text), read_title(old.title), read_path(old.source_id)
    words = set(said.key.split()) - _PLAIN
    if not words <= {*title.key.split(), *name.key.split()} or not _is_marked(
        said, words, old, (title, name)
    ):
        return 0
    ours = read_title(new.title), read_path(new.source_id)
    alike = ours[0].key == title.key != "" or (ours[1].key == name.key != "" and not title.key)
    numbered = any(map(str.isdigit, "".join(words)))
    return (
        2
        if alike or numbered or len(words) > 2
        else 1
        if not set(keys_of(new)).isdisjoint(keys_of(old))
        else 0
    )


def _is_marked(said: NameReading, words: set[str], old: Head, names: tuple[NameReading, NameReading]) -> bool:
    """Whether the day, version or number that is said is that of `old`."""
    labels = old.labels
    days = {day for day in (labels.version_date, labels.effective, labels.valid_from) if day}
    periods = {*names[0].periods, *names[1].periods, *(Period(day, day) for day in days)}
    versions = {names[0].version, names[1].version, version_tuple(labels.version)} - {()}
    if said.periods:
        whole = [one for one in said.periods if one.first != one.last]
        told = set(said.periods) <= periods or (len(whole) == len(said.periods) and _all_in(days, whole))
        return told or (not periods and any(map(str.isdigit, "".join(words))))
    if said.version:
        return said.version in versions
    return any(map(str.isdigit, "".join(words))) or (len(words) > 1 and words == set(names[0].key.split()))


def _all_in(days: set[str], periods: Sequence[Period]) -> bool:
    """Whether all of some days lie within one of the periods."""
    return bool(days) and all(any(one.first <= day <= one.last for one in periods) for day in days)


@lru_cache(maxsize=1000)
def _read(text: str) -> NameReading:
    return read_title(_VERSION.sub("версия", _QUOTES.sub(" ", text)))
