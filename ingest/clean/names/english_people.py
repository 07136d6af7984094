"""Persons with names in Latin letters in a whole document: found, weighed, and found again in short mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.clean.names import english
from ingest.clean.names.english_mentions import Mentions
from ingest.clean.names.english_rules import rule_finds
from ingest.clean.names.english_scan import scan, stretches
from ingest.clean.names.english_things import is_addressed
from ingest.clean.names.evidence_en import TITLE, Evidence, Find, is_initial, words_of
from ingest.clean.names.labelled import NOTHING_TOLD, Told
from ingest.clean.names.russian_evidence import Places
from ingest.clean.names.things import thing_places
from ingest.clean.recognizers.recognizer import Span
from ingest.pulse import Pace

if TYPE_CHECKING:
    from ingest.clean.names.english import Tagger
    from ingest.clean.names.kinds import Kinds
    from ingest.clean.recognizers.reading import Reading

_LEAST = 0.3
_LATIN = re.compile(r"[A-Za-z]")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]*")


def english_names(reading: Reading, keep: frozenset[str], told: Told = NOTHING_TOLD) -> Iterator[Span]:
    """PERSON spans of `reading.prose`, in order and without overlap.

    `told` is what labels and tables tell (`told_by_labels`).

    `value` is the surname and the initials in lower case; a short mention has that of the name it belongs to.
    What `keep` holds (product names, compared without case) is no part of a name.
    """
    tagger = english.load()
    text = _restored(_without_things(_without(reading.prose, keep)), reading.text, told.names)
    kept = frozenset(word for phrase in keep for word in phrase.lower().split())
    called = (Find(*place, 1.0) for place in told.names if _LATIN.search(text, *place))
    goods, places = Places(told.things), Places(told.places)
    found = (
        find
        for find in _believed(text, tagger, kept)
        if not (_is_goods(text, find, goods, tagger.kinds) or places.hold(find.start, find.end))
    )
    names = _apart((*found, *called))
    mentions = Mentions(tagger.kinds)
    by_label = frozenset(told.names)
    for find in names:
        mentions.learn(text[find.start : find.end], told=(find.start, find.end) in by_label)
    spans = [_span(text, find, mentions) for find in names]
    spans = [_whole(text, span) for span in spans]
    taken = iter([*names, Find(len(text), len(text), 0.0)])
    next_taken = next(taken)
    for start, end, value in mentions.find(text):
        while next_taken.end <= start:
            next_taken = next(taken)
        if end <= next_taken.start and not (goods.hold(start, end) or places.hold(start, end)):
            spans.append(Span(type="PERSON", start=start, end=end, value=value, score=0.8))
    yield from sorted(spans)


def _believed(text: str, tagger: Tagger, kept: frozenset[str]) -> Iterator[Find]:
    """What the rules and the tagger find and the evidence supports; finds may overlap."""
    seen = scan(text, tagger.kinds)
    evidence = Evidence(text, tagger.kinds, seen.counts, kept)
    for find in (*rule_finds(text, tagger.kinds), *(Find(*pair, 0.6) for pair in seen.pairs)):
        if evidence.is_persons(find):
            yield find
    pace = Pace()
    for start, end, foreign in stretches(text, seen.places):
        pace.gone(end - start)
        finds = [Find(*name) for name in tagger.tag(text, start, end, least=_LEAST)]
        yield from evidence.believed(finds, foreign=foreign)


def _is_goods(text: str, find: Find, goods: Places, kinds: Kinds) -> bool:
    """Whether `find` stands in a column of goods, and is not made of the names of persons alone."""
    if not goods.hold(find.start, find.end):
        return False
    words = words_of(text[find.start : find.end])
    alone = len(words) > 1 and all(is_initial(word) or kinds[word] == "n" for word in words)
    return not alone and not TITLE.search(text[max(0, find.start - 40) : find.start])


def _apart(finds: Iterable[Find]) -> list[Find]:
    """`finds` in order; those that overlap are one, from the first start to the last end."""
    apart: list[Find] = []
    for find in sorted(finds):
        if apart and find.start < apart[-1].end:
            last = apart[-1]
            apart[-1] = Find(last.start, max(last.end, find.end), max(last.sure, find.sure))
        else:
            apart.append(find)
    return apart


def _span(text: str, find: Find, mentions: Mentions) -> Span:
    name = text[find.start : find.end]
    value = mentions.value(name)
    return Span(type="PERSON", start=find.start, end=find.end, value=value, score=find.sure)


_CUT = re.compile(r"[ \n]{3,}")


def _whole(text: str, span: Span) -> Span:
    """`span` up to where something was blanked in it: an address, code."""
    cut = _CUT.search(text, span.start, span.end)
    return replace(span, end=cut.start()) if cut else span


def _without(text: str, keep: frozenset[str]) -> str:
    """`text` with e-mail addresses and the phrases of `keep` replaced by blanks."""
    if "@" in text:  # the domain is blank already
        text = _MAIL.sub(_blanks, text)
    return _kept(keep).sub(_blanks, text) if keep else text


def _without_things(text: str) -> str:
    """`text` with the names of things in several words replaced by blanks, where nothing calls them persons."""
    parts, done = [], 0
    for start, end in thing_places(text):
        if not is_addressed(text, start, end) and not TITLE.search(text[max(0, start - 40) : start]):
            parts += [text[done:start], " " * (end - start)]
            done = end
    return "".join((*parts, text[done:])) if parts else text


def _restored(text: str, written: str, places: Sequence[tuple[int, int]]) -> str:
    """`text` with `places` as they are written: "Field/Grace" was taken for an identifier."""
    parts, done = [], 0
    for start, end in places:
        if start >= done and text[start:end].isspace():
            parts += [text[done:start], written[start:end]]
            done = end
    return "".join((*parts, text[done:])) if parts else text


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


@lru_cache(maxsize=8)
def _kept(keep: frozenset[str]) -> re.Pattern[str]:
    phrases = (
        r"\s+".join(map(re.escape, phrase.split()))
        for phrase in sorted(keep, key=lambda one: (-len(one), one))
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
