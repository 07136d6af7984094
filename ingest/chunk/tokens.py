"""How many tokens a text has: an estimate without a download, or a tiktoken table that is already here."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from index.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


class TokenCounter(Protocol):
    """Counts tokens."""

    @property
    def name(self) -> str:
        """What counts, with its version: part of the index key."""
        ...

    @property
    def exact(self) -> bool:
        """Whether a model counts the same; if not, packing leaves room for the error."""
        ...

    def count(self, text: str) -> int:
        """Tokens of `text`; 0 for an empty text. Deterministic."""
        ...


_KINDS: Final = (
    # pattern, hundredths of a token for the first letters, how many those are, hundredths a further letter
    (r"[А-ЯЁ]?[а-яё]+", 143, 5, 14),
    (r"[А-ЯЁ]+", 90, 3, 76),
    (r"[A-Z]?[a-z]+", 109, 40, 0),
    (r"[A-Z]+", 139, 3, 8),
    (r"\d{1,3}", 137, 3, 0),
    (r"[^\w\s\U00010000-\U0010FFFF]+", 52, 1, 15),
    (r"_+", 6, 1, 0),
    (r"[^\W\d_]+|[\U00010000-\U0010FFFF]+", 0, 0, 0),
)
_PIECE: Final = re.compile("|".join(f"({kind[0]})" for kind in _KINDS))
_GAP: Final = re.compile(r"\s(?:(?<=\n)\s*|(?<= ) +|(?<![\n ])[^\S\n]+)")
_GAP_BUT_BLANKS: Final = re.compile(r"[^\S ](?:(?<=\n)\s*|(?<!\n)[^\S\n]+)")
"""White space that is more than one blank; patterns that begin with a class of letters are quick."""
_PARAGRAPH: Final = re.compile(r"\n\n(?<=\S\n\n)(?=\S|\Z)")
"""Where a text falls into two that cost as much as one, but for the lines between."""
_PLAIN: Final = re.compile(r"[A-Z]?[a-z]{1,39}")
_OTHER, _LETTERS = len(_KINDS), 4
_NEWLINES, _BLANKS, _BYTE = 119, 65, 50
_LONG_WORD, _LONG_LETTER = 40, 45
_LONG_GAP, _LONG_SPACE = 32, 5
_CACHED, _CACHED_LINE = 100_000, 160
_CACHED_PARAGRAPHS, _LONGEST_PARAGRAPH = 4_000, 4_000
"""Paragraphs of the document at hand: they are counted one by one, and again in their chunks."""


def _piece_cost(kind: int, length: int) -> int:
    """Hundredths of a token. What is longer than any word is data, and costs by its letters."""
    _, first, letters, further = _KINDS[kind - 1]
    cost = first + further * max(0, length - letters)
    return max(cost, _LONG_LETTER * length) if kind <= _LETTERS and length > _LONG_WORD else cost


_TABLE: Final = [[_piece_cost(kind, length) for length in range(48)] for kind in range(1, _OTHER)]

_PLAIN_COST: Final = _TABLE[2][1]


def _cost(word: str) -> int:
    """Hundredths of a token of a text without white space."""
    if _PLAIN.fullmatch(word):
        return _PLAIN_COST
    total = 0
    for match in _PIECE.finditer(word):
        kind = match.lastindex or _OTHER
        start, end = match.span()
        if kind == _OTHER:
            total += _BYTE * len(match[0].encode("utf-8", "surrogatepass"))
        elif end - start < 48:
            total += _TABLE[kind - 1][end - start]
        else:
            total += _piece_cost(kind, end - start)
    return total


def _gap_cost(gap: str) -> int:
    """Hundredths of a token of white space that is more than one blank."""
    cost = _NEWLINES if gap[0] == "\n" else 0
    if "\n" not in gap[-2:]:
        cost += _BLANKS
    return cost + _LONG_SPACE * max(0, len(gap) - _LONG_GAP)


class _Costs(dict[str, int]):
    """Costs of words, gaps or lines met, at most `most` of them (some 16 MB): as many make up a large corpus."""

    def __init__(self, cost: Callable[[str], int], *, longest: int = 48, most: int = _CACHED) -> None:
        super().__init__()
        self._cost, self._longest, self._most = cost, longest, most

    def __missing__(self, text: str) -> int:
        cost = self._cost(text)
        if len(text) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[text] = cost
        return cost


class EstimateCounter:
    """Tokens of o200k_base by kind and length of words: mean error 2-4 %, no download.

    Fitted on Russian and English documentation. Sums are whole hundredths: the same on every machine.
    """

    name: Final = "estimate/1"
    exact: Final = False

    def __init__(self) -> None:
        self._words = _Costs(_cost)
        self._gaps = _Costs(_gap_cost)
        self._lines = _Costs(self._hundredths, longest=_CACHED_LINE)
        self._paragraphs = _Costs(self._of_words, longest=_LONGEST_PARAGRAPH, most=_CACHED_PARAGRAPHS)

    def __reduce__(self) -> tuple[type[EstimateCounter], tuple[()]]:
        return EstimateCounter, ()

    def count(self, text: str) -> int:
        """Tokens of `text`, rounded up."""
        known = len(text) <= _CACHED_LINE
        return -(-(self._lines[text] if known else self._hundredths(text)) // 100)

    def _hundredths(self, text: str) -> int:
        parts = _PARAGRAPH.split(text)
        return sum(map(self._paragraphs.__getitem__, parts)) + _NEWLINES * (len(parts) - 1)

    def _of_words(self, text: str) -> int:
        gaps = (_GAP if "  " in text else _GAP_BUT_BLANKS).findall(text)
        return sum(map(self._words.__getitem__, text.split())) + sum(map(self._gaps.__getitem__, gaps))


_BLOBS: Final = "https://openaipublic.blob.core.windows.net/encodings/"
TABLES: Final = {
    "o200k_base": ("o200k_base", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
    "o200k_harmony": ("o200k_base", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
    "cl100k_base": ("cl100k_base", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
    "p50k_base": ("p50k_base", "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069"),
    "p50k_edit": ("p50k_base", "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069"),
    "r50k_base": ("r50k_base", "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930"),
}
"""Encoding -> its table's name and sha256, as tiktoken has them (tiktoken_ext/openai_public.py)."""


