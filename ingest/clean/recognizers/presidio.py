"""Microsoft Presidio as one more recognizer: `pip install "kb-ingest[presidio]"`, and a model of spaCy if you like.

Not among those that are looked for by default: add "presidio" to `clean.recognizers`. It adds to ours, since what two
recognizers find is masked once. Nothing is downloaded: Presidio's patterns need no model, its names need one that is
installed already (`clean.presidio_model`), and the list of mail domains is the one that tldextract carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from index.errors import UsageError
from ingest.clean.recognizers.american import Ssn
from ingest.clean.recognizers.emails import Email
from ingest.clean.recognizers.finance import Card
from ingest.clean.recognizers.phones import Phone
from ingest.clean.recognizers.presidio_engine import ANY_LANGUAGE, SOUGHT, Engine
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span

WINDOW = 500
"""Letters that Presidio is given at once. It compares all finds of a text with each other: whole documents would take
quadratic time."""
SPARES = (Card, Email, Phone, Ssn)
"""Ours that know published samples (4111..., test@test.ru): those stay, whoever else finds them."""

_MASK = re.compile(r"\[[A-Z][A-Z_]{1,30}(?:-[a-z0-9]{10}| \*\w{1,12})?\]")
_MAY_HOLD = re.compile(r"[\d@]").search
"""All but names have a digit or "@"."""


class Presidio:
    """What Presidio's patterns find in texts of any language, and names where `model` of spaCy reads the language.

    `score` is the least that is masked, 0 to 1. Raises UsageError when it is made and the package or the model is
    missing: never in the middle of a run.
    """

    name: ClassVar[str] = "presidio"
    version: ClassVar[str] = "2"
    types: ClassVar[tuple[str, ...]] = tuple(sorted({"PERSON", *(kind for _, kind in SOUGHT.values())}))
    hint: ClassVar[str] = ""

    def __init__(self, model: str = "", score: float = 0.5) -> None:
        if find_spec("presidio_analyzer") is None:
            raise UsageError(
                "clean.recognizers: 'presidio' needs the package presidio-analyzer",
                remedy='pip install "kb-ingest[presidio]"',
            )
        self.settings = (
            version("presidio-analyzer"),
            version("spacy"),
            model,
            _version_of(model),
            str(score),
        )
        self._model = model
        self._score = score
        self._spares = tuple(one() for one in SPARES)
        self._engine: Engine | None = None

    def find(self, reading: Reading) -> Iterator[Span]:
        """Spans in `reading.text`; persons in its prose only, as names are not sought in code."""
        spared: list[Span] | None = None
        for start, end in windows(reading.text):
            for span in self._within(reading, start, end):
                if spared is None:
                    spared = [one for mine in self._spares for one in mine.find(reading) if one.score == 0]
                if not any(one.start < span.end and span.start < one.end for one in spared):
                    yield span

    def _within(self, reading: Reading, start: int, end: int) -> Iterator[Span]:
        text = _MASK.sub(lambda mask: "¶" * len(mask[0]), reading.text[start:end])
        if not text.strip() or not (self._model or _MAY_HOLD(text)):
            return
        if self._engine is None:  # seconds, and with a model hundreds of MB, in each worker
            self._engine = Engine(self._model)
        named = reading.language in {self._engine.language, "und"} or self._engine.language == ANY_LANGUAGE
        for one in self._engine.find(text, self._score, names=named):
            span = replace(one, start=start + one.start, end=start + one.end)
            where = reading.prose if span.type == "PERSON" else reading.text
            if where[span.start : span.end].strip():
                yield span


def windows(text: str) -> Iterator[tuple[int, int]]:
    """`text` in pieces (start, end) of WINDOW letters at most, cut at the end of a line if it can be, or at a blank."""
    start = 0
    while start < len(text):
        end = min(start + WINDOW, len(text))
        if end < len(text):
            middle = start + WINDOW // 2
            end = next((at + 1 for gap in "\n " if (at := text.rfind(gap, middle, end)) >= 0), end)
        yield start, end
        start = end


def _version_of(model: str) -> str:
    """The version of an installed model, or what describes one in a folder. Raises UsageError if there is neither."""
    if not model:
        return ""
    try:
        return version(model)
    except (PackageNotFoundError, ValueError):
        pass
    try:
        return (Path(model) / "meta.json").read_text(encoding="utf-8")
    except OSError:
        raise UsageError(
            f"clean.presidio_model: no model {model!r} of spaCy is installed",
            remedy=f'python -m spacy download {model}, or "" for none: then Presidio finds no names.',
        ) from None
