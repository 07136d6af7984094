"""The gate of a rebuilt generation: sound, finds itself, has its documents, answers as well as the live one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.contents import Contents
from index.errors import EmbedderMismatchError
from index.state import State
from index.trial import opened
from index.verify import verify
from ingest.evaluate.asking import Evaluation, Resolve, ask
from ingest.evaluate.golden import Golden, read
from ingest.rebuild import Judgement
from ingest.settings import Settings

if TYPE_CHECKING:
    from index.embed.embedder import Embedder

FIGURES = "golden-figures"
"""Names, in `meta`, what the last generation that was asked answered: its live successor may have another embedder."""
ENOUGH = 20
"""Questions from which on a language is judged by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenGate:
    """Judges by `settings`; `golden` is None where no questions were named."""

    settings: Settings
    golden: Golden | None
    embedder: Callable[[], Embedder]
    resolve: Resolve

    def __call__(self, state: State, fresh: int, live: int | None, allowed: int) -> Judgement:
        """Looks at the closed generation `fresh`, first in a child process."""
        told: dict[str, Any] = {"limits": {"recall": self.settings.gate.recall}}
        reason, words = self._judged(state, fresh, live, allowed, told)
        return Judgement(reason=reason, words=words, told=told, lines=as_text(told) if reason else ())

    def _judged(
        self, state: State, fresh: int, live: int | None, allowed: int, told: dict[str, Any]
    ) -> tuple[str, str]:
        """Why it may not pass, else words; fills `told`."""
        finding = verify(state, fresh)
        if finding.reason:
            return finding.reason, ""
        told["recall"] = round(finding.recall, 4)
        wrong = {name: len(getattr(finding, name)) for name in ("missing", "orphaned", "stale", "lost")}
        if any(wrong.values()):
            return ", ".join(f"{count} chunks {name}" for name, count in wrong.items() if count), ""
        if finding.recall < self.settings.gate.recall:
            return (
                f"a search finds {finding.found} of {finding.probed} chunks;"
                f" gate.recall asks for {self.settings.gate.recall:.0%}."
                " Among many chunks that are much alike Chroma's graph loses some: try again, or lower gate.recall"
            ), ""
        documents = told["documents"] = {"fresh": len(Contents(state.manifest, fresh).placed())}
        if live and (reason := self._too_few(state, live, allowed, told)):
            return reason, ""
        base = f"sound, finds {finding.found} of {finding.probed} chunks, {documents['fresh']} documents"
        if self.golden is None:
            return "", f"{base} (no golden set was judged)"
        return self._answers(state, self.golden, fresh, live, base, told)

    def _too_few(self, state: State, live: int, allowed: int, told: dict[str, Any]) -> str:
        documents, brake = told["documents"], self.settings.brake
        documents["live"] = len(Contents(state.manifest, live).placed())
        most = max(brake.documents, allowed, int(brake.percent * documents["live"] // 100))
        told["limits"]["documents_down"] = most
        if documents["live"] - documents["fresh"] <= most:
            return ""
        return f"it has {documents['fresh']} searchable documents, the live one {documents['live']}"

    def _answers(
        self, state: State, golden: Golden, fresh: int, live: int | None, base: str, told: dict[str, Any]
    ) -> tuple[str, str]:
        new = _figures(self._asked(state, golden, fresh))
        old = self._live_figures(state, golden, live) if live else {}
        told["limits"]["margin"] = self.settings.gate.margin
        told["golden"] = {"digest": golden.digest, "questions": len(golden.questions)}
        told["golden"] |= {"fresh": new, "live": old}
        worse = [one for one in _compared(told) if one.too_far]
        if worse:
            words = "; ".join(f"{one.name} {one.fresh:.3f}, was {one.live:.3f}" for one in worse)
            return f"it answers the golden questions worse than gate.margin allows: {words}", ""
        state.manifest.set_meta(
            FIGURES, json.dumps({"digest": golden.digest, "generation": fresh, "figures": new})
        )
        compared = "" if old else ", with nothing to compare them with"
        every = new["all questions"]
        figures = ", ".join(f"{name} {value:.3f}" for name, value in every.items() if name != "questions")
        return "", f"{base}; {len(golden.questions)} golden questions{compared}: {figures}"

    def _live_figures(self, state: State, golden: Golden, live: int) -> Mapping[str, Mapping[str, float]]:
        """Those of the live generation, asked now; of one of another embedder, what it answered when it was built."""
        try:
            return _figures(self._asked(state, golden, live))
        except EmbedderMismatchError:
            kept = json.loads(state.manifest.meta(FIGURES) or "{}")
            same = (kept.get("digest"), kept.get("generation")) == (golden.digest, live)
            return kept["figures"] if same else {}

    def _asked(self, state: State, golden: Golden, number: int) -> Evaluation:
        with opened(state.manifest, number, state.generations.path(number), self.embedder()) as trial:
            return ask(golden, trial, self.resolve)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """A figure of both generations; `too_far`: worse by more than the margin."""

    name: str
    live: float
    fresh: float
    too_far: bool


def _compared(told: Mapping[str, Any]) -> list[_Compared]:
    """The figures of the golden questions, in the order in which they were made; what only one has is left out."""
    old, new = told["golden"]["live"], told["golden"]["fresh"]
    return [
        _Compared(
            name=f"{name} of {label}",
            live=value,
            fresh=new[label][name],
            too_far=value - new[label][name] > told["limits"]["margin"] + 1e-9,
        )
        for label, row in old.items()
        for name, value in row.items()
        if name != "questions" and name in new.get(label, {})
    ]


def as_text(told: Mapping[str, Any]) -> list[str]:
    """Each figure that was judged: of the live generation, of the new one, and what is asked of it."""
    limits = told["limits"]
    rows = [("figure", "live", "new", "limit", "")]
    if "recall" in told:
        bad = "REFUSED" if told["recall"] < limits["recall"] else ""
        rows.append(("self-recall", "-", f"{told['recall']:.3f}", f"at least {limits['recall']:.3f}", bad))
    if "documents_down" in limits:
        live, fresh, most = told["documents"]["live"], told["documents"]["fresh"], limits["documents_down"]
        bad = "REFUSED" if live - fresh > most else ""
        rows.append(("documents", str(live), str(fresh), f"down by {most} at most", bad))
    for one in _compared(told) if "golden" in told else ():
        bad, limit = "REFUSED" if one.too_far else "", f"down by {limits['margin']:.3f} at most"
        rows.append((one.name, f"{one.live:.3f}", f"{one.fresh:.3f}", limit, bad))
    wide = max(len(row[0]) for row in rows)
    return [
        f"{name:<{wide}}  {live:>7}  {fresh:>7}  {limit:<24} {bad}".rstrip()
        for name, live, fresh, limit, bad in rows
    ]


def _figures(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    """By what they are of; a language counts by itself if it has questions enough."""
    languages = evaluation.by_language.items()
    enough = {language: row for language, row in languages if row["questions"] >= ENOUGH}
    return {"all questions": evaluation.figures, **enough}


def gate_of(settings: Settings, embedder: Callable[[], Embedder], resolve: Resolve) -> GoldenGate:
    """The gate that the settings describe. Raises UsageError (2) for a golden set that cannot be read."""
    path: Path | None = settings.gate.golden
    return GoldenGate(
        settings=settings,
        golden=read(path) if path else None,
        embedder=embedder,
        resolve=resolve,
    )