def table_path(encoding: str) -> Path | None:
    """Where tiktoken looks for the table of `encoding`; None if its cache is switched off."""
    default = str(Path(tempfile.gettempdir()) / "data-gym-cache")
    folder = os.environ.get("TIKTOKEN_CACHE_DIR", os.environ.get("DATA_GYM_CACHE_DIR", default))
    url = f"{_BLOBS}{TABLES[encoding][0]}.tiktoken"
    return Path(folder) / hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest() if folder else None


@cache
def _encoding(name: str) -> Any:
    """The encoding, from tiktoken's cache only: what tiktoken does not find there whole it would download."""
    path = table_path(name)
    remedy = (
        "Put the table where TIKTOKEN_CACHE_DIR points (tiktoken names the file), or set chunk.tokenizer = "
    )
    remedy += '"estimate", which needs none.'
    if path is None or not path.is_file():
        raise EnvironmentFaultError(
            f"chunk.tokenizer: the table of {name} is not on this machine", remedy=remedy
        )
    if hashlib.sha256(path.read_bytes()).hexdigest() != TABLES[name][1]:
        raise EnvironmentFaultError(f"chunk.tokenizer: the table of {name} is damaged", remedy=remedy)
    import tiktoken

    return tiktoken.get_encoding(name)


class TiktokenCounter:
    """Tokens by a tiktoken encoding.

    The table is looked up in tiktoken's own cache (`TIKTOKEN_CACHE_DIR`, else `DATA_GYM_CACHE_DIR`, else the
    temporary folder) and never downloaded: `EnvironmentFaultError` (exit 8) where it is not there.
    """

    exact: Final = True

    def __init__(self, encoding: str) -> None:
        if encoding not in TABLES:
            raise UsageError(f"chunk.tokenizer: unknown encoding; allowed: {', '.join(sorted(TABLES))}")
        _encoding(encoding)
        self._encoding = encoding

    @property
    def name(self) -> str:
        """What counts: part of the index key."""
        return f"tiktoken:{self._encoding}"

    def count(self, text: str) -> int:
        """Tokens of `text`; what looks like a special token is counted as ordinary text."""
        return len(_encoding(self._encoding).encode_ordinary(text))


def build_counter(spec: str) -> TokenCounter:
    """The counter of a setting: "estimate" or "tiktoken:<encoding>".

    Raises `UsageError` for another word, `EnvironmentFaultError` where the encoding's table is missing.
    """
    if spec == "estimate":
        return EstimateCounter()
    kind, _, encoding = spec.partition(":")
    if kind == "tiktoken" and encoding in TABLES:
        return TiktokenCounter(encoding)
    allowed = ", ".join(["estimate", *(f"tiktoken:{name}" for name in sorted(TABLES))])
    raise UsageError(f'chunk.tokenizer: unknown tokenizer "{spec}"; allowed: {allowed}')
