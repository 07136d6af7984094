"""Person names in English text, found by our own CRF."""

from __future__ import annotations

import lzma
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.errors import EnvironmentFaultError
from ingest.clean.names import crf, features
from ingest.clean.names.crf import Model, Pair
from ingest.clean.names.features import Lexicon
from ingest.clean.names.kinds import Kinds
from ingest.clean.names.tokens import Token, tokens

DATA = Path(__file__).parent / "data"
_MOST_WORDS = 20_000
"""Words whose sums are kept; then forgotten, so that a worker's memory has a limit."""
_HOPELESS = -7.0


class Name(NamedTuple):
    """`text[start:end]` is a person's name with probability `score`."""

    start: int
    end: int
    score: float


class Tagger:
    """Finds names. Holds nothing of a text but words' sums of weights; several threads may use one."""

    def __init__(self, model: Model, lexicon: Lexicon) -> None:
        self._model = model
        self._lexicon = lexicon
        self.kinds = Kinds(lexicon)
        self._classes: dict[str, str] = {}
        self._sums: tuple[dict[str, Pair], ...] = tuple({} for _ in features.PLACES)
        self._joint: dict[features.Key, Pair] = {}

    def tag(self, text: str, start: int = 0, end: int | None = None, *, least: float = 0.5) -> list[Name]:
        """Names in `text[start:end]`, read as one sentence: in order, without overlap."""
        found = tokens(text, start, end)
        if not found:
            return []
        scores = self.scores(found)
        if max(begin for begin, _ in scores) < _HOPELESS:
            return []
        return list(_spans(found, crf.marginals(scores, self._model), least))

    def scores(self, found: Sequence[Token]) -> list[Pair]:
        """For every token the sums of the weights of its features (`features.of_segment`)."""
        if len(self._classes) > _MOST_WORDS or len(self._joint) > 3 * _MOST_WORDS:
            self._forget()
        words = ["", "", *(token.word for token in found), "", ""]
        kinds = [self._class(word) for word in words]
        lows = [word.lower() for word in words]
        scores = []
        for at in range(2, len(words) - 2):
            begin = inside = 0.0
            for place, known in enumerate(self._sums, at - 2):
                pair = known.get(words[place])
                if pair is None:
                    pair = known[words[place]] = self._weigh(
                        features.of_word(words[place], place - at, self._lexicon)
                    )
                begin += pair[0]
                inside += pair[1]
            for key in features.joint_keys(lows, kinds, at):
                pair = self._joint.get(key)
                if pair is None:
                    pair = self._joint[key] = self._weigh(features.of_key(key))
                begin += pair[0]
                inside += pair[1]
            scores.append((begin, inside))
        for place, token in enumerate(found):
            if token.broken:
                for side in (0, 1):
                    if place - side >= 0:
                        key = features.break_key(kinds[place + 1], kinds[place + 2], side)
                        more, (begin, inside) = self._weigh(features.of_key(key)), scores[place - side]
                        scores[place - side] = (begin + more[0], inside + more[1])
        return scores

    def _class(self, word: str) -> str:
        kind = self._classes.get(word)
        if kind is None:
            kind = self._classes[word] = features.class_of(word, self._lexicon)
        return kind

    def _weigh(self, names: list[str]) -> Pair:
        weights = self._model.weights
        pairs = [weights[name] for name in names if name in weights]
        return sum(begin for begin, _ in pairs), sum(inside for _, inside in pairs)

    def _forget(self) -> None:
        self._classes, self._joint = {}, {}
        self._sums = tuple({} for _ in features.PLACES)


def _spans(found: Sequence[Token], chances: Sequence[Pair], least: float) -> Iterator[Name]:
    """Runs of tokens that are likely of one name."""
    run: list[int] = []
    for place, (begin, inside) in enumerate(chances):
        if run and (begin + inside < least or begin > inside):
            yield from _name(found, chances, run)
            run = []
        if begin + inside >= least:
            run.append(place)
    if run:
        yield from _name(found, chances, run)


def _name(found: Sequence[Token], chances: Sequence[Pair], run: list[int]) -> Iterator[Name]:
    """The name that `run` is without marks at its ends."""
    while run and not found[run[0]].word[0].isalnum():
        run = run[1:]
    while run and not found[run[-1]].word[0].isalnum():
        run = run[:-1]
    if run:
        last = found[run[-1]]
        score = sum(sum(chances[place]) for place in run) / len(run)
        yield Name(found[run[0]].start, last.start + len(last.word), round(score, 4))


@cache
def load() -> Tagger:
    """The shipped tagger; read once a process. Raises EnvironmentFaultError if its files are missing or damaged."""
    try:
        return Tagger(crf.read(DATA / "english.crf.xz"), read_lexicon(DATA / "lexicon.txt.xz"))
    except (OSError, ValueError, EOFError, lzma.LZMAError) as error:
        raise EnvironmentFaultError(
            f"the model of English names cannot be read ({type(error).__name__})",
            remedy="Install kb-ingest again.",
        ) from error


def read_lexicon(path: Path) -> dict[str, str]:
    """Lower-case word -> flags. Raises OSError, LZMAError, ValueError."""
    lines = lzma.decompress(path.read_bytes()).decode().splitlines()
    return {word: sys.intern(flags) for word, flags in (line.split(" ") for line in lines)}
