"""Presidio itself, without a model and with one made here; and what is said where it, or the model, is missing."""

from __future__ import annotations

import logging
import socket
import sys
from collections import Counter
from pathlib import Path

import pytest

from index.errors import UsageError
from ingest.build import cleaner_of
from ingest.clean.finder import Finder
from ingest.clean.recognizers.presidio import WINDOW, windows
from ingest.clean.recognizers.presidio_engine import SOUGHT
from ingest.clean.recognizers.reading import Field, Reading, reading_of
from ingest.clean.recognizers.recognizer import Recognizer
from ingest.clean.recognizers.registry import build
from ingest.clean.redact import redact
from ingest.settings import Settings

pytestmark = pytest.mark.slow
"""Importing Presidio and spaCy takes six CPU seconds."""


@pytest.fixture(scope="module")
def plain() -> Recognizer:
    """Without a model; made once, since loading what Presidio needs costs seconds."""
    return build(["presidio"])[0]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of spaCy that knows two names."""
    import spacy

    pipeline = spacy.blank("en")
    patterns = [{"label": "PERSON", "pattern": name} for name in ("Ann Lee", "Zyx Qwert")]
    pipeline.add_pipe("entity_ruler").add_patterns([*patterns, {"label": "GPE", "pattern": "Kazan"}])
    folder = tmp_path_factory.mktemp("models") / "two_names"
    pipeline.to_disk(folder)
    return folder


def found(recognizer: Recognizer, reading: str | Reading) -> list[tuple[str, str]]:
    reading = Reading(reading) if isinstance(reading, str) else reading
    return [(span.type, reading.text[span.start : span.end]) for span in recognizer.find(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Her SSN: 536-22-1847.", [("SSN", "536-22-1847")]),
        ("Ваш номер SSN 536-22-1847 😀", [("SSN", "536-22-1847")]),
        ("😀🇷🇺 Звоните: phone (415) 867-5309!", [("PHONE", "(415) 867-5309")]),
        ("Оплата картой 4532 0151 1283 0366, спасибо", [("CARD", "4532 0151 1283 0366")]),
        (
            "👩‍💻 пишите на ann@firma.com или ivan@firma.ru",
            [("EMAIL", "ann@firma.com"), ("EMAIL", "ivan@firma.ru")],
        ),
        ("IBAN GB82WEST12345698765432", [("IBAN", "GB82WEST12345698765432")]),
        ("Codice fiscale: RSSMRA85T10A562S", [("PERSONAL_ID", "RSSMRA85T10A562S")]),
        ("ПЕСЕЛЬ, по-польски PESEL: 44051401359", [("PERSONAL_ID", "44051401359")]),
        ("NINO AB 12 34 56 C", [("PERSONAL_ID", "AB 12 34 56 C")]),
        (
            "wallet 16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ",
            [("BANK_ACCOUNT", "16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ")],
        ),
        ("NHS number 943 476 5919", [("MEDICAL_POLICY", "943 476 5919")]),
    ],
)
def test_what_presidio_knows_is_found_where_it_stands(
    plain: Recognizer, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(plain, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Заказ 943 476 5919 отгружен",  # a valid NHS number, as one order number in ten
        "Order 44051401359 has been shipped to Warsaw",
        "Order number 415 867 5309",
        "License key H12234567",
        "Part 12345678Z fits model 7",
        "Version 10.2.3.4, MAC 00:1B:44:11:3A:B7, Monday, 12/05/2024, https://firma.ru/a1",
        "Use the test card 4111 1111 1111 1111 or write to test@test.ru",  # published samples
        "[PHONE] [PERSON-7f3a9k2m4q] phone: [CARD *4568] mail: [EMAIL-ab2c3d4e5f]@firma",
        "значимый significant 12345678Z",  # "nif" is one of its words; a part of a word is none
    ],
)
def test_what_only_looks_alike_is_left(plain: Recognizer, text: str) -> None:
    assert found(plain, text) == []


def test_it_is_one_of_several_and_what_two_find_is_masked_once() -> None:
    text = "SSN 536-22-1847, PESEL 44051401359, ann@firma.com"
    together = Finder(build(["ssn", "email", "presidio"]))
    (spans,) = together.find([Field(text=text)], "en", counts := Counter())

    assert redact(text, spans, "type", b"") == "SSN [SSN], PESEL [PERSONAL_ID], [EMAIL]"
    assert counts == {"pii.ssn": 1, "pii.personal_id": 1, "pii.email": 1}
    assert [span.score for span in spans if span.type != "PERSONAL_ID"] == [1.0, 1.0], (
        "ours, who know values better"
    )


def test_a_name_is_found_by_an_installed_model_in_its_language_and_not_in_code(model: Path) -> None:
    (recognizer,) = build(["presidio"], {"presidio": {"model": str(model)}})
    code = reading_of([Field(text="Ann Lee met"), Field(text="Ann Lee ann@firma.com", kind="code")], "en")

    assert found(recognizer, Reading("🙂 Ann Lee of Kazan", "en")) == [("PERSON", "Ann Lee")]
    assert found(recognizer, Reading("Пришла Ann Lee, ann@firma.com", "ru")) == [("EMAIL", "ann@firma.com")]
    assert found(recognizer, code) == [("PERSON", "Ann Lee"), ("EMAIL", "ann@firma.com")]


def test_a_long_text_is_read_in_windows_and_places_hold(plain: Recognizer) -> None:
    line = "Строка 😀 без данных, номер 12.\n"
    text = line * 200 + "SSN 536-22-1847\n" + line * 200 + "ann@firma.com"
    pieces = list(windows(text))

    assert found(plain, text) == [("SSN", "536-22-1847"), ("EMAIL", "ann@firma.com")]
    assert "".join(text[start:end] for start, end in pieces) == text
    assert max(end - start for start, end in pieces) <= WINDOW
    assert all(text[end - 1] == "\n" for _, end in pieces[:-1])
    assert [end - start for start, end in windows("a" * (WINDOW + 1))] == [WINDOW, 1]


def test_the_net_is_not_asked_and_the_log_holds_no_text(
    model: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address))
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    caplog.set_level(logging.DEBUG)
    (recognizer,) = build(["presidio"], {"presidio": {"model": str(model)}})

    assert len(found(recognizer, Reading("Zyx Qwert, phone (415) 867-5309, ann@kverty.co.uk", "en"))) == 3
    assert not asked
    assert not any(secret in caplog.text.lower() for secret in ("zyx", "867", "kverty"))


def test_the_least_score_is_a_setting() -> None:
    text = "Dial (415) 867-5309 today"  # without a word that Presidio knows it scores .4
    strict, lax = (build(["presidio"], {"presidio": {"score": score}})[0] for score in (0.5, 0.4))

    assert found(strict, text) == []
    assert found(lax, text) == [("PHONE", "(415) 867-5309")]


def test_its_settings_are_part_of_the_key_that_documents_are_cleaned_by(model: Path) -> None:
    chosen = ({}, {"presidio_score": 0.4}, {"presidio_model": str(model)}, {"recognizers": ("email",)})
    made = [Settings.model_validate({"clean": {"recognizers": ("presidio",), **one}}) for one in chosen]
    keys = [cleaner_of(settings, b"secret", b"").key for settings in made]

    assert len(set(keys)) == len(keys)
    assert keys[0] == cleaner_of(made[0], b"secret", b"").key


def test_it_is_not_sought_by_default_and_types_are_ours_but_one(plain: Recognizer) -> None:
    settings = Settings().clean
    ours = {kind for one in build(settings.recognizers) for kind in one.types}

    assert "presidio" not in settings.recognizers
    assert set(plain.types) - ours == {"PERSONAL_ID"}
    assert {kind for _, kind in SOUGHT.values()} <= set(plain.types)


def test_without_the_package_it_is_wrong_usage_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "presidio_analyzer", None)
    with pytest.raises(UsageError, match="presidio-analyzer") as caught:
        build(["presidio"])

    assert caught.value.exit_code == 2
    assert "pip install" in caught.value.remedy


@pytest.mark.parametrize("name", ["en_nowhere_sm", "./no/such/folder"])
def test_a_model_that_is_not_installed_is_wrong_usage_at_once(name: str) -> None:
    with pytest.raises(UsageError, match="presidio_model") as caught:
        build(["presidio"], {"presidio": {"model": name}})

    assert caught.value.exit_code == 2
    assert "spacy download" in caught.value.remedy
