"""The recognizer `person`: both languages by script, prose only."""

from __future__ import annotations

import pytest

from ingest.clean.recognizers.people import Person
from ingest.clean.recognizers.reading import Field, Reading, reading_of

pytest.importorskip("ingest.clean.names.english_people")


def found(reading: Reading, keep: tuple[str, ...] = ()) -> set[str]:
    return {reading.text[span.start : span.end] for span in Person(keep).find(reading)}


def test_a_sentence_decides_by_its_script_not_the_documents_language() -> None:
    text = "Договор подписал Глеб Тарасов.\n\nThe contract was signed by Margaret Holloway."

    assert found(Reading(text, "ru")) == found(Reading(text, "en")) == {"Глеб Тарасов", "Margaret Holloway"}


def test_names_are_not_sought_in_code() -> None:
    fields = [Field(text="name = 'Глеб Тарасов'", kind="code"), Field(text="Поле `Глеб Тарасов`")]

    assert found(reading_of(fields, "ru")) == set()


def test_kept_names_stay() -> None:
    assert found(Reading("Спросите Алису о погоде."), ("Алису",)) == set()
    assert found(Reading("Спросите Алису о погоде.")) == {"Алису"}


def test_every_find_is_a_person_with_a_value() -> None:
    spans = list(Person().find(Reading("Глеб Тарасов and Margaret Holloway met.")))

    assert {span.type for span in spans} == {"PERSON"}
    assert all(span.value for span in spans)
