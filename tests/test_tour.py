"""README's five minutes, walked: what it shows is what the commands print after `make demo`, which has no extras."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
FENCES = re.findall(
    r"^```(\w*)\n(.*?)^```$", README.partition("## Five minutes")[2], re.MULTILINE | re.DOTALL
)
SHOWN = [text for language, text in FENCES if not language]
EXTRAS = ("unstructured", "spacy", "pypandoc")


@pytest.fixture
def walker(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A copy of sample_docs in step, and an environment in which the extras cannot be imported."""
    folder = tmp_path_factory.mktemp("tour")
    shutil.copytree(PROJECT / "sample_docs" / "docs", folder / "sample_docs" / "docs")
    for name in ("ingest.toml", "decisions.toml"):
        shutil.copy(PROJECT / "sample_docs" / name, folder / "sample_docs")
    for name in EXTRAS:
        (folder / "hidden" / name).mkdir(parents=True)
        text = f"raise ModuleNotFoundError('hidden', name={name!r})\n"
        (folder / "hidden" / name / "__init__.py").write_text(text, encoding="utf-8")
    path = os.pathsep.join((str(folder / "hidden"), str(PROJECT)))
    walker = (
        folder / "sample_docs",
        {**os.environ, "PYTHONPATH": path, "PATH": str(folder / "nothing"), "COLUMNS": "100"},
    )
    ingest(walker, "sync")
    return walker


def ingest(walker: tuple[Path, dict[str, str]], *arguments: str) -> str:
    folder, environment = walker
    done = subprocess.run(
        [sys.executable, "-m", "ingest", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_the_tour_shows_what_is_printed(walker: tuple[Path, dict[str, str]]) -> None:
    synced = ingest(walker, "sync")
    found = ingest(walker, "search", "--top", "1", "How do I reset the controller to factory settings?")
    told = ingest(walker, "why", "docs/public/prices/prajs-2019.docx")
    letter = ingest(walker, "why", "docs/internal/support/customer-letter.txt")
    asked = ingest(walker, "review")

    assert [re.sub(r"[\d.]+ s$", "s", text, flags=re.MULTILINE) for text in SHOWN[:3]] == [
        re.sub(r"[\d.]+ s$", "s", synced, flags=re.MULTILINE),
        found,
        told,
    ]
    (masked,) = re.findall(r"`clean (internal/support/.*)`", README)
    assert masked in letter
    shown = [part for part in SHOWN[3].split("      ...\n") if part]
    assert [part for part in shown if part not in asked] == []
    assert asked.startswith(shown[0])
    assert asked.endswith(shown[-1])
    (question,) = re.findall(r"^ingest review release (q-\w+) --note", README, re.MULTILINE)
    assert question in asked


@pytest.mark.slow
def test_an_answer_of_the_tour_holds(walker: tuple[Path, dict[str, str]]) -> None:
    """What was released is searchable, and the report counts it."""
    ingest(walker, "review", "release", "q-1b0a09d7", "--note", "A joke of the supplier")
    synced = ingest(walker, "sync")
    told = ingest(walker, "report")

    assert "open       2 questions for a person" in synced
    assert "held," not in synced
    assert "internal stretches" in told.partition("rules of the policy that found nothing")[2]
    assert "2025-05-01 people team: internal/hr/onboarding.md#" in told
    assert ingest(walker, "audit", "--verify").count("nothing cut, changed or moved") == 1
