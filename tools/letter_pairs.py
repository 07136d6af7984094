"""`python -m tools.letter_pairs`: trains `ingest/load/letter_pairs.json`, which tells language from garbled letters.

From text that is in this repository (sample documents, documentation, names in the code) and, for Russian, from the
words of pymorphy3's dictionary, each counted once: only how often one letter follows another is kept, to a tenth.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MODEL = PROJECT / "ingest" / "load" / "letter_pairs.json"
ALPHABETS = (" abcdefghijklmnopqrstuvwxyz", " абвгдежзийклмнопрстуфхцчшщъыьэюя")
TEXTS = ("sample_docs", "README.md", "DESIGN.md", "CONTRIBUTING.md", "config")
CODE = ("ingest", "index")
KINDS = (".md", ".txt", ".html", ".toml", ".py")
EACH = 40
"""Every so manieth form of the dictionary is taken."""
CODE_WEIGHT, WORD_WEIGHT, UNSEEN = 0.15, 0.15, 0.3
WORST = 7.0


def texts(names: tuple[str, ...]) -> Iterator[str]:
    """The text of all files below `names`, in order."""
    for name in names:
        root = PROJECT / name
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.suffix in KINDS:
                yield path.read_text("utf-8", errors="ignore").casefold().replace("ё", "е")


def words() -> Iterator[str]:
    """Forms of Russian words."""
    from pymorphy3 import MorphAnalyzer

    for number, word in enumerate(MorphAnalyzer().dictionary.words.iterkeys()):
        if number % EACH == 0:
            yield word.replace("ё", "е")


def counted(alphabet: str) -> Counter[tuple[str, str]]:
    """How often letters follow each other, weighted by what they come from."""
    word = re.compile(f"[{alphabet.strip()}]+")
    total: Counter[tuple[str, str]] = Counter()
    sources = [(texts(TEXTS), 1.0), (texts(CODE), CODE_WEIGHT)]
    if alphabet == ALPHABETS[1]:
        sources.append((words(), WORD_WEIGHT))
    for source, weight in sources:
        pairs: Counter[tuple[str, str]] = Counter()
        for text in source:
            for found in word.findall(text):
                padded = f" {found} "
                pairs.update(pairwise(padded))
        for pair, count in pairs.items():
            total[pair] += weight * count  # type: ignore[assignment]
    return total


def rows(alphabet: str) -> list[str]:
    """A row a letter, a character a letter after it: `!` is probability 1, each further one .1 less in logarithm."""
    pairs = counted(alphabet)
    result = []
    for first in alphabet:
        whole = sum(pairs[first, second] + UNSEEN for second in alphabet)
        costs = (min(WORST, -math.log((pairs[first, second] + UNSEEN) / whole)) for second in alphabet)
        result.append("".join(chr(33 + round(10 * cost)) for cost in costs))
    return result


def main() -> None:
    """Writes the model."""
    made = {alphabet: rows(alphabet) for alphabet in ALPHABETS}
    MODEL.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{MODEL.relative_to(PROJECT)}: {MODEL.stat().st_size} bytes")


if __name__ == "__main__":
    main()
