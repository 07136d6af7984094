"""Asks a generation the questions of a golden set, and says in figures how well it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.catalog import Catalog
from ingest.clean.language import language_of
from ingest.evaluate.golden import Golden, Question
from ingest.evaluate.metrics import TOP, figures, places_of

if TYPE_CHECKING:
    from index.search import Found
    from index.trial import Trial

Resolve = Callable[[str], Sequence[str]]
"""From a path, as a person writes it, to the source ids that it may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and what came of it: `places` where right things came up first, `found` the documents of the hits."""

    question: Question
    language: str
    wanted: tuple[str, ...]
    places: tuple[int, ...]
    found: tuple[str, ...]
    unsearchable: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All questions of a set, asked of one generation."""

    generation: int
    digest: str
    asked: tuple[Asked, ...]

    @property
    def figures(self) -> dict[str, float]:
        """The means over all questions."""
        return _means(self.asked)

    @property
    def by_language(self) -> dict[str, dict[str, float]]:
        """The means by language, with the number of `questions`."""
        told = {}
        for language in sorted({one.language for one in self.asked}):
            some = [one for one in self.asked if one.language == language]
            told[language] = {"questions": len(some), **_means(some)}
        return told


def _means(asked: Sequence[Asked]) -> dict[str, float]:
    return figures([one.places for one in asked], [max(1, len(one.wanted)) for one in asked])


def ask(golden: Golden, trial: Trial, resolve: Resolve = lambda path: (path,)) -> Evaluation:
    """Asks every question, narrowed to its space and channel; the first 10 chunks count."""
    placed = trial.contents.placed()
    searchable = {*placed, *(doc_id.partition("#")[0] for doc_id in placed)}
    asked = tuple(_ask(question, trial, searchable, resolve) for question in golden.questions)
    return Evaluation(generation=trial.contents.number, digest=golden.digest, asked=asked)


def _ask(question: Question, trial: Trial, searchable: Set[str], resolve: Resolve) -> Asked:
    aims = _aims(question, trial, resolve)
    where = {"space": list(question.space), "channels": list(question.channel)}
    narrowed = {field: values for field, values in where.items() if values}
    hits = trial.search(question.question, TOP, narrowed or None)
    return Asked(
        question=question,
        language=question.language or language_of(question.question),
        wanted=tuple(aims),
        places=places_of([_right(hit, question, aims) for hit in hits]),
        found=tuple(hit.doc_id for hit in hits),
        unsearchable=tuple(aim for aim, names in aims.items() if not names & searchable),
    )


def _aims(question: Question, trial: Trial, resolve: Resolve) -> dict[str, set[str]]:
    """What is to be found, each under the ids that it may have: a copy that was left out is found in the one kept."""
    aims = {one: {one} if "#" in one else {one, f"{one}#"} for one in question.documents}
    for source in question.sources:
        names = {source, *resolve(source)}
        aims[source] = names | {one.id for one in Catalog(trial.manifest).of_sources(sorted(names))}
    verdicts = trial.contents.verdicts_of([name for names in aims.values() for name in names])
    for names in aims.values():
        names |= {other for name in names if name in verdicts for other in _kept(verdicts[name].detail)}
    return aims


def _kept(detail: str) -> Iterator[str]:
    """The document in which the text of a duplicate, or of a part, is searchable."""
    of = json.loads(detail).get("of")
    if isinstance(of, str) and of:
        yield of


def _right(hit: Found, question: Question, aims: Mapping[str, set[str]]) -> set[str]:
    """Which of the things to find a hit is; of a question that has an answer alone, the answer."""
    if question.answer and _plain(question.answer) not in _plain(hit.text):
        return set()
    if not aims:
        return {""}
    places = {hit.doc_id, str(hit.metadata.get("source", ""))}
    return {aim for aim, names in aims.items() if names & places}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def as_json(told: Evaluation, path: Path, redact: Callable[[str], str]) -> dict[str, Any]:
    """What `ingest eval --json` prints. Questions are what people typed, so they are redacted."""
    missed = [one for one in told.asked if not one.places]
    return {
        "golden": {"file": str(path), "digest": told.digest},
        "generation": told.generation,
        "questions": len(told.asked),
        "figures": told.figures,
        "languages": told.by_language,
        "missed": [
            {
                "number": one.question.number,
                "language": one.language,
                "question": redact(one.question.question),
                "wanted": [redact(aim) for aim in one.wanted],
                "found": list(dict.fromkeys(one.found)),
            }
            for one in missed
        ],
        "unsearchable": [
            {"number": one.question.number, "document": redact(document)}
            for one in told.asked
            for document in one.unsearchable
        ],
    }


def as_text(told: Mapping[str, Any], most: int = 20) -> str:
    """The same for a person."""
    rows = {"all": {"questions": told["questions"], **told["figures"]}, **told["languages"]}
    names = list(rows["all"])
    lines = ["".join(f"{name:>10}" for name in ("", *names))]
    for label, row in rows.items():
        shown = (f"{row[name]:.0f}" if name == "questions" else f"{row[name]:.3f}" for name in names)
        lines.append(f"{label:>10}" + "".join(f"{value:>10}" for value in shown))
    missed, away = told["missed"], told["unsearchable"]
    if missed:
        lines += ["", f"missed     {len(missed)}: nothing right among the first {TOP}"]
    for one in missed[:most]:
        lines.append(f"  {one['number']:>4}  {one['question']}")
        lines.append(f"        wanted {', '.join(one['wanted']) or 'its answer'}")
    if len(missed) > most:
        lines.append(f"  ... and {len(missed) - most} more (--json lists all)")
    if away:
        lines += ["", f"away       {len(away)} expected documents are not searchable; ingest why tells"]
        lines += [f"  {one['number']:>4}  {one['document']}" for one in away[:most]]
    return "\n".join(lines)
