"""`python -m bench.clean FOLDER [MEGABYTES]`: how fast cleaning is, whole and per recognizer, and the memory it takes.

FOLDER holds documents of any format that is read; of its files as many are taken, evenly spread, as give MEGABYTES (4).
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ingest.clean.recognizers.reading import Reading
    from ingest.clean.recognizers.recognizer import Recognizer, Span
    from ingest.document import RawDocument

ROUNDS = 5
MEGABYTE = 1_000_000


class Timed:
    """A recognizer, and the CPU seconds it took since `seconds` was set."""

    def __init__(self, recognizer: Recognizer) -> None:
        self.name, self.version = recognizer.name, recognizer.version
        self.types, self.hint = recognizer.types, recognizer.hint
        self.seconds = 0.0
        self._recognizer = recognizer

    def find(self, reading: Reading) -> Iterator[Span]:
        """What the recognizer finds."""
        started = time.process_time()
        found = list(self._recognizer.find(reading))
        self.seconds += time.process_time() - started
        return iter(found)


def main(folder: Path, megabytes: float) -> None:
    """Prints kB of source files per CPU second of one core: best of 5, models loaded and caches warm."""
    from ingest.clean.cleaner import Cleaner
    from ingest.clean.finder import Finder
    from ingest.clean.label_rules import LabelRules
    from ingest.clean.masking import Masking
    from ingest.clean.recognizers.registry import build
    from ingest.settings import Settings

    documents, size = _read(_sample(folder, megabytes * MEGABYTE))
    if not documents:
        raise SystemExit(f"{folder} holds nothing that is read")
    before = _memory()
    timed = [Timed(recognizer) for recognizer in build(Settings().clean.recognizers)]
    cleaner = Cleaner(Finder(cast("list[Recognizer]", timed)), LabelRules(), Masking(secret=b"bench"))
    whole: list[float] = []
    each: dict[str, list[float]] = {one.name: [] for one in timed}
    for _ in range(ROUNDS):
        for one in timed:
            one.seconds = 0.0
        started = time.process_time()
        for document in documents:
            cleaner.clean(document, "bench/document", "default")
        whole.append(time.process_time() - started)
        for one in timed:
            each[one.name].append(one.seconds)
    print(f"{len(documents)} documents, {size / MEGABYTE:.1f} MB; CPU, best of {ROUNDS}")
    print(f"{'':20}{'kB/s':>10}{'share':>8}")
    for name, seconds in sorted(each.items(), key=lambda item: -min(item[1])):
        _row(name, size, min(seconds), min(whole))
    _row("whole cleaning", size, min(whole), min(whole))
    print(f"{'first round':20}{size / 1000 / whole[0]:10.0f}          models loaded, words looked up")
    print(f"{'peak RSS':20}{_memory():10.0f} MB, {before:.0f} MB of it before the first was cleaned")


def _row(name: str, size: int, seconds: float, whole: float) -> None:
    print(f"{name:20}{size / 1000 / max(seconds, 1e-9):10.0f}{seconds / whole:8.1%}")


def _sample(folder: Path, wanted: float) -> list[Path]:
    """Files of `folder`, evenly spread over their sorted paths, of about `wanted` bytes in all."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    step = max(1.0, sum(path.stat().st_size for path in paths) / wanted)
    return [paths[int(at * step)] for at in range(int(len(paths) / step))]


def _read(paths: list[Path]) -> tuple[list[RawDocument], int]:
    """The documents of `paths`, and the bytes of the files that could be read."""
    from bench.sources import source_at
    from ingest.errors import LoadError
    from ingest.load.choose import choose, load_all

    loaders, documents, size = load_all(), [], 0
    for path in paths:
        data = path.read_bytes()
        try:
            documents += list(choose(path, data, loaders).load(source_at(path), data))
        except LoadError:
            continue
        size += len(data)
    return documents, size


def _memory() -> float:
    """The most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 4.0)
