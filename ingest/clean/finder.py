"""Runs recognizers over a whole document and settles what is to be masked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from index.errors import EnvironmentFaultError
from ingest.clean import redact
from ingest.clean.recognizers.reading import GAP, Field, Reading, reading_of
from ingest.errors import Code, LoadError
from ingest.pulse import STRIDE, beat

if TYPE_CHECKING:
    from ingest.clean.recognizers.recognizer import Recognizer, Span
    from ingest.clean.recognizers.registry import Later

NOT_OF_PATHS = frozenset({"PERSON", "ADDRESS", "BIRTH_DATE"})
"""What stays in ids unless `clean.paths` is "all": names of files are how people know them."""
_NUMBER_OR_PLATE = re.compile(
    r"\d(?:(?:[^\d/]{0,3}\d){5}|(?:(?<=[^\W\d_].)|(?<=[^\W\d_] .))\d\d ?[^\W\d_]{2})"
)
_VIN_OR_KEY = re.compile(r"[0-9A-Za-z](?<![0-9A-Za-z].)[0-9A-Za-z]{15}")

_OWN_TAG = re.compile(r"(?<=\])-(?=[0-9]*[a-f])[0-9a-f]{10}(?![0-9A-Za-z])")
"""What `redact.mask_path` puts behind a masked part: digits of a hash, which look like a number beside a label."""


def may_identify(path: str) -> bool:
    """Whether a path may hold an identifier in one of its parts. Others are not looked at: a scan masks thousands."""
    return "@" in path or bool(_NUMBER_OR_PLATE.search(path)) or bool(_VIN_OR_KEY.search(path))


class Finder:
    """Recognizers with what they are told to leave.

    `allow` lists values that are never masked: numbers, addresses, "@domain", or "/pattern/" for a regular expression
    over the value. Finding fails closed: a recognizer that raises fails the document (LoadError).
    """

    def __init__(self, recognizers: Sequence[Recognizer | Later], allow: Sequence[str] = ()) -> None:
        self.recognizers = tuple(recognizers)
        self.allow = tuple(allow)
        patterns = [value[1:-1] for value in allow if _is_pattern(value)]
        self._allowed_pattern = re.compile("|".join(f"(?:{one})" for one in patterns)) if patterns else None
        values = [value for value in allow if not _is_pattern(value)]
        self._allowed = frozenset(filter(None, map(_comparable, values)))
        self._of_paths = [not NOT_OF_PATHS.issuperset(one.types) for one in self.recognizers]

    @cached_property
    def _hints(self) -> list[Callable[[str], object]]:
        return [re.compile(one.hint).search for one in self.recognizers]

    def find(
        self,
        fields: Sequence[Field],
        language: str,
        counts: Counter[str],
        given: Sequence[Sequence[Span]] = (),
    ) -> list[list[Span]]:
        """What to mask in each of `fields`, which are read as one text; counted. `given` is to be masked anyway."""
        spans = self._spans(reading_of(fields, language), counts) if self.recognizers else []
        texts = [field.text for field in fields]
        spans += redact.joined(given, texts, len(GAP))
        merged = redact.merge(spans)
        for span in merged:
            counts[f"pii.{span.type.lower()}"] += 1
        return redact.apportion(merged, texts, len(GAP))

    def in_path(self, part: str, *, everything: bool = False) -> list[Span]:
        """What to mask in a part of a path. "_" joins words of file names; to a recognizer it is a letter."""
        if not everything and not may_identify(part):
            return []
        part = _OWN_TAG.sub(lambda found: "x" * len(found[0]), part)
        chosen = [everything or fit for fit in self._of_paths]
        spans = [
            span
            for text in dict.fromkeys((part, part.replace("_", " ")))
            for span in self._spans(Reading(text), chosen=chosen)
        ]
        return redact.merge(span for span in spans if everything or span.type not in NOT_OF_PATHS)

    def names_in_path(self, path: str) -> int:
        """How many names of persons stand in the parts of a path; they stay unless everything is masked."""
        chosen = ["PERSON" in one.types for one in self.recognizers]
        words = "\n\n".join(part.replace("_", " ").rpartition(".")[0] or part for part in path.split("/")[1:])
        return len(self._spans(Reading(words), chosen=chosen)) if any(chosen) else 0

    def _spans(
        self, reading: Reading, counts: Counter[str] | None = None, chosen: Sequence[bool] = ()
    ) -> list[Span]:
        """All finds to mask; those of score 0 (known samples) and the allowed ones are counted as left."""
        spans: list[Span] = []
        for place, (recognizer, may_hold) in enumerate(zip(self.recognizers, self._hints, strict=True)):
            if (chosen and not chosen[place]) or not may_hold(reading.text):
                continue
            if len(reading.text) > STRIDE:
                beat()
            for span in self._run(recognizer, reading):
                if span.score > 0 and not self._is_allowed(span):
                    spans.append(span)
                elif counts is not None:
                    counts[f"left.{span.type.lower()}"] += 1
        return spans

    def _run(self, recognizer: Recognizer | Later, reading: Reading) -> list[Span]:
        try:
            return list(recognizer.find(reading))
        except Exception as error:  # noqa: BLE001 - plug-ins raise anything, and messages may quote the text
            detail = f"{recognizer.name}:{type(error).__name__}"
        raise LoadError(Code.RECOGNIZER, detail, stage="clean")

    def _is_allowed(self, span: Span) -> bool:
        if not self.allow:
            return False
        value = span.value.partition(";")[0]
        if self._allowed_pattern and self._allowed_pattern.fullmatch(value):
            return True
        return _comparable(value) in self._allowed or f"@{value.partition('@')[2]}" in self._allowed


@contextmanager
def in_words() -> Iterator[None]:
    """Where there is no document to fail, a failing recognizer ends the run: EnvironmentFaultError (8)."""
    try:
        yield
    except LoadError as error:
        raise EnvironmentFaultError(
            f"a recognizer failed ({error.detail})",
            remedy="Mend it, or take it out of clean.recognizers: without it nothing is read or printed.",
        ) from None


def _is_pattern(value: str) -> bool:
    return len(value) > 2 and value[0] == value[-1] == "/"


def _comparable(value: str) -> str:
    """A value as allow-lists compare it: mail case-folded, numbers as digits, the Russian trunk 8 as 7."""
    value = value.strip().casefold()
    digits = re.sub(r"\D", "", value)
    if "@" in value or not digits:
        return value
    return "7" + digits[1:] if len(digits) == 11 and digits[0] == "8" else digits
