"""Questions in words: every document is named, and what an answer does to each."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.questions import answers, as_text, asked


def question(count: int, guess: bool = True, kind: str = "versions") -> dict[str, Any]:
    sides = [
        {"id": f"docs/notes v{at}.md#", "title": f"Notes {at}", "labels": {"version": str(at)}}
        for at in range(1, count + 1)
    ]
    return {
        "id": "q-1",
        "kind": kind,
        "guess": sides[-1]["id"] if guess else "",
        "evidence": ["same title"],
        "documents": sides,
        "differences": [],
        "places": [],
    }


@pytest.mark.parametrize("count", [3, 5, 30])
def test_every_document_is_listed_and_the_winner_is_named(count: int) -> None:
    text = as_text([question(count)])
    for at in range(1, count + 1):
        assert f" docs/notes v{at}.md#" in text
        assert f"Notes {at}  [version {at}]" in text
    last = {3: "C", 5: "E", 30: "D1"}[count]
    assert f"  {last} docs/notes v{count}.md#  <- the guess" in text
    assert f"{last} replaces A, B" in text
    assert f"all {count} stay: A, B" in text
    assert "B replaces A" not in text
    assert f"are these {count} versions" in asked(question(count))


def test_without_a_guess_no_winner_is_named() -> None:
    told = answers(question(3, guess=False))
    assert [command.split()[0] for command, _ in told] == ["supersedes", "different"]
    assert told[0][0] == "supersedes NEWER OLDER..."
    assert "<- the guess" not in as_text([question(3, guess=False)])


def test_two_are_asked_about_as_ever() -> None:
    text = as_text([question(2)])
    assert "ingest review supersedes q-1  # B replaces A: the guess" in text.replace("'", "")
    assert "different q-1" in text


def test_a_status_in_doubt_is_kept_or_dropped() -> None:
    assert [command for command, _ in answers(question(1, kind="status"))] == ["keep q-1", "drop q-1"]
    assert asked(question(1, kind="status")) == "is it a draft, or no longer in force?"
