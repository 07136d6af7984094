"""Is a generation sound? A child process looks: a torn store may crash it, hang it or fill the disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.embed.embedder import Vectors

CHROMA = "chroma"
LEXICAL = "lexical.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """What was found: `reason` is "" when all is well. Figures count chunks, `unreachable` of the sample."""

    ok: bool
    reason: str = ""
    missing: int = 0
    extra: int = 0
    unreachable: int = 0


def write_expectation(
    path: Path, *, dimension: int, ids: Sequence[str], maybe: Sequence[str], sample: Mapping[str, Vectors]
) -> None:
    """Writes what a generation should hold, for the child to compare with.

    `ids` must be there and no others, but for those in `maybe`, which may (an interrupted write left them in
    doubt). `sample`: id -> vector of shape (dimension,), as the cache has it.
    """
    import base64

    import numpy as np

    names = sorted(sample)
    vectors = np.stack([sample[name] for name in names]) if names else np.zeros((0, dimension))
    if vectors.shape != (len(names), dimension):
        raise ValueError(f"a sample of shape {vectors.shape} for vectors of {dimension} dimensions")
    lines: list[object] = [
        {"dimension": dimension, "count": len(ids)},
        list(ids),
        list(maybe),
        names,
        base64.b64encode(np.ascontiguousarray(vectors, dtype="<f4").tobytes()).decode("ascii"),
    ]
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
    ) as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def run_check(directory: Path, expectation: Path, *, timeout: float = 300) -> HealthReport:
    """Checks a closed generation (`chroma/` and `lexical.db` in `directory`) in a child process.

    Whatever happens to the child (a signal, `timeout` seconds, words that are no report) is a report that is
    not ok: the store is to be built again. The caller holds the lock; the child dies with its parent.
    """
    package = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "index.health_child", str(directory), str(expectation), str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        return HealthReport(ok=False, reason=f"the check took longer than {timeout:g} s")
    if done.returncode < 0:
        return HealthReport(ok=False, reason=f"the check was ended by {_signal_name(-done.returncode)}")
    return _parse(done.stdout, done.returncode)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _parse(output: bytes, status: int) -> HealthReport:
    lines = output.splitlines()
    try:
        return HealthReport(**json.loads(lines[-1]))
    except (IndexError, ValueError, TypeError):
        return HealthReport(ok=False, reason=f"the check gave no report (exit {status})")


def report_line(report: HealthReport) -> str:
    """A report as the child's last line."""
    return json.dumps(asdict(report))
