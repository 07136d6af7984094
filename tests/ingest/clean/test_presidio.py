"""The adapter for Presidio, against a module that stands for it; and without it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from index.errors import UsageError
from ingest.clean.recognizers.presidio import TYPES
from ingest.clean.recognizers.reading import Field, Reading, reading_of
from ingest.clean.recognizers.registry import build
from ingest.clean_settings import RECOGNIZERS

FAKE = """
import re
from collections import namedtuple

__version__ = "2.2"
Result = namedtuple("Result", "entity_type start end score")


class AnalyzerEngine:
    made = 0

    def __init__(self):
        AnalyzerEngine.made += 1
        self.supported_languages = ["en"]

    def analyze(self, *, text, language, entities, score_threshold):
        assert language in self.supported_languages
        patterns = {"PERSON": "Ann Lee", "EMAIL_ADDRESS": r"[a-z]+@[a-z.]+", "DATE_TIME": "Monday"}
        found = [Result(kind, *match.span(), .85) for kind, one in patterns.items() for match in re.finditer(one, text)]
        return found[::-1]
"""


@pytest.fixture
def presidio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "presidio_analyzer.py").write_text(FAKE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "presidio_analyzer", raising=False)


@pytest.mark.usefixtures("presidio")
def test_entities_become_our_types() -> None:
    (recognizer,) = build(["presidio"])
    text = "On Monday Ann Lee (ann@firma.com) called."
    spans = list(recognizer.find(Reading(text, "en")))

    assert [(span.type, text[span.start : span.end], span.value) for span in spans] == [
        ("PERSON", "Ann Lee", "ann lee"),
        ("EMAIL", "ann@firma.com", "ann@firma.com"),
    ]
    assert {span.type for span in spans} <= set(recognizer.types)


@pytest.mark.usefixtures("presidio")
def test_a_language_without_a_model_is_read_by_the_first_one() -> None:
    (recognizer,) = build(["presidio"])

    assert [span.type for span in recognizer.find(Reading("Позвонит Ann Lee", "ru"))] == ["PERSON"]


@pytest.mark.usefixtures("presidio")
def test_names_are_not_sought_in_code_and_the_engine_waits() -> None:
    (recognizer,) = build(["presidio"])
    made_early = sys.modules["presidio_analyzer"].AnalyzerEngine.made
    found = recognizer.find(reading_of([Field(text="Ann Lee ann@firma.com", kind="code")], "en"))

    assert [span.type for span in found] == ["EMAIL"]
    assert made_early == 0


def test_without_the_package_it_is_wrong_usage_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "presidio_analyzer", None)
    with pytest.raises(UsageError, match="presidio-analyzer") as caught:
        build(["presidio"])

    assert caught.value.exit_code == 2
    assert "pip install" in caught.value.remedy


def test_it_is_asked_for_and_maps_to_types_that_we_have() -> None:
    known = {kind for one in build(RECOGNIZERS) for kind in one.types}

    assert "presidio" not in RECOGNIZERS
    assert set(TYPES.values()) <= known
