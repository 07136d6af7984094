"""What happened in a run, as data and in words. Ids, counts and kinds; never text of a document."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from ingest.errors import REMEDY, Code
from ingest.logs import level_of, log, warn
from ingest.select.kinds import KINDS
from ingest.touched import Change, Effects

if TYPE_CHECKING:
    from index.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source, or a part of one, that did not become a document.

    `since` is when it was first seen, `attempts` how often it was tried by now with this outcome.
    """

    source: str
    stage: str
    code: str
    detail: str = ""
    new: bool = True
    since: str = ""
    attempts: int = 1

    @property
    def remedy(self) -> str:
        """What a person can do."""
        return REMEDY[Code(self.code)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A source that is not where it was on a network file system.

    `since` is an ISO time, "" while the scans of its root were not complete.
    """

    source: str
    since: str


_OF_FILES = frozenset(
    {
        "verdicts",
        "failures",
        "unsupported",
        "empty",
        "stale",
        "missing",
        "found",
        "questions",
        "cleaned",
        "back",
    }
)
"""Fields of a report that only a run over all files can fill."""


@dataclass(slots=True, kw_only=True)
class Report:
    """Filled while a run goes on. `refused` is why it was stopped short of dropping documents.

    `run` is the id of the run, the same in history, audit log, log and notifications: "17-20250601T010203Z".
    `published` names the copy that was published, `unpublished` says why none could be. `cleaned` counts documents
    that were read and cleaned, whatever came of it. A `partial` one is of a run that looked at no file: it says nothing
    of failures, verdicts and what is missing. `told` are more facts of such a run.
    """

    command: str
    run: str = ""
    documents: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("added", "updated", "removed", "moved", "unchanged", "failed"), 0
        )
    )
    chunks: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("embedded", "cached", "relabelled", "deleted", "total"), 0)
    )
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    failures: list[Failure] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    found: Mapping[str, int] = field(default_factory=dict)
    questions: int = 0
    cleaned: int = 0
    changes: Sequence[Change] = ()
    effects: Effects = field(default_factory=Effects)
    healed: list[str] = field(default_factory=list)
    published: str = ""
    unpublished: str = ""
    refused: str = ""
    remedy: str = ""
    generation: int = 0
    previous: int = 0
    gate: str = ""
    judged: Mapping[str, Any] = field(default_factory=dict)
    partial: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    exit_code: int = 0

    @classmethod
    def of_state(cls, command: str, state: State, *, started: float, told: Mapping[str, Any]) -> Self:
        """Of a run that looked at no file: what the live generation holds now. `started`: a monotonic time."""
        contents = state.contents()
        report = cls(command=command, partial=True, healed=list(state.healed), told=told)
        report.documents["unchanged"], report.chunks["total"] = len(contents.placed()), contents.count()
        report.generation, report.seconds = state.live() or 0, time.monotonic() - started
        return report

    def as_json(self) -> dict[str, Any]:
        """The report as `--json` prints it (DESIGN.md, section 6)."""
        data: dict[str, Any] = {
            "command": self.command,
            "run": self.run,
            "documents": self.documents,
            "chunks": self.chunks,
            "verdicts": self.verdicts,
            "failures": [
                {
                    "source": failure.source,
                    "stage": failure.stage,
                    "code": failure.code,
                    "detail": failure.detail,
                    "new": failure.new,
                    "since": failure.since,
                    "attempts": failure.attempts,
                    "remedy": failure.remedy,
                }
                for failure in self.failures
            ],
            "unsupported": self.unsupported,
            "empty": self.empty,
            "stale": self.stale,
            "missing": [{"source": one.source, "since": one.since} for one in self.missing],
            "found": dict(self.found),
            "questions": self.questions,
            "cleaned": self.cleaned,
            "back": [
                {"document": one.doc_id, "other": one.other, "why": one.rule} for one in self.effects.back
            ],
            "generation": self.generation,
            "seconds": round(self.seconds, 3),
            "stages": {name: round(seconds, 3) for name, seconds in self.stages.items()},
            "exit_code": self.exit_code,
            "healed": self.healed,
            "published": self.published,
            "unpublished": self.unpublished,
            "refused": self.refused,
            "remedy": self.remedy,
        }
        if self.command.startswith("rebuild"):
            data |= {"previous": self.previous, "gate": self.gate, "judged": dict(self.judged)}
        if self.partial:
            data = {name: value for name, value in data.items() if name not in _OF_FILES} | dict(self.told)
        return data

    def log(self) -> None:
        """Writes the end of the run into the log, and failures that were not told when they happened."""
        for failure in self.failures:
            if failure.stage in {"scan", "chunk", "embed"}:
                warn(
                    "failure", source=failure.source, stage=failure.stage, code=failure.code, new=failure.new
                )
        counts = {"documents": self.documents, "chunks": self.chunks, "generation": self.generation}
        seconds = round(self.seconds, 3)
        log("done", level_of(self.exit_code), exit_code=self.exit_code, **counts, seconds=seconds)

    def as_text(self) -> str:
        """The report for a person."""
        lines = ["documents  " + _counts(self.documents), "chunks     " + _counts(self.chunks)]
        if not self.partial:
            kinds = {kind: number for kind, number in self.verdicts.items() if number}
            lines.append("verdicts   " + (_counts(kinds) or "none"))
        if self.found:
            lines.append("masked     " + _counts(dict(sorted(self.found.items()))))
        if self.unsupported or self.empty:
            lines.append(f"listed     {len(self.unsupported)} unsupported, {len(self.empty)} empty")
        if self.questions:
            noun = "question" if self.questions == 1 else "questions"
            lines.append(f"open       {self.questions} {noun} for a person: ingest review")
        lines += self._back_lines()
        lines += [f"healed     {reason}" for reason in self.healed]
        lines += self._missing_lines()
        lines += self._failure_lines()
        if self.refused:
            lines += ["", f"REFUSED    {self.refused}", f"           {self.remedy}"]
        if self.published:
            lines.append(f"published  {self.published}")
        if self.unpublished:
            lines += ["", f"NOT PUBLISHED  {self.unpublished}"]
        if self.gate:
            lines.append(f"gate       {self.gate}")
        before = f" after {self.previous}" if self.previous else ""
        lines.append(f"generation {self.generation}{before}, {self.seconds:.1f} s")
        return "\n".join(lines)

    def _back_lines(self, most: int = 10) -> list[str]:
        """What is searchable again because what had replaced it does so no more."""
        back = self.effects.back
        lines = [
            f"back       {one.doc_id}: {one.other}, which had replaced it, {one.rule}" for one in back[:most]
        ]
        return [
            *lines,
            *([f"           ... and {len(back) - most} more (--json lists all)"] if back[most:] else []),
        ]

    def _missing_lines(self, most: int = 10) -> list[str]:
        if not self.missing:
            return []
        told = "on network file systems; they stay until a later complete scan misses them too"
        lines = [f"missing    {len(self.missing)} {told} (at once: ingest sync --prune)"]
        for one in self.missing[:most]:
            lines.append(
                f"             {one.source}  ({f'since {one.since}' if one.since else 'scan not complete'})"
            )
        if len(self.missing) > most:
            lines.append(f"             ... and {len(self.missing) - most} more (--json lists all)")
        return lines

    def _failure_lines(self, most: int = 10) -> list[str]:
        by_code: dict[str, list[Failure]] = {}
        for failure in self.failures:
            by_code.setdefault(failure.code, []).append(failure)
        lines = []
        for code, failures in sorted(by_code.items()):
            lines.append(f"failed     {len(failures)} x {code}: {failures[0].remedy}")
            lines += [f"             {failure.source}" for failure in failures[:most]]
            if len(failures) > most:
                lines.append(f"             ... and {len(failures) - most} more (--json lists all)")
        return lines


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())
