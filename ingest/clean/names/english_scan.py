"""Where the tagger should look: the sentences that hold a word that may be of a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ingest.clean.names.evidence_en import NOT_OF_A_PERSON
from ingest.clean.names.kinds import Kinds
from ingest.clean.names.tokens import segments

_LETTER = "A-Za-zÀ-ÖØ-öø-žḀ-ỿ"
WORD = re.compile(rf"(?<!\w)[{_LETTER}]+(?:['’-][{_LETTER}]+)*(?!\w)")
"""A word in Latin letters, "O'Neil" and "Smith-Jones" included, not glued to digits or other letters."""
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_STRETCH = re.compile(r"[^\u0400-\u052f]+")
_CAMEL = re.compile(r"(?!(?:Mc|Mac|De|Di|Da|Du|La|Le|Van|Von|Fitz|St)[A-Z])[^\W\d_]*[a-z][A-Z]")
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "prof"))


class Seen(NamedTuple):
    """`places` of words that may be of a name, in order; `counts` of all words as they are written.

    `pairs` are (start, end) of a given name and a surname that lists alone tell: common ones with capitals, and such
    as people write in small letters in chats.
    """

    places: Sequence[int]
    pairs: Sequence[tuple[int, int]]
    counts: Mapping[str, int]


def scan(text: str, kinds: Kinds) -> Seen:
    """Reads `text` word by word."""
    words = Counter(WORD.findall(text))
    likely = {word for word in words if _is_likely(word, kinds[word])}
    titles = {word for word in words if word.lower() in _TITLES}
    places: list[int] = []
    pairs: list[tuple[int, int]] = []
    if likely or titles:
        titled, last, before = False, -9, ""
        for found in WORD.finditer(text):
            word, start = found[0], found.start()
            is_next = before and start - last == 1
            if is_next and _is_pair(text, before, found, kinds) and not NOT_OF_A_PERSON.match(text, last):
                pairs.append((last - len(before), found.end()))
            before = ""
            if titled or word in likely:
                places.append(start)
                last, before = found.end(), word
            titled = word in titles
    return Seen(places, pairs, words)


_INSIDE = re.compile(r"[a-z] $")
_DOES = re.compile(
    r" (?:(?:has|have|had|who|will|also|already|then|just|never) )?(?:signed|called|calls|said|says|told|asked"
    r"|asks|starts|started|joined"
    r"|joins|left|leaves|works|worked|came|comes|leads|led|handed|approved|approves|received|returned|returns"
    r"|reported|prepared|checked"
    r"|accepted|arrived|sent|wrote|emailed|replied|agreed|confirmed|delivered|visited|resigned|moved|took|takes"
    r"|brought|paid|manages|managed"
    r"|drove|drives|lives|lived|retired|met|complained|requested|thanked|introduced|explained|noted|added"
    r"|attended|speaks|spoke|answers"
    r"|ordered|picked|collected|was born|is on (?:leave|holiday|duty|sick)|is (?:our|the new|responsible|away"
    r"|out of)|from [A-Z])\b"
)
"""What persons do, right behind their names."""
_GOES_ON = re.compile(r" ?[A-Z0-9]|['’-]")


def _is_pair(text: str, one: str, second: re.Match[str], kinds: Kinds) -> bool:
    """Tells whether two words beside each other are a given name and a surname: common words only in a sentence."""
    other, start = second[0], second.start() - len(one) - 1
    if one.islower() and other.islower():
        return kinds.are_full_name(one, other)
    if not (one.istitle() and other.istitle()):
        return False
    if _GOES_ON.match(text, second.end()):
        return kinds.are_frequent(one, other)
    alone = _INSIDE.search(text, max(0, start - 3), start) or _DOES.match(text, second.end())
    return kinds.are_frequent(one, other, words_too=alone is not None)


def _is_likely(word: str, kind: str) -> bool:
    """Tells whether a sentence with `word` is worth the tagger's time."""
    if kind == "n":
        return len(word) > 2 or (len(word) > 1 and word[0].isupper() and not word.isupper())
    if len(word) < 2 or not word[0].isupper() or word.isupper():
        return False
    return kind == "b" or (kind == "u" and not _CAMEL.match(word))


def stretches(text: str, places: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """(start, end, foreign) of the stretches of Latin letters that hold one of `places`, in order.

    `foreign` are those among Russian words.
    """
    done = 0
    rest = iter(places)
    place = next(rest, None)
    while place is not None:
        start = max(done, text.rfind("\n\n", done, place) + 2 if "\n\n" in text[done:place] else done)
        end = text.find("\n\n", place)
        end = len(text) if end < 0 else end
        for one, other in segments(text, start, end):
            if place is None or place >= other:
                continue
            for first, last in latin(text, one, other):
                while place is not None and place < first:
                    place = next(rest, None)
                if place is not None and place < last:
                    yield first, last, (first, last) != (one, other)
            while place is not None and place < other:
                place = next(rest, None)
        done = end


def latin(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of `text[start:end]` without Cyrillic letters."""
    if text.isascii() or not _CYRILLIC.search(text, start, end):
        yield start, end
        return
    for found in _STRETCH.finditer(text, start, end):
        yield found.span()
