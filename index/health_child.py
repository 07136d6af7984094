"""The child of a health check: `python -m index.health_child GENERATION EXPECTATION PARENT`."""

from __future__ import annotations

import base64
import json
import os
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import KbError
from index.health import CHROMA, LEXICAL, HealthReport, report_line
from index.store.chroma_files import files_look_sane

if TYPE_CHECKING:
    from index.embed.embedder import Vectors
    from index.store.store import VectorStore

TOLERANCE = 1e-6
EQUAL = 1e-5
"""A hit this near to a similarity of 1 is as good as the chunk itself: its text is the same."""
UNREACHABLE = 0.05
"""Share of the sample that a sound graph may not find; two writers, or lost writes, cost 10 % and more."""
PAGE = 1000
_FUSE = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What the manifest says the generation holds."""

    dimension: int
    ids: frozenset[str]
    maybe: frozenset[str]
    sample: dict[str, Vectors]


def read_expectation(path: Path) -> Expectation:
    """Reads what `index.health.write_expectation` wrote."""
    import numpy as np

    with path.open(encoding="ascii") as file:
        header, ids, maybe, names, packed = (json.loads(line) for line in file)
    vectors = np.frombuffer(base64.b64decode(packed), dtype="<f4").reshape(len(names), header["dimension"])
    return Expectation(
        dimension=header["dimension"],
        ids=frozenset(ids),
        maybe=frozenset(maybe),
        sample=dict(zip(names, vectors, strict=True)),
    )


def check(directory: Path, expected: Expectation) -> HealthReport:
    """Looks at sizes, opens, compares ids and vectors, searches, closes, looks at sizes again."""
    from index.store.chroma import ChromaStore

    chroma, lexical = directory / CHROMA, directory / LEXICAL
    reason = files_look_sane(chroma, len(expected.ids)) or _database(chroma / "chroma.sqlite3")
    if reason:
        return HealthReport(ok=False, reason=reason)
    report = check_lexical(lexical, expected)
    if report.ok:
        report = check_vectors(ChromaStore(chroma, expected.dimension, create=False), expected)
    if report.ok and (reason := files_look_sane(chroma, len(expected.ids))):
        return HealthReport(ok=False, reason=f"after closing: {reason}")
    return report


def _database(path: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as db:
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        return f"{path.name} cannot be read ({error.sqlite_errorname})"
    return "" if found == "ok" else f"{path.name} is damaged"


def check_lexical(path: Path, expected: Expectation) -> HealthReport:
    """Whether the full text can be read and has the right ids."""
    from index.store.lexical import LexicalStore

    store = LexicalStore(path, readonly=True)
    try:
        if reason := store.check():
            return HealthReport(ok=False, reason=reason)
        return _compare("full text", store.ids(), expected)
    finally:
        store.close()


def check_vectors(store: VectorStore, expected: Expectation) -> HealthReport:
    """Compares ids and vectors, searches, and closes the store."""
    try:
        ids = list(store.ids())
        report = _compare("the vector store", ids, expected)
        if not report.ok:
            return report
        with_vector = sum(len(store.vectors(ids[at : at + PAGE])) for at in range(0, len(ids), PAGE))
        if with_vector != len(ids):
            return HealthReport(ok=False, reason=f"{len(ids) - with_vector} chunks have no vector")
        return _probe(store, expected)
    finally:
        store.close()


def _compare(what: str, ids: list[str], expected: Expectation) -> HealthReport:
    found = set(ids)
    missing = len(expected.ids - expected.maybe - found)
    extra = len(found - expected.ids - expected.maybe)
    reason = f"{what} lacks {missing} chunks and holds {extra} unknown ones" if missing or extra else ""
    return HealthReport(ok=not reason, reason=reason, missing=missing, extra=extra)


def _probe(store: VectorStore, expected: Expectation) -> HealthReport:
    """Sampled vectors must be those of the cache, and a search for each must find it or its equal."""
    import numpy as np

    sample = {name: vector for name, vector in expected.sample.items() if name not in expected.maybe}
    stored = store.vectors(list(sample))
    wrong = sum(
        name not in stored or not np.abs(stored[name] - vector).max() <= TOLERANCE
        for name, vector in sample.items()
    )
    if wrong:
        return HealthReport(ok=False, reason=f"{wrong} of {len(sample)} sampled vectors are not the cache's")
    lost = [name for name, vector in sample.items() if not _finds(store, name, vector, 10)]
    # A graph is approximate: look farther before calling a vector lost.
    lost = [name for name in lost if not _finds(store, name, sample[name], 1000)]
    if len(lost) > max(2, UNREACHABLE * len(sample)):
        reason = f"a search does not find {len(lost)} of {len(sample)} sampled chunks"
        return HealthReport(ok=False, reason=reason, unreachable=len(lost))
    return HealthReport(ok=True, unreachable=len(lost))


def _finds(store: VectorStore, name: str, vector: Vectors, top: int) -> bool:
    hits = store.query(vector, top)
    return any(hit.id == name or hit.score >= 1.0 - EQUAL for hit in hits)


def _limit(directory: Path, parent: int) -> None:
    """No core dump, no file that runs away, no life without the parent."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)
    if os.name == "posix":
        import resource

        size = sum(path.stat().st_blocks * 512 for path in directory.rglob("*") if path.is_file())
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        fuse = max(_FUSE, 20 * size)
        fuse = fuse if hard == resource.RLIM_INFINITY else min(fuse, hard)
        resource.setrlimit(resource.RLIMIT_FSIZE, (fuse, fuse))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    """Prints one line of JSON, a HealthReport. Returns 0 for a sound generation, else 1."""
    directory, expectation, parent = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    _limit(directory, parent)
    try:
        report = check(directory, read_expectation(expectation))
    except KbError as error:
        report = HealthReport(ok=False, reason=str(error))
    sys.stdout.write(report_line(report) + "\n")
    sys.stdout.flush()
    # A store that broke may also break at the interpreter's end, when the report is already given.
    os._exit(0 if report.ok else 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
