"""Golden sets: what may stand in one, how figures are counted, what a question of a golden set finds."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from ingest.evaluate.golden import Question, read
from ingest.evaluate.metrics import NAMES, figures, places_of
from tests.ingest.cli.conftest import Ask, ask
from tests.world import World

__all__ = ["ask"]


def test_both_forms_and_all_names_of_fields_give_the_same(tmp_path: Path) -> None:
    lines = tmp_path / "golden.jsonl"
    entry: dict[str, Any] = {
        "question": "Как сбросить?",
        "doc": "docs/a.md#",
        "language": "ru",
        "note": "asked often",
    }
    lines.write_text(
        json.dumps(entry)
        + "\n\n"
        + json.dumps({"text": "Where?", "path": ["docs/b.md"], "phrase": " in  Omsk "})
    )
    tables = tmp_path / "golden.toml"
    tables.write_text(
        '[[question]]\ntext = "Как сбросить?"\ndocuments = ["docs/a.md#"]\nlanguage = "ru"\n'
        '[[question]]\nquestion = "Where?"\nsource = "docs/b.md"\nanswer = "in  Omsk"\n',
        encoding="utf-8",
    )

    assert read(lines).questions == read(tables).questions
    assert read(lines).questions[1] == Question(
        number=2, question="Where?", sources=("docs/b.md",), answer="in  Omsk"
    )
    assert read(lines).digest != read(tables).digest


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.jsonl", "", "holds no question"),
        ("a.jsonl", '{"question": "SECRET", "doc": "a"}\n{', "line 2: no JSON"),
        ("a.jsonl", "[" * 100_000, "line 1: no JSON"),
        ("a.jsonl", '["SECRET"]', "question 1: not a table"),
        ("a.jsonl", '{"question": "SECRET"}', "question 1: nothing is said of what answers it"),
        ("a.jsonl", '{"question": "SECRET", "answer": " "}', "nothing is said of what answers it"),
        ("a.jsonl", '{"question": " ", "doc": "a"}', "question is missing"),
        ("a.jsonl", '{"question": "' + "SECRET " * 700 + '", "doc": "a"}', "longer than 4000"),
        ("a.jsonl", '{"question": ["SECRET"], "doc": "a"}', "question is a text"),
        ("a.jsonl", '{"question": "SECRET", "doc": ["a", 1]}', "doc is a text, or a list of texts"),
        ("a.jsonl", '{"question": "SECRET", "doc": "a", "documents": ["b"]}', "documents is said twice"),
        ("a.jsonl", '{"question": "SECRET", "dok": "a"}', "an unknown field"),
        ("a.toml", 'question = "SECRET', "is no TOML"),
        ("a.toml", '[[questions]]\ntext = "SECRET"', "only [[question]] tables"),
        ("a.toml", 'question = "SECRET"', "only [[question]] tables"),
        ("missing.jsonl", None, "cannot be read (No such file"),
    ],
)
def test_what_is_wrong_is_told_without_a_word_of_it(
    tmp_path: Path, name: str, text: str | None, told: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(told)) as error:
        read(tmp_path / name)
    assert "SECRET" not in f"{error.value}{error.value.remedy}"


def test_figures_are_those_of_the_books() -> None:
    ranks = [(1,), (3, 4), (), (12,)]
    told = figures(ranks, [1, 2, 1, 1])

    assert told["hit@1"] == 0.25
    assert told["hit@3"] == told["hit@10"] == 0.5
    assert told["mrr"] == round((1 + 1 / 3) / 4, 4)
    second = (1 / math.log2(4) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    assert told["ndcg@10"] == round((1 + second) / 4, 4)
    assert figures([], []) == dict.fromkeys(NAMES, 0.0)
    assert figures([(1, 2)], [2]) == dict.fromkeys(NAMES, 1.0)


def test_more_chunks_of_one_document_count_once() -> None:
    assert places_of([set(), {"a"}, {"a"}, {"b"}, {"a", "b"}]) == (2, 4)


TEXTS = {
    "reset.md": "# Factory reset\n\nHold both buttons for ten seconds. The controller restarts.\n",
    "copy/reset.md": "# Factory reset\n\nHold both buttons for ten seconds. The controller restarts.\n",
    "vozvrat.md": "# Возврат товара\n\nДеньги возвращаются на карту в течение десяти дней после приёмки.\n",
    "old.md": "---\nstatus: archived\n---\n# Old gateway\n\nThe old gateway needs port 8443 to be open.\n",
}


@pytest.fixture
def asked(world: World) -> World:
    for name, text in TEXTS.items():
        world.write(name, text)
    world.sync()
    return world


def test_a_set_is_asked_by_document_path_copy_and_answer(ask: Ask, asked: World, tmp_path: Path) -> None:
    entries = [
        {"question": "How do I do a factory reset of it?", "doc": "docs/reset.md"},
        {"question": "How do I do a factory reset of it?", "doc": "docs/copy/reset.md#"},
        {"question": "how to reset the controller", "path": str(asked.docs / "reset.md")},
        {"question": "когда вернут деньги за товар", "answer": "в течение\n ДЕСЯТИ дней"},
        {"question": "когда вернут деньги за товар", "answer": "в течение ста дней"},
        {"question": "Which port does the gateway need for it?", "doc": "docs/old.md#"},
        {"question": "how to reset the controller", "doc": "docs/reset.md", "space": "other"},
        {"question": "how to reset the controller", "source": "docs/copy/reset.md"},
        {"question": "Which port does the gateway need for it?", "source": "docs/old.md"},
        {"question": "Which port does the gateway need for it?", "source": "docs/mistyped.md"},
    ]
    golden = tmp_path / "golden.jsonl"
    golden.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")

    told = ask("eval", str(golden), "--json", world=asked)

    assert told.code == 0, told.err
    assert [one["number"] for one in told.data["missed"]] == [5, 6, 7, 9, 10]
    assert told.data["figures"]["hit@1"] == round(5 / 10, 4)
    assert {name: row["questions"] for name, row in told.data["languages"].items()} == {"en": 8, "ru": 2}
    assert told.data["languages"]["ru"]["mrr"] == 0.5
    away = {6: "docs/old.md#", 9: "docs/old.md", 10: "docs/mistyped.md"}
    assert {one["number"]: one["document"] for one in told.data["unsearchable"]} == away
    shown = ask("eval", str(golden), world=asked).out
    assert "missed     5" in shown
    assert "docs/old.md#" in shown


def test_questions_are_shown_without_what_is_personal(ask: Ask, asked: World, tmp_path: Path) -> None:
    golden = tmp_path / "golden.jsonl"
    question = "Why did ivan.petrov@mail.ru, phone +7 916 204-83-17, get no answer from the shop?"
    golden.write_text(json.dumps({"question": question, "doc": "docs/mail of ivan.petrov@mail.ru.md"}))

    told = ask("eval", str(golden), "--json", world=asked)
    shown = ask("eval", str(golden), world=asked)

    assert told.data["missed"][0]["question"].startswith("Why did [EMAIL], phone [PHONE]")
    for out in (told.out, told.err, shown.out, shown.err):
        assert "petrov" not in out
        assert "204-83" not in out


def test_without_a_set_it_says_where_to_name_one(ask: Ask, asked: World, tmp_path: Path) -> None:
    done = ask("eval", world=asked)
    assert done.code == 2
    assert "gate.golden" in done.err

    golden = tmp_path / "golden.toml"
    golden.write_text('[[question]]\ntext = "factory reset"\ndoc = "docs/reset.md#"\n')
    asked.flags = (*asked.flags, f"gate.golden='{golden}'")
    assert ask("eval", "--json", world=asked).data["figures"]["mrr"] == 1.0
