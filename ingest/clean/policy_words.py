"""Words of a text as policy rules compare them: stems with places, blind to case, ё, hyphens and look-alikes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from index.stem import stem
from ingest.clean.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+(?:\0+[^\W_]+)*")
_HUMP = re.compile(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])")
_BROKEN = re.compile(r"(?<=[^\W\d_])-\n *(?=[^\W\d_])")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+(?![^\W\d_])")
_LATIN = "AaBCcEeHKkMmOoPpTXxyu"
_CYRILLIC = "АаВСсЕеНКкМмОоРрТХхуи"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_HAS_CYRILLIC = re.compile("[а-яА-ЯёЁ]")
_HAS_LATIN = re.compile("[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as its stem; it is `text[start:end]`. `compound`: two words with their hyphen, which also stand alone."""

    stem: str
    start: int
    end: int
    compound: bool = False


_SMALL = frozenset(
    re.findall(
        r"\w+",
        "для по за от до к ко с со в во на и или о об у из при the a an of for to with and or by per in on",
    )
)
"""Words that neither a phrase nor the text between its words counts by."""

WHOLE = "="
"""Begins a field that is a whole label: "=опт" is not in "Опт и розница"."""
_UNITS = frozenset(
    [
        "руб",
        "р",
        "рубл",
        "коп",
        "тыс",
        "млн",
        "процент",
        "usd",
        "eur",
        "gbp",
        "rub",
        "без",
        "ндс",
        "vat",
        "ex",
        "шт",
        "ед",
        "pcs",
        "unit",
        "month",
        "мес",
        "net",
        "gross",
    ]
)

Part = tuple[str, bool]
"""A stem, or the beginning of a word and True."""


def words(text: str) -> list[Word]:
    """The words of `text` with their stems and places. A word parted by a hyphen at a line's end is one."""
    found: list[Word] = []
    shape = fold(text)
    if "-\n" in shape:  # equally long: what parts the halves is taken out of the word again
        shape = _BROKEN.sub(lambda match: "\0" * len(match[0]), shape)
    last = ""
    for match in _WORD.finditer(shape):
        word, start = match[0].replace("\0", ""), match.start()
        if found and found[-1].end == start - 1 and shape[start - 1] == "-" and (last + word).isalpha():
            found.append(Word(_stem(word), start, match.end()))
            found.append(Word(_stem(last + word), found[-2].start, match.end(), compound=True))
        elif (
            len(word) < len(match[0]) or word.islower() or word.isdigit() or word.istitle() or word.isupper()
        ):
            found.append(Word(_stem(word), start, match.end()))
        else:
            for piece in _HUMP.split(word):  # purchasePrice
                found.append(Word(_stem(piece), start, start + len(piece)))
                start += len(piece)
        last = word
    return found


_NARROW = re.compile(r"^[^\d\n.!?]{5,80}\.?$", re.MULTILINE)
_TORN = re.compile(r"[^\W\d_]{2,} [a-zа-яё]{1,6}(?![^\W_])")
_LONG = 5
"""Letters of a phrase that is sought without its blanks."""

TornLine = tuple[str, list[int]]
"""Letters of a line without its blanks, and their places in the text."""


def torn_lines(text: str) -> list[TornLine]:
    """Short lines in which narrow cells may have torn words apart: "Закупочн ая це на"."""
    found = []
    for line in _NARROW.finditer(text):
        if not _TORN.search(line[0]):
            continue
        places = [place for place in range(*line.span()) if not text[place].isspace()]
        letters = "".join(text[place] for place in places).casefold().replace("ё", "е")
        if len(letters) == len(places):
            found.append((letters, places))
    return found


def torn_phrases(phrases: Sequence[tuple[str, tuple[Part, ...]]]) -> tuple[re.Pattern[str] | None, list[str]]:
    """A pattern for `torn_lines` with a group for each phrase, and the names of these."""
    long = [
        (name, parts)
        for name, parts in phrases
        if name[0] != WHOLE
        and sum(len(text) for text, _ in parts) >= _LONG
        and (parts == phrase_of(name) or all(len(text) >= _LONG for text, _ in parts))
    ]
    letters = r"[^\W\d_]{0,5}"
    between = rf"{letters}(?:for|of|to|для|от|по)?"
    body = "|".join(f"({between.join(re.escape(text) for text, _ in parts)}{letters})" for _, parts in long)
    return (re.compile(body) if long else None), [name for name, _ in long]


def stems(text: str) -> frozenset[str]:
    """The stems of `words`, without their places: some times as quick."""
    shape = fold(text)
    if "-\n" in shape:
        shape = _BROKEN.sub("", shape)
    if "-" in shape:
        shape = " ".join((shape, *(match[0].replace("-", "") for match in _COMPOUND.finditer(shape))))
    return frozenset(map(_stem, set(_WORD.findall(_HUMP.sub(" ", shape)))))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if not word.isascii() and _HAS_LATIN.search(word) and _HAS_CYRILLIC.search(word):
        word = word.translate(_TO_CYRILLIC)
    return stem(word.casefold().replace("ё", "е"))


def phrase_of(text: str) -> tuple[Part, ...]:
    """The parts of a rule's phrase without small words; `закуп*` is the beginning of a word."""
    parts: list[Part] = []
    small: list[Part] = []
    for match in re.finditer(r"([^\W_]+)(\*?)", fold(text)):
        plain = match[1].casefold().replace("ё", "е")
        part = (plain, True) if match[2] else (_stem(match[1]), False)
        (small if plain in _SMALL and not match[2] else parts).append(part)
    return tuple(parts or small)


