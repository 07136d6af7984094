"""What policy rules have seen of a document, so that each text is read once for all rules."""

from __future__ import annotations

from ingest.clean.policy_table import Table
from ingest.clean.policy_torn import TornLine, torn_lines
from ingest.clean.policy_words import Word, stems, words


class Words:
    """The words and tables of texts, each text read once."""

    def __init__(self) -> None:
        self._words: dict[str, list[Word]] = {}
        self._stems: dict[str, frozenset[str]] = {}
        self._tables: dict[str, Table] = {}
        self._torn: dict[str, list[TornLine]] = {}

    def of(self, text: str) -> list[Word]:
        """The words of `text`."""
        if text not in self._words:
            self._words[text] = words(text)
        return self._words[text]

    def stems(self, text: str) -> frozenset[str]:
        """Their stems."""
        if text not in self._stems:
            self._stems[text] = stems(text)
        return self._stems[text]

    def table(self, text: str) -> Table:
        """The table that `text` is."""
        if text not in self._tables:
            self._tables[text] = Table(text)
        return self._tables[text]

    def torn(self, text: str) -> list[TornLine]:
        """Its lines with words that may be torn apart."""
        if text not in self._torn:
            self._torn[text] = torn_lines(text)
        return self._torn[text]
