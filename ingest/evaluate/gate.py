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
        finding = verify(state, fresh)
        told: dict[str, Any] = {"recall": round(finding.recall, 4)}
        if finding.reason:
            return Judgement(reason=finding.reason)
        wrong = {name: len(getattr(finding, name)) for name in ("missing", "orphaned", "stale", "lost")}
        if any(wrong.values()):
            return Judgement(
                reason=", ".join(f"{count} chunks {name}" for name, count in wrong.items() if count)
            )
        if finding.recall < self.settings.gate.recall:
            return Judgement(
                reason=f"a search finds {finding.found} of {finding.probed} chunks;"
                f" gate.recall asks for {self.settings.gate.recall:.0%}"
            )
        told["documents"] = {"fresh": len(Contents(state.manifest, fresh).placed())}
        if live and (reason := self._too_few(state, live, told["documents"], allowed)):
            return Judgement(reason=reason)
        base = (
            f"sound, finds {finding.found} of {finding.probed} chunks, {told['documents']['fresh']} documents"
        )
        if self.golden is None:
            return Judgement(reason="", words=f"{base} (no golden set was judged)", told=told)
        return self._answers(state, self.golden, fresh, live, base, told)

    def _too_few(self, state: State, live: int, documents: dict[str, int], allowed: int) -> str:
        documents["live"] = len(Contents(state.manifest, live).placed())
        down = documents["live"] - documents["fresh"]
        brake = self.settings.brake
        if down <= max(brake.documents, allowed) or down * 100 <= brake.percent * documents["live"]:
            return ""
        return f"it has {documents['fresh']} searchable documents, the live one {documents['live']}"

    def _answers(
        self, state: State, golden: Golden, fresh: int, live: int | None, base: str, told: dict[str, Any]
    ) -> Judgement:
        new = _figures(self._asked(state, golden, fresh))
        old = self._live_figures(state, golden, live) if live else {}
        told["golden"] = {"digest": golden.digest, "questions": len(golden.questions)}
        told["golden"] |= {"fresh": new, "live": old}
        worse = [
            f"{name} of {label} {new[label][name]:.3f}, was {row[name]:.3f}"
            for label, row in old.items()
            for name in sorted(row.keys() & new.get(label, {}).keys() - {"questions"})
            if row[name] - new[label][name] > self.settings.gate.margin + 1e-9
        ]
        if worse:
            return Judgement(
                reason=f"it answers the golden questions worse than gate.margin allows: {'; '.join(worse)}"
            )
        state.manifest.set_meta(
            FIGURES, json.dumps({"digest": golden.digest, "generation": fresh, "figures": new})
        )
        compared = "" if old else ", with nothing to compare them with"
        every = new["all questions"]
        figures = ", ".join(f"{name} {value:.3f}" for name, value in every.items() if name != "questions")
        words = f"{base}; {len(golden.questions)} golden questions{compared}: {figures}"
        return Judgement(reason="", words=words, told=told)

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