def variants(text: str) -> list[tuple[Part, ...]]:
    """The ways to write a phrase: as it is, two words also the other way round or glued (a hyphen or blank lost)."""
    parts = phrase_of(text)
    if len(parts) != 2:
        return [parts]
    found: list[tuple[Part, ...]] = [parts, parts[::-1]]
    glued = re.findall(r"[^\W_]+", text)
    if len(glued) == 2 and not any(begins for _, begins in parts):
        found.append(phrase_of("".join(glued)))
    return found


def holds(parts: Sequence[Part], label: Sequence[Word]) -> bool:
    """Whether a label - a column's head, a heading - has all parts of a phrase, in any order."""
    return all(any(_fits(part, word.stem) for word in label) for part in parts)


def is_whole(parts: Sequence[Part], label: Sequence[Word]) -> bool:
    """Whether a label is a phrase and nothing else but units."""
    rest = [word.stem for word in label if word.stem not in _SMALL and word.stem not in _UNITS]
    return 0 < len(rest) <= len(parts) and all(any(_fits(part, stem) for stem in rest) for part in parts)


def _fits(part: Part, word: str) -> bool:
    return word.startswith(part[0]) if part[1] else word == part[0]


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and the names of phrases that end here."""

    stems: dict[str, _Node] = field(default_factory=dict)
    beginnings: dict[str, _Node] = field(default_factory=dict)
    name: str | None = None
    turned: bool = False
    """Whether the words stand in another order here than in the rule."""


class Phrases:
    """Phrases sought in running text, word after word; time grows with the text, not with their number."""

    def __init__(self, phrases: Iterable[tuple[str, tuple[Part, ...]]] = ()) -> None:
        self._root = _Node()
        self._depth = 0
        self._by_first: dict[str, list[tuple[Part, ...]]] = {}
        self._by_beginning: dict[str, list[tuple[Part, ...]]] = {}
        for name, parts in phrases:
            node = self._root
            for text, begins in parts:
                node = (node.beginnings if begins else node.stems).setdefault(text, _Node())
            if parts and node.name is None:
                node.name, node.turned = name, len(parts) > 1 and parts != phrase_of(name)
            self._depth = max(self._depth, len(parts))
            for text, begins in parts[:1]:
                (self._by_beginning if begins else self._by_first).setdefault(text, []).append(parts)
        self._firsts = frozenset(self._by_first)
        # Of beginnings of which one begins another, the shorter is enough: it may be in what the longer is in.
        shortest = [one for one in self._by_beginning if not any(one != two and one.startswith(two) for two in self._by_beginning)]
        for one in shortest:
            self._by_beginning[one] = [
                parts for two, those in self._by_beginning.items() if two.startswith(one) for parts in those
            ]
        self._begins = re.compile("|".join(map(re.escape, shortest))) if shortest else None

    def __bool__(self) -> bool:
        return self._depth > 0

    def may_be_in(self, found: frozenset[str]) -> bool:
        """Whether a text with these stems may hold a phrase at all."""
        if not self._firsts.isdisjoint(found) and any(
            all(_has(part, found) for part in parts)
            for stem in self._firsts.intersection(found)
            for parts in self._by_first[stem]
        ):
            return True
        return self._begins is not None and any(
            all(_has(part, found) for part in parts)
            for stem in found
            if (begun := self._begins.match(stem))
            for parts in self._by_beginning[begun[0]]
        )

    def find(self, text: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """(name, start, end) in the text of the longest phrase at each place."""
        compounds = [word for word in text if word.compound]
        for word in compounds:
            for node in _after(self._root, word.stem):
                if node.name is not None:
                    yield node.name, word.start, word.end
        plain = [word for word in text if not word.compound and word.stem not in _SMALL]
        at = 0
        while at < len(plain):
            best, behind, turned = self._longest(plain, at)
            # "retail price, purchase price": the words of a phrase in order outrank others that end in it.
            if turned and any(self._in_order(plain, later) for later in range(at + 1, behind)):
                best, behind = "", at
            if best:
                yield best, plain[at].start, plain[behind - 1].end
            at = max(at + 1, behind)

    def _in_order(self, plain: Sequence[Word], at: int) -> bool:
        best, behind, turned = self._longest(plain, at)
        return bool(best) and behind > at + 1 and not turned

    def _longest(self, plain: Sequence[Word], at: int) -> tuple[str, int, bool]:
        """The longest phrase that begins at a word, where it ends, and whether its words are turned round."""
        best, behind, turned = "", at, False
        nodes = [self._root]
        for ahead in range(at, min(len(plain), at + self._depth)):
            nodes = [after for node in nodes for after in _after(node, plain[ahead].stem)]
            if not nodes:
                break
            if ends := next((node for node in nodes if node.name is not None), None):
                best, behind, turned = ends.name or "", ahead + 1, ends.turned
        return best, behind, turned


def _has(part: Part, found: frozenset[str]) -> bool:
    return any(stem.startswith(part[0]) for stem in found) if part[1] else part[0] in found


def _after(node: _Node, word: str) -> Iterator[_Node]:
    if (exact := node.stems.get(word)) is not None:
        yield exact
    if node.beginnings:
        for length in range(1, len(word) + 1):
            if (begun := node.beginnings.get(word[:length])) is not None:
                yield begun
