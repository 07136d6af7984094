"""What a reader of a document does not see: blocks marked by loaders, words left out by them, invisible characters.

All of it stays out of the document. It is counted, and its words are looked through for instructions to machines.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ingest.document import HIDDEN_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ingest.document import Block, RawDocument


_KINDS = {
    "zero_width": re.compile(r"[\u180e\u200b-\u200d\u2060-\u2064\ufeff]"),
    "bidi": re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
    "tags": re.compile(r"[\U000e0000-\U000e007f]"),
}
_MARK = re.compile(r"<!-- [^<>\n]{1,70} -->")
_SUSPECT = re.compile(r"[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_TAGGED = re.compile(r"[\U000e0020-\U000e007e]{4,}")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,8}\U000e007f")
_EMOJI_JOINER = re.compile(
    r"(?<=[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff])\u200d(?=[\u2600-\u27bf\U0001f300-\U0001faff])"
)


def shown_or_mark(block: Block) -> bool:
    """Whether a block is for readers, or the mark of a fenced stretch (`<!-- internal -->`), which rules look for."""
    return not block.hidden or bool(_MARK.fullmatch(block.text))


def unseen_texts(raw: RawDocument) -> list[str]:
    """Words of `raw`, not yet normalised, that a reader does not see.

    They are hidden blocks, what its loader left out (`hidden_text`), and text spelled in tag characters.
    """
    found = [block.text for block in raw.blocks if not shown_or_mark(block)]
    found += filter(None, raw.properties.get(HIDDEN_TEXT, "").split("\n"))
    for text in _texts(raw):
        found += spelled_in_tags(text)
    return found


def characters(raw: RawDocument) -> Mapping[str, int]:
    """How many zero-width characters, direction controls and tag characters the texts hold, by kind; no zeros.

    Soft hyphens, joiners within emoji and the tags of flags are no hiding place and do not count.
    """
    counts: Counter[str] = Counter()
    for text in _texts(raw):
        if text.isascii() or not _SUSPECT.search(text):
            continue
        plain = _EMOJI_JOINER.sub("", _FLAG.sub("", text))
        for kind, pattern in _KINDS.items():
            if found := len(pattern.findall(plain)):
                counts[kind] += found
    return dict(sorted(counts.items()))


def spelled_in_tags(text: str) -> list[str]:
    """What is written in tag characters (U+E0020 to U+E007E), which are ASCII that no font shows."""
    if text.isascii() or not _TAGGED.search(text):
        return []
    return [
        "".join(chr(ord(letter) - 0xE0000) for letter in run[0])
        for run in _TAGGED.finditer(_FLAG.sub("", text))
    ]


def _texts(raw: RawDocument) -> Iterator[str]:
    yield raw.title
    yield from (block.text for block in raw.blocks)
