"""Microsoft Presidio as one more recognizer: `pip install "kb-ingest[presidio]"` and a model of spaCy.

Not among those that are looked for by default: add "presidio" to `clean.recognizers`. It adds to ours, since what two
recognizers find is masked once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from index.errors import UsageError
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span

TYPES = {
    "PERSON": "PERSON",
    "LOCATION": "ADDRESS",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "IBAN",
    "US_SSN": "SSN",
    "US_ITIN": "SSN",
    "US_PASSPORT": "PASSPORT",
    "UK_PASSPORT": "PASSPORT",
    "IN_PASSPORT": "PASSPORT",
    "US_DRIVER_LICENSE": "DRIVER_LICENCE",
    "US_BANK_NUMBER": "BANK_ACCOUNT",
    "IP_ADDRESS": "IP",
    "CRYPTO": "SECRET",
    "MEDICAL_LICENSE": "MEDICAL_POLICY",
    "UK_NHS": "MEDICAL_POLICY",
}
"""Presidio's entities -> our types; those that are not here are not asked for: dates, URLs, nationalities."""
LEAST_SCORE = 0.5
"""What Presidio holds for less likely than this is not masked: a bare number of its patterns scores .01 to .4."""


class Presidio:
    """What Presidio's default analyzer finds, in the languages that it has models for: English.

    Raises UsageError when it is made and the package is missing: never in the middle of a run.
    """

    name: ClassVar[str] = "presidio"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = tuple(sorted(set(TYPES.values())))
    hint: ClassVar[str] = ""

    def __init__(self) -> None:
        try:
            import presidio_analyzer
        except ImportError as error:
            raise UsageError(
                "clean.recognizers: 'presidio' needs the package presidio-analyzer",
                remedy='pip install "kb-ingest[presidio]" && python -m spacy download en_core_web_lg',
            ) from error
        self.settings = (getattr(presidio_analyzer, "__version__", ""),)
        self._make = presidio_analyzer.AnalyzerEngine
        self._engine: Any = None

    def find(self, reading: Reading) -> Iterator[Span]:
        """Spans in `reading.text`; persons and places in its prose only, as names are not sought in code."""
        if not reading.text.strip():
            return
        if self._engine is None:  # loads a model: seconds, and hundreds of MB in each worker
            self._engine = self._make()
        languages = self._engine.supported_languages
        language = reading.language if reading.language in languages else languages[0]
        found = self._engine.analyze(
            text=reading.text, language=language, entities=sorted(TYPES), score_threshold=LEAST_SCORE
        )
        for one in sorted(found, key=lambda one: (one.start, one.end, one.entity_type)):
            kind = TYPES.get(one.entity_type)
            where = reading.prose if kind in {"PERSON", "ADDRESS"} else reading.text
            if kind and where[one.start : one.end].strip():
                value = " ".join(reading.text[one.start : one.end].casefold().split())
                yield Span(start=one.start, end=one.end, type=kind, value=value)
