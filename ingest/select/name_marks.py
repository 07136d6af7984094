"""Marks in names: copies, versions, states. Each is taken out of the name. Pure."""

from __future__ import annotations

import re

from ingest.select.name_words import EDITIONS, FILLERS, LANGUAGES, PART, RANKS, VERBS

_COPY = re.compile(
    r"^(?:copy of|копия(?! \d*$)) |\s*\(\d{1,2}\)\s*$|\s*[-_ ]+(?:copy|копия|дубль|дубликат)(?:\s*\(?\d{1,2}\)?)?\s*$"
    r"|\s*\((?:copy|копия)(?:\s*\d{1,2})?\)\s*$"
)
_VERSION = re.compile(
    r"(?<![^\W_])(?:(?:v|ver|version|верс|версия|вер|ред|редакция|редакции|rev|revision|изд|издание|edition|ed|release)"
    r"[ ._\-]*(?:№ ?)?|в)(\d{1,4}(?:[._]\d{1,4}){0,3}(?![.\d]))([a-zа-я])?(?![^\W_])"
)
_LETTER = re.compile(r"(?<![^\W_])(?:rev|revision|ред|редакция)[ ._\-]*([a-z])(?![^\W_])")
_ORDINAL = re.compile(
    r"(?<![^\W_])(\d{1,2})[ -]?(?:я|ая|е|ое|й|st|nd|rd|th)?[ -](?:ред|редакция|изд|издание|edition|ed)(?![^\W_])"
)
_DOTTED = re.compile(r"(?<=[^\W\d_])[ _\-]+(\d{1,3}(?:\.\d{1,4}){1,3})[\s._\-]*$")
_OF_API = re.compile(
    r"(?:api|sdk|апи)(?![^\W_])[^\d]*(?<![\w.])(?P<number>\d{1,3}(?:\.\d{1,4}){1,3})(?![\w.])"
)
_COUNTED = re.compile(r"([^\W\d_]+)[ _.]?(\d{1,2})?$")
SPLIT = re.compile(r"[\s_\-.,;:+~!&'\"«»()\[\]{}/\\]+")


def take_copies(text: str) -> tuple[str, bool]:
    """A folded name without the marks of a copy, and whether there was one."""
    copies = False
    while (cut := _COPY.sub("", text)) != text and cut.strip():
        text, copies = cut, True
    return text, copies


def take_version(text: str) -> tuple[tuple[int, ...], str]:
    """The version of a name, and the name without it; a letter counts as its place in the alphabet."""
    if (match := _OF_API.search(text)) and not _VERSION.search(text):
        return numbers(match["number"]), text[: match.start("number")] + " " + text[match.end("number") :]
    for pattern in (_VERSION, _ORDINAL, _LETTER):
        matches = [match for match in pattern.finditer(text) if not _follows_part(text, match.start())]
        if matches:
            found = matches[-1]
            letter = (_place(found[2]),) if pattern is _VERSION and found[2] else ()
            return numbers(found[1]) + letter, text[: found.start()] + " " + text[found.end() :]
    bare = _states_cut(text)
    if (match := _DOTTED.search(bare)) and not _follows_part(bare, match.start(1)):
        return numbers(match[1]), text[: match.start(1)] + " " + text[match.end(1) :]
    return (), text


def is_inside(text: str, rest: str) -> bool:
    """Whether what was taken out of `text` (`rest` is what is left) stood before a word of content."""
    at = next((place for place, (a, b) in enumerate(zip(text, rest, strict=False)) if a != b), len(rest))
    after = SPLIT.split(rest[at:])
    return any(word and word not in RANKS and word not in LANGUAGES and word not in FILLERS for word in after)


def _states_cut(text: str) -> str:
    """`text` up to the words of state and language at its end."""
    words = re.split(r"([\s_\-()\[\].]+)", text.rstrip(" .)]"))
    while len(words) > 2 and (
        words[-1] in RANKS or words[-1] in LANGUAGES or words[-1] in FILLERS or not words[-1]
    ):
        words = words[:-2]
    return "".join(words)


def _follows_part(text: str, at: int) -> bool:
    before = SPLIT.split(text[:at].rstrip(" _-.№#"))
    return bool(before) and before[-1] in PART


def numbers(text: str) -> tuple[int, ...]:
    """A version such as "1.10" as (1, 10), "b" as (2,); zeros at the end do not count."""
    if text.isalpha():
        return (_place(text),)
    parts = [int(part) for part in re.split(r"[._]", text)]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


def _place(letter: str) -> int:
    return ord(letter) - ord("a" if letter <= "z" else "а") + 1


def take_states(words: list[str], *, kebab: bool) -> tuple[int, int, list[str]]:
    """Rank, how many times the last stage was declared, and the words that mark no state."""
    ranks: dict[int, int] = {}
    rest: list[str] = []
    for step, word in enumerate(words):
        match = _COUNTED.fullmatch(word)
        rank = RANKS.get(match[1], 0) if match else 0
        if word == "проект" and step and step == len(words) - 1:
            rank = RANKS["черновик"]
        edge = step in (0, len(words) - 1) or all(
            other in RANKS or other in LANGUAGES for other in words[step:]
        )
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
    rest = [word for word in rest if word not in EDITIONS]
    lowest, highest = min(ranks), max(ranks)
    rank = lowest if lowest < 0 else highest
    return rank, ranks[rank], rest
