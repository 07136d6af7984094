"""Makes text canonical: Unicode NFC, no invisible characters, plain white space."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.document import BlockKind


_LIGHT = re.compile(
    r"[^\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2125\u2190-\u21ff\u2200-\u22ff\u2500-\u25ff]"
)
"""Finds what needs the slow path: marks that combine, blanks, controls, scripts beyond these two."""

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_LINE_END = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_BLANK = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x0b\x0c]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_JOINED = r"\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\ua87f\ufb1d-\ufdff\ufe70-\ufefc"
_EMOJI = r"\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_LOOSE_JOINER = re.compile(rf"(?<![{_JOINED}{_EMOJI}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}{_EMOJI}])")
"""Joiners shape Arabic and Indic letters and compose emoji; between other letters they only hide."""

_FOLDED = re.compile(r"[^\x00-\x7f\u00a1-\u024f\u0400-\u052f\u2014\u2018-\u203a\u2116\u20bd]")
_FEW = 24
_HYPHENS = "\u2010\u2011\u2012\u2013\u2015\u2212\ufe58\ufe63\uff0d"


def normalize(text: str, kind: BlockKind) -> tuple[str, int]:
    """`text` in canonical form, and how many invisible characters were removed. Idempotent.

    Runs of blanks become one, except in code and before list items; a heading is one line.
    """
    removed = 0
    if _LIGHT.search(text):
        text, removed = _characters(text)
    return _white_space(text, kind), removed


def _characters(text: str) -> tuple[str, int]:
    """Without invisible characters, in NFC, with plain blanks and line ends."""
    text = _LINE_END.sub("\n", text)
    text = _SURROGATE.sub("\ufffd", text)
    text, removed = _INVISIBLE.subn("", text)
    text = _BLANK.sub(" ", text)
    text, joiners = _LOOSE_JOINER.subn("", text)
    return unicodedata.normalize("NFC", text), removed + joiners


def _white_space(text: str, kind: BlockKind) -> str:
    if kind == "code":
        if "\t" in text or _is_loose(text):
            text = re.sub(r"(?<![ \t])[ \t]+(?=\n|$)", "", text)
            text = re.sub(r"\n{3,}", "\n\n", text).strip("\n")
        return text
    if kind == "heading":
        return " ".join(text.split())
    if "\t" in text:
        text = text.expandtabs(4) if kind == "list" else text.replace("\t", " ")
    if text.strip(" \n") == text and not ("  " in text or " \n" in text or "\n " in text or "\n\n\n" in text):
        return text
    if kind == "list":
        text = re.sub(r"(?<=[^ \n])  +", " ", text)
    else:
        text = re.sub(r" {2,}", " ", text)
        text = text.replace("\n ", "\n")
    text = re.sub(r"(?<! ) +(?=\n|$)", "", text)
    text = re.sub(r"\n{3,}", "\n\n", text).strip("\n")
    return text if kind == "list" else text.strip(" ")


def _is_loose(code: str) -> bool:
    """Whether a line of code ends with blanks, or lines without a letter stand around it or side by side in it."""
    return " \n" in code or "\n\n\n" in code or code.startswith("\n") or code.endswith((" ", "\n"))


def fold(text: str) -> str:
    """`text` as recognizers see it, equally long: digits of any script, wide letters, hyphens are ASCII."""
    if text.isascii():
        return text
    table = _fold_table()
    # A text holds few such letters, and to replace each is many times as fast as to translate all.
    found = sorted(set(_FOLDED.findall(text)) & table.keys())
    if len(found) > _FEW:
        return text.translate({ord(letter): table[letter] for letter in found})
    for letter in found:
        text = text.replace(letter, table[letter])
    return text


@cache
def _fold_table() -> dict[str, str]:
    """Letters -> ASCII, none of which is to be folded again."""
    table = dict.fromkeys(_HYPHENS, "-")
    for letter in map(chr, range(0x80, 0x20000)):
        if letter.isdecimal():
            table[letter] = str(unicodedata.decimal(letter))
    for code in range(0xFF01, 0xFF5F):
        table.setdefault(chr(code), chr(code - 0xFEE0))
    table.update(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
    return table
