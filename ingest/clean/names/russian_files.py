"""The Russian tagger and the list of given names, read from the files that natasha's wheel carries.

natasha itself is never imported: its pymorphy2 does not run on current setuptools. slovnet and navec are
MIT, as are the files: see data/ATTRIBUTION_RU.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from index.errors import EnvironmentFaultError
from ingest.clean.names.word_list import WordList
from ingest.pulse import Pace

DATA = Path(__file__).parent / "data"
TAGGER = "model/slovnet_ner_news_v1.tar"
VECTORS = "emb/navec_news_v1_1B_250K_300d_100q.tar"
GIVEN = "dict/first.txt"
DOUBTFUL = "dict/maybe_first.txt"
SURNAMES = "dict/last.txt"

_TOKEN = re.compile(r"[^\W_]")
_KNOWN = 4_096
_MOST_CHARS = 3_000
"""A longer text is tagged in parts: the tagger's memory grows with its longest text."""


class Entity(NamedTuple):
    """`text[start:end]` is a person ("PER"), a place ("LOC") or an organisation ("ORG")."""

    start: int
    end: int
    kind: str


def path_of(name: str) -> Path:
    """The file `name` of natasha's data. Raises EnvironmentFaultError if it is not there."""
    spec = find_spec("natasha")
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        path = Path(place) / "data" / name
        if path.is_file():
            return path
    raise EnvironmentFaultError(
        f"person: the file {name} of the package natasha is missing",
        remedy="Install it again (pip install --force-reinstall natasha==1.6.0), "
        "or take person out of clean.recognizers.",
    )


class Tagger:
    """slovnet's NER of news. About 45 MB; holds nothing of a text."""

    def __init__(self) -> None:
        model, vectors = path_of(TAGGER), path_of(VECTORS)
        from slovnet import NER

        self._ner: Any = NER.load(str(model))
        self._ner.navec(_vectors(vectors))
        encoder = self._ner.infer.encoder
        encoder.words_vocab = _Vocabulary(encoder.words_vocab)

    def tag(self, texts: Sequence[str]) -> list[list[Entity]]:
        """For every one of `texts`, each about a sentence, what it names: in order, without overlap.

        A text of more than 3,000 characters is cut at a blank; a name at the cut may be missed.
        """
        parts = [
            (at, start, text[start:end])
            for at, text in enumerate(texts)
            for start, end in _parts(text)
            if _TOKEN.search(text, start, end)  # slovnet raises IndexError on a text without tokens
        ]
        found: list[list[Entity]] = [[] for _ in texts]
        # Texts of like length together: a batch is as wide as its longest.
        parts.sort(key=lambda part: len(part[2]))
        tagged = self._ner.map([part for _, _, part in parts])
        pace = Pace()
        for (at, start, text), markup in zip(parts, tagged, strict=True):
            pace.gone(len(text))
            found[at] += [Entity(start + span.start, start + span.stop, span.type) for span in markup.spans]
        for entities in found:
            entities.sort()
        return found


class _Vocabulary:
    """What the tagger's encoder asks of slovnet's `Vocab`, which takes 40 MB."""

    def __init__(self, vocab: Any) -> None:
        self._words = WordList(vocab.items)
        self.unk_id, self.pad_id = vocab.unk_id, vocab.pad_id
        self.encode = lru_cache(_KNOWN)(self._encode)

    def _encode(self, word: str) -> int:
        place = self._words.place(word)
        return self.unk_id if place < 0 else place


def _vectors(path: Path) -> Any:
    """Vectors of navec without its words, which the tagger brings, and without what only tells likeness: 100 MB."""
    from navec import Navec
    from navec.meta import Meta
    from navec.navec import META, PQ_
    from navec.pq import PQ
    from navec.tar import Tar

    class Codes(PQ):  # type: ignore[misc] # no types are told
        def precompute(self) -> None:
            pass

    with Tar(str(path)) as tar:
        return Navec(Meta.from_file(tar.load(META)), None, Codes.from_file(tar.load(PQ_)))


def _parts(text: str) -> list[tuple[int, int]]:
    parts, start = [], 0
    while len(text) - start > _MOST_CHARS:
        end = text.rfind(" ", start + _MOST_CHARS // 2, start + _MOST_CHARS)
        end = start + _MOST_CHARS if end < 0 else end
        parts.append((start, end))
        start = end
    parts.append((start, len(text)))
    return parts


@cache
def tagger() -> Tagger:
    """The process's tagger. Raises EnvironmentFaultError if its files are missing."""
    return Tagger()


@cache
def given_names() -> frozenset[str]:
    """Given names in lower case, in the nominative, without those that are words as well."""
    doubtful = {line.split("#")[0].strip() for line in _lines(DOUBTFUL)}
    more = (DATA / "given_ru.txt").read_text(encoding="utf-8").splitlines()
    names = {line.strip() for line in (*_lines(GIVEN), *more) if not line.startswith("#")}
    return frozenset(names - doubtful - {""})


@cache
def surnames() -> WordList:
    """Surnames in lower case, in the nominative: 180,000, many of them words as well."""
    return WordList(_lines(SURNAMES))


def _lines(name: str) -> list[str]:
    return path_of(name).read_text(encoding="utf-8").splitlines()


@cache
def given_forms() -> frozenset[str]:
    """`given_names` in all cases, by rule: a quick look before a costly one."""
    forms: set[str] = set()
    for name in given_names():
        if len(name) > 2 and name.isalpha():
            forms.add(name)
            forms.update(name[: len(name) - cut] + ending for cut, ending in _endings(name))
    return frozenset(forms)


def _endings(name: str) -> list[tuple[int, str]]:
    last = name[-1]
    if last == "а":
        return [(1, ending) for ending in ("ы", "и", "е", "у", "ой", "ою")]
    if last == "я":
        return [(1, ending) for ending in ("и", "е", "ю", "ей", "ёй")]
    if last in "йь":
        return [(1, ending) for ending in ("я", "ю", "ем", "е", "и")]
    if last in "оеиуыэюё":
        return []
    return [(0, ending) for ending in ("а", "у", "ом", "е")]
