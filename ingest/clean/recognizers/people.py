"""Names of persons, Russian and English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span


class Person:
    """PERSON. Cyrillic names go by the Russian rules and Latin ones by the English, whatever the document's language.

    `keep` are names of products, never masked. Finds nothing in code, addresses and identifiers. `settings` count in
    the key of what was cleaned.
    """

    name: ClassVar[str] = "person"
    version: ClassVar[str] = "13"
    types: ClassVar[tuple[str, ...]] = ("PERSON",)
    hint: ClassVar[str] = ""

    def __init__(self, keep: tuple[str, ...] = ()) -> None:
        self._keep = keep
        self.settings = keep

    def find(self, reading: Reading) -> Iterator[Span]:
        """Names in the prose of `reading`. Raises EnvironmentFaultError if a model's file is missing."""
        from ingest.clean.names.english_people import english_names
        from ingest.clean.names.labelled import told_by_labels
        from ingest.clean.names.russian import russian_names

        told = told_by_labels(reading)
        yield from russian_names(reading, self._keep, told)
        yield from english_names(reading, frozenset(self._keep), told)
