"""Whom the recognizer finds in documents with Latin letters, and what it leaves. `«…»` marks what must be found.

All names are invented.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.clean.names.english import load
from ingest.clean.names.english_mentions import value_of
from ingest.clean.names.english_people import english_names
from ingest.clean.recognizers.reading import Field, Reading, reading_of

NONE: frozenset[str] = frozenset()


def marked(text: str, keep: frozenset[str] = NONE) -> str:
    for span in reversed(list(english_names(Reading(text, "en"), keep))):
        text = f"{text[: span.start]}«{text[span.start : span.end]}»{text[span.end :]}"
    return text


FOUND = [
    "Dear Mr. «Whitfield», thank you for your order.",
    "Kind regards,\n«Helen Marsh»\nHead of Sales",
    "To: «Ekaterina Smirnova»\nSubject: Invoice",
    "Signed: «J. R. Hargreaves»",
    "«Marina Volkova»: ok\n«Denis»: I will check with «Marina»",
    "| «Jane Doe» | +1 202 555 0143 |",
    "Hi «Pavel»! How are you?",
    "Assigned to «Zhanna»",
    "Approved by: «Ayşe Yılmaz»",
    "please transfer it to «Bjørn Østergaard»",
    "Interview with «Hiroshi Yamamoto», CEO of Sakura Inc.",
    "Ms. «Rose Hill» and Mr. «Mark Bush» attended.",
    "The driver, «Tom Baker», left at 5.",
    "Re: invoice for «Hayward, Benjamin»",
    "Booking for «Natasha Williams» and «Victor King», 2 nights.",
    "[10:15] «Marina»: are you there?",
    "They were five: «Rogelio», «Sharon», «Amber», «Jessica» and «Dawn».",
    # initials, lists, particles
    "Customer «Petrov S.V.» asked for a discount",
    "«S. V. Petrov» agreed",
    "Meeting with «Anna-Maria de Souza» and Dr. «Li Wei»",
    # capitals and small letters
    "The contract was signed by «PETER VANCE» on 3 May.",
    "my name is «olga petrovna» and i want a refund",
    "contact: «natalia kuznetsova», tel 8 916",
    "pls call «dmitry sokolov» asap",
    "mr. «martin» is on the line",
    # Russian names in Latin letters
    "«Ivanov Ivan Ivanovich», passport 45 08 123456",
    "«IVANOV IVAN IVANOVICH» was born in 1980",
    "«Sergey Petrov», Director General",
    # Latin letters in Russian text
    "Ответственный: «Sergey Petrov», тел. 123",
    "Карта на имя «IVAN PETROV»",
    "Договор подписал «John Carpenter», представитель Carpenter Ltd",
    # short mentions of a full name
    "The report is by «Margaret Thornbury». All agreed with «Thornbury».\n\nAsk «Margaret» first.",
    "«Sergey Petrov» signed.\n\nThe copy for «PETROV» is here.",
]

LEFT = [
    "Clark Inc and Ford Motor Company opened offices on Baker Street.",
    "Use the Status Handler in May. Open Settings.",
    "JavaScript and Python SDK, Visual Studio Code, Redis",
    "The Johnson & Johnson report; Goldman Sachs Group",
    "Click Deal Stage, Smart Process, Contact Center",
    "Dijkstra's algorithm, the Gaussian filter and Bayes theorem",
    "The Borrower and the Lender. Terms and Conditions. Sales Manager.",
    "Настройка Microsoft Exchange и Google Chrome, Visual Studio",
    "Установите Docker Desktop и Jenkins; Apache Kafka; Elastic Stack",
    "Модуль Grafana Loki, сервер MCP, метод Handler",
    "| Name | Type | Description |\n| Title | string | Deal Name |",
    "1. Open CRM > Leads.\n2. Click Save.\n3. Select Responsible Person.",
    "Mark as read. Will be deleted. Bill to. Grant access.",
    "`John Smith` and https://example.org/John_Smith",
    "john.smith@example.org, @media, kelly_module",
    "Monday, June 3, April 2024, a Gantt chart",
    "solver: 'adam', 'thomas'; We've moved to Texas.",
    "Zorvex is fast. Install Zorvex first. Zorvex runs on Linux, and Zorvex is free.",
    "REST API, OAUTH, MCP, CUDA, JSON",
    "Returns an Array of Objects. Throws TypeError.",
    "",
    "\n\n - \n",
]


@pytest.mark.parametrize("text", FOUND)
def test_persons_are_found(text: str) -> None:
    assert marked(text.replace("«", "").replace("»", "")) == text


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text


def test_kept_names_are_left_in_any_case_and_alone() -> None:
    keep = frozenset({"Claude Code", "Olivia CRM"})
    text = "Claude Code runs. Ask claude code or Claude. Olivia CRM stores it."

    assert marked(text, keep) == text
    assert marked("Olivia CRM was sold by «Olivia Hartmann».".replace("«", "").replace("»", ""), keep) == (
        "Olivia CRM was sold by «Olivia Hartmann»."
    )


def test_code_holds_no_names() -> None:
    reading = reading_of(
        [Field(text="Call John Smith"), Field(text="name = 'John Smith'", kind="code")], "en"
    )

    spans = list(english_names(reading, NONE))

    assert [reading.text[span.start : span.end] for span in spans] == ["John Smith"]


def test_a_mention_has_the_value_of_its_name() -> None:
    text = "The report is by Margaret Thornbury. All agreed with Thornbury. Margaret left."

    assert {span.value for span in english_names(Reading(text, "en"), NONE)} == {"thornbury m"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("John Smith", "smith j"),
        ("JOHN SMITH", "smith j"),
        ("Smith, John", "smith j"),
        ("J. Smith", "smith j"),
        ("Smith J.", "smith j"),
        ("John R. Smith, Jr.", "smith j r"),
        ("Petrov Ivan Sergeevich", "petrov i s"),
        ("Ivan Sergeevich Petrov", "petrov i s"),
        ("Anna de Souza", "de souza a"),
        ("Thornbury", "thornbury"),
    ],
)
def test_a_name_is_compared_by_surname_and_initials(name: str, value: str) -> None:
    assert value_of(name, load().kinds) == value


def test_the_shipped_model_is_loaded_once() -> None:
    assert load() is load()


def test_equal_texts_give_equal_spans_in_every_process() -> None:
    program = (
        "import sys\nfrom ingest.clean.names.english_people import english_names\n"
        "from ingest.clean.recognizers.reading import Reading\n"
        "print(list(english_names(Reading(sys.argv[1], 'en'), frozenset({'B', 'A C'}))))"
    )
    text = "\n\n".join(line.replace("«", "").replace("»", "") for line in FOUND)
    command = [sys.executable, "-c", program, text]
    root = Path(__file__).parents[4]

    first, second = (
        subprocess.run(
            command, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    )

    assert first == second
    assert first.count(b"PERSON") > 30


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        " " * 100_000,
        "Smith " * 17_000,
        "John Smith, " * 9_000,
        "A. " * 33_000,
        "Иванов Smith " * 8_000,
        "a-b'c" * 20_000,
    ],
    ids=["digits", "blanks", "word", "names", "initials", "two scripts", "joined"],
)
def test_time_grows_with_the_text_alone(text: str) -> None:
    started = time.process_time()
    list(english_names(Reading(text, "en"), NONE))

    assert time.process_time() - started < 10
